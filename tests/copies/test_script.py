# SPDX-License-Identifier: MIT
"""The script of the site makes the same bytes as the command, for the same words, logo and edition.

Needs node (script/bootstrap installs it); without it these tests fail, as they should.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import json
import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import small
from patience import PATIENCE_SECONDS
from PIL import Image
from slotted import slotted, table_of

from leaflets.content.addresses.hosts import AllowedHosts
from leaflets.content.wording import read
from leaflets.copies.logo import read_logo
from leaflets.copies.rows import RowRules, is_cheap, printed, tidy
from leaflets.copies.setting import SlotLogo, SlotWords, TooLong
from leaflets.copies.stamp import stamp
from leaflets.copies.table import SlotTable

SCRIPT = Path(__file__).parents[2] / "templates" / "site" / "copies.js"
SLOTS = (
    *((form, purpose) for form in small.FORMATS[:-1] for purpose in ("screen", "office")),
    ("poster-a4", "screen", 26, 120, "rtl"),
    ("poster-a4", "office", 19, 120, "rtl"),
    ("poster-a4", "screen", 17, 120),
    ("poster-a3", "screen", 26, 220),
)
"""Of every format, tagged and not, on either side, high and low, with room for a code and without."""
NAMES = (
    "Oak Hill Primary School",
    "St Mary's C of E (VA) Primary School, Stockport",
    "Ysgol Gyfun Gŵyr, Tŷ Coch, Abertawe",
    "Szkoła Podstawowa nr 7 im. Żołnierzy Września w Łodzi",
    "Ilé-ẹ̀kọ́ gíga Ọ̀yọ́ m̀bẹ̀ Ẹ̀kọ́",
    "Trường Tiểu học Nguyễn Thị Minh Khai – Quận Bình Thạnh",
    "Scoil Náisiúnta Bhríde “Óige”",
    "Şcoala Gimnazială Ștefan cel Mare şi Ţepeş, İstanbul Çağdaş Eğitim",
    "A",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "The Very Long and Very Royal Grammar School and Sixth Form College of Saint Bartholomew the Great and Others",
)
LINES = (
    (),
    ("Tell: Mrs Khan, room 12",),
    ("Talk to the safeguarding lead", "Ask at the office", "0161 496 0000"),
    ("Tell: Mr O’Neill", "Block B, first floor", "01632 960 001", "oakhill.sch.uk/help", "Valid until 31 July 2027"),
    ("Tell any adult that you trust in this school, or at the office beside the main entrance, at any time",),
)
CODES = (
    "",
    "https://oakhill.sch.uk",
    "https://www.a-rather-long-name-of-a-school.stockport.sch.uk/safeguarding/children/report-a-worry?from=poster",
    f"https://example.org/{'long/' * 40}",
)


def png(mode: str, size: tuple[int, int] = (37, 21), *, seed: int = 0, **options: Any) -> bytes:
    """Return a PNG of large flat parts and some noise."""
    dice = random.Random(f"{mode}{size}{seed}")
    bands = len(Image.new(mode, (1, 1)).getbands())
    flat, noisy = dice.randbytes(bands), size[0] * size[1] // 3
    rows = b"".join(flat for _ in range(size[0] * size[1] - noisy)) + dice.randbytes(noisy * bands)
    return saved(Image.frombytes(mode, size, rows), "PNG", **options)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def palette(colours: int, *, seed: int = 0, **options: Any) -> bytes:
    dice = random.Random(colours + seed)
    picture = Image.frombytes("P", (37, 21), bytes(dice.randrange(colours) for _ in range(37 * 21)))
    picture.putpalette(dice.randbytes(3 * colours))
    return saved(picture, "PNG", bits={2: 1, 4: 2, 16: 4}.get(colours, 8), **options)


def jpeg(mode: str, **options: Any) -> bytes:
    return saved(Image.open(io.BytesIO(png("RGB", (40, 24)))).convert(mode), "JPEG", **options)


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x112], exif[0x10E] = orientation, "where it was taken"
    return exif


def kept_logos() -> Iterator[bytes]:
    """Yield logos whose data go in as they are."""
    yield from (png(mode) for mode in ("L", "RGB"))
    yield saved(Image.new("1", (37, 21)), "PNG")
    yield from (palette(colours) for colours in (2, 4, 16, 200))
    yield png("RGB", (300, 200))
    yield from (jpeg(mode) for mode in ("L", "RGB"))
    yield jpeg("RGB", exif=turned(1), comment=b"made by hand", subsampling=0)
    yield jpeg("RGB", restart_marker_rows=1, quality=30)


def flat_logos(number: int) -> Iterator[bytes]:
    """Yield logos that are laid on white."""
    yield from (png(mode, seed=seed) for mode in ("RGBA", "LA") for seed in range(number))
    yield from (palette(colours, transparency=bytes(range(0, 2 * colours, 2))[:colours]) for colours in (2, 4, 16, 100))
    yield palette(256, transparency=b"\x00\x80")
    yield png("RGB", transparency=tuple(random.Random("RGB(37, 21)0").randbytes(3)))
    yield png("L", transparency=random.Random("L(37, 21)0").randbytes(1)[0])
    yield saved(Image.new("RGBA", (64, 64), (10, 90, 140, 0)), "PNG")
    gradient = Image.merge("LA", (Image.linear_gradient("L"), Image.radial_gradient("L")))
    yield saved(gradient.convert("RGBA"), "PNG")
    yield saved(gradient, "PNG")


def other_logos() -> Iterator[bytes]:
    """Yield logos that a browser must decode."""
    yield jpeg("RGB", progressive=True)
    yield jpeg("RGB", exif=turned(6))
    yield jpeg("CMYK")
    yield saved(Image.new("RGB", (9, 9), "red"), "WEBP")


@cache
def told(logos: tuple[bytes, ...], asked: str) -> dict[str, Any]:
    """Return what the script does in Node; `asked` are copies, addresses and rows, as JSON."""
    node = shutil.which("node")
    assert node, "node is missing: sudo apt-get install nodejs"
    tables = [dataclasses.asdict(table_of(*slot)) for slot in SLOTS]  # type: ignore[arg-type]
    hosts = {"exact": ["example.org"], "below": [".sch.uk", ".gov.uk", ".nhs.uk", ".ac.uk", ".oak.org"]}
    message = {"tables": tables, "hosts": hosts, "logos": [base64.b64encode(one).decode() for one in logos]}
    given = json.dumps(message | {"copies": [], "addresses": [], "rows": []} | json.loads(asked))
    made = subprocess.run(
        [node, Path(__file__).with_name("twin.js"), SCRIPT],
        input=given.encode(), capture_output=True, timeout=PATIENCE_SECONDS, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr.decode()
    found: dict[str, Any] = json.loads(made.stdout)
    return found


def compare(logos: Sequence[bytes], cases: Sequence[tuple[int, SlotWords]]) -> int:
    """Let Python and the script make copies, and return how many were made; TooLong must be alike."""
    read = [read_logo(one) for one in logos]
    asked = [
        {
            "table": table,
            "words": dataclasses.asdict(dataclasses.replace(words, logo=None)),
            "logo": read.index(words.logo) if words.logo else None,
        }
        for table, words in cases
    ]
    wanted = [expected(table_of(*SLOTS[table]), words) for table, words in cases]  # type: ignore[arg-type]
    got = told(tuple(logos), json.dumps({"copies": asked}))["copies"]
    for case, one, other in zip(cases, wanted, got, strict=True):
        assert one == other, case
    return sum(isinstance(one, str) for one in wanted)


def expected(table: SlotTable, words: SlotWords) -> str | list[int]:
    try:
        return hashlib.sha256(stamp(table, words)).hexdigest()
    except TooLong as error:
        return [error.text, error.most]


def test_logos_are_the_same_bytes() -> None:
    logos = (*kept_logos(), *flat_logos(6))
    for data, got in zip(logos, told(logos, "{}")["logos"], strict=True):
        wanted = read_logo(data)
        assert got, wanted.entries
        assert (got["width"], got["height"], got["entries"]) == (wanted.width, wanted.height, wanted.entries)
        assert base64.b64decode(got["data"]) == wanted.data, wanted.entries


def test_what_goes_in_as_it_is_and_what_is_packed() -> None:
    filters = [read_logo(one).entries.rpartition("/Filter ")[2].split()[0] for one in kept_logos()]
    assert filters == ["/FlateDecode"] * 8 + ["/DCTDecode"] * 4
    assert all("/RunLengthDecode" in read_logo(one).entries for one in (*flat_logos(1), *other_logos()))
    assert told(tuple(other_logos()), "{}")["logos"] == [None] * 4, "these are the browser's"


def test_a_photograph_does_not_say_where_it_was_taken() -> None:
    data = jpeg("RGB", exif=turned(1))
    assert b"where it was taken" in data
    assert b"where it was taken" not in read_logo(data).data


@pytest.mark.parametrize("data", [*kept_logos(), *flat_logos(1), *other_logos()])
def test_a_logo_in_a_file_shows_the_picture(data: bytes) -> None:
    """As a library decodes it that has not made it."""
    logo = read_logo(data)
    with pikepdf.new() as pdf:
        entries = pikepdf.Object.parse(f"<< /Subtype /Image {logo.entries} >>".encode())
        shown = pikepdf.PdfImage(pikepdf.Stream(pdf, logo.data, entries)).as_pil_image().convert("RGB")
    with Image.open(io.BytesIO(data)) as picture:
        seen = Image.new("RGBA", shown.size, "white")
        turned_back = picture.transpose(Image.Transpose.ROTATE_270) if picture.getexif().get(0x112) == 6 else picture
        seen.alpha_composite(turned_back.convert("RGBA"))
    assert shown.size == seen.size
    differences = zip(shown.tobytes(), seen.convert("RGB").tobytes(), strict=True)
    assert max(abs(one - other) for one, other in differences) <= 1


def test_copies_are_the_same_bytes_for_every_slot() -> None:
    """Every slot with every length of text; names, codes and logos in turn."""
    logos = [next(kept_logos()), next(flat_logos(1)), jpeg("RGB")]
    read, cases = [*map(read_logo, logos), None], []
    for number, (table, lines) in enumerate((table, lines) for table in range(len(SLOTS)) for lines in LINES):
        for more in range(5):
            at = 5 * number + more
            cases.append((table, words_of(at, lines, read)))
    assert compare(logos, cases) > 150
    assert len(cases) == 5 * 5 * len(SLOTS)


def words_of(at: int, lines: tuple[str, ...], logos: Sequence[SlotLogo | None]) -> SlotWords:
    addressed = bool(lines) and at % 3 > 0
    dated, logo = len(lines) > 4, logos[at % len(logos)]
    return SlotWords(NAMES[at % len(NAMES)], lines, CODES[at % 7 % 4], logo, addressed=addressed, dated=dated)


@pytest.mark.long
def test_copies_are_the_same_bytes_for_any_words() -> None:
    """Words of random letters of the font, in thousands."""
    dice, letters = random.Random(1), list(table_of(*SLOTS[0]).letters)  # type: ignore[arg-type]

    def text(most: int) -> str:
        return " ".join(
            "".join(dice.choices(letters, k=dice.randint(1, 9))) for _ in range(dice.randint(1, most))
        ).strip()

    logos = [png("RGBA", (dice.randint(1, 90), dice.randint(1, 90)), seed=seed) for seed in range(20)]
    read = [*map(read_logo, logos), None]
    cases = []
    for _ in range(4000):
        lines = tuple(text(6) for _ in range(dice.randint(0, 5)))
        code = "https://" + "".join(dice.choices("abc./-é", k=dice.randint(4, 120)))
        words = SlotWords(
            text(8),
            lines,
            code if dice.random() < 0.5 else "",
            dice.choice(read),
            addressed=bool(lines) and dice.random() < 0.5,
            dated=dice.random() < 0.5,
        )
        cases.append((dice.randrange(len(SLOTS)), words))
    assert compare(logos, cases) > 1000


def test_an_address_is_read_as_the_command_reads_it() -> None:
    """And only a known site gets a code."""
    known = {
        "oakhill.stockport.sch.uk": True,
        " https://OakHill.Stockport.sch.uk/ ": True,
        "www.example.org/for/schools/?from=poster": True,
        "https://staff.oak.org": True,
        "oak.example.com": False,
        "https://example.org.oak.example.com/#help": False,
        "england.nhs.uk.example.com": False,
    }
    refused = [
        "oak",
        "http://oak.sch.uk",
        "oak.sch.uk:8080",
        "me@oak.sch.uk",
        "oak .sch.uk",
        "öak.sch.uk",
        "oak.sch.uk/ö",
    ]
    got = told((), json.dumps({"addresses": [*known, *refused]}))["addresses"]
    rules = RowRules(read(small.project()), AllowedHosts(frozenset(), ()), set(), date(2026, 11, 23))
    whole = [rules.address(tidy(typed)) for typed in known]
    wanted = [
        {"code": address if has_code else "", "printed": printed(address)}
        for address, has_code in zip(whole, known.values(), strict=True)
    ]
    assert got == wanted + [None] * len(refused)


def test_what_is_typed_becomes_words() -> None:
    typed = {
        "name": "  Oak  Hill ",
        "first": "",
        "second": "Cafe\u0301",
        "phone": "0161 496 0000",
        "address": "",
        "until": "2027-07-01",
    }
    (got,) = told((), json.dumps({"rows": [typed | {"logo": None}]}))["rows"]
    assert got["errors"] == {}
    assert (got["words"]["name"], got["words"]["lines"]) == (
        "Oak Hill",
        ["Café", "0161 496 0000", "Valid until 1 July 2027"],
    )


@pytest.mark.parametrize("slot", SLOTS)
def test_a_copy_is_a_file_that_other_programs_read(slot: tuple[Any, ...], tmp_path: Path) -> None:
    words = SlotWords(NAMES[0], ("Tell: Mrs Khan, room 12",), CODES[1], read_logo(next(flat_logos(1))))
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(slotted(*slot) + stamp(table_of(*slot), words))
    said = subprocess.run(["qpdf", "--check", copy], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_a_number_is_free_or_cheap_to_call_as_the_command_has_it() -> None:
    numbers = [
        "0121 303 0000", "01213030000", "(0121) 303 0000", "+44 121 303 0000", "+44 (0)121 303 0000", "0800 1111",
        "0808 800 5000", "0345 123 4567", "07700 900123", "07624 123456", "0909 879 0000", "0871 200 0000",
        "070 1234 5678", "076 1234 5678", "0845 123 4567", "118 118", "999", "+1 212 555 0100",
        "0121", "0121 303 00000 0", "",
    ]  # fmt: skip
    got = told((), json.dumps({"numbers": numbers}))["numbers"]
    assert got == [is_cheap(number) for number in numbers]
    assert got.count(True) == 10
    typed = dict.fromkeys(("name", "first", "second", "phone", "address", "until"), "") | {"name": "Oak", "logo": None}
    wrong = [{**typed, "phone": "0909 879 0000"}, {**typed, "first": "Ring 0871 200 0000"},
             {**typed, "until": "2020-01-01", "today": "2026-11-29"}, typed]  # fmt: skip
    found = told((), json.dumps({"rows": wrong}))["rows"]
    assert [one["errors"] for one in found] == [
        {"phone": ["number", ""]}, {"first": ["number", ""]}, {"until": ["past", ""]}, {}
    ]  # fmt: skip
