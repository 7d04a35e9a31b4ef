# SPDX-License-Identifier: MIT
"""The shipped catalogues: complete, without a fault, laid out as accessible pages in every language that is built."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path

import polib
import pypdfium2
import pytest
from making import Bench
from veracheck import verapdf

from leaflets.build.job import Outcome
from leaflets.build.project import open_project
from leaflets.build.recipes import Recipes
from leaflets.content.load import load_data
from leaflets.content.model import Project, layouts_of
from leaflets.languages.catalogue.po import path_of
from leaflets.translate.catalogue_files import open_for_translation, update

ROOT = Path(__file__).parents[2]
TODAY = datetime.date(2026, 11, 23)
LOOKED_AT = (
    *("parents-guide.trifold-dl", "helpline-card.card-wallet", "ask-a-grown-up.poster-a4", "one-risk-violence"),
    *("parents-guide-large", "ask-a-grown-up-easy"),
)
"""One of each design: folded, card, poster, the longest of the series, large print, Easy Read."""
TALLEST = ("ur", "bn")
"""Nastaliq, the tallest script, and one that hangs from its line."""


@cache
def project() -> Project:
    return Project.model_validate(load_data(ROOT / "data.yaml").values)


LANGUAGES = [tag for tag in project().languages if tag != "en"]


@cache
def bench() -> Bench:
    return Bench(ROOT, project(), TODAY)


@cache
def outcome(tag: str, design: str) -> Outcome:
    (layout,) = (one for one in layouts_of(project()) if one.language == tag and one.id.startswith(design))
    return bench().make(layout, ("screen",))


def in_turn(tag: str) -> str:
    return LOOKED_AT[LANGUAGES.index(tag) % len(LOOKED_AT)]


def test_families_of_birmingham_are_written_to_in_their_languages() -> None:
    assert set(LANGUAGES) == {"ur", "pa", "bn", "ar", "ro", "pl", "so", "ps"}


LAYOUTS = [(tag, design) for tag in LANGUAGES for design in LOOKED_AT]
"""In the tallest script every design; in others one in turn, and in the long proof the rest."""
FIRST = {(tag, design) for tag, design in LAYOUTS if tag == TALLEST[0] or design == in_turn(tag)}


@pytest.mark.parametrize(
    ("tag", "design"), [one if one in FIRST else pytest.param(*one, marks=pytest.mark.long) for one in LAYOUTS]
)
def test_a_design_fits_and_reads_back_in_the_language(tag: str, design: str) -> None:
    made = outcome(tag, design)
    assert not made.fault, made.fault
    assert not [str(problem) for problem in made.problems if problem.severity == "error"]
    assert [entry["state"] for entry in made.entries] == ["proof"], "nobody has approved it"


def test_translated_screen_editions_are_accessible(tmp_path: Path) -> None:
    """Of each language one design, in turn: every script and every design is put before the judge."""
    paths = []
    for tag in LANGUAGES:
        for name, content in outcome(tag, in_turn(tag)).files.items():
            if name.endswith(".pdf"):
                path = tmp_path / Path(name).name
                path.write_bytes(content)
                paths.append(path)
    assert len(paths) == len(LANGUAGES)
    refused = {path.name: verdict.broken for path, verdict in verapdf(paths).items() if not verdict.compliant}
    assert not refused


@pytest.mark.parametrize(
    ("design", "tag"),
    [
        pytest.param(design, tag, marks=() if tag == TALLEST[0] else pytest.mark.long)
        for design in LOOKED_AT[:4]
        for tag in TALLEST
    ],
)
def test_999_is_as_large_as_in_english_and_there_two_and_a_half_times_the_words_before_it(
    design: str, tag: str
) -> None:
    words, number = sizes(outcome("en", design), "Call", "999")
    assert number == pytest.approx(2.5 * words, rel=0.02)
    is_small = design == "helpline-card.card-wallet"  # a card for a purse: letters that climb need the room
    assert sizes(outcome(tag, design), "999")[0] >= (0.8 if is_small else 0.99) * number


def sizes(made: Outcome, *words: str) -> list[float]:
    """Return the size in points of some words where they are printed last before the largest 999, and of that."""
    (pdf,) = (content for name, content in made.files.items() if name.endswith(".pdf"))
    found: list[float] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            letters = "".join(text.get_text_range(at, 1) or " " for at in range(text.count_chars()))
            ends = [match.start() for match in re.finditer("999", letters)]
            largest = max(ends, key=lambda at: size(text, at), default=-1)
            if largest >= 0 and (not found or size(text, largest) > found[-1]):
                found = [size(text, letters.rfind(word, 0, largest + 3)) for word in words]
    return found


def size(text: pypdfium2.PdfTextPage, at: int) -> float:
    matrix = pypdfium2.raw.FS_MATRIX()
    pypdfium2.raw.FPDFText_GetMatrix(text, at, matrix)
    return float(round(pypdfium2.raw.FPDFText_GetFontSize(text, at) * abs(matrix.d), 1))


# One changed sentence


def written(folder: Path) -> dict[str, tuple[frozenset[str], bool, str]]:
    """Return of every layout what it prints, whether its translation stops it, and a hash of all it is made of."""
    recipes, found = Recipes(folder, open_project(folder, today=TODAY), today=TODAY), {}
    for layout in (one for one in layouts_of(recipes.project) if one.language in ("en", "ur")):
        one = recipes.prepare(layout)
        stops = any(fault.severity == "error" for fault in one.faults)
        keys = frozenset(message.key for message in one.composed.messages)
        found[layout.id] = keys, stops, one.recipe.key("screen", "")
    return found


def test_an_update_leaves_out_the_languages_that_a_project_does_not_build(tmp_path: Path) -> None:
    """Another area has two languages; the catalogues that ship for all others are not its affair, until it asks."""
    data = (ROOT / "data.yaml").read_text(encoding="utf-8")
    (tmp_path / "data.yaml").write_text(re.sub(r"(?m)^languages: .*", "languages: [en, pl]", data), encoding="utf-8")
    opened = open_for_translation(tmp_path, today=TODAY)
    assert [one.tag for one in update(opened, (), today=TODAY)] == ["pl"]
    assert [one.tag for one in update(opened, ("gu",), today=TODAY)] == ["gu"]
    assert [one.tag for one in update(opened, (), today=TODAY)] == ["pl", "gu"]


def test_one_changed_sentence_is_fuzzy_in_every_catalogue_and_touches_only_what_prints_it(tmp_path: Path) -> None:
    key, data = "risks.grooming.in_brief", (ROOT / "data.yaml").read_text(encoding="utf-8")
    (tmp_path / "data.yaml").write_text(data, encoding="utf-8")
    before = written(tmp_path)
    assert not any(stops for _, stops, _ in before.values())

    english = str(load_data(ROOT / "data.yaml").value(key))
    assert data.count(english) == 1
    (tmp_path / "data.yaml").write_text(data.replace(english, f"{english[:-1]} today."), encoding="utf-8")
    updated = update(open_for_translation(tmp_path, today=TODAY), LANGUAGES, today=TODAY)
    assert [(one.tag, one.merged.changed, one.merged.new, one.merged.gone) for one in updated] == [
        (tag, [key], [], []) for tag in LANGUAGES
    ]
    missing = set()
    for tag in LANGUAGES:
        catalogue = polib.pofile(str(tmp_path / path_of(tag)))
        (fuzzy,) = (one for one in catalogue if one.fuzzy and not one.obsolete)
        assert (fuzzy.msgctxt, fuzzy.previous_msgid) == (key, english) and fuzzy.msgstr
        missing.add(tuple((one.msgctxt, one.msgid) for one in catalogue.untranslated_entries()))
    assert len(missing) == 1, "what the layouts in Urdu print is translated into every language"

    after = written(tmp_path)
    printing = {name for name, (keys, _, _) in before.items() if key in keys}
    assert 3 <= len(printing) < len(before) / 2 and after.keys() == before.keys()
    assert {name for name, (_, stops, _) in after.items() if stops} == {one for one in printing if ".en" not in one}
    assert {name for name, (_, _, made_of) in after.items() if made_of != before[name][2]} == printing
