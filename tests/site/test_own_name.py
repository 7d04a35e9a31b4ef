# SPDX-License-Identifier: MIT
"""A school's own name, put on a poster in a real browser: the copies of the command, and nothing leaves the page."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from browsing import look_for_barriers, open_browser
from hosted import TODAY, Hosted
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from test_site_browser import Visit

from leaflets.copies.run import FOLDER, CopyRequest, personalise

FIELDS = {
    "name": "name",
    "first": "line 1",
    "second": "line 2",
    "phone": "phone",
    "address": "web",
    "until": "valid until",
}
"""The fields of the form, and the columns of a list."""
PLACE = {
    "name": "St Mary’s C of E (VA) Primary School, Tŷ Coch",
    "first": "Tell: Mrs  Łucja Kowalska, room 12 ",
    "phone": "0161 496 0000",
    "address": "StMarys.Stockport.sch.uk/",
    "until": "2027-07-31",
}
PAGE = "p/es-02/{}/index.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


@pytest.fixture
def visit(browser: Browser, hosted: Hosted) -> Iterator[Visit]:
    """A telephone that reads the site from its disk and is not connected to anything."""
    found = Visit(browser, f"file://{hosted.site}/", width=320, has_touch=True, is_mobile=True, offline=True)
    yield found
    assert found.said == [] and found.left == []
    assert found.context.cookies() == []
    assert found.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    found.close()


def opened(visit: Visit, language: str = "en") -> Page:
    page = visit.go(PAGE.format(language))
    page.locator("#own-name summary").click()
    expect(page.locator("[data-picture]")).to_have_attribute("height", re.compile("[0-9]+"))
    return page


def fill(page: Page, place: dict[str, str], logo: Path | None = None) -> None:
    for name, text in place.items():
        page.locator(f"[name={name}]").fill(text)
    if logo:
        page.locator("[name=logo]").set_input_files(logo)


def made(page: Page) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that the form makes."""
    with page.expect_download() as download:
        page.locator("[data-copy] [type=submit]").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def copies_of(hosted: Hosted, edition: str, place: dict[str, str], logo: Path | None, folder: Path) -> bytes:
    """Return the copy that the command makes."""
    columns = [*FIELDS.values(), "logo"]
    cells = [place.get(field, "") for field in FIELDS] + [logo.name if logo else ""]
    rows = folder / "rows.csv"
    rows.write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in (columns, cells)), encoding="utf-8")
    request = CopyRequest(hosted.project, folder, hosted.dist, TODAY, [edition], rows, folder)
    results, _ = personalise(request, lambda *_: None)
    assert not results[0].refused, results[0].refused
    (file,) = (folder / FOLDER).rglob("*.pdf")
    return file.read_bytes()


def logo_in(folder: Path, kind: str) -> Path:
    """Write a logo: opaque or transparent PNG, baseline or progressive JPEG, WebP."""
    path = folder / f"logo.{'png' if 'png' in kind else kind.split()[-1]}"
    picture = Image.radial_gradient("L").resize((640, 400))
    if kind == "transparent png":
        picture = Image.merge("RGBA", (*Image.new("RGB", picture.size, "#a2216c").split(), picture))
    elif kind != "grey jpg":
        picture = Image.merge("RGB", (picture, Image.linear_gradient("L").resize(picture.size), picture))
    picture.save(path, progressive=kind == "progressive jpg") if "jpg" in kind else picture.save(path)
    return path


@pytest.mark.parametrize(
    ("language", "purpose", "kind"),
    [
        ("en", "screen", ""),
        ("en", "office", "opaque png"),
        ("ur", "screen", "transparent png"),
        ("ur", "office", "grey jpg"),
    ],
)
def test_the_form_makes_the_copy_of_the_command(
    visit: Visit, hosted: Hosted, language: str, purpose: str, kind: str, tmp_path: Path
) -> None:
    logo = logo_in(tmp_path, kind) if kind else None
    page, ending = opened(visit, language), "-print" if purpose == "office" else ""
    page.locator("[name=edition]").select_option(value=f"../../../slots/es-02-a4-{language}{ending}.js")
    fill(page, PLACE, logo)
    name, data = made(page)
    assert name == f"es-02-a4-{language}{ending}.st-marys-c-of-e-va-primary-school-ty-coch.pdf"
    assert data == copies_of(hosted, f"talk-to-someone.poster-a4.{language}.{purpose}", PLACE, logo, tmp_path)
    expect(page.locator("[data-made]")).to_contain_text(name)


@pytest.mark.parametrize("kind", ["progressive jpg", "webp"])
def test_a_logo_that_only_the_browser_can_decode_is_laid_on_white(visit: Visit, kind: str, tmp_path: Path) -> None:
    page = opened(visit)
    fill(page, PLACE, logo_in(tmp_path, kind))
    (tmp_path / "copy.pdf").write_bytes(made(page)[1])
    said = subprocess.run(["qpdf", "--check", tmp_path / "copy.pdf"], capture_output=True, text=True, check=False)
    assert said.returncode in (0, 3), said.stdout + said.stderr
    with pikepdf.open(tmp_path / "copy.pdf") as pdf:
        (logo,) = (one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image")
        assert (logo.Width, logo.Height, str(logo.Filter)) == (640, 400, "/RunLengthDecode")
        assert logo.read_bytes(pikepdf.StreamDecodeLevel.specialized)


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    page = visit.go(PAGE.format("en"))
    page.locator("#own-name summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-picture]")).to_have_attribute("height", re.compile("[0-9]+"))
    for words in ("", "Oak Hill School", "Tell: room 12"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".oak-hill-school.pdf")


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "", "Write the name."),
        ("name", "Школа 7", "These letters cannot be printed: Ш к о л а"),
        ("first", "room\u200b12", "These letters cannot be printed: U+200B"),
        ("second", "long " * 90, "Too long: "),
        ("address", "not an address", "This is not a web address."),
        ("address", "http://stmarys.sch.uk", "This is not a web address."),
        ("address", f"stmarys.sch.uk/{'a' * 120}", "characters fit."),
        ("logo", "not a picture", "This picture cannot be used."),
        ("logo", "small", "This picture has too few pixels."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(visit: Visit, field: str, text: str, said: str, tmp_path: Path) -> None:
    page = opened(visit)
    fill(page, PLACE)
    logo = tmp_path / "logo.png"
    logo.write_bytes(text.encode())
    if text == "small":
        Image.new("RGB", (40, 30)).save(logo)
    fill(page, {} if field == "logo" else {field: text}, logo if field == "logo" else None)
    page.locator("[data-copy] [type=submit]").click()
    error = page.locator(f"[data-error={field}]")
    expect(error).to_contain_text(said)
    wrong = page.locator(f"[name={field}]")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    assert error.get_attribute("id") in (wrong.get_attribute("aria-describedby") or "").split()
    assert error.get_attribute("aria-live") == "polite"


def test_a_text_that_is_corrected_makes_a_copy(visit: Visit) -> None:
    page = opened(visit)
    page.locator("[data-copy] [type=submit]").click()
    expect(page.locator("[data-error=name]")).to_have_text("Write the name.")
    fill(page, {"name": "Oak Hill School"})
    expect(page.locator("[data-error=name]")).to_be_empty()
    assert made(page)[0].endswith(".oak-hill-school.pdf")


@pytest.mark.parametrize(("address", "has_code"), [("oak.sch.uk", True), ("oak.example.com", False)])
def test_only_a_known_site_gets_a_code(visit: Visit, address: str, has_code: bool) -> None:
    page = opened(visit)
    fill(page, PLACE | {"address": address})
    with pikepdf.open(io.BytesIO(made(page)[1])) as pdf:
        slot = next(one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/PieceInfo" not in one
                    and b"1 0 0 1" in one.read_bytes() and b"/F700" in one.read_bytes())  # fmt: skip
        assert (b" re f Q" in slot.read_bytes()) == has_code


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_form_is_no_barrier(visit: Visit, language: str) -> None:
    page = opened(visit, language)
    fill(page, PLACE)
    page.locator("[name=first]").fill("Школа")
    expect(page.locator("[data-error=first]")).not_to_be_empty()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        look_for_barriers(page, "own name")
    for one in page.locator("#own-name :is(input, select, button, summary):visible").all():
        box = one.bounding_box()
        assert box and box["height"] >= 44 and box["width"] >= 44


def test_the_picture_shows_what_is_written(visit: Visit) -> None:
    page = opened(visit)
    shown = page.locator("[data-picture]").screenshot()
    fill(page, {"name": "Oak Hill School"})
    made(page)
    assert page.locator("[data-picture]").screenshot() != shown
    assert page.evaluate("[...document.fonts].map(one => one.status)") == ["loaded", "loaded"], "that of the edition"


def test_the_picture_is_the_same_on_a_page_from_right_to_left(visit: Visit) -> None:
    page = opened(visit, "ur")
    drawn = []
    for direction in ("rtl", "ltr"):
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        fill(page, PLACE)
        made(page)
        drawn.append(page.evaluate("document.querySelector('[data-picture]').toDataURL()"))
    assert drawn[0] == drawn[1]


def test_without_javascript_the_lines_are_to_be_written_on(browser: Browser, hosted: Hosted) -> None:
    visit = Visit(browser, f"file://{hosted.site}/", java_script_enabled=False)
    page = visit.go(PAGE.format("en"))
    page.locator("#own-name summary").click()
    expect(page.get_by_text("print the file and write on its lines")).to_be_visible()
    expect(page.locator("[data-copy]")).to_be_hidden()
    visit.close()


def test_nothing_is_loaded_before_it_is_wanted(browser: Browser, hosted: Hosted) -> None:
    visit, asked = Visit(browser, f"file://{hosted.site}/"), list[str]()
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.go(PAGE.format("en"))
    assert not [one for one in asked if "/slots/" in one]
    visit.page.locator("#own-name summary").click()
    expect(visit.page.locator("[data-picture]")).to_have_attribute("height", re.compile("[0-9]+"))
    assert sorted(one.rpartition("/")[2] for one in asked if "/slots/" in one) == ["all.js", "es-02-a4-en.js"]
    visit.close()
