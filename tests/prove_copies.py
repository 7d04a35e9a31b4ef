# SPDX-License-Identifier: MIT
"""Prove copies at length: thousands of rows, hundreds of logos, other programs' verdicts, killed workers.

    .venv/bin/python tests/prove_copies.py [FOLDER] [--rows 5000] [--logos 500]

makes the project that ships with every fact accepted, so that press editions are final, and prints what was found. It
takes minutes, so it is no part of the tests; docs/scale.md has its figures. The rows are made up.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
import zxingcpp
from harden_kills import accept_facts
from hostile_pictures import hostile
from PIL import Image, ImageDraw
from program import ROOT, TODAY, command, environment
from veracheck import verapdf

SCREEN, PRESS = "talk-to-someone.poster-a4.en.screen", "talk-to-someone.poster-a4.en.press"
NAMES = ("St Mary’s Catholic Primary", "Oakfield", "Ysgol Tŷ Gwyn", "Hillside", "Szkoła Łódź", "King Edward’s", "Ọmọ́dé")
BAD = (
    {"name": ""}, {"name": "Школа"}, {"phone": "0909 879 0000"}, {"web": "bit.ly/x"}, {"logo": "none.png"},
    {"valid until": "soon"}, {"line 1": "Keep a copy of any nude picture"}, {"name": "N" * 190},
)  # fmt: skip
BAD_ROWS = 40


def make_project(folder: Path) -> Path:
    """Build the editions that the proofs need."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "data.yaml", folder)
    accept_facts(folder)
    go(folder, "build", "--publication", "talk-to-someone", "--format", "poster-a4", "--language", "en")
    return folder


def go(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    line = command(*words, "--project", folder, "--today", TODAY, "--no-progress")
    return subprocess.run(line, env=environment(), capture_output=True, text=True, check=False)


def make_logos(folder: Path, count: int) -> list[str]:
    """Draw logos: opaque and transparent PNGs, and JPEGs."""
    folder.mkdir()
    draw, names = random.Random("logos"), []
    for number in range(count):
        colour = tuple(draw.randrange(256) for _ in range(3))
        picture = Image.new("RGBA" if number % 3 == 0 else "RGB", (300, 200 + number % 60), colour)
        ImageDraw.Draw(picture).ellipse((50, 30, 250, 180), fill=tuple(draw.randrange(256) for _ in range(3)))
        names.append(f"logo-{number}.{'jpg' if number % 5 == 0 else 'png'}")
        picture.convert("RGB").save(folder / names[-1]) if number % 5 == 0 else picture.save(folder / names[-1])
    return names


def make_rows(count: int, logos: Sequence[str]) -> tuple[list[dict[str, str]], set[int]]:
    """Return rows, and the indices of those that are bad."""
    draw = random.Random("rows")
    bad = set(draw.sample(range(count), BAD_ROWS if count >= 1000 else 0))
    rows = []
    for number in range(count):
        row = {
            "URN": str(100_000 + number),
            "name": f"{draw.choice(NAMES)} School {number}",
            "line 1": "Tell: the safeguarding lead",
            "phone": f"0121 {draw.randrange(200, 999)} {draw.randrange(1000, 9999)}",
            "web": f"www.school{number}.bham.sch.uk",
            "logo": logos[number % len(logos)] if logos and number % 2 else "",
            "valid until": "2027-07-31",
        }
        rows.append(row | BAD[number % len(BAD)] if number in bad else row)
    return rows, bad


def write(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def look(folder: Path, edition: str, rows: Sequence[dict[str, str]], bad: set[int]) -> Iterator[str]:
    """Yield what is wrong: a copy is there or is named, begins with its edition and says its name."""
    copies = folder / "copies" / edition
    listed = list(csv.reader(io.StringIO((copies / "copies.csv").read_text(encoding="utf-8-sig"))))[1:]
    base = (folder / "dist" / "pdf" / "talk-to-someone" / f"{edition}.pdf").read_bytes()
    if [int(line) for line, *_ in listed] != list(range(2, len(rows) + 2)):
        yield "the list does not have every row in order"
    opened = set(random.Random("opened").sample(sorted(set(range(len(rows))) - bad), min(200, len(rows) - len(bad))))
    for index, (_, name, sha256, reason) in enumerate(listed):
        if index in bad:
            if name or not reason:
                yield f"row {index} is bad, and was printed"
            continue
        data = (copies / name).read_bytes() if name else b""
        if hashlib.sha256(data).hexdigest() != sha256 or not data.startswith(base):
            yield f"row {index} is not its edition and an addition: {reason}"
        elif index in opened:
            yield from looked_at(data, rows[index])


def looked_at(data: bytes, row: dict[str, str]) -> Iterator[str]:
    """Yield what pdfium and a decoder do not find in a copy."""
    with pypdfium2.PdfDocument(data) as document:
        said = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
        codes = {one.text for page in document for one in zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())}
    if "".join(row["name"].split()) not in said or f"https://{row['web']}" not in codes:
        yield f"{row['name']} or its code is not found"


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


def prove_rows(folder: Path, count: int, logos: Sequence[str]) -> None:
    """Make many copies, look at them, and at what other programs say of fifty."""
    for number in (count // 10, count):
        rows, bad = make_rows(number, logos)
        listed = write(folder / "rows.csv", rows)
        begun = time.monotonic()
        done = go(folder, "personalise", SCREEN, "--rows", listed, "--logos", folder / "logos", "--quiet")
        spent = time.monotonic() - begun
        wrong = list(look(folder, SCREEN, rows, bad))
        print(f"{number} rows, {len(bad)} of them bad: exit {done.returncode}, {spent:.1f} s, "
              f"{number / spent:.0f} rows a second, most memory of a process {peak_mb():.0f} MB, wrong: {len(wrong)}",
              *wrong[:5], flush=True)  # fmt: skip
    some = sorted((folder / "copies" / SCREEN).glob("*.pdf"))[:: max(count // 60, 1)][:50]
    refused = {path.name: one.broken for path, one in verapdf(some).items() if not one.compliant}
    print(f"veraPDF, PDF/UA-1, {len(some)} copies: {len(refused)} refused", refused or "", flush=True)
    rows, bad = make_rows(50, logos)
    go(folder, "personalise", PRESS, "--rows", write(folder / "rows.csv", rows), "--logos", folder / "logos")
    pressed = sorted((folder / "copies" / PRESS).glob("*.pdf"))
    failed = [path.name for path in pressed if go(folder, "preflight", path).returncode]
    second = {path.name: one.broken for path, one in verapdf(pressed, "2b").items() if not one.compliant}
    kinds = Counter(rule for broken in second.values() for rule in broken)
    base = folder / "dist" / "pdf" / "talk-to-someone" / f"{PRESS}.pdf"
    usual = set(verapdf([base], "2b")[base].broken)
    print(f"preflight, {len(pressed)} press copies: {len(failed)} failed {failed[:3]}; veraPDF 2b finds in them "
          f"and not in the edition: {sorted(set(kinds) - usual)}", flush=True)  # fmt: skip
    silent = [path for path in (*some, *pressed) if not all(quiet(program, path) for program in CHECKERS)]
    print(f"qpdf and mutool, {len(some) + len(pressed)} copies: {len(silent)} with a word", flush=True)


CHECKERS = (("qpdf", "--check"), ("mutool", "info"))


def quiet(program: Sequence[str], path: Path) -> bool:
    done = subprocess.run([*program, path], capture_output=True, text=True, check=False)
    return done.returncode == 0 and "warning" not in (done.stdout + done.stderr).lower()


def prove_logos(folder: Path) -> None:
    """Give every row a hostile logo: each is refused in one line, or drawn; its neighbours are made."""
    hostiles = dict(hostile())
    (folder / "hostile").mkdir()
    rows = []
    for number, (name, data) in enumerate(hostiles.items()):
        (folder / "hostile" / name).write_bytes(data)
        rows.append({"URN": str(700_000 + 2 * number), "name": f"School {number}", "logo": name})
        rows.append({"URN": str(700_001 + 2 * number), "name": f"Neighbour {number}", "logo": ""})
    begun = time.monotonic()
    listed = write(folder / "rows.csv", rows)
    done = go(folder, "personalise", SCREEN, "--rows", listed, "--logos", folder / "hostile", "--quiet")
    text = (folder / "copies" / SCREEN / "copies.csv").read_text(encoding="utf-8-sig")
    listed_rows = list(csv.reader(io.StringIO(text)))[1:]
    lost = [row for row in listed_rows[1::2] if not row[1]]
    drawn = sum(bool(row[1]) for row in listed_rows[::2])
    silent = [row for row in listed_rows if not row[1] and not row[3]]
    traces = "Traceback" in done.stderr or any("report this" in row[3] for row in listed_rows)
    print(f"{len(hostiles)} hostile logos: exit {done.returncode}, {drawn} drawn, {len(hostiles) - drawn} refused with "
          f"a reason, {len(lost)} neighbours lost, {len(silent)} dropped in silence, faults: {traces}, "
          f"{(time.monotonic() - begun) / len(hostiles):.2f} s a logo, most memory of a process {peak_mb():.0f} MB",
          flush=True)  # fmt: skip


def prove_kills(folder: Path, logos: Sequence[str]) -> None:
    """Kill ten workers while they work: no row is lost."""
    rows, bad = make_rows(2000, logos)
    listed = write(folder / "rows.csv", rows)
    shutil.rmtree(folder / "copies")
    words = ("personalise", SCREEN, "--rows", listed, "--logos", folder / "logos", "--quiet", "--jobs", "2")
    line = command(*words, "--project", folder, "--today", TODAY, "--no-progress")
    process = subprocess.Popen(line, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    killed, draw = 0, random.Random("kills")
    while process.poll() is None and killed < 10:
        time.sleep(draw.uniform(0.05, 0.3))
        workers = workers_of(process.pid)
        if workers:
            os.kill(draw.choice(workers), signal.SIGKILL)
            killed += 1
    process.wait()
    wrong = list(look(folder, SCREEN, rows, bad))
    print(
        f"{killed} workers killed in 2,000 rows: exit {process.returncode}, wrong: {len(wrong)}", *wrong[:3], flush=True
    )


def workers_of(parent: int) -> list[int]:
    """Return the processes that the forkserver of a program has made."""
    done = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in done.stdout.splitlines()[1:]]
    servers = [pid for pid, ppid in pairs if ppid == parent]
    return [pid for pid, ppid in pairs if ppid in servers]


def main() -> None:
    """Do every proof."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--logos", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="leaflets-copies-") as name:
        folder = make_project((asked.folder or Path(name)) / "project")
        logos = make_logos(folder / "logos", asked.logos)
        prove_rows(folder, asked.rows, logos)
        prove_kills(folder, logos)
        prove_logos(folder)


if __name__ == "__main__":
    main()
