# SPDX-License-Identifier: MIT
"""Runs: packs that were ordered are kept in `packs/` of the project and noted in register/runs.csv.

No build touches that folder, so a reprint is the same bytes, and it can be said later what was printed, and for whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from leaflets.core.commands import command
from leaflets.core.files import write_whole
from leaflets.core.lock import lock_project
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.orders.order import Order, Site, drops_of
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
