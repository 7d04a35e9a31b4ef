# SPDX-License-Identifier: MIT
"""The wheel: what `pip install` brings works outside the repository, with the starter project that it carries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from patience import RUN_SECONDS

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that an unpacked wheel makes, as pip would."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=RUN_SECONDS)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def leaflets(installed: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the unpacked program from a folder that has nothing to do with it."""
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "leaflets", *words]
    return subprocess.run(
        command, cwd=installed.parent, env=environment, capture_output=True, text=True, timeout=RUN_SECONDS
    )


def test_wheel_carries_what_a_project_falls_back_on(installed: Path) -> None:
    shipped = installed / "leaflets" / "shipped"
    for name in ("data.yaml", "data.schema.json", "templates/styles/tokens.css", "assets/icons", "locales"):
        assert (shipped / name).exists(), name
    assert (installed / "leaflets" / "languages" / "languages.yaml").is_file()
    for folder in ("templates", "assets"):
        ours = {path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file()}
        theirs = {path.relative_to(shipped / folder) for path in (shipped / folder).rglob("*") if path.is_file()}
        assert ours and ours <= theirs
    assert not (installed / "tests").exists()


def test_starter_project_is_made_and_built_outside_the_repository(installed: Path) -> None:
    project = installed.parent / "another partnership"
    made = leaflets(installed, "init", str(project), "--area", "Solihull", "--publisher", "A partnership")
    assert made.returncode == 0, made.stderr
    asked = leaflets(installed, "--project", str(project), "build")
    assert asked.returncode == 1 and asked.stderr.count("still empty") == 5
    shutil.copyfile(ROOT / "tests" / "projects" / "solihull" / "data.yaml", project / "data.yaml")
    chosen = ("--publication", "helpline-card", "--format", "card-wallet", "--language", "en")
    built = leaflets(installed, "--project", str(project), "build", *chosen)
    assert built.returncode == 0, built.stderr
    assert len(list((project / "dist" / "pdf").rglob("*.pdf"))) == 3
