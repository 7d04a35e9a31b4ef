# SPDX-License-Identifier: MIT
"""Two languages side by side: one document, each page with its own script's measures, English where one looks first."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import many_languages
import pikepdf
import pytest
import small
from veracheck import verapdf

from leaflets.build.recipes import expectations
from leaflets.content.model import Project, layouts_of
from leaflets.core.edition import Edition, Layout
from leaflets.editions.metadata import save
from leaflets.editions.office import office
from leaflets.editions.screen import finish_screen
from leaflets.layout.compose.pair import facing
from leaflets.layout.composed import Composed
from leaflets.layout.fit import LaidOut, lay_out
from leaflets.preflight import check
from leaflets.preflight.rules.access import tags_of

OTHERS = ("ur", "ar-XB", "pa")
A3_ON_ITS_SIDE = (420, 297)


def project(tag: str) -> Project:
    """Return our own project with a poster in English and, beside it, in another language."""
    found = many_languages.english()
    source = found.publications["waiting-room"].model_copy(update={"bilingual": [tag]})
    publications = {**found.publications, "waiting-room": source}
    return found.model_copy(update={"publications": publications, "languages": ["en", tag]})


def layout_of(tag: str) -> Layout:
    return next(one for one in layouts_of(project(tag)) if one.language == f"en+{tag}")


def parts_of(layout: Layout) -> tuple[Layout, ...]:
    return many_languages.english().every_format[layout.format].parts(layout)


@cache
def composed(tag: str) -> Composed:
    layout = layout_of(tag)
    english, other = parts_of(layout)
    # A few sample words are not enough to fill a page, so these are English ones in the letters of the language.
    translator = (
        many_languages.Letters(tag) if tag in many_languages.RIGHT_TO_LEFT else many_languages.translator_of(tag)
    )
    pages = (
        many_languages.composed(english, many_languages.english()),
        many_languages.composed(
            other, many_languages.in_language(many_languages.english(), tag, translator), translator
        ),
    )
    return facing(
        layout,
        pages,
        many_languages.english(),
        resources=many_languages.resources(),
        languages=many_languages.languages(),
    )


@cache
def laid_out(tag: str) -> LaidOut:
    return lay_out(composed(tag), many_languages.renderer(), draft=True)


def screen(tag: str) -> bytes:
    return finish_screen(laid_out(tag).rendered, composed(tag), version="1.0")


def test_a_publication_asks_for_it_and_gets_one_more_layout_for_each_language() -> None:
    with_it, without = project("ur"), many_languages.english().model_copy(update={"languages": ["en", "ur"]})
    more = {one.id for one in layouts_of(with_it)} - {one.id for one in layouts_of(without)}
    assert more == {"waiting-room.spread-a3.en+ur"}
    only_english = with_it.model_copy(update={"languages": ["en"]})
    assert not any("+" in one.language for one in layouts_of(only_english))


@pytest.mark.parametrize("tag", OTHERS)
def test_both_pages_have_room(tag: str) -> None:
    assert [str(problem) for problem in laid_out(tag).problems] == []
    assert laid_out(tag).rendered.panels == ("page", "page-2")


@pytest.mark.parametrize("tag", OTHERS)
def test_nothing_is_wrong_with_the_finished_files(tag: str) -> None:
    form = laid_out(tag).rendered, composed(tag)
    for purpose, pdf in (("screen", screen(tag)), ("office", office(*form, version="1.0"))):
        edition = Edition(layout_of(tag), "screen" if purpose == "screen" else "office")
        expected = expectations(edition, many_languages.english(), composed(tag))
        assert [str(problem) for problem in check.check_file(pdf, expected)] == []


def test_on_paper_the_two_lie_side_by_side_english_on_the_left() -> None:
    pdf = office(laid_out("ur").rendered, composed("ur"), version="1.0")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (page,) = document.pages
        width, height = (float(value) / 72 * 25.4 for value in page.mediabox[2:])
    assert (round(width), round(height)) == A3_ON_ITS_SIDE
    first, second = many_languages.renderer().draw(composed("ur")).pages
    title = many_languages.english().publications["waiting-room"].words["headline"]
    assert isinstance(title, str) and first.pieces[0].text.strip() in title
    assert not any(first.pieces[0].text in piece.text for piece in second.pieces if piece.size_pt > 20)


def test_each_page_has_the_measures_of_its_script() -> None:
    first, second = many_languages.renderer().draw(composed("ur")).pages
    alone = (
        many_languages.renderer()
        .draw(many_languages.composed(parts_of(layout_of("ur"))[0], many_languages.english()))
        .pages[0]
    )
    assert [(piece.left, piece.top, piece.text) for piece in first.pieces] == [
        (piece.left, piece.top, piece.text) for piece in alone.pieces
    ]
    headlines = [max(piece.size_pt for piece in page.pieces if piece.title) for page in (second, first)]
    assert headlines[0] < 0.8 * headlines[1]


def test_the_file_says_which_page_is_in_which_language() -> None:
    with pikepdf.open(io.BytesIO(screen("ur"))) as document:
        assert str(document.Root.Lang) == "en"
        assert {str(tag.Lang) for tag in tags_of(document) if "/Lang" in tag} >= {"en", "ur"}
        assert str(document.docinfo.Title).endswith("English and Urdu")


def test_verapdf_accepts_it(tmp_path: Path) -> None:
    paths = []
    for tag in OTHERS:
        path = tmp_path / f"{tag}.pdf"
        path.write_bytes(screen(tag))
        paths.append(path)
    assert {path.stem: one.broken for path, one in verapdf(paths).items() if not one.compliant} == {}


def test_marks_that_carry_words_are_taken_off_whole() -> None:
    """On sheets a mark that is opened and never closed hides the words after it from whoever searches."""
    project_in = many_languages.in_language(small.project(), "bn")
    layout = next(one for one in layouts_of(project_in) if one.format == "trifold-dl")
    page = many_languages.compose(
        layout,
        project_in,
        resources=small.resources(),
        languages=small.languages(),
        translator=many_languages.translator_of("bn"),
    )
    rendered = lay_out(page, small.renderer()).rendered
    assert b"ActualText" in b"".join(_streams(rendered.pdf))
    sheets = office(rendered, page, version="1.0")
    with pikepdf.open(io.BytesIO(sheets)) as document:
        flat = save(document)
    for stream in _streams(flat):
        assert stream.count(b"BDC") + stream.count(b"BMC") == stream.count(b"EMC")


def _streams(pdf: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = [page.Contents.read_bytes() for page in document.pages]
        forms = [
            one.read_bytes()
            for page in document.pages
            for one in page.Resources.get("/XObject", pikepdf.Dictionary()).values()
        ]
    return pages + forms
