# SPDX-License-Identifier: MIT
"""Give rows to other machines through dask.distributed, an optional extra: `pip install leaflets[dask]`.

Every machine has the same release of this program. What a machine returns is read back here as well, so that a worker
which is not what it should be changes nothing. Dask gives the rows of a worker that dies to another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

from leaflets.build.pool import LostJob
from leaflets.copies.maker import CopyMade, CopyMaker, CopySetup
from leaflets.copies.rows import CopyRow
from leaflets.copies.run import Engine
from leaflets.core.problems import ExitCode, MissingProgram, Problem, ProblemsFound

CONNECT_SECONDS = 30
TRIES = 3
TURN = Lock()


def dask_engine(address: str) -> Engine:
    """Return the engine that works through the scheduler at that address; ProblemsFound if it cannot be reached."""
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise MissingProgram("The library dask.distributed", "pip install 'distributed>=2024.1'") from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        hint = "start one with `dask scheduler`, and give its address like tcp://10.0.0.5:8786."
        problem = Problem("scheduler-missing", f"there is no scheduler at {address}: {error}.", hint=hint)
        raise ProblemsFound([problem], exit_code=ExitCode.MISSING) from None

    def run(
        setup: CopySetup, batches: Sequence[Sequence[CopyRow]]
    ) -> Iterator[tuple[Sequence[CopyRow], list[CopyMade] | LostJob]]:
        from distributed import as_completed

        shared = client.submit(keep, setup, pure=False)  # made again if the machine that has it is lost
        given = {client.submit(make, shared, batch, retries=TRIES, pure=False): batch for batch in batches}
        for future in as_completed(given):  # type: ignore[no-untyped-call]
            result: Any = future.result() if future.status == "finished" else LostJob(f"met {future.exception()!r}")
            yield given[future], result
            future.release()

    return run


def keep(setup: CopySetup) -> CopySetup:
    """Return the setup, on a worker, for the batches that follow."""
    return setup


def make(setup: CopySetup, rows: Sequence[CopyRow]) -> list[CopyMade]:
    """Make the copies of rows, on a worker.

    A worker of Dask has a thread for each core, but neither pdfium nor the process that judges pictures may be used by
    two threads at once, so they take turns: several workers with one thread each are faster.
    """
    with TURN:
        return CopyMaker(setup)(rows)
