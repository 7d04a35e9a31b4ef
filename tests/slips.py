# SPDX-License-Identifier: MIT
"""Slips of the kinds that editors make, at random places of the data.yaml that ships: is each named in one run?

python tests/slips.py [COUNT]     makes COUNT files (200) with one to three slips each and says which were missed.
"""

from __future__ import annotations

import datetime
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leaflets.build.project import load_project
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import SHIPPED

TODAY = datetime.date(2026, 11, 28)
NAME = r"^( +)([a-z_-]+)"


@dataclass(frozen=True)
class Kind:
    """A kind of slip: lines in which it is made, what becomes of one, and words that name it."""

    where: str
    slip: Callable[[re.Match[str]], str]
    said: str
    below: int = 0
    """How many lines further down it is noticed."""


KINDS = {
    "no colon": Kind(NAME + r": ([A-Z][^:\"{]+)$", lambda m: f"{m[1]}{m[2]} {m[3]}", "a name without a colon"),
    "no space": Kind(NAME + r": ([A-Z][^:\"{]+)$", lambda m: f"{m[1]}{m[2]}:{m[3]}", "a space is missing"),
    "misspelt": Kind(
        r"^( {4})(title|category|icon|summary|in_brief|opener|about|name|design|audience): (.+)$",
        lambda m: f"{m[1]}{m[2][:2]}{m[2][3:]}: {m[3]}",
        "is not a known name",
    ),
    "indented": Kind(r"^( {4})(title|icon|summary|about|design): (.+)$", lambda m: f" {m[0]}", "not indented like"),
    "tab": Kind(r"^( {4})(title|icon|summary|about|design): (.+)$", lambda m: f"\t{m[2]}: {m[3]}", "there is a tab"),
    "curly": Kind(r"^( +)(title|name): ([A-Z][^:\"{]+)$", lambda m: f"{m[1]}{m[2]}: “{m[3]}: x”", "do not work as"),
    "quote": Kind(r"^( +)(title|name|about): ([A-Z][^:\"{]+)$", lambda m: f'{m[1]}{m[2]}: "{m[3]}', "is not closed"),
    "bracket": Kind(
        r"^( +)(title|opener|summary): ([A-Z][^\"{]+)$", lambda m: f"{m[1]}{m[2]}: {{area}} {m[3]}", "quotes"
    ),
    "colon": Kind(r"^( +)(title|name): ([A-Z][^:\"{]+)$", lambda m: f"{m[0]}: more", "a colon is not expected here"),
    "organisation": Kind(r"^( {6})(parents|children|report): \[([a-z-]+)", lambda m: f"{m[0]}x", "no organisation"),
    "phone": Kind(r"^( +)(value): \"(0[0-9 ]+)\"", lambda m: f'{m[1]}{m[2]}: "{m[3]}11111"', "a British number"),
    "invisible": Kind(r"^( {6})([a-z-]+): ([A-Z][^:\"{]+)$", lambda m: f"{m[0][:-3]}\u200b{m[0][-3:]}", "U\\+200B"),
    "placeholder": Kind(r"^( {4})(opener|summary): ([A-Z][^\"{]+)$", lambda m: f"{m[0]} {{nobody.phone}}.", "nobody"),
    "exclamation": Kind(r"^( {6})([a-z-]+): ([A-Z][^:\"{]+)\.$", lambda m: f"{m[0][:-1]}!", "an exclamation mark"),
    "date": Kind(
        r"^( +)(issued|review_by): (2\d+)-(\d+)-(\d+)$", lambda m: f"{m[1]}{m[2]}: {m[5]}/{m[4]}/{m[3]}", "date"
    ),
    "category": Kind(r"^( +)(category): (.+)$", lambda m: f"{m[0]}x", "is not one of"),
    "port": Kind(r"^(.*)(https://[a-z.-]+)/(.*)$", lambda m: f"{m[1]}{m[2]}:80/{m[3]}", "a port"),
    "empty": Kind(
        r"^( {4})(title|category|summary|icon): (.+)$", lambda m: f"{m[1]}{m[2]}:", "nothing is written after"
    ),
    "list": Kind(
        r"^( {4})(title|summary|in_brief|about): ([A-Z].+)$", lambda m: f"{m[1]}{m[2]}: [a, b]", "not a list|a list of"
    ),
    "twice": Kind(r"^( {4})(icon|category|letter): (.+)$", lambda m: f"{m[0]}\n{m[0]}", "is already on line", 1),
}


@dataclass(frozen=True)
class Slip:
    """One slip that was made: its kind, and its line in the file."""

    kind: str
    line: int

    def is_named(self, problem: Problem) -> bool:
        """Say whether a problem is this one, at its line."""
        return problem.line == self.line and re.search(KINDS[self.kind].said, problem.message) is not None


@cache
def shipped() -> list[str]:
    return (SHIPPED / "data.yaml").read_text(encoding="utf-8").splitlines()


def slipped(seed: int) -> tuple[str, list[Slip]]:
    """Return the data.yaml with one to three slips, far enough from one another to be slips of their own."""
    chance, lines, chosen = random.Random(seed), list(shipped()), dict[int, str]()
    for kind in chance.sample(sorted(KINDS), chance.randint(1, 3)):
        places = [
            number
            for number, line in enumerate(lines)
            if re.search(KINDS[kind].where, line) and all(abs(number - other) > 40 for other in chosen)
        ]
        chosen[chance.choice(places)] = kind
    for number, kind in chosen.items():
        lines[number] = re.sub(KINDS[kind].where, KINDS[kind].slip, lines[number])
    text = "\n".join(lines) + "\n"
    added = {number: KINDS[kind].below for number, kind in chosen.items()}
    slips = [
        Slip(kind, number + 1 + KINDS[kind].below + sum(more for other, more in added.items() if other < number))
        for number, kind in chosen.items()
    ]
    return text, slips


def problems_in(text: str, folder: Path) -> list[Problem]:
    """Return the errors that opening the project names."""
    (folder / "data.yaml").write_text(text, encoding="utf-8")
    try:
        load_project(folder, today=TODAY).read_over()
    except ProblemsFound as found:
        return [problem for problem in found.problems if problem.severity == "error"]
    return []


def judge(seed: int, folder: Path) -> tuple[list[Slip], list[Slip], list[Problem]]:
    """Return the slips of a file, those that no problem names, and the problems that name none."""
    text, slips = slipped(seed)
    problems = problems_in(text, folder)
    missed = [slip for slip in slips if not any(map(slip.is_named, problems))]
    return slips, missed, [problem for problem in problems if not any(slip.is_named(problem) for slip in slips)]


def _report(count: int) -> Iterator[str]:
    complete = clean = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            slips, missed, others = judge(seed, Path(folder))
            complete, clean = complete + (not missed), clean + (not missed and not others)
            if missed or others:
                yield f"{seed}: {slips}\n  missed: {missed}\n  besides: {'; '.join(map(str, others))}"
    yield f"{complete} of {count} files had every slip named in one run; {clean} of them nothing else."


if __name__ == "__main__":
    for line in _report(int(sys.argv[1]) if len(sys.argv) > 1 else 200):
        print(line)
