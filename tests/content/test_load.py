# SPDX-License-Identifier: MIT
"""Loading: values keep their places, and whatever is wrong with the text is said in plain words."""

from __future__ import annotations

import datetime
import os
import random
from contextlib import suppress
from pathlib import Path

import pytest
from patience import within_cpu_seconds
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from validated import validate

from leaflets.content.load import Loaded, load_data, load_design, load_designs
from leaflets.content.yaml.complaints import find_hidden
from leaflets.content.yaml.document import MAX_DEPTH, YamlDocument
from leaflets.content.yaml.events import NotYaml, Parser, fast, meaning, thorough
from leaflets.content.yaml.reader import read_shipped, read_text
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.core.resources import SHIPPED, Resources

RIGHT = Path(__file__).parents[1] / "problems" / "right.yaml"
PACKAGE = Path(__file__).parents[2]
ODD = (
    *":-#'\"[]{},&*!|>%@`? \t~=<.019eExXoOnNyY_/\\äß—😀",
    "\n  ",
    "\n- ",
    ": ",
    " #",
    "---\n",
    "null",
    "0x1F",
    "0o17",
    "|",
    "|#",
    "|\n \n",
    ">-\n  \n",
)
"""What people type, paste and lose."""
WORDS = (
    "yes no on Off NO true True tRue false null Null nULL ~ ~x = << 0 00 007 0800 -1 +1 +44 1_000 1e3 1.5e3 1. .5 .inf "
    "-.INF .nan 0x1F 0o17 017 0b1 12:30 12:30:45 1.10 1.1.1 2026-01-02 2026-13-45 2026-1-2 2026-01-02T10:00:00Z - . .. "
    "24/7 116123 123456789 1234567890123 0x 0.0 -0.0 1.123456789012 １２ ٣"
)
"""Words without quotes that might mean something else."""


def slugs(text: str) -> list[str]:
    """Return the kinds of problem that reading the text finds."""
    try:
        return [problem.slug for problem in read_text(text, "data.yaml").problems]
    except ProblemsFound as found:
        return [problem.slug for problem in found.problems]


def test_values_are_plain_and_typed() -> None:
    loaded = read_text(
        'a: 1\nb: 2026-11-23\nc: "2026-11-23"\nd: [yes, no, true]\ne:\nf: >-\n  two\n  lines\n', "data.yaml"
    )
    assert loaded.values == {
        "a": 1,
        "b": datetime.date(2026, 11, 23),
        "c": "2026-11-23",
        "d": ["yes", "no", True],
        "e": None,
        "f": "two lines",
    }
    assert loaded.problems == ()


def test_every_key_value_and_item_has_its_place() -> None:
    loaded = read_text("# first line\na:\n  b: [x, 0800]\n  c: {d: e}\n", "data.yaml")
    places = {path: (p.line, p.column, p.value_line, p.value_column) for path, p in loaded.places.items() if path}
    assert places == {
        "a": (2, 1, 3, 3),
        "a.b": (3, 3, 3, 6),
        "a.b.0": (3, 7, 3, 7),
        "a.b.1": (3, 10, 3, 10),
        "a.c": (4, 3, 4, 6),
        "a.c.d": (4, 7, 4, 10),
    }
    assert loaded.places["a.b.1"].text == "0800"
    assert loaded.place("a.c.missing.deeper") == loaded.places["a.c"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(ending: str, mark: str) -> None:
    loaded = read_text(mark + ending.join(["a: 1", "b: x"]), "data.yaml")
    assert loaded.values == {"a": 1, "b": "x"}
    assert loaded.problems == ()
    assert loaded.places["b"].line == 2


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("a: 1\na: 2\n", "duplicate-key"),
        ("a: {b: 1, b: 2}\n", "duplicate-key"),
        ("a: &x 1\nb: 2\n", "yaml-reference"),
        ("a: *x\n", "yaml-reference"),
        ("<<: {a: 1}\n", "yaml-reference"),
        ("a: !!python/object:os.system x\n", "yaml-tag"),
        ("a: !x [1]\n", "yaml-tag"),
        ("%YAML 1.1\n---\na: yes\n", "yaml-directive"),
        ("a: 1\n---\nb: 2\n", "several-documents"),
        ("a: x\ty\n", "tab"),
        ("\ta: 1\n", "tab"),
        ("a: x\u202ey\n", "bidi-control"),
        ("a: x\u2066y\n", "bidi-control"),
        ('a: "\\u202e"\n', "bidi-control"),
        ("a: x\0y\n", "control-character"),
        ('a: "\\0"\n', "control-character"),
        ("a: x\x85y\n", "control-character"),
        ("a: x\u2028y\n", "control-character"),
        ("a: 1\rb: 2\n", "control-character"),
        ("a: x\ufeffy\n", "control-character"),
        ("999: x\n", "key-not-words"),
        ("null: x\n", "key-not-words"),
        ("? [a]\n: b\n", "key-not-words"),
        ("a: {b: c, and more}\n", "comma-in-words"),
        ("", "file-empty"),
        ("# nothing\n", "file-empty"),
        ("- a\n", "wrong-type"),
        ("words\n", "wrong-type"),
    ],
)
def test_what_nobody_means_is_refused(text: str, slug: str) -> None:
    assert slug in slugs(text)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: b: c", (1, 5), "a colon is not expected here"),
        ("a\nb: 1", (1, 1), "a name without a colon"),
        ("a: [1, 2\nb: 3", (1, 4), "the bracket that opens here is not closed"),
        ("a: [1, 2", (1, 4), "the bracket that opens here is not closed"),
        ("a: 'x\nb: 2\n", (1, 4), "the quote that opens here is not closed"),
        ('a: "x\nb: "y"\n', (1, 4), "the quote that opens here is not closed"),
        ("a: 'it's'\n", (1, 8), "there are words after a closing quote"),
        ("a:\n   b: 1\n  c: 2\n", (3, 3), "not indented like its neighbours"),
        ("- a\nb: 1\n", (2, 1), "does not belong to the list above"),
        ("a: @b\n", (1, 4), "cannot begin with '@'"),
        ("a: `b`\n", (1, 4), "cannot begin with '`'"),
        ('a: "\\q"\n', (1, 6), "in double quotes, a backslash"),
        ("a: |x\n  b\n", (1, 5), "nothing may follow"),
        ("a: 1\n]\n", (2, 1), "cannot be read"),
        ("...", (1, 1), "cannot be read"),
    ],
)
def test_syntax_is_explained_without_jargon(text: str, place: tuple[int, int], words: str) -> None:
    try:
        [problem] = read_text(text, "data.yaml").problems
    except ProblemsFound as caught:
        [problem] = caught.problems
    assert problem.slug == "yaml-syntax"
    assert (problem.line, problem.column) == place
    assert words in problem.message
    assert problem.hint
    assert not {"token", "scalar", "mapping", "<block"} & set(str(problem).split())


@pytest.mark.parametrize("piece", ["[", "{", "- ", "? ", "{a: ", "[[", "!x ", "&a "])
def test_bottomless_nesting_is_a_problem_and_soon(piece: str) -> None:
    with pytest.raises(ProblemsFound), within_cpu_seconds(20):
        read_text(piece * 20_000, "data.yaml")


def test_nesting_is_allowed_as_far_as_the_limit() -> None:
    assert slugs("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert slugs("a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == ["too-deep"]


def test_many_of_one_kind_are_counted_and_not_listed() -> None:
    found = read_text("a: x\n" + "b: \tx\n" * 500, "data.yaml").problems
    tabs = [problem for problem in found if problem.slug == "tab"]
    assert len(tabs) == 10
    assert "490 more" in tabs[-1].message


def test_the_first_of_two_same_names_stands() -> None:
    loaded = read_text("a: {b: 1}\na: {b: 2}\n", "data.yaml")
    assert loaded.values == {"a": {"b": 1}}
    assert loaded.places["a.b"].line == 1
    assert "line 1" in loaded.problems[0].message


def test_a_missing_file_and_a_folder_are_problems(tmp_path: Path) -> None:
    for path in (tmp_path / "data.yaml", tmp_path):
        with pytest.raises(ProblemsFound) as caught:
            load_data(path, name="data.yaml")
        assert [(p.slug, p.file) for p in caught.value.problems] == [("file-missing", "data.yaml")]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "data.yaml"
    path.write_bytes(b"a: 1\n" * 500_000)
    with pytest.raises(ProblemsFound) as caught:
        load_data(path)
    assert [p.slug for p in caught.value.problems] == ["file-too-large"]


@pytest.mark.parametrize(
    "text", ["a: [" + "1," * 900_000 + "]", "".join(f"k{number}: v\n" for number in range(150_000))]
)
def test_a_file_with_far_too_many_values_is_given_up_soon(text: str) -> None:
    with within_cpu_seconds(60):
        assert slugs(text) == ["file-too-large"]


def test_an_unreadable_file_is_a_fault_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ProblemsFound) as caught:
        load_data(tmp_path / "data.yaml")
    monkeypatch.undo()
    assert caught.value.exit_code == ExitCode.DISK


def test_bytes_that_are_no_utf8_are_named_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "data.yaml"
    path.write_bytes("a: 1\nb: é".encode() + b"\xff\n")
    with pytest.raises(ProblemsFound) as caught:
        load_data(path)
    [problem] = caught.value.problems
    assert (problem.slug, problem.line, problem.column) == ("not-utf8", 2, 5)


def test_the_shipped_data_loads_quickly() -> None:
    with within_cpu_seconds(5):
        load_data(SHIPPED / "data.yaml")


def test_every_design_says_what_it_prints() -> None:
    designs = load_designs(Resources(SHIPPED))
    assert {"trifold", "poster", "card"} <= set(designs)
    assert all(
        (design.words or design.of_risk or design.places) and design.name == name for name, design in designs.items()
    )


def test_a_broken_design_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("words:\n  headline: {kind: words, max: 0}\n  lead: {max: 10, note: x}\nplace: [main]\n")
    with pytest.raises(ProblemsFound) as caught:
        load_design(path, name="mine.yaml")
    assert [(p.slug, p.file, p.line) for p in caught.value.problems] == [
        ("unknown-choice", "mine.yaml", 2),
        ("out-of-range", "mine.yaml", 2),
        ("field-missing", "mine.yaml", 3),
        ("field-unknown", "mine.yaml", 4),
    ]


PIECES = [
    *"\t\0\r\n:-[]{}\"'#&*!|>%@`,?~<=\u202e\ufeff\u2028\U0001f600é\\",
    *(
        ": ",
        "- ",
        "  ",
        "\n  ",
        "---\n",
        "...\n",
        "<<: ",
        "!!int ",
        "&a ",
        "*a",
        "null",
        "1e999",
        ".nan",
        "0x1F",
        "\\u0000",
        "[" * 50,
    ),
]


def mutate(text: str, dice: random.Random) -> str:
    """Return the text after one to four small accidents."""
    for _ in range(dice.randint(1, 4)):
        at, to = sorted(dice.randrange(len(text) + 1) for _ in range(2))
        to = min(to, at + dice.choice((0, 1, 5, 40, 400)))
        accident = dice.randrange(4)
        if accident == 0:
            text = text[:at] + dice.choice(PIECES) * dice.choice((1, 1, 1, 30)) + text[at:]
        elif accident == 1:
            text = text[:at] + text[to:]
        elif accident == 2:
            text = text[:at] + text[at:to] * 2 + text[to:]
        else:
            lines = text.split("\n")
            one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
            lines[one], lines[other] = lines[other], " " * dice.randrange(3) + lines[one]
            text = "\n".join(lines)
    return text


@pytest.mark.parametrize("block", [0, *(pytest.param(block, marks=pytest.mark.long) for block in (1, 2))])
def test_no_accident_ends_in_anything_but_problems(block: int) -> None:
    """Fifty broken files each, the same ones each time; `script/harden data` tries any number."""
    dice = random.Random(block)
    text = RIGHT.read_text(encoding="utf-8")
    ended = {"project": 0, "problems": 0}
    for _ in range(50):
        broken = mutate(text, dice)
        try:
            validate(read_text(broken, "data.yaml"), languages=["en"], today=datetime.date(2026, 11, 23))
            ended["project"] += 1
        except ProblemsFound as found:
            assert found.problems
            assert all(p.line > 0 and p.column > 0 and p.file and len(str(p)) < 1500 for p in found.problems)
            ended["problems"] += 1
    assert ended["problems"] > 25
    assert ended["project"] > 0


def test_no_accident_to_the_shipped_data_ends_in_anything_but_problems() -> None:
    dice = random.Random("shipped")
    text = (SHIPPED / "data.yaml").read_text(encoding="utf-8")
    for _ in range(4):
        try:
            validate(read_text(mutate(text, dice), "data.yaml"))
        except ProblemsFound as found:
            assert found.problems


def test_loaded_values_can_be_asked_for_by_path() -> None:
    loaded: Loaded = read_text("a: {b: [x, y]}\n", "data.yaml")
    assert loaded.value("a.b.1") == "y"
    with pytest.raises(KeyError):
        loaded.value("a.b.2")


def seen_by(parse: Parser, text: str) -> object:
    """Return what one parser makes of a text: None if it gives up, else values and problems without their places."""
    try:
        loaded = YamlDocument(text, "data.yaml", parse).load()
    except NotYaml:
        return None
    except ProblemsFound as found:
        return [problem.slug for problem in found.problems]
    except YAMLError:
        return []
    places = {path: (place.line, place.column, place.text) for path, place in loaded.places.items()}
    return (loaded.values, places) if not loaded.problems else [problem.slug for problem in loaded.problems]


def test_the_fast_parser_reads_what_the_thorough_one_reads() -> None:
    draw = random.Random(20261124)
    files = [PACKAGE / "data.yaml", *(PACKAGE / "leaflets").rglob("*.yaml"), *(PACKAGE / "templates").rglob("*.yaml")]
    texts = [file.read_text(encoding="utf-8").splitlines(keepends=True) for file in files]
    read = 0
    for _ in range(500):
        lines = draw.choice(texts)
        first = draw.randrange(len(lines))
        text = "".join(lines[first : first + 40])
        for _ in range(draw.randrange(3)):
            at = draw.randrange(len(text) + 1)
            text = text[:at] + draw.choice(ODD) + text[at + draw.randrange(3) :]
        text = find_hidden(text, "data.yaml")[0]
        seen = seen_by(fast, text)
        read += isinstance(seen, tuple)
        if isinstance(seen, tuple):  # of a text with problems nothing is used
            assert seen == seen_by(thorough, text), text
    assert read > 100


@pytest.mark.parametrize(
    "text",
    [
        "a: |#1 Tell someone\n  b\n",
        "a: >#Help\n  b\n",
        "a: |\n    \n  b\n",
        "a: >-\n   \n  b\n",
        "*ask: x\n",
        "a: [b\n",
    ],
)
def test_what_libyaml_takes_too_freely_is_left_to_the_thorough_parser(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = slugs(text)
    assert found
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    assert slugs(text) and slugs("a: 1\n") == []
    assert found == slugs(text) or text.startswith("*")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title: Safer online #together\n", ["words-cut-off"]),
        ("title: Safer #together\n", ["words-cut-off"]),
        ("title: Has anyone # online\n", ["words-cut-off"]),
        ("a: [Talk to them #now\n  ]\n", ["words-cut-off"]),
        ('title: "Safer online #together"\n', []),
        ("title: Safer#online\n", []),
        ("colour: petrol  # as on the bus\n", []),
        ("day: 2027-05-22 #soon\n", []),
        ("# a remark of its own\ntitle: Safer online\n", []),
        ("words: |\n  Ask for #1\n", []),
    ],
)
def test_words_that_a_number_sign_cuts_off_are_pointed_out(text: str, found: list[str]) -> None:
    assert slugs(text) == found


def test_a_mistake_in_a_file_of_the_package_is_not_passed_over() -> None:
    with pytest.raises(ProblemsFound, match="already on line"):
        read_shipped("a: [x]\na: [y]\n", "words.yaml")


def test_a_word_means_what_yaml_1_2_says() -> None:
    assert len(WORDS.split()) > 50
    for words in WORDS.split():
        found, expected = meaning(words), words
        with suppress(YAMLError, ValueError):  # ruamel.yaml refuses = and <<, and a day in the thirteenth month
            said = YAML(typ="safe", pure=True).load(f"[{words}]")[0]
            expected = words if isinstance(said, datetime.datetime) else said
        assert type(found) is type(expected) and (found == expected or found != found), words


def test_brackets_that_are_never_closed_are_refused_at_once_and_a_name_may_hold_dots() -> None:
    """A scanner that keeps every open bracket in mind takes minutes over three thousand of them."""
    with within_cpu_seconds(2), pytest.raises(ProblemsFound) as found:
        read_text("a: 1\nb:\n  c: [1]\n  " + "[" * 3000 + "\n", "data.yaml")
    assert [(one.slug, one.line) for one in found.value.problems] == [("too-deep", 4)]
    assert read_text("a:\n  v1.0: {b.c: x}\n", "data.yaml").value("a.v1.0.b.c") == "x"


def test_a_long_file_with_one_mistake_is_repaired_in_time_that_grows_with_its_length() -> None:
    """To look for each line's group from the top takes a minute over these 8,000 lines."""
    lines = "".join(f"k{number}:\n  b: 1\n" for number in range(4000))
    with within_cpu_seconds(15):
        found = read_text(f"{lines}  : : x\n", "data.yaml").problems
    assert {one.line for one in found} == {8001}
