# SPDX-License-Identifier: MIT
"""The gate: accept or refuse a picture from outside; problems name the file and the line.

Verdicts are kept by content in the project's .cache, those on pictures that ship in verdicts.json; only new pictures
are judged, in a limited process.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from leaflets.core.files import read_sealed
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.requirements import installed
from leaflets.pictures.verdict import PictureVerdict, Records, Refusal

FOLDER = Path(".cache") / "pictures"
SHIPPED = Path(__file__).parent / "verdicts.json"
"""The verdicts on the pictures that ship, with the fingerprint of their judge; written by script/verdicts.py."""
LIBRARIES = ("weasyprint-", "resvg_py-", "pillow-", "pypdfium2-", "tinycss2-")
"""Packages that affect a verdict; their versions are part of the records' key."""


@dataclass
class Gate:
    """Accepts pictures; `judge` is the function (`module:name`) that judges one in a limited process."""

    folder: Path
    """The project's."""
    judge: str
    known: dict[str, PictureVerdict] = field(default_factory=dict)
    """Verdicts by the picture's hash."""

    def __post_init__(self) -> None:
        there = next(path for path in (self.folder / FOLDER, self.folder, Path("/")) if path.is_dir())
        self.records = Records(self.folder / FOLDER if there != Path("/") else None, fingerprint_judge(self.judge))

    def let_in(self, data: bytes, name: str) -> PictureVerdict:
        """Return the verdict on a picture that may be drawn; ProblemsFound, for the file `name`, if it may not."""
        try:
            verdict = self.judge_picture(data)
        except RuntimeError as error:
            raise RuntimeError(f"{name} could not be judged: {error}") from error
        if verdict.refusals:
            raise ProblemsFound(problems_of(verdict.refusals, name))
        return verdict

    def judge_picture(self, data: bytes) -> PictureVerdict:
        """Return the verdict on a picture; RuntimeError if the fault is not the picture's."""
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 not in self.known:
            verdict = shipped_verdicts(self.records.judge).get(sha256) or self.records.find(sha256)
            if verdict is None:
                verdict = self.ask(data)
                self.records.keep(sha256, verdict)
            self.known[sha256] = verdict
        return self.known[sha256]

    def ask(self, data: bytes) -> PictureVerdict:
        from leaflets.pictures.judging import process_of, verdict_of  # each picture is new but once

        return verdict_of(process_of(self.judge).ask(data))


def problems_of(refusals: Iterable[Refusal], name: str) -> list[Problem]:
    """Return refusals as problems of a file."""
    return [
        Problem(refusal.slug, refusal.message, name, refusal.line, refusal.column, hint=refusal.hint)
        for refusal in refusals
    ]


@cache
def fingerprint_judge(judge: str) -> str:
    """Return a hash that changes with anything that affects verdicts."""
    own = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in (".py", ".yaml"))
    own.append(Path(__file__).parent.parent.joinpath(*judge.partition(":")[0].split(".")[1:]).with_suffix(".py"))
    digest = hashlib.sha256("\n".join(name for name in installed() if name.startswith(LIBRARIES)).encode())
    for path in own:
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def shipped_verdicts(judge: str) -> Mapping[str, PictureVerdict]:
    """Return the verdicts that ship, by the picture's hash; none if a judge with another fingerprint gave them."""
    shipped = json.loads(read_sealed(SHIPPED) or b"{}")
    said = shipped["verdicts"] if shipped.get("judge") == judge else {}
    return {sha256: PictureVerdict.from_json(json.dumps(verdict).encode()) for sha256, verdict in said.items()}
