# SPDX-License-Identifier: MIT
"""The style of documents for the publisher and the printer: the project's colours, fonts and logos."""

from __future__ import annotations

from leaflets.content.model import Project
from leaflets.core.resources import Resources
from leaflets.languages.language import Languages
from leaflets.layout.logos import as_png, place_logos, read_logos
from leaflets.orders.specification.paper import DocumentStyle

FAMILY = "Atkinson Hyperlegible"
LOGOS_MM = 8.0, 76.0
"""Height and width of the row of logos."""


def make_look(project: Project, accent: str, *, languages: Languages, resources: Resources) -> DocumentStyle:
    """Return the style of a document; `accent` is the name of its main colour."""
    colours = {name: colour.rgb for name, colour in project.colours.items()}
    logos = read_logos(project, resources)
    placed = place_logos(logos, *LOGOS_MM, least_ppi=0)
    return DocumentStyle(
        colours[accent],
        colours.get(f"{accent}-tint", colours["paper"]),
        colours["ink"],
        colours["grey"],
        colours["rule"],
        {weight: languages.fonts[FAMILY].path(weight) for weight in (400, 700)},
        [(one, as_png(logo)) for logo, one in zip(logos, placed, strict=True)],
    )
