# SPDX-License-Identifier: MIT
"""The values of a file while it is corrected: changed in place, with the positions of what is moved."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from leaflets.content.yaml.positions import Damage, Loaded, Place, value_at


class WorkingCopy:
    """A copy of a file's values that may be moved, left out or replaced by stand-ins."""

    def __init__(self, loaded: Loaded) -> None:
        self.values: dict[str, Any] = copy.deepcopy(loaded.values)
        self.places: dict[str, Place] = dict(loaded.places)
        self.original = loaded
        self.unsure, self.gaps = set(loaded.damage.values), set(loaded.damage.gaps)

    @property
    def loaded(self) -> Loaded:
        damage = Damage(frozenset(self.unsure), frozenset(self.gaps))
        return replace(self.original, values=self.values, places=self.places, damage=damage)

    def get(self, path: str) -> Any:
        """Return the value at that path; None if there is none."""
        try:
            return value_at(self.values, path)
        except KeyError:
            return None

    def put(self, path: str, value: object) -> None:
        """Set the value there; its map exists."""
        parent, key = self._parent(path)
        if isinstance(parent, list):
            parent[int(key)] = value
        elif isinstance(parent, dict):
            parent[key] = value

    def drop(self, path: str) -> None:
        parent, key = self._parent(path)
        if isinstance(parent, dict):
            parent.pop(key, None)
        elif isinstance(parent, list):
            parent[int(key)] = None

    def move(self, old: str, new: str) -> None:
        value = self.get(old)
        self.drop(old)
        self.put(new, value)
        for path in [path for path in self.places if path == old or path.startswith(f"{old}.")]:
            self.places[new + path[len(old) :]] = self.places.pop(path)

    def stand_in(self, path: str, value: object) -> None:
        """Put in a stand-in, about which nothing is reported."""
        self.put(path, value)
        self.unsure.add(path)
        if isinstance(value, dict | list):
            self.gaps.add(path)

    def siblings(self, path: str) -> list[str]:
        """Return the names in a map in the order of the file."""
        found = self.get(path) if path else self.values
        start = f"{path}." if path else ""
        places = {name: self.places.get(f"{start}{name}") for name in found} if isinstance(found, dict) else {}
        return sorted(places, key=lambda name: (place.line, place.column) if (place := places[name]) else (0, 0))

    def _parent(self, path: str) -> tuple[Any, str]:
        """Return the map or list that contains a path, and the last key, which may contain a dot."""
        above, _, key = path.rpartition(".")
        while above and not isinstance(self.get(above), dict | list):
            above, _, more = above.rpartition(".")
            key = f"{more}.{key}"
        return (self.get(above) if above else self.values), key
