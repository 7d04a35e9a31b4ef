# SPDX-License-Identifier: MIT
"""PDFs as other programs make them, each with the rules that it breaks for a printer: no more, no fewer.

`PROGRAMS` are quick; `SLOW` are programs with a window, which only `script/harden preflight` starts.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import badpress
import pikepdf
from patience import RUN_SECONDS
from pikepdf import Array, Dictionary, Name
from PIL import Image
from reportlab.lib.colors import CMYKColor, CMYKColorSep, Color
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

BARE = frozenset(("x4-mark", "x4-metadata", "output-intent", "trim-box"))
"""What every file lacks whose program knows nothing of print."""
SILENT = BARE | {"trapped"}
RGB = {"colour-rgb"}
WIDE, HIGH, BLEED = 99.0, 210.0, 3.0
PACKET = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
 xmp:CreateDate="2026-11-23T10:00:00Z" xmp:ModifyDate="2026-11-23T10:00:00Z" xmp:MetadataDate="2026-11-23T10:00:00Z"
 xmpMM:DocumentID="uuid:1" xmpMM:VersionID="1" xmpMM:RenditionClass="default" pdfxid:GTS_PDFXVersion="PDF/X-4">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A leaflet</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
HTML_PAGE = """<!doctype html><meta charset="utf-8"><style>@page { size: 99mm 210mm; margin: 0 } body { margin: 12mm;
font: 12pt sans-serif } h1 { background: #264; color: #fff; padding: 8mm }</style><h1>Safe online</h1><p>0800 1111"""


@dataclass(frozen=True)
class Elsewhere:
    """A file of another program, and the rules of GWG 2022 that it breaks."""

    name: str
    make: Callable[[], bytes]
    breaks: frozenset[str]
    program: str = ""
    """The program that must be installed."""


def own_font() -> str:
    """Register a font that can be embedded, and return its name."""
    font = next(iter(badpress.small.languages().fonts.values()))
    pdfmetrics.registerFont(TTFont("Own", font.path(font.faces[0][0])))
    return "Own"


BLACK, TINT = CMYKColor(0, 0, 0, 1), CMYKColor(0.5, 0.2, 0, 0)
Draw = Callable[[Canvas], object]


def drawn(*more: Draw, ink: Color = BLACK, ground: Color = TINT, font: str = "") -> bytes:
    """Return a page of reportlab: a band to the end of the bleed, a line of words, and what else is drawn."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=((WIDE + 2 * BLEED) * mm, (HIGH + 2 * BLEED) * mm), invariant=1)
    canvas.setFillColor(ground)
    canvas.rect(0, 0, (WIDE + 2 * BLEED) * mm, 40 * mm, stroke=0, fill=1)
    canvas.setFillColor(ink)
    canvas.setFont(font or own_font(), 14)
    canvas.drawString(20 * mm, 100 * mm, "Safe online 0800 1111")
    for draw in more:
        draw(canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def for_print(data: bytes, change: badpress.Spoil = lambda pdf: None) -> bytes:
    """Return a page as a program for print saves it: PDF/X-4, with boxes and an output intent."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.open(io.BytesIO(badpress.good())) as good:
        for page in pdf.pages:
            inner = [BLEED * mm, BLEED * mm, (WIDE + BLEED) * mm, (HIGH + BLEED) * mm]
            page.TrimBox, page.BleedBox = Array([round(value, 3) for value in inner]), page.MediaBox
        pdf.Root.OutputIntents = Array([pdf.copy_foreign(good.make_indirect(good.Root.OutputIntents[0]))])
        del pdf.Root.OutputIntents[0]["/OutputCondition"]  # others may leave it out
        pdf.Root.Metadata = pdf.make_stream(PACKET.encode(), Type=Name.Metadata, Subtype=Name.XML)
        pdf.docinfo["/Trapped"] = Name("/False")
        change(pdf)
        pdf.save(out, min_version="1.6")
    return out.getvalue()


def picture(mode: str, pixels: int) -> Draw:
    image = Image.new(mode, (pixels, pixels), 90 if mode == "L" else (20, 120, 220, 0)[: len(mode)])
    return lambda canvas: canvas.drawImage(ImageReader(image), 20 * mm, 120 * mm, 30 * mm, 30 * mm)


def line(width: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(width)
        canvas.setStrokeColor(BLACK)
        canvas.line(20 * mm, 160 * mm, 60 * mm, 160 * mm)

    return draw


def spot(canvas: Canvas) -> None:
    canvas.setFillColor(CMYKColorSep(0, 0.8, 0, 0, spotName="Varnish"))
    canvas.rect(20 * mm, 150 * mm, 20 * mm, 20 * mm, stroke=0, fill=1)


def see_through(canvas: Canvas) -> None:
    canvas.setFillColor(CMYKColor(0, 1, 0, 0, alpha=0.5))
    canvas.rect(20 * mm, 150 * mm, 20 * mm, 20 * mm, stroke=0, fill=1)


def link(canvas: Canvas) -> None:
    canvas.linkURL("https://example.org", (20 * mm, 100 * mm, 60 * mm, 106 * mm))


def field(canvas: Canvas) -> None:
    canvas.acroForm.textfield(x=20 * mm, y=150 * mm, width=100, height=20)


def through(*command: str, data: bytes | None = None) -> bytes:
    """Return what a program makes of a file: IN and OUT stand for their names, FOLDER for where they are."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.pdf", Path(folder) / "out.pdf"
        source.write_bytes(drawn() if data is None else data)
        (Path(folder) / "in.html").write_text(HTML_PAGE, encoding="utf-8")
        out.with_suffix(".csv").write_text("Safe online,0800 1111\n", encoding="utf-8")
        names = {"IN": str(source), "OUT": str(out), "FOLDER": folder}
        names |= {"HTML": str(source.with_suffix(".html")), "CSV": str(out.with_suffix(".csv"))}
        parts = [word.rpartition("=") for word in command]
        words = [f"{option}{equals}{names.get(end, end)}" for option, equals, end in parts]
        env = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
        subprocess.run(words, check=True, capture_output=True, timeout=RUN_SECONDS, cwd=folder, env=env)
        return out.read_bytes()


def ghostscript(colours: str, *more: str) -> Callable[[], bytes]:
    return partial(
        through,
        "gs",
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-dSAFER",
        "-sDEVICE=pdfwrite",
        f"-sColorConversionStrategy={colours}",
        *more,
        "-sOutputFile=OUT",
        "IN",
    )


def of_pillow() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (400, 800), (20, 120, 220)).save(stream, "PDF", resolution=100)
    return stream.getvalue()


PROGRAMS = (
    Elsewhere("reportlab for print", lambda: for_print(drawn()), frozenset()),
    Elsewhere("reportlab for print, a CMYK picture", lambda: for_print(drawn(picture("CMYK", 400))), frozenset()),
    Elsewhere("reportlab for print, a grey picture", lambda: for_print(drawn(picture("L", 400))), frozenset()),
    Elsewhere("reportlab for print, see-through", lambda: for_print(drawn(see_through), blending), frozenset()),
    Elsewhere("reportlab for print, a fine line", lambda: for_print(drawn(line(0.3))), frozenset()),
    Elsewhere("reportlab for print, a hairline", lambda: for_print(drawn(line(0.05))), frozenset()),
    Elsewhere(
        "reportlab for print, compressed anew",
        lambda: for_print(through("qpdf", "--object-streams=generate", "IN", "OUT")),
        frozenset(),
        "qpdf",
    ),
    Elsewhere("Ghostscript for print", lambda: for_print(ghostscript("CMYK")()), frozenset(), "gs"),
    Elsewhere("reportlab for print, RGB picture", lambda: for_print(drawn(picture("RGB", 400))), frozenset(RGB)),
    Elsewhere(
        "reportlab for print, coarse picture",
        lambda: for_print(drawn(picture("CMYK", 100))),
        frozenset({"picture-coarse"}),
    ),
    Elsewhere("reportlab for print, spot", lambda: for_print(drawn(spot)), frozenset({"colour-spot"})),
    Elsewhere("reportlab for print, link", lambda: for_print(drawn(link)), frozenset({"link-unexpected"})),
    Elsewhere("reportlab for print, RGB words", lambda: for_print(drawn(ink=Color(0, 0, 0))), frozenset(RGB)),
    Elsewhere(
        "reportlab for print, Helvetica", lambda: for_print(drawn(font="Helvetica")), frozenset({"font-not-embedded"})
    ),
    Elsewhere("reportlab", drawn, BARE),
    Elsewhere("reportlab, RGB", lambda: drawn(ink=Color(0, 0, 0), ground=Color(0.2, 0.4, 0.8)), BARE | RGB),
    Elsewhere("reportlab, Helvetica", lambda: drawn(font="Helvetica"), BARE | {"font-not-embedded"}),
    Elsewhere("reportlab, link", lambda: drawn(link), BARE | {"link-unexpected"}),
    Elsewhere("reportlab, form", lambda: drawn(field), BARE | {"file-active", "link-unexpected", "colour-rgb"}),
    Elsewhere("reportlab, spot", lambda: drawn(spot), BARE | {"colour-spot"}),
    Elsewhere("reportlab, picture", lambda: drawn(picture("RGB", 100)), BARE | RGB | {"picture-coarse"}),
    Elsewhere("Pillow", of_pillow, SILENT | RGB | {"picture-coarse"}),
    Elsewhere("Ghostscript, CMYK", ghostscript("CMYK"), SILENT, "gs"),
    Elsewhere("Ghostscript, RGB", ghostscript("RGB"), SILENT | RGB, "gs"),
    Elsewhere("Ghostscript, grey", ghostscript("Gray"), SILENT, "gs"),
    Elsewhere("Ghostscript, PDF 1.4", ghostscript("CMYK", "-dCompatibilityLevel=1.4"), SILENT, "gs"),
    Elsewhere(
        "cairo",
        partial(through, "pdftocairo", "-pdf", "IN", "OUT"),
        SILENT | RGB | {"blend-space", "bleed-short"},
        "pdftocairo",
    ),
    Elsewhere("qpdf, linearised", partial(through, "qpdf", "--linearize", "IN", "OUT"), BARE, "qpdf"),
    Elsewhere("mutool", partial(through, "mutool", "clean", "-gz", "IN", "OUT"), BARE, "mutool"),
    Elsewhere(
        "qpdf, encrypted",
        partial(through, "qpdf", "--encrypt", "", "owner", "256", "--", "IN", "OUT"),
        BARE | {"encrypted"},
        "qpdf",
    ),
)


def blending(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK)


SLOW = (
    Elsewhere(
        "Chromium",
        partial(
            through,
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            "--print-to-pdf=OUT",
            "HTML",
        ),
        SILENT | RGB,
        "chromium",
    ),
    Elsewhere(
        "LibreOffice",
        partial(through, "soffice", "--headless", "--convert-to", "pdf", "--outdir", "FOLDER", "CSV"),
        SILENT | RGB,
        "soffice",
    ),
)


@cache
def installed(name: str) -> bool:
    """Return whether this machine has a program."""
    return not name or shutil.which(name) is not None
