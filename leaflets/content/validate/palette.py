# SPDX-License-Identifier: MIT
"""Check the colours: contrast on the screen, inks on the press, and that the two are the same colour."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.content.brand import MAX_COVERAGE, ON_WHITE, nearest_inks, passing, press_difference
from leaflets.content.model import Colour, Project
from leaflets.content.validate.findings import Disagreement
from leaflets.core.colour import contrast, parse_rgb
from leaflets.core.problems import Problem, Severity

NEUTRAL = ("ink", "black", "paper", "grey", "rule")
MAX_INKS = 3
WARN, REFUSE = 6, 15
"""Colour differences (CIEDE2000) between screen and press from which there is a warning, or an error."""


def find_weak_colours(project: Project) -> Iterator[Disagreement]:
    """Yield what is wrong with the colours, except how they differ from their inks."""
    colours = project.colours
    for name, colour in project.palette.items():
        yield from _check_inks(name, colour)
    for one, other, least in _pairs(project):
        if one not in colours or other not in colours:
            continue
        ratio = contrast(parse_rgb(colours[one].rgb), parse_rgb(colours[other].rgb))
        if ratio < least:
            # Rounded down, so that 6.96 never shows as the required 7.0.
            message = (
                f"'{one}' on '{other}' has a contrast of {int(ratio * 10) / 10}:1; at least {least:g}:1 is needed."
            )
            ground = parse_rgb(colours[other].rgb)
            hint = (
                f"make '{other}' lighter."
                if one == "ink"
                else f'the nearest that is dark enough is "{passing(colours[one].rgb, ground, least)}".'
            )
            paths = tuple(path_of(project, name) for name in (one, other))
            yield Disagreement("contrast-too-low", paths[one == "ink"], message, hint, rests=paths)


def find_differing_inks(project: Project) -> list[Problem]:
    """Return every colour that the press would print as another: a warning, or an error if it is far off.

    Slower than the other checks, so it is made when the words are read over. What is printed in black ink alone is let
    pass: its tone is the paper's and the press's.
    """
    found = []
    for name, colour in project.colours.items():
        is_asked = name in project.palette or name.partition("-mid")[0].partition("-tint")[0] in project.brand
        off = 0.0 if name in NEUTRAL or not is_asked else press_difference(colour)
        if off <= WARN:
            continue
        inks = nearest_inks(colour.rgb)
        message = (
            f"'{name}' is {colour.rgb} on the screen, and on paper, as {list(colour.cmyk)}, another colour: "
            f"they differ by {off:.0f}; up to {WARN} they look alike."
        )
        hint = f"the nearest inks are {list(inks)}."
        if inks == colour.cmyk:
            hint = "no press prints it so bright; choose a duller colour if paper must look like the screen."
        severity: Severity = "error" if off > REFUSE and inks != colour.cmyk else "warning"
        found.append(Problem("colour-differs", message, where=path_of(project, name), hint=hint, severity=severity))
    return found


def path_of(project: Project, name: str) -> str:
    """Return where data.yaml gives the screen's value of a colour, or what it follows from."""
    return (
        f"palette.{name}.rgb" if name in project.palette else f"brand.{name.removesuffix('-mid').removesuffix('-tint')}"
    )


def _pairs(project: Project) -> Iterator[tuple[str, str, float]]:
    leading = [name for name in project.colours if f"{name}-tint" in project.colours]
    used = [project.accent_of(publication) for publication in project.publications.values()]
    for name in dict.fromkeys([*leading, *used]):
        yield name, "paper", ON_WHITE
        yield "ink", f"{name}-tint", 7
    yield "ink", "paper", 7
    yield "signal", "paper", 4.5
    yield "grey", "paper", 4.5


def _check_inks(name: str, colour: Colour) -> Iterator[Disagreement]:
    path = f"palette.{name}.cmyk"
    inks = dict(zip(("cyan", "magenta", "yellow", "black"), colour.cmyk, strict=True))
    used = [ink for ink, share in inks.items() if share]
    if name in NEUTRAL and any(ink != "black" for ink in used):
        message = f"'{name}' is printed with {' and '.join(used)}; it must be black only, or small type blurs."
        yield Disagreement(
            "colour-not-black-only", path, message, "set cyan, magenta and yellow to 0, and darken it with black."
        )
        return
    if len(used) > MAX_INKS:
        message = f"{len(used)} inks are mixed; more than {MAX_INKS} blur when the plates are out of register."
        yield Disagreement("colour-too-many-inks", path, message, "set the weakest ink to 0.")
    if sum(colour.cmyk) > MAX_COVERAGE:
        message = (
            f"the inks add up to {sum(colour.cmyk)} %; more than {MAX_COVERAGE} % is slow to dry on leaflet paper."
        )
        yield Disagreement("colour-too-much-ink", path, message, "reduce the inks.")
