# SPDX-License-Identifier: MIT
"""Rows: a list of schools, clinics and other places becomes the words of their copies, with what is wrong with each.

Nothing is corrected but spaces. A bad row stops no other one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leaflets.content.addresses import AddressRefused, parse_address
from leaflets.content.addresses.hosts import AllowedHosts
from leaflets.content.addresses.registries import suffix_of
from leaflets.content.lists.places import CLOSED, NAME, REGISTER, STATUS, TELEPHONE, with_trunk
from leaflets.content.lists.read import Column, Row, read_list
from leaflets.content.model import Project
from leaflets.content.wording import RuleContext, check_added, read
from leaflets.copies.setting import letters_of
from leaflets.core.characters import name_of
from leaflets.core.people import PLACEHOLDERS
from leaflets.core.problems import Problem

MOST_ROWS, MOST_BYTES = 100_000, 50_000_000
PHONE = re.compile(r"(?:\+44 ?(?:\(0\) ?)?|0|\(0)(?=[1-9])[0-9 ()-]{5,16}")
NATIONAL = re.compile(r"(?:[12][0-9]{8,9}|3[0-9]{9}|7(?![06])[0-9]{9}|7624[0-9]{6}|80[08][0-9]{4,7})")
"""Numbers of the National Telephone Numbering Plan (Ofcom) that cost nothing or little to call, without their 0: of
places, 03, mobiles (070 is personal numbering, 076 are pagers, but for those of the Isle of Man), and freephone."""
NUMBERS = re.compile(r"\+?[0-9](?:[ ()-]{0,2}[0-9]){5,}|[0-9](?:[^\w,;]{0,3}[0-9]){8,}")
"""Of six digits, as numbers are usually written, or of nine with any signs between them."""
SHORT_NUMBER = re.compile(r"\b(?:text|txt|sms)\b.*\b[0-9]{5,6}\b", re.IGNORECASE)
NO_NAME = PLACEHOLDERS | {"nan", "null"}
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
"""What no file may be called on Windows."""
ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00:00")
"""As spreadsheets give a date."""
WHOLE_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
PERSON = re.compile(
    r"\b(?:Mr|Mrs|Miss|Ms|Mx|Dr|Sir|Rev|Sister|Nurse)\b\.? [A-Z]|^(?:[Tt]ell|[Tt]alk to|[Aa]sk|[Cc]ontact):? [A-Z][a-z]"
)
SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class CopyRow:
    """A row that may be printed: its line, the name of its file, its texts, its logo's file, until when it is valid."""

    line: int
    stem: str
    name: str
    lines: tuple[str, ...]
    address: str
    logo: str
    until: date | None


@dataclass
class CopyRows:
    """The rows of a list: those that may be printed, and why the others may not, by line; and notices."""

    rows: list[CopyRow]
    refused: dict[int, str]
    notices: list[Problem]


def read_rows(
    path: Path, project: Project, letters: Collection[str], today: date, *, option: str = "--rows"
) -> CopyRows:
    """Return the rows of a list (CSV or XLSX); ProblemsFound if it cannot be used at all.

    `letters` are those that the slots have.
    """
    table = read_list(path, COLUMNS, option=option, most_rows=MOST_ROWS, most_bytes=MOST_BYTES)
    if not table.rows:
        table.raise_errors()
    rules = RowRules(read(project), AllowedHosts.of(project.publisher.hosts), letters, today)
    refused = {one.line: sentence(one) for one in reversed(table.problems) if one.severity == "error"}
    found = CopyRows([], refused, [one for one in table.problems if one.severity != "error"])
    lines: dict[str, int] = {}
    for row in table.rows:
        if row.line in refused:
            continue
        if CLOSED.search(row.cells["status"]):
            message = f"the list says of {row.cells['name']}: '{row.cells['status']}'."
            hint = "delete the row, unless it is still open."
            found.notices.append(Problem("sites-closed", message, str(path), row.line, hint=hint, severity="warning"))
        try:
            made = rules.check(row)
            if (first := lines.setdefault(made.stem, row.line)) != row.line:
                raise RowRefused(f"its file would be that of line {first}, {made.stem}.pdf; delete one of the rows.")
            found.rows.append(made)
        except RowRefused as error:
            refused[row.line] = str(error)
    stale = [row for row in found.rows if not row.until and any(PERSON.search(line) for line in row.lines)]
    if stale:
        message = (
            f"{len(stale)} rows name a person, and will be wrong when that person leaves; the first is {stale[0].name}."
        )
        hint = "add a column `valid until`, or name a role instead: “Tell: the safeguarding lead”."
        found.notices.append(Problem("copy-person", message, str(path), stale[0].line, hint=hint, severity="warning"))
    return found


def refusal(path: Path, line: int, reason: str, edition: str = "") -> Problem:
    """Return why a row of a list is not printed, as a problem."""
    return Problem("copy-refused", f"{reason[:1].upper()}{reason[1:]}", str(path), line, where=edition)


def sentence(problem: Problem) -> str:
    """Return a problem in one line, with what to do."""
    return f"{problem.message} {problem.hint}".strip()


class RowRefused(ValueError):
    """Why a row cannot be printed, and what to do about it."""


@dataclass(frozen=True)
class RowRules:
    """What every row must keep to."""

    context: RuleContext
    hosts: AllowedHosts
    letters: Collection[str]
    today: date

    def check(self, row: Row) -> CopyRow:
        """Return a row's copy; RowRefused with the first thing that is wrong."""
        cells = {key: tidy(text) for key, text in row.cells.items()}
        if sum(map(str.isalpha, cells["name"])) < 2 or cells["name"].lower() in NO_NAME:
            raise RowRefused("the name is missing; fill it in.")
        phone, address = with_trunk(cells["phone"]), self.address(cells["web"])
        if phone and not is_cheap(phone):
            raise RowRefused(
                f"'{phone}' is not a UK telephone number that costs nothing or little (01, 02, 03, 07, 0800, 0808), "
                "written like 0121 303 1888."
            )
        texts = (cells["name"], cells["line 1"], cells["line 2"])
        for text in texts:
            self.words(text)
        lines = tuple(text for text in (*texts[1:], phone) if text)
        until = self.until(cells["valid until"])
        whole = (cells["name"], *lines, printed(address))
        missing = {letter for text in whole for letter in letters_of(text) if letter not in self.letters}
        if missing:
            letter = min(missing)
            raise RowRefused(
                f"'{letter}' ({name_of(letter[-1])}) is not a letter that can be added; use Latin letters."
            )
        stem = self.stem(row, cells)
        return CopyRow(row.line, stem, cells["name"], lines, address, cells["logo"], until)

    def words(self, text: str) -> None:
        """Refuse words that a leaflet must not say, and numbers and addresses that it must not lead to."""
        if problem := check_added(text, self.context):
            raise RowRefused(sentence(problem))
        for number in NUMBERS.findall(text):
            if not is_cheap(number.strip()):
                raise RowRefused(
                    f"'{number.strip()}' in '{text}' is not a UK number that costs nothing or little to call."
                )
        if short := SHORT_NUMBER.search(text):
            raise RowRefused(f"'{short[0]}' leads to a number for texts, which may cost money; leave it out.")
        for match in ADDRESS.finditer(text):
            if suffix_of(match[0].partition("://")[2].partition("/")[0] or match[0].partition("/")[0].lower()):
                self.address(match[0])

    def address(self, text: str) -> str:
        """Return a whole address; a bare one gets https://."""
        if not text:
            return ""
        whole = text if "://" in text else f"https://{text}"
        scheme, _, rest = whole.partition("://")
        host, slash, path = rest.partition("/")
        whole = f"{scheme}://{host.lower()}{slash}{path}"
        try:
            host = parse_address(whole)
        except AddressRefused as refused:
            raise RowRefused(f"the web address '{text}': {refused}; {refused.hint}") from None
        if known := self.hosts.imitated_by(host):
            raise RowRefused(f"the web address '{text}' could be mistaken for {known}; leave it out, or correct it.")
        return whole

    def until(self, text: str) -> date | None:
        """Return a date, written 2027-07-31 or 31/07/2027."""
        if not text:
            return None
        match = DAY.fullmatch(text)
        written = f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}" if match else ISO.sub(r"\1", text)
        try:
            day = date.fromisoformat(written if WHOLE_DAY.fullmatch(written) else "")
        except ValueError:
            raise RowRefused(f"'{text}' is not a date; write it like 2027-07-31 or 31/07/2027.") from None
        if day < self.today:
            raise RowRefused(f"it was valid until {day:%-d %B %Y}, which is past; give a later date.")
        return day

    @staticmethod
    def stem(row: Row, cells: Mapping[str, str]) -> str:
        """Return the name of the file: the number in a register, or the name with a part of the row's hash."""
        number = next((cells[key] for key in ("URN", "ODS code", "id") if cells[key]), "")
        if number:
            if not re.fullmatch(r"[A-Za-z0-9]{3,12}", number) or RESERVED.fullmatch(number):
                raise RowRefused(f"'{number}' is not a number of a register, which has 3 to 12 letters and digits.")
            return number.upper()
        slug = slug_of(cells["name"])
        digest = hashlib.sha256("\0".join(f"{key}={cells[key]}" for key in sorted(cells)).encode()).hexdigest()
        return f"{slug}-{digest[:8]}"


def slug_of(name: str) -> str:
    """Return a name in small letters a to z and digits, joined by hyphens; "copy" if it has none."""
    plain_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return SLUG.sub("-", plain_name).strip("-")[:60].strip("-") or "copy"


def tidy(text: str) -> str:
    """Return a text with single spaces and composed letters."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def printed(address: str) -> str:
    """Return an address as it is printed: without https:// and a slash at its end."""
    return address.removeprefix("https://").removesuffix("/")


def is_cheap(number: str) -> bool:
    """Return whether it is a UK number that costs nothing or little to call, in the usual spelling."""
    digits = re.sub(r"[^0-9]", "", re.sub(r"^\+44 ?(\(0\))?", "0", number))
    return bool(PHONE.fullmatch(number) and NATIONAL.fullmatch(digits.removeprefix("0")))


COLUMNS = (
    NAME,
    Column("line 1", ("line", "tell", "whomtotell", "text1")),
    Column("line 2", ("room", "where", "text2")),
    Column("phone", TELEPHONE),
    Column("web", ("website", "schoolwebsite", "webaddress", "url", "link")),
    Column("logo", ("logofile", "picture")),
    Column("valid until", ("validuntil", "until", "expires", "expiry")),
    STATUS,
    *REGISTER,
)
