# SPDX-License-Identifier: MIT
"""The command line: what people type, what they are told, and the exit code that scripts see."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from click import Context, Option
from patience import RUN_SECONDS
from program import SMALL, TODAY, command, copy_small, environment, run, run_process

from leaflets import __version__
from leaflets.cli import parser
from leaflets.cli.command import program
from leaflets.core.problems import ExitCode

CARD = ("--format", "card-wallet")
parser.load_verbs()


def break_data(folder: Path) -> None:
    data = folder / "data.yaml"
    data.write_text(
        data.read_text()
        .replace("colour: petrol", "colour: petrolium")
        .replace("formats: [poster-a4]", "formats: [poster-a9]")
    )


def test_options_stand_before_or_after_the_verb_and_build_is_the_default() -> None:
    arranged = {
        (): ["build"],
        ("--purpose", "screen"): ["build", "--purpose", "screen"],
        ("--project", "list", "--quiet"): ["build", "--project", "list", "--quiet"],
        ("--json", "--project", "x", "list", "--format=a"): ["list", "--json", "--project", "x", "--format=a"],
        ("facts", "--json"): ["facts", "--json"],
        ("--json", "facts", "verify", "a.b", "--by", "N"): ["facts verify", "--json", "a.b", "--by", "N"],
        ("facts", "--project", "x", "verify", "a.b"): ["facts verify", "--project", "x", "a.b"],
        ("--help",): ["--help"],
    }
    for words, expected in arranged.items():
        assert parser.put_verb_first(words) == expected


WRONG_WORDS = {
    ("buidl",): "did you mean `build`?",
    ("publish-everything-now",): "the verbs are build, check",
    ("--no-such-option",): "no-such-option",
    ("build", "--jobs", "many"): "many",
    ("build", "--today", "tomorrow"): "2026-11-23",
    ("build", "--publication", "everythin", "--project", str(SMALL)): "did you mean everything?",
    ("build", "--purpose", "web", "--project", str(SMALL)): "No purpose matches 'web'",
    ("list", "--publication", "one-*", "--format", "card-*", "--project", str(SMALL)): "all of these patterns at once",
    ("facts", "verify", "organisations.police.phone", "--project", str(SMALL)): "--by",
}


def test_wrong_usage_is_exit_2_and_says_what_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    for words, right in WRONG_WORDS.items():
        assert parser.run(list(words)) == ExitCode.USAGE, words
        said = capsys.readouterr()
        assert right in said.err and "Traceback" not in said.err and said.out == "", words


def test_the_process_ends_with_the_same_code() -> None:
    done = run_process("buidl")
    assert done.returncode == ExitCode.USAGE and "did you mean `build`?" in done.stderr and done.stdout == ""


def test_every_verb_says_in_a_line_what_it_does() -> None:
    expected = {
        "build",
        "check",
        "doctor",
        "facts",
        "facts sheet",
        "facts verify",
        "impose",
        "init",
        "list",
        "print",
        "tile",
    }
    assert expected <= set(program.commands)
    assert all(command.short_help and command.short_help.endswith(".") for command in program.commands.values())


def test_help_imports_nothing_heavy() -> None:
    """It is quick because it imports little, and that can be counted on a busy machine too."""
    code = (
        "import sys; sys.argv = ['leaflets', '--help']\n"
        "from leaflets.cli import parser as cli\n"
        "cli.main()\n"
        "print(len(sys.modules))\n"
        "print([name for name in ('weasyprint', 'pydantic', 'rich', 'pikepdf', 'ruamel') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    *said, number, heavy = done.stdout.splitlines()
    assert any("Without a verb, `build` is meant" in line for line in said)
    assert heavy == "[]" and int(number) < 200


def test_every_option_explains_itself() -> None:
    options = [option for verb in program.commands.values() for option in verb.params if isinstance(option, Option)]
    assert len(options) > 40
    for option in options:
        words = option.get_help_record(Context(program))
        assert words and words[1].split("  [")[0].endswith("."), option.name


def test_the_version_is_printed() -> None:
    assert run("--version").stdout == f"leaflets {__version__}\n"


def test_problems_come_all_at_once_sorted_with_hints_and_nothing_is_written(small: Path) -> None:
    break_data(small)
    done = run(folder=small)
    assert done.returncode == ExitCode.PROBLEMS
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    places = [int(line.split(":")[1]) for line in lines if line.startswith("data.yaml:")]
    assert len(places) >= 2 and places == sorted(places)
    assert any(line.startswith("    hint: ") for line in lines)
    assert lines[-1].endswith(" problems. Nothing was written.")
    assert not (small / "dist").exists()


def test_json_is_one_object_with_the_same_problems(small: Path) -> None:
    break_data(small)
    done = run("--json", folder=small)
    answer = json.loads(done.stdout)
    assert done.returncode == answer["exit_code"] == ExitCode.PROBLEMS
    assert done.stderr == ""
    assert len(answer["problems"]) >= 2
    for problem in answer["problems"]:
        assert set(problem) == {"slug", "severity", "file", "line", "column", "where", "message", "hint"}


def test_verbose_names_the_kind_of_each_problem(small: Path) -> None:
    break_data(small)
    assert "(unknown-colour)" in run("check", "--verbose", folder=small).stderr


def test_build_check_list_and_facts_tell_one_story(small: Path) -> None:
    built = run("--project", small, *CARD, "--today", TODAY)
    assert built.returncode == 0, built.stderr
    assert "3 editions in " in built.stdout and str(small / "dist") in built.stdout
    assert "facts have never been verified" in built.stderr
    assert "\x1b" not in built.stdout + built.stderr

    listed = json.loads(run("list", "--json", "--project", small).stdout)["editions"]
    assert [item["id"] for item in listed if item["state"] == "final"] == [
        "everything.card-wallet.en.screen",
        "everything.card-wallet.en.office",
    ]
    assert [item["id"] for item in listed if item["state"] == "proof"] == ["everything.card-wallet.en.press"]
    assert len(listed) == 23
    listed = run("list", "--project", small).stdout.splitlines()
    assert sum("not built" in line for line in listed) == 20 and max(map(len, listed)) <= 80

    checked = run("check", "--project", small, *CARD)
    assert checked.returncode == 0, checked.stderr
    assert "3 finished files" in checked.stdout

    rows = json.loads(run("facts", "--json", "--project", small).stdout)["facts"]
    assert "everything.card-wallet.en" in {row["id"]: row for row in rows}["organisations.helpline.phone"]["printed"]


def test_check_finds_changed_and_damaged_files_and_ends_with_4(small: Path) -> None:
    assert run("--project", small, *CARD).returncode == 0
    (pdf,) = small.glob("dist/pdf/*/*.screen.pdf")
    pdf.write_bytes(pdf.read_bytes()[:-700])
    done = run("check", "--project", small, *CARD, "--json")
    assert done.returncode == ExitCode.CHECK_FAILED
    slugs = {problem["slug"] for problem in json.loads(done.stdout)["problems"]}
    assert "file-changed" in slugs


def test_check_says_when_a_finished_file_is_older_than_its_words(small: Path) -> None:
    assert run("--project", small, *CARD).returncode == 0
    data = small / "data.yaml"
    data.write_text(data.read_text().replace("title: Safe online", "title: Safe and well online"))
    done = run("check", "--project", small, *CARD)
    assert done.returncode == 0
    assert "older than its words" in done.stderr


def test_check_writes_nothing(small: Path) -> None:
    before = sorted(small.rglob("*"))
    assert run("check", *CARD, folder=small).returncode == 0
    assert sorted(small.rglob("*")) == before


def test_a_draft_says_so_on_every_page_and_in_the_manifest(small: Path) -> None:
    done = run("--draft", *CARD, "--json", "--project", small)
    assert done.returncode == 0
    assert {edition["state"] for edition in json.loads(done.stdout)["editions"]} == {"draft"}


def test_quiet_says_nothing_when_all_is_well(small: Path) -> None:
    done = run("--quiet", *CARD, folder=small)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_foreign_folder_is_refused(small: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    done = run("--project", small, "--out", tmp_path / "home")
    assert done.returncode == ExitCode.USAGE
    assert "not made by a build of this project" in done.stderr
    assert (tmp_path / "home" / "letter.txt").read_text() == "dear"


def test_a_folder_that_may_not_be_written_is_exit_5(small: Path) -> None:
    done = run("--project", small, *CARD, "--out", "/proc/dist")
    assert done.returncode == ExitCode.DISK
    assert "/proc" in done.stderr and "Traceback" not in done.stderr


def test_a_fact_is_verified_from_the_command_line(small: Path) -> None:
    name = "organisations.helpline.phone"
    done = run("facts", "verify", name, "--by", "A. Person", "--today", TODAY, "--project", small)
    assert done.returncode == 0, done.stderr
    rows = json.loads(run("--today", TODAY, "facts", "--json", "--project", small).stdout)["facts"]
    assert {row["id"]: row for row in rows}[name]["verified"] == TODAY
    done = run("facts", "verify", "--publication", "everything", "--by", "A. Person", "--json", "--project", small)
    assert name in {row["fact"] for row in json.loads(done.stdout)["facts"]}
    done = run("facts", "verify", "--by", "A. Person", "--project", small)
    assert done.returncode == ExitCode.USAGE and "No fact is named" in done.stderr


def test_the_call_sheet_has_every_printed_fact_and_survives_a_build(small: Path) -> None:
    done = run("facts", "sheet", "--project", small)
    assert done.returncode == 0, done.stderr
    rows = json.loads(run("facts", "--json", "--project", small).stdout)["facts"]
    for _ in range(2):
        document = pypdfium2.PdfDocument(small / "dist" / "facts-sheet.pdf")
        words = " ".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        for row in rows:
            assert (row["id"] in words) == bool(row["printed"]), row["id"]
        assert run("--project", small, *CARD, "--purpose", "screen").returncode == 0


def test_a_new_project_is_started_and_never_over_another(tmp_path: Path) -> None:
    done = run("init", "mine", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine" / "data.yaml").is_file()
    listed = run("--json", "list", folder=tmp_path / "mine")
    assert listed.returncode == ExitCode.PROBLEMS
    assert {problem["slug"] for problem in json.loads(listed.stdout)["problems"]} == {"local-empty"}
    assert run("init", "mine", folder=tmp_path).returncode == ExitCode.PROBLEMS


def test_a_fault_of_ours_is_one_sentence_and_a_log(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault for the tests")

    monkeypatch.setattr("leaflets.build.check.list_editions", fail)
    assert parser.run(["list", "--project", str(small)]) == ExitCode.PROBLEMS
    assert "a fault for the tests" in (small / ".cache" / "fault.log").read_text()


def test_a_reader_that_stops_early_is_no_fault() -> None:
    line = " ".join((*command("list", "--project", SMALL), "| head -n 1"))
    done = subprocess.run(["sh", "-c", line], env=environment(), capture_output=True, text=True, check=False)
    assert done.stdout.startswith("everything (EX-01, 1.0)") and done.stderr == ""


def on_terminal(*words: str | Path, env: dict[str, str]) -> bytes:
    """Return what the program writes to standard error when that is a terminal."""
    ours, theirs = pty.openpty()
    clean = {
        name: value
        for name, value in environment({"TERM": "xterm", **env}).items()
        if name in env or name != "NO_COLOR"
    }
    process = subprocess.Popen(command(*words), env=clean, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):
        while chunk := os.read(ours, 4096):
            seen += chunk
    os.close(ours)
    process.wait(RUN_SECONDS)
    return seen


def test_colour_is_for_terminals_and_no_color_is_honoured(small: Path) -> None:
    break_data(small)
    red = b"\x1b[31m"
    assert red in on_terminal("check", "--project", small, env={})
    assert red not in on_terminal("check", "--project", small, env={"NO_COLOR": "1"})
    assert "\x1b" not in run("check", "--project", small).stderr


def test_a_bar_shows_progress_on_a_terminal_unless_it_is_not_wanted(small: Path) -> None:
    assert b"Checking" in on_terminal("check", *CARD, "--project", small, env={})
    assert b"Checking" not in on_terminal("check", *CARD, "--project", small, "--no-progress", env={})


def test_a_letter_that_no_font_has_is_pointed_out_where_data_yaml_has_it(small: Path) -> None:
    data = small / "data.yaml"
    text = data.read_text(encoding="utf-8").replace("Ask what they like", "Ask 龘 what they like")
    data.write_text(text, encoding="utf-8")
    line = next(number for number, words in enumerate(text.splitlines(), start=1) if "龘" in words)
    done = run("--project", small, "--format", "poster-a4")
    assert done.returncode == ExitCode.PROBLEMS
    assert f"data.yaml:{line}:" in done.stderr and "No font has the character 龘" in done.stderr


def test_a_folder_whose_path_is_not_utf8_is_refused_in_words(tmp_path: Path) -> None:
    """The libraries that set text cannot open a font in it."""
    folder = tmp_path / os.fsdecode(b"pr\xe9")
    done = run("build", "--project", copy_small(folder))
    assert done.returncode == ExitCode.USAGE
    assert "the path of this folder is not UTF-8; rename it." in done.stderr
    done = run("build", "--project", SMALL, "--out", folder / "dist")
    assert done.returncode == ExitCode.USAGE and not (folder / "dist").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("print", "everything", "--format", "card-wallet", "--quantity", "5", "--sites", "PIPE"),
        ("translate", "import", "PIPE", "--language", "en"),
        ("verify", "PIPE"),
        ("facts",),
    ],
)
def test_a_pipe_is_refused_and_not_waited_for(words: tuple[str, ...], tmp_path: Path) -> None:
    folder = copy_small(tmp_path / "project")
    (folder / "register").mkdir()
    pipe = folder / ("register/published.csv" if words == ("facts",) else "pipe")
    os.mkfifo(pipe)
    done = run_process(*(str(pipe) if word == "PIPE" else word for word in words), "--project", folder)
    assert done.returncode in (ExitCode.PROBLEMS, ExitCode.CHECK_FAILED, ExitCode.DISK)
    assert "not an ordinary file" in done.stderr and "fault" not in done.stderr
