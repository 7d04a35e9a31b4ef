# SPDX-License-Identifier: MIT
"""Bad files, each given to the program as a person would: what `script/harden files` does.

Each ends soon, in little memory, with exit code 1 and problems that name file, line and what to do.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from broken import FOLDERS, PROBLEMS, changed
from catalogued import add_catalogues, open_at
from program import TODAY, command, copy_small, environment

from leaflets.core.problems import ExitCode
from leaflets.languages.catalogue.po import path_of

MOST_STARTS, MOST_MIB = 50, 200
"""Processor time, as so many times that of the program's help, which is 0.04 s on a common machine; resident memory."""
PRINT = ("print", "everything", "--format", "card-wallet", "--quantity", "5", "--sites", "sites.csv")
HEAD = "URN,Name,Address,Postcode,Quantity\n"
LISTS = {
    "no columns": "a,b\n1,2\n",
    "empty": "",
    "only a head": HEAD,
    "no number": f"{HEAD},A School,1 Street,B1 1AA,5\n",
    "five digits": f"{HEAD}10321,A School,1 Street,B1 1AA,5\n",
    "no name": f"{HEAD}103216,,1 Street,B1 1AA,5\n",
    "no postcode": f"{HEAD}103216,A School,1 Street,Birmingham,5\n",
    "no quantity": f"{HEAD}103216,A School,1 Street,B1 1AA,\n",
    "words": f"{HEAD}103216,A School,1 Street,B1 1AA,two\n",
    "too many": f"{HEAD}103216,A School,1 Street,B1 1AA,9999999\n",
    "bidi": f"{HEAD}103216,A\u202eSchool,1 Street,B1 1AA,5\n",
    "a long cell": f"{HEAD}103216,{'A' * 201},1 Street,B1 1AA,5\n",
    "a comma": f"{HEAD}103216,A School, 1 Street, Town,B1 1AA,5\n",
    "twice": HEAD + "103216,A School,1 Street,B1 1AA,2\n" * 2,
    "an open quote": f'{HEAD}103216,"A School,1 Street,B1 1AA,5\n',
    "a web page": "<!DOCTYPE html><html></html>",
    "another total": f"{HEAD}103216,A School,1 Street,B1 1AA,4\n",
}
KEY = 'msgctxt "publications.everything.title"'
TRANSLATIONS = {
    "no quote": ('msgstr "', "msgstr ", 1),
    "a word": ('msgstr "', 'x\nmsgstr "', 1),
    "a merge": (KEY, f"<<<<<<< HEAD\n{KEY}", 1),
    "twice": (KEY, f'{KEY}\nmsgid "Safe online"\nmsgstr "x"\n\n{KEY}', 1),
    "an escape": ('msgstr "', 'msgstr "\\x', 5),
    "a placeholder": ('msgstr "', 'msgstr "{nobody}', 5),
    "bidi": ('msgstr "', 'msgstr "\u202e', 5),
    "a letter lost": ('msgstr "', 'msgstr "\ufffd', 5),
    "cut off": ("", "", 0),
}


@dataclass(frozen=True)
class Bad:
    """A bad file of a project, and the words that make the program read it."""

    name: str
    file: str
    data: bytes
    words: tuple[str, ...] = ("check",)


def bad_files(folder: Path, every: int = 1) -> Iterator[Bad]:
    """Yield bad files, to be put into the project that is made in the folder; of each kind the first of `every`."""
    copy_small(folder)
    for name in FOLDERS[::every]:
        here = PROBLEMS / name
        data = (here / "data.yaml").read_bytes() if (here / "data.yaml").is_file() else changed(here).encode()
        yield Bad(f"data.yaml: {name}", "data.yaml", data)
    small = (folder / "data.yaml").read_text(encoding="utf-8")
    for name, text in list(LISTS.items())[::every]:
        yield Bad(f"list: {name}", "sites.csv", text.encode(), PRINT)
    (folder / "data.yaml").write_text(small.replace("languages: [en]", "languages: [en, pl]"), encoding="utf-8")
    add_catalogues(open_at(folder), "pl")
    good = (folder / path_of("pl")).read_text(encoding="utf-8")
    for name, (old, new, count) in list(TRANSLATIONS.items())[::every]:
        text = good.replace(old, new, count) if count else good[: len(good) // 2]
        assert text != good, name
        yield Bad(f"translation: {name}", path_of("pl"), text.encode())


MEASURE = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}")
sys.exit(code)
"""
"""A small process between: Linux counts the memory of the one that starts a program as the program's."""


def fault_of(bad: Bad, folder: Path) -> tuple[str, float, float]:
    """Let the program read it; return what is wrong with how that went, its processor time and its memory."""
    path = folder / bad.file
    former = path.read_bytes() if path.exists() else None
    path.write_bytes(bad.data)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said, tempfile.NamedTemporaryFile("r+") as measured:
        line = command(*bad.words, "--project", folder, "--today", TODAY)
        launcher = [sys.executable, "-c", MEASURE, measured.name, *map(str, line)]
        process = subprocess.run(launcher, env=environment(), cwd=folder, stdout=said, stderr=said, check=False)
        said.seek(0)
        text = said.read()
        seconds, memory = map(float, measured.read().split())
    path.write_bytes(former) if former is not None else path.unlink()
    found = []
    if process.returncode != ExitCode.PROBLEMS and not (process.returncode == 0 and "warning: " in text):
        found.append(f"exit code {process.returncode}")
    if "Traceback" in text or "fault in" in text:
        found.append("a fault")
    if not re.search(rf"{re.escape(Path(bad.file).name)}(?::\d+)?", text) or "hint: " not in text:
        found.append("it does not say where, or what to do")
    if seconds > MOST_STARTS * start_seconds() or memory > MOST_MIB:
        found.append("it takes too much")
    return f"{'; '.join(found)}: {text[-300:]}" if found else "", seconds, memory


@cache
def start_seconds() -> float:
    """Return the processor time in which the program on this machine says its help."""
    with tempfile.NamedTemporaryFile("r+") as measured:
        launcher = [sys.executable, "-c", MEASURE, measured.name, *map(str, command("--help"))]
        subprocess.run(launcher, env=environment(), stdout=subprocess.DEVNULL, check=True)
        return float(measured.read().split()[0])


def run(project: Path, every: int = 1) -> int:
    """Let the program read bad files in a new project; print what came of it; return an exit code."""
    number, most_seconds, most_memory, wrong = 0, 0.0, 0.0, list[str]()
    for bad in bad_files(project, every):
        fault, seconds, memory = fault_of(bad, project)
        number, most_seconds, most_memory = number + 1, max(most_seconds, seconds), max(most_memory, memory)
        wrong += [f"{bad.name} ({seconds:.1f} s, {memory:.0f} MiB): {fault}"] if fault else []
    print(f"{number} bad files: at most {most_seconds:.1f} s and {most_memory:.0f} MiB; {len(wrong)} wrong")
    for what in wrong:
        print(f"  {what}")
    return int(bool(wrong))
