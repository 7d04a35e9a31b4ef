# SPDX-License-Identifier: MIT
"""A language in which a project is printed: its words, what is wrong with them, and who has approved them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from leaflets.content.model import layouts_of
from leaflets.core.messages import ENGLISH, SOURCE, Message, Translator
from leaflets.core.problems import Problem
from leaflets.core.resources import Resources
from leaflets.core.source import read_source
from leaflets.languages.pseudo import Pseudo
from leaflets.languages.review import ORIGINAL, Review
from leaflets.layout.printed import SITE, ComposeContext, site_words

if TYPE_CHECKING:  # most builds are in English, and import nothing of catalogues
    from leaflets.languages.catalogue.approvals import Approvals
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
    approvals: Approvals | None = None
    judged: dict[tuple[str, str], list[Problem]] = field(default_factory=dict, init=False, repr=False)
    """The faults of each message checked so far, since many are on every leaflet."""

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

    def review(self, printed: Iterable[Message]) -> Review:
        """Return the state of the review of what an edition prints."""
        if self.approvals is None:
            return ORIGINAL if self.tag == SOURCE else BY_RULE
        return self.approvals.review(printed)

    def approved_keys(self) -> frozenset[str]:
        """Return the keys of the messages that lack no reader."""
        entries = self.catalogue.entries.items() if self.catalogue else ()
        messages = (self.translator.message(key, entry.english) for key, entry in entries)
        return frozenset(one.key for one in messages if self.approvals and not self.approvals.lacking(one))


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
    approvals = approvals_in(context, tag)
    return TranslatedProject(tag, context.says(translator), translator, catalogue, known, approvals)


def approvals_in(context: ComposeContext, tag: str) -> Approvals:
    """Return the approvals of a language, and what needs a second reader."""
    from leaflets.languages.catalogue.approvals import Approvals, approvals_path, read_approvals

    name = approvals_path(tag)
    second = frozenset(risk for risk, one in context.project.risks.items() if one.second_reader)
    try:
        return Approvals(read_approvals(read_source(context.resources.find(name), name=name), name), second)
    except FileNotFoundError:
        return Approvals({}, second)


def read_catalogue_of(resources: Resources, tag: str) -> Catalogue:
    """Return a language's catalogue: the project's own, otherwise the package's, otherwise an empty one."""
    from leaflets.languages.catalogue.po import Catalogue, path_of, read_catalogue

    name = path_of(tag)
    if name not in resources.derived:
        try:
            resources.derived[name] = read_catalogue(resources.find(name), tag, name=name)
        except FileNotFoundError:
            resources.derived[name] = Catalogue(tag, name)
    found: Catalogue = resources.derived[name]
    return found


@lru_cache(maxsize=8)
def glossary_of(resources: Resources) -> tuple[Term, ...]:
    """Return the rows of the glossary, if there is one."""
    from leaflets.languages.catalogue.glossary import GLOSSARY, read_glossary

    try:
        return read_glossary(resources.read(GLOSSARY))
    except FileNotFoundError:
        return ()
