# SPDX-License-Identifier: MIT
"""Review translations: the state of each publication in each language, what is missing, and who approves it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from leaflets.core.problems import ExitCode, Problem, ProblemsFound, sort_problems
from leaflets.core.suggest import suggest
from leaflets.languages.catalogue.approval import approval_lines, check_name, review_of
from leaflets.languages.catalogue.po import path_of, write_po
from leaflets.languages.review import Review
from leaflets.layout.printed import ComposeContext, keys_by_publication
from leaflets.layout.translated import TranslatedProject, open_translated
from leaflets.translate.catalogue_files import (
    TranslationProject,
    catalogue_file,
    catalogues_of,
    language_of,
    write_text,
)

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
    """Return what is wrong with each message of a language, and what to do, in the order of its catalogue."""
    translated = open_translated(opened.context, tag)
    printed = {pair for keys in keys_by_publication(opened.context, tag).values() for pair in keys.items()}
    return sort_problems(problem for key, english in printed for problem in translated.faults(key, english))


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
    review = review_of(catalogue, row.publication, printed)
    names = {"missing": "missing", "fuzzy": "fuzzy", "faults": "failing a check"}
    blocks = [f"{counts[kind]} {name}" for kind, name in names.items() if counts[kind]]
    if review.is_open:
        blocks.append("changed since it was approved" if review.status == "outdated" else "not approved")
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


def approve(
    opened: TranslationProject, tag: str, *, patterns: Sequence[str], by: str, today: datetime.date
) -> tuple[Path, list[str]]:
    """Record that a reader has approved publications; ProblemsFound, and nothing written, if a message is not right."""
    name = " ".join(by.split())
    language_of(opened, tag)
    if problems := check_name(name):
        raise ProblemsFound(problems, exit_code=ExitCode.USAGE)
    translated = open_translated(opened.context, tag)
    chosen = _choose(opened.context, tag, patterns)
    printed = {publication: translated.printed(publication) for publication in chosen}
    found = [problem for messages in printed.values() for problem in translated.problems(messages)]
    if any(problem.severity == "error" for problem in found):
        raise ProblemsFound(problem for problem in found if problem.severity == "error")
    file = catalogue_file(opened, tag, today=today)
    file.metadata |= approval_lines(printed, by=name, today=today)
    path = opened.folder / path_of(tag)
    write_text(path, write_po(file))
    return path, chosen


def _choose(context: ComposeContext, tag: str, patterns: Sequence[str]) -> list[str]:
    """Return the publications that the patterns match, by their own id or their series'."""
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
    return list(chosen)
