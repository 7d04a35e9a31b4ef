# SPDX-License-Identifier: MIT
"""What a copy needs to know of its edition: numbers of objects, boxes and letters, as plain values that JSON can hold.

Lengths are in thousandths of a point, widths of letters in thousandths of the size.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf

from leaflets.core.geometry import SAME
from leaflets.core.messages import SOURCE
from leaflets.editions.slot import PIECE, slot_tags
from leaflets.editions.stamp_font import WEIGHTS, stamp_font
from leaflets.languages.language import Languages

ENGLISH = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")
}  # fmt: skip
"""Enough to read copies back, for which only the objects and letters of a table matter."""
ENGLISH_UNTIL = "Valid until {date}"
KAPPA = 0.5523
"""How far the handles of a quarter of a circle reach, as a part of its radius."""
INKS = {False: ("0 g", "1 g"), True: ("0 0 0 1 k", "0 0 0 0 k")}
"""The operators of black and white, by whether the edition is for the press."""


@dataclass(frozen=True)
class SlotTag:
    """The tag that gets those of what is put there: its object and the beginning of it, its page, and the map back."""

    number: int
    head: str
    kids: str
    page: str
    parents: int


@dataclass(frozen=True)
class SlotForm:
    """A slot: the number of its form, how that begins, its room, and the white that a copy begins with."""

    number: int
    head: str
    fonts: str
    width: int
    height: int
    mirrored: bool
    code: bool
    plate: str
    tag: SlotTag | None
    place: tuple[int, int, int]
    """The first page that draws it, from 0, and where."""


@dataclass(frozen=True)
class SlotTable:
    """An edition as a copy sees it."""

    edition: str
    sha256: str
    length: int
    startxref: int
    size: int
    trailer: str
    id: str
    black: str
    until: str
    until_in_english: bool
    months: tuple[str, ...]
    alt: str
    slots: tuple[SlotForm, ...]
    letters: Mapping[str, tuple[int, int, int]]
    """The number of each letter's glyph, and its width in the two weights."""

    def widths(self, weight: int) -> Mapping[str, int]:
        """Return the widths of the letters in a weight: 1 or 2, their places in `letters`."""
        return self._widths[weight - 1]

    @cached_property
    def _widths(self) -> tuple[Mapping[str, int], ...]:
        return tuple({letter: numbers[weight] for letter, numbers in self.letters.items()} for weight in (1, 2))

    @cached_property
    def glyphs(self) -> Mapping[int, str]:
        """The letter of each glyph."""
        return {number: letter for letter, (number, _, _) in self.letters.items()}


def read_table(edition: str, data: bytes, months: Mapping[str, tuple[str, ...]]) -> SlotTable | None:
    """Return the table of a finished edition; None if it has no slot. `months` are names by language, also English."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms = [
            item for item in pdf.objects if isinstance(item, pikepdf.Stream) and PIECE in item.get("/PieceInfo", {})
        ]
        if not forms:
            return None
        press, trailer = "/OutputIntents" in pdf.Root, pdf.trailer
        private = forms[0].PieceInfo[PIECE].Private
        letters = stamp_letters()
        until, language = str(private.Until), str(pdf.Root.get("/Lang", "en"))
        known = language in months and spellable(until + "".join(months[language]), letters)
        return SlotTable(
            edition,
            hashlib.sha256(data).hexdigest(),
            len(data),
            int(data[data.rindex(b"startxref") + 9 :].split()[0]),
            int(trailer.Size),
            f"/Root {reference(trailer.Root)} /Info {reference(trailer.Info)}",
            bytes(trailer.ID[0]).hex(),
            INKS[press][0],
            until if known else ENGLISH_UNTIL,
            not known,
            months[language if known else "en"],
            str(private.Alt),
            tuple(_slots(pdf, forms, INKS[press][1])),
            letters,
        )


def month_names(languages: Languages, tag: str) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the months in a language and in English."""
    return {one: languages.languages[one].months for one in (SOURCE, tag)}


def stamp_letters() -> Mapping[str, tuple[int, int, int]]:
    """Return the number of the glyph of each letter that a slot may have, and its width in both weights."""
    regular, bold = (stamp_font(weight) for weight in WEIGHTS)
    return {letter: (number, regular.widths[letter], bold.widths[letter]) for letter, number in regular.glyphs.items()}


def spellable(text: str, letters: Mapping[str, Any]) -> bool:
    """Say whether every character of a text is among the letters."""
    return all(one in letters for one in text)


def reference(item: pikepdf.Object) -> str:
    """Return the reference to an object."""
    number, generation = item.objgen
    return f"{number} {generation} R"


def _slots(pdf: pikepdf.Pdf, forms: Sequence[pikepdf.Object], white: str) -> Iterator[SlotForm]:
    tags = dict(zip((form.objgen for form in forms if "/StructParents" in form), slot_tags(pdf), strict=True))
    for form in forms:
        private = form.PieceInfo[PIECE].Private
        width, height = (round(float(value) * 1000) for value in form.BBox[2:])
        head = {name: form[name] for name in ("/Type", "/Subtype", "/BBox", "/StructParents") if name in form}
        fonts = form.Resources.Font
        yield SlotForm(
            form.objgen[0],
            written(pikepdf.Dictionary(head)),
            " ".join(f"{name} {reference(font)}" for name, font in fonts.items()),
            width,
            height,
            bool(private.Mirrored),
            bool(private.Code),
            f"{white} {rounded(width, height, round(float(private.Radius) * 1000))} f",
            _tag(pdf, form, tags[form.objgen]) if form.objgen in tags else None,
            place_of(pdf, form),
        )


def _tag(pdf: pikepdf.Pdf, form: pikepdf.Object, tag: pikepdf.Object) -> SlotTag:
    head = pikepdf.Dictionary({name: item for name, item in tag.items() if name != "/K"})
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    keys = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    kids = " ".join(reference(kid) for kid in tag.K)
    return SlotTag(tag.objgen[0], written(head), kids, reference(tag.Pg), keys[int(form.StructParents)].objgen[0])


def place_of(pdf: pikepdf.Pdf, form: pikepdf.Object) -> tuple[int, int, int]:
    """Return the first place where a slot is drawn: the page's index, and where on the page."""
    for index, page in enumerate(pdf.pages):
        for _, matrix in places_of(page.obj, {form.objgen[0]}, SAME):
            return index, round(matrix.e * 1000), round(matrix.f * 1000)
    raise ValueError("no page draws the slot")


def places_of(holder: pikepdf.Object, slots: set[int], outer: pikepdf.Matrix) -> Iterator[tuple[int, pikepdf.Matrix]]:
    """Yield each place where a page, or a form that it draws, draws a slot: its number and its axes on the page."""
    forms = holder.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    stack, matrix = [outer], outer
    for line in pikepdf.parse_content_stream(holder, "q Q cm Do"):
        operator = str(line.operator)
        if operator == "q":
            stack.append(matrix)
        elif operator == "Q":
            matrix = stack.pop()
        elif operator == "cm":
            matrix = pikepdf.Matrix(*map(float, line.operands)) @ matrix
        else:
            form = forms[str(line.operands[0])]
            if form.get("/Subtype") != "/Form":
                continue
            axes = pikepdf.Matrix(form.Matrix) if "/Matrix" in form else SAME
            if form.objgen[0] in slots:
                yield form.objgen[0], axes @ matrix
            elif "/XObject" in form.get("/Resources", {}):
                yield from places_of(form, slots, axes @ matrix)


def written(dictionary: pikepdf.Dictionary) -> str:
    """Return the entries of a dictionary as they are written in a file, without its brackets."""
    return dictionary.unparse().decode("ascii").removeprefix("<<").removesuffix(">>").strip()


def rounded(width: int, height: int, radius: int) -> str:
    """Return the path of a rectangle with round corners."""
    if not radius:
        return f"0 0 {number(width)} {number(height)} re"
    far = round(radius * (1 - KAPPA))
    x, y = (0, far, radius, width - radius, width - far, width), (0, far, radius, height - radius, height - far, height)
    points = (
        ((x[2], y[0]), "m"), ((x[3], y[0]), "l"), ((x[4], y[0]), (x[5], y[1]), (x[5], y[2]), "c"),
        ((x[5], y[3]), "l"), ((x[5], y[4]), (x[4], y[5]), (x[3], y[5]), "c"),
        ((x[2], y[5]), "l"), ((x[1], y[5]), (x[0], y[4]), (x[0], y[3]), "c"),
        ((x[0], y[2]), "l"), ((x[0], y[1]), (x[1], y[0]), (x[2], y[0]), "c"),
    )  # fmt: skip
    return " ".join(
        " ".join(f"{number(at[0])} {number(at[1])}" for at in ends) + f" {operator}" for *ends, operator in points
    )


def number(thousandths: int) -> str:
    """Return a number of thousandths as it is written in a file, without zeros at its end."""
    sign, (whole, rest) = "-" if thousandths < 0 else "", divmod(abs(thousandths), 1000)
    return f"{sign}{whole}.{rest:03d}".rstrip("0").rstrip(".")
