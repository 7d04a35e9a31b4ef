# SPDX-License-Identifier: MIT
"""The verbs `impose` and `tile`: finished editions on larger sheets, or spread over smaller ones.

Both take editions that `build` has made, and write beside them under `dist`; later builds keep these files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leaflets.cli.columns import fold
from leaflets.cli.command import Call, verb
from leaflets.core.problems import ExitCode
from leaflets.preflight.sheets import check_codes

if TYPE_CHECKING:
    from leaflets.build.manifest import EditionEntry
    from leaflets.content.model import Project
    from leaflets.core.paper import Paper
    from leaflets.editions.sheets.gang import GangSettings
    from leaflets.languages.language import Language, Languages

EDITIONS = click.argument("names", metavar="EDITION...", nargs=-1, required=True)


@verb(
    "impose",
    EDITIONS,
    click.option("--sheet", default="sra3", metavar="NAME", show_default=True,
                 help="The printer's sheet: sra3, sra4, sra2, or a size in mm such as 330x487."),
    click.option("--turn", type=click.Choice(["work-and-turn", "work-and-tumble", "sheetwise"]),
                 help="How the sheet is turned for its second side. Default: whichever gives most copies."),
    click.option("--gripper", type=click.FloatRange(0, 50), default=10.0, metavar="MM", show_default=True,
                 help="The gripper edge, which the press cannot print on."),
    click.option("--margin", type=click.FloatRange(0, 50), default=5.0, metavar="MM", show_default=True,
                 help="The other edges, which the press cannot print on."),
)  # fmt: skip
def impose(call: Call, names: tuple[str, ...], **wished: Any) -> ExitCode:
    """Place press editions on a printer's sheet as often as they fit.

    EDITION is an edition's id, with or without `.press`; * matches anything. The sheets go into dist/sheets.
    """
    from leaflets.build.finished import choose, make_files
    from leaflets.build.project import load_project
    from leaflets.core.paper import find_paper
    from leaflets.editions.sheets.gang import GangSettings
    from leaflets.editions.sheets.grid import Margins

    margins = Margins(wished["gripper"], wished["margin"])
    wish = GangSettings(find_paper(wished["sheet"]), wished["turn"], margins)
    project = load_project(call.project, today=call.today).project
    dist, languages = call.dist, _languages(call.folder)
    made, notices = make_files(
        dist,
        call.project,
        choose(dist, names, "press"),
        lambda entry, pdf: _ganged(entry, pdf, wish, project=project, languages=languages),
    )
    call.report.written = str(dist)
    call.report.show(notices)
    sides = {1: "1 side", 2: "2 sides"}
    about = (f"{one['copies']} copies on {one['sheet']}, {one['turn']}, {sides[one['pages']]}" for _, one in made)
    return _finish(call, made, about, "sheets")


@verb(
    "tile",
    EDITIONS,
    click.option("--paper", default="a4", metavar="NAME", show_default=True,
                 help="The printer's paper: a4, a3, or a size in mm such as 216x279."),
    click.option("--overlap", type=click.FloatRange(5, 40), default=10.0, metavar="MM", show_default=True,
                 help="The width of the glued strips."),
)  # fmt: skip
def tile(call: Call, names: tuple[str, ...], paper: str, overlap: float) -> ExitCode:
    """Spread posters over several sheets of an ordinary printer's paper.

    EDITION is a poster's id, such as talk-to-someone.poster-a3.en; * matches anything. The files go into dist/tiles;
    the first page of each shows how to put the sheets together.
    """
    from leaflets.build.finished import choose, make_files
    from leaflets.core.paper import find_paper

    found = find_paper(paper)
    dist, fonts = call.dist, list(_fonts(_languages(call.folder)))
    made, notices = make_files(
        dist,
        call.project,
        choose(dist, names, "screen", fits=lambda entry: entry["pages"] == 1 and not found.holds(*entry["trim_mm"])),
        lambda entry, pdf: _tiled(entry, pdf, found, overlap=overlap, fonts=fonts),
    )
    call.report.written = str(dist)
    call.report.show(notices)
    return _finish(call, made, (f"{each['sheets']} sheets of {each['paper']}" for _, each in made), "tiles")


def _finish(call: Call, made: Sequence[tuple[Any, Any]], about: Iterable[str], name: str) -> ExitCode:
    for (file, _), words in zip(made, about, strict=True):
        if not call.report.quiet:
            call.report.write("\n".join(fold(f"{file['path']}: {words}, {file['state']}")))
    return call.report.finish({"out": str(call.dist), name: [{**file, **each} for file, each in made]}, ExitCode.OK)


# What is made from an edition


def _languages(folder: Path) -> Languages:
    from leaflets.core.resources import Resources
    from leaflets.languages.registry import read_languages

    return read_languages(Resources(folder.resolve()))


def _fonts(languages: Languages) -> Iterator[Path]:
    family = languages.fonts[languages.languages["en"].families[0]]
    for weight in (400, 700):
        yield family.path(weight)


def _language(languages: Languages, tag: str) -> Language:
    """Return the language of an edition; of two, the first."""
    return languages.languages.get(tag) or languages.languages[tag.partition("+")[0]]


def _ganged(
    entry: EditionEntry, pdf: bytes, wish: GangSettings, *, project: Project, languages: Languages
) -> tuple[str, bytes, dict[str, Any]]:
    from leaflets.editions.sheets.gang import SlugLabel, gang_up

    direction = _language(languages, entry["language"]).direction
    proof = entry["state"] != "final"
    label = SlugLabel(entry["id"], entry["code"], entry["version"], entry["digest"], proof)
    form, font = project.every_format[entry["format"]], next(_fonts(languages))
    done = gang_up(pdf, form, direction, wish=wish, label=label, font=font)
    grid = done.grid
    check_codes(pdf, done.pdf, grid.copies)
    return (
        f"sheets/{entry['id']}.{wish.paper.name}.pdf",
        done.pdf,
        {
            "sheet": str(grid.paper),
            "sheet_mm": [grid.width, grid.height],
            "copies": grid.copies,
            "columns": grid.columns,
            "rows": grid.rows,
            "turn": grid.turn,
            "pages": grid.piece.sides,
        },
    )


def _tiled(
    entry: EditionEntry, pdf: bytes, paper: Paper, *, overlap: float, fonts: Sequence[Path]
) -> tuple[str, bytes, dict[str, Any]]:
    from leaflets.editions.sheets.tile import TileLabel
    from leaflets.editions.sheets.tile import tile as tile_poster

    label = TileLabel(entry["id"], entry["code"], entry["version"], *fonts)
    done = tile_poster(pdf, paper, overlap=overlap, label=label)
    return (
        f"tiles/{entry['id']}.{paper.name}.pdf",
        done.pdf,
        {
            "paper": str(paper),
            "sheet_mm": [done.plan.width, done.plan.height],
            "sheets": done.plan.sheets,
            "columns": [round(at, 2) for at in done.plan.columns],
            "rows": [round(at, 2) for at in done.plan.rows],
            "pages": done.plan.sheets + 1,
        },
    )
