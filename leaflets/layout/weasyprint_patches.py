# SPDX-License-Identifier: MIT
"""Every change that this program makes inside WeasyPrint, with its reason. No other module changes it.

The changes rely on the internals of release 70 and were tested with it; other releases are refused. `render`
installs them on import, before the first page is drawn.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from operator import attrgetter
from typing import Any

import weasyprint
from fontTools.cffLib.CFF2ToCFF import convertCFF2ToCFF
from fontTools.ttLib import TTFont

from leaflets.layout import css_memory, svg_paths, tags, text_layer
from leaflets.layout.weasyprint_setup import scratch

RELEASE = "70."
TYPES = (
    *("char[]", "char[4]", "unsigned int *", "hb_codepoint_t[]", "hb_tag_t[100]"),
    *("FcChar8 **", "PangoFcFontMap *", "PangoLogAttr[]", "PangoRectangle *"),
)
"""Calls to C libraries on every page; cffi takes 2 ms to parse each of them, once."""
SIZED = re.compile(r"(\w+)\[(\d+)\]")


@dataclass(frozen=True)
class Patch:
    """A name in a module of WeasyPrint whose value is replaced by one made from it."""

    module: str
    name: str
    """The name in the module; for a method, with the class and a dot."""
    replace: Callable[[Any], Any]
    reason: str
    """What is wrong without the patch."""

    @property
    def owner(self) -> Any:
        """The module or class with the name; RuntimeError if there is none."""
        holder, _, attribute = self.name.rpartition(".")
        try:
            module = import_module(self.module)
            owner = attrgetter(holder)(module) if holder else module
            getattr(owner, attribute)
        except (ImportError, AttributeError) as error:
            raise RuntimeError(f"{self.module}.{self.name} is not in WeasyPrint {weasyprint.__version__}") from error
        return owner


def install() -> None:
    """Make all the changes, once in a process; RuntimeError and no change if this is another release of WeasyPrint."""
    if not weasyprint.__version__.startswith(RELEASE):
        raise RuntimeError(f"The patches are for WeasyPrint {RELEASE}x; this is {weasyprint.__version__}")
    for patch in PATCHES:
        assert patch.owner
    _change()


@cache
def _change() -> None:
    """Make the changes: once, though two modules ask for them, or words would be laid over a line twice."""
    for patch in PATCHES:
        owner, attribute = patch.owner, patch.name.rpartition(".")[2]
        setattr(owner, attribute, patch.replace(getattr(owner, attribute)))


def font_configuration() -> Any:
    """Return a font configuration whose copies of the fonts are in a folder that is removed when this process ends."""
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    configuration._folder = scratch()
    return configuration


class Arrays:
    """cffi's own `ffi`, with one type for arrays of any length: it would parse each length as C code, for 2 ms."""

    def __init__(self, ffi: Any) -> None:
        self.ffi = ffi
        for name in TYPES:
            ffi.typeof(name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ffi, name)

    def new(self, name: str, *filled: Any) -> Any:
        """Return new memory of the type with that name, filled with the given values."""
        sized = SIZED.fullmatch(name)
        if sized and filled and isinstance(filled[0], list | tuple) and len(filled[0]) == int(sized[2]):
            name = f"{sized[1]}[]"
        return self.ffi.new(name, *filled)


def instantiate_as_cff(original: Callable[..., TTFont]) -> Callable[..., TTFont]:
    """Wrap what makes a variable font static: CFF2 outlines become CFF, as ISO 32000-2 9.9 requires."""

    def instantiate(font: TTFont, *positions: Any, **options: Any) -> TTFont:
        made = original(font, *positions, **options)
        return to_cff(made) if "CFF2" in made else made

    return instantiate


def to_cff(font: TTFont) -> TTFont:
    """Return a static font with CFF outlines; glyph numbers and CIDs are unchanged."""
    stream = io.BytesIO()
    font.save(stream)
    static = TTFont(stream, recalcTimestamp=False, recalcBBoxes=False)
    # After the conversion fontTools can no longer read what it reads late (FDSelect).
    assert static["CFF2"].cff.topDictIndex[0].CharStrings
    convertCFF2ToCFF(static)
    return static


def keep_date(original: Callable[..., TTFont]) -> Callable[..., TTFont]:
    """Wrap the font class, so that a font that is written keeps its date."""
    return partial(original, recalcTimestamp=False)


PATCHES = (
    Patch("weasyprint.pdf.tags", "_build_box_tree", tags.wrap_builder, "tags lack language, box, scope and numbering"),
    Patch(
        "weasyprint.draw.text", "draw_first_line", text_layer.wrap_draw_line, "shaped letters read back as other words"
    ),
    Patch("weasyprint.pdf.stream", "Stream.show_text", text_layer.wrap_show_text, "pdfium misplaces what follows <>"),
    Patch(
        "weasyprint.pdf", "build_fonts_dictionary", text_layer.wrap_build_fonts, "parts of a letter read as the whole"
    ),
    Patch("weasyprint.css", "resolve_var", css_memory.wrap_resolve_var, "variables are replaced for each element"),
    Patch("weasyprint.css.tokens", "Pending.solve", css_memory.wrap_solve, "the result is validated for each element"),
    Patch(
        "weasyprint.css", "ComputedStyle.__missing__", css_memory.wrap_missing, "undeclared properties take a long way"
    ),
    Patch("weasyprint.svg", "TAGS", svg_paths.wrap_drawers, "an SVG path is parsed each time"),
    Patch("weasyprint.pdf.fonts", "ffi", Arrays, "cffi reads the type of each length of an array as C code"),
    Patch("weasyprint.pdf.fonts", "TTFont", keep_date, "the time is written into a font made static"),
    Patch("weasyprint.pdf.fonts", "instantiateVariableFont", instantiate_as_cff, "no PDF may hold CFF2 outlines"),
)
