# SPDX-License-Identifier: MIT
"""Rows given to other machines: the bytes are the same, and a worker that is killed loses none."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from distributed import Client, LocalCluster
from PIL import Image
from program import TODAY, run

from leaflets.build.finished import read_finished
from leaflets.build.pool import LostJob
from leaflets.build.publish import read_editions
from leaflets.copies.dask_engine import dask_engine
from leaflets.copies.maker import CopyMaker, CopySetup
from leaflets.copies.rows import CopyRow
from leaflets.copies.table import ENGLISH, read_table
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.core.resources import SHIPPED


def test_other_machines_make_the_same_bytes_and_a_killed_one_loses_no_row(tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "data.yaml", tmp_path)
    words = ("--publication", "talk-to-someone", "--format", "poster-a4", "--language", "en", "--purpose", "office")
    assert run("build", *words, "--project", tmp_path, "--today", TODAY, "--quiet").returncode == 0
    (entry,) = read_editions(tmp_path / "dist")
    base = read_finished(tmp_path / "dist", entry)
    table = read_table(entry["id"], base, ENGLISH)
    assert table
    setup = CopySetup(table, base, tmp_path, tmp_path, None)
    for at in range(20):
        Image.new("RGB", (200, 150), (at, 90, 160)).save(tmp_path / f"{at}.png")
    rows = [CopyRow(at, f"s{at}", f"School {at}", ("0121 303 0000",), "", f"{at % 20}.png", None) for at in range(60)]
    batches = [tuple(rows[at : at + 5]) for at in range(0, 60, 5)]
    with LocalCluster(n_workers=2, threads_per_worker=4, processes=True, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            victim = min(client.run(os.getpid).values())
        found: dict[str, bytes] = {}
        for number, (_, result) in enumerate(dask_engine(cluster.scheduler_address)(setup, batches)):
            if number == 0:
                os.kill(victim, signal.SIGKILL)
            assert not isinstance(result, LostJob), result.reason
            found |= {one.row.stem: one.update for one in result}
    assert found == {one.row.stem: one.update for one in CopyMaker(setup)(rows)}


def test_a_scheduler_that_is_not_there_is_a_problem_with_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaflets.copies.dask_engine.CONNECT_SECONDS", 1)
    with pytest.raises(ProblemsFound) as found:
        dask_engine("tcp://127.0.0.1:9")
    assert (found.value.exit_code, found.value.problems[0].slug) == (ExitCode.MISSING, "scheduler-missing")
    assert "tcp://127.0.0.1:9" in found.value.problems[0].message
