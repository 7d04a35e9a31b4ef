# SPDX-License-Identifier: MIT
"""Another language is one entry and one catalogue, no code: two of them, in the shipped project, to finished PDFs.

Farsi has an entry and an empty catalogue; Vietnamese is given an entry by the project itself.
"""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import many_languages
import pikepdf
import pypdfium2
import pytest
from catalogued import NEW, add_catalogues, open_at
from program import TODAY, run

from leaflets.build.pipeline import BuildResult, Request, build
from leaflets.build.selection import Selection
from leaflets.core.messages import SOURCE
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.language import Language
from leaflets.languages.registry import read_languages
from leaflets.layout import word_layer

VIETNAMESE = """\
languages:
  vi:
    name: Vietnamese
    own_name: Tiếng Việt
    script: Latn
    direction: ltr
    babel: vi
    families: [Noto Sans]
    numbers: Noto Sans
    line_height: 1.4
    line_height_min: 1.3
    line_height_least: 1.1
    headings: 0.9
    draft_label: Bản dịch nháp
"""
CHOSEN = Selection(
    publication=("parents-guide", "ask-a-grown-up", "helpline-card", "one-risk-grooming"),
    purpose=("screen", "office"),
)
LAYOUTS = 6
"""One of each design: the folded leaflet, a poster in two sizes, two cards, one risk."""
LETTERS = {"fa": "IBM Plex Sans Arabic", "vi": "Noto Sans"}
"""Whose letters most of a page is set in."""


def start(folder: Path, tag: str) -> Path:
    """Return the shipped project with the language added, as docs/translating.md tells it."""
    folder.mkdir()
    data = (SHIPPED / "data.yaml").read_text(encoding="utf-8")
    data = re.sub(r"(?m)^languages: \[.*\]$", f"languages: [en, {tag}]", data)
    (folder / "data.yaml").write_text(data, encoding="utf-8")
    if tag == "vi":
        (folder / "languages.yaml").write_text(VIETNAMESE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=[pytest.param("fa", marks=pytest.mark.long), "vi"])
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str, BuildResult]]:
    """The folder, the language, and what building it has done."""
    tag = request.param
    folder = start(tmp_path_factory.mktemp(tag) / "project", tag)
    add_catalogues(open_at(folder), tag)
    chosen = Selection(CHOSEN.publication, language=(tag,), purpose=CHOSEN.purpose)
    yield folder, tag, build(Request(folder, folder / "dist", datetime.date.fromisoformat(TODAY), chosen))
    shutil.rmtree(folder)


@cache
def language_of(folder: Path, tag: str) -> Language:
    return read_languages(Resources(folder)).languages[tag]


def files(folder: Path, built: BuildResult, purpose: str) -> list[Path]:
    return [folder / "dist" / entry["path"] for entry in built.editions if entry["purpose"] == purpose]


def fonts_in(path: Path) -> set[str]:
    """Return the families that a file embeds."""
    with pikepdf.open(path) as document:
        names = [
            str(font.BaseFont)
            for page in document.pages
            for font in page.Resources.get("/Font", pikepdf.Dictionary()).values()
        ]
        names += [str(one.FontName) for one in document.objects if is_descriptor(one)]
    return {re.sub(r"-(Bold|Regular|Medium|Semi-Bold)$", "", name.partition("+")[2]) for name in names}


def is_descriptor(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and "/FontName" in one


def letters_of(path: Path, script: str) -> list[tuple[str, float]]:
    """Return every letter of a script with how far from the left it stands on its page, 0 to 1."""
    found = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            text, width = page.get_textpage(), page.get_width()
            for number in range(text.count_chars()):
                letter = text.get_text_range(number, 1)
                if letter and letter in script:
                    left, _, right, _ = text.get_charbox(number)
                    found.append((letter, (left + right) / 2 / width))
    return found


def text_of(path: Path) -> str:
    """Return what poppler reads in a file."""
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout


def test_it_is_built_with_no_problem(made: tuple[Path, str, BuildResult]) -> None:
    _, tag, built = made
    assert built.exit_code == ExitCode.OK and not built.stopped and not built.faults
    assert [str(one) for one in built.problems if one.severity == "error"] == []
    assert len(built.editions) == 2 * LAYOUTS
    assert {entry["state"] for entry in built.editions} == {"proof"}, "nobody has approved it"
    assert {entry["language"] for entry in built.editions} == {tag}


def test_its_pages_are_set_in_the_fonts_of_its_script(made: tuple[Path, str, BuildResult]) -> None:
    folder, tag, built = made
    language = language_of(folder, tag)
    allowed = {family.replace(" ", "-") for family in (*language.families, language.numbers)}
    allowed |= {f"{language.numbers} digits".replace(" ", "-"), word_layer.FONT}
    for purpose in ("screen", "office"):
        assert len(files(folder, built, purpose)) == LAYOUTS
        for path in files(folder, built, purpose):
            found = fonts_in(path)
            assert LETTERS[tag].replace(" ", "-") in found <= allowed, path.name


def test_its_pages_run_in_its_direction(made: tuple[Path, str, BuildResult]) -> None:
    folder, tag, built = made
    for path in files(folder, built, "screen"):
        places = [place for _, place in letters_of(path, NEW[tag])]
        assert len(places) > 40, path.name
        if "wallet" not in path.name:  # its lines are as long as the card
            # A letter of a line that carries its text has the place of the whole line.
            assert (sum(places) / len(places) > 0.51) == (language_of(folder, tag).direction == "rtl"), path.name


def test_its_pages_say_what_they_are_in(made: tuple[Path, str, BuildResult]) -> None:
    folder, tag, built = made
    language = language_of(folder, tag)
    for path in files(folder, built, "screen"):
        with pikepdf.open(path) as document, pypdfium2.PdfDocument(path) as drawn:
            assert all("DRAFT TRANSLATION" in page.get_textpage().get_text_range() for page in drawn)
            assert str(document.Root.Lang) == tag
            assert str(document.docinfo.Title).startswith(f"{language.draft_label} · DRAFT TRANSLATION: ")
        text = text_of(path)
        assert language.name.split()[0] in text
        if language.direction == "ltr":  # joined letters do not tell what they read as
            assert many_languages.only_letters(language.own_name) in many_languages.only_letters(text)
        assert "\ufffd" not in text


def test_a_link_in_english_is_marked_in_the_new_language(made: tuple[Path, str, BuildResult]) -> None:
    folder, tag, _ = made
    languages = read_languages(Resources(folder)).languages
    word = languages[tag].name_of(languages[SOURCE])
    assert word not in ("", "English")
    if languages[tag].direction == "ltr":
        text = text_of(next((folder / "dist").rglob("parents-guide.*.screen.pdf")))
        assert many_languages.only_letters(f"({word})") in many_languages.only_letters(text)


# An entry that is wrong


@pytest.mark.parametrize(
    "old, new, slug, line",
    [
        ("    script: Latn\n", "", "missing", 2),
        ("line_height: 1.4", "line_height: high", "", 10),
        ("direction: ltr", "direction: down", "", 6),
        ("babel: vi", "babel: xx_Yyyy", "unknown-locale", 7),
        ("[Noto Sans]", "[Noto Sanss]", "unknown-font", 8),
        ("numbers: Noto Sans", "numbers: Nobody's", "unknown-font", 9),
        ("headings: 0.9", "heading: 0.9", "", 13),
        ("languages:\n", "languages: [\n", "", 0),
    ],
)
def test_an_entry_that_is_wrong_is_shown_with_its_line(
    old: str, new: str, slug: str, line: int, tmp_path: Path
) -> None:
    assert old in VIETNAMESE
    (tmp_path / "languages.yaml").write_text(VIETNAMESE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_languages(Resources(tmp_path))
    for problem in caught.value.problems:
        assert problem.file == "languages.yaml" and problem.line and problem.message
        assert not line or problem.line in (line, line - 1), str(problem)
        assert not slug or slug in problem.slug


def test_an_entry_takes_the_place_of_the_packages(tmp_path: Path) -> None:
    (tmp_path / "languages.yaml").write_text(VIETNAMESE.replace("  vi:", "  uk:"), encoding="utf-8")
    known = read_languages(Resources(tmp_path))
    assert known.languages["uk"].name == "Vietnamese" and known.languages["fa"].own_name == "فارسی"


def test_the_packages_own_file_may_be_copied_and_changed(tmp_path: Path) -> None:
    shipped = SHIPPED / "leaflets" / "languages" / "languages.yaml"
    changed = shipped.read_text(encoding="utf-8").replace("own_name: Polski", "own_name: Polszczyzna")
    (tmp_path / "languages.yaml").write_text(changed + VIETNAMESE.partition("\n")[2].replace("vi:", "no:"), "utf-8")
    known, former = read_languages(Resources(tmp_path)), read_languages(Resources(SHIPPED))
    assert known.languages["pl"].own_name == "Polszczyzna" and known.languages["no"].name == "Vietnamese"
    assert {tag: one for tag, one in known.languages.items() if tag not in ("pl", "no")} == {
        tag: one for tag, one in former.languages.items() if tag != "pl"
    }
    assert known.fonts == former.fonts


def test_the_verbs_know_the_new_language(small: Path) -> None:
    data = (small / "data.yaml").read_text(encoding="utf-8")
    (small / "data.yaml").write_text(data.replace("languages: [en]", "languages: [en, vi]"), encoding="utf-8")
    (small / "languages.yaml").write_text(VIETNAMESE, encoding="utf-8")
    assert "new" in run("translate", "update", "vi", "--project", small, "--today", TODAY).stdout
    assert (small / "locales" / "vi" / "LC_MESSAGES" / "leaflets.po").is_file()
    told = run("translate", "status", "--project", small, "--today", TODAY)
    assert re.search(r"(?m)^vi: all\n +0 % translated", told.stdout)
