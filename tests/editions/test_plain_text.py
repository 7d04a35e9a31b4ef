# SPDX-License-Identifier: MIT
"""Plain texts say what the pages say, in their order, in lines that read in order by themselves."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
import small
from program import ROOT

from leaflets.build.maker import Maker
from leaflets.build.project import open_project
from leaflets.build.recipe import Recipe
from leaflets.build.recipes import Recipes
from leaflets.content.model import layouts_of
from leaflets.core.characters import BIDI, COLUMNS, width_of
from leaflets.editions.plain_text import write_text
from leaflets.languages.review import Review
from leaflets.layout.fit import lay_out
from leaflets.preflight.expected import Expected
from leaflets.preflight.other_files import check_text

WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def recipes() -> Recipes:
    today = datetime.date(2026, 11, 28)
    return Recipes(ROOT, open_project(ROOT, today=today), today=today)


@cache
def recipe(name: str) -> Recipe:
    layout = next(layout for layout in layouts_of(recipes().project) if layout.id == name)
    return recipes().prepare(layout).recipe


def written(html: str, form: str = "poster-a4", direction: str = "ltr") -> str:
    page = f'<html dir="{direction}"><body>{html}</body></html>'
    return write_text(replace(small.composed(form), html=page), draft=False)


def words_of_pages(made: Recipe) -> str:
    """The words of a layout's finished pages, without the place for a school's name, which has nothing to say."""
    rendered = lay_out(made.composed, Maker(recipes().inputs).renderer).rendered
    with pypdfium2.PdfDocument(rendered.pdf) as document:
        pages = " ".join(page.get_textpage().get_text_range() for page in document)
    added = re.search(r'class="added__heading">([^<]+)<', made.composed.html)
    return pages.replace(added[1], "", 1) if added else pages


@pytest.mark.parametrize("name", ["parents-guide.trifold-dl.en", "ask-a-grown-up.poster-a4.pl"])
def test_a_text_has_every_word_of_the_finished_pages_in_their_order(name: str) -> None:
    made = recipe(name)
    pages = words_of_pages(made)
    text = made.text.partition("\n\n")[2] if made.composed.unapproved else made.text
    assert WORD.findall(text) == WORD.findall(pages)
    assert text.count("999") == pages.count("999")


def test_a_text_has_no_other_words_where_pages_are_drawn_in_another_order_than_they_are_read() -> None:
    made = recipe("professionals.booklet-a5.en")
    assert sorted(WORD.findall(made.text)) == sorted(WORD.findall(words_of_pages(made)))


@pytest.mark.parametrize(
    "name", ["parents-guide.trifold-dl.ur", "helpline-card.card-dl.ar", "one-risk-grooming.handout-a4.bn"]
)
def test_lines_are_short_and_numbers_keep_their_order_in_every_script(name: str) -> None:
    made = recipe(name)
    assert check_text(made.text.encode(), Expected(name, "text", (), numbers=made.numbers)) == []
    assert all(width_of(line) <= COLUMNS for line in made.text.splitlines())
    rtl = made.composed.language.direction == "rtl"
    for number in made.numbers:
        # A no-break space keeps groups of digits in order from right to left (UAX 9, W4).
        assert number.replace(" ", "\u00a0" if rtl else " ") in made.text
    if not rtl:
        assert not BIDI & set(made.text) - {"\u200e"}


def test_a_draft_translation_and_a_proof_say_so_in_the_first_line() -> None:
    assert recipe("talk-to-someone.poster-a3.pl").text.startswith("DRAFT TRANSLATION · Tłumaczenie robocze\n\n")
    composed = small.composed("poster-a4")
    assert write_text(replace(composed, proof=True), draft=False).startswith("PROOF\n\n")
    assert write_text(replace(composed, review=Review("draft")), draft=True).startswith("DRAFT\n\n")
    assert not write_text(composed, draft=False).startswith(("DRAFT", "PROOF"))


def test_headings_are_underlined_and_lists_are_marked() -> None:
    html = (
        "<h1>One</h1><p>Two</p><div><h2>Three four</h2><ol><li>five</li><li>six</li></ol></div><ul><li>seven</li></ul>"
    )
    assert written(html) == ("One\n===\n\nTwo\n\nThree four\n----------\n\n1. five\n2. six\n\n- seven\n")


def test_an_element_may_say_something_else_in_the_text_or_nothing() -> None:
    html = '<p data-text="Call 999">Call</p><p data-text="">999</p><svg><title>QR</title></svg><p><img alt="Logo">a</p>'
    assert written(html) == "Call 999\n\nLogo a\n"


def test_long_lines_are_broken_at_words_and_hang_below_their_marker() -> None:
    lines = written(f"<ul><li>{'word ' * 30}</li></ul>").splitlines()
    assert len(lines) == 2 and lines[1].startswith("  word") and len(lines[0]) <= COLUMNS
    (long,) = written(f"<p>{'a' * 100}</p>").splitlines()
    assert long == "a" * 100


def test_ideographs_take_two_columns_and_lines_end_after_any_of_them() -> None:
    first, second = written(f"<p>{'安' * 45}。</p>").splitlines()
    assert width_of(first) == COLUMNS and second == "安" * 5 + "。"


def test_directions_are_marked_only_where_a_line_needs_it() -> None:
    plain = '<p>مرحبا <a dir="ltr">0800\u00a01111</a> أو <span dir="ltr">Childline</span></p>'
    assert not BIDI & set(written(plain, direction="rtl"))
    needed = written('<p>مرحبا <span dir="ltr">Help (UK).</span></p>', direction="rtl")
    assert "\u2066Help (UK).\u2069" in needed
    assert written("<p>Childline مرحبا</p>", direction="rtl").startswith("\u200f")
    broken = written(f'<p>مرحبا <span dir="ltr">{"Help. " * 30}End.</span></p>', direction="rtl")
    assert all(line.count("\u2066") == line.count("\u2069") == 1 for line in broken.splitlines())


def test_two_languages_are_one_text_each_in_its_own_direction() -> None:
    html = '<p>Call (now).</p><div class="language" lang="ur" dir="rtl"><p>Childline سے بات کریں</p></div>'
    assert written(html) == "Call (now).\n\n\u200fChildline سے بات کریں\n"


@pytest.mark.parametrize(
    ("data", "slug", "message"),
    [
        (b"caf\xe9 0800 1111 ES-02\n", "text-damaged", "UTF-8, from byte 3"),
        (b"0800 1111 ES-02\r\n", "text-damaged", "<U+000D>"),
        ("0800 1111 ES-02 \u202eabc\n".encode(), "text-damaged", "<U+202E>"),
        ("0800 1111 ES-02 \u2066abc\n".encode(), "text-damaged", "isolates"),
        (b"0800 1111 ES-02", "text-damaged", "end with one line end"),
        (b"0800 1111 ES-02 " + b"word " * 20 + b"\n", "text-damaged", "the limit is 80"),
        (b"0800 111 ES-02\n", "number-scrambled", "0800 1111"),
        (b"0800 1111\n", "imprint-incomplete", "ES-02"),
    ],
)  # fmt: skip
def test_a_text_that_is_not_as_it_should_be_is_refused(data: bytes, slug: str, message: str) -> None:
    (problem,) = check_text(data, Expected("x", "text", (), words=("ES-02",), numbers=("0800 1111",)))
    assert problem.slug == slug and message in problem.message


def test_words_to_share_are_one_line_each_to_be_pasted() -> None:
    text = recipe("talk-to-someone.share-square.en").text
    title, *parts = re.split(r"\n\n.*\n-+\n\n", text)
    assert title.startswith("You can tell someone\n")
    description, message, newsletter = (part.rstrip("\n").splitlines() for part in parts)
    assert [len(part) for part in (description, message, newsletter)] == [1, 2, 1]
    for words in (description[0], newsletter[0], " ".join(message)):
        assert all(
            each in words for each in ("You can tell someone", "It is not your fault.", "0800 1111", "childline.org.uk")
        )
    assert "In danger now? Call 999" in newsletter[0]
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed: nothing is read aloud")
def test_a_speech_program_says_every_digit_of_a_number_and_every_heading() -> None:
    text = recipe("helpline-card.card-dl.en").text
    said = phonemes(text)
    for number in ("0800 1111", "116 123", "116 000", "85258"):
        assert phonemes(" ".join(number.replace(" ", ""))) in said
    for heading in re.findall(r"(.+)\n[=-]+\n", text):
        assert phonemes(heading) in said


def phonemes(text: str) -> str:
    """Return how a speech program says words, without its pauses and the underlines of headings."""
    words = re.sub(r"(?m)^[=-]+$", "", text)
    done = subprocess.run(["espeak-ng", "-q", "-x", "-v", "en-gb", words], capture_output=True, text=True, check=True)
    return " ".join(re.sub(r"_[:!]|[_|]", "", done.stdout).split())
