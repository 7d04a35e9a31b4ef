# SPDX-License-Identifier: MIT
"""Fitting: words that do not fit are found, named and measured; the body text never shrinks."""

from __future__ import annotations

from dataclasses import replace

import pytest
import small

from leaflets.build.inputs import Inputs
from leaflets.core.colour import Palette
from leaflets.core.lookups import LINES
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.editions.output_intent import OutputIntent
from leaflets.layout.composed import Composed
from leaflets.layout.fit import STEPS, check_overlaps, lay_out
from leaflets.layout.pages import DrawnPage, FitStep, PageItem
from leaflets.layout.render import Renderer
from leaflets.layout.room import CLEARANCE, fills

INSIDE = '<section class="panel panel--inside-2">'
SENTENCE = '<p class="plain__body">Talk about what you do online, number {}.</p>'


def problems_of(composed: Composed) -> list[Problem]:
    with pytest.raises(ProblemsFound) as caught:
        lay_out(composed, small.renderer())
    return caught.value.problems


def inside(html: str) -> Composed:
    return small.with_html("trifold-dl", INSIDE, INSIDE + html)


@pytest.mark.parametrize("form", small.FORMATS)
def test_a_layout_that_fits_is_left_as_designed(form: str) -> None:
    laid_out = small.laid_out(form)
    assert laid_out.step == FitStep()
    assert laid_out.rendered.pages == len(small.composed(form).format.panels)
    assert set(laid_out.fills) == {panel.name for panel in small.composed(form).format.panels}
    assert all(0 < fill < 0.85 for fill in laid_out.fills.values())


def test_too_many_words_are_named_with_panel_length_and_the_last_that_fit() -> None:
    html = "".join(SENTENCE.format(number) for number in range(40))
    (problem,) = problems_of(inside(html))
    assert problem.slug == "overset"
    assert problem.where == "everything.trifold-dl.en, panel inside-2"
    over = float(problem.message.split(" mm too long")[0].removeprefix("It is "))
    assert 50 < over < 400
    assert "the last words that fit are '" in problem.message and "number" in problem.message
    assert problem.hint.startswith("Cut about ")


def test_a_little_too_much_is_tightened_but_never_the_body_text() -> None:
    for count in range(16, 30):
        composed = inside("".join(SENTENCE.format(number) for number in range(count)))
        laid_out = lay_out(composed, small.renderer())
        if laid_out.step != FitStep():
            break
    assert laid_out.step.space < 1
    assert laid_out.fills["inside-2"] > 0.85
    pages = small.renderer().draw(composed, laid_out.step).pages
    assert {piece.size_pt for piece in pages[3].pieces if "number" in piece.text} == {12}


def test_words_under_what_hangs_from_the_bottom_are_too_long() -> None:
    footer = '<div style="position: absolute; bottom: 8mm; left: 8mm; right: 8mm; height: 60mm">Hanging</div>'
    html = footer + "".join(SENTENCE.format(number) for number in range(16))
    slugs = {problem.slug for problem in problems_of(inside(html))}
    assert "overset" in slugs


@pytest.mark.parametrize("gap, fits", [(2.5, True), (1.5, False)])
def test_a_hundredth_of_the_page_stays_free_above_what_hangs_from_the_bottom(gap: float, fits: bool) -> None:
    composed = small.composed("trifold-dl")
    height = composed.format.height
    above = PageItem(8, 50, 50, 60, "Words", 12, 0)
    below = PageItem(8, 60 + gap, 50, 70, "Help", 12, 1, anchored=True)
    page = DrawnPage("cover", composed.format.panels[0].width, height, (above, below))
    assert (fills((page,), composed)["cover"] <= 1) == fits and 1.5 < CLEARANCE * height < 2.5


def test_a_word_that_does_not_break_is_found_at_the_edge() -> None:
    problems = problems_of(inside(f'<p style="white-space: nowrap">{"unbreakable" * 6}</p>'))
    assert [problem.slug for problem in problems] == ["outside-safe"]
    assert "right edge" in problems[0].message


def test_what_is_marked_to_bleed_may_leave_the_safe_area() -> None:
    laid_out = lay_out(inside('<p data-bleed style="margin-left: -6mm">Far out</p>'), small.renderer())
    assert laid_out.problems == ()


def test_blocks_on_each_other_are_found() -> None:
    html = '<div style="position: absolute; top: 8mm; left: 8mm; width: 60mm">On top of the heading</div>'
    problems = problems_of(inside(html))
    assert "overlap" in {problem.slug for problem in problems}


FIELD = '<div style="{}"><p>Call</p></div>'
LONG = '<p style="float: left; width: 40mm; white-space: nowrap">help.for.young.people@example.org</p>'


@pytest.mark.parametrize(
    ("html", "says"),
    [
        (
            LONG + FIELD.format("margin-left: 45mm; padding-left: 30mm; background: #ca011a; color: #fff"),
            "the field of 'Call' overlap",
        ),
        (LONG + FIELD.format("margin-left: 45mm"), "'help.for.young.people@example.org' and 'Call' overlap"),
        (
            '<div style="height: 0"><p>Too late</p></div><div style="height: 9mm; background: #eee"></div>',
            "'Too late' and",
        ),
    ],
    ids=["a long word under a field", "a long word over its neighbour", "words under an empty field"],
)
def test_words_touch_only_the_field_they_are_in(html: str, says: str) -> None:
    (first, *_) = problems_of(inside(html))
    assert first.slug == "overlap" and says in first.message
    apart = html.replace("help.for.young.people@example.org", "Short").replace("height: 0", "height: 9mm")
    assert lay_out(inside(apart), small.renderer()).problems == ()


@pytest.mark.parametrize(
    ("ground", "fits"), [("", False), (" data-ground", True), (' data-ground="8"', True), (' data-ground="3"', False)]
)
def test_words_may_be_on_what_is_marked_as_ground_up_to_where_it_is(ground: str, fits: bool) -> None:
    """As a publisher's name is on the floor of the cover's drawing, and must not reach the feet above it."""
    html = f'<div style="position: relative"><div{ground} style="height: 20mm; background: #eee"></div>'
    html += '<p style="margin-top: -7mm">A name</p></div>'
    if fits:
        assert lay_out(inside(html), small.renderer()).problems == ()
    else:
        assert {problem.slug for problem in problems_of(inside(html))} == {"overlap"}


def test_small_print_is_for_the_imprint_only() -> None:
    (problem,) = problems_of(inside('<p style="font-size: 9pt">Very small</p>'))
    assert problem.slug == "text-too-small"
    assert "9 pt; the minimum is 12 pt" in problem.message
    assert lay_out(inside('<p style="font-size: 12pt">Read by all</p>'), small.renderer()).problems == ()
    (problem,) = problems_of(inside('<p style="font-size: 11.9pt">Nearly</p>'))
    assert problem.slug == "text-too-small"


def test_the_imprint_is_no_smaller_than_9_pt() -> None:
    assert lay_out(inside('<p data-imprint style="font-size: 9pt">Small print</p>'), small.renderer()).problems == ()
    (problem,) = problems_of(inside('<p data-imprint style="font-size: 8.9pt">Smaller print</p>'))
    assert problem.slug == "text-too-small" and "the minimum is 9 pt" in problem.message


def test_a_design_that_leaves_a_panel_out_is_told() -> None:
    composed = small.with_html("trifold-dl", "panel--inside-2", "panel--inside-3")
    assert "panel-order" in {problem.slug for problem in problems_of(composed)}


def test_a_draft_is_made_all_the_same() -> None:
    html = "".join(SENTENCE.format(number) for number in range(40))
    laid_out = lay_out(inside(html), small.renderer(), draft=True)
    assert laid_out.rendered.pdf.startswith(b"%PDF")
    assert [problem.slug for problem in laid_out.problems] == ["overset"]


def test_lines_come_no_closer_than_the_script_allows_and_only_tight_words_ask_how_close() -> None:
    language = replace(small.languages().languages["en"], line_height_min=1.3)
    languages = replace(small.languages(), languages={"en": language})
    renderer = Renderer(small.resources(), languages)
    long = inside("".join(SENTENCE.format(number) for number in range(40)))
    tight = lay_out(long, renderer, draft=True)
    assert STEPS[-1].line < tight.step.line == language.line_height_min / language.line_height < 1
    inputs = Inputs(small.resources(), languages, Palette.of({}), OutputIntent("", "", b""))
    asked = {name: found for name, found in tight.rendered.reads.items() if name.startswith(LINES)}
    assert len(asked) == 3 and asked == {name: inputs.look_up(name) for name in asked}
    assert inputs.paths(asked) == inputs.paths(())
    assert not [name for name in small.laid_out("trifold-dl").rendered.reads if name.startswith(LINES)]


def test_fill_counts_to_the_block_below_and_not_to_the_block_beside() -> None:
    composed = small.composed("poster-a4")
    beside = PageItem(150, 100, 200, 287, "beside", 12, group=1, anchored=True)
    below = PageItem(10, 200, 200, 287, "below", 12, group=1, anchored=True)
    words = PageItem(10, 100, 100, 105, "words", 12)
    assert fills((DrawnPage("page", 210, 297, (words, beside)),), composed)["page"] == pytest.approx(95 / 277, abs=0.01)
    assert fills((DrawnPage("page", 210, 297, (words, below)),), composed)["page"] == pytest.approx(95 / 190, abs=0.01)


def test_a_picture_on_words_is_found_even_if_it_may_bleed() -> None:
    code = '<div data-bleed style="float: left; margin: 0 0 -6mm -2mm; line-height: 0"><svg xmlns='
    code += (
        '"http://www.w3.org/2000/svg" viewBox="0 0 1 1" width="17mm" height="17mm"><title>A square</title></svg></div>'
    )
    words = '<p style="clear: left">Words under the square</p>'
    problems = problems_of(inside(code + words))
    assert [problem.slug for problem in problems] == ["overlap"]
    assert "A picture and 'Words under the square'" in problems[0].message


def test_the_white_around_a_code_hides_no_edge_of_a_letter() -> None:
    def overlaps(left: float, quiet: float) -> bool:
        code = PageItem(10, 20, 36, 46, "", 0, quiet=quiet)
        return bool(check_overlaps(DrawnPage("page", 99, 210, (code, PageItem(left, 25, 80, 30, "words", 12))), "x"))

    assert overlaps(35.7, quiet=2.6) and not overlaps(36.0, quiet=2.6)
    assert not overlaps(35.7, quiet=0.0) and overlaps(35.5, quiet=0.0)


def test_a_frame_that_hangs_from_the_bottom_counts_from_its_edge() -> None:
    hanging = '<div style="position: absolute; bottom: 30mm; left: 8mm; right: 8mm">{}</div>'
    plain = '<p style="padding: 3mm 0">Help</p>'
    framed = '<p style="padding: 3mm 0; background: #ca011a; color: #ffffff">Help</p>'
    edges = {}
    for name, inner in (("plain", plain), ("framed", framed)):
        page = small.renderer().draw(inside(hanging.format(inner))).pages[3]
        (edges[name],) = [piece for piece in page.pieces if piece.text == "Help"]
    assert edges["plain"].edge == edges["plain"].top == edges["framed"].top
    assert edges["framed"].edge == pytest.approx(edges["framed"].top - 3, abs=0.4)
