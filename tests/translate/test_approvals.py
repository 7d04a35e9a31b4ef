# SPDX-License-Identifier: MIT
"""Approvals by message: who must have read what, who may not, and what a change takes away."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import shutil
from pathlib import Path

import polib
import pytest
from catalogued import add_catalogues, open_at
from program import SMALL, TODAY, run

from leaflets.build.pipeline import Request, build
from leaflets.build.selection import Selection
from leaflets.core.messages import Message
from leaflets.core.people import read_person, same_person
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.languages.catalogue.approvals import (
    Approval,
    Approvals,
    approvals_path,
    read_approvals,
    write_approvals,
)
from leaflets.languages.catalogue.po import path_of
from leaflets.layout.translated import open_translated
from leaflets.translate.catalogue_files import update
from leaflets.translate.review import ApproveResult, approve, left_to_do

DAY = datetime.date.fromisoformat(TODAY)
BODY, EMERGENCY, RISK = "publications.one-risk.words.body", "publications.everything.words.body", "risks.grooming.title"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project in Polish, with a sentence that says 999 and a risk that two people must read."""
    folder = tmp_path_factory.mktemp("projects") / "small"
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("dist", ".*"))
    data = folder / "data.yaml"
    text = data.read_text(encoding="utf-8").replace("languages: [en]", "languages: [en, pl]")
    text = text.replace("[trifold-dl, poster-a3, poster-a4, booklet-a5, card-dl, card-wallet]", "[poster-a4]")
    text = text.replace("body: Talk about the internet at home.", "body: In danger? Call 999.")
    data.write_text(text.replace("    letter: a\n", "    letter: a\n    second_reader: true\n"), encoding="utf-8")
    add_catalogues(open_at(folder), "pl")
    return folder


@pytest.fixture
def polish(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "project"))


def read_by(folder: Path, by: str, *publications: str) -> ApproveResult:
    return approve(open_at(folder), "pl", patterns=publications, by=by, today=DAY)


def refusal(folder: Path, by: str) -> tuple[str, str]:
    """Return the kind of the problem with a reader, and what it says."""
    with pytest.raises(ProblemsFound) as caught:
        read_by(folder, by)
    (problem,) = caught.value.problems
    return problem.slug, problem.message


def edit(folder: Path, key: str, words: str) -> None:
    file = polib.pofile(str(folder / path_of("pl")))
    next(entry for entry in file if entry.msgctxt == key).msgstr = words
    file.save(str(folder / path_of("pl")))


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / approvals_path("pl")).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def states(folder: Path) -> dict[str, str]:
    built = build(Request(folder, folder / "dist", DAY, Selection(language=("pl",), purpose=("screen",))))
    return {entry["id"]: entry["state"] for entry in built.editions}


def test_an_edition_is_final_when_each_message_has_the_readers_it_needs(polish: Path) -> None:
    first = read_by(polish, "Anna Nowak")
    assert {EMERGENCY, RISK} <= set(first.second) and BODY not in first.second
    assert set(states(polish).values()) == {"proof"}, "the sentences with 999, and those of the risk, lack a reader"
    second = read_by(polish, "Jan Lis")
    assert [one.message.key for one in second.approved] == first.second and not second.second
    assert set(states(polish).values()) == {"final"}
    assert len(rows(polish)) == len(first.approved) + len(second.approved)


def test_a_changed_sentence_loses_its_own_approval_alone_and_shows_what_it_was(polish: Path) -> None:
    for by in ("Anna Nowak", "Jan Lis"):
        read_by(polish, by)
    before = next(row for row in rows(polish) if row["key"] == BODY)
    edit(polish, BODY, "Zupełnie inne słowa.")
    assert states(polish) == {
        "everything.poster-a4.pl.screen": "final",
        "one-risk-grooming.poster-a4.pl.screen": "proof",
    }
    (left,) = (problem for problem in left_to_do(open_at(polish), "pl") if problem.slug == "translation-unapproved")
    assert left.where == BODY and f"has changed since Anna Nowak read it on {TODAY}" in left.message
    assert before["translation"] in left.message
    again = run("translate", "approve", "pl", "--by", "Jan Lis", "--project", polish, "--today", TODAY)
    assert again.returncode == 0
    assert "approved: Zupełnie inne słowa." in again.stdout
    assert f"before: {before['translation']} (Anna Nowak, {TODAY})" in again.stdout
    assert "1 approved by Jan Lis" in again.stdout
    assert set(states(polish).values()) == {"final"}


def test_a_changed_english_sentence_is_shown_with_the_english_that_was_read(polish: Path) -> None:
    read_by(polish, "Anna Nowak")
    data = polish / "data.yaml"
    data.write_text(data.read_text(encoding="utf-8").replace("Talk about it.", "Talk about that."), encoding="utf-8")
    update(open_at(polish), ["pl"], today=DAY)
    file = polib.pofile(str(polish / path_of("pl")))
    next(entry for entry in file if entry.msgctxt == BODY).flags.remove("fuzzy")
    file.save()
    (changed,) = read_by(polish, "Anna Nowak").approved
    assert changed.before and changed.before.english == "Talk about it."
    assert changed.message.english == "Talk about that."


@pytest.mark.parametrize("by", ["ANNA  nowak", "Nowak, Anna", "Anna Nówak", "Dr Anna Nowak", "A. Nowak", "Ana Nowak"])
def test_the_same_person_in_another_spelling_is_no_second_reader(polish: Path, by: str) -> None:
    read_by(polish, "Anna Nowak")
    before = (polish / approvals_path("pl")).read_bytes()
    slug, message = refusal(polish, by)
    assert slug == "reader-again" and "may be Anna Nowak" in message
    assert (polish / approvals_path("pl")).read_bytes() == before


@pytest.mark.parametrize("by", ["Maria Zając", "maria zajac <maria@example.org>", "Zając Maria"])
def test_the_translator_is_not_the_reader(polish: Path, by: str) -> None:
    file = polib.pofile(str(polish / path_of("pl")))
    file.metadata["Last-Translator"] = "Maria Zając <mz@example.org>"
    file.save()
    slug, message = refusal(polish, by)
    assert slug == "reader-translated" and "Maria Zając" in message
    assert not (polish / approvals_path("pl")).exists()
    assert read_by(polish, "Marta Zaremba").approved


@pytest.mark.parametrize("by", ["", " ", "Your name", "todo", "x", "XX", "NAME", "?", "An\u202eNo", "a b" * 40])
def test_what_is_not_a_name_approves_nothing(polish: Path, by: str) -> None:
    assert refusal(polish, by)[0] == "wrong-name"


def test_names_of_two_people_are_two() -> None:
    people = ("Anna Nowak", "Anna Kowalska", "Jan Nowak", "Amina Begum", "রিনা আক্তার", "عائشہ خان", "Ng Li", "Łucja Bąk")
    for one in people:
        assert read_person(one) == one
        assert [other for other in people if same_person(one, other)] == [one]
    assert same_person("Łucja Bąk", "lucja bak") and same_person("عائشہ خان", "خان عائشہ")


def test_nothing_is_new_when_all_is_read(polish: Path) -> None:
    for by in ("Anna Nowak", "Jan Lis"):
        read_by(polish, by)
    before = (polish / approvals_path("pl")).read_bytes()
    assert read_by(polish, "Anna Nowak").approved == [] == read_by(polish, "Ewa Wilk").approved
    assert (polish / approvals_path("pl")).read_bytes() == before


def test_the_file_opens_in_a_spreadsheet_and_is_the_same_whatever_the_order(polish: Path) -> None:
    messages = [Message(words, f"k.{n}", "=1+1") for n, words in enumerate(('=HYPERLINK("x")', "+48", "a,\nb", "“ż”"))]
    ones = [Approval.of(one, "Anna Nowak", TODAY) for one in messages]
    data = write_approvals(Approvals().including(ones))
    assert data == write_approvals(Approvals().including(reversed(ones)))
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    cells = [cell for row in csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    back = Approvals(read_approvals(data.decode(), "approvals.csv"))
    assert [back.given(one) for one in messages] == [[one] for one in ones]


def test_a_line_has_the_digest_and_the_role_of_its_reader(polish: Path) -> None:
    for by in ("Jan Lis", "Anna Nowak"):
        read_by(polish, by)
    both = [row for row in rows(polish) if row["key"] == EMERGENCY]
    assert [row["role"] for row in both] == ["reader", "second reader"]
    assert len({row["digest"] for row in both}) == 1 and len({row["digest"] for row in rows(polish)}) > 5
    edited = (polish / approvals_path("pl")).read_text(encoding="utf-8").replace(both[0]["digest"], "0" * 20)
    (polish / approvals_path("pl")).write_text(edited, encoding="utf-8")
    assert "proof" in states(polish).values()


def test_an_approval_of_a_whole_publication_in_an_older_header_is_read_once(polish: Path) -> None:
    opened = open_at(polish)
    printed = {one.key: one for one in open_translated(opened.context, "pl").printed("everything")}
    parts = sorted((one.key, one.english, str(one)) for one in printed.values())
    digest = hashlib.sha256("\x01".join(map("\x00".join, parts)).encode()).hexdigest()[:20]
    catalogue = polish / path_of("pl")
    approved = {"everything": f"Anna Nowak; 2026-10-01; {digest}", "one-risk": "Jan Lis; 2026-10-01; 00"}
    lines = "".join(f'"X-Approved-{name}: {line}\\n"\n' for name, line in approved.items())
    text = catalogue.read_text(encoding="utf-8")
    at = text.index('"Content-Type')
    catalogue.write_text(text[:at] + lines + text[at:], encoding="utf-8")
    assert run("translate", "update", "pl", "--project", polish, "--today", TODAY).returncode == 0
    assert {(row["reader"], row["date"]) for row in rows(polish)} == {("Anna Nowak", "2026-10-01")}
    assert {row["key"] for row in rows(polish)} == set(printed)
    before = (polish / approvals_path("pl")).read_bytes()
    run("translate", "update", "pl", "--project", polish, "--today", TODAY)
    assert (polish / approvals_path("pl")).read_bytes() == before


def test_a_damaged_line_is_named_and_stops_its_language_alone(polish: Path) -> None:
    read_by(polish, "Anna Nowak")
    path = polish / approvals_path("pl")
    lines = path.read_bytes().decode().split("\r\n")
    lines[2], lines[3] = lines[2].replace(TODAY, "23/11/2026"), lines[3].replace("Anna Nowak", "x")
    path.write_bytes("\r\n".join(lines).encode())
    built = build(Request(polish, polish / "dist", DAY, Selection(purpose=("screen",))))
    assert built.exit_code == ExitCode.PROBLEMS
    assert {entry["language"] for entry in built.editions} == {"en"}
    found = [(one.file, one.line) for one in built.problems if one.slug == "approvals-broken"]
    assert found == [(approvals_path("pl"), 3), (approvals_path("pl"), 4)]


def test_status_names_each_message_and_the_reader_that_it_lacks(polish: Path) -> None:
    read_by(polish, "Anna Nowak", "everything")
    told = run("translate", "status", "pl", "--project", polish, "--today", TODAY)
    assert f"{EMERGENCY}: it needs a second reader, besides Anna Nowak ({TODAY})." in told.stdout
    assert f"{BODY}: it needs a reader." in told.stdout
    assert "translate approve pl --by NAME" in told.stderr
    assert "without a second reader" in told.stdout
    as_json = json.loads(run("translate", "status", "pl", "--json", "--project", polish, "--today", TODAY).stdout)
    assert {one["where"] for one in as_json["messages"]} >= {BODY, EMERGENCY}
