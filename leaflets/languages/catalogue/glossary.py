# SPDX-License-Identifier: MIT
"""The glossary, locales/glossary.csv: the word for a term in each language, and words that must not be used for it.

Columns: term, language (empty for all), target, forbidden (separated by `|`), note. If target and term are the same,
the term is not translated.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from leaflets.core.problems import Problem, ProblemsFound

GLOSSARY = "locales/glossary.csv"
STEM = 4
WORD = re.compile(r"\w+")
COLUMNS = ("term", "language", "target", "forbidden", "note")


@dataclass(frozen=True)
class Term:
    """One row of the glossary."""

    term: str
    language: str
    target: str
    forbidden: tuple[str, ...]
    note: str

    @property
    def kept(self) -> bool:
        return self.target == self.term


def read_glossary(text: str, *, name: str = GLOSSARY) -> tuple[Term, ...]:
    """Return the rows; ProblemsFound with every row that cannot be read."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    terms, problems = [], []
    try:
        header = tuple(cell.strip().lower() for cell in next(reader, []))
        if header != COLUMNS:
            hint = f"write {','.join(COLUMNS)} in the first line."
            raise ProblemsFound(
                [Problem("glossary-broken", "the column names are not the expected ones.", name, 1, 1, hint=hint)]
            )
        for cells in reader:
            row = [cell.strip() for cell in cells]
            if len(row) != len(COLUMNS) or not row[0]:
                if any(row):
                    message = f"this row has {len(row)} cells, or no term; {len(COLUMNS)} cells are needed."
                    hint = "put cells that contain a comma in double quotes."
                    problems.append(Problem("glossary-broken", message, name, reader.line_num, 1, hint=hint))
                continue
            term, language, target, forbidden, note = row
            terms.append(Term(term, language, target, tuple(filter(None, map(str.strip, forbidden.split("|")))), note))
    except csv.Error as error:
        hint = "look for a double quote that is not closed."
        message = f"it cannot be read from here on: {error}."
        problems.append(Problem("glossary-broken", message, name, reader.line_num, 1, hint=hint))
    if problems:
        raise ProblemsFound(problems)
    return tuple(terms)


def terms_for(terms: Iterable[Term], tag: str) -> tuple[Term, ...]:
    """Return the rows for a language and those for all."""
    return tuple(term for term in terms if term.language in ("", tag))


def concerns(term: Term, english: str) -> bool:
    """Return whether an English text uses the term: one of its words starts like a word of the term.

    Why: a word that is wrong for a term (Urdu's "nanny" for a carer) may be right elsewhere ("came").
    """
    stems = {word[:STEM] for word in WORD.findall(term.term.casefold()) if len(word) >= STEM} or {term.term.casefold()}
    return any(word.startswith(tuple(stems)) for word in WORD.findall(english.casefold()))


def holds(text: str, words: str) -> bool:
    """Return whether a text has these words, whole, in any case."""
    text, words = text.casefold(), words.casefold()
    return words in text and stands_in(text, words)


def stands_in(text: str, words: str) -> bool:
    """Return whether a text has these words exactly, not as parts of others."""
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text))
