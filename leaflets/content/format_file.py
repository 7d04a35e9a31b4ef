# SPDX-License-Identifier: MIT
"""The schema of a file of formats, and all that can be wrong with one: what a field may hold, and what must agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from leaflets.content.field_types import Line, Model, Slug
from leaflets.content.form.explain import explain_errors
from leaflets.content.formats import Entry, complete, make_format, widths_of
from leaflets.content.yaml.positions import Loaded, human
from leaflets.core.folds import FOLDS, FoldKind
from leaflets.core.formats import Carries, Format
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.suggest import suggest

LEAST_TUCK = 1.0
"""A flap that is not narrower by so many mm does not lie flat inside."""

Millimetres = Annotated[float, Field(gt=0, le=3000, strict=True)]
YesOrNo = Annotated[bool, Field(strict=True)]
_Finding = tuple[str, str, str, str]
"""What is wrong with an entry: the field (empty: the whole entry), the slug, what was found, what to do."""


class FormatEntry(Model):
    """One format. What it leaves out is taken from `like`, or is what is usual."""

    title: Line
    """What readers call it, in words: "Folded leaflet"."""
    product: Line | None = None
    """What printers call it; without it, the title."""
    like: Slug | None = None
    """A format above, from which everything is taken that is not given here."""
    pair_of: Slug | None = None
    """A poster above, of which two stand side by side, in two languages."""
    trim: tuple[Millimetres, Millimetres] | None = None
    """Width and height in mm of the flat, trimmed sheet: [210, 297]."""
    fold: FoldKind | None = None
    """How it is folded: none, half, roll, z or gate."""
    panels: Annotated[int, Field(ge=1, le=12, strict=True)] | list[Millimetres] | None = None
    """How many panels lie side by side, or their widths in mm on the inside, from the left."""
    sides: Literal[1, 2] | None = None
    """How many sides of a flat sheet are printed; a folded one has two."""
    booklet: YesOrNo | None = None
    """Are its panels numbered pages, which a printer gets one by one?"""
    safe: Millimetres | None = None
    """How far text keeps from the trim and from the folds, in mm."""
    bleed: Annotated[float, Field(ge=3, le=5, strict=True)] | None = None
    """The least that colour runs over the trimmed edge, in mm; `publisher.press` may ask for more."""
    type_scale: Annotated[float, Field(gt=0, le=20, strict=True)] | None = None
    """How large type and spacing are, beside A4."""
    carries: Carries | None = None
    """How much of imprint and help it must carry: full, short or none."""
    office: YesOrNo | None = None
    """Is it for a school's own printer? What is too large for A3 never is."""
    stock: Line | None = None
    """The usual paper."""
    bundles_of: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = None
    """How many copies are usually wrapped together."""
    binding: Line | None = None
    """How it is usually bound."""


class FormatFile(Model):
    """The whole file."""

    formats: dict[Slug, FormatEntry]


def read_formats(loaded: Loaded) -> Mapping[str, Format]:
    """Return the formats of a file by id, in its order; ProblemsFound with everything that is wrong."""
    if loaded.problems:
        raise ProblemsFound(loaded.problems)
    try:
        file = FormatFile.model_validate(loaded.values)
    except ValidationError as error:
        raise ProblemsFound(explain_errors(error, loaded, FormatFile)) from None
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for name, given in file.formats.items():
        entry: Entry = given.model_dump(exclude_unset=True)
        found = list(_check_references(entry, entries))
        if not found:
            entries[name] = complete(entry, entries)
            found = list(_check(entries[name]))
        for field, slug, message, hint in found:
            path = f"formats.{name}.{field}".rstrip(".")
            problem = Problem(slug, message, where=human(path), hint=hint)
            problems.append(loaded.put(problem, path, at_value=bool(field)))
    if problems:
        raise ProblemsFound(problems)
    return {name: make_format(name, **entry) for name, entry in entries.items()}


def _check_references(entry: Entry, above: Mapping[str, Entry]) -> Iterator[_Finding]:
    """Yield what is wrong with the formats that an entry names."""
    for field in ("like", "pair_of"):
        if field in entry and entry[field] not in above:
            message = f"there is no format '{entry[field]}' above this one."
            yield field, "unknown-format", message, suggest(entry[field], above, "name one that stands above.")
    page = above.get(entry.get("pair_of", ""))
    if page and not _is_poster(page):
        message = f"'{entry['pair_of']}' is not a poster; a pair is two pages printed on one side, without a fold."
        yield "pair_of", "pair-of", message, "name a poster."
    for field in ("like", "trim", "fold", "panels", "sides", "booklet") if page else ():
        if field in entry:
            message = f"a pair takes its paper from '{entry['pair_of']}'."
            yield field, "pair-of", message, f"delete `{field}:`."


def _is_poster(entry: Entry) -> bool:
    return entry.get("fold", "none") == "none" and entry.get("sides", 1) == 1 and "pair_of" not in entry


def _check(entry: Entry) -> Iterator[_Finding]:
    """Yield what is missing from a complete entry, and what cannot be cut or folded."""
    if missing := [field for field in ("trim", "safe") if field not in entry]:
        for field in missing:
            says = FormatEntry.model_fields[field].description
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
        message = f"{what} has {wanted} side by side, and here {'is 1' if count == 1 else f'are {count}'}."
        hint = f"write {' or '.join(f'`panels: {number}`' for number in counts)}, or another `fold:`."
        yield "panels", "fold-panels", message, hint
        return
    widths = widths_of(fold, width, panels)
    if abs(sum(widths) - width) > 0.01:
        message = f"the panels are {sum(widths):g} mm wide together, and the trim is {width:g} mm wide."
        yield "panels", "panels-width", message, f"correct a width, or write `panels: {count}`."
    outer = min((each for each, tuck in zip(widths, fold.tucks, strict=False) if not tuck), default=0.0)
    for each, tuck in zip(widths, fold.tucks, strict=False):
        if tuck and each > outer - LEAST_TUCK:
            message = f"a panel of {each:g} mm is folded in between panels of {outer:g} mm: it would not lie flat."
            hint = f"make it {fold.tuck:g} mm narrower, or write `panels: {count}`, and the widths are worked out."
            yield "panels", "flap-too-wide", message, hint
    if min(*widths, height) <= 2 * safe:
        message = f"text keeps {safe:g} mm from each edge: nothing is left of {min(*widths, height):g} mm."
        yield "safe", "safe-too-large", message, "write a smaller number."
    if entry.get("office") and not make_format("", **entry).office_sheet:
        message = f"{width:g} x {height:g} mm is too large for a school's own printer, which has A4 and A3."
        yield "office", "office-too-large", message, "delete the line."
