# SPDX-License-Identifier: MIT
"""Read a logo as it is written in a copy. A browser writes the same bytes (templates/site/copies.js).

The data of an opaque PNG of at most 8 bits and of a baseline JPEG go in as they are, without what the file says of
itself. Other pictures are laid on white and packed as runs, so that no compressor makes a difference.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image, ImageOps

from leaflets.copies.setting import SlotLogo

COLOURS = 256
"""The most colours of a picture that is written as numbers of its colours."""
RUN = re.compile(rb"(.)\1{2,127}", re.DOTALL)
"""From the left: three or more equal bytes, at most 128, are a run; others are copied, at most 128 at once."""
END_OF_DATA = b"\x80"
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""A marker that is not within the pixels of a JPEG: not stuffing, nor a restart."""
KEPT = range(0xC0, 0xE1)
OTHER_FRAMES = frozenset(range(0xC1, 0xD0)) - {0xC4, 0xCC}
START_OF_SCAN, END_OF_IMAGE, FRAME, EXIF, ADOBE = 0xDA, b"\xff\xd9", 0xC0, 0xE1, 0xEE
ORIENTATION, AS_IT_IS = 0x112, 1


def read_logo(data: bytes) -> SlotLogo:
    """Return the logo in a picture that has passed the gate."""
    if data.startswith(b"\x89PNG"):
        kept = _kept_png(data)
    else:
        kept = _kept_jpeg(data) if data.startswith(b"\xff\xd8") else None
    if kept:
        return kept
    with Image.open(io.BytesIO(data)) as picture:
        seen = ImageOps.exif_transpose(picture).convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen.convert("RGB"), mask=seen.getchannel("A"))
    return pack(white)


def pack(picture: Image.Image) -> SlotLogo:
    """Return an RGB picture packed: numbers of its colours, smallest first, if there are at most 256 of them."""
    data, space = picture.tobytes(), "/DeviceRGB"
    if few := picture.getcolors(COLOURS):
        colours = sorted(bytes(colour) for _, colour in few)  # type: ignore[arg-type]
        places = {colour: at for at, colour in enumerate(colours)}
        data = bytes(places[data[at : at + 3]] for at in range(0, len(data), 3))
        space = indexed(b"".join(colours))
    more = f"/ColorSpace {space} /BitsPerComponent 8 /Filter /RunLengthDecode"
    return _logo(*picture.size, more, b"".join((*_runs(data), END_OF_DATA)))


def indexed(palette: bytes) -> str:
    """Return the colour space of a palette."""
    return f"[ /Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex()}> ]"


def _logo(width: int, height: int, more: str, data: bytes) -> SlotLogo:
    return SlotLogo(width, height, f"/Width {width} /Height {height} {more}", data)


def _runs(data: bytes) -> Iterator[bytes]:
    copied = 0
    for run in RUN.finditer(data):
        yield from _copied(data[copied : run.start()])
        yield bytes((257 - len(run[0]), run[0][0]))
        copied = run.end()
    yield from _copied(data[copied:])


def _copied(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), 128):
        part = data[at : at + 128]
        yield bytes((len(part) - 1,)) + part


class Chunk(NamedTuple):
    """A part of a PNG."""

    name: bytes
    data: bytes


def _chunks(data: bytes) -> Iterator[Chunk]:
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        yield Chunk(data[at + 4 : at + 8], data[at + 8 : at + 8 + length])
        at += 12 + length


def _kept_png(data: bytes) -> SlotLogo | None:
    """Return an opaque PNG of at most 8 bits in rows from top to bottom."""
    chunks = list(_chunks(data))
    found = dict(chunks)
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", found[b"IHDR"])
    if interlaced or b"tRNS" in found or depth > 8 or colour not in ((0, 2, 3) if depth == 8 else (0, 3)):
        return None
    space = indexed(found[b"PLTE"]) if colour == 3 else "/DeviceRGB" if colour else "/DeviceGray"
    parms = f"/Predictor 15 /Colors {3 if colour == 2 else 1} /BitsPerComponent {depth} /Columns {width}"
    more = f"/ColorSpace {space} /BitsPerComponent {depth} /Filter /FlateDecode /DecodeParms << {parms} >>"
    return _logo(width, height, more, b"".join(chunk.data for chunk in chunks if chunk.name == b"IDAT"))


def _kept_jpeg(data: bytes) -> SlotLogo | None:
    """Return a baseline JPEG of one or three colours that is not turned; where it was taken is left out."""
    at, kept, frame = 2, [data[:2]], b""
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at + 4 : end]
        if marker in OTHER_FRAMES or (marker == EXIF and _is_turned(segment)):
            return None
        frame = segment if marker == FRAME else frame
        if marker == START_OF_SCAN:
            found = MARKER.search(data, end)
            end = found.start() if found else len(data)
        if marker in KEPT or marker == ADOBE:
            kept.append(data[at:end])
        at = end
        if marker == START_OF_SCAN and data[at : at + 2] == END_OF_IMAGE:
            return _jpeg(frame, b"".join((*kept, END_OF_IMAGE)))
    return None


def _jpeg(frame: bytes, data: bytes) -> SlotLogo | None:
    depth, height, width, count = struct.unpack_from(">BHHB", frame)
    if depth != 8 or count not in (1, 3) or frame[6::3][:3] == b"RGB" or not width or not height:
        return None
    space = "/DeviceGray" if count == 1 else "/DeviceRGB"
    return _logo(width, height, f"/ColorSpace {space} /BitsPerComponent 8 /Filter /DCTDecode", data)


def _is_turned(segment: bytes) -> bool:
    """Say whether EXIF data turn or mirror the picture."""
    if not segment.startswith(b"Exif\0\0") or len(segment) < 16:
        return False
    data, order = segment[6:], "<" if segment[6:7] == b"I" else ">"
    (start,) = struct.unpack_from(f"{order}I", data, 4)
    if start + 2 > len(data):
        return False
    (count,) = struct.unpack_from(f"{order}H", data, start)
    for at in range(start + 2, min(start + 2 + 12 * count, len(data) - 11), 12):
        tag, value = struct.unpack_from(f"{order}H6xH", data, at)
        if tag == ORIENTATION:
            return bool(value != AS_IT_IS)
    return False
