# SPDX-License-Identifier: MIT
"""Layouts that need not be composed again: the results of an earlier build, while nothing differs that they depend on.

A layout is composed from its own publication, the risks that it asks for, the rest of data.yaml, and the files of the
project and the package without the catalogues of other languages; it is given nothing else (`own_view`). If all of
that is as it was, with the tools and how far its facts can be trusted, so are its recipe and its manifest entries.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaflets.build.cache import Cache
from leaflets.build.job import Outcome, Task
from leaflets.build.manifest import hash_data
from leaflets.build.own_view import EVERY
from leaflets.build.recipe import fingerprint
from leaflets.build.toolchain import fingerprint_tools
from leaflets.core.edition import Edition, Layout, Purpose
from leaflets.core.file_states import INPUTS, Inputs, read_all, roots_of, same
from leaflets.core.problems import Problem

if TYPE_CHECKING:
    from leaflets.build.recipes import Recipes


@dataclass
class KnownLayouts:
    """The results of earlier builds of a project, and those of this one to be kept for the next."""

    cache: Cache
    recipes: Recipes
    states: Inputs
    """The state of every file before the project was read."""
    fresh: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is to be written for each layout."""
    hashes: dict[frozenset[str], str] = field(default_factory=dict)
    """The hash of the files on which layouts in these languages depend."""

    def recall(self, task: Task) -> Outcome | None:
        """Return the outcome of a layout that was made before, and account for what it prints; None if it differs."""
        record = self._valid(task.layout)
        if record is None or self.cache.fresh or record["asked"] != list(task.purposes):
            return None
        outcome = Outcome()
        try:
            for purpose, key in record["keys"].items():
                edition = Edition(task.layout, purpose)
                product = self.cache.find(key, self.recipes.inputs.look_up)
                if product is None or not product.is_of(edition):
                    return None
                outcome.products[edition.id] = product
            outcome.entries, outcome.fills = record["entries"], record["fills"]
            outcome.problems = [Problem(**one) for one in record["problems"]]
            lacking = [Problem(**one) for one in record["lacking"]]
        except (KeyError, TypeError, AttributeError):
            return None
        self.recipes.account.restore(task.layout, record["printed"], lacking)
        self.recipes.resources.asked.update(record["others"])
        return outcome

    def words_of(self, layout: Layout) -> str:
        """Return the hash of the English of a layout that was made before; "" if it may differ now."""
        record = self._valid(layout)
        return str(record["entries"][0]["words"]) if record and record["entries"] else ""

    def note(self, task: Task, keys: Mapping[Purpose, str], risks: Collection[str], outcome: Outcome) -> None:
        """Note the outcome of a layout that was composed; `keys` are those of its recipe."""
        account = self.recipes.account
        facts = [fact["id"] for fact in outcome.entries[0]["facts"]] if outcome.entries else []
        self.fresh[task.layout.id] = {
            "layout": task.layout,
            "asked": list(task.purposes),
            "risks": sorted(risks),
            "facts": facts,
            "keys": dict(keys),
            "entries": outcome.entries,
            "problems": [problem.as_json() for problem in outcome.problems],
            "fills": outcome.fills,
            "printed": sorted(account.printed[task.layout]),
            "lacking": [problem.as_json() for problem in account.lacking_on(task.layout)],
        }

    def write(self) -> None:
        """Write what was noted, unless a file has changed since the build began."""
        folder = os.fspath(self.recipes.resources.folder)
        if not self.fresh or not same(read_all(folder, self.states), self.states):
            return
        others = sorted(name for name in self.recipes.resources.asked if name.partition("/")[0] not in INPUTS)
        for name, record in self.fresh.items():
            layout = record.pop("layout")
            record |= {"others": others, "basis": self._basis(layout, record["risks"], record["facts"], others)}
            self.cache.write_layout(name, record)
        self.fresh.clear()

    def _valid(self, layout: Layout) -> dict[str, Any] | None:
        """Return the record of a layout if nothing has changed that it depends on."""
        record = self.cache.read_layout(layout.id)
        try:
            basis = self._basis(layout, record["risks"], record["facts"], record["others"]) if record else None
        except (KeyError, TypeError):
            return None
        return record if record and record.get("basis") == basis else None

    def _basis(self, layout: Layout, risks: Collection[str], facts: Collection[str], others: Collection[str]) -> str:
        """Return a hash of everything that the result for a layout depends on."""
        recipes, asked = self.recipes, list(self._risks) if EVERY in risks else risks
        parts = recipes.project.every_format[layout.format].parts(layout)
        states = [(name, recipes.trust.state_of(name, recipes.facts[name])) for name in facts if name in recipes.facts]
        return fingerprint(
            (
                self._common,
                self._hash_files(frozenset(part.language for part in parts)),
                layout,
                hash_data(recipes.project.publications[layout.source]),
                [(name, self._risks.get(name)) for name in asked],
                len(self._risks) if EVERY in risks else None,
                facts,
                states,
                [(name, recipes.inputs.look_up(name)) for name in others],
            )
        )

    @cached_property
    def _common(self) -> str:
        """A hash of what every layout depends on: the tools, and data.yaml without publications and risks."""
        project = self.recipes.project
        second = sorted(name for name, risk in project.risks.items() if risk.second_reader)
        rest = project.model_dump_json(exclude={"publications", "risks"})
        return fingerprint((fingerprint_tools(), rest, project.short_codes, second))

    @cached_property
    def _risks(self) -> Mapping[str, str]:
        return {name: hash_data(risk) for name, risk in self.recipes.project.risks.items()}

    def _hash_files(self, tags: frozenset[str]) -> str:
        """Return a hash of all files but data.yaml and the catalogues of other languages."""
        if tags not in self.hashes:
            self.hashes[tags] = self._hash_files_anew(tags)
        return self.hashes[tags]

    def _hash_files_anew(self, tags: Collection[str]) -> str:
        own = {tag.replace("-", "_").lower() for tag in tags}
        digest = hashlib.sha256()
        for number, root in enumerate(roots_of(os.fspath(self.recipes.resources.folder))):
            for path in (path for path in self.states if path.startswith(f"{root}{os.sep}")):
                name = path[len(root) + 1 :]
                first, *rest = Path(name).parts
                is_other = first == "locales" and len(rest) > 1 and rest[0].replace("-", "_").lower() not in own
                if name != "data.yaml" and not is_other:
                    digest.update(f"{number} {name}\0{self.states[path][5]}\n".encode(errors="surrogateescape"))
        return digest.hexdigest()
