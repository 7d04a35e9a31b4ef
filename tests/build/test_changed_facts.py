# SPDX-License-Identifier: MIT
"""A fact that differs from what was verified or published makes proofs of all that prints it, until it is verified."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from program import run

from leaflets.build.pipeline import Request, build
from leaflets.build.selection import Selection
from leaflets.content.facts import verify_facts
from leaflets.register.published import Record, write_published

DAY = datetime.date(2026, 11, 23)
LINK = "organisations.helpline.links.children.en"
OTHER = "organisations.helpline.links.parents.en"
CARD = Selection(format=("card-wallet",))


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "data.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def editions(folder: Path) -> dict[str, dict[str, Any]]:
    """Build the wallet card, and return what the manifest says of each purpose."""
    build(Request(folder, folder / "dist", DAY, CARD, workers=1))
    entries = json.loads((folder / "dist" / "manifest.json").read_text(encoding="utf-8"))["editions"]
    return {entry["purpose"]: entry for entry in entries}


def states(folder: Path) -> dict[str, str]:
    return {purpose: entry["state"] for purpose, entry in editions(folder).items()}


def published(folder: Path, **facts: str) -> None:
    said = tuple((name.replace("__", "."), value) for name, value in facts.items())
    write_published(folder, [Record("p/ex-01/en/ex-01-en.pdf", DAY, "x.y.en.screen", "1.0", "a" * 64, said)])


USUAL = {"screen": "final", "office": "final", "press": "proof"}
ALL = {"screen": "proof", "office": "proof", "press": "proof"}


def test_a_verified_address_that_is_changed_makes_proofs_for_every_purpose_until_it_is_verified(small: Path) -> None:
    verify_facts(small / "data.yaml", [LINK], "A Person", DAY)
    assert states(small) == USUAL
    edit(small, 'value: "https://example.org/talk"', 'value: "https://example.org/ta1k"')
    made = editions(small)
    assert {purpose: entry["state"] for purpose, entry in made.items()} == ALL
    assert [fact["id"] for fact in made["screen"]["facts"] if fact.get("doubt") == "changed"] == [LINK]
    for purpose in ("screen", "office"):
        with pikepdf.open(small / "dist" / made[purpose]["path"]) as pdf:
            assert str(pdf.docinfo["/Title"]).startswith("PROOF: ")
            drawn = [[op.operands for op in pikepdf.parse_content_stream(page, "BDC")] for page in pdf.pages]
            assert all(any("/Watermark" in str(tag) for tag in page) for page in drawn)
    verify_facts(small / "data.yaml", [LINK], "A Person", DAY)
    made = editions(small)
    assert {purpose: entry["state"] for purpose, entry in made.items()} == USUAL
    with pikepdf.open(small / "dist" / made["screen"]["path"]) as pdf:
        assert "PROOF" not in str(pdf.docinfo["/Title"])


def test_an_address_that_differs_from_the_published_one_makes_proofs_until_it_is_accepted(small: Path) -> None:
    published(small, **{LINK.replace(".", "__"): "https://example.org/before"})
    assert states(small) == ALL
    edit(small, "publisher:\n", f"publisher:\n  accept_unverified: [{LINK}]\n")
    assert states(small) == USUAL
    edit(small, f"[{LINK}]", f'["{LINK} = https://example.org/talk"]')
    assert states(small) == USUAL
    edit(small, 'value: "https://example.org/talk"', 'value: "https://example.org/ta1k"')
    assert states(small) == ALL


def test_what_was_published_as_it_is_or_never_is_no_reason(small: Path) -> None:
    published(small, **{LINK.replace(".", "__"): "https://example.org/talk", "organisations__gone__phone": "1"})
    assert states(small) == USUAL


def test_only_what_prints_the_fact_is_a_proof(small: Path) -> None:
    published(small, **{OTHER.replace(".", "__"): "https://example.org/before"})
    made = build(Request(small, small / "dist", DAY, Selection(format=("card-wallet", "poster-a4")), workers=1))
    screens = [entry for entry in made.editions if entry["purpose"] == "screen"]
    assert [entry["id"] for entry in screens if entry["state"] == "proof"] == ["everything.poster-a4.en.screen"]
    assert len(screens) == 3
    [warning] = [one for one in made.notices if one.slug == "fact-changed"]
    assert warning.severity == "warning"
    assert "'https://example.org/before' was published last" in warning.message


def test_an_address_of_a_site_that_is_not_listed_makes_proofs(small: Path) -> None:
    edit(small, "hosts: [example.net, example.org]", "hosts: [example.net]")
    assert states(small) == ALL


def test_a_new_register_ends_the_rest_of_a_build_that_had_nothing_to_do(small: Path) -> None:
    words = ("build", "--format", "card-wallet", "--today", DAY.isoformat(), "--project", str(small))
    assert run(*words).returncode == 0
    assert "Nothing has changed" in run(*words).stdout
    published(small, **{LINK.replace(".", "__"): "https://example.org/before"})
    again = run(*words)
    assert "Nothing has changed" not in again.stdout
    assert "proof" in again.stdout
    assert "was published last" in again.stderr


@pytest.mark.parametrize("verb", ["build", "check", "facts", "print"])
def test_a_damaged_register_stops_every_verb_that_relies_on_it(verb: str, small: Path) -> None:
    published(small)
    with (small / "register" / "published.csv").open("a", encoding="utf-8") as stream:
        stream.write("x\n")
    words = ("everything", "--quantity", "10") if verb == "print" else ()
    ended = run(verb, *words, "--project", str(small))
    assert ended.returncode == 1
    assert "register/published.csv:3:1: the line has 1 cells" in ended.stderr


def test_the_table_of_facts_says_what_it_was(small: Path) -> None:
    published(small, **{LINK.replace(".", "__"): "https://example.org/before"})
    ended = run("facts", "--project", str(small), "--today", DAY.isoformat())
    assert all(len(line) <= 80 for line in ended.stdout.splitlines())
    said = " ".join(ended.stdout.split())
    about, _, value = said.partition(f"{LINK}, printed in ")
    assert about.rindex("changed; ") > about.rfind(", printed in ")
    assert value.partition(": ")[2].startswith("https://example.org/talk (was: https://example.org/before)")
