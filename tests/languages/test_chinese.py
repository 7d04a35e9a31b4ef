# SPDX-License-Identifier: MIT
"""Chinese: its font is an extra, and its outlines are of a kind that no PDF may hold; they are changed into another."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import many_languages
import pikepdf
import pytest
import small
from fontTools.cffLib import FDSelect
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from veracheck import verapdf

from leaflets.content.model import layouts_of
from leaflets.core.problems import MissingProgram
from leaflets.editions.screen import finish_screen
from leaflets.layout.compose import compose
from leaflets.layout.composed import Composed
from leaflets.layout.fit import lay_out
from leaflets.layout.render import Renderer

TAG, FAMILY = "zh-Hans", "Noto Sans CJK SC"
WORDS = "您孩子的上网安全"
LETTERS = [".notdef", "A", "B"]
PACKAGE = "manimgx_fonts_cjk"
BOX = [100, 0, "rmoveto", 300, 200, 1, "blend", "hlineto", 500, "vlineto", -300, -200, 1, "blend", "hlineto"]
"""A box 300 wide, in the heaviest weight 500."""


def variable_font() -> bytes:
    """Return a small font of the same kind: variable, CFF2, its letters in two groups."""
    made = FontBuilder(1000, isTTF=False)
    made.setupGlyphOrder(LETTERS)
    made.setupCharacterMap({ord(name): name for name in LETTERS[1:]})
    made.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    made.setupFvar([("wght", 400, 400, 700, "Weight")], [])
    drawn = {name: T2CharString(program=list(BOX)) for name in LETTERS}
    made.setupCFF2(drawn, [{}, {}], regions=[{"wght": (0, 1, 1)}])
    top = made.font["CFF2"].cff.topDictIndex[0]
    top.FDSelect = top.CharStrings.fdSelect = FDSelect(format=3)
    top.FDSelect.gidArray = [0, 0, 1]
    made.setupHorizontalMetrics(dict.fromkeys(LETTERS, (600, 100)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupOS2()
    made.setupPost()
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def poster() -> Composed:
    """Return the small project's poster, all its words the same ones."""

    class Says:
        def message(self, key: str, english: str) -> Any:
            return many_languages.Message(WORDS, key, english, TAG)

    project = many_languages.in_language(small.project(), TAG, Says())
    layout = next(one for one in layouts_of(project) if one.format == "poster-a4" and one.risk is None)
    return compose(layout, project, resources=small.resources(), languages=small.languages(), translator=Says())


@pytest.mark.parametrize("weight, width", [(400, 300), (700, 500)])
def test_outlines_become_those_that_a_pdf_may_hold(weight: int, width: int) -> None:
    small.renderer()
    import weasyprint.pdf.fonts as fonts

    variable = fonts.TTFont(io.BytesIO(variable_font()))
    stream = io.BytesIO()
    fonts.instantiateVariableFont(variable, {"wght": weight}, static=True).save(stream)
    font = TTFont(stream)
    assert "CFF " in font and "CFF2" not in font and "fvar" not in font
    glyphs = font.getGlyphSet()
    assert len(glyphs) == len(LETTERS)
    for number, name in enumerate(font.getGlyphOrder()):
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        assert pen.bounds == (100, 0, 100 + width, 500) and glyphs[name].width == 600
        assert name == (f"cid{number:05}" if number else ".notdef"), "a glyph's number is its CID"


def test_without_the_extra_the_edition_stops_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    languages = small.languages()
    monkeypatch.setitem(sys.modules, PACKAGE, None)
    assert [font.family for font in languages.missing_fonts(languages.languages[TAG])] == [FAMILY]
    with pytest.raises(MissingProgram, match=FAMILY) as caught:
        lay_out(poster(), Renderer(small.resources(), languages))
    assert caught.value.command.endswith("pip install manimgx-fonts-cjk")


def test_a_page_is_right_in_the_eyes_of_other_programs(tmp_path: Path) -> None:
    page = poster()
    laid_out = lay_out(page, small.renderer())
    assert laid_out.problems == ()
    path = tmp_path / "poster.pdf"
    path.write_bytes(finish_screen(laid_out.rendered, page, version="1.0"))
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    assert WORDS in told.stdout and "invalid" not in told.stderr
    assert verapdf([path])[path].compliant
    with pikepdf.open(path) as document:
        files = [one.FontFile3.read_bytes() for one in document.objects if is_font(one)]
    assert len(files) == 2, "regular and bold"
    assert all("CFF " in TTFont(io.BytesIO(file)) for file in files)


def is_font(one: Any) -> bool:
    return isinstance(one, pikepdf.Dictionary) and "/FontFile3" in one
