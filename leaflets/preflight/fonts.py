# SPDX-License-Identifier: MIT
"""The fonts of a file, from the resources of its pages and of all forms inside them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from PIL import ImageFont

from leaflets.preflight.resources import NOTHING, resources_of

FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True)
class FileFont:
    """A font of a file."""

    name: str
    """As in the file: a subset has six letters and a plus sign before the font's name."""
    embedded: bool
    program: pikepdf.Stream | None = field(default=None, compare=False)
    """Its outlines, in the format of a font file."""

    @property
    def can_be_loaded(self) -> bool:
        """Whether FreeType takes its outlines; a viewer takes another font in silence, a press draws nothing."""
        try:
            return self.program is None or bool(ImageFont.truetype(io.BytesIO(self.program.read_bytes()), 10))
        except (OSError, ValueError, pikepdf.PdfError):
            return False

    @property
    def own_name(self) -> str:
        """The font's name without the subset prefix."""
        return self.name.rpartition("+")[2]


def fonts_of(pdf: pikepdf.Pdf) -> Iterator[FileFont]:
    """Yield each font of the file once."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for resources in resources_of(page.obj):
            for font in resources.get("/Font", NOTHING).values():
                if font.objgen not in seen or font.objgen == (0, 0):
                    seen.add(font.objgen)
                    yield FileFont(name_of(font), is_embedded(font), program_of(font))


def name_of(font: pikepdf.Object) -> str:
    """Return a font's name."""
    return str(font.get("/BaseFont", font.get("/Name", "/unnamed")))[1:]


def descriptor_of(font: pikepdf.Object) -> pikepdf.Object:
    """Return a font's descriptor; for a composite font, that of its descendant."""
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return inner.get("/FontDescriptor", NOTHING)


def program_of(font: pikepdf.Object) -> pikepdf.Stream | None:
    """Return a font's outlines; None if they are not in the file."""
    descriptor = descriptor_of(font)
    found = next((descriptor[key] for key in FONT_FILES if key in descriptor), None)
    return found if isinstance(found, pikepdf.Stream) else None


def is_embedded(font: pikepdf.Object) -> bool:
    """Return whether a font's outlines are in the file; Type 3 fonts are drawings in it."""
    return str(font.get("/Subtype")) == "/Type3" or program_of(font) is not None
