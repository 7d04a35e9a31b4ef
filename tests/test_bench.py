# SPDX-License-Identifier: MIT
"""The bench: what it makes of what it measured, and one small run. Nothing here depends on how fast the machine is."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bench import project as projects
from bench.__main__ import arguments, main
from bench.chart import Scale, chart, palette
from bench.document import BEGIN, END, between, write_docs
from bench.experiments import EXPERIMENTS, SEPARATE, SLOPE, beside, slope
from bench.peers import Page, Peer, by_kind, find_peers, varied
from bench.results import Contestant, Experiment, Goal, Row, rows_of
from bench.table import duration, markdown, quietness, text, times
from bench.timed import Failed, Sample, run
from bench.workshop import Workshop

ROOT = Path(__file__).resolve().parent.parent
SVG = "{http://www.w3.org/2000/svg}"
ABOUT = {
    "date": "2026-11-23",
    "rounds": 3,
    "crowding": 1.0,
    "machine": {
        "processor": "Difference Engine",
        "cores": 2,
        "memory_gb": 8,
        "system": "Debian",
        "python": "3.11",
        "versions": {"weasyprint": "70.0"},
    },
}


def found() -> Experiment:
    """An experiment in which Typst took no part."""
    rows = [
        Row("Leaflets, nothing read back", 0.08, 0.15, 104.0, ran="all", ours=True),
        Row("weasyprint & friends", 0.6, 0.6, None, 7.5, 4.0, "9 of 60", Goal("ratio", 25)),
    ]
    return Experiment(
        "catalogue", "A catalogue", "an edition", rows, {"Typst, kept alive": "no typst: pip"}, ["A note."]
    )


def test_a_ratio_is_taken_within_a_round_and_the_middle_one_counts() -> None:
    ours = Contestant("ours", samples=[Sample(1.0, 2.0), Sample(2.0, 2.0), Sample(1.0, 2.0)], ours=True)
    busy = Contestant("peer", samples=[Sample(5.0, 4.0), Sample(12.0, 4.2), Sample(7.0, 3.8)], goal=Goal("ratio", 6))
    first, second = rows_of([ours, busy], units=2)
    assert (first.ratio, first.seconds, first.each) == (None, 0.5, (0.5, 1.0, 0.5))
    assert (second.ratio, second.cpu_ratio, second.seconds, second.met) == (6.0, 2.0, 3.5, True)


def test_what_is_not_known_is_not_made_up() -> None:
    ours = Contestant("ours", samples=[Sample(1.0, 1.0)])
    row = rows_of([ours, Contestant("chromium", samples=[Sample(2.0)])])[1]
    assert (row.cpu_seconds, row.cpu_ratio, row.memory_mb) == (None, None, None)
    assert rows_of([ours, Contestant("never ran")]) == rows_of([ours])


def test_a_goal_is_a_least_or_a_most() -> None:
    assert Row("a", 0.1, goal=Goal("seconds", most=0.12)).met is True
    assert Row("a", 0.2, goal=Goal("seconds", most=0.12)).met is False
    assert Row("a", 0.2, goal=Goal("ratio", least=2)).met is False
    assert Row("a", 0.2).met is None
    assert Goal("memory_mb", most=300).in_words() == "≤ 300 MB"


def test_a_peer_that_makes_few_files_counts_for_all_and_starts_once() -> None:
    pages = [Page(Path("a.html"), stands_for=3), Page(Path("b.html"), stands_for=1)]
    sample = Peer("naive", "loop").for_all(Sample(2.0, 2.5), [(0.5, 0.6), (0.2, 0.2)], pages)
    assert (sample.seconds, sample.cpu_seconds, sample.files) == (3.0, 3.7, 2)


def test_one_page_of_a_kind_stands_for_every_edition_of_it() -> None:
    listed = [{"kind": kind, "path": f"{number}.html", "editions": 3} for number, kind in enumerate(("a", "b", "a"))]
    assert [(page.source.name, page.stands_for) for page in by_kind(listed)] == [("0.html", 6), ("1.html", 3)]


def test_a_peer_that_is_not_here_is_named_with_what_installs_it(tmp_path: Path) -> None:
    shop = Workshop(tmp_path, {"typst": Peer("typst", "Typst, kept alive", "no typst: pip install typst")})
    experiment = Experiment("trifold", "A tri-fold", "an edition")
    assert beside(experiment, shop, "typst", [], None) == []
    assert "  Left out: Typst, kept alive: no typst: pip install typst." in list(text([experiment]))
    assert "Left out: Typst, kept alive: no typst" in markdown([experiment], ABOUT)
    assert list(find_peers()) == ["weasyprint", "naive", "chromium", "typst"]


def test_a_program_that_fails_says_what_it_said() -> None:
    with pytest.raises(Failed, match="ended with 3: no such leaflet"):
        run(["sh", "-c", "echo no such leaflet >&2; exit 3"])


def test_times_are_written_as_people_say_them() -> None:
    assert [duration(value) for value in (None, 0.0026, 0.0812, 1.4249)] == ["-", "2.6 ms", "81 ms", "1.42 s"]
    assert [times(value) for value in (None, 350.4, 6.66, 0.98, 0.039)] == ["", "350x", "6.7x", "1.0x", "0.039x"]


def test_the_table_says_whether_the_machine_was_busy() -> None:
    assert quietness(1.02) == "nobody else used the machine."
    assert "1.70 s by the clock" in quietness(1.7)
    lines = markdown([found()], ABOUT).splitlines()
    assert "| weasyprint & friends | 600 ms | 600 ms | 7.5x | 4.0x | - | 9 of 60 | ≥ 25x: missed |" in lines


def test_the_slope_compares_a_small_catalogue_with_a_large_one() -> None:
    samples = [Sample(2.0, 2.0, files=10), Sample(11.0, 20.0, files=100), Sample(101.0, 218.0, files=1000)]
    said = slope(samples)
    assert "100 ms (200 ms of processor time) and 100 ms (220 ms of processor time)" in said
    assert f"+10%; the goal, within {SLOPE:.0%}, is kept" in said
    assert slope(samples[:2]) == "One more edition costs 100 ms (200 ms of processor time)."


def test_the_chart_is_a_drawing_with_a_title_and_words_for_those_who_hear_it() -> None:
    drawing = ET.fromstring(chart([found()], palette()))
    assert drawing.attrib["role"] == "img"
    named = {element.attrib["id"]: element.text for element in drawing if "id" in element.attrib}
    assert "weasyprint & friends 600 ms (7.5x)" in str(named["desc"])
    bars = [element for element in drawing.iter(f"{SVG}rect") if element.attrib["class"] in ("ours", "peer")]
    assert [bar.attrib["class"] for bar in bars] == ["ours", "peer"]
    assert float(bars[0].attrib["width"]) < float(bars[1].attrib["width"])
    style = drawing.find(f"{SVG}style")
    assert style is not None and "prefers-color-scheme: dark" in str(style.text)


def test_the_scale_is_logarithmic_between_powers_of_ten() -> None:
    scale = Scale([0.02, 5.0])
    assert scale.ticks == [0.01, 0.1, 1.0, 10.0]
    assert scale.x(0.1) - scale.x(0.01) == pytest.approx(scale.x(10) - scale.x(1))


def test_only_what_stands_between_the_marks_of_a_page_changes() -> None:
    page = f"Before.\n\n{BEGIN}\n\nold\n\n{END}\n\nAfter.\n"
    assert between(page, "new") == page.replace("old", "new")
    for broken in (page.replace(END, ""), page + BEGIN):
        with pytest.raises(ValueError, match="each mark"):
            between(broken, "new")


def test_the_documents_are_written_again(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "performance.md").write_text((ROOT / "docs" / "performance.md").read_text(encoding="utf-8"))
    written = write_docs([found()], ABOUT, tmp_path)
    assert [path.name for path in written] == ["performance.md", "performance.svg", "performance.json"]
    assert "Difference Engine, 2 cores, 8 GB; Debian" in written[0].read_text(encoding="utf-8")
    assert json.loads(written[2].read_text(encoding="utf-8"))["experiments"][0]["rows"][1]["met"] is False


def test_what_the_documents_show_has_been_measured() -> None:
    numbers = json.loads((ROOT / "docs" / "performance.json").read_text(encoding="utf-8"))
    assert [experiment["id"] for experiment in numbers["experiments"]] == list(EXPERIMENTS)
    assert not numbers["small"]
    ET.parse(ROOT / "docs" / "images" / "performance.svg")


def test_the_readme_of_the_bench_knows_every_experiment_and_option() -> None:
    readme = (ROOT / "bench" / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in readme for name in EXPERIMENTS)
    options = [option for action in arguments()._actions for option in action.option_strings if option.startswith("--")]
    assert len(options) > 5
    assert all(option in readme for option in options if option != "--help")


def test_copies_have_ids_and_codes_of_their_own() -> None:
    text = projects.grown(105)
    codes = [line.split()[1] for line in text.splitlines() if line.strip().startswith("code: ")]
    assert len(codes) == len(set(codes)) == 210
    assert {"BA-00", "BC-09"} <= set(codes)


def test_a_changed_word_is_a_new_one_for_many_rounds(tmp_path: Path) -> None:
    for name, (_, words) in projects.WORDS.items():
        project = projects.make(tmp_path / name, projects.english())
        shipped = project.data.read_text(encoding="utf-8")
        seen = {shipped}
        for _ in words[1:]:
            project.change_word(name)
            seen.add(project.data.read_text(encoding="utf-8"))
        assert len(seen) == len(words) > 5
        project.change_word(name)
        assert project.data.read_text(encoding="utf-8") == shipped


def test_a_word_that_data_yaml_no_longer_has_is_one_failed_experiment(tmp_path: Path) -> None:
    project = projects.make(tmp_path / "project", projects.english().replace("flap-heading: Say it ", "flap-heading: "))
    with pytest.raises(Failed, match=r"data\.yaml no longer has 'flap-heading: Say it tonight'"):
        project.change_word("parents-guide")
    with pytest.raises(Failed, match=r"data\.yaml has no publication none"):
        projects.only("none")


def test_the_words_of_a_varied_leaflet_differ_and_its_files_do_not(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    risks = [{"icon": "icons-mask.svg", "title": "Grooming"}]
    path.write_text(json.dumps({"words": {"lead": "Talk"}, "risks": risks}))
    words = json.loads(varied(path, 1).read_text(encoding="utf-8"))
    assert words == {
        "words": {"lead": "Telk"},
        "risks": [{"icon": "icons-mask.svg", "title": "Gruumong"}],
    }


def test_a_small_run_measures_both_sides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    numbers, drawing = tmp_path / "numbers.json", tmp_path / "chart.svg"
    words = ["--only", "single", "--small", "--rounds", "1", "--json", str(numbers), "--chart", str(drawing)]
    assert main(words) == 0
    (experiment,) = json.loads(numbers.read_text(encoding="utf-8"))["experiments"]
    names = [row["name"] for row in experiment["rows"]]
    assert names[:2] == ["tri-fold: Leaflets, every check", "tri-fold: Leaflets, nothing read back"]
    peers = {"tri-fold: weasyprint, usual page", "tri-fold: weasyprint, our page"}
    assert (peers <= set(names)) != bool(experiment["skipped"])
    assert all(row["seconds"] > 0 and row["cpu_seconds"] > 0 for row in experiment["rows"])
    assert "One leaflet, from command to PDF" in capsys.readouterr().out
    ET.parse(drawing)


@pytest.mark.long
@pytest.mark.parametrize("name", [*EXPERIMENTS, *SEPARATE])
def test_every_experiment_runs_to_its_end(name: str, tmp_path: Path) -> None:
    numbers = tmp_path / "numbers.json"
    asked = [name] if name != "nothing" else ["growth", name]  # which builds again what growth has built
    only = [word for one in asked for word in ("--only", one)]
    assert main([*only, "--small", "--rounds", "1", "--json", str(numbers)]) == 0
    found = json.loads(numbers.read_text(encoding="utf-8"))["experiments"]
    assert [one["id"] for one in found] == asked
    assert all(row["seconds"] > 0 for one in found for row in one["rows"]) and all(one["rows"] for one in found)
