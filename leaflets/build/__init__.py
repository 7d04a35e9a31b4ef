# SPDX-License-Identifier: MIT
"""The stages in order: prepare recipes, make editions in workers, collect and publish them.

The only place where the stages meet. Doors: `pipeline` builds, `check` looks without writing.
"""
