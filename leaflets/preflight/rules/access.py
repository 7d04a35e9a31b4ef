# SPDX-License-Identifier: MIT
"""Rules about using a file: nothing runs, links lead to the right places, everything can be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from leaflets.preflight.expected import Expected
from leaflets.preflight.page import OpenPage
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.verdict import Fault

NOTHING = pikepdf.Dictionary()
ACTIVE = {"/OpenAction": "does something when it is opened", "/AA": "runs actions by itself", "/AcroForm": "is a form"}
NAMED_ACTIVE = {"/JavaScript": "holds scripts", "/EmbeddedFiles": "holds other files"}
ADDRESS, MOST_SAID = re.compile(r"(stream )?<[^>]*>:?"), 3
UA_1 = ("<pdfuaid:part>1</pdfuaid:part>", 'pdfuaid:part="1"')


def is_whole(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """Most programs mend a damaged file without a word, each in its own way."""
    if said := list(dict.fromkeys(filter(None, map(plainly, file.damage)))):
        yield Fault(f"The file is damaged: {'; '.join(said[:MOST_SAID])}.")


def plainly(message: str) -> str:
    """Return a library's message without the address of the file in memory."""
    return ADDRESS.sub("", message).strip(" .").removeprefix("WARNING: ").removeprefix("file is damaged").strip()


def nothing_runs(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """No scripts, forms, actions or attachments; a link may lead to an address or to another page."""
    root = file.pdf.Root
    for key, what in ACTIVE.items():
        if key in root and not (key == "/OpenAction" and isinstance(root[key], pikepdf.Array)):
            yield Fault(f"The file {what}.")
    for key, what in NAMED_ACTIVE.items():
        if key in root.get("/Names", NOTHING):
            yield Fault(f"The file {what}.")
    for page in file.pages:
        if "/AA" in page.raw:
            yield Fault("The page does something when it is shown.", page.number)
    for page, note in notes(file):
        kind = str(note.get("/A", NOTHING).get("/S", ""))
        if kind not in ("", "/URI", "/GoTo") or "/AA" in note:
            yield Fault("Something on the page does more than lead to an address.", page.number, place(page, note))


def links_lead_home(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    """Links lead only to printed facts; paper cannot be clicked, and some presses print link borders."""
    for page, note in notes(file):
        kind, address = str(note.get("/Subtype", "/note"))[1:].lower(), str(note.get("/A", NOTHING).get("/URI", ""))
        if expected.purpose != "screen":
            yield Fault(f"There is a {kind} on the page, but this file is for paper.", page.number, place(page, note))
        elif kind != "link":
            yield Fault(f"There is a {kind} on the page, which is not a link.", page.number, place(page, note))
        elif address and address not in expected.links:
            message = f"The page links to {address}, which this edition does not print."
            yield Fault(message, page.number, place(page, note))


def links_speak(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page, note in notes(file):
        if not str(note.get("/Contents", "")):
            yield Fault("A link has no description.", page.number, place(page, note))


def notes(file: OpenFile) -> Iterator[tuple[OpenPage, pikepdf.Object]]:
    """Yield every annotation of the pages."""
    for page in file.pages:
        for note in page.raw.get("/Annots", pikepdf.Array()):
            yield page, note


def place(page: OpenPage, note: pikepdf.Object) -> tuple[float, float, float, float]:
    """Return where a note lies."""
    left, bottom, right, top = (float(value) for value in note.get("/Rect", (0, 0, 0, 0)))
    return page.box_mm((left, bottom, right, top))


def has_title(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    said = str(file.pdf.docinfo.get("/Title", ""))
    if said != expected.title and (expected.title or not said):
        yield Fault(f"The title of the file is '{said}', not '{expected.title}'.")
    if not file.pdf.Root.get("/ViewerPreferences", NOTHING).get("/DisplayDocTitle", False):
        yield Fault("The file does not ask the viewer to show its title.")


def has_language(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    said = str(file.pdf.Root.get("/Lang", ""))
    if not said or (expected.language and said != expected.language.main):
        wanted = f", not '{expected.language.main}'" if expected.language else ""
        yield Fault(f"The language of the file is '{said}'{wanted}.")


def has_tags(file: OpenFile, _: Expected) -> Iterator[Fault]:
    if not any(mark in file.metadata for mark in UA_1):
        yield Fault("The file is not marked as PDF/UA-1.")
    if not is_tagged(file):
        yield Fault("The file has no tags.")


def figures_speak(file: OpenFile, _: Expected) -> Iterator[Fault]:
    tags = tags_of(file.pdf) if is_tagged(file) else ()
    silent = sum(str(tag.get("/S")) == "/Figure" and not str(tag.get("/Alt", "")) for tag in tags)
    if silent:
        yield Fault(f"{silent} of the pictures have no description.")


def is_tagged(file: OpenFile) -> bool:
    """Return whether the file has tags and is marked as tagged."""
    root = file.pdf.Root
    return bool(root.get("/MarkInfo", NOTHING).get("/Marked", False)) and "/StructTreeRoot" in root


def tags_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every element of the tag tree."""
    waiting: list[pikepdf.Object] = [pdf.Root.StructTreeRoot]
    while waiting:
        tag = waiting.pop()
        if "/S" in tag:
            yield tag
        inside = tag.get("/K", pikepdf.Array())
        items = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
        waiting += [item for item in items if isinstance(item, pikepdf.Dictionary) and "/S" in item]
