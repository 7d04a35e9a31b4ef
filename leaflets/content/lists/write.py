# SPDX-License-Identifier: MIT
"""Write tables (CSV) for people: spreadsheets open them correctly, and read no cell as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Cells that begin with one of these are formulas to a spreadsheet (OWASP, CSV injection)."""


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def write_rows(rows: Sequence[Sequence[str | int]]) -> bytes:
    """Return rows in UTF-8 with a byte order mark, parted by commas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
