# SPDX-License-Identifier: MIT
"""List the site's pages, each with its address, its template and the template's values.

Pure, with one generator for each kind of page; `render` turns a page into HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from leaflets.core.edition import Layout
from leaflets.core.messages import SOURCE
from leaflets.site import addresses
from leaflets.site.languages import SiteLanguage
from leaflets.site.notice import Notice
from leaflets.site.offered import Bundle, LanguageVariant, SitePublication
from leaflets.site.plan import SitePlan


@dataclass(frozen=True)
class SitePage:
    """A page to be rendered."""

    address: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    alternates: Mapping[str, str] = field(default_factory=dict)
    """The same page in all its languages, including this one."""
    layout: Layout | None = None
    """The layout whose contacts and facts it prints; None for general pages."""


@dataclass(frozen=True)
class Filter:
    """A choice in the gallery: one value of one facet, and the number of publications with it."""

    facet: str
    value: str
    address: str
    count: int


def list_pages(plan: SitePlan, site_language: SiteLanguage) -> Iterator[SitePage]:
    """Yield every page in a language."""
    for lister in (_fixed, _gallery, _publications, _topics, _helpers):
        yield from lister(plan, site_language)


def list_common_pages(plan: SitePlan, notices: Iterable[Notice]) -> Iterator[SitePage]:
    """Yield the pages that exist only once: short links, lists of languages, notices."""
    for notice in notices:
        yield from (SitePage(address, "notice", {"notice": notice}) for address in notice.pages)
    for number, redirect in enumerate(plan.redirects, start=1):
        yield SitePage(redirect.address, "redirect", {"redirect": redirect, "number": number})
    for item in plan.items:
        yield SitePage(addresses.publication(item.code), "languages", {"item": item})


def everywhere(plan: SitePlan, address: Callable[[str], str]) -> dict[str, str]:
    """Return the address of a page in each of the site's languages."""
    return {tag: address(tag) for tag in plan.languages}


def _fixed(plan: SitePlan, site_language: SiteLanguage) -> Iterator[SitePage]:
    tag = site_language.language.tag
    audiences = dict.fromkeys(audience for item in plan.items for audience in item.publication.audience)
    settings = dict.fromkeys(setting for item in plan.items for setting in item.publication.settings)
    values: dict[str, dict[str, Any]] = {
        "home": {"audiences": list(audiences), "settings": list(settings)},
        "bundles": {"bundles": [bundle for bundle in plan.bundles if bundle.language == tag]},
        "changes": {"changes": list_changes(plan, tag)},
        "accessibility": {},
        "privacy": {},
    }
    for name, own in values.items():
        places = everywhere(plan, section_of(name))
        yield SitePage(places[tag], name, own, places)


def section_of(name: str, *below: str) -> Callable[[str], str]:
    """Return the function for a page's address in a language."""
    if name == "home":
        return addresses.home
    return lambda tag: addresses.section(name, tag, *below)


def list_changes(plan: SitePlan, tag: str) -> list[dict[str, Any]]:
    """Return what was issued or withdrawn, the newest first."""
    shown = ((item, item.variant(tag)) for item in plan.items)
    issued = [{"date": variant.issued, "item": item, "variant": variant} for item, variant in shown]
    gone = [{"date": one.publication.withdrawn.date, "gone": one} for one in plan.gone if one.publication.withdrawn]
    return sorted([*issued, *gone], key=lambda change: change["date"], reverse=True)


# The gallery


def facets_of(plan: SitePlan, item: SitePublication) -> dict[str, list[str]]:
    """Return the values by which a publication can be found."""
    return {
        "audience": list(item.publication.audience),
        "setting": list(item.publication.settings),
        "format": list(dict.fromkeys(name for variant in item.variants.values() for name in variant.formats)),
        "language": list(item.variants),
        "topic": [plan.topics[risk] for risk in item.topics],
    }


def filters(plan: SitePlan, tag: str) -> dict[str, list[Filter]]:
    """Return the choices of each facet, in the order of data.yaml."""
    found: dict[str, dict[str, int]] = {"audience": {}, "setting": {}, "format": {}, "language": {}, "topic": {}}
    for item in plan.items:
        for facet, values in facets_of(plan, item).items():
            for value in values:
                found[facet][value] = found[facet].get(value, 0) + 1
    project = plan.project
    order = {"topic": list(plan.topics.values()), "language": project.languages, "format": list(project.every_format)}
    return {
        facet: [
            Filter(facet, value, addresses.section("gallery", tag, f"{facet}-{value.lower()}"), counts[value])
            for value in order.get(facet, counts)
            if value in counts
        ]
        for facet, counts in found.items()
    }


def _gallery(plan: SitePlan, site_language: SiteLanguage) -> Iterator[SitePage]:
    tag = site_language.language.tag
    choices = filters(plan, tag)
    cards = [(item, facets_of(plan, item)) for item in plan.items]
    places = everywhere(plan, section_of("gallery"))
    yield SitePage(places[tag], "gallery", {"cards": cards, "choices": choices, "chosen": None}, places)
    for facet, options in choices.items():
        for number, option in enumerate(options, start=1):
            fitting = [(item, facets) for item, facets in cards if option.value in facets[facet]]
            below = f"{facet}-{option.value.lower()}"
            same = everywhere(plan, section_of("gallery", below))
            values = {"cards": fitting, "choices": choices, "chosen": option, "number": number}
            yield SitePage(option.address, "gallery", values, same)


# Publications


def layout_of(item: SitePublication, variant: LanguageVariant) -> Layout:
    """Return the layout whose words and contacts the reading page prints: the first format's."""
    return Layout(item.id, item.source, item.publication.formats[0], variant.language, item.code, item.risk)


def _publications(plan: SitePlan, site_language: SiteLanguage) -> Iterator[SitePage]:
    tag = site_language.language.tag
    signed = [
        (organisation, name)
        for organisation, one in plan.project.organisations.items()
        for name, contact in one.contacts.items()
        if contact.kind == "bsl"
    ]
    for item in plan.items:
        for variant in item.variants.values():
            if page_language(plan, variant.language) == tag:
                values, layout = {"item": item, "variant": variant}, layout_of(item, variant)
                more = {
                    "bundles": [one for one in plan.bundles if one.kind == item.id or _is_in(item, tag, one)],
                    "other_forms": list(_other_forms(plan, item, tag)),
                    "signed": signed,
                }
                here = {one: other.address for one, other in item.variants.items()}
                yield SitePage(variant.address, "publication", values | more, here, layout)
                read = {one: addresses.reading(item.code, one) for one in item.variants}
                yield SitePage(read[variant.language], "reading", values, read, layout)


def _is_in(item: SitePublication, tag: str, bundle: Bundle) -> bool:
    """Say whether it is in a pack for one of its settings, in that language."""
    return bundle.language == tag and bundle.kind.removeprefix("all-") in item.publication.settings


def _other_forms(plan: SitePlan, item: SitePublication, tag: str) -> Iterator[LanguageVariant]:
    """Yield what has large print or pictures beside its words, for one of the same audiences."""
    for other in plan.items:
        alike = set(other.publication.audience) & set(item.publication.audience)
        if other is not item and alike and plan.project.every_format[other.publication.formats[0]].flows:
            yield other.variant(tag)


def page_language(plan: SitePlan, language: str) -> str:
    """Return the language of an edition's page: its own; of two, the second."""
    last = language.rpartition("+")[2]
    return last if last in plan.languages else SOURCE


# Topics and organisations


def _topics(plan: SitePlan, site_language: SiteLanguage) -> Iterator[SitePage]:
    tag = site_language.language.tag
    places = everywhere(plan, section_of("topics"))
    yield SitePage(places[tag], "topics", {}, places)
    for number, (risk, mark) in enumerate(plan.topics.items(), start=1):
        same = everywhere(plan, section_of("topics", mark))
        values = {
            "risk_id": risk,
            "risk": site_language.project.risks[risk],
            "number": number,
            "items": sorted((item for item in plan.items if risk in item.topics), key=lambda item: item.risk is None),
        }
        for address in (same[tag], *plan.former_pages("topics", tag, f"risks.{risk}")):
            yield SitePage(address, "topic", values, same, plan.general_layout(tag, risk))


def _helpers(plan: SitePlan, site_language: SiteLanguage) -> Iterator[SitePage]:
    tag = site_language.language.tag
    places = everywhere(plan, section_of("help"))
    yield SitePage(places[tag], "help", {}, places)
    for number, (organisation, mark) in enumerate(plan.helpers.items(), start=1):
        same = everywhere(plan, section_of("help", mark))
        every = plan.project.risks.items()
        risks = [name for name, risk in every if any(organisation in named for named in risk.help.values())]
        printed = [item for item in plan.items if organisation in item.helpers]
        values = {"organisation_id": organisation, "number": number, "risk_ids": risks, "items": printed}
        for address in (same[tag], *plan.former_pages("help", tag, f"organisations.{organisation}")):
            yield SitePage(address, "helper", values, same)
