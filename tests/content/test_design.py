# SPDX-License-Identifier: MIT
"""Designs: how the risks of a project, however many, are shared out over the panels that carry them."""

from __future__ import annotations

import pytest

from leaflets.content.design import Design, share_out
from leaflets.content.load import load_designs
from leaflets.content.risk import Category
from leaflets.core.resources import SHIPPED, Resources

TRIFOLD = {7: [2, 2, 3], 8: [2, 3, 3], 10: [3, 3, 4], 11: [3, 4, 4], 13: [4, 4, 5]}
BOOKLET = {7: [4, 3], 10: [6, 4], 11: [7, 4], 13: [8, 5]}


@pytest.mark.parametrize("design, panels, shares", [("trifold", 3, TRIFOLD), ("booklet", 2, BOOKLET)])
def test_the_shipped_designs_share_risks_out_evenly(design: str, panels: int, shares: dict[int, list[int]]) -> None:
    rooms = load_designs(Resources(SHIPPED))[design].risks
    assert len(rooms) == panels
    assert {count: share_out(count, list(rooms.values())) for count in shares} == shares


@pytest.mark.parametrize("rooms", [[5, 5, 3], [8, 5], [1], [2, 9, 4, 4]])
def test_nothing_is_lost_and_no_room_is_crowded_while_another_could_take_more(rooms: list[int]) -> None:
    for count in range(40):
        shares = share_out(count, rooms)
        assert sum(shares) == count
        for share, room in zip(shares, rooms, strict=True):
            least = min((other + 1) / size for other, size in zip(shares, rooms, strict=True))
            assert share == 0 or (share - 0.5) / room <= least


def test_one_more_thing_moves_no_room_backwards() -> None:
    for count in range(40):
        before, after = share_out(count, [5, 5, 3]), share_out(count + 1, [5, 5, 3])
        assert all(one <= other for one, other in zip(before, after, strict=True))


def test_risks_keep_their_order_and_panels_that_a_format_lacks_get_none() -> None:
    design = Design(name="plain", risks={"inside-1": 2, "inside-2": 2, "extra": 9})
    shared = design.share(dict.fromkeys("abc", "contact"), {"cover", "inside-1", "inside-2"})
    assert shared == {"inside-1": ["a", "b"], "inside-2": ["c"]}
    assert design.share({"a": "contact"}, {"page"}) == {}


def test_each_group_has_a_panel_of_its_own_unless_that_crowds_one() -> None:
    """A category that is not a group joins the last one."""
    design = Design(name="plain", risks={"one": 1, "two": 1}, groups=["content", "contact"])
    risks: dict[str, Category] = {"a": "contact", "b": "content", "c": "commerce", "d": "contact"}
    assert design.share(risks, {"one", "two"}) == {"one": ["b"], "two": ["a", "c", "d"]}
    many: dict[str, Category] = {**risks, "e": "contact", "f": "contact"}
    assert design.share(many, {"one", "two"}) == {"one": ["b", "a", "c"], "two": ["d", "e", "f"]}
    assert design.group_of("commerce") == "contact"
