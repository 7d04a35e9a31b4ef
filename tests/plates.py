# SPDX-License-Identifier: MIT
"""Independent judges of a press file: Ghostscript's plates at 150 dpi, and a copy that veraPDF judges as PDF/A-2b."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import zxingcpp
from PIL import Image, ImageChops, ImageMath

DPI = 150
NAMES = ("Cyan", "Magenta", "Yellow", "Black")
A_PACKET = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    b' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part>'
    b'<pdfaid:conformance>B</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


@dataclass(frozen=True)
class Plates:
    """Cyan, magenta, yellow and black of one page; 255 is full ink."""

    inks: tuple[Image.Image, ...]

    def colour(self) -> Image.Image:
        """The strongest of cyan, magenta and yellow at each spot."""
        cyan, magenta, yellow, _ = self.inks
        return ImageChops.lighter(ImageChops.lighter(cyan, magenta), yellow)

    def solid_black(self) -> Image.Image:
        """255 wherever black is as full as it gets."""
        return self.inks[3].point(lambda value: 255 if value == 255 else 0)

    def under_black(self) -> int:
        """The strongest colour anywhere under full black, in per cent."""
        under = ImageChops.darker(self.solid_black(), self.colour())
        return round(int(under.getextrema()[1]) / 2.55)  # type: ignore[arg-type]

    def most_ink(self) -> float:
        """The most ink on one spot, in per cent."""
        total: Image.Image = ImageMath.lambda_eval(
            lambda inks: inks["a"] + inks["b"] + inks["c"] + inks["d"], **dict(zip("abcd", self.inks, strict=True))
        )
        return float(total.getextrema()[1]) / 2.55  # type: ignore[arg-type]

    def codes(self) -> dict[str, int]:
        """The QR codes on the black plate, each with the strongest colour in its square, in per cent."""
        found = zxingcpp.read_barcodes(
            ImageChops.invert(self.inks[3]), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
        return {code.text: self.colour_around(code.position) for code in found}

    def colour_around(self, place: zxingcpp.Position) -> int:
        """The strongest colour in the square of a code."""
        corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
        xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
        square = self.colour().crop((min(xs), min(ys), max(xs) + 1, max(ys) + 1))
        return round(int(square.getextrema()[1]) / 2.55)  # type: ignore[arg-type]


def separate(pdf: Path, folder: Path) -> list[Plates]:
    """Return the plates of each page; the test fails when Ghostscript is missing."""
    program = shutil.which("gs")
    assert program, "Ghostscript is missing: script/test installs it"
    folder.mkdir()
    options = ("-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{DPI}", "-sOutputFile=p%d.tif")
    run = subprocess.run([program, *options, str(pdf)], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0 and not run.stderr, run.stderr
    pages = len(list(folder.glob("p*(Black).tif")))
    return [
        Plates(tuple(ImageChops.invert(Image.open(folder / f"p{page}({name}).tif").convert("L")) for name in NAMES))
        for page in range(1, pages + 1)
    ]


def as_archive(pdf: bytes) -> bytes:
    """Return a copy that says of itself what PDF/A-2b must say, so that veraPDF judges fonts, colours and syntax."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as copy:
        (intent,) = copy.Root.OutputIntents
        archive = pikepdf.Dictionary(intent)
        archive.S = pikepdf.Name.GTS_PDFA1
        copy.Root.OutputIntents.append(copy.make_indirect(archive))
        copy.Root.Metadata = copy.make_stream(A_PACKET, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        for name in list(copy.docinfo.keys()):
            del copy.docinfo[name]
        copy.save(out, deterministic_id=True)
    return out.getvalue()
