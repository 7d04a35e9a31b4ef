# SPDX-License-Identifier: MIT
"""Check the palette: the names that every design needs, contrast on the screen, inks on the press."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.content.model import Colour, Project
from leaflets.content.validate.findings import Disagreement
from leaflets.core.colour import contrast, parse_rgb

REQUIRED = ("ink", "black", "paper", "grey", "rule", "signal")
NEUTRAL = ("ink", "black", "paper", "grey", "rule")
MAX_INKS = 3
MAX_COVERAGE = 240


def find_weak_colours(project: Project) -> Iterator[Disagreement]:
    """Yield everything that is wrong with the palette."""
    palette = project.palette
    for name in REQUIRED:
        if name not in palette:
            message = f"the colour '{name}' is missing; every design needs it."
            yield Disagreement("colour-missing", f"palette.{name}", message, f"add `{name}:` with rgb and cmyk.")
    for name, colour in palette.items():
        yield from _check_inks(name, colour)
    for one, other, least in _pairs(project):
        if one not in palette or other not in palette:
            continue
        ratio = contrast(parse_rgb(palette[one].rgb), parse_rgb(palette[other].rgb))
        if ratio < least:
            path = f"palette.{other if one == 'ink' else one}.rgb"
            # Rounded down, so that 6.96 never reads as the 7.0 that was asked for.
            message = f"'{one}' on '{other}' has a contrast of {int(ratio * 10) / 10}:1; at least {least}:1 is needed."
            hint = f"make '{other}' lighter." if one == "ink" else f"make '{one}' darker."
            both = (f"palette.{one}.rgb", f"palette.{other}.rgb")
            yield Disagreement("contrast-too-low", path, message, hint, rests=both)


def _pairs(project: Project) -> Iterator[tuple[str, str, float]]:
    """Yield text colour, background and the least contrast."""
    leading = [name for name in project.palette if f"{name}-tint" in project.palette]
    used = [publication.colour for publication in project.publications.values()]
    for name in dict.fromkeys([*leading, *used]):
        yield name, "paper", 7
        yield "ink", f"{name}-tint", 7
    yield "ink", "paper", 7
    yield "signal", "paper", 4.5
    yield "grey", "paper", 4.5


def _check_inks(name: str, colour: Colour) -> Iterator[Disagreement]:
    path = f"palette.{name}.cmyk"
    inks = dict(zip(("cyan", "magenta", "yellow", "black"), colour.cmyk, strict=True))
    used = [ink for ink, share in inks.items() if share]
    if name in NEUTRAL and any(ink != "black" for ink in used):
        message = f"'{name}' is printed with {' and '.join(used)}; it must be black ink only, or small type blurs."
        yield Disagreement(
            "colour-not-black-only", path, message, "set cyan, magenta and yellow to 0, and darken it with black."
        )
        return
    if len(used) > MAX_INKS:
        message = f"{len(used)} inks are mixed; at most {MAX_INKS} stay sharp when the plates shift."
        yield Disagreement("colour-too-many-inks", path, message, "set the weakest ink to 0.")
    if sum(colour.cmyk) > MAX_COVERAGE:
        message = f"the inks add up to {sum(colour.cmyk)} %; at most {MAX_COVERAGE} % dries on the paper of a leaflet."
        yield Disagreement("colour-too-much-ink", path, message, "lower the inks.")
