# SPDX-License-Identifier: MIT
"""Write a layout as plain text: for text-to-speech, Braille production and e-mail.

The words of its pages in their reading order, UTF-8 with LF, at most 80 columns as a terminal counts them. Headings
of the first two levels are underlined, items of lists begin with a hyphen or their number. An element's `data-text`
replaces its words, or, empty, leaves them out; QR codes are left out, since their addresses are printed beside them.
Phone numbers are given twice, the second time digit by digit: a speech program takes 1111 for a thousand and more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from leaflets.core.characters import COLUMNS, reads_right_to_left, width_of
from leaflets.layout.composed import DRAFT, PROOF, Composed

LONGEST = 1_000_000
"""The columns of words that will be pasted, whose paragraphs are one line each."""
UNDERLINES = {"h1": "=", "h2": "-"}
INLINE = frozenset({"a", "span", "strong", "img"})
BLOCKS = frozenset({"h1", "h2", "h3", "p", "li", "br"})
EMPTY = frozenset({"br", "img", "meta", "link", "hr"})
UNREAD = frozenset({"head", "svg"})
SHORT_NUMBER = 3
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
ISOLATES = {"ltr": "\N{LEFT-TO-RIGHT ISOLATE}", "rtl": "\N{RIGHT-TO-LEFT ISOLATE}"}
END = "\N{POP DIRECTIONAL ISOLATE}"
MARKS = {"ltr": "\N{LEFT-TO-RIGHT MARK}", "rtl": "\N{RIGHT-TO-LEFT MARK}"}
STRONG = {"ltr": ("L",), "rtl": ("R", "AL")}
NUMBER = re.compile(r"[0-9]+([.,:/\u00a0][0-9]+)*")
"""Digits that keep their order in any line: a no-break space between them is a common separator (UAX 9, W4)."""
UNBROKEN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3][\u3000-\u303f\uff00-\uff0f]*|[^\u2e80-\u9fff\uac00-\ud7a3]+")
"""Where lines may be broken without a space: after each ideograph, with the punctuation that follows it."""


def write_text(composed: Composed, *, draft: bool) -> str:
    """Return a layout's words as plain text; a draft or a proof says so in the first line."""
    label = PROOF if composed.proof else ""
    if composed.unapproved:
        label = f"{DRAFT} · {composed.language.draft_label}"
    label = "DRAFT" if draft else label
    columns = LONGEST if composed.format.is_shared else COLUMNS
    reader = _Reader(is_spelt=not composed.format.is_shared)
    reader.feed(composed.text_html or composed.html)
    reader.close()
    return "\n".join([*([label, ""] if label else ()), *lines_of(reader.blocks, columns), ""])


@dataclass
class Block:
    """A heading, a paragraph or an item of a list."""

    tag: str
    direction: str
    text: str
    marker: str = ""
    """What an item of a list begins with."""
    is_first: bool = False
    """Whether it is the first of its part of the page."""


def lines_of(blocks: Iterable[Block], columns: int = COLUMNS) -> Iterator[str]:
    """Yield the lines of some blocks, with an empty one before headings, parts of a page and long paragraphs."""
    before, was_long = "", False
    for block in blocks:
        lines = list(wrap(block, columns))
        is_long = len(lines) > 1 and block.tag == "p" and not block.marker
        heading = before in UNDERLINES or block.tag != "p"
        if before and (heading or (before == "p" and (block.is_first or is_long or was_long))):
            yield ""
        yield from lines
        if line := UNDERLINES.get(block.tag):
            yield line * max(map(width_of, lines))
        before, was_long = block.tag, is_long


def wrap(block: Block, columns: int) -> Iterator[str]:
    """Yield a block's lines, each of which reads in order by itself."""
    line, room, opened = "", columns - len(block.marker), ""
    indent = block.marker
    for gap, word in words_of(block.text):
        if line and width_of(line + gap + word) > room:
            line, opened = close(line, opened)
            yield indent + directed(line, block.direction)
            indent, line, gap = " " * len(block.marker), "", ""
        line += (gap if line else opened) + word
    yield indent + directed(close(line, opened)[0], block.direction)


def words_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a text, each with the space before it."""
    for word in text.split(" "):
        for number, part in enumerate(UNBROKEN.findall(word)):
            yield "" if number else " ", part


def close(line: str, opened: str) -> tuple[str, str]:
    """Return a line with its isolates closed, and the one that goes on in the next line."""
    last = max(line.rfind(one) for one in ISOLATES.values())
    opened = line[last] if last > line.rfind(END) else ""
    return line + (END if opened else ""), opened


def directed(line: str, direction: str) -> str:
    """Return a line with a mark before it if its first letter would reverse it, and with plain spaces."""
    if direction == "rtl":
        line = re.sub(r"(?<![0-9])\u00a0|\u00a0(?![0-9])", " ", line)
    else:
        line = line.replace(NO_BREAK_SPACE, " ")
    outside = re.sub(f"[{''.join(ISOLATES.values())}][^{END}]*{END}", "", line)
    found = (unicodedata.bidirectional(letter) for letter in outside)
    first = next((kind for kind in found if kind in ("L", "R", "AL")), STRONG[direction][0])
    mixed = reads_right_to_left(outside) and any(unicodedata.bidirectional(letter) == "L" for letter in outside)
    return MARKS[direction] + line if mixed and first not in STRONG[direction] else line


def isolated(text: str, direction: str) -> str:
    """Return words of that direction for a line of the other, in an isolate unless they keep their order anyway."""
    if not text.strip() or NUMBER.fullmatch(text):
        return text
    first, last = (unicodedata.bidirectional(text[at]) for at in (0, -1))
    in_order = first in STRONG[direction] and (last in STRONG[direction] or (last == "EN" and direction == "ltr"))
    return text if in_order else f"{ISOLATES[direction]}{text}{END}"


def digit_by_digit(number: str) -> str:
    """Return a phone number as it is said, in brackets: " (0 8 0 0  1 1 1 1)"; nothing for 999."""
    groups = re.findall("[0-9]+", number)
    said = (NO_BREAK_SPACE * 2).join(NO_BREAK_SPACE.join(group) for group in groups)
    return f" ({said})" if sum(map(len, groups)) > SHORT_NUMBER else ""


@dataclass
class _Element:
    tag: str
    direction: str
    is_read: bool
    start: int = 0
    """Where the words of an inline element begin among those of its block."""
    items: int = 0
    """The number of items so far, of a list."""
    is_number: bool = False


@dataclass
class _Part:
    """The block that is being read."""

    words: list[str] = field(default_factory=list)
    marker: str = ""
    is_first: bool = False


class _Reader(HTMLParser):
    """Collects the blocks of a page."""

    def __init__(self, *, is_spelt: bool) -> None:
        super().__init__()
        self.is_spelt = is_spelt
        self.blocks: list[Block] = []
        self.elements = [_Element("", "ltr", is_read=True)]
        self.part = _Part()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values, parent = dict(attrs), self.elements[-1]
        if tag not in INLINE:
            self.end_block()
            self.part.is_first |= tag not in BLOCKS
        direction = values.get("dir") or parent.direction
        text = values.get("data-text")
        if tag == "img" and parent.is_read:
            self.part.words.append(f" {values.get('alt') or ''} ")
        if tag in EMPTY:
            return
        is_read = parent.is_read and tag not in UNREAD and text is None
        self.elements.append(_Element(tag, direction, is_read, len(self.part.words)))
        self.elements[-1].is_number = self.is_spelt and values.get("class") == "number"
        if tag == "li":
            parent.items += 1
            self.part.marker = f"{parent.items}. " if parent.tag == "ol" else "- "
        if text and parent.is_read:
            self.part.words.append(text)

    def handle_endtag(self, tag: str) -> None:
        element = self.elements[-1]
        if element.is_number and element.is_read:
            self.part.words.append(digit_by_digit("".join(self.part.words[element.start :])))
        if tag in INLINE and element.direction != self.elements[-2].direction:
            words = "".join(self.part.words[element.start :])
            self.part.words[element.start :] = [isolated(words, element.direction)]
        if tag not in INLINE:
            self.end_block()
            self.part.is_first |= tag not in BLOCKS
        self.elements.pop()

    def handle_data(self, data: str) -> None:
        if self.elements[-1].is_read:
            self.part.words.append(data)

    def end_block(self) -> None:
        """Add what has been read since the last block, if it is anything."""
        text = " ".join(re.split(r"[ \t\r\n]+", "".join(self.part.words).strip(" \t\r\n")))
        if text:
            around = [one for one in reversed(self.elements) if one.tag not in INLINE]
            tag = around[0].tag if around[0].tag in ("h1", "h2", "h3") else "p"
            self.blocks.append(Block(tag, around[0].direction, text, self.part.marker, self.part.is_first))
            self.part = _Part()
        else:
            self.part.words.clear()
