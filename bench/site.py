# SPDX-License-Identifier: MIT
"""How long the download site takes: all publications in nine languages, then again after one changed word.

    python bench/site.py [FOLDER]     FOLDER: where to make the project (default: one that is deleted afterwards)

The project is the one that ships, its translations filled by rule and approved; its PDFs and previews are made up, so
only the site is measured. Each round is a process of its own, as a person starts it. The exit code says whether the
limits are kept by the clock; processor time is beside it, because other work on the machine adds to the clock's.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from hosted import TODAY, Hosted, approve_all, build, new_project  # noqa: E402

from leaflets.core.resources import SHIPPED  # noqa: E402
from leaflets.languages.catalogue.po import path_of  # noqa: E402

LANGUAGES = "en, ur, pa, bn, ar, ro, pl, so, ps"
WHOLE_SECONDS, AGAIN_SECONDS, SENTENCE_SECONDS = 20.0, 3.0, 0.6
"""What the whole site may take; what it may take after a change; what after one of a sentence, which few pages show."""
TEMPLATE = "templates/site/home.html"


@dataclass(frozen=True)
class Time:
    """How long a round took, in seconds: of the processor, of that in the system (files), and on the clock."""

    processor: float
    system: float
    clock: float


def make_site(hosted: Hosted) -> Time:
    """Make the site in a process of its own."""
    words = [sys.executable, "-m", "leaflets", "site", "--project", str(hosted.folder), "--today", TODAY.isoformat()]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    system = after.ru_stime - before.ru_stime
    return Time(after.ru_utime - before.ru_utime + system, system, time.perf_counter() - started)


def change(path: Path, old: str, new: str) -> None:
    """Change the first place where a file has these words."""
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def change_summary(hosted: Hosted) -> None:
    """Change a word of a publication's summary in data.yaml."""
    project = hosted.project.publications
    change(hosted.folder / "data.yaml", project["parents-guide"].summary, f"Now {project['parents-guide'].summary}")


def change_template(hosted: Hosted) -> None:
    """Change a word of a template, as a project of its own may."""
    (hosted.folder / TEMPLATE).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(SHIPPED / TEMPLATE, hosted.folder / TEMPLATE)
    change(hosted.folder / TEMPLATE, "<h1", '<h1 id="changed"')


def change_translation(hosted: Hosted) -> None:
    """Change a translation that several publications print."""
    path = hosted.folder / path_of("ur")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = lines.index('msgctxt "risks.grooming.title"\n')
    number = next(n for n in range(place, len(lines)) if lines[n].startswith("msgstr "))
    lines[number] = lines[number].replace('msgstr "', 'msgstr "ا')
    path.write_text("".join(lines), encoding="utf-8")


def approve_again(hosted: Hosted) -> None:
    """Approve every translation into Urdu as it is now."""
    approve_all(hosted.folder, "ur")


ROUNDS: dict[str, tuple[Callable[[Hosted], None], float]] = {
    "nothing has changed": (lambda _: None, SENTENCE_SECONDS),
    "a translation": (change_translation, AGAIN_SECONDS),
    "an approval": (approve_again, AGAIN_SECONDS),
    "a summary in data.yaml": (change_summary, SENTENCE_SECONDS),
    "a template of the site": (change_template, AGAIN_SECONDS),
}


def measure(folder: Path) -> int:
    """Print the table; 1 if a round takes longer than it may."""
    hosted = new_project(folder / "project", languages=LANGUAGES)
    build(hosted)
    taken = {"the whole site": (make_site(hosted), WHOLE_SECONDS)}
    for name, (prepare, limit) in ROUNDS.items():
        prepare(hosted)
        taken[name] = make_site(hosted), limit
    pages = sum(1 for _ in hosted.site.rglob("*.html"))
    size = sum(path.stat().st_size for path in hosted.site.rglob("*.html")) / 1e6
    print(f"{len(hosted.manifest['editions'])} editions, {pages} pages, {size:.0f} MB of HTML")
    print("after a change of            processor s  of it files   clock s   limit s")
    for name, (took, limit) in taken.items():
        print(f"{name:28} {took.processor:11.2f} {took.system:12.2f} {took.clock:9.2f} {limit:9.1f}")
    return int(any(took.clock > limit for took, limit in taken.values()))


def main() -> int:
    """Measure in the folder that was named, or in one that is deleted afterwards."""
    if len(sys.argv) > 1:
        return measure(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder))


if __name__ == "__main__":
    sys.exit(main())
