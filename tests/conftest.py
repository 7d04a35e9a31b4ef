# SPDX-License-Identifier: MIT
"""What every test may use."""

from __future__ import annotations

import copy
import gc
import os
import signal
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from leaflets.cli.start import SELDOM
from leaflets.content.load import load_data
from leaflets.core.problems import Problem

if TYPE_CHECKING:
    from hosted import Hosted

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # A shell that starts us in the background lets us ignore Ctrl-C; programs that tests start must hear it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
gc.set_threshold(*SELDOM)  # as the program does
WITHDRAWN = """\
    withdrawn:
      date: 2026-11-01
      reason: A better one takes its place.
      replaced_by: parents-guide
"""
QUICK = ("core", "content", "register")
"""The folders of tests that take a few seconds a file."""
SMALL = Path(__file__).parent / "projects" / "small" / "data.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Write what the product says now as what is expected."
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: some tests wait for a program, and somebody works meanwhile."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one file that needs the hosted project come first: when others ask for it, it is there, and nobody waits.

    Files that take a few seconds each come last, so that all processes end at nearly the same time.
    """
    first = next((one.path for one in items if "hosted" in getattr(one, "fixturenames", ())), None)
    items.sort(key=lambda one: (one.path != first, one.path.parent.name in QUICK))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Is the expected output to be written anew?"""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True, scope="session")
def known_kinds() -> Iterator[None]:
    """Refuse a problem of a kind that is not registered, whoever makes it."""
    from kinds import register

    make = Problem.__init__

    def check(self: Problem, slug: str, *values: Any, **named: Any) -> None:
        assert slug in register(), f"{slug} is not in tests/problems/kinds.yaml"
        make(self, slug, *values, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Problem, "__init__", check)
        yield


@cache
def _small_values() -> dict[str, Any]:
    return load_data(SMALL).values


@pytest.fixture
def project_values() -> dict[str, Any]:
    """The values of the small project, a copy to change."""
    return copy.deepcopy(_small_values())


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small project in a folder of its own, to change and to build."""
    from program import copy_small  # it imports the command line, which few tests need

    return copy_small(tmp_path / "project")


@pytest.fixture(autouse=True, scope="module")
def forget(request: pytest.FixtureRequest) -> Iterator[None]:
    """Drop what a file's own functions have kept when the file ends: drawn pages would fill the memory."""
    yield
    for value in vars(request.module).values():
        if getattr(value, "__module__", "") == request.module.__name__ and hasattr(value, "cache_clear"):
            value.cache_clear()


@pytest.fixture(scope="session")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """The project that ships, in three languages, all approved, and its download site; not to be changed.

    It is built once, whichever of the processes that run the tests needs it first.
    """
    from hosted import PAPER_ALONE, Hosted, build, new_project

    changes = (
        ("    title: While you wait\n", f"    title: While you wait\n{WITHDRAWN}"),
        ("  short_name: BSCP\n", "  short_name: BSCP\n  site_address: https://leaflets.example.org\n"),
        ("  hosts:\n", "  hosts:\n    - leaflets.example.org\n"),
        PAPER_ALONE,
    )
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "hosted"
    with FileLock(f"{shared}.lock"):
        if not (shared / "whole").exists():
            found = new_project(shared / "project", *changes)
            build(found)
            found.make()
            (shared / "whole").touch()
    return Hosted(shared / "project")
