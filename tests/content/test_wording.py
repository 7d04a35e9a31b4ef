# SPDX-License-Identifier: MIT
"""The words: what the rules refuse and what they must let pass; what the shipped data.yaml promises."""

from __future__ import annotations

from functools import cache

from leaflets.content.load import load_data
from leaflets.content.model import Project, facts_of
from leaflets.content.wording import check_words
from leaflets.content.wording.manner import MANNER_RULES, MAX_READING_AGE
from leaflets.content.wording.reading import read
from leaflets.content.wording.safety import SAFETY_RULES
from leaflets.content.wording.texts import Text, count_syllables, count_words, group_texts, measure, texts_of
from leaflets.core.resources import SHIPPED

RISKS = (
    "harmful-content",
    "online-hate",
    "grooming",
    "personal-information",
    "online-bullying",
    "violence",
    "nudes",
    "drugs-and-alcohol",
    "dangerous-stunts",
    "running-away",
)
RESOURCES = {
    "west-midlands-procedures": "procedures.org.uk",
    "nspcc": "nspcc.org.uk",
    "ceop": "ceop.police.uk",
    "childnet": "childnet.com",
    "get-safe-online": "getsafeonline.org",
    "internet-matters": "internetmatters.org",
    "which": "which.co.uk",
    "ceop-education": "ceopeducation.co.uk",
    "national-college": "nationalcollege.com",
}
"""The nine resources of the partnership's page, by the ids of today."""

REFUSED = [
    ("nude-evidence", "If a naked photo is shared, keep it as proof."),
    ("nude-evidence", "It is a nude. Save the picture first."),
    ("nude-evidence", "Someone has sexual images of you? Forward them to us."),
    ("nude-evidence", "Never share a nude, but keep a copy for the police."),
    ("nude-evidence", "Print the intimate images for your records."),
    ("nude-evidence", "Send it to the teacher if it is a nude."),
    ("nude-evidence", "Is it a nude? Keep the picture and the messages."),
    ("nude-evidence", "Did they send a nude? Keep all the kind words and messages."),
    ("nude-evidence", "Is it a nude? Keep the messages with the nude."),
    ("nude-evidence", "Is it a nude? Save it on your phone."),
    ("capitals", "Please READ THIS first."),
    ("exclamation", "Tell someone!"),
    ("placeholder-unknown", "Call {chidline.phone}."),
    ("placeholder-unknown", "Call {childline.fax}."),
    ("placeholder-unknown", "Call {childline.phone."),
    ("placeholder-unknown", "Call childline.phone}."),
]
"""What a list alone does not show; word_examples.yaml has an example for each item of each list."""

ALLOWED = [
    "Do not look at the nude picture, save it or share it.",
    "Never view, copy, print, share, store or save a nude image.",
    "Keep the messages. Never save nude pictures.",
    "Keep calm if you see a nude picture.",
    "Nude pictures can be taken down. Use Report Remove.",
    "Keep the messages and the date, and show an adult.",
    "Did they send a nude? Keep all the words and messages.",
    "Dares can spread. A challenge can look like fun.",
    "Challenge what you read.",
    "Childnet helps, and so does CEOP Education.",
    "Refer if a child under 13 is hurt.",
    "For ages 11 to 18.",
    "CEOP does not take bullying reports.",
    "Tell CEOP about grooming.",
    "Call 999 in danger, 101 if nobody is in danger.",
    "Call 999 if they are young or in danger. If not, call 101.",
    "It is not your fault. It was never their fault.",
    "You have done nothing wrong, and nobody will blame you.",
    "The NSPCC, CEOP and FRANK can help in the UK. AI makes fakes.",
    "I am here, and I will listen.",
    "On 23 November 2026 call 999, 101 or {childline.phone}.",
    "{children_services} takes worries. Its number is {children_services.phone}.",
    "Text {shout.text} at any time. Read {threshold_document}.",
]


@cache
def project() -> Project:
    return Project.model_validate(load_data(SHIPPED / "data.yaml").values)


def slugs(text: Text) -> set[str]:
    reading = read(project())
    return {problem.slug for rule in (*SAFETY_RULES, *MANNER_RULES) if (problem := rule(text, reading))}


def test_a_sentence_that_must_not_be_printed_is_refused() -> None:
    assert [(slug, words) for slug, words in REFUSED if slug not in slugs(Text("here", words))] == []


def test_a_sentence_that_is_right_is_let_pass() -> None:
    assert {words: found for words in ALLOWED if (found := slugs(Text("here", words)))} == {}


def test_under_a_heading_about_nudes_no_item_may_keep_a_picture() -> None:
    """The item itself does not say what the picture shows."""
    topic = "If there is a nude picture"
    assert slugs(Text("here", "Copy it to the school’s computer.", topic=topic)) == {"nude-evidence"}
    assert slugs(Text("here", "Do not copy it.", topic=topic)) == set()


def test_an_outdated_word_that_parents_look_for_may_stand_in_a_sentence_but_not_in_a_heading() -> None:
    assert slugs(Text("here", "Some people call it sexting.")) == set()
    assert slugs(Text("here", "What is sexting?", heading=True)) == {"former-name"}


def test_no_message_repeats_the_name_of_a_challenge() -> None:
    reading = read(project())
    problems = [rule(Text("here", "Do not try blue whale."), reading) for rule in SAFETY_RULES]
    assert [problem.slug for problem in problems if problem] == ["named-challenge"]
    assert all("blue" not in str(problem) for problem in problems if problem)


def test_professionals_may_read_longer_sentences_than_families() -> None:
    words = " ".join(["word"] * 22) + "."
    assert slugs(Text("here", words)) == {"long-sentence"}
    assert slugs(Text("here", words, "professionals")) == set()


def test_syllables_are_counted_as_they_are_spoken() -> None:
    spoken = {1: ["phone", "called", "don’t"], 2: ["wanted", "people", "online", "again", "police"]}
    assert {word: count_syllables(word) for words in spoken.values() for word in words} == {
        word: number for number, words in spoken.items() for word in words
    }


def test_hard_words_have_a_higher_reading_age() -> None:
    easy = measure([Text("here", "Tell a grown-up. They can help you. You can call us too.")])
    hard = measure([Text("here", "Inappropriate communications necessitate immediate professional intervention.")])
    assert easy.reading_age < 8 < 18 < hard.reading_age


# What data.yaml promises


def test_nothing_is_wrong_with_the_words_that_ship() -> None:
    assert check_words(project()) == []


def test_the_rules_read_every_sentence_that_families_read() -> None:
    texts = list(texts_of(project()))
    assert len(texts) > 350
    assert len({text.path for text in texts}) == len(texts)


def test_families_can_read_it_at_eleven() -> None:
    measured = [(key, measure(texts)) for key, texts in group_texts(texts_of(project())).items()]
    assert len(measured) > 25
    assert all(result.reading_age <= MAX_READING_AGE[readers] for (_, readers), result in measured)


def test_all_ten_risks_are_there_and_complete() -> None:
    assert tuple(project().risks) == RISKS
    for risk in project().risks.values():
        assert 2 <= len(risk.title.split()) <= 7
        assert all(4 <= len(items) <= 5 for items in (risk.signs, risk.parents_can, risk.children_can))
        assert 4 <= len(risk.professionals_must) <= 5
        assert {"parents", "children", "professionals"} <= set(risk.help)
    assert len({risk.icon for risk in project().risks.values()}) == len(RISKS)


def test_every_help_has_a_link_for_its_reader_or_a_number() -> None:
    for risk in project().risks.values():
        for reader, names in risk.help.items():
            for name in names:
                organisation = project().organisations[name]
                assert reader in organisation.links or organisation.phone, name


def test_every_publication_for_the_young_names_childline_and_no_adult_helpline() -> None:
    adults_only = {"nspcc", "posh", "stop-it-now", "revenge-porn-helpline"}
    for publication in project().publications.values():
        if {"children", "young-people"} & set(publication.audience):
            names = {contact.organisation for contact in publication.contacts.values()}
            assert "childline" in names
            assert not names & adults_only


def test_no_fact_claims_that_a_person_checked_it() -> None:
    """They were read from stored pages; the first person to check one writes it with `facts verify`."""
    facts = facts_of(project())
    assert len(facts) > 70
    assert all(fact.source for fact in facts.values())
    assert not any(fact.verified for fact in facts.values())


def test_words_in_brief_fit_the_tri_fold() -> None:
    assert all(count_words(f"{risk.title} {risk.in_brief}") <= 25 for risk in project().risks.values())


def test_an_organisation_that_data_yaml_no_longer_has_is_noticed_where_a_sentence_names_it() -> None:
    gone = ("shout", "which", "nspcc", "west-midlands-police", "ceop")
    left = {name: one for name, one in project().organisations.items() if name not in gone}
    paragraphs = {
        "one": "Ask the NSPCC or West Midlands Police.",
        "two": "Text with Shout.",
        "three": "Toys tested by Which? are listed.",
    }
    publisher = project().publisher.model_copy(update={"introduction": paragraphs})
    without = project().model_copy(update={"organisations": left, "publisher": publisher})
    found = [problem for problem in check_words(without) if problem.slug == "organisation-gone"]
    said = {problem.where: problem.message.split("'")[1] for problem in found}
    assert said["publisher.introduction.one"] == "NSPCC" and said["publisher.introduction.two"] == "Shout"
    assert said["publisher.introduction.three"] == "Which?"
    assert {problem.severity for problem in found} == {"warning"}
    pattern = read(
        without, ["organisations.family-line.phone", "organisations.childline.phone", "publisher.email"]
    ).gone
    assert pattern.search("Ask Exampleshire Family Line first.") and not pattern.search("A family line, or Childline.")
    for words in ("Shout if it hurts.", "Which one is it?", "Talk to Childline.", "Lessons from CEOP Education"):
        assert not pattern.search(words)
