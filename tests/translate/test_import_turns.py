# SPDX-License-Identifier: MIT
"""Two translators and a reviewer at work on one language, with parcels that cross: what the table in the docs says."""

from __future__ import annotations

import re

from answered import Office, as_ods, as_xliff_2, keys_of
from program import ROOT

from leaflets.translate.imports import ImportResult

HEADING = "### Two translators and a reviewer"


def turns() -> list[list[str]]:
    """Return the rows of the table, without its first column."""
    text = (ROOT / "docs" / "translating.md").read_text(encoding="utf-8").partition(HEADING)[2].partition("\n#")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")][1:] for line in lines]


def words_in(column: int, rows: list[list[str]], was: dict[str, str]) -> dict[str, str]:
    """Return the words of a column by key: the old ones with a name before them, or nothing."""
    said = {key: row[column] for key, row in zip(was, rows, strict=True) if row[column]}
    return {key: "" if name == "nothing" else was[key] if name == "old" else f"{name.lower()} {was[key]}" for
            key, name in said.items()}  # fmt: skip


def slugs(result: ImportResult) -> dict[str, str]:
    return {problem.where: problem.slug for problem in result.accepted.problems if problem.severity == "error"}


def test_two_translators_and_a_reviewer_lose_nothing_to_each_other(office: Office) -> None:
    rows = turns()
    keys = keys_of(office, len(rows))
    was = {key: office.words[key] for key in keys}
    first, ewa, piotr, ewa_again, anna, last = (words_in(column, rows, was) for column in range(6))
    for key, words in first.items():
        office.correct(key, words)
    to_anna = office.send()
    for key, words in ewa.items():
        office.correct(key, words)
    to_piotr = office.send()
    assert to_anna.name != to_piotr.name
    said = slugs(office.take(as_xliff_2(to_piotr, piotr), "piotr.xlf"))
    for key, words in ewa_again.items():
        office.correct(key, words)
    said |= slugs(office.take(as_ods(to_anna, anna), "anna.ods"))
    assert {key: office.words[key] for key in keys} == last
    assert [said.get(key, "") for key in keys] == [re.sub(r".*`(row-\w+)`.*", r"\1", row[6]) for row in rows]
    for data, name in ((as_xliff_2(to_piotr, piotr), "piotr.xlf"), (as_ods(to_anna, anna), "anna.ods")):
        office.take(data, name)  # once more, by mistake
    assert {key: office.words[key] for key in keys} == last
    assert len(rows) >= 12 and {"row-conflict", "row-emptied"} <= set(said.values())
