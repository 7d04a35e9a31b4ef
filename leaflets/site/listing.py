# SPDX-License-Identifier: MIT
"""catalogue.json: everything that the site offers, for its own search and for other sites that list our posters.

docs/site.md describes the fields. Addresses are relative to the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leaflets.site import addresses
from leaflets.site.languages import SiteLanguage
from leaflets.site.pages import facets_of
from leaflets.site.plan import LanguageVersion, SitePlan, SitePublication
from leaflets.site.previews import Previews

SCHEMA = 1


def catalogue(plan: SitePlan, voices: Mapping[str, SiteLanguage], previews: Previews) -> dict[str, Any]:
    """Return the catalogue as values for JSON."""
    return {
        "schema": SCHEMA,
        "publisher": plan.project.publisher.name,
        "site": plan.project.publisher.site_address,
        "languages": [
            {"tag": tag, "name": one.name, "own_name": one.own_name, "direction": one.direction}
            for tag, one in ((tag, voices[tag].language) for tag in plan.languages)
        ],
        "publications": [_publication(plan, item, voices, previews) for item in plan.items],
    }


def _publication(
    plan: SitePlan, item: SitePublication, voices: Mapping[str, SiteLanguage], previews: Previews
) -> dict[str, Any]:
    return {
        "code": item.code,
        "summary": item.publication.summary,
        **{facet: values for facet, values in facets_of(plan, item).items() if facet in ("audience", "setting")},
        "topics": list(item.topics),
        "languages": {tag: _leaf(plan, item, leaf, voices, previews) for tag, leaf in item.leaves.items()},
    }


def _leaf(
    plan: SitePlan,
    item: SitePublication,
    leaf: LanguageVersion,
    voices: Mapping[str, SiteLanguage],
    previews: Previews,
) -> dict[str, Any]:
    project = voices[leaf.language].project if leaf.language in voices else plan.project
    names = [project.risks[risk].title for risk in item.topics]
    names += [plan.project.risks[risk].term for risk in item.topics]
    led_to = [code.split(".")[1] for code in leaf.codes if code.startswith("organisations.")]
    helpers = [project.organisations[organisation].name for organisation in led_to]
    return {
        "title": leaf.title,
        "version": leaf.version,
        "issued": leaf.issued.isoformat(),
        "review_by": leaf.review_by.isoformat(),
        "page": leaf.address,
        "text": addresses.reading(leaf.code, leaf.language),
        "words": list(dict.fromkeys([*names, *helpers])),
        "previews": [previews.of(picture)[-1][0] for picture in leaf.pictures],
        "files": [
            {
                "purpose": one.purpose,
                "format": one.format,
                "file": one.address,
                "bytes": one.bytes,
                "pages": one.pages,
                "size_mm": list(one.trim_mm),
                "sha256": one.sha256,
            }
            for one in leaf.downloads
            if not one.tiled
        ],
    }
