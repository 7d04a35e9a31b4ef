# SPDX-License-Identifier: MIT
"""Review translations: the state of each publication in each language, what is missing, and who approves it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import polib

from leaflets.core.commands import command
from leaflets.core.messages import Message
from leaflets.core.people import read_person, same_person
from leaflets.core.problems import ExitCode, Problem, ProblemsFound, sort_problems
from leaflets.core.suggest import suggest
from leaflets.languages.catalogue.approvals import (
    FORMER,
    Approval,
    Approvals,
    approvals_of,
    approvals_path,
    former_approvals,
    write_approvals,
)
from leaflets.languages.review import Review
from leaflets.layout.printed import ComposeContext, keys_by_publication
from leaflets.layout.translated import TranslatedProject, approvals_in, open_translated
from leaflets.translate.catalogue_files import (
    TranslationProject,
    catalogue_file,
    catalogues_of,
    language_of,
    write_bytes,
)
from leaflets.translate.exchange.rows import ReturnedRow

KINDS = {"translation-missing": "missing", "translation-outdated": "fuzzy", "message-too-long": "too_long"}
"""The count for each kind of problem; any other is a failed check."""


@dataclass(frozen=True)
class ReviewRow:
    """The state of one publication in one language."""

    language: str
    publication: str
    messages: int
    translated: int
    """Messages with a translation of today's English."""
    fuzzy: int
    missing: int
    too_long: int
    faults: int
    """Messages that fail a check."""
    review: Review
    fonts: tuple[str, ...]
    """Fonts that this machine lacks."""
    blocks: tuple[str, ...]
    """What stops it being printed."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {
            "review": self.review.as_json(),
            "fonts": {"present": not self.fonts, "missing": list(self.fonts)},
            "blocks": list(self.blocks),
        }


def status(opened: TranslationProject, tags: Sequence[str] = ()) -> list[ReviewRow]:
    """Return a row for each publication in these languages, or in each that has a catalogue or is to be built."""
    chosen = [language_of(opened, tag).tag for tag in tags] or catalogues_of(opened)
    return [row for tag in chosen for row in _rows(opened.context, tag)]


def left_to_do(opened: TranslationProject, tag: str) -> list[Problem]:
    """Return what is wrong with each message of a language, and which reader it lacks, in catalogue order."""
    translated = open_translated(opened.context, tag)
    assert translated.catalogue
    printed = {pair for keys in keys_by_publication(opened.context, tag).values() for pair in keys.items()}
    found = [problem for key, english in printed for problem in translated.faults(key, english)]
    wrong = {problem.where for problem in found if problem.severity == "error"}
    for key, english in printed:
        said = (translated.approvals or Approvals()).tell(translated.translator.message(key, english))
        if said and key not in wrong:
            problem = translated.catalogue.blame(key, "translation-unapproved", f"{said}.", "")
            found.append(replace(problem, severity="notice"))
    return sort_problems(found)


def _rows(context: ComposeContext, tag: str) -> list[ReviewRow]:
    translated = open_translated(context, tag)
    language = context.languages.languages[tag]
    fonts = context.languages.missing_fonts(language)
    general = [f"the font {font.family} is missing ({font.command})" for font in fonts]
    if tag not in context.project.languages:
        general.append("not under `languages:` in data.yaml")
    row = ReviewRow(tag, "", 0, 0, 0, 0, 0, 0, Review(), tuple(font.family for font in fonts), tuple(general))
    return [
        _row(replace(row, publication=publication), keys, translated)
        for publication, keys in keys_by_publication(context, tag).items()
    ]


def _row(row: ReviewRow, keys: Mapping[str, str], translated: TranslatedProject) -> ReviewRow:
    catalogue = translated.catalogue
    assert catalogue is not None
    counts = dict.fromkeys(("missing", "fuzzy", "too_long", "faults"), 0)
    for key, english in keys.items():
        kinds = {KINDS.get(one.slug, "faults") for one in translated.faults(key, english)}
        for kind in kinds:
            counts[kind] += 1
    printed = [translated.translator.message(key, english) for key, english in keys.items()]
    review = translated.review(printed)
    names = {"missing": "missing", "fuzzy": "fuzzy", "faults": "failing a check"}
    blocks = [f"{counts[kind]} {name}" for kind, name in names.items() if counts[kind]]
    blocks += readers_missing(translated.approvals or Approvals(), printed)
    return replace(
        row,
        messages=len(keys),
        translated=len(keys) - counts["missing"] - counts["fuzzy"],
        review=review,
        blocks=(*blocks, *row.blocks),
        missing=counts["missing"],
        fuzzy=counts["fuzzy"],
        too_long=counts["too_long"],
        faults=counts["faults"],
    )


def readers_missing(approvals: Approvals, printed: Sequence[Message]) -> list[str]:
    """Return how many messages lack a reader, in words."""
    lacking = [one for one in printed if approvals.lacking(one)]
    if len(lacking) == len(printed) and not any(approvals.by_key.get(one.key) for one in printed):
        return ["not approved"]
    second = sum(bool(approvals.given(one)) for one in lacking)
    changed = sum(bool(approvals.lapsed(one)) for one in lacking)
    counts = {"not approved": len(lacking) - second - changed, "changed since approved": changed,
              "without a second reader": second}  # fmt: skip
    return [f"{count} {name}" for name, count in counts.items() if count]


def group_rows(rows: Sequence[ReviewRow]) -> dict[str, str]:
    """Return the publications of each state in words, with the languages that are in it."""
    states: dict[str, dict[str, list[str]]] = {}
    begun = {row.language for row in rows if row.translated or row.fuzzy}
    for row in rows:
        reviewer = f" {row.review.reviewer}, {row.review.date}" if row.review.reviewer else ""
        blocks = [block for block in row.blocks if row.language in begun or not block.endswith(" missing")]
        blocks += [f"{row.too_long} too long"] if row.too_long else []
        state = "; ".join([f"{row.review.status}{reviewer}", *blocks])
        state = f"{100 * row.translated // row.messages} % translated, {state}"
        states.setdefault(state, {}).setdefault(row.language, []).append(row.publication)
    every = {tag: [row.publication for row in rows if row.language == tag] for tag in {row.language for row in rows}}
    grouped: dict[tuple[str, str], list[str]] = {}
    for state, publications in states.items():
        for tag, names in publications.items():
            others = [name for name in every[tag] if name not in names]
            but = f"all but {', '.join(others)}" if others else "all"
            which = but if len(others) < len(names) else ", ".join(names)
            grouped.setdefault((state, which), []).append(tag)
    return {f"{' '.join(tags)}: {which}": state for (state, which), tags in grouped.items()}


@dataclass(frozen=True)
class ApprovedMessage:
    """A message that has just been approved, and what the same reader, or the last one, approved before."""

    message: Message
    before: Approval | None

    def as_json(self) -> dict[str, Any]:
        before = asdict(self.before) if self.before else None
        return {"key": self.message.key, "english": self.message.english, "words": self.message, "before": before}


@dataclass(frozen=True)
class ApproveResult:
    """What a reader has approved."""

    path: Path
    publications: list[str]
    reader: str
    approved: list[ApprovedMessage]
    second: list[str]
    """The keys that still need another reader."""


def approve(
    opened: TranslationProject, tag: str, *, patterns: Sequence[str], by: str, today: datetime.date
) -> ApproveResult:
    """Record that a reader has approved what publications print; ProblemsFound, and nothing written, if a message is
    not right, or the reader is the translator or has read them all before.
    """
    name = read_person(by)
    language_of(opened, tag)
    translated = open_translated(opened.context, tag)
    chosen = list(chosen_keys(opened.context, tag, patterns))
    printed = {one.key: one for publication in chosen for one in translated.printed(publication)}
    faults = [one for one in translated.problems(printed.values()) if one.severity == "error"]
    faults += reader_problems(catalogue_file(opened, tag, today=today), name)
    if faults:
        raise ProblemsFound(faults)
    approvals = with_former(opened, tag, today=today)
    new = list(approvals_of(printed.values(), approvals, by=name, today=today))
    after = approvals.including(new)
    second = [one for one in printed.values() if after.lacking(one)]
    if second and not new:
        first = approvals.given(second[0])[0]
        message = f"'{name}' may be {first.reader}, who has read these {len(second)} sentences; another person must."
        hint = f"have a second person read them; {command('translate', 'status', tag)} names them."
        raise ProblemsFound([Problem("reader-again", message, where="--by", hint=hint)])
    if new:
        write_bytes(opened.folder / approvals_path(tag), write_approvals(after))
    told = [ApprovedMessage(printed[one.key], former_of(one, approvals)) for one in new]
    return ApproveResult(opened.folder / approvals_path(tag), chosen, name, told, [one.key for one in second])


def with_former(opened: TranslationProject, tag: str, *, today: datetime.date) -> Approvals:
    """Return a language's approvals, and those of whole publications in the header of an older catalogue."""
    approvals, header = approvals_in(opened.context, tag), catalogue_file(opened, tag, today=today).metadata
    if not any(name.startswith(FORMER) for name in header):
        return approvals
    translated = open_translated(opened.context, tag)
    printed = {name: translated.printed(name) for name in keys_by_publication(opened.context, tag)}
    return approvals.including(one for one in former_approvals(header, printed) if one.key not in approvals.by_key)


def adopt_former(opened: TranslationProject, tag: str, *, today: datetime.date) -> None:
    """Write the approvals in the header of an older catalogue into approvals.csv."""
    if (found := with_former(opened, tag, today=today)) != approvals_in(opened.context, tag):
        write_bytes(opened.folder / approvals_path(tag), write_approvals(found))


def reader_problems(file: polib.POFile, name: str) -> list[Problem]:
    """Return what is wrong with a reader: the translator cannot approve the translation."""
    translator = file.metadata.get("Last-Translator", "")
    if not translator or not same_person(translator, name):
        return []
    message = f"'{name}' may be {translator}, who translated it (Last-Translator): another person must read it."
    return [Problem("reader-translated", message, where="--by", hint="name the person who has read the translation.")]


@dataclass(frozen=True)
class Ticks:
    """What a proof that came back approves."""

    after: Approvals
    """All approvals with them."""
    new: tuple[Approval, ...] = ()


def approve_ticked(
    opened: TranslationProject, tag: str, ticked: Mapping[str, ReturnedRow], *, by: str, today: datetime.date
) -> tuple[Ticks, list[Problem]]:
    """Return the approvals of rows that their readers, or `by`, have ticked; and why some are not approved."""
    translated = open_translated(opened.context, tag)
    assert translated.catalogue
    after, new, problems = with_former(opened, tag, today=today), list[Approval](), list[Problem]()
    file = catalogue_file(opened, tag, today=today)
    for said in dict.fromkeys(row.read_by or "" for row in ticked.values()):
        rows = {key: row for key, row in ticked.items() if row.read_by == said}
        first = next(iter(rows.values()))
        try:
            name = read_person(by or said)
            found = reader_problems(file, name)
        except ProblemsFound as wrong:
            found = [replace(one, hint="write it beside “Read by” in the file, or say --by.") for one in wrong.problems]
        if found:
            problems += [replace(one, file=first.file, where="Read by") for one in found]
            continue
        messages = []
        for key, row in rows.items():
            english = translated.catalogue.entries[key].english
            faults = [one for one in translated.faults(key, english) if one.severity == "error"]
            problems += [row.blame("row-unread", f"it cannot be approved: {one.message}", one.hint) for one in faults]
            messages += [] if faults else [translated.translator.message(key, english)]
        read = list(approvals_of(messages, after, by=name, today=today))
        after, new = after.including(read), [*new, *read]
        if again := [one.key for one in messages if after.lacking(one) and one.key not in {each.key for each in read}]:
            message = f"'{name}' has read {len(again)} of these sentences before; another person must."
            problems.append(Problem("reader-again", message, first.file, where="Read by", severity="warning"))
    return Ticks(after, tuple(new)), problems


def former_of(new: Approval, approvals: Approvals) -> Approval | None:
    """Return what was approved before in other words: by the same reader, else by the last one."""
    known = [one for one in approvals.by_key.get(new.key, ()) if one.digest != new.digest]
    return max(known, key=lambda one: (same_person(one.reader, new.reader), one.date), default=None)


def chosen_keys(context: ComposeContext, tag: str, patterns: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return what the publications print that the patterns match, by their own id or their series'."""
    made = keys_by_publication(context, tag)
    series = {
        publication: source
        for publication in made
        for source in context.project.publications
        if publication == source
        or (publication.startswith(f"{source}-") and context.project.publications[source].series)
    }
    chosen: dict[str, None] = {}
    for pattern in patterns or ("*",):
        matching = [one for one in made if fnmatchcase(one, pattern) or fnmatchcase(series.get(one, one), pattern)]
        if not matching:
            message = f"no publication in '{tag}' matches '{pattern}'."
            problem = Problem("nothing-matches", message, hint=suggest(pattern, {*made, *series.values()}))
            raise ProblemsFound([problem], exit_code=ExitCode.USAGE)
        chosen |= dict.fromkeys(matching)
    return {name: made[name] for name in chosen}
