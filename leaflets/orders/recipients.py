# SPDX-License-Identifier: MIT
"""Sites: a list of schools and clinics (CSV) becomes delivery points, with every problem of the list at once.

Columns are found by name, as in the registers of schools and GP practices; all others are dropped, so that no names of
heads or doctors are kept. A place needs no number of a register. Rows above that of the columns are passed over.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.source import read_data
from leaflets.orders.order import Scheme, Site

MAX_BYTES = 5_000_000
MAX_CELL = 200
MAX_COPIES = 1_000_000
DELIMITERS = ",;\t"
URN = re.compile(r"[0-9]{6}")
ODS = re.compile(r"[A-Z][0-9]{5}")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
WHOLE = re.compile(r"[0-9]{1,12}")
THOUSANDS = re.compile(r"[0-9]{1,3}([, \u00a0][0-9]{3})+")
SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""What Excel writes first."""
TITLE_ROWS, TITLES = 10, 3
"""The row of the columns is among the first ten, and names three that are known."""


@dataclass
class _Table:
    name: str
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def blame(self, line: int, slug: str, message: str, hint: str) -> None:
        self.problems.append(Problem(slug, message, self.name, line, hint=hint))


def read_sites(path: Path, *, languages: Sequence[str]) -> tuple[Site, ...]:
    """Return the sites of a list, in order; ProblemsFound with everything that is wrong with it."""
    table = _read_table(_decode(_read_bytes(path), str(path)), str(path))
    by_language = any(cells.get("language") for _, cells in table.rows)
    if len(languages) > 1 and table.rows and not by_language:
        message = f"the order has {len(languages)} languages, but the list does not say which one each place gets."
        hint = f"add a column `language` with {' or '.join(languages)} in each row."
        table.blame(1, "sites-language", message, hint)
    sites = [site for line, cells in table.rows if (site := _read_site(table, line, cells))]
    if by_language:
        _check_languages(table, sites, languages)
    _check_twice(table, sites)
    if not table.rows and not table.problems:
        table.blame(1, "sites-empty", "the list is empty.", "add a row for each school or clinic.")
    if table.problems:
        raise ProblemsFound(table.problems)
    return tuple(sites)


def check_total(sites: Sequence[Site], quantities: Mapping[str, int], name: str) -> list[Problem]:
    """Return a problem for each language in which the sites' copies differ from the order."""
    problems = []
    for language, ordered in quantities.items():
        taken = sum(site.quantity for site in sites if site.language in ("", language))
        if taken != ordered:
            message = f"the sites take {taken:,} copies in '{language}', but {ordered:,} are ordered."
            option = f"--quantity {taken}" if len(quantities) == 1 else f"--quantity {language}={taken}"
            problems.append(Problem("sites-total", message, name, hint=f"correct the list, or order them: {option}."))
    return problems


# The file


def _read_bytes(path: Path) -> bytes:
    if not path.exists():
        hint = "give the path of the list with --sites."
        raise ProblemsFound([Problem("file-missing", "there is no such file.", str(path), hint=hint)])
    return read_data(path, limit=MAX_BYTES)


def _decode(data: bytes, name: str) -> str:
    """Return the text: UTF-16 if it says so, UTF-8, otherwise Windows-1252, as spreadsheets save it."""
    hint = "save it as CSV UTF-8 (comma delimited)."
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not is_wide:
        raise ProblemsFound([Problem("sites-unreadable", "this is not a CSV file.", name, hint=hint)])
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
    message = "a character in this line cannot be read."
    raise ProblemsFound([Problem("sites-unreadable", message, name, line, hint=hint)])


def _read_table(text: str, name: str) -> _Table:
    table = _Table(name)
    said = SEPARATOR.match(text)
    text = "\n" + text[said.end() :] if said else text
    rows = list(_records(table, text, said[1] if said else _delimiter_of(text)))
    first = next((at for at, row in enumerate(rows[:TITLE_ROWS]) if len(_find_columns(row[1])) >= TITLES), 0)
    line, titles = rows[first] if rows else (1, [])
    records = rows[first + 1 :]
    columns = _find_columns(titles)
    missing = [what for what, names in REQUIRED.items() if not any(key in columns for key in names)]
    if missing:
        message = f"no column for {', '.join(missing)}; the first line has: {', '.join(titles) or 'nothing'}."
        table.blame(
            line,
            "sites-column",
            message,
            "name the columns: Name, Address, Postcode, Quantity, and URN if there is one.",
        )
        table.rows = []
        return table
    for line, cells in records:
        if len(cells) != len(titles):
            message = f"this row has {len(cells)} cells, but the first line has {len(titles)}."
            table.blame(line, "sites-row", message, "put cells that contain a comma in double quotes.")
            continue
        found = {key: [cells[number] for number in numbers] for key, numbers in columns.items()}
        table.rows.append((line, {key: ", ".join(filter(None, values)) for key, values in found.items()}))
    return table


def _delimiter_of(text: str) -> str:
    """Return what stands between the cells: with it, most columns are known in one of the first rows."""
    head = text.lstrip("\r\n").split("\n", TITLE_ROWS)[:TITLE_ROWS]
    known = {one: max(len(_find_columns(line.split(one))) for line in head) for one in DELIMITERS}
    return max(DELIMITERS, key=lambda one: (known[one], head[0].count(one)))


def _records(table: _Table, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with any content, its cells trimmed, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            trimmed = [" ".join(cell.split()) for cell in cells]
            if any(trimmed):
                yield start, trimmed
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"the list cannot be read from here on: {error}."
        table.blame(start, "sites-row", message, "look for a double quote that is not closed, or is inside a cell.")


def _find_columns(titles: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, title in enumerate(titles):
        plain = re.sub(r"[^a-z0-9]", "", title.lower())
        key = next((key for key, names in COLUMNS.items() if plain in names), "")
        if key and (key == "address" or key not in found):
            found.setdefault(key, []).append(number)
    return found


# A row


def _read_site(table: _Table, line: int, cells: Mapping[str, str]) -> Site | None:
    """Return the site of a row; None, with problems in the table, if it is not valid."""
    before = len(table.problems)
    for key, text in cells.items():
        if len(text) > MAX_CELL:
            message = f"the {key} has {len(text)} characters; the limit is {MAX_CELL}."
            table.blame(line, "sites-cell", message, "shorten it.")
        elif any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cn") for letter in text):
            table.blame(line, "sites-cell", f"the {key} contains an invisible character.", "type it again.")
    scheme, id = _read_id(table, line, cells)
    for key in ("name", "address", "postcode", "quantity"):
        if not cells[key]:
            table.blame(line, f"sites-{key}", f"the {key} is missing.", f"fill in the {key}.")
    postcode = POSTCODE.fullmatch(cells["postcode"].upper())
    if cells["postcode"] and not postcode:
        message = f"'{cells['postcode']}' is not a valid UK postcode."
        table.blame(line, "sites-postcode", message, "write it like B4 7DJ.")
    if cells["quantity"] and not 0 < (number := _whole(cells["quantity"])) <= MAX_COPIES:
        message = f"'{cells['quantity']}' is not a positive whole number of copies."
        if number > MAX_COPIES:
            message = f"{number:,} copies are more than {MAX_COPIES:,}, the most for one site."
        hint = "write digits only, like 250; delete the row if no copies go there."
        table.blame(line, "sites-quantity", message, hint)
    if len(table.problems) > before or not postcode:
        return None
    return Site(
        scheme,
        id,
        cells["name"],
        cells["address"],
        f"{postcode[1]} {postcode[2]}",
        _whole(cells["quantity"]),
        cells.get("language", ""),
        line,
        ", ".join(filter(None, (cells.get(key) for key in ("contact", "phone", "email")))),
        cells.get("times", ""),
    )


def _whole(text: str) -> int:
    """Return a number of copies, which may be written 1,000; 0 if it is none."""
    if THOUSANDS.fullmatch(text):
        text = re.sub(r"[^0-9]", "", text)
    return int(text) if WHOLE.fullmatch(text) else 0


def _read_id(table: _Table, line: int, cells: Mapping[str, str]) -> tuple[Scheme, str]:
    """Return the register and the site's id in it, if it has one; a general column may have ids of both."""
    urn, ods, other = (cells.get(key, "") for key in ("urn", "ods", "id"))
    ods, other = ods.upper(), other.upper()
    if urn and ods:
        table.blame(line, "sites-id", f"the row has a URN, {urn}, and an ODS code, {ods}.", "leave one of them empty.")
    elif urn and not URN.fullmatch(urn):
        message = f"'{urn}' is not a URN: a school's number has 6 digits."
        table.blame(line, "sites-urn", message, "write it like 103215.")
    elif ods and not ODS.fullmatch(ods):
        message = f"'{ods}' is not an ODS code: a practice's code is one letter and 5 digits."
        table.blame(line, "sites-ods", message, "write it like M85001.")
    elif other and not (urn or ods) and not (URN.fullmatch(other) or ODS.fullmatch(other)):
        message = f"'{other}' is neither a URN (6 digits) nor an ODS code (one letter and 5 digits)."
        table.blame(line, "sites-id", message, "look it up in the register.")
    if urn or (not ods and URN.fullmatch(other)):
        return "urn", urn or other
    return ("ods", ods or other) if ods or other else ("", "")


def _check_languages(table: _Table, sites: Sequence[Site], languages: Sequence[str]) -> None:
    for site in sites:
        if site.language not in languages:
            near = get_close_matches(site.language, languages, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the order has {', '.join(languages)}."
            said = f"'{site.language}' is not a language of this order" if site.language else "the language is missing"
            table.blame(site.line, "sites-language", f"{said}.", hint)


def _check_twice(table: _Table, sites: Sequence[Site]) -> None:
    first: dict[tuple[str, ...], int] = {}
    for site in sites:
        line = first.setdefault((*site.key, site.language), site.line)
        if line != site.line:
            message = f"{site.number or site.name} is already on line {line}."
            table.blame(site.line, "sites-twice", message, "combine its copies in one row.")


REQUIRED = {
    "the name": ("name",),
    "the address": ("address",),
    "the postcode": ("postcode",),
    "the quantity": ("quantity",),
}
# As people write them, and as in the registers: Get Information about Schools, the NHS Organisation Data Service.
COLUMNS = {
    "urn": ("urn", "schoolurn"),
    "ods": ("ods", "odscode", "organisationcode", "practiceodscode", "practicecode"),
    "id": ("id", "siteid", "code", "urnorodscode", "urnods"),
    "name": ("name", "site", "sitename", "school", "establishmentname", "organisationname", "practicename"),
    "address": (
        *("address", "street", "locality", "town", "county", "countyname"),
        *(f"address{number}" for number in range(1, 6)),
        *(f"addressline{number}" for number in range(1, 6)),
    ),
    "postcode": ("postcode", "zip"),
    "quantity": ("quantity", "copies", "qty"),
    "language": ("language", "lang"),
    "contact": ("contact", "contactname", "fao", "attention", "deliverto"),
    "phone": ("phone", "phonenumber", "telephone", "tel", "contactphone", "contacttelephone"),
    "email": ("email", "emailaddress", "contactemail"),
    "times": ("times", "deliverytimes", "openinghours", "openingtimes"),
}
