# SPDX-License-Identifier: MIT
"""Findings of the checks across the file, by path, before they are given a line."""

from __future__ import annotations

from dataclasses import dataclass

from leaflets.content.yaml.positions import human


@dataclass(frozen=True)
class Disagreement:
    """Something that does not agree, at a path of data.yaml."""

    slug: str
    path: str
    message: str
    hint: str
    at_value: bool = True
    rests: tuple[str, ...] = ()
    """Paths of other values that the finding depends on."""

    @property
    def where(self) -> str:
        return human(self.path)
