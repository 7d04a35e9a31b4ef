# SPDX-License-Identifier: MIT
"""Collect a layout's stylesheets, and pass geometry, palette, language and fonts to CSS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from string import digits
from urllib.parse import quote

from leaflets.core.colour import Coloured
from leaflets.core.formats import Format
from leaflets.core.resources import Resources
from leaflets.languages.language import REGULAR, FontFamily, Language, characters_of
from leaflets.layout.composed import Stylesheet

SHARED = (
    ("tokens", "templates/styles/tokens.css"),
    ("sheet", "templates/styles/sheet.css"),
    ("base", "templates/styles/base.css"),
)
PLAIN_HEIGHT, ADDRESS_HEIGHT = 1.36, 1.7
"""Line heights: for English, and the most that a web address needs in any script."""
DIGITS, DIGITS_AND_LATIN = " digits", "U+30-39, U+a0-24f, U+300-36f, U+1e00-1eff"
"""The digits of running text are those of phone numbers, from a family of their own.

It also gives the Latin letters that the first family lacks (ệ): fontconfig takes it for the whole family, whose letters
would be missing.
"""
FAMILY = re.compile(r'data-family="([^"]+)"')
COMPONENTS = "templates/components/*/*.css"


def stylesheets(resources: Resources, design: str, tokens: str, shape: str = "") -> tuple[Stylesheet, ...]:
    """Return every stylesheet of a design and its shape, weakest first; `tokens` is the one that Python makes."""
    files = [
        *SHARED,
        *(("components", name) for name in resources.list(COMPONENTS)),
        ("design", f"templates/leaflets/{design}/{design}.css"),
        *(("design", name) for name in resources.list(f"templates/leaflets/{design}/{shape}.css") if shape != design),
    ]
    sheets = (Stylesheet(name, layer, resources.read(name)) for layer, name in files)
    return (Stylesheet("(colours, paper and fonts)", "tokens", tokens), *sheets)


@dataclass(frozen=True)
class Looks:
    """What all languages of a publication share: its colours and the available fonts."""

    palette: Mapping[str, Coloured]
    accent: str
    fonts: Mapping[str, FontFamily]


def tokens(form: Format, language: Language, looks: Looks) -> str:
    """Return the custom properties, the named pages (one for each panel) and the font faces of a layout as CSS."""
    palette, accent = looks.palette, looks.accent
    values = {
        "trim-height": f"{form.height:g}mm",
        "trim-width": f"{form.panels[0].width:g}mm",
        "bleed": f"{form.bleed:g}mm",
        "safe": f"{form.safe:g}mm",
        "root": f"{form.root_pt:g}pt",
        "address-height": f"{ADDRESS_HEIGHT:g}",
        "fit-space": "1",
        "fit-heading": "1",
        "fit-line": "1",
        "fit-body": "1",
        **{f"palette-{name}": colour.rgb for name, colour in palette.items()},
        **{f"palette-accent{part}": palette[f"{accent}{part}"].rgb for part in ("", "-mid", "-tint")},
    }
    return "\n".join((rule(":root", values), measures(language, looks), pages(form), ""))


def measures(language: Language, looks: Looks, scope: str = ":root") -> str:
    """Return the line heights and fonts of a script, for the elements of a scope."""
    first, *others = language.families
    ranges = {first: ""}
    if first != language.numbers:
        ranges = {first: without_digits(looks.fonts[first]), f"{language.numbers}{DIGITS}": DIGITS_AND_LATIN}
    ranges |= dict.fromkeys(others, "")
    values = {
        "line-height": f"{language.line_height:g}",
        "leading-least": f"{language.line_height_least:g}",
        "heading-scale": f"{language.headings:g}",
        "rise": f"{(language.line_height - PLAIN_HEIGHT) / 2:g}",
        "font-numbers": f'"{language.numbers}"',
        "font": ", ".join(f'"{family}"' for family in ranges),
    }
    faces = (
        face(looks.fonts[family.removesuffix(DIGITS)], weight, family, only)
        for family, only in ranges.items()
        for weight, _ in looks.fonts[family.removesuffix(DIGITS)].faces
    )
    return "\n".join((rule(scope, values), *faces))


@cache
def without_digits(font: FontFamily) -> str:
    """Return the characters of a font but its digits, for `unicode-range`: what is in it is taken to be in the font.

    Nothing for a font that this machine lacks, which the renderer will miss and name.
    """
    try:
        known = sorted(characters_of(font.path(REGULAR)).difference(map(ord, digits)))
    except (ModuleNotFoundError, FileNotFoundError):
        return ""
    ends = [at for at, (one, after) in enumerate(pairwise(known), 1) if after != one + 1]
    runs = (known[start:end] for start, end in pairwise((0, *ends, len(known))))
    return ", ".join(f"U+{run[0]:x}-{run[-1]:x}" for run in runs)


def name_faces(html: str, looks: Looks) -> str:
    """Return the fonts of the languages that a page names in their own letters, each marked with its family."""
    families = named_families(html)
    rules = (f'[data-family="{family}"] {{ font-family: "{family}" }}' for family in families)
    faces = (
        face(looks.fonts[family], weight, family) for family in families for weight, _ in looks.fonts[family].faces
    )
    return "\n".join((*rules, *faces, "")) if families else ""


def named_families(html: str) -> tuple[str, ...]:
    """Return the font families of the languages that a page names in their own letters."""
    return tuple(dict.fromkeys(FAMILY.findall(html)))


def rule(selector: str, values: Mapping[str, str]) -> str:
    """Return the rule that sets custom properties."""
    return f"{selector} {{ {''.join(f'--{name}: {value};' for name, value in values.items())} }}"


def pages(form: Format) -> str:
    """Return a named page for each panel, and the class that asks for it; what runs on has a margin on each page."""
    rest = f"margin: {form.safe:g}mm" if form.flows else "margin: 0"
    rest += f"; bleed: {form.bleed:g}mm"
    return "\n".join(
        f"@page {panel.name} {{ size: {panel.width:g}mm {form.height:g}mm; {rest} }}\n"
        f".panel--{panel.name} {{ page: {panel.name} }}"
        for panel in form.panels
    )


def face(font: FontFamily, weight: int, name: str, only: str = "") -> str:
    """Return a font face, without a weight for a variable font, whose one file has all weights; `only` some letters."""
    named = f" font-weight: {weight};" if len(font.faces) > 1 else ""
    named += f" unicode-range: {only}" if only else ""
    source = f'url("leaflets:font/{quote(font.family)}/{weight}")'
    return f'@font-face {{ font-family: "{name}"; src: {source};{named} }}'
