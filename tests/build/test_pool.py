# SPDX-License-Identifier: MIT
"""Workers: every job comes back, whatever its neighbours do to their processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from leaflets.build.pool import LostJob, PoolSettings, count_cores, run_jobs
from leaflets.build.worker_start import hold_ctrl_c


class Squarer:
    """Squares numbers; dies of 13, sleeps on 14."""

    def __init__(self, power: int) -> None:
        self.power = power

    def __call__(self, number: int) -> int:
        if number == 13:
            os._exit(1)
        if number == 14:
            time.sleep(600)
        return int(number**self.power)


def test_each_job_comes_back_once_and_only_the_guilty_are_lost(tmp_path: Path) -> None:
    settings = PoolSettings("test_pool:Squarer", (2,), 2, tmp_path, timeout=1.5)
    found = list(run_jobs(settings, range(10, 30)))
    assert sorted(job for job, _ in found) == list(range(10, 30))
    lost = {job: result for job, result in found if isinstance(result, LostJob)}
    assert set(lost) == {13, 14}
    assert "ended its process" in lost[13].reason and "longer than 1.5 seconds" in lost[14].reason
    assert all(result == job**2 for job, result in found if job not in lost)


def test_ctrl_c_while_processes_start_is_heard_by_this_one_afterwards_and_by_none_of_them() -> None:
    blocked = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    said = []
    with pytest.raises(KeyboardInterrupt), hold_ctrl_c():
        os.kill(os.getpid(), signal.SIGINT)
        said.append(subprocess.run([sys.executable, "-c", blocked], capture_output=True, text=True, check=True).stdout)
    assert said == ["True\n"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_no_jobs_start_no_worker(tmp_path: Path) -> None:
    assert list(run_jobs(PoolSettings("nowhere:Nobody", (), 2, tmp_path), [])) == []
    assert count_cores() >= 1
