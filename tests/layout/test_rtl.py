# SPDX-License-Identifier: MIT
"""Right to left: every number, address and name keeps its order on paper; panels, pictures and tails change sides."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache

import many_languages
import pikepdf
import pypdfium2
import pytest
from markupsafe import Markup

from leaflets.build.recipes import expectations
from leaflets.content.formats import shipped_formats
from leaflets.content.model import facts_of
from leaflets.content.organisations import KINDS, ContactPoint, Link, Phone
from leaflets.core.edition import Edition, Layout
from leaflets.editions.office import office_sides
from leaflets.editions.screen import finish_screen
from leaflets.layout.compose.facts import PrintedFacts, printed_address
from leaflets.layout.composed import Composed
from leaflets.layout.fit import lay_out
from leaflets.layout.pages import DrawnPage, PageItem
from leaflets.preflight import check
from leaflets.preflight.visual_text import lines_from_left, stands_in

PANEL = re.compile(r"(<body[^>]*>).*(</body>)", re.DOTALL)
ROWS = 20
"""How many facts stand on a page."""


def layout_of(tag: str, form: str = "poster-a4", source: str = "talk-to-someone") -> Layout:
    return next(one for one in many_languages.layouts(tag) if one.format == form and one.source == source)


@cache
def arabic(form: str, source: str) -> Composed:
    layout = layout_of("ar-XB", form, source)
    return many_languages.composed(layout, many_languages.in_language(many_languages.english(), "ar-XB"))


@cache
def page(tag: str, form: str, source: str) -> DrawnPage:
    composed = many_languages.composed(
        layout_of(tag, form, source), many_languages.in_language(many_languages.english(), tag)
    )
    return many_languages.renderer().draw(composed).pages[0]


def sentences(tag: str) -> tuple[list[str], list[Markup]]:
    """Return every fact that can be printed as it must read, and a sentence of the language around each."""
    project = many_languages.in_language(many_languages.english(), tag, many_languages.Letters(tag))
    facts = PrintedFacts(project, layout_of(tag), 1.0, english_page=many_languages.languages().languages[tag].own_name)
    wanted: list[str] = []
    printed: list[Markup] = []

    def say(words: str, markup: Markup) -> None:
        wanted.append(words)
        before, after = (
            many_languages.Letters(tag).message("", text) for text in ("for help call", "today, free of charge")
        )
        printed.append(Markup('<p lang="{}">{} {}. {}</p>').format(tag, before, markup, after))

    for name, organisation in project.organisations.items():
        view = facts.unlisted(name)
        say(organisation.name, facts.latin(organisation.name))
        for kind, fact in view.facts.items():
            if isinstance(fact, ContactPoint):
                words = printed_address(fact) if KINDS[fact.kind].is_address else fact.value
                say(words, facts.tel(view, kind))
                say(words, facts.fill(f"{{{name}.{kind}}}"))
        for reader in organisation.links:
            view = facts.unlisted(name, reader)
            link = view.facts["link"]
            assert isinstance(link, Link)
            say(printed_address(link), facts.web(view))
    for name in (project.publisher.name, project.area.thresholds, project.area.referral_form, "ES-01", "ES-07j"):
        say(name, facts.latin(name))
    return wanted, printed


def drawn(tag: str, rows: list[Markup]) -> list[str]:
    """Draw the rows on pages of a poster, and return what stands on them from left to right."""
    composed = many_languages.composed(
        layout_of(tag),
        many_languages.in_language(many_languages.english(), tag, many_languages.Letters(tag)),
    )
    panels = "".join(
        f'<section class="panel panel--page">{"".join(rows[start : start + ROWS])}</section>'
        for start in range(0, len(rows), ROWS)
    )
    body = f"\\1{panels}\\2"
    changed = replace(composed, html=PANEL.sub(body, composed.html))
    rendered = many_languages.renderer().draw(changed).write_draft()
    assert rendered
    with pypdfium2.PdfDocument(rendered.pdf) as document:
        return [line for sheet in document for line in lines_from_left(sheet)]


# Every fact

ONE_OF_EACH_FONT = tuple(
    {many_languages.languages().languages[tag].families: tag for tag in reversed(many_languages.RIGHT_TO_LEFT)}.values()
)
"""What is set in the same fonts is laid out alike: nothing else differs between these."""


@pytest.mark.parametrize("tag", ONE_OF_EACH_FONT)
def test_every_fact_reads_from_left_to_right_in_the_middle_of_a_sentence(tag: str) -> None:
    wanted, rows = sentences(tag)
    lines = drawn(tag, rows)
    assert len(wanted) > 60
    assert [words for words in wanted if not stands_in(words, lines)] == []


def test_every_fact_of_the_project_was_looked_at() -> None:
    wanted = set(sentences("ar")[0])
    facts = {
        name: fact for name, fact in facts_of(many_languages.english()).items() if name.startswith("organisations.")
    }
    numbers = {fact.value for fact in facts.values() if isinstance(fact, Phone)}
    addresses = {printed_address(fact) for fact in facts.values() if isinstance(fact, Link)}
    assert numbers | addresses <= wanted
    assert len(numbers) > 10 and len(addresses) > 15


def test_a_number_without_a_direction_of_its_own_is_caught() -> None:
    before, after = (many_languages.Letters("ar").message("", text) for text in ("for help call", "today"))
    lines = drawn("ar", [Markup("<p>{} 0808 800 5000 {}</p>").format(before, after)])
    assert not stands_in("0808 800 5000", lines)
    assert any("50008000808" in line for line in lines)


def test_preflight_catches_a_number_that_is_turned_round_on_paper() -> None:
    composed = arabic("poster-a4", "talk-to-someone")
    number = Markup('<a class="number" href="tel:08001111" dir="ltr">0800\u00a01111</a>')
    assert number in composed.html
    broken = replace(composed, html=composed.html.replace(number, "ا 0800 1111 ا"))
    edition = Edition(composed.layout, "screen")
    expected = expectations(edition, many_languages.english(), composed)
    files = [
        finish_screen(lay_out(one, many_languages.renderer(), draft=True).rendered, one, version="1.0")
        for one in (composed, broken)
    ]
    found = [[problem.slug for problem in check.check_file(file, expected)] for file in files]
    assert "number-scrambled" not in found[0] and "number-scrambled" in found[1]


# Sides


def texts(found: DrawnPage) -> list[PageItem]:
    return [piece for piece in found.pieces if piece.text]


def codes(found: DrawnPage) -> list[PageItem]:
    return [piece for piece in found.pieces if not piece.text]


@pytest.mark.parametrize(("form", "source"), [("poster-a4", "talk-to-someone"), ("poster-a4", "ask-a-grown-up")])
def test_what_stands_left_in_english_stands_right_in_arabic(form: str, source: str) -> None:
    english, mirrored = page("en", form, source), page("ar-XB", form, source)
    first, second = (codes(found)[0] for found in (english, mirrored))
    assert abs((english.width - first.right) - second.left) < 0.5
    title, other = (texts(found)[0] for found in (english, mirrored))
    assert abs((english.width - title.left) - other.right) < 0.5


def test_codes_are_not_mirrored() -> None:
    english = many_languages.composed(layout_of("en"), many_languages.english())
    paths = [
        set(re.findall(r'<path fill="#000000" d="([^"]+)"', one.html))
        for one in (english, arabic("poster-a4", "talk-to-someone"))
    ]
    assert paths[0] == paths[1] and paths[0]


def test_pictures_look_the_way_one_reads_and_signs_do_not() -> None:
    for form, source, mirrored in (
        ("trifold-dl", "parents-guide", {"cover__picture"}),
        ("poster-a4", "waiting-room", {"message__picture"}),
        ("poster-a4", "ask-a-grown-up", {"message__picture"}),
        ("card-dl", "helpline-card", {"front__shape"}),
        ("handout-a4", "one-risk", set()),
    ):
        css = "\n".join(sheet.text for sheet in arabic(form, source).stylesheets)
        rules = re.findall(r"((?:\[dir=\"rtl\"\] \.\w+,?\s*)+)\{\s*transform: scaleX\(-1\)", css)
        assert {name for rule in rules for name in re.findall(r"\.(\w+)", rule)} == mirrored


def test_the_cover_lies_where_the_reader_begins() -> None:
    form = shipped_formats()["trifold-dl"]
    order = [panel.name for panel in form.panels]
    for direction, outside, inside in (
        ("ltr", ["flap", "back", "cover"], ["inside-1", "inside-2", "inside-3"]),
        ("rtl", ["cover", "back", "flap"], ["inside-3", "inside-2", "inside-1"]),
    ):
        sides = office_sides(form, direction)
        lying = [[order[one.page] for one in sorted(side.placements, key=lambda one: one.x)] for side in sides]
        assert lying == [outside, inside]


def test_the_reader_turns_pages_from_right_to_left() -> None:
    composed = arabic("trifold-dl", "parents-guide")
    laid_out = lay_out(composed, many_languages.renderer())
    assert laid_out.rendered.panels == tuple(panel.name for panel in composed.format.panels)
    with pikepdf.open(io.BytesIO(finish_screen(laid_out.rendered, composed, version="1.0"))) as document:
        assert str(document.Root.Lang) == "ar-XB"


def parts_of(values: str) -> list[str]:
    """Return the values of a property; what stands in brackets is one."""
    while "(" in values:
        values = re.sub(r"[a-z-]*\([^()]*\)", "x", values)
    return values.split()


def test_nothing_depends_on_left_or_right() -> None:
    looked_at = 0
    for path in sorted((many_languages.ROOT / "templates").rglob("*.css")):
        if {"site", "watch"} & set(path.parts):  # for browsers
            continue
        looked_at += 1
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        sided = re.findall(r"(?:margin|padding|border|text-align|float|clear)[a-z-]*(?:-|: )(?:left|right)\b", text)
        assert not sided, f"{path}: {sided}"
        four = [values for values in re.findall(r"(?:margin|padding):([^;]*);", text) if len(parts_of(values)) == 4]
        assert not four, f"{path}: {four} have a right and a left side; say -block and -inline"
        assert not re.search(r"letter-spacing|text-transform|text-indent|column-rule|justify", text), path
    assert looked_at > 12
