# SPDX-License-Identifier: MIT
"""The table of all rules, in the order of the report and of the documentation."""

from __future__ import annotations

from leaflets.preflight.rules import every, press

GROUPS = (
    ("The file", (*every.FILE_RULES, *press.FILE_RULES)),
    ("Pages and cuts", (*every.PAGE_RULES, *press.PAGE_RULES)),
    ("Colour and ink", (*every.COLOUR_RULES, *press.COLOUR_RULES)),
    ("Text", (*every.TEXT_RULES, *every.LEGIBLE_RULES, *press.TEXT_RULES)),
    ("QR codes", (*every.CODE_RULES, *press.CODE_RULES)),
    ("Titles, tags and links", every.ACCESS_RULES),
)
RULES = tuple(rule for _, rules in GROUPS for rule in rules)
