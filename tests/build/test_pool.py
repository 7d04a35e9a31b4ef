# SPDX-License-Identifier: MIT
"""Workers: every job comes back, whatever its neighbours do to their processes, and whoever kills which process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from typing import Any

import pytest
from odd_jobs import tries
from patience import wait_until

from leaflets.build import pool
from leaflets.build.pool import MOST_LATE, LostJob, PoolSettings, count_cores, run_jobs
from leaflets.build.worker_start import defer_ctrl_c


def settings(folder: Path, **changes: Any) -> PoolSettings:
    return PoolSettings("odd_jobs:Squarer", (folder,), 2, folder, **changes)


def set_deadlines(monkeypatch: pytest.MonkeyPatch, is_over: Callable[[Any], bool]) -> None:
    """Let a worker's time be over when something is so, and not when a clock says it: the machine may be busy."""

    class Deadline(threading.Thread):
        def __init__(self, _seconds: float, be_late: Any) -> None:
            super().__init__(daemon=True)
            self.be_late, self.cancelled = be_late, False

        def run(self) -> None:
            while not self.cancelled:
                if is_over(self.be_late.__self__):
                    self.be_late()
                    break
                time.sleep(0.02)

        def cancel(self) -> None:
            self.cancelled = True

    monkeypatch.setattr(pool.threading, "Timer", Deadline)


@pytest.fixture
def deadlines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the time of the job that never ends be over once it has begun."""
    set_deadlines(monkeypatch, lambda hand: hand.job == 14 and (tmp_path / "14").exists())


def test_each_job_comes_back_once_and_only_the_guilty_are_lost(tmp_path: Path, deadlines: None) -> None:
    found = list(run_jobs(settings(tmp_path, timeout=3), range(10, 50)))
    assert sorted(job for job, _ in found) == list(range(10, 50))
    lost = {job: result for job, result in found if isinstance(result, LostJob)}
    assert {job: (one.reason.partition(" (")[0], one.is_late) for job, one in lost.items()} == {
        13: ("ended its process 2 times", False),
        14: ("took longer than 3 seconds", True),
        15: ("met a fault: ZeroDivisionError: a fault for the tests", False),
    }
    assert "Traceback" in lost[15].trace
    assert all(result == job**2 for job, result in found if job not in lost)


def test_ctrl_c_while_processes_start_is_heard_by_this_one_afterwards_and_by_none_of_them() -> None:
    blocked = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    said = []
    with pytest.raises(KeyboardInterrupt), defer_ctrl_c():
        os.kill(os.getpid(), signal.SIGINT)
        said.append(subprocess.run([sys.executable, "-c", blocked], capture_output=True, text=True, check=True).stdout)
    assert said == ["True\n"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_what_cannot_succeed_is_not_tried_again_and_what_died_is_tried_in_a_fresh_process(
    tmp_path: Path, deadlines: None
) -> None:
    list(run_jobs(settings(tmp_path, timeout=3), range(10, 20)))
    assert {number: len(tries(tmp_path, number)) for number in (12, 13, 14, 15, 16)} == {
        12: 1,
        13: 2,
        14: 1,
        15: 1,
        16: 2,
    }
    first, second = tries(tmp_path, 16)
    assert first != second


def test_after_several_that_never_end_the_others_are_not_begun(tmp_path: Path) -> None:
    found = list(run_jobs(PoolSettings("odd_jobs:Napper", (), 1, tmp_path, timeout=0.5), range(10)))
    assert len(found) == 10 and all(isinstance(result, LostJob) and result.is_late for _, result in found)
    assert sum("not begun" in result.reason for _, result in found) == 10 - MOST_LATE


def test_no_jobs_start_no_worker(tmp_path: Path) -> None:
    assert list(run_jobs(PoolSettings("nowhere:Nobody", (), 2, tmp_path), [])) == []
    assert count_cores() >= 1


def test_workers_that_will_be_needed_get_ready_before_the_first_job(tmp_path: Path) -> None:
    def jobs() -> Iterator[int]:
        wait_until(lambda: len(list(tmp_path.iterdir())) == 2, "two workers are ready")
        yield from range(10)

    early = PoolSettings("odd_jobs:Early", (tmp_path,), 2, tmp_path, expected=5)
    assert {pid for _, pid in run_jobs(early, jobs())} <= {int(path.name) for path in tmp_path.iterdir()}


def test_workers_that_are_not_needed_after_all_end(tmp_path: Path) -> None:
    assert list(run_jobs(PoolSettings("odd_jobs:Napper", (), 2, tmp_path, expected=2), [])) == []
    assert not multiprocessing.active_children()


def test_workers_that_cannot_start_early_are_a_fault_of_the_first_job(tmp_path: Path) -> None:
    found = list(run_jobs(PoolSettings("nowhere:Nobody", (), 2, tmp_path, expected=2), [1, 2]))
    assert [isinstance(lost, LostJob) and "nowhere" in lost.trace for _, lost in found] == [True, True]


def test_a_worker_that_is_nowhere_to_be_found_is_a_fault(tmp_path: Path) -> None:
    ((_, lost),) = run_jobs(PoolSettings("nowhere:Nobody", (), 2, tmp_path), [1])
    assert isinstance(lost, LostJob) and "nowhere" in lost.trace


def is_stopped(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return False


@pytest.mark.parametrize("victim", ["worker", "stopped worker", "forkserver", "resource tracker", "all"])
def test_any_process_may_be_killed_at_any_time(
    tmp_path: Path, victim: str, recwarn: pytest.WarningsRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_deadlines(monkeypatch, lambda hand: is_stopped(hand.worker.pid))

    def shoot(number: int) -> None:
        """Shoot at what is there when a few jobs are done."""
        fork = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
        tracker = resource_tracker._resource_tracker._pid  # type: ignore[attr-defined]
        last = [
            pids[-1] for path in tmp_path.iterdir() if path.name.isdigit() and (pids := tries(tmp_path, int(path.name)))
        ]
        workers = list(dict.fromkeys(last))[-2:]
        targets = {
            "worker": workers[:1],
            "stopped worker": workers[:1],
            "forkserver": [fork],
            "resource tracker": [tracker],
        }
        for pid in targets.get(victim, [*workers, fork, tracker]):
            os.kill(pid, signal.SIGSTOP if victim == "stopped worker" else signal.SIGKILL)

    done: dict[int, Any] = {}
    jobs = (number for number in range(100, 160))
    for job, result in run_jobs(settings(tmp_path), jobs):
        done[job] = result
        if len(done) == 20:
            shoot(job)
    late = [job for job, result in done.items() if isinstance(result, LostJob)]
    assert sorted(done) == list(range(100, 160)) and len(late) <= 2 * (victim == "stopped worker")
    assert all(result == job * job for job, result in done.items() if job not in late)
