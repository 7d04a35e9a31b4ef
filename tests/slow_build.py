# SPDX-License-Identifier: MIT
"""Start the program with another maker, so that a test can meet it in the middle of its work."""

from __future__ import annotations

import dataclasses
import sys

from leaflets import build, cli, verbs_watch


def go(maker: str) -> None:
    """Run the command line; every request names that maker."""
    plain = build.build

    def with_maker(request: build.Request, *, progress: build.Progress = build.silent) -> build.Built:
        return plain(dataclasses.replace(request, maker=maker), progress=progress)

    build.build = with_maker
    sys.exit(cli.main())


def watch(easel: str, timeout: float) -> None:
    """Run the command line; the preview's worker is another one, and is given up after so many seconds."""
    verbs_watch.EASEL, verbs_watch.TIMEOUT_SECONDS = easel, timeout
    sys.exit(cli.main())
