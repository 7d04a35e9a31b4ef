# SPDX-License-Identifier: MIT
"""Print packs: everything a printer needs for a run, in one zip for each publication.

The press files are made from today's data.yaml, never taken from an earlier build; a run that is printed again is the
pack that was kept. A fact that is unverified or overdue stops a pack, because print cannot be recalled. All packs of an
order are written, or none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from leaflets.build import publish
from leaflets.build.ownership import refuse_foreign
from leaflets.build.pipeline import Progress, Request, silent
from leaflets.core.problems import Problem, sort_problems
from leaflets.orders.pack.archive import FOLDER, make_pack, write_packs
from leaflets.orders.pack.kept import check_again, find_run, keep_packs, note_runs, records_of
from leaflets.orders.pack.orders import PressFile, make_orders, make_press_files
from leaflets.orders.pack.plan import OrderPlan, PrintRequest, make_plan
from leaflets.orders.specification import describe

__all__ = ["PackResult", "PrintRequest", "make_packs", "print_again"]


@dataclass
class PackResult:
    """What was packed."""

    packs: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, name: str, data: bytes, specification: Mapping[str, Any]) -> None:
        """Add a pack, by what its specification says."""
        files = [file for product in specification["products"] for file in product["files"]]
        places = {(point["scheme"], point["id"]) if point["id"] else (point["name"].casefold(), point["postcode"])
                  for point in specification["delivery"]}  # fmt: skip
        self.packs.append(
            {
                "path": f"{FOLDER}/{name}",
                "job": specification["job"],
                "publication": specification["publication"],
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "copies": specification["quantity"],
                "delivery_points": len(places),
                "files": [{"edition": file["edition"], "copies": file["quantity"]} for file in files],
            }
        )


def make_packs(request: Request, wanted: PrintRequest, *, progress: Progress = silent) -> PackResult:
    """Write a pack for each publication into `print/` of the finished tree and return what was written.

    An order is kept and noted as a run; an enquiry for prices of several quantities is not.
    """
    refuse_foreign(request.out, request.folder)
    plan = make_plan(request, wanted)
    made, warnings = make_press_files(request, plan, progress)
    packed = PackResult(problems=[*plan.warnings, *warnings])
    orders = make_orders(plan, wanted, made)
    packs = {}
    for order in orders:
        editions = {item.edition for item in order.items}
        copies = _copies(request, wanted, plan, editions=editions, made=made)
        packs[f"{order.publication}.{order.job}.zip"] = make_pack(plan, order, made, copies)
    records = [list(records_of(order, request.today)) for order in orders]
    is_run = not any(order.is_enquiry for order in orders)
    with publish.locked(request.out, request.folder) as notices:
        if is_run:
            keep_packs(request.folder, packs, records)
        packed.problems += write_packs(request, packs, notices)
        if is_run:
            note_runs(request.folder, chain.from_iterable(records))
    packed.problems = sort_problems([*packed.problems, *notices])
    for order, (name, data) in zip(orders, packs.items(), strict=True):
        packed.add(name, data, describe(order))
    return packed


def _copies(
    request: Request, wanted: PrintRequest, plan: OrderPlan, *, editions: Collection[str], made: Sequence[PressFile]
) -> dict[str, bytes]:
    """Return the files with the names of places, if they are wanted."""
    if not wanted.copies or not wanted.sites:
        return {}
    from leaflets.orders.pack.copies import make_copies  # few orders want them

    press = {one.entry["id"]: one.pdf for one in made if one.entry["id"] in editions}
    return make_copies(plan, wanted.sites, press, folder=request.folder, today=request.today)


def print_again(request: Request, run: str) -> PackResult:
    """Write the kept packs of a run into `print/` again, note them for today, and return what was written."""
    refuse_foreign(request.out, request.folder)
    packs, records = find_run(request.folder, run)
    packed = PackResult(problems=check_again(request, packs))
    with publish.locked(request.out, request.folder) as notices:
        packed.problems += write_packs(request, {pack.name: pack.data for pack in packs}, notices)
        note_runs(request.folder, {replace(one, date=request.today) for one in records})
    packed.problems = sort_problems([*packed.problems, *notices])
    for pack in packs:
        packed.add(pack.name, pack.data, pack.specification)
    return packed
