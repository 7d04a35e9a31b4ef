# SPDX-License-Identifier: MIT
"""Exchange every translatable sentence of a project for its message in one language."""

from __future__ import annotations

from typing import Any

from leaflets.messages import Translator
from leaflets.model import Model, Project

Tree = dict[str, Any]


def translate(project: Project, translator: Translator) -> Project:
    """Return the project with each translatable sentence as a message; names, numbers, links and codes stay."""
    return Project.model_copy(project, update=_changed(project, "", _TREE, translator))


def _exchange(value: Any, path: str, tree: Tree, translator: Translator) -> Any:
    if isinstance(value, str):
        return translator.message(path, str(value))
    if isinstance(value, Model):
        return value.model_copy(update=_changed(value, path, tree, translator))
    if isinstance(value, dict):
        below = tree.get("*", {})
        return {name: _exchange(item, f"{path}.{name}", below, translator) for name, item in value.items()}
    return value


def _changed(value: Model, path: str, tree: Tree, translator: Translator) -> dict[str, Any]:
    fields = {name: getattr(value, name) for name in tree if name != "*"}
    prefix = f"{path}." if path else ""
    return {
        name: _exchange(field, f"{prefix}{name}", tree[name], translator)
        for name, field in fields.items()
        if field is not None
    }


# What is translated, by path. Names of organisations, thresholds and forms are the names to ask for in Birmingham, and
# stay; so do numbers, addresses and everything that says where a fact comes from.
TRANSLATED = (
    "publisher.introduction.*",
    "publisher.other_formats",
    "area.name",
    "organisations.*.about",
    "organisations.*.hours.value",
    "organisations.*.interpreters.value",
    "risks.*.title",
    "risks.*.term",
    "risks.*.summary",
    "risks.*.in_brief",
    "risks.*.why",
    "risks.*.signs.*",
    "risks.*.parents_can.*",
    "risks.*.children_can.*",
    "risks.*.professionals_must.*",
    "risks.*.opener",
    "publications.*.title",
    "publications.*.words.*.*",
    "publications.*.contacts.*.purpose",
)


def _grow(paths: tuple[str, ...]) -> Tree:
    root: Tree = {}
    for path in paths:
        branch = root
        for part in path.split("."):
            branch = branch.setdefault(part, {})
    return root


_TREE = _grow(TRANSLATED)
