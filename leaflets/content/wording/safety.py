# SPDX-License-Identifier: MIT
"""Rules that keep children safe: nude pictures, named challenges, current names, ages, CEOP, 999 and 101."""

from __future__ import annotations

import re

from leaflets.content.wording.reading import Rule, RuleContext
from leaflets.content.wording.texts import Text
from leaflets.core.problems import Problem

# What ends the scope of a "not": always, and in a sentence without "or".
_TURN = re.compile(r"[;:]|\b(?:but|then|instead)\b", re.I)
_OR = re.compile(r"\bor\b", re.I)
_STEP = re.compile(r",|\band\b", re.I)
_CLAUSE = re.compile(r"[;:,]")
_CHALLENGE = re.compile(r"(?<=[\w,] )[A-Z]\w+ [Cc]hallenge\b")
_CEOP = re.compile(r"\bCEOP\b(?! Education)|\{ceop\b")
_POLICE_101 = re.compile(r"\b101\b")


def _find_kept_nudes(text: Text, reading: RuleContext) -> Problem | None:
    """UKCIS: never view, copy, print, share, store or save a nude image of a child, not even as evidence."""
    lists = reading.lists
    if not lists.nudes.search(f"{text.topic} {text.words}"):
        return None
    for sentence in text.sentences:
        for match in lists.keeping.finditer(sentence):
            after = sentence[match.end() :]
            harmless = lists.evidence.match(after) and not lists.nudes.search(after)
            if not harmless and not _denied(sentence, match.start(), lists.denials):
                message = f"'{match[0]}' is about nude pictures, but keeping or passing on one of a child is illegal."
                return Problem("nude-evidence", message, where=text.path, hint="say “do not look, save or share”.")
    return None


def _denied(sentence: str, at: int, denials: re.Pattern[str]) -> bool:
    """Say whether a "not" before that place applies to it.

    Its scope ends at a full stop, a "but" or a "then", and at a comma or "and" unless it runs through a list with
    "or".
    """
    before = _TURN.split(sentence[:at])[-1]
    if not _OR.search(sentence):
        before = _STEP.split(before)[-1]
    return bool(denials.search(before))


def _find_challenges(text: Text, reading: RuleContext) -> Problem | None:
    if not _CHALLENGE.search(text.words) and not reading.lists.challenges.search(text.words):
        return None
    message = "a challenge, a hoax or a hashtag is named; printing its name spreads it."
    return Problem("named-challenge", message, where=text.path, hint="write “a dare” or “a challenge” in general.")


def _find_gone(text: Text, reading: RuleContext) -> Problem | None:
    found = reading.gone.search(text.words)
    if not found:
        return None
    message = f"'{found[0]}' is named, and no organisation of data.yaml is called that."
    hint = "name another that helps, or add it under `organisations:` and write its placeholder."
    return Problem("organisation-gone", message, where=text.path, hint=hint, severity="warning")


def _find_missing_means(text: Text, reading: RuleContext) -> Problem | None:
    """An instruction never stands without its means: "ask us through our website" has the address beside it."""
    for sentence in text.sentences:
        if (found := reading.lists.reach_us.search(sentence)) and "{" not in sentence:
            message = f"'{found[0]}' tells the reader to reach somebody, and the sentence does not say how."
            hint = "write the name of an address or a number into it: {children_services.phone}, {nspcc.web}."
            return Problem("instruction-without-means", message, where=text.path, hint=hint)
    return None


def _find_former_names(text: Text, reading: RuleContext) -> Problem | None:
    for former, today in reading.former_names.items():
        if found := former.search(text.words):
            message = f"'{found[0]}' is a former name."
            return Problem("former-name", message, where=text.path, hint=f"write '{today}'.")
    outdated = dict(reading.lists.outdated)
    if text.heading:
        outdated |= reading.lists.outdated_in_headings
    for pattern, today in outdated.items():
        if match := pattern.search(text.words):
            message = f"'{match[0]}' is no longer the accepted term."
            return Problem("former-name", message, where=text.path, hint=f"write '{today}'.")
    return None


def _find_age_limit(text: Text, reading: RuleContext) -> Problem | None:
    for sentence in text.sentences:
        if reading.lists.ages.search(sentence) and reading.lists.accounts.search(sentence):
            message = "an age for accounts or apps is given, but the law on it is changing."
            return Problem("age-13", message, where=text.path, hint="write “check the age that the app asks for”.")
    return None


def _find_ceop_for_bullying(text: Text, reading: RuleContext) -> Problem | None:
    about = "bully" in text.topic.lower()
    for sentence in text.sentences:
        bullying = about or "bully" in sentence.lower()
        if bullying and _CEOP.search(sentence) and not reading.lists.denials.search(sentence):
            message = "CEOP is named for bullying, but takes only reports of sexual abuse and grooming."
            return Problem("ceop-for-bullying", message, where=text.path, hint="name the school or Childline instead.")
    return None


def _find_101_for_danger(text: Text, reading: RuleContext) -> Problem | None:
    danger, denials = reading.lists.danger, reading.lists.denials
    for sentence in text.sentences:
        clauses = _CLAUSE.split(sentence) if "999" in sentence else [sentence]
        for clause in clauses:
            if _POLICE_101.search(clause) and danger.search(clause) and not denials.search(clause):
                message = "101 is given for danger, but is for everything else."
                return Problem("101-for-danger", message, where=text.path, hint="write 999.")
    return None


SAFETY_RULES: tuple[Rule, ...] = (
    _find_kept_nudes,
    _find_challenges,
    _find_former_names,
    _find_gone,
    _find_age_limit,
    _find_ceop_for_bullying,
    _find_101_for_danger,
    _find_missing_means,
)
