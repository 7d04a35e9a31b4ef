# SPDX-License-Identifier: MIT
"""Search: a script for each language that knows every word of every publication, and people's own words for them.

A script, because pages on a disk may load one but not read any other file. Words are folded, so that accents, marks
and kindred letters make no difference; the script is told how, and folds what is typed in the same way.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from leaflets.core.messages import SOURCE
from leaflets.core.resources import Resources
from leaflets.site import addresses
from leaflets.site.offered import SitePublication
from leaflets.site.render import RenderContext

SCRIPT, OWN_WORDS = "templates/site/find.js", "locales/search.csv"
DROPPED = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u0621"  # accents; Arabic vowels, tatweel, hamza
    "\u093c\u09bc\u0a3c\u0abc\u00ad\u200b-\u200f'\u2018\u2019\u02bb\u02bc`"  # nuktas, joiners, apostrophes
)
"""Characters that make no difference, as in a regular expression."""
KINDRED = {
    "ا": "ٱ",
    "ي": "ىیےېۍ",
    "ك": "ک",
    "ه": "ہھەةۃ",
    "ن": "ں",
    "l": "ł",
    "d": "đ",
    "o": "ø",
    "i": "ı",
    "ss": "ß",
}
"""Letters that are typed for one another, by the one that stands for them."""
FIRST = "0"
"""The character for the first publication in a word's list; the next one has the next character."""
FOLDED = {ord(letter): stands for stands, letters in KINDRED.items() for letter in letters}
TAG = re.compile(r"<[^>]+>")
OWN = re.compile(
    r'<div class="publication__head">.*?class="on-screen"'
    r'|<section[^>]*"details">.*?</section>'
    r"|<article.*?</article>",
    re.DOTALL,
)
"""What a page says of a publication or a risk alone."""


def fold(text: str) -> str:
    """Return a text in small letters, without what makes no difference; what is not a letter becomes a space."""
    plain = re.sub(f"[{DROPPED}]", "", unicodedata.normalize("NFKD", text.lower())).translate(FOLDED)
    return "".join(map(_letter, plain))


@cache
def _letter(one: str) -> str:
    """Return a letter, a mark or a digit as it is; a space for anything else."""
    return one if unicodedata.category(one)[0] in "LMN" else " "


def words_of(text: str) -> set[str]:
    """Return the folded words of a text; those with a hyphen also as one."""
    return {*fold(text).split(), *fold(re.sub(r"(?<=\w)-(?=\w)", "", text)).split()}


def search_scripts(
    context: RenderContext, resources: Resources, files: Mapping[str, bytes | Path]
) -> Iterator[tuple[str, str]]:
    """Yield the address and the text of each language's script; `files` has the finished pages."""
    script = resources.read(SCRIPT)
    own = list(csv.DictReader(io.StringIO(resources.read(OWN_WORDS))))
    for tag in context.site_languages:
        spoken = [(row["about"], words_of(row["words"])) for row in own if row["language"] in (tag, SOURCE)]
        found: dict[str, str] = {}
        for number, item in enumerate(context.plan.items):
            for word in sorted(known_words(context, item, tag, files) | own_words(item, spoken)):
                found[word] = found.get(word, "") + chr(ord(FIRST) + number)
        index = {
            "codes": [item.code for item in context.plan.items],
            "dropped": DROPPED,
            "kindred": KINDRED,
            "words": " ".join(f"{word} {found[word]}" for word in sorted(found)),
        }
        told = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
        yield addresses.index(tag), f"{script}window.leafletsFind = window.leafletsFinder({told});\n"


def own_words(item: SitePublication, spoken: list[tuple[str, set[str]]]) -> set[str]:
    """Return the words that people use for a publication: for its risks, readers, places, formats or itself."""
    one = item.publication
    about = {*item.topics, *one.audience, *one.settings, *one.formats, one.design, item.source}
    return {word for of, words in spoken if of in about for word in words}


def known_words(context: RenderContext, item: SitePublication, tag: str, files: Mapping[str, bytes | Path]) -> set[str]:
    """Return the words of a publication in a language: of its pages, its risk’s page, its code, its English title."""
    plan, variant = context.plan, item.variant(tag)
    pages = [variant.address, addresses.reading(item.code, variant.language)]
    pages += [addresses.section("topics", tag, plan.topics[item.risk])] if item.risk else []
    parts = [text_of(bytes(files[addresses.file_of(page)]).decode()) for page in pages]
    english = plan.project.risks[item.risk] if item.risk else item.publication
    return words_of(" ".join((*parts, item.code, str(english.title), str(getattr(english, "term", "")))))


def text_of(page: str) -> str:
    """Return the words of a page's own content."""
    return html.unescape(TAG.sub(" ", " ".join(OWN.findall(page))))
