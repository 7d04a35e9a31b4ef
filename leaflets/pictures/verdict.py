# SPDX-License-Identifier: MIT
"""Verdicts on pictures: what was found in one, and the stored record, which is checked when it is read."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from leaflets.core.files import read_sealed, write_sealed


@dataclass(frozen=True)
class Refusal:
    """One reason for refusing a picture; line and column are those of a drawing, from 1, or 0."""

    slug: str
    message: str
    hint: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class PictureVerdict:
    """What is known of a picture: its type, why it is refused if so, the hashes of the pictures inside it."""

    kind: str = ""
    refusals: tuple[Refusal, ...] = ()
    embeds: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)
    """Measurements, for tests and reports."""

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode(errors="surrogatepass")

    @classmethod
    def from_json(cls, data: bytes) -> PictureVerdict:
        """Return the verdict; KeyError, TypeError or ValueError if the JSON is not one."""
        values: dict[str, Any] = json.loads(data)
        refusals = tuple(Refusal(**refusal) for refusal in values["refusals"])
        return cls(str(values["kind"]), refusals, tuple(map(str, values["embeds"])), tuple(values["notes"]))


@dataclass(frozen=True)
class Records:
    """Verdicts in a folder, by the picture's content and the judge's fingerprint; None keeps nothing.

    A record is sealed and bound to its name, which depends on the picture and the judge, so an edited, damaged or
    copied record does not count.
    """

    folder: Path | None
    judge: str

    def find(self, sha256: str) -> PictureVerdict | None:
        """Return the verdict on the picture with that hash, if there is a valid one."""
        if self.folder is None:
            return None
        try:
            body = read_sealed(self._path(sha256))
            return None if body is None else PictureVerdict.from_json(body)
        except (ValueError, KeyError, TypeError):
            return None

    def keep(self, sha256: str, verdict: PictureVerdict) -> None:
        """Keep a verdict; if the folder cannot be written, nothing is kept."""
        if self.folder is None:
            return
        with contextlib.suppress(OSError):
            write_sealed(self._path(sha256), verdict.as_json())

    def _path(self, sha256: str) -> Path:
        assert self.folder
        return self.folder / f"{hashlib.sha256(f'{self.judge} {sha256}'.encode()).hexdigest()}.json"
