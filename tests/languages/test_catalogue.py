# SPDX-License-Identifier: MIT
"""Catalogues: what is extracted, how a changed English travels, that nothing is missing between reading and writing."""

from __future__ import annotations

import pickle
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import polib
import pytest
from catalogued import open_at

from leaflets.content.model import Project
from leaflets.core.messages import ENGLISH, Message, context_of, fixed, key_of
from leaflets.core.problems import ProblemsFound
from leaflets.languages.catalogue.merge import Merged, merge
from leaflets.languages.catalogue.po import Catalogue, Entry, entry_of, read_catalogue, read_po, write_po
from leaflets.languages.catalogue.pot import ListedMessage, own_note, write_pot
from leaflets.languages.catalogue.translate import translate


def po(folder: Path, text: str) -> polib.POFile:
    path = folder / "leaflets.po"
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + text, encoding="utf-8")
    return read_po(path)


def one(folder: Path, english: str, words: str, before: str = "", key: str = "risks.one.title") -> polib.POFile:
    return po(folder, f'{before}msgctxt "{key}"\nmsgid "{english}"\nmsgstr "{words}"\n')


def entry(merged: Merged) -> polib.POEntry:
    (only,) = merged.file
    return only


# Messages and what is translated


def test_a_message_keeps_its_place_between_processes() -> None:
    message = pickle.loads(pickle.dumps(Message("Słowa", "risks.one.title", "Words", "pl")))
    assert (message, message.key, message.english, message.tag) == ("Słowa", "risks.one.title", "Words", "pl")


def test_fixed_words_are_known_by_their_english() -> None:
    assert context_of(fixed("For staff")) == "templates" and key_of("templates", "For staff") == fixed("For staff")
    assert key_of("risks.one.title", "Words") == "risks.one.title"


def test_sentences_become_messages_and_names_numbers_and_links_stay(project_values: dict[str, Any]) -> None:
    project = translate(Project.model_validate(project_values), ENGLISH)
    risk, publication = project.risks["grooming"], project.publications["everything"]
    for text, key in (
        (risk.title, "risks.grooming.title"),
        (risk.parents_can["ask"], "risks.grooming.parents_can.ask"),
        (publication.words["body"], "publications.everything.words.body"),
        (publication.contacts["talk"].purpose, "publications.everything.contacts.talk.purpose"),
        (project.publisher.other_formats, "publisher.other_formats"),
        (project.area.name, "area.name"),
    ):
        assert isinstance(text, Message) and text.key == key
    helpline = project.organisations["helpline"]
    assert helpline.phone and helpline.links
    for text in (helpline.name, helpline.phone.value, risk.source_wording, project.area.thresholds, publication.code):
        assert not isinstance(text, Message)


def test_only_a_translation_of_exactly_this_english_is_said() -> None:
    entries = {
        "a": Entry("a", "Now", "Teraz"),
        "b": Entry("b", "Then", "Wtedy", fuzzy=True),
        "c": Entry("c", "Former", "Dawny"),
    }
    catalogue = Catalogue("pl", entries=entries)
    said = [
        catalogue.message(key, english) for key, english in (("a", "Now"), ("b", "Then"), ("c", "Newer"), ("d", "None"))
    ]
    assert said == ["Teraz", "Then", "Newer", "None"]
    assert [message.tag for message in said] == ["pl", "en", "en", "en"]


# The list of everything to translate


def test_only_what_a_translated_publication_prints_is_listed_in_the_order_of_the_pages(small: Path) -> None:
    items = open_at(small).items
    keys = [item.key for item in items]
    assert keys[:2] == ["publications.everything.title", "publications.everything.words.body"]
    assert "risks.grooming.title" in keys  # the title of the series' one member
    for missing in ("risks.grooming.why", "publications.one-risk.title", "risks.grooming.professionals_must.report"):
        assert missing not in keys
    assert len(keys) == len(set(keys))
    first = items[0]
    assert first.places[0].startswith("data.yaml:") and "everything/cover" in first.places
    data = (small / "data.yaml").read_text(encoding="utf-8").splitlines()
    assert "title: Safe online" in data[int(first.places[0].partition(":")[2]) - 1]


def test_a_publication_for_english_alone_is_not_listed(small: Path) -> None:
    data = small / "data.yaml"
    text = data.read_text(encoding="utf-8")
    data.write_text(text.replace("    code: EX-01\n", "    code: EX-01\n    languages: [en]\n"), encoding="utf-8")
    keys = [item.key for item in open_at(small).items]
    assert keys and not [key for key in keys if key.startswith("publications.everything.words.")]


def test_limits_come_from_the_design_and_from_comments_in_the_file(small: Path) -> None:
    data = small / "data.yaml"
    text = data.read_text(encoding="utf-8")
    line = "    title: Safe online\n"
    assert line in text
    data.write_text(text.replace(line, f"    # i18n: max=24; safe as in safe from harm\n{line}"), encoding="utf-8")
    items = {item.key: item for item in open_at(small).items}
    title, body = items["publications.everything.title"], items["publications.everything.words.body"]
    assert title.limit == 24 and title.notes[0] == "safe as in safe from harm"
    assert body.limit == 156 and body.flags == ["max-length:156"]  # 1.3 times the design's 120


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("  title: Words  # i18n: max=24; a note", (24, "a note")),
        ("  title: Words  # i18n: a note alone", (0, "a note alone")),
        ("  title: Words  # i18n: max=7", (7, "")),
        ("  title: Words  # another comment", (0, "")),
    ],
)
def test_notes_for_translators_are_read_from_comments(line: str, found: tuple[int, str]) -> None:
    assert own_note([line], 1) == found


def test_the_list_is_the_same_bytes_each_time_and_opens_elsewhere(small: Path, tmp_path: Path) -> None:
    opened = open_at(small)
    text = write_pot(opened.items, opened.opened.project)
    assert text == write_pot(open_at(small).items, opened.opened.project)
    path = tmp_path / "leaflets.pot"
    path.write_text(text, encoding="utf-8")
    assert len(polib.pofile(str(path))) == len(opened.items) > 5
    if program := shutil.which("msgfmt"):
        run = subprocess.run(
            [program, "-c", "-o", str(tmp_path / "out.mo"), str(path)], capture_output=True, check=False
        )
        assert run.returncode == 0, run.stderr


# A changed English


def test_a_rewritten_sentence_becomes_fuzzy_and_keeps_its_translation_and_its_former_english(tmp_path: Path) -> None:
    merged = merge(
        one(tmp_path, "Old words.", "Stare słowa."), [ListedMessage("risks.one.title", "New words entirely.")]
    )
    assert merged.changed == ["risks.one.title"]
    assert entry(merged).msgid == "New words entirely." and entry(merged).msgstr == "Stare słowa."
    assert entry(merged).fuzzy and entry(merged).previous_msgid == "Old words."
    again = merge(merged.file, [ListedMessage("risks.one.title", "Newer words.")])
    assert entry(again).previous_msgid == "Old words.", "the first English of a chain is kept"
    back = merge(again.file, [ListedMessage("risks.one.title", "Old words.")])
    assert not entry(back).fuzzy and entry(back).previous_msgid is None, "the English is again what was translated"


def test_a_doubt_of_the_translator_survives_changes_of_the_english(tmp_path: Path) -> None:
    doubted = one(tmp_path, "Old words.", "Stare słowa.", "#, fuzzy\n")
    there = merge(doubted, [ListedMessage("risks.one.title", "New words.")])
    back = merge(there.file, [ListedMessage("risks.one.title", "Old words.")])
    assert entry(back).fuzzy


def test_a_change_of_spaces_makes_fuzzy_unless_it_is_called_minor(tmp_path: Path) -> None:
    items = [ListedMessage("risks.one.title", "Two words")]
    assert entry(merge(one(tmp_path, "Two  words", "Dwa słowa"), items)).fuzzy
    minor = merge(one(tmp_path, "Two  words", "Dwa słowa"), items, minor=True)
    assert not entry(minor).fuzzy and entry(minor).msgid == "Two words"
    assert entry(merge(one(tmp_path, "Two old words", "Dwa słowa"), items, minor=True)).fuzzy


def test_what_is_gone_waits_at_the_end_and_comes_back(tmp_path: Path) -> None:
    gone = merge(one(tmp_path, "Words.", "Słowa."), [])
    assert gone.gone == ["risks.one.title"] and "#~ msgstr" in write_po(gone.file)
    path = tmp_path / "again.po"
    path.write_text(write_po(gone.file), encoding="utf-8")
    back = merge(read_po(path), [ListedMessage("risks.one.title", "Words.")])
    assert entry(back).msgstr == "Słowa." and not entry(back).obsolete and not entry(back).fuzzy


def test_a_fuzzy_message_that_goes_takes_the_english_that_it_says(tmp_path: Path) -> None:
    fuzzy = merge(one(tmp_path, "Old.", "Stare."), [ListedMessage("risks.one.title", "New.")])
    (gone,) = merge(fuzzy.file, []).file
    assert (gone.msgid, gone.msgstr, gone.fuzzy) == ("Old.", "Stare.", False)
    back = merge(merge(fuzzy.file, []).file, [ListedMessage("risks.one.title", "New.")])
    assert entry(back).fuzzy and entry(back).previous_msgid == "Old."


def test_a_rewritten_fixed_word_is_found_by_likeness(tmp_path: Path) -> None:
    old = one(tmp_path, "Nights and weekends:", "Noce i weekendy:", key="templates")
    merged = merge(old, [ListedMessage(fixed("At night and at weekends:"), "At night and at weekends:")])
    assert entry(merged).fuzzy and entry(merged).previous_msgid == "Nights and weekends:"


def test_an_english_that_was_never_translated_is_just_exchanged(tmp_path: Path) -> None:
    merged = merge(one(tmp_path, "Old.", "", "# who asked?\n"), [ListedMessage("risks.one.title", "New.")])
    assert not entry(merged).fuzzy and entry(merged).msgid == "New." and entry(merged).tcomment == "who asked?"


def test_notes_of_translators_flags_of_others_and_headers_stay(tmp_path: Path) -> None:
    before = "# seen by the second reader\n#, no-wrap, max-length:9\n"
    old = one(tmp_path, "Words.", "Słowa.", before)
    old.metadata["X-Generator"] = "Poedit 3.4"
    merged = merge(old, [ListedMessage("risks.one.title", "Words.", limit=12)])
    assert entry(merged).tcomment == "seen by the second reader"
    assert entry(merged).flags == ["max-length:12", "no-wrap"]
    assert merged.file.metadata["X-Generator"] == "Poedit 3.4"


def test_merging_twice_changes_nothing(tmp_path: Path) -> None:
    items = [
        ListedMessage("risks.one.title", "New."),
        ListedMessage("risks.two.title", "Second.", notes=("a note",), limit=9),
    ]
    first = write_po(merge(one(tmp_path, "Old.", "Stare."), items).file)
    path = tmp_path / "first.po"
    path.write_text(first, encoding="utf-8")
    second = merge(read_po(path), items)
    assert write_po(second.file) == first and not (second.new or second.changed or second.gone)


# Nothing is missing


ODD = [
    'He said "no"',
    "back\\slash",
    "tab\there",
    "two\nlines\n",
    "\n",
    " ",
    "  spaces  ",
    "a\u00a0b",
    "thin\u2009space",
    "\u2028line",
    "%(number)s of {nspcc.phone}",
    "100 %",
    "<b>bold</b> &amp; &lt;",
    "«quotes» ‘single’",
    "ends with \\",
    "\\n is not a line",
    '\\"',
    "اردو میں {childline.phone} 999",
    "می\u200cخواهم",
    "ਪੰਜਾਬੀ ਵਿੱਚ",
    "বাংলায়।",
    "እንግሊዝኛ።",
    "简体中文，没有空格的一行",
    "e\u0301\u0302",
    "👩\u200d👧 family",
    "-leading hyphen and a very-long-hyphenated-chain-of-words-that-must-be-broken-when-it-is-wrapped-at-78-letters",
    "#~ not obsolete",
    'msgid "inside"',
    "#, fuzzy",
    "*star* - dash",
    "x" * 300,
    "word " * 60,
    "\u200d\u200c",
    "0800\u00a01111",
]


def odd_messages(number: int = 200) -> list[str]:
    """Return texts with everything that a catalogue may mangle, the same each time."""
    dice = random.Random(4)
    return [*ODD, *("".join(dice.choices(ODD, k=3)) for _ in range(number - len(ODD)))]


def test_two_hundred_odd_messages_come_back_byte_for_byte(tmp_path: Path) -> None:
    file = polib.POFile(wrapwidth=78)
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "X-Generator": "A Program; 2026-11-23; abc"}
    for number, text in enumerate(odd_messages()):
        previous = {"previous_msgid": text, "flags": ["fuzzy"]} if number % 5 == 0 else {}
        file.append(
            polib.POEntry(msgctxt=f"risks.one.signs.s{number}", msgid=f"e{number} {text}", msgstr=text, **previous)
        )
    file.append(
        polib.POEntry(msgctxt="p", msgid="one", msgid_plural="many", msgstr_plural={0: "jeden", 1: "dwa\n", 2: "pięć"})
    )
    path, again = tmp_path / "one.po", tmp_path / "two.po"
    path.write_text(write_po(file), encoding="utf-8", newline="\n")
    read = read_po(path)
    again.write_text(write_po(read), encoding="utf-8", newline="\n")
    assert path.read_bytes() == again.read_bytes()
    assert len(read) == len(file) > 200
    for before, after in zip(file, read, strict=True):
        assert (before.msgid, before.msgstr, before.previous_msgid) == (after.msgid, after.msgstr, after.previous_msgid)
        assert before.msgstr_plural == after.msgstr_plural
    assert read.metadata == file.metadata


def test_a_mark_at_the_start_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "leaflets.po"
    text = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgctxt "a"\nmsgid "Words"\nmsgstr "Słowa"\n'
    )
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_catalogue(path, "pl").entries["a"].words == "Słowa"


BROKEN = {
    "no quote": 'msgctxt "a"\nmsgid "Words\nmsgstr "Słowa"\n',
    "a quote inside": 'msgctxt "a"\nmsgid "Words"\nmsgstr "a "quoted" word"\n',
    "not a catalogue": "Dear all,\nplease find attached\n",
    "a web page": "<!DOCTYPE html>\n<html></html>\n",
    "a merge that was left half done": '<<<<<<< HEAD\nmsgctxt "a"\nmsgid "Words"\nmsgstr "Słowa"\n=======\n',
    "a character nobody sees": 'msgctxt "a"\nmsgid "Words"\nmsgstr "S\x07owa"\n',
    "twice": 'msgctxt "a"\nmsgid "Words"\nmsgstr "x"\n\nmsgctxt "a"\nmsgid "Others"\nmsgstr "y"\n',
    "a former English without a word": '#| nonsense "a"\nmsgctxt "a"\nmsgid "b"\nmsgstr ""\n',
    "an escape that there is not": 'msgctxt "a"\nmsgid "Words"\nmsgstr "S\\qowa"\n',
    "words after the quote": 'msgctxt "a"\nmsgid "Words"\nmsgstr "Słowa" // checked\n',
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        po(tmp_path, BROKEN[name])
    for problem in caught.value.problems:
        assert problem.slug in ("catalogue-broken", "catalogue-twice")
        assert problem.line > 0 and problem.hint and problem.file.endswith("leaflets.po")


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "leaflets.po"
    path.write_bytes('msgid "Words"\nmsgstr "Słowa"\n'.encode("iso-8859-2"))
    with pytest.raises(ProblemsFound, match="UTF-8"):
        read_po(path)


def test_a_limit_of_thousands_of_digits_is_no_limit() -> None:
    one = polib.POEntry(msgid="Call", msgstr="Zadzwoń", flags=[f"max-length:{'9' * 5000}"])
    assert entry_of(one).limit == 0 and entry_of(polib.POEntry(msgid="Call", flags=["max-length:30"])).limit == 30
