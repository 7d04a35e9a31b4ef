# SPDX-License-Identifier: MIT
"""Replace every translatable sentence of a project by its message in one language."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

from leaflets.content.field_types import Model
from leaflets.content.model import Project
from leaflets.core.messages import Translator

Tree = dict[str, Any]


def translate(project: Project, translator: Translator) -> Project:
    """Return the project with translatable sentences as messages; names, numbers, links and codes are unchanged."""
    return Project.model_copy(project, update=_changed(project, "", _TREE, translator))


def note_on(path: str) -> str:
    """Return what a translator must know about the sentence at that path."""
    return next((note for pattern, note in TRANSLATED.items() if fnmatchcase(path, pattern)), "")


def _exchange(value: Any, path: str, tree: Tree, translator: Translator) -> Any:
    if isinstance(value, str):
        return translator.message(path, str(value))
    if isinstance(value, Model):
        return value.model_copy(update=_changed(value, path, tree, translator))
    if isinstance(value, dict):
        below = tree.get("*", {})
        return {name: _exchange(item, f"{path}.{name}", below, translator) for name, item in value.items()}
    if isinstance(value, list):  # routes of help: known by whom they lead to, so that their order may change
        below = tree.get("*", {})
        return [_exchange(item, f"{path}.{item.organisation}", below, translator) for item in value]
    return value


def _changed(value: Model, path: str, tree: Tree, translator: Translator) -> dict[str, Any]:
    fields = {name: getattr(value, name) for name in tree if name != "*"}
    prefix = f"{path}." if path else ""
    return {
        name: _exchange(field, f"{prefix}{name}", tree[name], translator)
        for name, field in fields.items()
        if field is not None
    }


# What is translated, by path, with a note for the translator. Names of organisations, thresholds and forms are what
# people ask for, and stay in English; so do numbers, addresses and sources of facts.
TRANSLATED = {
    "publisher.introduction.*": "An opening paragraph for parents.",
    "publisher.other_formats": "Small print: how to ask for another format or language.",
    "area.name": "The area, as people who read this language write it; it replaces {area} in sentences.",
    "organisations.*.about": "One sentence about an organisation, printed under its name. Names stay in Latin letters.",
    "organisations.*.hours.value": "When an organisation can be reached.",
    "organisations.*.contacts.*.label": "What tells this number or address from the organisation's others.",
    "organisations.*.contacts.*.hours": "When somebody answers.",
    "organisations.*.contacts.*.hours.value": "When somebody answers.",
    "organisations.*.contacts.*.cost": "What it costs, in words.",
    "organisations.*.interpreters.value": "Whether there are interpreters.",
    "organisations.*.without_speaking.value": "How to call when one cannot speak. Printed beside the number 999.",
    "audiences.*.help.*.label": "Printed before a number in large figures: 999, or who answers it.",
    "risks.*.title": "The risk in three to seven plain words, as a heading.",
    "risks.*.term": "What professionals call the risk.",
    "risks.*.summary": "One sentence: what the risk is.",
    "risks.*.in_brief": "One or two short sentences that say what to do, under the risk's title.",
    "risks.*.why": "Why it matters.",
    "risks.*.signs.*": "One item of a list: a sign that a parent may notice.",
    "risks.*.parents_can.*": "One item of a list: something a parent can do.",
    "risks.*.children_can.*": "One item of a list: something a child can do. Speaks to the child.",
    "risks.*.professionals_must.*": "One item of a list: what staff must do.",
    "risks.*.opener": "What a parent can say to a child to start talking, in a speech bubble. Speaks to the child.",
    "risks.*.poster_title": "The question on the risk's poster, read from across a corridor. Speaks to a young person.",
    "risks.*.poster_actions.*": "On the risk's poster: one thing to do, in about six words. Speaks to a young person.",
    "publications.*.title": "The title of a leaflet or poster.",
    "publications.*.summary": "One sentence on the download site: what it is for.",
    "publications.*.words.*.*": "",
    "publications.*.contacts.*.purpose": "Printed above a number or a QR code: what it offers, in three to six words.",
}


def _grow(paths: Iterable[str]) -> Tree:
    root: Tree = {}
    for path in paths:
        branch = root
        for part in path.split("."):
            branch = branch.setdefault(part, {})
    return root


_TREE = _grow(TRANSLATED)
