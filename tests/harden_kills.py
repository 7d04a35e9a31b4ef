# SPDX-License-Identifier: MIT
"""Kill verbs at random moments, and see that nothing is lost: what `script/harden kills` does.

Each verb has a project as it was yesterday and a change that it brings about. It is started, a process of it is killed,
and each part of the project must be as it was before or as the verb makes it, byte by byte. Then it is run again and
must give the same bytes as a run that nobody disturbed, and leave nothing behind.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import openpyxl
from catalogued import add_catalogues, open_at
from harden_edits import imports
from program import TODAY, command, copy_small, environment
from program import run as run_here
from validated import validate

from leaflets.build.verify import check_tree
from leaflets.content.load import load_data
from leaflets.content.model import facts_of
from leaflets.core.resources import SHIPPED

MOST_SECONDS = 600
"""No verb takes so long on a busy machine; one that does hangs."""
PASSING = re.compile(r"\.cache|\.dist\.(new|old|added|lock)|\..+\.[0-9]+-[0-9]+\.new|\.site\.old")
"""What may lie about while a verb runs; after the next run only the first and the lock are left."""
CARD = ("--format", "card-wallet", "--purpose", "screen")
State = dict[str, dict[str, bytes]]
Go = Callable[..., "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class Case:
    """A verb, its project of yesterday, how long it takes, and what it makes of which part."""

    words: tuple[str, ...]
    folder: Path
    seconds: float
    before: State
    after: State
    go: Go
    """How it is run when nobody disturbs it."""


@dataclass(frozen=True)
class Kill:
    """What came of one kill: `kept` and `made` count the parts that are as before and as the verb makes them."""

    verb: str
    number: int
    victim: str
    after_seconds: float
    code: int
    kept: int
    made: int
    torn: tuple[str, ...]
    lost: tuple[str, ...]
    """What the next run did not put right."""


# Yesterday's projects


def go(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    line = command(*words, "--project", folder, "--today", TODAY)
    return subprocess.run(
        line, env=environment(), cwd=folder, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
    )


def go_here(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Do the same in this process, where it costs less and may hang."""
    return run_here(*words, "--project", folder, "--today", TODAY, folder=folder)


def must(folder: Path, *words: str, go: Go = go_here) -> None:
    done = go(folder, *words)
    assert done.returncode == 0, (words, done.stdout, done.stderr)


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "data.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def change(folder: Path, entry: str, field_name: str, value: str) -> None:
    """Give a field of that entry another value."""
    text = (folder / "data.yaml").read_text(encoding="utf-8")
    found = re.search(rf"(?ms)^(  {entry}:$.*?^    {field_name}: )[^\n]+", text)
    assert found
    edit(folder, found[0], found[1] + value)


def accept_facts(folder: Path) -> None:
    names = facts_of(validate(load_data(folder / "data.yaml")))
    accepted = "".join(f"    - {name}\n" for name in names)
    edit(folder, "publisher:\n", f"publisher:\n  accept_unverified:\n{accepted}")


def for_build(folder: Path) -> tuple[str, ...]:
    copy_small(folder)
    must(folder, "build", *CARD)
    edit(folder, "Talk to somebody", "Talk to us")
    return ("build", *CARD)


def for_print(folder: Path) -> tuple[str, ...]:
    copy_small(folder)
    accept_facts(folder)
    words = ("print", "everything", "--format", "card-wallet", "--quantity", "500", "--job")
    must(folder, *words, "J-1")
    edit(folder, "Talk to somebody", "Talk to us")
    return (*words, "J-2")


def for_site(folder: Path) -> tuple[str, ...]:
    copy_small(folder)
    must(folder, "build", *CARD)
    must(folder, "site")
    edit(folder, "What every family can do.", "What families can do.")
    return ("site",)


def for_verify(folder: Path) -> tuple[str, ...]:
    copy_small(folder)
    return ("facts", "verify", "organisations.helpline.phone", "--by", "A Person")


def for_import(folder: Path) -> tuple[str, ...]:
    copy_small(folder)
    edit(folder, "languages: [en]", "languages: [en, pl]")
    add_catalogues(open_at(folder), "pl")
    must(folder, "translate", "export", "pl", "--publication", "one-risk")
    (parcel,) = (folder / "dist" / "translate").glob("*.zip")
    with zipfile.ZipFile(parcel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(archive.read(name)))
    for row in book["Translation"].iter_rows(min_row=2):
        if str(row[1].value).endswith("words.body"):
            row[6].value = "Rozmawiaj."
    book.save(folder / "back.xlsx")
    return ("translate", "import", "back.xlsx", "--language", "pl")


def copy_shipped(folder: Path) -> None:
    """Copy the shipped project with its drafts; its facts are accepted, so that all of it is final."""
    folder.mkdir(parents=True)
    shutil.copy(SHIPPED / "data.yaml", folder)
    shutil.copytree(SHIPPED / "locales", folder / "locales")
    accept_facts(folder)


def shipped_build(folder: Path) -> tuple[str, ...]:
    """All of it was built yesterday, and today one publication has a new version: the cache has the other editions."""
    copy_shipped(folder)
    must(folder, "build")
    change(folder, "helpline-card", "version", '"1.9"')
    return ("build",)


def shipped_site(folder: Path) -> tuple[str, ...]:
    copy_shipped(folder)
    must(folder, "build", "--purpose", "screen", "--purpose", "office")
    must(folder, "site")
    change(folder, "professionals", "summary", "For staff everywhere.")
    return ("site",)


def shipped_print(folder: Path) -> tuple[str, ...]:
    copy_shipped(folder)
    words = ("print", "parents-guide", "talk-to-someone", "--language", "en", "--quantity", "500", "--job")
    must(folder, *words, "J-1")
    change(folder, "parents-guide", "version", '"1.9"')
    return (*words, "J-2")


def shipped_import(folder: Path) -> tuple[str, ...]:
    copy_shipped(folder)
    return next(imports(folder)).words


def shipped_verify(folder: Path) -> tuple[str, ...]:
    copy_shipped(folder)
    return ("facts", "verify", "organisations.childline.phone", "--by", "A Person")


VERBS: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "build": for_build,
    "site": for_site,
    "print": for_print,
    "import": for_import,
    "verify": for_verify,
}
SHIPPED_VERBS = {
    "shipped build": shipped_build,
    "shipped site": shipped_site,
    "shipped print": shipped_print,
    "shipped import": shipped_import,
    "shipped verify": shipped_verify,
}
"""The same with the project that ships, and what the cache holds of yesterday."""


def state_of(folder: Path) -> State:
    """Return every file of a project, by the part of it that is exchanged in one step."""
    found: State = {}
    for path in sorted(folder.rglob("*")):
        names = path.relative_to(folder).parts
        if path.is_dir() or any(PASSING.fullmatch(name) for name in names):
            continue
        depth = 2 if names[0] == "dist" and names[1] in ("site", "print") else 1
        depth = len(names) if names[0] in ("locales", "packs") else depth  # each file is written by itself
        found.setdefault("/".join(names[:depth]), {})["/".join(names)] = path.read_bytes()
    return found


def prepare(verb: str, folder: Path, *, go: Go = go) -> Case:
    """Make yesterday's project of a verb, and see what the verb makes of it when nobody disturbs it."""
    words = (VERBS | SHIPPED_VERBS)[verb](folder)
    if verb in VERBS:
        shutil.rmtree(folder / ".cache", ignore_errors=True)
    before = state_of(folder)
    undisturbed = Path(shutil.copytree(folder, folder.with_name(f"{verb}-undisturbed"), symlinks=True))
    begun = time.monotonic()
    must(undisturbed, *words, go=go)
    return Case(words, folder, time.monotonic() - begun, before, state_of(undisturbed), go)


# Killing


def family(process: int) -> list[int]:
    """Return a process and all below it."""
    found = [process]
    for one in found:
        for tasks in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(child) for child in tasks.read_text().split()]
            except OSError:
                continue
    return found


def kill_one(case: Case, folder: Path, draw: random.Random) -> tuple[str, float, int] | None:
    """Start the verb and kill a process of it; return which, when, and the exit code; None if it had ended before."""
    line = command(*case.words, "--project", folder, "--today", TODAY)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(line, env=environment(), cwd=folder, start_new_session=True, **quiet)  # type: ignore[call-overload]
    moment = draw.uniform(0.02, 1.1) * case.seconds
    try:
        process.wait(moment)
        return None
    except subprocess.TimeoutExpired:
        pass
    there = family(process.pid)
    victim = process.pid if draw.random() < 0.5 or len(there) == 1 else draw.choice(there[1:])
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    return "main" if victim == process.pid else "child", round(moment, 3), process.wait(MOST_SECONDS)


def compare(case: Case, folder: Path) -> tuple[int, int, tuple[str, ...]]:
    """Return how many parts are as before, how many as the verb makes them, and those that are neither."""
    found, kept, made, torn = state_of(folder), 0, 0, []
    for part in sorted({*case.before, *case.after, *found}):
        if found.get(part) == case.before.get(part):
            kept += 1
        elif found.get(part) == case.after.get(part):
            made += 1
        else:
            torn.append(part)
    return kept, made, tuple(torn)


def try_kill(case: Case, verb: str, number: int) -> Kill:
    """Kill the verb once, and let it run again."""
    draw = random.Random(f"{verb} {number}")
    with tempfile.TemporaryDirectory() as name:
        while True:
            folder = Path(shutil.copytree(case.folder, Path(name) / "project", symlinks=True))
            if ended := kill_one(case, folder, draw):
                break
            shutil.rmtree(folder)
        victim, moment, code = ended
        kept, made, torn = compare(case, folder)
        if victim == "child" and code not in (0, 1):
            torn += (f"exit code {code}",)
        if victim == "child" and code == 0 and state_of(folder) != case.after:
            torn += ("exit code 0 and not finished",)
        if (folder / "dist" / "SHA256SUMS").exists():
            torn += tuple(problem.file for problem in check_tree(folder / "dist"))
        return Kill(verb, number, victim, moment, code, kept, made, torn, tuple(run_again(case, folder)))


def run_again(case: Case, folder: Path) -> Iterator[str]:
    """Run the verb to its end and yield what is not as it should be then."""
    done = case.go(folder, *case.words)
    if done.returncode != 0:
        yield f"exit code {done.returncode}: {done.stderr[-300:]}"
    found = state_of(folder)
    yield from (part for part in {*found, *case.after} if found.get(part) != case.after.get(part))
    for path in folder.rglob("*"):
        if PASSING.fullmatch(path.name) and path.name not in (".cache", ".dist.lock"):
            yield f"left: {path.relative_to(folder)}"


def run(verbs: list[str], count: int, record: Path, *, again: bool) -> int:
    """Do the kills that the record does not hold yet; print what came of all; return an exit code."""
    record.parent.mkdir(parents=True, exist_ok=True)
    if again:
        record.unlink(missing_ok=True)
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    kills = [Kill(**json.loads(line)) for line in lines if line.endswith("}")]
    done = {(one.verb, one.number) for one in kills}
    with record.open("a", encoding="utf-8") as stream, tempfile.TemporaryDirectory() as name:
        for verb in verbs:
            left = [number for number in range(count) if (verb, number) not in done]
            case = prepare(verb, Path(name) / verb) if left else None
            for number in left:
                assert case
                kills.append(one := try_kill(case, verb, number))
                stream.write(json.dumps(asdict(one)) + "\n")
                stream.flush()
                if sys.stderr.isatty():
                    sys.stderr.write(f"\r{verb}: {number + 1} of {count} ")
    return report([one for one in kills if one.verb in verbs and one.number < count])


def report(kills: list[Kill]) -> int:
    """Print what came of the kills; return 1 if anything was torn or lost."""
    for verb in dict.fromkeys(one.verb for one in kills):
        some = [one for one in kills if one.verb == verb]
        victims, codes = Counter(one.victim for one in some), Counter(one.code for one in some if one.victim == "child")
        ended = ", ".join(f"{number} with exit code {code}" for code, number in sorted(codes.items()))
        print(
            f"{verb}: {len(some)} kills ({victims['main']} of the program, {victims['child']} of a process that it "
            f"started: {ended or 'none'}); {sum(bool(one.torn) for one in some)} torn, "
            f"{sum(bool(one.lost) for one in some)} not put right by the next run"
        )
    bad = [one for one in kills if one.torn or one.lost]
    for one in bad:
        print(f"  {one.verb} {one.number}: {one.victim} after {one.after_seconds} s: torn {one.torn}, lost {one.lost}")
    return 1 if bad else 0
