# SPDX-License-Identifier: MIT
"""A new project: what is national is filled in, what is local is asked for, and no file that is there is lost."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml

from leaflets.cli.init import init_project, starter
from leaflets.content.load import load_data, load_designs, parse_data, with_shipped
from leaflets.content.validate import examine
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import SHIPPED, Resources

LOCAL = ("children-services", "police", "procedures")
EXAMPLE = Path(__file__).parents[1] / "projects" / "solihull" / "data.yaml"


TODAY = datetime.date(2026, 11, 28)
NAME = "Solihull Safeguarding Children Partnership"


def new(area: str = "Solihull", publisher: str = NAME, languages: str = "en,pl") -> str:
    return starter(Path("new"), area=area, publisher=publisher, languages=languages, today=TODAY)


def found_in(text: str) -> list[Problem]:
    loaded = with_shipped(parse_data(text, "data.yaml"))
    return list(examine(loaded, designs=load_designs(Resources(SHIPPED)), today=TODAY).problems)


def test_a_new_project_has_all_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "project"
    made = init_project(folder, new())
    names = [".leaflets-id", "data.schema.json", ".gitignore", ".gitattributes", "data.yaml"]
    assert [path.name for path in made] == names
    assert sorted(folder.iterdir()) == sorted(made)
    assert (folder / "data.yaml").read_text(encoding="utf-8") == new()


def test_a_new_project_says_in_five_lines_what_to_fill_in() -> None:
    found = found_in(new())
    assert {problem.slug for problem in found} == {"local-empty"}
    assert [problem.where for problem in found] == ["publisher", "area", *(f"organisations.{name}" for name in LOCAL)]
    children = found[2].message
    assert "name, about" in children and "phone.value" in children and "worries about a child" in children


def test_without_names_they_are_empty_as_well() -> None:
    text = new(area="", publisher="")
    found = {problem.where: problem.message for problem in found_in(text)}
    assert "name" in found["publisher"] and "name" in found["area"] and "local" in found["organisations.police"]


def test_a_new_project_holds_nothing_local_to_the_first_publisher_and_half_of_its_lines() -> None:
    text, shipped = new(), Resources(SHIPPED).read("data.yaml")
    ours = load_data(SHIPPED / "data.yaml").values["organisations"]
    assert isinstance(ours, dict)
    local = {name: one for name, one in ours.items() if "local" in one}
    assert {"birmingham-cass", "west-midlands-police", "west-midlands-procedures"} <= set(local)
    for one in local.values():
        assert one["name"] not in text
    assert "Birmingham" not in text and "0121" not in text and "lscpbirmingham" not in text
    assert text.count("\n") < shipped.count("\n") / 2


def test_names_with_colons_and_quotation_marks_are_read_back_as_they_were_given() -> None:
    for name in ('St Helens: "Safe"', "Which?", "Bath & North East Somerset", "yes", "#1", "O’Neill, Ltd"):
        values = parse_data(new(area=name, publisher=name), "data.yaml").values
        assert values["area"]["name"] == values["publisher"]["name"] == name  # type: ignore[index]


def test_languages_begin_with_english_and_must_be_known() -> None:
    assert parse_data(new(languages="pl, ur,pl"), "data.yaml").values["languages"] == ["en", "pl", "ur"]
    with pytest.raises(ProblemsFound) as caught:
        new(languages="en,polish")
    assert [problem.slug for problem in caught.value.problems] == ["unknown-language"]


def test_it_is_filled_in_like_the_example() -> None:
    """What is filled in is all that the example changes, so the example shows what the next publisher will have."""
    example = load_data(EXAMPLE).values
    filled = parse_data(new(languages="en"), "data.yaml").values
    assert example.keys() == filled.keys()
    assert example["publications"] == filled["publications"]
    ours, theirs = example["organisations"], filled["organisations"]
    assert isinstance(ours, dict) and isinstance(theirs, dict)
    assert {name for name in ours if ours[name] != theirs[name]} == set(LOCAL)


@pytest.mark.parametrize("name", ["shipped", "new", "example"])
def test_other_readers_of_yaml_read_the_same(name: str) -> None:
    text = {"shipped": (SHIPPED / "data.yaml").read_text, "new": lambda encoding: new(), "example": EXAMPLE.read_text}
    read = text[name](encoding="utf-8")
    assert yaml.safe_load(read) == parse_data(read, "data.yaml").values


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    init_project(tmp_path, "new")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text("mine")
    (tmp_path / ".gitignore").write_text("mine")
    with pytest.raises(ProblemsFound) as caught:
        init_project(tmp_path, "new")
    [problem] = caught.value.problems
    assert problem.slug == "folder-not-empty"
    assert ".gitignore, data.yaml" in problem.message
    assert (tmp_path / "data.yaml").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitignore", "data.yaml"]


def test_a_file_in_the_place_of_the_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "project").write_text("a file")
    with pytest.raises(ProblemsFound):
        init_project(tmp_path / "project", "new")
