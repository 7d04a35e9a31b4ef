# SPDX-License-Identifier: MIT
"""What was published and printed: files in the project, kept in git, that are read before anything new is published.

Doors: `published`, which reads and adds to `register/published.csv`, and `runs`, the same for `register/runs.csv`.
"""
