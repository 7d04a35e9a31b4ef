# SPDX-License-Identifier: MIT
"""The structure of a finished PDF: pages, boxes, fonts, links, title and tags, compared with what it must be.

What a file says about itself is not believed; it is read from its objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

from leaflets.core.formats import points
from leaflets.core.problems import Problem
from leaflets.preflight.expected import Expected

SIZE_TOLERANCE = points(0.1)
ALLOWED_DEPTH = 8


@dataclass
class FileProblems:
    """Gathers the problems of one file."""

    expected: Expected
    problems: list[Problem] = field(default_factory=list)

    def add(self, slug: str, message: str, hint: str = "", *, warning: bool = False) -> None:
        severity = "warning" if warning else "error"
        self.problems.append(Problem(slug, message, where=self.expected.where, hint=hint, severity=severity))  # type: ignore[arg-type]


def check_structure(pdf: pikepdf.Pdf, report: FileProblems) -> None:
    """Compare everything that needs no drawing."""
    check_pages(pdf, report)
    check_fonts(pdf, report)
    check_actions(pdf, report)
    check_title(pdf, report)
    if report.expected.purpose == "screen":
        check_tags(pdf, report)


def check_pages(pdf: pikepdf.Pdf, report: FileProblems) -> None:
    """Number, size and boxes of the pages."""
    sizes = report.expected.composed.format.page_sizes(report.expected.purpose)
    if len(pdf.pages) != len(sizes):
        report.add("page-count", f"The file has {len(pdf.pages)} pages; it must have {len(sizes)}.")
    for number, (page, (width, height)) in enumerate(zip(pdf.pages, sizes, strict=False), start=1):
        left, bottom, right, top = (float(value) for value in page.trimbox)
        if abs(right - left - points(width)) > SIZE_TOLERANCE or abs(top - bottom - points(height)) > SIZE_TOLERANCE:
            seen = f"{(right - left) / points(1):.1f} x {(top - bottom) / points(1):.1f} mm"
            report.add("page-size", f"Page {number} is {seen}; it must be {width:g} x {height:g} mm.")
        boxes = {tuple(round(float(value), 2) for value in page[name]) for name in ("/MediaBox", "/TrimBox")}
        if report.expected.purpose != "press" and (len(boxes) > 1 or (left, bottom) != (0, 0)):
            report.add("page-boxes", f"Page {number} has more than its trimmed size, or does not begin at 0,0.")
        if int(page.get("/Rotate", 0)) or float(page.get("/UserUnit", 1)) != 1:
            report.add("page-boxes", f"Page {number} is turned or scaled.")


def resources_of(holder: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """Yield the resources of a page and of every form inside it."""
    resources = holder.get("/Resources")
    if resources is None or depth > ALLOWED_DEPTH:
        return
    yield resources
    for kind in ("/XObject", "/Pattern"):
        for inner in resources.get(kind, pikepdf.Dictionary()).values():
            yield from resources_of(inner, depth + 1)


def fonts_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield each font of the file once."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for resources in resources_of(page.obj):
            for font in resources.get("/Font", pikepdf.Dictionary()).values():
                if font.objgen not in seen or font.objgen == (0, 0):
                    seen.add(font.objgen)
                    yield font


def check_fonts(pdf: pikepdf.Pdf, report: FileProblems) -> None:
    """Every font is embedded and is one that the language declares."""
    language = report.expected.composed.language
    families = tuple(dict.fromkeys((*language.families, language.numbers)))
    declared = tuple(family.replace(" ", "") for family in families)
    for font in fonts_of(pdf):
        name = str(font.get("/BaseFont", "/none"))[1:].rpartition("+")[2]
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor", pikepdf.Dictionary())
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            report.add("font-not-embedded", f"The font {name} is not in the file.")
        if not name.replace("-", "").replace(" ", "").startswith(declared):
            report.add("font-unknown", f"The font {name} is none of {', '.join(families)}.")


def check_actions(pdf: pikepdf.Pdf, report: FileProblems) -> None:
    """Nothing runs, nothing is attached, and links lead only where the edition's facts lead."""
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    if "/JavaScript" in names or "/EmbeddedFiles" in names or "/AA" in pdf.Root or "/AcroForm" in pdf.Root:
        report.add("file-active", "The file holds a script, a form or an attachment.")
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary):
        report.add("file-active", "The file does something when it is opened.")
    for number, page in enumerate(pdf.pages, start=1):
        if "/AA" in page:
            report.add("file-active", f"Page {number} does something when it is shown.")
        for note in page.get("/Annots", pikepdf.Array()):
            check_annotation(note, number, report)


def check_annotation(note: pikepdf.Object, number: int, report: FileProblems) -> None:
    """A note on a page may only be a link, inside the file or to an address of the edition."""
    action = note.get("/A", pikepdf.Dictionary())
    kind, address = str(action.get("/S", "")), str(action.get("/URI", ""))
    if report.expected.purpose != "screen":
        report.add("link-unexpected", f"Page {number} has a link; this file is for paper.")
    elif str(note.get("/Subtype")) != "/Link" or kind not in ("", "/URI", "/GoTo") or "/AA" in note:
        report.add("file-active", f"Page {number} has something on it that is no link.")
    elif kind == "/URI" and address not in report.expected.links:
        report.add("link-unexpected", f"Page {number} links to {address}, which is no fact of this edition.")
    elif not str(note.get("/Contents", "")):
        report.add("link-silent", f"A link on page {number} has no words for those who cannot see it.")


def check_title(pdf: pikepdf.Pdf, report: FileProblems) -> None:
    """Title and language are said, and the title is what a viewer shows."""
    composed = report.expected.composed
    if str(pdf.docinfo.get("/Title", "")) != composed.file_title:
        report.add("title-missing", f"The file does not say that its title is '{composed.file_title}'.")
    if str(pdf.Root.get("/Lang", "")) != composed.language.main:
        report.add("language-missing", f"The file does not say that its language is {composed.language.tag}.")
    preferences = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    if not preferences.get("/DisplayDocTitle", False):
        report.add("title-missing", "The file does not ask the viewer to show its title.")


def check_tags(pdf: pikepdf.Pdf, report: FileProblems) -> None:
    """The marks of PDF/UA-1 are there, and every figure has words."""
    packet = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    if b"<pdfuaid:part>1</pdfuaid:part>" not in packet and b'pdfuaid:part="1"' not in packet:
        report.add("tags-missing", "The file does not say that it is PDF/UA-1.")
    marked = pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    if not marked or "/StructTreeRoot" not in pdf.Root:
        report.add("tags-missing", "The file has no tags.")
        return
    silent = sum(str(tag.get("/S")) == "/Figure" and not str(tag.get("/Alt", "")) for tag in tags_of(pdf))
    if silent:
        report.add("figure-silent", f"{silent} of the pictures have no words for those who cannot see them.")


def tags_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every element of the tree of tags."""
    waiting: list[pikepdf.Object] = [pdf.Root.StructTreeRoot]
    while waiting:
        tag = waiting.pop()
        if "/S" in tag:
            yield tag
        inside = tag.get("/K", pikepdf.Array())
        items = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
        waiting += [item for item in items if isinstance(item, pikepdf.Dictionary) and "/S" in item]
