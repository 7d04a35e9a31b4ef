# SPDX-License-Identifier: MIT
"""Let the disk fail at random while verbs run, and see that nothing is lost: what `script/harden disk` does.

A library put before the C library (failing_disk.c) lets one in 4 to 50 changes to the project fail: the disk is full,
or does not answer. A run must end as if nothing had been asked for, and say so with exit code 5, or do all that it
does; the next run, on a sound disk, must give the bytes of one that nobody disturbed.
"""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from harden_kills import MOST_SECONDS, Case, compare, prepare, run_again, state_of
from program import TODAY, command, environment

from leaflets.core.problems import ExitCode

SOURCE = Path(__file__).with_name("failing_disk.c")


@dataclass(frozen=True)
class Failing:
    """What came of one run on a failing disk; `wrong` is what should not be."""

    verb: str
    seed: int
    error: str
    code: int
    wrong: tuple[str, ...]


def make_library(folder: Path) -> Path:
    """Build the library; it needs a C compiler."""
    made = folder / "failing_disk.so"
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", made, SOURCE, "-ldl"], check=True)
    return made


def fail_once(case: Case, verb: str, seed: int, library: Path) -> Failing:
    """Run the verb on a disk that fails, then on a sound one."""
    number = (errno.ENOSPC, errno.EIO)[seed % 2]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(case.folder, Path(name) / "project", symlinks=True))
        disk = {
            "LD_PRELOAD": library,
            "DISK_FOLDER": folder,
            "DISK_SEED": seed,
            "DISK_ONE_IN": (4, 10, 20, 35, 50)[seed // 2 % 5],
        }
        env = environment({**{name: str(value) for name, value in disk.items()}, "DISK_ERROR": str(number)})
        done = subprocess.run(
            command(*case.words, "--project", folder, "--today", TODAY),
            env=env, cwd=folder, capture_output=True, text=True, timeout=MOST_SECONDS, check=False,
        )  # fmt: skip
        wrong = list(compare(case, folder)[2])
        said = f"{done.stdout[-300:]} {done.stderr[-700:]}"
        if done.returncode not in (ExitCode.OK, ExitCode.DISK) or "Traceback" in said or " fault in " in said:
            wrong.append(f"exit code {done.returncode}: {said}")
        elif done.returncode == ExitCode.OK and state_of(folder) != case.after:
            wrong.append(f"exit code 0 and not finished: {said}")
        wrong += run_again(case, folder)
        return Failing(verb, seed, errno.errorcode[number], done.returncode, tuple(wrong))


def run(verbs: list[str], count: int, record: Path, *, again: bool) -> int:
    """Do the runs that the record does not hold yet; print what came of all; return an exit code."""
    record.parent.mkdir(parents=True, exist_ok=True)
    if again:
        record.unlink(missing_ok=True)
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    runs = [Failing(**json.loads(line)) for line in lines if line.endswith("}")]
    done = {(one.verb, one.seed) for one in runs}
    with record.open("a", encoding="utf-8") as stream, tempfile.TemporaryDirectory() as name:
        library = make_library(Path(name))
        for verb in verbs:
            left = [seed for seed in range(count) if (verb, seed) not in done]
            case = prepare(verb, Path(name) / verb) if left else None
            for seed in left:
                assert case
                runs.append(one := fail_once(case, verb, seed, library))
                stream.write(json.dumps(asdict(one)) + "\n")
                stream.flush()
                if sys.stderr.isatty():
                    sys.stderr.write(f"\r{verb}: {seed + 1} of {count} ")
    for verb in verbs:
        some = [one for one in runs if one.verb == verb and one.seed < count]
        codes = ", ".join(f"{n} with exit code {code}" for code, n in sorted(Counter(one.code for one in some).items()))
        print(f"{verb}: {len(some)} runs on a failing disk ({codes}); {sum(bool(one.wrong) for one in some)} wrong")
        for one in some:
            for what in one.wrong:
                print(f"  {verb} {one.seed} ({one.error}): {what}")
    return int(any(one.wrong for one in runs if one.verb in verbs and one.seed < count))
