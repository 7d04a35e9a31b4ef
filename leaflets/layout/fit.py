# SPDX-License-Identifier: MIT
"""Fit the words to their panels: tighten within limits, or say which panel is too long, and by how much.

A panel is a page, so an overflow makes one page too many. Spacing, headings and line height may be tightened a
little, equally on all panels; body text is never smaller than 12 pt. Where a design grows, few words are set larger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, islice
from typing import Protocol

from leaflets.core.formats import POINTS_PER_MM
from leaflets.core.lookups import LINES
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.languages.language import Languages
from leaflets.layout.composed import Composed
from leaflets.layout.pages import DrawnPage, FitStep, PageItem, Rendered
from leaflets.layout.room import fills, reaches, use_room
from leaflets.layout.titles import draw_with_title

STEPS = (
    FitStep(),
    FitStep(0.92, 1, 1),
    FitStep(0.85, 0.95, 1),
    FitStep(0.75, 0.92, 0.97),
    FitStep(0.7, 0.88, 0.95),
    FitStep(0.55, 0.82, 0.92),
)
BODY_PT, IMPRINT_PT = 12.0, 9.0
BODIES = (14.0, 13.5, 13.0, 12.5)
"""The sizes in pt to which a leaflet's body text may grow, the same on all its panels."""
KEPT = 0.12
"""The share of a page's height that is left on the fullest panel of a leaflet that grows, its rows of risks level."""
GROWTH, GROWTHS = 1.6, 2
"""Larger words need more lines as well as higher ones; so many sizes are tried."""
TOP_AIR_EM, BOTTOM_AIR_EM, LINE_BOX_EM = 0.25, 0.06, 1.4
TOLERANCE_MM = 0.2
OVERLAP_MM = 0.4
TOUCHING_MM = 0.05
LEVEL = 0.3
"""How far the centres of lines beside each other are apart at most, as a share of their height."""
MOST_OVERLAPS = 12
TOO_LONG = {"overset", "overlap", "outside-safe"}
"""Problems that tightening can solve."""


class Draft(Protocol):
    """A layout laid out at one step, as returned by the renderer."""

    @property
    def pages(self) -> tuple[DrawnPage, ...]: ...

    @property
    def problems(self) -> list[Problem]: ...

    def write_draft(self) -> Rendered | None: ...


class Draws(Protocol):
    """The renderer, as far as fitting needs it."""

    @property
    def languages(self) -> Languages: ...

    def draw(self, composed: Composed, fit: FitStep = ..., *, tall: bool = False) -> Draft: ...


@dataclass(frozen=True)
class LaidOut:
    """A layout that fits, or with `problems` a draft; `fills` says how full each panel is, 0 to 1."""

    rendered: Rendered
    step: FitStep
    fills: Mapping[str, float]
    problems: tuple[Problem, ...] = ()


def lay_out(composed: Composed, renderer: Draws, *, draft: bool = False) -> LaidOut:
    """Render the layout at the first step at which it fits.

    ProblemsFound if it does not fit at the last step or the renderer warned; with `draft` the result has the
    problems.
    """
    tag, reads = composed.language.tag, dict[str, str]()
    for designed in STEPS:
        step = designed
        if designed.line < 1:
            step = replace(designed, line=renderer.languages.languages[tag].tightened(designed.line))
            reads[f"{LINES}{tag}/{designed.line}"] = repr(step.line)
        drawn, step = draw_with_title(partial(renderer.draw, composed), step)
        problems = examine(drawn.pages, composed)
        if not any(problem.slug in TOO_LONG for problem in problems):
            break
    if composed.grows and not problems:
        if not composed.format.is_shared:  # the words of a picture are large, and its drawing has what they leave
            drawn, step = grow(drawn, step, composed, renderer)
        roomy = replace(step, **use_room(drawn.pages, composed))
        larger = renderer.draw(composed, roomy)
        if not examine(larger.pages, composed):
            drawn, step = larger, roomy
    names = [page.panel for page in drawn.pages]
    if len(names) != len(set(names)) and not composed.format.flows:
        # An overflow can be measured only on pages without an end.
        tall = renderer.draw(composed, step, tall=True)
        measured = examine(tuple(shorten(page, composed) for page in tall.pages), composed)
        if any(problem.slug == "overset" for problem in measured):
            problems = measured
    rendered = drawn.write_draft()
    if rendered and composed.format.flows:
        numbered = composed.format.with_pages(rendered.pages).panels
        rendered = replace(rendered, panels=tuple(panel.name for panel in numbered))
    problems = [*problems, *drawn.problems]
    if rendered is None or (problems and not draft):
        raise ProblemsFound(problems)
    rendered = replace(rendered, reads={**rendered.reads, **reads})
    return LaidOut(rendered, step, fills(drawn.pages, composed), tuple(problems))


def grow(drawn: Draft, step: FitStep, composed: Composed, renderer: Draws) -> tuple[Draft, FitStep]:
    """Return the layout with the largest body text that leaves its fullest panel some room."""
    used = 1 - left_over(drawn, composed)
    sizes = (size for size in BODIES if used * (size / BODY_PT) ** GROWTH < 1 - KEPT)
    for size in islice(sizes, GROWTHS):
        larger, larger_step = draw_with_title(
            partial(renderer.draw, composed), replace(step, body=round(size / BODY_PT, 4))
        )
        if not examine(larger.pages, composed) and left_over(larger, composed) >= KEPT:
            return larger, larger_step
    return drawn, step


def left_over(drawn: Draft, composed: Composed) -> float:
    """Return the share of the page's height that is left on the fullest panel."""
    return min(room for _, room in use_room(drawn.pages, composed)["spare"]) / composed.format.height


def shorten(page: DrawnPage, composed: Composed) -> DrawnPage:
    """Return an endless page as if it ended where the panel does: what is fixed to its bottom moves up."""
    rise = page.height - composed.format.height
    pieces, fields = (
        tuple(replace(one, top=one.top - rise, bottom=one.bottom - rise) if one.anchored else one for one in items)
        for items in (page.pieces, page.fields)
    )
    return replace(page, height=composed.format.height, pieces=pieces, fields=fields)


def examine(pages: tuple[DrawnPage, ...], composed: Composed) -> list[Problem]:
    """Return everything that is wrong with the position of words on the panels."""
    problems = check_order(pages, composed)
    for page in pages:
        where = f"{composed.layout.id}, panel {page.panel}"
        too_long = check_length(page, composed, where)
        problems += too_long or check_overlaps(page, where)  # words that overflow also cover what is below them
        problems += check_safe_area(page, composed, where)
        problems += check_sizes(page, where)
    return problems


def check_order(pages: tuple[DrawnPage, ...], composed: Composed) -> list[Problem]:
    """Each panel must come once, in reading order; what may run over has one, on as many pages as it takes."""
    wanted = [panel.name for panel in composed.format.panels]
    found = [name for name, _ in groupby(page.panel for page in pages)]
    problems = [
        Problem(
            "overset",
            "The words overflow on to another page.",
            where=f"{composed.layout.id}, panel {name}",
            hint="Shorten the words of this panel.",
        )
        for name, group in groupby(page.panel for page in pages)
        if len(list(group)) > 1 and not composed.format.flows
    ]
    if found != wanted:
        message = f"The design draws the panels {', '.join(found)}; {composed.format.title} has {', '.join(wanted)}."
        problems.append(Problem("panel-order", message, where=composed.layout.id))
    return problems


def check_length(page: DrawnPage, composed: Composed, where: str) -> list[Problem]:
    """Check that the flow ends above the safe area's edge and above what is fixed to the bottom."""
    found = reaches(page, composed)
    over = max((reach.over for reach in found), default=0.0)
    if over <= TOLERANCE_MM:
        return []
    first = next(i for i, reach in enumerate(found) if reach.over > TOLERANCE_MM)
    fits = words(reach.piece for reach in found[:first])
    rest = words(reach.piece for reach in found[first:])
    if not rest:
        return [
            Problem("overset", f"A picture reaches {over:.1f} mm too far down.", where=where, hint="Make it smaller.")
        ]
    message = f"It is {over:.1f} mm too long: the last words that fit are '{' '.join(fits[-5:])}', then come "
    message += f"'{' '.join(rest[:5])}'."
    hint = f"Cut about {len(' '.join(rest))} characters from this panel."
    if titles := risks_without_room(page, composed, over):
        total = sum(map(len, composed.risks.values()))
        message = f"{total} risks need {over:.1f} mm more than this panel has: no room for {' and '.join(titles)}."
        hint = f"{hint[:-1]}, or let leaflets leave a risk out: `accept_unprinted: [risks.<id>]` under `publisher:`."
    return [Problem("overset", message, where=where, hint=hint)]


def risks_without_room(page: DrawnPage, composed: Composed, over: float) -> list[str]:
    """Return the titles of the last risks of a page that is too long: those that would have to go."""
    titles = composed.risks.get(page.panel, {})
    tops: dict[str, float] = {}
    end = 0.0
    for piece in page.pieces:
        if piece.risk in titles:
            tops[piece.risk] = min(piece.top, tops.get(piece.risk, piece.top))
            end = max(end, piece.bottom)
    enough = sum(end - top >= over for top in tops.values())
    return [f"'{titles[name]}'" for name in list(tops)[max(enough - 1, 0) :]]


def words(pieces: Iterator[PageItem]) -> list[str]:
    """Return the words of some pieces."""
    return " ".join(piece.text for piece in pieces).split()


def check_safe_area(page: DrawnPage, composed: Composed, where: str) -> list[Problem]:
    """Check that only what is marked data-bleed is nearer to an edge than the safe area."""
    safe = composed.format.safe
    problems = []
    for piece in page.pieces:
        gaps = {"left": piece.left, "right": page.width - piece.right, "top": piece.top}
        if piece.anchored:
            gaps["bottom"] = page.height - piece.bottom
        edge, gap = min(gaps.items(), key=lambda item: item[1])
        allowed = safe - TOLERANCE_MM - (air(piece, edge) if piece.text else piece.quiet)
        if not piece.bleeds and gap < allowed:
            message = f"{name_of(piece)} is {gap:.1f} mm from the {edge} edge; the limit is {safe:g} mm."
            hint = "Shorten the longest word or line." if piece.text else "Move it, or mark it data-bleed."
            problems.append(Problem("outside-safe", message, where=where, hint=hint))
    return problems


def air(piece: PageItem, edge: str) -> float:
    """Return how far the box of a line of text extends beyond its letters: much further in tall scripts."""
    size = piece.size_pt / POINTS_PER_MM
    beyond = max(0.0, (piece.bottom - piece.top - LINE_BOX_EM * size) / 2)
    return {"top": max(TOP_AIR_EM * size, beyond), "bottom": max(BOTTOM_AIR_EM * size, beyond)}.get(edge, 0.0)


def check_overlaps(page: DrawnPage, where: str) -> list[Problem]:
    """Check that words and pictures lie on nothing but what they are in, and on what is marked as ground."""
    messages = []
    for i, one in enumerate(page.pieces):
        for other in page.pieces[i + 1 :]:
            apart = one.group != other.group or not one.text or not other.text or level(one, other)
            if apart and overlap(one, other):
                messages.append(f"{name_of(one)} and {name_of(other).replace('A picture', 'a picture')} overlap.")
        for number, field in enumerate(page.fields):
            if number not in one.fields and overlap(one, field):
                inside = next((piece for piece in page.pieces if piece.text and number in piece.fields), None)
                name = f"the field of {name_of(inside)}" if inside else "a drawing or coloured field"
                messages.append(f"{name_of(one)} and {name} overlap.")
    hint = "Shorten the words of this panel."
    return [Problem("overlap", message, where=where, hint=hint) for message in messages[:MOST_OVERLAPS]]


def level(one: PageItem, other: PageItem) -> bool:
    """Return whether two lines are beside each other, and not below each other as the lines of one text."""
    centres = abs(one.top + one.bottom - other.top - other.bottom) / 2
    return centres < LEVEL * min(one.bottom - one.top, other.bottom - other.top)


def name_of(piece: PageItem) -> str:
    """Return the name of a piece for a message."""
    return f"'{piece.text.strip()[:40]}'" if piece.text else "A picture"


def overlap(one: PageItem, other: PageItem) -> bool:
    """Return whether two pieces may touch: a line's letters fill about two thirds of its box."""
    (top, bottom), (other_top, other_bottom) = ink(one), ink(other)
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(bottom, other_bottom) - max(top, other_top)
    # A code's quiet zone is white: it would hide the edge of a first letter.
    least = TOUCHING_MM if one.quiet or other.quiet else OVERLAP_MM
    return across > least and down > OVERLAP_MM


def ink(piece: PageItem) -> tuple[float, float]:
    """Return the top and bottom of what is drawn of a piece."""
    air = 0.18 * (piece.bottom - piece.top) if piece.text else 0.0
    return piece.top + air, piece.bottom - air


def check_sizes(page: DrawnPage, where: str) -> list[Problem]:
    """Check clear print: 12 pt or more; 9 pt only in the small print."""
    problems = []
    for piece in page.pieces:
        least = IMPRINT_PT if piece.imprint else BODY_PT
        if piece.text and piece.size_pt < least - 0.05:
            message = f"{name_of(piece)} is set in {piece.size_pt:g} pt; the minimum is {least:g} pt."
            problems.append(Problem("text-too-small", message, where=where))
    return problems[:3]
