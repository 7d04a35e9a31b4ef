# SPDX-License-Identifier: MIT
"""Every picture of a project passes the gate before a page shows it, wherever it is named."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import small
from drawings import BLUE, RED, svg
from PIL import Image
from program import environment

from leaflets.content.model import layouts_of
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.layout.compose import compose
from leaflets.layout.compose.drawings import Pictures
from leaflets.layout.composed import Composed
from leaflets.layout.project_pictures import let_in_pictures, pictures_of
from leaflets.layout.render import Renderer

GOOD = svg(f'<circle cx="50" cy="40" r="30" fill="var(--accent, {BLUE})"/>')
BODY = "</body>"


def png() -> bytes:
    stream = io.BytesIO()
    Image.linear_gradient("L").resize((60, 40)).convert("RGB").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small project in a folder of its own, with two drawings and a photograph."""
    folder = tmp_path / "project"
    shutil.copytree(small.FOLDER, folder)
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "assets" / "sun.svg").write_text(GOOD)
    (folder / "assets" / "photo.png").write_bytes(png())
    return folder


def poster(folder: Path, inside: str) -> Composed:
    """Compose a poster whose template holds a piece more."""
    template = next(folder.glob("templates/leaflets/plain/plain.html"))
    text = template.read_text()
    template.write_text(text.replace("{% endblock %}", inside + "{% endblock %}", 1) if BODY not in text else text)
    layout = next(one for one in layouts_of(small.project()) if one.format == "poster-a4" and one.risk is None)
    return compose(layout, small.project(), resources=Resources(folder), languages=small.languages())


def problems_of(run: Callable[[], object]) -> list[Problem]:
    with pytest.raises(ProblemsFound) as caught:
        run()
    return caught.value.problems


def test_all_bad_drawings_of_a_page_are_named_at_once_with_the_template_that_uses_them(project: Path) -> None:
    (project / "assets" / "cut.svg").write_text(GOOD[:90])
    (project / "assets" / "words.svg").write_text(svg("<text>Call us</text>"))
    inside = (
        "\n{{ picture('cut') }}\n{{ picture('words') }}\n{{ picture('none') }}\n{{ picture('sun', accent='puce') }}\n"
    )
    found = problems_of(lambda: poster(project, inside))
    assert [(one.slug, one.file) for one in found] == [
        ("picture-missing", ""),
        ("picture-broken", "assets/cut.svg"),
        ("colour-unknown", "assets/sun.svg"),
        ("picture-text", "assets/words.svg"),
    ]
    assert all(one.where.startswith("used in templates/leaflets/plain/plain.html:") and one.hint for one in found)


def test_drawings_in_other_encodings_are_read_as_they_say(project: Path) -> None:
    accented = GOOD.replace("<circle", "<desc>café</desc><circle")
    latin = b'<?xml version="1.0" encoding="iso-8859-1"?>\n' + accented.encode("latin-1")
    for name, data in {
        "latin": latin,
        "utf-16": accented.encode("utf-16"),
        "bom": accented.encode("utf-8-sig"),
    }.items():
        (project / "assets" / f"{name}.svg").write_bytes(data)
        address = Pictures(Resources(project), small.project().palette, "petrol")(name)
        text = base64.b64decode(address.partition(",")[2]).decode()
        assert "café" in text and "encoding" not in text and "var(" not in text


def test_a_colour_for_the_press_leaves_its_value_for_the_screen(project: Path) -> None:
    (project / "assets" / "red.svg").write_text(
        svg(f'<rect width="50" height="40" fill="{RED} icc-color(x, 0, 1, 1, 0)"/>')
    )
    address = Pictures(Resources(project), small.project().palette, "petrol")("red")
    assert f'fill="{RED}"'.encode() in base64.b64decode(address.partition(",")[2])


def test_a_drawing_that_is_something_else_is_refused(project: Path) -> None:
    (project / "assets" / "odd.svg").write_bytes(png())
    (found,) = problems_of(lambda: Pictures(Resources(project), small.project().palette, "petrol")("odd"))
    assert (found.slug, found.file) == ("picture-type", "assets/odd.svg") and "PNG" in found.message


def with_html(folder: Path, inside: str) -> Composed:
    """Return a poster with a piece more in its HTML, its pictures let in."""
    found = small.composed("poster-a4")
    assert BODY in found.html
    return let_in_pictures(replace(found, html=found.html.replace(BODY, inside + BODY)), Resources(folder))


def drawn(folder: Path, composed: Composed) -> list[Problem]:
    """Return what the renderer has to say of a page."""
    made = Renderer(Resources(folder), small.languages()).draw(composed)
    made.write_draft()
    return made.problems


INSIDE = f"data:image/png;base64,{base64.b64encode(png()).decode()}"


@pytest.mark.parametrize("address", ["leaflets:assets/photo.png", "leaflets:assets/photo%2Epng", INSIDE])
def test_pictures_that_are_named_by_their_address_are_drawn(project: Path, address: str) -> None:
    assert drawn(project, with_html(project, f'<img alt="a" src="{address}">')) == []


@pytest.mark.parametrize(
    ("name", "data", "slug"),
    [
        ("cut.png", png()[:-40], "picture-broken"),
        ("photo.gif", b"GIF89a" + bytes(60), "picture-type"),
        ("photo.tiff", b"II*\0" + bytes(60), "picture-type"),
        ("words.svg", svg("<text>Call us</text>").encode(), "picture-text"),
        ("role.svg", GOOD.encode(), "colour-unknown"),
    ],
)
def test_a_bad_picture_stops_the_page_that_names_its_address(project: Path, name: str, data: bytes, slug: str) -> None:
    (project / "assets" / name).write_bytes(data)
    for inside in (
        f'<img alt="a" src="leaflets:assets/{name}">',
        f'<p style="background: url(leaflets:assets/{name})">a',
    ):
        (found,) = problems_of(lambda inside=inside: with_html(project, inside))
        assert (found.slug, found.file) == (slug, f"assets/{name}")
        assert found.where == "used in templates/leaflets/plain/plain.html"


def test_a_bad_picture_in_a_data_address_is_named_by_the_template(project: Path) -> None:
    data = base64.b64encode(png()[:-40]).decode()
    (found,) = problems_of(lambda: with_html(project, f'<img alt="a" src="data:image/png;base64,{data}">'))
    assert found.slug == "picture-broken" and found.file.startswith(
        "templates/leaflets/plain/plain.html (data:image/png"
    )


@pytest.mark.parametrize(
    "inside",
    [
        '<style>p { background: url("leaflets\\3A assets/photo.png") }</style><p>a</p>',
        '<style>p { background: url("data\\3Aimage/gif;base64,R0lGODlhAQABAAAAACw=") }</style><p>a</p>',
        '<style>@import "data:text/css,p{background:url(leaflets\\3A assets/photo.png)}";</style><p>a</p>',
    ],
)
def test_what_the_gate_has_not_seen_is_not_drawn(project: Path, inside: str) -> None:
    try:
        found = drawn(project, with_html(project, inside))
    except ProblemsFound as refused:
        found = refused.problems
    assert found and all(one.slug in ("picture-unseen", "picture-type", "renderer-warning") for one in found)


def test_each_picture_is_judged_once_for_all_pages(project: Path) -> None:
    resources = Resources(project)
    pictures = Pictures(resources, small.project().palette, "petrol")
    address = pictures("sun")
    pictures_of(resources).gate.process = None  # type: ignore[assignment]
    assert Pictures(resources, small.project().palette, "petrol")("sun") == address
    assert Pictures(resources, small.project().palette, "signal")("sun") != address


WARM = """
import sys
from pathlib import Path
from leaflets.core.resources import Resources
from leaflets.layout.project_pictures import pictures_of
pictures_of(Resources(Path(sys.argv[1]))).drawing("assets/sun.svg")
print(*sorted(sys.modules))
"""


def test_a_picture_that_is_known_takes_no_process_and_imports_nothing_that_draws(project: Path) -> None:
    pictures_of(Resources(project)).drawing("assets/sun.svg")
    words = [sys.executable, "-c", WARM, str(project)]
    done = subprocess.run(words, env=environment(), capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    heavy = {"weasyprint", "resvg_py", "pypdfium2", "PIL", "tinycss2", "leaflets.pictures.inspect"}
    assert "leaflets.pictures.gate" in imported and not heavy & imported
