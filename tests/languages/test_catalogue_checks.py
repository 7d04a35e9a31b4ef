# SPDX-License-Identifier: MIT
"""What is checked of a translation: for every check there is a catalogue that it must catch."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalogued import LETTERS, SCRIPTS

from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.languages.catalogue.checks import CHECKS, CheckContext, faults_of, length
from leaflets.languages.catalogue.glossary import Term, read_glossary, terms_for
from leaflets.languages.catalogue.judge import judge, usable
from leaflets.languages.catalogue.po import Entry, read_catalogue
from leaflets.languages.registry import read_languages

CATALOGUES = Path(__file__).parents[1] / "catalogues"
SLUGS = sorted(path.stem for path in CATALOGUES.glob("*.po") if path.stem != "right")
KNOWN = CheckContext("Aran", ("Childline", "NSPCC"), (Term("grooming", "ur", "", ("گرومنگ",), ""),))


def problems_in(name: str) -> list[Problem]:
    """Return what is wrong with the messages of one of the catalogues."""
    catalogue = read_catalogue(CATALOGUES / f"{name}.po", "ur", name=f"{name}.po")
    printed = [(entry.key, entry.english) for entry in catalogue.entries.values()]
    return [problem for key, english in printed for problem in judge(catalogue, key, english, KNOWN)]


def slugs_of(english: str, words: str, known: CheckContext = KNOWN, limit: int = 0) -> set[str]:
    return {slug for slug, _, _ in faults_of(Entry("risks.one.title", english, words, limit=limit), known)}


def test_there_is_a_catalogue_for_every_check() -> None:
    assert {*CHECKS, "translation-missing", "translation-outdated"} == set(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_check_catches_its_catalogue(slug: str) -> None:
    found = problems_in(slug)
    assert slug in {problem.slug for problem in found}
    for problem in found:
        assert problem.file == f"{slug}.po" and problem.line > 5 and problem.where and problem.hint
        assert problem.severity == ("warning" if problem.slug == "message-too-long" else "error")


def test_nothing_is_found_in_the_catalogue_that_is_right() -> None:
    assert problems_in("right") == []


def test_a_message_that_the_catalogue_does_not_have_is_missing_and_another_english_is_outdated() -> None:
    catalogue = read_catalogue(CATALOGUES / "right.po", "ur")
    (missing,) = judge(catalogue, "risks.new.title", "New", KNOWN)
    (outdated,) = judge(catalogue, "risks.grooming.in_brief", "Other words", KNOWN)
    assert (missing.slug, outdated.slug) == ("translation-missing", "translation-outdated")


def test_a_translation_whose_placeholders_are_broken_is_never_put_on_a_page() -> None:
    catalogue = usable(read_catalogue(CATALOGUES / "message-placeholder.po", "ur"))
    assert catalogue.message("risks.grooming.title", "Call {childline.phone}.") == "Call {childline.phone}."


@pytest.mark.parametrize("tag", SCRIPTS)
def test_words_in_a_languages_own_letters_pass(tag: str) -> None:
    language = read_languages(Resources(Path())).languages[tag]
    words = "Childline " + LETTERS.translate(str.maketrans(LETTERS, SCRIPTS[tag][:26]))
    assert slugs_of(f"Childline {LETTERS}", words, CheckContext(language.script, ("Childline",))) == set()
    other = "кириллица словами" if language.script == "Latn" else "latin words here"
    assert slugs_of("some English words", other, CheckContext(language.script)) == {"message-script"}


@pytest.mark.parametrize(
    ("english", "words", "slug"),
    [
        ("Call {a.phone} or {b.phone}.", "{b.phone} یا {a.phone}۔", ""),
        ("Call {a.phone}.", "کال۔", "message-placeholder"),
        ("Call.", "{a.phone}۔", "message-placeholder"),
        ("%(number)s", "%(nummer)s", "message-placeholder"),
        ("Words", "الفاظ %", "message-placeholder"),
        ("Words", "<b>الفاظ</b>", "message-placeholder"),
        ("Ages 11 to 18", "عمر 11 تا 18", ""),
        ("Ages 11 to 18", "عمر 11", "message-number"),
        ("Ages 11 to 18", "عمر 11-18-20", "message-number"),
        ("Ask.", "ای میل a@example.org۔", "message-contact"),
        ("Ask.", "دیکھیں childline.org.uk۔", "message-contact"),
        ("Not Childlines", "نہیں", ""),
        ("Stop", "Stop", "message-script"),
        ("Say “no”.", "کہیں ”نہیں۔“", ""),
        ("Risks:", "خطرات", "message-ending"),
        ("Risks", "خطرات۔", "message-ending"),
        ("می", "می\u200cخواهم", ""),
        ("One", "ایک\nدو", "message-space"),
    ],
)
def test_checks_are_neither_deaf_nor_touchy(english: str, words: str, slug: str) -> None:
    found = slugs_of(english, words)
    assert slug in found if slug else not found


def test_marks_on_letters_take_no_room() -> None:
    assert length("کِتابُ") == 4 and length("e\u0301") == 1 and length("می\u200cخواهم") == 7


RIGHT = {
    "el": ("Grek", "Πες το τώρα.", "Ποιος είναι;", "Πες το τώρα;", "Ποιος είναι?"),
    "th": ("Thai", "บอกใครสักคน", "ใครคือคนนั้น", "บอกใครสักคน.", "ใครคือคนนั้น."),
    "lo": ("Laoo", "ບອກໃຜຜູ້ໜຶ່ງ", "ໃຜ?", "ບອກໃຜຜູ້ໜຶ່ງ.", "ໃຜ."),
    "hy": ("Armn", "Ասա հիմա։", "Ո՞վ է։", "Ասա հիմա.", "Ո՞վ է?"),
    "my": ("Mymr", "ပြောပါ။", "ဘယ်သူလဲ။", "ပြောပါ.", "ဘယ်သူလဲ."),
    "ta": ("Taml", "சொல்லுங்கள்.", "யார்?", "சொல்லுங்கள்।", "யார்."),
    "am": ("Ethi", "ንገሩን።", "ማን ነው?", "ንገሩን.", "ማን ነው።"),
    "ti": ("Ethi", "ንገሩና።", "መን እዩ፧", "ንገሩና", "መን እዩ."),
    "he": ("Hebr", "ספרו לנו.", "מי זה?", "ספרו לנו", "מי זה؟"),
    "ur": ("Aran", "بتائیں۔", "کون ہے؟", "بتائیں.", "کون ہے?"),
    "zh": ("Hans", "告诉我们。", "是谁？", "告诉我们.", "是谁?"),
    "pl": ("Latn", "Powiedz „nie.”", "Kto to?", "Powiedz nie。", "Kto to."),
}
"""Scripts with a sentence and a question as they should end, and both as they should not."""


@pytest.mark.parametrize("tag", RIGHT)
def test_every_scripts_marks_are_known_and_wrong_ones_are_seen(tag: str) -> None:
    script, sentence, question, wrong_sentence, wrong_question = RIGHT[tag]
    known = CheckContext(script)
    assert slugs_of("Tell us.", sentence, known) == slugs_of("Who?", question, known) == set()
    assert slugs_of("Tell us.", wrong_sentence, known) == slugs_of("Who?", wrong_question, known) == {"message-ending"}
    assert "message-ending" in slugs_of("Tell us", question if tag not in ("th",) else f"{question}?", known)
    assert slugs_of("Who?", "Ποιος είναι\u037e", CheckContext("Grek")) == set()


def test_a_language_may_have_marks_of_its_own() -> None:
    known = CheckContext("Arab", marks={"full_stop": "۔"})
    assert slugs_of("Tell us.", "ووایئ۔", known) == set()
    assert slugs_of("Tell us.", "ووایئ.", known) == {"message-ending"}


@pytest.mark.parametrize(
    ("words", "script"),
    [
        *(
            (words, "Latn")
            for words in ("Ktoś&nbsp;cię", "Ktoś&#160;cię", "KtoÅ› ciÄ™", "wonâ€™t", "DÃ³nde", "Zadzwo\u200bń")
        ),
        *(
            (words, "Latn")
            for words in ("Zadzwo\u00adń", "Zadzwоń", "TO\u0044O", "Zadzwoń [insert name]", "Lorem ipsum dolor")
        ),
        *((words, "Arab") for words in ("Ø§ØªØµÙ„ بنا", "اتصل\u2060 بنا", "اتصل TBC")),
    ],
)
def test_words_that_are_damaged_or_of_a_draft_are_refused(words: str, script: str) -> None:
    assert "message-garbled" in slugs_of("Somebody", words, CheckContext(script))


@pytest.mark.parametrize(
    ("words", "script"),
    [
        *(
            (words, "Latn")
            for words in ("« Il est fatigué\u00a0»", "fatigué…”", "À côté", "heiß”", "Ô\u00a0toi", "TÂ’S", "50 % & 3")
        ),
        *((words, "Arab") for words in ("می\u200cخواهم", "NSPCC را")),
        ("NSPCC-у і Childline", "Cyrl"),
        ("ক্\u200dষ", "Beng"),
    ],
)
def test_words_that_only_look_damaged_pass(words: str, script: str) -> None:
    assert "message-garbled" not in slugs_of("Somebody", words, CheckContext(script))


def test_letters_of_any_script_that_unicode_has_are_known() -> None:
    assert slugs_of("Somebody here", "Κάποιος εδώ", CheckContext("Grek")) == set()
    assert slugs_of("Somebody here", "Ktoś tutaj", CheckContext("Grek")) == {"message-script"}
    assert slugs_of("Somebody here", "Κάποιος εδώ", CheckContext("Hebr")) == {"message-script"}
    assert slugs_of("Somebody here", "ここに誰か", CheckContext("Jpan")) == set()


# The glossary


def test_a_word_is_forbidden_only_where_the_english_speaks_of_the_term() -> None:
    known = CheckContext("Aran", terms=(Term("carer", "ur", "سرپرست", ("آیا",), "a nanny; elsewhere: came"),))
    assert slugs_of("Tell your carer", "اپنی آیا کو بتائیں", known) == {"message-term"}
    assert slugs_of("What came up?", "کیا سامنے آیا؟", known) == set()


GLOSSARY = "term,language,target,forbidden,note\ngrooming,ur,ورغلانا,گرومنگ|ورغلاہٹ,explain\nIWF,,IWF,,\n\n"


def test_the_glossary_gives_each_language_its_terms() -> None:
    terms = read_glossary(GLOSSARY)
    assert [term.term for term in terms_for(terms, "ur")] == ["grooming", "IWF"]
    assert [term.term for term in terms_for(terms, "pl")] == ["IWF"]
    assert terms[0].forbidden == ("گرومنگ", "ورغلاہٹ") and not terms[0].kept and terms[1].kept


def test_a_term_that_is_kept_must_stand_in_the_translation() -> None:
    known = CheckContext("Aran", terms=read_glossary(GLOSSARY))
    assert slugs_of("Tell the IWF", "آئی ڈبلیو ایف کو بتائیں", known) == {"message-name"}
    assert slugs_of("Tell the IWF", "IWF کو بتائیں", known) == set()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "term;language;target\n",
        "term,language,target,forbidden,note\na,b\n",
        GLOSSARY + ",ur,x,y,z\n",
        GLOSSARY + '"a,,,,\n',
    ],
)
def test_a_broken_glossary_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        read_glossary(text)
    assert all(one.slug == "glossary-broken" and one.line and one.hint for one in caught.value.problems)


def test_the_glossary_that_we_ship_can_be_read() -> None:
    root = Path(__file__).parents[2]
    assert len(read_glossary((root / "locales" / "glossary.csv").read_text(encoding="utf-8"))) > 5


WRITTEN = {
    **{"Latn": "ĉ", "Arab": "ع", "Aran": "ے", "Beng": "ক", "Cyrl": "ж", "Deva": "क", "Ethi": "አ", "Gujr": "ક"},
    **{"Guru": "ਕ", "Hans": "们", "Hant": "們", "Mlym": "ക", "Taml": "க", "Thai": "ก"},
}


def test_a_mark_ends_a_sentence_inside_quotes_and_brackets_too() -> None:
    for closing in "“”‘’„»«\"'）)]」』›‹":
        assert slugs_of("Tell us.", f"Powiedz.{closing} ", CheckContext("Latn")) - {"message-space"} == set(), closing


def test_every_script_knows_its_own_letters_and_no_others() -> None:
    for script, letter in WRITTEN.items():
        other = "ж" if script != "Cyrl" else "x"
        assert "message-script" not in slugs_of("x", letter * 6 + other * 4, CheckContext(script)), script
        assert "message-script" in slugs_of("x", letter * 5 + other * 4, CheckContext(script)), script


def test_a_letter_that_was_lost_is_found() -> None:
    assert "message-form" in slugs_of("Say it tonight", "آج رات کہی\ufffd")
