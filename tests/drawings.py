# SPDX-License-Identifier: MIT
"""Drawings that show one construct of SVG each: shapes, paint, strokes, transforms, CSS, references, documents, programs.

They are what designers' programs write and what the standard allows, small, and drawn so that getting the construct
wrong shows: nothing is symmetrical, nothing is black that black would hide.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

from PIL import Image

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SQUARE = 'viewBox="0 0 100 100"'
INHERIT, CURRENT, NONE, HIDDEN = 'fill="inherit"', 'fill="currentColor"', 'display="none"', 'visibility="hidden"'
BLUE, RED, SUN = "#005d7d", "#983720", "#feca31"
STAR = "M50 8 62 38 94 38 68 58 78 90 50 70 22 90 32 58 6 38 38 38Z"


def svg(body: str, attributes: str = 'viewBox="0 0 100 80"') -> str:
    """Return a drawing of that content on a pale ground."""
    return f"{HEAD} {attributes}>{body}</svg>"


def png(size: tuple[int, int] = (80, 60), mode: str = "RGB") -> str:
    """Return a small picture as a data address."""
    stream = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(stream, "PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def shapes() -> Iterator[tuple[str, str]]:
    """Yield the basic shapes and what may be said of a path."""
    fill = f'fill="{BLUE}"'
    yield "rect", svg(f'<rect x="10" y="20" width="60" height="30" {fill}/>')
    yield "rect-rx", svg(f'<rect x="10" y="20" width="60" height="30" rx="8" {fill}/>')
    yield "rect-ry-only", svg(f'<rect x="10" y="20" width="60" height="30" ry="12" {fill}/>')
    yield "rect-rx-ry", svg(f'<rect x="10" y="20" width="60" height="30" rx="20" ry="5" {fill}/>')
    yield "rect-rx-too-large", svg(f'<rect x="10" y="20" width="60" height="30" rx="50" {fill}/>')
    yield "rect-rx-auto", svg(f'<rect x="10" y="20" width="60" height="30" rx="auto" ry="9" {fill}/>')
    yield "rect-percent", svg(f'<rect x="10%" y="25%" width="60%" height="50%" {fill}/>')
    yield "rect-zero-width", svg(f'<rect width="0" height="30" fill="{RED}"/><circle cx="50" cy="40" r="20" {fill}/>')
    yield "circle", svg(f'<circle cx="45" cy="35" r="28" {fill}/>')
    yield "circle-percent", svg(f'<circle cx="45%" cy="45%" r="30%" {fill}/>')
    yield "circle-no-centre", svg(f'<circle r="40" {fill}/>')
    yield "ellipse", svg(f'<ellipse cx="45" cy="35" rx="40" ry="18" {fill}/>')
    yield "ellipse-rx-only", svg(f'<ellipse cx="45" cy="35" rx="30" {fill}/>')
    yield "line", svg(f'<line x1="10" y1="10" x2="80" y2="60" stroke="{BLUE}" stroke-width="6"/>')
    yield "polyline", svg(f'<polyline points="10,10 40,60 70,15 90,70" fill="none" stroke="{BLUE}" stroke-width="5"/>')
    yield "polyline-filled", svg(f'<polyline points="10,10 40,60 70,15 90,70" {fill}/>')
    yield "polygon", svg(f'<polygon points="10,10 40,70 90,30" {fill}/>')
    yield "polygon-no-commas", svg(f'<polygon points="10 10 40 70 90 30" {fill}/>')
    yield "polygon-odd-points", svg(f'<polygon points="10 10 40 70 90 30 7" {fill}/>')
    yield "path-lines", svg(f'<path d="M10 10L80 20V70H30Z" {fill}/>')
    yield "path-relative", svg(f'<path d="m10 10l70 10v50h-50z" {fill}/>')
    yield "path-cubic", svg(f'<path d="M10 60C20 0 60 0 90 60z" {fill}/>')
    yield "path-smooth", svg(f'<path d="M5 40C15 0 35 0 45 40S75 80 95 20L95 75H5z" {fill}/>')
    yield "path-smooth-relative", svg(f'<path d="M5 40c10-40 30-40 40 0s30 40 50-20v55h-90z" {fill}/>')
    yield "path-quadratic", svg(f'<path d="M10 60Q40 -20 90 60z" {fill}/>')
    yield "path-quadratic-smooth", svg(f'<path d="M5 40Q25 0 45 40T90 30V75H5z" {fill}/>')
    yield "path-quadratic-relative", svg(f'<path d="m5 40q20-40 40 0t45-10v45h-85z" {fill}/>')
    yield "path-quadratic-smooth-first", svg(f'<path d="M5 40T50 10T90 60V75H5z" {fill}/>')
    for large in (0, 1):
        for sweep in (0, 1):
            yield f"path-arc-{large}{sweep}", svg(f'<path d="M30 40A25 15 20 {large} {sweep} 70 30z" {fill}/>')
    yield "path-arc-flags-together", svg(f'<path d="M30 40a25 15 20 0140-10z" {fill}/>')
    yield "path-arc-too-small", svg(f'<path d="M20 40A5 5 0 0 1 80 40z" {fill}/>')
    yield "path-arc-zero-radius", svg(f'<path d="M20 20A0 9 0 0 1 80 60V20z" {fill}/>')
    yield "path-implicit-lines", svg(f'<path d="M10 10 80 20 60 70 20 50z" {fill}/>')
    yield "path-numbers-together", svg(f'<path d="M10.5.5L80-.5.5.5 60 70-10 50z" {fill}/>')
    yield "path-exponent", svg(f'<path d="M1e1 1E1L8e1 2e+1 600e-1 70z" {fill}/>')
    yield "path-subpaths", svg(f'<path d="M10 10H60V60H10zM30 20H90V40H30z" {fill} fill-rule="evenodd"/>')
    yield "path-close-then-relative", svg(f'<path d="M20 20h20v20h-20zm30 10h20v20h-20zl-10-20z" {fill}/>')
    yield "path-error-in-middle", svg(f'<path d="M10 10H80V60 foo H5z" {fill}/>')
    yield "path-units", svg(f'<path d="M10px 10px L80 60 L20 60z" {fill}/>')
    yield "path-newlines", svg(f'<path d="M10,10\n\tL80,20\n L60,70\n Z" {fill}/>')
    yield "star-nonzero", svg(f'<path d="M50 5 80 75 8 30H92L20 75z" {fill}/>')
    yield "star-evenodd", svg(f'<path d="M50 5 80 75 8 30H92L20 75z" {fill} fill-rule="evenodd"/>')
    yield "path-css-d", svg(f'<path style="d:path(\'M10 10H80V60z\')" {fill}/><rect x="90" width="5" height="5"/>')


def paints() -> Iterator[tuple[str, str]]:
    """Yield ways to say a colour, and what there is besides a colour."""
    rect = '<rect x="10" y="10" width="70" height="50" {}/>'
    colours = {
        "hex3": "#0a7",
        "hex6-upper": "#00AA77",
        "hex4": "#0a78",
        "hex8": "#00aa7788",
        "named": "rebeccapurple",
        "named-mixed-case": "ForestGreen",
        "rgb": "rgb(0, 170, 119)",
        "rgb-percent": "rgb(0%, 66.7%, 46.7%)",
        "rgb-spaces": "rgb(0 170 119)",
        "rgb-slash-alpha": "rgb(0 170 119 / 50%)",
        "rgba": "rgba(0, 170, 119, .5)",
        "rgb-out-of-range": "rgb(-20, 300, 119)",
        "hsl": "hsl(160, 100%, 33%)",
        "hsla": "hsla(160, 100%, 33%, .5)",
        "icc-color": "#ca011a icc-color(FOGRA39, 0.1, 1, 1, 0)",
        "device-cmyk": "device-cmyk(1 0 0 0)",
        "lab": "lab(50% 40 59.5)",
        "oklch": "oklch(60% 0.15 50)",
        "color-srgb": "color(srgb 0 .6 .4)",
        "color-mix": "color-mix(in srgb, red, blue)",
        "transparent": "transparent",
        "system-colour": "ButtonText",
        "wrong-name": "bluish",
        "wrong-hex": "#00aa7",
        "empty": "",
        "context-fill": "context-fill",
        "spaces": "  #00aa77  ",
        "upper-rgb": "RGB(0,170,119)",
    }
    for name, colour in colours.items():
        yield f"colour-{name}", svg(f'<circle cx="90" cy="70" r="6" fill="{SUN}"/>' + rect.format(f'fill="{colour}"'))
    yield "fill-none-stroke", svg(rect.format(f'fill="none" stroke="{BLUE}" stroke-width="6"'))
    yield "fill-default-black", svg(rect.format(""))
    yield "fill-inherited", svg(f'<g fill="{BLUE}">{rect.format("")}</g>')
    yield "fill-inherit-word", svg(f'<g fill="{BLUE}">{rect.format(INHERIT)}</g>')
    yield "fill-opacity", svg(rect.format(f'fill="{BLUE}" fill-opacity=".5"'))
    yield "fill-opacity-percent", svg(rect.format(f'fill="{BLUE}" fill-opacity="50%"'))
    yield "opacity", svg(rect.format(f'fill="{BLUE}" opacity=".5"'))
    yield "opacity-percent", svg(rect.format(f'fill="{BLUE}" opacity="50%"'))
    yield "opacity-fill-and-stroke", svg(rect.format(f'fill="{BLUE}" stroke="{RED}" stroke-width="12" opacity=".5"'))
    both = f'<rect x="10" y="10" width="40" height="40" fill="{RED}"/><rect x="30" y="25" width="50" height="40" fill="{BLUE}"/>'
    yield "opacity-of-group", svg(f'<g opacity=".5">{both}</g>')
    yield "opacity-nested", svg(f'<g opacity=".5"><g opacity=".5">{both}</g></g>')
    yield "opacity-zero", svg(f'<circle cx="50" cy="40" r="30" fill="{BLUE}"/><g opacity="0">{both}</g>')
    yield "opacity-above-one", svg(rect.format(f'fill="{BLUE}" opacity="2"'))
    yield "current-colour", svg(f'<g color="{RED}">{rect.format(CURRENT)}</g>')
    yield "current-colour-unset", svg(rect.format('fill="currentColor"') + f'<circle r="20" fill="{SUN}"/>')
    yield (
        "display-none",
        svg(f'<circle cx="50" cy="40" r="30" fill="{BLUE}"/>{rect.format(NONE)}'),
    )
    yield "display-none-group", svg(f'<circle cx="50" cy="40" r="30" fill="{BLUE}"/><g display="none">{both}</g>')
    yield (
        "visibility-hidden",
        svg(f'<circle cx="50" cy="40" r="30" fill="{BLUE}"/>{rect.format(HIDDEN)}'),
    )
    yield (
        "visibility-hidden-group",
        svg(f'<circle cx="50" cy="40" r="30" fill="{SUN}"/><g visibility="hidden">{both}</g>'),
    )
    yield (
        "visibility-back",
        svg(f'<g visibility="hidden">{both}<circle cx="50" cy="40" r="20" visibility="visible" fill="{SUN}"/></g>'),
    )
    yield (
        "visibility-collapse",
        svg(f'<circle cx="50" cy="40" r="30" fill="{SUN}"/><g visibility="collapse">{both}</g>'),
    )
    yield (
        "paint-order",
        svg(f'<circle cx="50" cy="40" r="25" fill="{BLUE}" stroke="{SUN}" stroke-width="20" paint-order="stroke"/>'),
    )
    yield (
        "mix-blend-mode",
        svg(f'<g>{both}</g><circle cx="40" cy="40" r="30" fill="{SUN}" style="mix-blend-mode:multiply"/>'),
    )
    yield "isolation", svg(f'<g style="isolation:isolate">{both}</g>')


def gradients() -> Iterator[tuple[str, str]]:
    """Yield gradients and patterns."""
    stops = f'<stop offset="0" stop-color="{BLUE}"/><stop offset="1" stop-color="{SUN}"/>'
    rect = '<rect x="10" y="10" width="70" height="50" fill="url(#g)"/>'
    linear = {
        "linear": "",
        "linear-vertical": 'x2="0" y2="1"',
        "linear-user-space": 'gradientUnits="userSpaceOnUse" x1="20" y1="20" x2="60" y2="50"',
        "linear-percent": 'x1="20%" x2="60%"',
        "linear-transform": 'gradientTransform="rotate(45)"',
        "linear-transform-user": 'gradientUnits="userSpaceOnUse" x1="0" x2="30" gradientTransform="translate(20) rotate(30)"',
        "linear-reflect": 'x1=".3" x2=".5" spreadMethod="reflect"',
        "linear-repeat": 'x1=".3" x2=".5" spreadMethod="repeat"',
    }
    for name, words in linear.items():
        yield f"gradient-{name}", svg(f'<linearGradient id="g" {words}>{stops}</linearGradient>{rect}')
    radial = {
        "radial": "",
        "radial-centre": 'cx=".3" cy=".3" r=".6"',
        "radial-focus": 'fx=".2" fy=".3"',
        "radial-focus-radius": 'fr=".2"',
        "radial-user-space": 'gradientUnits="userSpaceOnUse" cx="45" cy="35" r="30"',
        "radial-transform": 'gradientUnits="userSpaceOnUse" cx="0" cy="0" r="1" gradientTransform="translate(45 35) scale(30 20)"',
        "radial-reflect": 'r=".2" spreadMethod="reflect"',
    }
    for name, words in radial.items():
        yield f"gradient-{name}", svg(f'<radialGradient id="g" {words}>{stops}</radialGradient>{rect}')
    yield (
        "gradient-href",
        svg(f'<linearGradient id="s">{stops}</linearGradient><linearGradient id="g" href="#s" x2="0" y2="1"/>{rect}'),
    )
    yield (
        "gradient-xlink-href",
        svg(f'<linearGradient id="s">{stops}</linearGradient><radialGradient id="g" xlink:href="#s"/>{rect}'),
    )
    yield "gradient-after-use", svg(f'{rect}<defs><linearGradient id="g">{stops}</linearGradient></defs>')
    yield (
        "gradient-stop-opacity",
        svg(
            f'<linearGradient id="g"><stop stop-color="{BLUE}"/><stop offset="1" stop-color="{RED}" stop-opacity="0"/></linearGradient>{rect}'
        ),
    )
    yield (
        "gradient-stop-style",
        svg(
            f'<linearGradient id="g"><stop style="stop-color:{BLUE}"/><stop offset="100%" style="stop-color:{SUN}"/></linearGradient>{rect}'
        ),
    )
    yield (
        "gradient-three-stops",
        svg(
            f'<linearGradient id="g"><stop stop-color="{BLUE}"/><stop offset=".3" stop-color="{RED}"/><stop offset="1" stop-color="{SUN}"/></linearGradient>{rect}'
        ),
    )
    yield (
        "gradient-hard-stop",
        svg(
            f'<linearGradient id="g"><stop offset=".5" stop-color="{BLUE}"/><stop offset=".5" stop-color="{SUN}"/></linearGradient>{rect}'
        ),
    )
    yield "gradient-one-stop", svg(f'<linearGradient id="g"><stop stop-color="{BLUE}"/></linearGradient>{rect}')
    yield "gradient-no-stops", svg(f'<circle r="30" fill="{SUN}"/><linearGradient id="g"/>{rect}')
    yield (
        "gradient-stroke",
        svg(
            f'<linearGradient id="g">{stops}</linearGradient><circle cx="50" cy="40" r="25" fill="none" stroke="url(#g)" stroke-width="10"/>'
        ),
    )
    yield "gradient-missing", svg(f'<circle r="30" fill="{SUN}"/>{rect}')
    yield "gradient-missing-fallback", svg(f'<rect x="10" y="10" width="70" height="50" fill="url(#g) {BLUE}"/>')
    yield (
        "gradient-on-group",
        svg(
            f'<linearGradient id="g">{stops}</linearGradient><g fill="url(#g)"><rect x="5" y="5" width="40" height="30"/><circle cx="70" cy="50" r="20"/></g>'
        ),
    )
    tile = f'<rect width="6" height="6" fill="{BLUE}"/><circle cx="8" cy="8" r="2" fill="{SUN}"/>'
    yield "pattern", svg(f'<pattern id="g" width="12" height="12" patternUnits="userSpaceOnUse">{tile}</pattern>{rect}')
    yield "pattern-box", svg(f'<pattern id="g" width=".2" height=".25">{tile}</pattern>{rect}')
    yield (
        "pattern-transform",
        svg(
            f'<pattern id="g" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(30)">{tile}</pattern>{rect}'
        ),
    )
    yield (
        "pattern-view-box",
        svg(
            f'<pattern id="g" width="20" height="20" viewBox="0 0 12 12" patternUnits="userSpaceOnUse">{tile}</pattern>{rect}'
        ),
    )


def strokes() -> Iterator[tuple[str, str]]:
    """Yield what may be said of a stroke."""
    zigzag = f'<path d="M15 60 35 15 55 60 85 20" fill="none" stroke="{BLUE}" {{}}/>'
    said = {
        "width": 'stroke-width="9"',
        "width-percent": 'stroke-width="10%"',
        "width-units": 'stroke-width="2mm"',
        "width-zero": 'stroke-width="0"',
        "width-hair": 'stroke-width=".2"',
        "cap-round": 'stroke-width="9" stroke-linecap="round"',
        "cap-square": 'stroke-width="9" stroke-linecap="square"',
        "join-round": 'stroke-width="9" stroke-linejoin="round"',
        "join-bevel": 'stroke-width="9" stroke-linejoin="bevel"',
        "join-arcs": 'stroke-width="9" stroke-linejoin="arcs"',
        "join-miter-clip": 'stroke-width="9" stroke-linejoin="miter-clip"',
        "miter-limit": 'stroke-width="9" stroke-miterlimit="1.5"',
        "miter-limit-high": 'stroke-width="9" stroke-miterlimit="20"',
        "dashes": 'stroke-width="5" stroke-dasharray="10 6"',
        "dashes-commas": 'stroke-width="5" stroke-dasharray="10,6,2"',
        "dashes-offset": 'stroke-width="5" stroke-dasharray="10 6" stroke-dashoffset="5"',
        "dashes-offset-negative": 'stroke-width="5" stroke-dasharray="10 6" stroke-dashoffset="-5"',
        "dashes-percent": 'stroke-width="5" stroke-dasharray="10%"',
        "dashes-none": 'stroke-width="5" stroke-dasharray="none"',
        "dashes-zero": 'stroke-width="5" stroke-dasharray="0 0"',
        "dots": 'stroke-width="5" stroke-linecap="round" stroke-dasharray="0 8"',
        "opacity": 'stroke-width="9" stroke-opacity=".5"',
        "opacity-percent": 'stroke-width="9" stroke-opacity="50%"',
        "vector-effect": 'stroke-width="5" vector-effect="non-scaling-stroke" transform="scale(1.2 .6)"',
        "scaled": 'stroke-width="5" transform="scale(1.1 .6)"',
        "path-length": 'stroke-width="5" pathLength="100" stroke-dasharray="10 5"',
    }
    for name, words in said.items():
        rest = f'<circle cx="92" cy="70" r="6" fill="{SUN}"/>'
        yield f"stroke-{name}", svg(rest + zigzag.format(words))
    yield (
        "stroke-negative-width",
        svg(f'<rect x="9" y="9" width="60" height="50" fill="{SUN}" stroke="{RED}" stroke-width="-3"/>'),
    )
    yield (
        "stroke-on-group",
        svg(
            f'<g stroke="{RED}" stroke-width="4" fill="none"><circle cx="30" cy="30" r="20"/><path d="M10 70H90"/></g>'
        ),
    )
    yield (
        "stroke-zero-length-round",
        svg(
            f'<path d="M50 40h0" stroke="{BLUE}" stroke-width="30" stroke-linecap="round"/><rect width="9" height="9"/>'
        ),
    )
    yield "stroke-closed-join", svg(f'<path d="M30 20H75V60H20z" fill="none" stroke="{BLUE}" stroke-width="12"/>')
    yield (
        "stroke-rect-dashes",
        svg(
            f'<rect x="15" y="15" width="60" height="40" fill="none" stroke="{BLUE}" stroke-width="4" stroke-dasharray="12 5"/>'
        ),
    )
    yield (
        "stroke-circle-dashes",
        svg(f'<circle cx="50" cy="40" r="30" fill="none" stroke="{BLUE}" stroke-width="4" stroke-dasharray="12 5"/>'),
    )
    arrow = f'<marker id="m" markerWidth="4" markerHeight="4" refX="1" refY="2" orient="auto"><path d="M0 0 4 2 0 4z" fill="{RED}"/></marker>'
    yield "marker-end", svg(arrow + zigzag.format('stroke-width="4" marker-end="url(#m)"'))
    yield (
        "marker-all",
        svg(arrow + zigzag.format('stroke-width="3" marker-start="url(#m)" marker-mid="url(#m)" marker-end="url(#m)"')),
    )
    yield (
        "marker-on-line",
        svg(f'{arrow}<line x1="10" y1="10" x2="70" y2="50" stroke="{BLUE}" stroke-width="4" marker-end="url(#m)"/>'),
    )


def transforms() -> Iterator[tuple[str, str]]:
    """Yield transforms, in attributes and in CSS."""
    rect = f'<rect x="20" y="15" width="40" height="25" fill="{BLUE}" {{}}/>'
    said = {
        "translate": 'transform="translate(15 20)"',
        "translate-one": 'transform="translate(15)"',
        "translate-comma": 'transform="translate(15,20)"',
        "rotate": 'transform="rotate(25)"',
        "rotate-about": 'transform="rotate(25 40 40)"',
        "scale": 'transform="scale(1.3 .7)"',
        "scale-one": 'transform="scale(1.2)"',
        "scale-mirror": 'transform="translate(90) scale(-1 1)"',
        "skew-x": 'transform="skewX(20)"',
        "skew-y": 'transform="skewY(20)"',
        "matrix": 'transform="matrix(.8 .2 -.3 .9 25 5)"',
        "several": 'transform="translate(30 10) rotate(20) scale(.8)"',
        "several-commas": 'transform="translate(30,10),rotate(20)"',
        "spaces": 'transform=" translate ( 15 20 ) "',
        "css": 'style="transform:translate(15px,20px)"',
        "css-rotate": 'style="transform:rotate(25deg)"',
        "css-origin": 'style="transform:rotate(25deg);transform-origin:40px 40px"',
        "css-box": 'style="transform:rotate(25deg);transform-box:fill-box;transform-origin:center"',
        "origin-attribute": 'transform="rotate(25)" transform-origin="40 40"',
        "wrong": 'transform="rotatte(25)"',
        "nan": 'transform="translate(NaN 5)"',
        "singular": 'transform="scale(0)"',
        "percent": 'style="transform:translate(10%,10%)"',
    }
    for name, words in said.items():
        yield f"transform-{name}", svg(f'<circle cx="92" cy="70" r="6" fill="{SUN}"/>' + rect.format(words))
    yield (
        "transform-on-group",
        svg(f'<g transform="translate(20 10) rotate(10)">{rect.format("")}<circle cx="20" cy="50" r="9"/></g>'),
    )
    yield (
        "transform-nested",
        svg(
            f'<g transform="translate(20 10)"><g transform="scale(.7)"><g transform="rotate(15)">{rect.format("")}</g></g></g>'
        ),
    )
    yield "transform-on-root", svg(rect.format(""), 'viewBox="0 0 100 80" transform="rotate(10)"')


def css() -> Iterator[tuple[str, str]]:
    """Yield style attributes and style elements."""
    rect = '<rect class="a" id="r" x="10" y="10" width="70" height="50"/>'
    yield (
        "css-style-attribute",
        svg(f'<rect x="10" y="10" width="70" height="50" style="fill:{BLUE};stroke:{SUN};stroke-width:6px"/>'),
    )
    yield (
        "css-style-over-attribute",
        svg(f'<rect x="10" y="10" width="70" height="50" fill="{RED}" style="fill:{BLUE}"/>'),
    )
    yield (
        "css-style-important",
        svg(
            f'<style>rect{{fill:{BLUE}!important}}</style><rect x="10" y="10" width="70" height="50" style="fill:{RED}"/>'
        ),
    )
    sheets = {
        "class": f".a{{fill:{BLUE}}}",
        "element": f"rect{{fill:{BLUE}}}",
        "id": f"#r{{fill:{BLUE}}}",
        "universal": f"*{{fill:{BLUE}}}",
        "list": f".b,.a{{fill:{BLUE}}}",
        "two-rules": f".a{{fill:{RED}}}.a{{fill:{BLUE}}}",
        "specificity": f"#r{{fill:{BLUE}}}.a{{fill:{RED}}}rect{{fill:{SUN}}}",
        "attribute": f"[class=a]{{fill:{BLUE}}}",
        "first-child": f"rect:first-child{{fill:{BLUE}}}",
        "cdata": f"<![CDATA[.a{{fill:{BLUE}}}]]>",
        "comment": f"/* colours */ .a{{ /* one */ fill:{BLUE} }}",
        "media": f"@media print{{.a{{fill:{RED}}}}} @media screen{{.a{{fill:{BLUE}}}}}",
        "import": f"@import url(other.css); .a{{fill:{BLUE}}}",
        "font-face": f"@font-face{{font-family:x;src:url(x.woff)}}.a{{fill:{BLUE}}}",
        "variable": f":root{{--c:{BLUE}}}.a{{fill:var(--c)}}",
        "geometry": f".a{{fill:{BLUE};x:30px;width:20px}}",
        "unknown-property": f".a{{fill:{BLUE};flavour:sweet}}",
        "wrong-value": f".a{{fill:{BLUE};fill:12}}",
        "stroke-no-unit": f".a{{fill:{BLUE};stroke:{SUN};stroke-width:6}}",
        "class-two": f".a.b{{fill:{RED}}}.a{{fill:{BLUE}}}",
        "opacity": f".a{{fill:{BLUE};opacity:.4}}",
        "display": f".a{{fill:{BLUE}}}circle{{display:none}}",
    }
    for name, sheet in sheets.items():
        yield f"css-{name}", svg(f"<style>{sheet}</style>{rect}<circle cx='85' cy='60' r='9' fill='{SUN}'/>")
    yield "css-descendant", svg(f"<style>g rect{{fill:{BLUE}}}</style><g>{rect}</g>")
    yield "css-child", svg(f"<style>svg>rect{{fill:{RED}}}g>rect{{fill:{BLUE}}}</style><g>{rect}</g>")
    yield "css-style-in-defs", svg(f"<defs><style>.a{{fill:{BLUE}}}</style></defs>{rect}")
    yield "css-style-last", svg(f"{rect}<style>.a{{fill:{BLUE}}}</style>")
    yield "css-style-type", svg(f'<style type="text/css">.a{{fill:{BLUE}}}</style>{rect}')
    yield "css-style-wrong-type", svg(f'<style type="text/less">.a{{fill:{RED}}}</style>{rect}')
    yield (
        "css-inherit-through-group",
        svg(f"<style>.g{{fill:{BLUE};stroke:{SUN};stroke-width:5}}</style><g class='g'>{rect}</g>"),
    )
    yield (
        "css-geometry-in-style",
        svg(f'<rect style="x:10px;y:10px;width:70px;height:50px;fill:{BLUE}"/><rect width="5" height="5"/>'),
    )
    yield (
        "css-two-classes",
        svg(
            f'<style>.a{{fill:{BLUE}}}.b{{stroke:{SUN};stroke-width:6}}</style><rect class="a b" x="10" y="10" width="70" height="50"/>'
        ),
    )
    yield "css-processing-instruction", f'<?xml-stylesheet href="x.css" type="text/css"?>{svg(rect)}'


def references() -> Iterator[tuple[str, str]]:
    """Yield uses, symbols, clips, masks, filters, pictures, and drawings in drawings."""
    star = '<path id="s" d="M20 5 26 18 38 18 28 26 32 38 20 30 8 38 12 26 2 18 14 18z"/>'
    yield "use", svg(f'<defs>{star}</defs><use href="#s" fill="{BLUE}"/><use href="#s" x="40" y="30" fill="{RED}"/>')
    yield "use-xlink", svg(f'<defs>{star}</defs><use xlink:href="#s" x="30" fill="{BLUE}"/>')
    yield (
        "use-transform",
        svg(f'<defs>{star}</defs><use href="#s" x="10" transform="rotate(20) scale(1.5)" fill="{BLUE}"/>'),
    )
    yield (
        "use-of-group",
        svg(f'<defs><g id="g" fill="{RED}">{star}<circle cx="50" cy="20" r="9"/></g></defs><use href="#g" y="20"/>'),
    )
    yield "use-of-shown", svg(f'<g fill="{BLUE}">{star}</g><use href="#s" x="50" y="20" fill="{RED}"/>')
    yield "use-before", svg(f'<use href="#s" x="30" fill="{BLUE}"/><defs>{star}</defs>')
    yield "use-of-use", svg(f'<defs>{star}<use id="u" href="#s" x="20"/></defs><use href="#u" y="20" fill="{BLUE}"/>')
    yield "use-missing", svg(f'<use href="#none"/><circle cx="50" cy="40" r="20" fill="{BLUE}"/>')
    yield (
        "use-opacity",
        svg(f'<defs>{star}</defs><circle r="30" fill="{SUN}"/><use href="#s" opacity=".5" fill="{BLUE}"/>'),
    )
    yield "use-class", svg(f'<style>.c{{fill:{BLUE}}}</style><defs>{star}</defs><use href="#s" class="c" x="20"/>')
    symbol = f'<symbol id="y" viewBox="0 0 40 40">{star}</symbol>'
    yield "symbol", svg(f'{symbol}<use href="#y" x="10" y="10" width="60" height="60" fill="{BLUE}"/>')
    yield "symbol-no-size", svg(f'{symbol}<use href="#y" fill="{BLUE}"/>')
    yield "symbol-no-view-box", svg(f'<symbol id="y">{star}</symbol><use href="#y" x="30" y="30" fill="{BLUE}"/>')
    yield "symbol-never-used", svg(f'{symbol}<circle cx="50" cy="40" r="20" fill="{BLUE}"/>')
    yield (
        "symbol-clips",
        svg(
            f'<symbol id="y" viewBox="0 0 20 20">{star}</symbol><use href="#y" x="10" y="10" width="50" height="50" fill="{BLUE}"/>'
        ),
    )
    yield (
        "symbol-aspect",
        svg(
            f'<symbol id="y" viewBox="0 0 40 40" preserveAspectRatio="xMinYMax">{star}</symbol><use href="#y" width="90" height="40" fill="{BLUE}"/>'
        ),
    )
    both = f'<rect x="10" y="10" width="50" height="40" fill="{RED}"/><rect x="40" y="30" width="50" height="40" fill="{BLUE}"/>'
    clip = '<clipPath id="c"><circle cx="45" cy="40" r="25"/></clipPath>'
    yield "clip-shape", svg(f'{clip}<rect width="100" height="80" fill="{BLUE}" clip-path="url(#c)"/>')
    yield "clip-group", svg(f'{clip}<g clip-path="url(#c)">{both}</g>')
    yield (
        "clip-whole-frame",
        svg(
            f'<g clip-path="url(#c)">{both}</g><defs><clipPath id="c"><rect width="100" height="80" fill="#fff"/></clipPath></defs>'
        ),
    )
    yield (
        "clip-two-shapes",
        svg(
            f'<clipPath id="c"><circle cx="30" cy="30" r="20"/><rect x="50" y="40" width="30" height="30"/></clipPath><g clip-path="url(#c)">{both}</g>'
        ),
    )
    yield (
        "clip-evenodd",
        svg(
            f'<clipPath id="c"><path d="M50 5 80 75 8 30H92L20 75z" clip-rule="evenodd"/></clipPath><rect width="100" height="80" fill="{BLUE}" clip-path="url(#c)"/>'
        ),
    )
    yield (
        "clip-box-units",
        svg(
            f'<clipPath id="c" clipPathUnits="objectBoundingBox"><circle cx=".5" cy=".5" r=".4"/></clipPath><rect x="10" y="10" width="60" height="60" fill="{BLUE}" clip-path="url(#c)"/>'
        ),
    )
    yield (
        "clip-transform",
        svg(
            f'<clipPath id="c" transform="translate(20 0)"><circle cx="30" cy="40" r="25"/></clipPath><g clip-path="url(#c)">{both}</g>'
        ),
    )
    yield (
        "clip-transformed-group",
        svg(f'{clip}<g clip-path="url(#c)" transform="translate(10 10) scale(.8)">{both}</g>'),
    )
    yield (
        "clip-nested",
        svg(
            f'{clip}<clipPath id="d"><rect x="30" y="20" width="60" height="60"/></clipPath><g clip-path="url(#d)"><g clip-path="url(#c)">{both}</g></g>'
        ),
    )
    yield (
        "clip-use",
        svg(
            f'<defs><circle id="k" cx="45" cy="40" r="25"/><clipPath id="c"><use href="#k"/></clipPath></defs><g clip-path="url(#c)">{both}</g>'
        ),
    )
    yield (
        "clip-then-plain",
        svg(f'{clip}<g clip-path="url(#c)">{both}</g><rect x="80" y="5" width="15" height="15" fill="{SUN}"/>'),
    )
    yield (
        "clip-shape-then-plain",
        svg(
            f'{clip}<rect width="60" height="80" fill="{BLUE}" clip-path="url(#c)"/><rect x="70" y="5" width="25" height="25" fill="{SUN}"/>'
        ),
    )
    yield "clip-missing", svg(f'<g clip-path="url(#none)">{both}</g>')
    yield "clip-css-circle", svg(f'<g style="clip-path:circle(20px at 40px 40px)">{both}</g>')
    yield (
        "clip-stroked",
        svg(
            f'{clip}<circle cx="45" cy="40" r="30" stroke="{RED}" stroke-width="20" fill="{SUN}" clip-path="url(#c)"/>'
        ),
    )
    yield "mask", svg(f'<mask id="c"><circle cx="45" cy="40" r="25" fill="#fff"/></mask><g mask="url(#c)">{both}</g>')
    yield (
        "mask-grey",
        svg(f'<mask id="c"><rect width="50" height="80" fill="#888"/></mask><g mask="url(#c)">{both}</g>'),
    )
    yield (
        "mask-alpha",
        svg(
            f'<mask id="c" style="mask-type:alpha"><circle cx="45" cy="40" r="25"/></mask><g mask="url(#c)">{both}</g>'
        ),
    )
    yield (
        "mask-user-space",
        svg(
            f'<mask id="c" maskUnits="userSpaceOnUse" x="0" y="0" width="100" height="80"><circle cx="45" cy="40" r="25" fill="#fff"/></mask><g mask="url(#c)">{both}</g>'
        ),
    )
    yield (
        "filter-blur",
        svg(f'<filter id="c"><feGaussianBlur stdDeviation="4"/></filter><g filter="url(#c)">{both}</g>'),
    )
    yield (
        "filter-shadow",
        svg(f'<filter id="c"><feDropShadow dx="6" dy="6" stdDeviation="2"/></filter><g filter="url(#c)">{both}</g>'),
    )
    yield "filter-offset", svg(f'<filter id="c"><feOffset dx="10" dy="5"/></filter><g filter="url(#c)">{both}</g>')
    yield "filter-css", svg(f'<g style="filter:blur(3px)">{both}</g>')
    yield "image-png", svg(f'<image href="{png()}" x="10" y="10" width="60" height="45"/>')
    yield "image-xlink", svg(f'<image xlink:href="{png()}" x="10" y="10" width="60" height="45"/>')
    yield (
        "image-aspect",
        svg(f'<image href="{png()}" x="10" y="10" width="80" height="45" preserveAspectRatio="none"/>'),
    )
    yield (
        "image-external",
        svg(f'<image href="photo.png" width="60" height="45"/><circle cx="80" cy="60" r="9" fill="{BLUE}"/>'),
    )
    yield "image-no-size", svg(f'<image href="{png((40, 30))}"/>')
    yield "image-with-shapes", svg(f'<image href="{png((40, 30))}" width="100" height="80"/>{both}')
    yield (
        "nested-svg",
        svg(f'<svg x="20" y="10" width="60" height="40" viewBox="0 0 40 40"><g fill="{BLUE}">{star}</g></svg>'),
    )
    yield (
        "nested-svg-clips",
        svg(f'<svg x="20" y="10" width="40" height="40"><circle cx="40" cy="30" r="30" fill="{BLUE}"/></svg>'),
    )
    yield (
        "nested-svg-visible",
        svg(
            f'<svg x="20" y="10" width="40" height="40" overflow="visible"><circle cx="40" cy="30" r="30" fill="{BLUE}"/></svg>'
        ),
    )
    yield (
        "switch",
        svg(f'<switch><g systemLanguage="xx">{star}</g><g fill="{BLUE}"><circle cx="50" cy="40" r="20"/></g></switch>'),
    )
    yield (
        "switch-first",
        svg(
            f'<switch><circle cx="50" cy="40" r="20" fill="{BLUE}"/><rect width="90" height="20" fill="{RED}"/></switch>'
        ),
    )
    yield (
        "system-language",
        svg(
            f'<rect width="40" height="40" systemLanguage="xx" fill="{RED}"/><circle cx="60" cy="50" r="20" fill="{BLUE}"/>'
        ),
    )
    yield "link", svg(f'<a href="https://example.org"><circle cx="50" cy="40" r="20" fill="{BLUE}"/></a>')
    yield "view-element", svg(f'<view id="v" viewBox="0 0 9 9"/><circle cx="50" cy="40" r="20" fill="{BLUE}"/>')


def words() -> Iterator[tuple[str, str]]:
    """Yield text, which belongs in data.yaml and is never part of a drawing."""
    yield "text", svg(f'<text x="10" y="40" font-size="20" fill="{BLUE}">Help</text>')
    yield "text-tspan", svg('<text x="10" y="40"><tspan x="20" dy="5">Help</tspan></text>')
    yield (
        "text-path",
        svg('<path id="p" d="M10 60Q50 0 90 60" fill="none"/><text><textPath href="#p">0800 1111</textPath></text>'),
    )
    yield "text-hidden", svg(f'<circle r="30" fill="{BLUE}"/><text display="none">Help</text>')
    yield (
        "text-foreign",
        svg(
            f'<circle r="30" fill="{BLUE}"/><foreignObject width="90" height="30"><p xmlns="http://www.w3.org/1999/xhtml">Call us</p></foreignObject>'
        ),
    )
    yield (
        "text-flow-root",
        svg('<flowRoot><flowRegion><rect width="80" height="50"/></flowRegion><flowPara>Help</flowPara></flowRoot>'),
    )
    yield "text-vertical", svg('<text x="50" y="10" writing-mode="tb">Help</text>')


def documents() -> Iterator[tuple[str, str]]:
    """Yield what is said on the root element, and what else a file may hold."""
    star = f'<path d="{STAR}" fill="{BLUE}"/>'
    yield "root-width-height", svg(star, 'viewBox="0 0 100 100" width="100" height="100"')
    yield "root-mm", svg(star, 'viewBox="0 0 100 100" width="210mm" height="210mm"')
    yield "root-percent", svg(star, 'viewBox="0 0 100 100" width="100%" height="100%"')
    yield "root-no-view-box", svg(star, 'width="100" height="100"')
    yield "root-no-size", svg(star, "")
    yield "root-other-ratio", svg(star, 'viewBox="0 0 100 100" width="200" height="100"')
    yield (
        "root-other-ratio-none",
        svg(star, 'viewBox="0 0 100 100" width="200" height="100" preserveAspectRatio="none"'),
    )
    yield (
        "root-other-ratio-slice",
        svg(star, 'viewBox="0 0 100 100" width="200" height="100" preserveAspectRatio="xMidYMid slice"'),
    )
    yield (
        "root-other-ratio-min",
        svg(star, 'viewBox="0 0 100 100" width="200" height="100" preserveAspectRatio="xMinYMin meet"'),
    )
    yield "root-view-box-offset", svg(star, 'viewBox="-20 -10 140 120"')
    yield "root-view-box-inside", svg(star, 'viewBox="20 20 50 50"')
    yield "root-view-box-commas", svg(star, 'viewBox="0,0,100,100"')
    yield "root-view-box-small", svg('<rect x=".1" y=".1" width=".5" height=".4" fill="#005d7d"/>', 'viewBox="0 0 1 1"')
    yield (
        "root-view-box-huge",
        svg('<rect x="10000" y="10000" width="50000" height="40000" fill="#005d7d"/>', 'viewBox="0 0 100000 80000"'),
    )
    yield "root-view-box-zero", svg(star, 'viewBox="0 0 0 0"')
    yield "root-view-box-three", svg(star, 'viewBox="0 0 100"')
    yield "root-background", svg(star, f'viewBox="0 0 100 100" style="background:{SUN}"')
    yield (
        "root-enable-background",
        svg(star, 'viewBox="0 0 100 100" style="enable-background:new 0 0 100 100" xml:space="preserve"'),
    )
    yield "root-fill", svg(f'<path d="{STAR}"/>', f'viewBox="0 0 100 100" fill="{BLUE}"')
    yield "root-fill-none", svg(star, 'viewBox="0 0 100 100" fill="none"')
    yield (
        "root-overflow",
        svg('<circle cx="100" cy="40" r="40" fill="#005d7d"/>', 'viewBox="0 0 100 80" overflow="visible"'),
    )
    yield (
        "root-aria",
        svg(f"<title>A star</title><desc>Blue</desc>{star}", 'viewBox="0 0 100 100" role="img" aria-label="star"'),
    )
    yield "root-version", svg(star, 'viewBox="0 0 100 100" version="1.1" baseProfile="tiny"')
    yield "root-data", svg(star, 'viewBox="0 0 100 100" data-name="Layer 1" id="Layer_1"')
    yield "root-opacity", svg(star, 'viewBox="0 0 100 100" opacity=".5"')
    yield (
        "declaration",
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Generator: a program -->\n{svg(star, SQUARE)}',
    )
    yield (
        "prefixed",
        (
            f'<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><s:path d="{STAR}" fill="{BLUE}"/></s:svg>'
        ),
    )
    yield "no-namespace", f'<svg viewBox="0 0 100 100">{star}</svg>'
    yield (
        "metadata",
        svg(
            f'<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:li>x</rdf:li></rdf:RDF></metadata>{star}'
        ),
    )
    yield "title-and-description", svg(f"<title>Star</title>{star}<desc>of five</desc>")
    yield "comments", svg(f"<!-- <text>not words</text> -->{star}")
    yield "unknown-element", svg(f'<blob r="9"/>{star}')
    yield "unknown-namespace", svg(f'<x:blob xmlns:x="urn:x" r="9"/>{star}')
    yield "script", svg(f"<script>alert(1)</script>{star}")
    yield "event", svg(f'<g onclick="alert(1)">{star}</g>')
    yield (
        "animate",
        svg(
            f'<circle cx="50" cy="40" r="20" fill="{BLUE}"><animate attributeName="r" to="40" dur="1s" fill="freeze"/></circle>'
        ),
    )
    yield "set", svg(f'<circle cx="50" cy="40" r="20" fill="{BLUE}"><set attributeName="fill" to="red"/></circle>')
    yield "empty", svg("")
    yield "nothing-inside-the-frame", svg('<circle cx="500" cy="40" r="20"/>')
    yield "all-hidden", svg(f'<g display="none">{star}</g>')
    yield "units", svg(f'<rect x="10px" y="2mm" width="1in" height="2cm" fill="{BLUE}"/>', 'viewBox="0 0 120 120"')
    yield "units-font", svg(f'<rect x="1em" y="1ex" width="3em" height="2rem" fill="{BLUE}"/>')
    yield "units-points", svg(f'<rect x="10pt" y="1pc" width="40pt" height="30pt" fill="{BLUE}"/>')
    yield (
        "many-small-squares",
        svg(
            "".join(
                f'<rect x="{x * 10}" y="{y * 10}" width="7" height="7" fill="{BLUE}"/>'
                for x in range(10)
                for y in range(8)
            )
        ),
    )
    yield (
        "group-order",
        svg(f'<circle cx="40" cy="40" r="30" fill="{BLUE}"/><circle cx="60" cy="40" r="25" fill="{RED}"/>'),
    )
    yield "deep-groups", svg("<g>" * 40 + star + "</g>" * 40)
    yield "white-on-nothing", svg(f'<path d="{STAR}" fill="#fff"/>', SQUARE)
    yield (
        "role-colours",
        svg(
            f'<path d="{STAR}" fill="var(--accent, #005d7d)"/><circle cx="50" cy="50" r="9" fill="var(--paper,#ffffff)"/>',
            'viewBox="0 0 100 100"',
        ),
    )


def programs() -> Iterator[tuple[str, str]]:
    """Yield drawings as programs write them."""
    yield (
        "inkscape",
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<svg width="50mm" height="40mm" viewBox="0 0 50 40" version="1.1" id="svg5"'
            ' inkscape:version="1.3" sodipodi:docname="d.svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
            ' xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns="http://www.w3.org/2000/svg">'
            '<sodipodi:namedview id="n" pagecolor="#ffffff" inkscape:zoom="2"/><defs id="d"/>'
            f'<g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1" transform="translate(2,-3)"><path style="fill:{BLUE};fill-opacity:1;stroke:#000000;'
            "stroke-width:0.264583;stroke-linecap:butt;stroke-linejoin:miter;stroke-dasharray:none;stroke-opacity:1;paint-order:normal;-inkscape-stroke:none;font-variation-settings:normal;marker:none"
            '" d="M 5,10 H 40 L 30,38 Z" id="p" sodipodi:nodetypes="cccc"/></g></svg>'
        ),
    )
    yield (
        "inkscape-plain",
        (
            '<svg width="50mm" height="40mm" viewBox="0 0 50 40" version="1.1" xmlns="http://www.w3.org/2000/svg"><defs id="defs2"/>'
            f'<g id="layer1"><rect style="fill:{BLUE};stroke-width:0.5" id="r" width="30" height="20" x="5" y="8" rx="3"/></g></svg>'
        ),
    )
    yield (
        "illustrator",
        (
            '<?xml version="1.0" encoding="utf-8"?>\n<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->\n'
            '<svg version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" x="0px" y="0px"'
            ' viewBox="0 0 100 80" style="enable-background:new 0 0 100 80;" xml:space="preserve">\n<style type="text/css">\n\t.st0{fill:#005D7D;}\n'
            "\t.st1{fill:none;stroke:#983720;stroke-width:4;stroke-linecap:round;stroke-miterlimit:10;}\n</style>\n"
            '<g><path class="st0" d="M10,10h50v50H10V10z"/><path class="st1" d="M20,70c20-30,40-30,60,0"/></g></svg>'
        ),
    )
    yield (
        "illustrator-defs",
        (
            '<svg id="Layer_1" data-name="Layer 1" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 80"><defs><style>.cls-1{fill:#005d7d;}.cls-2,.cls-3{fill:#983720;}'
            '.cls-3{fill-rule:evenodd;}</style></defs><title>logo</title><rect class="cls-1" x="5" y="5" width="60" height="50" rx="4"/><polygon class="cls-2" points="70 70 95 70 82 40"/>'
            '<path class="cls-3" d="M10 60h30v15H10zm5 5h10v5H15z"/></svg>'
        ),
    )
    yield (
        "illustrator-doctype",
        (
            '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 80"><path d="M10 10h50v50H10z" fill="{BLUE}"/></svg>'
        ),
    )
    yield (
        "illustrator-entities",
        (
            '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]>'
            f'<svg xmlns="&ns_svg;" viewBox="0 0 100 80"><path d="M10 10h50v50H10z" fill="{BLUE}"/></svg>'
        ),
    )
    yield (
        "figma",
        (
            '<svg width="100" height="80" viewBox="0 0 100 80" fill="none" xmlns="http://www.w3.org/2000/svg">\n<g clip-path="url(#clip0_1_2)">\n<rect width="100" height="80" fill="white"/>\n'
            '<path fill-rule="evenodd" clip-rule="evenodd" d="M20 10H80V60H20V10ZM30 20H50V40H30V20Z" fill="#005D7D"/>\n<circle cx="70" cy="60" r="12.5" stroke="#983720" stroke-width="3"/>\n</g>\n'
            '<defs>\n<clipPath id="clip0_1_2">\n<rect width="100" height="80" fill="white"/>\n</clipPath>\n</defs>\n</svg>'
        ),
    )
    yield (
        "figma-plain",
        (
            '<svg width="24" height="24" viewBox="0 0 24 24" fill="none" xmlns="http://www.w3.org/2000/svg">\n'
            '<path d="M12 2L2 7L12 12L22 7L12 2Z" stroke="#005D7D" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>\n'
            '<path d="M2 17L12 22L22 17" stroke="#005D7D" stroke-width="2"/>\n</svg>'
        ),
    )
    yield (
        "figma-mask",
        (
            '<svg width="100" height="80" viewBox="0 0 100 80" fill="none" xmlns="http://www.w3.org/2000/svg"><mask id="m" style="mask-type:luminance" maskUnits="userSpaceOnUse" x="0" y="0" width="100" height="80">'
            '<path d="M100 0H0V80H100V0Z" fill="white"/></mask><g mask="url(#m)"><circle cx="50" cy="40" r="30" fill="#005D7D"/></g></svg>'
        ),
    )
    yield (
        "feather",
        (
            '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
            ' stroke-linecap="round" stroke-linejoin="round" class="feather"><polyline points="22 12 18 12 15 21 9 3 6 12 2 12"/></svg>'
        ),
    )
    yield (
        "material",
        '<svg xmlns="http://www.w3.org/2000/svg" height="24" viewBox="0 0 24 24" width="24"><path d="M0 0h24v24H0z" fill="none"/><path d="M12 2 3 9v12h6v-7h6v7h6V9z"/></svg>',
    )
    yield (
        "affinity",
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<svg width="100%" height="100%" viewBox="0 0 100 80" version="1.1" xmlns="http://www.w3.org/2000/svg" xml:space="preserve"'
            ' style="fill-rule:evenodd;clip-rule:evenodd;stroke-linejoin:round;stroke-miterlimit:2;"><g transform="matrix(1,0,0,1,-5,-5)"><path d="M20,20L80,20L70,70Z" style="fill:rgb(0,93,125);"/>'
            '<g transform="matrix(0.5,0,0,0.5,10,10)"><rect x="10" y="60" width="60" height="60" style="fill:rgb(152,55,32);fill-rule:nonzero;"/></g></g></svg>'
        ),
    )
    yield (
        "corel",
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve"'
            ' width="100mm" height="80mm" version="1.1" style="shape-rendering:geometricPrecision; text-rendering:geometricPrecision; image-rendering:optimizeQuality; fill-rule:evenodd; clip-rule:evenodd" viewBox="0 0 10000 8000">'
            ' <defs> <style type="text/css"> <![CDATA[ .fil0 {fill:#005D7D} ]]> </style> </defs> <g id="Layer_x0020_1"> <metadata id="CorelCorpID_0Corel-Layer"/> <polygon class="fil0" points="1000,1000 8000,1000 5000,7000 "/> </g></svg>'
        ),
    )
    yield (
        "potrace",
        (
            '<?xml version="1.0" standalone="no"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 20010904//EN" "http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd">\n<svg version="1.0" xmlns="http://www.w3.org/2000/svg"'
            ' width="100.000000pt" height="80.000000pt" viewBox="0 0 100.000000 80.000000" preserveAspectRatio="xMidYMid meet"><metadata>Created by potrace</metadata>'
            '<g transform="translate(0.000000,80.000000) scale(0.100000,-0.100000)" fill="#005d7d" stroke="none"><path d="M100 600 c50 100 300 150 400 50 200 -100 300 -300 100 -450 -200 -150 -450 50 -500 400z"/></g></svg>'
        ),
    )


def constructs() -> dict[str, str]:
    """Return every drawing by the name of what it shows."""
    kinds = (shapes, paints, gradients, strokes, transforms, css, references, words, documents, programs)
    found = [pair for kind in kinds for pair in kind()]
    assert len(dict(found)) == len(found)
    return dict(found)
