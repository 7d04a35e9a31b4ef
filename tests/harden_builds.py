# SPDX-License-Identifier: MIT
"""Four builds of one project at the same time: no edition is mixed or lost. What `script/harden builds` does.

Each round starts four builds of a project that was built yesterday; every third round kills whoever holds the lock. In
even rounds data.yaml changes half way, and `dist` must be wholly as before the change or as after it. In odd rounds
each builds other editions, and `dist` must have all that were reported as built, each with the bytes of an undisturbed
build. Who does not build ends with exit code 6 and names the process that does. One more build must then succeed.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from harden_kills import Go, edit, family, go, must
from patience import RUN_SECONDS
from program import TODAY, command, copy_small, environment

from leaflets.build.verify import check_tree
from leaflets.core.problems import ExitCode

Files = dict[str, bytes]
CARDS = ("build", "--format", "card-*")
SAME = (CARDS,) * 4
OTHERS = tuple(
    (*CARDS[:2], name, "--purpose", purpose) for name in ("card-dl", "card-wallet") for purpose in ("screen", "office")
)
HOLDER = re.compile(r"Process (\d+) is working on ")


@dataclass(frozen=True)
class Prepared:
    """Yesterday's project, how long a build takes, and the files of a `dist` before and after the change."""

    folder: Path
    seconds: float
    yesterday: Files
    before: Files
    after: Files

    @cached_property
    def others(self) -> Sequence[Files]:
        """What each of OTHERS makes."""
        return [built(self.folder, f"other-{number}", words) for number, words in enumerate(OTHERS)]


@dataclass
class Round:
    """What came of four builds."""

    codes: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def files_of(folder: Path) -> Files:
    dist = folder / "dist"
    return {path.relative_to(dist).as_posix(): path.read_bytes() for path in dist.rglob("*") if path.is_file()}


def prepare(folder: Path) -> Prepared:
    """Build yesterday's project, and copies of it for all that may come of it."""
    project = copy_small(folder / "project")
    must(project, *CARDS)
    yesterday = files_of(project)
    shutil.rmtree(project / ".cache")
    edit(project, "Talk to somebody", "Talk to us")
    begun = time.monotonic()
    before = built(project, "before", CARDS, go=go)
    seconds = time.monotonic() - begun
    return Prepared(project, seconds, yesterday, before, built(project, "after", CARDS, changed=True))


def built(project: Path, name: str, words: Sequence[str], *, changed: bool = False, **how: Go) -> Files:
    """Return the files of a build of a copy of the project, made beside it."""
    copy = Path(shutil.copytree(project, project.parent / name))
    if changed:
        edit(copy, "Talk to us", "Talk to me")
    must(copy, *words, **how)
    return files_of(copy)


def build_at_once(prepared: Prepared, number: int) -> Round:
    """Do the round of that number; what it draws depends on nothing else."""
    draw, found = random.Random(f"builds {number}"), Round()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(prepared.folder, Path(name) / "project"))
        lines = OTHERS if number % 2 else SAME
        started = list(start_all(folder, lines, draw, prepared.seconds, changes=lines is SAME))
        killed = kill_holder(folder, started, draw, prepared.seconds) if number % 3 == 0 else 0
        said = [process.communicate(timeout=RUN_SECONDS)[0] for process in started]
        found.codes = [process.returncode for process in started]
        found.wrong = [*flaws_of_answers(started, said, killed)]
        found.wrong += [str(problem) for problem in check_tree(folder / "dist")]
        if lines is SAME:
            found.wrong += flaws_of_whole(prepared, files_of(folder), found.codes)
        else:
            found.wrong += flaws_of_parts(prepared, files_of(folder), found.codes)
        found.wrong += one_more(prepared, folder, changed=lines is SAME)
    return found


def start_all(
    folder: Path, lines: Sequence[Sequence[str]], draw: random.Random, seconds: float, *, changes: bool
) -> Iterator[subprocess.Popen[str]]:
    """Start the builds, some at once and some while others end; before the third, data.yaml may change."""
    for number, words in enumerate(lines):
        if changes and number == 2:
            new = folder / "data.new"
            new.write_text(
                (folder / "data.yaml").read_text(encoding="utf-8").replace("to us", "to me"), encoding="utf-8"
            )
            new.replace(folder / "data.yaml")
        yield subprocess.Popen(
            command(*words, "--project", folder, "--today", TODAY, "--json"),
            cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        time.sleep(draw.choice((0, 0, draw.uniform(0, seconds))))


def kill_holder(folder: Path, started: Sequence[subprocess.Popen[str]], draw: random.Random, seconds: float) -> int:
    """Kill the build that holds the lock, with all its processes; return its id, 0 if all had ended before."""
    time.sleep(draw.uniform(0, seconds))
    while any(one.poll() is None for one in started):
        holder = _held(folder / ".dist.lock")
        if any(one.pid == holder and one.poll() is None for one in started):
            for process in reversed(family(holder)):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            return holder
        time.sleep(0.01)
    return 0


def _held(lock: Path) -> int:
    with suppress(OSError, ValueError):
        return int(lock.read_text(encoding="ascii"))
    return 0


def flaws_of_answers(started: Sequence[subprocess.Popen[str]], said: Sequence[str], killed: int) -> Iterator[str]:
    """Yield what is wrong with how the builds ended and what they said."""
    for process, answer in zip(started, said, strict=True):
        if process.returncode == ExitCode.LOCKED:
            (problem,) = json.loads(answer)["problems"]
            holder = HOLDER.match(problem["message"])
            others = {one.pid for one in started} - {process.pid}
            if problem["slug"] != "locked" or not holder or int(holder[1]) not in others:
                yield f"{process.pid} of {sorted(others)}: {problem['message']}"
        elif process.returncode and process.pid != killed:
            yield f"exit code {process.returncode}: {answer[-300:]}"
    if not killed and all(process.returncode for process in started):
        yield "none of them built"


def flaws_of_whole(prepared: Prepared, found: Files, codes: Sequence[int]) -> list[str]:
    may_be = [prepared.before, prepared.after]
    if ExitCode.OK not in codes:
        may_be.append(prepared.yesterday)
    return [] if found in may_be else ["dist is mixed"]


def flaws_of_parts(prepared: Prepared, found: Files, codes: Sequence[int]) -> list[str]:
    """Return what is missing of what was reported as built, and files that no undisturbed build makes."""
    made = [files for files, code in zip(prepared.others, codes, strict=True) if code == ExitCode.OK]
    own = [pdfs_of(files, words) for files, words in zip(prepared.others, OTHERS, strict=True)]
    wrong = [
        f"{name} is not as it was built"
        for files, mine in zip(prepared.others, own, strict=True)
        if files in made
        for name in mine
        if found.get(name) != files[name]
    ]
    known = {(name, data) for files in (prepared.yesterday, *prepared.others) for name, data in files.items()}
    return wrong + [
        f"{name} is nobody's" for name, data in found.items() if name.endswith(".pdf") and (name, data) not in known
    ]


def pdfs_of(files: Files, words: Sequence[str]) -> list[str]:
    """Return the files that a build of one format and purpose makes."""
    entries = json.loads(files["manifest.json"])["editions"]
    return [one["path"] for one in entries if (one["format"], one["purpose"]) == (words[2], words[4])]


def one_more(prepared: Prepared, folder: Path, *, changed: bool) -> Iterator[str]:
    """Yield what is wrong after one more build, which nobody disturbs."""
    done = go(folder, *CARDS)
    if done.returncode:
        yield f"one more: exit code {done.returncode}: {done.stderr[-300:]}"
    elif files_of(folder) != (prepared.after if changed else prepared.before):
        yield "one more build gives other files"
    yield from (f"left: {path.name}" for path in folder.glob(".dist.*") if path.name != ".dist.lock")


def run(count: int) -> int:
    """Do that many rounds; print what came of them; return an exit code."""
    codes, wrong = Counter[int](), list[str]()
    with tempfile.TemporaryDirectory() as name:
        prepared = prepare(Path(name))
        for number in range(count):
            found = build_at_once(prepared, number)
            codes.update(found.codes)
            wrong += [f"round {number}: {what}" for what in found.wrong]
    ended = f"{codes[ExitCode.OK]} built, {codes[ExitCode.LOCKED]} refused with exit code 6"
    print(f"{count} times four builds at once: {ended}, {codes[-signal.SIGKILL]} killed; {len(wrong)} wrong")
    for what in wrong:
        print(f"  {what}")
    return int(bool(wrong))
