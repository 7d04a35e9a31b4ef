# SPDX-License-Identifier: MIT
"""Keep editions of the last build that this one has not made.

A problem, a fault of ours, a time limit or a dead process removes nothing; only data does: a publication, format or
language that is no longer in data.yaml or is withdrawn, and a translation whose English has changed. A kept edition
that prints what data.yaml no longer says is marked `outdated`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from leaflets.build.cache import Cache
from leaflets.build.known_layouts import KnownLayouts
from leaflets.build.manifest import EditionEntry, Manifest, hash_data, hash_words, layout_id
from leaflets.build.publish import Tree
from leaflets.build.recipes import Recipes
from leaflets.build.results import BuildResult
from leaflets.content.model import layouts_of
from leaflets.core.edition import Edition, Layout
from leaflets.core.messages import SOURCE
from leaflets.core.problems import Problem
from leaflets.core.time_limit import TooSlow

OUTDATED = "outdated"


@dataclass
class Comparison:
    """Compares an edition of the last build with today's data.yaml."""

    recipes: Recipes
    known: KnownLayouts | None
    data: str
    """The last manifest's hash of the data that it was compared with."""
    words: dict[Layout, str] = field(default_factory=dict)
    """For each layout composed so far; None for one that cannot be composed."""
    gave_up: bool = False
    """A template does not end; no others are tried."""

    def is_outdated(self, entry: EditionEntry) -> bool:
        """Return whether it prints a fact or a sentence that is no longer in data.yaml."""
        if entry["state"] == OUTDATED:
            return True  # until it is made again
        if self.data == hash_data(self.recipes.project):
            return False
        facts = self.recipes.facts
        known = {name: str(getattr(fact, "value", "")) for name, fact in facts.items()}
        if any(known.get(fact["id"]) != fact["value"] for fact in entry["facts"]):
            return True
        publication = self.recipes.project.publications[self._layout(entry).source]
        dated = (publication.version, publication.issued.isoformat(), publication.review_by.isoformat())
        if dated != (entry["version"], entry["issued"], entry["review_by"]):
            return True
        return self.has_other_english(entry) is not False

    def has_other_english(self, entry: EditionEntry) -> bool | None:
        """Return whether its English, or the English of its translation, has changed; None if not known."""
        if not entry.get("words"):
            return False  # from a version that did not record it
        layout = self._layout(entry)
        if words := self._words(layout):
            return bool(words != entry["words"])
        return False if self._words(replace(layout, language=SOURCE)) == entry["words"] else None

    def edition_of(self, entry: EditionEntry) -> Edition:
        return Edition(self._layout(entry), entry["purpose"])

    def _layout(self, entry: EditionEntry) -> Layout:
        return next(one for one in layouts_of(self.recipes.project) if one.id == layout_id(entry))

    def _words(self, layout: Layout) -> str:
        if layout not in self.words and not self.gave_up:
            self.words[layout] = self.known.words_of(layout) if self.known else ""
            if self.words[layout]:
                return self.words[layout]
            try:
                self.words[layout] = hash_words(self.recipes.compose(layout)[0].messages)
            except TooSlow:
                self.gave_up = True
            except Exception:  # the reason has been reported, or will be when it is asked for
                return ""
        return self.words.get(layout, "")


def keep_former(
    former: Manifest | None,
    built: BuildResult,
    asked: Collection[str],
    *,
    recipes: Recipes,
    tree: Tree,
    known: KnownLayouts | None,
) -> list[EditionEntry]:
    """Keep what stays of the last build, record it in the result, and return the entries; `asked` are ids."""
    compared = Comparison(recipes, known, former.get("data", "") if former else "")
    pending = {layout.id for layout in layouts_of(recipes.project)}
    made = {entry["id"] for entry in built.editions}
    failed = {*built.lost, *built.stopped}
    entries: list[EditionEntry] = []
    for entry in former["editions"] if former else ():
        name, layout = entry["id"], layout_id(entry)
        if name in made:
            continue
        if layout not in pending or (name in asked and _is_gone(entry, built, failed, compared)):
            built.removed.append(name)
        elif tree.keep(entry["path"], entry["sha256"]) or _bring_back(entry, tree, known.cache if known else None):
            if name in asked:
                built.stayed.append(name)
            if compared.is_outdated(entry):
                entry = {**entry, "state": OUTDATED}
                built.outdated.append(name)
            entries.append(entry)
            pictures = compared.edition_of(entry).page_pictures(entry["pages"])
            all(tree.keep(path) for path in pictures if path != entry["path"])  # as far as they are there
        else:
            message = "The finished file is missing or damaged, and could not be made again."
            built.problems.append(
                Problem("file-changed", message, file=str(tree.out / entry["path"]), hint="build again.")
            )
    return entries


def _is_gone(entry: EditionEntry, built: BuildResult, failed: set[str], compared: Comparison) -> bool:
    """Return whether data.yaml means that an edition that was asked for, but not made, no longer exists."""
    layout = layout_id(entry)
    if layout not in failed:
        return True  # the layout was made but not for this purpose: its approval has lapsed
    if entry["language"] == SOURCE or layout not in built.stopped:
        return False
    outdated = any(problem.slug == "translation-outdated" for problem in built.stopped[layout].problems)
    return outdated or compared.has_other_english(entry) is True


def _bring_back(entry: EditionEntry, tree: Tree, cache: Cache | None) -> bool:
    if not cache or not cache.holds(entry["sha256"]):
        return False
    tree.link(entry["path"], entry["sha256"], cache.path_of(entry["sha256"]))
    return True
