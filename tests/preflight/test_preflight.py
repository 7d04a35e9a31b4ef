# SPDX-License-Identifier: MIT
"""Preflight of screen and office editions: a good file passes; each rule is shown a file that it must refuse."""

from __future__ import annotations

import io
from dataclasses import replace

import harden_codes
import pytest
import small
from badfiles import FORM, OFFICE_WAYS, SCREEN_WAYS, Spoil, expected, finished, spoiled
from PIL import Image, ImageChops

from leaflets.core.edition import Purpose
from leaflets.editions.office import office
from leaflets.editions.screen import finish_screen
from leaflets.layout.composed import Composed
from leaflets.preflight import raster
from leaflets.preflight.check import check_file, inspect, rules_for
from leaflets.preflight.expected import Expected


def errors(pdf: bytes, wanted: Expected) -> set[str]:
    return {problem.slug for problem in check_file(pdf, wanted) if problem.severity == "error"}


@pytest.mark.parametrize("purpose", ["screen", "office"])
@pytest.mark.parametrize("form", small.FORMATS)
def test_a_good_file_has_no_problem(form: str, purpose: Purpose) -> None:
    inspection = inspect(finished(form, purpose), expected(form, purpose))
    assert [str(problem) for problem in inspection.problems if problem.severity == "error"] == []
    assert {code.text for code in inspection.codes} == {code.url for code in small.composed(form).codes}
    assert len(inspection.pictures) == (len(small.composed(form).format.panels) if purpose == "screen" else 0)


@pytest.mark.parametrize("form", small.FORMATS)
def test_previews_are_whole_pages_and_small(form: str) -> None:
    paper = small.composed(form).format
    pictures = inspect(finished(form, "screen"), expected(form, "screen")).pictures
    for picture, panel in zip(pictures, paper.panels, strict=True):
        page = Image.open(io.BytesIO(picture))
        assert page.mode == "RGB" and max(page.size) <= raster.PREVIEW_PIXELS
        assert page.width / page.height == pytest.approx(panel.width / paper.height, rel=0.01)


def test_grey_pages_show_what_coloured_ones_do() -> None:
    with raster.open_pages(finished("poster-a4", "screen")) as document:
        page, grey = raster.draw_page(document[0]), raster.draw_grey(document[0])
    assert (page.mode, grey.mode) == ("RGB", "L") and page.size == grey.size
    assert raster.read_codes(page, 1) == raster.read_codes(grey, 1) != []
    # Letters may stand half a dot aside; surfaces do not differ.
    cells = [image.convert("L").reduce(20) for image in (page, grey)]
    assert ImageChops.difference(*cells).getextrema()[1] <= 12


@pytest.mark.parametrize("form", small.FORMATS)
def test_codes_are_read_by_two_decoders_and_in_grey_smaller_with_noise_or_a_blot(form: str) -> None:
    wanted = {code.url for code in small.composed(form).codes}
    assert harden_codes.read(finished(form, "screen")) == dict.fromkeys(harden_codes.WAYS, wanted)


def test_pages_are_compared_inside_their_outermost_millimetres() -> None:
    """At a fold the neighbouring panel shows, half a dot wide."""
    plain, edged, drawn = (Image.new("L", (400, 400), 255) for _ in range(3))
    edged.paste(0, (0, 0, 2, 400))
    drawn.paste(0, (200, 200, 204, 230))
    assert raster.unlike(plain, edged).getbbox() is None
    assert raster.unlike(plain, drawn).getbbox() == raster.unlike(drawn, plain).getbbox() == (50, 50, 52, 59)


# Spoiled files

WAYS: list[tuple[Spoil, Purpose, str]] = [
    *((spoil, "screen", rule) for spoil, rule in SCREEN_WAYS),
    *((spoil, "office", rule) for spoil, rule in OFFICE_WAYS),
]


@pytest.mark.parametrize(("spoil", "purpose", "rule"), WAYS, ids=[f"{way[0].__name__}-{way[1]}" for way in WAYS])
def test_a_spoiled_file_is_refused(spoil: Spoil, purpose: Purpose, rule: str) -> None:
    inspection = inspect(spoiled(spoil, purpose), expected(FORM, purpose))
    (verdict,) = (verdict for verdict in inspection.verdicts if verdict.rule == rule)
    assert verdict.status == "fail" and verdict.message.endswith(".") and verdict.hint
    problems = [problem for problem in inspection.problems if problem.slug == rule]
    assert [(problem.message, problem.severity) for problem in problems] == [(verdict.message, "error")]


def test_a_broken_file_is_a_problem_and_no_traceback() -> None:
    assert errors(b"%PDF-1.7\nnothing", expected(FORM, "screen")) == {"file-broken"}
    assert errors(finished(FORM, "screen")[:3000], expected(FORM, "screen"))


@pytest.mark.parametrize("purpose", ["screen", "office", "press"])
def test_a_file_is_judged_by_the_rules_for_its_purpose(purpose: Purpose) -> None:
    asked = rules_for(purpose)
    assert all(purpose in rule.purposes for rule in asked)
    if purpose != "press":
        verdicts = inspect(finished(FORM, purpose), expected(FORM, purpose)).verdicts
        assert [verdict.rule for verdict in verdicts] == [rule.id for rule in asked]


def test_only_ink_at_the_edge_of_an_office_sheet_is_wrong_there() -> None:
    (edge, _), *_ = OFFICE_WAYS
    assert errors(spoiled(edge, "office"), expected(FORM, "office")) == {"ink-at-edge"}


def test_what_nothing_is_known_of_may_be_in_any_language_and_have_any_title() -> None:
    anything = replace(expected(FORM, "screen"), language=None, title="", words=(), numbers=())
    assert errors(finished(FORM, "screen"), anything) == set()


# Spoiled words and codes


def finish(composed: Composed) -> bytes:
    return finish_screen(small.renderer().render(composed), composed, version="1.0")


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ("EX-01", "EX-10", "imprint-incomplete"),
        ("23 November 2026", "24 November 2026", "imprint-incomplete"),
        ("0808\u00a0157\u00a00001", "0001\u00a0157\u00a00808", "number-scrambled"),
    ],
)
def test_words_that_every_edition_must_carry_are_missed(old: str, new: str, slug: str) -> None:
    form = "poster-a4"
    assert slug in errors(finish(small.with_html(form, old, new)), expected(form, "screen"))


def test_a_code_that_leads_elsewhere_is_found() -> None:
    wanted = expected(FORM, "screen")
    codes = tuple(replace(code, url=code.url + "/other") for code in wanted.codes)
    found = errors(finished(FORM, "screen"), replace(wanted, codes=codes))
    assert {"qr-unreadable", "qr-unexpected"} <= found


def test_a_code_is_measured_and_not_believed() -> None:
    composed = small.with_html(FORM, 'width="17.16mm" height="17.16mm"', 'width="13mm" height="13mm"')
    assert "qr-scaled" in errors(finish(composed), expected(FORM, "screen"))


def with_module(module: float) -> tuple[bytes, Expected, str]:
    """Return a file whose first code has modules of that size, what it must be, and where that code leads."""
    composed = small.composed(FORM)
    first = composed.codes[0]
    width = round(first.width_mm * module / first.module_mm, 2)
    old, new = (f'width="{value:g}mm" height="{value:g}mm"' for value in (first.width_mm, width))
    assert composed.html.count(old) == 1
    codes = (replace(first, width_mm=width, module_mm=module), *composed.codes[1:])
    changed = replace(composed, html=composed.html.replace(old, new), codes=codes)
    return finish(changed), replace(expected(FORM, "screen"), codes=codes), first.url


@pytest.mark.parametrize(("module", "level"), [(0.38, "fail"), (0.4, "warn"), (0.45, "warn"), (0.5, "")])
def test_a_code_that_is_hard_to_scan_is_named_once(module: float, level: str) -> None:
    pdf, wanted, address = with_module(module)
    inspection = inspect(pdf, wanted)
    verdicts = {verdict.rule: verdict for verdict in inspection.verdicts}
    faults = [fault for fault in verdicts["qr-too-small"].faults if address in fault.message]
    assert [fault.level for fault in faults] == [level] * bool(level)
    assert verdicts["qr-scaled"].status == "pass"
    assert len([problem for problem in inspection.problems if "qr-too-small" in problem.slug]) == 1


@pytest.mark.parametrize(
    ("fills", "slug"), [(("#ffffff", "#000000"), "qr-flawed"), (("#000000", "#ffffff"), "qr-unreadable")]
)
def test_a_pale_code_and_a_code_on_a_dark_ground_are_found(fills: tuple[str, str], slug: str) -> None:
    composed = small.composed(FORM)
    if slug == "qr-flawed":
        html = composed.html.replace('fill="#000000"', 'fill="#a0a0a0"')
    else:
        html = composed.html.replace('fill="#ffffff"', 'fill="#123456"').replace('fill="#000000"', 'fill="#ffffff"')
    assert slug in errors(finish(replace(composed, html=html)), expected(FORM, "screen"))


def test_a_code_that_a_poor_copier_loses_is_found() -> None:
    html = small.composed("poster-a4").html.replace('fill="#ffffff" d="M0', 'fill="#989898" d="M0')
    composed = replace(small.composed("poster-a4"), html=html)
    pdf = office(small.renderer().render(composed), composed, version="1.0")
    assert "qr-lost-in-copy" in errors(pdf, expected("poster-a4", "office"))


def test_a_bad_copy_is_black_and_white() -> None:
    image = Image.new("RGB", (200, 200), "#999999")
    assert raster.copy_badly(image).getextrema() in ((0, 0), (255, 255))
