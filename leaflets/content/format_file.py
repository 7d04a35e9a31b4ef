# SPDX-License-Identifier: MIT
"""The schema of formats, and everything that can be wrong with one.

formats.yaml of the package and `formats:` in data.yaml have the same schema, and are read by the same function.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, ValidationError

from leaflets.content.field_types import Line, Model, Slug, meanings_of
from leaflets.content.formats import Entry, complete, label_sheet, make_format, shipped_entries, widths_of
from leaflets.content.yaml.positions import Loaded, human
from leaflets.core.folds import FOLDS, FoldKind
from leaflets.core.formats import Carries, Format
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.suggest import suggest

LEAST_TUCK = 1.0
"""The least difference in width, in mm, at which a flap lies flat inside."""

BOOKLET_PAGES = range(4, 25, 4)
Millimetres = Annotated[float, Field(gt=0, le=3000, strict=True)]
Room = Annotated[float, Field(ge=0, le=297, strict=True)]
Copies = Annotated[int, Field(ge=1, le=50, strict=True)]
YesOrNo = Annotated[bool, Field(strict=True)]
_Finding = tuple[str, str, str, str]
"""A problem with an entry: the field (empty: the whole entry), the slug, the message, the hint."""


class WrongFormat(NamedTuple):
    """Something wrong with an entry, at its path in the file."""

    path: str
    slug: str
    message: str
    hint: str

    @property
    def at_value(self) -> bool:
        """Whether a field's value is wrong, not the entry as a whole."""
        return self.path.count(".") > 1


class FormatEntry(Model):
    """One format. Fields that are left out are taken from `like`, or have their usual value."""

    title: Line
    """The name for readers: "Folded leaflet"."""
    product: Line | None = None
    """The name for printers; if left out, the title."""
    like: Slug | None = None
    """A shipped format or one above, which supplies everything that is not given here."""
    pair_of: Slug | None = None
    """A poster above, placed twice side by side in two languages."""
    trim: tuple[Millimetres, Millimetres] | None = None
    """Width and height in mm of the flat, trimmed sheet: [210, 297]."""
    fold: FoldKind | None = None
    """How it is folded: none, half, roll, z or gate."""
    panels: Annotated[int, Field(ge=1, le=12, strict=True)] | list[Millimetres] | None = None
    """The number of panels side by side, or their widths in mm on the inside, from the left."""
    sides: Literal[1, 2] | None = None
    """The number of printed sides of a flat sheet; a folded sheet always has two."""
    booklet: YesOrNo | None = None
    """Whether its panels are numbered pages, which a printer receives as single pages."""
    pages: Literal["any"] | Annotated[int, Field(ge=1, le=24, strict=True)] | None = None
    """The number of pages, of a booklet a multiple of 4; `any`, if words run over on to as many pages as they need."""
    safe: Millimetres | None = None
    """The least distance of text from the trim and the folds, in mm."""
    bleed: Annotated[float, Field(ge=3, le=5, strict=True)] | None = None
    """The least bleed in mm; `publisher.press` may ask for more."""
    type_scale: Annotated[float, Field(gt=0, le=20, strict=True)] | None = None
    """The size of type and spacing relative to A4."""
    carries: Carries | None = None
    """How much of imprint and help it must carry: full, short or none."""
    office: YesOrNo | None = None
    """Whether it can be printed on a school's own printer; never if it is larger than A3."""
    press: YesOrNo | None = None
    """Whether it is printed at all; not if it is shown on screens, or shared."""
    up: tuple[Copies, Copies] | None = None
    """The number of labels on a sheet of A4, across and down: [3, 7]."""
    pitch: tuple[Millimetres, Millimetres] | None = None
    """The distance from the start of one label to the next, across and down, in mm; if left out, they touch."""
    origin: tuple[Room, Room] | None = None
    """The start of the first label, from the left and top of the sheet, in mm; if left out, labels are centred."""
    stock: Line | None = None
    """The usual paper stock."""
    bundles_of: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = None
    """The usual number of copies in a pack."""
    binding: Line | None = None
    """The usual binding."""
    display: Line | None = None
    """How many to print and where to put them, for the download site."""


class FormatFile(Model):
    """The whole file."""

    formats: dict[Slug, FormatEntry]


def read_formats(loaded: Loaded) -> Mapping[str, Format]:
    """Return the formats of a file by id, in order; ProblemsFound with everything that is wrong."""
    if loaded.problems:
        raise ProblemsFound(loaded.problems)
    try:
        file = FormatFile.model_validate(loaded.values)
    except ValidationError as error:
        from leaflets.content.values.explain import explain_errors

        raise ProblemsFound(explain_errors(error, loaded, FormatFile)) from None
    formats, wrong = make_formats(file.formats)
    if wrong:
        problems = ((one, Problem(one.slug, one.message, where=human(one.path), hint=one.hint)) for one in wrong)
        raise ProblemsFound(loaded.put(problem, one.path, at_value=one.at_value) for one, problem in problems)
    return formats


def own_formats(given: Mapping[str, FormatEntry]) -> tuple[dict[str, Format], list[WrongFormat]]:
    """Return the formats of a project that are right, and what is wrong with the others."""
    return make_formats(given, shipped_entries() if given else {})


def make_formats(
    given: Mapping[str, FormatEntry], shipped: Mapping[str, Entry] | None = None
) -> tuple[dict[str, Format], list[WrongFormat]]:
    """Return the formats that are right by id, in their order, and what is wrong with the others."""
    shipped = shipped or {}
    entries, formats, wrong = dict(shipped), dict[str, Format](), list[WrongFormat]()
    for name, one in given.items():
        entry: Entry = one.model_dump(exclude_unset=True)
        found = list(_check_references(entry, entries))
        if name in shipped:
            found = [("", "format-ships", f"'{name}' is a format that ships.", "give yours an id of its own.")]
        if not found:
            full = complete(entry, entries)
            found = list(_check(full))
            entries[name] = full
        if not found:
            formats[name] = make_format(name, **full)
        for field, slug, message, hint in found:
            wrong.append(WrongFormat(f"formats.{name}.{field}".rstrip("."), slug, message, hint))
    return formats, wrong


def _check_references(entry: Entry, above: Mapping[str, Entry]) -> Iterator[_Finding]:
    for field in ("like", "pair_of"):
        if field in entry and entry[field] not in above:
            message = f"there is no format '{entry[field]}' above this one."
            yield field, "unknown-format", message, suggest(entry[field], above)
    page = above.get(entry.get("pair_of", ""))
    if page and not _is_poster(page):
        message = f"'{entry['pair_of']}' is not a poster; a pair is two unfolded pages, printed on one side."
        yield "pair_of", "pair-of", message, "name a poster."
    for field in ("like", "trim", "fold", "panels", "sides", "booklet") if page else ():
        if field in entry:
            message = f"a pair takes its paper from '{entry['pair_of']}'."
            yield field, "pair-of", message, f"delete `{field}:`."


def _is_poster(entry: Entry) -> bool:
    return (
        entry.get("fold", "none") == "none"
        and entry.get("sides", 1) == 1
        and "pair_of" not in entry
        and entry.get("pages", 1) == 1
    )


def _check(entry: Entry) -> Iterator[_Finding]:
    if missing := [field for field in ("trim", "safe") if field not in entry]:
        for field in missing:
            says = meanings_of(FormatEntry)[field]
            yield "", "field-missing", f"'{field}' is missing. It says: {says}", f"add the line `{field}:` here."
        return
    kind, panels = entry.get("fold", "none"), entry.get("panels", 1)
    (width, height), safe = entry["trim"], entry["safe"]
    count = panels if isinstance(panels, int) else len(panels)
    fold = next((one for one in FOLDS[kind] if one.columns == count), None)
    if fold is None:
        counts = [one.columns for one in FOLDS[kind]]
        what = "a sheet without a fold" if kind == "none" else f"a {kind} fold"
        wanted = f"{' or '.join(map(str, counts))} panel{'' if counts == [1] else 's'}"
        message = f"{what} has {wanted} side by side, not {count}."
        hint = f"write {' or '.join(f'`panels: {number}`' for number in counts)}, or another `fold:`."
        yield "panels", "fold-panels", message, hint
        return
    if entry.get("booklet") and entry.get("pages", 4) not in BOOKLET_PAGES:
        message = f"a booklet of folded sheets has 4, 8, 12 pages or another multiple of 4, not {entry['pages']}."
        yield "pages", "booklet-pages", message, "write `pages: 8`, or leave the field out for one folded sheet."
    elif "pages" in entry and not entry.get("booklet") and (kind != "none" or entry.get("sides") == 2):
        message = "a format with `pages:` has no fold, and does not say how many sides it has."
        yield "pages", "pages-any", message, "take `pages:` out, or `sides:` and `fold:`."
    widths = widths_of(fold, width, panels)
    if abs(sum(widths) - width) > 0.01:
        message = f"the panels are {sum(widths):g} mm wide together, but the trim is {width:g} mm wide."
        yield "panels", "panels-width", message, f"correct a width, or write `panels: {count}`."
    outer = min((each for each, tuck in zip(widths, fold.tucks, strict=False) if not tuck), default=0.0)
    for each, tuck in zip(widths, fold.tucks, strict=False):
        if tuck and each > outer - LEAST_TUCK:
            message = f"a panel of {each:g} mm is folded in between panels of {outer:g} mm: it would not lie flat."
            hint = f"make it {fold.tuck:g} mm narrower, or write `panels: {count}` to have the widths worked out."
            yield "panels", "flap-too-wide", message, hint
    if min(*widths, height) <= 2 * safe:
        message = f"with text {safe:g} mm from each edge, no room is left on {min(*widths, height):g} mm."
        yield "safe", "safe-too-large", message, "write a smaller number."
    if "up" in entry or "pitch" in entry or "origin" in entry:
        yield from _check_labels(entry)
    elif entry.get("office") and not make_format("", **entry).office_sheet:
        message = f"{width:g} x {height:g} mm is too large for a school's own printer, which takes A4 and A3."
        yield "office", "office-too-large", message, "delete the line."


def _check_labels(entry: Entry) -> Iterator[_Finding]:
    if "up" not in entry:
        message = "the number of labels on the sheet is missing."
        yield "", "labels-up", message, "add `up: [3, 7]`: how many across and down."
        return
    if entry.get("fold", "none") != "none" or entry.get("sides", 1) != 1:
        yield "up", "labels-up", "a label has one side and no fold.", "remove `up:`, or `sides:` and `fold:`."
        return
    sheet = label_sheet(entry["trim"], entry["up"], entry.get("pitch"), entry.get("origin"))
    paper = (sheet.width, sheet.height)
    for way, words in enumerate(("across", "down")):
        size, count = entry["trim"][way], entry["up"][way]
        if sheet.pitch[way] < size:
            message = f"labels of {size:g} mm that begin every {sheet.pitch[way]:g} mm {words} overlap."
            yield "pitch", "labels-overlap", message, f"write {size:g} or more."
            continue
        end = round(sheet.origin[way] + (count - 1) * sheet.pitch[way] + size, 2)
        if end > paper[way] or sheet.origin[way] < 0:
            need = round(end - sheet.origin[way], 2)
            message = f"{count} labels {words} take {need:g} mm"
            message += f" from {sheet.origin[way]:g} mm on" if "origin" in entry else ""
            message += f", but A4 has {paper[way]:g} mm."
            most = int((paper[way] - max(sheet.origin[way], 0) - size) // sheet.pitch[way]) + 1
            yield "up", "labels-too-many", message, f"at most {most} fit {words}, or write a smaller `pitch:`."
