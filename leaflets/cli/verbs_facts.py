# SPDX-License-Identifier: MIT
"""The verbs `facts` and `facts verify`: what is printed, where it comes from, and when a person last checked it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leaflets.cli.command import make_request, verb
from leaflets.cli.report import Report, table
from leaflets.core.problems import ExitCode

if TYPE_CHECKING:
    pass


@verb("facts")
def facts(report: Report, folder: Path, out: Path | None, today: date) -> ExitCode:
    """List every fact that is printed, its source and its age; `facts verify` dates one."""
    from leaflets.build.check import list_facts

    rows = list_facts(make_request(folder, out, today, {}))
    report.say(
        "\n".join(
            table([["state", "fact", "value", "verified", "review by", "printed in", "source"], *map(_fact, rows)])
        )
    )
    return report.finish({"facts": [row.as_json() for row in rows]}, ExitCode.OK)


def _fact(row: Any) -> list[str]:
    return [
        row.state,
        row.id,
        row.value,
        str(row.verified or "never"),
        str(row.review_by),
        str(len(row.printed)),
        row.source,
    ]


@verb(
    "facts verify",
    click.argument("fact_id", metavar="ID"),
    click.option("--by", required=True, metavar="NAME", help="Who checked it with the organisation."),
)
def verify(report: Report, folder: Path, out: Path | None, today: date, fact_id: str, by: str) -> ExitCode:
    """Write into data.yaml that a person has checked a fact today."""
    from leaflets.content.facts import verify_fact

    verify_fact(folder / "data.yaml", fact_id, by, today)
    report.say(f"{fact_id}: verified {today.isoformat()} by {by}.")
    return report.finish({"fact": fact_id, "verified": today.isoformat(), "verified_by": by}, ExitCode.OK)
