# SPDX-License-Identifier: MIT
"""XLIFF 1.2, the format of translators' programs: rows to a file, and a file that came back to answers.

A message's key is the id of its unit. Placeholders are inline elements, which those programs protect. Reading trusts
nothing: no document type, no entities, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from leaflets.core.messages import SOURCE
from leaflets.core.placeholders import COPIED
from leaflets.translate.exchange.alike import code
from leaflets.translate.exchange.rows import MessageRow, Parcel, ReturnedFile, ReturnedRow, refused

XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
XML = "http://www.w3.org/XML/1998/namespace"
NAMES = {None: XLIFF}
SPACE, LANG = f"{{{XML}}}space", f"{{{XML}}}lang"
STATES = {"new": "new", "check": "needs-review-translation", "done": "translated"}
SETTLED = {"signed-off", "final"}
MAX_BYTES = 20_000_000
DOCTYPE = re.compile(rb"<\s*!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
DEVELOPER, TRANSLATOR = "developer", "translator"
"""Who wrote a note: the first is ours."""
UNSURE = re.compile(r"match|leveraged|suggestion|rejected|pretranslated|machine|assembled|notstarted|partially")
"""How words came to be there, in XLIFF's `state-qualifier` or memoQ's `status`, if no person has written them."""
DELETED = "x-sdl-deleted"
"""What marks words that Trados shows struck through."""
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uff00-\uffef]")
"""Letters of scripts that have no space between sentences."""


def write_xliff(parcel: Parcel) -> bytes:
    """Return the rows as an XLIFF 1.2 file; the same bytes each time."""
    root = etree.Element(_name("xliff"), nsmap=NAMES, version="1.2")
    file = etree.SubElement(root, _name("file"))
    file.attrib.update(
        {
            "original": "data.yaml",
            "source-language": SOURCE,
            "target-language": parcel.language.tag,
            "datatype": "plaintext",
            "product-name": "leaflets",
            "build-num": parcel.name,
        }
    )
    body = etree.SubElement(file, _name("body"))
    for row in parcel.rows:
        body.append(_unit(row, parcel.language.tag))
    for parent, depth in ((root, 1), (file, 2), (body, 3), *((unit, 4) for unit in body)):
        _indent(parent, depth)
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _unit(row: MessageRow, tag: str) -> Any:
    unit = etree.Element(_name("trans-unit"), nsmap=NAMES)
    unit.set("id", row.key)
    unit.set("resname", str(row.number))
    unit.set("approved", "no")
    unit.set(SPACE, "preserve")
    if row.maximum:
        unit.set("maxwidth", str(row.maximum))
        unit.set("size-unit", "char")
    _write(etree.SubElement(unit, _name("source"), {LANG: SOURCE}), row.english)
    target = etree.SubElement(unit, _name("target"), {LANG: tag, "state": STATES[row.state]})
    _write(target, row.target)
    for text in _notes(row):
        note = etree.SubElement(unit, _name("note"))
        note.set("from", DEVELOPER)
        note.text = text
    if row.comment:
        note = etree.SubElement(unit, _name("note"))
        note.set("from", TRANSLATOR)
        note.text = row.comment
    return unit


def _notes(row: MessageRow) -> Iterator[str]:
    if row.note:
        yield row.note
    if row.picture:
        yield f"Number {row.number} in the picture {row.picture}."
    if row.state == "check":
        yield f"To be checked: this is the translation of “{row.before}”."


def _name(tag: str) -> str:
    return f"{{{XLIFF}}}{tag}"


def _write(element: Any, text: str) -> None:
    start, last = 0, None
    for number, match in enumerate(COPIED.finditer(text), start=1):
        _append(element, last, text[start : match.start()])
        last = etree.SubElement(element, _name("ph"), id=str(number))
        last.text = match[0]
        start = match.end()
    _append(element, last, text[start:])


def _append(element: Any, last: Any, text: str) -> None:
    if last is None:
        element.text = text or None
    else:
        last.tail = text or None


def _indent(parent: Any, depth: int) -> None:
    """Put each child on its own line, except sentences, because their spaces count."""
    parent.text = "\n" + "  " * depth
    for child in parent:
        child.tail = "\n" + "  " * depth
    parent[-1].tail = "\n" + "  " * (depth - 1)


def read_xliff(data: bytes, file: str) -> ReturnedFile:
    """Return the contents of a file; ProblemsFound if it is not a valid XLIFF 1.2 file."""
    root = _parse(data, file)
    version = root.get("version", "")
    if etree.QName(root).localname != "xliff" or not version.startswith("1."):
        message = f"this is {etree.QName(root).localname} {version}, not XLIFF 1.2.".replace("  ", " ")
        raise refused(file, message, line=root.sourceline or 1, hint="save it as XLIFF 1.2.")
    namespace = etree.QName(root).namespace
    prefix = f"{{{namespace}}}" if namespace else ""
    files = root.findall(f"{prefix}file")
    languages = {(one.get("target-language") or "").strip() for one in files}
    if len(languages) != 1 or not all(languages):
        message = f"it should have one target-language, but has {len(languages - {''})}."
        line = (files[0] if files else root).sourceline or 1
        raise refused(file, message, line=line)
    answers = [
        _answer(unit, prefix, file, one.get("build-num", ""))
        for one in files
        for unit in one.iter(f"{prefix}trans-unit")
    ]
    if not answers:
        raise refused(file, "it has no trans-unit.", line=root.sourceline or 1)
    besides = root.iter(f"{prefix}header", f"{prefix}group")
    notes = tuple(note for one in besides for note in _notes_on(one, prefix))
    return ReturnedFile(file, languages.pop(), tuple(answers), notes)


def _parse(data: bytes, file: str) -> Any:
    if len(data) > MAX_BYTES:
        message = f"it has {len(data) / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB."
        raise refused(file, message, line=0)
    if match := DOCTYPE.search(data.replace(b"\x00", b"")):
        line = data.count(b"\n", 0, match.start()) + 1
        raise refused(file, "it declares a document type or entities, which XLIFF does not need.", line=line)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = int(getattr(error, "lineno", 0) or 1)
        raise refused(file, f"it is not well-formed XML: {_first_line(error)}.", line=line) from None
    if root is None or root.getroottree().docinfo.doctype:
        raise refused(file, "it declares a document type, which XLIFF does not need.")
    return root


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")[:160]


def _answer(unit: Any, prefix: str, file: str, parcel: str) -> ReturnedRow:
    key, line = unit.get("id") or "", unit.sourceline or 0
    sources, targets = unit.findall(f"{prefix}source"), unit.findall(f"{prefix}target")
    if len(sources) != 1 or len(targets) > 1:
        flaw = f"it has {len(sources)} sources and {len(targets)} targets; there should be one of each"
        return ReturnedRow(key, "", "", file, line, parcel, flaw=flaw)
    known = {one.get("id", ""): one.text for one in sources[0].iter() if COPIED.fullmatch(one.text or "")}
    target, flaw = (_read(targets[0], known), _flaw_of(targets[0])) if targets else ("", "")
    said = [pair for one in (unit, *targets) for pair in one.attrib.items()]
    states = {etree.QName(name).localname: value.casefold() for name, value in said}
    state, how = states.get("state", ""), states.get("state-qualifier", "") or states.get("status", "")
    return ReturnedRow(
        key,
        _read(sources[0], {}),
        target,
        file,
        line,
        parcel,
        comment="\n".join(_notes_on(unit, prefix)),
        untouched=state == "new" and not how,
        settled=state in SETTLED or unit.get("approved") == "yes",
        unsettled=state == "new" or state.startswith("needs-") or bool(UNSURE.search(how)),
        flaw=flaw,
        hint="accept or reject the change, and send it again." if flaw else "",
    )


def _notes_on(unit: Any, prefix: str) -> Iterator[str]:
    """Yield the notes that are not ours, with the name of who wrote them."""
    for note in unit.findall(f"{prefix}note"):
        author, text = (note.get("from") or "").strip(), "".join(note.itertext()).strip()
        if text and author != DEVELOPER:
            yield text if author in ("", TRANSLATOR) else f"{author}: {text}"


def _read(element: Any, known: Mapping[str, str]) -> str:
    """Return the text of a sentence; a code that came back without its placeholder is known by its id."""
    parts = [element.text or ""]
    for part in element:
        name, number = etree.QName(part).localname, part.get("id", "")
        if name in ("g", "mrk"):
            parts.append(_read(part, known) if part.get("mtype") != DELETED else "")
        else:
            words = part.text or ""
            parts.append(words if COPIED.fullmatch(words) else known.get(number) or code(number))
        parts.append(part.tail or "")
    return "".join(parts)


def _flaw_of(target: Any) -> str:
    """Return why the words of a target cannot be told: a change nobody has accepted, segments run together."""
    marks = [part for part in target.iter() if isinstance(part.tag, str) and etree.QName(part).localname == "mrk"]
    if any(part.get("mtype") == DELETED for part in marks):
        return "it has a change that nobody has accepted or rejected"
    for part in marks:
        after = part.getnext()
        if part.get("mtype") != "seg" or part.tail or after is None or after.get("mtype") != "seg":
            continue
        last, first = "".join(part.itertext())[-1:], "".join(after.itertext())[:1]
        if last + first and not (last.isspace() or first.isspace() or UNSPACED.match(first)):
            return "two of its sentences came back without a space between them"
    return ""
