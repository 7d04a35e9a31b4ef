# SPDX-License-Identifier: MIT
"""Folds: paper that is folded as a fold says lies as it says, and the drawing of it crosses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from leaflets.content.formats import make_format
from leaflets.core.folds import FLAT, FOLDS, Fold, FoldKind
from leaflets.core.formats import Format

FOLDED = [(kind, fold) for kind, folds in FOLDS.items() for fold in folds if fold != FLAT]
NAMES = [f"{kind}-{fold.columns}" for kind, fold in FOLDED]
each_fold = pytest.mark.parametrize(("kind", "fold"), FOLDED, ids=NAMES)
HANDED = {
    "half-2": [("over", 1)],
    "roll-3": [("under", 2), ("over", 1)],
    "roll-4": [("under", 3), ("under", 2), ("over", 1)],
    "z-3": [("over", 1), ("back", 2)],
    "z-4": [("over", 1), ("back", 2), ("forth", 3)],
    "gate-4": [("over", 1), ("under", 3), ("over", 2)],
}
"""How somebody folds each at a table, the inside up: `over` turns what is left of a fold over what is right of it;
`under` turns what is right of it over what is left; `back` and `forth` turn what is right of it beneath the rest."""


def form_of(kind: FoldKind, fold: Fold) -> Format:
    return make_format("it", title="It", product="It", trim=(297, 210), safe=8, fold=kind, panels=fold.columns)


def by_hand(name: str, columns: int) -> list[int]:
    """Return the columns from the top down after folding as HANDED says."""
    stacks = [[column] for column in range(1, columns + 1)]
    lines = list(range(1, columns))
    for way, line in HANDED[name]:
        place = lines.index(line)
        left, right = stacks[place], stacks[place + 1]
        if way in ("over", "under"):
            moved, still = (left, right) if way == "over" else (right, left)
            stacks[place : place + 2] = [moved[::-1] + still]
        else:
            stacks[place : place + 2] = [left + right[::-1]]
        lines.remove(line)
    (stack,) = stacks
    return stack


@each_fold
def test_folded_by_hand_the_panels_lie_as_the_table_says(kind: FoldKind, fold: Fold) -> None:
    assert by_hand(f"{kind}-{fold.columns}", fold.columns) == list(fold.layers)


@each_fold
def test_the_cover_is_on_top_and_the_back_at_the_bottom(kind: FoldKind, fold: Fold) -> None:
    behind = dict(zip(range(fold.columns, 0, -1), fold.outside, strict=True))
    assert behind[fold.layers[0]] == "cover"
    last = fold.layers[-1]
    turned = (last - fold.layers[0]) % 2 == 0  # it looks the way the cover does, so its inside is outermost
    if "back" in fold.outside:
        assert behind[last] == "back" and not turned
    else:
        assert turned, "inside 3 of a Z is its back"


@each_fold
def test_every_panel_is_read_once_and_lies_once(kind: FoldKind, fold: Fold) -> None:
    assert sorted(fold.reading_order) == sorted((*fold.outside, *fold.inside))
    assert len(set(fold.reading_order)) == 2 * fold.columns
    assert fold.reading_order[0] == "cover"
    assert [name for name in fold.reading_order if name.startswith("inside")] == list(fold.inside)


@each_fold
def test_widths_add_up_and_what_is_folded_in_is_narrower(kind: FoldKind, fold: Fold) -> None:
    widths = fold.widths(297)
    assert sum(widths) == pytest.approx(297)
    assert max(fold.edges(widths)) == max(widths) and min(fold.edges(widths)) == 0
    for column in fold.layers[1:-1]:
        inner = kind in ("roll", "gate")
        assert (widths[column - 1] < max(widths)) == inner, "what lies between two others must not touch their folds"


def lines_of(fold: Fold, widths: tuple[float, ...]) -> Iterator[tuple[str, float, tuple[float, float]]]:
    """Yield the pieces of the folded sheet seen from its edge: panels lie at a depth, folds stand at a place."""
    edges, depths = fold.edges(widths), fold.depths()
    for column, depth in enumerate(depths):
        yield "panel", depth, (min(edges[column : column + 2]), max(edges[column : column + 2]))
    for line in range(1, fold.columns):
        yield "fold", edges[line], (min(depths[line - 1 : line + 1]), max(depths[line - 1 : line + 1]))


@each_fold
def test_paper_passes_through_no_other_paper(kind: FoldKind, fold: Fold) -> None:
    pieces = list(lines_of(fold, fold.widths(297)))
    panels = [(depth, span) for what, depth, span in pieces if what == "panel"]
    assert sorted(depth for depth, _ in panels) == list(range(fold.columns)), "each panel lies at a depth of its own"
    for what, x, (top, bottom) in pieces:
        if what == "fold":
            crossed = [depth for depth, (start, end) in panels if top < depth < bottom and start <= x <= end]
            assert not crossed, f"the fold at {x} mm goes through the panels {crossed}"


def test_a_fold_that_cannot_be_is_found_by_that() -> None:
    tight = FOLDS["roll"][0]._replace(tucks=())
    panels = [(depth, span) for what, depth, span in lines_of(tight, tight.widths(297)) if what == "panel"]
    folds = [(x, span) for what, x, span in lines_of(tight, tight.widths(297)) if what == "fold"]
    assert any(
        top < depth < bottom and start <= x <= end for x, (top, bottom) in folds for depth, (start, end) in panels
    )


@each_fold
def test_cip4_counts_finished_pages(kind: FoldKind, fold: Fold) -> None:
    assert fold.catalogue.startswith(f"F{2 * fold.columns}-")


def test_every_kind_is_in_the_table_and_each_number_of_panels_once() -> None:
    assert set(FOLDS) == set(get_args(FoldKind))
    for folds in FOLDS.values():
        assert len({fold.columns for fold in folds}) == len(folds)


@each_fold
def test_languages_from_right_to_left_fold_the_other_way(kind: FoldKind, fold: Fold) -> None:
    form = form_of(kind, fold)
    for side, mirrored in zip(form.sides("ltr"), form.sides("rtl"), strict=True):
        assert side.panels == mirrored.panels[::-1]
        assert [297 - at for at in reversed(side.folds)] == pytest.approx(list(mirrored.folds))


@each_fold
def test_both_sides_are_folded_at_the_same_places(kind: FoldKind, fold: Fold) -> None:
    outside, inside = form_of(kind, fold).sides("ltr")
    assert [297 - at for at in reversed(outside.folds)] == pytest.approx(list(inside.folds))
    assert (outside.name, inside.name) == ("outside", "inside")
