# SPDX-License-Identifier: MIT
"""The register of what was published: what goes in comes out, branches merge, a rerun adds nothing, damage is named."""

from __future__ import annotations

import datetime
import random
import subprocess
from pathlib import Path

import pytest

from leaflets.core.problems import ProblemsFound
from leaflets.register.published import FILE, HEADER, Record, last_values, read_published, with_new, write_published

DAY = datetime.date(2026, 11, 23)
PHONE, LINK = "organisations.childline.phone", "organisations.childline.links.children.en"
ONE = Record("p/es-01/en/es-01-en.pdf", DAY, "guide.trifold-dl.en.screen", "1.0", "a" * 64, ((PHONE, "0800 1111"),))
TWO = Record("p/es-02/en/es-02-en.pdf", DAY, "poster.poster-a4.en.screen", "1.2", "b" * 64, ())
ATTRIBUTES = Path(__file__).parents[2] / ".gitattributes"


def later(one: Record, days: int = 1, **changes: object) -> Record:
    return one._replace(date=one.date + datetime.timedelta(days), **changes)  # type: ignore[arg-type]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    odd = "a;b; organisations.x.phone=1 \\; c, \"d\" = 'e' \u200f ü\nf"
    facts = tuple(
        sorted([(PHONE, " ".join(odd.split())), (LINK, "https://example.org/?a=b;c"), ("publisher.email", "")])
    )
    records = tuple(sorted([TWO, ONE._replace(facts=facts), later(ONE)]))
    write_published(tmp_path, records)
    assert read_published(tmp_path) == records
    lines = (tmp_path / FILE).read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(records) + 1, "a record has one line"
    assert lines[0] == ",".join(HEADER)


def test_any_facts_come_back_as_they_went_in(tmp_path: Path) -> None:
    dice = random.Random(7)
    for number in range(200):
        values = ["".join(dice.choices("ab=;\\, \"'.\u00e9\u0661", k=dice.randrange(12))) for _ in range(4)]
        facts = tuple((f"organisations.o-{at}.phone", " ".join(value.split())) for at, value in enumerate(values))
        write_published(tmp_path, [ONE._replace(facts=facts, version=str(number))])
        assert read_published(tmp_path)[0].facts == facts


def test_no_register_is_an_empty_one(tmp_path: Path) -> None:
    assert read_published(tmp_path) == ()
    write_published(tmp_path, ())
    assert read_published(tmp_path) == ()


def test_a_rerun_adds_nothing_on_any_day_and_the_file_is_not_touched(tmp_path: Path) -> None:
    write_published(tmp_path, with_new((), [ONE, TWO]))
    before = (tmp_path / FILE).stat()
    records = with_new(read_published(tmp_path), [later(ONE, 30), later(TWO, 30)])
    assert records == tuple(sorted([ONE, TWO]))
    write_published(tmp_path, records)
    assert (tmp_path / FILE).stat() == before


def test_what_is_published_in_another_form_gets_a_line_of_its_own_and_so_does_what_comes_back() -> None:
    second = later(ONE, 1, sha256="c" * 64)
    third = later(ONE, 2)
    records = with_new(with_new(with_new((), [ONE]), [second]), [third])
    assert records == (ONE, second, third)


def test_the_newest_day_says_what_a_fact_was_published_as() -> None:
    changed = later(TWO, 1, facts=((PHONE, "0800 2222"),))
    assert last_values([ONE, TWO]) == {PHONE: frozenset(["0800 1111"])}
    assert last_values([changed, ONE]) == last_values([ONE, changed]) == {PHONE: frozenset(["0800 2222"])}
    same_day = TWO._replace(facts=((PHONE, "0800 2222"),))
    assert last_values([ONE, same_day]) == {PHONE: frozenset(["0800 1111", "0800 2222"])}


def test_branches_merge_without_a_conflict_whatever_they_have_added(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", *words]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    (tmp_path / ".gitattributes").write_bytes(ATTRIBUTES.read_bytes())
    write_published(tmp_path, [ONE])
    git("add", "-A")
    git("commit", "-qm", "one")
    git("switch", "-qc", "other")
    write_published(tmp_path, with_new([ONE], [later(ONE, 1, sha256="c" * 64), TWO]))
    git("commit", "-qam", "other")
    git("switch", "-q", "main")
    write_published(tmp_path, with_new([ONE], [later(ONE, 2, sha256="d" * 64)]))
    git("commit", "-qam", "main")
    git("merge", "-q", "other", "-m", "merge")
    merged = read_published(tmp_path)
    assert merged == tuple(sorted([ONE, TWO, later(ONE, 1, sha256="c" * 64), later(ONE, 2, sha256="d" * 64)]))
    write_published(tmp_path, merged)
    assert read_published(tmp_path) == merged


def test_order_line_ends_doubles_and_a_second_header_do_not_matter(tmp_path: Path) -> None:
    write_published(tmp_path, [ONE, TWO])
    header, *lines = (tmp_path / FILE).read_text(encoding="utf-8").splitlines()
    text = "\ufeff" + "\r\n".join([*reversed(lines), header, "", *lines])
    (tmp_path / FILE).write_text(text, encoding="utf-8", newline="")
    assert read_published(tmp_path) == tuple(sorted([ONE, TWO]))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("p/x.pdf,e,1.0", "the line has 3 cells instead of 7"),
        (f"p/x.pdf,e,1.0,{'z' * 64},,final,2026-11-23", "is not a SHA-256"),
        (f"p/x.pdf,e,1.0,{'a' * 64},,final,23/11/2026", "'23/11/2026' is not a date such as 2026-11-28"),
        (f"p/x.pdf,e,1.0,{'a' * 64},a=b; c,final,2026-11-23", "the facts cannot be read from 'c' on"),
        (f",e,1.0,{'a' * 64},,final,2026-11-23", "has no address"),
        ("<<<<<<< HEAD", "a merge of two branches was left unfinished here"),
        ("=======", "a merge of two branches was left unfinished here"),
        ('p/x.pdf,"e', "unexpected end of data"),
        ("\x00\ufffd", "the line has 1 cells"),
    ],
)
def test_a_damaged_line_is_named(line: str, said: str, tmp_path: Path) -> None:
    write_published(tmp_path, [ONE])
    with (tmp_path / FILE).open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\nx\n")
    with pytest.raises(ProblemsFound) as found:
        read_published(tmp_path)
    first, second = found.value.problems
    assert (first.file, first.line, second.line) == (FILE, 3, 4)
    assert said in first.message
    assert first.hint
