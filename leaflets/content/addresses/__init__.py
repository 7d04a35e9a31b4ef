# SPDX-License-Identifier: MIT
"""The check that every web address in data.yaml must pass: parsed part by part, never repaired.

An address is accepted only if every phone and browser reads it as written: https, the full site name in lower-case
ASCII letters, then a plain path. A refusal says which character is wrong, and where. `parse_address` takes whole
addresses, `parse_printed` addresses as printed beside a QR code, `parse_host` the name of a site alone.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from pydantic_core import Url, ValidationError

from leaflets.content.addresses.lookalikes import strange
from leaflets.content.addresses.registries import is_shortener, suffix_of
from leaflets.core.characters import BIDI, is_odd_space, is_unseen, name_of, visible

SCHEME = "https://"
MAX_ADDRESS, MAX_PRINTED, MAX_HOST, MAX_LABEL = 300, 60, 253, 63
"""The most characters of an address, of one as printed, of a site's name and of one label (RFC 1035, 2.3.4)."""
_NOT_PATH = re.compile(r"[^A-Za-z0-9._~!$&'()*+,;=:@/?%#\x80-\U0010ffff-]")
"""ASCII characters that RFC 3986 does not allow after the site's name."""
_ANCHOR = re.compile(r"[A-Za-z0-9._~-]+")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DISGUISED = re.compile(r"%(?:2f|5c|25[0-9a-f]{2})", re.I)
_INNER = re.compile(r":(?:/|%2f){2}|%3a(?:/|%2f){2}", re.I)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


class AddressRefused(ValueError):
    """Why an address is refused: a clause, one thing to do, and the index of the character if it is one character."""

    def __init__(self, reason: str, hint: str = "copy it from the browser's address line.", *, at: int = -1) -> None:
        self.reason, self.hint, self.at = reason, hint, at
        place = f", at character {at + 1}" if at >= 0 else ""
        super().__init__(f"{reason}{place}")


PLAIN = re.compile(r"[A-Za-z0-9./:?&=_~+#@,;%-]+")
PLAIN_HOST = re.compile(r"(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
"""Addresses that need no closer look."""


def parse_address(text: str) -> str:
    """Return the site that a whole address leads to; AddressRefused if it must not be printed."""
    _refuse_characters(text)
    if not text.startswith(SCHEME):
        raise _wrong_scheme(text)
    if len(text) > MAX_ADDRESS:
        raise AddressRefused(f"it has {len(text)} characters; at most {MAX_ADDRESS} are allowed", "shorten it.")
    host, rest = _split(text, len(SCHEME))
    _refuse_other_letters(text, host)
    parse_host(host, at=len(SCHEME))
    _check_rest(text, rest)
    _compare_with_browser(text)
    return host


def parse_printed(text: str) -> str:
    """Return the site of an address as printed: without https://, other alphabets as people read them."""
    _refuse_characters(text)
    if "://" in text:
        raise AddressRefused("it begins with https:// or http://", "leave out everything before the site's name.")
    if len(text) > MAX_PRINTED:
        raise AddressRefused(f"it has {len(text)} characters; at most {MAX_PRINTED} are allowed", "shorten it.")
    host, rest = _split(text, 0)
    parse_host(host)
    _check_rest(text, rest)
    return ascii_host(host)


def parse_host(host: str, *, at: int = 0) -> str:
    """Return the name of a site as given; AddressRefused, at a place counted from `at`, if nobody could own it."""
    if PLAIN_HOST.fullmatch(host) and len(host) <= MAX_HOST:
        _check_owner(host)
        return host
    _refuse_characters(host)
    for offset, letter in enumerate(host):
        if letter.isupper():
            raise AddressRefused(f"'{letter}' is a capital letter", f"write {host.lower()}.", at=at + offset)
        if letter.isascii() and not (letter.isalnum() or letter in "-."):
            raise AddressRefused(f"'{letter}' cannot be part of a site's name", at=at + offset)
    if host != unicodedata.normalize("NFC", host):
        raise AddressRefused("letters and accents are stored separately (not NFC)", "type the address again.")
    labels = host.split(".")
    if _NUMBER.fullmatch(unicodedata.normalize("NFKC", labels[-1])):
        raise AddressRefused(f"'{host}' is a number (IP address), not the name of a site", at=at)
    _check_labels(labels, at)
    _refuse_lookalikes(labels, at)
    _check_owner(host)
    return host


def ascii_host(host: str) -> str:
    """Return the name of a site in ASCII: münchen.example is xn--mnchen-3ya.example."""
    if host.isascii():
        return host
    import idna  # large, and hardly any address needs it

    try:
        return idna.encode(host).decode("ascii")
    except idna.IDNAError as error:
        raise AddressRefused(f"'{host}' is not a valid site name ({error})") from None


def host_of(address: str) -> str:
    """Return the site of a whole address that has been checked."""
    return re.split(r"[/?#]", address.removeprefix(SCHEME), maxsplit=1)[0]


def readable_host(host: str) -> str:
    """Return the name of a site as people read it: xn--mnchen-3ya.de is münchen.de."""
    return ".".join(map(_decode, host.split(".")))


def _refuse_characters(text: str) -> None:
    if PLAIN.fullmatch(text):
        return
    for at, character in enumerate(text):
        if character in BIDI:
            reason = f"{name_of(character)} reverses the order of the text"
            raise AddressRefused(reason, "delete it; copy the address again, part by part.", at=at)
        if is_unseen(character):
            raise AddressRefused(f"{name_of(character)} is invisible", "delete it.", at=at)
        if character == " " or is_odd_space(character):
            what = "a space" if character == " " else name_of(character)
            raise AddressRefused(f"it contains {what}", "delete it.", at=at)
        if character == "\\":
            raise AddressRefused("a backslash (\\) is read as / by some programs only", "write / instead.", at=at)
        if character in '<>"{}|^`':
            raise AddressRefused(f"'{character}' cannot be part of a web address", at=at)
    if not text:
        raise AddressRefused("it is empty", "write it like https://www.example.org/page.")


def _wrong_scheme(text: str) -> AddressRefused:
    found, colon, rest = text.partition(":")
    rest = rest.lstrip("/")
    if colon and found.lower() in ("http", "https") and rest:
        return AddressRefused(f"it must begin with {SCHEME}", f"write {SCHEME}{rest}.", at=0)
    if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", found) and "." not in found:
        return AddressRefused(f"'{found}:' is not a web address", at=0)
    return AddressRefused(f"it must begin with {SCHEME}", f"write {SCHEME}{text.lstrip('/')}.", at=0)


def _split(text: str, start: int) -> tuple[str, int]:
    end = next((at for at in range(start, len(text)) if text[at] in "/?#"), len(text))
    site = text[start:end]
    if "@" in site:
        user, _, host = site.rpartition("@")
        reason = f"'{user}@' is a user name, and the address leads to {host or 'nowhere'}"
        raise AddressRefused(reason, at=start)
    if "[" in site or "]" in site:
        raise AddressRefused("it is a number (IP address), not the name of a site", at=start)
    if "%" in site:
        raise AddressRefused(f"the site's name is disguised: it means '{visible(unquote(site))}'", at=start)
    host, colon, port = site.partition(":")
    if colon:
        raise AddressRefused(f"it contains a port (:{port})", f"leave ':{port}' out.", at=start + len(host))
    if not host:
        raise AddressRefused("it has no site name", at=start)
    return host, end


def _refuse_other_letters(text: str, host: str) -> None:
    """Refuse letters outside ASCII in a whole address: QR codes and PDFs do not say how they are encoded."""
    for at, letter in enumerate(text):
        if letter.isascii():
            continue
        if letter in host:
            parse_host(host, at=len(SCHEME))  # look-alikes first
            hint = f"write {SCHEME}{ascii_host(host)}/, and {host} under `printed_url:`."
        else:
            hint = f"write {str(Url(text))[:MAX_ADDRESS]}."
        raise AddressRefused(f"not every phone can read '{letter}' ({name_of(letter)})", hint, at=at)


def _check_labels(labels: list[str], at: int) -> None:
    if len(labels) == 1:
        raise AddressRefused(f"'{labels[0]}' has no ending such as .org.uk", at=at)
    for label in labels:
        if not label:
            what = (
                "begins with a dot"
                if not labels[0]
                else "ends with a dot"
                if not labels[-1]
                else "has two dots in a row"
            )
            raise AddressRefused(f"the site's name {what}", at=at)
        if label.startswith("-") or label.endswith("-"):
            raise AddressRefused(f"'{label}' begins or ends with a hyphen", at=at)
        if len(label.encode("utf-8")) > MAX_LABEL:
            raise AddressRefused(f"'{label[:20]}…' has {len(label)} characters; at most {MAX_LABEL} are allowed", at=at)
        at += len(label) + 1
    if sum(map(len, labels)) + len(labels) - 1 > MAX_HOST:
        raise AddressRefused(f"the site's name has more than {MAX_HOST} characters")


def _refuse_lookalikes(labels: list[str], at: int) -> None:
    readable = [_decode(label) for label in labels]
    for label, shown in zip(labels, readable, strict=True):
        if found := strange(shown, among_latin=readable[-1].isascii()):
            reason, offset = found
            if label != shown:
                reason, offset = f"'{label}' means '{shown}', and {reason}", 0
            raise AddressRefused(reason, "type the address again, by hand.", at=at + offset)
        at += len(label) + 1


def _decode(label: str) -> str:
    """Return a label as people read it: xn--mnchen-3ya as münchen; AddressRefused if it is not valid."""
    if label.isascii() and label[2:4] != "--":
        return label
    import idna

    try:
        readable = idna.decode(label) if label.isascii() else label
        if idna.encode(readable).decode("ascii") == label or not label.isascii():
            return readable
    except (idna.IDNAError, UnicodeError):
        if not label.isascii() and strange(label):
            return label  # refused as a look-alike, which says more
    raise AddressRefused(f"'{visible(label)}' is not a valid site name (IDNA)")


def _check_owner(host: str) -> None:
    suffix = suffix_of(host)
    if not suffix:
        raise AddressRefused(f"'.{host.rpartition('.')[2]}' is not an ending of any site")
    if suffix == host:
        raise AddressRefused(f"'{host}' is an ending shared by many sites", "write the site's whole name.")
    if is_shortener(host):
        reason = f"{host} shortens addresses, so readers cannot see where it leads, and that can change after printing"
        raise AddressRefused(reason, "open it, and write the address that it leads to.")


def _check_rest(text: str, start: int) -> None:
    if odd := _NOT_PATH.search(text, start):
        raise AddressRefused(f"'{odd[0]}' cannot be part of a web address", at=odd.start())
    rest, mark, anchor = text[start:].partition("#")
    for pattern, reason in (
        (_ESCAPE, "a % without two hexadecimal digits"),
        (_DISGUISED, "a slash or a % in disguise"),
        (_INNER, "another address inside this one"),
        (re.compile(r"//"), "two slashes in a row"),
    ):
        if found := pattern.search(text, start):
            hint = (
                "write the address of the page itself."
                if pattern is _INNER
                else "copy it from the browser's address line."
            )
            raise AddressRefused(f"it has {reason}: '{text[found.start() : found.end() + 6]}'", hint, at=found.start())
    if mark and not (rest and _ANCHOR.fullmatch(anchor)):
        raise AddressRefused(f"'#{anchor}' is not a valid anchor", "leave it out.", at=start + len(rest))
    for character in unquote(rest):
        if is_unseen(character):
            raise AddressRefused(f"{name_of(character)} is in it, written with %, and is invisible", "delete it.")


def _compare_with_browser(text: str) -> None:
    """Refuse what a browser (WHATWG URL Standard) would read as a different address."""
    try:
        read = str(Url(text))
    except ValidationError as error:
        raise AddressRefused(f"no browser can read it ({error.errors()[0]['msg']})") from None
    if read not in (text, f"{text}/"):
        raise AddressRefused(f"a browser reads it as '{visible(read)}'", f"write {read}.")
