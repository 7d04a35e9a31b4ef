# SPDX-License-Identifier: MIT
"""Read a finished file back, with other libraries than those that made it, and judge it.

Doors: `check` for every edition; `outside` for a PDF from anywhere; `rules.table`, the one table of rules, for reports
and documents.
"""
