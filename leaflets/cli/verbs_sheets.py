# SPDX-License-Identifier: MIT
"""The verbs `impose` and `tile`: finished editions on larger sheets, or spread over smaller ones.

Both take editions that `build` has made, and write beside them under `dist`; later builds keep these files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leaflets.cli.columns import fold
from leaflets.cli.command import Call, verb
from leaflets.core.problems import ExitCode

if TYPE_CHECKING:
    from leaflets.languages.language import Languages

WANTED = re.compile(r"(?:([^=]+)=)?([1-9][0-9]{0,7})")
EDITIONS = click.argument("names", metavar="EDITION...", nargs=-1, required=True)


def read_wanted(_context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> dict[str, int]:
    """Return the copies wanted by edition as typed; "" means every edition that is not named."""
    found = {}
    for value in values:
        match = WANTED.fullmatch(value.strip())
        if not match:
            raise click.BadParameter(
                f"'{value}' is not a number of copies; write 5000, or EDITION=5000 for one edition."
            )
        found[match[1] or ""] = int(match[2])
    return found


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
    click.option("--together", is_flag=True, help="Different editions of one size on the same sheet."),
    click.option("--quantity", "quantities", multiple=True, metavar="N", callback=read_wanted,
                 help="How many copies of each edition; EDITION=N for some, * matches anything. May be repeated."),
    click.option("--least", type=click.Choice(["plates", "waste"]), default="plates", show_default=True,
                 help="Of different editions: as few sets of plates as possible, or as few copies too many."),
)  # fmt: skip
def impose(call: Call, names: tuple[str, ...], **wished: Any) -> ExitCode:
    """Place press editions on a printer's sheet as often as they fit.

    EDITION is an edition's id, with or without `.press`; * matches anything. The sheets go into dist/sheets; with
    --together also a picture of each and a list of what is on it, for whoever cuts and packs.
    """
    from leaflets.build.finished import choose, make_files
    from leaflets.build.project import load_project
    from leaflets.build.sheets import Ganging, share_wanted
    from leaflets.core.paper import find_paper
    from leaflets.editions.sheets.gang import GangSettings
    from leaflets.editions.sheets.grid import Margins

    wish = GangSettings(find_paper(wished["sheet"]), wished["turn"], Margins(wished["gripper"], wished["margin"]))
    project = load_project(call.project, today=call.today).project
    dist, languages = call.dist, _languages(call.folder)
    entries = choose(dist, names, "press")
    wanted = share_wanted(entries, wished["quantities"])
    ganging = Ganging(project, languages, wish, wanted, wished["least"], font=next(_fonts(languages)))
    groups = [entries] if wished["together"] else [[entry] for entry in entries]
    made, notices = make_files(dist, call.project, groups, ganging.make)
    call.report.written = str(dist)
    call.report.show(notices)
    return _finish(call, made, (_say_gang(about) for _, about in made), "sheets")


def _say_gang(about: dict[str, Any]) -> str:
    sides = "1 side" if about["pages"] == 1 else f"{about['pages']} sides"
    words = f"{about['copies']} copies on {about['sheet']}, {about['turn']}, {sides}"
    pieces = [f"{one['copies']} of {one['code']} {one['language']}" for one in about.get("pieces", ())]
    words += f" ({', '.join(pieces)})" if pieces else ""
    if about.get("sheets"):
        words += f", {about['sheets']:,} sheets for the quantity, {about['over']:,} copies over"
    return words


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
    from leaflets.build.sheets import tile_up
    from leaflets.core.paper import find_paper

    found = find_paper(paper)
    dist, fonts = call.dist, list(_fonts(_languages(call.folder)))
    entries = choose(
        dist, names, "screen", fits=lambda entry: entry["pages"] == 1 and not found.holds(*entry["trim_mm"])
    )
    made, notices = make_files(
        dist,
        call.project,
        [[entry] for entry in entries],
        lambda sources: [tile_up(*sources[0], found, overlap=overlap, fonts=fonts)],
    )
    call.report.written = str(dist)
    call.report.show(notices)
    return _finish(call, made, (f"{each['sheets']} sheets of {each['paper']}" for _, each in made), "tiles")


def _finish(call: Call, made: Sequence[tuple[Any, Any]], about: Iterable[str], name: str) -> ExitCode:
    for (file, _), words in zip(made, about, strict=True):
        if not call.report.quiet:
            call.report.write("\n".join(fold(f"{file['path']}: {words}, {file['state']}")))
    return call.report.finish({"out": str(call.dist), name: [{**file, **each} for file, each in made]}, ExitCode.OK)


def _languages(folder: Path) -> Languages:
    from leaflets.core.resources import Resources
    from leaflets.languages.registry import read_languages

    return read_languages(Resources(folder.resolve()))


def _fonts(languages: Languages) -> Iterator[Path]:
    family = languages.fonts[languages.languages["en"].families[0]]
    for weight in (400, 700):
        yield family.path(weight)
