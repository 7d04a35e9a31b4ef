# SPDX-License-Identifier: MIT
"""Rules of manner: plain, calm, without blame; no markup, no numbers typed into sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from leaflets.content.model import Project
from leaflets.content.wording.reading import Lists, Rule, RuleContext
from leaflets.content.wording.slips import slips_in
from leaflets.content.wording.texts import Readers, Text, count_words, group_texts, measure
from leaflets.core.messages import BRACES
from leaflets.core.problems import Problem
from leaflets.core.suggest import suggest

MAX_SENTENCE: Mapping[Readers, int] = {"families": 20, "professionals": 25}
MAX_READING_AGE: Mapping[Readers, int] = {"families": 11, "professionals": 16}
FEWEST_WORDS = 30
"""The fewest words that can be measured reliably."""
FEWEST_TOLD = 10
"""The fewest different words by which a language is told."""
ENGLISH = re.compile(
    r"\b(?:about|all|and|any|are|at|but|can|for|from|have|help|how|if|is|it|not|of|or|such|that|the|their|them|they|this"
    r"|what|when|who|will|with|you|your)\b",
    re.I,
)
"""Words of which an English text of that length has at least one."""
MAX_BRIEF, MAX_WHY, MAX_OPENER, MAX_ITEM, MAX_TITLE = 25, 40, 25, 16, 7

_MARKUP = re.compile(r"\*\w|\w\*|(?<!\w)_\w|\w_(?!\w)|`|</?[a-z!]|\]\(|^#+ ")
_ADDRESS = re.compile(r"https?:|www\.|@|\b\S+\.(com|org|net|uk|info|co)\b", re.I)
_DIGITS = re.compile(r"\d(?:[ -]?\d){4,}")
_NEGATIVE = re.compile(r"n[’']t\b")
_SHOUT = re.compile("!")
_CAPITALS = re.compile(r"\b[A-Z][A-Z’'-]*[A-Z]\b")


def _where(pattern: Callable[[Lists], re.Pattern[str]], slug: str, message: str, hint: str) -> Rule:
    def find(text: Text, reading: RuleContext) -> Problem | None:
        match = pattern(reading.lists).search(text.words)
        return Problem(slug, message.format(match[0]), where=text.path, hint=hint) if match else None

    return find


def _find_long_sentence(text: Text, _reading: RuleContext) -> Problem | None:
    limit = MAX_SENTENCE[text.readers]
    longest = max(text.sentences, key=count_words, default="")
    if count_words(longest) <= limit:
        return None
    start = " ".join(longest.split()[:5])
    message = f"the sentence '{start} …' has {count_words(longest)} words; at most {limit} for {text.readers}."
    return Problem("long-sentence", message, where=text.path, hint="split it into two sentences.")


def _find_blame(text: Text, reading: RuleContext) -> Problem | None:
    match = reading.lists.blame.search(text.words)
    if not match:
        match = next((found for s in text.sentences if (found := _find_fault(s, reading))), None)
    if not match:
        return None
    message = f"'{match[0]}' can be read as blame."
    return Problem("blame", message, where=text.path, hint="say what helps instead.")


def _find_fault(sentence: str, reading: RuleContext) -> re.Match[str] | None:
    """Fault may be mentioned only to say that something is not somebody's fault."""
    denied = reading.lists.denials.search(sentence) or _NEGATIVE.search(sentence)
    return None if denied else reading.lists.fault.search(sentence)


def _find_capitals(text: Text, reading: RuleContext) -> Problem | None:
    words = [
        match for match in _CAPITALS.finditer(text.words) if not set(re.findall("[A-Z]+", match[0])) <= reading.capitals
    ]
    for word in words:
        follower = text.words[word.end() :].lstrip()
        if len(word[0]) > 4 or _CAPITALS.match(follower):
            message = f"'{word[0]}' is in capitals, which are hard to read and look like shouting."
            return Problem("capitals", message, where=text.path, hint="write it in lower case.")
    return None


def _find_raw_number(text: Text, reading: RuleContext) -> Problem | None:
    plain = BRACES.sub("", text.words)
    if match := _DIGITS.search(plain):
        found, hint = match[0], _number_hint(match[0], reading.project)
    else:
        found = next((word.strip("().,;") for word in plain.split() if _ADDRESS.search(word)), "")
        hint = "put it under its organisation, and write the organisation's name here: {nspcc}."
    message = f"'{found}' is typed into a sentence, where it will be missed when it changes."
    return Problem("raw-number", message, where=text.path, hint=hint) if found else None


def _number_hint(number: str, project: Project) -> str:
    digits = re.sub("[ -]", "", number)
    for name, organisation in project.organisations.items():
        for point, contact in organisation.points.items():
            if contact.value.replace(" ", "") == digits:
                return f"write {{{name}.{point}}} in its place."
    return "put it under its organisation, and write its name here, such as {childline.phone}."


def _find_unknown_placeholder(text: Text, reading: RuleContext) -> Problem | None:
    known = reading.placeholders
    for match in BRACES.finditer(text.words):
        if match[1] not in known:
            message = f"'{match[0]}' does not name anything in data.yaml."
            return Problem("placeholder-unknown", message, where=text.path, hint=suggest(match[1], known))
    if "{" in (rest := BRACES.sub("", text.words)) or "}" in rest:
        message = "a curly bracket is unmatched."
        return Problem("placeholder-unknown", message, where=text.path, hint="write both brackets: {nspcc.phone}.")
    return None


def _find_slip(text: Text, _reading: RuleContext) -> Problem | None:
    found = next(slips_in(text.words), "")
    return Problem("garbled", found, where=text.path, hint="type it again.") if found else None


def _find_other_language(text: Text, _reading: RuleContext) -> Problem | None:
    if len({*text.words.split()}) < FEWEST_TOLD or ENGLISH.search(text.words):
        return None
    message = "this does not read like English, which every translation is made from."
    return Problem("not-english", message, where=text.path, hint="put translations into locales/.")


ADDED_RULES: tuple[Rule, ...] = (
    _find_blame,
    _where(
        lambda lists: lists.scare,
        "scare",
        "'{}' may frighten readers, and frightened people stop reading.",
        "say it calmly.",
    ),
    _where(
        lambda _: _MARKUP,
        "markup",
        "'{}' looks like markup for italics, bold or a link; it would be printed as typed.",
        "remove it; the design sets the type.",
    ),
)
"""What also holds for words that a school adds; their spelling and length are its own."""
MANNER_RULES: tuple[Rule, ...] = (
    *ADDED_RULES,
    _find_long_sentence,
    _find_capitals,
    _where(
        lambda _: _SHOUT,
        "exclamation",
        "an exclamation mark reads like shouting.",
        "end the sentence with a full stop.",
    ),
    _find_raw_number,
    _find_slip,
    _find_other_language,
    _find_unknown_placeholder,
)


def check_reading_age(texts: Iterable[Text]) -> Iterator[Problem]:
    """Yield the risks and publications that are too hard to read as a whole."""
    for (path, readers), group in group_texts(texts).items():
        measured, limit = measure(group), MAX_READING_AGE[readers]
        if measured.words >= FEWEST_WORDS and measured.reading_age > limit:
            age = f"{measured.reading_age} (Flesch-Kincaid)"
            message = f"the words for {readers} have a reading age of {age}; at most {limit}."
            yield Problem("reading-age", message, where=path, hint="use shorter sentences and shorter words.")


def check_lengths(project: Project) -> Iterator[Problem]:
    """Yield the risks whose words are too long for the smallest place where they are printed."""
    for name, risk in project.risks.items():
        path = f"risks.{name}"
        parts = [
            (f"{path}.in_brief", "title and in_brief together have", f"{risk.title} {risk.in_brief}", MAX_BRIEF),
            (f"{path}.title", "the title has", risk.title, MAX_TITLE),
            (f"{path}.why", "it has", risk.why, MAX_WHY),
            (f"{path}.opener", "it has", risk.opener, MAX_OPENER),
        ]
        for field in ("signs", "parents_can", "children_can", "professionals_must"):
            items = getattr(risk, field).items()
            parts += [(f"{path}.{field}.{key}", "it has", item, MAX_ITEM) for key, item in items]
        for where, what, words, limit in parts:
            if (number := count_words(words)) > limit:
                message = f"{what} {number} words; at most {limit}."
                yield Problem("brief-too-long", message, where=where, hint="leave out what readers can do without.")
