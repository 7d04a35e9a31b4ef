# SPDX-License-Identifier: MIT
"""Contacts of every kind: each is printed in a form of its own and leads somewhere; what cannot be right is refused."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from broken import RIGHT
from small import FOLDER, languages, renderer, resources

from leaflets.build.recipes import expectations
from leaflets.content.contact_kinds import KINDS
from leaflets.content.facts import verify_facts
from leaflets.content.load import load_data
from leaflets.content.model import Project, facts_of, layouts_of
from leaflets.content.short_links import links_of
from leaflets.content.validate import examine
from leaflets.content.wording import check_words
from leaflets.core.edition import Edition
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.editions.screen import finish_screen
from leaflets.layout.compose import compose
from leaflets.layout.compose.facts import PrintedFacts
from leaflets.layout.fit import lay_out
from leaflets.preflight.check import check_file

LINE = """\
    contacts:
      line:
        kind: phone
        value: "0121 496 0003"
        hours:
          value: Day and night
          source: made up for tests
          review_by: 2027-05-22
        source: made up for tests
        review_by: 2027-05-22
"""
SOURCE = {"source": "made up; numbers kept free by Ofcom for drama", "review_by": datetime.date(2027, 5, 22)}
CONTACTS: dict[str, dict[str, Any]] = {
    "switchboard": {"kind": "phone", "value": "0121 496 0000", "extension": "12", "cost": "free", "hours": "Weekdays"},
    "nights": {"kind": "phone", "value": "0121 496 0001", "label": "Nights"},
    "texts": {"kind": "text", "value": "85258", "keyword": "SHOUT"},
    "plain-texts": {"kind": "text", "value": "07700 900123"},
    "whatsapp": {"kind": "whatsapp", "value": "07700 900123"},
    "letters": {"kind": "email", "value": "help@example.org"},
    "chat": {"kind": "chat", "value": "https://example.org/talk/now", "printed_url": "example.org/talk"},
    "page": {"kind": "web", "value": "https://example.org/page"},
    "desk": {"kind": "in_person", "value": "1 Example Road, Exampleton", "for": "parents"},
    "relay": {"kind": "relay", "value": "0121 496 0000"},
    "signing": {"kind": "bsl", "value": "https://example.org/bsl"},
}
RELAYED, SIGNED = "Relay UK: dial 18001, then 0121 496 0000", "In British Sign Language: example.org/bsl"
PRINTED = {
    "switchboard": ("0121 496 0000, extension 12", "tel:01214960000", "0121 496 0000, extension 12"),
    "nights": ("0121 496 0001", "tel:01214960001", ""),
    "texts": ("Text SHOUT to 85258", "sms:85258?body=SHOUT", "Text SHOUT to 85258"),
    "plain-texts": ("Text 07700 900123", "sms:07700900123", "Text 07700 900123"),
    "whatsapp": ("WhatsApp 07700 900123", "https://wa.me/447700900123", "WhatsApp 07700 900123"),
    "letters": ("help@example.org", "mailto:help@example.org", ""),
    "chat": ("Chat at example.org/talk", "https://example.org/talk/now", "Chat at example.org/talk"),
    "page": ("example.org/page", "https://example.org/page", ""),
    "desk": ("1 Example Road, Exampleton", "", ""),
    "relay": (RELAYED, "tel:1800101214960000", RELAYED),
    "signing": (SIGNED, "https://example.org/bsl", SIGNED),
}


def values(contacts: dict[str, dict[str, Any]] = CONTACTS, **listed: dict[str, Any]) -> dict[str, Any]:
    """The small project, whose helpline has these contacts; `listed` are contacts of its first publication."""
    made = load_data(FOLDER / "data.yaml").values
    helpline = {"name": "Helpline", "about": "Somebody to talk to."}
    helpline |= {"contacts": {name: SOURCE | one for name, one in contacts.items()}}
    helpline |= {"links": made["organisations"]["helpline"]["links"]}  # type: ignore[index]
    organisations = made["organisations"] | {"helpline": helpline}  # type: ignore[operator]
    publications = dict(made["publications"])  # type: ignore[call-overload]
    everything = publications["everything"]
    publications["everything"] = everything | {"contacts": listed or everything["contacts"]}
    return made | {"organisations": organisations, "publications": publications}


def problems_of(changed: dict[str, Any]) -> list[Problem]:
    loaded = load_data(FOLDER / "data.yaml")
    return list(examine(replace(loaded, values=changed)).problems)


def facts() -> PrintedFacts:
    project = Project.model_validate(values())
    return PrintedFacts(project, next(iter(layouts_of(project))), 1.0)


def test_every_kind_has_an_example() -> None:
    assert {one["kind"] for one in CONTACTS.values()} == set(KINDS)
    assert problems_of(values()) == []


@pytest.mark.parametrize("name", CONTACTS)
def test_each_kind_is_printed_in_its_own_form_and_its_link_says_the_whole_of_it(name: str) -> None:
    printed = facts()
    markup = printed.tel(printed.unlisted("helpline"), name)
    words, link, label = PRINTED[name]
    assert markup.striptags().replace("\u00a0", " ") == words
    assert re.findall('href="([^"]*)"', markup) == ([link] if link else [])
    assert re.findall('aria-label="([^"]*)"', markup) == ([label] if label else [])
    assert list(printed.printed) == [f"organisations.helpline.contacts.{name}"]


def test_numbers_are_not_broken_over_lines() -> None:
    printed = facts()
    for name in ("switchboard", "texts", "relay", "whatsapp"):
        (inside,) = re.findall(">([^<>]*)</a>", printed.tel(printed.unlisted("helpline"), name))
        assert " " not in inside


def test_a_publication_names_which_contact_it_prints() -> None:
    chosen = {
        name: {"organisation": "helpline", "contact": name, "purpose": f"By {name}", "place": "number"}
        for name in ("nights", "letters", "whatsapp")
    }
    chat = {"organisation": "helpline", "contact": "chat", "purpose": "Chat with us", "place": "main"}
    project = Project.model_validate(values(**chosen, chat=chat))
    layout = next(layout for layout in layouts_of(project) if layout.format == "poster-a4")
    composed = compose(layout, project, resources=resources(), languages=languages())
    for name in ("nights", "letters", "whatsapp", "chat"):
        assert f"organisations.helpline.contacts.{name}" in composed.facts
    assert "organisations.helpline.contacts.chat" in [code.id for code in composed.codes]
    expected = expectations(Edition(layout, "screen"), project, composed)
    assert {"mailto:help@example.org", "https://wa.me/447700900123", "https://example.org/talk/now"} <= expected.links
    assert {"0121 496 0001", "07700 900123"} <= set(expected.numbers)


def test_cost_and_hours_stand_beside_a_number() -> None:
    printed = facts()
    assert printed.terms(printed.unlisted("helpline"), "switchboard").striptags() == "Free · Weekdays"
    assert printed.terms(printed.unlisted("helpline"), "nights") == ""
    hours = SOURCE | {"value": "Day and night"}
    project = Project.model_validate(values({"line": CONTACTS["nights"] | {"hours": hours}}))
    assert "organisations.helpline.contacts.line.hours" in facts_of(project)
    printed = PrintedFacts(project, next(iter(layouts_of(project))), 1.0)
    assert printed.terms(printed.unlisted("helpline")).striptags() == "Day and night"
    assert "organisations.helpline.contacts.line.hours" in printed.printed


def test_short_forms_are_the_same_thing() -> None:
    project = Project.model_validate(values())
    short = {"phone": {**SOURCE, "value": "0121 496 0002"}, "text": {**SOURCE, "value": "85258", "keyword": "SHOUT"}}
    named = {"phone": {"kind": "phone"} | short["phone"], "text": {"kind": "text"} | short["text"]}
    both = [
        project.organisations["police"].model_validate({"name": "P", "about": "P.", **one})
        for one in (short, {"contacts": named})
    ]
    assert both[0].points == both[1].points


@pytest.mark.parametrize(
    ("one", "slug"),
    [
        ({"kind": "phone", "value": "0121 DO CALL"}, "wrong-form"),
        ({"kind": "phone", "value": "0121 496 000"}, "phone-digits"),
        ({"kind": "whatsapp", "value": "https://wa.me/447700900123"}, "wrong-form"),
        ({"kind": "email", "value": "help at example"}, "wrong-form"),
        ({"kind": "chat", "value": "http://example.org/talk"}, "address-refused"),
        ({"kind": "web", "value": "https://exarnple.org/", "printed_url": "example.org"}, "printed-url-host"),
        ({"kind": "phone", "value": "0121 496 0000", "extension": "ask Ann"}, "wrong-form"),
        ({"kind": "fax", "value": "0121 496 0000"}, "unknown-choice"),
        ({"kind": "desk", "value": "1 Example Road", "for": "dogs"}, "unknown-choice"),
    ],
)
def test_what_cannot_be_a_contact_of_its_kind_is_refused_where_it_stands(one: dict[str, Any], slug: str) -> None:
    found = problems_of(values({"line": one}))
    assert slug in [problem.slug for problem in found]
    assert all(problem.where.startswith("organisations.helpline.contacts.line") for problem in found)


def test_a_contact_that_is_not_there_or_has_a_name_that_is_taken_is_refused() -> None:
    talk = {"organisation": "helpline", "contact": "nigths", "purpose": "By night", "place": "number"}
    (problem,) = problems_of(values(talk=talk))
    assert problem.slug == "unknown-contact" and "nights" in problem.hint
    (problem,) = problems_of(values({"hours": CONTACTS["nights"]}))
    assert problem.slug == "contact-twice"


def test_addresses_of_contacts_pass_the_same_gates_as_links() -> None:
    project = Project.model_validate(values())
    assert "organisations.helpline.contacts.chat" in links_of(project)
    assert not check_words(project)


def test_a_finished_file_leads_where_the_words_say_and_says_the_whole_of_it_to_a_screen_reader() -> None:
    chosen = {
        name: {"organisation": "helpline", "contact": name, "purpose": f"By {name}", "place": "number"}
        for name in ("switchboard", "texts", "whatsapp", "letters", "relay")
    }
    project = Project.model_validate(values(**chosen))
    layout = next(layout for layout in layouts_of(project) if layout.format == "poster-a4")
    composed = compose(layout, project, resources=resources(), languages=languages())
    rendered = lay_out(composed, renderer()).rendered
    assert rendered
    file = finish_screen(rendered, composed, version="1.0")
    assert check_file(file, expectations(Edition(layout, "screen"), project, composed)) == []
    with pikepdf.open(io.BytesIO(file)) as pdf:
        said = {str(note.A.URI): str(note.Contents) for page in pdf.pages for note in page.get("/Annots", [])}
    for name in chosen:
        words, link, label = PRINTED[name]
        assert said[link] == (label or words)


@pytest.mark.parametrize("fact", ["contacts.line", "contacts.line.hours"])
def test_a_contact_is_verified_by_its_id_and_so_are_its_hours(fact: str, tmp_path: Path) -> None:
    text = RIGHT.read_text(encoding="utf-8").replace("    about: For crime.\n", f"    about: For crime.\n{LINE}")
    data = tmp_path / "data.yaml"
    data.write_text(text, encoding="utf-8")
    verify_facts(data, [f"organisations.police.{fact}"], "Ann Example", datetime.date(2026, 11, 28))
    facts = facts_of(Project.model_validate(load_data(data).values))
    assert {id for id, one in facts.items() if one.verified} == {f"organisations.police.{fact}"}


def test_a_place_that_needs_a_link_or_a_number_which_is_not_there_is_a_problem_by_name() -> None:
    for chosen, missing in ({"link": None}, "link"), ({"contact": "chat"}, "number"):
        contact = {"organisation": "helpline", "purpose": "Talk to us", "place": "main"} | chosen
        project = Project.model_validate(values(talk=contact))
        layout = next(layout for layout in layouts_of(project) if layout.format == "poster-a4")
        printed = PrintedFacts(project, layout, 1.0)
        [view] = printed.contacts("main")
        with pytest.raises(ProblemsFound) as caught:
            printed.qr(view, 20) if missing == "link" else printed.tel(view)
        assert f"'helpline' has no {missing}, and this page prints one." in caught.value.problems[0].message


def test_only_a_bare_number_is_printed_as_large_as_one() -> None:
    printed = facts()
    views = {name: replace(printed.unlisted("helpline"), main=name) for name in CONTACTS}
    assert {name for name, view in views.items() if not view.is_instruction} == {"nights"}
