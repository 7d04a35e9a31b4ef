# SPDX-License-Identifier: MIT
"""What was published: a file in the project, kept in git, that is read before anything new is published.

Door: `published`, which reads and adds to `register/published.csv`.
"""
