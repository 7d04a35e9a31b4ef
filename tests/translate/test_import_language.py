# SPDX-License-Identifier: MIT
"""Words of another language, or damaged ones, never take the place of a translation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polib
import pytest
from answered import Office, as_xliff, as_xlsx, open_office
from catalogued import add_catalogues, names_of, open_at, sample
from program import run

from leaflets.core.problems import ProblemsFound
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.catalogue.judge import other_language
from leaflets.languages.catalogue.po import path_of, read_catalogue
from leaflets.languages.language import Language
from leaflets.languages.registry import read_languages
from leaflets.translate.imports import meant

DRAFTS = ("ur", "ar", "ro", "pl", "so", "ps")
"""Those of the catalogues that ship whose script others have too."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A project with a Polish catalogue and a Romanian one."""
    office = open_office(tmp_path_factory.mktemp("projects") / "small")
    add_catalogues(open_at(office.opened.folder), "ro")
    return office


def languages() -> dict[str, Language]:
    return dict(read_languages(Resources(SHIPPED)).languages)


def refused_whole(office: Office, data: bytes, name: str = "back.xlf") -> str:
    """Return why a file is refused as a whole; nothing may have been written."""
    before = office.catalogue.read_bytes()
    with pytest.raises(ProblemsFound) as caught:
        office.take(data, name)
    assert office.catalogue.read_bytes() == before
    (problem,) = caught.value.problems
    assert problem.slug == "exchange-broken" and problem.line == 1 and problem.hint
    return problem.message


def in_romanian(office: Office) -> dict[str, str]:
    names = names_of(office.opened)
    return {item.key: sample(item.english, "ro", names) for item in office.opened.items}


def test_a_file_in_another_languages_words_is_refused_whatever_it_is_labelled(office: Office) -> None:
    assert "are Romanian, not Polish" in refused_whole(office, as_xliff(office.send(), in_romanian(office)))
    file = polib.pofile(str(office.opened.folder / path_of("ro")))
    file.metadata["Language"] = "pl"
    assert "are Romanian, not Polish" in refused_whole(office, str(file).encode(), "back.po")
    file.metadata["Language"] = "ro_RO"
    office.opened.folder.joinpath("back.po").write_text(str(file), encoding="utf-8")
    folder = str(office.opened.folder)
    assert run("translate", "import", f"{folder}/back.po", "--language", "pl", "--project", folder).returncode == 1


def test_real_words_of_a_language_without_a_catalogue_are_told_by_the_frequent_ones(office: Office) -> None:
    text = "Nu este bine și nu ai de ce să te temi, dacă un om spune ce vrea. Sau ce nu vrea, pe la o școală cu copii."
    words = {
        item.key: f"{text} {item.english.partition(' ')[0]}" for item in office.opened.items if "{" not in item.english
    }
    assert "Romanian" in refused_whole(office, as_xliff(office.send(), words))


def test_a_file_of_quite_different_words_is_refused(office: Office) -> None:
    names = names_of(office.opened)
    words = {item.key: sample(item.english, "so", names) for item in office.opened.items}
    assert "quite different words" in refused_whole(office, as_xliff(office.send(), words))


def test_a_row_in_english_or_in_another_language_costs_only_itself(office: Office) -> None:
    items = [item for item in office.opened.items if len(item.english) > 30 and not {*"{%"} & {*item.english}][:8]
    was, romanian = office.words, in_romanian(office)
    words = {item.key: f"Teraz {was[item.key]}" for item in items}
    words |= {items[0].key: items[0].english, items[1].key: romanian[items[1].key]}
    result = office.take(as_xlsx(office.send(), words), "back.xlsx", write=False)
    assert [problem.slug for problem in result.accepted.problems] == ["row-other-language"] * 2
    assert {"English", "Romanian"} == {
        problem.message.split(":")[0].split()[-1] for problem in result.accepted.problems
    }
    assert {change.key for change in result.accepted.changes} == {item.key for item in items[2:]}


@pytest.mark.parametrize(
    "damaged",
    [
        "{0}&nbsp;",
        "KtoÅ› ciÄ™ {0}",
        "{0}\u200b",
        "{0} TO\u0044O",
        "Zadzwоń {0}",
        "{0} \u202eabc",
        "сначала позвоните нам и подождите",
    ],
)
def test_damaged_words_cost_only_their_row(office: Office, damaged: str) -> None:
    one, two = [item.key for item in office.opened.items if "{" not in item.english and "%" not in item.english][:2]
    was = office.words
    words = {one: damaged.format(was[one]), two: f"  Teraz {was[two]} "}
    result = office.take(as_xlsx(office.send(), words), "back.xlsx", write=False)
    assert [problem.slug for problem in result.accepted.problems] == ["row-unsound"]
    assert [(change.key, change.target) for change in result.accepted.changes] == [(two, f"Teraz {was[two]}")]


def test_a_translation_that_fails_a_check_replaces_none_that_passes_and_is_named_where_there_is_none(
    office: Office,
) -> None:
    one, two = [item.key for item in office.opened.items if item.english.endswith(".") and "{" not in item.english][:2]
    was = office.words
    parcel = office.send()
    rows = [replace(row, target="", state="new") if row.key == two else row for row in parcel.rows]
    office.correct(two, "")
    try:
        words = {one: f"Teraz {was[one]}".rstrip("."), two: was[two].rstrip(".")}
        result = office.take(as_xliff(replace(office.send(), rows=rows), words), "back.xlf", write=False)
    finally:
        office.correct(two, was[two])
    assert [problem.slug for problem in result.accepted.problems] == ["row-unsound", "row-will-fail"]
    assert [change.key for change in result.accepted.changes] == [two]


# Codes, headers, words of whole catalogues


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        *(
            ("pl", "pl"),
            ("pl-PL", "pl"),
            ("PL_pl", "pl"),
            ("zh-CN", "zh-Hans"),
            ("zh", "zh-Hans"),
            ("zh_Hans_CN", "zh-Hans"),
        ),
        *(
            ("ku-Arab-IQ", "ckb"),
            ("ku-TR", "kmr"),
            ("fa-AF", "prs"),
            ("fa-IR", "fa"),
            ("pa-Arab-PK", "pnb"),
            ("pa-IN", "pa"),
        ),
        *(
            ("zh-TW", "zh-TW"),
            ("zh-Hant-HK", "zh-Hant-HK"),
            ("pl-Cyrl", "pl-Cyrl"),
            ("ur-Latn", "ur-Latn"),
            ("ur-Arab", "ur"),
        ),
    ],
)
def test_codes_of_translators_programs_are_known_and_their_script_must_fit(code: str, tag: str) -> None:
    assert meant(code, languages()) == tag


def test_a_code_without_country_stands_for_any_and_pseudo_languages_for_none() -> None:
    brazil = replace(languages()["pl"], tag="pt-BR", script="Latn")
    assert brazil.means("pt_BR") > brazil.means("pt") > 0 == brazil.means("pt-PT")
    assert meant("en", languages()) == "en"


def test_drafts_that_ship_are_told_apart_by_their_words() -> None:
    known = languages()
    words = {
        tag: [entry.words for entry in read_catalogue(SHIPPED / path_of(tag), tag).entries.values()] for tag in DRAFTS
    }
    for tag in DRAFTS:
        assert other_language(words[tag], known[tag], known.values()) is None
        for other in DRAFTS:
            if other != tag and known[other].script[:2] == known[tag].script[:2]:
                assert other_language(words[other], known[tag], known.values()) == known[other], (tag, other)


def test_a_catalogue_of_another_language_stops_that_language(office: Office) -> None:
    folder, catalogue = office.opened.folder, office.catalogue
    before = catalogue.read_text(encoding="utf-8")
    try:
        catalogue.write_text(before.replace('"Language: pl', '"Language: ro'), encoding="utf-8")
        for verb in (("check",), ("translate", "approve", "pl", "--by", "Anna Nowak"), ("translate", "update", "pl")):
            said = run(*verb, "--project", str(folder))
            assert said.returncode == 1 and "its header says that it is in 'ro'" in said.stderr, verb
        assert '"Language: ro' in catalogue.read_text(encoding="utf-8")
    finally:
        catalogue.write_text(before, encoding="utf-8")


def test_words_of_an_approved_looking_catalogue_are_read_too(office: Office) -> None:
    shipped, catalogue = Path(SHIPPED / path_of("ro")), office.catalogue
    before = catalogue.read_bytes()
    try:
        file = polib.pofile(str(catalogue))
        romanian = [entry.msgstr for entry in polib.pofile(str(shipped)) if entry.msgstr and "{" not in entry.msgid]
        for entry, words in zip(file, romanian, strict=False):
            entry.msgstr = words
        catalogue.write_text(str(file), encoding="utf-8")
        said = run("check", "--verbose", "--project", str(office.opened.folder))
        assert said.returncode == 1 and "most of its words are Romanian, not Polish" in said.stderr
        assert "(catalogue-language)" in said.stderr
    finally:
        catalogue.write_bytes(before)
