# SPDX-License-Identifier: MIT
"""XML of the formats of exchange: written with its sentences unchanged, and read from a sender who is not trusted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from leaflets.core.archive import DOCTYPE
from leaflets.core.placeholders import COPIED
from leaflets.translate.exchange.rows import refused

LANG, SPACE = (f"{{http://www.w3.org/XML/1998/namespace}}{name}" for name in ("lang", "space"))
MAX_BYTES = 20_000_000


def write_sentence(element: Any, text: str, number: str) -> None:
    """Write text with each placeholder in a `ph`, which translators' programs protect; `number` is its attribute."""
    start, last = 0, None
    for count, match in enumerate(COPIED.finditer(text), start=1):
        _append(element, last, text[start : match.start()])
        last = etree.SubElement(element, etree.QName(element.tag.rpartition("}")[0].lstrip("{") or None, "ph"))
        last.set(number, str(count))
        last.text = match[0]
        start = match.end()
    _append(element, last, text[start:])


def _append(element: Any, last: Any, text: str) -> None:
    if last is None:
        element.text = text or None
    else:
        last.tail = text or None


def to_bytes(root: Any, whole: Iterable[str]) -> bytes:
    """Return the document with each element on its own line, except in those elements, because their spaces count."""
    _indent(root, 1, frozenset(whole))
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _indent(parent: Any, depth: int, whole: frozenset[str]) -> None:
    if not len(parent) or etree.QName(parent).localname in whole:
        return
    parent.text = "\n" + "  " * depth
    for child in parent:
        child.tail = "\n" + "  " * depth
        _indent(child, depth + 1, whole)
    parent[-1].tail = "\n" + "  " * (depth - 1)


def parse(data: bytes, file: str, name: str) -> Any:
    """Return the root element; ProblemsFound if it is too large, not well-formed or declares a document type.

    `name` is the format. Nothing is looked up: no entities, no network.
    """
    if len(data) > MAX_BYTES:
        message = f"it has {len(data) / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB."
        raise refused(file, message, line=0)
    if match := DOCTYPE.search(data.replace(b"\x00", b"")):
        line = data.count(b"\n", 0, match.start()) + 1
        raise refused(file, f"it declares a document type or entities, which {name} does not need.", line=line)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = int(getattr(error, "lineno", 0) or 1)
        raise refused(file, f"it is not well-formed XML: {_first_line(error)}.", line=line) from None
    if root is None or root.getroottree().docinfo.doctype:
        raise refused(file, f"it declares a document type, which {name} does not need.")
    return root


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")[:160]
