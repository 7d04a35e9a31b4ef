# SPDX-License-Identifier: MIT
"""The verb `watch`: a live preview in the browser, updated whenever a file is saved."""

from __future__ import annotations

import sys
import webbrowser
from datetime import UTC, datetime

import click

from leaflets.cli.command import SELECTION, Call, verb
from leaflets.core.file_states import INPUTS
from leaflets.core.problems import ExitCode

SESSION = "leaflets.preview.session:Session"
PORT = 8001
TIMEOUT_SECONDS = 30.0
"""No layout takes longer, unless something in it does not end."""


@verb(
    "watch",
    *SELECTION,
    click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, metavar="N",
                 help="The port to show it on; 0 takes any free one."),
    click.option("--no-open", is_flag=True, help="Do not open the browser."),
)  # fmt: skip
def watch(call: Call, port: int, no_open: bool, **patterns: tuple[str, ...]) -> ExitCode:
    """Show the leaflets in the browser while you write, until Ctrl-C.

    Save data.yaml, a template, a picture or a translation, and the page updates within half a second, with any
    problems beside it. Nothing is written.
    """
    from leaflets.build.selection import Selection
    from leaflets.core.resources import PACKAGE, Resources
    from leaflets.core.source import read_source
    from leaflets.layout.weasyprint_setup import scratch
    from leaflets.preview.file_changes import Watcher
    from leaflets.preview.pages import Pages
    from leaflets.preview.scheduler import Scheduler
    from leaflets.preview.server import open_server, root_of
    from leaflets.preview.worker import WarmWorker

    read_source(call.project / "data.yaml", name="data.yaml")
    resources = Resources(call.project)
    roots = [root / name for root in resources.roots for name in INPUTS] + [PACKAGE / "languages" / "languages.yaml"]
    arguments = (call.project, Selection(**patterns), call.today)
    worker = WarmWorker(SESSION, arguments, scratch(), TIMEOUT_SECONDS)
    drawings: list[str] = []

    def tell(line: str) -> None:
        drawings.append(line)
        call.report.note(f"{datetime.now(UTC).astimezone():%H:%M:%S}  {line}")

    scheduler = Scheduler(worker, Watcher(roots), tell)
    try:
        with open_server(port, scheduler, Pages(resources, root_of(call.project), call.report.called.put_in)) as server:
            scheduler.open()
            call.report.write(f"{server.address}  (press Ctrl-C to stop)")
            if not no_open and not call.report.json and sys.stdout.isatty():
                webbrowser.open(server.address)
            scheduler.run()
    except KeyboardInterrupt:
        call.report.note("Ended.")
    finally:
        scheduler.stop()
    return call.report.finish({"drawn": len(drawings)}, ExitCode.INTERRUPTED)
