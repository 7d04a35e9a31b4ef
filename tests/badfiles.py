# SPDX-License-Identifier: MIT
"""Screen and office editions of the small project, and the ways in which they are wrong.

Each function of `SCREEN_WAYS` and `OFFICE_WAYS` spoils an open PDF; beside it stands the rule that must refuse it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import badpress
import pikepdf
import small
from pyzbar import pyzbar

from leaflets.build.recipes import expectations
from leaflets.core.edition import Edition, Purpose
from leaflets.editions.office import office
from leaflets.editions.screen import finish_screen
from leaflets.preflight import raster
from leaflets.preflight.expected import Expected

FORM = "card-dl"
Pdf = pikepdf.Pdf
Spoil = Callable[[Pdf], None]


@cache
def finished(form: str, purpose: Purpose) -> bytes:
    make = finish_screen if purpose == "screen" else office
    return make(small.laid_out(form).rendered, small.composed(form), version="1.0")


def expected(form: str, purpose: Purpose) -> Expected:
    composed = small.composed(form)
    return expectations(Edition(composed.layout, purpose), small.project(), composed)


def spoiled(spoil: Spoil, purpose: Purpose) -> bytes:
    """Return a good file after something was done to it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(finished(FORM, purpose))) as pdf:
        spoil(pdf)
        pdf.save(out)
    return out.getvalue()


# The file, its pages and its fonts


def count(pdf: Pdf) -> None:
    del pdf.pages[1]


def size(pdf: Pdf) -> None:
    for name in ("/MediaBox", "/CropBox", "/TrimBox"):
        pdf.pages[0][name] = pikepdf.Array([0, 0, 282, 595.276])


def boxes(pdf: Pdf) -> None:
    pdf.pages[0].MediaBox = pikepdf.Array([-9, -9, 300, 610])


def bleeds(pdf: Pdf) -> None:
    left, bottom, right, top = (float(value) for value in pdf.pages[0].MediaBox)
    pdf.pages[0].TrimBox = pikepdf.Array([left + 9, bottom + 9, right - 9, top - 9])


def rotation(pdf: Pdf) -> None:
    pdf.pages[0].Rotate = 90


def inherited_rotation(pdf: Pdf) -> None:
    pdf.Root.Pages.Rotate = 180


def scale(pdf: Pdf) -> None:
    pdf.pages[1].UserUnit = 2


def each_font(pdf: Pdf) -> list[pikepdf.Object]:
    fonts = list(pdf.pages[0].Resources.Font.values())
    assert fonts
    return fonts


def embedding(pdf: Pdf) -> None:
    for font in each_font(pdf):
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def masked_font(pdf: Pdf) -> None:
    helvetica = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    mask = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    mask.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Own=helvetica))
    masked = pikepdf.Dictionary(S=pikepdf.Name.Luminosity, G=pdf.make_indirect(mask))
    pdf.pages[0].Resources.ExtGState = pikepdf.Dictionary(Own=pikepdf.Dictionary(SMask=masked))


def family(pdf: Pdf) -> None:
    for font in each_font(pdf):
        font.BaseFont = pikepdf.Name("/ABCDEF+DejaVu-Sans")


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def attachment(pdf: Pdf) -> None:
    pdf.attachments["passwd"] = b"secret"


def page_action(pdf: Pdf) -> None:
    pdf.pages[1].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1")))


# Titles, tags and links


def first_link(pdf: Pdf) -> pikepdf.Object:
    return next(note for page in pdf.pages for note in page.get("/Annots", []))


def link(pdf: Pdf) -> None:
    first_link(pdf).A.URI = pikepdf.String("https://example.com/elsewhere")


def note(pdf: Pdf) -> None:
    first_link(pdf).Subtype = pikepdf.Name.FreeText


def launch(pdf: Pdf) -> None:
    first_link(pdf).A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))


def link_words(pdf: Pdf) -> None:
    del first_link(pdf)["/Contents"]


def paper_link(pdf: Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org"))
    made = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[10, 10, 90, 90], A=action)
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(made)])


def title(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "Untitled"


def title_bar(pdf: Pdf) -> None:
    del pdf.Root["/ViewerPreferences"]


def language(pdf: Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("fr")


def claim(pdf: Pdf) -> None:
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"pdfuaid:part", b"pdfuaid:parts"))


def tags(pdf: Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def figures(pdf: Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure":
            del thing["/Alt"]


# What is drawn


def paint(pdf: Pdf, page: int, operators: bytes) -> None:
    pdf.pages[page].contents_add(b"q", prepend=True)  # the page's own content turns the axes and leaves them so
    pdf.pages[page].contents_add(b"Q q " + operators + b" Q")


def codes(pdf: Pdf) -> None:
    paint(pdf, 1, b"1 1 1 rg 150 300 150 300 re f")


def words(pdf: Pdf) -> None:
    for page in pdf.pages:
        del page.Contents


def quiet_zone(pdf: Pdf) -> None:
    with raster.open_pages(finished(FORM, "screen")) as document:
        image = raster.draw_page(document[1], 72).convert("L")
        code = pyzbar.decode(raster.draw_page(document[1], 288))[0].rect
    x, y = (code.left + code.width) / 4, image.height - code.top / 4
    paint(pdf, 1, f"0 0 0 rg {x + 1:.1f} {y - code.height / 4:.1f} 3 {code.height / 4:.1f} re f".encode())


def resolution(pdf: Pdf) -> None:
    picture = pdf.make_stream(bytes(100))
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = 10, 10, 8
    picture.ColorSpace = pikepdf.Name.DeviceGray
    pdf.pages[0].Resources.XObject["/Coarse"] = picture
    paint(pdf, 0, b"72 0 0 72 20 20 cm /Coarse Do")


def edge(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 0 rg 3 100 10 10 re f")


def toner(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"0.5 g 20 20 300 500 re f")


def grey_words(pdf: Pdf) -> None:
    form = pdf.pages[0].Resources.XObject.P0
    form.write(form.read_bytes().replace(b"\n0 g ", b"\n0.102 0.098 0.09 rg "))


SCREEN_WAYS: list[tuple[Spoil, str]] = [
    (count, "page-count"),
    (size, "page-size"),
    (boxes, "page-boxes"),
    (bleeds, "page-boxes"),
    (rotation, "page-turned"),
    (inherited_rotation, "page-turned"),
    (scale, "page-scaled"),
    (embedding, "font-not-embedded"),
    (badpress.digits_blank, "font-damaged"),
    (masked_font, "font-not-embedded"),
    (family, "font-unknown"),
    (script, "file-active"),
    (attachment, "file-active"),
    (page_action, "file-active"),
    (launch, "file-active"),
    (link, "link-unexpected"),
    (note, "link-unexpected"),
    (link_words, "link-silent"),
    (title, "title-missing"),
    (title_bar, "title-missing"),
    (language, "language-missing"),
    (claim, "tags-missing"),
    (tags, "tags-missing"),
    (figures, "figure-silent"),
    (codes, "qr-unreadable"),
    (quiet_zone, "qr-flawed"),
    (resolution, "picture-coarse"),
    (words, "imprint-incomplete"),
    (words, "number-scrambled"),
]
OFFICE_WAYS: list[tuple[Spoil, str]] = [
    (edge, "ink-at-edge"),
    (toner, "toner-heavy"),
    (grey_words, "text-not-black"),
    (paper_link, "link-unexpected"),
    (rotation, "page-turned"),
    (bleeds, "page-boxes"),
]
