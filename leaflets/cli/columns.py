# SPDX-License-Identifier: MIT
"""Columns: tables and lists of editions that fit the terminal, or 80 columns where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import Any

GAP, INDENT = "  ", "    "


def table(rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), indent: str = "") -> Iterator[str]:
    """Yield rows as aligned columns; `right` gives the columns of numbers. Long cells wrap: nothing is cut off."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = _terminal() - len(indent) - len(GAP) * (len(widths) - 1)
    while sum(widths) > max(room, len(widths)):
        widths[widths.index(max(widths))] -= 1
    for row in rows:
        cells = [wrap(cell, width) if cell else [""] for cell, width in zip(row, widths, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            padded = (
                text.rjust(width) if i in right else text.ljust(width)
                for i, (text, width) in enumerate(zip(line, widths, strict=True))
            )
            yield f"{indent}{GAP.join(padded)}".rstrip()


def fold(text: str, indent: str = "") -> list[str]:
    """Return a text as lines that fit the terminal, broken at spaces; those after the first are indented more."""
    return wrap(text, _terminal(), initial_indent=indent, subsequent_indent=indent + INDENT, break_on_hyphens=False)


def _terminal() -> int:
    return shutil.get_terminal_size().columns


def kilobytes(number: int) -> str:
    """Return a file's size in kB: 184."""
    return f"{max(1, round(number / 1000))}"


def list_editions(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the editions by publication, the languages of one state side by side.

    Publications with the same formats, languages and states, as in a series, share their rows.
    """
    bodies: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for entry in entries:
        name = f"{entry['publication']} ({entry['code']}, {entry['version']})"
        size = " x ".join(f"{value:g}" for value in entry["trim_mm"] if value) or "-"
        row = (entry["format"], entry["purpose"], str(entry["pages"] or "-"), size, entry["state"])
        bodies.setdefault(name, {}).setdefault(row, []).append(entry["language"])
    alike: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for name, body in bodies.items():
        rows = tuple((*row, " ".join(languages)) for row, languages in body.items())
        alike.setdefault(rows, []).append(name)
    head = ("format", "purpose", "pages", "mm", "state", "languages")
    for number, (rows, names) in enumerate(alike.items()):
        yield from fold(", ".join(names))
        yield from table((head, *rows) if number == 0 else rows, right=(2,), indent=GAP)
