# SPDX-License-Identifier: MIT
"""Check the wording: what a leaflet about children must never say, what it must always say, and how plainly.

`check_words` takes a validated project. Each problem's `where` is a path in data.yaml, so that the caller can add the
line. `texts` finds every sentence, `safety` and `manner` check them, `safety` also what every publication needs;
words.yaml holds the lists.
"""

from __future__ import annotations

from collections.abc import Iterable

from leaflets.content.model import Project
from leaflets.content.wording import manner, safety
from leaflets.content.wording.manner import MANNER_RULES, check_lengths, check_reading_age
from leaflets.content.wording.reading import RuleContext, read
from leaflets.content.wording.safety import SAFETY_RULES, check_links, check_required
from leaflets.content.wording.texts import Text, texts_of
from leaflets.core.problems import Problem

__all__ = ["RuleContext", "check_added", "check_words", "read"]


def check_words(project: Project, published: Iterable[str] = ()) -> list[Problem]:
    """Return what is wrong with the project's words; `where` is the path of the text.

    `published` has the ids of all facts ever published.
    """
    reading = read(project, published)
    texts = list(texts_of(project))
    rules = (*SAFETY_RULES, *MANNER_RULES)
    problems = [problem for text in texts for rule in rules if (problem := rule(text, reading))]
    problems += check_reading_age(texts)
    problems += check_lengths(project)
    problems += check_required(project)
    problems += check_links(project)
    return problems


def check_added(words: str, reading: RuleContext) -> Problem | None:
    """Return the first thing that is wrong with words that somebody adds to a leaflet, such as a school."""
    text = Text("", words)
    return next(
        (problem for rule in (*safety.ADDED_RULES, *manner.ADDED_RULES) if (problem := rule(text, reading))), None
    )
