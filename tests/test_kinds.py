# SPDX-License-Identifier: MIT
"""Every kind of problem is registered, is raised somewhere and is documented; examples: tests/content/test_problems.py.

A slug is a contract: scripts read it in `--json`. Whoever adds a kind writes a line into tests/problems/kinds.yaml and
shows a file that causes it: a folder in tests/problems, or a test that names the slug. In all tests conftest.py refuses
a problem whose slug is not registered.
"""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Iterable

from kinds import SLUG, modules, raised, register, written

from leaflets.core.problems import ExitCode


def test_every_slug_that_is_raised_is_registered() -> None:
    found = raised()
    assert len(found) > 180
    patterns = {slug for slug in found if "*" in slug}
    assert {"fact-*", "unknown-*"} <= patterns
    unknown = {slug: places for slug, places in found.items() if slug not in patterns and slug not in register()}
    assert not unknown, "add to tests/problems/kinds.yaml"
    for pattern in patterns:
        assert fnmatch.filter(register(), pattern), f"no registered kind is called {pattern}"


def test_every_registered_slug_is_raised() -> None:
    found, words = raised(), written()
    patterns = [slug for slug in found if "*" in slug]
    for slug in register():
        assert SLUG.fullmatch(slug)
        put_together = any(
            fnmatch.fnmatch(slug, pattern) and slug.removeprefix(pattern.partition("*")[0]) in words
            for pattern in patterns
        )
        own = slug.removeprefix("press-")
        assert slug in found or slug in words or own in words or put_together, f"nothing raises {slug} any more"


def test_every_kind_says_what_it_means_and_who_can_put_it_right() -> None:
    assert len(register()) > 300
    for kind in register().values():
        assert kind.meaning.endswith(".") and kind.about and kind.who
        assert set(kind.codes) <= set(ExitCode) and kind.codes


def test_kinds_stop_a_verb_with_the_code_that_is_registered() -> None:
    looked_at = 0
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ProblemsFound":
                codes = [word.value for word in node.keywords if word.arg == "exit_code"]
                named = {code.attr for code in codes if isinstance(code, ast.Attribute)} if codes else {"PROBLEMS"}
                for slug in slugs_of(node.args):
                    looked_at += 1
                    assert all(ExitCode[name] in register()[slug].codes for name in named), (slug, named)
            stated = {getattr(word.value, "value", "") for word in node.keywords} if isinstance(node, ast.Call) else ()
            for slug in slugs_of([node]) if {"warning", "notice"} & {*stated} else ():
                looked_at += 1
                assert 0 in register()[slug].codes, slug
    assert looked_at > 40


def slugs_of(nodes: Iterable[ast.AST]) -> list[str]:
    """The slugs of the problems that are made inside some expressions."""
    made = [
        call.args[0]
        for node in nodes
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Problem" and call.args
    ]
    return [word.value for word in made if isinstance(word, ast.Constant)]
