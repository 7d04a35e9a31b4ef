# SPDX-License-Identifier: MIT
"""Pack a parcel: spreadsheet, XLIFF, glossary, brief and pictures in one zip; the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leaflets.content.model import Publication
from leaflets.core.archive import write_zip
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.table import write_rows
from leaflets.translate.exchange.brief import write_brief, write_readme
from leaflets.translate.exchange.rows import Parcel, is_writable
from leaflets.translate.exchange.xliff import write_xliff
from leaflets.translate.exchange.xlsx import write_xlsx


def pack_parcel(parcel: Parcel, printed: Iterable[Publication], pictures: Mapping[str, bytes]) -> bytes:
    """Return the zip; ProblemsFound if a message contains what the formats cannot hold."""
    problems = [
        Problem("exchange-unwritable", "It contains an invisible character, or is far too long.", where=row.key)
        for row in parcel.rows
        if not all(is_writable(text) for text in (row.key, row.english, row.target, row.note, row.comment))
    ]
    if problems:
        raise ProblemsFound(problems)
    tag = parcel.language.tag
    contents = {
        "README.txt": write_readme(parcel).encode(),
        "brief.md": write_brief(parcel, printed).encode(),
        f"leaflets-{tag}.xlsx": write_xlsx(parcel),
        f"leaflets-{tag}.xlf": write_xliff(parcel),
        "glossary.csv": write_rows(parcel.glossary),
        **{f"pictures/{name}": data for name, data in sorted(pictures.items())},
    }
    files = ((f"{parcel.name}/{name}", data) for name, data in contents.items())
    return write_zip(files, stored=(".png", ".xlsx"))
