# SPDX-License-Identifier: MIT
"""Complete the tags that WeasyPrint 70 writes into a PDF.

It omits the language of elements, the scope of table headers, the numbering of lists, the Print flag of links and
the text of Arabic or Bengali lines, names links by their address, and writes a picture's box in CSS pixels from the
top left. `weasyprint_patches` puts the wrapper in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pydyf

from leaflets.core.characters import needs_words
from leaflets.layout.weasyprint_setup import quiet_import

with quiet_import():
    from weasyprint.formatting_structure import boxes

PRINT_FLAG = 4
POINTS_PER_PIXEL = 0.75
NUMBERING = {
    "none": "None",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}
SLOT_TITLE = "Added by"
"""The title of the tag of a place for a school's own name, by which it is found."""
NEEDS_CONTENT = {"/Div", "/NonStruct", "/Span", "/P"}


def wrap_builder(original: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Wrap WeasyPrint's tag builder, which calls itself through its module, so that each tag is completed."""
    page_height = 0.0

    def build(box: Any, parent: Any, pdf: Any, page_number: int, *rest: Any) -> Iterator[Any]:
        nonlocal page_height
        box = getattr(box, "_box", box)  # a placed box is inside a wrapper
        if isinstance(box, boxes.PageBox):
            page_height = box.margin_height()
        if getattr(box, "link_annotation", None):
            box.link_annotation["F"] = PRINT_FLAG
            spoken = box.element.get("aria-label") or "".join(box.element.itertext())
            if words := " ".join(spoken.split()):
                box.link_annotation["Contents"] = pydyf.String(words)
        lines = dict(read_lines(box, rest[-1]))
        for element in original(box, parent, pdf, page_number, *rest):
            complete(element, box, page_height)
            tell_lines(element, lines, pdf)
            if element["K"] or element["S"] not in NEEDS_CONTENT:
                yield element

    return build


def read_lines(box: Any, marks: Any) -> Iterator[tuple[int, str]]:
    """Yield the mark and the words of each line of a box whose letters cannot be read from its glyphs."""
    for child in getattr(box, "children", ()):
        line = child.children if isinstance(child, boxes.LineBox) else [child]
        for piece in line:
            if isinstance(piece, boxes.TextBox) and piece in marks and needs_words(piece.text):
                ends = " " if isinstance(child, boxes.LineBox) and piece is line[-1] else ""
                yield marks[piece]["mcid"], piece.text + ends


def tell_lines(element: Any, lines: dict[int, str], pdf: Any) -> None:
    """Add its words to the tag of each line below an element."""
    for reference in element["K"] if lines else ():
        if isinstance(reference, bytes):
            tag = pdf.objects[int(reference.split()[0])]
            marks = tag.get("K", ())
            if len(marks) == 1 and isinstance(marks[0], int) and marks[0] in lines:
                tag["ActualText"] = pydyf.String(lines[marks[0]])


def complete(element: Any, box: Any, page_height: float) -> None:
    """Add what is missing to the tag of one box."""
    source = box.element
    if source is None or not hasattr(source, "get"):
        return
    kind = element["S"]
    if (language := source.get("lang")) and source.tag != "html":
        element["Lang"] = pydyf.String(language)
    if "data-slot" in source.attrib and not box.element_tag.endswith(("::before", "::after")):
        element["T"] = pydyf.String(SLOT_TITLE)
    if kind == "/Figure":
        element["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(page_box(box, page_height))})
    elif kind == "/TH":
        element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"
    elif kind == "/L":
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{numbering(box)}"})


def page_box(box: Any, page_height: float) -> list[float]:
    """Return a picture's rectangle in points from the bottom left corner of the page."""
    x, y = box.content_box_x(), box.content_box_y()
    corners = (x, page_height - y - box.height, x + box.width, page_height - y)
    return [round(value * POINTS_PER_PIXEL, 3) for value in corners]


def numbering(box: Any) -> str:
    """Return the numbering style of a list's items."""
    style = next((child.style for child in getattr(box, "children", ()) if child.element_tag == "li"), box.style)
    kind = style["list_style_type"]
    return NUMBERING.get(kind if isinstance(kind, str) else "disc", "Disc")
