# SPDX-License-Identifier: MIT
"""Finish for the press: one layout becomes flat sheets in inks, PDF/X-4, for a commercial printer.

The layout's colours become the palette's inks (`inks`), its pictures are converted (`pictures`), and its panels are
placed on the flat sheet: both sides of a folded leaflet, single pages of a booklet, otherwise one page for each
side. Marks, the slug line and, on a proof, a warning are outside the bleed, in black only (`slug`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pikepdf

from leaflets.core.colour import Palette
from leaflets.core.formats import Face, Format, points
from leaflets.core.geometry import SAME
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.editions.content_stream import alphas_of
from leaflets.editions.inks import (
    FLAT_ONLY,
    GRADIENT,
    KNOCK_OUT,
    OVERPRINT,
    InkState,
    NotPrintable,
    Recoloured,
    Recolouring,
)
from leaflets.editions.metadata import save, write_metadata
from leaflets.editions.output_intent import OutputIntent
from leaflets.editions.pictures import Converter, is_opaque
from leaflets.editions.sheets.placement import Clip, Placement, SheetSide, impose
from leaflets.editions.slot import open_layout
from leaflets.editions.slug import FORM, SLUG_MM, Slug, draw_slugs
from leaflets.layout.composed import Composed
from leaflets.layout.pages import Rendered

PDF_VERSION = "1.6"
DROPPED_RESOURCES = ("/ColorSpace", "/Shading", "/Properties", "/ProcSet")
START = b"0 0 0 1 k 0 0 0 1 K\n"
"""The initial colour of PDF is grey black, so it prints in black ink before any colour is set."""


@dataclass(frozen=True)
class PressSetup:
    """Settings shared by all press editions of a project."""

    palette: Palette
    converter: Converter

    @property
    def intent(self) -> OutputIntent:
        return self.converter.intent


def finish_press(rendered: Rendered, composed: Composed, *, press: PressSetup, slug: Slug, font: Path) -> bytes:
    """Return the press edition, its slug line in `font`; ProblemsFound with all that cannot be printed in inks."""
    form = composed.format
    faces = form.pages("press", composed.language.direction)
    with (
        open_layout(rendered) as source,
        impose(source, [press_side(form, face) for face in faces]) as sheets,
    ):
        to_inks(sheets, composed, press)
        for page, face in zip(sheets.pages, faces, strict=True):
            page.contents_add(START, prepend=True)
            set_boxes(page, form, face)
        sides = [(face.name, face.size, face.folds) for face in faces]
        draw_slugs(slug, sides, bleed=form.bleed, font=font).lay_over(sheets, FORM)
        declare(sheets, source, composed=composed, intent=press.intent, slug=slug)
        return save(sheets, version=PDF_VERSION)


# Pages


def press_side(form: Format, face: Face) -> SheetSide:
    """Return a sheet with room for the slug; the bleed is open at outer edges and closed at folds."""
    width, height = face.size
    placements, x = [], 0.0
    for number, panel in enumerate(face.panels):
        clip = Clip(
            left=0 if number else form.bleed,
            right=form.bleed if number == len(face.panels) - 1 else 0,
            bottom=form.bleed,
            top=form.bleed,
        )
        placements.append(Placement(form.page_of(panel), SLUG_MM + x, SLUG_MM, panel.width, height, clip))
        x += panel.width
    return SheetSide(width + 2 * SLUG_MM, height + 2 * SLUG_MM, tuple(placements))


def set_boxes(page: pikepdf.Page, form: Format, face: Face) -> None:
    """Set the trim box and the bleed box."""
    width, height = face.size
    for name, over in (("/TrimBox", 0.0), ("/BleedBox", form.bleed)):
        low, right, top = SLUG_MM - over, SLUG_MM + width + over, SLUG_MM + height + over
        page[name] = pikepdf.Array([round(points(value), 3) for value in (low, low, right, top)])


# Colours


@dataclass
class Inking:
    """Walks through a page and everything that it draws, and collects the new content of each stream."""

    colours: Recolouring
    converter: Converter
    results: dict[tuple[int, int], tuple[pikepdf.Object, Recoloured]] = field(default_factory=dict)
    faults: list[NotPrintable] = field(default_factory=list)
    blends: bool = False
    """A picture has partly transparent edges."""

    def walk(self, stream: pikepdf.Object, start: InkState) -> None:
        """Recolour a form or a pattern, and what it draws. Nothing is changed yet, because resources are shared."""
        if stream.objgen in self.results:
            return
        resources = stream.get("/Resources", pikepdf.Dictionary())
        result = self.colours.recolour(stream.read_bytes(), dict(alphas_of(resources)), start)
        self.results[stream.objgen] = stream, result
        self.faults += result.faults
        for name, state in result.drawn.items():
            item = resources.XObject[name]
            if item.Subtype == "/Image" and isinstance(item, pikepdf.Stream):
                self.convert(item)
            else:
                axes = pikepdf.Matrix(item.Matrix) if "/Matrix" in item else SAME
                self.walk(item, replace(state, matrix=axes @ state.matrix))
        for name in sorted(result.patterns):
            pattern = resources.Pattern[name]
            if pattern.PatternType == 1:
                self.walk(pattern, InkState(fill=None))
            else:
                self.faults.append(NotPrintable("gradient", GRADIENT, FLAT_ONLY))

    def convert(self, picture: pikepdf.Stream) -> None:
        """Convert a picture to inks, and remove a mask that hides nothing."""
        mask = picture.get("/SMask")
        if isinstance(mask, pikepdf.Stream):
            if is_opaque(mask):
                del picture["/SMask"]
            else:
                self.blends = True
        self.converter.convert(picture)

    def apply(self, states: pikepdf.Object) -> None:
        """Write the streams, and keep only the resources that they use."""
        for stream, result in self.results.values():
            stream.write(result.content)
            if "/Group" in stream:
                # Everything drawn is opaque, so a transparency group changes nothing.
                del stream["/Group"]
            if (resources := stream.get("/Resources")) is not None:
                for name in DROPPED_RESOURCES:
                    if name in resources:
                        del resources[name]
                resources.ExtGState = states


def to_inks(sheets: pikepdf.Pdf, composed: Composed, press: PressSetup) -> None:
    """Recolour everything on the sheets; ProblemsFound with everything that cannot be."""
    panels = [panel.name for panel in composed.format.panels]
    inking = Inking(Recolouring(press.palette), press.converter)
    problems: list[Problem] = []
    for page in sheets.pages:
        for name, form in page.Resources.XObject.items():
            known, inking.blends = len(inking.faults), False
            inking.walk(form, InkState())
            problems += refusals(inking.faults[known:], composed, panels[int(name.removeprefix("/P"))])
            if inking.blends:
                page.Group = pikepdf.Dictionary(
                    Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK
                )
    if problems:
        raise ProblemsFound(problems)
    inking.apply(overprint_states(sheets))


def refusals(faults: list[NotPrintable], composed: Composed, panel: str) -> Iterator[Problem]:
    """Yield a problem for each fault of a panel."""
    where = composed.layout.id if len(composed.format.panels) == 1 else f"{composed.layout.id}, panel {panel}"
    for fault in faults:
        yield Problem(fault.slug, fault.message, where=where, hint=fault.hint)


def overprint_states(sheets: pikepdf.Pdf) -> pikepdf.Object:
    """Return the two graphics states that a recoloured stream may use."""

    def state(overprints: bool) -> pikepdf.Object:
        kind = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, OP=overprints, op=overprints, OPM=1)
        return sheets.make_indirect(kind)

    both = {OVERPRINT.decode(): state(True), KNOCK_OUT.decode(): state(False)}
    return sheets.make_indirect(pikepdf.Dictionary(both))


# What the file says about itself


def declare(sheets: pikepdf.Pdf, source: pikepdf.Pdf, *, composed: Composed, intent: OutputIntent, slug: Slug) -> None:
    """Declare PDF/X-4 with its output intent, and the edition."""
    said = str(source.docinfo.get("/CreationDate", ""))
    day = f"{said[2:6]}-{said[6:8]}-{said[8:10]}" if len(said) >= 10 else ""
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{intent.registry}/{composed.layout.id}.press/{slug.digest}")
    more = {
        "pdfxid:GTS_PDFXVersion": "PDF/X-4",
        "pdf:Trapped": "False",
        "xmp:MetadataDate": day,
        "xmpMM:DocumentID": f"uuid:{identity}",
        "xmpMM:RenditionClass": "default",
        "xmpMM:VersionID": "1",
    }
    write_metadata(sheets, composed, version=slug.version, accessible=False, source=source, more=more)
    sheets.docinfo["/Trapped"] = pikepdf.Name("/False")
    sheets.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    profile = sheets.make_stream(intent.packed, N=4, Filter=pikepdf.Name.FlateDecode)
    sheets.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFX,
                OutputConditionIdentifier=pikepdf.String(intent.identifier),
                OutputCondition=pikepdf.String(intent.condition),
                RegistryName=pikepdf.String(intent.registry),
                Info=pikepdf.String(f"{intent.identifier}: {intent.condition}"),
                DestOutputProfile=profile,
            )
        ]
    )
