# SPDX-License-Identifier: MIT
"""What every test may use."""

from __future__ import annotations

import copy
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from leaflets.load import load_data

SMALL = Path(__file__).parent / "projects" / "small" / "data.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Write what the product says now as what is expected."
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Is the expected output to be written anew?"""
    return bool(request.config.getoption("--update-golden"))


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
    folder = tmp_path / "project"
    shutil.copytree(SMALL.parent, folder)
    return folder
