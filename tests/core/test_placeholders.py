# SPDX-License-Identifier: MIT
"""Placeholders: what a sentence leaves room for is found, and nothing else."""

from __future__ import annotations

import pytest

from leaflets.core.messages import BRACES, COPIED, FACT, VALUE

SENTENCE = "Call {childline.phone} in {area}, or see %(address)s; 100 %% free. {Not this} {a.b.c} %d"


def test_facts_and_values_are_found_by_their_names() -> None:
    assert FACT.findall(SENTENCE) == ["childline.phone", "area"]
    assert VALUE.findall(SENTENCE) == ["address"]
    assert BRACES.findall(SENTENCE) == ["childline.phone", "area", "Not this", "a.b.c"]


def test_a_translator_copies_every_placeholder() -> None:
    assert COPIED.findall(SENTENCE) == ["{childline.phone}", "{area}", "%(address)s", "%%", "{a.b.c}"]


@pytest.mark.parametrize("text", ["{}", "{Area}", "{area", "%(Name)s", "%s", "%(name)d", "{a b}"])
def test_what_only_looks_like_a_placeholder_is_not_one(text: str) -> None:
    assert not FACT.search(text) and not VALUE.search(text)
