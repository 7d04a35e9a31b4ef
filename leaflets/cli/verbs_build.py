# SPDX-License-Identifier: MIT
"""The verbs `build`, `check` and `list`.

Heavy modules are imported by the verb that needs them, so that help and mistakes are answered at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leaflets.cli import unchanged
from leaflets.cli.columns import list_editions
from leaflets.cli.command import JOBS, SELECTION, Call, make_request, verb
from leaflets.cli.report import Report, side_by_side
from leaflets.core.file_states import Inputs
from leaflets.core.problems import ExitCode, Problem, count_problems

if TYPE_CHECKING:
    from leaflets.build.pipeline import Request
    from leaflets.build.results import BuildResult


@verb(
    "build",
    *SELECTION,
    JOBS,
    click.option("--draft", is_flag=True, help="Build despite problems, with DRAFT across every page."),
    click.option("--force", is_flag=True, help="Rebuild everything, including what has not changed."),
    click.option("--pseudo", is_flag=True, help="Also build two pseudo-languages made from English, to test designs."),
)
def build(call: Call, *, jobs: int | None, draft: bool, force: bool, pseudo: bool, **patterns: Any) -> ExitCode:
    """Make the leaflets and posters and check each file.

    Everything goes into `dist`: PDFs, pictures of their pages, a list (manifest.json) and checksums. If something is
    wrong, it is reported, and `dist` stays as it was.
    """
    from leaflets.build.pipeline import build as build_editions

    inputs = unchanged.begin(os.fspath(call.project), list(click.get_current_context().obj))
    request = make_request(call, patterns, workers=jobs or 0, draft=draft, pseudo=pseudo, force=force, states=inputs)
    with call.report.bar("Making") as progress:
        built = build_editions(request, progress=progress)
    call.report.written = str(request.out)
    shown = _show_problems(call.report, built, call.folder)
    for line in (*_what_stayed(built), *list_editions(built.editions), _ending(built, request, shown)):
        if not call.report.quiet:
            call.report.write(line)
    result = {
        "out": str(request.out),
        "editions": built.editions,
        "outdated": sorted(built.outdated),
        "stayed": sorted(built.stayed),
        "removed": sorted(built.removed),
        "stopped": sorted(built.stopped),
        "made": sorted(built.made),
        "kept": built.kept,
        "seconds": round(built.seconds, 1),
        "memory_mb": round(built.memory_mb),
    }
    code = built.exit_code
    if code == ExitCode.OK and not (call.report.json or call.report.verbose or force):
        _write_note(inputs, request, built, call.report.plain([*built.problems, *built.notices]))
    return call.report.finish(result, code)


def _write_note(inputs: Inputs, request: Request, built: BuildResult, aside: str) -> None:
    """Write the note of a successful build, so that the next one need not run if nothing has changed.

    `inputs` is the state of the project's files when the build began; `aside` are its messages besides the result.
    """
    from leaflets.build.publish import read_manifest
    from leaflets.build.toolchain import tool_files

    more = map(os.fspath, (*tool_files(), *built.read))
    besides, out = unchanged.list_tools(os.fspath(request.folder), *more), str(request.out)
    manifest = read_manifest(request.out)
    said = "\n".join([*_what_stayed(built), f"Nothing has changed: {_count(built)} unchanged: {out}"])
    unchanged.write_note(
        list(click.get_current_context().obj),
        inputs,
        unchanged.describe(out, besides, [out]),
        out=out,
        besides=besides,
        days=(request.today.isoformat(), manifest["next_review"] if manifest else None),
        said=(said, aside),
    )


def _show_problems(report: Report, built: BuildResult, folder: Path) -> list[Problem]:
    faults = []
    if built.faults:
        from leaflets.core.fault_log import write_log

        faults = [write_log(folder, built.faults)]
    for layout, fills in sorted(built.fills.items()) if report.verbose else ():
        report.note(f"{layout}: " + ", ".join(f"{panel} {fill:.0%}" for panel, fill in fills.items()))
    if report.verbose:
        report.note(f"Most memory of one process: {built.memory_mb:.0f} MB.")
    return report.show([*built.notices, *built.once, *built.problems, *faults])


def _what_stayed(built: BuildResult) -> Iterator[str]:
    """Yield lines about the layouts that this build has not made, the outdated ones first."""
    outdated = set(built.outdated)
    for ids, what in (
        (built.outdated, "outdated: it prints what data.yaml no longer says; not for the site, packs or copies"),
        ([name for name in built.stayed if name not in outdated], "stays as the last build made it"),
        (built.removed, "removed, data.yaml or its English has changed"),
    ):
        layouts: dict[str, list[str]] = {}
        for name in sorted(ids):
            layouts.setdefault(name.rpartition(".")[0], []).append(name.rpartition(".")[2])
        alike: dict[str, list[str]] = {}
        for layout, purposes in layouts.items():
            alike.setdefault(", ".join(purposes), []).append(layout)
        for purposes_of, names in alike.items():
            for line in side_by_side(names):
                yield f"{line} ({purposes_of}): {what}."
    there = {name.rpartition(".")[0] for name in (*built.stayed, *built.outdated, *built.removed)}
    for line in side_by_side(sorted({*built.lost, *built.stopped} - there)):
        yield f"{line}: not made."


def _ending(built: BuildResult, request: Request, shown: list[Problem]) -> str:
    kept = f", {built.kept} kept as they were" if built.kept else ""
    found = f", {count_problems(shown)}" if any(problem.severity == "error" for problem in shown) else ""
    return f"{_count(built)} in {built.seconds:.1f} s, {len(built.made)} of them new{kept}{found}: {request.out}"


def _count(built: BuildResult) -> str:
    number = len(built.editions)
    return f"{number} edition{'' if number == 1 else 's'}"


@verb("check", *SELECTION, JOBS)
def check(call: Call, jobs: int | None, **patterns: Any) -> ExitCode:
    """Look for problems in data.yaml, templates and finished files; write nothing."""
    from leaflets.build.check import check as check_project

    request = make_request(call, patterns, workers=jobs or 0)
    with call.report.bar("Checking") as progress:
        checked = check_project(request, progress=progress)
    _show_problems(call.report, checked, call.folder)
    call.report.write(f"No problems in {len(checked.fills)} layouts and {len(checked.editions)} finished files.")
    return call.report.finish({"checked": sorted(checked.fills)}, checked.exit_code)


@verb("list", *SELECTION)
def list_all(call: Call, **patterns: Any) -> ExitCode:
    """List the editions: code, version, pages, size and whether they are built."""
    from leaflets.build.check import list_editions as editions_of

    entries = editions_of(make_request(call, patterns))
    for line in list_editions(entries):
        call.report.write(line)
    if entries:
        call.report.write(f"An id is made of these words: {entries[0]['id']}.")
    return call.report.finish({"editions": entries}, ExitCode.OK)
