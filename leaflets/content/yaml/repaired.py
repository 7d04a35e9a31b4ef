# SPDX-License-Identifier: MIT
"""Read as much as possible of a text with mistakes in its syntax or with hidden characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from itertools import accumulate

from ruamel.yaml.error import YAMLError

from leaflets.content.yaml.complaints import explain_syntax, limit
from leaflets.content.yaml.document import BRACKET, MAX_DEPTH, TOO_DEEP, YamlDocument
from leaflets.content.yaml.events import thorough
from leaflets.content.yaml.positions import Loaded
from leaflets.content.yaml.repair import Repairer, resolve_merges
from leaflets.core.problems import Problem, ProblemsFound


def read_repaired(
    text: str,
    file: str,
    known: Sequence[Problem],
    *,
    hidden: Mapping[int, int],
    english: bool,
    names: Mapping[str, Set[str]],
) -> Loaded:
    """Return what can be read of a text, with its problems; ProblemsFound if nothing can be read."""
    text, merges = resolve_merges(text, file)
    repairer = Repairer(text, names, file, hidden)
    problems = [*merges, *known]
    for number, line in enumerate(text.splitlines(), start=1):
        depths = accumulate((char in "[{") - (char in "]}") for char in line)
        if column := next((at for at, depth in enumerate(depths, start=1) if depth > MAX_DEPTH), 0):
            # Said before the scanner counts brackets, which would take it minutes.
            raise ProblemsFound([*problems, Problem("too-deep", TOO_DEEP, file, number, column, hint=BRACKET)])
    try:
        loaded = YamlDocument(text, file, thorough, english=english).load()
        if not any(one.slug == "duplicate-key" for one in loaded.problems) or not repairer.misplaced_name():
            return _with_doubts(loaded, repairer, problems)
    except ProblemsFound as stop:
        raise ProblemsFound([*problems, *stop.problems]) from None
    except YAMLError:
        pass
    repaired = repairer.repair()
    problems += limit(repairer.problems)
    try:
        return _with_doubts(YamlDocument(repaired, file, thorough, english=english).load(), repairer, problems)
    except ProblemsFound as stop:
        raise ProblemsFound([*problems, *stop.problems]) from None
    except YAMLError as error:
        raise ProblemsFound(problems or [explain_syntax(error, repaired, file)]) from None


def _with_doubts(loaded: Loaded, repairer: Repairer, said: Sequence[Problem]) -> Loaded:
    places = {path: place.moved(repairer.shifts) for path, place in loaded.places.items()}
    problems = tuple(
        replace(one, column=max(1, one.column - repairer.shifts.get(one.line, 0))) for one in loaded.problems
    )
    lines = repairer.lines | repairer.hidden.keys()
    unsure = {path for path, place in loaded.places.items() if path and {place.line, place.value_line} & lines}
    lost = lines - {place.line for place in places.values()} - {place.value_line for place in places.values()}
    gaps = {_map_around(loaded, line) for line in lost}
    damage = replace(loaded.damage, values=loaded.damage.values | unsure, gaps=loaded.damage.gaps | gaps)
    return replace(loaded, places=places, problems=(*said, *problems), damage=damage)


def _map_around(loaded: Loaded, line: int) -> str:
    before = [(place.line, place.column, path) for path, place in loaded.places.items() if place.line < line and path]
    path = max(before, default=(0, 0, ""))[2]
    return path if isinstance(loaded.value(path), dict | list) else path.rpartition(".")[0]
