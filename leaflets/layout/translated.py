# SPDX-License-Identifier: MIT
"""A language in which a project is printed: its words, what is wrong with them, and who has approved them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from leaflets.content.model import layouts_of
from leaflets.core.edition import Layout
from leaflets.core.messages import ENGLISH, SOURCE, Message, Translator
from leaflets.core.problems import Problem
from leaflets.core.resources import Resources
from leaflets.languages.pseudo import Pseudo
from leaflets.languages.review import ORIGINAL, Review
from leaflets.layout.printed import SITE, ComposeContext, site_words

if TYPE_CHECKING:  # most builds are in English, and import nothing of catalogues
    from leaflets.languages.catalogue.checks import CheckContext
    from leaflets.languages.catalogue.glossary import Term
    from leaflets.languages.catalogue.po import Catalogue

BY_RULE = Review("draft")
"""English needs no review; pseudo-languages never get one."""


@dataclass(frozen=True)
class TranslatedProject:
    """A project in one language."""

    tag: str
    context: ComposeContext
    translator: Translator
    catalogue: Catalogue | None = None
    """None for English and pseudo-languages."""
    known: CheckContext | None = None
    judged: dict[tuple[str, str], list[Problem]] = field(default_factory=dict, init=False, repr=False)
    """The faults of each message checked so far, since many are on every leaflet."""
    reviews: dict[str, Review] = field(default_factory=dict, init=False, repr=False)
    """The state of review of each publication checked so far."""

    def problems(self, printed: Iterable[Message]) -> list[Problem]:
        return [problem for message in printed for problem in self.faults(message.key, message.english)]

    def faults(self, key: str, english: str) -> list[Problem]:
        if self.catalogue is None or self.known is None:
            return []
        if (key, english) not in self.judged:
            from leaflets.languages.catalogue.judge import judge

            self.judged[key, english] = judge(self.catalogue, key, english, self.known)
        return self.judged[key, english]

    def printed(self, publication: str) -> list[Message]:
        """Return what a publication prints in all its formats, or what the download site says."""
        if publication == SITE:
            return [self.translator.message(key, english) for key, english in site_words(self.context).items()]
        project = self.context.project.model_copy(update={"languages": [self.tag]})
        layouts = [layout for layout in layouts_of(project) if layout.publication == publication]
        return [message for layout in layouts for message in self.context.messages(layout, self.translator)]

    def review(self, layout: Layout) -> Review:
        """Return the state of review of a layout's publication."""
        return self.review_of(layout.publication)

    def review_of(self, publication: str) -> Review:
        if self.catalogue is None:
            return ORIGINAL if self.tag == SOURCE else BY_RULE
        if publication not in self.reviews:
            from leaflets.languages.catalogue.approval import review_of

            approved = publication in self.catalogue.approvals
            printed = self.printed(publication) if approved else ()
            self.reviews[publication] = review_of(self.catalogue, publication, printed)
        return self.reviews[publication]

    def approved_keys(self) -> frozenset[str]:
        """Return the keys of the messages that have been approved as part of any publication."""
        keys: set[str] = set()
        for name in self.catalogue.approvals if self.catalogue else ():
            if not self.review_of(name).is_open:
                keys |= {message.key for message in self.printed(name)}
        return frozenset(keys)


def open_translated(context: ComposeContext, tag: str) -> TranslatedProject:
    """Return a project in a language; ProblemsFound if its catalogue or the glossary cannot be read."""
    language = context.languages.languages[tag]
    if tag == SOURCE:
        return TranslatedProject(tag, context.says(ENGLISH), ENGLISH)
    if language.pseudo:
        pseudo = Pseudo(tag)
        return TranslatedProject(tag, context.says(pseudo), pseudo)
    from leaflets.languages.catalogue.judge import check_language, known_of, usable

    catalogue = read_catalogue_of(context.resources, tag)
    check_language(catalogue, language, context.languages.languages.values())
    known = known_of(context.project, language, glossary_of(context.resources))
    translator = usable(catalogue)
    return TranslatedProject(tag, context.says(translator), translator, catalogue, known)


def read_catalogue_of(resources: Resources, tag: str) -> Catalogue:
    """Return a language's catalogue: the project's own, otherwise the package's, otherwise an empty one."""
    from leaflets.languages.catalogue.po import Catalogue, path_of, read_catalogue

    name = path_of(tag)
    try:
        return read_catalogue(resources.find(name), tag, name=name)
    except FileNotFoundError:
        return Catalogue(tag, name)


@lru_cache(maxsize=8)
def glossary_of(resources: Resources) -> tuple[Term, ...]:
    """Return the rows of the glossary, if there is one."""
    from leaflets.languages.catalogue.glossary import GLOSSARY, read_glossary

    try:
        return read_glossary(resources.read(GLOSSARY))
    except FileNotFoundError:
        return ()
