# SPDX-License-Identifier: MIT
"""Tell a language by its words: a whole text by frequent ones, a sentence by what other languages say in its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from leaflets.core.placeholders import COPIED
from leaflets.languages.language import Language

LEAST_HITS = 20
"""The fewest frequent words of another language by which a text is known to be in it."""
SHARE = 0.06
"""The least part of its words that they are; in the catalogues that ship they are 0.1 or more."""
CLEARLY = 2
"""How many times more of them there are than of the language's own."""
FEWEST_LETTERS = 12
"""A sentence with fewer may be the same in several languages."""
LIKE = 0.5
"""How alike two sentences are, of 1, if one was made from the other."""
WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0dff]*")


def other_language(texts: Iterable[str], language: Language, languages: Iterable[Language]) -> Language | None:
    """Return the language that a text is in, if it is clearly not the one that it should be in."""
    words = Counter(word for text in texts for word in WORD.findall(COPIED.sub(" ", text).casefold()))
    hits = {one.tag: sum(words[word] for word in one.common) for one in (language, *languages)}
    near = {language.tag, *language.related}
    others = [one for one in languages if one.common and one.tag not in near]
    best = max(others, key=lambda one: hits[one.tag], default=language)
    is_other = (
        language.common
        and hits[best.tag] >= max(LEAST_HITS, SHARE * words.total())
        and hits[best.tag] > CLEARLY * hits[language.tag]
    )
    return best if is_other else None


def likeness(one: str, other: str) -> float:
    """Return how many groups of three letters two sentences share, from 0 to 1, leaving out placeholders."""
    first, second = _groups(one), _groups(other)
    return 2 * sum((first & second).values()) / max(1, first.total() + second.total())


def nearer_language(words: str, own: Sequence[str], others: Mapping[str, str]) -> str:
    """Return the name of the language whose words for a sentence these are, if they are less like its own's."""
    if len("".join(WORD.findall(COPIED.sub(" ", words)))) < FEWEST_LETTERS:
        return ""
    best, name = max(((likeness(words, there), name) for name, there in others.items()), default=(0.0, ""))
    return name if best >= LIKE and best > max((likeness(words, one) for one in own), default=0) else ""


def _groups(text: str) -> Counter[str]:
    line = f" {' '.join(WORD.findall(COPIED.sub(' ', text).casefold()))} "
    return Counter(line[at : at + 3] for at in range(len(line) - 2))
