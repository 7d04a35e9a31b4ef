# SPDX-License-Identifier: MIT
"""A site that remembers: what it says of every address it has had, and what it refuses to lose."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pytest
from hosted import Hosted
from program import ROOT
from remembered import (
    START,
    YEAR,
    Step,
    change,
    drop,
    printed_addresses,
    publish,
    rebuilt,
    remembered,
    translated,
)
from served import served
from webpage import read

from leaflets.core.problems import ProblemsFound
from leaflets.register.codes import read_codes
from leaflets.register.published import FILE, read_published

WITHDRAWN = "    withdrawn: {date: 2027-03-01, reason: It was wrong., replaced_by: %s}\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """The project, published once; not to be changed."""
    mine = rebuilt(remembered(tmp_path_factory.mktemp("memory") / "project"))
    made = publish(mine, 0)
    assert list(made.changes) == ["new"]
    return mine


@pytest.fixture
def mine(published: Hosted, tmp_path: Path) -> Hosted:
    """A copy of it."""
    from hosted import copy_of

    return copy_of(published, tmp_path / "project")


def says(hosted: Hosted, address: str) -> str:
    return read(hosted.site, f"{address}index.html").text


def test_a_rerun_says_and_adds_nothing(mine: Hosted) -> None:
    before = (mine.folder / FILE).read_bytes(), (mine.site / "SHA256SUMS").read_bytes()
    made = publish(mine, 40)
    assert (made.changes, made.recorded) == ({}, 0)
    assert ((mine.folder / FILE).read_bytes(), (mine.site / "SHA256SUMS").read_bytes()) == before


def test_what_is_withdrawn_says_so_at_every_address_in_every_language_it_had(mine: Hosted) -> None:
    change(mine, "    title: Safe online\n", f"    title: Safe online\n{WITHDRAWN % 'one-risk'}")
    made = publish(rebuilt(mine), 90)
    assert set(made.changes) == {"withdrawn", "emptied"}
    for address in ("p/ex-01/", "p/ex-01/ur/", "p/ex-01/en/", "p/ex-01/ur/read/", "c/ex-01/", "c/ex-01/1.0/"):
        text = says(mine, address)
        assert "EX-01 is no longer made Please take it down" in text and "EX-02a Strangers who pretend" in text, address
    page = read(mine.site, "p/ex-01/ur/index.html")
    assert [one["lang"] for one in page.all("section")] == ["en", "ur"]
    assert [one["lang"] for one in read(mine.site, "p/ex-01/en/index.html").all("section")] == ["en"]
    assert "p/ex-02a/ur/index.html" in page.targets() and "p/ex-02a/en/index.html" in page.targets()
    files = [path for path in (mine.site / "p" / "ex-01").rglob("*.*") if path.suffix != ".html"]
    assert len(files) > 6
    for path in (path for path in files if path.suffix == ".pdf"):
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == 1 and pdf.Root.MarkInfo.Marked
    assert b"EX-01 is no longer made" in (mine.site / "p/ex-01/en/ex-01-en.txt").read_bytes()
    states = {one.address: one.state for one in read_published(mine.folder) if one.date > START}
    assert set(states.values()) == {"replaced", "emptied"} and "p/ex-01/ur/ex-01-ur.pdf" in states


def test_a_proof_keeps_its_page_without_the_file(mine: Hosted) -> None:
    change(mine, 'value: "0808 157 0001"', 'value: "0808 157 0002"')
    fresh = rebuilt(mine)
    for entry in fresh.manifest["editions"]:
        entry["state"] = "proof" if entry["code"] == "EX-01" else entry["state"]
    for entry in fresh.manifest["editions"]:
        for fact in entry["facts"]:
            fact["value"] = fact["value"].replace("0002", "0001")
    import json

    (fresh.dist / "manifest.json").write_text(json.dumps(fresh.manifest), encoding="utf-8")
    made = publish(fresh, 30)
    assert set(made.changes) == {"being checked", "emptied"}
    assert "We are checking this." in says(mine, "p/ex-01/en/") and "We are checking this." in says(
        mine, "c/ex-01/1.0/"
    )
    assert b"EX-01" not in (mine.site / "p/ex-01/en/ex-01-en.pdf").read_bytes()[:40]
    assert "p/ex-01/en/ex-01-en.pdf" not in read(mine.site, "p/ex-01/en/index.html").targets()


def test_what_merely_vanished_is_refused_and_kept_as_a_notice_once_that_is_accepted(mine: Hosted) -> None:
    before = (mine.site / "SHA256SUMS").read_bytes()
    drop(mine, "  everything:", "  one-risk:")
    fresh = rebuilt(mine)
    with pytest.raises(ProblemsFound) as found:
        publish(fresh, 10)
    assert {problem.slug for problem in found.value.problems} == {"site-loss"}
    assert {problem.where for problem in found.value.problems} == {"p/ex-01/en/", "p/ex-01/ur/"}
    assert (mine.site / "SHA256SUMS").read_bytes() == before, "nothing was written"
    made = publish(fresh, 10, accept_loss=True)
    assert set(made.changes) == {"lost", "emptied"} and "EX-01 is no longer made" in says(mine, "p/ex-01/en/")
    assert publish(fresh, 20).changes == {}, "it is accepted once"


def test_a_link_that_vanished_is_refused_and_one_that_was_renamed_leads_on(mine: Hosted) -> None:
    old = "organisations.helpline.links.parents.en"
    [code] = [code for code, fact in read_codes(mine.folder).items() if fact == old]
    change(
        mine,
        '      parents:\n        en: {value: "https://example.org/parents/help"',
        '      report:\n        en: {value: "https://example.org/new"',
    )
    change(mine, "purpose: Help for parents, link: parents", "purpose: Help for parents, link: report")
    from hosted import give_codes

    give_codes(mine.folder)
    fresh = rebuilt(mine)
    with pytest.raises(ProblemsFound) as found:
        publish(fresh, 10)
    assert [problem.where for problem in found.value.problems] == [f"r/{code}/"]
    change(
        mine, "languages: [en, ur]", f"renamed: {{{old}: organisations.helpline.links.report.en}}\nlanguages: [en, ur]"
    )
    publish(Hosted(mine.folder), 10)
    assert "example.org/new" in says(mine, f"r/{code}/")
    assert f"/safe/r/{code} https://example.org/new 302" in (mine.site / "_redirects").read_text(encoding="utf-8")


def test_a_site_does_not_empty_itself(mine: Hosted) -> None:
    manifest = (mine.dist / "manifest.json").read_text(encoding="utf-8").replace('"final"', '"proof"')
    (mine.dist / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(ProblemsFound, match="no edition is final") as found:
        publish(mine, 10)
    assert {problem.slug for problem in found.value.problems} == {"site-empty"}
    made = publish(mine, 10, accept_loss=True)
    assert "being checked" in made.changes and "looked at on" not in says(mine, "accessibility/en/")
    assert "We are checking this." in says(mine, "p/ex-02a/ur/")


def test_an_old_version_is_told_from_the_current_one(mine: Hosted) -> None:
    change(mine, 'code: EX-01\n    version: "1.0"', 'code: EX-01\n    version: "1.1"')
    made = publish(rebuilt(mine), 30)
    assert "c/ex-01/1.1/" in made.changes["new"] and "p/ex-01/en/ex-01-en.pdf" in made.changes["changed"]
    assert "There is a newer version." in says(mine, "c/ex-01/1.0/")
    assert "This is the current version." in says(mine, "c/ex-01/1.1/")
    assert "The current version is 1.1." in says(mine, "c/ex-01/")


def test_a_renamed_code_and_a_renamed_risk_keep_their_addresses(mine: Hosted) -> None:
    change(mine, "code: EX-01", "code: EX-09")
    change(mine, "  grooming:\n", "  strangers:\n")
    change(mine, "languages: [en, ur]", "renamed: {EX-01: EX-09, risks.grooming: risks.strangers}\nlanguages: [en, ur]")
    translated(mine.folder)
    publish(rebuilt(mine), 30)
    assert "EX-01 is no longer made" in says(mine, "p/ex-01/en/") and "EX-09 Safe online" in says(mine, "p/ex-01/en/")
    marks = [one.address for one in read_published(mine.folder) if re.fullmatch(r"topics/en/[0-9a-f]+/", one.address)]
    assert len(marks) == 2
    assert says(mine, marks[0]) == says(mine, marks[1])


def test_a_fact_that_a_finished_file_prints_otherwise_stops_the_site(mine: Hosted) -> None:
    text = (mine.folder / FILE).read_text(encoding="utf-8")
    (mine.folder / FILE).write_text(text.partition("\n")[0] + "\n", encoding="utf-8")  # nothing was ever published
    change(mine, 'value: "0808 157 0001"', 'value: "0808 157 0002"')
    with pytest.raises(ProblemsFound) as found:
        publish(Hosted(mine.folder), 10)
    assert {problem.slug for problem in found.value.problems} == {"site-stale"}
    [problem] = found.value.problems
    assert problem.where == "organisations.helpline.phone" and "'0808 157 0001'" in problem.message


def test_sentences_that_fall_back_are_named_and_no_others_fall(mine: Hosted) -> None:
    path = mine.folder / "locales/ur/approvals.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(",templates: This is the current")), "utf-8")
    made = publish(mine, 5)
    [warning] = [one for one in made.notices if one.slug == "site-words"]
    assert (
        warning.where == "site (ur)"
        and "1 sentences" in warning.message
        and "'This is the current version.'" in warning.message
    )
    page = read(mine.site, "c/ex-01/1.0/index.html")
    assert "Draft translation" in page.text and "Exit site" not in read(mine.site, "ur/index.html").text


def test_the_day_is_the_one_that_is_given(mine: Hosted) -> None:
    change(mine, "    title: Safe online\n", f"    title: Safe online\n{WITHDRAWN % 'one-risk'}")
    publish(rebuilt(mine), 90)
    days = {one.date for one in read_published(mine.folder)}
    assert days == {START, START + datetime.timedelta(90)}


def test_after_another_code_and_after_an_accepted_loss_every_address_that_it_ever_had_answers(tmp_path: Path) -> None:
    lines = list(live(tmp_path, [YEAR[0], YEAR[6], YEAR[9]]))
    assert [line.split(" | ")[2] for line in lines] == ["-", "-", "site-loss"]


@pytest.mark.long
def test_in_a_year_of_a_site_every_address_that_it_ever_had_answers(tmp_path: Path) -> None:
    """docs/site.md has the table."""
    table = "".join(live(tmp_path, YEAR))
    assert table in (ROOT / "docs" / "site.md").read_text(encoding="utf-8"), f"put this into docs/site.md:\n{table}"


def live(folder: Path, steps: Sequence[Step]) -> Iterator[str]:
    """Let that happen to a site, step by step, each published and served by nginx; yield the lines of a table."""
    hosted = rebuilt(remembered(folder / "project"))
    (folder / "empty").mkdir()
    with served(folder / "empty") as server:
        for number, step in enumerate(steps):
            step.act(hosted)
            if step.refused:
                before = (hosted.site / "SHA256SUMS").read_bytes()
                with pytest.raises(ProblemsFound) as found:
                    publish(Hosted(hosted.folder), 30 * number)
                assert step.refused in {problem.slug for problem in found.value.problems}, step.what
                assert (hosted.site / "SHA256SUMS").read_bytes() == before, "nothing was written"
            made = publish(Hosted(hosted.folder), 30 * number, accept_loss=bool(step.refused))
            assert step.said <= set(made.changes), (step.what, made.changes)
            assert bool(step.refused) == ("lost" in made.changes) or step.refused == "site-empty", step.what
            server.copy(hosted.site)
            ever = printed_addresses(hosted)
            wrong = {one: answer.status for one in ever if (answer := server.get(one)).status != 200}
            assert wrong == {}, step.what
            short = [one for one in read_codes(hosted.folder) if server.get(f"r/{one}").status != 200]
            assert short == [], step.what
            said = ", ".join(f"{len(addresses)} {state}" for state, addresses in made.changes.items())
            yield f"| {number + 1} | {step.what} | {step.refused or '-'} | {said or '-'} | {len(ever)} |\n"
