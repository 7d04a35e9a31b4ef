# SPDX-License-Identifier: MIT
"""catalogue.json: everything that the site offers, for other sites that list our posters.

docs/site.md describes the fields. Addresses are relative to the file.
"""

from __future__ import annotations

from typing import Any

from leaflets.site import addresses
from leaflets.site.offered import LanguageVariant, SitePublication
from leaflets.site.render import RenderContext

SCHEMA = 1


def catalogue(context: RenderContext) -> dict[str, Any]:
    """Return the catalogue as values for JSON."""
    plan = context.plan
    return {
        "schema": SCHEMA,
        "publisher": plan.project.publisher.name,
        "site": plan.project.publisher.site_address,
        "languages": [
            {"tag": tag, "name": one.name, "own_name": one.own_name, "direction": one.direction}
            for tag, one in ((tag, context.site_languages[tag].language) for tag in plan.languages)
        ],
        "publications": [_publication(context, item) for item in plan.items],
    }


def _publication(context: RenderContext, item: SitePublication) -> dict[str, Any]:
    return {
        "code": item.code,
        "summary": item.publication.summary,
        "audience": list(item.publication.audience),
        "setting": list(item.publication.settings),
        "topics": list(item.topics),
        "languages": {tag: _variant(context, item, variant) for tag, variant in item.variants.items()},
    }


def _variant(context: RenderContext, item: SitePublication, variant: LanguageVariant) -> dict[str, Any]:
    plan, known = context.plan, context.site_languages.get(variant.language)
    project = known.project if known else plan.project
    names = [project.risks[risk].title for risk in item.topics]
    names += [plan.project.risks[risk].term for risk in item.topics]
    led_to = [code.split(".")[1] for code in variant.codes if code.startswith("organisations.")]
    helpers = [project.organisations[organisation].name for organisation in led_to]
    return {
        "title": variant.title,
        "version": variant.version,
        "issued": variant.issued.isoformat(),
        "review_by": variant.review_by.isoformat(),
        "page": variant.address,
        "text": addresses.reading(variant.code, variant.language),
        "words": list(dict.fromkeys([*names, *helpers])),
        "previews": [context.previews.of(picture)[-1][0] for picture in variant.pictures],
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
            for one in variant.downloads
            if not one.tiled
        ],
    }
