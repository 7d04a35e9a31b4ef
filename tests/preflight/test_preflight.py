# SPDX-License-Identifier: MIT
"""Preflight: a good file passes; each check is shown a file that it must refuse."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
import small
from PIL import Image, ImageChops
from pyzbar import pyzbar

from leaflets.build.recipes import expectations
from leaflets.core.edition import Edition, Purpose
from leaflets.editions.office import office
from leaflets.editions.screen import finish_screen
from leaflets.layout.composed import Composed
from leaflets.preflight import raster
from leaflets.preflight.check import check_file, inspect
from leaflets.preflight.expected import Expected

FORM = "card-dl"


@cache
def finished(form: str, purpose: Purpose) -> bytes:
    make = finish_screen if purpose == "screen" else office
    return make(small.laid_out(form).rendered, small.composed(form), version="1.0")


def expected(form: str, purpose: Purpose) -> Expected:
    composed = small.composed(form)
    return expectations(Edition(composed.layout, purpose), small.project(), composed)


def errors(pdf: bytes, wanted: Expected) -> set[str]:
    return {problem.slug for problem in check_file(pdf, wanted) if problem.severity == "error"}


@pytest.mark.parametrize("purpose", ["screen", "office"])
@pytest.mark.parametrize("form", small.FORMATS)
def test_a_good_file_has_no_problem(form: str, purpose: Purpose) -> None:
    inspection = inspect(finished(form, purpose), expected(form, purpose))
    assert [str(problem) for problem in inspection.problems if problem.severity == "error"] == []
    assert {code.text for code in inspection.codes} == {code.url for code in small.composed(form).codes}
    assert len(inspection.pages) == (len(small.composed(form).format.panels) if purpose == "screen" else 0)


@pytest.mark.parametrize("form", small.FORMATS)
def test_previews_are_whole_pages_and_small(form: str) -> None:
    paper = small.composed(form).format
    pages = inspect(finished(form, "screen"), expected(form, "screen")).pages
    for page, panel in zip(pages, paper.panels, strict=True):
        assert page.mode == "RGB" and max(page.size) <= raster.PREVIEW_PIXELS
        assert page.width / page.height == pytest.approx(panel.width / paper.height, rel=0.01)


def test_grey_pages_show_what_coloured_ones_do() -> None:
    with raster.open_pages(finished("poster-a4", "screen")) as document:
        page, grey = raster.draw_page(document[0]), raster.draw_grey(document[0])
    assert (page.mode, grey.mode) == ("RGB", "L") and page.size == grey.size
    assert raster.read_codes(page, 1) == raster.read_codes(grey, 1) != []
    # Letters may stand half a dot aside; surfaces do not differ.
    cells = [image.convert("L").reduce(20) for image in (page, grey)]
    assert ImageChops.difference(*cells).getextrema()[1] <= 12


@pytest.mark.parametrize("form", small.FORMATS)
def test_a_second_decoder_reads_every_code_too(form: str) -> None:
    read = set()
    with raster.open_pages(finished(form, "screen")) as document:
        for page in document:
            read |= {code.data.decode() for code in pyzbar.decode(raster.draw_page(page, 300))}
    assert read == {code.url for code in small.composed(form).codes}


# Spoiled structure


def spoil_count(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def spoil_size(pdf: pikepdf.Pdf) -> None:
    for name in ("/MediaBox", "/CropBox", "/TrimBox"):
        pdf.pages[0][name] = pikepdf.Array([0, 0, 282, 595.276])


def spoil_boxes(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = pikepdf.Array([-9, -9, 300, 610])


def spoil_rotation(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Rotate = 90


def each_font(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    fonts = list(pdf.pages[0].Resources.Font.values())
    assert fonts
    return fonts


def spoil_embedding(pdf: pikepdf.Pdf) -> None:
    for font in each_font(pdf):
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def spoil_family(pdf: pikepdf.Pdf) -> None:
    for font in each_font(pdf):
        font.BaseFont = pikepdf.Name("/ABCDEF+DejaVu-Sans")


def spoil_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def spoil_attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["passwd"] = b"secret"


def first_link(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(note for page in pdf.pages for note in page.get("/Annots", []))


def spoil_link(pdf: pikepdf.Pdf) -> None:
    first_link(pdf).A.URI = pikepdf.String("https://example.com/elsewhere")


def spoil_launch(pdf: pikepdf.Pdf) -> None:
    first_link(pdf).A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))


def spoil_link_words(pdf: pikepdf.Pdf) -> None:
    del first_link(pdf)["/Contents"]


def spoil_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Untitled"


def spoil_title_bar(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/ViewerPreferences"]


def spoil_language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("fr")


def spoil_claim(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"pdfuaid:part", b"pdfuaid:parts"))


def spoil_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def spoil_figures(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure":
            del thing["/Alt"]


def paint(pdf: pikepdf.Pdf, page: int, operators: bytes) -> None:
    pdf.pages[page].contents_add(b"q", prepend=True)  # the page's own content turns the axes and leaves them so
    pdf.pages[page].contents_add(b"Q q " + operators + b" Q")


def spoil_codes(pdf: pikepdf.Pdf) -> None:
    paint(pdf, 1, b"1 1 1 rg 150 300 150 300 re f")


def spoil_quiet_zone(pdf: pikepdf.Pdf) -> None:
    with raster.open_pages(finished(FORM, "screen")) as document:
        image = raster.draw_page(document[1], 72).convert("L")
        code = pyzbar.decode(raster.draw_page(document[1], 288))[0].rect
    x, y = (code.left + code.width) / 4, image.height - code.top / 4
    paint(pdf, 1, f"0 0 0 rg {x + 1:.1f} {y - code.height / 4:.1f} 3 {code.height / 4:.1f} re f".encode())


def spoil_resolution(pdf: pikepdf.Pdf) -> None:
    picture = pdf.make_stream(bytes(100))
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = 10, 10, 8
    picture.ColorSpace = pikepdf.Name.DeviceGray
    pdf.pages[0].Resources.XObject["/Coarse"] = picture
    paint(pdf, 0, b"72 0 0 72 20 20 cm /Coarse Do")


SPOILS: list[tuple[Callable[[pikepdf.Pdf], None], str]] = [
    (spoil_count, "page-count"),
    (spoil_size, "page-size"),
    (spoil_boxes, "page-boxes"),
    (spoil_rotation, "page-boxes"),
    (spoil_embedding, "font-not-embedded"),
    (spoil_family, "font-unknown"),
    (spoil_script, "file-active"),
    (spoil_attachment, "file-active"),
    (spoil_link, "link-unexpected"),
    (spoil_launch, "file-active"),
    (spoil_link_words, "link-silent"),
    (spoil_title, "title-missing"),
    (spoil_title_bar, "title-missing"),
    (spoil_language, "language-missing"),
    (spoil_claim, "tags-missing"),
    (spoil_tags, "tags-missing"),
    (spoil_figures, "figure-silent"),
    (spoil_codes, "qr-unreadable"),
    (spoil_quiet_zone, "qr-flawed"),
    (spoil_resolution, "picture-coarse"),
]


@pytest.mark.parametrize(("spoil", "slug"), SPOILS, ids=[spoil.__name__ for spoil, _ in SPOILS])
def test_a_spoiled_file_is_refused(spoil: Callable[[pikepdf.Pdf], None], slug: str) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(finished(FORM, "screen"))) as pdf:
        spoil(pdf)
        pdf.save(out)
    assert slug in errors(out.getvalue(), expected(FORM, "screen"))


def test_a_broken_file_is_a_problem_and_no_traceback() -> None:
    assert errors(b"%PDF-1.7\nnothing", expected(FORM, "screen")) == {"file-broken"}
    assert errors(finished(FORM, "screen")[:3000], expected(FORM, "screen"))


def test_ink_at_the_edge_of_an_office_sheet_is_found() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(finished(FORM, "office"))) as pdf:
        pdf.pages[0].contents_add(b"0 0 0 rg 3 100 10 10 re f")
        pdf.save(out)
    assert errors(out.getvalue(), expected(FORM, "office")) == {"ink-at-edge"}


def test_a_link_on_paper_is_found() -> None:
    slugs = errors(finished(FORM, "screen"), replace(expected(FORM, "screen"), purpose="office"))
    assert {"link-unexpected", "page-size"} <= slugs


# Spoiled words and codes


def finish(composed: Composed) -> bytes:
    return finish_screen(small.renderer().render(composed), composed, version="1.0")


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ("EX-01", "EX-10", "imprint-incomplete"),
        ("23 November 2026", "24 November 2026", "imprint-incomplete"),
        ("0808\u00a0157\u00a00001", "0001\u00a0157\u00a00808", "number-scrambled"),
    ],
)
def test_words_that_every_edition_must_carry_are_missed(old: str, new: str, slug: str) -> None:
    assert slug in errors(finish(small.with_html(FORM, old, new)), expected(FORM, "screen"))


def test_a_code_that_leads_elsewhere_is_found() -> None:
    wanted = expected(FORM, "screen")
    codes = tuple(replace(code, url=code.url + "/other") for code in wanted.composed.codes)
    wanted = replace(wanted, composed=replace(wanted.composed, codes=codes))
    assert {"qr-unreadable", "qr-unexpected"} <= errors(finished(FORM, "screen"), wanted)


def test_a_code_is_measured_and_not_believed() -> None:
    composed = small.with_html(FORM, 'width="17mm" height="17mm"', 'width="13mm" height="13mm"')
    assert "qr-scaled" in errors(finish(composed), expected(FORM, "screen"))


@pytest.mark.parametrize(("module", "severity"), [(0.39, "error"), (0.45, "warning")])
def test_a_code_that_is_hard_to_scan_is_named(module: float, severity: str) -> None:
    wanted = expected(FORM, "screen")
    codes = tuple(replace(code, module_mm=module) for code in wanted.composed.codes)
    problems = check_file(finished(FORM, "screen"), replace(wanted, composed=replace(wanted.composed, codes=codes)))
    assert {problem.severity for problem in problems if problem.slug == "qr-too-small"} == {severity}


@pytest.mark.parametrize(
    ("fills", "slug"), [(("#ffffff", "#000000"), "qr-flawed"), (("#000000", "#ffffff"), "qr-unreadable")]
)
def test_a_pale_code_and_a_code_on_a_dark_ground_are_found(fills: tuple[str, str], slug: str) -> None:
    composed = small.composed(FORM)
    if slug == "qr-flawed":
        html = composed.html.replace('fill="#000000"', 'fill="#a0a0a0"')
    else:
        html = composed.html.replace('fill="#ffffff"', 'fill="#123456"').replace('fill="#000000"', 'fill="#ffffff"')
    assert slug in errors(finish(replace(composed, html=html)), expected(FORM, "screen"))


def test_a_code_that_a_poor_copier_loses_is_found() -> None:
    html = small.composed("poster-a4").html.replace('fill="#ffffff" d="M0', 'fill="#989898" d="M0')
    composed = replace(small.composed("poster-a4"), html=html)
    pdf = office(small.renderer().render(composed), composed, version="1.0")
    assert "qr-lost-in-copy" in errors(pdf, expected("poster-a4", "office"))


def test_a_bad_copy_is_black_and_white() -> None:
    image = Image.new("RGB", (200, 200), "#999999")
    assert raster.copy_badly(image).getextrema() in ((0, 0), (255, 255))
