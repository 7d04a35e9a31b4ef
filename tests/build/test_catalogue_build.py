# SPDX-License-Identifier: MIT
"""Translated editions: a changed English stops those that print it and no others; what nobody approved says so."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import pypdfium2
import pytest
from catalogued import SCRIPTS, add_catalogues, open_at
from program import SMALL, TODAY, run
from veracheck import verapdf

from leaflets.build.pipeline import Request, build
from leaflets.build.publish import read_manifest
from leaflets.build.results import BuildResult
from leaflets.build.selection import Selection
from leaflets.core.messages import ENGLISH, SOURCE
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.catalogue.approvals import approvals_path
from leaflets.languages.catalogue.po import path_of
from leaflets.languages.registry import read_languages
from leaflets.layout.printed import keys_by_publication
from leaflets.layout.translated import open_translated
from leaflets.translate.catalogue_files import update
from leaflets.translate.review import ReviewRow, approve, group_rows, status

DAY = datetime.date.fromisoformat(TODAY)
EIGHT = tuple(SCRIPTS)
KNOWN = read_languages(Resources(SHIPPED)).languages
BODY = "publications.one-risk.words.body"
SCREEN = Selection(purpose=("screen",))


def request(folder: Path, selection: Selection = SCREEN, **options: Any) -> Request:
    return Request(folder, folder / "dist", DAY, selection, **options)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def edit(folder: Path, tag: str, key: str, words: str) -> None:
    """Change one translation, as a translator does."""
    file = polib.pofile(str(folder / path_of(tag)))
    next(entry for entry in file if entry.msgctxt == key).msgstr = words
    file.save(str(folder / path_of(tag)))


def state(folder: Path) -> dict[str, tuple[str, str]]:
    """Return the state and the digest of every edition."""
    manifest = read_manifest(folder / "dist")
    assert manifest
    return {entry["id"]: (entry["state"], entry["digest"]) for entry in manifest["editions"]}


def entries_of(built: BuildResult) -> dict[str, dict[str, Any]]:
    """Return the entries of a build in which everything went well."""
    assert not built.stopped and not built.faults, built.problems
    return {entry["id"]: entry for entry in built.editions}


def fuzzy_in(folder: Path, tag: str) -> list[str | None]:
    return [entry.msgctxt for entry in polib.pofile(str(folder / path_of(tag))) if entry.fuzzy and not entry.obsolete]


def make_project(folder: Path, *tags: str) -> Path:
    """Return the small project with posters alone and full catalogues of these languages."""
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("dist", ".*"))
    data = folder / "data.yaml"
    change(data, "languages: [en]", f"languages: [en, {', '.join(tags)}]")
    change(data, "[trifold-dl, poster-a3, poster-a4, booklet-a5, card-dl, card-wallet]", "[poster-a4]")
    add_catalogues(open_at(folder), *tags)
    return folder


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, BuildResult]]:
    """A project in English and eight languages, built for the screen."""
    folder = make_project(tmp_path_factory.mktemp("eight") / "project", *EIGHT)
    yield folder, build(request(folder))


@pytest.fixture
def polish(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", "pl")


def test_every_language_is_built_as_a_proof_that_says_draft_in_both_languages(eight: tuple[Path, BuildResult]) -> None:
    folder, built = eight
    assert built.exit_code == ExitCode.OK and not built.stopped
    states = {entry["id"]: entry["state"] for entry in built.editions}
    assert len(states) == 18
    assert {name: one for name, one in states.items() if one != "proof"} == {
        "everything.poster-a4.en.screen": "final",
        "one-risk-grooming.poster-a4.en.screen": "final",
    }
    for entry in built.editions:
        english = entry["language"] == SOURCE
        draft = {"status": "draft", "reviewer": None, "date": None}
        assert entry["translation"] == (None if english else draft)
        with pypdfium2.PdfDocument(folder / "dist" / entry["path"]) as document:
            title = document.get_metadata_dict()["Title"]
            label = f"{KNOWN[entry['language']].draft_label} · DRAFT TRANSLATION: "
            assert title.startswith(entry["code"] if english else label), "a screen reader does not meet the stamp"
            assert title.endswith(KNOWN[entry["language"]].name) and entry["title"] not in title
            for page in document:
                text = page.get_textpage().get_text_range()
                assert ("DRAFT TRANSLATION" in text) == (not english), entry["id"]
                if entry["language"] == "pl":
                    assert "Tłumaczenie robocze" in text
    assert any(one.slug == "translation-unapproved" for one in built.notices)


def test_a_proof_is_accessible_all_the_same(eight: tuple[Path, BuildResult]) -> None:
    folder, _ = eight
    paths = [folder / "dist" / f"pdf/everything/everything.poster-a4.{tag}.screen.pdf" for tag in ("ur", "bn", "pl")]
    for path, verdict in verapdf(paths).items():
        assert verdict.compliant, (path.name, verdict.broken)


def test_one_changed_sentence_makes_one_message_fuzzy_in_eight_catalogues_and_stops_what_prints_it(
    eight: tuple[Path, BuildResult], tmp_path: Path
) -> None:
    before = state(eight[0])
    folder = tmp_path / "project"
    shutil.copytree(eight[0], folder)
    change(folder / "data.yaml", "      body: Talk about it.\n", "      body: Talk about it today.\n")
    updated = update(open_at(folder), EIGHT, today=DAY)
    assert [one.merged.changed for one in updated] == [[BODY]] * 8
    assert [fuzzy_in(folder, tag) for tag in EIGHT] == [[BODY]] * 8

    built = build(request(folder))
    assert built.exit_code == ExitCode.PROBLEMS
    assert set(built.stopped) == {f"one-risk-grooming.poster-a4.{tag}" for tag in EIGHT}
    assert {one.file for one in built.problems if one.slug == "translation-outdated"} == {path_of(tag) for tag in EIGHT}
    after = state(folder)
    changed = "one-risk-grooming.poster-a4.en.screen"
    assert set(after) == {name for name in before if not name.startswith("one-risk")} | {changed}
    assert {name for name in after if after[name] != before[name]} == {changed}
    assert not list((folder / "dist" / "pdf" / "one-risk-grooming").glob("*.pl.*"))

    draft = build(request(folder, replace(SCREEN, publication=("one-risk",), language=("pl",)), draft=True))
    assert [entry["state"] for entry in draft.editions] == ["draft"]
    assert any(one.slug == "translation-outdated" and one.severity == "warning" for one in draft.problems)


def test_an_approval_lets_the_edition_go_to_press_and_ends_with_the_next_edit_of_what_it_prints(polish: Path) -> None:
    approve(open_at(polish), "pl", patterns=["everything"], by="A Reader", today=DAY)
    made = entries_of(build(request(polish, Selection(language=("pl",)))))
    approved = {"status": "approved", "reviewer": "A Reader", "date": TODAY}
    assert made["everything.poster-a4.pl.screen"]["translation"] == approved
    assert made["everything.poster-a4.pl.screen"]["state"] == "final"
    assert "everything.poster-a4.pl.press" in made, "approved: it goes to press"
    assert made["one-risk-grooming.poster-a4.pl.screen"]["state"] == "proof"
    assert "one-risk-grooming.poster-a4.pl.press" not in made, "a proof never does"
    with pypdfium2.PdfDocument(polish / "dist" / "pdf/everything/everything.poster-a4.pl.screen.pdf") as document:
        assert "DRAFT" not in document[0].get_textpage().get_text_range()
        assert document.get_metadata_dict()["Title"].endswith(", A4 poster, Polish")

    approve(open_at(polish), "pl", patterns=["one-risk"], by="Jan Lis", today=DAY)
    edit(polish, "pl", BODY, "Zupełnie inne słowa.")
    rows = {row.publication: row for row in status(open_at(polish)) if row.language == "pl"}
    assert rows["everything"].review.status == "approved" and not rows["everything"].blocks
    assert rows["one-risk-grooming"].review.status == "outdated"
    assert rows["one-risk-grooming"].blocks == ("1 changed since approved",)
    made = entries_of(build(request(polish, Selection(language=("pl",)))))
    assert made["one-risk-grooming.poster-a4.pl.screen"]["state"] == "proof"
    assert made["one-risk-grooming.poster-a4.pl.screen"]["translation"]["status"] == "outdated"
    assert made["everything.poster-a4.pl.screen"]["state"] == "final"


@pytest.mark.parametrize("words", ["", "Zadzwoń {childline.fone}.", "Słowa"])
def test_what_is_missing_or_fails_a_check_cannot_be_approved(polish: Path, words: str) -> None:
    edit(polish, "pl", BODY, words)
    before = (polish / path_of("pl")).read_bytes()
    with pytest.raises(ProblemsFound) as caught:
        approve(open_at(polish), "pl", patterns=["one-risk"], by="A Reader", today=DAY)
    assert {problem.where for problem in caught.value.problems} == {BODY}
    assert (polish / path_of("pl")).read_bytes() == before
    approve(open_at(polish), "pl", patterns=["everything"], by="A Reader", today=DAY)


def test_nobody_can_approve_what_is_not_there(polish: Path) -> None:
    desk = open_at(polish)
    with pytest.raises(ProblemsFound) as caught:
        approve(desk, "pl", patterns=["leaflet"], by="A Reader", today=DAY)
    assert caught.value.exit_code == ExitCode.USAGE
    with pytest.raises(ProblemsFound, match="no language"):
        approve(desk, "en", patterns=[], by="A Reader", today=DAY)


def test_status_tells_the_same_messages_as_a_page_prints(eight: tuple[Path, BuildResult]) -> None:
    context = open_at(eight[0]).context
    for tag in EIGHT:
        translated = open_translated(context, tag)
        found = keys_by_publication(context, tag)
        assert {len(keys) > 3 for keys in found.values()} == {True}
        for publication, keys in found.items():
            assert set(keys) == {message.key for message in translated.printed(publication)}, (tag, publication)


def test_status_counts_what_is_missing_fuzzy_and_faulty(polish: Path) -> None:
    edit(polish, "pl", BODY, "")
    edit(polish, "pl", "publications.everything.words.body", "Słowa 7.")
    rows: dict[tuple[str, str], ReviewRow] = {(row.language, row.publication): row for row in status(open_at(polish))}
    one, everything = rows["pl", "one-risk-grooming"], rows["pl", "everything"]
    assert one.missing == 1 and one.translated == one.messages - 1 and "1 missing" in one.blocks
    assert everything.faults == 1 and "1 failing a check" in everything.blocks
    assert everything.as_json()["review"] == {"status": "draft", "reviewer": None, "date": None}


def test_a_broken_catalogue_stops_its_own_language(polish: Path) -> None:
    (polish / path_of("pl")).write_text("this is no catalogue\n", encoding="utf-8")
    built = build(request(polish))
    assert built.exit_code == ExitCode.PROBLEMS
    assert {entry["language"] for entry in built.editions} == {"en"}
    (problem,) = (one for one in built.problems if one.slug == "catalogue-broken")
    assert (problem.file, problem.line) == (path_of("pl"), 1)


def test_a_language_without_a_catalogue_is_built_as_a_draft_in_english(polish: Path) -> None:
    change(polish / "data.yaml", "languages: [en, pl]", "languages: [en, kmr]")
    selection = replace(SCREEN, publication=("one-risk",), language=("kmr",))
    with pytest.raises(ProblemsFound) as caught:
        build(request(polish, selection))
    assert {one.slug for one in caught.value.problems} == {"translation-missing"}
    (entry,) = build(request(polish, selection, draft=True)).editions
    with pypdfium2.PdfDocument(polish / "dist" / entry["path"]) as document:
        assert "Talk about it." in document[0].get_textpage().get_text_range()


# The verbs


def test_the_verbs_make_fill_and_judge_a_catalogue(polish: Path) -> None:
    project = ("--project", polish, "--today", TODAY)
    made = run("translate", "extract", *project)
    assert made.returncode == 0 and "leaflets.pot" in made.stdout
    assert (polish / "locales" / "leaflets.pot").is_file()
    assert "new" in run("translate", "update", "uk", *project).stdout
    before = (polish / path_of("uk")).read_bytes()
    (again,) = update(open_at(polish), ["uk"], today=DAY)
    assert again.merged.summary == "nothing has changed" and (polish / path_of("uk")).read_bytes() == before
    told = json.loads(run("translate", "status", "--json", *project).stdout)
    rows = {(row["language"], row["publication"]): row for row in told["translations"]}
    assert rows["uk", "everything"]["translated"] == 0
    assert rows["pl", "everything"]["translated"] == rows["pl", "everything"]["messages"]
    assert rows["pl", "everything"]["fonts"] == {"present": True, "missing": []}
    lines = group_rows(status(open_at(polish)))
    assert next(state for which, state in lines.items() if "uk" in which).startswith("0 % translated, draft; ")
    assert next(state for which, state in lines.items() if which == "pl: all").startswith("100 % translated")

    approved = run("translate", "approve", "pl", "--by", "A Reader", *project)
    assert approved.returncode == 0
    lines = (polish / approvals_path("pl")).read_text(encoding="utf-8-sig").splitlines()
    (line,) = (line for line in lines if f",{BODY}," in line)
    assert line.startswith("one-risk,") and ",A Reader,reader,2026-11-23,Talk about it.," in line


def test_wrong_words_are_answered_with_what_was_meant(polish: Path) -> None:
    for words, said in (
        (
            ("translate",),
            "needs a second word: approve, export, extract, import, review, status or update.",
        ),
        (("translate", "update", "urdu"), "here is no language 'urdu'"),
        (("translate", "approve", "pl"), "--by"),
    ):
        answer = run(*words, "--project", polish)
        assert answer.returncode == ExitCode.USAGE and said in answer.stderr, words


def test_messages_are_recorded_whatever_the_translator(small: Path) -> None:
    context = open_at(small).context
    english = context.says(ENGLISH)
    keys = keys_by_publication(context, "pl")["everything"]
    assert "templates: QR code. %(purpose)s: %(address)s" in keys
    assert english.project.publications["everything"].title == "Safe online"
