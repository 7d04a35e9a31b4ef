# SPDX-License-Identifier: MIT
"""The verbs `facts` and `facts verify`: what is printed, where it comes from, and when a person last checked it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from leaflets.cli.command import Call, make_request, verb
from leaflets.cli.report import table
from leaflets.core.problems import ExitCode

if TYPE_CHECKING:
    pass


@verb("facts")
def facts(call: Call) -> ExitCode:
    """List every fact that is printed, its source and its age; `facts verify` dates one."""
    from leaflets.build.check import list_facts

    rows = list_facts(make_request(call, {}))
    call.report.write(
        "\n".join(
            table([["state", "fact", "value", "verified", "review by", "printed in", "source"], *map(_fact, rows)])
        )
    )
    return call.report.finish({"facts": [row.as_json() for row in rows]}, ExitCode.OK)


def _fact(row: Any) -> list[str]:
    return [
        row.state,
        row.id,
        f"{row.value} (was: {row.former})" if row.former else row.value,
        str(row.verified or "never"),
        str(row.review_by),
        str(len(row.printed)),
        row.source,
    ]


@verb(
    "facts verify",
    click.argument("fact_id", metavar="ID"),
    click.option("--by", required=True, metavar="NAME", help="Who checked it with the organisation."),
    edits=True,
)
def verify(call: Call, fact_id: str, by: str) -> ExitCode:
    """Write into data.yaml that a person has checked a fact today."""
    from leaflets.content.facts import verify_fact

    verify_fact(call.folder / "data.yaml", fact_id, by, call.today)
    call.report.written = str(call.folder / "data.yaml")
    call.report.write(f"{fact_id}: verified {call.today.isoformat()} by {by}.")
    return call.report.finish({"fact": fact_id, "verified": call.today.isoformat(), "verified_by": by}, ExitCode.OK)
