# SPDX-License-Identifier: MIT
"""Pictures that are made to do harm, or damaged: bombs, lies, tricks. All are generated; the largest has 12 MB."""

from __future__ import annotations

import base64
import gzip
import io
import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache

from drawings import BLUE, png, svg
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

ENTITY_PATH = '<path d="&d;"/>'
LONG = "x" * 12_000_000
RECT = f'<rect width="60" height="40" fill="{BLUE}"/>'


def picture(kind: str, size: tuple[int, int] = (300, 200), mode: str = "RGB", **words: object) -> bytes:
    """Return a picture of a gradient in that format."""
    stream = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(stream, kind, **words)
    return stream.getvalue()


def png_of(width: int, height: int, body: bytes, *, depth: int = 8, colour: int = 0) -> bytes:
    """Return a PNG with a header that may lie and a body that may be anything."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def bombs() -> Iterator[tuple[str, str]]:
    """Yield drawings of few bytes that stand for millions of shapes."""
    for depth, count in ((3, 10), (6, 10), (9, 10), (20, 2), (60, 2), (4, 40)):
        layers = "".join(
            f'<g id="a{level}">' + f'<use href="#a{level - 1}"/>' * count + "</g>" for level in range(1, depth + 1)
        )
        yield f"use-{count}-to-{depth}", svg(f'<defs><g id="a0">{RECT}</g>{layers}</defs><use href="#a{depth}"/>')
    for tag, name in (("pattern", "fill"), ("mask", "mask"), ("clipPath", "clip-path"), ("filter", "filter")):
        inside = "".join(
            f'<{tag} id="p{level}" width="1" height="1">'
            + f'<rect width="50" height="50" {name}="url(#p{level - 1})"/>' * 10
            + f"</{tag}>"
            for level in range(1, 7)
        )
        yield (
            f"{tag}-nested",
            svg(f'<{tag} id="p0">{RECT}</{tag}>{inside}<rect width="90" height="70" {name}="url(#p6)"/>'),
        )
    many = "M0 0" + "L9 9" * 3000
    marker = f'<marker id="m">{RECT * 50}</marker>'
    yield "marker-at-each-point", svg(f'{marker}<path d="{many}" marker-mid="url(#m)"/>')
    nested = "".join(
        f'<marker id="m{level}"><path d="{many[:84]}" marker-mid="url(#m{level - 1})"/></marker>'
        for level in range(1, 6)
    )
    yield "marker-nested", svg(f'<marker id="m0">{RECT}</marker>{nested}<path d="{many}" marker-mid="url(#m5)"/>')
    symbols = "".join(
        f'<symbol id="s{level}">' + f'<use href="#s{level - 1}"/>' * 9 + "</symbol>" for level in range(1, 8)
    )
    yield "symbol-nested", svg(f'<symbol id="s0">{RECT}</symbol>{symbols}<use href="#s7"/>')
    yield (
        "clip-by-class",
        svg(f'<style>rect{{clip-path:url(#c)}}</style><clipPath id="c">{RECT * 500}</clipPath>{RECT * 2000}'),
    )
    yield (
        "gradient-chain",
        svg(
            '<linearGradient id="g0"><stop stop-color="#123"/></linearGradient>'
            + "".join(f'<linearGradient id="g{n}" href="#g{n - 1}"/>' for n in range(1, 500))
            + '<rect width="50" height="50" fill="url(#g499)"/>'
        ),
    )
    yield (
        "many-gradients",
        svg(
            "".join(
                f'<linearGradient id="g{n}"><stop stop-color="#123"/></linearGradient><rect width="9" height="9" fill="url(#g{n})"/>'
                for n in range(3000)
            )
        ),
    )


def circles() -> Iterator[tuple[str, str]]:
    """Yield drawings of which a part holds itself."""
    yield "use-itself", svg('<use id="a" href="#a"/>' + RECT)
    yield "use-parent", svg(f'<g id="a">{RECT}<use href="#a"/></g>')
    yield "use-root", svg(f'{RECT}<use href="#r"/>', 'viewBox="0 0 100 80" id="r"')
    yield (
        "use-in-a-circle",
        svg('<defs><g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></defs><use href="#a"/>'),
    )
    yield (
        "clip-itself",
        svg(
            f'<clipPath id="c"><rect width="9" height="9" clip-path="url(#c)"/></clipPath><g clip-path="url(#c)">{RECT}</g>'
        ),
    )
    yield (
        "pattern-itself",
        svg(
            '<pattern id="p" width="9" height="9"><rect width="9" height="9" fill="url(#p)"/></pattern><rect width="50" height="50" fill="url(#p)"/>'
        ),
    )
    yield "gradient-itself", svg('<linearGradient id="g" href="#g"/><rect width="50" height="50" fill="url(#g)"/>')
    yield (
        "gradients-in-a-circle",
        svg(
            '<linearGradient id="g" href="#h"/><linearGradient id="h" href="#g"/><rect width="50" height="50" fill="url(#g)"/>'
        ),
    )
    yield (
        "marker-itself",
        svg(
            '<marker id="m"><path d="M0 0L9 9" marker-end="url(#m)"/></marker><path d="M9 9L50 50" stroke="#123" marker-end="url(#m)"/>'
        ),
    )
    yield (
        "mask-itself",
        svg(f'<mask id="m"><rect width="9" height="9" mask="url(#m)"/></mask><g mask="url(#m)">{RECT}</g>'),
    )
    yield "symbol-itself", svg('<symbol id="s"><use href="#s"/></symbol><use href="#s"/>')


def sizes() -> Iterator[tuple[str, str]]:
    """Yield drawings that are too large, too deep, too long, or have numbers nobody can draw."""
    dice = random.Random(1)
    points = " ".join(f"{dice.random() * 100:.2f},{dice.random() * 80:.2f}" for _ in range(65_000))
    fewer = " ".join(points.split()[:49_000])
    yield "path-65k", svg(f'<path d="M{points}z" fill="{BLUE}"/>')
    yield "path-49k-crossing", svg(f'<path d="M{fewer}z" fill="{BLUE}" fill-rule="evenodd"/>')
    yield "polyline-65k", svg(f'<polyline points="{points}" stroke="{BLUE}"/>')
    yield "elements-100k", svg('<rect width="1" height="1"/>' * 100_000)
    yield "elements-19k", svg(f'<rect width="1" height="1" fill="{BLUE}"/>' * 19_000)
    yield "deep-100k", svg("<g>" * 100_000 + "</g>" * 100_000)
    yield "deep-1000", svg("<g>" * 1000 + RECT + "</g>" * 1000)
    yield "deep-60", svg("<g>" * 60 + RECT + "</g>" * 60)
    yield "attributes-10k", svg("<rect " + " ".join(f'a{n}="1"' for n in range(10_000)) + "/>" + RECT)
    yield "attribute-3-mb", svg(f'<desc id="{LONG[:3_000_000]}"/>{RECT}')
    yield "file-12-mb", svg(f"<!-- {LONG} -->{RECT}")
    yield "classes-many", svg("<style>" + "".join(f".c{n}{{fill:{BLUE}}}" for n in range(20_000)) + f"</style>{RECT}")
    yield "selectors-long", svg(f"<style>{'g ' * 50_000}rect{{fill:{BLUE}}}</style>{RECT}")
    yield "style-open-braces", svg(f"<style>{'{' * 100_000}</style>{RECT}")
    yield "style-brackets", svg(f"<style>.a{{fill:{'(' * 100_000}}}</style>{RECT}")
    many = "rotate(1)" * 50_000
    yield "transform-long", svg(f'<g transform="{many}">{RECT}</g>')
    yield "dashes-tiny", svg('<path d="M0 40H100" stroke="#123" stroke-width="5" stroke-dasharray="1e-9"/>')
    yield "dashes-fine", svg('<path d="M0 40H100" stroke="#123" stroke-width="5" stroke-dasharray=".0001"/>')
    many = "1 2 " * 10_000
    yield "dashes-10k", svg(f'<path d="M0 40H100" stroke="#123" stroke-dasharray="{many}"/>')
    numbers = {
        "huge": "1e308",
        "large": "99999999999",
        "nan": "NaN",
        "infinite": "Infinity",
        "hex": "0x10",
        "minus": "-1e308",
    }
    for name, value in numbers.items():
        yield f"width-{name}", svg(f'<rect width="{value}" height="10" fill="{BLUE}"/>')
        yield f"path-{name}", svg(f'<path d="M0 0L{value} 10L10 20z" fill="{BLUE}"/>')
        yield f"transform-{name}", svg(f'<g transform="scale({value})">{RECT}</g>')
        yield f"view-box-{name}", svg(RECT, f'viewBox="0 0 {value} {value}"')
        yield f"size-{name}", svg(RECT, f'viewBox="0 0 100 80" width="{value}" height="{value}"')
    yield "size-zero", svg(RECT, 'viewBox="0 0 100 80" width="0" height="0"')
    yield "size-negative", svg(RECT, 'viewBox="0 0 100 80" width="-5" height="-4"')
    yield "size-slender", svg(RECT, 'viewBox="0 0 100000 1"')
    yield "scaled-away", svg(f'<g transform="scale(1e-9)">{RECT}</g>')
    yield "stroke-huge", svg('<path d="M0 40H100" stroke="#123" stroke-width="9999999"/>')


def tricks() -> Iterator[tuple[str, str]]:
    """Yield drawings that reach for files, networks and programs, or that hide something."""
    entities = "".join(f'<!ENTITY e{n} "' + f"&e{n - 1};" * 10 + '">' for n in range(1, 9))
    yield "entity-bomb", f'<!DOCTYPE svg [<!ENTITY e0 "x">{entities}]>{svg(f"<desc>&e8;</desc>{RECT}")}'
    yield (
        "entity-quadratic",
        f'<!DOCTYPE svg [<!ENTITY a "{"x" * 50_000}">]>{svg("<desc>" + "&a;" * 5000 + f"</desc>{RECT}")}',
    )
    yield "entity-external", f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{svg(f"<desc>&a;</desc>{RECT}")}'
    yield "entity-parameter", f'<!DOCTYPE svg [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]>{svg(RECT)}'
    yield "entity-in-path", f'<!DOCTYPE svg [<!ENTITY d "M0 0L50 50L0 50z">]>{svg(ENTITY_PATH)}'
    yield "entity-unknown", svg(f"<desc>&nbsp;</desc>{RECT}")
    yield "doctype-external", f'<!DOCTYPE svg SYSTEM "file:///etc/passwd">{svg(RECT)}'
    yield "doctype-remote", f'<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">{svg(RECT)}'
    yield "include", svg(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>{RECT}')
    addresses = ("file:///etc/passwd", "FILE:///etc/passwd", "/etc/passwd", "//127.0.0.1/x.png", "http://[::ffff:127.0.0.1]/x.png",
                 "javascript:alert(1)", "data:text/html,<script>", "leaflets:assets/x.svg", "ftp://127.0.0.1/x", "x.png", "")  # fmt: skip
    for number, address in enumerate(addresses):
        shown = address.replace("<", "&lt;")
        yield f"image-from-{number}", svg(f'{RECT}<image href="{shown}" width="9" height="9"/>')
        yield f"use-from-{number}", svg(f'{RECT}<use href="{shown}"/>')
    for name in ("fill", "clip-path", "marker-end", "mask", "filter", "cursor"):
        yield f"url-in-{name}", svg(f'<rect width="50" height="50" {name}="url(http://127.0.0.1:9/x.svg#a)"/>')
    yield "url-in-style", svg(f'<g style="fill:url(file:///etc/passwd)">{RECT}</g>')
    yield "url-escaped", svg(f"<style>.a{{fill:u\\72l(http://127.0.0.1:9/)}}</style>{RECT}")
    yield "css-import", svg(f'<style>@import "http://127.0.0.1:9/x.css";</style>{RECT}')
    yield "css-import-escaped", svg(f"<style>@\\69mport url(x.css);</style>{RECT}")
    yield "css-namespace", svg(f"<style>@namespace x url(http://127.0.0.1:9/);</style>{RECT}")
    inner = base64.b64encode(svg(RECT).encode()).decode()
    yield "svg-in-svg", svg(f'<image href="data:image/svg+xml;base64,{inner}" width="50" height="40"/>')
    yield "svg-called-png", svg(f'<image href="data:image/png;base64,{inner}" width="50" height="40"/>')
    yield "image-cut", svg(f'<image href="{png((90, 90))[:-200]}" width="50" height="40"/>')
    yield "image-not-base64", svg('<image href="data:image/png;base64,%%%" width="50" height="40"/>')
    bomb = base64.b64encode(png_of(30_000, 30_000, zlib.compress(bytes(1000)))).decode()
    yield "image-bomb", svg(f'<image href="data:image/png;base64,{bomb}" width="50" height="40"/>')
    yield "script", svg(f"<script>alert(1)</script>{RECT}")
    yield "script-prefixed", svg(f'<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>{RECT}')
    yield "script-html", svg(f'<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>{RECT}')
    yield "event", svg(RECT, 'viewBox="0 0 100 80" onload="alert(1)"')
    yield "event-in-capitals", svg(RECT, 'viewBox="0 0 100 80" ONLOAD="alert(1)"')
    yield "handler", svg(f'<handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">x</handler>{RECT}')
    yield (
        "foreign",
        svg(
            f'<foreignObject width="50" height="50"><iframe xmlns="http://www.w3.org/1999/xhtml" src="file:///etc/passwd"/></foreignObject>{RECT}'
        ),
    )
    yield "html-in-it", svg(f'<p xmlns="http://www.w3.org/1999/xhtml">Call us</p>{RECT}')
    yield "xml-base", svg(f'<g xml:base="http://127.0.0.1:9/">{RECT}</g>')
    yield "stylesheet", f'<?xml-stylesheet href="http://127.0.0.1:9/x.css"?>{svg(RECT)}'
    yield "style-attribute-open", svg(f'<g style="fill:{BLUE};}}}}{{{{">{RECT}</g>')
    yield "role-unclosed", svg('<rect width="50" height="50" fill="var(--accent, #005d7d"/>')
    yield "role-in-path", svg('<path d="var(--accent, #005d7d)"/>' + RECT)
    yield "role-many", svg("<desc>" + "var(--a" * 50_000 + f"</desc>{RECT}")
    yield "icc-many", svg("<desc>" + "rgb(" * 50_000 + f"icc-color(</desc>{RECT}")
    yield (
        "id-twice",
        svg(f'<rect id="a" width="20" height="20" fill="{BLUE}"/><circle id="a" r="20"/><use href="#a" x="40"/>'),
    )


def broken_drawings() -> Iterator[tuple[str, bytes]]:
    """Yield bytes that are no drawing, or a drawing in other bytes than it says."""
    good, accented = svg(RECT), svg(f"<desc>café</desc>{RECT}")
    yield "empty", b""
    yield "spaces", b" \r\n" * 100
    yield "nul", bytes(100)
    yield "nul-inside", good.replace("<rect", "<re\0ct").encode()
    yield "cut", good[: len(good) // 2].encode()
    yield "cut-in-attribute", good[:130].encode()
    yield "two-roots", (good + good).encode()
    yield "words-after", (good + "words").encode()
    yield "html", b"<!DOCTYPE html><html><body><h1>404</h1></body></html>"
    yield "html-well-formed", b"<html><body><h1>404</h1></body></html>"
    yield "wrong-namespace", b'<svg xmlns="http://example.org/svg"><rect width="9" height="9"/></svg>'
    yield "latin-1-said", b'<?xml version="1.0" encoding="iso-8859-1"?>' + accented.encode("latin-1")
    yield "latin-1-unsaid", accented.encode("latin-1")
    yield "latin-1-said-utf-8", b'<?xml version="1.0" encoding="UTF-8"?>' + accented.encode("latin-1")
    yield "windows-1252", b'<?xml version="1.0" encoding="windows-1252"?>' + accented.encode("cp1252")
    yield "utf-8-bom", accented.encode("utf-8-sig")
    yield "utf-16", accented.encode("utf-16")
    yield "utf-16-le", accented.encode("utf-16-le")
    yield "utf-16-be-said", ('<?xml version="1.0" encoding="UTF-16"?>' + accented).encode("utf-16-be")
    yield "utf-16-cut", accented.encode("utf-16")[:-1]
    yield "utf-32", accented.encode("utf-32")
    yield "utf-7", b'<?xml version="1.0" encoding="utf-7"?>' + accented.encode("utf-7")
    yield "encoding-unknown", b'<?xml version="1.0" encoding="x-secret"?>' + good.encode()
    yield "encoding-rot13", b'<?xml version="1.0" encoding="rot13"?>' + good.encode()
    yield "encoding-utf-16-but-8", b'<?xml version="1.0" encoding="UTF-16"?>' + good.encode()
    yield "surrogates", accented.encode().replace("é".encode(), b"\xed\xa0\x80")
    yield "not-a-character", accented.replace("é", "\ufffe").encode()
    yield "control-character", accented.replace("é", "\x08").encode()
    yield "svgz", gzip.compress(good.encode())
    yield "svgz-bomb", gzip.compress(bytes(20_000_000))
    yield "only-a-declaration", b'<?xml version="1.0"?>'
    yield "only-a-comment", b"<!-- nothing -->"
    yield "words", b"This is a letter and no picture at all."
    yield "attribute-twice", b'<svg xmlns="http://www.w3.org/2000/svg" width="1" width="2"/>'
    yield "prefix-unknown", good.replace("<rect", "<no:rect").encode()


def pixels() -> Iterator[tuple[str, bytes]]:
    """Yield pictures made of pixels that are too large, cut, animated, of other colours or of other types."""
    yield "png-900-mpx", png_of(30_000, 30_000, zlib.compress(bytes(30_000_000), 9))
    yield "png-4-gpx", png_of(65_535, 65_535, b"")
    yield "png-negative", png_of(2**31 + 5, 10, b"")
    yield "png-zero", png_of(0, 10, b"")
    yield "png-lies", png_of(4000, 4000, zlib.compress(bytes(100)))
    yield "png-24-mpx", picture("PNG", (6000, 4000), compress_level=1)
    yield "png-26-mpx", picture("PNG", (6500, 4000), "L", compress_level=1)
    whole = picture("PNG")
    yield "png-cut", whole[: len(whole) // 2]
    yield "png-cut-at-the-end", whole[:-12]
    yield "png-flipped", whole[:200] + bytes([whole[200] ^ 1]) + whole[201:]
    yield "png-head-alone", whole[:8]
    yield "png-no-data", png_of(10, 10, b"")
    yield "png-16-bit-grey", picture("PNG", mode="I;16")
    note = PngInfo()
    note.add_text("note", "x" * 3_000_000, zip=True)
    yield "png-text-bomb", picture("PNG", pnginfo=note)
    yield "png-transparent", _transparent()
    yield "png-animated", _frames("PNG")
    yield "webp-animated", _frames("WEBP")
    yield "gif-animated", _frames("GIF")
    photo = picture("JPEG", (1200, 900), quality=90)
    for share in (10, 33, 50, 90, 99):
        yield f"jpeg-{share}-per-cent", photo[: len(photo) * share // 100]
    yield "jpeg-head-alone", photo[:20]
    yield "jpeg-wrong-size", photo.replace(struct.pack(">HH", 900, 1200), struct.pack(">HH", 65_000, 65_000))
    yield "jpeg-cmyk", picture("JPEG", mode="CMYK")
    yield (
        "jpeg-cmyk-unknown",
        picture("JPEG", mode="CMYK", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()),
    )
    yield "jpeg-lab", picture("JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())
    yield "jpeg-srgb", picture("JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    yield "jpeg-broken-profile", picture("JPEG", icc_profile=b"profile")
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "jpeg-turned", picture("JPEG", exif=exif)
    exif.get_ifd(0x8825)[1] = "N"
    yield "jpeg-with-place", picture("JPEG", exif=exif)
    yield "jpeg-then-zip", photo + b"PK\3\4" + bytes(500)
    yield "webp-cut", picture("WEBP", (600, 400))[:-300]
    yield "webp-lies", b"RIFF\xff\xff\xff\x7fWEBPVP8 " + bytes(200)
    yield "webp-huge", b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff\xff\xff" * 2
    for kind in ("GIF", "BMP", "TIFF", "JPEG2000", "ICO", "PPM", "TGA", "DDS"):
        yield f"type-{kind.lower()}", picture(kind, (64, 64))
    yield "type-eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"
    yield "type-pdf", b"%PDF-1.7\n%%EOF\n"
    yield "type-fits", b"SIMPLE  =                    T" + bytes(2850)
    yield "type-heic", b"\0\0\0\x18ftypheic" + bytes(40)
    yield "type-zip", b"PK\3\4" + bytes(100)
    yield "type-mp4", b"\0\0\0\x18ftypmp42" + bytes(40)


def _transparent() -> bytes:
    stream = io.BytesIO()
    Image.new("RGBA", (20, 20), (9, 9, 9, 0)).save(stream, "PNG")
    return stream.getvalue()


def _frames(kind: str) -> bytes:
    stream, frames = io.BytesIO(), [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    frames[0].save(stream, kind, save_all=True, append_images=frames[1:])
    return stream.getvalue()


@cache
def hostile() -> dict[str, bytes]:
    """Return every hostile picture by its name."""
    drawn = [(name, text.encode()) for kind in (bombs, circles, sizes, tricks) for name, text in kind()]
    found = [*drawn, *broken_drawings(), *pixels()]
    assert len(dict(found)) == len(found)
    return dict(found)
