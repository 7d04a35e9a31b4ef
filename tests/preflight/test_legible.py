# SPDX-License-Identifier: MIT
"""Clear print is measured on the finished page, whatever styles and data promise."""

from __future__ import annotations

from dataclasses import replace

import pytest
import small
from badfiles import expected

from leaflets.editions.screen import finish_screen
from leaflets.editions.stamp import stamp
from leaflets.layout.composed import Stylesheet
from leaflets.layout.fit import lay_out
from leaflets.preflight.check import inspect

FORM = "poster-a4"
LONG = (
    "Talk about it together, every day and without being cross, so that it is an ordinary thing. Ask what they "
    "like and who they meet there. Say that you will help whatever has happened, and mean it. If something upsets "
    "them, look at it with them, breathe, and decide together what to do about it. Nobody needs to be an expert to "
    "listen well. Most of what they do is fine, and it is good to hear about that as well. Come back to it often, "
    "in the car or while you cook, when nobody has to look at anybody."
)
PARAGRAPH = f'<p class="long" style="position: absolute; inset: 150mm 20mm auto">{LONG}</p></section>'


def slugs(css: str, words: str = "", *, across: str = "") -> set[str]:
    """Return what is wrong with the poster in these styles, with a long paragraph on it, and a word across it."""
    composed = small.with_html(FORM, "</section>", PARAGRAPH.replace(LONG, words or LONG))
    composed = replace(composed, stylesheets=(*composed.stylesheets, Stylesheet("extra.css", "design", css)))
    laid_out = lay_out(composed, small.renderer())
    data = finish_screen(laid_out.rendered, composed, version="1.0")
    data, wanted = stamp(data, across) if across else data, replace(expected(FORM, "screen"), is_stamped=bool(across))
    return {problem.slug for problem in inspect(data, wanted).problems if problem.severity == "error"}


def test_the_page_as_it_is_designed_passes() -> None:
    assert slugs("") == set()


@pytest.mark.parametrize(
    ("css", "slug"),
    [
        (".long { color: #7fa3b5 }", "contrast-on-page"),
        (".long { color: white; background: #f58220 }", "contrast-on-page"),
        (".long { background: linear-gradient(#ffffff, #ffffff) }", "contrast-on-page"),
        (".long { text-transform: uppercase }", "capitals-on-page"),
        (".long { transform: skewX(-12deg) }", "italics-on-page"),
        (".long { text-align: justify }", "justified-on-page"),
        (".long { transform: translateX(-18mm) }", "ink-near-edge"),
        (".long { text-align: right; transform: translateX(18mm) }", "ink-near-edge"),
    ],
)
def test_what_is_hard_to_read_is_found_on_the_page(css: str, slug: str) -> None:
    assert slug in slugs(css)


@pytest.mark.parametrize(
    "css",
    [
        ".long { color: #dde5ea }",  # on the blue ground
        ".long { color: white; background: #1a1917 }",
        ".long { text-align: center }",
    ],
)
def test_what_can_be_read_is_let_pass(css: str) -> None:
    assert not slugs(css) & {"contrast-on-page", "capitals-on-page", "italics-on-page", "justified-on-page"}


@pytest.mark.parametrize("ground", ["to right, #1a1917 17mm, white 17mm", "to bottom, #1a1917 60%, white 60%"])
@pytest.mark.parametrize("words", ["Ask for help", "Ask. DRAFT?"])
def test_words_that_leave_their_ground_are_found_in_drafts_too(words: str, ground: str) -> None:
    assert "contrast-on-page" in slugs(f".long {{ color: white; background: linear-gradient({ground}) }}", words)


def test_a_word_across_a_proof_is_not_taken_for_its_ground() -> None:
    line = '</p><p class="long" style="position: absolute; inset: {}mm 20mm auto">Ask'
    lines = "".join(map(line.format, range(90, 220, 8)))
    grey = ".long { color: #747474; background: white; text-align: center }"
    assert "contrast-on-page" not in slugs(grey, lines) | slugs(grey, lines, across="PROOF")


def test_thick_strokes_are_not_taken_for_a_ground_of_their_colour() -> None:
    css = ".long { color: white; background: #1a1917; font-size: 40pt; font-weight: 700; line-height: 1 }"
    assert "contrast-on-page" not in slugs(css, "lIl|l — 1111 ––– •• HH")


def test_short_paragraphs_are_found_to_be_justified_by_two_of_them() -> None:
    short = LONG[: LONG.index(" Nobody")]
    second = f'{short}</p><p class="long" style="position: absolute; inset: 200mm 20mm auto">{short}'
    css = ".long { text-align: justify }"
    assert "justified-on-page" in slugs(css, second) and "justified-on-page" not in slugs("", second)


def test_names_in_capitals_are_let_pass() -> None:
    assert "capitals-on-page" not in slugs("", "Ask CEOP or the NSPCC. Text SHOUT to 85258. BBC and IWF help too.")
