# SPDX-License-Identifier: MIT
"""Check a drawing against the allow-list of svg_table.yaml, and measure its effort, before anything draws it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import tinycss2
import yaml

from leaflets.pictures.svg import Node
from leaflets.pictures.svg_values import ANY_URL, CHECKS, REFERENCE, Check, matches, measure_effort, words
from leaflets.pictures.verdict import Refusal

_TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("svg_table.yaml").read_text(encoding="utf-8"))


def _check(value: str | list[str]) -> Check:
    """Return the check that a value of the table names."""
    if isinstance(value, list):
        return words(*value)
    return matches(value[1:-1]) if value.startswith("/") else CHECKS[value]


def _checks(part: str | dict[str, Any]) -> dict[str, Check]:
    """Return the attributes of a group, by its name, or those that are written out."""
    listed = _TABLE["groups"][part] if isinstance(part, str) else part
    return {name: _check(value) for name, value in listed.items()}


ELEMENTS = {
    tag: {name: check for part in parts for name, check in _checks(part).items()}
    for tag, parts in _TABLE["elements"].items()
}
COMMON, PROPERTIES = _checks(_TABLE["common"]), _checks(_TABLE["properties"])
SILENT, PROGRAMS = tuple(_TABLE["silent"]), tuple(_TABLE["programs"])
PLAIN = str(_TABLE["plain"])
REFUSED: dict[str, tuple[str, str, str]] = {
    tag: (slug, why, hint.format_map(_TABLE)) for tags, slug, why, hint in _TABLE["refused"] for tag in tags
}
ADVICE: dict[str, tuple[str, str]] = {name: (slug, hint) for name, (slug, hint) in _TABLE["advice"].items()}


SELECTOR = re.compile(r"[\w\s*.#,>-]+")
PICTURE = re.compile(r"data:image/(png|jpe?g|webp)\s*;\s*base64\s*,(.*)", re.DOTALL | re.IGNORECASE)
MOST_FINDINGS = 20
NEVER = ("xml:base", "requiredExtensions", "requiredFeatures", "systemLanguage", "pathLength", "transform-origin")


@dataclass
class CheckedDrawing:
    """What is wrong with a drawing, and the raster images inside it with their elements."""

    refusals: list[Refusal] = field(default_factory=list)
    pictures: list[tuple[Node, bytes]] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether there are more problems than anybody would read."""
        return len(self.refusals) >= MOST_FINDINGS

    def add(self, node: Node, slug: str, message: str, hint: str, *, line: int = 0) -> None:
        """Record what is wrong with an element, once for each kind of problem."""
        if self.is_full:
            return
        if not any(one.slug == slug and one.message == message for one in self.refusals):
            column = 0 if line else node.column
            self.refusals.append(Refusal(slug, message, hint, line or node.line, column))


def check_drawing(root: Node) -> CheckedDrawing:
    """Return what in a drawing is not on the allow-list, in the order of the file."""
    checked = CheckedDrawing()
    ids = {node.attributes["id"]: node for node in root.walk() if "id" in node.attributes}
    for node in _drawn(root):
        _check_element(node, checked)
        if node.tag in ELEMENTS:
            for name, value in node.attributes.items():
                _check_attribute(node, name, value, checked)
        if node.tag == "style":
            _check_sheet(node, checked)
        _check_references(node, ids, checked)
        if checked.is_full:
            return checked
    if not checked.refusals:
        checked.refusals += measure_effort(root, ids)
    return checked


def _drawn(root: Node) -> Iterator[Node]:
    """Yield the elements except those inside metadata, titles, notes of programs, and refused elements."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if node.tag in ELEMENTS and node.tag not in ("metadata", "title", "desc"):
            waiting.extend(reversed(node.children))


def _check_element(node: Node, checked: CheckedDrawing) -> None:
    if node.tag in ELEMENTS or node.tag.startswith(PROGRAMS):
        return
    name = node.tag.rpartition(" ")[2]
    slug, why, hint = REFUSED.get(node.tag, ("picture-construct", "is not drawn", PLAIN))
    checked.add(node, slug, f"<{name}> {why}.", hint)


def _check_attribute(node: Node, name: str, value: str, checked: CheckedDrawing) -> None:
    own = ELEMENTS[node.tag].get(name) or COMMON.get(name)
    if name.lower().startswith("on"):
        checked.add(
            node, "picture-script", f"{name} of <{node.tag}> is a script, which cannot be printed.", "delete it."
        )
    elif name == "style":
        _check_declarations(
            node, tinycss2.parse_blocks_contents(value, skip_comments=True, skip_whitespace=True), 0, checked
        )
    elif own:
        if not own(value):
            _refuse_value(node, name, value, checked)
    elif name in NEVER:
        checked.add(node, "picture-construct", f"{name} of <{node.tag}> is ignored when it is drawn.", PLAIN)
    elif name.startswith(("data-", "aria-")) or " " in name:
        return
    else:
        _check_property(node, name, value, checked)


def _check_property(node: Node, name: str, value: str, checked: CheckedDrawing, *, line: int = 0) -> None:
    allowed = PROPERTIES.get(name)
    if (allowed and not allowed(value)) or ANY_URL.search(REFERENCE.sub("", value)):
        _refuse_value(node, name, value, checked, line=line)
    elif not allowed and not name.startswith(SILENT):
        slug, hint = ADVICE.get(name, ("picture-construct", PLAIN))
        checked.add(node, slug, f"'{name}' of <{node.tag}> is not drawn.", hint, line=line)


def _refuse_value(node: Node, name: str, value: str, checked: CheckedDrawing, *, line: int = 0) -> None:
    shown = value.strip() if len(value.strip()) <= 60 else f"{value.strip()[:57]}..."
    if value.strip().lower() == "currentcolor":
        message = "The drawing uses currentColor, which has no value in a picture."
        checked.add(node, *_with(message, "currentColor"), line=line)
    elif ANY_URL.search(REFERENCE.sub("", value)):
        message = f"'{name}' of <{node.tag}> refers to something outside the file: {shown}."
        checked.add(node, "picture-external", message, "export it with everything embedded.", line=line)
    else:
        slug, hint = ADVICE.get(name, ("picture-construct", PLAIN))
        if name in ELEMENTS.get(node.tag, {}) and name != "transform":
            slug = "picture-number"
        message = f"'{name}' of <{node.tag}> has a value that is not drawn correctly: {shown or 'nothing'}."
        checked.add(node, slug, message, hint, line=line)


def _with(message: str, word: str) -> tuple[str, str, str]:
    slug, hint = ADVICE[word]
    return slug, message, hint


def _check_declarations(node: Node, parts: list[tinycss2.ast.Node], line: int, checked: CheckedDrawing) -> None:
    """Check declarations in braces or in a style attribute; `line` is where a stylesheet begins."""
    for part in parts:
        if part.type == "declaration":
            at = line + part.source_line - 1 if line else 0
            _check_property(node, part.lower_name, tinycss2.serialize(part.value), checked, line=at)
        elif part.type not in ("whitespace", "comment"):
            at = line + part.source_line - 1 if line else 0
            checked.add(node, "picture-construct", f"A style of <{node.tag}> is not understood.", PLAIN, line=at)


def _check_sheet(node: Node, checked: CheckedDrawing) -> None:
    for rule in tinycss2.parse_stylesheet(node.text, skip_comments=True, skip_whitespace=True):
        line = node.line + rule.source_line - 1
        if rule.type == "at-rule":
            slug = "picture-external" if rule.lower_at_keyword in ("import", "font-face") else "picture-construct"
            checked.add(node, slug, f"The stylesheet uses @{rule.at_keyword}, which is ignored.", PLAIN, line=line)
        elif rule.type != "qualified-rule":
            checked.add(node, "picture-construct", "The stylesheet is not understood.", PLAIN, line=line)
        else:
            selector = tinycss2.serialize(rule.prelude).strip()
            if not SELECTOR.fullmatch(selector):
                message = (
                    f"The stylesheet has the selector '{selector[:60]}'; only elements, classes and ids are supported."
                )
                checked.add(node, "picture-construct", message, PLAIN, line=line)
            parts = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            _check_declarations(node, parts, node.line, checked)


def _check_references(node: Node, ids: dict[str, Node], checked: CheckedDrawing) -> None:
    for value in (node.text, *node.attributes.values()):
        for name in (found[2] for found in REFERENCE.finditer(value)):
            if name not in ids:
                message = f"<{node.tag}> refers to '#{name}', which is not in the drawing."
                checked.add(node, "picture-reference", message, PLAIN)
    href = node.attributes.get("href", node.attributes.get("xlink:href"))
    if href is None or node.tag not in ELEMENTS:
        return
    href = href.strip()
    if node.tag == "image":
        _check_picture(node, href, checked)
    elif not href.startswith("#"):
        message = f"<{node.tag}> refers to something outside the file: {href[:60]}."
        checked.add(node, "picture-external", message, "export it with everything embedded.")
    elif href[1:] not in ids:
        message = f"<{node.tag}> refers to '{href}', which is not in the drawing."
        checked.add(node, "picture-reference", message, PLAIN)


def _check_picture(node: Node, href: str, checked: CheckedDrawing) -> None:
    found = PICTURE.fullmatch(href)
    if not found:
        message = f"<image> shows a picture that is not embedded in the drawing: {href[:60]}."
        checked.add(node, "picture-external", message, "embed it as PNG or JPEG ('Embed image').")
        return
    try:
        checked.pictures.append((node, base64.b64decode(unquote_to_bytes(found[2]))))
    except (binascii.Error, ValueError):
        checked.add(node, "picture-broken", "The picture inside <image> is damaged.", "embed it again.")
