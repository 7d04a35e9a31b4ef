# SPDX-License-Identifier: MIT
"""PDFs from anywhere: `preflight FILE` judges what nobody here has made, and no file makes it fail."""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import badpress
import pikepdf
import program
import pytest
from badpress import WAYS, Spoil
from elsewhere import PROGRAMS, Elsewhere, drawn, installed
from pikepdf import Array, Dictionary, Name
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from leaflets.core.limited import LimitedProcess, Limits
from leaflets.preflight import outside
from leaflets.preflight.outside import Judged, Wanted, in_words, read
from leaflets.preflight.reading import open_file
from leaflets.preflight.rules.sets import ADVICE, OF_A_PROJECT, OF_THE_HOUSE, REGISTER, RULE_SETS
from leaflets.preflight.rules.table import RULES

Pdf = pikepdf.Pdf
ANY = Wanted(bleed_mm=0)
ASKED = {name: {rule.id for rule in found.rules} for name, found in RULE_SETS.items()}


def broken(found: Judged) -> set[str]:
    """Return the rules that a file fails."""
    return {verdict.rule for verdict in found.verdicts if verdict.status == "fail"}


def message(found: Judged) -> str:
    """Return what is said of a file that cannot be judged."""
    (verdict,) = found.verdicts
    assert (verdict.rule, verdict.status, found.facts) == ("file-broken", "fail", {})
    return verdict.message


def saved(change: Spoil, data: bytes | None = None, **how: Any) -> bytes:
    """Return a good file after something was done to it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data or badpress.good())) as pdf:
        change(pdf)
        pdf.save(out, **how)
    return out.getvalue()


# Our own files, as a printer gets them


@pytest.mark.parametrize("name", RULE_SETS)
def test_a_press_file_of_ours_passes_every_rule_set(name: str) -> None:
    one_page = saved(lambda pdf: pdf.pages.__delitem__(1)) if name == "magazine" else badpress.good()
    found = read(one_page, Wanted(name, (99, 210), 3.0, "FOGRA39"))
    # The codes of the small project are small.
    assert {(one.rule, one.status) for one in found.verdicts if one.status != "pass"} <= {("qr-too-small", "warn")}
    assert found.facts["sizes_mm"] == [(99.0, 210.0)] and found.facts["condition"] == "FOGRA39"
    assert len(found.verdicts) == len(ASKED[name]) > 40


def test_rule_sets_name_rules_that_there_are() -> None:
    assert {rule.id for rule in RULES} >= ADVICE | OF_A_PROJECT | OF_THE_HOUSE | REGISTER
    assert ASKED["house"] > ASKED["gwg-2022-sheet"] > ASKED["digital"]


DIGITAL_TAKES = (
    badpress.rgb_profile_picture,
    badpress.small_coloured,
    badpress.small_by_scaling,
    badpress.small_white,
    badpress.picture_250,
)
OTHERS_MAY = ("intent_without_RegistryName", "intent_without_OutputCondition", "bleed_of_10_points", "page_steps")
OTHERS_MAY += tuple(f"state_with_{key}" for key in ("BG", "BG2", "UCR", "UCR2", "HT", "UseBlackPtComp"))
OTHERS_MAY += ("form_with_Measure", "picture_with_PtData")
"""What is only wrong in a file of ours: more bleed than was asked for, a printing condition that is not described, keys
that change nothing in CMYK, or nothing on paper."""


def by_rule_set() -> Iterator[Any]:
    """Yield one way to break each rule, and each on which sets of rules differ; the long proof has the other ways."""
    seen = set[str]()
    for spoil, rule, status in WAYS:
        is_first = rule not in seen or spoil.__name__ in OTHERS_MAY or spoil in DIGITAL_TAKES
        seen.add(rule)
        yield pytest.param(
            *(spoil, rule, status), marks=() if is_first else pytest.mark.long, id=f"{spoil.__name__}-{rule}"
        )


@pytest.mark.parametrize(("spoil", "rule", "status"), [*by_rule_set()])
def test_a_bad_file_is_as_bad_as_each_rule_set_says(spoil: Spoil, rule: str, status: str) -> None:
    """Of a stranger's file, too, every fault is found by name; only what a project must know is not asked."""
    (judged,) = (one for one in RULES if one.id == rule)
    with open_file(badpress.spoiled(spoil), "press") as file:
        for name, found in RULE_SETS.items():
            if rule not in ASKED[name]:
                continue
            verdict = found.adapted(judged.judge(file, Wanted(name, (99, 210), 3.0, "FOGRA39", pages=2).expected(file)))
            may = spoil.__name__ in OTHERS_MAY or (name == "digital" and spoil in DIGITAL_TAKES)
            assert verdict.status == ("pass" if may else "warn" if rule in found.advice else status), (name, verdict)
            assert may or (verdict.hint and not re.search("data.yaml|build|publisher", verdict.hint))


# Files of other programs


@pytest.mark.parametrize("other", PROGRAMS, ids=lambda other: other.name)
def test_a_file_of_another_program_breaks_exactly_these_rules(other: Elsewhere) -> None:
    if not installed(other.program):
        pytest.skip(f"{other.program} is not installed")
    found = read(other.make(), Wanted(bleed_mm=3.0 if "for print" in other.name else 0.0))
    assert broken(found) == other.breaks, [one.message for one in found.verdicts if one.status == "fail"]


def test_most_good_files_are_by_other_programs() -> None:
    assert len({other.name for other in PROGRAMS}) >= 30
    assert len([other for other in PROGRAMS if not other.breaks]) >= 8


def test_an_order_is_held_to() -> None:
    data = badpress.good()
    assert broken(read(data, Wanted(size=(105, 148)))) == {"page-size"}
    assert broken(read(data, Wanted(size=(99, 210), bleed_mm=5))) == {"bleed-box", "bleed-short"}
    assert broken(read(data, Wanted(condition="FOGRA51"))) == {"output-condition"}
    assert broken(read(data, Wanted(pages=4))) == broken(read(data, Wanted("magazine"))) == {"page-count"}


def test_a_line_that_is_set_letter_by_letter_is_one_fault() -> None:
    def letters(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.2, 0, 0)
        for number in range(20):
            canvas.drawString((20 + 2.5 * number) * mm, 60 * mm, "a")

    (verdict,) = (one for one in read(drawn(letters), ANY).verdicts if one.rule == "colour-rgb")
    (fault,) = verdict.faults
    assert fault.box and [round(value) for value in fault.box[:3:2]] == [20, 70]


def test_the_facts_of_a_file_are_a_sentence() -> None:
    assert (
        in_words(read(badpress.good(), Wanted()).facts) == "2 pages of 99 x 210 mm, 3 mm bleed, for FOGRA39, PDF/X-4."
    )
    plain = in_words(read(drawn(), Wanted()).facts)
    assert plain == "1 page of 105 x 216 mm, no bleed, for no printing condition, not PDF/X."
    assert in_words({}) == ""


def test_a_turned_and_cropped_page_is_judged_where_its_operators_are() -> None:
    """A viewer shows another part of the paper, turned; places are those of the file."""

    def change(pdf: Pdf) -> None:
        badpress.rgb_text(pdf)
        pdf.pages[0].CropBox, pdf.pages[0].Rotate = pdf.pages[0].TrimBox, 90

    turned, straight = (read(badpress.spoiled(spoil), Wanted(draws=True)) for spoil in (change, badpress.rgb_text))
    places = [next(one for one in found.verdicts if one.rule == "colour-rgb").faults for found in (turned, straight)]
    assert places[0] == places[1] != ()
    assert turned.pictures == straight.pictures != ()


# Hostile files


def above_itself(pdf: Pdf) -> None:
    pdf.pages[0].obj.Parent = pdf.pages[0].obj
    del pdf.pages[0]["/TrimBox"]


def many_pages(pdf: Pdf) -> None:
    for _ in range(401):
        pdf.pages.append(pdf.pages[0])


def no_pages(pdf: Pdf) -> None:
    del pdf.pages[:]


def large(pdf: Pdf) -> None:
    pdf.pages[0].MediaBox = Array([0, 0, 14400, 14400])


def magnified(pdf: Pdf) -> None:
    pdf.pages[0].UserUnit = 75000


def drawn_in_itself(pdf: Pdf) -> None:
    form = pdf.make_indirect(
        pdf.make_stream(b"/Own Do /Own Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    )
    form.Resources = Dictionary(XObject=Dictionary(Own=form))
    badpress.paint(pdf, "/Own Do", XObject={"Own": form})


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "The file cannot be read"),
    "words": (lambda: b"Dear printer,", "The file cannot be read"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(400), "The file cannot be read"),
    "only a head": (lambda: b"%PDF-1.7\n%%EOF\n", "The file cannot be read"),
    "half": (lambda: badpress.good()[:20000], "The file cannot be read"),
    "no trailer": (lambda: badpress.good()[:-900], "The file cannot be read"),
    "a password": (
        lambda: saved(badpress.turned, encryption=pikepdf.Encryption(owner="a", user="b")),
        "with a password",
    ),
    "many pages": (lambda: saved(many_pages), "it has 403 pages; the limit is 400"),
    "no pages": (lambda: saved(no_pages), "it has no pages"),
    "a large page": (lambda: saved(large), "page 1 measures 26 square metres"),
    "a magnified page": (lambda: saved(magnified), "square metres"),
    "a form in itself": (lambda: saved(drawn_in_itself), "a form draws itself"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_judged_is_refused_with_the_reason(name: str) -> None:
    make, reason = REFUSED[name]
    assert reason in message(read(make(), Wanted(draws=True)))


MENDED: dict[str, Callable[[bytes], bytes]] = {
    "a wrong address": lambda data: re.sub(rb"startxref\n\d+", b"startxref\n99", data),
    "a line too few": lambda data: data.replace(b"endstream\nendobj", b"endobj", 1),
    "words after the end": lambda data: data + b"<html>" * 400,
    "a lost end": lambda data: data[: data.rindex(b"startxref")],
}


@pytest.mark.parametrize("name", MENDED)
def test_a_damaged_file_is_never_called_sound(name: str) -> None:
    plain = saved(lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert not broken(read(plain, Wanted()))
    assert "file-broken" in broken(read(MENDED[name](plain), Wanted()))


def test_a_later_version_of_pdf_is_not_pdf_x() -> None:
    assert broken(read(saved(lambda pdf: None, force_version="2.0"), Wanted())) == {"x4-keys"}


def test_what_runs_or_is_attached_is_named() -> None:
    for spoil in (
        badpress.script,
        badpress.named_script,
        badpress.page_action,
        badpress.attachment,
        badpress.form_fields,
    ):
        assert "file-active" in broken(read(badpress.spoiled(spoil), Wanted())), spoil.__name__


def test_a_page_above_itself_is_judged() -> None:
    assert broken(read(saved(above_itself), ANY)) <= {"trim-box", "trim-differs", "bleed-box"}


def doubling(pdf: Pdf) -> None:
    """A form that draws another twice, and so on: 2 to the power of 30 times in the end."""
    inner = pdf.make_stream(b"0 0 0 1 k 0 0 1 1 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    for _ in range(30):
        outer = pdf.make_stream(b"/A Do /A Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        outer.Resources = Dictionary(XObject=Dictionary(A=pdf.make_indirect(inner)))
        inner = outer
    badpress.paint(pdf, "/Own Do", XObject={"Own": pdf.make_indirect(inner)})


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    process = LimitedProcess("leaflets.preflight.outside:answer", Limits(cpu_seconds=1, memory_mib=900))
    monkeypatch.setattr(outside, "_process", lambda: process)
    assert "seconds of processor time" in message(outside.judge(saved(doubling), Wanted()))
    assert broken(outside.judge(badpress.good(), Wanted())) == set()  # and the next file is judged
    process.close()


def test_a_file_that_is_too_large_is_not_begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(outside, "_process", lambda: pytest.fail("it was begun"))
    with (tmp_path / "large.pdf").open("wb") as stream:
        stream.truncate(outside.MOST_BYTES + 1)
    data, found = outside.judge_file(tmp_path / "large.pdf", Wanted())
    assert data == b"" and "larger than 268 MB" in message(found)


def test_files_changed_by_chance_are_judged_without_a_fault_of_ours() -> None:
    dice, good = random.Random(11), badpress.good()
    for _ in range(12):
        data = bytearray(good)
        for _ in range(dice.randrange(1, 60)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        assert read(bytes(data), Wanted()).verdicts


# In the program


def preflight(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return program.run("preflight", *words)


def test_the_verb_says_in_a_line_whether_a_printer_takes_a_file(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(badpress.good())
    bad.write_bytes(badpress.spoiled(badpress.rgb_text))
    report = tmp_path / "report.html"
    run = preflight(good, bad, "--report", report)
    assert run.returncode == 4
    first, second = run.stdout.splitlines()
    assert first.endswith(
        "good.pdf: 2 pages of 99 x 210 mm, 3 mm bleed, for FOGRA39, PDF/X-4. Ready for the printer, with remarks."
    )
    assert second.endswith("Not for the printer.")
    assert (
        "bad.pdf: Page 1: Text of 12.0 pt is in DeviceRGB" in run.stderr and "convert the colour to CMYK" in run.stderr
    )
    html = report.read_text(encoding="utf-8")
    assert html.count("<svg") == 4 and 'class="frame frame--fail"' in html and "GWG 2022" in html
    assert preflight(good).returncode == 0


def test_the_verb_gives_all_to_other_programs(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(badpress.good())
    (tmp_path / "b.pdf").write_bytes(b"nothing")
    run = preflight(tmp_path / "a.pdf", tmp_path / "b.pdf", "--json", "--rules", "house", "--size", "99x210")
    told = json.loads(run.stdout)
    assert (run.returncode, told["exit_code"], told["rules"]) == (4, 4, "house")
    one, other = told["files"]
    assert (one["status"], one["pages"], one["bleed_mm"], one["condition"]) == ("warn", 2, 3.0, "FOGRA39")
    assert other["status"] == "fail" and [one["rule"] for one in other["verdicts"]] == ["file-broken"]
    assert {problem["slug"] for problem in told["problems"]} == {"qr-too-small", "file-broken"}
    assert one["verdicts"][-1]["rule"] == "second-judge" and one["verdicts"][-1]["status"] == "pass"


def test_a_pipe_and_a_file_of_gigabytes_are_refused_and_the_next_file_is_judged(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with (tmp_path / "large.pdf").open("wb") as stream:
        stream.truncate(3 * 2**30)
    (tmp_path / "good.pdf").write_bytes(badpress.good())
    run = preflight(*(tmp_path / f"{name}.pdf" for name in ("pipe", "large", "good")), "--json")
    pipe, large, good = json.loads(run.stdout)["files"]
    said = [" ".join(fault["message"] for one in file["verdicts"] for fault in one["faults"]) for file in (pipe, large)]
    assert run.returncode == 4 and good["status"] != "fail"
    assert "not an ordinary file" in said[0] and "larger than 268 MB" in said[1]


@pytest.mark.parametrize("words", [("--size", "7x7"), ("--rules", "mine"), ("--bleed", "-1"), ("--pages", "x")])
def test_wrong_options_are_wrong_usage(words: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    assert preflight(tmp_path / "a.pdf", *words).returncode == 2
    assert preflight(tmp_path / "none.pdf").returncode == preflight().returncode == 2
