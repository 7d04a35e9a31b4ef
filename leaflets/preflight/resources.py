# SPDX-License-Identifier: MIT
"""What pages draw with: the resources of a page and of all forms, patterns and masks inside it; and its fonts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from PIL import ImageFont

DEEPEST = 8
"""The depth of nested forms that rules examine."""
NOTHING = pikepdf.Dictionary()


def resources_of(holder: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """Yield the resources of a page and of every form inside it."""
    resources = holder.get("/Resources")
    if resources is None or depth > DEEPEST:
        return
    yield resources
    for inner in inside(resources):
        yield from resources_of(inner, depth + 1)


def inside(resources: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the forms, pictures, patterns and masks among some resources."""
    for kind in ("/XObject", "/Pattern"):
        yield from resources.get(kind, NOTHING).values()
    for state in resources.get("/ExtGState", NOTHING).values():
        mask = state.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary) and "/G" in mask:
            yield mask.G


def draws_itself(pdf: pikepdf.Pdf) -> bool:
    """Return whether a form draws itself, directly or indirectly: such a page may never finish."""
    known: set[tuple[int, int]] = set()
    return any(_comes_back(page.obj, (), known) for page in pdf.pages)


def _comes_back(holder: pikepdf.Object, above: tuple[tuple[int, int], ...], known: set[tuple[int, int]]) -> bool:
    for inner in inside(holder.get("/Resources", NOTHING)):
        if inner.objgen in above or len(above) > 10 * DEEPEST:
            return True
        if inner.objgen not in known:
            known.add(inner.objgen)
            if _comes_back(inner, (*above, inner.objgen), known):
                return True
    return False


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
