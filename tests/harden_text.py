# SPDX-License-Identifier: MIT
"""Hostile words in everything that holds words: shown letter for letter, or refused. What `script/harden words` does.

Each string goes through a sentence of data.yaml (pages and site), a translation, a list of schools, and the names of
things. Nothing of it may become an element, a cell that is a formula, or a path that leads out of its folder.
"""

from __future__ import annotations

import csv
import datetime
import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import lxml.html
import polib
from catalogued import add_catalogues, open_at
from program import TODAY, copy_small

from leaflets.build.project import open_project
from leaflets.build.recipes import Recipes
from leaflets.cli import parser
from leaflets.content.lists.text import FORMULA, write_rows
from leaflets.content.model import layouts_of
from leaflets.core.problems import ProblemsFound
from leaflets.languages.catalogue.po import path_of
from leaflets.orders.recipients import read_sites
from leaflets.site.publish import build_site

DAY = datetime.date.fromisoformat(TODAY)
HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "</p><h1>x</h1>",
    "<b>x</b>", "<iframe src=//evil.example>", '"><a href="javascript:alert(1)">x</a>',
    "' onmouseover='alert(1)", "<!-- x -->", "<![CDATA[x]]>", "<?php x ?>", "<style>*{display:none}</style>",
    "</style><p>x", "</title><p>x", "</script><p>x", "<math><mi>x</mi></math>", "<a href=//x>x</a>",
    "&lt;b&gt;", "&amp;", "&#60;b&#62;", "&nbsp;", "&", "<", ">", "]]>", "{{7*7}}", "{{ config }}",
    "{% include 'x' %}", "{# x #}", "{{''.__class__}}", "{%raw%}x", "${7*7}", "#{7*7}", "<%= 7*7 %>",
    "%(number)s", "%s %d %n", "{0}", "{x.__init__}", "{nobody.phone}", "\\u003cb\\u003e", "\\", "\\n",
    "=cmd|'/c calc'!A0", "=1+1", "+44 7700 900000", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", "＠x", "'=1", '"=1"',
    "|x", "../../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "file:///etc/passwd", "//evil.example/x",
    "~root", ".", "..", "con", "aux.pdf", "x\u002fy", "x;rm -rf", "$(id)", "`id`", "| id", "-rf",
    "--out=/tmp/x", "x\u2215y", "%2e%2e%2f", "' OR 1=1 --", "'; DROP TABLE x;", "null", "true", "NaN", "1e999",
    "0x1F", "2026-02-30", "!!python/object:x", "*x", "&x", "- x", "x: y", "# x", "---", "[x]", "{x}", "\ud800",
    "\udfff", "\0", "\x07", "\x1b[31mx", "\x7f", "\x85", "\ufeff", "\u200b", "\u200d", "\u200e", "\u202e",
    "\u2066", "\u2028", "\u2029", "\u00ad", "\ufffd", "\ufffe", "\U000e0041", "\u0301", "e\u0301",
    "\u1100\u1161", "ﬁ", "Ω", "İ", "ß", "٣", "一", "😀", "👩\u200d👧", "क्ष", "שלום", "مرحبا", "а", "ο",
    "x" * 10_000, "x " * 5_000, "W" * 300, "\u0301" * 500, "\u202e" * 50, " ", "\u00a0", "\u3000", "\n",
    "\r\n", "\t", "x\ny", "x\r\n\r\ny", "\v", "\f", "😀" * 300, "&#x202e;", "\u0e33" * 99, "﷽", "ظ" * 400,
    "A\u030a\u0323" * 50,
)  # fmt: skip
WAYS = ("{}", "Talk about {} at home.")
Shown = tuple[Counter[str], str]
"""The elements of pages, counted, and their text."""


def strings() -> Iterator[str]:
    """Yield every string alone and inside a sentence."""
    yield from (way.replace("{}", text) for text in HOSTILE for way in WAYS)


def same(text: str) -> str:
    """Return a text as a reader sees it: composed, without spaces."""
    return "".join(unicodedata.normalize("NFC", text).split())


def shown(pages: list[str]) -> Shown:
    counted, said = Counter[str](), []
    for page in pages:
        tree = lxml.html.fromstring(page)
        counted.update(f"{one.tag} {sorted(one.keys())}" for one in tree.iter() if isinstance(one.tag, str))
        said.append(tree.text_content())
    return counted, same("".join(said))


def quoted(text: str) -> str:
    """Return a text in double quotes, as YAML reads it again letter for letter."""
    escaped = (f"\\U{ord(one):08x}" if one in '"\\' or not one.isprintable() else one for one in text)
    return f'"{"".join(escaped)}"'


def set_words(folder: Path, old: str, text: str) -> None:
    data = (Path(__file__).parent / "projects" / "small" / "data.yaml").read_text(encoding="utf-8")
    assert data.count(old) == 1
    name = old.partition(":")[0]
    (folder / "data.yaml").write_text(data.replace(old, f"{name}: {quoted(text)}"), encoding="utf-8")


def pages_of(folder: Path) -> list[str]:
    """Return the pages of one publication, composed."""
    opened = open_project(folder, today=DAY)
    recipes = Recipes(folder, opened, today=DAY)
    wanted = [
        one for one in layouts_of(opened.project) if one.publication == "everything" and one.format == "poster-a4"
    ]
    prepared = [recipes.prepare(layout) for layout in wanted]
    if faults := [fault for one in prepared for fault in one.faults if fault.severity == "error"]:
        raise ProblemsFound(faults)
    return [one.composed.html for one in prepared]


class Words:
    """Projects made ready, through which one string after another is sent."""

    def __init__(self, folder: Path) -> None:
        self.data, self.polish, self.site = (folder / name for name in ("data", "polish", "site"))
        for project in (self.data, self.polish, self.site):
            copy_small(project)
        path = self.polish / "data.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("[en]", "[en, pl]"), encoding="utf-8")
        add_catalogues(open_at(self.polish), "pl")
        self.catalogue = (self.polish / path_of("pl")).read_text(encoding="utf-8")
        words = ["build", "--publication", "everything", "--format", "poster-a4", "--purpose", "screen"]
        assert parser.run([*words, "--project", str(self.site), "--today", TODAY, "--quiet"]) == 0
        self.plain = {
            way: way_of(self, "plain words") for way, way_of in WHERE.items() if way in ("data", "translation", "site")
        }

    def in_data(self, text: str) -> Shown:
        set_words(self.data, "body: Talk about the internet at home. Ask what they like and who they meet.", text)
        return shown(pages_of(self.data))

    def in_translation(self, text: str) -> Shown:
        path = self.polish / path_of("pl")
        file = polib.pofile(self.catalogue)
        entry = next(one for one in file if (one.msgctxt or "").endswith("everything.words.body"))
        entry.msgstr = text if text.endswith(".") else f"{text}."
        path.write_bytes(str(file).encode("utf-8"))
        return shown(pages_of(self.polish)[1:])

    def on_site(self, text: str) -> Shown:
        set_words(self.site, "summary: What every family can do.", text)
        build_site(self.site, self.site / "dist", DAY)
        return shown(
            [path.read_text(encoding="utf-8") for path in sorted((self.site / "dist" / "site").rglob("*.html"))]
        )

    def in_list(self, text: str) -> Shown:
        path, out = self.data / "sites.csv", io.StringIO()
        rows = [("URN", "Name", "Address", "Postcode", "Quantity"), ("103216", text, text, "B12 0EQ", "5")]
        csv.writer(out).writerows(rows)
        path.write_bytes(out.getvalue().encode())
        ((site,), _) = read_sites(path, languages=("en",))
        written = write_rows([(site.name, site.address)]).decode("utf-8-sig")
        ((name, address),) = csv.reader(io.StringIO(written, newline=""))
        assert not name.startswith(FORMULA) and not address.startswith(FORMULA), "a cell is a formula"
        return Counter(), same(name if text.startswith("'") else name.removeprefix("'"))

    def in_names(self, text: str) -> Shown:
        data = (self.data.parents[0] / "site" / "data.yaml").read_text(encoding="utf-8")
        named = data.replace("\n  everything:", f"\n  {quoted(text)}:").replace("\n  grooming:", f"\n  {quoted(text)}:")
        (self.data / "data.yaml").write_text(named, encoding="utf-8")
        project = open_project(self.data, today=DAY).project
        for layout in layouts_of(project):
            assert (self.data / f"{layout.id}.pdf").resolve().parent == self.data.resolve(), "a name is a path"
        return Counter(), same(text)


WHERE: dict[str, Callable[[Words, str], Shown]] = {
    "data": Words.in_data,
    "translation": Words.in_translation,
    "site": Words.on_site,
    "list": Words.in_list,
    "names": Words.in_names,
}


def fault_of(words: Words, where: str, text: str) -> tuple[str, bool]:
    """Send a string one way; return what is wrong, nothing if it is as it should be, and whether it was shown."""
    if where in ("translation", "list"):  # files in UTF-8, which has no lone surrogates
        text = text.encode(errors="replace").decode()
    try:
        counted, said = WHERE[where](words, text)
    except ProblemsFound as found:
        return "" if found.problems else "refused without a word", False
    except Exception as error:
        return f"{type(error).__name__}: {error!a}"[:500], False
    plain = words.plain.get(where, (Counter(), ""))
    if counted != plain[0]:
        return f"other elements: {counted - plain[0]} {plain[0] - counted}", True
    return ("" if same(text) in said else "not shown letter for letter"), True


def run(folder: Path, every: int = 1) -> int:
    """Send strings every way; print what came of it; return an exit code."""
    words, bad, taken, number = Words(folder), [], Counter[str](), Counter[str]()
    for text in list(strings())[::every]:
        for where in WHERE:
            fault, is_shown = fault_of(words, where, text)
            number[where] += 1
            taken[where] += is_shown
            bad += [f"{where}: {text[:60]!a}: {fault}"] if fault else []
    ways = ", ".join(f"{where}: {taken[where]} shown, {number[where] - taken[where]} refused" for where in WHERE)
    print(f"{number['data']} strings ({ways}); {len(bad)} wrong")
    for what in bad:
        print(f"  {what}")
    return int(bool(bad))
