# SPDX-License-Identifier: MIT
"""Read an SVG file: its characters in the declared encoding, its elements by a parser that fetches nothing.

Entities, external subsets and deep nesting stop the reading; each element keeps its line for messages. Two ways of
writing a colour are resolved here, because neither renderer knows them: a role of the palette, as in `var(--accent,
#005d7d)`, and SVG 1.1's `icc-color()` after an sRGB value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from leaflets.pictures.verdict import Refusal

SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
MOST_BYTES = 4_000_000
MOST_ELEMENTS = 20_000
MOST_DEPTH = 64
ENCODINGS = ("utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "latin-1", "iso-8859-15", "windows-1252", "cp1252")
DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*?(\s+encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'])[^>]*\?>")
ROLE = re.compile(r"var\(--([a-z-]+)(?:,\s*(#[0-9a-fA-F]{3,6}))?\)")
"""A role of the palette in a drawing; the colour after the comma is what a drawing program shows."""
ICC = re.compile(r"(#[0-9a-fA-F]{3,8}\b|\brgb\([^()]*\)|\b[a-zA-Z]{3,20})\s+icc-color\([^()]*\)")
NO_ROLE = "#808080"
"""The colour of a role without one, while the drawing is judged."""
EXPORT = "export it again as 'plain SVG', in UTF-8."


class NotADrawing(ValueError):
    """Raised for a file that cannot be read as SVG, with the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.message)


@dataclass
class Node:
    """An element: its name, without a namespace if it is SVG's own; attributes likewise."""

    tag: str
    attributes: dict[str, str]
    line: int
    column: int
    depth: int
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def walk(self) -> Iterator[Node]:
        """Yield this element and all inside it, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def looks_like_markup(data: bytes) -> bool:
    """Return whether the first character that is not a space is `<`, in any encoding that is read."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return start.lstrip(b"\0 \t\r\n").startswith(b"<")


def decode(data: bytes) -> str:
    """Return the text of an SVG file without byte order mark and declared encoding; NotADrawing if that is wrong."""
    if len(data) > MOST_BYTES:
        message = f"The drawing has {len(data) / 1e6:.1f} MB; the limit is {MOST_BYTES / 1e6:.0f} MB."
        raise NotADrawing(Refusal("picture-too-large", message, "simplify its paths, or save it as PNG."))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data.startswith(b"<\0"):
        encoding = "utf-16-le"
    elif data.startswith(b"\0<"):
        encoding = "utf-16-be"
    else:
        found = DECLARATION.match(data[:200].decode("latin-1").removeprefix("ï»¿"))
        encoding = found[2].lower() if found and not data.startswith(b"\xef\xbb\xbf") else "utf-8"
        if encoding not in ENCODINGS or encoding == "utf-16":
            message = f"The drawing declares the encoding '{found[2] if found else ''}', which is not supported."
            raise NotADrawing(Refusal("picture-encoding", message, "save it in UTF-8."))
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"The drawing should be in {encoding.upper()}, but byte {data[error.start]:#04x} is wrong."
        hint = "save it in UTF-8, or declare its encoding in its first line."
        raise NotADrawing(Refusal("picture-encoding", message, hint, line)) from None
    if encoding == "utf-8":
        return text
    return DECLARATION.sub(lambda found: found[0].replace(found[1], "", 1), text)


def without_icc_colours(text: str) -> str:
    """Return the drawing with only the sRGB value where a press colour follows it."""
    return ICC.sub(r"\1", text) if "icc-color" in text else text


def with_fallback_colours(text: str) -> str:
    """Return the drawing as a drawing program shows it: roles of the palette in the colours after the comma."""
    return ROLE.sub(lambda found: found[2] or NO_ROLE, without_icc_colours(text))


def parse(text: str) -> Node:
    """Return the root element; NotADrawing if the text is not well formed, too deep, too large or not SVG."""
    reader = _TreeBuilder()
    try:
        reader.parser.Parse(text.encode("utf-8", errors="surrogatepass"), True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "an error")
        message = f"The drawing is not well formed: {reason}."
        refusal = Refusal("picture-broken", message, EXPORT, error.lineno, error.offset + 1)
        raise NotADrawing(refusal) from None
    root = reader.root
    assert root
    if root.tag != "svg":
        namespace, _, name = root.tag.rpartition(" ")
        name = f"<{name}> of '{namespace[:60]}'" if namespace else f"<{name}>"
        message = f"The file is not a drawing: it begins with {name}, not <svg> of '{SVG}'."
        hint = "it may be a web page saved by mistake: get the drawing again."
        raise NotADrawing(Refusal("picture-type", message, hint, root.line, root.column))
    return root


class _TreeBuilder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.EntityDeclHandler = self.entity
        self.parser.ProcessingInstructionHandler = self.instruction
        self.root: Node | None = None
        self.open: list[Node] = []
        self.count = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS:
            self.refuse("picture-too-large", f"The drawing has more than {MOST_ELEMENTS:,} elements.", "simplify it.")
        if len(self.open) >= MOST_DEPTH:
            message = f"The drawing has groups nested more than {MOST_DEPTH} deep."
            self.refuse("picture-too-large", message, "ungroup its parts.")
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        own = {_short(key): value for key, value in attributes.items()}
        node = Node(_short(name), own, line, column, len(self.open))
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, _name: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        if self.open and self.open[-1].tag == "style":
            self.open[-1].text += text

    def entity(self, name: str, *_rest: object) -> None:
        message = f"The drawing defines the entity '{name}', a shorthand that may mean anything."
        hint = "export it without: in Illustrator turn off 'Preserve Illustrator Editing Capabilities'."
        self.refuse("picture-entity", message, hint)

    def instruction(self, target: str, _data: str) -> None:
        if target.lower() == "xml-stylesheet":
            message = "The drawing takes its styles from another file (xml-stylesheet)."
            self.refuse("picture-external", message, "export it with its styles inside.")

    def refuse(self, slug: str, message: str, hint: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        raise NotADrawing(Refusal(slug, message, hint, line, column))


def _short(name: str) -> str:
    """Return a name as usually written if it is SVG's; otherwise namespace and name."""
    namespace, _, local = name.rpartition(" ")
    if namespace in ("", SVG):
        return local
    return f"{PREFIXES[namespace]}:{local}" if namespace in PREFIXES else name


PREFIXES = {XLINK: "xlink", XML: "xml"}
