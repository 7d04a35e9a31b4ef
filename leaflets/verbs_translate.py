# SPDX-License-Identifier: MIT
"""The verbs `translate ...`: catalogues from the words of the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from leaflets.command import verb
from leaflets.problems import ExitCode
from leaflets.report import Report


@verb("translate extract")
def extract(report: Report, folder: Path, out: Path | None, today: date) -> ExitCode:
    """List everything there is to translate in locales/leaflets.pot."""
    from leaflets.needs import require

    require()
    from leaflets.translating import extract as write_list
    from leaflets.translating import open_desk

    path, number = write_list(open_desk(folder, today=today))
    report.say(f"{path}: {number} messages")
    return report.finish({"path": str(path), "messages": number}, ExitCode.OK)
