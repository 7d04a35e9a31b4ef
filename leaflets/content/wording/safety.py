# SPDX-License-Identifier: MIT
"""Rules that keep children safe: nude pictures, named challenges, today's names, ages, CEOP, 999 and 101."""

from __future__ import annotations

import re

from leaflets.content.wording.reading import NOT, Rule, RuleContext
from leaflets.content.wording.texts import Text
from leaflets.core.problems import Problem

_NUDE = re.compile(
    r"\b(nudes?|naked|semi-nudes?|sexts?|sexting|abuse images?|"
    r"(sexual|intimate|explicit|topless|private) (images?|pictures?|photos?|videos?|selfies?))\b",
    re.I,
)
_KEEP = re.compile(
    r"\b(screen ?-?shots?|screen ?-?grabs?|keep(?! (calm|safe|going|talking|listening|in touch))|"
    r"save|copy|copies|forward|print|download|store|photograph|"
    r"(take|make) a (picture|photo|copy|screenshot)|"
    r"(send|pass|e-?mail) (it|them|one|the (image|picture|photo|video)s?))\b",
    re.I,
)
_HARMLESS = re.compile(
    r"^(?:\W*(?!(?:images?|pictures?|photos?|videos?|it|them|one|this|that)\b)[\w’']+){0,4}?\W*"
    r"(messages?|chats?|names?|numbers?|dates?|phones?|tablets?|devices?|passwords?|secret)\b",
    re.I,
)
_DANGER = re.compile(r"\b(danger|dangerous|emergency|hurt|injured|urgent|at risk of (death|harm)|attack(ed)?)\b", re.I)
_ACCOUNT_AGE = re.compile(
    r"(minimum|at least|old enough|age limit|age of|allowed|sign up|have to be|must be|need to be|"
    r"accounts?|social media)",
    re.I,
)


def _find_kept_nudes(text: Text, _reading: RuleContext) -> Problem | None:
    """UKCIS: nobody may view, copy, print, share, store or save a nude image of a child, not even as evidence."""
    if not _NUDE.search(f"{text.topic} {text.words}"):
        return None
    for sentence in text.sentences:
        for match in _KEEP.finditer(sentence):
            after = sentence[match.end() :]
            harmless = _HARMLESS.match(after) and not _NUDE.search(after)
            if not harmless and not _denied(sentence, match.start()):
                message = f"'{match[0]}' stands near nude pictures, and nobody may keep or pass on one of a child."
                return Problem("nude-evidence", message, where=text.path, hint="say “do not look, save or share”.")
    return None


def _denied(sentence: str, at: int) -> bool:
    """Does a "not" before that place reach it? It ends at a stop, a "but" or a "then"; at a comma or "and" too, unless
    it runs through a list that ends with "or"."""
    before = re.split(r"[;:]|\b(?:but|then|instead)\b", sentence[:at], flags=re.I)[-1]
    if not re.search(r"\bor\b", sentence, re.I):
        before = re.split(r",|\band\b", before, flags=re.I)[-1]
    return bool(NOT.search(before))


def _find_challenges(text: Text, reading: RuleContext) -> Problem | None:
    named = re.search(r"(?<=[\w,] )[A-Z]\w+ [Cc]hallenge\b", text.words)
    if not named and not reading.lists.challenges.search(text.words):
        return None
    message = "a challenge, a hoax or a tag is named, and a printed name spreads it."
    return Problem("named-challenge", message, where=text.path, hint="write “a dare” or “a challenge” in general.")


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
            message = f"'{match[0]}' is no longer the word for it."
            return Problem("former-name", message, where=text.path, hint=f"write '{today}'.")
    return None


def _find_age_limit(text: Text, _reading: RuleContext) -> Problem | None:
    for sentence in text.sentences:
        if re.search(r"\b(13|thirteen|16|sixteen)\b", sentence, re.I) and _ACCOUNT_AGE.search(sentence):
            message = "an age for accounts or apps is printed, and the law on it is changing."
            return Problem("age-13", message, where=text.path, hint="write “check the age that the app asks for”.")
    return None


def _find_ceop_for_bullying(text: Text, _reading: RuleContext) -> Problem | None:
    about = "bully" in text.topic.lower()
    for sentence in text.sentences:
        match = re.search(r"\bCEOP\b(?! Education)|\{ceop\b", sentence)
        if match and (about or "bully" in sentence.lower()) and not NOT.search(sentence):
            message = "CEOP is named for bullying, and it takes reports of sexual abuse and grooming only."
            return Problem("ceop-for-bullying", message, where=text.path, hint="name the school or Childline instead.")
    return None


def _find_101_for_danger(text: Text, _reading: RuleContext) -> Problem | None:
    for sentence in text.sentences:
        clauses = re.split(r"[;:,]", sentence) if "999" in sentence else [sentence]
        for clause in clauses:
            if re.search(r"\b101\b", clause) and _DANGER.search(clause) and not NOT.search(clause):
                message = "101 is given for danger, and it is the number for everything else."
                return Problem("101-for-danger", message, where=text.path, hint="write 999.")
    return None


SAFETY_RULES: tuple[Rule, ...] = (
    _find_kept_nudes,
    _find_challenges,
    _find_former_names,
    _find_age_limit,
    _find_ceop_for_bullying,
    _find_101_for_danger,
)
