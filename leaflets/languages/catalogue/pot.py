# SPDX-License-Identifier: MIT
"""Write the list of everything to translate, locales/leaflets.pot, with notes, limits and references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import polib

from leaflets.content.design import Design
from leaflets.content.model import Project
from leaflets.core.messages import FACT, TEMPLATES, VALUE, context_of
from leaflets.languages.catalogue.po import WRAP
from leaflets.languages.catalogue.translate import note_on

POT = "locales/leaflets.pot"
LONGER = 1.3
"""How much longer than the room for the English a translation may be."""
MUCH_LONGER = 1.5
"""How much longer than the English itself, if the design gives no limit."""
OWN_NOTE = re.compile(r"#\s*i18n:\s*(?:max=(?P<max>[0-9]+)\s*;?)?\s*(?P<note>.*)$")
ROOM = {"contacts": 48, "title": 60}
RISK_ROOM = {"title": 48, "poster_title": 20}


@dataclass(frozen=True)
class ListedMessage:
    """One message of the list, with what a translator must know about it."""

    key: str
    english: str
    notes: tuple[str, ...] = ()
    limit: int = 0
    places: tuple[str, ...] = ()
    """Where it is used: `data.yaml:41`, `parents-guide/cover`."""

    @property
    def context(self) -> str:
        return context_of(self.key)

    @property
    def flags(self) -> list[str]:
        python = ["python-format"] if VALUE.search(self.english) else []
        return [*python, *([f"max-length:{self.limit}"] if self.limit else [])]


@dataclass(frozen=True)
class MessageContext:
    """What notes and limits are made from."""

    project: Project
    designs: Mapping[str, Design]
    lines: Sequence[str]
    examples: Mapping[str, str]
    """What each placeholder becomes."""


def item(key: str, english: str, *, line: int, places: Sequence[str], background: MessageContext) -> ListedMessage:
    """Return a message with its notes and its limit; `line` is its line in data.yaml."""
    max_own, note = own_note(background.lines, line) if line else (0, "")
    limit = max_own or limit_of(key, english, background)
    notes = [note, *notes_on(key, background)]
    notes += [
        f"{{{name}}} becomes “{background.examples[name]}”; keep it as it is."
        for name in dict.fromkeys(FACT.findall(english))
        if name in background.examples
    ]
    notes += [f"%({name})s stays as it is." for name in dict.fromkeys(VALUE.findall(english))]
    if limit:
        notes.append(f"At most {limit} characters; the English has {len(english)}.")
    return ListedMessage(key, english, tuple(filter(None, notes)), limit, tuple(places))


def own_note(lines: Sequence[str], line: int) -> tuple[int, str]:
    """Return what `# i18n: max=24; note` says on the message's line or the line above."""
    above = lines[line - 2].strip() if line >= 2 else ""
    for text in (lines[line - 1], above if above.startswith("#") else ""):
        if match := OWN_NOTE.search(text):
            return int(match["max"] or 0), match["note"].strip()
    return 0, ""


def limit_of(key: str, english: str, background: MessageContext) -> int:
    """Return the most characters that a translation may have."""
    section, *rest = key.split(".")
    room = 0
    if section == "publications" and rest[1] == "words":
        room = background.designs[background.project.publications[rest[0]].design].words[rest[2]].max
    elif section == "publications":
        room = ROOM.get(rest[1], 0)
    elif section == "risks":
        room = RISK_ROOM.get(rest[1], 0)
    return int(room * LONGER) if room else ceil(max(len(english), 12) * MUCH_LONGER)


def notes_on(key: str, background: MessageContext) -> Iterable[str]:
    """Return the notes of the design and the model on the message."""
    section, *rest = key.split(".")
    if section == "publications":
        publication = background.project.publications[rest[0]]
        if rest[1] == "words":
            yield background.designs[publication.design].words[rest[2]].note
        yield f"For {', '.join(publication.audience)}."
    if section == "risks" and rest[1] != "title":
        yield f"Printed under: {background.project.risks[rest[0]].title}."
    if section == "organisations":
        yield f"About {background.project.organisations[rest[0]].name}."
    yield note_on(key) if context_of(key) != TEMPLATES else "A fixed phrase of the pages."


def write_pot(items: Iterable[ListedMessage], project: Project) -> str:
    """Return the text of the .pot file."""
    pot = polib.POFile(wrapwidth=WRAP)
    pot.header = (
        "Everything to be translated; made by `leaflets translate extract`. Do not edit.\n"
        "The English is in data.yaml and the templates; msgctxt says where."
    )
    issued = max(publication.issued for publication in project.publications.values())
    pot.metadata = headers(project.publisher.name, str(project.publisher.website.value), f"{issued} 00:00+0000")
    pot.extend(entry_of(one) for one in items)
    return str(pot)


def headers(name: str, contact: str, made: str) -> dict[str, str]:
    """Return the header fields that a list and its catalogues share."""
    return {
        "Project-Id-Version": f"Leaflets of {name}",
        "Report-Msgid-Bugs-To": contact,
        "POT-Creation-Date": made,
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "LANGUAGE",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def entry_of(one: ListedMessage) -> polib.POEntry:
    """Return a message as an entry without a translation."""
    return polib.POEntry(
        msgctxt=one.context,
        msgid=one.english,
        msgstr="",
        comment="\n".join(one.notes),
        # Without lines: a line that is added to data.yaml must not change every entry below it.
        occurrences=[(name, "") for name in dict.fromkeys(place.partition(":")[0] for place in one.places)],
        flags=one.flags,
    )
