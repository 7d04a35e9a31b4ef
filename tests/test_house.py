# SPDX-License-Identifier: MIT
"""The rules of the house: who imports whom, sizes, words. Each check asserts that it looked at more than nothing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import leaflets
from leaflets.cli import parser

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "leaflets"
LONGEST_MODULE, LONGEST_FUNCTION, MOST_POSITIONAL = 350, 60, 4
FOLDERS = ("leaflets", "templates", "locales", "tests", "bench", "docs", "script", "requirements", ".ci")
# Spelled in pieces, so that this file does not hold them.
FORBIDDEN = ("TO" + "DO", "FIX" + "ME", "X" + "XX", "/wo" + "rk/", "../sha" + "red", "/tmp/pro" + "to")


ROOMS = {
    "core": 1,
    "content": 2,
    "register": 2,
    "pictures": 2,
    "languages": 3,
    "layout": 4,
    "editions": 5,
    "preflight": 5,
    "build": 6,
    "copies": 7,
    "translate": 8,
    "orders": 8,
    "site": 8,
    "preview": 8,
    "cli": 9,
}
"""A room imports rooms with a smaller number only: data flows one way."""


@cache
def written() -> dict[Path, str]:
    """Return the text files that people have written, with their text."""
    paths = [path for path in ROOT.iterdir() if path.suffix in (".md", ".py", ".toml", ".yaml")]
    paths += [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    found = {}
    for path in sorted(path for path in paths if path.is_file() and path.suffix != ".pyc"):
        with suppress(UnicodeDecodeError):  # a picture
            found[path] = path.read_text(encoding="utf-8")
    return found


@cache
def trees() -> dict[Path, ast.Module]:
    """Return every source file in Python, parsed."""
    return {path: ast.parse(text) for path, text in written().items() if path.suffix == ".py"}


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of the package by its dotted name inside it."""
    inside = {path: tree for path, tree in trees().items() if path.is_relative_to(PACKAGE)}
    return {".".join(path.relative_to(PACKAGE).with_suffix("").parts): tree for path, tree in inside.items()}


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    """Return every node of every module with the module's name."""
    return [(name, node) for name, tree in modules().items() for node in ast.walk(tree)]


def room(module: str) -> str:
    """Return the room of a module."""
    return module.partition(".")[0]


def imported_by(node: ast.AST) -> Iterator[str]:
    """Yield the modules of the package that a statement imports, by their dotted names inside it."""
    if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "leaflets":
        inside = str(node.module)[len("leaflets.") :]
        for alias in node.names:
            longer = f"{inside}.{alias.name}".removeprefix(".")
            yield longer if longer in modules() or f"{longer}.__init__" in modules() else inside
    elif isinstance(node, ast.Import):
        yield from (alias.name[len("leaflets.") :] for alias in node.names if alias.name.startswith("leaflets."))


@cache
def imports() -> dict[str, set[str]]:
    """Return what each module imports, also inside functions and for types alone."""
    found: dict[str, set[str]] = {name.removesuffix(".__init__"): set() for name in modules()}
    for name, node in nodes():
        found[name.removesuffix(".__init__")] |= set(imported_by(node)) - {""}
    return found


def breaks_the_order(importer: str, imported: str) -> bool:
    """Return whether one module may not import the other: it is in a room with the same number or a greater one."""
    rooms = room(importer), room(imported)
    return rooms[0] != rooms[1] and ROOMS[rooms[1]] >= ROOMS[rooms[0]]


def test_rooms_import_only_rooms_before_them() -> None:
    looked_at = 0
    for importer, names in imports().items():
        for imported in names if room(importer) in ROOMS else ():
            looked_at += 1
            assert not breaks_the_order(importer, imported), f"{importer} imports {imported}"
    assert looked_at > 500


def test_the_rule_bites() -> None:
    tree = ast.parse("def late():\n    from leaflets.build import publish\n    import leaflets.core.problems\n")
    found = {name for node in ast.walk(tree) for name in imported_by(node)}
    assert found == {"build.publish", "core.problems"}
    assert breaks_the_order("content.load", "build.publish")
    assert breaks_the_order("preflight.check", "editions.press")
    assert not breaks_the_order("build.publish", "core.problems")


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Return modules that import each other in a circle; none if there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def repeated(names: Iterable[str]) -> list[str]:
    """Return the names that are there more than once."""
    return sorted(name for name, number in Counter(names).items() if number > 1)


def test_the_name_of_a_class_has_one_meaning() -> None:
    assert repeated(["Job", "Rule", "Job"]) == ["Job"]
    names = [node.name for _, node in nodes() if isinstance(node, ast.ClassDef)]
    assert len(names) > 250
    assert repeated(names) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert sum(map(len, imports().values())) > 500
    assert circle(imports()) == []


def test_every_module_is_in_a_room() -> None:
    assert {room(name) for name in modules()} - {"__init__", "__main__"} == set(ROOMS)
    assert [name for name in modules() if "." not in name] == ["__init__", "__main__"]


def is_a_docstring_alone(tree: ast.Module) -> bool:
    return len(tree.body) == 1 and ast.get_docstring(tree) is not None


def test_a_room_is_introduced_by_its_docstring_and_holds_no_code_in_it() -> None:
    assert is_a_docstring_alone(ast.parse('"""A room."""'))
    assert not is_a_docstring_alone(ast.parse('"""A room."""\nimport re'))
    assert not is_a_docstring_alone(ast.parse("import re"))
    for name in ROOMS:
        assert is_a_docstring_alone(modules()[f"{name}.__init__"]), f"{name}/__init__.py: every start would run it"


def test_the_package_introduces_its_rooms_in_order() -> None:
    listed = re.findall(r"(?m)^ {4}(\w+) +(\d)  \S", leaflets.__doc__ or "")
    assert [(name, int(number)) for name, number in listed] == list(ROOMS.items())


RENDERER = ("weasyprint", "pydyf", "cffi")


def names_of_the_renderer(tree: ast.AST) -> set[str]:
    """Return the names under which a module has imported the renderer, what it writes with, or a part of them."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            origin = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            for alias in node.names:
                if (origin or alias.name).partition(".")[0] in RENDERER:
                    found.add(alias.asname or alias.name.partition(".")[0])
    return found


def changed_by(tree: ast.AST) -> set[str]:
    """Return the names in which a module sets or deletes a part: `a` of `a.b = c`, `a[b] = c`, `setattr(a, b, c)`."""
    found = set()
    for node in ast.walk(tree):
        target = None
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            target = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr"):
            target = node.args[0]
        while isinstance(target, ast.Attribute | ast.Subscript):
            target = target.value
        if isinstance(target, ast.Name):
            found.add(target.id)
    return found


def test_one_room_knows_the_renderer_and_one_module_changes_it() -> None:
    users = {name: names for name, tree in modules().items() if (names := names_of_the_renderer(tree))}
    assert {"layout.render", "layout.weasyprint_patches", "layout.tags"} <= users.keys()
    assert {room(name) for name in users} == {"layout"}
    assert {name: found for name, names in users.items() if (found := names & changed_by(modules()[name]))} == {}


def test_the_rule_that_one_module_changes_the_renderer_bites() -> None:
    imports = (
        "import weasyprint.svg, weasyprint.pdf.fonts as fonts\nfrom pydyf import Stream\nfrom cffi import FFI as F\n"
    )
    changes = "weasyprint.svg.TAGS['path'] = 1\nfonts.ffi = 2\nsetattr(Stream, 'show', 3)\ndel F.new\n"
    tree = ast.parse(imports + changes)
    assert names_of_the_renderer(tree) == changed_by(tree) == {"weasyprint", "fonts", "Stream", "F"}


def long_functions(tree: ast.Module) -> list[str]:
    lengths = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return [f"{name} has {length} lines" for name, length in lengths.items() if length > LONGEST_FUNCTION]


def test_modules_and_functions_are_short() -> None:
    long = ast.parse("def short():\n    pass\ndef long():\n" + "    pass\n" * LONGEST_FUNCTION)
    assert long_functions(long) == [f"long has {LONGEST_FUNCTION + 1} lines"]
    assert len(modules()) > 150
    assert {name: found for name, tree in modules().items() if (found := long_functions(tree))} == {}
    lines = {path: text.count("\n") for path, text in written().items() if path in trees()}
    assert {str(path): n for path, n in lines.items() if path.is_relative_to(PACKAGE) and n > LONGEST_MODULE} == {}


def positional(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Return what a function is given by its order alone."""
    return [each.arg for each in (*node.args.posonlyargs, *node.args.args) if each.arg not in ("self", "cls")]


def test_no_function_is_given_more_than_four_values_by_their_order() -> None:
    bad, good = ast.parse("def f(a, b, c, d, e): ...\ndef g(self, a, b, c, d, *, e): ...").body
    assert isinstance(bad, ast.FunctionDef) and isinstance(good, ast.FunctionDef)
    assert len(positional(bad)) > MOST_POSITIONAL == len(positional(good))
    functions = {f"{name}.{node.name}": node for name, node in nodes() if isinstance(node, ast.FunctionDef)}
    assert len(functions) > 1000
    assert [name for name, node in functions.items() if len(positional(node)) > MOST_POSITIONAL] == []


def names_its_licence(text: str) -> bool:
    return "SPDX-License-Identifier: MIT" in "".join(text.splitlines()[:3])


def test_every_source_file_names_its_licence_first() -> None:
    assert not names_its_licence("import re\n\n\n# SPDX-License-Identifier: MIT\n")
    scripts = {path: text for path, text in written().items() if path.parent == ROOT / "script"}
    assert len(scripts) >= 4
    sources = {path: written()[path] for path in trees()} | scripts
    assert len(trees()) > 250
    assert [str(path) for path, text in sources.items() if not names_its_licence(text)] == []


def test_every_module_says_what_it_is_for() -> None:
    assert not ast.get_docstring(ast.parse("# What it is for.\nimport re\n"))
    assert len(trees()) > 250
    assert [str(path) for path, tree in trees().items() if not ast.get_docstring(tree)] == []


def forbidden_in(text: str) -> list[str]:
    return [word for word in FORBIDDEN if word in text]


def test_no_file_tells_of_the_place_where_it_was_made() -> None:
    assert all(forbidden_in(f"# see {word} there") == [word] for word in FORBIDDEN)
    assert len(written()) > 350
    assert {str(path): found for path, text in written().items() if (found := forbidden_in(text))} == {}


def test_pytest_looks_into_every_folder_that_holds_tests(pytestconfig: pytest.Config) -> None:
    """Its own list leaves out each folder called build, and what is not collected does not fail."""
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {part for path in (ROOT / "tests").rglob("test_*.py") for part in path.relative_to(ROOT).parts[:-1]}
    assert {"tests", "build", "content", "site"} <= folders
    assert [name for name in folders for pattern in passed_over if fnmatch(name, pattern)] == []
    assert fnmatch(".venv", passed_over[0])


def options_in(text: str) -> set[str]:
    """Return the options of command lines of the program."""
    lines = re.findall(r"(?:leaflets|build_pdfs\.py)((?: [^`|#\n]*)?)", text)
    return {option for words in lines for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", words)}


def test_the_documents_name_only_options_that_there_are() -> None:
    parser.load_verbs()
    options = {name for verb in parser.program.commands.values() for item in verb.params for name in item.opts}
    assert len(options) > 12
    options |= {"--help", "--version"}
    assert options_in("`leaflets build --draft --nonsense`") == {"--draft", "--nonsense"}
    named = {path: options_in(text) for path, text in written().items() if path.suffix == ".md"}
    assert len(set().union(*named.values())) > 12
    assert {str(path): unknown for path, found in named.items() if (unknown := found - options)} == {}


def test_the_architecture_names_modules_that_exist() -> None:
    text = written()[ROOT / "docs" / "architecture.md"]
    named = re.findall(r"`((?:\w+/)+\w+\.py)`", text)
    assert len(named) > 20
    assert [path for path in named if not (PACKAGE / path).is_file()] == []
    rows = re.findall(r"(?m)^\| `(\w+)/` \| (\d) \|", text)
    assert [(name, int(number)) for name, number in rows] == list(ROOMS.items())
