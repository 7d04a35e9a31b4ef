# SPDX-License-Identifier: MIT
"""What the file of a composed layout must be, by what data.yaml says."""

from __future__ import annotations

from collections.abc import Mapping

from leaflets.content.model import Email, Fact, Link, Phone, Project, TextLine, facts_of
from leaflets.content.short_links import short_address
from leaflets.core.edition import Edition
from leaflets.layout.composed import Composed
from leaflets.preflight.expected import Expected


def expectations(
    edition: Edition, project: Project, composed: Composed, facts: Mapping[str, Fact] | None = None
) -> Expected:
    """Return what the edition of a composed layout must be; `facts` are the project's, if they are at hand."""
    publication, language = project.publications[edition.layout.source], composed.language
    facts = facts or facts_of(project)
    printed = [facts[name] for name in composed.facts]
    names = []
    for one in language.parts or (language,):
        names.append(one.name)
        if one.script == "Latn":  # the letters of other scripts do not come out of a PDF as they went in
            names += [one.own_name, *map(one.write_date, (publication.issued, publication.review_by))]
    links: set[str] = {fact.value for fact in printed if isinstance(fact, Link)}
    addresses = (name for name in composed.facts if isinstance(facts[name], Link))
    links |= {short for name in addresses if (short := short_address(project, name))}
    links |= {f"mailto:{fact.value}" for fact in printed if isinstance(fact, Email)}
    numbers = [fact.value for fact in printed if isinstance(fact, Phone | TextLine)]
    links |= {f"{scheme}:{number.replace(' ', '')}" for number in numbers for scheme in ("tel", "sms")}
    return Expected(
        where=edition.id,
        purpose=edition.purpose,
        composed=composed,
        words=(edition.layout.code, publication.version, *dict.fromkeys(names)),
        numbers=tuple(dict.fromkeys(numbers)),
        links=frozenset(links),
    )
