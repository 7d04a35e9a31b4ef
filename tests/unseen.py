# SPDX-License-Identifier: MIT
"""Files without the words that are laid unseen over lines from right to left: what is read from them is drawn."""

from __future__ import annotations

import io

import pikepdf

from leaflets.layout.word_layer import SEEN, without_words


def without_layer(pdf: bytes) -> bytes:
    """Return a file whose lines are read by their drawn letters alone."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            drawn = without_words(page.Contents.read_bytes()).replace(SEEN, b"/Span BMC")
            page.Contents = document.make_stream(drawn)
        document.save(stream)
    return stream.getvalue()
