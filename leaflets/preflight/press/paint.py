# SPDX-License-Identifier: MIT
"""Colour as stated in a PDF: colour spaces, and the inks of each colour.

A colour space goes in as its PDF object; nothing is converted. Inks are known only where the file names them:
DeviceCMYK, DeviceGray, and separations of the four process inks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

Inks = tuple[float, float, float, float]

DEVICE = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}
SHORT = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
DEEPEST = 8


@dataclass(frozen=True)
class Space:
    """A colour space: its kind without the slash, the number of components, and what it is based on."""

    kind: str
    components: int
    names: tuple[str, ...] = ()
    """The inks of a Separation or DeviceN space."""
    base: Space | None = None
    """The alternate, or the base of an Indexed space or an uncoloured pattern."""

    def __str__(self) -> str:
        if self.kind == "ICCBased":
            return f"an ICC profile of {self.components} channel" + "s" * (self.components > 1)
        return f"{self.kind} {' '.join(self.names)}".strip()

    def all(self) -> tuple[Space, ...]:
        """Return the space and those that it is based on."""
        return (self, *(self.base.all() if self.base else ()))


GRAY, RGB, CMYK = (Space(name[1:], count) for name, count in DEVICE.items())
UNKNOWN = Space("unknown", 0)


@dataclass(frozen=True)
class Paint:
    """A colour as printed; without inks if the file does not name them."""

    space: Space
    inks: Inks | None = None
    pattern: pikepdf.Object | None = None

    @property
    def total(self) -> float:
        """All four inks together, from 0 to 4; 0 if not known."""
        return sum(self.inks or ())

    @property
    def is_white(self) -> bool:
        return self.inks is not None and self.total == 0

    @property
    def is_black_only(self) -> bool:
        """Black ink only, at any strength."""
        return self.inks is not None and self.inks[3] > 0 and not any(self.inks[:3])

    @property
    def is_pure_black(self) -> bool:
        return self.is_black_only and self.inks is not None and self.inks[3] > 0.995

    @property
    def is_mixed(self) -> bool:
        """More than one ink."""
        return sum(ink > 0 for ink in self.inks or ()) > 1

    def __str__(self) -> str:
        if self.inks is None:
            return str(self.space)
        return " ".join(f"{letter} {ink * 100:.0f}" for letter, ink in zip("CMYK", self.inks, strict=True))


BLACK = Paint(GRAY, (0.0, 0.0, 0.0, 1.0))


def space_of(value: object, resources: pikepdf.Object, depth: int = 0) -> Space:
    """Return the colour space named by an operator, an image, a shading or a group."""
    if depth > DEEPEST:
        return UNKNOWN
    if isinstance(value, pikepdf.Name):
        name = SHORT.get(str(value), str(value))
        if name in DEVICE:
            return Space(name[1:], DEVICE[name])
        if name == "/Pattern":
            return Space("Pattern", 0)
        named = resources.get("/ColorSpace", pikepdf.Dictionary()).get(name)
        return UNKNOWN if named is None else space_of(named, resources, depth + 1)
    if isinstance(value, pikepdf.Array) and len(value):
        return array_space(value, resources, depth)
    return UNKNOWN


def array_space(value: pikepdf.Array, resources: pikepdf.Object, depth: int) -> Space:
    """Return a colour space written as an array: the kind, then its parameters."""
    kind = SHORT.get(str(value[0]), str(value[0]))[1:]
    rest = list(value)[1:]
    if not rest:
        return space_of(value[0], resources, depth + 1)
    if kind == "ICCBased":
        return Space(kind, int(rest[0].get("/N", 0)))
    if kind in ("CalRGB", "Lab"):
        return Space(kind, 3)
    if kind == "CalGray":
        return Space(kind, 1)
    base_at = 1 if kind in ("Separation", "DeviceN") else 0
    base = space_of(rest[base_at], resources, depth + 1) if len(rest) > base_at else UNKNOWN
    if kind == "Separation":
        return Space(kind, 1, (str(rest[0])[1:],), base)
    if kind == "DeviceN":
        names = tuple(str(name)[1:] for name in rest[0])
        return Space(kind, len(names), names, base)
    if kind in ("Indexed", "Pattern"):
        return Space(kind, 1 if kind == "Indexed" else base.components, (), base)
    return UNKNOWN


def paint_of(space: Space, values: Sequence[float], pattern: pikepdf.Object | None = None) -> Paint:
    """Return the colour with those components in a space."""
    if space.kind == "DeviceCMYK" and len(values) == 4:
        cyan, magenta, yellow, black = values
        return Paint(space, (cyan, magenta, yellow, black))
    if space.kind == "DeviceGray" and len(values) == 1:
        return Paint(space, (0.0, 0.0, 0.0, 1.0 - values[0]))
    if space.names == ("All",) and len(values) == 1:
        return Paint(space, (values[0],) * 4)
    if space.names and set(space.names) <= {*PROCESS, "None"} and len(values) == len(space.names):
        given = dict(zip(space.names, values, strict=True))
        cyan, magenta, yellow, black = (given.get(name, 0.0) for name in PROCESS)
        return Paint(space, (cyan, magenta, yellow, black))
    return Paint(space, None, pattern)


def initial(space: Space) -> Paint:
    """Return the initial colour of a space (ISO 32000-1, 8.6.8)."""
    if space.kind == "DeviceCMYK":
        return paint_of(space, (0, 0, 0, 1))
    full = 1.0 if space.names else 0.0
    return paint_of(space, (full,) * space.components)
