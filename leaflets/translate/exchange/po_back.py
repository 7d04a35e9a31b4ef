# SPDX-License-Identifier: MIT
"""Read a catalogue (.po) that came back from a catalogue editor."""

from __future__ import annotations

from leaflets.core.source import decode
from leaflets.languages.catalogue.po import PARCEL, parse_po
from leaflets.translate.exchange.entries import all_rows_of, entries_of
from leaflets.translate.exchange.rows import ReturnedFile, ReturnedRow, refused


def read_po_back(data: bytes, file: str) -> ReturnedFile:
    """Return the contents of a catalogue; ProblemsFound if it cannot be read."""
    catalogue = parse_po(decode(data, file), file)
    lines = {key: entry.linenum or 1 for key, entry in entries_of(catalogue).items()}
    answers = tuple(
        ReturnedRow(
            row.key,
            row.english,
            row.target,
            file,
            lines.get(row.key) or lines[row.key.rpartition("[")[0]],
            catalogue.metadata.get(PARCEL, ""),
            comment=row.comment,
            settled=row.state == "done",
            unsettled=row.state == "check",
        )
        for row in all_rows_of(catalogue)
    )
    if not answers:
        raise refused(file, "there is no message in it.")
    return ReturnedFile(file, catalogue.metadata.get("Language", "").replace("_", "-"), answers)
