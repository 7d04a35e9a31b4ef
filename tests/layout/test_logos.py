# SPDX-License-Identifier: MIT
"""Logos: in order, alike large, in their own colours and inks, with their names; or refused by name."""

from __future__ import annotations

import datetime
import io
import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import small
from PIL import Image

from leaflets.build.pipeline import Request, build
from leaflets.build.project import check_files, load_project
from leaflets.build.selection import Selection
from leaflets.content.brand import nearest_inks
from leaflets.content.load import load_data
from leaflets.content.model import Logo, Project, layouts_of
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose
from leaflets.layout.composed import Composed
from leaflets.layout.fit import lay_out
from leaflets.layout.logos import logo_colours, place_logos, read_logos
from leaflets.layout.render import Renderer

DRAWN = Path(__file__).parents[1] / "projects" / "logos"
RED, GREEN = "#d62828", "#0b7a75"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a wide drawing, a square one, and a picture made of pixels."""
    shutil.copytree(DRAWN, tmp_path / "logos")
    Image.new("RGB", (900, 300), "#14203c").save(tmp_path / "logos" / "trust.png")
    return tmp_path


def project_with(*logos: Logo) -> Project:
    publisher = small.project().publisher
    return small.project().model_copy(update={"publisher": publisher.model_copy(update={"logos": list(logos)})})


PARTNERSHIP = Logo(file="logos/partnership.svg", name="Example Partnership")
COUNCIL = Logo(file="logos/council.svg", name="Example Council")
TRUST = Logo(file="logos/trust.png", name="Example Trust")


def problems_of(folder: Path, *logos: Logo) -> Sequence[Problem]:
    with pytest.raises(ProblemsFound) as found:
        list(place_logos(read_logos(project_with(*logos), Resources(folder)), 10, 100))
    return found.value.problems


def test_logos_keep_their_order_and_look_alike_large(folder: Path) -> None:
    logos = read_logos(project_with(PARTNERSHIP, COUNCIL, TRUST), Resources(folder))
    placed = list(place_logos(logos, 10, 200))
    assert [logo.name for logo in placed] == ["Example Partnership", "Example Council", "Example Trust"]
    wide, square, _ = placed
    assert wide.height < 10 < square.height, "a wide logo is set lower than a square one"
    assert wide.width / wide.height == pytest.approx(300 / 90, rel=0.01)
    assert square.width == pytest.approx(square.height, rel=0.01)


def test_a_row_that_is_too_wide_shrinks_as_one(folder: Path) -> None:
    logos = read_logos(project_with(PARTNERSHIP, COUNCIL, TRUST), Resources(folder))
    free, tight = list(place_logos(logos, 10, 200)), list(place_logos(logos, 10, 40))
    assert sum(logo.width + logo.gap for logo in tight) == pytest.approx(40, abs=0.1)
    shares = [one.width / other.width for one, other in zip(tight, free, strict=True)]
    assert max(shares) == pytest.approx(min(shares), rel=0.01)


LONG_NAME = ("The Safeguarding Children Partnership for the Boroughs and Parishes of East and West Exampleshire " * 2)[
    :158
]


def cover(folder: Path, publisher: dict[str, Any]) -> Composed:
    """Return the parents' guide that ships, of another publisher."""
    resources = Resources(folder)
    values = load_data(SHIPPED / "data.yaml").values
    project = Project.model_validate(values | {"publisher": values["publisher"] | publisher, "languages": ["en"]})
    layout = next(one for one in layouts_of(project) if one.source == "parents-guide")
    return compose(layout, project, resources=resources, languages=read_languages(resources))


def test_three_logos_are_in_one_row_on_white_below_the_drawing_of_a_cover(folder: Path) -> None:
    logos = [{"file": one.file, "name": one.name} for one in (PARTNERSHIP, COUNCIL, TRUST)]
    composed = cover(folder, {"logos": logos})
    renderer = Renderer(Resources(folder), read_languages(Resources(folder)))
    assert lay_out(composed, renderer).problems == ()
    page = renderer.draw(composed).pages[0]
    row = [piece for piece in page.pieces if not piece.text]
    assert len(row) == 3 and row[-1].right <= page.width - composed.format.safe
    assert all(one.right < other.left for one, other in pairwise(row))
    (plate,) = {number for one in row for number in one.fields if page.fields[number].bottom > page.height}
    assert page.fields[plate].top < min(one.top for one in row) and page.fields[plate].top > page.height - 30


@pytest.mark.parametrize(("name", "fits"), [(LONG_NAME, True), (("W" * 12 + " ") * 12, False)])
def test_a_long_name_of_a_publisher_does_not_reach_the_words_above_it(folder: Path, name: str, fits: bool) -> None:
    composed = cover(folder, {"name": name.strip()})
    renderer = Renderer(Resources(folder), read_languages(Resources(folder)))
    if fits:
        assert lay_out(composed, renderer).problems == ()
    else:
        with pytest.raises(ProblemsFound) as found:
            lay_out(composed, renderer)
        assert "overlap" in {problem.slug for problem in found.value.problems}


def test_every_colour_of_a_drawn_logo_has_inks(folder: Path) -> None:
    logos = read_logos(project_with(PARTNERSHIP, COUNCIL), Resources(folder))
    found = {colour.rgb: colour.cmyk for colour in logo_colours(logos).values()}
    assert {RED, GREEN, "#19535f", "#fcbf49", "#ffffff"} == set(found)
    assert found[RED] == nearest_inks(RED)


def test_what_cannot_be_printed_is_named_with_what_to_do(folder: Path) -> None:
    Image.new("RGB", (90, 30), "#14203c").save(folder / "logos" / "coarse.png")
    Image.new("RGB", (900, 300), "#f4f4f0").save(folder / "logos" / "pale.png")
    (folder / "logos" / "page.svg").write_text("<!doctype html><title>404</title>")
    for name, slug, words in (
        ("none.svg", "logo-missing", "no file"),
        ("coarse.png", "logo-too-coarse", "30 pixels high"),
        ("pale.png", "logo-not-seen", "0 %"),
        ("page.svg", "picture-", "logos/page.svg"),
    ):
        logo = Logo(file=f"logos/{name}", name="Example")
        found = problems_of(folder, PARTNERSHIP, logo)[0]
        assert found.slug.startswith(slug) and found.hint
        assert words in f"{found.file} {found.message}"


def test_logos_for_dark_grounds_are_judged_on_black_and_come_all_or_none(folder: Path) -> None:
    Image.new("RGB", (900, 300), "#ffffff").save(folder / "logos" / "white.png")
    white = "logos/white.png"
    both = [one.model_copy(update={"on_dark": white}) for one in (PARTNERSHIP, COUNCIL)]
    resources = Resources(folder)
    assert [logo.file for logo in read_logos(project_with(*both), resources, "on_dark")] == [white, white]
    assert read_logos(project_with(both[0], COUNCIL), resources, "on_dark") == ()
    dark = PARTNERSHIP.model_copy(update={"on_dark": "logos/trust.png"})
    with pytest.raises(ProblemsFound) as found:
        read_logos(project_with(dark), resources, "on_dark")
    (problem,) = found.value.problems
    assert (problem.slug, problem.where) == ("logo-not-seen", "publisher.logos.0.on_dark")


def test_what_is_wrong_for_white_hides_nothing_that_is_wrong_for_dark(folder: Path) -> None:
    project = project_with(Logo(file="a.svg", name="A", on_dark="b.svg"))
    found = check_files(project, Resources(folder), profile=True)
    assert [problem.where for problem in found] == ["publisher.logos.0.file", "publisher.logos.0.on_dark"]


def test_all_wrong_logos_are_named_at_once(folder: Path) -> None:
    found = problems_of(folder, Logo(file="a.svg", name="A"), PARTNERSHIP, Logo(file="b.svg", name="B"))
    assert [problem.where for problem in found] == ["publisher.logos.0.file", "publisher.logos.2.file"]


def with_logos(folder: Path, *logos: Logo) -> None:
    """Write the data.yaml that ships, with these logos."""
    rows = "".join(f"    - {{file: {one.file}, name: {one.name}}}\n" for one in logos)
    text = (SHIPPED / "data.yaml").read_text(encoding="utf-8")
    text = text.replace("  introduction:\n", f"  logos:\n{rows}  introduction:\n", 1)
    (folder / "data.yaml").write_text(text, encoding="utf-8")


def test_what_is_wrong_inside_a_drawing_is_named_there_and_not_in_data_yaml(folder: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n<text x="0" y="8">Trust</text></svg>'
    (folder / "logos" / "words.svg").write_text(drawing, encoding="utf-8")
    with_logos(folder, Logo(file="logos/words.svg", name="Words"), Logo(file="logos/none.svg", name="None"))
    with pytest.raises(ProblemsFound) as found:
        load_project(folder, today=datetime.date(2026, 11, 28))
    places = {(problem.file, problem.line) for problem in found.value.problems}
    assert ("logos/words.svg", 2) in places and "data.yaml" in {file for file, _ in places} and len(places) == 2


def test_logos_are_on_the_finished_pages_with_their_names_and_in_inks(folder: Path) -> None:
    """On what ships: the tag tree has the names, the press file has the red's inks."""
    with_logos(folder, PARTNERSHIP, COUNCIL)
    sources, forms = ("parents-guide", "talk-to-someone", "helpline-card"), ("trifold-dl", "poster-a4", "card-dl")
    chosen = Selection(sources, forms, ("en",), ("screen", "press"))
    built = build(Request(folder, folder / "dist", datetime.date(2026, 11, 28), chosen))
    assert len(built.editions) == 6
    red = " ".join(f"{ink / 100:g}" for ink in nearest_inks(RED)) + " k"
    for entry in built.editions:
        with pikepdf.open(io.BytesIO((folder / "dist" / entry["path"]).read_bytes())) as pdf:
            if entry["purpose"] == "screen":
                said = [str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
                assert {"Example Partnership", "Example Council"} <= set(said)
            else:
                streams = (one for one in pdf.objects if isinstance(one, pikepdf.Stream))
                drawn = [one.read_bytes() for one in streams if one.get("/Subtype") != "/Image"]
                assert any(red.encode() in content for content in drawn)
