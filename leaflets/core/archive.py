# SPDX-License-Identifier: MIT
"""Write a zip with the same bytes, whenever and wherever it is written."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable

FIRST_DAY = datetime.date(1980, 1, 1)
"""The earliest date that a zip can hold."""


def write_zip(
    contents: Iterable[tuple[str, bytes]], *, date: datetime.date = FIRST_DAY, stored: tuple[str, ...] = ()
) -> bytes:
    """Return a zip with the files in the given order, all dated alike; suffixes in `stored` are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in contents:
            member = zipfile.ZipInfo(name, (date.year, date.month, date.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_STORED if name.endswith(stored) else zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = 3, 0o644 << 16  # a plain Unix file, on every system
            archive.writestr(member, data)
    return out.getvalue()
