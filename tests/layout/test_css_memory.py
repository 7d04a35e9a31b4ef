# SPDX-License-Identifier: MIT
"""Variables that are worked out once still have the value of the element that asks for them."""

from __future__ import annotations

import pytest
import weasyprint

from leaflets.layout import render, weasyprint_patches

assert render  # its import installs the changes inside WeasyPrint

STYLE = """
:root { --size: 10px; --twice: calc(var(--size) * 2); --pair: 3px var(--size) }
.wide { --size: 40px }
.again { --twice: calc(var(--size) * 2) }
.round { --one: var(--other); --other: var(--one) }
div { height: 4px; width: var(--twice); padding: var(--pair) }
p { margin: 0; width: calc(var(--size) + 1px); height: var(--missing, var(--size)) }
b { display: block; width: var(--one, 7px); height: var(--size, 1px) }
"""
BODY = """
<div><p></p></div><div class="wide"><p></p></div><div class="wide again"><p></p></div><div><p></p></div>
<section class="wide"><div></div><p></p></section><section style="--size: 5px"><p></p></section>
<section class="round"><b></b></section><b></b>
"""


def sizes() -> list[tuple[str, float, float, float]]:
    """Return the name, width, height and left padding of each block of the page, in pixels."""
    document = weasyprint.HTML(string=BODY).render(stylesheets=[weasyprint.CSS(string=STYLE)])
    boxes = document.pages[0]._page_box.descendants()
    return [
        (box.element_tag, box.width, box.height, box.padding_left)
        for box in boxes
        if box.element_tag in ("div", "p", "b")
    ]


def test_variables_have_the_value_of_their_element_and_a_second_page_the_same() -> None:
    found = sizes()
    widths = {name: [width for tag, width, _, _ in found if tag == name] for name in ("div", "p")}
    assert widths == {"div": [20, 20, 80, 20, 20], "p": [11, 41, 41, 11, 41, 6]}
    assert [height for tag, _, height, _ in found if tag == "p"] == [10, 40, 40, 10, 40, 5]
    assert sizes() == found


def test_the_outcome_is_that_of_weasyprint_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = sizes()
    for patch in weasyprint_patches.PATCHES:
        if patch.name in ("resolve_var", "Pending.solve"):
            attribute = patch.name.rpartition(".")[2]
            patched = getattr(patch.owner, attribute)
            held = dict(zip(patched.__code__.co_freevars, patched.__closure__, strict=True))
            monkeypatch.setattr(patch.owner, attribute, held["original"].cell_contents)
    assert sizes() == remembered
