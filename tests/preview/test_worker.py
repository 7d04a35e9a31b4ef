# SPDX-License-Identifier: MIT
"""The warm process of the preview: it answers, and one that dies or hangs over a question is replaced."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import PATIENCE_SECONDS

from leaflets.preview.worker import LostWorker, WarmWorker


class Answerer:
    """What the process holds."""

    def __init__(self, word: str) -> None:
        self.word = word

    def say(self, number: int) -> tuple[str, int]:
        return self.word * number, os.getpid()

    def die(self) -> None:
        os._exit(11)

    def hang(self) -> None:
        time.sleep(600)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[WarmWorker]:
    found = WarmWorker("test_worker:Answerer", ("ha",), tmp_path, PATIENCE_SECONDS)
    yield found
    found.stop()


def test_one_process_answers_all_questions(worker: WarmWorker) -> None:
    first, second = worker.ask("say", 1), worker.ask("say", 2)
    assert (first[0], second[0]) == ("ha", "haha") and first[1] == second[1] != os.getpid()
    assert worker.started == 1


@pytest.mark.parametrize(("deed", "said"), [("die", "ended the process"), ("hang", "longer than 0.1 seconds")])
def test_one_that_dies_or_hangs_is_replaced(worker: WarmWorker, deed: str, said: str) -> None:
    _, first = worker.ask("say", 1)
    if deed == "hang":
        worker.timeout = 0.1
    with pytest.raises(LostWorker, match=said):
        worker.ask(deed)
    worker.timeout = PATIENCE_SECONDS
    _, second = worker.ask("say", 1)
    assert second != first and worker.started == 2


def test_it_ends_when_it_is_told_to(worker: WarmWorker) -> None:
    _, process = worker.ask("say", 1)
    worker.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
