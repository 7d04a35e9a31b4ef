# SPDX-License-Identifier: MIT
"""Take back what a translator returns, for the verb `translate import`.

It is compared with what was sent, and merged into what is there now. The catalogue is written once, only if there is
something to write, and only where it changes; a copy of it from before stays in .cache.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import polib

from leaflets.core.archive import MAX_BYTES
from leaflets.core.commands import command
from leaflets.core.files import write_whole
from leaflets.core.problems import Problem
from leaflets.core.resources import Resources
from leaflets.core.source import read_data
from leaflets.languages.catalogue.approvals import Approval, approvals_path, write_approvals
from leaflets.languages.catalogue.judge import known_of
from leaflets.languages.catalogue.po import parse_po, path_of, write_po
from leaflets.languages.language import Language
from leaflets.layout.translated import glossary_of, read_catalogue_of
from leaflets.translate.catalogue_files import TranslationProject, catalogues_of, language_of, write_bytes
from leaflets.translate.exchange.accept import AcceptResult, Target, accept
from leaflets.translate.exchange.back import read_back
from leaflets.translate.exchange.entries import all_rows_of, fill, rows_of
from leaflets.translate.exchange.rows import Change, MessageRow, refused
from leaflets.translate.parcels import drafts_of, merged_file
from leaflets.translate.review import approve_ticked
from leaflets.translate.sent import find_sent

BEFORE = Path(".cache") / "before-import"
NAMED = 8
"""How many messages a warning names."""
BETWEEN = re.compile(r"(\r?\n(?:[ \t]*\r?\n)+|\r?\n\Z)")
"""What separates two entries of a catalogue."""


@dataclass(frozen=True)
class ImportResult:
    """The changes made to a catalogue by an import."""

    path: Path
    language: str
    accepted: AcceptResult
    before: dict[str, MessageRow]
    """The rows as they were."""
    approved: tuple[Approval, ...] = ()
    take_back: str = ""
    """The command that restores the files as they were; empty if nothing was written."""


def import_back(
    opened: TranslationProject, path: Path, *, tag: str | None, by: str, today: datetime.date, write: bool = True
) -> ImportResult:
    """Merge a file's contents into the catalogue of its language; ProblemsFound, and no change, if it is broken."""
    replies = read_back(read_data(path, name=path.name, limit=MAX_BYTES), path.name)
    if not (tag or replies[0].language):
        raise refused(path.name, "its header names no language.", hint="name it: `--language pl`.")
    language = language_of(opened, tag or meant(replies[0].language, opened.context.languages.languages))
    target = target_of(opened, language)
    file = merged_file(opened, language.tag, today=today)
    rows = {row.key: row for row in rows_of(file, drafts_of(opened.items))}
    sent = {reply.file: find_sent(opened.folder, language.tag, reply, file) for reply in replies}
    accepted = accept(replies, rows, {name: words for name, (words, _) in sent.items()}, target)
    accepted.problems += [problem for _, problems in sent.values() for problem in problems]
    accepted.problems += warnings_on(accepted, path.name, language.tag)
    read, problems = approve_ticked(opened, language.tag, accepted.ticked, by=by, today=today)
    accepted.problems += problems
    path = opened.folder / path_of(language.tag)
    result = ImportResult(path, language.tag, accepted, rows, read.new)
    if not write:
        return result
    translator = "" if any(reply.is_proof for reply in replies) else by
    files = {path: catalogue_text(path, file, result, by=translator, today=today)} if accepted.changes else {}
    if read.new:
        files[opened.folder / approvals_path(language.tag)] = write_approvals(read.after)
    take_back = [keep_copy(path, opened.folder / BEFORE, language.tag) for path in files]
    for path, data in files.items():
        write_bytes(path, data)
    return replace(result, take_back=" && ".join(take_back))


def catalogue_text(path: Path, file: polib.POFile, result: ImportResult, *, by: str, today: datetime.date) -> bytes:
    """Return the catalogue with what was taken."""
    changes = result.accepted.changes
    header = {"Last-Translator": by} if by else {}
    header["PO-Revision-Date"] = f"{today.isoformat()} 00:00+0000"
    text = change_text(path, changes, result.before, header)
    if not text:
        fill(file, changes)
        file.metadata |= header
        text = write_po(file)
    return text.encode()


def warnings_on(accepted: AcceptResult, file: str, tag: str) -> Iterator[Problem]:
    """Yield what to look at among the translations that were taken."""
    check = f"{command('translate', 'status', tag)} says what is wrong with them."
    space = "put them back where a line must not break, such as before the last word of a heading."
    same = "they came back empty; if one reads wrong in its place, edit the catalogue."
    for slug, keys, what, hint in (
        ("row-will-fail", accepted.failing, "that will fail a check", check),
        ("row-spaces", accepted.spaces, "without their no-break spaces", space),
        ("row-repeated", accepted.repeated, "with the translation of the same English", same),
    ):
        if keys:
            more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
            message = f"{len(keys)} were taken {what}: {', '.join(keys[:NAMED])}{more}."
            yield Problem(slug, message, file, hint=hint, severity="warning")


def meant(name: str, languages: Mapping[str, Language]) -> str:
    """Return the known language that a file means (programs write pl-PL for pl), or the unknown one unchanged."""
    return max(
        (tag for tag, one in languages.items() if one.means(name)),
        key=lambda tag: languages[tag].means(name),
        default=name,
    )


def target_of(opened: TranslationProject, language: Language) -> Target:
    """Return what is known about a language, and what other languages say."""
    context = opened.context
    languages = context.languages.languages
    tags = [tag for tag in catalogues_of(opened) if tag != language.tag and tag not in language.related]

    @cache  # it is asked for each row that has changed
    def others() -> dict[str, Mapping[str, str]]:
        return {languages[tag].name: words_of(context.resources, tag) for tag in tags}

    return Target(language, known_of(context.project, language, glossary_of(context.resources)), languages, others)


def words_of(resources: Resources, tag: str) -> Mapping[str, str]:
    """Return the translations of a language by key."""
    return {key: one.words for key, one in read_catalogue_of(resources, tag).entries.items() if one.words}


def change_text(path: Path, changes: Sequence[Change], rows: Mapping[str, MessageRow], header: dict[str, str]) -> str:
    """Return the catalogue's text with changes, every other line as it is; empty if it is to be written anew.

    That is so if there is none yet, if it is not up to date with the English, or if it is laid out in another way.
    """
    text = path.read_bytes().decode("utf-8") if path.is_file() else ""
    file = parse_po(text, path.name)
    english = {row.key: row.english for row in all_rows_of(file)}
    parts = BETWEEN.split(text)
    is_other = re.search(r"\r(?!\n)", text) or len(parts) != 2 * len(file) + 3 or parts[-1]
    if is_other or any(english.get(one.key) != rows[one.key].english for one in changes):
        return ""
    before = [str(entry) for entry in file]
    fill(file, changes)
    for number, entry in enumerate(file):
        if str(entry) != before[number]:
            end = "\r\n" if "\r\n" in parts[2 * number + 2] else "\n"
            parts[2 * number + 2] = str(entry).rstrip("\n").replace("\n", end)
    for name, value in header.items():
        line = f'"{name}: {polib.escape(value)}\\n"'
        parts[0], found = re.subn(rf'(?m)^"{name}: .*\\n"(?=\r?$)', lambda _, line=line: line, parts[0])
        if not found:
            return ""
    return "".join(parts)


def keep_copy(path: Path, folder: Path, tag: str) -> str:
    """Copy a file into a folder, under a name made of its contents; return the command that brings it back."""
    if not path.is_file():
        return f"rm {shlex.quote(str(path))}"
    data = path.read_bytes()
    copy = folder / f"{tag}-{hashlib.sha256(data).hexdigest()[:8]}{path.suffix}"
    copy.parent.mkdir(parents=True, exist_ok=True)
    write_whole(copy, data)
    return f"cp {shlex.quote(str(copy))} {shlex.quote(str(path))}"
