# SPDX-License-Identifier: MIT
"""A process with limits: what one piece of data takes too much of, the next one has again."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from leaflets.core.limited import LimitedProcess, Limits

SMALL = Limits(cpu_seconds=1, memory_mib=256, wall_seconds=600)


def act(data: bytes) -> bytes:
    """Do what the data says; the limited process calls this by its name."""
    word = data.decode()
    if word == "spin":
        while True:
            pass
    if word == "grow":
        return bytes(10**9)[:1]
    if word == "raise":
        raise ValueError("as asked")
    if word == "sleep":
        time.sleep(600)
    if word.startswith("signal "):
        os.kill(os.getpid(), getattr(signal, word.removeprefix("signal ")))
    if word == "long":
        return b"x" * 5_000_000
    return word.upper().encode()


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[LimitedProcess]:
    monkeypatch.setattr(sys, "path", [str(Path(__file__).parent), *sys.path])
    made = LimitedProcess("test_limited:act", SMALL)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("spin", "time"),
        ("grow", "memory"),
        ("signal SIGABRT", "memory"),
        ("signal SIGSEGV", "crash"),
        ("signal SIGILL", "crash"),
    ],
)
def test_what_takes_too_much_loses_itself_and_nothing_else(process: LimitedProcess, word: str, reason: str) -> None:
    assert process.ask(b"before").answer == b"BEFORE"
    ended = process.ask(word.encode())
    assert (ended.reason, ended.answer) == (reason, b"")
    assert ended.cpu_seconds < SMALL.cpu_seconds + 1 and ended.memory_mib < SMALL.memory_mib
    assert process.ask(b"after").answer == b"AFTER"


@pytest.mark.parametrize("word", ["raise", "signal SIGKILL", "signal SIGTERM"])
def test_an_end_that_the_data_does_not_explain_is_a_fault(process: LimitedProcess, word: str) -> None:
    with pytest.raises(RuntimeError, match="test_limited:act"):
        process.ask(word.encode())
    assert process.ask(b"after").answer == b"AFTER"


def test_a_wall_clock_that_runs_out_is_a_fault_and_no_answer(process: LimitedProcess) -> None:
    process.ask(b"start")
    process.limits = Limits(cpu_seconds=1, memory_mib=256, wall_seconds=0.5)
    with pytest.raises(RuntimeError, match=r"no answer in 0\.5 seconds"):
        process.ask(b"sleep")
    process.limits = SMALL
    assert process.ask(b"after").answer == b"AFTER"


def test_long_answers_come_back_whole(process: LimitedProcess) -> None:
    assert len(process.ask(b"long").answer) == 5_000_000


def test_a_fork_gets_a_process_of_its_own_and_leaves_its_parents_alone(process: LimitedProcess) -> None:
    """The site renders languages in forks: on one pipe their answers would be mixed up, or end with the first fork."""
    assert process.ask(b"first").answer == b"FIRST"
    children = []
    for number in range(4):
        if not (child := os.fork()):
            words = [f"{number}-{again}" for again in range(20)]
            is_right = all(process.ask(word.encode()).answer == word.encode().upper() for word in words)
            process.close()
            os._exit(not is_right)
        children.append(child)
    assert all(process.ask(f"parent-{again}".encode()).answer == f"PARENT-{again}".encode() for again in range(20))
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
    assert process.ask(b"last").answer == b"LAST"
