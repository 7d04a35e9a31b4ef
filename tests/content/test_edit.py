# SPDX-License-Identifier: MIT
"""Editing a YAML text: one value changes, and every other character stays."""

from __future__ import annotations

import pytest
from broken import delete_value

from leaflets.content.yaml.edit import set_values
from leaflets.content.yaml.reader import read_text

TEXT = """\
# top
a:
  b: 1  # one
  # about c
  c: {d: x, e: [1, 2]}

f: >-
  two
  lines

# about g
g:
  - x
  - y
"""


@pytest.mark.parametrize(
    ("path", "name", "value", "old", "new"),
    [
        ("a", "b", 2, "b: 1 ", "b: 2 "),
        ("a.c", "d", "y: z", "d: x", 'd: "y: z"'),
        ("a.c", "e", [], "[1, 2]", "[]"),
        ("a.c", "n", True, "[1, 2]}", "[1, 2], n: true}"),
        ("a", "c", "words", "{d: x, e: [1, 2]}", '"words"'),
        ("a", "n", "new", "[1, 2]}\n", '[1, 2]}\n  n: "new"\n'),
        ("", "f", "short", ">-\n  two\n  lines\n", '"short"\n'),
        ("", "g", {"h": 1}, "g:\n  - x\n  - y\n", 'g: {"h": 1}\n'),
    ],
)
def test_a_value_is_set_in_its_place(path: str, name: str, value: object, old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    after = set_values(TEXT, path, {name: value})
    assert after == TEXT.replace(old, new)
    assert read_text(after, "x").value(f"{path}.{name}" if path else name) == value


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("a.b", "  b: 1  # one\n", ""),
        ("a.c.d", "d: x, ", ""),
        ("a.c.e", ", e: [1, 2]", ""),
        ("a.c.e.1", ", 2", ""),
        ("f", "f: >-\n  two\n  lines\n", ""),
        ("g.0", "  - x\n", ""),
        ("g", "g:\n  - x\n  - y\n", ""),
    ],
)
def test_an_entry_is_deleted_with_its_line(path: str, old: str, new: str) -> None:
    assert delete_value(TEXT, path) == TEXT.replace(old, new)


def test_a_new_name_goes_above_the_comment_of_the_name_that_it_precedes() -> None:
    assert "  b: 1  # one\n  n: 1\n  # about c\n  c:" in set_values(TEXT, "a", {"n": 1}, before="c")


def test_an_empty_value_is_filled() -> None:
    text = "a:  # soon\nb: {c: }\n"
    assert set_values(text, "", {"a": 1}) == "a: 1  # soon\nb: {c: }\n"
    assert set_values(text, "b", {"c": 1}) == "a:  # soon\nb: {c: 1 }\n"


def test_a_last_line_without_an_end_gets_one() -> None:
    assert set_values("a: 1", "", {"b": 2}) == "a: 1\nb: 2\n"


@pytest.mark.parametrize("path", ["x", "a.x.y", "a.b.c", "f.0", "g.7"])
def test_a_place_that_is_not_there_is_an_error(path: str) -> None:
    with pytest.raises(KeyError):
        set_values(TEXT, path, {"n": 1})
    with pytest.raises(KeyError):
        delete_value(TEXT, path)


@pytest.mark.parametrize("block", ["f: |\n  \n  two\n", "f: |\n \ttwo\n"])
def test_text_that_only_the_exact_parser_reads_is_edited_too(block: str) -> None:
    assert set_values(f"{block}a:\n  b: 1\n", "a", {"b": 2}) == f"{block}a:\n  b: 2\n"
