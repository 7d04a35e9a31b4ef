# SPDX-License-Identifier: MIT
"""Formats of a project's own, in data.yaml alone: listed, built, packed, imposed, tiled and shown, without code."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from program import ROOT, run
from veracheck import verapdf

from leaflets.core.formats import POINTS_PER_MM

TODAY = "2026-11-23"
MM = 1 / POINTS_PER_MM
FORMATS = """
formats:
  banner-600:
    like: banner-850
    title: Small banner
    trim: [600, 1600]
    type_scale: 2.9
  sticker:
    like: label-63x38
    title: Sticker
    trim: [70, 42.3]
    pitch: [70, 42.3]
organisations:
"""
DATES = 'version: "1.0"\n    issued: 2026-11-23\n    review_by: 2027-05-22\n    settings: [school]\n    colour: violet'
TALK = "contacts:\n      talk: {organisation: helpline, purpose: Talk to us, link: parents}\n"
DO = ", ".join(
    f"step-{n}: Sit down together and ask who they meet when they are online and what they do" for n in "abcdefgh"
)
PUBLICATIONS = f"""\
publications:
  large:
    code: EX-03
    {DATES}
    audience: [parents]
    design: sheet
    formats: [sheet-a4]
    title: Safe online in large print
    summary: What every family can do.
    words:
      lead: Ask who they meet.
      say-heading: What to say
      say: {{show: Will you show me?}}
      content-heading: What they see
      contact-heading: Who contacts them
      conduct-heading: What they do
      do-heading: What to do
      do: {{{DO}}}
      help-heading: Who helps
    {TALK}
  number-sticker:
    code: EX-04
    {DATES}
    audience: [parents]
    design: card
    formats: [sticker]
    title: Number sticker
    summary: A sticker with a number.
    words: {{headline: Call, lead: Call them., promise: We listen., back-heading: Help}}
    {TALK}
"""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own") / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "formats", folder)
    text = (folder / "data.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("\norganisations:\n", FORMATS),
        ("publications:\n", PUBLICATIONS),
        ("formats: [trifold-z, gatefold-a4, square-148, poster-a2]", "formats: [banner-600]"),
        ("languages: [en, ar]", "languages: [en]"),
        ("  accept_unprinted: [risks.grooming]\n", ""),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "data.yaml").write_text(text, encoding="utf-8")
    for words in (
        ["build"],
        ["print", "large", "--quantity", "50"],
        ["impose", "number-sticker.sticker.en"],
        ["tile", "sizes.banner-600.en", "--paper", "a3"],
        ["site"],
    ):
        done = run(*words, "--project", folder, "--today", TODAY, "--quiet")
        assert done.returncode == 0, done.stderr
    return folder / "dist"


def trims(path: Path) -> list[tuple[float, float]]:
    with pikepdf.open(path) as opened:
        boxes = [[float(value) / POINTS_PER_MM for value in page.trimbox] for page in opened.pages]
    return [(round(right - left, 1), round(top - bottom, 1)) for left, bottom, right, top in boxes]


def edition(dist: Path, name: str) -> Path:
    return dist / "pdf" / name.partition(".")[0] / f"{name}.pdf"


def test_each_has_the_files_that_make_sense_in_its_size(dist: Path) -> None:
    made = {path.name: trims(path) for path in (dist / "pdf").rglob("*.pdf")}
    pages = len(made["large.sheet-a4.en.screen.pdf"])
    assert pages >= 2
    assert made == {
        "sizes.banner-600.en.screen.pdf": [(600, 1600)],
        "sizes.banner-600.en.press.pdf": [(600, 1600)],
        "number-sticker.sticker.en.screen.pdf": [(210, 297)],
        "number-sticker.sticker.en.press.pdf": [(70, 42.3)],
        "number-sticker.sticker.en.office.pdf": [(210, 297)],
        **{f"large.sheet-a4.en.{purpose}.pdf": [(210, 297)] * pages for purpose in ("screen", "office", "press")},
    }
    entries = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))["editions"]
    assert {entry["pages"] for entry in entries if entry["publication"] == "large" and entry["kind"] == "pdf"} == {
        pages
    }


def test_the_sheet_for_the_screen_is_read_out_once_and_links_lie_on_their_label(dist: Path) -> None:
    path = edition(dist, "number-sticker.sticker.en.screen")
    (verdict,) = verapdf([path]).values()
    assert verdict.compliant, verdict.broken
    with pypdfium2.PdfDocument(path) as document:
        text = document[0].get_textpage()
        assert text.get_text_range().count("999") == 21
        label = [text.get_text_bounded(left=0, bottom=297 / MM - 45 / MM - 1, right=72 / MM, top=297 / MM)]
        assert label[0].count("999") == 1, "the first is at the top on the left"
    with pikepdf.open(path) as opened:
        (page,) = opened.pages
        assert page.Contents and "/Artifact BMC" in b"".join(part.read_bytes() for part in page.Contents).decode()
        rects = [[float(value) * MM for value in link.Rect] for link in page.Annots]
        assert rects and all(0 < x0 < x1 < 70 and 297 - 43 < y1 < y0 < 297 for x0, y0, x1, y1 in rects)
        assert opened.Root.ViewerPreferences.PrintScaling == pikepdf.Name("/None")


def test_a_sheet_of_labels_has_one_on_each_and_no_marks(dist: Path) -> None:
    with pypdfium2.PdfDocument(edition(dist, "number-sticker.sticker.en.office")) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert text.replace("\u00a0", " ").count("0808 157 0001") == 21
    with pikepdf.open(edition(dist, "number-sticker.sticker.en.office")) as opened:
        assert b" l S" not in opened.pages[0].Contents.read_bytes(), "labels are cut already"


def test_sheets_are_printed_on_both_sides_and_turned_on_the_long_edge(dist: Path) -> None:
    with pikepdf.open(edition(dist, "large.sheet-a4.en.office")) as opened:
        assert str(opened.Root.ViewerPreferences.Duplex) == "/DuplexFlipLongEdge"
    (pack,) = (dist / "print").glob("*.zip")
    with zipfile.ZipFile(io.BytesIO(pack.read_bytes())) as opened_pack:
        (product,) = json.loads(opened_pack.read("specification.json"))["products"]
    assert (product["format"], product["sides"], product["flat_mm"]) == ("sheet-a4", 2, [210, 297])


def test_copies_are_imposed_and_a_banner_goes_over_sheets(dist: Path) -> None:
    with pypdfium2.PdfDocument(dist / "sheets" / "number-sticker.sticker.en.press.sra3.pdf") as document:
        copies = document[0].get_textpage().get_text_bounded().replace("\u00a0", " ").count("0808 157 0001")
    assert copies >= 20
    assert len(trims(dist / "tiles" / "sizes.banner-600.en.screen.a3.pdf")) > 10


def test_the_site_calls_them_by_their_titles(dist: Path) -> None:
    said = " ".join(path.read_text(encoding="utf-8") for path in (dist / "site").rglob("*.html"))
    assert [title for title in ("Small banner", "Sticker", "A4 sheet") if title not in said] == []
