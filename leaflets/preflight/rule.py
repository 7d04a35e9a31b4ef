# SPDX-License-Identifier: MIT
"""Rules: the requirement, its source, the files that it is for, and the function that checks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from leaflets.core.edition import Purpose
from leaflets.preflight.expected import Expected
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.verdict import Fault, Level, NotRun, Status, Verdict, joined, summary

Look = Callable[[OpenFile, Expected], Iterable[Fault]]
PDFS: tuple[Purpose, ...] = ("screen", "office", "press")
EVERY: tuple[Purpose, ...] = (*PDFS, "picture")
"""A picture is checked in the PDF that it is drawn from, which nobody is given; it has no codes."""
PRESS: tuple[Purpose, ...] = ("press",)
INSTALL = "install it and check again."


@dataclass(frozen=True)
class Rule:
    """A requirement for finished files."""

    id: str
    title: str
    """The requirement, in words for a print buyer or a web officer."""
    source: str
    """The standard or person that requires it."""
    look: Look
    hint: str
    level: Level = "fail"
    purposes: tuple[Purpose, ...] = EVERY

    @property
    def slug(self) -> str:
        """The slug of its problems; it shows if a rule is only for press files."""
        return f"press-{self.id}" if self.purposes == PRESS else self.id

    def judge(self, file: OpenFile, expected: Expected) -> Verdict:
        try:
            faults = joined(self.look(file, expected))
        except NotRun as lack:
            return self.verdict("not-run", f"Not checked: {lack}.", hint=INSTALL)
        if not faults:
            return self.verdict("pass")
        serious = tuple(fault for fault in faults if (fault.level or self.level) == "fail")
        faults = (*serious, *(fault for fault in faults if fault not in serious))
        return self.verdict("fail" if serious else "warn", summary(faults), faults, hint=self.hint)

    def verdict(self, status: Status, message: str = "", faults: tuple[Fault, ...] = (), *, hint: str = "") -> Verdict:
        return Verdict(self.id, self.slug, self.title, self.source, status, message, faults, hint)
