# SPDX-License-Identifier: MIT
"""A finding: what a check across the file has to say about one path, before it is placed at a line."""

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
    """Paths of other values without which there would be nothing to say."""

    @property
    def where(self) -> str:
        return human(self.path)
