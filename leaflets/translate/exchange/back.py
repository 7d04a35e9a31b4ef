# SPDX-License-Identifier: MIT
"""Read whatever was sent back: a spreadsheet, an XLIFF file, a catalogue, or a zip with some of them."""

from __future__ import annotations

from pathlib import PurePosixPath

from leaflets.core.archive import read_zip
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.translate.exchange.ods_back import read_ods
from leaflets.translate.exchange.po_back import read_po_back
from leaflets.translate.exchange.rows import ReturnedFile, refused, refusing
from leaflets.translate.exchange.xliff_back import read_xliff
from leaflets.translate.exchange.xlsx_back import read_xlsx

READERS = {
    ".xlsx": read_xlsx,
    ".ods": read_ods,
    ".xlf": read_xliff,
    ".xliff": read_xliff,
    ".po": read_po_back,
}
NOT_OURS = ("__macosx/", ".ds_store", "~$")
"""Files that other systems add."""


def read_back(data: bytes, file: str) -> list[ReturnedFile]:
    """Return the contents of a file, several if it is a zip; ProblemsFound if it is not one of ours."""
    kind = PurePosixPath(file).suffix.casefold()
    if kind in READERS:
        return [READERS[kind](data, file)]
    if kind != ".zip":
        hint = "use the .xlsx or .ods, the .xlf, a .po or the zip."
        raise refused(file, f"a file ending in '{kind}' cannot be imported.", hint=hint)
    replies: list[ReturnedFile] = []
    problems: list[Problem] = []
    with refusing(file):
        files = read_zip(data)
    for name, content in files.items():
        reader = READERS.get(PurePosixPath(name).suffix.casefold())
        if reader and not any(part in name.casefold() for part in NOT_OURS):
            try:
                replies.append(reader(content, f"{file}/{name}"))
            except ProblemsFound as found:
                problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    if not replies:
        raise refused(file, "it contains no .xlsx, .ods, .xlf or .po file.")
    return replies
