# SPDX-License-Identifier: MIT
"""Languages: fonts, dates, names; what a page in each script looks like to a reader, to a program and to a judge."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import many_languages
import pikepdf
import pypdfium2
import pytest
import small
from PIL import Image
from veracheck import verapdf

from leaflets.content.model import Project, layouts_of
from leaflets.core.characters import is_shaped, needs_words
from leaflets.core.problems import MissingProgram, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.editions.screen import finish_screen
from leaflets.languages import registry
from leaflets.languages.language import FontFamily, Languages
from leaflets.languages.pseudo import PSEUDO, accent, mirror
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose
from leaflets.layout.composed import Composed
from leaflets.layout.fit import LaidOut, lay_out
from leaflets.layout.render import Renderer
from leaflets.preflight.rules.access import tags_of

DAY = datetime.date(2026, 11, 23)
KNOWN = many_languages.languages().languages
SAMPLED = sorted(many_languages.PHRASES)
NASTALIQ = "Noto Nastaliq Urdu"
DPI = 100
MM = 25.4 / DPI
READS = {
    # The share of words that a program finds in the file. Joined letters do not tell what they read as.
    **dict.fromkeys(SAMPLED, (1.0, 1.0)),
    "ar": (0.7, 0.7),
    "ckb": (0.8, 0.8),
    "fa": (0.7, 0.7),
    "prs": (0.8, 0.8),
    "ps": (0.9, 0.9),
    "pnb": (0.3, 0.3),
    "ur": (0.0, 0.3),
}


def letters_of(tag: str) -> list[str]:
    return [word for phrase in many_languages.PHRASES[tag] for word in phrase.split()]


@cache
def poster(tag: str) -> Composed:
    """Return the small project's poster in the sample words of a language."""
    project = many_languages.in_language(small.project(), tag)
    layout = next(one for one in layouts_of(project) if one.format == "poster-a4" and one.risk is None)
    translator = many_languages.translator_of(tag)
    return compose(layout, project, resources=small.resources(), languages=small.languages(), translator=translator)


@cache
def laid_out(tag: str) -> LaidOut:
    return lay_out(poster(tag), small.renderer(), draft=True)


@cache
def pdf(tag: str) -> bytes:
    return finish_screen(laid_out(tag).rendered, poster(tag), version="1.0")


# What languages.yaml says


def test_every_language_is_complete() -> None:
    for tag, language in KNOWN.items():
        assert language.name and language.own_name and language.draft_label, tag
        assert language.direction == ("rtl" if language.script in ("Arab", "Aran", "Hebr") else "ltr"), tag
        assert {*language.families, language.numbers} <= set(many_languages.languages().fonts), tag
        assert 1 <= language.line_height_least <= language.line_height_min <= language.line_height, tag
        assert 0.7 <= language.headings <= 1, tag
        if language.script != "Latn":
            assert needs_words(language.own_name) == needs_words(language.draft_label), tag


def test_dates_and_lists_are_in_the_language_and_figures_western() -> None:
    for tag, language in KNOWN.items():
        date = language.write_date(DAY)
        assert "2026" in date and "23" in date, tag
        assert all(not letter.isdigit() or letter in "0123456789" for letter in date), tag
        assert "\u200e" not in date and "\u200f" not in date, tag
        assert all(name in language.write_list(["A", "B", "C"]) for name in "ABC"), tag


def test_every_language_has_its_own_word_for_english() -> None:
    words = {tag: language.name_of(KNOWN["en"]) for tag, language in KNOWN.items()}
    assert {tag for tag, word in words.items() if not word or word == "English"} == {"en", "en-XA"}


@cache
def letters_in(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def test_the_fonts_have_the_letters() -> None:
    missing: dict[str, set[str]] = {}
    for tag in SAMPLED:
        language = KNOWN[tag]
        words = (*many_languages.PHRASES[tag], language.own_name, language.draft_label, language.write_date(DAY))
        fonts = [many_languages.languages().fonts[family] for family in language.families]
        for weight in (400, 700):
            files = [font.path(weight if len(font.faces) > 1 else 400) for font in fonts]
            there = {letter for file in files for letter in letters_in(file)}
            missing[f"{tag} {weight}"] = {letter for letter in "".join(words) if ord(letter) not in there} - {"\u200c"}
    assert {name: letters for name, letters in missing.items() if letters} == {}


# Fonts that are elsewhere, or nowhere


def urdu(folder: Path, fonts: dict[str, str]) -> Languages:
    """Return the languages of a machine that has Nastaliq nowhere but where data.yaml says."""
    shipped = read_languages(Resources(folder), fonts=fonts)
    nowhere = replace(shipped.fonts[NASTALIQ], folders=(str(folder / "nowhere"),))
    return Languages(shipped.languages, {**shipped.fonts, NASTALIQ: nowhere})


def test_a_font_that_is_missing_is_named_with_the_command_that_installs_it(tmp_path: Path) -> None:
    languages = urdu(tmp_path, {})
    assert [font.family for font in languages.missing_fonts(languages.languages["ur"])] == [NASTALIQ]
    with pytest.raises(MissingProgram) as caught:
        Renderer(small.resources(), languages).render(poster("ur"))
    assert NASTALIQ in caught.value.what
    assert "fonts-noto-core" in caught.value.command


@pytest.mark.parametrize("place", ["letters", "letters/NotoNastaliqUrdu-Regular.ttf"], ids=["folder", "file"])
def test_data_yaml_may_say_where_a_font_lies(place: str, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    for weight in (400, 700):
        shutil.copy(many_languages.languages().fonts[NASTALIQ].path(weight), tmp_path / "letters")
    languages = urdu(tmp_path, {NASTALIQ: place})
    assert languages.missing_fonts(languages.languages["ur"]) == []
    assert Renderer(small.resources(), languages).render(poster("ur")).pages == 1


def test_a_language_without_the_letters_stops_the_edition() -> None:
    only_latin = replace(KNOWN["pa"], families=("Noto Sans",))
    assert small.renderer().render(poster("pa")).pages == 1
    project = many_languages.in_language(small.project(), "pa")
    known = replace(small.languages(), languages={**small.languages().languages, "pa": only_latin})
    page = compose(
        poster("pa").layout,
        project,
        resources=small.resources(),
        languages=known,
        translator=many_languages.Samples("pa"),
    )
    with pytest.raises(ProblemsFound) as caught:
        small.renderer().render(page)
    assert {problem.slug for problem in caught.value.problems} == {"missing-glyph"}


def test_one_font_of_a_collection_can_be_used(tmp_path: Path) -> None:
    from fontTools.ttLib import TTCollection, TTFont

    source = many_languages.languages().fonts["Atkinson Hyperlegible"]
    collection = TTCollection()
    collection.fonts = [TTFont(source.path(400)), TTFont(source.path(700))]
    collection.save(tmp_path / "both.ttc")
    font = FontFamily("Both", "", ((400, "both.ttc"),), folders=(str(tmp_path),), member=1)
    with TTFont(io.BytesIO(font.read(400))) as member:
        assert member["name"].getDebugName(2) == "Bold"


# Pseudo-languages


def test_accents_keep_placeholders_and_figures_and_take_more_room() -> None:
    text = "Call {nspcc.phone} or %(name)s before 999 does it for you today."
    changed = accent(text)
    assert all(kept in changed for kept in ("{nspcc.phone}", "%(name)s", "999"))
    words = len("Call  or  before  does it for you today.")
    assert 1.3 * words <= len(changed) - len(text) + words <= 1.5 * words
    assert changed.endswith(".") and "Call" not in changed


def test_mirrored_words_keep_placeholders_and_figures() -> None:
    changed = mirror("Call {nspcc.phone}, 999?")
    assert "{nspcc.phone}" in changed and "999" in changed and "؟" in changed
    assert not any(letter.isascii() and letter.isalpha() for letter in changed.replace("{nspcc.phone}", ""))


PSEUDO_LAYOUTS = [
    layout
    for tag in PSEUDO
    for layout in many_languages.layouts(tag)
    if layout.risk in (None, "violence") and (layout.format != "poster-a3" or layout.source == "talk-to-someone")
]
"""Of the series of posters the one with the most words; A3 is A4 enlarged."""


@cache
def pseudo_project(tag: str) -> Project:
    return many_languages.in_language(many_languages.english(), tag)


def test_every_design_has_room_in_both_pseudo_languages() -> None:
    every = {layout.source for layout in many_languages.layouts("ar-XB")}
    assert {layout.source for layout in PSEUDO_LAYOUTS} == every and len(every) > 5
    for layout in PSEUDO_LAYOUTS:
        page = many_languages.composed(layout, pseudo_project(layout.language))
        problems = lay_out(page, many_languages.renderer(), draft=True).problems
        assert [str(problem) for problem in problems] == [], layout.id


# What the page says


def test_an_edition_names_its_language_twice_and_its_english_title() -> None:
    layout = next(one for one in many_languages.layouts("ar-XB") if one.format == "trifold-dl")
    html = many_languages.composed(layout, pseudo_project("ar-XB")).html
    title = many_languages.english().publications["parents-guide"].title
    assert html.count(f'<span lang="en" dir="ltr">{title}') + html.count(f": {title}</span>") == 2
    assert KNOWN["ar-XB"].own_name in html and KNOWN["ar-XB"].name in html


def test_english_editions_say_nothing_of_languages() -> None:
    layout = next(one for one in many_languages.layouts("en") if one.format == "trifold-dl")
    html = many_languages.composed(layout, many_languages.english()).html
    assert "cover__edition" not in html and "web__language" not in html and 'lang="en" dir="ltr">Birm' not in html


def test_a_page_that_is_in_english_only_is_marked_so_in_the_readers_language() -> None:
    word = KNOWN["ar"].name_of(KNOWN["en"])
    assert f'<span class="web__language">({word})</span>' in poster("ar").html


def test_the_words_of_a_code_say_that_its_page_is_in_english() -> None:
    layout = next(one for one in many_languages.layouts("ar-XB") if one.format == "trifold-dl")
    word = KNOWN["ar-XB"].name_of(KNOWN["en"])
    titles = many_languages.composed(layout, pseudo_project("ar-XB")).html.split("<title>")[2:]
    assert titles and all(title.partition("</title>")[0].endswith(f"({word})") for title in titles)


def test_a_page_in_the_readers_language_is_taken_before_the_english_one() -> None:
    project = many_languages.in_language(small.project(), "ar")
    owners = [name for name, one in project.organisations.items() if one.links]
    address = "https://example.org/arabic"
    changed = dict(project.organisations)
    for name in owners:
        links = {
            reader: {**pages, "ar": pages["en"].model_copy(update={"value": address, "printed_url": None})}
            for reader, pages in project.organisations[name].links.items()
        }
        changed[name] = project.organisations[name].model_copy(update={"links": links})
    project = project.model_copy(update={"organisations": changed})
    layout = poster("ar").layout
    page = compose(
        layout,
        project,
        resources=small.resources(),
        languages=small.languages(),
        translator=many_languages.Samples("ar"),
    )
    assert {code.url for code in page.codes} == {address}
    assert "web__language" not in page.html
    assert all(code.id.endswith(".ar") for code in page.codes)


# What programs read


def found(words: list[str], text: str) -> float:
    text = many_languages.only_letters(text)
    return sum(many_languages.only_letters(word) in text for word in words) / len(words)


@pytest.mark.parametrize("tag", SAMPLED)
def test_words_can_be_copied_and_searched_as_far_as_the_script_allows(tag: str, tmp_path: Path) -> None:
    path = tmp_path / "poster.pdf"
    path.write_bytes(pdf(tag))
    with pypdfium2.PdfDocument(path) as document:
        pdfium = " ".join(page.get_textpage().get_text_range() for page in document)
    poppler = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    shares = found(letters_of(tag), pdfium), found(letters_of(tag), poppler)
    assert all(share >= least for share, least in zip(shares, READS[tag], strict=True)), shares


def test_without_help_the_letters_of_india_would_read_wrong(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(pdf("bn"))) as document:
        for page in document.pages:
            kept = [
                (operands, operator)
                for operands, operator in pikepdf.parse_content_stream(page)
                if not (str(operator) == "BDC" and "/ActualText" in operands[1])
            ]
            balanced, opened = [], 0
            for operands, operator in kept:
                opened += str(operator) in ("BDC", "BMC")
                if str(operator) == "EMC":
                    if not opened:
                        continue
                    opened -= 1
                balanced.append((operands, operator))
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(balanced))
        document.save(tmp_path / "plain.pdf")
    with pypdfium2.PdfDocument(tmp_path / "plain.pdf") as plain:
        text = " ".join(page.get_textpage().get_text_range() for page in plain)
    assert found(letters_of("bn"), text) < 0.7


@pytest.mark.parametrize("tag", ["ur", "ar", "pa"])
def test_tags_say_the_words_and_the_language(tag: str) -> None:
    with pikepdf.open(io.BytesIO(pdf(tag))) as document:
        elements = list(tags_of(document))
        said = "".join(str(element.ActualText) for element in reversed(elements) if "/ActualText" in element)
        languages = {str(element.Lang) for element in elements if "/Lang" in element}
        assert str(document.Root.Lang) == tag
    assert all(many_languages.only_letters(word) in many_languages.only_letters(said) for word in letters_of(tag))
    assert languages <= {"en", tag}


def test_plain_letters_carry_nothing() -> None:
    assert not is_shaped("Bezpieczeństwo 0808 800 5000") and not needs_words("Українська ድሕንነት")
    with pikepdf.open(io.BytesIO(pdf("pl"))) as document:
        assert not any("/ActualText" in element for element in tags_of(document))
        assert b"ActualText" not in b"".join(page.Contents.read_bytes() for page in document.pages)


def test_verapdf_accepts_every_language(tmp_path: Path) -> None:
    paths = []
    for tag in SAMPLED:
        path = tmp_path / f"{tag}.pdf"
        path.write_bytes(pdf(tag))
        paths.append(path)
    verdicts = verapdf(paths)
    assert {path.stem: verdict.broken for path, verdict in verdicts.items() if not verdict.compliant} == {}
    assert len(verdicts) == len(SAMPLED) > 15


def test_a_poster_in_samples_has_no_problem() -> None:
    assert {tag: laid_out(tag).problems for tag in SAMPLED if laid_out(tag).problems} == {}


# What programs draw


def ink(picture: Image.Image) -> tuple[float, float]:
    """Return where the first and the last dark column stand, in mm."""
    left, _, right, _ = picture.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox() or (0, 0, 0, 0)
    return left * MM, right * MM


@pytest.mark.parametrize("word", ["ہفتے", "اس ہفتے تین کام", "پہلے ہفتے کے لیے"])
def test_every_program_draws_an_urdu_word_at_the_same_place(word: str, tmp_path: Path) -> None:
    """Chrome's would move it: an empty string among the letters makes it forget the step back after a far letter."""
    html = f'<html lang="ur" dir="rtl"><body><p style="font-size: 30pt; margin: 40mm">{word}</p></body></html>'
    drawn = small.renderer().draw(replace(poster("ur"), html=html))
    path = tmp_path / "word.pdf"
    path.write_bytes(drawn.document.write_pdf())
    with pikepdf.open(path) as document:
        assert b"<>" not in document.pages[0].Contents.read_bytes()
    with pypdfium2.PdfDocument(path) as document:
        pdfium = ink(document[0].render(scale=DPI / 72).to_pil())
    command = ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", path, tmp_path / "word"]
    subprocess.run(command, check=True)
    with Image.open(tmp_path / "word.png") as picture:
        assert pdfium == pytest.approx(ink(picture), abs=0.5)
    assert pdfium[1] - pdfium[0] > 10


def test_a_project_may_say_how_sentences_of_a_script_and_of_a_language_end(tmp_path: Path) -> None:
    shipped = read_languages(Resources(tmp_path)).languages
    assert (shipped["ur"].between, shipped["ar"].between, shipped["zh-Hans"].between) == ("، ", "، ", "，")
    assert shipped["pl"].marks["full_stop"] == "." and shipped["ur"].marks["full_stop"] == "۔"
    text = (Path(registry.__file__).parent / "languages.yaml").read_text(encoding="utf-8")
    changed = text.replace('Beng: {full_stop: "।"}', 'Beng: {full_stop: "."}').replace(
        "    draft_label: د ژباړې مسوده\n", '    draft_label: د ژباړې مسوده\n    marks: {full_stop: "۔", comma: "،"}\n'
    )
    (tmp_path / "languages.yaml").write_text(changed, encoding="utf-8")
    own = read_languages(Resources(tmp_path)).languages
    assert own["bn"].marks["full_stop"] == "." and own["ps"].marks["full_stop"] == "۔"
