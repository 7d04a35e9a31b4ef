# SPDX-License-Identifier: MIT
"""What a press file may hold: an allow-list of the keys of PDF 1.6 that PDF/X-4 leaves, for each kind of dictionary.

A file of ours has nothing else. In a file of another program keys that nobody knows are ignored by a press, and only
those count that PDF/X-4 forbids, because they change what is printed or fetch it from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from leaflets.preflight.expected import Expected
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.resources import NOTHING, resources_of
from leaflets.preflight.verdict import Fault

STREAM = "Type Length Filter DecodeParms"
ALLOWED = {
    "the catalogue": "Type Version Extensions Pages OutputIntents Metadata Lang ViewerPreferences PageLabels "
    "PageLayout PageMode Names Dests Outlines MarkInfo StructTreeRoot OCProperties PieceInfo OpenAction AcroForm AA",
    "a page": "Type Parent Resources MediaBox CropBox BleedBox TrimBox ArtBox Contents Group Rotate UserUnit Metadata "
    "PieceInfo LastModified StructParents Tabs Annots AA",
    "a graphics state": "Type LW LC LJ ML D RI Font OP op OPM CA ca AIS TK BM SMask SA FL",
    "a picture": f"{STREAM} Subtype Width Height ColorSpace BitsPerComponent Decode Interpolate ImageMask Mask SMask "
    "SMaskInData Intent Name StructParent Metadata OC Matte",
    "a form": f"{STREAM} Subtype FormType BBox Matrix Resources Group Metadata PieceInfo LastModified StructParent "
    "StructParents OC Name",
    "a pattern": f"{STREAM} PatternType PaintType TilingType BBox XStep YStep Resources Matrix Shading ExtGState",
}
"""Keys by the dictionary that they are in; active content, layers and tags have rules of their own."""
FORBIDDEN = frozenset(
    {
        "/TR",
        "/TR2",
        "/HTP",
        "/HTO",
        "/OPI",
        "/Alternates",
        "/Ref",
        "/PS",
        "/F",
        "/FFilter",
        "/FDecodeParms",
        "/AF",
        "/OutputIntents",
    }
)
DEFAULTS = {"/TR": "/Identity", "/TR2": "/Default", "/HT": "/Default", "/BG2": "/Default", "/UCR2": "/Default"}
"""Values with which a key changes nothing."""


def only_known_keys(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    if file.pdf.pdf_version.partition(".")[0] != "1":
        yield Fault(f"The file is PDF {file.pdf.pdf_version}; PDF/X-4 is PDF 1.6.")
    for page, what, holder in _holders(file):
        for key in holder.keys():  # noqa: SIM118 - a stream cannot be iterated
            forbidden = key in FORBIDDEN and not (what == "the catalogue" and key == "/OutputIntents")
            known = key[1:] in ALLOWED[what].split() or str(holder[key]) == DEFAULTS.get(key, "")
            if not known and (expected.press.ours or forbidden):
                yield Fault(f"There is {key} in {what}, which PDF/X-4 does not have.", page)


def _holders(file: OpenFile) -> Iterator[tuple[int, str, pikepdf.Object]]:
    """Yield each dictionary that draws once, with the page that it is first found on and its kind."""
    yield 0, "the catalogue", file.pdf.Root
    seen: set[tuple[int, int]] = set()
    for page in file.pages:
        yield page.number, "a page", page.raw
        for resources in resources_of(page.raw):
            for group, what in (("/ExtGState", "a graphics state"), ("/Pattern", "a pattern"), ("/XObject", "a form")):
                for holder in resources.get(group, NOTHING).values():
                    if holder.objgen == (0, 0) or holder.objgen not in seen:
                        seen.add(holder.objgen)
                        is_picture = str(holder.get("/Subtype")) == "/Image"
                        yield page.number, "a picture" if is_picture else what, holder
