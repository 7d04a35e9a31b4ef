# SPDX-License-Identifier: MIT
"""Judge pictures with the renderer that will draw them: the function that a limited process runs.

Pictures are judged as WeasyPrint draws them (see `leaflets.pictures`), on a page with one drawing and nothing else.
"""

from __future__ import annotations

import base64
import logging

from leaflets.layout import weasyprint_setup
from leaflets.pictures.inspect import inspect

with weasyprint_setup.quiet_import():
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    from leaflets.layout import weasyprint_patches

weasyprint_patches.install()

DOTS_PER_INCH, PIXELS_PER_INCH = 150, 96
PAGE = (
    "<html><style>@page {{ size: {width:.3f}px {height:.3f}px; margin: 0 }} body {{ margin: 0; background: {ground} }}"
    " div {{ width: {width:.3f}px; height: {height:.3f}px;"
    " background: url(data:image/svg+xml;base64,{drawing}) 0 0 / 100% 100% no-repeat }}</style><div></div></html>"
)


def judge(data: bytes) -> bytes:
    """Return the verdict on a picture, as JSON."""
    return inspect(data, draw).as_json()


def draw(text: str, size: tuple[int, int], ground: tuple[int, int, int]) -> bytes:
    """Return a PDF of a drawing on a page of that many dots; ValueError with the renderer's complaint."""
    width, height = (side * PIXELS_PER_INCH / DOTS_PER_INCH for side in size)
    drawing = base64.b64encode(text.encode()).decode()
    html = PAGE.format(width=width, height=height, ground=f"rgb{ground}", drawing=drawing)
    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    said: list[str] = []
    logger, collector = logging.getLogger("weasyprint"), logging.Handler(logging.WARNING)
    collector.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(collector)
    try:
        pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf()
    except MemoryError:
        raise
    except Exception as error:  # whatever it raises, the drawing is the cause
        raise ValueError(f"the renderer gives up ({type(error).__name__})") from error
    finally:
        logger.removeHandler(collector)
    if said:
        unreadable = said[0].startswith("Failed to")
        raise ValueError("the renderer cannot read it" if unreadable else f"the renderer says '{said[0][:80]}'")
    return pdf
