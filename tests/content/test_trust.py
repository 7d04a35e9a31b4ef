# SPDX-License-Identifier: MIT
"""Trust: a fact that has changed, or that leads to another site, makes proofs; acceptance has names and an end."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from leaflets.content.addresses.hosts import AllowedHosts
from leaflets.content.facts import find_doubts, list_facts
from leaflets.content.model import Project
from leaflets.content.organisations import Link, Phone
from leaflets.content.trust import STOPS_ALL, STOPS_PRESS, Trust
from leaflets.content.yaml.positions import Loaded

TODAY = datetime.date(2026, 11, 23)
ID = "organisations.childline.phone"
LINK = "organisations.helpline.links.children.en"
HOSTS = AllowedHosts.of(["example.org"])


def phone(verified: str | None = None, review_by: str = "2027-05-22", checked: str | None = None) -> Phone:
    values = {"value": "999", "source": "a page", "review_by": review_by, "verified": verified}
    return Phone.model_validate({**values, "verified_by": verified and "x", "verified_value": checked})


@pytest.mark.parametrize(
    ("verified", "review_by", "accepted", "state"),
    [
        (None, "2027-05-22", False, "unverified"),
        (None, "2026-11-22", False, "overdue"),
        (None, "2027-05-22", True, "accepted"),
        (None, "2026-11-22", True, "overdue"),
        ("2026-06-01", "2026-11-22", False, "overdue"),
        ("2026-06-01", "2026-11-23", False, "due-soon"),
        ("2026-06-01", "2026-12-23", False, "due-soon"),
        ("2026-06-01", "2026-12-24", False, "verified"),
    ],
)
def test_the_day_decides_the_state(verified: str | None, review_by: str, accepted: bool, state: str) -> None:
    trust = Trust(TODAY, frozenset([ID] if accepted else []))
    assert trust.state_of(ID, phone(verified, review_by)) == state


def test_a_value_that_has_changed_since_it_was_verified_is_changed_until_it_is_accepted_or_verified() -> None:
    changed = phone("2026-11-01", checked="101")
    assert Trust(TODAY).state_of(ID, changed) == "changed"
    assert Trust(TODAY).former_value(ID, changed) == "101"
    assert Trust(TODAY, frozenset([ID])).state_of(ID, changed) == "accepted"
    assert Trust(TODAY, frozenset([f"{ID} = 999"])).state_of(ID, changed) == "accepted"
    assert Trust(TODAY, frozenset([f"{ID} = 998"])).state_of(ID, changed) == "changed"
    assert Trust(TODAY).state_of(ID, phone("2026-11-01", checked="999")) == "verified"


def test_acceptance_of_a_changed_value_ends_on_its_review_day() -> None:
    changed = phone("2026-05-01", "2026-11-22", checked="101")
    assert Trust(TODAY, frozenset([f"{ID} = 999"])).state_of(ID, changed) == "changed"


def test_a_value_that_differs_from_the_one_published_last_is_changed_until_it_is_verified() -> None:
    trust = Trust(TODAY, published={ID: frozenset(["101"])})
    assert trust.state_of(ID, phone()) == "changed"
    assert trust.former_value(ID, phone()) == "101"
    assert trust.state_of(ID, phone("2026-11-01")) == "changed", "it is not said what was verified"
    assert trust.state_of(ID, phone("2026-11-01", checked="999")) == "verified"
    assert trust.state_of("organisations.other.phone", phone()) == "unverified", "it was never published"
    assert Trust(TODAY, published={ID: frozenset(["101", "999"])}).state_of(ID, phone()) == "unverified"


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("https://example.org/talk", "unverified"),
        ("https://www.example.org/talk", "unverified"),
        ("https://chat.example.org/", "other-host"),
        ("https://example.com/", "other-host"),
    ],
)
def test_an_address_of_another_site_makes_proofs_until_it_is_verified_or_accepted(address: str, state: str) -> None:
    values = {"value": address, "source": "a page", "review_by": "2027-05-22"}
    link = Link.model_validate(values)
    assert Trust(TODAY, hosts=HOSTS).state_of(LINK, link) == state
    assert Trust(TODAY, frozenset([LINK]), HOSTS).state_of(LINK, link) == "accepted"
    known = {"verified": "2026-11-01", "verified_by": "x", "verified_value": address}
    assert Trust(TODAY, hosts=HOSTS).state_of(LINK, Link.model_validate(values | known)) == "verified"
    known = {"verified": "2026-11-01", "verified_by": "x"}
    undated = Trust(TODAY, hosts=HOSTS).state_of(LINK, Link.model_validate(values | known))
    assert undated == ("other-host" if state == "other-host" else "verified")


def test_what_stops_everything_stops_the_press() -> None:
    assert set(STOPS_ALL) < set(STOPS_PRESS)


def test_a_warning_says_what_was_there_before_and_what_to_do(project_values: dict[str, Any]) -> None:
    links = project_values["organisations"]["helpline"]["links"]
    links["children"]["en"] |= {"verified": TODAY, "verified_by": "A Person", "verified_value": "https://example.org/x"}
    links["parents"]["en"]["value"] = "https://example.com/help"
    project = Project.model_validate(project_values)
    other = LINK.replace("children", "parents")
    rows = list_facts(project, {}, {LINK: ["a", "b"], other: ["a"]}, Trust.of(project, TODAY))
    assert [row.state for row in rows if row.printed] == ["changed", "other-host"]
    changed, elsewhere = find_doubts(rows, Loaded({}, {}, "data.yaml"))
    assert (changed.severity, changed.slug) == ("warning", "fact-changed")
    assert "'https://example.org/x' was verified by A Person on 2026-11-23: 2 editions are proofs." in changed.message
    assert f"facts verify {LINK}" in changed.hint
    assert "example.com is not a site that `publisher.hosts` allows: 1 edition is a proof." in elsewhere.message
    assert "add example.com to `publisher.hosts`" in elsewhere.hint
