# SPDX-License-Identifier: MIT
"""Lists of schools and clinics: what is read, what is refused and where, what goes out again."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path

import pytest

from leaflets.content.lists.text import write_rows
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.orders.order import Site, describe_address
from leaflets.orders.recipients import check_total, read_sites

HEAD = "URN,Name,Address,Postcode,Quantity\n"
GOOD = "103215,St Anne's Primary,1 High Street,B12 0EQ,300\n"


def read(folder: Path, text: str | bytes, languages: tuple[str, ...] = ("en",)) -> tuple[Site, ...]:
    path = folder / "sites.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sites(path, languages=languages)[0]


def refused(folder: Path, text: str | bytes, languages: tuple[str, ...] = ("en",)) -> list[Problem]:
    with pytest.raises(ProblemsFound) as caught:
        read(folder, text, languages)
    assert all(problem.file == str(folder / "sites.csv") for problem in caught.value.problems)
    assert all(problem.hint for problem in caught.value.problems)
    return caught.value.problems


def kinds(folder: Path, row: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.slug) for problem in refused(folder, HEAD + GOOD + row)]


def test_a_list_is_read_by_the_names_of_its_columns(tmp_path: Path) -> None:
    (site,) = read(tmp_path, HEAD + GOOD)
    assert site == Site("urn", "103215", "St Anne's Primary", "1 High Street", "B12 0EQ", 300, "", 2)
    (clinic,) = read(tmp_path, "copies,postcode,ODS code,address,name\n40,b294ru,m85001,The Surgery,Selly Practice\n")
    assert clinic == Site("ods", "M85001", "Selly Practice", "The Surgery", "B29 4RU", 40, "", 2)


@pytest.mark.parametrize(
    ("encoding", "newline", "delimiter"),
    [("utf-8", "\n", ","), ("utf-8-sig", "\r\n", ","), ("cp1252", "\r\n", ";"), ("utf-8", "\n", "\t")],
)
def test_every_way_in_which_spreadsheets_save_a_list_is_read(
    tmp_path: Path, encoding: str, newline: str, delimiter: str
) -> None:
    cells = [["URN", "Name", "Address", "Postcode", "Quantity"]]
    cells += [["103215", "St Anne’s Café, Annexe", "1 High Street\nLevel 2", "B12 0EQ", "300"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(cells)
    (site,) = read(tmp_path, out.getvalue().encode(encoding))
    assert (site.name, site.address) == ("St Anne’s Café, Annexe", "1 High Street Level 2")


def test_lists_as_people_have_them_are_read(tmp_path: Path) -> None:
    """UTF-16 as Excel's "Unicode text", its sep= line, title rows, thousands, and semicolons beside many commas."""
    (site,) = read(tmp_path, (HEAD + GOOD).replace(",", "\t").encode("utf-16"))
    assert site.name == "St Anne's Primary"
    row = "103215;St Anne's Primary;1, High Street, Balsall Heath, Birmingham, England;B12 0EQ;1,300\n"
    (site,) = read(tmp_path, "sep=;\n" + HEAD.replace(",", ";") + row)
    assert (site.quantity, site.line) == (1300, 3)
    (site,) = read(tmp_path, "Leaflets for schools;;;;\n;;;;\n" + HEAD.replace(",", ";") + row)
    assert (site.quantity, site.line) == (1300, 4)


def test_a_place_needs_no_number_and_may_have_a_contact_and_times(tmp_path: Path) -> None:
    head = "Name,Address,Postcode,Quantity,Contact,Telephone,E-mail,Delivery times,City\n"
    library, trust = read(
        tmp_path,
        head + 'Library,Centenary Square,B1 2ND,200,Front desk,0121 496 0000,desk@example.org,"9 to 5, not Monday",B\n'
        "Trust,1 Street,B1 1AA,50,,,,,B\n",
    )
    assert (library.number, library.contact) == ("", "Front desk, 0121 496 0000, desk@example.org")
    assert library.times == "9 to 5, not Monday" and trust.contact == ""
    assert describe_address(trust) == "Trust, 1 Street, B, B1 1AA"
    twice = head + "Trust,1 Street,B1 1AA,50,,,,,B\n" * 2
    assert [(one.line, one.slug) for one in refused(tmp_path, twice)] == [(3, "sites-twice")]


def test_the_registers_own_columns_are_known_and_no_persons_name_is_kept(tmp_path: Path) -> None:
    text = (
        '"URN","LA (code)","EstablishmentName","Street","Locality","Town","Postcode","HeadFirstName",'
        '"HeadLastName","TelephoneNum","Quantity"\n'
        '"103215","330","A School","1 High St","","Birmingham","B12 0EQ","Sec","Ret","0","5"\n'
    )
    (site,) = read(tmp_path, text)
    assert site.address == "1 High St, Birmingham"
    assert "Ret" not in repr(site) and "Sec" not in repr(site)


def test_empty_rows_are_stepped_over_and_lines_are_those_of_the_file(tmp_path: Path) -> None:
    sites = read(tmp_path, HEAD + '103215,"A\nB",x,B1 1AA,1\n,,,,\n\n103216,C,x,B1 1AA,2\n')
    assert [(site.id, site.line) for site in sites] == [("103215", 2), ("103216", 6)]


@pytest.mark.parametrize(
    ("row", "slug"),
    [
        ("1032,A School,1 Street,B1 1AA,5\n", "sites-urn"),
        ("M85001,A School,1 Street,B1 1AA,5\n", "sites-urn"),
        ("１０３２１６,A School,1 Street,B1 1AA,5\n", "sites-urn"),
        ("103216,,1 Street,B1 1AA,5\n", "sites-name"),
        ("103216,A School,,B1 1AA,5\n", "sites-address"),
        ("103216,A School,1 Street,,5\n", "sites-postcode"),
        ("103216,A School,1 Street,Birmingham,5\n", "sites-postcode"),
        ("103216,A School,1 Street,B1 1AA,\n", "sites-quantity"),
        ("103216,A School,1 Street,B1 1AA,0\n", "sites-quantity"),
        ("103216,A School,1 Street,B1 1AA,-5\n", "sites-quantity"),
        ("103216,A School,1 Street,B1 1AA,5.5\n", "sites-quantity"),
        ("103216,A School,1 Street,B1 1AA,two\n", "sites-quantity"),
        ('103216,A School,1 Street,B1 1AA,"1,00"\n', "sites-quantity"),
        ("103216,A School,1 Street,B1 1AA,9999999\n", "sites-quantity"),
        ("103216,A School,1 Street,B1 1AA,99999999999999999999\n", "sites-quantity"),
        ("103216,A\u202eSchool,1 Street,B1 1AA,5\n", "list-cell"),
        (f"103216,{'A' * 201},1 Street,B1 1AA,5\n", "list-cell"),
        ("103216,A School, 1 Street, Town,B1 1AA,5\n", "list-row"),
        ("103216,A School\n", "list-row"),
        ('103216,"A School,1 Street,B1 1AA,5\n', "list-row"),
        ("103215,The same,1 Street,B1 1AA,5\n", "sites-twice"),
    ],
)
def test_a_row_that_is_wrong_is_refused_by_its_line(tmp_path: Path, row: str, slug: str) -> None:
    assert kinds(tmp_path, row) == [(3, slug)]


def test_ids_of_every_register_are_taken_and_what_is_none_is_refused(tmp_path: Path) -> None:
    """Nurseries, children's homes, trusts, pharmacies, and surgeries that are not English."""
    head = "ODS,Name,Address,Postcode,Quantity\n"
    for code in ("M85001", "rq3", "RQ301", "FA123", "Y00001"):
        (site,) = read(tmp_path, f"{head}{code},A Practice,1 Street,B1 1AA,5\n")
        assert site.number == f"ODS {code.upper()}"
    for urn in ("20005", "103215", "EY345678", "SC012345", "2501234"):
        (site,) = read(tmp_path, f"{HEAD}{urn},A Nursery,1 Street,B1 1AA,5\n")
        assert site.number == f"URN {urn}"
    for code in ("85001", "M8", "M850011", "M85-01"):
        (problem,) = refused(tmp_path, f"{head}{code},A Practice,1 Street,B1 1AA,5\n")
        assert problem.slug == "sites-ods" and code in problem.message
    (problem,) = refused(tmp_path, f"URN,{head}103215,M85001,Both,1 Street,B1 1AA,5\n")
    assert problem.slug == "sites-id"


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    rows = "1,A,x,B1 1AA,5\n" * 3 + ",,,,x\n"
    assert [problem.line for problem in refused(tmp_path, HEAD + rows)] == [2, 3, 4, 5, 5, 5, 5]


def test_missing_columns_are_named_with_what_was_found(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, "School,Town\nA,B\n")
    assert problem.slug == "list-column" and problem.line == 1
    assert "the postcode, the quantity" in problem.message and "School, Town" in problem.message
    assert refused(tmp_path, "")[0].slug == "list-column"
    assert refused(tmp_path, HEAD)[0].slug == "list-without-rows"


@pytest.mark.parametrize("data", ["URN\n".encode("utf-16")[:-1], b"\x89PNG\r\n\x1a\n\0\0\0", b"URN,M\x81b\n"])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data)[0].slug == "list-unreadable"


def test_a_list_that_is_not_there_or_far_too_long_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, b"x" * 5_000_001)[0].slug == "file-too-large"
    for name in ("none.csv", "sites.csv/x"):
        with pytest.raises(ProblemsFound, match="no such file"):
            read_sites(tmp_path / name, languages=["en"])


def test_with_several_languages_each_row_says_which(tmp_path: Path) -> None:
    head = HEAD.replace("\n", ",Language\n")
    rows = GOOD.replace("\n", ",en\n") + GOOD.replace("\n", ",ur\n")
    assert [site.language for site in read(tmp_path, head + rows, ("en", "ur"))] == ["en", "ur"]
    assert refused(tmp_path, HEAD + GOOD, ("en", "ur"))[0].slug == "sites-language"
    wrong = refused(tmp_path, head + GOOD.replace("\n", ",en\n") + GOOD.replace("\n", ",urd\n"), ("en", "ur"))
    assert [(problem.line, problem.slug) for problem in wrong] == [(3, "sites-language")]
    assert "ur" in wrong[0].hint
    assert len(refused(tmp_path, head + rows + rows, ("en", "ur"))) == 2


def test_a_list_in_which_every_row_is_wrong_is_refused_soon(tmp_path: Path) -> None:
    start = time.process_time()
    assert len(refused(tmp_path, HEAD + ",,,,\n" + "1,A,,x,-1\n" * 20_000)) == 80_000
    assert time.process_time() - start < 10


def test_a_language_may_be_named_as_people_name_it(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    rows = "".join(f"{103215 + n},S,1 Street,B1 1AA,5,{name}\n" for n, name in enumerate(("EN", "Urdu", "اردو")))
    path.write_text(HEAD.replace("\n", ",Language\n") + rows, encoding="utf-8")
    sites, _ = read_sites(path, languages=("en", "ur"), called={"urdu": "ur", "اردو": "ur"})
    assert [site.language for site in sites] == ["en", "ur", "ur"]


def test_a_closed_school_is_a_warning_and_an_open_one_is_not(tmp_path: Path) -> None:
    """The columns of the register of schools; a telephone number without its 0 gets it back."""
    path = tmp_path / "sites.csv"
    head = "EstablishmentStatus (name),EstablishmentStatus (code),TelephoneNum,URN,EstablishmentName,Street,Postcode,"
    states = ("Open", "Closed", '"Open, but proposed to close"', "Proposed to open")
    rows = "".join(f"{state},1,1214960000,{103215 + n},S {n},x,B1 1AA,5\n" for n, state in enumerate(states))
    path.write_text(f"{head}Quantity\n{rows}", encoding="utf-8")
    sites, warnings = read_sites(path, languages=("en",))
    assert [site.contact for site in sites] == ["0121 496 0000".replace(" ", "")] * 4
    closed = [problem for problem in warnings if problem.slug == "sites-closed"]
    assert [(problem.line, problem.severity) for problem in closed] == [(3, "warning"), (4, "warning")]
    unused = [problem for problem in warnings if problem.slug == "list-unused"]
    assert [problem.message for problem in unused] == ["not used: EstablishmentStatus (code)."]


def test_the_copies_of_the_sites_are_those_of_the_order(tmp_path: Path) -> None:
    sites = read(tmp_path, HEAD + GOOD + GOOD.replace("103215", "103216"))
    assert check_total(sites, {"en": 600}, "s.csv") == []
    (problem,) = check_total(sites, {"en": 1000}, "s.csv")
    assert problem.slug == "sites-total" and "600" in problem.message and "1,000" in problem.message
    assert "--quantity 600" in problem.hint


def test_no_cell_that_goes_out_is_a_formula() -> None:
    cells = ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", "＝1", "plain", 'a "quoted", b', -5]
    written = write_rows([cells])
    assert written.startswith(b"\xef\xbb\xbf")
    (row,) = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert row == ["'=1+1", "'+44", "'-1", "'@SUM(A1)", "'\tx", "'＝1", "plain", 'a "quoted", b', "-5"]
