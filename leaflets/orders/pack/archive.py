# SPDX-License-Identifier: MIT
"""The zip of an order: its contents, written whole or not at all; and the proof in it, for reading and signing off.

The proof's pages are low-resolution pictures, cropped to the trim, so that it cannot be mistaken for the artwork.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pikepdf
from PIL import Image

from leaflets.build import publish
from leaflets.build.pipeline import Request
from leaflets.content.lists.text import write_rows
from leaflets.core.archive import write_zip
from leaflets.core.checksums import SUMS, write_sums
from leaflets.core.edition import Edition
from leaflets.core.formats import MM_PER_INCH, points
from leaflets.core.problems import Problem
from leaflets.editions.metadata import PRODUCER, save
from leaflets.orders.order import Order
from leaflets.orders.pack.orders import PressFile
from leaflets.orders.pack.plan import OrderPlan
from leaflets.orders.specification import describe, draw_packing_slips, draw_specification, list_deliveries
from leaflets.orders.specification.order_page import draw_sign_off
from leaflets.orders.specification.paper import make_look
from leaflets.orders.specification.xjdf import write_xjdf
from leaflets.preflight import raster
from leaflets.preflight.press.report import Checked, to_html

DPI = 120
QUALITY = 80
NOT_FOR_PRINT = "Proof, not for print"

TrimBox = tuple[float, float, float, float]


def make_proof(files: Sequence[tuple[str, bytes, TrimBox]], *, title: str, sign_off: bytes) -> bytes:
    """Return the proof of press files, given the name, bytes and trim in mm of each. Each gets a bookmark.

    `sign_off` is the PDF with which it ends.
    """
    with pikepdf.new() as proof, pikepdf.open(io.BytesIO(sign_off)) as last:
        with proof.open_outline() as outline:
            for name, data, trim in files:
                outline.root.append(pikepdf.OutlineItem(f"{NOT_FOR_PRINT}: {name}", len(proof.pages)))
                for picture in draw_pages(data, trim):
                    add_page(proof, picture, (trim[2] - trim[0], trim[3] - trim[1]))
            outline.root.append(pikepdf.OutlineItem("Sign-off", len(proof.pages)))
            proof.pages.extend(last.pages)
        proof.docinfo["/Title"] = pikepdf.String(f"{NOT_FOR_PRINT}: {title}")
        proof.docinfo["/Producer"] = pikepdf.String(PRODUCER)
        proof.Root.Lang = pikepdf.String("en")
        proof.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        return save(proof)


def draw_pages(data: bytes, trim: TrimBox) -> list[Image.Image]:
    """Return the pages as pictures, cropped to the trim."""
    left, bottom, right, top = (round(value / MM_PER_INCH * DPI) for value in trim)
    with raster.open_pages(data) as document:
        whole = [raster.draw_page(page, DPI) for page in document]
    return [page.crop((left, page.height - top, right, page.height - bottom)) for page in whole]


def add_page(proof: pikepdf.Pdf, picture: Image.Image, size: tuple[float, float]) -> None:
    """Add a page of that size in mm, filled by the picture."""
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, optimize=True, dpi=(DPI, DPI))
    image = proof.make_stream(stream.getvalue())
    image.Type, image.Subtype, image.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    image.Width, image.Height = picture.size
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    width, height = (round(points(value), 3) for value in size)
    box = pikepdf.Array([0, 0, width, height])
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=box,
        TrimBox=box,
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image)),
        Contents=proof.make_stream(f"q {width} 0 0 {height} 0 0 cm /Im Do Q".encode()),
    )
    proof.pages.append(pikepdf.Page(proof.make_indirect(page)))


FOLDER = "print"


def make_pack(
    plan: OrderPlan, order: Order, made: Sequence[PressFile], copies: Mapping[str, bytes] = MappingProxyType({})
) -> bytes:
    """Return the zip of one order; `copies` are files with the names of places."""
    mine = {item.edition: item for item in order.items}
    files = {mine[each.entry["id"]].file: each.pdf for each in made if each.entry["id"] in mine}
    contents = {**files, **copies}
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
