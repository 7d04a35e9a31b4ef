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
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from leaflets.core.messages import SOURCE
from leaflets.core.resources import Resources
from leaflets.site import addresses
from leaflets.site.kept import Kept, recipe_of
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
HYPHENED = re.compile(r"\S*\w-\w\S*")
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
    joined = (re.sub(r"(?<=\w)-(?=\w)", "", one) for one in HYPHENED.findall(text))
    return {*fold(text).split(), *fold(" ".join(joined)).split()}


def search_scripts(
    context: RenderContext, resources: Resources, files: Mapping[str, bytes | Path], kept: Kept
) -> Iterator[tuple[str, bytes | Path]]:
    """Yield the address of each language's script, and what is in it; `files` has the finished pages."""
    script, own = resources.read(SCRIPT), resources.read(OWN_WORDS)
    for tag in context.site_languages:
        known = [known_words(context, item, tag, files=files, kept=kept) for item in context.plan.items]
        of = [(item.code, sorted(about(item)), words) for item, words in zip(context.plan.items, known, strict=True)]
        address, make = addresses.index(tag), partial(index, script, own, tag, of)
        yield address, kept.file(address, recipe_of("search", script, own, tag, of), make)


def index(script: str, own: str, tag: str, of: Sequence[tuple[str, Collection[str], str]]) -> bytes:
    """Return the script of a language; `of` has each publication's code, what it is about, and its words."""
    rows = [row for row in csv.DictReader(io.StringIO(own)) if row["language"] in (tag, SOURCE)]
    spoken = [(row["about"], words_of(row["words"])) for row in rows]
    found: dict[str, str] = {}
    for number, (_, topics, words) in enumerate(of):
        own_words = {word for topic, said in spoken if topic in topics for word in said}
        for word in {*words.split(), *own_words}:
            found[word] = found.get(word, "") + chr(ord(FIRST) + number)
    values = {
        "codes": [code for code, _, _ in of],
        "dropped": DROPPED,
        "kindred": KINDRED,
        "words": " ".join(f"{word} {found[word]}" for word in sorted(found)),
    }
    told = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return f"{script}window.leafletsFind = window.leafletsFinder({told});\n".encode()


def about(item: SitePublication) -> set[str]:
    """Return what people's own words may be about: a publication's risks, readers, places, formats, or itself."""
    one = item.publication
    return {*item.topics, *one.audience, *one.settings, *one.formats, one.design, item.source}


def known_words(
    context: RenderContext, item: SitePublication, tag: str, *, files: Mapping[str, bytes | Path], kept: Kept
) -> str:
    """Return the words of a publication in a language: of its pages, its risk’s page, its code, its English title."""
    plan, variant = context.plan, item.variant(tag)
    places = [variant.address, addresses.reading(item.code, variant.language)]
    places += [addresses.section("topics", tag, plan.topics[item.risk])] if item.risk else []
    names = [addresses.file_of(place) for place in places]
    english = plan.project.risks[item.risk] if item.risk else item.publication
    more = item.code, str(english.title), str(getattr(english, "term", ""))

    @cache
    def said() -> str:
        pages = [file.read_bytes() if isinstance(file, Path) else file for file in map(files.__getitem__, names)]
        return " ".join((*(text_of(page.decode()) for page in pages), *more))

    hashes = [kept.hash_of(name, files[name]) for name in names]
    digest = kept.value(lambda: recipe_of(said()), "said", hashes, more)  # pages also change around their own words
    return kept.value(lambda: " ".join(sorted(words_of(said()))), "words", digest)


def text_of(page: str) -> str:
    """Return the words of a page's own content."""
    return html.unescape(TAG.sub(" ", " ".join(OWN.findall(page))))
