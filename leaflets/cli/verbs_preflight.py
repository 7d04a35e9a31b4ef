# SPDX-License-Identifier: MIT
"""The verb `preflight`: would a printer accept this PDF, whoever made it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leaflets.cli.command import Call, verb
from leaflets.core.problems import ExitCode
from leaflets.preflight.rule_sets import NAMES

if TYPE_CHECKING:
    from leaflets.preflight.outside import Wanted
    from leaflets.preflight.press.report import Checked


@verb(
    "preflight",
    click.argument("files", metavar="FILE...", nargs=-1, required=True,
                   type=click.Path(path_type=Path, exists=True, dir_okay=False)),
    click.option("--size", metavar="WxH", default="",
                 help="The size of each page when cut: 99x210 (mm) or a name such as a4. Default: as in the file."),
    click.option("--bleed", type=click.FloatRange(0, 50), default=3.0, metavar="MM", show_default=True,
                 help="The bleed that the printer asks for."),
    click.option("--condition", default="", metavar="NAME",
                 help="The printing condition that the printer asks for, such as FOGRA39. Default: any."),
    click.option("--pages", type=click.IntRange(0, 400), default=0, metavar="N",
                 help="How many pages there must be. Default: any number; for `magazine` one."),
    click.option("--rules", type=click.Choice(NAMES), default=NAMES[0], show_default=True,
                 help="The GWG's rules of 2022 for sheet-fed offset, magazines or digital print; or those for our own "
                 "files, which are stricter."),
    click.option("--report", "html", metavar="FILE.html", type=click.Path(path_type=Path, dir_okay=False),
                 help="Write a page with pictures on which every fault is framed."),
    draws=False,
)  # fmt: skip
def preflight(call: Call, files: tuple[Path, ...], html: Path | None, **asked: Any) -> ExitCode:
    """Judge PDFs as a printer would, whoever made them.

    Needs no project. Faults say what to change in the program that made the file; the exit code is 4 if a file fails.
    Where veraPDF and Java are installed, veraPDF judges a copy too: its findings about syntax, colour and fonts count.
    """
    from leaflets.preflight.outside import in_words, judge_file
    from leaflets.preflight.press.report import Checked
    from leaflets.preflight.press.second_judge import second_opinions
    from leaflets.preflight.verdict import overall, problems_of

    wanted = _wanted(asked, draws=html is not None)
    checked, told = [], []
    judged = [judge_file(file, wanted) for file in files]
    second = second_opinions([data for data, _ in judged])
    for file, (data, found), opinion in zip(files, judged, second, strict=True):
        # Of a file that fails anyway, one cause is said once; the report has both.
        said = found.verdicts if overall(found.verdicts) == "fail" else (*found.verdicts, *filter(None, (opinion,)))
        found = replace(found, verdicts=(*found.verdicts, *filter(None, (opinion,))))
        about = in_words(found.facts)
        one = Checked(file.name, str(file), data, found.verdicts, pictures=found.pictures, about=about)
        call.report.show(problems_of(said, str(file)))
        call.report.write(" ".join(filter(None, (f"{file}:", about, f"{one.headline}."))))
        checked.append(one)
        told.append({**one.as_json(), **found.facts})
    if html:
        _write_report(call, html, checked, wanted.rules)
    failed = any(overall(one.verdicts) == "fail" for one in checked)
    return call.report.finish({"rules": wanted.rules, "files": told}, ExitCode.CHECK_FAILED if failed else ExitCode.OK)


def _wanted(asked: dict[str, Any], *, draws: bool) -> Wanted:
    from leaflets.core.paper import find_paper
    from leaflets.preflight.outside import Wanted

    paper = find_paper(asked["size"]) if asked["size"] else None
    return Wanted(
        rules=asked["rules"],
        size=paper.ways[0] if paper else None,
        bleed_mm=asked["bleed"],
        condition=asked["condition"],
        pages=asked["pages"],
        draws=draws,
    )


def _write_report(call: Call, path: Path, checked: Sequence[Checked], rules: str) -> None:
    from leaflets.core.files import write_whole
    from leaflets.core.resources import Resources
    from leaflets.preflight.press.report import to_html
    from leaflets.preflight.rules.sets import RULE_SETS

    names = checked[0].edition if len(checked) == 1 else f"{len(checked)} files"
    heading = f"{names}, by {RULE_SETS[rules].title}"
    write_whole(path, to_html(checked, heading=heading, resources=Resources(call.project)).encode())
    call.report.written = str(path)
    call.report.note(f"{path} was written.")
