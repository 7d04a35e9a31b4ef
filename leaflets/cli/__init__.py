# SPDX-License-Identifier: MIT
"""Words on the command line to calls; results to lines, JSON and an exit code.

Doors: `start`, where the program begins, and `command`, with which a verb is declared.
"""
