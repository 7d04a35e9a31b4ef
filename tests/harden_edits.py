# SPDX-License-Identifier: MIT
"""People who edit one project at the same time: every edit must be recorded. What `script/harden edits` does."""

from __future__ import annotations

import datetime
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

import polib
from parcels import parcel
from patience import RUN_SECONDS
from program import TODAY, environment
from validated import validate

from leaflets.content.load import load_data
from leaflets.content.model import facts_of
from leaflets.core.resources import SHIPPED
from leaflets.languages.catalogue.approvals import approvals_path
from leaflets.languages.catalogue.po import path_of
from leaflets.translate.catalogue_files import open_for_translation
from leaflets.translate.exchange.entries import rows_of
from leaflets.translate.exchange.xlsx import write_xlsx
from leaflets.translate.parcels import drafts_of, merged_file

LANGUAGES = ("pl", "ro", "so")
PATIENT = f"""
from leaflets.core import lock
lock.PATIENCE_SECONDS = {RUN_SECONDS}
from leaflets.cli.start import main
main()
"""
"""The program, on a machine so busy that its patience would run out."""


@dataclass(frozen=True)
class Edit:
    """What somebody does, and whether the project shows it."""

    words: tuple[str, ...]
    is_recorded: Callable[[Path], bool]


def prepare(folder: Path) -> None:
    """Copy the shipped project with its drafts."""
    folder.mkdir()
    shutil.copy(SHIPPED / "data.yaml", folder)
    for tag in LANGUAGES:
        (folder / path_of(tag)).parent.mkdir(parents=True)
        shutil.copy(SHIPPED / path_of(tag), folder / path_of(tag))


def verifications(folder: Path) -> Iterator[Edit]:
    for number, name in enumerate(facts_of(validate(load_data(folder / "data.yaml")))):
        person = f"Person {number}"

        def is_recorded(folder: Path, name: str = name, person: str = person) -> bool:
            return facts_of(validate(load_data(folder / "data.yaml")))[name].verified_by == person

        yield Edit(("facts", "verify", name, "--by", person), is_recorded)


def approvals(folder: Path) -> Iterator[Edit]:
    """Approvals, by one language after another."""
    publications = validate(load_data(folder / "data.yaml")).publications
    for name in (name for name, one in publications.items() if name != "one-risk" and one.languages is None):
        for tag in LANGUAGES:

            def is_recorded(folder: Path, tag: str = tag, key: str = f"publications.{name}.title") -> bool:
                lines = (folder / approvals_path(tag)).read_text(encoding="utf-8").splitlines()
                return any(f",{key}," in line and f",Reader of {tag},reader," in line for line in lines)

            words = ("translate", "approve", tag, "--publication", name, "--by", f"Reader of {tag}")
            yield Edit(words, is_recorded)


def imports(folder: Path) -> Iterator[Edit]:
    """Spreadsheets that change one message each."""
    today = datetime.date.fromisoformat(TODAY)
    opened = open_for_translation(folder, today=today)
    drafts = drafts_of(opened.items)
    rows = {tag: rows_of(merged_file(opened, tag, today=today), drafts) for tag in LANGUAGES}
    for number in range(len(drafts)):
        for tag in LANGUAGES:
            row = rows[tag][number]
            words = row.target.split(" ")
            if len(words) < 6 or "{" in row.target or row.state == "new":
                continue
            target = " ".join((words[1].capitalize(), words[0].lower(), *words[2:]))
            path = folder / f"{tag}-{number}.xlsx"
            path.write_bytes(write_xlsx(parcel([replace(row, target=target, state="done")], tag)))

            def is_recorded(folder: Path, tag: str = tag, target: str = target) -> bool:
                return any(entry.msgstr == target for entry in polib.pofile(str(folder / path_of(tag))))

            yield Edit(("translate", "import", path.name, "--language", tag, "--by", "A Translator"), is_recorded)


def edit_at_once(folder: Path, number: int) -> list[str]:
    """Start that many edits of a prepared project, all at once; return what went wrong."""
    kinds = (verifications(folder), approvals(folder), imports(folder))
    edits = list(chain.from_iterable(islice(kind, share) for kind, share in zip(kinds, shares(number), strict=True)))
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PATIENT, *edit.words, "--project", str(folder), "--today", TODAY],
            cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for edit in edits
    ]  # fmt: skip
    wrong = [] if len(edits) == number else [f"only {len(edits)} edits"]
    for edit, process in zip(edits, started, strict=True):
        _, said = process.communicate(timeout=RUN_SECONDS)
        if process.returncode:
            wrong.append(f"{' '.join(edit.words)}: exit code {process.returncode}: {said[-300:]}")
    wrong += [f"{' '.join(edit.words)}: not recorded" for edit in edits if not edit.is_recorded(folder)]
    return wrong + [f"left: {path.name}" for path in folder.rglob("*.new")]


def shares(number: int) -> tuple[int, int, int]:
    """Return how many verify, approve and import."""
    approve = min(number // 3, 15)
    return number - approve - number // 3, approve, number // 3


def run(number: int) -> int:
    """Do it; print what came of it; return an exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        prepare(folder)
        wrong = edit_at_once(folder, number)
    print(f"{number} edits at the same time: {len(wrong)} lost or wrong")
    for what in wrong:
        print(f"  {what}")
    return int(bool(wrong))
