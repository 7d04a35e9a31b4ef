# SPDX-License-Identifier: MIT
"""Formats read from YAML: what is worked out, and what is said when an entry cannot be cut, folded or read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import leaflets
from leaflets.content import formats, load
from leaflets.content.format_file import FormatEntry, read_formats
from leaflets.content.formats import SHIPPED, make_format, shipped_entries, shipped_formats
from leaflets.content.yaml.reader import read_text
from leaflets.core.edition import Layout
from leaflets.core.formats import Format
from leaflets.core.problems import ProblemsFound

PACKAGE = Path(leaflets.__file__).parent
LEAFLET = """\
formats:
  leaflet:
    title: Leaflet
    trim: [297, 210]
    panels: 3
    fold: roll
    safe: 8
"""


def read(text: str) -> dict[str, Format]:
    return dict(read_formats(read_text(text, "formats.yaml")))


def said(text: str) -> str:
    """Return what is wrong with a file, without its hints' own line."""
    with pytest.raises(ProblemsFound) as found:
        read(text)
    return "\n".join(
        f"{problem.line}:{problem.column}: {problem.where}: {problem.message} {problem.hint} [{problem.slug}]"
        for problem in found.value.problems
    )


def changed(old: str, new: str) -> str:
    assert old in LEAFLET
    return LEAFLET.replace(old, new)


def test_the_formats_that_ship_pass_the_checks_and_are_read_alike_without_them() -> None:
    assert read(SHIPPED.read_text(encoding="utf-8")) == shipped_formats()
    assert len(shipped_formats()) > 10


def test_the_formats_that_ship_are_those_that_were_printed_so_far() -> None:
    """A leaflet that was printed last year must come out of the press this year as it did."""
    trifold = shipped_formats()["trifold-dl"]
    assert [(panel.name, panel.width) for panel in trifold.panels] == [
        *(("cover", 100), ("flap", 97), ("inside-1", 100), ("inside-2", 100), ("inside-3", 97), ("back", 100)),
    ]
    assert trifold.faces == (("flap", "back", "cover"), ("inside-1", "inside-2", "inside-3"))
    assert shipped_formats()["booklet-a5"].faces == (("page-4", "page-1"), ("page-2", "page-3"))
    assert (shipped_formats()["poster-a3"].safe, shipped_formats()["poster-a3"].root_pt) == (14.14, 16.97)


def test_what_like_leaves_out_is_taken_from_it_but_for_its_names() -> None:
    found = read(f"{LEAFLET}  wide:\n    like: leaflet\n    title: Wide leaflet\n    trim: [420, 297]\n")
    wide = found["wide"]
    assert (wide.flat, wide.safe, wide.fold) == ((420, 297), 8, found["leaflet"].fold)
    assert wide.product == "Wide leaflet"
    assert [panel.width for panel in wide.panels][:2] == [141, 138]


def test_a_fold_of_any_size_gets_its_widths_to_a_hundredth_and_they_add_up() -> None:
    for width in (200, 250, 297, 299, 420, 333.3):
        form = make_format("it", title="", product="", trim=(width, 210), safe=5, fold="z", panels=3)
        assert sum(form.columns) == pytest.approx(width)
        assert all(round(column, 2) == pytest.approx(column) for column in form.columns)


def test_a_pair_is_two_of_its_poster_side_by_side_without_a_fold() -> None:
    spread = shipped_formats()["spread-a3"]
    assert spread.flat == (420, 297) and spread.sides("ltr")[0].folds == ()
    whole = Layout("guide", "guide", "spread-a3", "en+ur", "ES-01")
    assert [part.id for part in spread.parts(whole)] == ["guide.poster-a4.en", "guide.poster-a4.ur"]
    assert shipped_formats()["poster-a4"].parts(whole) == (whole,)


@pytest.mark.parametrize(
    ("trim", "sides", "sheet"),
    [
        ((297, 210), 1, ("A4", 1, 1, True)),
        ((420, 297), 1, ("A3", 1, 1, True)),
        ((148, 210), 1, ("A4", 2, 1, False)),
        ((105, 148), 2, ("A4", 2, 2, False)),
        ((250, 350), 1, ("A3", 1, 1, False)),
        ((420, 594), 1, None),
        ((850, 2000), 1, None),
    ],
)
def test_an_office_printer_gets_the_piece_or_copies_to_cut_out_or_nothing(
    trim: tuple[float, float], sides: int, sheet: tuple[str, int, int, bool] | None
) -> None:
    form = make_format("it", title="", product="", trim=trim, safe=5, sides=sides)
    found = form.office_sheet
    assert (found and (found.paper, found.columns, found.rows, found.whole)) == sheet
    assert ("office" in form.purposes) == (sheet is not None)
    assert len(form.page_sizes("office")) == (sides if sheet else 0)


@pytest.mark.parametrize("purpose", ["office", "press"])
def test_what_a_format_is_not_for_has_no_edition(purpose: str) -> None:
    given: dict[str, Any] = {purpose: False}
    form = make_format("it", title="", product="", trim=(210, 297), safe=5, **given)
    assert set(form.purposes) == {"screen", "office", "press"} - {purpose}


def test_what_is_shown_or_shared_and_never_printed_is_not_for_the_press() -> None:
    never = [name for name, form in shipped_formats().items() if "press" not in form.purposes]
    assert never == ["screen-16x9", "share-square", "share-story"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    safe: 8\n", "", "2:3: formats.leaflet: 'safe' is missing. It says: The least distance of text"),
        ("[297, 210]", "[297]", "4:11: formats.leaflet.trim: two numbers were expected here, not 1. write width"),
        ("[297, 210]", '[297, "210 mm"]', "formats.leaflet.trim, entry 2: '210 mm' is not a number."),
        ("roll", "rol", "'rol' is not one of none, half, roll, z, gate. did you mean 'roll'?"),
        ("panels: 3", "panels: three", "5:13: formats.leaflet.panels: 'three' is not a whole number."),
        (
            "panels: 3",
            "panels: 5",
            "a roll fold has 3 or 4 panels side by side, not 5. write `panels: 3` or `panels: 4`",
        ),
        ("panels: 3", "panels: [100, 100, 90]", "the panels are 290 mm wide together, but the trim is 297 mm wide."),
        ("panels: 3", "panels: [99, 99, 99]", "a panel of 99 mm is folded in between panels of 99 mm"),
        ("panels: 3", "panels: [100, wide, 97]", "formats.leaflet.panels, entry 2: 'wide' is not a number."),
        ("    fold: roll\n", "", "a sheet without a fold has 1 panel side by side, not 3."),
        ("safe: 8", "safe: 60", "with text 60 mm from each edge, no room is left on 97 mm."),
        ("safe: 8", "stok: silk\n    safe: 8", "'stok' is not a known name here. did you mean 'stock'?"),
        ("safe: 8", "office: perhaps\n    safe: 8", "'perhaps' is neither true nor false."),
        ("[297, 210]", "[594, 420]\n    office: true", "594 x 420 mm is too large for a school's own printer"),
        ("    title: Leaflet\n", "", "'title' is missing."),
        (
            "    title: Leaflet\n",
            "    title: Leaflet\n    like: leafet\n",
            "there is no format 'leafet' above this one.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_to_do(old: str, new: str, expected: str) -> None:
    found = said(changed(old, new))
    assert expected in found, found
    assert "\n" not in found, "one mistake is one problem"


def test_a_format_has_one_page_or_so_many_each_of_one_side() -> None:
    poster = "formats:\n  frames:\n    title: Frames\n    trim: [210, 297]\n    safe: 8\n    pages: 3\n"
    found = read(
        f"{poster}  one:\n    like: frames\n    title: One\n    pages: 1\n  two:\n    title: Two\n    pair_of: one\n"
    )
    assert found["frames"].faces == (("page-1",), ("page-2",), ("page-3",))
    assert [found["frames"].page_sizes(purpose) for purpose in found["frames"].purposes] == [((210, 297),) * 3] * 3
    assert found["one"].faces == (("page",),) and found["two"].flat == (420, 297)
    assert "'frames' is not a poster" in said(f"{poster}  two:\n    title: Two\n    pair_of: frames\n")
    assert "a format with `pages:` has no fold" in said(changed("panels: 3", "panels: 3\n    pages: 3"))


def test_a_pair_must_be_of_a_poster_and_takes_its_paper() -> None:
    pair = f"{LEAFLET}  pair:\n    title: Pair\n    pair_of: leaflet\n    trim: [10, 10]\n"
    assert "'leaflet' is not a poster" in said(pair)
    assert "a pair takes its paper from 'leaflet'. delete `trim:`." in said(pair)


def test_a_mistake_in_the_file_that_ships_stops_a_start_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "formats.yaml"
    for old, new in (("fold: roll", "fold: rol"), ("safe: 8", "safety: 8"), ("    safe: 8\n", "")):
        wrong.write_text(changed(old, new), encoding="utf-8")
        for module in (formats, load):
            monkeypatch.setattr(module, "SHIPPED", wrong)
        shipped_entries.cache_clear()
        shipped_formats.cache_clear()
        with pytest.raises(ProblemsFound) as found:
            load.load_formats()
        assert found.value.problems[0].line > 1 and found.value.problems[0].file == "formats.yaml"
    shipped_entries.cache_clear()
    shipped_formats.cache_clear()


def test_everything_is_said_at_once() -> None:
    text = changed("panels: 3", "panels: 7") + "  other:\n    like: nothing\n    title: Other\n"
    assert len(said(text).splitlines()) == 2


def test_an_entry_with_every_field_becomes_a_format() -> None:
    values: dict[str, Any] = {"title": "A", "product": "B", "trim": (210, 297), "fold": "none", "panels": 1, "sides": 2}
    values |= {"booklet": False, "pair_of": "", "safe": 10, "bleed": 3, "type_scale": 1, "carries": "full"}
    values |= {
        "office": True,
        "press": True,
        "pages": "any",
        "up": (1, 2),
        "pitch": (210, 297),
        "origin": (0, 0),
        "stock": "C",
        "bundles_of": 1,
        "binding": "D",
        "display": "E",
    }
    assert set(FormatEntry.model_fields) == {*values, "like"}
    make_format("it", **values)


def test_the_comment_at_the_head_of_the_file_explains_every_field() -> None:
    head = SHIPPED.read_text(encoding="utf-8").partition("\nformats:")[0]
    assert [field for field in FormatEntry.model_fields if not re.search(rf"(?m)^#   .*\b{field}\b", head)] == []


def test_no_code_and_no_template_of_the_program_names_a_format() -> None:
    named = re.compile("|".join(rf"[\"']{re.escape(name)}[\"']" for name in shipped_formats()))
    looked_at = 0
    paths = [*PACKAGE.rglob("*.py"), *(PACKAGE.parent / "templates" / "site").rglob("*.html")]
    for path in paths:
        looked_at += 1
        text = path.read_text(encoding="utf-8")
        assert not (found := named.findall(text)), f"{path} names {found}"
    assert looked_at > 150
    assert formats.SHIPPED.parent == PACKAGE / "content"


LABELS = """\
formats:
  sticker:
    title: Sticker
    trim: [63.5, 38.1]
    up: [3, 7]
    pitch: [66, 38.1]
    origin: [7, 15]
    safe: 3
"""


def test_labels_lie_on_the_sheet_where_they_are_said_to_and_nothing_is_cut() -> None:
    sheet = read(LABELS)["sticker"].office_sheet
    assert sheet and (sheet.paper, sheet.columns, sheet.rows, sheet.pitch, sheet.origin) == (
        *("A4", 3, 7, (66, 38.1), (7, 15)),
    )
    assert not sheet.cut and not sheet.whole


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[3, 7]", "[4, 7]", "5:9: formats.sticker.up: 4 labels across take 261.5 mm from 7 mm on, but A4 has 210 mm."),
        ("[66, 38.1]", "[60, 38.1]", "6:12: formats.sticker.pitch: labels of 63.5 mm that begin every 60 mm across"),
        ("    up: [3, 7]\n", "", "2:3: formats.sticker: the number of labels on the sheet is missing."),
        ("    up: [3, 7]\n", "    up: [3, 7]\n    sides: 2\n", "a label has one side and no fold."),
        ("[3, 7]", "[3]", "formats.sticker.up: two numbers were expected here, not 1."),
        ("[3, 7]", "[3, 0]", "formats.sticker.up, entry 2: '0' must be at least 1"),
    ],
)
def test_a_sheet_that_cannot_hold_its_labels_is_said(old: str, new: str, expected: str) -> None:
    assert old in LABELS
    found = said(LABELS.replace(old, new))
    assert expected in found and "\n" not in found, found
