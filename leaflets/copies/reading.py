# SPDX-License-Identifier: MIT
"""Read a copy back: it is its edition and what `stamp` writes for some words, or it is not a copy.

Everything after the edition's bytes is compared with what may be there, character by character; nothing else is left
over. So whatever a copy says, it says in its slot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn

import pikepdf
from PIL import Image, ImageOps

from leaflets.copies.setting import SlotLogo
from leaflets.copies.stamp import LANGUAGE, Update
from leaflets.copies.symbol import QUIET
from leaflets.copies.table import SlotForm, SlotTable

OBJECT = re.compile(rb"([0-9]+) 0 obj\n")
LENGTH = re.compile(rb" /Length ([0-9]+) >>\nstream\n")
NUMBER = r"-?[0-9]+(?:\.[0-9]{1,3})?"
TEXT = re.compile(
    rf"(?:/P << /MCID (?P<mark>[0-9]+) >> BDC\n)?BT /F(?P<weight>400|700) (?P<size>{NUMBER}) Tf\n"
    rf"(?P<lines>(?:1 0 0 1 {NUMBER} {NUMBER} Tm <[0-9a-f]+> Tj\n)+)ET(?P<end> EMC)?\n?"
)
FIGURE = re.compile(
    rf"(?:/Figure << /MCID (?P<mark>[0-9]+) >> BDC )?q (?P<matrix>{NUMBER} 0 0 {NUMBER} {NUMBER} {NUMBER}) cm"
    r" (?P<drawn>/Logo Do|(?:[0-9]{1,3} [0-9]{1,3} [0-9]{1,3} 1 re )+f) Q(?P<end> EMC)?\n?"
)
MOST_PIXELS = 25_000_000
MOST_MODULES = 57
"""Of version 10."""
TONES = bytes.maketrans(b"01", b"\xff\0")
GLYPHS = re.compile(r"<([0-9a-f]+)>")
PICTURE = re.compile(
    r"/Width [0-9]+ /Height [0-9]+ /ColorSpace"
    r" (?:/DeviceRGB|/DeviceGray|/DeviceCMYK|\[ /Indexed /DeviceRGB [0-9]+ <[0-9a-f]+> \])"
    r" /BitsPerComponent [1248] /Filter /(?:FlateDecode|DCTDecode|RunLengthDecode)"
    r"(?: /DecodeParms << /Predictor 15 /Colors [13] /BitsPerComponent [1248] /Columns [0-9]+ >>)?"
    r"(?: /Decode \[ 1 0 1 0 1 0 1 0 \])?"
)

DESCRIBED = re.compile(r" /Alt <feff[0-9a-f]+> /A << /O /Layout /BBox \[[-0-9. ]+\] >>")


class NotACopy(ValueError):
    """What a file has that no copy has."""


@dataclass(frozen=True)
class SlotContent:
    """What a slot says: the name, the lines below it, the modules of its code (rows from the top), whether a logo."""

    name: str
    lines: tuple[str, ...]
    code: tuple[str, ...]
    logo: bool


@dataclass(frozen=True)
class Added:
    """What follows an edition in a copy: what each slot says, and the logo."""

    slots: tuple[SlotContent, ...]
    logo: SlotLogo | None


def read_added(table: SlotTable, data: bytes) -> Added:
    """Return what a copy adds, from the bytes that follow its edition's; NotACopy if there is anything else."""
    try:
        return _read(table, data)
    except (LookupError, ValueError) as error:
        raise error if isinstance(error, NotACopy) else NotACopy("an object is not as in a copy") from error


def _read(table: SlotTable, data: bytes) -> Added:
    objects = objects_of(data)
    known = {slot.number for slot in table.slots} | {
        number for slot in table.slots if slot.tag for number in (slot.tag.number, slot.tag.parents)
    }
    if min(objects, default=0) < table.size and not {one for one in objects if one < table.size} <= known:
        _refuse("it changes another part of the edition")
    update, contents, logo = Update(table), [], None
    update.size = max(objects, default=table.size)  # the last object is the cross-reference stream
    logos = [number for number, (entries, _) in objects.items() if " /Subtype /Image " in entries]
    for slot in table.slots:
        entries, content = objects.get(slot.number, ("", None))
        named = f" /XObject << /Logo {logos[0]} 0 R >>" if logos else ""
        wanted = f"<< {slot.head} /Resources << /Font << {slot.fonts} >>{named} >> /Length {len(content or b'')} >>"
        if content is None or entries != wanted:
            _refuse("its slot is not as in a copy")
        contents.append(_content(table, slot, content.decode("ascii", "replace")))
    if len(logos) > 1 or any(one.logo != bool(logos) for one in contents):
        _refuse("it has a picture that is not its logo")
    if logos:
        entries, pixels = objects[logos[0]]
        inner = _between(entries, "<< /Type /XObject /Subtype /Image ", f" /Length {len(pixels or b'')} >>")
        if pixels is None or not PICTURE.fullmatch(inner):
            _refuse("its logo is not written as in a copy")
        width, height = (int(word) for word in inner.split()[1:4:2])
        logo = SlotLogo(width, height, inner, pixels)
    _check_tags(table, objects, contents, set(logos))
    for number, (entries, stream) in list(objects.items())[:-1]:
        update.write(number, entries, stream)
    if update.close() != data:
        _refuse("something else follows its slot")
    return Added(tuple(contents), logo)


def check_pixels(logo: SlotLogo) -> None:
    """Refuse a logo whose data are not its pixels."""
    if logo.width * logo.height > MOST_PIXELS:
        _refuse("its logo has too many pixels")
    with pikepdf.new() as pdf:
        picture = pdf.make_stream(logo.data)
        entries = pikepdf.Object.parse(f"<< /Type /XObject /Subtype /Image {logo.entries} >>".encode("ascii"))
        for name, item in entries.items():
            picture[name] = item
        try:
            if pikepdf.PdfImage(picture).as_pil_image().convert("L").size != (logo.width, logo.height):
                _refuse("its logo is not of the size that it says")
        except (OSError, ValueError, NotImplementedError, pikepdf.PdfError, pikepdf.UnsupportedImageTypeError) as error:
            raise NotACopy("its logo cannot be decoded") from error


def _refuse(reason: str) -> NoReturn:
    raise NotACopy(reason)


def objects_of(data: bytes) -> dict[int, tuple[str, bytes | None]]:
    """Return the objects by number, in order: what their dictionary or array is, and the data of streams."""
    found: dict[int, tuple[str, bytes | None]] = {}
    at = 0
    while match := OBJECT.match(data, at):
        start = match.end()
        end = data.find(b"\nendobj\n", start)
        length = LENGTH.search(data, start, end if end >= 0 else len(data))
        stream = None
        if length and (end < 0 or length.start() < end):
            entries = data[start : length.end() - len(b"\nstream\n")]
            stop = length.end() + int(length[1])
            stream = data[length.end() : stop]
            if data[stop : stop + len(b"\nendstream\nendobj\n")] != b"\nendstream\nendobj\n":
                _refuse("an object does not end where it says")
            at = stop + len(b"\nendstream\nendobj\n")
        elif end < 0:
            _refuse("an object does not end")
        else:
            entries, at = data[start:end], end + len(b"\nendobj\n")
        if int(match[1]) in found:
            _refuse("an object is there twice")
        found[int(match[1])] = entries.decode("ascii", "replace"), stream
    return found


def _content(table: SlotTable, slot: SlotForm, content: str) -> SlotContent:
    """Return what the content of a slot says."""
    plate = f"/Artifact BMC {slot.plate} EMC" if slot.tag else slot.plate
    begins = f"{plate}\n{table.black}\n"
    if not content.startswith(begins):
        _refuse("its slot does not begin as in a copy")
    at, texts, figures, tagged = len(begins), list[str](), list[str](), slot.tag is not None
    while match := TEXT.match(content, at) if not figures else FIGURE.match(content, at):
        _check_mark(match, len(texts) + len(figures), tagged=tagged)
        texts.append(_words(match["lines"], table.glyphs))
        at = match.end()
    while match := FIGURE.match(content, at):
        _check_mark(match, len(texts) + len(figures), tagged=tagged)
        figures.append(match["drawn"])
        at = match.end()
    if at != len(content) or not texts or len(figures) > 2:
        _refuse("its slot draws something else")
    runs = [one for one in figures if one != "/Logo Do"]
    if len(runs) > 1 or figures.count("/Logo Do") > 1:
        _refuse("its slot has a picture twice")
    return SlotContent(texts[0], tuple(texts[1:]), _modules(runs[0]) if runs else (), "/Logo Do" in figures)


def _check_mark(match: re.Match[str], mark: int, *, tagged: bool) -> None:
    if match["mark"] != (str(mark) if tagged else None) or bool(match["end"]) != tagged:
        _refuse("its slot is not marked as in a copy")


def _words(lines: str, letters: Mapping[int, str]) -> str:
    try:
        return "".join(
            letters[int(digits[at : at + 4], 16)] for digits in GLYPHS.findall(lines) for at in range(0, len(digits), 4)
        )
    except (KeyError, ValueError):
        _refuse("its slot has a letter that its font has not")


def _modules(runs: str) -> tuple[str, ...]:
    """Return the rows of a code from the top, dark modules as 1."""
    found = runs.removesuffix("f").removesuffix(" 1 re ").split(" 1 re ")
    side = int(found[0].split()[1]) + 1  # every code begins with a corner of its finder patterns
    if side > MOST_MODULES:
        _refuse("its code is too large")
    rows = [0] * side
    for run in found:
        row, dark = _run(run, side)
        rows[row] |= dark
    return tuple([f"{row:0{side}b}" for row in rows])


@lru_cache(maxsize=50_000)
def _run(run: str, side: int) -> tuple[int, int]:
    """Return the row of a run of dark modules, and their bits; codes of many schools share most runs."""
    x, y, width = map(int, run.split())
    if y >= side or x + width > side:
        _refuse("its code is drawn beyond its edge")
    return side - 1 - y, ((1 << width) - 1) << (side - x - width)


def _check_tags(
    table: SlotTable, objects: Mapping[int, tuple[str, bytes | None]], contents: list[SlotContent], used: set[int]
) -> None:
    """Refuse tags other than those of the texts and pictures, in order."""
    used |= {slot.number for slot in table.slots}
    for slot, content in zip(table.slots, contents, strict=True):
        if (tag := slot.tag) is None:
            continue
        own = _kids(objects.get(tag.parents, ("", None))[0])
        kids = " ".join(f"{one} 0 R" for one in own)
        if objects[tag.parents] != (f"[ {kids} ]", None) or objects.get(tag.number) != (
            f"<< {tag.head} /K [ {tag.kids} {kids} ] >>",
            None,
        ):
            _refuse("its tags are not as in a copy")
        texts = 1 + len(content.lines)
        if len(own) != texts + content.logo + bool(content.code):
            _refuse("its tags are not those of its slot")
        for mark, number in enumerate(own):
            kind = "P" if mark < texts else "Figure"
            begins = f"<< /Type /StructElem /S /{kind} /P {tag.number} 0 R /Pg {tag.page}"
            ends = f" /K [ << /Type /MCR /Pg {tag.page} /Stm {slot.number} 0 R /MCID {mark} >> ] >>"
            more = _between(objects.get(number, ("", None))[0], begins, ends)
            if kind == "P" and more not in ("", f" {LANGUAGE}"):
                _refuse("its tags are not as in a copy")
            if kind == "Figure" and not DESCRIBED.fullmatch(more):
                _refuse("its pictures are not described as in a copy")
        used |= {tag.number, tag.parents, *own}
    if set(objects) - used != {max(objects)}:
        _refuse("it has an object that is not of its slot")


def _between(text: str, begins: str, ends: str) -> str:
    if not (text.startswith(begins) and text.endswith(ends)):
        _refuse("its tags are not as in a copy")
    return text[len(begins) : len(text) - len(ends)]


def _kids(array: str) -> list[int]:
    return [int(one) for one in re.findall(r"([0-9]+) 0 R", array)]


def picture_of(modules: tuple[str, ...], scale: int = 3) -> Image.Image:
    """Return a code as a picture in grey, with its quiet zone."""
    side = len(modules)
    dark = "".join(modules).encode("ascii").translate(TONES)
    code = Image.frombytes("L", (side, side), dark).resize((side * scale, side * scale), Image.Resampling.NEAREST)
    return ImageOps.expand(code, QUIET * scale, 255)
