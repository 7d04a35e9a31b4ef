# SPDX-License-Identifier: MIT
"""One cause is one line: errors come last and are marked, and nothing is left out without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import run

from leaflets.cli.called import Called
from leaflets.cli.columns import fold, table
from leaflets.cli.report import FEW, Report, gather_causes
from leaflets.core.problems import ExitCode, Problem, count_problems
from leaflets.core.suggest import suggest

LANGUAGES = ("ar", "bn", "pa", "pl", "ps", "ro", "so", "ur")
RISK = ("title", "summary", "in_brief", "why", "opener", "signs.mood", "signs.sleep", "signs.words")


def missing(tag: str, key: str, slug: str = "translation-missing") -> Problem:
    return Problem(
        slug, "it is not there.", f"locales/{tag}/LC_MESSAGES/leaflets.po", 12, 1, f"risks.new.{key}", "act."
    )


def test_a_new_risk_and_a_new_area_in_eight_languages_are_two_lines() -> None:
    found = [missing(tag, key) for tag in LANGUAGES for key in RISK]
    found += [missing(tag, "name", "translation-outdated") for tag in LANGUAGES]
    untranslated, outdated = gather_causes(found)
    assert untranslated.message == (
        "8 sentences have no translation in 8 languages (ar, bn, pa, pl, ps, ro, so, ur), "
        "the first of them risks.new.title."
    )
    assert outdated.message.startswith("1 sentence needs its translation checked in 8 languages")
    assert "`leaflets translate update`" in outdated.hint and "`leaflets translate status`" in outdated.hint


def test_languages_that_lack_other_sentences_are_told_apart() -> None:
    found = [missing(tag, key) for tag in LANGUAGES for key in (RISK if tag != "pl" else RISK[:5])]
    told = [problem.message for problem in gather_causes(found)]
    assert len(told) == 2 and "8 sentences have no translation in 7 languages" in told[0]
    assert "5 sentences have no translation in 1 language (pl)" in told[1]


def test_few_sentences_are_named_one_by_one() -> None:
    found = [missing("pl", key) for key in RISK[:FEW]]
    assert gather_causes(found) == found


def test_one_design_that_overflows_in_every_language_is_one_line_with_all_its_places() -> None:
    places = [f"guide.square.{tag}, panel inside-{n}" for tag in LANGUAGES for n in (1, 2, 3)]
    found = [Problem("overset", f"It is {n}.5 mm too long.", where=place) for n, place in enumerate(places)]
    [one] = gather_causes(found)
    assert one.where == places[0] and "guide.square.ar/bn/pa/pl/ps/ro/so/ur, panel inside-3" in one.message
    assert "guide.square.bn/pa/pl/ps/ro/so/ur, panel inside-1" in one.message
    english = Problem("overset", "It is 99 mm too long.", where="guide.square.en, panel inside-1")
    assert gather_causes([*found, english])[0].message.startswith("It is 99 mm too long.")
    assert f"in {len(places) - 1} more places" in one.message
    other = Problem("overset", "It is 3 mm too long.", where="card.wallet.en, panel page")
    assert gather_causes([*found, other])[1:] == [other]


def test_many_facts_to_verify_are_one_line_with_one_command() -> None:
    ids = [f"organisations.{name}.phone" for name in "abcde"]
    found = [
        Problem("fact-unverified", f"'{n}' is not verified.", "data.yaml", n, 5, id, f"`leaflets facts verify {id}`.")
        for n, id in enumerate(ids, start=1)
    ]
    [one] = gather_causes(found)
    assert one.message == "'1' is not verified. 4 other facts have the same problem; the hint names them."
    assert one.hint == f"`leaflets facts verify {' '.join(ids)}`."


def test_what_differs_in_more_than_its_place_is_not_one_cause() -> None:
    found = [Problem("missing-glyph", f"the character {c} has no glyph.", where=f"a.b.{c}x") for c in "abcdef"]
    assert gather_causes(found) == found
    same = [Problem("missing-glyph", "the character ß has no glyph.", where=f"a.b.{c}x") for c in "abcdef"]
    assert len(gather_causes(same)) == 1


def test_errors_come_last_and_are_marked_when_there_are_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    found = [Problem("unprinted", f"Warning {n}.", "data.yaml", n + 9, 1, severity="warning") for n in range(20)]
    error = Problem("overset", "This stops it.", "data.yaml", 1, 1)
    assert Report().fail([error, *found], ExitCode.PROBLEMS, "Nothing was written.") == ExitCode.PROBLEMS
    *_, before, last, ending = capsys.readouterr().err.splitlines()
    assert before.startswith("warning: ") and last == "error: data.yaml:1:1: This stops it."
    assert ending == "1 problem and 20 warnings. Nothing was written."
    Report().fail([error], ExitCode.PROBLEMS, "")
    assert capsys.readouterr().err == "data.yaml:1:1: This stops it.\n1 problem.\n"


def test_verbose_and_json_have_each_problem(capsys: pytest.CaptureFixture[str]) -> None:
    found = [missing(tag, key) for tag in LANGUAGES for key in RISK]
    assert len(Report(verbose=True).show(found)) == len(found)
    capsys.readouterr()
    Report(json=True).fail(found, ExitCode.PROBLEMS, "")
    assert capsys.readouterr().out.count('"translation-missing"') == len(found)


def test_a_problem_names_its_file_from_the_current_folder(small: Path, tmp_path: Path) -> None:
    data = small / "data.yaml"
    data.write_text(data.read_text().replace("  name: ", "  nam: ", 1))
    said = run("check", "--project", small).stderr
    assert said.startswith(f"{data}:")
    assert run("check", folder=small).stderr.startswith("data.yaml:")
    ours = Called(folder=tmp_path).name_file(Problem("overset", "y.", "templates/shipped.html"))
    assert ours.file == "templates/shipped.html"


def test_a_verb_that_edits_a_file_names_it(small: Path) -> None:
    words = ("facts", "verify", "organisations.helpline.phone", "--by", "A Reader")
    for folder, project in ((small, ()), (small.parent, ("--project", small))):
        ended = run(*words, *project, folder=folder)
        assert ended.returncode == 0 and ended.stdout.splitlines()[-1].endswith("data.yaml.")
        if project:
            assert str(small / "data.yaml") in ended.stdout


def test_tables_and_lists_fit_80_columns_and_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    rows = [["name", "words"], ["guide", "many words in one cell " * 9], ["a" * 70, "https://example.org/" + "x" * 90]]
    lines = list(table(rows))
    assert max(map(len, lines)) <= 80
    shown = "".join(lines)
    for letter in "amxg/":
        assert shown.count(letter) == sum(cell.count(letter) for row in rows for cell in row)
    folded = fold("words " * 40 + "x" * 200)
    assert max(map(len, folded)) <= 80 and "".join("".join(folded).split()) == "words" * 40 + "x" * 200


def test_unknown_words_are_answered_with_the_nearest_first() -> None:
    known = [f"aaa-{n}" for n in range(30)] + ["zebra-crossing"]
    hint = suggest("zoo crosses", known)
    assert hint.startswith("known here: zebra-crossing, ") and hint.endswith("and 16 more.")


def test_warnings_count_beside_problems() -> None:
    warning = Problem("unprinted", "W.", severity="warning")
    assert count_problems([Problem("overset", "E."), warning]) == "1 problem and 1 warning"
    assert count_problems([Problem("overset", "E."), Problem("overlap", "E.")]) == "2 problems"
