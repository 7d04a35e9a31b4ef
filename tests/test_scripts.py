# SPDX-License-Identifier: MIT
"""The scripts and the lock: one command on a fresh machine.

The scripts run in a copy of the checkout, on a PATH that holds only stand-ins for what would change the machine.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from patience import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("run", "test")
FOR_BUILD = "libpangoft2-1.0-0 libharfbuzz-subset0 ghostscript"
PLAIN_TOOLS = ("basename", "cat", "cksum", "cp", "dirname", "env", "grep", "ln", "ls", "mkdir", "rm", "sh", "uname")


@dataclass(frozen=True)
class Machine:
    """A copy of the checkout, and a PATH with stand-ins that write down how they were called."""

    checkout: Path
    programs: Path

    def stand_in(self, name: str, *lines: str) -> None:
        """Put a program on the PATH that notes its words and then does `lines`."""
        path = self.programs / name
        path.write_text("\n".join(["#!/bin/sh", f'echo "{name} $*" >>"{self.programs}/calls.txt"', *lines]) + "\n")
        path.chmod(0o755)

    def link(self, name: str, target: str) -> None:
        (self.programs / name).unlink(missing_ok=True)
        (self.programs / name).symlink_to(target)

    def run(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = ["/bin/sh", str(self.checkout / "script" / words[0]), *words[1:]]
        environment = {"PATH": str(self.programs), "HOME": str(self.programs), "LANG": "C.UTF-8"}
        return subprocess.run(
            command,
            cwd=cwd or "/",
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )

    def calls(self) -> list[str]:
        path = self.programs / "calls.txt"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian on which root may install, and which has a new enough Python but no library."""
    checkout, programs = tmp_path / "a checkout", tmp_path / "bin"
    programs.mkdir()
    for folder in ("script", "requirements"):
        shutil.copytree(ROOT / folder, checkout / folder)
    shutil.copy(ROOT / "pyproject.toml", checkout)
    machine = Machine(checkout, programs)
    for tool in PLAIN_TOOLS:
        machine.link(tool, shutil.which(tool) or f"/bin/{tool}")
    machine.stand_in(
        "python3",
        f'[ "$1 $2" = "-m venv" ] && mkdir -p .venv/bin && ln -sf "{sys.executable}" .venv/bin/python && exit',
        f'exec "{sys.executable}" "$@"',
    )
    machine.stand_in("ldconfig")
    machine.stand_in("apt-get")
    machine.stand_in("id", "echo 0")
    machine.stand_in("uv")
    return machine


def locked(name: str) -> Iterator[tuple[Requirement, str]]:
    """Yield each requirement of a lock with the text that belongs to it."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    for block in re.split(r"\n(?=[a-z])", text):
        if not block.startswith("#"):
            yield Requirement(block.split(" \\\n")[0]), block


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address_and_hashes_every_package(name: str) -> None:
    requirements = list(locked(name))
    assert len(requirements) > 40
    for requirement, block in requirements:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), requirement
        assert [specifier.operator for specifier in requirement.specifier] == ["=="], requirement
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text
    assert "index" not in text.replace("-index-", "")


@pytest.mark.parametrize("name", LOCKS)
@pytest.mark.parametrize(("package", "floor"), [("weasyprint", "70"), ("pillow", "12.3"), ("jinja2", "3.1.6")])
def test_lock_is_not_below_the_versions_that_are_safe(name: str, package: str, floor: str) -> None:
    versions = [str(requirement.specifier)[2:] for requirement, _ in locked(name) if requirement.name == package]
    assert versions and all(Version(version) >= Version(floor) for version in versions)


def test_both_locks_agree_and_hold_what_pyproject_asks_for() -> None:
    run, test = ({(r.name, str(r.marker)): str(r.specifier)[2:] for r, _ in locked(name)} for name in LOCKS)
    assert run.items() <= test.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    for_run = [*project["project"]["dependencies"], *groups["build"]]
    for lock, lines in ((run, for_run), (test, [*for_run, *groups["test"], *groups["lint"]])):
        versions = {name: version for (name, _), version in lock.items()}
        for requirement in map(Requirement, lines):
            version = versions[requirement.name.replace(".", "-")]
            assert requirement.specifier.contains(version, prereleases=True), requirement


def test_the_bill_of_materials_lists_what_is_locked() -> None:
    bill = json.loads((ROOT / "requirements" / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    listed = {(item["name"], item["version"]) for item in bill["components"]}
    assert listed == {(r.name, str(r.specifier)[2:]) for r, _ in locked("run")} and len(listed) > 40, "run script/lock"
    references = {item["bom-ref"] for item in bill["components"]}
    assert {one for node in bill["dependencies"] for one in (node["ref"], *node["dependsOn"])} == references
    assert sum("licenses" in item for item in bill["components"]) > len(listed) / 2


def test_dry_run_says_what_is_missing_and_changes_nothing(machine: Machine) -> None:
    before = sorted(machine.checkout.rglob("*"))
    for script in ("bootstrap", "build"):
        result = machine.run(script, "--dry-run")
        assert result.returncode == 0, result.stderr
        assert f"apt-get install --no-install-recommends {FOR_BUILD}\n" in result.stderr
        assert result.stderr.endswith("Nothing was changed.\n")
    assert sorted(machine.checkout.rglob("*")) == before
    assert not [call for call in machine.calls() if call.startswith(("apt-get", "uv"))]


def test_tests_ask_for_their_tools_as_well(machine: Machine) -> None:
    result = machine.run("test", "--dry-run")
    assert result.returncode == 0
    for package in ("default-jdk-headless", "qpdf", "poppler-utils", "mupdf-tools", "libzbar0"):
        assert f" {package}" in result.stderr


def test_only_what_is_missing_is_installed(machine: Machine) -> None:
    machine.stand_in("ldconfig", "echo 'libharfbuzz-subset.so.0 (libc6,x86-64) => /lib/libharfbuzz-subset.so.0'")
    machine.run("bootstrap")
    installs = [call for call in machine.calls() if call.startswith("apt-get") and " install " in call]
    assert installs
    for call in installs:
        assert call.endswith("install -y --no-install-recommends libpangoft2-1.0-0 ghostscript")
        assert "-o DPkg::Lock::Timeout=300" in call


def test_somebody_without_root_is_told_the_command_before_sudo_is_used(machine: Machine) -> None:
    machine.stand_in("id", "echo 1000")
    result = machine.run("bootstrap")
    assert result.returncode == 3
    assert f"sudo apt-get install --no-install-recommends {FOR_BUILD}" in result.stderr
    assert "no sudo" in result.stderr
    machine.stand_in("sudo", 'while [ "${1#-}" != "$1" ]; do shift; done', 'exec "$@"')
    assert machine.run("bootstrap").returncode == 0
    assert any(call.startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get") for call in machine.calls())


def test_failed_install_stops_with_exit_3(machine: Machine) -> None:
    machine.stand_in("apt-get", "exit 100")
    result = machine.run("bootstrap")
    assert result.returncode == 3
    assert not (machine.checkout / ".venv").exists()


def test_python_that_is_too_old_is_named_with_what_to_do(machine: Machine) -> None:
    (machine.programs / "python3").unlink()
    machine.stand_in("python3", '[ "$1" = -V ] && echo "Python 3.10.12" && exit', "exit 1")
    result = machine.run("bootstrap")
    assert result.returncode == 3
    assert "Python 3.11 or newer is needed; python3 is Python 3.10.12." in result.stderr
    assert "hint:" in result.stderr


def test_machine_without_python_gets_one(machine: Machine) -> None:
    (machine.programs / "python3").unlink()
    result = machine.run("bootstrap", "--dry-run")
    assert " python3 python3-venv " in result.stderr


def test_second_run_does_nothing(machine: Machine, tmp_path: Path) -> None:
    first = machine.run("bootstrap", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    before = machine.calls()
    assert any(call.startswith("uv") and "--require-hashes -r requirements/run.txt" in call for call in before)
    second = machine.run("bootstrap", cwd=tmp_path)
    assert (second.returncode, second.stderr, second.stdout) == (0, "", "")
    assert machine.calls() == before
    with (machine.checkout / "requirements" / "run.txt").open("a") as lock:
        lock.write("# newer\n")
    machine.run("bootstrap")
    assert any(call.startswith("uv") for call in machine.calls()[len(before) :])


def test_macos_gets_its_libraries_from_brew(machine: Machine) -> None:
    (machine.programs / "apt-get").unlink()
    (machine.programs / "uname").unlink()
    machine.stand_in("uname", "echo Darwin")
    machine.stand_in("brew", f'[ "$1" = install ] || echo "{machine.programs}"')
    assert "To be run:  brew install pango ghostscript\n" in machine.run("bootstrap", "--dry-run").stderr
    assert machine.run("bootstrap").returncode == 0
    assert "brew install pango ghostscript" in machine.calls()


def test_other_systems_are_told_what_to_see_to(machine: Machine) -> None:
    (machine.programs / "apt-get").unlink()
    result = machine.run("bootstrap")
    assert result.returncode == 0
    assert "libpangoft2-1.0" in result.stderr


def test_unknown_word_is_wrong_usage(machine: Machine) -> None:
    assert machine.run("bootstrap", "--tests").returncode == 2


@pytest.mark.parametrize("name", ["bootstrap", "build", "lint", "lock", "prove-fresh", "test"])
def test_scripts_are_plain_sh_that_may_be_run(name: str) -> None:
    path = ROOT / "script" / name
    assert path.read_text().startswith("#!/bin/sh\n# SPDX-License-Identifier: MIT\n")
    assert os.access(path, os.X_OK)
    assert "\nset -eu\n" in path.read_text()
    subprocess.run(["/bin/sh", "-n", path], check=True)


def test_ci_runs_the_tests_as_a_person_does() -> None:
    text = (ROOT / ".ci" / "run").read_text()
    assert "sh script/test" in text
    subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=True)
