# SPDX-License-Identifier: MIT
"""The call sheet: every printed fact by organisation, to check by phone and tick off on paper.

Facts that are unverified or overdue have an empty box; the others are listed for comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from leaflets.content.facts import FactRow
from leaflets.content.model import Project
from leaflets.core.commands import command
from leaflets.core.paper import PAPERS
from leaflets.orders.specification.paper import BOLD, LINE_MM, PLAIN, Document, DocumentStyle, Type

MARGIN, FOOT = 15.0, 14.0
BOX_MM = 4.0
WHAT, PRINTED = MARGIN + 8, 122.0
"""Where columns begin: the fact, and the publications that print it."""
SMALL = Type(8)
VALUE = Type(11, bold=True)


def draw_call_sheet(project: Project, rows: Sequence[FactRow], look: DocumentStyle, day: str) -> bytes:
    """Return a PDF with every printed fact; `day` is the date on the sheet."""
    title = f"Facts to check, {project.area.name}"
    paper = Document(look, PAPERS["a4"].ways[0], title=title, author=project.publisher.name)
    y = draw_head(paper, title, f"Printed on {day}. Tick what the organisation has confirmed, correct what it has not.")
    printed = [row for row in rows if row.printed]
    for owner, group in groupby(printed, key=lambda row: owner_of(project, row.id)):
        facts = list(group)
        needed = 12 + sum(height_of(paper, row) for row in facts[:2])
        if y + needed > paper.height - MARGIN - FOOT:
            y = next_page(paper, title)
        y = paper.block(MARGIN, y + 3, paper.width - 2 * MARGIN, owner, style=Type(13, bold=True)) + 1
        for row in facts:
            if y + height_of(paper, row) > paper.height - MARGIN - FOOT:
                y = next_page(paper, title)
            y = draw_fact(paper, row, y)
    draw_foot(paper)
    return paper.bytes()


def owner_of(project: Project, fact_id: str) -> str:
    """Return the name of the organisation, or of the publisher, that a fact is about."""
    section, _, rest = fact_id.partition(".")
    name = rest.partition(".")[0]
    return project.organisations[name].name if section == "organisations" else project.publisher.name


def height_of(paper: Document, row: FactRow) -> float:
    """Return the height of a fact in mm."""
    left = len(paper.split(row.value, PRINTED - WHAT - 4, VALUE)) * VALUE.size * LINE_MM
    left += (1 + len(paper.split(source_of(row), PRINTED - WHAT - 4, SMALL))) * SMALL.size * LINE_MM
    right = len(paper.split(places_of(row), paper.width - MARGIN - PRINTED, SMALL)) * SMALL.size * LINE_MM
    return max(left, right) + 4


def source_of(row: FactRow) -> str:
    """Return who verified a fact and when, and its source."""
    checked = f"Verified {row.verified:%-d %B %Y} by {row.verified_by}" if row.verified else "Never verified"
    return f"{checked}; to be checked by {row.review_by:%-d %B %Y}. Source: {row.source}"


def places_of(row: FactRow) -> str:
    """Return which publications print a fact."""
    return "Printed in " + ", ".join(dict.fromkeys(place.partition(".")[0] for place in row.printed))


def draw_head(paper: Document, title: str, line: str = "") -> float:
    """Write the title; return the base line below it."""
    paper.box((0, 0), (paper.width, 4), fill=paper.look.accent)
    paper.text(MARGIN, MARGIN + 2, title, Type(18, bold=True))
    paper.text(paper.width - MARGIN, MARGIN + 2, f"Page {paper.page}", replace(PLAIN, align="right"))
    return paper.block(MARGIN, MARGIN + 10, paper.width - 2 * MARGIN, line, style=PLAIN) + 2


def next_page(paper: Document, title: str) -> float:
    """Finish the page and begin the next one; return its first base line."""
    draw_foot(paper)
    paper.next_page()
    return draw_head(paper, title)


def draw_fact(paper: Document, row: FactRow, y: float) -> float:
    """Draw a fact with its box; return the base line of the next one."""
    end = y + height_of(paper, row)
    paper.line([(MARGIN, y - 3.6), (paper.width - MARGIN, y - 3.6)], width_pt=0.4, colour=paper.look.rule)
    if row.state == "verified":
        paper.text(MARGIN + 0.4, y + 2.4, "done", replace(SMALL, colour=paper.look.grey))
    else:
        paper.box((MARGIN, y - 1), (BOX_MM, BOX_MM), width_pt=1)
    below = paper.block(WHAT, y + 2.4, PRINTED - WHAT - 4, row.value, style=VALUE)
    below = paper.block(WHAT, below, PRINTED - WHAT - 4, row.id, style=replace(SMALL, colour=paper.look.grey))
    paper.block(WHAT, below, PRINTED - WHAT - 4, source_of(row), style=SMALL)
    paper.block(PRINTED, y + 2.4, paper.width - MARGIN - PRINTED, places_of(row), style=SMALL)
    return end


def draw_foot(paper: Document) -> None:
    """Leave a line for the caller's name, and give the command that records the result."""
    y = paper.height - MARGIN
    paper.text(MARGIN, y - 4, "Checked by:", BOLD)
    paper.text(PRINTED, y - 4, "Date:", BOLD)
    paper.line([(MARGIN + 22, y - 4), (PRINTED - 6, y - 4)], width_pt=0.5)
    paper.line([(PRINTED + 12, y - 4), (paper.width - MARGIN, y - 4)], width_pt=0.5)
    paper.text(MARGIN, y + 1, f"To record it: {command('facts', 'verify', 'ID', '--by', 'NAME').strip('`')}", SMALL)
