# SPDX-License-Identifier: MIT
"""Every rule for finished files: `table` holds them all, in the order of the report.

`every` has the rules of screen and office editions, which most press editions share, and `press` those of press files
alone; the other modules hold the functions that look. A screen or office edition is judged without importing what
follows operators and separates inks.
"""
