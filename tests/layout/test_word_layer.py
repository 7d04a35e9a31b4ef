# SPDX-License-Identifier: MIT
"""Lines from right to left can be found and copied: other programs find their words, which lie on their letters."""

from __future__ import annotations

import datetime
import importlib
import io
import re
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

import lxml.html
import pikepdf
import pypdfium2
import pytest
from unseen import without_layer
from veracheck import verapdf

from leaflets.build.maker import Maker, expect
from leaflets.build.project import load_project
from leaflets.build.recipe import Recipe
from leaflets.build.recipes import Recipes
from leaflets.content.model import layouts_of
from leaflets.core.edition import Edition
from leaflets.editions.screen import finish_screen
from leaflets.layout import weasyprint_patches
from leaflets.layout.composed import Composed
from leaflets.layout.fit import LaidOut, lay_out
from leaflets.layout.word_layer import SEEN, UNSEEN
from leaflets.preflight.check import inspect

ROOT = Path(__file__).parents[2]
TODAY = datetime.date(2026, 11, 29)
WORD = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06ee-\u06ff\u200c]{2,}")
PIECES = ("talk-to-someone.poster-a4", "helpline-card.card-dl")
BOTH = [f"{piece}.{tag}" for piece in PIECES for tag in ("ur", "ar", "ps")]


@cache
def recipes() -> Recipes:
    return Recipes(ROOT, load_project(ROOT, today=TODAY), today=TODAY)


@cache
def laid_out(name: str) -> tuple[Recipe, LaidOut]:
    """Return a layout in the draft words of our own catalogue."""
    layout = next(one for one in layouts_of(recipes().project) if one.id == name)
    recipe = recipes().prepare(layout).recipe
    return recipe, lay_out(recipe.composed, maker().renderer, draft=True)


@cache
def maker() -> Maker:
    return Maker(recipes().inputs)


@cache
def screen(name: str) -> bytes:
    recipe, pages = laid_out(name)
    return finish_screen(pages.rendered, recipe.composed, version="1.0")


def letters(text: str) -> str:
    """Return a text without vowel signs, marks of direction and stretched joins, as a search compares it."""
    plain = unicodedata.normalize("NFKC", text).replace("\u0640", "")
    return "".join(letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf"))


def words_of(composed: Composed) -> list[str]:
    body = lxml.html.fromstring(composed.html).find(".//body")
    assert body is not None
    for code in body.iterfind(".//svg"):  # its name is told, not drawn
        for part in list(code):
            code.remove(part)
    return WORD.findall(letters(" ".join(body.itertext())))


def by_poppler(pdf: bytes) -> str:
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return letters(run.stdout.decode())


def by_pdfium(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return letters("\n".join(page.get_textpage().get_text_range() for page in document))


@pytest.mark.parametrize("name", BOTH)
def test_a_viewer_finds_nearly_every_word(name: str) -> None:
    composed, pdf = laid_out(name)[0].composed, screen(name)
    wanted = words_of(composed)
    assert len(wanted) > 80
    for read in (by_poppler, by_pdfium):
        found = read(pdf)
        missing = [word for word in wanted if word not in found]
        assert len(missing) <= 0.05 * len(wanted), (read.__name__, missing)


def test_without_the_layer_most_urdu_words_are_not_found() -> None:
    composed, pdf = laid_out(BOTH[0])[0].composed, screen(BOTH[0])
    plain = without_layer(pdf)
    wanted = words_of(composed)
    for read in (by_poppler, by_pdfium):
        found = read(plain)
        assert sum(word in found for word in wanted) < 0.5 * len(wanted)


@pytest.mark.parametrize("name", BOTH)
def test_each_digit_of_the_layer_lies_on_the_drawn_one(name: str) -> None:
    drawn, unseen = digits_of(without_layer(screen(name))), digits_of(screen(name))
    assert len(drawn) == len(unseen) > 20
    for digit, x, y, height in drawn:
        near = [one for one, left, bottom, _ in unseen if max(abs(left - x), abs(bottom - y)) < height / 2]
        assert digit in near, (digit, x, y)


def digits_of(pdf: bytes) -> list[tuple[str, float, float, float]]:
    """Return each digit with the middle of its place and its height, in points; pages lie one above another."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for index in range(text.count_chars()):
                if (letter := text.get_text_range(index, 1)).isdecimal() and letter.isascii():
                    left, bottom, right, top = text.get_charbox(index, loose=True)
                    found.append((letter, (left + right) / 2, bottom + 2000 * number, top - bottom))
    return found


def test_nothing_of_the_layer_is_drawn() -> None:
    pdf = screen(BOTH[0])
    pages = []
    for content in (pdf, without_layer(pdf)):
        with pypdfium2.PdfDocument(content) as document:
            pages.append([page.render(scale=2).to_pil().tobytes() for page in document])
    assert pages[0] == pages[1]


def test_the_screen_edition_stays_accessible(tmp_path: Path) -> None:
    files = []
    for name in BOTH[:2]:
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(screen(name))
        files.append(path)
    assert {path.name: verdict.broken for path, verdict in verapdf(files).items()} == {path.name: {} for path in files}


def test_a_press_edition_has_no_unseen_letters_and_keeps_its_facts() -> None:
    recipe, pages = laid_out(BOTH[0])
    edition = Edition(recipe.composed.layout, "press")
    content, _ = maker().press_maker.make(edition, recipe, pages, digest="0" * 16)
    assert SEEN in b"".join(streams(screen(BOTH[0])))
    assert not any(SEEN in part or b" Tr" in part for part in streams(content))
    with pikepdf.open(io.BytesIO(content)) as document:
        fonts = [part for part in document.objects if isinstance(part, pikepdf.Dictionary) and "/BaseFont" in part]
        assert fonts and not [part for part in fonts if part.BaseFont == "/Words"]
    wrong = [verdict for verdict in inspect(content, expect(edition, recipe)).verdicts if verdict.status == "fail"]
    assert wrong == []


def streams(pdf: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        forms = [one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
        return [page.Contents.read_bytes() for page in map(coalesced, document.pages)] + [
            form.read_bytes() for form in forms
        ]


def coalesced(page: pikepdf.Page) -> pikepdf.Page:
    page.contents_coalesce()
    return page


def test_two_modules_that_ask_for_the_layer_get_one() -> None:
    importlib.import_module("leaflets.layout.picture_judge")  # it asks too
    weasyprint_patches.install()
    recipe, _ = laid_out(BOTH[0])
    fresh = lay_out(recipe.composed, Maker(recipes().inputs).renderer, draft=True)
    pdf = finish_screen(fresh.rendered, recipe.composed, version="1.0")
    content = b"".join(streams(pdf))
    assert content.count(SEEN) == content.count(UNSEEN) > 10
    assert not re.search(re.escape(SEEN) + rb"\s+" + re.escape(SEEN), content)
