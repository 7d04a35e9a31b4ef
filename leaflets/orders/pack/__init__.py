# SPDX-License-Identifier: MIT
"""Print packs: everything a printer needs for a run, in one zip for each publication.

The press files are made from today's data.yaml, never taken from an earlier build. A fact that is unverified or
overdue stops the pack, because print cannot be recalled. All packs of an order are written, or none.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from leaflets.build import publish
from leaflets.build.ownership import refuse_foreign
from leaflets.build.pipeline import Progress, Request, silent
from leaflets.core.problems import Problem, sort_problems
from leaflets.orders.pack.archive import FOLDER, make_pack, write_packs
from leaflets.orders.pack.orders import make_orders
from leaflets.orders.pack.plan import PrintRequest, make_plan
from leaflets.orders.pack.press_files import make_press_files

__all__ = ["PackResult", "PrintRequest", "make_packs"]


@dataclass
class PackResult:
    """What was packed."""

    packs: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def make_packs(request: Request, wanted: PrintRequest, *, progress: Progress = silent) -> PackResult:
    """Write a pack for each publication into `print/` of the finished tree and return what was written."""
    refuse_foreign(request.out, request.folder)
    plan = make_plan(request, wanted)
    made, warnings = make_press_files(request, plan, progress)
    packed = PackResult(problems=[*plan.warnings, *warnings])
    orders = make_orders(plan, wanted, made)
    packs = {f"{order.publication}.{order.job}.zip": make_pack(plan, order, made) for order in orders}
    with publish.locked(request.out, request.folder) as notices:
        packed.problems += write_packs(request, packs, notices)
    packed.problems += notices
    for order, (name, data) in zip(orders, packs.items(), strict=True):
        packed.packs.append(
            {
                "path": f"{FOLDER}/{name}",
                "job": order.job,
                "publication": order.publication,
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "copies": sum(product.quantity for product in order.products),
                "delivery_points": len({site.key for site in order.sites}),
                "files": [{"edition": item.edition, "copies": item.quantity} for item in order.items],
            }
        )
    packed.problems = sort_problems(packed.problems)
    return packed
