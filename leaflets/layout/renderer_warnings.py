# SPDX-License-Identifier: MIT
"""Renderer warnings: what the renderer logs or raises becomes problems that name the file, the line and the words."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from leaflets.core.problems import Problem
from leaflets.layout.composed import Composed

# Known to be harmless: isolated text is laid out on its own anyway, because it has its own direction.
HARMLESS = ("unicode-bidi: isolate", "unicode-bidi:isolate", "Refused: ")


@contextmanager
def renderer_says(file: str, composed: Composed, problems: list[Problem], *, line_offset: int = 0) -> Iterator[None]:
    """Turn what the renderer logs or raises while it works on `file` into problems; what the disk says is raised."""

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if not any(words in message for words in HARMLESS):
                problems.append(as_problem(message, file, composed, line_offset))

    logger, collector = logging.getLogger("weasyprint"), Collector(logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield
    except Exception as error:
        if isinstance(error, OSError) and error.errno:  # a copy of a font that is not whole would crash Pango
            raise
        # NotImplementedError, AssertionError, TypeError ... for CSS that it cannot draw
        message = f"The renderer cannot draw this: {type(error).__name__}: {error or 'no details'}."
        problems.append(Problem("renderer-failed", message, file=file, where=composed.layout.id))
        logging.getLogger("leaflets").debug("renderer failed on %s", file, exc_info=error)
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def as_problem(message: str, file: str, composed: Composed, line_offset: int) -> Problem:
    """Return a message of the renderer as a problem."""
    where = composed.layout.id
    glyph = re.search(r'\.notdef glyph .*"(.)" \((U\+[0-9A-F]+)\)', message, re.DOTALL)
    if glyph:
        return missing_glyph(glyph[1], glyph[2], composed, file)
    if message.startswith("Failed to load image"):
        name = message.partition("'")[2].partition("'")[0]
        shown = name if len(name) < 80 else f"{name[:60]}…"
        return Problem("picture-missing", f"The picture {shown} cannot be read.", file=file, where=where)
    place = re.search(r" at (\d+):(\d+)", message)
    line, column = (int(place[1]) + line_offset, int(place[2])) if place else (0, 0)
    if place:
        message = message.replace(place[0], "", 1)
    return Problem("renderer-warning", f"{message.rstrip('.')}.", file=file, line=line, column=column, where=where)


def missing_glyph(character: str, code_point: str, composed: Composed, file: str) -> Problem:
    """Return the problem of a character that none of the language's fonts has, with the words around it."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", composed.html))
    at = text.find(character)
    around = " ".join(text[max(0, at - 30) : at + 30].split()) if at >= 0 else ""
    families = ", ".join(composed.language.families)
    message = f"No font has the character {character} ({code_point})" + (f", in '{around}'" if around else "")
    return Problem(
        "missing-glyph",
        f"{message}. The fonts are {families}.",
        file="" if around else file,
        where=composed.layout.id,
        hint="Use another character, or add a font that has it to languages.yaml.",
    )
