# SPDX-License-Identifier: MIT
"""Facts: every number, address and web link that is printed, how old it is, and its verification by a person.

`verify_facts` writes to data.yaml. It changes only the lines of those facts, and replaces the file in one step.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from leaflets.content.addresses import host_of
from leaflets.content.model import Project, facts_of
from leaflets.content.trust import STOPS_ALL, State, Trust, value_of
from leaflets.content.yaml.edit import set_values
from leaflets.content.yaml.positions import Loaded, Place
from leaflets.content.yaml.reader import read_text
from leaflets.core.commands import command
from leaflets.core.files import write_whole
from leaflets.core.people import read_person
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.source import read_source
from leaflets.core.suggest import quote, suggest

NEXT_REVIEW = datetime.timedelta(days=182)


@dataclass(frozen=True)
class FactRow:
    """One fact for a table: its value, source, age and where it is printed."""

    id: str
    value: str
    source: str
    verified: datetime.date | None
    verified_by: str
    review_by: datetime.date
    age: int | None
    """Days since a person verified it; None if never."""
    state: State
    former: str
    """The value last verified or published, if it has changed since; otherwise empty."""
    printed: tuple[str, ...]
    line: int
    """Its line in data.yaml; 0 if not known."""

    @property
    def doubt(self) -> str:
        """Why every edition that prints it is a proof, to follow "is printed, but "; empty if they are not."""
        if self.state == "other-host":
            return f"{host_of(self.value)} is not a site that `publisher.hosts` allows"
        if self.state != "changed":
            return ""
        when = f"verified by {self.verified_by} on {self.verified}" if self.verified else "published last"
        return f"{quote(self.former)} was {when}"

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {
            "verified": self.verified.isoformat() if self.verified else None,
            "review_by": self.review_by.isoformat(),
            "printed": list(self.printed),
        }


def list_facts(
    project: Project, places: Mapping[str, Place], printed: Mapping[str, Sequence[str]], trust: Trust
) -> list[FactRow]:
    """Return a row for every fact, in the order of data.yaml; `printed` gives what prints it, by id."""
    return [
        FactRow(
            id=id,
            value=value_of(fact),
            source=fact.source,
            verified=fact.verified,
            verified_by=fact.verified_by or "",
            review_by=fact.review_by,
            age=(trust.today - fact.verified).days if fact.verified else None,
            state=trust.state_of(id, fact),
            former=trust.former_value(id, fact),
            printed=tuple(printed.get(id, ())),
            line=places[id].line if id in places else 0,
        )
        for id, fact in facts_of(project).items()
    ]


def find_doubts(rows: Sequence[FactRow], loaded: Loaded) -> list[Problem]:
    """Return a warning for each printed fact that makes proofs of all editions that print it."""
    doubted = [row for row in rows if row.printed and row.state in STOPS_ALL]
    return [loaded.put(_doubt(row), f"{row.id}.value") for row in doubted]


def _doubt(row: FactRow) -> Problem:
    number = len(row.printed)
    proofs = "1 edition is a proof" if number == 1 else f"{number} editions are proofs"
    message = f"{quote(row.value)} is printed, but {row.doubt}: {proofs}."
    hint = f"ask the organisation, then run {command('facts', 'verify', row.id, '--by', 'NAME')}."
    if row.state == "other-host":
        hint = f"if the site is theirs, add {host_of(row.value)} to `publisher.hosts`."
    return Problem(f"fact-{row.state}", message, where=row.id, hint=hint, severity="warning")


def verify_facts(
    path: Path, ids: Sequence[str], by: str, today: datetime.date
) -> dict[str, dict[str, datetime.date | str]]:
    """Write into data.yaml that `by` has verified these facts today, all or none; return what was written of each.

    A review date that has passed is moved on by half a year; a later one stays.
    """
    name = read_person(by)
    text = read_source(path)
    loaded = read_text(text, str(path), english=True)
    if loaded.problems:
        raise ProblemsFound(loaded.problems)
    facts = dict(_facts_in(loaded.values, ""))
    hint = f"{command('facts')} lists every fact with its id."
    if unknown := [
        Problem("unknown-fact", f"there is no fact '{id}'.", str(path), hint=suggest(id, facts, hint))
        for id in ids
        if id not in facts
    ]:
        raise ProblemsFound(unknown)
    written = {id: _verified(facts[id], name, today) for id in dict.fromkeys(ids)}
    for id, changes in written.items():
        text = set_values(text, id, changes, before="review_by")
    expected = facts | {id: facts[id] | changes for id, changes in written.items()}
    if dict(_facts_in(read_text(text, str(path), english=True).values, "")) != expected:
        raise AssertionError(f"writing {', '.join(written)} would have changed something else in {path}")
    _replace(path, text)
    return written


def _verified(fact: Mapping[str, object], by: str, today: datetime.date) -> dict[str, datetime.date | str]:
    changes: dict[str, datetime.date | str] = {"verified": today, "verified_by": by}
    changes["verified_value"] = str(fact["value"])
    review_by = fact.get("review_by")
    if not isinstance(review_by, datetime.date) or review_by <= today:
        changes["review_by"] = today + NEXT_REVIEW
    return changes


def _facts_in(value: object, path: str) -> Iterator[tuple[str, dict[str, object]]]:
    if not isinstance(value, dict):
        return
    if "value" in value and "source" in value:
        yield path, {name: item for name, item in value.items() if not isinstance(item, dict)}
    for name, item in value.items():
        if not path and name not in ("publisher", "organisations"):
            continue
        yield from _facts_in(item, f"{path}.{name}" if path else name)


def _replace(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        message = f"it cannot be written: {error.strerror}. It has not been changed."
        problem = Problem("file-unwritable", message, str(path), hint="check the disk and the permissions.")
        raise ProblemsFound([problem], exit_code=ExitCode.DISK) from None
