# SPDX-License-Identifier: MIT
"""Preflight for the press: good files pass every rule; each rule is shown files that it must refuse."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import subprocess
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import badpress
import pikepdf
import program
import pytest
import small
from badfiles import OFFICE_WAYS, SCREEN_WAYS
from badpress import FOLD_WAYS, FORM, TRIFOLD, WAYS, Spoil
from markupsafe import escape
from PIL import ImageChops

from leaflets.cli import doctor
from leaflets.preflight import raster
from leaflets.preflight.check import inspect, rules_for
from leaflets.preflight.expected import Expected
from leaflets.preflight.press import ghostscript
from leaflets.preflight.press.ghostscript import LivingGhostscript
from leaflets.preflight.press.painted import paint
from leaflets.preflight.press.report import Checked, to_html
from leaflets.preflight.press.separations import DPI, PLAIN, separate, split_page
from leaflets.preflight.reading import OpenFile, open_file
from leaflets.preflight.rules.every import LEGIBLE_RULES
from leaflets.preflight.rules.table import RULES
from leaflets.preflight.verdict import NotRun, Verdict, overall, problems_of

BY_ID = {rule.id: rule for rule in RULES}
ASKED = rules_for("press")
# The small project's codes are small: 0.46 mm a module.
KNOWN = {"qr-too-small": "warn"}


def opened(pdf: bytes) -> AbstractContextManager[OpenFile]:
    return open_file(pdf, "press")


def check_press(pdf: bytes, wanted: Expected) -> tuple[Verdict, ...]:
    return inspect(pdf, wanted).verdicts


@cache
def whole(form: str) -> tuple[Verdict, ...]:
    return check_press(badpress.good(form), badpress.expected(form))


def only(rule: str, pdf: bytes, form: str = FORM, wanted: Expected | None = None) -> Verdict:
    """Return what one rule says of a file."""
    with opened(pdf) as file:
        return BY_ID[rule].judge(file, wanted or badpress.expected(form))


@pytest.mark.parametrize("form", small.FORMATS)
def test_a_good_file_passes_every_rule(form: str) -> None:
    said = {verdict.rule: verdict.status for verdict in whole(form) if verdict.status != "pass"}
    assert said.items() <= KNOWN.items(), [verdict.message for verdict in whole(form) if verdict.status != "pass"]
    assert [verdict.rule for verdict in whole(form)] == [rule.id for rule in ASKED]


def test_every_rule_has_a_file_that_it_refuses() -> None:
    """Of paper for a press, and of those for a screen or an office printer, wherever it is asked."""
    elsewhere = {"file-broken", "encrypted"}  # files that cannot be opened and spoiled
    press = {rule for _, rule, _ in (*WAYS, *FOLD_WAYS)}
    assert {rule.id for rule in ASKED} == press | elsewhere
    plain = {"screen": {rule for _, rule in SCREEN_WAYS}, "office": {rule for _, rule in OFFICE_WAYS}}
    words = {"qr-unexpected", "qr-too-small", "qr-scaled", "qr-lost-in-copy"}  # in tests with words of their own
    words |= {rule.id for rule in LEGIBLE_RULES}  # in test_legible
    shared = {rule.id for rule in RULES if set(rule.purposes) & set(plain)}
    assert shared == set().union(*plain.values()) | words | {"file-broken"}
    assert len({spoil.__name__ for spoil, _, _ in WAYS}) > 100


def test_no_rule_is_stated_twice() -> None:
    slugs = [rule.slug for rule in RULES]
    assert len(slugs) == len(set(slugs)) > 70
    assert not {slug.removeprefix("press-") for slug in slugs if slug.startswith("press-")} & set(slugs)
    assert len({rule.look for rule in RULES}) == len(RULES)


def test_rules_have_names_titles_and_sources_of_their_own() -> None:
    assert len(BY_ID) == len(RULES) == len({rule.title for rule in RULES})
    for rule in RULES:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id)
        assert rule.title.endswith(".") and rule.source and rule.hint.endswith(".")


@pytest.mark.parametrize(("spoil", "rule", "status"), WAYS, ids=[f"{spoil.__name__}-{rule}" for spoil, rule, _ in WAYS])
def test_a_bad_file_is_refused_by_name(spoil: Spoil, rule: str, status: str) -> None:
    verdict = only(rule, badpress.spoiled(spoil))
    assert verdict.status == status, verdict
    assert verdict.message and verdict.faults and verdict.hint
    assert [verdict] != [of_good for of_good in whole(FORM) if of_good.rule == rule]


@pytest.mark.parametrize(("spoil", "rule", "status"), FOLD_WAYS, ids=[spoil.__name__ for spoil, _, _ in FOLD_WAYS])
def test_a_bad_folded_leaflet_is_refused_by_name(spoil: Spoil, rule: str, status: str) -> None:
    assert only(rule, badpress.spoiled(spoil, TRIFOLD), TRIFOLD).status == status


def test_an_encrypted_file_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(badpress.good())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="secret", user=""))
    assert only("encrypted", out.getvalue()).status == "fail"
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(badpress.good())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="secret", user="secret"))
    assert [verdict.rule for verdict in check_press(out.getvalue(), badpress.expected())] == ["file-broken"]


def test_what_a_printer_takes_is_let_through() -> None:
    """Grey pictures, grey surfaces, text on white that knocks out, black text that overprints."""

    def harmless(pdf: pikepdf.Pdf) -> None:
        badpress.show_picture(pdf, badpress.picture(pdf, pikepdf.Name.DeviceGray, 1, pixels=400), 20)
        badpress.paint(pdf, f"0.5 g {badpress.rectangle(60, 60, 10, 10)} f")
        badpress.draw_code(pdf, badpress.expected().codes[0].module_mm)
        badpress.on_ground(pdf, "0 0 0 1 k", 9, "/Own gs", **badpress.state(OP=True, op=True, OPM=1))
        badpress.paint(pdf, f"0 0 0 0 k {badpress.rectangle(20, 140, 60, 30)} f")
        badpress.words(pdf, "0 0 0 1 k", 9, (30, 150))

    verdicts = check_press(badpress.spoiled(harmless), with_press(layout=b""))
    assert {verdict.rule: verdict.status for verdict in verdicts if verdict.status != "pass"} == KNOWN


def with_press(**agreed: Any) -> Expected:
    """Return what a card must be, with something else agreed with the printer."""
    return replace(badpress.expected(), press=replace(badpress.expected().press, **agreed))


def test_a_proof_must_say_so() -> None:
    proof = with_press(is_proof=True)
    said = check_press(badpress.good(FORM, "PROOF: 3 facts not verified: not for print run"), proof)
    assert overall(said) == "warn"
    unsaid = only("slug-line", badpress.good(), wanted=proof)
    assert unsaid.status == "fail" and "proof" in unsaid.message


def test_another_bleed_and_less_ink_are_held_to() -> None:
    assert only("bleed-box", badpress.good(), wanted=with_press(bleed_mm=5.0)).status == "fail"
    assert only("ink-total", badpress.good(), wanted=with_press(max_ink=50)).status == "fail"


def test_a_code_that_the_file_lacks_is_missed() -> None:
    wanted = badpress.expected()
    other = replace(wanted.codes[0], url="https://example.org/other")
    verdict = only("qr-unreadable", badpress.good(), wanted=replace(wanted, codes=(other,)))
    assert verdict.status == "fail" and "example.org/other" in verdict.message


def test_a_page_and_its_layout_are_drawn_once_for_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    before = whole(FORM)
    drawn, draw, see = [], raster.draw_grey, raster.draw_and_read
    monkeypatch.setattr(raster, "draw_grey", lambda page: drawn.append(page) or draw(page))
    monkeypatch.setattr(raster, "draw_and_read", lambda page, number: drawn.append(page) or see(page, number))
    assert check_press(badpress.good(), badpress.expected()) == before
    assert len(drawn) == 2 * len(badpress.expected().sizes)


def test_no_fault_is_reported_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    for spoil in (badpress.code_tiny, badpress.font_lost, badpress.page_lost, badpress.link, badpress.turned):
        problems = inspect(badpress.spoiled(spoil), badpress.expected()).problems
        names = [problem.slug.removeprefix("press-") for problem in problems]
        assert len(names) == len(set(names)), names


# Faults have places


def test_a_fault_says_where_it_is() -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        badpress.paint(pdf, f"1 0 0 rg {badpress.rectangle(30, 60, 20, 10)} f", page=1)

    verdict = only("colour-rgb", badpress.spoiled(spoil))
    assert verdict.page == 2
    assert [round(value, 1) for value in verdict.faults[0].box or ()] == [30, 140, 50, 150]


def test_a_clip_hides_what_is_outside_it() -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        badpress.paint(pdf, f"{badpress.rectangle(30, 60, 5, 5)} W n 1 0 0 rg {badpress.rectangle(0, 0, 90, 90)} f")

    (fault,) = only("colour-rgb", badpress.spoiled(spoil)).faults
    assert [round(value, 1) for value in fault.box or ()] == [30, 145, 35, 150]


def test_heavy_ink_has_a_place() -> None:
    (fault,) = only("ink-total", badpress.spoiled(badpress.heavy_colour)).faults
    assert all(abs(value - wanted) < 0.6 for value, wanted in zip(fault.box or (), (30, 142, 38, 150), strict=True))


def test_text_stands_where_another_library_finds_it() -> None:
    """Line by line: words and digits are in two fonts, and each library cuts a line into pieces of its own."""
    with opened(badpress.good(TRIFOLD)) as reading, raster.open_pages(badpress.good(TRIFOLD)) as document:
        marks = lines_of([mark.box for mark in reading.painted[0].printed if mark.kind == "text"])
        words = document[0].get_textpage()
        found = [words.get_rect(number) for number in range(words.count_rects())]
        words.close()
    trim = reading.pages[0].trim
    found = lines_of([box for box in found if trim[0] < box[0] and trim[1] < box[1] < trim[3]])
    assert len(found) > 10
    for left, bottom, right, top in found:
        around = [mark for mark in marks if mark[1] - 3 < bottom and top < mark[3] + 3]
        assert any(abs(mark[0] - left) < 2 for mark in around), (left, bottom, right, top)
        assert any(abs(mark[2] - right) < 4 for mark in around), (left, bottom, right, top)


def lines_of(boxes: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Return the boxes of whole lines from those of their pieces: level, and less than a wide space apart."""
    lines: list[tuple[float, float, float, float]] = []
    for left, bottom, right, top in sorted(boxes):
        for number, (start, low, end, high) in enumerate(lines):
            if min(top, high) - max(bottom, low) > 0 and abs(bottom - low) < 4 and left - end < 6:
                lines[number] = start, min(low, bottom), max(end, right), max(high, top)
                break
        else:
            lines.append((left, bottom, right, top))
    return lines


# The plates


@pytest.mark.parametrize("form", [FORM, TRIFOLD])
def test_plain_files_have_the_same_plates_without_colour_management(form: str) -> None:
    with opened(badpress.good(form)) as reading:
        assert paint(reading.pages).is_plain
    managed, plain = (separate(badpress.good(form), len(reading.pages), plain=plain) for plain in (False, True))
    assert len(managed) == len(plain) == len(reading.pages)
    for one, other in zip(managed, plain, strict=True):
        assert one.most()[0] > 90
        for plate, same in zip(one.plates, other.plates, strict=True):
            assert plate.size == same.size
            assert ImageChops.difference(plate, same).getextrema()[1] <= 1


@pytest.mark.parametrize("spoil", badpress.NOT_PLAIN, ids=lambda spoil: spoil.__name__)
def test_what_colour_management_may_change_is_not_plain(spoil: Spoil) -> None:
    with opened(badpress.spoiled(spoil)) as reading:
        assert not paint(reading.pages).is_plain


def test_black_that_overprints_is_plain_where_no_colour_is_near() -> None:
    def spoil(pdf: pikepdf.Pdf, *, away: float) -> None:
        badpress.paint(pdf, f"0.5 0.2 0 0 k {badpress.rectangle(30, 60, 20, 10)} f", page=1)
        black = f"/Own gs 0 0 0 1 k {badpress.rectangle(50 + away, 60, 5, 5)} f"
        badpress.paint(pdf, black, page=1, **badpress.state(OP=True, op=True, OPM=1))

    for away, plain in ((0.5, False), (1.0, True)):
        with opened(badpress.spoiled(partial(spoil, away=away))) as reading:
            assert paint(reading.pages).is_plain is plain


@pytest.mark.parametrize("stream", [b"", b"P7\nWIDTH 2\nHEIGHT 2\nDEPTH 4\nENDHDR\n123", b"Unrecoverable error"])
def test_plates_that_are_not_whole_are_no_plates(stream: bytes) -> None:
    with pytest.raises(ValueError, match=r"no picture|not enough"):
        split_page(stream)


# When something is missing or broken


def test_without_ghostscript_nothing_measured_is_called_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    verdicts = {verdict.rule: verdict for verdict in check_press(badpress.good(), badpress.expected())}
    measured = {name for name, verdict in verdicts.items() if verdict.status == "not-run"}
    assert measured == {"ink-total", "ink-average", "qr-plates"}
    assert "apt install ghostscript" in verdicts["ink-total"].message
    assert overall(verdicts.values()) == "not-run"
    (problem,) = [p for p in problems_of(verdicts.values(), "an-edition") if p.slug == "press-not-measured"]
    assert problem.severity == "warning" and problem.where == "press editions"


def test_the_doctor_says_how_to_measure_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    (finding,) = [finding for finding in doctor.examine(program.ROOT) if finding.name == "Ghostscript"]
    assert not finding.ok and finding.severity == "warning" and "ghostscript" in finding.command


def test_without_ghostscript_a_heavy_colour_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert only("ink-colour", badpress.spoiled(badpress.heavy_colour)).status == "fail"


@pytest.mark.parametrize("plain", [False, True])
def test_a_ghostscript_that_fails_is_no_pass(plain: bool) -> None:
    with pytest.raises(NotRun):
        separate(badpress.good(), 1, program="false", plain=plain)


def test_a_ghostscript_that_is_killed_is_run_once_more(tmp_path: Path) -> None:
    killed, mark = tmp_path / "gs", tmp_path / "was-killed"
    killed.write_text(f'#!/bin/sh\n[ -e "{mark}" ] && exec {shutil.which("gs")} "$@"\n: > "{mark}"\nkill -9 $$\n')
    killed.chmod(0o755)
    assert separate(badpress.good(), 1, program=str(killed)) == separate(badpress.good(), 1)
    killed.write_text("#!/bin/sh\nkill -9 $$\n")
    with pytest.raises(NotRun, match="signal 9"):
        separate(badpress.good(), 1, program=str(killed))


@pytest.mark.parametrize("fault", ["sleep 60", "kill -9 $$", "read line; echo leaflets: done", "read line; echo Error"])
def test_a_living_ghostscript_that_hangs_dies_or_lies_leaves_the_file_to_a_fresh_one(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is started to stay alive is at fault here; then the plates are those of a fresh process."""
    monkeypatch.setattr(ghostscript, "LONGEST_SECONDS", 1)
    faulty = tmp_path / "gs"
    faulty.write_text(f'#!/bin/sh\ncase "$*" in *NOPROMPT*) {fault};; esac\nexec {shutil.which("gs")} "$@"\n')
    faulty.chmod(0o755)
    for _ in range(2):
        assert separate(badpress.good(), 2, program=str(faulty), plain=True) == separate(badpress.good(), 2, plain=True)


def test_a_living_ghostscript_judges_each_file_alone_and_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ghostscript, "MOST_FILES", 2)
    files = [badpress.good(FORM), badpress.good()[:3000], badpress.good(TRIFOLD), badpress.good(FORM)]
    living, processes = LivingGhostscript("gs", (f"-r{DPI}", *PLAIN)), set()
    for data in files * 2:
        if len(data) == 3000:
            with pytest.raises(ValueError, match="Catalog dictionary not located"):
                list(living.draw(data, 2))
        else:
            drawn = list(living.draw(data, 2))
            assert drawn == list(LivingGhostscript("gs", (f"-r{DPI}", *PLAIN)).draw(data, 2))
            assert living._process and len(drawn) == 2
            processes.add(living._process.pid)
    living.close()
    assert len(processes) > 2


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing", b"\0" * 5000])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    (verdict,) = check_press(data, badpress.expected())
    assert (verdict.rule, verdict.status) == ("file-broken", "fail")


def test_damaged_files_are_judged_without_a_fault_of_ours() -> None:
    dice, judged = random.Random(7), 0
    for _ in range(20):
        data = bytearray(badpress.good())
        for _ in range(30):
            data[dice.randrange(len(data))] = dice.randrange(256)
        judged += len(check_press(bytes(data), badpress.expected()))
    assert judged >= 20


def test_a_form_that_draws_itself_is_refused_soon() -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        form = pdf.make_indirect(form)
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Own=form))
        form.write(b"/Own Do /Own Do")
        badpress.paint(pdf, "/Own Do", XObject={"Own": form})

    (verdict,) = check_press(badpress.spoiled(spoil), badpress.expected())
    assert (verdict.rule, verdict.message) == ("file-broken", "The file cannot be read: a form draws itself.")


def test_a_page_that_would_fill_the_memory_is_not_drawn() -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].MediaBox = pikepdf.Array([0, 0, 14400, 14400])

    (verdict,) = check_press(badpress.spoiled(spoil), badpress.expected())
    assert (verdict.rule, verdict.message) == (
        "file-broken",
        "The file cannot be read: page 2 measures 26 square metres.",
    )


# What is made of verdicts


def test_verdicts_become_problems_with_stable_names() -> None:
    verdicts = check_press(badpress.spoiled(badpress.rgb_text), with_press(layout=b""))
    problems = {problem.slug: problem for problem in problems_of(verdicts, "card.press")}
    assert problems["press-colour-rgb"].severity == "error"
    assert problems["press-colour-rgb"].where == "card.press"
    assert problems["qr-too-small"].severity == "warning"
    assert len(problems) == 2


def test_verdicts_are_plain_json() -> None:
    told = json.loads(json.dumps([verdict.as_json() for verdict in whole(FORM)]))
    assert len(told) == len(ASKED)
    assert {"rule", "title", "source", "status", "message", "hint", "faults"} == set(told[0])


def test_the_same_file_gets_the_same_verdicts() -> None:
    assert check_press(badpress.good(), badpress.expected()) == whole(FORM)


# The report


def many_faults(pdf: pikepdf.Pdf) -> None:
    for spoil in (badpress.rgb_text, badpress.heavy_colour, badpress.text_at_edge, badpress.code_small):
        spoil(pdf)


def report(pdf: bytes, heading: str = "A card, job 12", state: str = "final") -> str:
    verdicts = check_press(pdf, badpress.expected())
    checked = Checked("card.card-dl.en.press", "card.pdf", pdf, verdicts, state)
    return to_html([checked], heading=heading, resources=small.resources())


def test_the_report_frames_each_fault_where_it_is() -> None:
    html = report(badpress.spoiled(many_faults))
    assert "Not for the printer" in html
    assert html.count("<svg") == 2
    frames = re.findall(r'class="frame frame--(\w+)" x="([\d.]+)" y="([\d.]+)"', html)
    assert {"fail", "warn"} == {level for level, _, _ in frames}
    # The heavy colour: 30 mm from the left and 142 mm from the top of the trim, which lies 14 mm inside the paper.
    assert any(abs(float(x) - 44) < 1 and abs(float(y) - 156) < 1 for _, x, y in frames)
    for rule in ("colour-rgb", "ink-colour", "ink-total", "text-near-trim", "qr-too-small"):
        assert f"<strong>{rule}</strong>" in html
    for rule in ASKED:
        assert html.count(str(escape(rule.title))) >= 1


def test_the_report_of_a_good_file_says_so() -> None:
    html = report(badpress.good())
    assert "Ready for the printer, with remarks" in html
    assert "frame--fail" not in html


def test_the_report_of_a_proof_does_not_call_it_ready() -> None:
    html = report(badpress.good(), state="proof")
    assert "A proof, not for the print run" in html and "Ready" not in html


def test_the_report_holds_all_that_it_shows() -> None:
    html = report(badpress.spoiled(badpress.code_elsewhere))
    assert not re.search(r"""(src|href)=["'](?!data:)|@import|url\(|<script""", html)
    assert "https://example.com/elsewhere" in html


def test_the_report_shows_names_as_they_are_written() -> None:
    html = report(badpress.good(), heading="<b>Bees & honey</b>")
    assert "&lt;b&gt;Bees &amp; honey&lt;/b&gt;" in html and "<b>" not in html


def test_the_report_of_a_broken_file_has_no_pictures() -> None:
    html = report(b"%PDF-1.7 nothing")
    assert "Not for the printer" in html and "file-broken" in html and "<svg" not in html


def test_the_same_file_gets_the_same_report() -> None:
    assert report(badpress.good()) == report(badpress.good())


# In the program


def build_card(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Build, or check, the small project's card for the press."""
    chosen = ("--format", "card-dl", "--purpose", "press", "--today", program.TODAY, "--json")
    return program.run("--project", folder, "--out", folder / "dist", *words, *chosen)


def test_a_hairline_in_a_template_stops_the_press_edition(small: Path) -> None:
    style = small / "templates" / "leaflets" / "plain" / "plain.css"
    style.write_text(
        style.read_text(encoding="utf-8") + ".plain__contact { border-block-end: 0.1pt solid var(--ink); }\n"
    )
    run = build_card(small, "build")
    assert run.returncode == 4
    assert '"press-line-thin"' in run.stdout
    assert not (small / "dist" / "pdf").exists()


def test_a_press_file_that_was_changed_afterwards_is_found_by_check(small: Path) -> None:
    assert build_card(small, "build").returncode == 0
    (file,) = (small / "dist").rglob("*.press.pdf")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        badpress.rgb_text(pdf)
        pdf.save(file)
    run = build_card(small, "check")
    assert run.returncode == 4
    assert '"press-colour-rgb"' in run.stdout
