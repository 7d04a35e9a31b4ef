# SPDX-License-Identifier: MIT
"""Press files drawn by hand: each page one flat ink to the bleed, and beyond it what no sheet may show.

Page A is red, B green, C blue, D yellow. On every page a dark bar lies along the head, 4 mm from the trim, a QR code
stands at the left below it, and outside the bleed the paper is black: whatever of it shows on a sheet is a fault.
"""

from __future__ import annotations

import io
import re

import pikepdf

from leaflets.content.formats import shipped_formats
from leaflets.core import qr
from leaflets.core.formats import Format, points
from leaflets.editions.metadata import packet

INKS = {"A": (0, 1, 1, 0), "B": (1, 0, 1, 0), "C": (1, 1, 0, 0), "D": (0, 0, 1, 0)}
ROOM = 14.0
BAR = 4.0
CODE_MM = 24.0
IDENTITY = "uuid:00000000-0000-5000-8000-000000000000"
SAID = {"/Title": "Made for a test", "/Author": "", "/Subject": "ES-01 version 1.0", "/Producer": "Leaflets"}
PACKET = packet(SAID, "en", accessible=False, more={"pdfxid:GTS_PDFXVersion": "PDF/X-4", "xmpMM:DocumentID": IDENTITY})


def flat_pages(form: Format) -> list[tuple[float, float]]:
    """Return the trims of the pages of a format's press edition."""
    if form.booklet:
        return [(panel.width, form.height) for panel in form.panels]
    return [form.flat for _ in form.faces]


def rectangle(x: float, y: float, width: float, height: float) -> str:
    return f"{points(x):.4f} {points(y):.4f} {points(width):.4f} {points(height):.4f} re f"


def address(form: Format, letter: str, host: str = "example.org") -> str:
    return f"https://{host}/{form.name}/{letter}"


def code(text: str, x: float, y: float) -> str:
    """Return a QR code with its white ground, the bottom left corner there."""
    symbol = qr.encode(text)
    module = CODE_MM / symbol.size
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v", symbol.path)
    return "\n".join(
        (
            f"0 0 0 0 k {rectangle(x, y, CODE_MM, CODE_MM)}",
            "0 0 0 1 k",
            *(
                rectangle(x + int(left) * module, y + CODE_MM - (int(row) + 1) * module, int(run) * module, module)
                for left, row, run in runs
            ),
        )
    )


def page_content(form: Format, letter: str, size: tuple[float, float], host: str) -> str:
    width, height = size
    ink = " ".join(map(str, INKS[letter]))
    return "\n".join(
        (
            f"0 0 0 1 k {rectangle(0, 0, width + 2 * ROOM, height + 2 * ROOM)}",
            f"{ink} k {rectangle(ROOM - 3, ROOM - 3, width + 6, height + 6)}",
            f"0 0 0 1 k {rectangle(ROOM + 4, ROOM + height - 4 - BAR, width - 8, BAR)}",
            code(address(form, letter, host), ROOM + 5, ROOM + height - 10 - CODE_MM),
        )
    )


def press_file(name: str, host: str = "example.org") -> bytes:
    """Return a press edition of a format, with the codes of a host."""
    form = shipped_formats()[name]
    pdf = pikepdf.new()
    for letter, (width, height) in zip(INKS, flat_pages(form), strict=False):
        whole = [points(value) for value in (0, 0, width + 2 * ROOM, height + 2 * ROOM)]
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=whole,
            CropBox=whole,
            BleedBox=[points(value) for value in (ROOM - 3, ROOM - 3, ROOM + width + 3, ROOM + height + 3)],
            TrimBox=[points(value) for value in (ROOM, ROOM, ROOM + width, ROOM + height)],
            Resources=pikepdf.Dictionary(),
            Contents=pdf.make_stream(page_content(form, letter, (width, height), host).encode()),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    for name, value in SAID.items():
        pdf.docinfo[name] = value
    pdf.docinfo["/Trapped"] = pikepdf.Name("/False")
    pdf.Root.Lang = pikepdf.String("en")
    pdf.Root.Metadata = pdf.make_stream(PACKET)
    pdf.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFX,
                OutputConditionIdentifier="FOGRA39",
                DestOutputProfile=pdf.make_stream(b"profile" * 100, N=4),
            )
        ]
    )
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, force_version="1.6")
    return out.getvalue()
