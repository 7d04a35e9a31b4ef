# SPDX-License-Identifier: MIT
"""An example of each kind of problem that no other test names: see test_kinds.py."""

from __future__ import annotations

import errno
import io
import json
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import many_risks
import parcels
import pytest
import small as small_project
from making import Bench
from PIL import Image
from program import ROOT, SMALL, TODAY

from leaflets.build.publish import MARK, disk_problem, remove
from leaflets.build.verify import Folder, check_manifest, compare, older_editions
from leaflets.cli.command import run_verb
from leaflets.cli.report import Report
from leaflets.cli.verbs_site import _kept
from leaflets.content.facts import find_doubts, list_facts, verify_facts
from leaflets.content.format_file import read_formats
from leaflets.content.load import load_data
from leaflets.content.model import Project, facts_of, layouts_of
from leaflets.content.trust import Trust
from leaflets.content.yaml.reader import read_text
from leaflets.core.checksums import SUMS, write_sums
from leaflets.core.edition import Edition
from leaflets.core.problems import ExitCode, MissingProgram, Problem, ProblemsFound, stopped_by
from leaflets.core.source import read_source
from leaflets.editions.overlay import Overlay
from leaflets.editions.sheets.control_marks import Strip
from leaflets.editions.sheets.gang import write_slug
from leaflets.languages.catalogue.checks import CheckContext
from leaflets.layout.compose.shares import share_risks
from leaflets.orders.pack.plan import share_out
from leaflets.pictures import svg
from leaflets.pictures.inspect import GPS, inspect
from leaflets.preview.server import open_server
from leaflets.register.published import FILE, read_published
from leaflets.site.publish import add_to_register
from leaflets.translate.exchange.accept import Target, accept
from leaflets.translate.exchange.back import read_back
from leaflets.translate.exchange.rows import MessageRow, ReturnedFile, ReturnedRow, SentWords
from leaflets.translate.parcels import pack_parcel

DAY = date.fromisoformat(TODAY)
LEAFLET = "formats:\n  leaflet:\n    title: Leaflet\n    trim: [297, 210]\n    panels: 3\n    fold: roll\n    safe: 8\n"


def stopped(action: Callable[[], object]) -> list[tuple[str, int]]:
    """What stops an action: slugs, and with which exit code."""
    with pytest.raises(ProblemsFound) as found:
        action()
    return [(problem.slug, int(found.value.exit_code)) for problem in found.value.problems]


def slugs(problems: list[Problem]) -> set[str]:
    return {problem.slug for problem in problems}


# data.yaml and formats.yaml


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ("panels: 3", "panels: 5", "fold-panels"),
        ("panels: 3", "panels: [100, 100, 90]", "panels-width"),
        ("panels: 3", "panels: [99, 99, 99]", "flap-too-wide"),
        ("safe: 8", "safe: 60", "safe-too-large"),
        ("[297, 210]", "[594, 420]\n    office: true", "office-too-large"),
        ("    title: Leaflet\n", "    title: Leaflet\n    pair_of: nothing\n", "unknown-format"),
    ],
)
def test_a_format_that_cannot_be_made(old: str, new: str, slug: str) -> None:
    assert old in LEAFLET
    assert stopped(lambda: read_formats(read_text(LEAFLET.replace(old, new), "formats.yaml"))) == [(slug, 1)]


def test_a_pair_of_what_is_not_a_poster() -> None:
    pair = f"{LEAFLET}  pair:\n    title: Pair\n    pair_of: leaflet\n"
    assert stopped(lambda: read_formats(read_text(pair, "formats.yaml"))) == [("pair-of", 1)]


def test_a_text_that_is_too_short(tmp_path: Path) -> None:
    from validated import validate

    text = (SMALL / "data.yaml").read_text(encoding="utf-8")
    assert text.count("title: Safe online\n") == 1
    loaded = read_text(text.replace("title: Safe online\n", "title: So\n"), "data.yaml")
    assert ("too-short", 1) in stopped(lambda: validate(loaded, designs={}, languages=["en"], today=DAY))


def test_a_design_that_there_is_not() -> None:
    form, resources = small_project.composed("card-dl").format, small_project.resources()
    assert stopped(lambda: share_risks(small_project.project(), "nothing", form, resources)) == [
        ("template-missing", 1)
    ]


def test_a_risk_that_is_printed_nowhere() -> None:
    values = many_risks.values(10)
    kept = {name: one for name, one in values["publications"].items() if name == "helpline-card"}
    project = Project.model_validate(values | {"publications": kept})
    recipes = Bench(ROOT, project, DAY).recipes
    for layout in layouts_of(project):
        recipes.prepare(layout)
    assert slugs(recipes.account.unprinted()) == {"unprinted"}


# Facts


def test_a_link_to_a_site_that_is_not_allowed() -> None:
    loaded, project = load_data(SMALL / "data.yaml"), small_project.project()
    link = next(id for id in facts_of(project) if ".links." in id)
    rows = list_facts(project, loaded.places, {link: ["a-leaflet"]}, Trust(DAY))
    (row,) = (row for row in rows if row.id == link)
    (problem,) = find_doubts([replace(row, state="other-host")], loaded)
    assert (problem.slug, problem.severity) == ("fact-other-host", "warning")


def test_a_fact_that_the_site_keeps_as_it_was() -> None:
    problem = _kept("organisations.helpline.phone")
    assert (problem.slug, problem.severity) == ("fact-kept", "warning")


# Translations


def answered(key: str, english: str) -> list[Problem]:
    """What is wrong with a row that comes back, of one that was sent."""
    row = ReturnedRow(key, english, "Zadzwoń", "back.xlf", 7)
    now = {"risks.grooming.title": MessageRow("risks.grooming.title", "Call somebody")}
    reply = ReturnedFile("back.xlf", "pl", (row,))
    target = Target(parcels.languages()["pl"], CheckContext("Latn"))
    return list(accept([reply], now, {"back.xlf": {"": SentWords(now)}}, target).problems)


def test_rows_that_cannot_be_taken() -> None:
    assert slugs(answered("risks.grooming.title", "Call no one")) == {"row-outdated"}
    assert slugs(answered("risks.nothing.title", "Call somebody")) == {"row-unknown"}


def test_files_that_cannot_be_read_or_written() -> None:
    assert stopped(lambda: read_back(b"PK", "back.xlsx")) == [("exchange-broken", 1)]
    parcel = parcels.parcel([MessageRow("a.b", "An invisible \x00 character")])
    assert stopped(lambda: pack_parcel(parcel, [], {})) == [("exchange-unwritable", 1)]


# Pictures


def refused(data: bytes) -> str:
    """The first thing that is wrong with a picture."""
    return inspect(data, lambda *_: Image.new("RGB", (1, 1))).refusals[0].slug


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 40), **options: object) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, kind, **options)
    return stream.getvalue()


def test_pictures_that_are_refused() -> None:
    assert refused(b"") == "picture-empty"
    assert refused(b'<?xml version="1.0" encoding="ebcdic"?><svg xmlns="http://www.w3.org/2000/svg"/>') == (
        "picture-encoding"
    )
    assert refused(picture("PNG", "I;16")) == "picture-mode"
    located = Image.Exif()
    located.get_ifd(GPS)[1] = "N"
    assert refused(picture("JPEG", exif=located)) == "picture-place"
    assert refused(picture("PNG", "L", (5001, 5001))) == "picture-too-large"
    assert refused(b"<svg>" + b" " * svg.MOST_BYTES) == "picture-too-large"


# Printing


def test_copies_of_a_language_that_is_not_ordered() -> None:
    assert stopped(lambda: share_out({"ur": 100}, ["en"])) == [("quantity-language", 2)] * 2


def test_a_slug_line_that_no_strip_has_room_for() -> None:
    write = lambda: write_slug(Overlay(), "A leaflet", [Strip(0, 0, 1, 1, False)], "Helvetica")  # noqa: E731
    assert stopped(write) == [("slug-too-long", 1)]


# What was published


def test_a_register_that_is_damaged_or_cannot_be_read_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / FILE
    path.parent.mkdir()
    path.write_text("neither a header nor a record\n", encoding="utf-8")
    assert stopped(lambda: read_published(tmp_path)) == [("register-damaged", 1)]
    path.unlink()
    path.mkdir()
    assert stopped(lambda: read_published(tmp_path)) == [("register-unreadable", 5)]
    path.rmdir()

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("leaflets.site.publish.write_published", fail)
    assert stopped(lambda: add_to_register(tmp_path, [], [])) == [("register-unwritten", 5)]


def test_lists_of_what_was_published_that_are_damaged_or_old(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    (tmp_path / SUMS).write_bytes(write_sums({}) + b"nonsense\n")
    folder = Folder(tmp_path)
    found = compare(folder, folder.names(), "dist")
    assert "sums-damaged" in slugs(found.problems)
    assert slugs(check_manifest(folder, found)) == {"manifest-damaged"}
    entry = {"publication": "everything", "version": "0.9", "issued": "2020-01-01", "path": "pdf/a.pdf"}
    assert slugs(older_editions({"editions": [entry]}, small_project.project())) == {"edition-old"}


def test_a_finished_file_that_is_older_than_its_words(tmp_path: Path) -> None:
    bench = Bench(SMALL, small_project.project(), DAY)
    layout = next(iter(layouts_of(small_project.project())))
    recipe, laid_out = bench.prepare(layout).recipe, small_project.laid_out(layout.format)
    (problem,) = bench.maker.read_back(Edition(layout, "screen"), recipe, (tmp_path, "0" * 64), laid_out)
    assert (problem.slug, problem.severity) == ("out-of-date", "warning")


# The machine


def test_what_the_disk_says(tmp_path: Path) -> None:
    for number, slug in ((errno.ENOSPC, "disk-full"), (errno.EACCES, "not-allowed"), (errno.EIO, "file-error")):
        assert disk_problem(OSError(number, "the system's words", str(tmp_path)), tmp_path / "dist").slug == slug


def test_files_that_may_not_be_read_or_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    data = tmp_path / "data.yaml"
    data.write_bytes((SMALL / "data.yaml").read_bytes())
    monkeypatch.setattr("leaflets.content.facts.write_whole", fail)
    assert stopped(lambda: verify_facts(data, ["organisations.helpline.phone"], "A. Person", DAY)) == [
        ("file-unwritable", 5)
    ]
    assert stopped(lambda: read_source(tmp_path / f"{'x' * 300}.yaml")) == [("file-unreadable", 5)]


def test_what_a_build_has_left_and_nobody_may_remove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    (tmp_path / MARK).touch()
    monkeypatch.setattr("shutil.rmtree", fail)
    assert stopped(lambda: remove(tmp_path)) == [("left-over", 5)]


def test_a_port_that_is_taken() -> None:
    def serve(port: int) -> None:
        with open_server(port, None, None):  # type: ignore[arg-type]
            pass

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert stopped(lambda: serve(taken.getsockname()[1])) == [("port-taken", 2)]


def test_what_ends_a_verb(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def interrupt() -> ExitCode:
        raise KeyboardInterrupt

    assert run_verb(Report(json=True), interrupt, tmp_path) == ExitCode.INTERRUPTED
    assert [problem["slug"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["interrupted"]
    found = stopped_by(MissingProgram("Pango", "apt-get install pango"))
    assert found and (found.problems[0].slug, found.exit_code) == ("missing-program", ExitCode.MISSING)
