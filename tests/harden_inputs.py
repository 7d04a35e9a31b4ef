# SPDX-License-Identifier: MIT
"""Damage files at random and read them: what `script/harden data`, `po`, `xliff`, `xlsx`, `ods` ... do.

Each input is read, or refused in words. Anything else is a finding: an exception that nobody caught, a refusal that
says nothing or names a line that the file does not have, or 5 seconds of processor time. An input is made from its
number, so a finding can be made again; the record counts what was tried, and a run that was stopped goes on.
"""

from __future__ import annotations

import copy
import csv
import datetime
import io
import json
import random
import re
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from types import FrameType

import answered
import openpyxl
import program
from answered import correct, translated, words_of
from lxml import etree
from parcels import odd_rows, parcel
from program import ROOT, TODAY, copy_small

from leaflets.build.project import open_project
from leaflets.build.recipes import Recipes
from leaflets.content.lists.text import FORMULA, write_rows
from leaflets.content.model import layouts_of
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import SHIPPED
from leaflets.core.source import decode
from leaflets.languages.catalogue.approvals import Approvals, approvals_path, read_approvals, write_approvals
from leaflets.languages.catalogue.po import path_of, write_po
from leaflets.orders.recipients import read_sites
from leaflets.translate import imports
from leaflets.translate.catalogue_files import write_text
from leaflets.translate.exchange.entries import rows_of
from leaflets.translate.exchange.rows import Parcel
from leaflets.translate.parcels import drafts_of, merged_file
from leaflets.translate.review import approve, status
from leaflets.translate.sent import sent_path, write_sent

DAY = datetime.date.fromisoformat(TODAY)
HANG_SECONDS = 5.0
MOST_INPUTS, MOST_SECONDS = 100_000, 720.0
CHUNK = 50
"""How many inputs one line of the record counts."""
NASTY = (
    *("", " ", "\t", "\r", "\n", "\0", "\x1b", "\ufeff", "\u200b", "\u2028", "\u202e", "\u0301", "\ufffe", "٣", "İ"),
    *("-1", "0", "1e999", "NaN", ".inf", "9" * 5000, "007", "0x1F", "1_000", "null", "~", "true", "no", "yes", "=1+1"),
    *("2026-02-30", "9999-12-31", "0001-01-01", "2026-11-28T10:00:00Z", "12:30:45", "a" * 10_000, "[" * 3000),
    *("[", "]", "{", "}", ":", ": ", "- ", "? ", "#", "&a ", "*a", "<<: *a", "!!python/name:os.system", "!!binary x"),
    *(
        "|",
        ">",
        "'",
        '"',
        "\\",
        "\\x",
        "%",
        "%s",
        "%(number)s",
        "{x}",
        "{helpline.phone}",
        "{",
        "{{7*7}}",
        "---",
        "...",
    ),
    *("<", ">", "<x/>", "</a>", "&amp;", "&", "&#0;", "]]>", "<!--", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "_xD800_"),
    *(",", ";", '""', "msgid", 'msgstr "', "#, fuzzy", "#~ ", "../../x", "/dev/zero", "https://", "javascript:x"),
)
PIECE = re.compile(rb"[^\n>]*[\n>]?")
WORD = re.compile(rb"[^\s:,;<>\"'={}]+")
MAIN = ("sheet1.xml", "content.xml")
"""Where the words of a spreadsheet are; they are damaged as often as all the rest."""
Damage = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


class Hang(BaseException):
    """An input took too long; not an Exception, so that nobody catches it on the way."""


@dataclass(frozen=True)
class Kind:
    """Files of one kind: good ones to damage, and what reads one; it raises ProblemsFound, or says how much it took."""

    seeds: Sequence[bytes]
    read: Callable[[bytes], int | None]
    is_zip: bool = False
    is_xml: bool = False


@dataclass
class Tried:
    """What came of some inputs, by their numbers from `first` on."""

    kind: str
    first: int
    number: int = 0
    taken: int = 0
    seconds: float = 0
    findings: dict[str, str] = field(default_factory=dict)


# Damaging


def damage(draw: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Return the file after one to four changes to its lines, words or bytes."""
    for _ in range(draw.choice((1, 1, 1, 2, 2, 3, 4))):
        data = draw.choice((change_pieces, change_pieces, change_word, change_word, change_word, change_bytes))(
            draw, data, seeds
        )
    return data


def nasty(draw: random.Random, seeds: Sequence[bytes]) -> bytes:
    if draw.random() < 0.4 and (words := WORD.findall(draw.choice(seeds))):
        return draw.choice(words)
    return draw.choice(NASTY).encode()


def change_word(draw: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    words = list(WORD.finditer(data)) or [re.match(b"", data)]
    found = draw.choice(words)
    assert found
    text = nasty(draw, seeds)
    start, end = found.span()
    if (way := draw.random()) < 0.3:
        end = start = draw.choice((start, end))
    elif way < 0.5:
        start, text = draw.randint(start, end), text + data[end:end]
    return data[:start] + text + data[end:]


def change_pieces(draw: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Delete, repeat, move, shift or take over some lines (of XML: elements)."""
    pieces = PIECE.findall(data)
    start = draw.randrange(len(pieces))
    end = min(len(pieces), start + draw.choice((1, 1, 1, 2, 5, 20)))
    some, way = pieces[start:end], draw.randrange(5)
    if way == 0:
        some = []
    elif way == 1:
        some = some * draw.choice((2, 3, 50))
    elif way == 2:
        del pieces[start:end]
        start = end = draw.randrange(len(pieces) + 1)
    elif way == 3:
        some = [draw.choice((b" ", b"  ", b"    ", b"\t", b"- ", b"# ")) + piece for piece in some]
    else:
        others = PIECE.findall(draw.choice(seeds))
        at = draw.randrange(len(others))
        some = others[at : at + len(some)]
    return b"".join((*pieces[:start], *some, *pieces[end:]))


def change_bytes(draw: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    start = draw.randrange(len(data) + 1)
    way = draw.randrange(4)
    if way == 0:
        return data[:start]
    if way == 1:
        return data[:start] + draw.randbytes(draw.choice((1, 2, 8))) + data[start + draw.choice((0, 1, 8)) :]
    if way == 2:
        return data[:start] + data[start + draw.choice((1, 2, 50)) :]
    return data[:start] + draw.choice((nasty(draw, seeds), b"\xff", b"\xed\xa0\x80")) + data[start:]


def edit_xml(draw: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Return a document that is still well-formed, after one to six changes to its elements; else it is damaged."""
    if draw.random() < 0.3:
        return damage(draw, data, seeds)
    root = etree.fromstring(data)
    for _ in range(draw.randint(1, 6)):
        one = draw.choice(list(root.iter(etree.Element)))
        other, parent, way = draw.choice(list(root.iter(etree.Element))), one.getparent(), draw.randrange(6)
        if way == 0:
            one.text = draw.choice(
                (other.text, f"{one.text or ''} {other.text or ''}", "", draw.choice(("x", " ", "é")))
            )
        elif way == 1 and one.attrib:
            values = [value for each in (one, other) for value in each.attrib.values()]
            one.set(draw.choice(list(one.attrib)), draw.choice((*values, "", "1", "new", "final", "yes")))
        elif way == 2 and one.attrib:
            del one.attrib[draw.choice(list(one.attrib))]
        elif way == 3 and parent is not None:
            parent.remove(one)
        elif way == 4 and parent is not None:
            parent.insert(parent.index(one), copy.deepcopy(one))
        elif parent is not None and one not in (other, *other.iterancestors()):
            other.append(one)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def damage_zip(draw: random.Random, data: bytes, _seeds: Sequence[bytes]) -> bytes:
    """Return a zip with one of its files damaged, gone or renamed; one time in eight its own bytes."""
    if draw.random() < 0.125:
        return change_bytes(draw, data, [data])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in files if name.endswith((".xml", ".rels"))]
    name = draw.choice([*names, *(name for name in names if name.endswith(MAIN) for _ in names)])
    if draw.random() < 0.05:
        files[draw.choice((name.upper(), f"../{name}", f"{name}x"))] = files.pop(name)
    else:
        files[name] = edit_xml(draw, files[name], list(files.values()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def make_input(name: str, kind: Kind, number: int) -> bytes:
    """Return the input of that number."""
    draw = random.Random(f"{name} {number}")
    seed = draw.choice(kind.seeds)
    return (damage_zip if kind.is_zip else edit_xml if kind.is_xml else damage)(draw, seed, kind.seeds)


# Reading


def data_kind(folder: Path) -> Kind:
    """data.yaml: opened, read over, and every layout composed."""
    copy_small(folder)
    shipped = re.sub(r"(?m)^languages: .*$", "languages: [en]", (SHIPPED / "data.yaml").read_text(encoding="utf-8"))
    small = (folder / "data.yaml").read_bytes()
    formats = (ROOT / "tests" / "projects" / "formats" / "data.yaml").read_bytes()

    def read(data: bytes) -> None:
        (folder / "data.yaml").write_bytes(data)
        recipes = Recipes(folder, open_project(folder, today=DAY), today=DAY)
        for layout in layouts_of(recipes.project):
            recipes.prepare(layout)

    return Kind([small] * 6 + [formats] * 3 + [shipped.encode()], read)


def po_kind(folder: Path) -> Kind:
    """A catalogue: brought up to date, written, read again, its state told, its layouts composed."""
    opened = translated(folder)
    path, layouts = folder / path_of("pl"), list(layouts_of(opened.opened.project))
    seed = path.read_bytes()

    def read(data: bytes) -> None:
        path.write_bytes(data)
        file = merged_file(opened, "pl", today=DAY)
        rows_of(file, drafts_of(opened.items))
        text = write_po(file)
        path.write_text(text, encoding="utf-8")
        as_written(lambda: merged_file(opened, "pl", today=DAY))
        path.write_bytes(data)
        status(opened)
        recipes = Recipes(folder, opened.opened, today=DAY)
        for layout in layouts[:: max(1, len(layouts) // 4)]:
            recipes.prepare(layout)

    return Kind([seed], read)


def approvals_kind(folder: Path) -> Kind:
    """Approvals: read, and written again as what they are."""
    opened = translated(folder)
    approve(opened, "pl", patterns=(), by="First Person", today=DAY)
    approve(opened, "pl", patterns=(), by="Second Reader", today=DAY)
    seed = (folder / approvals_path("pl")).read_bytes()

    def read(data: bytes) -> None:
        approvals = Approvals(read_approvals(decode(data, "approvals.csv"), "approvals.csv"))
        written = write_approvals(approvals)
        as_written(lambda: read_approvals(written.decode(), "approvals.csv"))
        assert not any(row.startswith(FORMULA) for row in written.decode("utf-8-sig").split("\r\n"))

    return Kind([seed, seed.replace(b"\r\n", b"\n")], read)


def returned_kind(name: str, write: Callable[[Parcel, dict[str, str]], bytes]) -> Callable[[Path], Kind]:
    """What a translator sends back, merged into a catalogue that a reviewer has corrected since it was sent."""

    def make(folder: Path) -> Kind:
        opened = translated(folder)
        catalogue, back = folder / path_of("pl"), folder / name
        rows = rows_of(merged_file(opened, "pl", today=DAY), drafts_of(opened.items))
        draft = [row if row.number % 3 else replace(row, target="", state="new") for row in rows]
        sent = [parcel(some, "pl") for some in (rows, draft, odd_rows())]
        for one in sent:
            write_text(folder / sent_path("pl", one.name), write_sent(one))
        said = {row.key: f"{row.target[:1]}x{row.target[1:]}" for row in rows if row.number % 16 == 1}
        seeds = [write(sent[0], said), write(sent[1], said), write(sent[0], {}), write(sent[2], {})]
        corrected = {row.key: f"y{row.target}" for row in rows if row.number % 5 == 2}
        correct(catalogue, corrected)
        before, was = catalogue.read_bytes(), words_of(catalogue)

        def read(data: bytes) -> int:
            back.write_bytes(data)
            try:
                accepted = imports.import_back(opened, back, tag="pl", by="A Translator", today=DAY).accepted
                as_written(lambda: merged_file(opened, "pl", today=DAY))
                now = words_of(catalogue)
            finally:
                catalogue.write_bytes(before)
            changed = {key for key in now if now[key] != was.get(key)}
            assert now.keys() == was.keys() and all(now[key] for key in was if was[key]), "something is lost"
            assert changed == {one.key for one in accepted.changes if one.target is not None}, "taken in silence"
            assert not changed & corrected.keys(), "a correction is undone"
            lines = 0 if kind.is_zip else lines_of(data)
            assert not (faults := [fault for one in accepted.problems if (fault := flaw_of(one, lines))]), faults
            return len(changed)

        kind = Kind(seeds, read, is_zip=name.endswith((".xlsx", ".ods")), is_xml=name.startswith("back.xl"))
        return kind

    return make


def proof_kind(folder: Path) -> Kind:
    """A proof that a reader has ticked and corrected: approvals and corrections, and nothing that nobody asked for."""
    opened = translated(folder)
    done = program.run("translate", "review", "pl", "--project", folder, "--today", TODAY)
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(folder / "dist" / "translate" / "review-pl.xlsx")
    book["Reader"]["B1"] = "A Reader"
    for number, row in enumerate(book["Proof"].iter_rows(min_row=2)):
        if number % 3 == 0:
            row[4].value = "x"
        elif number % 7 == 1:
            row[5].value, row[6].value = f"x{row[3].value}", "Why not?"
    out = io.BytesIO()
    book.save(out)
    catalogue, approvals, back = folder / path_of("pl"), folder / approvals_path("pl"), folder / "review-pl.xlsx"
    before, was = catalogue.read_bytes(), words_of(catalogue)

    def read(data: bytes) -> int:
        back.write_bytes(data)
        try:
            result = imports.import_back(opened, back, tag=None, by="", today=DAY)
            as_written(lambda: merged_file(opened, "pl", today=DAY))
            if approvals.is_file():
                as_written(lambda: read_approvals(approvals.read_text("utf-8-sig"), "approvals.csv"))
            now = words_of(catalogue)
        finally:
            catalogue.write_bytes(before)
            approvals.unlink(missing_ok=True)
        changed = {key for key in now if now[key] != was.get(key)}
        assert now.keys() == was.keys() and all(now[key] for key in was if was[key]), "something is lost"
        assert changed == {one.key for one in result.accepted.changes if one.target is not None}, "taken in silence"
        assert {one.key for one in result.approved} <= now.keys() and all(one.reader for one in result.approved)
        return len(changed) + len(result.approved)

    return Kind([out.getvalue()], read, is_zip=True)


def sites_kind(folder: Path, *, as_xlsx: bool = False) -> Kind:
    """A list of schools and clinics: read, and written out as a list that no spreadsheet takes for formulas."""
    folder.mkdir()
    head = "URN,Name,Address,Postcode,Quantity,Language\n"
    rows = "".join(
        f'{103215 + n},St Anne\'s {n},"{n} High Street, Aston",B12 {n % 10}EQ,{n * 50},en\n' for n in range(1, 9)
    )
    ods = "ODS code;Name;Address 1;Town;Postcode;Copies\nM85001;Selly Practice;The Surgery;Birmingham;B29 4RU;40\n"

    def read(data: bytes) -> None:
        path = folder / "sites.csv"
        path.write_bytes(data)
        sites, _ = read_sites(path, languages=("en",))
        written = write_rows([(site.id, site.name, site.address, site.postcode, site.quantity) for site in sites])
        assert not any(
            cell.startswith(FORMULA) for line in written.decode("utf-8-sig").split("\r\n") for cell in line.split(",")
        )

    if as_xlsx:
        book, out = openpyxl.Workbook(), io.BytesIO()
        for cells in csv.reader(io.StringIO(head + rows)):
            book.worksheets[0].append([int(cell) if cell.isdigit() else cell for cell in cells])
        book.save(out)
        return Kind([out.getvalue()], read, is_zip=True)
    return Kind(
        [(head + rows).encode(), ods.encode("cp1252"), (head + rows).replace(",", "\t").encode("utf-8-sig")], read
    )


KINDS: dict[str, Callable[[Path], Kind]] = {
    "data": data_kind,
    "po": po_kind,
    "approvals": approvals_kind,
    "po-back": returned_kind("back.po", answered.as_po),
    "xliff": returned_kind("back.xlf", answered.as_xliff),
    "xliff-2": returned_kind("back.xliff", answered.as_xliff_2),
    "xlsx": returned_kind("back.xlsx", answered.as_xlsx),
    "ods": returned_kind("back.ods", answered.as_ods),
    "proof": proof_kind,
    "sites": sites_kind,
    "sites-xlsx": partial(sites_kind, as_xlsx=True),
}


def as_written(read: Callable[[], object]) -> None:
    """Read what the program itself has written; that it is refused is a finding."""
    try:
        read()
    except ProblemsFound as found:
        raise AssertionError(f"what was written is refused: {found}") from None


# Trying


def fault_of(kind: Kind, data: bytes, *, seconds: float = HANG_SECONDS) -> tuple[str, bool]:
    """Read one input; return what is wrong with how that went, nothing if it went well, and whether it was taken.

    Of an answer to a parcel that is: whether any of its rows was.
    """
    former = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        taken = kind.read(data) != 0
    except ProblemsFound as found:
        lines = 0 if kind.is_zip else lines_of(data)
        faults = [fault for problem in found.problems if (fault := flaw_of(problem, lines))]
        return "; ".join(faults or ([] if found.problems else ["refused without a word"])), False
    except (Exception, Hang):
        return traceback.format_exc(limit=-4), False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
    return "", taken


def lines_of(data: bytes) -> int:
    """Return the most lines that a reader may count."""
    return len(data.splitlines()) + data.count(b"\r") + 1


def flaw_of(problem: Problem, lines: int) -> str:
    """Return what is wrong with a problem that a person is to read."""
    try:
        str(problem).encode()
    except UnicodeEncodeError:
        return f"cannot be printed: {problem!a}"
    if not problem.message.strip().endswith((".", "”.", "?")):
        return f"is not a sentence: {problem}"
    return f"names a line that is not there: {problem}" if lines and problem.line > lines else ""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Hang


def try_inputs(name: str, kind: Kind, numbers: Sequence[int]) -> Tried:
    """Try the inputs of those numbers."""
    tried, begun = Tried(name, numbers[0]), time.process_time()
    for number in numbers:
        fault, taken = fault_of(kind, make_input(name, kind, number))
        tried.number += 1
        tried.taken += taken
        if fault:
            tried.findings[str(number)] = fault
    tried.seconds = round(time.process_time() - begun, 2)
    return tried


def run(name: str, record: Path, *, again: bool) -> int:
    """Try what the record does not hold yet, and former findings again; print what came of it; return an exit code."""
    record.parent.mkdir(parents=True, exist_ok=True)
    if again:
        record.unlink(missing_ok=True)
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    chunks = [Tried(**json.loads(line)) for line in lines if line.endswith("}")]
    with tempfile.TemporaryDirectory() as folder, record.open("a", encoding="utf-8") as stream:
        kind = KINDS[name](Path(folder) / "project")
        former = [int(number) for one in chunks for number in one.findings]
        found = {n: fault for n in former if (fault := fault_of(kind, make_input(name, kind, n))[0])}
        number, seconds = sum(one.number for one in chunks), sum(one.seconds for one in chunks)
        while number < MOST_INPUTS and seconds < MOST_SECONDS:
            one = try_inputs(name, kind, range(number, number + CHUNK))
            chunks.append(one)
            found |= {int(n): fault for n, fault in one.findings.items()}
            number, seconds = number + one.number, seconds + one.seconds
            stream.write(json.dumps(asdict(one)) + "\n")
            stream.flush()
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{name}: {number} inputs, {seconds:.0f} s, {len(found)} findings ")
    taken = sum(one.taken for one in chunks)
    mended = f", {len(former) - sum(n in found for n in former)} found before and mended" if former else ""
    print(f"{name}: {number} inputs in {seconds:.0f} s of processor time, {taken} taken, {len(found)} findings{mended}")
    for number, fault in found.items():
        print(f"  {name} {number}: {fault.strip()}")
    return 1 if found else 0
