# SPDX-License-Identifier: MIT
"""Sheets made of finished editions: ganged up for a printer, each alone or different ones together, or tiled."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from leaflets.build.finished import MadeFile, Source, matches
from leaflets.build.manifest import EditionEntry, layout_id
from leaflets.content.lists.text import write_rows
from leaflets.content.model import Project
from leaflets.core.formats import Format
from leaflets.core.paper import Paper
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.editions.sheets.gang import (
    Ganged,
    GangItem,
    GangSettings,
    SlugLabel,
    faces_of,
    gang_up,
    grid_of,
)
from leaflets.editions.sheets.shares import Forme, Least, plan_formes
from leaflets.editions.sheets.tile import TileLabel, tile
from leaflets.languages.language import Languages
from leaflets.preflight import raster
from leaflets.preflight.sheets import check_codes

PICTURE_DPI = 60
MM_PER_GSM = 0.0009
"""How thick coated paper is: a sheet of 150 gsm has about 0.135 mm."""


def share_wanted(entries: Sequence[EditionEntry], wanted: Mapping[str, int]) -> dict[str, int]:
    """Return the copies wanted of each edition by its id, 0 if no number was given; a later word overrides an earlier.

    ProblemsFound (wrong usage) with every name that matches none, and every edition without a number beside others.
    """

    names = {entry["id"]: layout_id(entry) for entry in entries}
    found = dict.fromkeys(names, wanted.get("", 0))
    problems = []
    for typed, number in wanted.items():
        hit = [name for name, layout in names.items() if matches(typed, layout)]
        if typed and not hit:
            message = f"The quantity of '{typed}' belongs to no edition on these sheets."
            problems.append(Problem("nothing-matches", message, hint=f"name one of {', '.join(names)}."))
        found |= dict.fromkeys(hit, number)
    if wanted and not problems:
        problems = [
            Problem(
                "no-quantity", "It has no quantity, though others have.", where=name, hint=f"add --quantity {name}=N."
            )
            for name, number in found.items()
            if not number
        ]
    if problems:
        raise ProblemsFound(problems, exit_code=ExitCode.USAGE)
    return found


@dataclass(frozen=True)
class Ganging:
    """What is the same for all sheets of a call."""

    project: Project
    languages: Languages
    wish: GangSettings
    wanted: Mapping[str, int]
    least: Least
    font: Path

    def make(self, sources: Sequence[Source]) -> list[MadeFile[dict[str, Any]]]:
        """Return the sheets of one edition, or of several with their pictures and a list of what is on each."""

        form = self.format_of(sources)
        items = [(entry, item) for entry, pdf in sources for item in self.items(entry, pdf, form)]
        grid = grid_of(items[0][1], form, self.wish)
        each = grid.copies // grid.places
        numbers = [self.wanted[entry["id"]] or 1 for entry, _ in items]
        formes = plan_formes(numbers, grid.places, each=each, least=self.least)
        stem = f"sheets/{self.name_of(sources)}"
        files, rows = list[MadeFile[dict[str, Any]]](), list[dict[str, Any]]()
        for number, forme in enumerate(formes, start=1):
            chosen = [items[piece] for piece in forme.pieces]
            done = gang_up([item for _, item in chosen], form, wish=self.wish, font=self.font, shares=forme.shares)
            self.check(chosen, forme, done, form)
            pieces = self.pieces(chosen, forme, each)
            about = self.about(done, pieces, forme)
            if len(items) == 1:
                return [
                    MadeFile(f"{stem}.pdf", done.pdf, {name: one for name, one in about.items() if name != "pieces"})
                ]
            files.append(MadeFile(f"{stem}.{number}.pdf", done.pdf, about))
            files.append(MadeFile(f"{stem}.{number}.png", picture(done.pdf), None))
            rows += [{"sheet": f"{stem}.{number}.pdf".rpartition("/")[2], **piece} for piece in pieces]
        return [
            *files,
            MadeFile(f"{stem}.csv", write_rows([list(rows[0]), *(list(row.values()) for row in rows)]), None),
        ]

    def format_of(self, sources: Sequence[Source]) -> Format:
        """Return the format of all; ProblemsFound if they are of different ones."""
        names = sorted({entry["format"] for entry, _ in sources})
        if len(names) > 1:
            message = f"They are of different formats ({', '.join(names)}); a sheet is cut into pieces of one size."
            raise ProblemsFound([Problem("different-sizes", message, hint="impose each format by itself.")])
        return self.project.every_format[names[0]]

    def items(self, entry: EditionEntry, pdf: bytes, form: Format) -> list[GangItem]:
        """Return a press edition to be placed; of a booklet with several leaves, each leaf."""

        # Of two languages, the first.
        tag = entry["language"]
        language = self.languages.languages.get(tag) or self.languages.languages[tag.partition("+")[0]]
        proof = entry["state"] != "final"
        gsm = re.search(r"([0-9]{2,3}) ?gsm", form.stock)
        thick = int(gsm[1]) * MM_PER_GSM if gsm else 0.0
        found = []
        for leaf in range(form.leaves):
            code = entry["code"] + (f" leaf {leaf + 1}" if form.leaves > 1 else "")
            label = SlugLabel(entry["id"], code, entry["version"], tag, entry["digest"], proof)
            found.append(GangItem(pdf, language.direction, label, leaf, round(leaf * thick, 3)))
        return found

    def name_of(self, sources: Sequence[Source]) -> str:
        """Return a name for these editions on this paper: the same ones always have the same."""
        if len(sources) == 1:
            return f"{sources[0][0]['id']}.{self.wish.paper.name}"
        said = [f"{entry['id']} {entry['digest']} {self.wanted[entry['id']]}" for entry, _ in sources]
        digest = sha256("\n".join([*said, self.least, self.wish.turn or ""]).encode()).hexdigest()
        return f"together-{digest[:8]}.{self.wish.paper.name}"

    def check(self, chosen: Sequence[tuple[EditionEntry, GangItem]], forme: Forme, done: Ganged, form: Format) -> None:

        each = done.grid.copies // done.grid.places
        sources = []
        for (_, item), share in zip(chosen, forme.shares, strict=True):
            pages = [part.page for face in faces_of(form, item) for part in face]
            sources.append((item.pdf, share * each, pages))
        check_codes(sources, done.pdf)

    def pieces(self, chosen: Sequence[tuple[EditionEntry, GangItem]], forme: Forme, each: int) -> list[dict[str, Any]]:
        """Return what is on a sheet: each edition, how many copies, and how many the run gives."""
        found = list[dict[str, Any]]()
        for (entry, item), share in zip(chosen, forme.shares, strict=True):
            run = dict[str, int]()
            if wanted := self.wanted[entry["id"]]:
                printed = forme.sheets * share * each
                run = {"ordered": wanted, "sheets": forme.sheets, "printed": printed, "over": printed - wanted}
            about = {"edition": entry["id"], "code": item.label.code, "language": entry["language"]}
            found.append({**about, "copies": share * each, **run})
        return found

    def about(self, done: Ganged, pieces: Sequence[dict[str, Any]], forme: Forme) -> dict[str, Any]:
        grid = done.grid
        run = {"sheets": forme.sheets, "over": sum(piece["over"] for piece in pieces)} if "over" in pieces[0] else {}
        return {
            "sheet": str(grid.paper),
            "sheet_mm": [grid.width, grid.height],
            "copies": grid.copies,
            "columns": grid.columns,
            "rows": grid.rows,
            "turn": grid.turn,
            "pages": grid.piece.sides,
            "grain": grid.grain,
            **run,
            "pieces": list(pieces),
        }


def picture(pdf: bytes) -> bytes:
    """Return a picture of the front of a sheet, to see what is where."""

    stream = io.BytesIO()
    with raster.open_pages(pdf) as pages:
        raster.draw_page(pages[0], PICTURE_DPI).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def tile_up(
    entry: EditionEntry, pdf: bytes, paper: Paper, *, overlap: float, fonts: Sequence[Path]
) -> MadeFile[dict[str, Any]]:
    """Return a poster on sheets of that paper; `fonts` are two weights for the words on them."""

    label = TileLabel(entry["id"], entry["code"], entry["version"], *fonts)
    done = tile(pdf, paper, overlap=overlap, label=label)
    return MadeFile(
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
