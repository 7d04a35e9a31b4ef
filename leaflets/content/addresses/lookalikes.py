# SPDX-License-Identifier: MIT
"""Names of sites that are taken for others: letters of two scripts in one word, letters that look like a to z.

The rules are those of Unicode Technical Standard 39 (highly restrictive, whole-script confusables) as browsers apply
them; the letters are those of its confusables for the scripts that can spell a word which looks Latin.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from leaflets.core.characters import name_of

_PAIRS = (
    ("аьсԁеһіјӏопрԛгѕухѵԝ", "abcdehijlonpqrsyxvw"),  # Cyrillic
    ("αβςϳικηορτυνωχγ", "abcjiknoptuvwxy"),  # Greek
    ("ճցհյլոօրզեսա", "aghjlnopqtuw"),  # Armenian
    ("ɑƅɡıɩɪſƨʋɯ", "abgiiifsuw"),  # Latin, but of no alphabet that sites are named in
    ("ᴀʙᴄᴅᴇɢʜᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", "abcdeghjklmnoprtuvwyz"),
)
ALIKE = {letter: like for letters, likes in _PAIRS for letter, like in zip(letters, likes, strict=True)}
"""Letters that look like one of a to z, each with that one."""
_LATIN_EXTRA = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ß": "ss", "þ": "p", "ŋ": "n"}
"""Letters of European alphabets that are not one of a to z with a mark."""
_ASIAN = ({"CJK", "HIRAGANA", "KATAKANA"}, {"CJK", "BOPOMOFO"}, {"CJK", "HANGUL"})
"""Scripts that one word is written in: Japanese, Chinese, Korean."""
_DOUBLES = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("5", "s"), ("i", "l"))
"""Letters and figures of ASCII that are taken for one another."""


def strange(label: str, *, among_latin: bool = True) -> tuple[str, int] | None:
    """Return what makes a part of a site's name look like another, and which character does; None if nothing does.

    A word of another script may look Latin if what follows it is not Latin either: `among_latin` is False.
    """
    odd = [at for at, letter in enumerate(label) if not letter.isascii()]
    for at in odd:
        if unicodedata.category(label[at]).startswith("N"):
            return f"'{label[at]}' is {name_of(label[at])}, not one of 0 to 9", at
    scripts = _scripts(label)
    if len(scripts) > 1 and not any(scripts <= together for together in _ASIAN):
        at = next((at for at in odd if label[at] in ALIKE), odd[0])
        return f"it mixes alphabets: {_described(label[at])}", at
    if scripts == {"LATIN"}:
        return next(((_described(label[at]), at) for at in odd if not _is_of_an_alphabet(label[at])), None)
    if odd and among_latin and all(one in ALIKE or not one.isalpha() for one in label):
        return f"every letter looks like one of a to z: {_described(label[odd[0]])}", odd[0]
    return None


def skeleton(host: str) -> str:
    """Return what a name looks like at a glance; names with the same skeleton are taken for one another."""
    plain = (_LATIN_EXTRA.get(letter, letter) for letter in unicodedata.normalize("NFD", host.lower()))
    seen = "".join(ALIKE.get(letter, letter) for letter in plain if not unicodedata.combining(letter))
    for pair, single in _DOUBLES:
        seen = seen.replace(pair, single)
    return seen.replace("-", "")


def imitated(host: str, known: Iterable[str]) -> str:
    """Return which of the known names this one imitates: looks like it, or begins with it and leads elsewhere."""
    bare = host.removeprefix("www.")
    for name in known:
        if bare == name or bare.endswith(f".{name}"):
            continue
        if skeleton(bare) == skeleton(name) or f".{name}." in f".{bare}.":
            return name
    return ""


def _scripts(label: str) -> set[str]:
    """Return the scripts of a word by the first words of its letters' names; figures and hyphens have none."""
    return {_script(letter) for letter in label if letter.isalpha()}


def _script(letter: str) -> str:
    script = unicodedata.name(letter, "UNKNOWN").partition(" ")[0]
    return {"IDEOGRAPHIC": "CJK", "KATAKANA-HIRAGANA": "KATAKANA"}.get(script, script)


def _is_of_an_alphabet(letter: str) -> bool:
    apart = unicodedata.normalize("NFD", letter)
    return letter in _LATIN_EXTRA or (apart[0].isascii() and len(apart) > 1) or not letter.isalpha()


def _described(letter: str) -> str:
    alike = f", which looks like '{ALIKE[letter]}'" if letter in ALIKE else ""
    return f"'{letter}' is {name_of(letter)}{alike}"
