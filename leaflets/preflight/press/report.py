# SPDX-License-Identifier: MIT
"""Write verdicts: JSON for programs; a page of HTML for people, with pictures on which every fault is framed.

The page is self-contained, opens no connection, and prints on A4.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from leaflets.core.resources import Resources
from leaflets.preflight import raster
from leaflets.preflight.check import BROKEN
from leaflets.preflight.page import sides_mm, size_mm
from leaflets.preflight.press.second_judge import SECOND
from leaflets.preflight.reading import open_file
from leaflets.preflight.rules.table import GROUPS
from leaflets.preflight.verdict import Box, Status, Verdict, overall

TEMPLATE, STYLES = "templates/report/preflight.html", "templates/report/preflight.css"
PICTURE_DPI, PICTURE_QUALITY = 60, 80
LEAST_FRAME_MM = 4.0
MOST_FRAMES = 99
HEADLINES: dict[Status, str] = {
    "pass": "Ready for the printer",
    "warn": "Ready for the printer, with remarks",
    "not-run": "Not fully checked",
    "fail": "Not for the printer",
}
PROOF = "A proof, not for the print run"
SIGNS: dict[Status, str] = {"pass": "✓", "warn": "!", "not-run": "?", "fail": "✗"}
READINGS: dict[Status, str] = {"pass": "passed", "warn": "with a remark", "not-run": "not checked", "fail": "failed"}


@dataclass(frozen=True)
class Checked:
    """A press file and the results of its check."""

    edition: str
    file: str
    pdf: bytes
    verdicts: tuple[Verdict, ...]
    state: str = "final"
    """Whether it is a proof, which is never ready."""
    pictures: tuple[PagePicture, ...] | None = None
    """Its pages, if they have been drawn elsewhere."""
    about: str = ""
    """Pages, sizes, bleed and printing condition in words, if nobody ordered them."""

    @property
    def headline(self) -> str:
        status = overall(self.verdicts)
        return PROOF if self.state == "proof" and status in ("pass", "warn") else HEADLINES[status]

    def as_json(self) -> dict[str, Any]:
        """Return the object for this file in `preflight.json`."""
        return {
            "edition": self.edition,
            "file": self.file,
            "sha256": hashlib.sha256(self.pdf).hexdigest(),
            "state": self.state,
            "status": overall(self.verdicts),
            "verdicts": [verdict.as_json() for verdict in self.verdicts],
        }


@dataclass(frozen=True)
class FaultFrame:
    """A fault on a picture of a page, in mm from the top left corner of the paper."""

    number: int
    level: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PagePicture:
    """A page as shown in the report, in mm."""

    number: int
    width: float
    height: float
    trim: tuple[float, float, float, float]
    """Left, top, width and height of the trim."""
    data: str
    frames: tuple[FaultFrame, ...] = ()


@dataclass(frozen=True)
class Remark:
    """A fault in the list of faults, with the number of its frame; 0 if it has none."""

    number: int
    verdict: Verdict
    page: int
    message: str
    level: str
    box: Box | None


def to_html(files: Sequence[Checked], *, heading: str, resources: Resources) -> str:
    """Return the report on some press files as one self-contained page."""
    worst = overall(verdict for checked in files for verdict in checked.verdicts)
    proofs = PROOF in {checked.headline for checked in files} and worst in ("pass", "warn")
    return (
        resources.templates()
        .get_template(TEMPLATE)
        .render(
            heading=heading,
            status="warn" if proofs else worst,
            headline=PROOF if proofs else HEADLINES[worst],
            css=Markup(resources.read(STYLES)),  # the project's own stylesheet
            files=[describe(checked) for checked in files],
            signs=SIGNS,
            readings=READINGS,
        )
    )


def describe(checked: Checked) -> dict[str, Any]:
    """Return what the template shows of one file."""
    remarks = list(number_faults(checked.verdicts))
    counts = Counter(verdict.status for verdict in checked.verdicts)
    pictures = draw_pages(checked.pdf) if checked.pictures is None else checked.pictures
    return {
        "edition": checked.edition,
        "name": checked.file,
        "headline": checked.headline,
        "sha256": hashlib.sha256(checked.pdf).hexdigest(),
        "counts": [(READINGS[status], counts[status]) for status in SIGNS if counts[status]],
        "remarks": remarks,
        "failed": any(remark.level == "fail" for remark in remarks),
        "about": checked.about,
        "pictures": [with_frames(picture, remarks) for picture in pictures],
        "groups": list(grouped(checked.verdicts)),
    }


def number_faults(verdicts: Sequence[Verdict]) -> Iterator[Remark]:
    """Yield every fault, the worst verdicts first; those with a place get a number."""
    number = 0
    order: tuple[Status, ...] = ("fail", "not-run", "warn")
    for verdict in sorted((v for v in verdicts if v.status != "pass"), key=lambda verdict: order.index(verdict.status)):
        if not verdict.faults:
            yield Remark(0, verdict, 0, verdict.message, verdict.status, None)
        for fault in verdict.faults:
            framed = fault.box is not None and number < MOST_FRAMES
            number += framed
            level = fault.level or verdict.status
            yield Remark(number if framed else 0, verdict, fault.page, fault.message, level, fault.box)


def grouped(verdicts: Sequence[Verdict]) -> Iterator[tuple[str, list[Verdict]]]:
    """Yield the verdicts by group."""
    for name, rules in GROUPS:
        ids = {rule.id for rule in rules}
        if found := [verdict for verdict in verdicts if verdict.rule in ids]:
            yield name, found
    if found := [verdict for verdict in verdicts if verdict.rule == SECOND]:
        yield "A second judge", found


def draw_pages(pdf: bytes) -> Iterator[PagePicture]:
    """Yield a picture of each page; none if the file cannot be read."""
    try:
        with open_file(pdf, "press") as file:
            for page, drawn in zip(file.pages, file.shown, strict=True):
                image = raster.draw_page(drawn, PICTURE_DPI)
                stream = io.BytesIO()
                image.save(stream, "JPEG", quality=PICTURE_QUALITY)
                left, _, _, top = sides_mm(page.media, page.trim)
                data = base64.b64encode(stream.getvalue()).decode()
                yield PagePicture(page.number, *size_mm(page.media), (left, top, *page.trim_mm), data)
    except BROKEN:
        return


def with_frames(picture: PagePicture, remarks: Sequence[Remark]) -> PagePicture:
    """Return a picture of a page with the faults that have a place on it."""
    left, top, _, _ = picture.trim
    here = (remark for remark in remarks if remark.number and remark.page == picture.number)
    return replace(picture, frames=tuple(frame(remark, left, top) for remark in here))


def frame(remark: Remark, left: float, top: float) -> FaultFrame:
    """Return the frame around a fault, large enough to be seen."""
    x1, y1, x2, y2 = remark.box or (0.0, 0.0, 0.0, 0.0)
    wider, taller = (max(0.0, LEAST_FRAME_MM - size) / 2 for size in (x2 - x1, y2 - y1))
    x, y = x1 + left - wider, y1 + top - taller
    return FaultFrame(remark.number, remark.level, x, y, x2 - x1 + 2 * wider, y2 - y1 + 2 * taller)
