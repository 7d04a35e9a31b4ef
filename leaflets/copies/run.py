# SPDX-License-Identifier: MIT
"""Personalise: a list of places and finished editions go in, a copy for each place comes out, in `copies`.

Rows are independent, so they are shared among processes, among machines by hand (`part`), or by an engine; the bytes
are the same. A bad row stops no other one, and copies.csv has a line for each. Rows go nowhere else: neither the site
nor the manifest ever has them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from leaflets.build.finished import choose, read_finished
from leaflets.build.manifest import EditionEntry
from leaflets.build.pool import LostJob, PoolSettings, count_cores, run_jobs
from leaflets.build.publish import beside, disk_problem
from leaflets.content.lists.text import write_rows
from leaflets.content.model import Project
from leaflets.copies.maker import CopyMade, CopyMaker, CopySetup
from leaflets.copies.one_file import join_copies
from leaflets.copies.rows import CopyRow, read_rows
from leaflets.copies.table import SlotTable, month_names, read_table, stamp_letters
from leaflets.core.commands import command
from leaflets.core.files import sweep, write_whole
from leaflets.core.lock import lock_file
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.editions.output_intent import OutputIntent, read_intent
from leaflets.languages.language import Languages
from leaflets.languages.registry import read_languages

FOLDER, LIST = "copies", "copies.csv"
PURPOSES = ("screen", "office", "press")
MAKER = "leaflets.copies.maker:CopyMaker"
BATCH, FEW = 20, 60
"""Rows given to a process at once; so many or fewer are made in this process."""
Batch = Sequence[CopyRow]
Engine = Callable[[CopySetup, Sequence[Batch]], Iterator[tuple[Batch, list[CopyMade] | LostJob]]]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class CopyRequest:
    """What is wanted: of which editions, for which places, and how it is packed."""

    project: Project
    folder: Path
    """The project's."""
    dist: Path
    today: date
    names: Sequence[str]
    rows: Path
    logos: Path | None = None
    zipped: bool = False
    one_file: bool = False
    part: tuple[int, int] = (1, 1)
    jobs: int = 0
    engine: Engine | None = None


@dataclass
class CopiesMade:
    """What came of an edition: how many copies, how many new, what was refused by line, the files."""

    edition: str
    folder: Path
    made: int = 0
    new: int = 0
    opened: int = 0
    has_codes: bool = True
    """Its place is far enough from its own codes for one more."""
    refused: dict[int, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)


def personalise(request: CopyRequest, progress: Progress) -> tuple[list[CopiesMade], list[Problem]]:
    """Make the copies of each edition; return what came of each, and notices. ProblemsFound if none can be made."""
    entries = chosen(request.dist, request.names, one_file=request.one_file)
    languages = read_languages(Resources(request.folder), request.project)
    tables = [(entry, *_table(request.dist, entry, languages)) for entry in entries]
    found = read_rows(request.rows, request.project, stamp_letters(), request.today)
    number, parts = request.part
    rows = found.rows[number - 1 :: parts]
    folder = request.folder / FOLDER
    results = []
    try:
        folder.mkdir(exist_ok=True)
        with lock_file(beside(folder, "lock"), f"working on {folder}"):
            for entry, table, base in tables:
                made = CopiesMade(entry["id"], folder / entry["id"], refused=dict(found.refused))
                made.has_codes = any(slot.code for slot in table.slots)
                logos, intent = request.logos or request.rows.parent, _intent(request, entry)
                setup = CopySetup(table, base, logos, request.folder, intent)
                _make(request, setup, rows, made=made, progress=progress)
                results.append(made)
    except OSError as error:
        raise ProblemsFound([disk_problem(error, folder)], exit_code=ExitCode.DISK) from error
    return results, found.notices


def chosen(dist: Path, names: Sequence[str], *, one_file: bool) -> list[EditionEntry]:
    """Return the editions meant; a name without a purpose means those for the screen and for an office printer.

    In one file for a printer only the latter.
    """
    entries: dict[str, EditionEntry] = {}
    problems = []
    for name in names:
        purpose = name.rpartition(".")[2]
        usual = ("office",) if one_file else PURPOSES[:2]
        for one in (purpose,) if purpose in PURPOSES else usual:
            entries |= {entry["id"]: entry for entry in choose(dist, [name], one)}
    for entry in entries.values():
        if entry["state"] != "final":
            message = f"It is a {entry['state']}, so no copies are made of it."
            hint = f"{command('facts')} and {command('translate', 'status')} say what is not yet checked."
            problems.append(Problem("copy-not-final", message, where=entry["id"], hint=hint))
    if problems:
        raise ProblemsFound(problems)
    return list(entries.values())


def _table(dist: Path, entry: EditionEntry, languages: Languages) -> tuple[SlotTable, bytes]:
    base = read_finished(dist, entry)
    table = read_table(entry["id"], base, month_names(languages, entry["language"]))
    if table is None:
        message = "It has no place for a school's own name."
        hint = "posters, the tri-fold, the DL card and the booklet have one; leave this edition out."
        raise ProblemsFound([Problem("copy-no-slot", message, where=entry["id"], hint=hint)])
    return table, base


def _intent(request: CopyRequest, entry: EditionEntry) -> OutputIntent | None:
    """Return what an edition for the press is printed with."""
    if entry["purpose"] != "press":
        return None
    return read_intent(request.project.publisher.press, Resources(request.folder))


def _make(
    request: CopyRequest, setup: CopySetup, rows: Sequence[CopyRow], *, made: CopiesMade, progress: Progress
) -> None:
    """Make an edition's copies and write each as it is ready, then the list; for one file, all at the end."""
    made.folder.mkdir(exist_ok=True)
    sweep(made.folder)
    digest, done, updates = hashlib.sha256(setup.base), dict[int, tuple[str, str]](), dict[int, bytes]()
    for number, copy in enumerate(work(request, setup, rows), start=1):
        progress(number, len(rows), made.edition)
        if copy.refused:
            made.refused[copy.row.line] = copy.refused
            continue
        made.made += 1
        made.opened += copy.opened
        if request.one_file:
            updates[copy.row.line] = copy.update
            continue
        own = digest.copy()
        own.update(copy.update)
        done[copy.row.line] = f"{copy.row.stem}.pdf", own.hexdigest()
        made.new += _write(made.folder / f"{copy.row.stem}.pdf", setup.base, copy.update)
    part = "" if request.part == (1, 1) else f".{request.part[0]}-of-{request.part[1]}"
    if request.one_file and updates:
        whole = join_copies(setup.table, setup.base, [updates[line] for line in sorted(updates)])
        name, sha256 = f"all{part}.pdf", hashlib.sha256(whole).hexdigest()
        made.new = made.made if _write(made.folder / name, whole, b"") else 0
        done = {line: (f"{name}#page={at}", sha256) for at, line in enumerate(sorted(updates), start=1)}
    lines = [
        [str(line), *done.get(line, ("", "")), made.refused.get(line, "")] for line in sorted({*done, *made.refused})
    ]
    listed = made.folder / LIST.replace(".csv", f"{part}.csv")
    write_whole(listed, write_rows([["line", "file", "sha256", "reason"], *lines]))
    made.files.append(listed)
    if request.zipped:
        names = [file.partition("#")[0] for _, (file, _) in sorted(done.items())]
        made.files.append(_pack(made.folder, part, names, listed))


def work(request: CopyRequest, setup: CopySetup, rows: Sequence[CopyRow]) -> Iterator[CopyMade]:
    """Yield the copies of rows as they are ready; a row that ends every process it is given to is refused."""
    if len(rows) <= FEW or (request.jobs == 1 and not request.engine):
        yield from map(CopyMaker(setup).make, rows)
        return
    lost: list[CopyRow] = []
    with TemporaryDirectory(prefix="leaflets-") as name:
        size = request.jobs or count_cores()
        settings = PoolSettings(MAKER, (setup,), size, Path(name))
        run = request.engine or (lambda _setup, batches: run_jobs(settings, batches))
        for batch, result in run(setup, [tuple(rows[at : at + BATCH]) for at in range(0, len(rows), BATCH)]):
            if isinstance(result, LostJob):
                lost += batch
            else:
                yield from result
        for (row,), result in run_jobs(settings, [(row,) for row in lost]):
            if isinstance(result, LostJob):
                yield CopyMade(row, refused=f"making its copy {result.reason}; please report this.")
            else:
                yield from result


def _write(path: Path, base: bytes, update: bytes) -> bool:
    """Write a copy unless it is there already; return whether it is new."""
    with_size = path.stat().st_size if path.is_file() else -1
    if with_size == len(base) + len(update) and path.read_bytes() == base + update:
        return False
    write_whole(path, base + update, flush=False)
    return True


def _pack(folder: Path, part: str, names: Sequence[str], listed: Path) -> Path:
    """Put copies and their list into a zip beside their folder; PDFs are compressed already."""
    from leaflets.core.archive import write_large_zip

    target = folder.with_name(f"{folder.name}{part}.zip")
    write_large_zip(target, [(name, folder / name) for name in (*dict.fromkeys(names), listed.name)])
    return target
