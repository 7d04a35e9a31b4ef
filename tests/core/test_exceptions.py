# SPDX-License-Identifier: MIT
"""Problems: what an exception means to the person who must act; a fault of ours means nothing to them."""

from __future__ import annotations

import errno

import pytest

from leaflets.core.problems import ExitCode, MissingProgram, Problem, ProblemsFound, stopped_by


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (
            MissingProgram("The font Noto Nastaliq Urdu", "sudo apt-get install fonts-noto-core"),
            ExitCode.MISSING,
            "leaflet.ur: The font Noto Nastaliq Urdu is missing.\n    hint: sudo apt-get install fonts-noto-core",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device", "dist/a.pdf"),
            ExitCode.DISK,
            "dist/a.pdf: leaflet.ur: the system reports: No space left on device.",
        ),
        (OSError("no number"), ExitCode.DISK, "leaflet.ur: the system reports: no number."),
    ],
)
def test_what_stops_a_layout_is_said_with_its_name(error: Exception, code: ExitCode, text: str) -> None:
    found = stopped_by(error, "leaflet.ur")
    assert found and found.exit_code == code
    assert str(found) == text


def test_problems_that_were_found_stay_as_they_are() -> None:
    found = ProblemsFound([Problem("qr-too-small", "It is small.", where="x")], exit_code=ExitCode.CHECK_FAILED)
    assert stopped_by(found, "leaflet.ur") is found


@pytest.mark.parametrize("error", [ValueError("a"), KeyError("b"), AssertionError()])
def test_a_fault_of_ours_is_nothing_that_a_reader_can_mend(error: Exception) -> None:
    assert stopped_by(error, "leaflet.ur") is None
