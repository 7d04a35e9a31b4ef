# SPDX-License-Identifier: MIT
"""The zip of an order: its contents, written whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from leaflets.build import publish
from leaflets.build.pipeline import Request
from leaflets.content.lists.write import write_rows
from leaflets.core.archive import write_zip
from leaflets.core.checksums import SUMS, write_sums
from leaflets.core.edition import Edition
from leaflets.core.problems import Problem
from leaflets.orders.order import Order
from leaflets.orders.pack.plan import OrderPlan
from leaflets.orders.pack.press_files import PressFile
from leaflets.orders.proof import make_proof
from leaflets.orders.specification import describe, draw_packing_slips, draw_specification, list_deliveries
from leaflets.orders.specification.paper import make_look
from leaflets.orders.specification.sign_off import draw_sign_off
from leaflets.orders.specification.xjdf import write_xjdf
from leaflets.preflight.press.report import Checked, to_html

FOLDER = "print"


def make_pack(plan: OrderPlan, order: Order, made: Sequence[PressFile]) -> bytes:
    """Return the zip of one order."""
    mine = {item.edition: item for item in order.items}
    files = {mine[each.entry["id"]].file: each.pdf for each in made if each.entry["id"] in mine}
    contents = dict(files)
    project = plan.opened.project
    layout = next(task.layout for task in plan.tasks if Edition(task.layout, "press").id == order.items[0].edition)
    accent = project.accent_of(project.publications[layout.source])
    look = make_look(project, accent, languages=plan.languages, resources=plan.resources)
    contents["specification.pdf"] = draw_specification(order, look)
    contents["specification.json"] = publish.to_json(describe(order)).encode()
    contents["specification.xjdf"] = write_xjdf(order)
    verdicts = {each.entry["id"]: each.verdicts for each in made}
    checked = [Checked(item.edition, item.file, files[item.file], verdicts[item.edition]) for item in order.items]
    checks = {"schema": 1, "job": order.job, "files": [file.as_json() for file in checked]}
    contents["preflight.json"] = publish.to_json(checks).encode()
    contents["preflight.html"] = to_html(
        checked, heading=f"{order.title}, job {order.job}", resources=plan.resources
    ).encode()
    proofs = [(item.file, files[item.file], item.trim_box_mm) for item in order.items]
    title = f"{order.title}, job {order.job}"
    contents["proof.pdf"] = make_proof(proofs, title=title, sign_off=draw_sign_off(order, look))
    if order.sites:
        contents["delivery.csv"] = write_rows(list_deliveries(order))
        contents["packing-slips.pdf"] = draw_packing_slips(order, look)
    contents[SUMS] = write_sums({name: hashlib.sha256(data).hexdigest() for name, data in contents.items()})
    issued = max(item.issued for item in order.items)
    return write_zip(sorted(contents.items()), date=issued)


def write_packs(request: Request, packs: Mapping[str, bytes], notices: list[Problem]) -> list[Problem]:
    """Put all packs into the tree, or none; report which ones have changed."""
    replaced = []
    for name, data in packs.items():
        former = request.out / FOLDER / name
        if former.is_file() and former.read_bytes() != data:
            message = "there was another pack for this job; this one replaces it."
            hint = "tell the printer which one to use."
            replaced.append(Problem("pack-replaced", message, file=str(former), hint=hint, severity="warning"))
    files = {f"{FOLDER}/{name}": data for name, data in packs.items()}
    publish.add_files(request.out, request.folder, files, notices)
    return replaced
