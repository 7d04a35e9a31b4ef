# SPDX-License-Identifier: MIT
"""Short codes: the shortest that are free, for ever; damage is named; a build asks for those that are missing."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from program import TODAY, run

from leaflets.content.short_links import renamed
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.register.codes import FILE, read_codes, with_new_codes, write_codes

FACTS = [f"organisations.o-{number}.links.parents.en" for number in range(2000)]


def test_a_code_is_the_shortest_beginning_of_a_hash_that_is_free() -> None:
    codes = with_new_codes({}, FACTS)
    assert sorted(codes.values()) == sorted(FACTS)
    assert 2 in {len(code) for code in codes} and max(map(len, codes)) > 2
    for code, fact in codes.items():
        whole = base64.b32encode(hashlib.sha256(fact.encode()).digest()).decode().lower()
        assert whole.startswith(code) and all(whole[:size] in codes for size in range(2, len(code)))


def test_codes_never_change_and_are_never_removed() -> None:
    first = with_new_codes({}, FACTS[:100])
    later = with_new_codes(first, FACTS[50:])
    assert first.items() <= later.items() and with_new_codes(later, FACTS) == later


def test_the_verb_writes_them_once_and_a_build_asks_for_it(small: Path) -> None:
    data = small / "data.yaml"
    text = data.read_text(encoding="utf-8").replace("hosts: [", "hosts: [leaflets.example.org, ")
    site = "  site_address: https://leaflets.example.org\n  short_links: true\n"
    data.write_text(text.replace("  short_name: ESP\n", f"  short_name: ESP\n{site}"), encoding="utf-8")
    line = ("--project", str(small), "--today", TODAY)
    refused = run("check", "--verbose", *line)
    assert refused.returncode == ExitCode.PROBLEMS and "(short-code-missing)" in refused.stderr
    assert "site codes" in refused.stderr
    assert "have no short code in register/short.csv: publisher.website" in refused.stderr
    assert not (small / FILE).exists(), "a build never writes one"
    assert run("site", "codes", *line).returncode == 0
    before = (small / FILE).read_bytes()
    assert before.startswith(b"code,fact\n") and len(read_codes(small)) == 4
    again = run("site", "codes", *line)
    assert "0 new codes, 4 in all" in again.stdout and (small / FILE).read_bytes() == before
    assert run("check", *line).returncode == 0


@pytest.mark.parametrize("line", ["7,organisations.x", "7K,organisations.x", "78,organisations.x", "ab,", "ab"])
def test_a_damaged_line_is_named(line: str, tmp_path: Path) -> None:
    write_codes(tmp_path, {"7k": "publisher.website"})
    (tmp_path / FILE).write_text((tmp_path / FILE).read_text("utf-8") + f"{line}\n", "utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_codes(tmp_path)
    assert [(one.slug, one.line) for one in found.value.problems] == [("register-damaged", 3)]


def test_a_code_that_two_branches_gave_away_is_named(tmp_path: Path) -> None:
    write_codes(tmp_path, {"7k": "publisher.website"})
    (tmp_path / FILE).write_text((tmp_path / FILE).read_text("utf-8") + "7k,organisations.x\n", "utf-8")
    with pytest.raises(ProblemsFound, match="'7k' is given to"):
        read_codes(tmp_path)


def test_a_fact_is_renamed_with_what_it_belongs_to() -> None:
    names = {"organisations.a": "organisations.b", "organisations.a.links.parents.en": "publisher.website"}
    assert renamed(names, "organisations.a.links.children.en") == "organisations.b.links.children.en"
    assert renamed(names, "organisations.a.links.parents.en") == "publisher.website"
    assert renamed(names, "organisations.ab.phone") == "organisations.ab.phone"
