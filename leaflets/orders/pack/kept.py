# SPDX-License-Identifier: MIT
"""Runs: packs that were ordered are kept in `packs/` of the project, noted in register/runs.csv, and printed again.

No build touches that folder, so a reprint is the same bytes, if what they say is still so; and it can be said later
what was printed, and for whom.
"""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from leaflets.build.former import Comparison
from leaflets.build.job import Task
from leaflets.build.manifest import EditionEntry
from leaflets.build.pipeline import Request, open_recipes
from leaflets.build.project import open_project
from leaflets.build.verify import check_tree
from leaflets.content.model import layouts_of
from leaflets.core.commands import command
from leaflets.core.edition import Edition
from leaflets.core.files import write_whole
from leaflets.core.lock import lock_project
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.orders.order import Order, Site, drops_of
from leaflets.orders.pack.orders import refuse
from leaflets.orders.pack.plan import OrderPlan, refuse_doubtful, refuse_withdrawn
from leaflets.register.runs import FILE, PrintedCopies, add_runs, read_runs

KEPT = "packs"


def keep_packs(folder: Path, packs: Mapping[str, bytes], orders: Sequence[Sequence[PrintedCopies]]) -> None:
    """Keep packs by their names; ProblemsFound if one of these runs was noted before, with other contents.

    `orders` has the records of each pack. Why: two packs with one number of a job are confused at the printer's, and
    only one of them could be printed again.
    """
    with lock_project(folder):
        noted, problems = read_runs(folder), []
        for (name, data), records in zip(packs.items(), orders, strict=True):
            former, run = folder / KEPT / name, records[0].run
            editions = {one.edition for one in records}
            before = {_undated(one) for one in noted if one.run == run and one.edition in editions}
            is_other = former.is_file() and former.read_bytes() != data
            if before and (is_other or before != {_undated(one) for one in records}):
                message = f"{run} was ordered before, with other contents."
                again = command("print", "--again", run)
                hint = f"give this order another number with --job; for a reprint of the former one: {again}."
                problems.append(Problem("run-changed", message, f"{KEPT}/{name}", hint=hint))
        if problems:
            raise ProblemsFound(problems)
        (folder / KEPT).mkdir(exist_ok=True)
        for name, data in packs.items():
            path = folder / KEPT / name
            if not path.is_file() or path.read_bytes() != data:
                write_whole(path, data)


def _undated(record: PrintedCopies) -> PrintedCopies:
    return replace(record, date=date.min)


def note_runs(folder: Path, records: Iterable[PrintedCopies]) -> None:
    """Add records to the register, last of all: it names only what has been packed."""
    try:
        with lock_project(folder):
            add_runs(folder, records)
    except OSError as error:
        message = f"the packs are made, but the register could not be written: {error.strerror}."
        hint = "correct that, then order the same again; nothing is noted twice."
        raise ProblemsFound(
            [Problem("register-unwritten", message, FILE, hint=hint)], exit_code=ExitCode.DISK
        ) from None


def records_of(order: Order, today: date) -> Iterator[PrintedCopies]:
    """Yield the register's record of each press file for each place; without a list there is one place, unnamed."""
    sums = {item.edition: item.sha256 for item in order.items}
    copies = Counter[tuple[str, str]]()
    for drop in drops_of(order):
        copies[drop.item.edition, _place(drop.site)] += drop.copies
    if not order.sites:
        copies.update({(item.edition, ""): item.quantity for item in order.items})
    for (edition, place), quantity in copies.items():
        yield PrintedCopies(order.job, today, edition, sums[edition], place, quantity)


def _place(site: Site) -> str:
    return site.number or site.postcode.partition(" ")[0]


@dataclass(frozen=True)
class KeptPack:
    """A pack that was ordered."""

    name: str
    data: bytes

    @cached_property
    def specification(self) -> dict[str, Any]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            found: dict[str, Any] = json.loads(archive.read("specification.json"))
            return found

    @property
    def files(self) -> list[dict[str, Any]]:
        """What the specification says of each press file."""
        return [file for product in self.specification["products"] for file in product["files"]]


def find_run(folder: Path, run: str) -> tuple[list[KeptPack], list[PrintedCopies]]:
    """Return the packs of a run and its records; ProblemsFound if it is not known, or they are not as it was."""
    noted = read_runs(folder)
    records = [one for one in noted if one.run == run]
    if not records:
        near = get_close_matches(run, {one.run for one in noted}, n=1)
        hint = f"did you mean {near[0]}?" if near else f"{FILE} lists the runs."
        raise ProblemsFound([Problem("run-unknown", f"there is no run '{run}'.", hint=hint)], exit_code=ExitCode.USAGE)
    packs, problems = list[KeptPack](), list[Problem]()
    kept: set[tuple[str, str]] = set()
    for path in sorted((folder / KEPT).glob(f"*.{run}.zip")):
        pack = KeptPack(path.name, path.read_bytes())
        try:
            sound = not check_tree(path) and all("facts" in file["content"] for file in pack.files)
            kept |= {(file["edition"], file["sha256"]) for file in pack.files}
        except (zipfile.BadZipFile, KeyError, TypeError, ValueError):
            sound = False
        if not sound:
            problems.append(Problem("run-damaged", "this pack is damaged.", f"{KEPT}/{path.name}", hint=HINT))
        packs.append(pack)
    missing = {(one.edition, one.sha256) for one in records} - kept
    if missing and not problems:
        message = f"no pack of {run} has {min(missing)[0]} as it was printed."
        problems.append(Problem("run-damaged", message, KEPT, hint=HINT))
    if problems:
        raise ProblemsFound(problems)
    return packs, records


def check_again(request: Request, packs: list[KeptPack]) -> list[Problem]:
    """Return warnings; ProblemsFound if a pack says what is no longer so, or may no longer be printed."""
    opened = open_project(request.folder, today=request.today)
    recipes = open_recipes(request, opened)
    files = [file for pack in packs for file in pack.files]
    known = {Edition(layout, "press").id: layout for layout in layouts_of(opened.project)}
    layouts = {file["edition"]: known[file["edition"]] for file in files if file["edition"] in known}
    sources = dict.fromkeys(pack.specification["publication"] for pack in packs)
    if withdrawn := [problem for name in sources if (problem := refuse_withdrawn(opened, name))]:
        raise ProblemsFound(withdrawn)
    problems = list(_differences(files, Comparison(recipes, None, ""), layouts))
    tasks = tuple(Task(layout, ("press",)) for layout in layouts.values())
    plan = OrderPlan(opened, tasks, {}, (), recipes.resources, recipes.languages)
    problems += refuse_doubtful(plan, request.today)
    if problems:
        raise ProblemsFound(problems)
    return [warning for pack in packs for warning in _late(pack, request.today)]


def _differences(files: list[dict[str, Any]], comparison: Comparison, layouts: Mapping[str, Any]) -> Iterator[Problem]:
    for file in files:
        edition = file["edition"]
        if edition in layouts and comparison.recipes.compose(layouts[edition])[0].unapproved:
            yield refuse(layouts[edition], "translation")
            continue
        entry = cast(EditionEntry, {**file["content"], **file, "id": edition, "state": "final"})
        if edition not in layouts or comparison.is_outdated(entry):
            message = "data.yaml no longer says what was printed."
            yield Problem("run-outdated", message, where=edition, hint="order it anew, without --again.")


def _late(pack: KeptPack, today: datetime.date) -> Iterator[Problem]:
    deliver_by = pack.specification["deliver_by"]
    if deliver_by and deliver_by <= today.isoformat():
        message = f"its specification still says that it is delivered by {deliver_by}."
        hint = "tell the printer the new date."
        yield Problem("run-late", message, f"{KEPT}/{pack.name}", hint=hint, severity="warning")


HINT = "take it from a backup, or order anew, without --again."
