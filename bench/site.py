# SPDX-License-Identifier: MIT
"""How long the download site takes: all publications in nine languages, then again after one change.

The project is the one that ships, its translations filled by rule and approved; its PDFs and previews are made up, so
only the site is measured.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.results import Contestant, Experiment, Goal, row_of
from bench.timed import ROOT, Failed, Sample, run
from bench.workshop import Workshop
from leaflets.core.resources import SHIPPED
from leaflets.languages.catalogue.po import path_of

LANGUAGES = "en, ur, pa, bn, ar, ro, pl, so, ps"
WHOLE_SECONDS, AGAIN_SECONDS, SENTENCE_SECONDS = 20.0, 3.0, 0.6
"""What the whole site may take; what it may take after a change; what after one of a sentence, which few pages show."""
TEMPLATE = "templates/site/home.html"


def site(shop: Workshop) -> Experiment:
    """The download site, made for the first time, and again after each kind of change."""
    helpers = tests_helpers()
    found = Experiment("site", "The download site in nine languages", "a command")
    hosted = helpers.new_project(shop.folder(), languages="en, ur" if shop.small else LANGUAGES)
    helpers.build(hosted)
    first = Contestant("made for the first time", "all", Goal("seconds", most=WHOLE_SECONDS), ours=True)
    shop.round([(first, lambda: make_site(hosted))], rounds=1)
    sides = [first]
    for together in CHANGES:
        new = [Contestant(name, "all", Goal("seconds", most=limit), ours=True) for name, _, limit in together]
        changes = [after(change, hosted) for _, change, _ in together]
        shop.round(list(zip(new, changes, strict=True)))
        sides += new
    found.rows = [row_of(one, None) for one in sides]
    pages = sum(1 for _ in hosted.site.rglob("*.html"))
    found.notes.append(f"{pages:,} pages of {len(hosted.manifest['editions']):,} editions; the first time is one run.")
    return found


def tests_helpers() -> Any:
    """Return the tests' module that makes a project as a site finds it."""
    if (folder := str(ROOT / "tests")) not in sys.path:
        sys.path.append(folder)
    return import_module("hosted")


def after(change: Callable[[Any, int], None], hosted: Any) -> Callable[[], Sample]:
    """Return what changes something, and then makes the site."""
    number = 0

    def make() -> Sample:
        nonlocal number
        number += 1
        change(hosted, number)
        return make_site(hosted)

    return make


def make_site(hosted: Any) -> Sample:
    """Make the site as a person does, on the day of the tests' project."""
    words = ("site", "--project", hosted.folder, "--today", tests_helpers().TODAY.isoformat())
    return run([sys.executable, "-m", "leaflets", *words])


def change(path: Path, old: str, new: str) -> None:
    """Change the first place where a file has these words."""
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise Failed(f"{path} no longer has '{old}'")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def change_nothing(_: Any, __: int) -> None:
    """Leave everything as it is."""


def change_summary(hosted: Any, number: int) -> None:
    """Change a word of a publication's summary in data.yaml."""
    summary = hosted.project.publications["parents-guide"].summary
    former = f"Now {number - 1} {summary}" if number > 1 else summary
    change(hosted.folder / "data.yaml", former, f"Now {number} {summary}")


def change_template(hosted: Any, number: int) -> None:
    """Change a word of a template, as a project of its own may."""
    (hosted.folder / TEMPLATE).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(SHIPPED / TEMPLATE, hosted.folder / TEMPLATE)
    change(hosted.folder / TEMPLATE, "<h1", f'<h1 id="changed-{number}"')


def change_translation(hosted: Any, _: int) -> None:
    """Change a translation that several publications print."""
    path = hosted.folder / path_of("ur")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = lines.index('msgctxt "risks.grooming.title"\n')
    number = next(n for n in range(place, len(lines)) if lines[n].startswith("msgstr "))
    lines[number] = lines[number].replace('msgstr "', 'msgstr "ا')
    path.write_text("".join(lines), encoding="utf-8")


def approve_again(hosted: Any, _: int) -> None:
    """Approve every translation into Urdu as it is now."""
    tests_helpers().approve_all(hosted.folder, "ur")


CHANGES: tuple[tuple[tuple[str, Callable[[Any, int], None], float], ...], ...] = (
    (
        ("again, nothing changed", change_nothing, SENTENCE_SECONDS),
        ("after a changed translation", change_translation, AGAIN_SECONDS),
        ("after its approval", approve_again, AGAIN_SECONDS),
    ),
    (("after a changed sentence of data.yaml", change_summary, SENTENCE_SECONDS),),
    (("after a changed template of the site", change_template, AGAIN_SECONDS),),
)
"""What takes turns, with the most seconds that it may take. Only translations of today's English can be approved, so
sentences change last."""
