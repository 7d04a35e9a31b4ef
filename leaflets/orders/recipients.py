# SPDX-License-Identifier: MIT
"""Sites: a list of schools, clinics and other places becomes delivery points, with every problem of it at once.

A place needs no number of a register. A school that is closed is a warning, because the list may be old.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from leaflets.content.lists.places import CLOSED, NAME, REGISTER, STATUS, TELEPHONE, with_trunk
from leaflets.content.lists.read import Column, ListTable, Row, read_list
from leaflets.core.problems import Problem
from leaflets.orders.order import Scheme, Site

MAX_COPIES = 1_000_000
URN = re.compile(r"[0-9]{5,7}|[A-Z]{2}[0-9]{6}")
"""Of the Department for Education (103215) or of Ofsted (EY345678)."""
ODS = re.compile(r"(?=[0-9]*[A-Z])[A-Z0-9]{3,6}")
"""A practice (M85001), trust (RQ3), trust site (RQ301), pharmacy (FA123), or another place of the NHS."""
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
WHOLE = re.compile(r"([0-9]{1,12})(\.0+)?")
THOUSANDS = re.compile(r"[0-9]{1,3}([, \u00a0][0-9]{3})+(\.0+)?")
MISSING = {
    "name": "sites-name",
    "address": "sites-address",
    "postcode": "sites-postcode",
    "quantity": "sites-quantity",
}


def read_sites(
    path: Path, *, languages: Sequence[str], called: Mapping[str, str] | None = None, with_words: bool = False
) -> tuple[tuple[Site, ...], list[Problem]]:
    """Return the sites of a list in order, and warnings; ProblemsFound with everything that is wrong with it.

    `called` gives the languages' tags by their names in small letters. A list `with_words` also has what is printed for
    each place, so that its line 1 is not one of an address.
    """
    columns = [replace(one, names=ADDRESS) if with_words and one.joined else one for one in COLUMNS]
    table = read_list(path, columns, option="--sites")
    tags = {**{tag.lower(): tag for tag in languages}, **(called or {})}
    by_language = any(row.cells["language"] for row in table.rows)
    if len(languages) > 1 and table.rows and not by_language:
        message = f"the order has {len(languages)} languages, but the list does not say which one each place gets."
        hint = f"add a column `language` with {' or '.join(languages)} in each row."
        table.blame(1, "sites-language", message, hint)
    sites = [site for row in table.rows if (site := _read_site(table, row, tags))]
    if by_language:
        _check_languages(table, sites, languages)
    _check_twice(table, sites)
    table.raise_errors()
    return tuple(sites), table.problems


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


def _read_site(table: ListTable, row: Row, tags: Mapping[str, str]) -> Site | None:
    """Return the site of a row; None, with problems in the table, if it is not valid."""
    line, cells, before = row.line, row.cells, table.errors
    scheme, id = _read_id(table, line, cells)
    for key, slug in MISSING.items():
        if not cells[key]:
            table.blame(line, slug, f"the {key} is missing.", f"fill in the {key}.")
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
    if CLOSED.search(cells["status"]):
        message = f"the list says of {cells['name']}: '{cells['status']}'."
        table.blame(line, "sites-closed", message, "delete the row, unless it is still open.", severity="warning")
    if table.errors > before or not postcode:
        return None
    phone = with_trunk(cells["telephone"])
    return Site(
        scheme,
        id,
        cells["name"],
        cells["address"],
        f"{postcode[1]} {postcode[2]}",
        _whole(cells["quantity"]),
        tags.get(cells["language"].lower(), cells["language"]),
        line,
        ", ".join(filter(None, (cells["contact"], phone, cells["e-mail"]))),
        cells["delivery times"],
    )


def _whole(text: str) -> int:
    """Return a number of copies, which may be written 1,000 or 250.0; 0 if it is none."""
    if THOUSANDS.fullmatch(text):
        text = re.sub(r"[^0-9.]", "", text)
    match = WHOLE.fullmatch(text)
    return int(match[1]) if match else 0


def _read_id(table: ListTable, line: int, cells: Mapping[str, str]) -> tuple[Scheme, str]:
    """Return the register and the site's id in it, if it has one; a general column may have ids of both."""
    urn, ods, other = (cells[key].upper() for key in ("URN", "ODS code", "id"))
    if urn and ods:
        table.blame(line, "sites-id", f"the row has a URN, {urn}, and an ODS code, {ods}.", "leave one of them empty.")
    elif urn and not URN.fullmatch(urn):
        message = f"'{urn}' is not a URN: that is 5 to 7 digits, or two letters and 6 digits."
        table.blame(line, "sites-urn", message, "write it like 103215 or EY345678, or leave it empty.")
    elif ods and not ODS.fullmatch(ods):
        message = f"'{ods}' is not an ODS code: that is 3 to 6 letters and digits, with a letter."
        table.blame(line, "sites-ods", message, "write it like M85001, RQ3 or FA123, or leave it empty.")
    elif other and not (urn or ods) and not (URN.fullmatch(other) or ODS.fullmatch(other)):
        message = f"'{other}' is neither a URN, such as 103215, nor an ODS code, such as M85001."
        table.blame(line, "sites-id", message, "look it up in the register, or leave it empty.")
    if urn or (not ods and URN.fullmatch(other)):
        return "urn", urn or other
    return ("ods", ods or other) if ods or other else ("", "")


def _check_languages(table: ListTable, sites: Sequence[Site], languages: Sequence[str]) -> None:
    for site in sites:
        if site.language not in languages:
            near = get_close_matches(site.language, languages, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the order has {', '.join(languages)}."
            said = f"'{site.language}' is not a language of this order" if site.language else "the language is missing"
            table.blame(site.line, "sites-language", f"{said}.", hint)


def _check_twice(table: ListTable, sites: Sequence[Site]) -> None:
    first: dict[tuple[str, ...], int] = {}
    for site in sites:
        line = first.setdefault((*site.key, site.language), site.line)
        if line != site.line:
            message = f"{site.number or site.name} is already on line {line}."
            table.blame(site.line, "sites-twice", message, "combine its copies in one row.")


ADDRESS = ("fulladdress", "deliveryaddress", "postaladdress", "street", "locality", "village", "town", "city",
           "towncity", "townorcity", "posttown", "county", "countyname",
           *(f"{name}{number}" for name in ("address", "addressline") for number in range(1, 6)))  # fmt: skip
LINES = tuple(f"line{number}" for number in range(1, 6))
"""Of an address, unless the list has lines to print."""
COLUMNS = (
    NAME,
    Column("address", (*ADDRESS, *LINES), required=True, joined=True),
    Column("postcode", ("zip", "postalcode"), required=True),
    Column("quantity", ("copies", "qty", "noofcopies", "numberofcopies", "numberofleaflets", "copiesrequired"),
           required=True),
    *REGISTER,
    Column("language", ("lang",)),
    Column("contact", ("contactname", "fao", "attention", "deliverto")),
    Column("telephone", TELEPHONE),
    Column("e-mail", ("emailaddress", "contactemail")),
    Column("delivery times", ("times", "openinghours", "openingtimes")),
    STATUS,
)  # fmt: skip
