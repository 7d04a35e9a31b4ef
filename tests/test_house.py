# SPDX-License-Identifier: MIT
"""The rules of the house: who imports whom, sizes, words. Each check asserts that it looked at more than nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import leaflets
from leaflets.cli import verbs_build

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "leaflets"
HEADINGS = ("Doors", "Stages", "Parts", "Vocabulary")
LONGEST_MODULE, LONGEST_FUNCTION, MOST_POSITIONAL = 350, 60, 4
FOLDERS = ("leaflets", "templates", "locales", "tests", "bench", "docs", "script", "requirements", ".ci")
# Spelled in pieces, so that this file does not hold them.
FORBIDDEN = ("TO" + "DO", "FIX" + "ME", "X" + "XX", "/wo" + "rk/", "../sha" + "red", "/tmp/pro" + "to")


def table() -> dict[str, dict[str, str]]:
    """Return the modules of each kind, with what is said about them, from the package's docstring."""
    found: dict[str, dict[str, str]] = {heading: {} for heading in HEADINGS}
    kind = ""
    for line in (leaflets.__doc__ or "").splitlines():
        if line.split(" ")[0].rstrip(":,") in HEADINGS:
            kind = line.split(" ")[0].rstrip(":,")
        elif kind and (match := re.fullmatch(r" {4}(\w+) +(\S.*)", line)):
            found[kind][match[1]] = match[2]
    return found


def modules() -> dict[str, ast.Module]:
    """Return every module of the package by its dotted name inside it."""
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def room(module: str) -> str:
    """Return the room of a module: a folder is one room."""
    return module.partition(".")[0]


def imports(tree: ast.Module) -> Iterator[str]:
    """Yield the rooms of the package that a module imports when it runs, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "leaflets":
            names = [alias.name for alias in node.names] if node.module == "leaflets" else [str(node.module)[9:]]
            yield from (room(name) for name in names if not name.startswith("__"))
        elif isinstance(node, ast.Import):
            yield from (room(alias.name[9:]) for alias in node.names if alias.name.startswith("leaflets."))


def may_import(kind: str, stage: str) -> set[str]:
    """Return what a room of that kind may import."""
    rooms = table()
    parts = {part for part, about in rooms["Parts"].items() if about.startswith(f"of {stage}:")}
    allowed = {
        "Doors": {name for names in rooms.values() for name in names},
        "Stages": parts | rooms["Vocabulary"].keys(),
        "Parts": set(rooms["Vocabulary"]),
        "Vocabulary": set(rooms["Vocabulary"]),
    }
    return allowed[kind] | {stage}


def test_every_module_has_its_place_in_the_table() -> None:
    listed = [name for names in table().values() for name in names]
    assert len(listed) == len(set(listed)) > 30
    there = {room(name) for name in modules()} - {"__init__", "__main__"}
    assert there - set(listed) == set(), "add them to the table in leaflets/__init__.py"
    assert set(listed) - there == set(), "the table in leaflets/__init__.py lists what is gone"


def test_stages_import_no_stage_and_vocabulary_imports_vocabulary() -> None:
    looked_at = 0
    kinds = {name: kind for kind, names in table().items() for name in names}
    for module, tree in modules().items():
        if (name := room(module)) in kinds:
            for imported in imports(tree):
                looked_at += 1
                assert imported in may_import(kinds[name], name), f"{module} imports {imported}"
    assert looked_at > 100


def test_the_rule_bites() -> None:
    tree = ast.parse("def late():\n    from leaflets.build.publish import Tree\n")
    assert set(imports(tree)) == {"publish"}
    assert "publish" not in may_import("Stages", "load")
    assert "publish" not in may_import("Vocabulary", "model")


def test_one_module_alone_imports_the_renderer() -> None:
    users = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for imported in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
        if imported.partition(".")[0] == "weasyprint"
    }
    assert "render" in users
    assert users <= {"render", "tags", "textlayer", "outlines", "engine", "complaints"}


def test_modules_and_functions_are_short() -> None:
    functions = 0
    for name, tree in modules().items():
        lines = (PACKAGE / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8").count("\n")
        assert lines <= LONGEST_MODULE, f"{name} has {lines} lines"
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                functions += 1
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= LONGEST_FUNCTION, f"{name}.{node.name} has {length} lines"
    assert functions > 200


def written(*suffixes: str) -> list[Path]:
    """Return the files that people have written, with one of those suffixes if any are given."""
    paths = [path for path in ROOT.iterdir() if path.suffix in (".md", ".py", ".toml", ".yaml")]
    paths += [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    readable = (path for path in paths if path.is_file() and path.suffix not in (".pyc", ".png", ".icc", ".pdf"))
    return sorted(path for path in readable if not suffixes or path.suffix in suffixes)


def test_every_source_file_names_its_licence_first() -> None:
    files = [*written(".py"), *(ROOT / "script").iterdir()]
    assert len(files) > 40
    for path in files:
        assert "SPDX-License-Identifier: MIT" in "".join(path.read_text(encoding="utf-8").splitlines()[:3]), path


def test_every_module_says_what_it_is_for() -> None:
    files = written(".py")
    assert len(files) > 40
    for path in files:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_no_file_tells_of_the_place_where_it_was_made() -> None:
    looked_at = 0
    for path in written():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        looked_at += 1
        found = [word for word in FORBIDDEN if word in text]
        assert not found, f"{path}: {found}"
    assert looked_at > 80


def test_the_documents_name_only_options_that_there_are() -> None:
    verbs_build.gather()
    options = {name for verb in verbs_build.program.commands.values() for item in verb.params for name in item.opts}
    assert len(options) > 12
    looked_at = 0
    for path in written(".md"):
        for line in path.read_text(encoding="utf-8").splitlines():
            for words in re.findall(r"(?:leaflets|build_pdfs\.py)((?: [^`|#]*)?)", line):
                looked_at += 1
                named = set(re.findall(r"(?<!\S)--[a-z][a-z-]*", words))
                assert named <= options | {"--help", "--version"}, f"{path}: {line}"
    assert looked_at > 3


def test_the_architecture_lists_modules_that_exist_under_their_kind() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    looked_at = 0
    for heading, names in table().items():
        row = next(line for line in text.splitlines() if line.startswith(f"| {heading.lower()}"))
        for name in re.findall(r"`(\w+)`", row.split("|")[2]):
            looked_at += 1
            assert name in names, f"docs/architecture.md calls {name} one of the {heading.lower()}"
    assert looked_at > 20
