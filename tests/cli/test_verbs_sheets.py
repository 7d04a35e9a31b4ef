# SPDX-License-Identifier: MIT
"""The verbs `impose` and `tile`: finished editions in, sheets beside them; a name that means nothing is answered."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import program
import pytest

from leaflets.build import publish
from leaflets.build.verify import check_tree
from leaflets.cli import parser
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.preflight.sheets import check_codes, count_codes

WALLET = "everything.card-wallet.en"
POSTER = "everything.poster-a3.en"
POSTERS = "*.poster-a4.en"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A `dist` with a card for the press and a poster for the screen."""
    folder = tmp_path_factory.mktemp("sheets")
    out, project = folder / "dist", program.copy_small(folder / "project")
    chosen = ("--format", "card-wallet", "--format", "poster-*")
    done = program.run("build", "--project", project, "--out", out, "--today", program.TODAY, *chosen)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture
def dist(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "dist"))


Answer = tuple[int, dict[str, Any], str]
Sheets = Callable[..., Answer]


@pytest.fixture
def sheets(capsys: pytest.CaptureFixture[str]) -> Sheets:
    """Run a verb with --json; return exit code, answer and slugs of the problems."""

    def run(verb: str, dist: Path, *words: str) -> Answer:
        code = parser.run([verb, *words, "--project", str(program.SMALL), "--out", str(dist), "--json"])
        answer = json.loads(capsys.readouterr().out or "{}")
        return code, answer, " ".join(problem["slug"] for problem in answer.get("problems", ()))

    return run


def files(dist: Path) -> Iterator[str]:
    for folder in ("sheets", "tiles"):
        yield from sorted(path.relative_to(dist).as_posix() for path in (dist / folder).glob("*"))


def test_a_card_is_ganged_up_and_every_code_of_every_copy_is_read(sheets: Sheets, dist: Path) -> None:
    code, answer, _ = sheets("impose", dist, WALLET)
    assert code == 0
    (made,) = answer["sheets"]
    assert made == {
        "edition": f"{WALLET}.press",
        "path": f"sheets/{WALLET}.press.sra3.pdf",
        "state": made["state"],
        "sheet": "SRA3, 320 x 450 mm",
        "sheet_mm": [320, 450],
        "copies": 21,
        "columns": 3,
        "rows": 7,
        "turn": "sheetwise",
        "pages": 2,
        "grain": "",
    }
    source = count_codes((dist / "pdf" / "everything" / f"{WALLET}.press.pdf").read_bytes())
    found = count_codes((dist / made["path"]).read_bytes())
    assert source and found == {text: 21 * number for text, number in source.items()}


def test_different_editions_share_a_sheet_by_the_number_wanted_of_each(sheets: Sheets, dist: Path) -> None:
    wanted = ("--quantity", "300", "--quantity", "one-risk*=90")
    code, answer, _ = sheets("impose", dist, POSTERS, "--together", *wanted, "--sheet", "b2")
    assert code == 0
    (made,) = answer["sheets"]
    pieces = {piece["edition"]: piece for piece in made["pieces"]}
    assert [piece["copies"] for piece in pieces.values()] == [3, 1]
    assert made["sheets"] == 100 and made["over"] == sum(piece["over"] for piece in pieces.values()) == 10
    stem = made["path"].removesuffix(".1.pdf")
    assert {name.removeprefix(stem) for name in files(dist)} == {".1.pdf", ".1.png", ".csv"}
    listed = list(csv.DictReader((dist / f"{stem}.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["edition"], int(row["copies"])) for row in listed] == [
        (name, piece["copies"]) for name, piece in pieces.items()
    ]
    before = (dist / made["path"]).read_bytes()
    assert sheets("impose", dist, POSTERS, "--together", *wanted, "--sheet", "b2")[0] == 0
    assert (dist / made["path"]).read_bytes() == before


def test_a_press_edition_stays_in_its_inks(sheets: Sheets, dist: Path) -> None:
    assert sheets("impose", dist, WALLET)[0] == 0
    with pikepdf.open(dist / "sheets" / f"{WALLET}.press.sra3.pdf") as pdf:
        streams = [item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/N" not in item
                   and item.get("/Subtype") in (None, "/Form") and "/Length1" not in item]  # fmt: skip
        streams += [page.Contents.read_bytes() for page in pdf.pages if isinstance(page.Contents, pikepdf.Stream)]
        operators = Counter(word for stream in streams for word in stream.split() if word in (b"rg", b"RG", b"g", b"k"))
        assert operators[b"k"] > 4 and not operators[b"rg"] + operators[b"RG"] + operators[b"g"]
        assert all(
            "/Slug" not in form.Resources.get("/XObject", {}) for form in pdf.pages[0].Resources.XObject.values()
        )
        assert str(pdf.Root.OutputIntents[0].OutputConditionIdentifier) == "FOGRA39"


def test_a_poster_is_spread_over_sheets(sheets: Sheets, dist: Path) -> None:
    for name in (POSTER, f"{POSTER}.press", f"{POSTER}.office"):
        code, answer, _ = sheets("tile", dist, name)
        assert code == 0
        (made,) = answer["tiles"]
        assert (made["edition"], made["sheets"], made["pages"]) == (f"{POSTER}.screen", 4, 5)
    assert list(files(dist)) == [f"tiles/{POSTER}.screen.a4.pdf"]


def test_a_pattern_passes_over_what_does_not_fit_and_a_name_does_not(sheets: Sheets, dist: Path) -> None:
    assert sheets("tile", dist, "*")[0] == 0
    assert list(files(dist)) == [f"tiles/{POSTER}.screen.a4.pdf"]
    assert sheets("tile", dist, "everything.poster-a4.en")[::2] == (1, "poster-fits")
    assert sheets("tile", dist, WALLET)[::2] == (1, "not-a-poster")
    assert sheets("tile", dist, "*card*")[::2] == (2, "nothing-matches")


def test_options_choose_sheet_turn_and_margins(sheets: Sheets, dist: Path) -> None:
    _, answer, _ = sheets("impose", dist, WALLET, "--sheet", "sra4")
    assert (answer["sheets"][0]["sheet"], answer["sheets"][0]["copies"]) == ("SRA4, 225 x 320 mm", 10)
    _, answer, _ = sheets("impose", dist, WALLET, "--sheet", "330x487", "--turn", "work-and-turn", "--gripper", "12")
    (made,) = answer["sheets"]
    assert made["turn"] == "work-and-turn" and made["columns"] % 2 == 0
    assert list(files(dist)) == [f"sheets/{WALLET}.press.330x487.pdf", f"sheets/{WALLET}.press.sra4.pdf"]


@pytest.mark.parametrize(
    ("words", "code", "slug", "hint"),
    [
        (("impose", "everything.card-walet.en"), 2, "nothing-matches", WALLET),
        (("impose", "what-is-this"), 2, "nothing-matches", "leaflets list"),
        (("impose", WALLET, "--sheet", "sra33"), 2, "no-such-paper", "sra3"),
        (("impose", "everything.poster-a3.en", "--sheet", "a4"), 1, "sheet-too-small", "larger --sheet"),
        (("impose", WALLET, POSTER, "--together"), 1, "different-sizes", "by itself"),
        (("impose", WALLET, "--quantity", "card=5"), 2, "nothing-matches", WALLET),
        (("impose", POSTERS, "--quantity", "one-risk*=5"), 2, "no-quantity", "--quantity"),
        (("tile", POSTER, "--paper", "60x60", "--overlap", "30"), 1, "paper-too-small", "larger --paper"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_would_help(
    sheets: Sheets, dist: Path, words: tuple[str, ...], code: int, slug: str, hint: str
) -> None:
    found, answer, slugs = sheets(words[0], dist, *words[1:])
    assert (found, slugs) == (code, slug)
    assert hint in answer["problems"][0]["hint"]
    assert list(files(dist)) == []


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_written(sheets: Sheets, dist: Path) -> None:
    code, _, slugs = sheets("impose", dist, "nonsense", WALLET, "other-nonsense")
    assert (code, slugs) == (2, "nothing-matches nothing-matches")
    code, _, slugs = sheets("impose", dist, WALLET, "everything.poster-*", "--sheet", "a4")
    assert (code, slugs) == (1, "sheet-too-small sheet-too-small")
    assert list(files(dist)) == []


def test_before_a_build_there_is_nothing_to_place(sheets: Sheets, tmp_path: Path) -> None:
    code, answer, slugs = sheets("impose", tmp_path / "dist", WALLET)
    assert (code, slugs) == (1, "not-built")
    assert "leaflets build" in answer["problems"][0]["hint"]
    assert not (tmp_path / "dist").exists()


def test_a_purpose_that_is_not_built_is_named(sheets: Sheets, dist: Path) -> None:
    manifest = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
    manifest["editions"] = [entry for entry in manifest["editions"] if entry["purpose"] != "press"]
    (dist / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    code, answer, slugs = sheets("impose", dist, WALLET)
    assert (code, slugs) == (1, "not-built")
    assert "--purpose press" in answer["problems"][0]["hint"]


@pytest.mark.parametrize("change", ["more", "gone"])
def test_a_file_that_is_not_what_was_built_is_not_placed(sheets: Sheets, dist: Path, change: str) -> None:
    path = dist / "pdf" / "everything" / f"{WALLET}.press.pdf"
    if change == "gone":
        path.unlink()
    else:
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data + b"\n")
    assert sheets("impose", dist, WALLET)[::2] == (4, "file-changed")


def test_a_build_at_work_is_not_disturbed(sheets: Sheets, dist: Path) -> None:
    with publish.locked(dist, program.SMALL):
        assert sheets("impose", dist, WALLET)[::2] == (6, "locked")


def test_a_code_that_cannot_be_read_on_a_sheet_stops_it(built: Path) -> None:
    pdf = (built / "pdf" / "everything" / f"{WALLET}.press.pdf").read_bytes()
    check_codes([(pdf, 1, ())], pdf)
    with pytest.raises(ProblemsFound) as found:
        check_codes([(pdf, 2, ())], pdf)
    assert found.value.exit_code == ExitCode.CHECK_FAILED
    assert {problem.slug for problem in found.value.problems} == {"code-lost"}


def test_later_builds_keep_the_sheets_and_the_manifest_does_not_list_them(
    sheets: Sheets, dist: Path, small: Path
) -> None:
    assert sheets("impose", dist, WALLET)[0] == sheets("tile", dist, POSTER)[0] == 0
    before = {name: (dist / name).read_bytes() for name in files(dist)}
    chosen = ("--publication", "everything", "--format", "card-wallet", "--purpose", "screen")
    done = program.run("build", "--project", small, "--out", dist, "--today", program.TODAY, *chosen)
    assert done.returncode == 0, done.stderr
    assert {name: (dist / name).read_bytes() for name in files(dist)} == before and len(before) == 2
    listed = (dist / "manifest.json").read_text() + (dist / "SHA256SUMS").read_text()
    assert "sheets/" not in listed and "tiles/" not in listed
    assert check_tree(dist) == []


def test_nothing_half_made_is_left_beside_dist(sheets: Sheets, dist: Path) -> None:
    assert sheets("impose", dist, WALLET)[0] == 0
    blocked = dist / "tiles"
    blocked.write_text("a file where a folder should be")
    code, _, slugs = sheets("tile", dist, POSTER)
    assert (code, slugs) == (5, "file-error")
    assert {path.name for path in dist.parent.iterdir()} == {"dist", ".dist.lock"}


def test_a_person_reads_what_each_file_is(dist: Path) -> None:
    done = program.run("impose", WALLET, "--out", dist, "--project", program.SMALL)
    assert done.returncode == 0 and done.stderr == ""
    said = " ".join(done.stdout.split())
    assert said.startswith(f"sheets/{WALLET}.press.sra3.pdf: ")
    assert " copies on SRA3, 320 x 450 mm, sheetwise, 2 sides" in said
    assert max(map(len, done.stdout.splitlines())) <= 80
