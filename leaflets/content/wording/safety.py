# SPDX-License-Identifier: MIT
"""Rules that keep children safe: what must never be said, and what must be there.

Never: nude pictures kept, named challenges, former names, ages, 101 for danger. Always: 999, Childline for children,
the right place to report, addresses that can be typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leaflets.content.addresses import ascii_host, host_of
from leaflets.content.model import Project, Publication
from leaflets.content.short_links import links_of
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


ADDED_RULES: tuple[Rule, ...] = (
    _find_kept_nudes,
    _find_challenges,
    _find_former_names,
    _find_age_limit,
    _find_ceop_for_bullying,
    _find_101_for_danger,
)
"""What also holds for words that a school adds, which may name whom it likes."""
SAFETY_RULES: tuple[Rule, ...] = (*ADDED_RULES, _find_gone, _find_missing_means)


CHILDLINE, CEOP, EMERGENCY = "childline", "ceop", "999"
CHILDREN = frozenset({"children", "young-people"})
MAX_PRINTED, MAX_ADDRESS = 34, 100
WORD = re.compile(r"[^/?#&=._-]+")
"""A word of the path of an address."""


def check_required(project: Project) -> Iterator[Problem]:
    """Yield what is missing from a publication or a risk, and what must not be there."""
    for name, publication in project.publications.items():
        yield from _check_publication(project, name, publication)
    for name, risk in project.risks.items():
        path = f"risks.{name}.help"
        if CHILDLINE not in risk.help.get("children", []):
            at = f"{path}.children" if "children" in risk.help else path
            message = "Childline is not listed among those who help a child with this."
            yield Problem("no-childline", message, where=at, hint=f"add {CHILDLINE} to `children:`.")
        if "bully" in f"{name} {risk.title} {risk.term}".lower():
            for reader, names in risk.help.items():
                if CEOP in names:
                    message = "CEOP is named for bullying, but takes only reports of sexual abuse and grooming."
                    hint = "remove it; name report-harmful-content instead."
                    yield Problem("ceop-for-bullying", message, where=f"{path}.{reader}.{names.index(CEOP)}", hint=hint)


def _check_publication(project: Project, name: str, publication: Publication) -> Iterator[Problem]:
    path = f"publications.{name}"
    if publication.withdrawn:
        return
    organisations = [project.organisation_id(contact.organisation) for contact in publication.contacts.values()]
    settings = [project.audiences[one] for one in publication.audience if one in project.audiences]
    organisations += [project.organisation_id(route.organisation) for one in settings for route in one.help]
    texts = [
        words
        for value in publication.words.values()
        for words in ([value] if isinstance(value, str) else value.values())
    ]
    helpers = [project.organisations[id] for id in organisations if id in project.organisations]
    numbers = {point.value for organisation in helpers for point in organisation.points.values()}
    if EMERGENCY not in numbers and not any(EMERGENCY in re.findall(r"\w+", words) for words in texts):
        message = "nothing on it says to call 999 when a child is in danger."
        reader = next(iter(publication.audience), "parents")
        hint = f"put `- {{organisation: emergency}}` first under `audiences.{reader}.help`."
        yield Problem("no-999", message, where=path, hint=hint)
    if CHILDREN & set(publication.audience) and CHILDLINE not in organisations:
        message = "it is for children, but Childline is not on it."
        yield Problem("no-childline", message, where=path, hint=f"add {CHILDLINE} under `contacts:`.")


def check_links(project: Project) -> Iterator[Problem]:
    """Yield addresses that are too long for a QR code, or that readers could not type."""
    for id, fact in links_of(project).items():
        whole = fact.value.removeprefix("https://").removeprefix("www.").rstrip("/")
        printed = (fact.printed_url or whole).removeprefix("www.").rstrip("/")
        host = host_of(fact.value)
        at = f"{id}.printed_url" if fact.printed_url else f"{id}.value"
        if len(printed) > MAX_PRINTED:
            message = f"the printed address '{printed}' has {len(printed)} characters; at most {MAX_PRINTED}."
            hint = f"add `printed_url: {host.removeprefix('www.')}`."
            yield Problem("printed-url", message, where=at, hint=hint)
        elif host_of(start := _as_typed(printed)) == host_of(whole) and not _is_short_for(start, whole):
            message = f"'{printed}' is printed, but the code leads to '{whole}', which has other words."
            yield Problem("printed-url", message, where=at, hint=f"write `{host.removeprefix('www.')}`.")
        if len(fact.value) > MAX_ADDRESS:
            message = f"the address has {len(fact.value)} characters; above {MAX_ADDRESS} a QR code is too fine."
            yield Problem("link-length", message, where=f"{id}.value", hint="find a shorter address for the same page.")


def _is_short_for(printed: str, whole: str) -> bool:
    """Say whether a printed address may stand for a whole one: it begins it, or is a short one with the same words.

    A site's short address, such as /remove for /help/report-remove/, forwards to the whole; one with other words is
    probably a mistake.
    """
    if f"{whole}/".startswith((f"{printed}/", f"{printed}?")):
        return True
    return {*WORD.findall(printed.partition("/")[2])} <= {*WORD.findall(whole.partition("/")[2])}


def _as_typed(printed: str) -> str:
    """Return a printed address as a browser reads it: the site's name in ASCII."""
    host, slash, rest = printed.partition("/")
    return f"{ascii_host(host)}{slash}{rest}"
