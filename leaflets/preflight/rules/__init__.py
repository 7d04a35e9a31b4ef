# SPDX-License-Identifier: MIT
"""Every rule for finished files: `table` holds them all, in the order of the report.

`every` has the rules of screen and office editions, which most press editions share, and `press` those of press
files only; the other modules hold the functions that check. A screen or office edition is checked without importing
what follows operators and separates inks.
"""
