# SPDX-License-Identifier: MIT
"""The names of the sets of rules for press files, for the command line; `rules/sets.py` has the sets."""

NAMES = (GWG_SHEET, GWG_MAGAZINE, GWG_DIGITAL, HOUSE) = ("gwg-2022-sheet", "magazine", "digital", "house")
