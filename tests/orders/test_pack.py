# SPDX-License-Identifier: MIT
"""Print packs: what is in them, that it adds up, and everything that must stop one."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from making import Bench
from program import SMALL, TODAY, run
from ruamel.yaml import YAML

from leaflets.build.job import Outcome, Task
from leaflets.build.pipeline import Request, build
from leaflets.build.project import open_project
from leaflets.build.recipes import Recipes
from leaflets.build.selection import Selection, select
from leaflets.cli import parser
from leaflets.content.formats import shipped_formats
from leaflets.content.model import Project, facts_of
from leaflets.content.print_settings import PrintSettings
from leaflets.core.folds import FLAT
from leaflets.core.formats import POINTS_PER_MM
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.editions.output_intent import OutputIntent, read_intent
from leaflets.orders.order import Delivery, Order, Product, drops_of
from leaflets.orders.pack import PackResult, PrintRequest, make_packs
from leaflets.orders.pack.archive import NOT_FOR_PRINT

DAY = datetime.date.fromisoformat(TODAY)
SITES = (
    "URN,Name,Address,Postcode,Quantity,HeadLastName\r\n"
    "103215,St Anne's Primary,1 High Street,B12 0EQ,330,Secret\r\n"
    "103216,=Acorn Academy,2 Long Lane,B29 6PP,170,Secret\r\n"
)
WANTED = PrintRequest(("everything",), {"": (500,)}, formats=("trifold-dl", "card-wallet"), printer="Example Press Ltd")


def accept_facts(folder: Path) -> None:
    """Accept every fact of the project as it is."""
    data = folder / "data.yaml"
    text = data.read_text(encoding="utf-8")
    project = Project.model_validate(YAML(typ="safe", pure=True).load(text))
    accepted = "".join(f"    - {name}\n" for name in facts_of(project))
    data.write_text(text.replace("publisher:\n", f"publisher:\n  accept_unverified:\n{accepted}", 1), encoding="utf-8")


def work_here(
    request: Request, recipes: Recipes, tasks: Sequence[Task], scratch: Path
) -> Iterator[tuple[Task, Outcome]]:
    """Make press files in this process: workers cost two seconds each time."""
    bench = Bench(request.folder, recipes.project, request.today, draft=request.draft)
    bench.recipes = recipes
    for task in tasks:
        yield task, bench.make(task.layout, task.purposes)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no worker be started."""
    monkeypatch.setattr("leaflets.orders.pack.orders.work", work_here)


def request(folder: Path, today: datetime.date = DAY) -> Request:
    return Request(folder, folder / "dist", today)


def refused(folder: Path, wanted: PrintRequest, today: datetime.date = DAY) -> ProblemsFound:
    with pytest.raises(ProblemsFound) as caught:
        make_packs(request(folder, today), wanted)
    assert not (folder / "dist" / "print").exists()
    return caught.value


@pytest.fixture
def accepted(small: Path, at_once: None) -> Path:
    """The small project with every fact accepted."""
    accept_facts(small)
    return small


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, PackResult]]:
    """The small project, with a pack of two formats for two schools."""
    folder = tmp_path_factory.mktemp("packed") / "project"
    shutil.copytree(SMALL, folder)
    accept_facts(folder)
    (folder / "sites.csv").write_text(SITES, encoding="utf-8", newline="")
    yield folder, make_packs(request(folder), replace(WANTED, sites=folder / "sites.csv"))


@pytest.fixture(scope="module")
def contents(packed: tuple[Path, PackResult]) -> dict[str, bytes]:
    """The files of that pack."""
    folder, result = packed
    (pack,) = result.packs
    with zipfile.ZipFile(folder / "dist" / pack["path"]) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def specification(contents: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(contents["specification.json"])
    return found


def words_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [" ".join(page.split()) for page in pages]


def test_a_pack_holds_all_that_a_printer_needs(packed: tuple[Path, PackResult], contents: dict[str, bytes]) -> None:
    folder, result = packed
    (pack,) = result.packs
    assert pack["path"] == f"print/everything.{pack['job']}.zip"
    assert (folder / "dist" / pack["path"]).stat().st_size == pack["bytes"]
    assert pack["copies"] == 1000 and pack["delivery_points"] == 2
    assert set(contents) >= {
        "everything.card-wallet.en.press.pdf",
        "everything.trifold-dl.en.press.pdf",
        "specification.pdf",
        "specification.json",
        "specification.xjdf",
        "preflight.html",
        "preflight.json",
        "proof.pdf",
        "delivery.csv",
        "packing-slips.pdf",
        "SHA256SUMS",
    }
    lines = contents["SHA256SUMS"].decode().splitlines()
    sums = {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in contents.items() if name != "SHA256SUMS"}


def test_the_files_are_those_that_the_build_makes_and_the_specification_names(
    packed: tuple[Path, PackResult], contents: dict[str, bytes], specification: dict[str, Any]
) -> None:
    folder, _ = packed
    asked = replace(
        request(folder), out=folder / "built", selection=Selection(format=WANTED.formats, purpose=("press",))
    )
    built = {entry["id"]: entry for entry in build(asked).editions}
    files = [file for product in specification["products"] for file in product["files"]]
    assert len(files) == 2
    for file in files:
        entry = built[file["edition"]]
        assert hashlib.sha256(contents[file["file"]]).hexdigest() == file["sha256"] == entry["sha256"]
        assert (file["digest"], file["pages"], entry["state"]) == (entry["digest"], entry["pages"], "final")
        left, bottom, right, top = file["trim_box_mm"]
        assert [right - left, top - bottom] == pytest.approx(entry["trim_mm"], abs=0.05)
        with pikepdf.open(io.BytesIO(contents[file["file"]])) as pdf:
            assert len(pdf.pages) == file["pages"]


def test_quantities_add_up(contents: dict[str, bytes], specification: dict[str, Any]) -> None:
    assert specification["quantity"] == 1000 and specification["quantity_by_language"] == {"en": 1000}
    assert [product["quantity"] for product in specification["products"]] == [500, 500]
    for point, copies in zip(specification["delivery"], (330, 170), strict=True):
        assert list(point["copies"].values()) == [copies, copies]
    tri_fold, card = specification["products"]
    assert tri_fold["packing"] == {"bundles_of": 50, "bundles": 6 + 3, "loose": 30 + 20}
    assert card["packing"] == {"bundles_of": 100, "bundles": 3 + 1, "loose": 30 + 70}
    rows = list(csv.DictReader(io.StringIO(contents["delivery.csv"].decode("utf-8-sig"))))
    assert [int(row["copies"]) for row in rows] == [330, 330, 170, 170, 1000]
    sizes = {"trifold-dl": 50, "card-wallet": 100}
    for row in rows[:-1]:
        assert int(row["bundles"]) * sizes[row["format"]] + int(row["loose"]) == int(row["copies"])
    assert int(rows[-1]["bundles"]) == 13 and int(rows[-1]["loose"]) == 150


def test_the_specification_says_how_it_is_made(specification: dict[str, Any]) -> None:
    tri_fold, card = specification["products"]
    assert tri_fold["fold"]["cip4_fold_catalog"] == "F6-4" and card["fold"]["cip4_fold_catalog"] == "F2-1"
    assert (tri_fold["flat_mm"], tri_fold["finished_mm"]) == ([297, 210], [100, 210])
    outside, inside = tri_fold["panels"]
    assert [(panel["panel"], panel["width_mm"]) for panel in outside] == [("flap", 97), ("back", 100), ("cover", 100)]
    assert [panel["width_mm"] for panel in inside] == [100, 100, 97]
    assert tri_fold["inks"] == card["inks"] == "4/4 CMYK"
    assert specification["output_condition"] == "FOGRA39" and specification["bleed_mm"] == 3
    assert specification["customer"]["name"] == "Example Safeguarding Partnership"
    assert specification["printer"] == "Example Press Ltd"
    assert tri_fold["stock"] == "150 gsm silk" and tri_fold["tolerance_percent"] == {"under": 0, "over": 1}


def test_the_page_says_the_same_as_the_json(contents: dict[str, bytes], specification: dict[str, Any]) -> None:
    pages = words_of(contents["specification.pdf"])
    assert len(pages) == len(specification["products"]) == 2
    with pikepdf.open(io.BytesIO(contents["specification.pdf"])) as pdf:
        for page in pdf.pages:
            assert [round(float(value) / POINTS_PER_MM) for value in page.mediabox[2:]] == [210, 297]
            for font in page.Resources.Font.values():
                assert "FontFile2" in str(font.FontDescriptor.keys()), "every font is embedded"
    for page, product in zip(pages, specification["products"], strict=True):
        (file,) = product["files"]
        size = " x ".join(f"{value:g}" for value in product["flat_mm"])
        for said in (specification["job"], "500", product["stock"], f"{size} mm", product["inks"], "FOGRA39",
                     product["fold"]["cip4_fold_catalog"], file["digest"][:12], file["sha256"][:16], file["code"],
                     "St Anne's Primary", "URN 103216", "2 delivery points", "3 mm bleed"):  # fmt: skip
            assert said in page, said
    for panel in ("flap", "back", "cover", "inside 1", "inside 3", "97 mm"):
        assert panel in pages[0]


def test_each_site_has_a_packing_slip(contents: dict[str, bytes]) -> None:
    first, second = words_of(contents["packing-slips.pdf"])
    assert "St Anne's Primary" in first and "1 of 2" in first and "330" in first and "6 × 50" in first
    assert "=Acorn Academy" in second and "URN 103216" in second and "170" in second


def test_no_persons_name_and_no_formula_goes_out(contents: dict[str, bytes]) -> None:
    for name, data in contents.items():
        text = " ".join(words_of(data)) if name.endswith(".pdf") else data.decode()
        assert "Secret" not in text, name
    assert "'=Acorn Academy" in contents["delivery.csv"].decode("utf-8-sig")


def test_the_proof_is_cut_to_the_trim_and_cannot_be_printed_from(contents: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(contents["proof.pdf"])) as pdf:
        sizes = [[round(float(value) / POINTS_PER_MM, 1) for value in page.mediabox] for page in pdf.pages]
        assert sizes.pop() == [0, 0, 210, 297], "to sign"
        assert sizes == [[0, 0, 297, 210]] * 2 + [[0, 0, 85, 55]] * 2
        assert NOT_FOR_PRINT in str(pdf.docinfo["/Title"])
        for page, (_, _, width, _) in zip(list(pdf.pages)[:-1], sizes, strict=True):
            (picture,) = page.Resources.XObject.values()
            assert int(picture.Width) / (width / 25.4) == pytest.approx(120, abs=1)
    document = pypdfium2.PdfDocument(contents["proof.pdf"])
    cover = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    assert len(cover.getcolors(1_000_000) or []) > 20, "there is something on it"


def test_the_same_order_gives_the_same_bytes(packed: tuple[Path, PackResult], tmp_path: Path, at_once: None) -> None:
    folder, result = packed
    other = tmp_path / "elsewhere"
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns("dist", "built", ".*"))
    again = make_packs(request(other), replace(WANTED, sites=other / "sites.csv"))
    assert again.packs == result.packs
    (pack,) = result.packs
    assert (other / "dist" / pack["path"]).read_bytes() == (folder / "dist" / pack["path"]).read_bytes()


def test_every_file_comes_with_what_was_checked(contents: dict[str, bytes], specification: dict[str, Any]) -> None:
    checks = json.loads(contents["preflight.json"])
    files = [file for product in specification["products"] for file in product["files"]]
    assert checks["job"] == specification["job"]
    assert [(file["file"], file["sha256"]) for file in checks["files"]] == [(f["file"], f["sha256"]) for f in files]
    page = contents["preflight.html"].decode()
    assert all(file["sha256"] in page for file in files)
    assert "http://" not in page.replace("http://www.w3.org", "") and "<script" not in page
    for file in checks["files"]:
        assert file["status"] in ("pass", "warn") and len(file["verdicts"]) > 30
        assert {"rule", "title", "source", "status"} <= file["verdicts"][0].keys()


def test_another_quantity_is_another_job_and_a_given_name_is_kept(accepted: Path) -> None:
    folder = accepted
    cards = replace(WANTED, formats=("card-wallet",), job="PO-2026-118")
    first = make_packs(request(folder), cards)
    assert first.packs[0]["path"] == "print/everything.PO-2026-118.zip" and not first.problems
    enquiry = replace(cards, quantities={"": (501, 1000)})
    assert not make_packs(request(folder), replace(enquiry, job="Q-1")).problems
    second = make_packs(request(folder), replace(enquiry, job="Q-1", quantities={"": (502, 1000)}))
    assert [problem.slug for problem in second.problems] == ["pack-replaced"]
    unnamed = make_packs(request(folder), replace(cards, job="", quantities={"": (501,)}))
    assert unnamed.packs[0]["job"].startswith("j-")
    build(replace(request(folder), selection=Selection(format=("card-wallet",), purpose=("screen",))))
    assert len(list((folder / "dist" / "print").glob("*.zip"))) == 3, "a build keeps the packs"


# What stops a pack


def test_facts_that_nobody_has_verified_stop_it_all_at_once(small: Path) -> None:
    found = refused(small, WANTED)
    assert found.exit_code == ExitCode.PROBLEMS
    assert {problem.slug for problem in found.problems} == {"fact-unverified"}
    facts = {problem.where for problem in found.problems}
    assert "organisations.helpline.links.children.en" in facts and len(facts) == len(found.problems) >= 3
    assert "organisations.procedures.links.professionals.en" not in facts, "it is not printed here"
    for problem in found.problems:
        assert problem.file.endswith("data.yaml") and problem.line
        assert f"leaflets facts verify {problem.where} --by NAME" in problem.hint
        assert "accept_unverified" in problem.hint


def test_an_accepted_fact_that_is_past_its_review_stops_it_all_the_same(accepted: Path) -> None:
    found = refused(accepted, WANTED, datetime.date(2027, 5, 23))
    assert {problem.slug for problem in found.problems} == {"fact-overdue", "publication-overdue"}
    assert all("accept_unverified" not in problem.hint for problem in found.problems)


def test_a_list_of_sites_and_the_facts_are_complained_about_together(small: Path) -> None:
    (small / "sites.csv").write_text(SITES.replace("103216", "1032"), encoding="utf-8")
    slugs = {problem.slug for problem in refused(small, replace(WANTED, sites=small / "sites.csv")).problems}
    assert slugs == {"fact-unverified", "sites-urn", "list-unused"}


def test_sites_that_take_another_number_stop_it(accepted: Path) -> None:
    (accepted / "sites.csv").write_text(SITES, encoding="utf-8")
    wanted = replace(WANTED, sites=accepted / "sites.csv", quantities={"": (600,)})
    assert [problem.slug for problem in refused(accepted, wanted).problems] == ["sites-total", "list-unused"]


def test_a_press_file_that_fails_its_check_stops_it(accepted: Path) -> None:
    css = accepted / "templates" / "leaflets" / "plain" / "plain.css"
    css.write_text(css.read_text() + "\n.panel { background: #123456; }\n")
    found = refused(accepted, WANTED)
    assert found.exit_code in (ExitCode.CHECK_FAILED, ExitCode.PROBLEMS)
    assert found.problems


def test_a_specification_that_would_not_agree_with_its_file_is_not_written(
    accepted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_other(settings: object, resources: Resources) -> OutputIntent:
        return replace(read_intent(settings, resources), identifier="FOGRA51")  # type: ignore[arg-type]

    monkeypatch.setattr("leaflets.orders.pack.orders.read_intent", read_other)
    found = refused(accepted, replace(WANTED, formats=("card-wallet",)))
    assert found.exit_code == ExitCode.CHECK_FAILED
    (problem,) = found.problems
    assert problem.slug == "pack-disagrees" and "FOGRA51, but the file has FOGRA39" in problem.message


def test_a_translation_that_nobody_has_approved_stops_it(accepted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def work_without_press(*_: object) -> Iterator[tuple[Task, Outcome]]:
        for task in select(open_project(accepted, today=DAY).project, Selection(format=WANTED.formats)):
            yield task, Outcome()

    monkeypatch.setattr("leaflets.orders.pack.orders.work", work_without_press)
    found = refused(accepted, WANTED)
    assert found.exit_code == ExitCode.PROBLEMS
    assert [problem.slug for problem in found.problems] == ["press-not-final"] * 2
    assert "translate approve" in found.problems[0].hint


def test_a_withdrawn_publication_is_not_printed(accepted: Path) -> None:
    data = accepted / "data.yaml"
    withdrawn = "    withdrawn: {date: 2026-11-01, reason: Numbers have changed., replaced_by: everything}\n"
    data.write_text(data.read_text().replace("    series: risk\n", f"    series: risk\n{withdrawn}"))
    (problem,) = refused(accepted, replace(WANTED, publications=("one-risk",), formats=())).problems
    assert problem.slug == "publication-withdrawn" and "Numbers have changed" in problem.message
    assert "everything" in problem.hint and problem.line


def test_what_there_is_not_is_answered_with_what_is_near(accepted: Path) -> None:
    for wanted, said in (
        (replace(WANTED, publications=("everythin",)), "did you mean everything?"),
        (replace(WANTED, formats=("card-walet",)), "card-wallet"),
        (replace(WANTED, languages=("eng",)), "en"),
        (replace(WANTED, quantities={"em": (5,)}), "did you mean en?"),
    ):
        found = refused(accepted, wanted)
        assert found.exit_code == ExitCode.USAGE
        assert any(said in problem.hint for problem in found.problems), found.problems


def test_a_day_that_has_passed_is_no_day_of_delivery(accepted: Path) -> None:
    (problem,) = refused(accepted, replace(WANTED, deliver_by=DAY)).problems
    assert problem.slug == "deliver-by-past"


def test_a_day_after_the_review_date_of_what_is_printed_is_too_late(accepted: Path) -> None:
    (problem,) = refused(accepted, replace(WANTED, deliver_by=datetime.date(2028, 1, 1))).problems
    assert problem.slug == "deliver-by-late" and problem.file == "data.yaml" and problem.line
    assert "2028-01-01" in problem.message


def test_a_letter_that_the_font_does_not_have_is_not_left_out(accepted: Path) -> None:
    found = refused(accepted, replace(WANTED, formats=("card-wallet",), printer="印刷"))
    assert [problem.slug for problem in found.problems] == ["letter-missing"]
    assert "印" in found.problems[0].message


def test_a_place_in_letters_that_no_font_has_is_named_by_its_line(accepted: Path) -> None:
    text = SITES.replace("=Acorn Academy", "Школа Ŵ 学校")
    (accepted / "sites.csv").write_text(text, encoding="utf-8")
    found = refused(accepted, replace(WANTED, formats=("card-wallet",), sites=accepted / "sites.csv"))
    (problem,) = (problem for problem in found.problems if problem.severity == "error")
    assert (problem.slug, problem.line) == ("letter-missing", 3) and "学 校" in problem.message


# The parts


def test_a_series_is_one_pack_if_it_is_asked_for_as_one(accepted: Path) -> None:
    wanted = replace(WANTED, publications=("one-risk",), formats=())
    (pack,) = make_packs(request(accepted), wanted).packs
    assert pack["publication"] == "one-risk"
    assert [file["edition"] for file in pack["files"]] == ["one-risk-grooming.poster-a4.en.press"]
    (pack,) = make_packs(request(accepted), replace(wanted, publications=("one-risk-grooming",))).packs
    assert pack["path"].startswith("print/one-risk-grooming.j-")


def test_every_format_has_its_fold_and_its_finished_size() -> None:
    assert shipped_formats()
    for form in shipped_formats().values():
        folded = form.fold != FLAT  # the two languages of a spread lie side by side unfolded
        pages = 2 * max(len(face) for face in form.faces) if folded else 2
        assert form.fold.catalogue.startswith(f"F{pages}-"), "CIP4 names a fold by its finished pages"
        assert folded == (form.finished != form.flat)
        assert form.finished[0] == (max(panel.width for panel in form.panels) if folded else form.flat[0])


def test_what_data_yaml_asks_for_goes_before_what_is_usual() -> None:
    usual = Product(shipped_formats()["poster-a4"], PrintSettings(), ())
    own = Product(
        shipped_formats()["poster-a4"], PrintSettings(stock="120 gsm uncoated", bundles_of=10, finishing="none"), ()
    )
    assert (usual.stock, usual.bundles_of, usual.inks) == ("170 gsm silk", 25, "4/0 CMYK")
    assert (own.stock, own.bundles_of) == ("120 gsm uncoated", 10)


def test_each_site_gets_its_own_language(tmp_path: Path) -> None:
    from test_specification import order, site  # the order that the drawings are tested with

    made: Order = order(languages=("en", "ur"), sites=(site("103215", 120, "en"), site("103216", 30, "ur")))
    drops: list[Delivery] = drops_of(made)
    assert [(drop.site.id, drop.item.language, drop.copies) for drop in drops] == [
        ("103215", "en", 120),
        ("103216", "ur", 30),
    ]


# The door


def test_the_verb_packs_and_answers_in_words_and_in_json(accepted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["print", "everything", "--format", "card-wallet", "--quantity", "2000", "--today", TODAY]
    words += ["--project", str(accepted)]
    assert parser.run(words) == 0
    said = capsys.readouterr().out
    assert "print/everything.j-" in said and "2,000" in said
    assert parser.run([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["exit_code"] == 0
    assert (accepted / "dist" / answer["packs"][0]["path"]).is_file()


WRONG_WORDS = (
    ("print",),
    ("print", "everything"),
    ("print", "everything", "--quantity", "0"),
    ("print", "everything", "--quantity", "-5"),
    ("print", "everything", "--quantity", "5k"),
    ("print", "everything", "--quantity", "99999999"),
    ("print", "everything", "--quantity", "5", "--quantity", "5"),
    ("print", "everything", "--quantity", "1,000"),
    ("print", "everything", "--quantity", "5", "--job", "../../etc"),
    ("print", "everything", "--quantity", "5", "--job", "a b"),
    ("print", "everything", "--quantity", "5", "--printer", "x" * 81),
    ("print", "everything", "--quantity", "5", "--printer", "a\u202eb"),
    ("print", "everything", "--quantity", "5", "--deliver-by", "soon"),
    ("print", "everythin", "--quantity", "5"),
)


def test_wrong_words_are_answered_with_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    for words in WRONG_WORDS:
        assert parser.run([*words, "--project", str(SMALL)]) == ExitCode.USAGE, words
        said = capsys.readouterr()
        assert said.err and "Traceback" not in said.err and said.out == "", words


def test_facts_that_nobody_has_verified_end_with_exit_1(small: Path) -> None:
    done = run("print", "everything", "--quantity", "5", "--project", small, "--today", TODAY)
    assert done.returncode == 1
    assert "leaflets facts verify organisations." in done.stderr and "Nothing was written." in done.stderr
