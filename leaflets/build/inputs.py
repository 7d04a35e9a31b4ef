# SPDX-License-Identifier: MIT
"""Inputs: the files, fonts, inks and limits that makers look up by name, and what was found under each name.

A name is `font/<family>/<weight>`, `ink/<red>,<green>,<blue>`, `lines/<language>/<how tight>`, or a file of the
project. The names looked up for an edition are recorded; while they lead to the same, the same recipe gives the same
bytes. Finding nothing is a result too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from leaflets.core.colour import Cmyk, Palette, Rgb
from leaflets.core.lookups import FONT, INK, LINES, NOTHING, answer, answer_file
from leaflets.core.problems import ProblemsFound
from leaflets.core.resources import Resources
from leaflets.editions.output_intent import OutputIntent
from leaflets.languages.language import Languages


@dataclass(frozen=True)
class Inputs:
    """What the makers of one project may look up."""

    resources: Resources
    languages: Languages
    palette: Palette
    intent: OutputIntent
    seen: dict[str, str] = field(default_factory=dict, compare=False)

    def look_up(self, name: str) -> str:
        """Return a short text that identifies what is there under that name."""
        if name not in self.seen:
            self.seen[name] = self._find(name)
        return self.seen[name]

    def paths(self, names: Iterable[str]) -> set[Path]:
        """Return the paths, existing or not, of what was looked up by these names or asked for by templates."""
        fonts, files = set(), set(self.resources.asked)
        for name in set(names):
            if name.startswith(FONT):
                family, _, weight = name.removeprefix(FONT).rpartition("/")
                fonts.add(self.languages.fonts[family].path(int(weight)))
            elif not name.startswith((INK, LINES)):
                files.add(name)
        return fonts | {root / name for root in self.resources.roots for name in files}

    def _find(self, name: str) -> str:
        if name.startswith(INK):
            red, green, blue = (float(part) for part in name.removeprefix(INK).split(","))
            return answer(self.palette.cmyk((red, green, blue)))
        try:
            if name.startswith(FONT):
                family, _, weight = name.removeprefix(FONT).rpartition("/")
                font = self.languages.fonts[family]
                return answer_file(font.path(int(weight)).read_bytes(), font.member)
            if name.startswith(LINES):
                tag, _, line = name.removeprefix(LINES).partition("/")
                return repr(self.languages.languages[tag].tightened(float(line)))
            return answer_file(self.resources.data(name))
        except (OSError, KeyError, ModuleNotFoundError, ProblemsFound):
            return NOTHING


@dataclass(frozen=True)
class RecordingPalette(Palette):
    """A palette that records which colours were looked up."""

    asked: dict[str, str] = field(default_factory=dict)

    def cmyk(self, rgb: Rgb) -> Cmyk | None:
        """Return the inks for that screen value; None if it is not in the palette."""
        found = super().cmyk(rgb)
        self.asked[f"{INK}{','.join(map(repr, rgb))}"] = answer(found)
        return found
