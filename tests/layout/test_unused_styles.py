# SPDX-License-Identifier: MIT
"""Shaking stylesheets: what cannot matter goes, what may matter stays, and lines stay where they are."""

from __future__ import annotations

import pytest
import small

from leaflets.layout.compose.unused_styles import shake
from leaflets.layout.composed import Stylesheet


def shaken(css: str, html: str = '<p class="one">') -> str:
    (sheet,) = shake([Stylesheet("a.css", "design", css)], html)
    return sheet.rules


@pytest.mark.parametrize(
    "css",
    [
        ".two { color: red }",
        ".one .two { color: red }",
        ".two > p, .three { color: red }",
        "p.two { color: red }",
        ".one.two::before { content: 'x' }",
        "/* .one { color: red } */",
        ":root { --never: red; }",
        ":root { --never: var(--either); --either: red; }",
    ],
)
def test_what_cannot_matter_goes(css: str) -> None:
    left = shaken(css)
    assert "red" not in left and "x" not in left


@pytest.mark.parametrize(
    "css",
    [
        "p { color: red }",
        ".one { color: red }",
        ".two, .one { color: red }",
        ".one:not(.two) { color: red }",
        "p:is(.two, .one) { color: red }",
        "[class~=two] { color: red }",
        "@page { margin: 3mm }",
        "@font-face { font-family: x; src: url(x) }",
        "@media print { .two { color: red } }",
        ":root { --a: var(--b); --b: red; } p { color: var(--a) }",
        ":root { --a: red } p { color: var(--a) }",
        "p { color: var( --a, var(--b)) } :root { --a: blue; --b: red; }",
        ".one { .two { color: red } }",
        "p { content: '/* kept */' }",
        "p { color: red",
        "p { color: red } } .one { color: blue }",
    ],
)
def test_what_may_matter_stays(css: str) -> None:
    assert shaken(css).split() == css.split()


def test_classes_are_found_however_they_are_written() -> None:
    css = ".one { color: red }"
    for html in ('<p class="a one">', "<p class='one'>", "<p class=one>", '<p CLASS = "one">', "<p class='&#111;ne'>"):
        assert shaken(css, html) == css, html
    assert shaken(css, '<p data-class="two">') == ""


def test_a_token_that_another_sheet_uses_stays() -> None:
    sheets = [
        Stylesheet("a.css", "tokens", ":root { --a: red; --b: blue; --c: green; }"),
        Stylesheet("b.css", "design", "p { color: var(--a) }"),
    ]
    first, _ = shake(sheets, '<p style="color: var(--c)">')
    assert "--a" in first.text and "--b" not in first.text and "--c" in first.text


def test_lines_stay_where_they_are() -> None:
    css = "/* one\n   two */\n.gone {\n  color: red;\n}\np {\n  /* three\n  four */ margin: 0;\n  color: blue\n}\n"
    (sheet,) = shake([Stylesheet("a.css", "design", css)], "<p>")
    assert sheet.text.count("\n") == css.count("\n")
    for word in ("p {", "margin", "blue"):
        line = next(number for number, text in enumerate(css.splitlines()) if word in text)
        assert word in sheet.text.splitlines()[line]


def test_empty_lines_make_no_other_stylesheet() -> None:
    one, other = Stylesheet("a", "base", "p {\n}\n"), Stylesheet("a", "base", "\n\np {  \n\n}")
    assert one.rules == other.rules
    assert one.rules != Stylesheet("a", "base", "q {\n}").rules


@pytest.mark.parametrize("form", small.FORMATS)
def test_every_class_of_a_page_that_has_a_rule_keeps_it(form: str) -> None:
    composed = small.composed(form)
    again = shake(composed.stylesheets, composed.html)
    assert [sheet.rules for sheet in again] == [sheet.rules for sheet in composed.stylesheets], "nothing more to shake"
    assert ".panel" in "".join(sheet.text for sheet in again)
