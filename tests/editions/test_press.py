# SPDX-License-Identifier: MIT
"""Press editions: what a printer gets lies right, is in inks, says what it is, and keeps nothing for screens."""

from __future__ import annotations

import base64
import datetime
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest
import small
from making import Bench
from PIL import Image

from leaflets.build.project import open_project
from leaflets.build.selection import Selection, select
from leaflets.content.formats import shipped_formats
from leaflets.content.model import PressSettings, Project, layouts_of
from leaflets.core.colour import Palette
from leaflets.core.edition import Edition
from leaflets.core.formats import MM_PER_INCH, points
from leaflets.core.problems import ProblemsFound
from leaflets.editions.output_intent import read_intent
from leaflets.editions.pictures import Converter
from leaflets.editions.press import PressSetup, finish_press
from leaflets.editions.slug import MARK_END, SLUG_MM, Slug
from leaflets.layout.composed import Composed
from leaflets.preflight import raster
from leaflets.preflight.check import inspect
from leaflets.preflight.expected import expect, expect_press

DIGEST = "0123456789abcdef" * 4
SPACE_OPERATORS = re.compile(rb"(?:^|\s)(rg|RG|g|G|sc|SC|scn|SCN|cs|CS|sh|ri)(?=\s|$)")
GROUND = "bleed plain__ground"


@cache
def press() -> PressSetup:
    return PressSetup(Palette.of(small.project().palette), Converter(read_intent(PressSettings(), small.resources())))


def slug_of(composed: Composed, warning: str = "") -> Slug:
    layout = composed.layout
    return Slug(f"{layout.id}.press", layout.code, "1.0", "English", "2026-11-23", DIGEST, "FOGRA39", warning)


def finish(composed: Composed, *, direction: str = "ltr", warning: str = "") -> bytes:
    rendered = small.renderer().render(composed)
    composed = replace(composed, language=replace(composed.language, direction=direction))
    font = small.languages().fonts["Atkinson Hyperlegible"].path(400)
    return finish_press(rendered, composed, press=press(), slug=slug_of(composed, warning), font=font)


@cache
def pressed(form: str, warning: str = "") -> bytes:
    return finish(small.composed(form), warning=warning)


def streams(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """Yield every content stream of a file: of pages, forms, patterns."""
    for number, page in enumerate(pdf.pages, start=1):
        page.contents_coalesce()
        yield f"page {number}", page.Contents.read_bytes()
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and (item.get("/Subtype") == "/Form" or "/PatternType" in item):
            yield str(item.objgen), item.read_bytes()


def drawn(pdf: bytes, dpi: int = 50) -> list[Image.Image]:
    with raster.open_pages(pdf) as document:
        return [raster.draw_page(page, dpi) for page in document]


def text_of(pdf: bytes) -> list[str]:
    with raster.open_pages(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


# Where everything lies


@pytest.mark.parametrize("form", small.FORMATS)
def test_boxes_are_exact_and_leave_room_for_marks(form: str) -> None:
    faces = shipped_formats()[form].pages("press", "ltr")
    with pikepdf.open(io.BytesIO(pressed(form))) as pdf:
        assert len(pdf.pages) == len(faces)
        for page, face in zip(pdf.pages, faces, strict=True):
            width, height = face.size
            whole = [0, 0, points(width + 2 * SLUG_MM), points(height + 2 * SLUG_MM)]
            for name, inset in (("/MediaBox", 0.0), ("/CropBox", 0.0), ("/BleedBox", 11.0), ("/TrimBox", 14.0)):
                d = points(inset)
                expected = [d, d, whole[2] - d, whole[3] - d]
                assert [float(value) for value in page[name]] == pytest.approx(expected, abs=0.002), name
            assert "/Rotate" not in page and "/UserUnit" not in page and "/ArtBox" not in page


def test_each_format_has_the_pages_that_a_printer_expects() -> None:
    names = {form: [face.name for face in shipped_formats()[form].pages("press", "ltr")] for form in small.FORMATS}
    assert names["trifold-dl"] == ["outside", "inside"]
    assert names["poster-a3"] == ["one side"]
    assert names["booklet-a5"] == ["page 1", "page 2", "page 3", "page 4"]
    assert names["card-wallet"] == ["front", "back"]


@cache
def painted(form: str) -> Composed:
    """Return the layout with each panel in a colour of the palette."""
    composed = small.composed(form)
    colours = ("petrol", "sun", "signal", "petrol-mid", "grey", "rule")
    css = "\n".join(
        f"@page {panel.name} {{ background: {small.project().palette[colour].rgb} }}"
        for panel, colour in zip(composed.format.panels, colours, strict=False)
    )
    return replace(small.with_css(form, css), html=composed.html.replace(GROUND, "none"))


def changes(image: Image.Image, row: int) -> list[float]:
    """Return where along a row the colour changes, in mm from the left."""
    pixels = [image.getpixel((x, row)) for x in range(image.width)]
    dpi = image.width / (297 + 2 * SLUG_MM) * MM_PER_INCH
    return [x / dpi * MM_PER_INCH for x in range(1, len(pixels)) if differ(pixels[x - 1], pixels[x])]


def differ(one: object, other: object) -> bool:
    return any(abs(a - b) > 24 for a, b in zip(one, other, strict=True))  # type: ignore[call-overload]


def test_folds_of_front_and_back_lie_on_each_other_within_a_fifth_of_a_millimetre() -> None:
    outside, inside = drawn(finish(painted("trifold-dl")), 300)
    row = int(outside.height * 0.62)
    front, back = changes(outside, row), changes(inside, row)
    seen = [11.0, 14 + 97, 14 + 197, 14 + 297 + 3]
    assert front == pytest.approx(seen, abs=0.2), "bleed, fold, fold, bleed"
    mirrored = sorted(297 + 2 * SLUG_MM - x for x in back)
    assert mirrored == pytest.approx(front, abs=0.2)


def test_fold_marks_stand_at_the_folds_on_both_sides() -> None:
    faces = shipped_formats()["trifold-dl"].pages("press", "ltr")
    assert [len(face.folds) for face in faces] == [2, 2]
    for image, face in zip(drawn(pressed("trifold-dl"), 300), faces, strict=True):
        per_mm = 300 / MM_PER_INCH
        for fold in face.folds:
            x = (SLUG_MM + fold) * per_mm
            for y in (SLUG_MM - 4.5, SLUG_MM + 210 + 4.5):
                band = image.crop((int(x - 3), int(y * per_mm), int(x + 4), int((y + 1) * per_mm))).convert("L")
                assert band.getextrema()[0] < 160, f"{face.name}: no mark at {fold} mm"


def test_a_language_from_right_to_left_folds_the_other_way() -> None:
    pages = shipped_formats()["trifold-dl"].pages("press", "rtl")
    assert [[panel.name for panel in page.panels] for page in pages] == [
        ["cover", "back", "flap"],
        ["inside-3", "inside-2", "inside-1"],
    ]
    outside, _ = drawn(finish(painted("trifold-dl"), direction="rtl"))
    row = int(outside.height * 0.62)
    assert changes(outside, row) == pytest.approx([11, 14 + 100, 14 + 200, 14 + 300], abs=1)


@cache
def painted_pages(form: str, dpi: int = 200) -> list[Image.Image]:
    return drawn(finish(painted(form)), dpi)


def frame(image: Image.Image, outer: float, inner: float, dpi: int = 200) -> list[Image.Image]:
    """Return the four bands of a frame that lies between two distances from the edge of the sheet, in mm."""
    width, height = (side / dpi * MM_PER_INCH for side in image.size)
    bands = (
        (outer, outer, width - outer, inner),
        (outer, height - inner, width - outer, height - outer),
        (outer, outer, inner, height - outer),
        (width - inner, outer, width - outer, height - outer),
    )
    boxes = [tuple(round(value / MM_PER_INCH * dpi) for value in band) for band in bands]
    return [image.crop(box) for box in boxes]  # type: ignore[arg-type]


@pytest.mark.parametrize("form", small.FORMATS)
def test_colour_fills_the_bleed_on_every_edge(form: str) -> None:
    for image in painted_pages(form):
        for band in frame(image, SLUG_MM - 2.8, SLUG_MM - 0.2):
            assert all(pixel != (255, 255, 255) for _, pixel in band.getcolors(1 << 24) or ())


@pytest.mark.parametrize("form", small.FORMATS)
def test_marks_keep_clear_of_the_bleed(form: str) -> None:
    """A frame of 0.8 mm around the bleed is empty paper on every page."""
    for image in painted_pages(form):
        for band in frame(image, SLUG_MM - 3.9, SLUG_MM - 3.1):
            assert band.convert("L").getextrema()[0] > 250


def test_a_wider_bleed_is_drawn_and_said() -> None:
    found = small.project()
    wider = found.model_copy(
        update={"publisher": found.publisher.model_copy(update={"press": PressSettings(bleed_mm=5)})}
    )
    from leaflets.layout.compose import compose

    layout = small.composed("card-wallet").layout
    composed = compose(layout, wider, resources=small.resources(), languages=small.languages())
    pdf = finish(composed)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        left = float(opened.pages[0].BleedBox[0])
        assert left == pytest.approx(points(SLUG_MM - 5), abs=0.002)
    front = drawn(pdf, 100)[0]
    assert front.getpixel((int((SLUG_MM - 4.6) / MM_PER_INCH * 100), front.height // 2)) != (255, 255, 255)
    assert MARK_END > 5 + 1


# Inks


@pytest.mark.parametrize("form", small.FORMATS)
def test_every_stream_speaks_of_inks_only(form: str) -> None:
    looked_at = 0
    with pikepdf.open(io.BytesIO(pressed(form))) as pdf:
        for name, content in streams(pdf):
            looked_at += 1
            assert not SPACE_OPERATORS.search(content), f"{name}: {SPACE_OPERATORS.search(content)}"
            assert b"BDC" not in content and b"BMC" not in content
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                assert not {"/ColorSpace", "/Shading", "/Group", "/Annots", "/SMask", "/A"} & set(item.keys())
                assert item.get("/ca", 1) == 1 and item.get("/CA", 1) == 1
    assert looked_at >= 2 * len(shipped_formats()[form].pages("press", "ltr"))


@pytest.mark.parametrize("form", small.FORMATS)
def test_nothing_for_screens_is_left(form: str) -> None:
    with pikepdf.open(io.BytesIO(pressed(form))) as pdf:
        assert not {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/AcroForm", "/Names", "/OpenAction", "/AA"} & set(
            pdf.Root.keys()
        )
        assert all("/Annots" not in page and "/StructParents" not in page for page in pdf.pages)
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        named = [str(font.BaseFont) for font in fonts]
        assert named and all(re.match(r"/[A-Z]{6}\+", name) for name in named), named
        described = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
        assert described and all("/FontFile2" in item or "/FontFile3" in item for item in described)


REFUSED = {
    "a gradient": ("background: linear-gradient(#005d7d, #ffffff)", {"gradient"}),
    "a soft shadow": ("box-shadow: 0 0 4mm #000000", {"gradient", "transparent", "colour-not-in-palette"}),
    "half opacity": ("opacity: 0.5", {"transparent"}),
    "a see-through colour": ("background: rgb(0 93 125 / 40%)", {"transparent"}),
    "a colour by chance": ("background: #123456", {"colour-not-in-palette"}),
    "a named colour": ("color: rebeccapurple", {"colour-not-in-palette"}),
    "a grey by chance": ("border: 1mm solid gray", {"colour-not-in-palette"}),
    "a colour of another space": ("background: lab(50 20 20)", {"colour-space"}),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_press_cannot_print_is_refused_by_name(what: str) -> None:
    css, slugs = REFUSED[what]
    composed = small.with_css("card-dl", f".plain__title {{ {css} }}")
    with pytest.raises(ProblemsFound) as found:
        finish(composed)
    problems = found.value.problems
    assert problems and {problem.slug for problem in problems} <= slugs
    assert all(problem.where == "everything.card-dl.en, panel front" and problem.hint for problem in problems)


def test_flat_shadows_and_transparent_borders_pass() -> None:
    css = ".plain__title { box-shadow: 1mm 1mm 0 #005d7d; border: 1mm solid transparent; border-top-color: #ffffff }"
    assert finish(small.with_css("card-dl", css))


def data_url(pixels: Image.Image, kind: str = "PNG") -> str:
    out = io.BytesIO()
    pixels.save(out, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(out.getvalue()).decode()}"


def with_picture(pixels: Image.Image, kind: str = "PNG") -> bytes:
    image = f'<img alt="A logo" style="width: 10mm; height: 10mm" src="{data_url(pixels, kind)}">'
    return finish(small.with_html("card-dl", "<h1", f"{image}<h1"))


def pictures_in(pdf: bytes) -> tuple[list[pikepdf.Stream], list[pikepdf.Page], pikepdf.Pdf]:
    opened = pikepdf.open(io.BytesIO(pdf))
    found = [item for item in opened.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
    return found, list(opened.pages), opened


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_in_the_colours_of_a_screen_is_converted(kind: str) -> None:
    pictures, pages, _ = pictures_in(with_picture(Image.new("RGB", (120, 120), (202, 1, 26)), kind))
    assert [str(picture.ColorSpace) for picture in pictures] == ["/DeviceCMYK"]
    assert all("/Group" not in page for page in pages)


def test_a_logo_in_grey_prints_in_black_alone() -> None:
    pictures, _, _ = pictures_in(with_picture(Image.new("L", (120, 120), 90)))
    assert [str(picture.ColorSpace) for picture in pictures] == ["/DeviceGray"]


def test_a_logo_with_soft_edges_blends_in_inks() -> None:
    pixels = Image.new("RGBA", (120, 120), (202, 1, 26, 255))
    pixels.paste((202, 1, 26, 0), (0, 0, 60, 120))
    pictures, pages, _ = pictures_in(with_picture(pixels))
    assert sorted(str(picture.ColorSpace) for picture in pictures) == ["/DeviceCMYK", "/DeviceGray"]
    assert str(pages[0].Group.CS) == "/DeviceCMYK" and "/Group" not in pages[1]


def test_a_mask_that_hides_nothing_goes() -> None:
    pictures, pages, _ = pictures_in(with_picture(Image.new("RGBA", (120, 120), (202, 1, 26, 255))))
    assert len(pictures) == 1 and "/SMask" not in pictures[0] and "/Group" not in pages[0]


# What the file says


def test_the_file_says_that_it_is_pdf_x_4_and_for_which_press() -> None:
    with pikepdf.open(io.BytesIO(pressed("card-dl"))) as pdf:
        assert pdf.pdf_version == "1.6"
        (intent,) = pdf.Root.OutputIntents
        said = {name: str(intent[name]) for name in ("/S", "/OutputConditionIdentifier", "/RegistryName")}
        assert said == {
            "/S": "/GTS_PDFX",
            "/OutputConditionIdentifier": "FOGRA39",
            "/RegistryName": "http://www.color.org",
        }
        assert str(intent.OutputCondition) and str(intent.Info)
        assert intent.DestOutputProfile.read_bytes() == press().intent.profile
        assert intent.DestOutputProfile.N == 4
        with pdf.open_metadata() as metadata:
            assert metadata["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
            assert metadata["pdf:Trapped"] == "False"
            assert metadata["xmpMM:RenditionClass"] == "default" and metadata["xmpMM:VersionID"] == "1"
            assert metadata["xmpMM:DocumentID"].startswith("uuid:")
            dates = {metadata[f"xmp:{name}Date"] for name in ("Create", "Modify", "Metadata")}
        assert dates == {"2026-11-23"} and str(pdf.docinfo["/CreationDate"]).startswith("D:20261123")
        assert pdf.docinfo["/Trapped"] == pikepdf.Name("/False")


@pytest.mark.parametrize("form", small.FORMATS)
def test_the_slug_line_leads_from_the_paper_to_the_file(form: str) -> None:
    faces = shipped_formats()[form].pages("press", "ltr")
    for text, face in zip(text_of(pressed(form)), faces, strict=True):
        code = small.composed(form).layout.code
        for words in (f"{code} version 1.0", f".{form}.en.press", "English", face.name, "issued 2026-11-23"):
            assert words in text
        assert DIGEST[:12] in text and DIGEST[:13] not in text and "FOGRA39" in text and "PROOF" not in text


@pytest.mark.parametrize("form", small.FORMATS)
def test_slug_and_warning_stand_outside_the_bleed_and_on_the_sheet(form: str) -> None:
    warning = "PROOF: 15 facts not verified: not for print run"
    with raster.open_pages(finish(small.composed(form), warning=warning)) as document:
        for page in document:
            words = page.get_textpage()
            for sought, below in ((warning[:5], False), (DIGEST[:12], True)):
                index, count = words.search(sought).get_next()
                box = [words.get_charbox(index + i) for i in range(count)]
                limit = points(SLUG_MM - 3)
                if below:
                    assert max(top for _, _, _, top in box) < limit and min(bottom for _, bottom, _, _ in box) > 2
                else:
                    assert min(bottom for _, bottom, _, _ in box) > page.get_height() - limit
                assert max(right for _, _, right, _ in box) < page.get_width() - points(SLUG_MM)


@pytest.mark.parametrize("form", small.FORMATS)
def test_the_same_layout_gives_the_same_bytes(form: str) -> None:
    assert finish(small.composed(form)) == pressed(form)


def test_another_edition_has_another_identity() -> None:
    def identity(pdf: bytes) -> str:
        with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
            return str(metadata["xmpMM:DocumentID"])

    assert len({identity(pressed(form)) for form in small.FORMATS}) == len(small.FORMATS)


@pytest.mark.parametrize("form", small.FORMATS)
def test_our_own_preflight_finds_nothing(form: str) -> None:
    composed = small.composed(form)
    press = expect_press(composed, words=(composed.layout.code, "1.0"))
    verdicts = inspect(pressed(form), expect(composed, "press", where="test", press=press)).verdicts
    assert not [verdict for verdict in verdicts if verdict.status in ("fail", "not-run")]


# Proofs


def make_card(folder: Path, today: str = "2026-11-23") -> dict[str, dict[str, str]]:
    """Make the wallet card and return the manifest's entry for each purpose; the press file is kept in the folder."""
    day = datetime.date.fromisoformat(today)
    project = open_project(folder, today=day).project
    layout = next(layout for layout in layouts_of(project) if layout.format == "card-wallet")
    outcome = Bench(folder, project, day).make(layout, ("screen", "press"))
    assert not outcome.fault and not outcome.exit_code, outcome
    (folder / "press.pdf").write_bytes(outcome.files[Edition(layout, "press").path])
    return {entry["purpose"]: entry for entry in outcome.entries}


def laid_out_project() -> Project:
    """The small project; in the tests below `small` is the folder of a copy."""
    return small.project()


def state_of(folder: Path, today: str = "2026-11-23") -> str:
    return make_card(folder, today)["press"]["state"]


def press_text(folder: Path) -> str:
    return "".join(text_of((folder / "press.pdf").read_bytes()))


def edit(folder: Path, old: str, new: str) -> None:
    data = folder / "data.yaml"
    text = data.read_text(encoding="utf-8")
    assert old in text
    data.write_text(text.replace(old, new), encoding="utf-8")


def test_a_press_edition_with_unverified_facts_is_a_proof_and_says_so(small: Path) -> None:
    made = make_card(small)
    assert (made["screen"]["state"], made["press"]["state"]) == ("final", "proof")
    assert re.search(r"PROOF: \d facts not verified: not for print run", press_text(small))


def test_verified_facts_make_it_final_until_they_are_overdue(small: Path) -> None:
    edit(
        small, "made up for tests, review_by", "made up for tests, verified: 2026-11-01, verified_by: Tester, review_by"
    )
    assert state_of(small) == "final"
    assert "PROOF" not in press_text(small)
    assert state_of(small, "2027-05-22") == "final"
    assert state_of(small, "2027-05-23") == "proof"


def test_facts_accepted_by_name_make_it_final(small: Path) -> None:
    names = [fact["id"] for fact in make_card(small)["press"]["facts"]]  # type: ignore[index]
    edit(small, "publisher:\n", f"publisher:\n  accept_unverified: [{', '.join(names[1:])}]\n")
    assert state_of(small) == "proof"
    assert "PROOF: 1 fact not verified" in press_text(small)
    edit(small, "accept_unverified: [", f"accept_unverified: [{names[0]}, ")
    assert state_of(small) == "final"


def test_a_draft_never_goes_to_press() -> None:
    jobs = select(laid_out_project(), Selection(), draft=True)
    assert jobs and all(job.purposes and "press" not in job.purposes for job in jobs)
    with pytest.raises(ProblemsFound, match="No purpose matches 'press'"):
        select(laid_out_project(), Selection(purpose=("press",)), draft=True)


def test_other_inks_make_another_edition(small: Path) -> None:
    before = make_card(small)
    edit(small, "cmyk: [85, 20, 0, 55]", "cmyk: [80, 20, 0, 55]")
    after = make_card(small)
    assert before["press"]["digest"] != after["press"]["digest"]
    assert before["screen"]["digest"] == after["screen"]["digest"]
