# SPDX-License-Identifier: MIT
"""Rules about the file as a whole: what it says it is, its printing condition, and what it must not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from leaflets.preflight.press.reading import OpenFile
from leaflets.preflight.press.verdict import Fault, PressExpected

NOTHING = pikepdf.Dictionary()
ACTIVE = {"/OpenAction": "does something when it is opened", "/AA": "does things by itself", "/AcroForm": "is a form"}
NAMED_ACTIVE = {"/JavaScript": "holds scripts", "/EmbeddedFiles": "holds other files"}
NEEDED_METADATA = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "dc:title")
NEEDED_IDENTITY = ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass")
INTENT_PARTS = ("/OutputConditionIdentifier", "/OutputCondition", "/RegistryName", "/Info")
ICC_HEADER = 128


def open_to_all(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """No password and no restrictions: a printer's workflow stops at both."""
    if reading.pdf.is_encrypted:
        yield Fault("The file is encrypted.")


def says_x4(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """The mark by which a printer's software knows what it has been given."""
    said = value_of(reading.metadata, "pdfxid:GTS_PDFXVersion")
    if said != "PDF/X-4":
        yield Fault(f"The metadata say '{said}' and not 'PDF/X-4'." if said else "The file does not say PDF/X-4.")
    if "/GTS_PDFXVersion" in reading.pdf.docinfo:
        yield Fault("The file also claims an older PDF/X in its information dictionary.")


def says_trapped(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Whether colours have been spread under each other is for the printer to know."""
    said = str(reading.pdf.docinfo.get("/Trapped", ""))[1:]
    packet = value_of(reading.metadata, "pdf:Trapped")
    if said not in ("True", "False") and packet not in ("True", "False"):
        yield Fault("The file does not say whether it is trapped.")
    elif said and packet and said != packet:
        yield Fault(f"The file says Trapped {said} in one place and {packet} in another.")


def names_itself(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Dates, title and identity."""
    missing = [name for name in (*NEEDED_METADATA, *NEEDED_IDENTITY) if name not in reading.metadata]
    if missing:
        yield Fault(f"The metadata lack {', '.join(missing)}.")
    if "/ID" not in reading.pdf.trailer:
        yield Fault("The file has no ID.")


def intents_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the output intents of PDF/X."""
    return [intent for intent in pdf.Root.get("/OutputIntents", []) if str(intent.get("/S")) == "/GTS_PDFX"]


def has_intent(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """One printing condition, with everything that names it."""
    intents = intents_of(reading.pdf)
    if len(intents) != 1:
        yield Fault(f"The file has {len(intents) or 'no'} output intent{'s' * (len(intents) > 1)}; it must have one.")
    for intent in intents:
        missing = [part[1:] for part in INTENT_PARTS if not str(intent.get(part, ""))]
        if "/DestOutputProfile" not in intent:
            missing.append("DestOutputProfile")
        if missing:
            yield Fault(f"The output intent lacks {', '.join(missing)}.")


def intent_is_ordered(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """The printing condition that the publisher agreed with the printer."""
    for intent in intents_of(reading.pdf):
        named = str(intent.get("/OutputConditionIdentifier", ""))
        if expected.condition and named != expected.condition:
            yield Fault(f"The output intent is {named or 'nameless'}; it must be {expected.condition}.")


def profile_is_press(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """The profile is whole, and is one of a press with four inks."""
    for intent in intents_of(reading.pdf):
        stream = intent.get("/DestOutputProfile")
        if not isinstance(stream, pikepdf.Stream):
            continue
        data = stream.read_bytes()
        if len(data) < ICC_HEADER or data[36:40] != b"acsp" or int.from_bytes(data[:4], "big") != len(data):
            yield Fault("The profile of the output intent is no ICC profile, or not a whole one.")
        elif data[12:16] != b"prtr":
            yield Fault(f"The profile of the output intent is of class '{text_of(data[12:16])}', not of a printer.")
        elif data[16:20] != b"CMYK" or int(stream.get("/N", 0)) != 4:
            yield Fault(f"The profile of the output intent is for {text_of(data[16:20])}, not for four inks.")


def text_of(code: bytes) -> str:
    """Return four letters of an ICC profile."""
    return code.decode("ascii", "replace").strip()


def nothing_runs(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """No scripts, forms, actions or attachments."""
    root = reading.pdf.Root
    for key, what in ACTIVE.items():
        if key in root and not (key == "/OpenAction" and isinstance(root[key], pikepdf.Array)):
            yield Fault(f"The file {what}.")
    for key, what in NAMED_ACTIVE.items():
        if key in root.get("/Names", NOTHING):
            yield Fault(f"The file {what}.")
    for read in reading.pages:
        if "/AA" in read.page.obj:
            yield Fault("The page does something when it is shown.", read.number)


def nothing_to_click(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """No links or notes: paper cannot be clicked, and some workflows print their frames."""
    for read in reading.pages:
        for note in read.page.obj.get("/Annots", pikepdf.Array()):
            left, bottom, right, top = (float(value) for value in note.get("/Rect", (0, 0, 0, 0)))
            kind = str(note.get("/Subtype", "/note"))[1:].lower()
            yield Fault(f"There is a {kind} on the page.", read.number, read.box_mm((left, bottom, right, top)))


def no_layers(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Layers that can be switched: what is hidden here may print there."""
    if "/OCProperties" in reading.pdf.Root:
        yield Fault("The file has layers that can be switched on and off.")


def no_tags(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Tags serve readers of the screen edition; here they only make the file larger and older workflows slow."""
    if "/StructTreeRoot" in reading.pdf.Root:
        yield Fault("The file still has the tags of the screen edition.")


def streams_are_sound(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Every operator is known, complete, and finds what it names."""
    for page, message in reading.walker.flaws:
        yield Fault(f"The drawing is not sound: {message}.", page)


def value_of(packet: str, name: str) -> str:
    """Return the value of a property in an XMP packet, written as an element or as an attribute."""
    match = re.search(rf"<{name}>\s*([^<]*?)\s*</{name}>|\b{name}=[\"']([^\"']*)[\"']", packet)
    return (match[1] or match[2] or "") if match else ""
