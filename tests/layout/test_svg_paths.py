# SPDX-License-Identifier: MIT
"""Outlines that were drawn before: what is copied is what WeasyPrint would draw, to the byte."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest
import small
import weasyprint
from weasyprint import svg as drawing

from leaflets.core.qr import encode
from leaflets.layout import render, svg_paths  # noqa: F401 (render installs the wrapper)

PATHS = (
    "M4 4h7v1h-7zM14 4h1v1h-1z",
    "M4 4h7v1h-8zM14 4h1v1h-1z",
    encode("https://www.example.org/a/page/with/a/long/name").path,
    "M1,1 L9 9 C1 2 3 4 5 6 S7 8 9 1 Q1 2 3 4 T5 6 Z",
    "m0 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "M0 0L5% 1em",
    "",
    "M1 1 L2 nonsense",
)


def document(paths: Sequence[str], more: str = "") -> bytes:
    """Return a document with each path at two sizes and two places, and once more in another colour."""
    icon = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="{0}mm" height="{0}mm">{1}{2}</svg>'
    marker = '<marker id="dot" markerWidth="2" markerHeight="2"><path d="M0 0h1v1h-1z"/></marker>'
    html = "<style>svg { display: block }</style>"  # in a line they would stand where a font puts them
    for data in paths:
        path = f'<path fill="#123456" {more} d="{data}"/>'
        html += "".join(icon.format(size, marker, path) for size in (10, 20))
        html += icon.format(10, "", path.replace("#123456", "red"))
    pdf = weasyprint.HTML(string=html).write_pdf(uncompressed_pdf=True)
    assert isinstance(pdf, bytes)
    return pdf


@pytest.mark.parametrize("more", ["", 'marker-mid="url(#dot)"', 'opacity="0.5"', 'stroke="black" stroke-width="2"'])
def test_a_copied_outline_is_the_one_that_was_drawn(more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawing.TAGS["path"].__module__ == svg_paths.__name__
    first, again = document(PATHS, more), document(PATHS, more)
    monkeypatch.setitem(drawing.TAGS, "path", sys.modules["weasyprint.svg.path"].path)
    assert first == again == document(PATHS, more)


def test_an_icon_is_read_once_and_a_code_never(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def original(svg: object, node: dict[str, str], font_size: object) -> None:
        calls.append(node.get("d", ""))

    monkeypatch.setitem(drawing.TAGS, "path", svg_paths.wrap_path(original))
    composed = small.composed("card-dl")
    for _ in range(3):
        small.renderer().draw(composed).document.write_pdf()
    assert sorted(calls) == sorted(set(calls)) != []
    assert composed.codes and not {encode(code.url).path for code in composed.codes} & set(calls)
