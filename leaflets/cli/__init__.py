# SPDX-License-Identifier: MIT
"""The command line: arguments in; lines, JSON and an exit code out.

Doors: `start`, where the program begins, and `command`, which declares verbs.
"""
