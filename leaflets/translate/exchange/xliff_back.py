# SPDX-License-Identifier: MIT
"""Read an XLIFF file that came back: version 1.2, or 2.0 and 2.1, to which some programs convert what they are given.

A unit of either version is some segments, because programs cut messages into sentences; they are joined again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lxml import etree

from leaflets.core.messages import COPIED
from leaflets.translate.exchange.alike import code
from leaflets.translate.exchange.markup import DEVELOPER, TRANSLATOR, parse
from leaflets.translate.exchange.rows import PARCEL, ReturnedFile, ReturnedRow, refused

NEW, SETTLED = {"new", "initial"}, {"signed-off", "reviewed", "final"}
UNSURE = re.compile(r"match|leveraged|suggestion|rejected|pretranslated|machine|assembled|notstarted|partially")
"""How words came to be there, if no person has written them: in `state-qualifier`, `subState` or memoQ's `status`."""
DELETED = "x-sdl-deleted"
"""What marks words that Trados shows struck through."""
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uff00-\uffef]")
"""Letters of scripts that have no space between sentences."""
AROUND, EDGES = ("g", "mrk", "pc"), ("sc", "ec", "sm", "em")
"""Elements around words, and those at the edges of words; any other stands for a placeholder."""
CUT = "two of its sentences came back without a space between them"


@dataclass(frozen=True)
class Segment:
    """A piece of a unit in both languages, and what is said of its translation."""

    source: str
    target: str = ""
    state: str = ""
    how: str = ""
    """How the words came to be there, if a program says so."""
    position: int = 0
    """Its place in the translation."""
    is_between: bool = False
    """Whether it is what stands between two sentences."""


def read_xliff(data: bytes, file: str) -> ReturnedFile:
    """Return the contents of a file; ProblemsFound if it is not a valid XLIFF file of version 1 or 2."""
    root = parse(data, file, "XLIFF")
    name, version = etree.QName(root).localname, root.get("version", "")
    if name != "xliff" or version[:2] not in ("1.", "2."):
        message = f"this is {name} {version}, not XLIFF 1.2, 2.0 or 2.1.".replace("  ", " ")
        raise refused(file, message, line=root.sourceline or 1, hint="save it as XLIFF 1.2.")
    is_old = version.startswith("1.")
    files = root.findall("{*}file")
    named = [one.get("target-language") for one in files] if is_old else [root.get("trgLang")]
    languages = {(one or "").strip() for one in named}
    if len(languages) != 1 or not all(languages):
        message = f"it should have one target language, but has {len(languages - {''})}."
        raise refused(file, message, line=(files[0] if files else root).sourceline or 1)
    unit_name, answer = ("trans-unit", _answer_1) if is_old else ("unit", _answer_2)
    answers = [
        answer(unit, file, parcel)
        for one in files
        for parcel in [_parcel_of(one)]
        for unit in one.iter(f"{{*}}{unit_name}")
    ]
    if not answers:
        raise refused(file, f"it has no {unit_name}.", line=root.sourceline or 1)
    wholes = root.iter("{*}file", "{*}header", "{*}group")
    notes = tuple(note for one in wholes for note in _notes_on(one))
    return ReturnedFile(file, languages.pop(), tuple(answers), notes)


def _parcel_of(file: Any) -> str:
    """Return the parcel that a file names: as its build; what converts 1.2 to 2.1 keeps that in its metadata."""
    said = (file.get("build-num"), file.get("id"), file.get("original"), *(one.text for one in file.iter("{*}meta")))
    return next((match[0] for text in said if (match := PARCEL.search(text or ""))), "")


def _answer_1(unit: Any, file: str, parcel: str) -> ReturnedRow:
    sources, targets = unit.findall("{*}source"), unit.findall("{*}target")
    if len(sources) != 1 or len(targets) > 1:
        flaw = f"it has {len(sources)} sources and {len(targets)} targets; there should be one of each"
        return ReturnedRow(_key_of(unit), "", "", file, unit.sourceline or 0, parcel, flaw=flaw)
    known = _placeholders(sources, {})
    said = [pair for one in (unit, *targets) for pair in one.attrib.items()]
    states = {etree.QName(name).localname: value.casefold() for name, value in said}
    state, how = states.get("state", ""), states.get("state-qualifier", "") or states.get("status", "")
    target = "".join(_words(one, known, {}) for one in targets)
    flaw = CUT if any(_is_cut(part) for one in targets for part in one.iter("{*}mrk")) else ""
    return _answer(unit, (file, parcel), [Segment(_words(sources[0], {}, {}), target, state, how)], flaw)


def _answer_2(unit: Any, file: str, parcel: str) -> ReturnedRow:
    data = {one.get("id", ""): "".join(one.itertext()) for one in unit.iterfind("{*}originalData/{*}data")}
    pieces = [one for one in unit if etree.QName(one).localname in ("segment", "ignorable")]
    if not pieces or any(len(one.findall(f"{{*}}{name}")) > 1 for one in pieces for name in ("source", "target")):
        flaw = "it has no segment, or one with several sources or targets"
        return ReturnedRow(_key_of(unit), "", "", file, unit.sourceline or 0, parcel, flaw=flaw)
    known = _placeholders(unit.iterfind("{*}segment/{*}source"), data)
    segments = [_segment(one, number, known, data) for number, one in enumerate(pieces, start=1)]
    flaw, said = "", sorted(segments, key=lambda one: one.position)
    sentences = [one for one in segments if not one.is_between]
    done = sum(bool(one.target.strip()) for one in sentences)
    if any(_run_on(one.target, other.target) for one, other in pairwise(said)):
        flaw = CUT
    if done and any(one.source.strip() and not one.target.strip() for one in sentences):
        flaw = f"only {done} of its {len(sentences)} sentences came back translated"
    return _answer(unit, (file, parcel), segments, flaw)


def _segment(piece: Any, number: int, known: Mapping[str, str], data: Mapping[str, str]) -> Segment:
    source, target = ("".join(_words(one, names, data) for one in piece.findall(f"{{*}}{name}"))
                      for name, names in (("source", {}), ("target", known)))  # fmt: skip
    is_between, found = etree.QName(piece).localname == "ignorable", piece.find("{*}target")
    order = found.get("order", "") if found is not None else ""
    return Segment(
        source,
        source if is_between and found is None else target,
        piece.get("state", "").casefold(),
        piece.get("subState", "").casefold(),
        int(order) if re.fullmatch("[0-9]{1,6}", order) else number,
        is_between,
    )


def _answer(unit: Any, whence: tuple[str, str], segments: Sequence[Segment], flaw: str) -> ReturnedRow:
    """Join the segments of a unit; `whence` is its file and the parcel."""
    file, parcel = whence
    if any(part.get("mtype") == DELETED for part in unit.iterfind("{*}target//{*}mrk")):
        flaw = "it has a change that nobody has accepted or rejected"
    sentences = [one for one in segments if not one.is_between]
    words = "".join(one.target for one in sorted(segments, key=lambda one: one.position))
    return ReturnedRow(
        _key_of(unit),
        "".join(one.source for one in segments),
        words if any(one.target.strip() for one in sentences) else "",
        file,
        unit.sourceline or 0,
        parcel,
        comment="\n".join(_notes_on(unit)),
        untouched=all(one.state in NEW and not one.how for one in sentences),
        settled=unit.get("approved") == "yes" or all(one.state in SETTLED for one in sentences),
        unsettled=any(
            one.state in NEW or one.state.startswith("needs-") or UNSURE.search(one.how) for one in sentences
        ),
        flaw=flaw,
        hint="put it right there, accept or reject every change, and send it again." if flaw else "",
    )


def _key_of(unit: Any) -> str:
    """Return the key: what converts 1.2 to 2.1 may number the units, and keep the key as their name."""
    key, name = unit.get("id") or "", unit.get("name") or ""
    return name if re.search("[.:]", name) and not re.search("[.:]", key) else key


def _notes_on(element: Any) -> Iterator[str]:
    """Yield the notes that are not ours, with the name of who wrote them, and the remarks on words."""
    for note in (*element.findall("{*}note"), *element.findall("{*}notes/{*}note")):
        author, text = (note.get("from") or note.get("category") or "").strip(), "".join(note.itertext()).strip()
        if text and author != DEVELOPER:
            yield text if author in ("", TRANSLATOR) else f"{author}: {text}"
    for mark in element.iterfind("{*}segment/{*}target//{*}mrk[@type='comment']"):
        if text := mark.get("value", "").strip():
            yield text


def _placeholder(part: Any, data: Mapping[str, str]) -> str:
    said = (part.text, data.get(part.get("dataRef", "")), part.get("equiv"), part.get("disp"))
    return next((words for words in said if words and COPIED.fullmatch(words)), "")


def _placeholders(sources: Iterable[Any], data: Mapping[str, str]) -> dict[str, str]:
    """Return the placeholders of sentences by the id of their elements."""
    found = ((part.get("id", ""), _placeholder(part, data)) for source in sources for part in source.iter())
    return {number: words for number, words in found if words}


def _words(element: Any, known: Mapping[str, str], data: Mapping[str, str]) -> str:
    """Return the text of a sentence; a code that came back without its placeholder is known by its id."""
    parts = [element.text or ""]
    for part in element:
        name, number = etree.QName(part).localname, part.get("id", "")
        if name in AROUND:
            parts.append(_words(part, known, data) if part.get("mtype") != DELETED else "")
        elif name == "cp":
            parts.append(_character(part.get("hex", "")))
        elif name not in EDGES:
            parts.append(_placeholder(part, data) or known.get(number) or code(number))
        parts.append(part.tail or "")
    return "".join(parts)


def _character(number: str) -> str:
    """Return the character of that number; XML cannot hold some of them."""
    value = int(number, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", number) else 0xFFFD
    return "\ufffd" if value > 0x10FFFF or 0xD800 <= value < 0xE000 else chr(value)


def _is_cut(mark: Any) -> bool:
    """Return whether a marked sentence and the next have no space between them."""
    after = mark.getnext()
    if mark.get("mtype") != "seg" or mark.tail or after is None or after.get("mtype") != "seg":
        return False
    return _run_on("".join(mark.itertext()), "".join(after.itertext()))


def _run_on(one: str, other: str) -> bool:
    last, first = one[-1:], other[:1]
    return bool(last and first) and not (last.isspace() or first.isspace() or UNSPACED.match(first))
