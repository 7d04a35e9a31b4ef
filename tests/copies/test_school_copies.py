# SPDX-License-Identifier: MIT
"""Copies with a school's own name: made by the command from real editions, and opened with other programs."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import importlib.util
import io
import json
import os
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import qrcode
import qrcode.constants
import zxingcpp
from harden_kills import accept_facts, edit
from PIL import Image
from program import TODAY, run
from qrcode.util import MODE_8BIT_BYTE, QRData
from veracheck import verapdf

from leaflets.build.finished import read_finished
from leaflets.build.publish import read_editions
from leaflets.copies import run as copies_run
from leaflets.copies.examine import examine
from leaflets.copies.reading import NotACopy, objects_of, read_added
from leaflets.copies.setting import SlotLogo, SlotWords, TooLong, choose_symbol
from leaflets.copies.stamp import Update, stamp
from leaflets.copies.symbol import SIZES, SymbolSize, draw_symbol
from leaflets.copies.table import ENGLISH, SlotTable, read_table
from leaflets.core.resources import SHIPPED, Resources
from leaflets.editions.stamp_font import stamp_font
from leaflets.languages.registry import read_languages
from leaflets.orders.recipients import read_sites

POSTER, CARD = "talk-to-someone.poster-a4", "helpline-card.card-dl"
PIECES = ("--publication", "talk-to-someone", "--publication", "helpline-card", "--publication", "parents-guide")
SCHOOL = {
    "name": "St Mary’s Catholic Primary School",
    "line 1": "Tell: the safeguarding lead, room 12",
    "phone": "0121 303 0000",
    "web": "www.stmarys.bham.sch.uk",
    "logo": "logo.png",
    "valid until": "31/07/2027",
    "URN": "103215",
}
LINES = (SCHOOL["line 1"], SCHOOL["phone"], SCHOOL["web"], "Valid until 31 July 2027")


@dataclass(frozen=True)
class Made:
    """A project with finished editions."""

    folder: Path

    def personalise(self, *names: str, rows: list[dict[str, str]], options: tuple[str, ...] = ()) -> dict[str, object]:
        """Run the verb on rows; return its JSON with its exit code."""
        listed = self.folder / "rows.csv"
        titles = list(dict.fromkeys(title for row in rows for title in row))
        with listed.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, titles)
            writer.writeheader()
            writer.writerows(rows)
        words = ("personalise", *names, "--rows", listed, "--today", TODAY, "--json", *options)
        done = run(*words, "--project", self.folder)
        return {**json.loads(done.stdout), "code": done.returncode}

    def edition(self, name: str) -> bytes:
        dist = self.folder / "dist"
        return read_finished(dist, next(one for one in read_editions(dist) if one["id"] == name))

    def table(self, name: str) -> SlotTable:
        found = read_table(name, self.edition(name), ENGLISH)
        assert found
        return found

    def copy(self, edition: str, name: str = "103215.pdf") -> Path:
        return self.folder / "copies" / edition / name

    def listed(self, edition: str) -> list[list[str]]:
        text = self.copy(edition, "copies.csv").read_text(encoding="utf-8-sig")
        return list(csv.reader(io.StringIO(text)))[1:]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The shipped data with every fact accepted, so that press editions are final; not to be changed."""
    folder = tmp_path_factory.mktemp("copies") / "project"
    folder.mkdir()
    shutil.copy(SHIPPED / "data.yaml", folder)
    accept_facts(folder)
    done = run("build", *PIECES, "--language", "en", "--project", folder, "--today", TODAY, "--quiet")
    assert done.returncode == 0, done.stderr
    Image.new("RGB", (300, 240), "#005d7d").save(folder / "logo.png")
    return Made(folder)


@pytest.fixture
def made(built: Made, tmp_path: Path) -> Made:
    """The same, with copies of its own."""
    return Made(Path(shutil.copytree(built.folder, tmp_path / "project", copy_function=os.link)))


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def codes_of(pdf: bytes) -> set[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [page.render(scale=200 / 72).to_pil() for page in document]
    return {code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)}


def leaves(tag: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = tag.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from leaves(kid)


# What a copy is


@pytest.mark.parametrize("edition", [f"{POSTER}.en.screen", f"{POSTER}.en.office", f"{POSTER}.en.press"])
def test_a_copy_is_its_edition_byte_for_byte_and_what_is_in_its_slot(made: Made, edition: str) -> None:
    assert made.personalise(edition, rows=[SCHOOL])["code"] == 0, made.listed(edition)
    base, copy = made.edition(edition), made.copy(edition).read_bytes()
    assert copy.startswith(base) and len(copy) - len(base) < 8500 + 72_000 * edition.endswith("press")
    said = text_of(copy)
    for line in (SCHOOL["name"], *LINES):
        assert line.replace(" ", "") in said.replace(" ", ""), line
        assert line.replace(" ", "") not in text_of(base).replace(" ", "")
    assert codes_of(copy) == codes_of(base) | {"https://www.stmarys.bham.sch.uk"}
    for program in (["qpdf", "--check"], ["mutool", "info"]):
        done = subprocess.run([*program, made.copy(edition)], capture_output=True, text=True, check=False)
        assert done.returncode == 0 and "warning" not in (done.stdout + done.stderr).lower(), done.stderr
    assert made.listed(edition) == [["2", "103215.pdf", hashlib.sha256(copy).hexdigest(), ""]]
    with pikepdf.open(io.BytesIO(base)) as before, pikepdf.open(io.BytesIO(copy)) as after:
        assert len(after.pages) == len(before.pages)
        changed = [one.objgen for one in before.objects if one.unparse() != after.get_object(one.objgen).unparse()]
        table = made.table(edition)
        tags = [slot.tag for slot in table.slots if slot.tag]
        assert {number for number, _ in changed} <= {
            *(slot.number for slot in table.slots), *(one.number for one in tags), *(one.parents for one in tags)
        }  # fmt: skip


def test_copies_are_as_accessible_as_their_editions(made: Made) -> None:
    editions = [f"{POSTER}.en.screen", f"{CARD}.en.screen", "parents-guide.trifold-dl.en.screen"]
    plain = {**SCHOOL, "URN": "103216", "logo": "", "web": ""}
    assert made.personalise(*editions, rows=[SCHOOL, plain])["code"] == 0
    paths = [made.copy(edition, name) for edition in editions for name in ("103215.pdf", "103216.pdf")]
    assert {path: one.broken for path, one in verapdf(paths).items() if not one.compliant} == {}
    with pikepdf.open(paths[0]) as pdf:
        tags = list(leaves(pdf.Root.StructTreeRoot.K[0]))
        place = next(at for at, tag in enumerate(tags) if tag.get("/T") == "Added by")
        own = [tag for tag in tags[place:] if tag.get("/Lang") == "en-GB" or "/Alt" in tag]
        assert [str(tag.S) for tag in own] == ["/P", "/P", "/P", "/P", "/Figure", "/Figure"]
        assert [str(tag.Alt) for tag in own[-2:]] == [
            SCHOOL["name"], f"QR code. {SCHOOL['name']}: https://www.stmarys.bham.sch.uk"
        ]  # fmt: skip


def test_a_press_copy_passes_preflight_with_its_logo_in_inks(made: Made) -> None:
    edition = f"{POSTER}.en.press"
    assert made.personalise(edition, rows=[SCHOOL])["code"] == 0, made.listed(edition)
    done = run("preflight", made.copy(edition), "--json")
    assert done.returncode == 0, done.stdout
    with pikepdf.open(made.copy(edition)) as pdf:
        pictures = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        assert {str(one.ColorSpace) for one in pictures if int(one.Width) == 300} == {"/DeviceCMYK"}


def test_the_same_rows_give_the_same_bytes_in_any_order_processes_and_parts(made: Made) -> None:
    edition = f"{POSTER}.en.office"
    rows = [{**SCHOOL, "URN": str(200000 + at), "name": f"School {at}"} for at in range(70)]
    made.personalise(edition, rows=rows, options=("--jobs", "2"))
    sums = {file: digest for _, file, digest, _ in made.listed(edition)}
    assert len(sums) == 70
    before = {path.name: path.stat().st_mtime_ns for path in made.copy(edition, "").glob("*.pdf")}
    assert made.personalise(edition, rows=rows[::-1], options=("--jobs", "1"))["copies"][0]["new"] == 0  # type: ignore[index]
    assert {path.name: path.stat().st_mtime_ns for path in made.copy(edition, "").glob("*.pdf")} == before
    shutil.rmtree(made.folder / "copies")
    for part in ("1/3", "2/3", "3/3"):
        made.personalise(edition, rows=rows, options=("--part", part))
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made.copy(edition, "").glob("*.pdf")}
    assert found == sums
    assert sorted(path.name for path in made.copy(edition, "").glob("*.csv")) == [
        "copies.1-of-3.csv", "copies.2-of-3.csv", "copies.3-of-3.csv"
    ]  # fmt: skip


def test_a_changed_row_is_made_again_and_a_new_edition_makes_all_copies_old(made: Made) -> None:
    edition = f"{POSTER}.en.office"
    other = {**SCHOOL, "URN": "103216"}
    made.personalise(edition, rows=[SCHOOL, other])
    again = made.personalise(edition, rows=[SCHOOL, {**other, "phone": "0121 303 9999"}])
    assert [one["new"] for one in again["copies"]] == [1]  # type: ignore[attr-defined]
    assert run("verify", made.folder / "copies", "--out", made.folder / "dist").returncode == 0
    edit(made.folder, "Something happened", "Something has happened")
    words = ("--publication", "talk-to-someone", "--language", "en", "--project", made.folder, "--today", TODAY)
    assert run("build", *words).returncode == 0
    said = run("verify", made.folder / "copies", "--out", made.folder / "dist", "--json")
    assert said.returncode == 4
    assert [one["slug"] for one in json.loads(said.stdout)["problems"]] == ["copy-outdated"] * 2


# Rows


BAD = {
    "the name is missing": {"name": ""},
    "not a letter that can be added": {"name": "Школа № 5"},
    "is not a UK telephone number": {"phone": "0909 879 0000"},
    "'070 1234 5678' is not": {"phone": "070 1234 5678"},
    "in 'Ring 0871 200 0000' is not": {"line 1": "Ring 0871 200 0000"},
    "shortens addresses": {"web": "bit.ly/x"},
    "is a user name": {"web": "https://someone@stmarys.bham.sch.uk"},
    "could be mistaken for childline.org.uk": {"web": "chi1dline.org.uk"},
    "keeping or passing on": {"line 1": "Keep a copy of any nude picture"},
    "can be read as blame": {"line 1": "You should have known better"},
    "is not a date": {"valid until": "next summer"},
    "is past": {"valid until": "2020-01-01"},
    "there is no logo nowhere.png": {"logo": "nowhere.png"},
    "there is no logo ../data.yaml": {"logo": "../data.yaml"},
    "is a drawing (SVG)": {"logo": "logo.svg"},
    "has 13 pixels to the inch": {"logo": "tiny.png"},
    "characters; about": {"name": "Saint Mary the Virgin Church of England Voluntary Aided Infant and Junior School"},
    "all lines together do not fit": {
        "name": "A very long name of a school indeed",
        "line 1": "Tell the person at the front gate",
        "line 2": "between eight and nine o’clock",
        "phone": "0800 1111",
    },
    "is not a number of a register": {"URN": "../../x"},
}


def test_one_bad_row_stops_no_other_and_each_is_said_once(made: Made) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    (made.folder / "logo.svg").write_text(drawing)
    Image.new("RGB", (8, 8), "#005d7d").save(made.folder / "tiny.png")
    rows = [{**SCHOOL, "URN": str(300000 + at), **wrong} for at, wrong in enumerate(BAD.values())]
    rows += [SCHOOL, {**SCHOOL}, {**SCHOOL, "URN": "", "name": "=cmd()|' /C calc'!A0", "line 1": "x" * 300}]
    said = made.personalise(f"{POSTER}.en.screen", rows=rows)
    assert said["code"] == 7
    errors = [one for one in said["problems"] if one["severity"] == "error"]  # type: ignore[attr-defined]
    assert {one["slug"] for one in errors} == {"copy-refused"} and len(errors) == 21
    reasons = {int(line): reason for line, _, _, reason in made.listed(f"{POSTER}.en.screen")}
    for line, words in enumerate(BAD, start=2):
        assert words in reasons[line], (words, reasons[line])
    last = len(BAD) + 2
    assert reasons[last] == "" and f"that of line {last}" in reasons[last + 1]
    assert "limit is 200" in reasons[last + 2]
    assert [path.name for path in made.copy(f"{POSTER}.en.screen", "").glob("*.pdf")] == ["103215.pdf"]
    raw = made.copy(f"{POSTER}.en.screen", "copies.csv").read_text(encoding="utf-8-sig")
    assert not [cell for row in csv.reader(io.StringIO(raw)) for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_a_name_of_a_person_without_a_date_is_a_warning(made: Made) -> None:
    row = {**SCHOOL, "line 1": "Tell: Mrs Someone", "valid until": ""}
    said = made.personalise(f"{POSTER}.en.office", rows=[row])
    assert said["code"] == 0
    assert [one["slug"] for one in said["problems"] if one["severity"] == "warning"] == ["copy-person"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name",
    ["Ysgol Gynradd Tŷ Gwŷn a’r Ŵyl", "Gaelscoil Dún Laoghaire – Tús Áite", "Sgoil Àrd na h-Òigridh",
     "Szkoła Żółtych Źrebiąt Łódź", "Școala Țipățu Însorită", "Özgür Çiğdem İlkokulu Şişli",
     "Trường Tiểu học Nguyễn Đình Chiểu", "Ilé-ẹ̀kọ́ Ọmọ́dé Ṣọ́ọ̀ṣì M̀bà ǹ"],
)  # fmt: skip
def test_names_are_printed_in_their_own_letters(made: Made, name: str) -> None:
    assert made.personalise(f"{POSTER}.en.screen", rows=[{"name": name, "URN": "103215"}])["code"] == 0
    found = made.copy(f"{POSTER}.en.screen").read_bytes()
    assert name.replace(" ", "") in text_of(found).replace(" ", "")
    said = run("verify", made.copy(f"{POSTER}.en.screen"), "--project", made.folder)
    assert said.returncode == 0 and name in said.stdout


def test_a_row_that_ends_every_process_is_named_and_loses_no_other(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies_run, "MAKER", "poisoned_copies:Poisoned")
    rows = [{"name": "Poison" if at == 41 else f"School {at}", "URN": str(400000 + at)} for at in range(90)]
    said = made.personalise(f"{POSTER}.en.office", rows=rows, options=("--jobs", "2"))
    assert (said["code"], said["copies"][0]["made"]) == (7, 89)  # type: ignore[index]
    assert [reason for *_, reason in made.listed(f"{POSTER}.en.office") if reason] == [
        "making its copy ended its process 2 times (code -9); please report this."
    ]


def test_editions_without_a_place_and_those_that_are_not_final_are_refused(made: Made) -> None:
    said = made.personalise("helpline-card.card-wallet.en.screen", rows=[SCHOOL])
    assert (said["code"], [one["slug"] for one in said["problems"]]) == (1, ["copy-no-slot"])  # type: ignore[attr-defined]
    manifest = made.folder / "dist" / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.unlink()
    manifest.write_text(re.sub(r'"state": ?"final"', '"state":"proof"', text))
    said = made.personalise(f"{POSTER}.en.screen", rows=[SCHOOL])
    assert (said["code"], [one["slug"] for one in said["problems"]]) == (1, ["copy-not-final"])  # type: ignore[attr-defined]
    assert not (made.folder / "copies").exists()


# Verify


def test_a_copy_with_anything_else_in_it_is_refused(made: Made) -> None:
    edition = f"{POSTER}.en.screen"
    made.personalise(edition, rows=[SCHOOL])
    base, copy = made.edition(edition), made.copy(edition).read_bytes()
    table, update = made.table(edition), copy[len(base) :]
    right = read_added(table, update)
    draw = random.Random("one bit")
    for _ in range(400):
        wrong = bytearray(update)
        wrong[draw.randrange(len(wrong))] ^= 1 << draw.randrange(8)
        try:
            assert read_added(table, bytes(wrong)) != right
        except NotACopy:
            continue
    path = made.folder / "changed.pdf"
    for changed in (
        base, b"", base[:-1] + copy[len(base) :], copy + update, copy.replace(b"Catholic", b"catholic"),
        base.replace(b"%PDF-1.7", b"%PDF-1.6") + update, copy[:-1],
    ):  # fmt: skip
        path.write_bytes(changed)
        done = run("verify", path, "--project", made.folder, "--json")
        if changed == copy.replace(b"Catholic", b"catholic"):
            assert changed == copy  # the words are numbers of glyphs
            continue
        assert done.returncode == 4, done.stdout
        assert json.loads(done.stdout)["problems"][0]["slug"] in ("copy-differs", "copy-outdated")
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        pdf.save(path)
    assert run("verify", path, "--project", made.folder).returncode == 4


@pytest.mark.parametrize("edition", [f"{POSTER}.en.press", f"{CARD}.en.office"])
def test_one_file_for_a_printer_shares_the_edition_and_is_proved(made: Made, edition: str) -> None:
    rows = [
        {**SCHOOL, "URN": str(500000 + at), "name": f"School {at}", "logo": "" if at % 2 else "logo.png"}
        for at in range(12)
    ]
    assert made.personalise(edition, rows=rows, options=("--one-file", "--zip"))["code"] == 0
    whole, base = made.copy(edition, "all.pdf").read_bytes(), made.edition(edition)
    with pikepdf.open(io.BytesIO(base)) as pdf:
        sides = len(pdf.pages)
    with pypdfium2.PdfDocument(whole) as document:
        assert len(document) == 12 * sides
        said = [page.get_textpage().get_text_range() for page in document]
    for at in range(12):
        assert f"School {at}" in "".join(said[at * sides : (at + 1) * sides]).replace("\r\n", " ")
    done = run("verify", made.copy(edition, "all.pdf"), "--project", made.folder)
    assert done.returncode == 0 and "School 11" in done.stdout
    assert run("verify", made.folder / "copies", "--project", made.folder).returncode == 0
    checked = subprocess.run(["qpdf", "--check", made.copy(edition, "all.pdf")], capture_output=True, check=False)
    assert checked.returncode == 0
    broken = made.folder / "broken.pdf"
    broken.write_bytes(whole.replace(b" /Contents [ ", b" /Contents [  ", 1))
    assert run("verify", broken, "--project", made.folder).returncode == 4
    assert (made.folder / "copies" / f"{edition}.zip").is_file()


def test_an_address_too_long_for_its_slot_has_no_code_too_fine_to_be_read(made: Made) -> None:
    slot = made.table(f"{POSTER}.en.screen").slots[0]
    for length in range(10, 400):
        try:
            symbol, module = choose_symbol(slot.height, length)
        except TooLong as error:
            assert (error.text, error.most) == (-2, length - 1)
            break
        assert symbol.room >= length and module >= 1134
    assert 60 < length < 150


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_codes_are_those_of_another_encoder(size: SymbolSize) -> None:
    level = {"M": qrcode.constants.ERROR_CORRECT_M, "L": qrcode.constants.ERROR_CORRECT_L}[size.level]
    for length in (1, size.room // 2, size.room):
        text = random.Random(length).randbytes(length).hex()[:length].encode()
        other = qrcode.QRCode(version=size.version, error_correction=level, mask_pattern=0, border=0)
        other.add_data(QRData(text, mode=MODE_8BIT_BYTE))
        other.make(fit=False)
        rows = [int("".join("01"[module] for module in row), 2) for row in other.get_matrix()]
        assert draw_symbol(text, size) == rows


def test_the_stamp_fonts_are_cut_from_the_font_that_they_come_from() -> None:
    source = importlib.util.spec_from_file_location("stamp_fonts", SHIPPED / "script" / "stamp_fonts.py")
    assert source and source.loader
    script = importlib.util.module_from_spec(source)
    source.loader.exec_module(script)
    path = read_languages(Resources(SHIPPED)).fonts["Noto Sans"].path(400)
    assert script.cut(path, 400) == stamp_font(400).data
    assert stamp_font(400).glyphs == stamp_font(700).glyphs
    assert len(set(stamp_font(400).glyphs.values())) == len(stamp_font(400).glyphs)


def test_an_order_has_a_press_file_with_the_name_of_each_place_or_none(made: Made) -> None:
    place = {"address": "1 High Street", "postcode": "B4 7DJ", "quantity": "50"}
    listed = made.folder / "sites.csv"
    rows = [{**SCHOOL, **place}, {**SCHOOL, **place, "URN": "103216", "name": "Oakfield School"}]

    def order(rows: list[dict[str, str]]) -> subprocess.CompletedProcess[str]:
        with listed.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        words = (
            "print",
            "talk-to-someone",
            "--format",
            "poster-a4",
            "--language",
            "en",
            "--quantity",
            "100",
            "--copies",
        )
        return run(*words, "--sites", listed, "--project", made.folder, "--today", TODAY, "--job", "J-1")

    done = order(rows)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(made.folder / "dist" / "print" / "talk-to-someone.J-1.zip") as pack:
        names = [name for name in pack.namelist() if name.startswith("copies/")]
        assert names == [f"copies/{POSTER}.en.press/{urn}.pdf" for urn in ("103215", "103216")]
        base = pack.read(f"{POSTER}.en.press.pdf")
        for name, school in zip(names, (SCHOOL["name"], "Oakfield School"), strict=True):
            assert pack.read(name).startswith(base) and school.replace(" ", "") in text_of(pack.read(name)).replace(
                " ", ""
            )
    refused = order([rows[0], {**rows[1], "phone": "0909 879 0000"}])
    assert refused.returncode == 7 and f"{listed}:3:" in refused.stderr and "Nothing was written" in refused.stderr


def test_lists_of_the_registers_are_read_as_they_are(made: Made) -> None:
    schools = {
        "URN": "103215", "EstablishmentName": "Oakfield School", "EstablishmentStatus (name)": "Closed",
        "SchoolWebsite": "www.oakfield.bham.sch.uk", "TelephoneNum": "01213030000", "HeadLastName": "Nobody",
    }  # fmt: skip
    said = made.personalise(f"{POSTER}.en.office", rows=[schools])
    assert (said["code"], [one["slug"] for one in said["problems"]]) == (0, ["list-unused", "sites-closed"])  # type: ignore[attr-defined]
    assert "Nobody" not in text_of(made.copy(f"{POSTER}.en.office").read_bytes())
    practice = {"Organisation Code": "M85001", "Name": "THE GRANGE", "Contact Telephone Number": "0121 303 0000"}
    assert made.personalise(f"{POSTER}.en.office", rows=[practice])["code"] == 0
    assert "0121 303 0000" in text_of(made.copy(f"{POSTER}.en.office", "M85001.pdf").read_bytes())


FORGED = {
    "another description of the code": (b"/Alt <feff", b"/Alt <feff0043"),
    "a name out of sight": (b"1 0 0 1 ", b"1 0 0 1 9"),
    "letters that nobody sees": (b" Tf\n", b"0 Tf\n"),
    "a logo over everything": (b" cm /Logo Do", b"0 cm /Logo Do"),
    "a logo of other pixels": (b"/Width 300 /Height 240", b"/Width 300 /Height 241"),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_words_that_are_not_set_as_this_program_sets_them_are_refused(made: Made, forgery: str) -> None:
    """Each forged with right lengths and offsets, as one does who has read the source."""
    edition = f"{POSTER}.en.screen"
    made.personalise(edition, rows=[SCHOOL])
    base, table = made.edition(edition), made.table(edition)
    objects = objects_of(made.copy(edition).read_bytes()[len(base) :])
    old, new = FORGED[forgery]
    update, changed = Update(table), 0
    update.size = max(objects)
    for number, (entries, stream) in list(objects.items())[:-1]:
        text = entries.encode("ascii")
        changed += (old in text) + (stream is not None and old in stream)
        forged = stream and stream.replace(old, new, 1)
        text = text.replace(old, new, 1)
        if stream is not None and forged is not None:
            text = text.replace(b"/Length %d " % len(stream), b"/Length %d " % len(forged))
        update.write(number, text.decode("ascii"), forged)
    assert changed
    path = made.folder / "forged.pdf"
    path.write_bytes(base + update.close())
    done = run("verify", path, "--project", made.folder, "--json")
    assert done.returncode == 4 and json.loads(done.stdout)["problems"][0]["slug"] == "copy-differs", done.stdout


def test_copies_in_polish_are_proved_too_and_damaged_ones_are_named_beside_the_others(made: Made) -> None:
    edition = f"{POSTER}.en.screen"
    table = dataclasses.replace(
        made.table(edition), until="Ważne do {date}", until_in_english=False, months=("stycznia",) * 12
    )
    words = SlotWords("Oakfield", ("Ważne do 31 stycznia 2027",), dated=True)
    folder = made.folder / "copies" / edition
    folder.mkdir(parents=True)
    base = made.edition(edition)
    (folder / "polish.pdf").write_bytes(base + stamp(table, words))
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 1000 + base[1009:] + stamp(table, words))
    (folder / "many.pdf").write_bytes(base + b"".join(b"%d 0 obj\n<< >>\nendobj\n" % at for at in range(60_000)))
    (folder / "copies.csv").write_text("line,file\n2,polish.pdf\n3,damaged.pdf\n4,many.pdf\n", encoding="utf-8")
    (folder / "former.pdf").write_bytes(base + stamp(table, words))
    done = run("verify", made.folder / "copies", "--out", made.folder / "dist", "--json")
    found = {Path(one["file"]).name: one["slug"] for one in json.loads(done.stdout)["problems"]}
    assert found == {"damaged.pdf": "copy-differs", "many.pdf": "copy-differs", "former.pdf": "copy-outdated"}


@pytest.mark.parametrize(
    "wrong",
    [{"line 1": "Ring 0906.123.4567"}, {"line 1": "Ring 0906–123–4567"}, {"line 2": "Text HELP to 84433"},
     {"name": "nan"}, {"name": "-"}, {"URN": "CON"}, {"valid until": "2026-W50-1"}, {"valid until": "20270101"}],
)  # fmt: skip
def test_what_costs_money_and_what_is_no_name_are_refused(made: Made, wrong: dict[str, str]) -> None:
    assert made.personalise(f"{POSTER}.en.office", rows=[{**SCHOOL, **wrong}])["code"] == 7


def test_a_role_is_no_person_and_a_number_without_its_nought_is_read(made: Made) -> None:
    said = made.personalise(f"{POSTER}.en.office", rows=[{**SCHOOL, "valid until": "", "phone": "1213030000"}])
    assert (said["code"], said["problems"]) == (0, [])
    assert "01213030000" in text_of(made.copy(f"{POSTER}.en.office").read_bytes()).replace(" ", "")


def test_one_file_is_for_printers(made: Made) -> None:
    said = made.personalise(f"{POSTER}.en.screen", rows=[SCHOOL], options=("--one-file",))
    assert (said["code"], [one["slug"] for one in said["problems"]]) == (2, ["order-unclear"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("other", ["name", "code", "logo"])
def test_opening_a_copy_whole_finds_what_it_does_not_show(made: Made, other: str) -> None:
    edition = f"{POSTER}.en.screen"
    made.personalise(edition, rows=[{**SCHOOL, "logo": "", "valid until": ""}])
    copy, lines = made.copy(edition).read_bytes(), (SCHOOL["line 1"], SCHOOL["phone"], SCHOOL["web"])
    words = SlotWords(SCHOOL["name"], lines, "https://www.stmarys.bham.sch.uk", addressed=True)
    examine(made.table(edition), copy, words)
    logo = SlotLogo(1, 1, "", b"")
    wrong = {"name": {"name": "Oakfield"}, "code": {"code": "https://oak.bham.sch.uk"}, "logo": {"logo": logo}}[other]
    with pytest.raises(NotACopy):
        examine(made.table(edition), copy, dataclasses.replace(words, **wrong))  # type: ignore[arg-type]


def test_lines_to_print_are_no_lines_of_an_address(tmp_path: Path) -> None:
    listed = tmp_path / "sites.csv"
    listed.write_text(
        "Name,Address,Line 1,Postcode,Quantity,Telephone\nOak,1 High Street,Tell: room 12,B4 7DJ,5,01213030000\n"
        "Elm,2 High Street,,B4 7DJ,5,1213030001\n",
        encoding="utf-8",
    )
    (oak, elm), _ = read_sites(listed, languages=["en"], with_words=True)
    assert (oak.address, oak.contact, elm.contact) == ("1 High Street", "01213030000", "01213030001")
    (oak, _), _ = read_sites(listed, languages=["en"])
    assert oak.address == "1 High Street, Tell: room 12"
