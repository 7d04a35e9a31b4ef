# SPDX-License-Identifier: MIT
"""Preflight for the press: read a press file back as a printer would, one verdict for each rule.

Labels are not believed. `reading` opens the file, `walk` follows every operator, `separations` asks Ghostscript for the
inks, and the rules (`file_rules`, `page_rules`, `colour_rules`, `type_rules`, `code_rules`) look at what these give.
"""

from __future__ import annotations

from leaflets.presscheck.verdict import Fault, PressExpected, Verdict, expect_press, problems_of

__all__ = ["Fault", "PressExpected", "Verdict", "expect_press", "problems_of"]
