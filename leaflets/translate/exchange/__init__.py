# SPDX-License-Identifier: MIT
"""Exchange: messages to an agency or a checker and back, as XLIFF 1.2 and as a spreadsheet.

Going out: rows become a parcel, a parcel becomes files. Coming back: a file becomes answers, and `accept` decides
which of them a catalogue may take.
"""

from __future__ import annotations

from leaflets.translate.exchange.accept import AcceptResult, Change, accept, meant
from leaflets.translate.exchange.back import read_back
from leaflets.translate.exchange.brief import write_brief
from leaflets.translate.exchange.parcel import pack_parcel
from leaflets.translate.exchange.rows import GlossaryLine, MessageRow, Parcel, ReturnedFile, ReturnedRow, is_writable
from leaflets.translate.exchange.xliff import read_xliff, write_xliff
from leaflets.translate.exchange.xlsx import write_xlsx
from leaflets.translate.exchange.xlsx_back import read_xlsx

__all__ = [
    "AcceptResult",
    "Change",
    "GlossaryLine",
    "MessageRow",
    "Parcel",
    "ReturnedFile",
    "ReturnedRow",
    "accept",
    "is_writable",
    "meant",
    "pack_parcel",
    "read_back",
    "read_xliff",
    "read_xlsx",
    "write_brief",
    "write_xliff",
    "write_xlsx",
]
