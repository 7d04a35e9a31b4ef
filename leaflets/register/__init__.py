# SPDX-License-Identifier: MIT
"""What was published and printed: files in the project, kept in git, that are read before anything new is published.

Doors: `published`, `codes` and `runs`, which read and add to `register/published.csv`, `short.csv` and `runs.csv`.
"""
