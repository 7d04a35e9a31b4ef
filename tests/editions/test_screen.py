# SPDX-License-Identifier: MIT
"""The screen edition: trimmed, clean, accessible in the eyes of an independent judge."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
import pytest
import small
from veracheck import Verdict, verapdf

from leaflets.core.formats import points
from leaflets.editions.screen import finish_screen


@cache
def screen(form: str) -> bytes:
    return finish_screen(small.laid_out(form).rendered, small.composed(form), version="1.0")


@pytest.mark.parametrize("form", small.FORMATS)
def test_every_box_is_the_trim_from_zero(form: str) -> None:
    composed = small.composed(form)
    with pikepdf.open(io.BytesIO(screen(form))) as pdf:
        assert len(pdf.pages) == len(composed.format.panels)
        for page, panel in zip(pdf.pages, composed.format.panels, strict=True):
            size = [0, 0, points(panel.width), points(composed.format.height)]
            for box in (page.mediabox, page.cropbox, page.trimbox):
                assert [float(value) for value in box] == pytest.approx(size, abs=0.01)
            assert "/BleedBox" not in page


def test_the_file_says_what_it_is_and_nothing_of_the_machine() -> None:
    with pikepdf.open(io.BytesIO(screen("trifold-dl"))) as pdf:
        said = {name: str(value) for name, value in pdf.docinfo.items()}
        packet = pdf.Root.Metadata.read_bytes().decode()
    assert said == {
        "/Title": "EX-01, Folded leaflet, English",
        "/Author": "Example Safeguarding Partnership",
        "/Subject": "EX-01 version 1.0",
        "/Producer": "Leaflets",
        "/CreationDate": said["/CreationDate"],
        "/ModDate": said["/ModDate"],
    }
    assert said["/CreationDate"].startswith("D:20261123")
    for word in (
        "EX-01, Folded leaflet, English",
        "EX-01 version 1.0",
        "2026-11-23",
        "<rdf:li>en</rdf:li>",
        "<pdfuaid:part>1<",
    ):
        assert word in packet
    assert "WeasyPrint" not in packet
    assert "Safe online" not in packet, "a viewer shows the title of the file where others see it"


def test_the_same_layout_gives_the_same_bytes() -> None:
    again = finish_screen(small.laid_out("card-dl").rendered, small.composed("card-dl"), version="1.0")
    assert again == screen("card-dl")


# The judge


def spoil_alternative_text(pdf: pikepdf.Pdf) -> None:
    figures = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"]
    assert figures
    for figure in figures:
        del figure["/Alt"]


def spoil_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def spoil_links(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            del note["/Contents"]


def spoil_mark(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/MarkInfo"]


SPOILS = {
    "7.3-1": spoil_alternative_text,
    "7.2-": spoil_language,
    "7.18.5-": spoil_links,
    "6.2-1": spoil_mark,
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    folder = tmp_path_factory.mktemp("judged")
    paths: dict[str, Path] = {}
    for form in small.FORMATS:
        paths[form] = folder / f"{form}.pdf"
        paths[form].write_bytes(screen(form))
    for rule, spoil in SPOILS.items():
        paths[rule] = folder / f"spoiled-{rule}.pdf"
        with pikepdf.open(io.BytesIO(screen("card-dl"))) as pdf:
            spoil(pdf)
            pdf.save(paths[rule])
    judged = verapdf(list(paths.values()))
    return {name: judged[path] for name, path in paths.items()}


@pytest.mark.parametrize("form", small.FORMATS)
def test_verapdf_accepts_every_screen_edition_as_pdf_ua(form: str, verdicts: dict[str, Verdict]) -> None:
    assert verdicts[form].compliant, verdicts[form].broken
    assert verdicts[form].checks > 300


@pytest.mark.parametrize("rule", SPOILS)
def test_verapdf_refuses_a_spoiled_file(rule: str, verdicts: dict[str, Verdict]) -> None:
    assert not verdicts[rule].compliant
    assert any(broken.startswith(rule) for broken in verdicts[rule].broken), verdicts[rule].broken
