# SPDX-License-Identifier: MIT
"""Pictures to share: their size, what stands on them and where, their bytes, and that a damaged one is known."""

from __future__ import annotations

import io
import json
import shutil
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageStat
from program import ROOT, run
from ruamel.yaml import YAML
from test_plain_text import recipe, recipes

from leaflets.build.maker import Maker
from leaflets.core.edition import Edition
from leaflets.layout.fit import lay_out
from leaflets.preflight.expected import Expected
from leaflets.preflight.other_files import check_picture

SQUARE, STORY = (1080, 1080), (1080, 1920)
LAYOUTS = {
    "talk-to-someone.share-square.en": SQUARE,
    "ask-a-grown-up.share-square.bn": SQUARE,
    "waiting-room.share-story.ur": STORY,
    "risk-poster-grooming.share-story.pl": STORY,
}
CLEAR_TOP, CLEAR_BOTTOM, CLEAR_SIDES = 250, 340, 80
"""Pixels that the apps' own buttons, or the edges of a preview, may cover."""


@cache
def made(name: str) -> tuple[bytes, bytes]:
    """The picture of a layout, and its page as a PDF."""
    found, maker = recipe(name), Maker(recipes().inputs)
    laid_out = lay_out(found.composed, maker.renderer)
    files = maker.make_pdf(Edition(found.composed.layout, "picture"), found, laid_out)
    assert [problem for problem in files.found.problems if problem.severity == "error"] == []
    ((path, png),) = files.files.items()
    assert path == f"picture/{found.composed.layout.publication}/{name}.1.png"
    return png, laid_out.rendered.pdf


@pytest.mark.parametrize(("name", "size"), LAYOUTS.items())
def test_a_picture_has_its_pixels_and_shows_its_page(name: str, size: tuple[int, int]) -> None:
    png, pdf = made(name)
    with Image.open(io.BytesIO(png)) as picture, pypdfium2.PdfDocument(pdf) as document:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", size)
        page = document[0]
        page.set_cropbox(*page.get_trimbox())
        fine = page.render(scale=8 / 3, rev_byteorder=True).to_pil().convert("RGB").resize(size, Image.Resampling.BOX)
        difference = ImageStat.Stat(ImageChops.difference(picture, fine)).mean
        assert max(difference) < 3  # of 255: edges softened otherwise
        assert zxingcpp.read_barcodes(picture) == []


@pytest.mark.parametrize(("name", "size"), LAYOUTS.items())
def test_words_keep_clear_of_what_an_app_covers_or_cuts_off(name: str, size: tuple[int, int]) -> None:
    with pypdfium2.PdfDocument(made(name)[1]) as document:
        left, bottom, right, top = document[0].get_trimbox()
        to_pixels = size[0] / (right - left)
        words = list(document[0].get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_TEXT,)))
        assert len(words) > 4
        for word in words:
            box = word.get_bounds()
            assert (box[0] - left) * to_pixels >= CLEAR_SIDES and (right - box[2]) * to_pixels >= CLEAR_SIDES
            if size == STORY:
                assert (top - box[3]) * to_pixels >= CLEAR_TOP and (box[1] - bottom) * to_pixels >= CLEAR_BOTTOM


def test_title_promise_number_and_address_are_on_it() -> None:
    with pypdfium2.PdfDocument(made("talk-to-someone.share-square.en")[1]) as document:
        said = " ".join(document[0].get_textpage().get_text_range().split())
    for words in (
        "You can tell someone",
        "It is not your fault.",
        "0800 1111",
        "Free · Day and night",
        "childline.org.uk",
    ):
        assert words in said


def test_the_same_page_makes_the_same_bytes() -> None:
    name = "talk-to-someone.share-square.en"
    first = made(name)[0]
    made.cache_clear()
    assert made(name)[0] == first


def test_a_picture_that_does_not_show_its_page_is_refused() -> None:
    png, _ = made("talk-to-someone.share-square.en")
    page = Image.open(io.BytesIO(png)).convert("RGB")
    expected = Expected("x", "picture", ((285.75, 285.75),))

    def refused(picture: Image.Image | bytes, kind: str = "PNG") -> str:
        stream = io.BytesIO()
        if isinstance(picture, Image.Image):
            picture.save(stream, kind)
        data = stream.getvalue() or picture
        found = check_picture(data, page, 1, expected)  # type: ignore[arg-type]
        assert {problem.slug for problem in found} <= {"picture-damaged"}
        return " ".join(problem.message for problem in found)

    assert refused(page) == ""
    assert "cannot be read" in refused(b"no picture") and "cannot be read" in refused(page, "JPEG")
    assert refused(png[: len(png) // 2])
    assert "1079 x 1080" in refused(page.crop((0, 0, 1079, 1080)))
    assert "nothing is drawn" in refused(Image.new("RGB", SQUARE, "white"))
    without = page.copy()
    ImageDraw.Draw(without).rectangle((100, 100, 900, 200), fill=page.getpixel((5, 5)))  # its title is painted over
    assert "does not show its page, from 1" in refused(without)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped poster alone, in English, with its pictures; built."""
    folder = tmp_path_factory.mktemp("shared") / "project"
    folder.mkdir()
    yaml = YAML()
    data = yaml.load((ROOT / "data.yaml").read_text(encoding="utf-8"))
    data["languages"] = ["en"]
    data["publications"] = {"talk-to-someone": data["publications"]["talk-to-someone"]}
    data["publications"]["talk-to-someone"]["formats"] = ["poster-a4", "share-square"]
    with (folder / "data.yaml").open("w", encoding="utf-8") as stream:
        yaml.dump(data, stream)
    assert run("build", "--draft", folder=folder).returncode == 0  # what only other publications print is missing
    return folder


def test_pictures_and_texts_are_editions_like_any_other(project: Path) -> None:
    manifest = json.loads((project / "dist" / "manifest.json").read_text(encoding="utf-8"))
    kinds = {
        entry["id"].removeprefix("talk-to-someone."): (entry["kind"], entry["path"]) for entry in manifest["editions"]
    }
    assert kinds == {
        "poster-a4.en.screen": ("pdf", "pdf/talk-to-someone/talk-to-someone.poster-a4.en.screen.pdf"),
        "poster-a4.en.office": ("pdf", "pdf/talk-to-someone/talk-to-someone.poster-a4.en.office.pdf"),
        "poster-a4.en.text": ("text", "text/talk-to-someone/talk-to-someone.en.txt"),
        "share-square.en.picture": ("picture", "picture/talk-to-someone/talk-to-someone.share-square.en.1.png"),
        "share-square.en.caption": ("text", "text/talk-to-someone/talk-to-someone.share.en.txt"),
    }
    sums = (project / "dist" / "SHA256SUMS").read_text(encoding="utf-8")
    assert all(f"{entry['sha256']}  {entry['path']}" in sums for entry in manifest["editions"])
    assert {entry["state"] for entry in manifest["editions"]} == {"draft"}
    assert not list((project / "dist" / "preview").rglob("*share*"))
    assert "organisations.childline.phone" in {fact["id"] for fact in manifest["editions"][-1]["facts"]}
    assert run("verify", "dist", folder=project).returncode == 0


def test_a_changed_picture_or_text_is_not_what_was_published(project: Path, tmp_path: Path) -> None:
    for kind in ("picture", "text"):
        folder = Path(shutil.copytree(project, tmp_path / kind))
        changed = next((folder / "dist" / kind).rglob("*.*"))
        changed.write_bytes(changed.read_bytes() + b"\n")
        done = run("verify", "dist", folder=folder)
        assert done.returncode == 4 and changed.name in done.stderr


def test_they_are_chosen_by_format_and_by_purpose(project: Path) -> None:
    listed = run("list", "--format", "share-*", "--json", folder=project)
    purposes = [entry["purpose"] for entry in json.loads(listed.stdout)["editions"]]
    assert purposes == ["picture", "caption"]
    texts = json.loads(run("list", "--purpose", "text", "--json", folder=project).stdout)["editions"]
    assert [(entry["pages"], entry["trim_mm"]) for entry in texts] == [(0, [0.0, 0.0])]


def test_a_screen_is_a_picture_of_each_frame_and_the_site_offers_them_all(tmp_path: Path) -> None:
    yaml = YAML()
    data = yaml.load((ROOT / "data.yaml").read_text(encoding="utf-8"))
    data["languages"] = ["en"]
    with (tmp_path / "data.yaml").open("w", encoding="utf-8") as stream:
        yaml.dump(data, stream)
    assert run("build", "--publication", "waiting-room-screen", folder=tmp_path).returncode == 0
    made = sorted((tmp_path / "dist" / "picture").rglob("*.png"))
    assert [path.name for path in made] == [f"waiting-room-screen.screen-16x9.en.{page}.png" for page in range(1, 7)]
    for path in made:
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("PNG", (1920, 1080))
            assert len(zxingcpp.read_barcodes(picture)) == 1
    done = run("site", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "dist" / "site" / "p" / "es-12" / "en"
    offered = [folder / "es-12-en.png", *(folder / f"es-12-en-{page}.png" for page in range(2, 7))]
    assert [path.read_bytes() for path in offered] == [path.read_bytes() for path in made]
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{path.name}"' in page for path in offered) and "999bsl.co.uk" in page
