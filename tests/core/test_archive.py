# SPDX-License-Identifier: MIT
"""Zips: the same files make the same bytes, whatever the hour, the machine and the umask."""

from __future__ import annotations

import datetime
import io
import os
import zipfile

from leaflets.core.archive import write_zip

FILES = [("b.txt", b"words " * 100), ("a.pdf", b"%PDF" * 100)]


def members(data: bytes) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert [archive.read(name) for name, _ in FILES] == [content for _, content in FILES]
        return archive.infolist()


def test_the_same_files_make_the_same_bytes() -> None:
    umask = os.umask(0o077)
    try:
        assert write_zip(FILES) == write_zip(iter(FILES))
    finally:
        os.umask(umask)


def test_files_keep_their_order_and_are_readable_by_everybody() -> None:
    found = members(write_zip(FILES))
    assert [member.filename for member in found] == ["b.txt", "a.pdf"]
    assert {(member.create_system, member.external_attr >> 16) for member in found} == {(3, 0o644)}


def test_a_zip_is_dated_to_the_day_that_is_given() -> None:
    assert {member.date_time for member in members(write_zip(FILES))} == {(1980, 1, 1, 0, 0, 0)}
    dated = members(write_zip(FILES, date=datetime.date(2026, 11, 28)))
    assert {member.date_time for member in dated} == {(2026, 11, 28, 0, 0, 0)}


def test_what_does_not_get_smaller_is_stored_as_it_is() -> None:
    words, pdf = members(write_zip(FILES, stored=(".pdf",)))
    assert (words.compress_type, pdf.compress_type) == (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)
