# SPDX-License-Identifier: MIT
"""What the machine lacks: said at once, with the command that installs it, and never as a traceback."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import tomllib
from dataclasses import replace
from importlib import metadata, resources
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from patience import PATIENCE_SECONDS

from leaflets.cli import doctor
from leaflets.core import requirements
from leaflets.core.problems import ExitCode, MissingProgram

ROOT = Path(__file__).resolve().parents[2]
ABSENT = requirements.Library("Nothing (libnothing)", ("libnothing.so.0",), "libnothing0", "nothing")


def lacking(project: Path) -> list[doctor.Finding]:
    return [finding for finding in doctor.examine(project) if not finding.ok and finding.severity == "error"]


def test_this_machine_has_what_a_build_needs() -> None:
    requirements.require()
    findings = doctor.examine(ROOT)
    assert len(findings) > 25
    assert lacking(ROOT) == []
    assert doctor.exit_code(findings) == ExitCode.OK


def test_every_package_of_pyproject_is_looked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {Requirement(line).name for line in project["dependencies"]} == set(requirements.MODULES)


def test_every_package_that_is_imported_is_one_that_is_asked_for() -> None:
    imported = set()
    for path in (ROOT / "leaflets").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module)
    tops = {name.partition(".")[0] for name in imported} - set(sys.stdlib_module_names) - {"leaflets", "__future__"}
    assert len(tops) > 5
    optional = {"distributed"}  # the extra `dask`, which says itself what installs it
    assert tops <= {module.partition(".")[0] for module in requirements.MODULES.values()} | optional


@pytest.mark.parametrize("words", [[], ["doctor"], ["--help"]])
def test_python_without_the_packages_ends_with_exit_3_and_no_traceback(words: list[str]) -> None:
    command = [sys.executable, "-S", "-E", str(ROOT / "build_pdfs.py"), *words]
    result = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, cwd="/")
    assert result.returncode == 3
    assert "weasyprint" in result.stderr and "hint: " in result.stderr and "script/bootstrap" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "name", ["build_pdfs.py", "leaflets/__init__.py", "leaflets/core/requirements.py", "leaflets/core/problems.py"]
)
def test_old_python_can_read_what_tells_it_that_it_is_too_old(name: str) -> None:
    ast.parse((ROOT / name).read_text(), feature_version=(3, 8))


def test_python_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 12, "final", 0))
    with pytest.raises(MissingProgram, match=r"Python 3\.11 or newer \(this is 3\.10\.12\)"):
        requirements.require()


def test_missing_library_comes_with_the_exact_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "LIBRARIES", (ABSENT,))
    monkeypatch.setattr(requirements.shutil, "which", lambda program: f"/usr/bin/{program}")
    monkeypatch.setattr(requirements.os, "geteuid", lambda: 1000)
    with pytest.raises(MissingProgram) as caught:
        requirements.require()
    assert caught.value.what == "Nothing (libnothing)"
    assert caught.value.command == "sudo apt-get install libnothing0"
    monkeypatch.setattr(requirements.os, "geteuid", lambda: 0)
    with pytest.raises(MissingProgram, match="hint: apt-get install libnothing0"):
        requirements.require()
    requirements.require(libraries=False)
    assert doctor.exit_code(doctor.examine(ROOT)) == ExitCode.MISSING


def test_missing_library_on_other_systems_is_still_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements.shutil, "which", lambda program: None)
    assert "libnothing0" in requirements.library_command([ABSENT])
    monkeypatch.setattr(requirements.sys, "platform", "darwin")
    assert requirements.library_command([ABSENT]) == "brew install nothing"


def test_a_missing_library_that_a_build_can_do_without_has_its_price(monkeypatch: pytest.MonkeyPatch) -> None:
    subset = next(library for library in requirements.LIBRARIES if library.severity == "warning")
    monkeypatch.setattr(requirements, "LIBRARIES", (replace(subset, files=("libnothing.so.0",)),))
    (finding,) = [finding for finding in doctor.examine(ROOT) if finding.name == subset.name]
    assert not finding.ok and finding.severity == "warning" and finding.command
    assert "2.7 times as long" in finding.needed


def test_font_files_that_are_slow_are_named_with_what_they_cost(tmp_path: Path) -> None:
    names = ("NotoSansGurmukhi[wght].ttf", "NotoNastaliqUrdu-Regular.ttf", "NotoNastaliqUrdu-Bold.ttf")
    shipped = Path(str(resources.files("manimgx_fonts"))) / names[0]
    shutil.copy(shipped, tmp_path / names[0])
    (tmp_path / names[1]).write_bytes(b"wOF2" + bytes(40))
    (tmp_path / names[2]).write_bytes(b"\0\1\0\0" + bytes(40))
    fonts = "{Noto Sans Gurmukhi: ., Noto Nastaliq Urdu: .}"
    (tmp_path / "data.yaml").write_text(f"languages: [en, ur, pa]\nfonts: {fonts}\n")
    slow = {finding.name: finding for finding in doctor.examine(tmp_path) if ", Noto" in finding.name}
    assert set(slow) == {f"Noto Sans Gurmukhi, {names[0]}", f"Noto Nastaliq Urdu, {names[1]}"}
    assert {finding.severity for finding in slow.values()} == {"warning"} and not any(f.ok for f in slow.values())
    assert "half a second" in slow[f"Noto Nastaliq Urdu, {names[1]}"].needed
    assert "a third longer" in slow[f"Noto Sans Gurmukhi, {names[0]}"].needed


def test_fonts_of_the_package_are_not_complained_of(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text("languages: [en, pa, bn]\nfonts:\n")
    findings = [finding.name for finding in doctor.examine(tmp_path)]
    assert "Noto Sans Bengali" in findings
    assert not [name for name in findings if ", Noto" in name]


def test_a_package_below_its_floor_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(metadata, "requires", lambda name: ["weasyprint<71,>=70", 'manimgx-fonts-cjk; extra == "cjk"'])
    monkeypatch.setattr(metadata, "version", lambda name: "62.3")
    findings = [finding for finding in lacking(tmp_path) if finding.name == "weasyprint"]
    assert [(finding.found, finding.needed) for finding in findings] == [("62.3", "<71,>=70")]
    assert findings[0].command


def test_folder_that_cannot_be_written_is_found(tmp_path: Path) -> None:
    assert any(finding.name.startswith("Folder") for finding in lacking(tmp_path / "nowhere"))


def test_broken_data_file_does_not_stop_the_doctor(tmp_path: Path) -> None:
    for text in ("", "[", "languages: 7", "languages: [en, 7, {}]", "a: &a [*a]", "\x00", "[" * 5000):
        (tmp_path / "data.yaml").write_text(text)
        assert lacking(tmp_path) == [], text


def test_urdu_asks_for_its_own_letters(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text("languages: [en, ur]\n")
    known = (ROOT / "leaflets" / "languages" / "languages.yaml").read_text(encoding="utf-8")
    folders = "folders: [/usr/share/fonts/truetype/noto, /usr/local/share/fonts, /Library/Fonts]"
    assert folders in known
    (tmp_path / "languages.yaml").write_text(known.replace(folders, f"folders: [{tmp_path}]"), encoding="utf-8")
    [finding] = [finding for finding in lacking(tmp_path) if "Nastaliq" in finding.name]
    assert "fonts-noto-core" in finding.command
    for style in ("Regular", "Bold"):
        (tmp_path / f"NotoNastaliqUrdu-{style}.ttf").touch()
    assert lacking(tmp_path) == []


def test_findings_print_as_a_table_and_as_objects(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(requirements, "LIBRARIES", (ABSENT,))
    findings = doctor.examine(tmp_path)
    text = "\n".join(doctor.to_lines(findings))
    assert max(len(line) for line in text.split("To build:")[0].splitlines()) <= 80
    assert "libnothing" in text and "missing" in text
    assert f"\n  {requirements.library_command([ABSENT])}\n" in f"{text}\n"
    objects = json.loads(json.dumps([finding.as_json() for finding in findings]))
    assert set(objects[0]) == {"name", "ok", "found", "needed", "command", "severity"}
