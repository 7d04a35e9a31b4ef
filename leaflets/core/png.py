# SPDX-License-Identifier: MIT
"""Write a drawn page as a PNG picture (ISO/IEC 15948), its rows as they are.

Trying a filter on each row, as libraries do, suits photographs: pages of words become larger by it, and take twice as
long.
"""

from __future__ import annotations

import io
import zlib

from PIL import Image

LEVEL = 3
"""The level of zlib: higher ones take more time than they save in size."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def to_png(page: Image.Image, level: int = LEVEL) -> bytes:
    """Return a picture in RGB as a PNG."""
    dots, stride = page.tobytes(), 3 * page.width
    packer = zlib.compressobj(level, memLevel=9)
    packed = [packer.compress(b"\0" + dots[at : at + stride]) for at in range(0, len(dots), stride)]
    head = page.width.to_bytes(4) + page.height.to_bytes(4) + b"\x08\x02\0\0\0"  # 8 bits, RGB
    chunks = ((b"IHDR", head), (b"IDAT", b"".join((*packed, packer.flush()))), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(*one) for one in chunks)


def photograph_to_png(page: Image.Image) -> bytes:
    """Return a picture to share, which may have photographs, as a PNG."""
    stream = io.BytesIO()
    page.save(stream, "PNG")
    return stream.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
