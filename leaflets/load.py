# SPDX-License-Identifier: MIT
"""Load data.yaml and the designs' own YAML: from a file to plain values that remember file, line and column.

`Loaded.problems` holds what is wrong with a text that can be read all the same, so that validation can add its own and
the editor sees everything at once. A file that cannot be read raises `ProblemsFound`.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from leaflets.design import Design, read_design
from leaflets.places import Loaded, Place
from leaflets.problems import ExitCode, Problem, ProblemsFound
from leaflets.resources import Resources
from leaflets.yamltext import read_text

__all__ = ["Loaded", "Place", "load_data", "load_design", "load_designs", "read_source"]

MAX_BYTES = 2_000_000


def load_data(path: Path, *, name: str = "") -> Loaded:
    """Return the values of that file; `name` is what problems call it, else the path as given."""
    name = name or str(path)
    return read_text(read_source(path, name=name), name)


def load_design(path: Path, *, name: str = "") -> Design:
    """Return what the design says about itself: the words it asks for and the places it has."""
    return read_design(load_data(path, name=name), path.stem)


def load_designs(resources: Resources) -> dict[str, Design]:
    """Return every design by name; problems of all of them at once."""
    designs: dict[str, Design] = {}
    problems: list[Problem] = []
    for name in resources.list("templates/leaflets/*/*.yaml"):
        path = PurePosixPath(name)
        if path.stem != path.parent.name:
            continue
        try:
            designs[path.stem] = load_design(resources.find(name), name=name)
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    return designs


def read_source(path: Path, *, name: str = "") -> str:
    """Return the text of that file as it stands, line ends included; ProblemsFound if it is no readable UTF-8."""
    name = name or str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        hint = "go to the project's folder, or name it with --project; `leaflets init DIR` makes a new one."
        raise ProblemsFound([Problem("file-missing", "there is no such file.", name, hint=hint)]) from None
    except IsADirectoryError:
        problem = Problem("file-missing", "this is a folder, not a file.", name, hint="name the folder with --project.")
        raise ProblemsFound([problem]) from None
    except OSError as error:
        problem = Problem(
            "file-unreadable", f"it cannot be read: {error.strerror}.", name, hint="check who may read it."
        )
        raise ProblemsFound([problem], exit_code=ExitCode.DISK) from None
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1_000_000} MB."
        raise ProblemsFound([Problem("file-too-large", message, name, hint="is this the right file?")])
    return _decode(data, name)


def _decode(data: bytes, name: str) -> str:
    hint = "save it again with the encoding UTF-8."
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ProblemsFound([Problem("not-utf8", "the file is saved as UTF-16, not UTF-8.", name, 1, 1, hint=hint)])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        message = f"the byte 0x{data[error.start]:02x} is no letter in UTF-8."
        raise ProblemsFound([Problem("not-utf8", message, name, line, column, hint=hint)]) from None
