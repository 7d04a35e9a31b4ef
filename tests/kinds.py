# SPDX-License-Identifier: MIT
"""Kinds of problems: the register of their slugs, the places in the program that raise them, and their examples."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import broken
import yaml

from leaflets.preflight.rules.table import RULES

TESTS = Path(__file__).resolve().parent
PACKAGE = TESTS.parent / "leaflets"
REGISTER = TESTS / "problems" / "kinds.yaml"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SPELLED = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")


@dataclass(frozen=True)
class Kind:
    """A kind of problem."""

    slug: str
    meaning: str
    about: str
    who: str
    """Who can put it right."""
    codes: tuple[int, ...]
    """With which exit code a verb ends that it stops; 0 if it stops none."""


@cache
def register() -> dict[str, Kind]:
    """Every kind of problem by its slug, in the order of the documentation."""
    found: dict[str, Kind] = {}
    for group in yaml.safe_load(REGISTER.read_text(encoding="utf-8")):
        for slug, meaning in group["kinds"].items():
            assert slug not in found, f"{slug} is registered twice"
            found[slug] = Kind(slug, meaning, group["about"], group["who"], tuple(group["code"]))
    for rule in RULES:
        assert rule.slug not in found, f"{rule.slug} is registered as a rule and by hand"
        meaning = f"This does not hold: {rule.title}"
        found[rule.slug] = Kind(
            rule.slug, meaning, "Finished files", "designers", (4,) if rule.level == "fail" else (0,)
        )
    return found


# Where slugs are raised


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the package."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def room(path: Path) -> str:
    """The room of a module."""
    return path.relative_to(PACKAGE).parts[0]


def takers() -> dict[str, list[tuple[Path, int]]]:
    """Every class and function that takes a slug: its modules, and which of its values the slug is."""
    found: dict[str, list[tuple[Path, int]]] = defaultdict(list)
    for path, tree in modules().items():
        for node in ast.walk(tree):
            names: list[str] = []
            if isinstance(node, ast.ClassDef):
                names = [getattr(line.target, "id", "") for line in node.body if isinstance(line, ast.AnnAssign)]
            elif isinstance(node, ast.FunctionDef):
                names = [given.arg for given in node.args.args if given.arg not in ("self", "cls")]
            else:
                continue
            if "slug" in names:
                found[node.name].append((path, names.index("slug")))
    return found


def raised() -> dict[str, set[str]]:
    """Every slug that is written where one is taken, with the places; a pattern for one that is put together."""
    found: dict[str, set[str]] = defaultdict(set)
    known = takers()
    for path, tree in modules().items():
        for node in ast.walk(tree):
            for value in _slugs_in(node, path, known):
                for slug in _spelled(value):
                    found[slug].add(f"{path.relative_to(PACKAGE)}:{value.lineno}")
    return found


def _slugs_in(node: ast.AST, path: Path, known: dict[str, list[tuple[Path, int]]]) -> Iterator[ast.expr]:
    """Yield what is given for a slug in a call or an assignment."""
    if isinstance(node, ast.Assign) and any(isinstance(name, ast.Name) and name.id == "slug" for name in node.targets):
        yield node.value
    if not isinstance(node, ast.Call):
        return
    method = isinstance(node.func, ast.Attribute)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    for module, place in known.get(name, ()):
        near = module == path or (room(module) == room(path) if method or name.startswith("_") else True)
        if near and len(node.args) > place:
            yield node.args[place]
    if name in known:
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "slug")


def _spelled(value: ast.expr) -> Iterator[str]:
    """Yield the slugs that an expression spells; `*` for what it puts in."""
    if isinstance(value, ast.IfExp):
        yield from _spelled(value.body)
        yield from _spelled(value.orelse)
    elif isinstance(value, ast.Constant) and isinstance(value.value, str) and SLUG.fullmatch(value.value):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        pattern = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in value.values)
        if re.fullmatch(r"[a-z0-9-]+\*", pattern):
            yield pattern


def written() -> set[str]:
    """Every string of the package and every word of its YAML tables: tables hold slugs too."""
    strings = {
        node.value
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    tables = (path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*_table.yaml"))
    return strings | {word for text in tables for word in SPELLED.findall(text)}


# Examples


def examples() -> dict[str, str]:
    """An example of each kind that has one: a broken file, a catalogue, a picture, or a test that names it."""
    found = {slug: f"tests/{path.relative_to(TESTS)}" for path, slug in _named()}
    for path in (TESTS / "catalogues").glob("*.po"):
        found[path.stem] = f"tests/catalogues/{path.name}"
    for line in (TESTS / "pictures" / "verdicts.txt").read_text(encoding="utf-8").splitlines():
        found |= {slug.strip(): "tests/pictures/verdicts.txt" for slug in line.partition(":")[2].split(",")}
    for folder in broken.FOLDERS:
        found |= {problem.slug: f"tests/problems/{folder}" for problem in broken.problems_of(broken.PROBLEMS / folder)}
    return found


def _named() -> Iterator[tuple[Path, str]]:
    """Yield every word in quotes of the tests, with its file; the rules' examples name the rule."""
    slugs = {rule.id: rule.slug for rule in RULES}
    for path in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from ((path, word) for word in (node.value, *SPELLED.findall(node.value)))
                if path.name in ("badpress.py", "badfiles.py", "test_press_rules.py") and node.value in slugs:
                    yield path, slugs[node.value]
