# SPDX-License-Identifier: MIT
"""Twelve languages that nobody has translated into yet, with real sentences: an entry and a catalogue, no code.

`drafts/` holds test drafts of a card and a poster, by nobody who speaks the languages; they are never shipped.
"""

from __future__ import annotations

import datetime
import re
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

import polib
import pypdfium2
import pytest
import yaml
from catalogued import open_at
from program import TODAY

from leaflets.build.pipeline import BuildResult, Request, build
from leaflets.build.selection import Selection
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.catalogue.po import path_of
from leaflets.languages.language import Language
from leaflets.languages.registry import read_languages
from leaflets.translate.catalogue_files import update

DRAFTS = {path.stem: path for path in sorted((Path(__file__).parent / "drafts").glob("*.yaml"))}
PUBLICATIONS, FORMATS = ("helpline-card", "talk-to-someone"), ("card-dl", "card-wallet", "poster-a4")
DAY = datetime.date.fromisoformat(TODAY)
NOT_ON_THESE = (
    "Description of the picture",
    "Newsletter",
    "Message",
    "QR code",
    "Valid until",
    "talk-to-someone.title",
)
PLACE = re.compile(r"%\([a-z_]+\)s")


@cache
def languages() -> dict[str, Language]:
    return read_languages(Resources(SHIPPED)).languages


def draft(tag: str) -> dict[str, str]:
    words: dict[str, str] = yaml.safe_load(DRAFTS[tag].read_text(encoding="utf-8"))
    return words


def translate(folder: Path, tag: str) -> None:
    """Put the draft into the language's catalogue."""
    path, words = folder / path_of(tag), draft(tag)
    file = polib.pofile(str(path))
    for entry in file:
        key = f"templates: {entry.msgid}" if entry.msgctxt == "templates" else entry.msgctxt
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.msgstr, entry.previous_msgid = words.pop(key, ""), None
    assert words == {}, "no message has these keys"
    file.save(str(path))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildResult]:
    folder, tags = tmp_path_factory.mktemp("twelve"), tuple(DRAFTS)
    data = (SHIPPED / "data.yaml").read_text(encoding="utf-8")
    listed = f"languages: [en, {', '.join(tags)}]"
    (folder / "data.yaml").write_text(re.sub(r"(?m)^languages: \[.*\]$", listed, data), encoding="utf-8")
    update(open_at(folder), tags, today=DAY)
    for tag in tags:
        translate(folder, tag)
    chosen = Selection(PUBLICATIONS, format=FORMATS, language=tags, purpose=("screen",))
    return folder, build(Request(folder, folder / "dist", DAY, chosen))


def pages_of(made: tuple[Path, BuildResult], tag: str) -> list[Path]:
    folder, built = made
    return [folder / "dist" / one["path"] for one in built.editions if one["language"] == tag]


def letters(text: str) -> str:
    """Return the letters of a text as they are compared: composed, no spaces, no marks of direction."""
    known = (one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one) != "Cf")
    return re.sub(r"\s+", "", "".join(known))


def read(path: Path) -> tuple[str, str]:
    """Return the letters that poppler and pdfium read in a file, in its own order: a stamp lies across the words."""
    told = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    with pypdfium2.PdfDocument(path) as document:
        return letters(told), letters("".join(page.get_textpage().get_text_range() for page in document))


def test_there_are_twelve_each_with_an_entry_and_its_fonts() -> None:
    assert len(DRAFTS) == 12
    known = read_languages(Resources(SHIPPED))
    for tag in DRAFTS:
        missing = known.missing_fonts(known.languages[tag])
        assert not missing, f"{tag}: install {missing[0].family} with `{missing[0].command}`"
        assert "made by nobody who speaks it" in DRAFTS[tag].read_text(encoding="utf-8").partition("\n")[0]
        assert not (SHIPPED / path_of(tag)).is_file() or tag in ("ckb", "uk"), "a test draft is not shipped"


def test_they_are_built_without_an_error_as_proofs(made: tuple[Path, BuildResult]) -> None:
    _, built = made
    assert [str(one) for one in built.problems if one.severity == "error"] == []
    assert len(built.editions) == len(DRAFTS) * len(FORMATS)
    assert {one["state"] for one in built.editions} == {"proof"}


@pytest.mark.parametrize("tag", DRAFTS)
def test_their_words_can_be_found_by_two_programs(tag: str, made: tuple[Path, BuildResult]) -> None:
    texts = [read(path) for path in pages_of(made, tag)]
    sentences = [words for key, words in draft(tag).items() if not any(one in key for one in NOT_ON_THESE)]
    words = sorted({letters(one) for words in sentences for one in re.split(r"[-\s.,:?!;،؛؟]+", PLACE.sub(" ", words))})
    for number, program in enumerate(("poppler", "pdfium")):
        said = "".join(text[number] for text in texts)
        lost = [word for word in words if word not in said]
        assert lost == [], f"{program} does not find {lost}"


@pytest.mark.parametrize("tag", DRAFTS)
def test_their_numbers_are_in_order_and_their_pages_in_their_direction(
    tag: str, made: tuple[Path, BuildResult]
) -> None:
    own = set("".join(draft(tag).values())) - set(map(chr, range(0x3A)))
    for path in pages_of(made, tag):
        assert all("08001111" in text and "999" in text for text in read(path)), path.name
        with pypdfium2.PdfDocument(path) as document:
            page = document[0]
            text = page.get_textpage()
            boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1) in own]
            middle = sum(box[0] + box[2] for box in boxes) / len(boxes) / 2 / page.get_width()
            assert "wallet" in path.name or (middle > 0.5) == (languages()[tag].direction == "rtl"), path.name
