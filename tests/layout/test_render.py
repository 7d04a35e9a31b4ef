# SPDX-License-Identifier: MIT
"""Rendering: closed in, deaf to nothing, the same everywhere, with complete tags."""

from __future__ import annotations

import base64
import contextlib
import ctypes.util
import io
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import small
from PIL import Image

from leaflets.core.problems import MissingProgram, Problem, ProblemsFound
from leaflets.languages.language import FontFamily, Languages
from leaflets.layout.composed import Composed
from leaflets.layout.pages import FitStep
from leaflets.layout.render import Renderer
from leaflets.layout.weasyprint_setup import FONTCONFIG

ROOT = Path(__file__).parents[2]
FIRST = '<section class="panel panel--page">'


def problems_of(composed: Composed) -> list[Problem]:
    with pytest.raises(ProblemsFound) as caught:
        small.renderer().render(composed)
    return caught.value.problems


def poster_with(html: str) -> Composed:
    return small.with_html("poster-a4", FIRST, FIRST + html)


def run(code: str, **environment: str) -> str:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    variables = {**os.environ, "PYTHONPATH": paths, **environment}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=variables, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# What is done once


@pytest.mark.parametrize("form", ["trifold-dl", "poster-a4"])
def test_a_page_that_is_drawn_again_is_as_if_drawn_first(form: str) -> None:
    composed, step = small.composed(form), FitStep(0.7, 0.88, 0.95)
    one = Renderer(small.resources(), small.languages())
    one.draw(composed)
    one.draw(composed, tall=True)
    alone = Renderer(small.resources(), small.languages()).render(composed, step)
    assert one.render(composed, step) == alone != one.render(composed)


def test_what_a_page_lacks_is_said_each_time_it_is_drawn() -> None:
    lacking = poster_with('<img src="leaflets:assets/none.png" alt="a">')
    assert problems_of(lacking) == problems_of(lacking) != []


def test_words_over_pages_are_drawn_once_for_all_layouts_of_a_language(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (("en", "DRAFT TRANSLATION"), ("ur", "مسودہ ترجمہ"))
    renderer = Renderer(small.resources(), small.languages())
    words = renderer.write_words(lines, small.composed("poster-a4"))
    for form in small.FORMATS:
        assert Renderer(small.resources(), small.languages()).write_words(lines, small.composed(form)) == words
    monkeypatch.setattr(Renderer, "draw", None)
    assert renderer.write_words(lines, small.composed("card-dl")) is words


# What the renderer says becomes problems


def test_a_warning_about_css_names_the_file_the_line_and_the_column() -> None:
    (problem,) = problems_of(small.with_css("poster-a4", "p {\n  margin: 0;\n  colour: red;\n}"))
    assert (problem.file, problem.line, problem.column) == ("extra.css", 3, 3)
    assert problem.slug == "renderer-warning"
    assert problem.where == "everything.poster-a4.en"


def test_a_warning_is_not_lost_when_the_stylesheet_was_parsed_before() -> None:
    composed = small.with_css("poster-a4", "p { text-wobble: 1 }")
    assert [p.slug for p in problems_of(composed)] == [p.slug for p in problems_of(composed)] == ["renderer-warning"]


@pytest.mark.parametrize(
    "css",
    [
        ".panel { background: linear-gradient(device-cmyk(1 0 0 0), device-cmyk(0 1 0 0)) }",
        "p { border: 3pt groove device-cmyk(1 0 0 0) }",
    ],
)
def test_css_that_the_renderer_cannot_draw_is_a_problem_and_no_traceback(css: str) -> None:
    (problem,) = problems_of(small.with_css("poster-a4", css))
    assert problem.slug == "renderer-failed"
    assert problem.file == "templates/leaflets/plain/plain.html"


def test_a_missing_glyph_names_the_character_and_the_words_around_it() -> None:
    (problem,) = problems_of(poster_with("<p>Tick this box ✓ and go on</p>"))
    assert problem.slug == "missing-glyph"
    assert "✓ (U+2713)" in problem.message
    assert "Tick this box ✓ and go on" in problem.message


def test_missing_pictures_are_all_named_at_once() -> None:
    html = (
        '<img src="leaflets:assets/none.png" alt="a"><div style="background: url(leaflets:assets/nor-this.svg)"></div>'
    )
    problems = problems_of(poster_with(html))
    assert [problem.slug for problem in problems] == ["picture-missing", "picture-missing"]
    text = "\n".join(map(str, problems))
    assert "assets/none.png" in text and "assets/nor-this.svg" in text


STEALING = (
    '<img src="{}" alt="a">',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<iframe src="{}"></iframe>',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">a</a>',
    '<style>@import url("{}");</style>',
    '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style>',
    """<p style="background: url('{}')">a</p>""",
    """<p style="list-style: url('{}'); display: list-item">a</p>""",
    '<svg viewBox="0 0 9 9"><image href="{}" width="9" height="9"/></svg>',
    '<svg viewBox="0 0 9 9"><use href="{}#a"/></svg>',
)
ADDRESSES = (
    *("file://{path}", "FILE://{path}", "{path}", "../../../../../../../../../..{path}", "file:///proc/self/environ"),
    *("//127.0.0.1:{port}/x.png", "http://127.0.0.1:{port}/x.png", "HTTP://LOCALHOST:{port}/x.png"),
    *(
        "http://2130706433:{port}/x",
        "http://[::ffff:127.0.0.1]:{port}/x",
        "http://0x7f.1:{port}/x",
        "ftp://127.0.0.1:{port}/x",
    ),
)


def test_weasyprint_starts_without_the_fonts_of_the_machine_whatever_is_imported_first() -> None:
    """As the process does that workers are forked from: its C libraries read where fonts are when they start."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "leaflets").rglob("*.py")}
    bare = [name for name, text in sources.items() if re.search(r"(?m)^(import|from) weasyprint\b", text)]
    assert bare == ["weasyprint_patches.py"], "every other import is in a `quiet_import`, and so is that of the patches"
    for first in ("leaflets.build.press_maker", "leaflets.layout.word_layer", "leaflets.layout.tags"):
        line = [sys.executable, "-c", f"import {first}"]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "FONTCONFIG_FILE": str(FONTCONFIG)}
        assert subprocess.run(line, env=env, capture_output=True, check=True).stderr == b"", first


def test_no_file_of_the_machine_is_read_and_nothing_is_fetched(tmp_path: Path) -> None:
    """Ways to name a file, times addresses of one with a secret in it and of a server that must not be called."""
    secret, called, tried = "canary-5b1f", list[object](), 0
    (tmp_path / "secret.txt").write_text(f"{secret}\n" * 9)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        for address in ADDRESSES:
            named = address.format(path=tmp_path / "secret.txt", port=server.getsockname()[1])
            for way in STEALING:
                tried += 1
                with contextlib.suppress(ProblemsFound):
                    drawn = small.renderer().render(
                        small.with_html("card-wallet", "</h1>", f"</h1>{way.format(named)}")
                    )
                    with pikepdf.open(io.BytesIO(drawn.pdf)) as pdf:
                        streams = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)]
                        assert not any(secret.encode() in one or b"PATH=" in one for one in streams), way
                        assert not pdf.attachments, way
                with contextlib.suppress(BlockingIOError):
                    called.append(server.accept())
    assert called == [] and tried >= 60


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "FILE:///etc/passwd", "//localhost/x.png", "http://127.0.0.1:9/x.png"]
)
def test_what_is_outside_the_project_is_a_problem(address: str) -> None:
    problems = problems_of(poster_with(f'<img src="{address}" alt="a">'))
    assert problems[0].slug in ("outside-project", "renderer-warning")


def test_a_picture_without_words_is_a_problem() -> None:
    out = io.BytesIO()
    Image.new("L", (9, 9)).save(out, "png")
    picture = base64.b64encode(out.getvalue()).decode()
    (problem,) = problems_of(poster_with(f'<img src="data:image/png;base64,{picture}">'))
    assert "alt" in problem.message


def test_a_font_that_is_not_installed_is_named_with_the_command() -> None:
    languages = small.languages()
    fonts = {name: FontFamily(name, "no_such_package", font.faces) for name, font in languages.fonts.items()}
    renderer = Renderer(small.resources(), Languages(languages.languages, fonts))
    with pytest.raises(MissingProgram, match="pip install no-such-package"):
        renderer.render(small.composed("card-wallet"))


# Closed in


def test_only_declared_fonts_come_into_the_file() -> None:
    composed = small.with_css("poster-a4", ".plain__body { font-family: 'DejaVu Sans', sans-serif }")
    rendered = small.renderer().render(composed)
    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        names = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
    assert names
    assert all("Atkinson" in name or "NotoSans" in name.replace("-", "") for name in names)


def test_the_search_for_libraries_is_left_as_it_was() -> None:
    assert ctypes.util.find_library.__module__ == "ctypes.util"


def test_a_library_that_is_missing_is_named_with_the_command() -> None:
    code = """
import cffi
from leaflets.core import problems, requirements
def refuse(*arguments): raise OSError("no such library")
cffi.FFI.dlopen = refuse
requirements.Library.load = lambda self: None
try:
    import leaflets.layout.render
except problems.MissingProgram as missing:
    print(missing)
"""
    said = run(code)
    assert "Pango" in said and "hint: " in said
    assert "WeasyPrint could not import" not in said


def test_a_process_leaves_nothing_behind_and_sweeps_away_what_a_killed_one_left(tmp_path: Path) -> None:
    code = "import os, small; small.renderer().render(small.composed('card-wallet')); os.kill(os.getpid(), 9)"
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": paths, "TMPDIR": str(tmp_path)}, check=False
    )
    assert list(tmp_path.iterdir())
    run("import small; small.renderer().render(small.composed('card-wallet'))", TMPDIR=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


HASHES = """
import hashlib, pathlib, sys, small
small.FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path({folder!r})
from leaflets.editions.screen import finish_screen
from leaflets.editions.office import office
for form in ("trifold-dl", "card-wallet"):
    composed, rendered = small.composed(form), small.laid_out(form).rendered
    for pdf in (finish_screen(rendered, composed, version="1.0"), office(rendered, composed, version="1.0")):
        print(hashlib.sha256(pdf).hexdigest())
"""


def test_folder_time_zone_hash_seed_and_locale_do_not_change_a_byte(tmp_path: Path) -> None:
    shutil.copytree(small.FOLDER, tmp_path / "elsewhere")
    one = run(HASHES.format(folder=str(small.FOLDER)), TZ="UTC", PYTHONHASHSEED="1", LC_ALL="C")
    two = run(
        HASHES.format(folder=str(tmp_path / "elsewhere")), TZ="Asia/Kathmandu", PYTHONHASHSEED="2", LC_ALL="C.UTF-8"
    )
    assert one == two
    assert len(one.split()) == 4


def test_what_was_rendered_before_does_not_change_a_byte() -> None:
    composed = small.composed("card-dl")
    fresh = Renderer(small.resources(), small.languages()).render(composed).pdf
    small.renderer().render(small.composed("poster-a4"))
    assert small.renderer().render(composed).pdf == fresh == small.laid_out("card-dl").rendered.pdf


# Tags


@pytest.fixture(scope="module")
def tagged() -> Iterator[pikepdf.Pdf]:
    html = (
        '<p>In Welsh: <span lang="cy">Siaradwch</span></p>'
        "<ul><li>One</li><li>Two</li></ul><ol><li>First</li></ol>"
        '<table><tr><th scope="row">Call</th><td>us</td></tr></table><div></div>'
    )
    rendered = small.renderer().render(poster_with(html))
    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        yield pdf


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == f"/{kind}"]


def test_words_in_another_language_say_so(tagged: pikepdf.Pdf) -> None:
    assert "cy" in {str(tag.get("/Lang", "")) for tag in elements(tagged, "Span")}
    assert str(tagged.Root.Lang) == "en"


def test_a_figure_knows_where_it_lies_on_the_page(tagged: pikepdf.Pdf) -> None:
    figures = elements(tagged, "Figure")
    assert len(figures) == 2
    for figure in figures:
        left, bottom, right, top = (float(value) for value in figure.A.BBox)
        assert 0 < left < right < 595.3 and 421 < bottom < top < 841.9  # the codes are in the upper half
        widths = [13 * (size + 8) / size * 72 / 25.4 for size in (25, 29)]  # a dark square of 13 mm, and its quiet zone
        assert right - left in [pytest.approx(width, abs=0.1) for width in widths]


def test_lists_and_table_heads_are_complete(tagged: pikepdf.Pdf) -> None:
    numbered = [str(tag.A.ListNumbering) for tag in elements(tagged, "L")]
    assert len(numbered) >= 2 and set(numbered) <= {"/None", "/Disc", "/Decimal"}
    assert [str(tag.A.Scope) for tag in elements(tagged, "TH")] == ["/Row"]


def test_links_print_and_are_called_what_they_say(tagged: pikepdf.Pdf) -> None:
    notes = list(tagged.pages[0].Annots)
    assert {"0808 157 0001", "example.org/talk"} <= {str(note.Contents) for note in notes}
    assert all(int(note.F) == 4 for note in notes)


def test_empty_boxes_are_not_tagged(tagged: pikepdf.Pdf) -> None:
    waiting, boxes = [elements(tagged, "Document")[0]], 0
    while waiting:
        children = waiting.pop().get("/K", [])
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                boxes += child.S == "/Div"
                assert child.S != "/Div" or len(child.get("/K", [])), "a box with nothing in it"
                waiting.append(child)
    assert boxes > 2


def test_documents_say_what_they_are() -> None:
    rendered = small.renderer().render(replace(small.composed("card-wallet")))
    assert rendered.pages == 2
    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo.Title) == "Safe online"


def test_a_drawing_that_takes_its_colour_from_nowhere_is_refused(tmp_path: Path) -> None:
    from leaflets.core.resources import Resources
    from leaflets.layout.compose.drawings import Pictures

    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "odd.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><path fill="currentColor"/></svg>'
    )
    pictures = Pictures(Resources(tmp_path), small.project().palette, "petrol")
    with pytest.raises(ProblemsFound) as caught:
        pictures("odd")
    (problem,) = caught.value.problems
    assert (problem.slug, problem.file) == ("current-colour", "assets/odd.svg")
    assert "var(--accent" in problem.hint
