# SPDX-License-Identifier: MIT
"""Runs: what was ordered is noted and kept; a reprint is the same bytes, unless what it says is no longer so."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from program import SMALL, TODAY
from test_pack import SITES, WANTED, accept_facts, request, work_here

from leaflets.cli import parser
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.orders.pack import make_packs, print_again
from leaflets.register.runs import FILE, HEADER, PrintedCopies, add_runs, read_runs

DAY = datetime.date.fromisoformat(TODAY)
LATER = DAY + datetime.timedelta(days=30)
CARDS = replace(WANTED, formats=("card-wallet",), job="PO-2026-118")
NAME = "everything.PO-2026-118.zip"


@pytest.fixture(scope="module")
def ordered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, after an order of cards for two places, one of them without a number of a register."""
    folder = tmp_path_factory.mktemp("ordered") / "project"
    shutil.copytree(SMALL, folder)
    accept_facts(folder)
    (folder / "sites.csv").write_text(SITES.replace("103216", ""), encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("leaflets.orders.pack.orders.work", work_here)
        make_packs(request(folder), replace(CARDS, sites=folder / "sites.csv"))
    return folder


@pytest.fixture
def project(ordered: Path, tmp_path: Path) -> Path:
    """A copy of that project."""
    shutil.copytree(ordered, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no worker be started."""
    monkeypatch.setattr("leaflets.orders.pack.orders.work", work_here)


def refused(project: Path, run: str = "PO-2026-118", today: datetime.date = DAY) -> list[Problem]:
    before = (project / FILE).read_bytes()
    with pytest.raises(ProblemsFound) as caught:
        print_again(request(project, today), run)
    assert (project / FILE).read_bytes() == before
    return caught.value.problems


def test_an_order_is_noted_for_each_place_without_a_name(ordered: Path) -> None:
    text = (ordered / FILE).read_text(encoding="utf-8")
    assert text.splitlines()[0] == ",".join(HEADER)
    with zipfile.ZipFile(ordered / "packs" / NAME) as archive:
        (press,) = [name for name in archive.namelist() if name.endswith(".press.pdf")]
        sha256 = hashlib.sha256(archive.read(press)).hexdigest()
    rows = list(csv.DictReader(text.splitlines()))
    assert [(row["run"], row["quantity"], row["place"], row["date"]) for row in rows] == [
        ("PO-2026-118", "170", "B29", TODAY),
        ("PO-2026-118", "330", "URN 103215", TODAY),
    ]
    assert {(row["edition"], row["sha256"]) for row in rows} == {(press.removesuffix(".pdf"), sha256)}
    assert "Anne" not in text and "Acorn" not in text and "High Street" not in text


def test_the_same_order_adds_nothing_on_the_same_day_and_lines_on_another(project: Path, at_once: None) -> None:
    wanted = replace(CARDS, sites=project / "sites.csv")
    before = (project / FILE).read_bytes()
    make_packs(request(project), wanted)
    assert (project / FILE).read_bytes() == before
    make_packs(request(project, LATER), wanted)
    assert [one.date for one in read_runs(project)] == [DAY, DAY, LATER, LATER]


def test_another_order_under_the_same_number_is_refused_and_nothing_is_written(project: Path, at_once: None) -> None:
    files = {path: path.read_bytes() for path in project.rglob("*.zip")}
    with pytest.raises(ProblemsFound) as caught:
        make_packs(request(project), CARDS)
    (problem,) = caught.value.problems
    assert problem.slug == "run-changed" and "--again PO-2026-118" in problem.hint
    assert {path: path.read_bytes() for path in project.rglob("*.zip")} == files
    assert len(read_runs(project)) == 2


def test_it_is_refused_by_the_register_alone_and_taken_once_its_lines_are_deleted(project: Path, at_once: None) -> None:
    """A fresh clone has the register, but not the packs; an order that was never placed is no run."""
    former = (project / "packs" / NAME).read_bytes()
    (project / "packs" / NAME).unlink()
    with pytest.raises(ProblemsFound, match="ordered before"):
        make_packs(request(project), CARDS)
    (project / "packs" / NAME).write_bytes(former)
    (project / FILE).unlink()
    make_packs(request(project), CARDS)
    assert (project / "packs" / NAME).read_bytes() == (project / "dist" / "print" / NAME).read_bytes() != former
    assert [one.quantity for one in read_runs(project)] == [500]


def test_an_enquiry_for_prices_is_no_run(project: Path, at_once: None) -> None:
    wanted = replace(CARDS, job="Q-1", quantities={"": (500, 1000, 2500)})
    (pack,) = make_packs(request(project), wanted).packs
    with zipfile.ZipFile(project / "dist" / pack["path"]) as archive:
        said = json.loads(archive.read("specification.json"))
    assert said["enquiry"] and said["products"][0]["files"][0]["also_quote"] == [1000, 2500]
    assert said["quantity"] == 500
    assert {one.run for one in read_runs(project)} == {"PO-2026-118"}
    assert not list((project / "packs").glob("*Q-1*"))


def test_a_reprint_is_the_same_bytes_after_dist_is_gone(project: Path) -> None:
    kept = (project / "packs" / NAME).read_bytes()
    shutil.rmtree(project / "dist")
    packed = print_again(request(project, LATER), "PO-2026-118")
    assert (project / "dist" / "print" / NAME).read_bytes() == kept
    assert packed.packs[0]["copies"] == 500 and packed.packs[0]["delivery_points"] == 2
    assert [(one.date, one.quantity) for one in read_runs(project)] == [
        (DAY, 170),
        (DAY, 330),
        (LATER, 170),
        (LATER, 330),
    ]
    print_again(request(project, LATER), "PO-2026-118")
    assert len(read_runs(project)) == 4, "nothing is noted twice"


def test_what_is_no_longer_so_is_not_printed_again(project: Path) -> None:
    data = project / "data.yaml"
    text = data.read_text(encoding="utf-8")
    data.write_text(text.replace("0808 157 0001", "0808 157 0003"), encoding="utf-8")
    assert "run-outdated" in [problem.slug for problem in refused(project)]
    data.write_text(text, encoding="utf-8")
    slugs = {problem.slug for problem in refused(project, today=datetime.date(2027, 5, 23))}
    assert slugs == {"fact-overdue", "publication-overdue"}
    withdrawn = "    withdrawn: {date: 2026-11-01, reason: Numbers have changed.}\n"
    data.write_text(text.replace("  everything:\n", f"  everything:\n{withdrawn}"), encoding="utf-8")
    assert "publication-withdrawn" in [problem.slug for problem in refused(project)]


def test_a_pack_that_is_damaged_or_gone_is_not_printed_again(project: Path) -> None:
    pack = project / "packs" / NAME
    whole = pack.read_bytes()
    at = whole.index(b"%PDF") + 400 if b"%PDF" in whole else len(whole) // 2
    pack.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert [problem.slug for problem in refused(project)] == ["run-damaged"]
    pack.write_bytes(b"PK not a zip")
    assert [problem.slug for problem in refused(project)] == ["run-damaged"]
    pack.unlink()
    (problem,) = refused(project)
    assert problem.slug == "run-damaged" and "everything.card-wallet.en.press" in problem.message
    (problem,) = refused(project, "PO-2026-181")
    assert problem.slug == "run-unknown" and "PO-2026-118" in problem.hint


def test_a_pack_with_other_files_than_were_noted_is_not_printed_again(project: Path) -> None:
    first, second = read_runs(project)
    (project / FILE).unlink()
    add_runs(project, [replace(first, sha256="0" * 64), second])
    assert [problem.slug for problem in refused(project)] == ["run-damaged"]


def test_a_date_of_delivery_that_has_passed_is_a_warning(tmp_path: Path, ordered: Path, at_once: None) -> None:
    project = tmp_path / "project"
    shutil.copytree(ordered, project)
    due = DAY + datetime.timedelta(days=10)
    make_packs(request(project), replace(CARDS, job="PO-2", deliver_by=due))
    assert [problem.slug for problem in print_again(request(project, DAY), "PO-2").problems] == []
    assert [problem.slug for problem in print_again(request(project, LATER), "PO-2").problems] == ["run-late"]


def test_lines_of_two_branches_make_one_register(tmp_path: Path) -> None:
    one = PrintedCopies("PO-1", DAY, "guide.trifold-dl.en.press", "a" * 64, "URN 103215", 50)
    other = replace(one, run="PO-2", place="B12")
    add_runs(tmp_path, [one])
    base = (tmp_path / FILE).read_bytes()
    add_runs(tmp_path, [other])
    mine = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(base)
    add_runs(tmp_path, [replace(one, date=LATER)])
    for name, data in (("mine", mine), ("base", base), ("other", (tmp_path / FILE).read_bytes())):
        (tmp_path / name).write_bytes(data)
    merged = subprocess.run(
        ["git", "merge-file", "-p", "--union", "mine", "base", "other"], cwd=tmp_path, capture_output=True
    )
    (tmp_path / FILE).write_bytes(merged.stdout)
    assert read_runs(tmp_path) == (one, replace(one, date=LATER), other)


@pytest.mark.parametrize(
    "line",
    ["PO-1,e,x,5,B12,2026-11-28", f"PO-1,e,{'a' * 64},0,B12,2026-11-28", f"PO-1,e,{'a' * 64},5,B12,soon", "PO-1,e"],
)
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "register").mkdir()
    (tmp_path / FILE).write_text(f"{','.join(HEADER)}\n{line}\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_runs(tmp_path)
    assert [(one.slug, one.line) for one in caught.value.problems] == [("register-damaged", 2)]


def test_the_verb_prints_again_and_takes_no_other_words(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["print", "--again", "PO-2026-118", "--project", str(project), "--today", TODAY]
    assert parser.run(words) == 0
    assert f"print/{NAME}" in capsys.readouterr().out
    assert parser.run([*words, "--quantity", "5"]) == ExitCode.USAGE
    assert parser.run(["print", "everything", *words[1:]]) == ExitCode.USAGE
    assert parser.run(["print", "--json", "--project", str(project)]) == ExitCode.USAGE
    assert '"order-unclear"' in capsys.readouterr().out
    assert parser.run([*words, "--quantity", "5"]) == ExitCode.USAGE
    assert "do not go with --again" in capsys.readouterr().err
