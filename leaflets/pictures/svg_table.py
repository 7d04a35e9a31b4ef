# SPDX-License-Identifier: MIT
"""The allow-list of drawings: elements, their attributes, properties and the values of each.

An entry is here because WeasyPrint 70 was seen to draw it right beside another renderer; what is not here is refused by
name. `REFUSED` says of what people often have in their files why it is not drawn and what to do.
"""

from __future__ import annotations

from leaflets.pictures.svg_values import (
    Check,
    anything,
    is_colour,
    is_paint,
    is_reference,
    length,
    lengths,
    matches,
    number,
    numbers,
    path,
    share,
    transform,
    words,
)

BOX = {
    "x": length,
    "y": length,
    "width": matches(r"auto|" + r"[+-]?[\d.]+(?:[eE][+-]?\d)?(?:px|mm|cm|in|pt|pc|%)?"),
    "height": length,
}
BOX["height"] = BOX["width"]
FRAME = {"viewBox": numbers, "preserveAspectRatio": matches(r"none|x(Min|Mid|Max)Y(Min|Mid|Max)(\s+(meet|slice))?")}
LINK: dict[str, Check] = {
    "href": anything,
    "xlink:href": anything,
    "xlink:type": words("simple"),
    "xlink:show": anything,
    "xlink:actuate": anything,
}
UNITS = words("userSpaceOnUse", "objectBoundingBox")
GRADIENT = {
    "gradientUnits": UNITS,
    "gradientTransform": transform,
    "spreadMethod": words("pad", "reflect", "repeat"),
    **LINK,
}

ELEMENTS: dict[str, dict[str, Check]] = {
    "svg": {
        **BOX,
        **FRAME,
        "version": anything,
        "baseProfile": anything,
        "zoomAndPan": anything,
        "contentScriptType": anything,
        "contentStyleType": words("text/css"),
    },
    "g": {},
    "defs": {},
    "title": {},
    "desc": {},
    "metadata": {},
    "style": {"type": words("text/css", ""), "media": words("all", "screen", "print")},
    "symbol": {**FRAME, "x": length, "y": length, "width": length, "height": length},
    "use": {**BOX, **LINK},
    "path": {"d": path},
    "rect": {**BOX, "rx": length, "ry": length},
    "circle": {"cx": length, "cy": length, "r": length},
    "ellipse": {"cx": length, "cy": length, "rx": length, "ry": length},
    "line": {"x1": length, "y1": length, "x2": length, "y2": length},
    "polyline": {"points": numbers},
    "polygon": {"points": numbers},
    "linearGradient": {"x1": length, "y1": length, "x2": length, "y2": length, **GRADIENT},
    "radialGradient": {"cx": length, "cy": length, "r": length, "fx": length, "fy": length, "fr": length, **GRADIENT},
    "stop": {"offset": share},
    "clipPath": {"clipPathUnits": UNITS},
    "marker": {
        **FRAME,
        "markerWidth": length,
        "markerHeight": length,
        "refX": length,
        "refY": length,
        "orient": matches(r"auto|auto-start-reverse|[+-]?[\d.]+"),
        "markerUnits": words("strokeWidth", "userSpaceOnUse"),
    },
    "image": {**BOX, **LINK, "preserveAspectRatio": FRAME["preserveAspectRatio"]},
}
"""Elements with the attributes that are theirs alone."""

COMMON: dict[str, Check] = {
    "id": anything,
    "class": anything,
    "style": anything,
    "lang": anything,
    "role": anything,
    "tabindex": anything,
    "focusable": anything,
    "transform": transform,
    "xml:space": anything,
    "xml:lang": anything,
    "enable-background": anything,
}
"""Attributes that every element may have; `data-` and `aria-` ones besides, and those of drawing programs."""

PROPERTIES: dict[str, Check] = {
    "fill": is_paint,
    "stroke": is_paint,
    "stop-color": is_colour,
    "color": is_colour,
    "opacity": share,
    "fill-opacity": share,
    "stroke-opacity": share,
    "stop-opacity": share,
    "fill-rule": words("nonzero", "evenodd", "inherit"),
    "clip-rule": words("nonzero", "evenodd", "inherit"),
    "stroke-width": length,
    "stroke-linecap": words("butt", "round", "square", "inherit"),
    "stroke-linejoin": words("miter", "round", "bevel", "inherit"),
    "stroke-miterlimit": number,
    "stroke-dasharray": lengths,
    "stroke-dashoffset": length,
    "display": words("inline", "block", "none", "inherit"),
    "visibility": words("visible", "hidden", "inherit"),
    "overflow": words("visible", "hidden", "auto", "scroll"),
    "clip-path": is_reference,
    "marker": words("none"),
    "marker-start": is_reference,
    "marker-mid": is_reference,
    "marker-end": is_reference,
    # What does nothing, and is written by drawing programs all the same.
    "mask": words("none"),
    "mask-type": words("luminance"),
    "filter": words("none"),
    "paint-order": words("normal", "fill", "fill stroke", "fill stroke markers"),
    "vector-effect": words("none"),
    "mix-blend-mode": words("normal"),
    "isolation": words("auto"),
    "clip": words("auto"),
    "stroke-alignment": words("center"),
}
"""Properties, as attributes or in styles."""

SILENT = (
    "font", "text-", "letter-spacing", "word-spacing", "line-height", "line-break", "writing-mode", "direction",
    "white-space", "baseline-shift", "dominant-baseline", "alignment-baseline", "unicode-bidi", "kerning",
    "glyph-orientation", "shape-", "inline-size", "shape-rendering", "image-rendering", "color-rendering",
    "color-interpolation", "color-profile", "enable-background", "cursor", "pointer-events", "flood-", "lighting-color",
    "solid-", "-inkscape-", "-webkit-", "-moz-", "user-select", "block-progression", "marker-knockout", "word-wrap",
)  # fmt: skip
"""How properties begin that a drawing without words does not need, or that only say how carefully to draw."""

PROGRAMS = (
    "http://www.inkscape.org/",
    "http://sodipodi.sourceforge.net/",
    "http://ns.adobe.com/",
    "http://www.serif.com/",
    "http://www.bohemiancoding.com/",
    "http://www.figma.com/",
    "http://www.corel.com/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
    "http://www.vectornator.io",
    "https://boxy-svg.com",
)
"""Namespaces of what drawing programs keep in their files for themselves; no renderer looks at it."""

WORDS = "put the words into data.yaml; a name that is drawn, as in a logo, becomes outlines ('Convert text to paths')."
PLAIN = "export it as 'plain SVG', with its appearance expanded and text converted to paths."
REFUSED: dict[str, tuple[str, str, str]] = {
    **dict.fromkeys(
        ("text", "tspan", "textPath", "tref", "altGlyph", "flowRoot", "flowRegion", "flowPara", "foreignObject"),
        ("picture-text", "holds words, which would not be translated, checked or read aloud", WORDS),
    ),
    "font": ("picture-text", "holds a font", WORDS),
    "script": ("picture-script", "holds a program, and paper runs none", "delete it, or " + PLAIN),
    "a": ("picture-construct", "is a link, which is lost in a picture", "take the link away: links are in data.yaml."),
    "mask": (
        "picture-construct",
        "hides parts of others, which is not drawn",
        "cut the shapes (Intersect) instead of masking them.",
    ),
    "filter": (
        "picture-construct",
        "blurs, shades or colours, which is not drawn",
        "take the effect away, or save the drawing as PNG.",
    ),
    "pattern": (
        "picture-construct",
        "fills with a pattern, which is drawn in the wrong place",
        "turn the pattern into shapes ('Object: Expand').",
    ),
    "switch": ("picture-construct", "chooses between versions, and all would be drawn", PLAIN),
    **dict.fromkeys(
        ("animate", "animateTransform", "animateMotion", "animateColor", "set", "mpath", "discard"),
        ("picture-animated", "moves, and paper shows one picture", "export it without animation."),
    ),
}
"""Elements that are refused, with the slug, the reason and what to do; for all others there is one sentence."""

ADVICE = {
    "currentColor": ("current-colour", "name a role of the palette: `var(--accent, #005d7d)`."),
    "transform": ("picture-construct", 'write it as an attribute, transform="...", or flatten transforms on export.'),
    "transform-origin": ("picture-construct", "flatten transforms on export."),
    "mix-blend-mode": ("picture-construct", "flatten the blended shapes into plain colours."),
    "mask": ("picture-construct", REFUSED["mask"][2]),
    "filter": ("picture-construct", REFUSED["filter"][2]),
    "paint-order": ("picture-construct", "draw the stroke as a shape of its own, behind."),
    "stroke-linejoin": ("picture-construct", "use miter, round or bevel."),
    "fill": ("picture-construct", "name a colour as #005d7d, or a role: `var(--accent, #005d7d)`."),
    "stroke": ("picture-construct", "name a colour as #005d7d, or a role: `var(--accent, #005d7d)`."),
}
"""What to do about an attribute or property by its name, or about a word in its value."""
