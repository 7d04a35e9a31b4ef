# SPDX-License-Identifier: MIT
"""Start the program with another maker, so that a test can meet it in the middle of its work."""

from __future__ import annotations

import dataclasses
import sys

from leaflets.build import pipeline
from leaflets.cli import parser, verbs_watch


def go(maker: str) -> None:
    """Run the command line; every request names that maker."""
    plain = pipeline.build

    def with_maker(request: pipeline.Request, *, progress: pipeline.Progress = pipeline.silent) -> pipeline.BuildResult:
        return plain(dataclasses.replace(request, maker=maker), progress=progress)

    pipeline.build = with_maker
    sys.exit(parser.main())


def watch(session: str) -> None:
    """Run the command line; the preview's worker is another one."""
    verbs_watch.SESSION = session
    sys.exit(parser.main())
