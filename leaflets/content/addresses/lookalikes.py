# SPDX-License-Identifier: MIT
"""Site names that could be mistaken for others: two scripts mixed in one word, letters that look like a to z.

The rules are those of Unicode Technical Standard 39 (highly restrictive, whole-script confusables) as browsers apply
them, with its confusables for the scripts that can spell a word which looks Latin.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from leaflets.core.characters import name_of

_PAIRS = (
    ("аьсԁеһіјӏопрԛгѕухѵԝ", "abcdehijlonpqrsyxvw"),  # Cyrillic
    ("αβςϳικηορτυνωχγ", "abcjiknoptuvwxy"),  # Greek
    ("ճցհյլոօրզեսա", "aghjlnopqtuw"),  # Armenian
    ("ɑƅɡıɩɪſƨʋɯ", "abgiiifsuw"),  # Latin, but not used in site names
    ("ᴀʙᴄᴅᴇɢʜᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", "abcdeghjklmnoprtuvwyz"),
)
ALIKE = {letter: like for letters, likes in _PAIRS for letter, like in zip(letters, likes, strict=True)}
"""Letters that look like one of a to z, with that letter."""
_LATIN_EXTRA = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ß": "ss", "þ": "p", "ŋ": "n"}
"""Letters of European alphabets that are not accented letters of a to z."""
_ASIAN = ({"CJK", "HIRAGANA", "KATAKANA"}, {"CJK", "BOPOMOFO"}, {"CJK", "HANGUL"})
"""Scripts that may be mixed in a word: Japanese, Chinese, Korean."""
_DOUBLES = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("5", "s"), ("i", "l"))
"""ASCII letters and digits that look alike."""


def strange(label: str, *, among_latin: bool = True) -> tuple[str, int] | None:
    """Return what makes a label look like another, and at which character; None if nothing does.

    A word in another script may look Latin if what follows it is not Latin either: then `among_latin` is False.
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
    """Return what a name looks like at a glance; names with the same skeleton can be mistaken for each other."""
    plain = (_LATIN_EXTRA.get(letter, letter) for letter in unicodedata.normalize("NFD", host.lower()))
    seen = "".join(ALIKE.get(letter, letter) for letter in plain if not unicodedata.combining(letter))
    for pair, single in _DOUBLES:
        seen = seen.replace(pair, single)
    return seen.replace("-", "")


def imitated(host: str, known: Iterable[str]) -> str:
    """Return the known name that this one imitates: it looks the same, or begins with it and leads elsewhere."""
    bare = host.removeprefix("www.")
    for name in known:
        if bare == name or bare.endswith(f".{name}"):
            continue
        if skeleton(bare) == skeleton(name) or f".{name}." in f".{bare}.":
            return name
    return ""


def _scripts(label: str) -> set[str]:
    """Return the scripts of a word, from the names of its letters; digits and hyphens have none."""
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
