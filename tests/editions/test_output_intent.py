# SPDX-License-Identifier: MIT
"""The output intent: a profile is that of a press, whole, and of the printing condition that was ordered."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PIL import ImageCms

from leaflets.build.project import open_project
from leaflets.content.model import PressSettings
from leaflets.core.problems import ProblemsFound
from leaflets.core.resources import SHIPPED, Resources
from leaflets.editions.output_intent import CONDITIONS, examine, read_intent

PROFILE = (SHIPPED / "assets" / "profiles" / "FOGRA39L.icc").read_bytes()
FOGRA52 = PROFILE.replace(b"FOGRA39", b"FOGRA52").replace(b"Fogra39", b"Fogra52")
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def resources(folder: Path) -> Resources:
    return Resources(folder)


def test_the_shipped_profile_is_coated_fogra39(tmp_path: Path) -> None:
    intent = read_intent(PressSettings(), resources(tmp_path))
    assert intent.identifier == "FOGRA39" and intent.profile == PROFILE
    assert intent.registry == "http://www.color.org" and "12647-2" in intent.condition
    assert len(intent.packed) < 150_000


def test_another_printing_condition_takes_the_file_that_the_user_names(tmp_path: Path) -> None:
    (tmp_path / "printer.icc").write_bytes(FOGRA52)
    settings = PressSettings(output_condition="FOGRA52", profile="printer.icc")
    intent = read_intent(settings, resources(tmp_path))
    assert (intent.identifier, intent.condition) == ("FOGRA52", CONDITIONS["FOGRA52"])
    assert intent.profile == FOGRA52


def test_the_other_conditions_are_not_shipped_and_say_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="FOGRA51 needs its profile") as found:
        read_intent(PressSettings(output_condition="FOGRA51"), resources(tmp_path))
    assert found.value.problems[0].slug == "profile-missing"


@pytest.mark.parametrize("name", ["nowhere.icc", "../outside.icc", "/etc/passwd"])
def test_a_profile_lies_in_the_project(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.icc").write_bytes(PROFILE)
    (tmp_path / "project").mkdir()
    with pytest.raises(ProblemsFound, match="there is no file"):
        read_intent(PressSettings(profile=name), resources(tmp_path / "project"))


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (b"", "not a complete colour profile"),
        (b"not a profile at all" * 20, "not a complete colour profile"),
        (PROFILE[:-100], "not a complete colour profile"),
        (SRGB, "not a CMYK output profile"),
        (PROFILE[:12] + b"scnr" + PROFILE[16:], "not a CMYK output profile"),
        (FOGRA52, "describes FOGRA52, not FOGRA39"),
    ],
)
def test_what_is_no_profile_of_that_press_is_refused(profile: bytes, words: str) -> None:
    assert words in examine(profile, "FOGRA39")


def test_a_profile_that_names_its_condition_in_wide_letters_is_understood() -> None:
    wide = "PSO Coated FOGRA51 (basICColor)".encode("utf-16-be")
    profile = (len(SRGB) + len(wide)).to_bytes(4, "big") + SRGB[4:12] + b"prtrCMYK" + SRGB[20:] + wide
    assert examine(profile, "FOGRA51") == ""
    assert examine(profile, "FOGRA39") == "describes FOGRA51, not FOGRA39"


def test_a_wrong_profile_is_a_problem_with_its_line_in_data_yaml(small: Path) -> None:
    data = small / "data.yaml"
    (small / "screen.icc").write_bytes(SRGB)
    text = data.read_text(encoding="utf-8")
    data.write_text(text.replace("publisher:\n", "publisher:\n  press:\n    profile: screen.icc\n"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        open_project(small, today=datetime.date(2026, 11, 23))
    (problem,) = found.value.problems
    lines = data.read_text(encoding="utf-8").splitlines()
    assert problem.slug == "profile-wrong" and "profile: screen.icc" in lines[problem.line - 1]
    assert problem.column == 14
