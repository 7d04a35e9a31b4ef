# SPDX-License-Identifier: MIT
"""Rules about the file as a whole: its declared standard, its printing condition, and what it must not contain.

A file of ours has no other keys than those of PDF 1.6 that PDF/X-4 leaves, for each kind of dictionary. In a file of
another program keys that nobody knows are ignored by a press, and only those count that PDF/X-4 forbids, because they
change what is printed or fetch it from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from leaflets.preflight.expected import Expected
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.resources import NOTHING, resources_of
from leaflets.preflight.verdict import Fault

NEEDED_METADATA = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "dc:title")
NEEDED_IDENTITY = ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass")
INTENT_PARTS = ("/OutputConditionIdentifier", "/OutputCondition", "/RegistryName", "/Info")
ICC_HEADER = 128


def open_to_all(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """No password and no restrictions, which stop a printer's workflow."""
    if file.pdf.is_encrypted:
        yield Fault("The file is encrypted.")


def says_x4(file: OpenFile, _: Expected) -> Iterator[Fault]:
    said = value_of(file.metadata, "pdfxid:GTS_PDFXVersion")
    if said != "PDF/X-4":
        yield Fault(f"The metadata declare '{said}', not 'PDF/X-4'." if said else "The file is not marked as PDF/X-4.")
    if "/GTS_PDFXVersion" in file.pdf.docinfo:
        yield Fault("The file also claims an older PDF/X in its information dictionary.")


def says_trapped(file: OpenFile, _: Expected) -> Iterator[Fault]:
    said = str(file.pdf.docinfo.get("/Trapped", ""))[1:]
    packet = value_of(file.metadata, "pdf:Trapped")
    if said not in ("True", "False") and packet not in ("True", "False"):
        yield Fault("The file does not say whether it is trapped.")
    elif said and packet and said != packet:
        yield Fault(f"The file says Trapped {said} in one place and {packet} in another.")


def names_itself(file: OpenFile, _: Expected) -> Iterator[Fault]:
    missing = [name for name in (*NEEDED_METADATA, *NEEDED_IDENTITY) if name not in file.metadata]
    if missing:
        yield Fault(f"The metadata lack {', '.join(missing)}.")
    if "/ID" not in file.pdf.trailer:
        yield Fault("The file has no ID.")


def intents_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the output intents of PDF/X."""
    return [intent for intent in pdf.Root.get("/OutputIntents", []) if str(intent.get("/S")) == "/GTS_PDFX"]


def has_intent(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    intents = intents_of(file.pdf)
    if len(intents) != 1:
        yield Fault(f"The file has {len(intents) or 'no'} output intent{'s' * (len(intents) > 1)}; it must have one.")
    for intent in intents:
        parts = INTENT_PARTS if expected.press.ours else INTENT_PARTS[:1]  # others may leave the rest out
        missing = [part[1:] for part in parts if not str(intent.get(part, ""))]
        if "/DestOutputProfile" not in intent:
            missing.append("DestOutputProfile")
        if missing:
            yield Fault(f"The output intent lacks {', '.join(missing)}.")


def intent_is_ordered(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    for intent in intents_of(file.pdf):
        named = str(intent.get("/OutputConditionIdentifier", ""))
        if expected.press.condition and named != expected.press.condition:
            yield Fault(f"The output intent is {named or 'nameless'}; it must be {expected.press.condition}.")


def profile_is_press(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for intent in intents_of(file.pdf):
        stream = intent.get("/DestOutputProfile")
        if not isinstance(stream, pikepdf.Stream):
            continue
        data = stream.read_bytes()
        if len(data) < ICC_HEADER or data[36:40] != b"acsp" or int.from_bytes(data[:4], "big") != len(data):
            yield Fault("The profile of the output intent is not an ICC profile, or it is cut short.")
        elif data[12:16] != b"prtr":
            yield Fault(
                f"The profile of the output intent is of class '{text_of(data[12:16])}', not an output profile."
            )
        elif data[16:20] != b"CMYK" or int(stream.get("/N", 0)) != 4:
            yield Fault(f"The profile of the output intent is for {text_of(data[16:20])}, not for CMYK.")


def text_of(code: bytes) -> str:
    """Return a four-letter code of an ICC profile."""
    return code.decode("ascii", "replace").strip()


def no_layers(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """Layers can be switched: what is hidden here may print there."""
    if "/OCProperties" in file.pdf.Root:
        yield Fault("The file has layers that can be switched on and off.")


def no_tags(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """Tags are for readers of the screen edition; here they only make the file larger and older workflows slower."""
    if "/StructTreeRoot" in file.pdf.Root:
        yield Fault("The file still has the tags of the screen edition.")


def streams_are_sound(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page, message in file.walker.flaws:
        yield Fault(f"The drawing cannot be followed: {message}.", page)


def value_of(packet: str, name: str) -> str:
    """Return the value of a property in an XMP packet, written as an element or as an attribute."""
    match = re.search(rf"<{name}>\s*([^<]*?)\s*</{name}>|\b{name}=[\"']([^\"']*)[\"']", packet)
    return (match[1] or match[2] or "") if match else ""


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
