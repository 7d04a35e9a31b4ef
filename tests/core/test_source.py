# SPDX-License-Identifier: MIT
"""Files that people make: each is read, or refused in a sentence; nothing waits for ever, nothing is passed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.core.source import MAX_BYTES, decode, read_data, read_source

DRAWING = "assets/pictures/waiting-room.svg"


def said(found: pytest.ExceptionInfo[ProblemsFound]) -> str:
    (problem,) = found.value.problems
    return problem.message


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", 1, "0x89"),
        (b"<svg>\n<!-- caf\xe9 --></svg>", 2, "0xe9"),
        ("<svg/>".encode("utf-16"), 1, "UTF-16"),
    ],
    ids=["a PNG", "Latin-1", "UTF-16"],
)
def test_a_text_in_another_encoding_is_refused_by_line(data: bytes, line: int, what: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        decode(data, "a.css")
    (problem,) = found.value.problems
    assert (problem.slug, problem.file, problem.line) == ("not-utf8", "a.css", line) and what in problem.message


def test_what_is_no_ordinary_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe, nowhere, circle, folder = (tmp_path / name for name in ("pipe", "nowhere", "circle", "folder"))
    os.mkfifo(pipe)
    nowhere.symlink_to(tmp_path / "gone")
    circle.symlink_to(circle)
    folder.mkdir()
    words = {
        pipe: "not an ordinary file",
        Path("/dev/zero"): "not an ordinary file",
        nowhere: "leads nowhere",
        circle: "leads to itself",
        folder: "a folder",
        tmp_path / "none": "no such file",
        tmp_path / "none" / "below": "no such file",
    }
    for path, message in words.items():
        with pytest.raises(ProblemsFound) as found:
            read_source(path)
        assert message in said(found) and found.value.problems[0].file == str(path)


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as stream:
        stream.truncate(2_000_000_000)
    for read in (read_source, read_data):
        with pytest.raises(ProblemsFound, match="larger than"):
            read(path)
    path.write_bytes(b"x" * MAX_BYTES)
    assert len(read_source(path)) == MAX_BYTES


# A project's files


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "assets" / "pictures").mkdir(parents=True)
    return folder


def test_links_inside_the_project_are_followed(project: Path) -> None:
    (project / "assets" / "real.svg").write_text("<svg/>")
    (project / DRAWING).symlink_to("../real.svg")
    assert Resources(project).read(DRAWING) == "<svg/>"
    (project / "drawings").mkdir()
    (project / "drawings" / "own.svg").write_text("<svg>own</svg>")
    (project / "assets" / "more").symlink_to(project / "drawings")
    assert Resources(project).read("assets/more/own.svg") == "<svg>own</svg>"


def test_a_shared_folder_outside_the_project_is_refused_and_not_passed_over(project: Path, tmp_path: Path) -> None:
    """What ships would be printed, and nobody would notice."""
    shared = tmp_path / "common" / "pictures"
    shared.mkdir(parents=True)
    (shared / "waiting-room.svg").write_text("<svg/>")
    (project / "assets" / "pictures").rmdir()
    (project / "assets").rmdir()
    (project / "assets").symlink_to("../common")
    with pytest.raises(ProblemsFound) as found:
        Resources(project).read(DRAWING)
    assert "outside the project: assets leads to ../common" in said(found)
    assert Resources(project).read("assets/icons/hook.svg"), "there is none of that name in the shared folder"


@pytest.mark.parametrize("kind", ["dangling link", "circle", "pipe", "folder", "unreadable"])
def test_a_picture_that_cannot_be_used_is_refused_and_not_taken_from_what_ships(project: Path, kind: str) -> None:
    path = project / DRAWING
    if kind == "dangling link":
        path.symlink_to("gone.svg")
    elif kind == "circle":
        path.symlink_to(path)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.write_text("<svg/>")
        path.chmod(0)
        if os.geteuid() == 0:
            pytest.skip("root reads everything")
    with pytest.raises(ProblemsFound) as found:
        Resources(project).data(DRAWING)
    assert found.value.problems[0].file == DRAWING
    assert found.value.exit_code in (ExitCode.PROBLEMS, ExitCode.DISK)


def test_what_nobody_asks_for_disturbs_nobody(project: Path) -> None:
    os.mkfifo(project / "assets" / "pipe")
    (project / "assets" / ".#waiting-room.svg").symlink_to("someone@somewhere.123")
    (project / "assets" / "circle").symlink_to(".")
    resources = Resources(project)
    assert resources.read(DRAWING).startswith("<svg") or resources.read(DRAWING)
    assert "assets/.#waiting-room.svg" not in resources.list("assets/**/*.svg")
