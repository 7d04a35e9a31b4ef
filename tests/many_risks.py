# SPDX-License-Identifier: MIT
"""The project that ships with fewer or more risks than it has: its first ones, then others like its last."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from string import ascii_lowercase
from typing import Any

from program import ROOT

from leaflets.content.load import load_data
from leaflets.content.model import Project

MORE = {
    "gambling": ("Gambling in games", "Gambling, loot boxes and game spending"),
    "scams": ("Scams and stolen accounts", "Fraud and account theft"),
    "screen-time": ("Too much time on screens", "Excessive use"),
}
DO = "Talk about it early. Agree what to do. Ask for help if it goes on."


@cache
def shipped() -> dict[str, Any]:
    return load_data(ROOT / "data.yaml").values


def values(count: int) -> dict[str, Any]:
    """Return the values of data.yaml with that many risks, in English alone."""
    risks = dict(shipped()["risks"])
    last = list(risks.values())[-1]
    for number in range(len(risks), count):
        name, (title, term) = next(
            ((name, words) for name, words in MORE.items() if name not in risks),
            (f"another-{number + 1}", (f"Another risk, number {number + 1}", f"Number {number + 1}")),
        )
        letter = ascii_lowercase[number]
        risks[name] = deepcopy(last) | {"title": title, "term": term, "in_brief": DO, "letter": letter}
    return shipped() | {"risks": dict(list(risks.items())[:count]), "languages": ["en"]}


def project(count: int) -> Project:
    """Return the project with that many risks."""
    return Project.model_validate(values(count))
