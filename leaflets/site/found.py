# SPDX-License-Identifier: MIT
"""What search engines and feed readers ask for: a list of pages, robots.txt, and a feed of changes in each language.

All but robots.txt have whole addresses, so they need `publisher.site_address`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from leaflets.site import addresses
from leaflets.site.languages import SiteLanguage
from leaflets.site.pages import SitePage, list_changes
from leaflets.site.plan import SitePlan

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"
START = '<?xml version="1.0" encoding="UTF-8"?>\n'
FEED = """{start}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{tag}">
<id>{page}</id>
<title>{title}</title>
<updated>{updated}T00:00:00Z</updated>
<author><name>{title}</name></author>
<link rel="self" href="{itself}"/>
<link rel="alternate" type="text/html" href="{page}"/>
{entries}</feed>
"""
ENTRY = """<entry>
<id>{page}#{version}</id>
<title>{title}</title>
<updated>{date}T00:00:00Z</updated>
<link rel="alternate" type="text/html" href="{page}"/>
<summary>{summary}</summary>
</entry>
"""


def absolute(plan: SitePlan, address: str) -> str:
    """Return the whole address of a page or file, below `publisher.site_address`."""
    return f"{(plan.project.publisher.site_address or '').rstrip('/')}/{address}"


def findable(plan: SitePlan, languages: Sequence[SiteLanguage], pages: Sequence[SitePage]) -> Iterator[tuple[str, str]]:
    """Yield robots.txt, and with an address the list of pages that search engines may show, and the feeds."""
    if not plan.project.publisher.site_address:
        yield ROBOTS, "User-agent: *\nAllow: /\n"
        return
    yield ROBOTS, f"User-agent: *\nAllow: /\nSitemap: {absolute(plan, SITEMAP)}\n"
    listed = "".join(f"<url><loc>{escape(absolute(plan, page.address))}</loc></url>\n" for page in pages)
    yield SITEMAP, f'{START}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}</urlset>\n'
    for language in languages:
        yield addresses.feed(language.language.tag), feed(plan, language)


def feed(plan: SitePlan, language: SiteLanguage) -> str:
    """Return what is new and what was withdrawn as an Atom feed."""
    tag, entries = language.language.tag, []
    for change in list_changes(plan, tag):
        if "variant" in change:
            one = change["variant"]
            address, title, version = one.address, f"{one.code}: {one.title}", one.version
            item = change["item"]
            said = language.project.risks[item.risk] if item.risk else language.project.publications[item.source]
            summary = str(said.summary)
        else:
            gone = change["gone"]
            address, title, version = addresses.publication(gone.code, tag), gone.code, "withdrawn"
            summary = gone.publication.withdrawn.reason
        page = absolute(plan, address)
        values = {"page": escape(page), "version": version, "date": change["date"]}
        entries.append(ENTRY.format(title=escape(title, quote=False), summary=escape(summary, quote=False), **values))
    updated = max((change["date"] for change in list_changes(plan, tag)), default=plan.updated)
    page, itself = absolute(plan, addresses.section("changes", tag)), absolute(plan, addresses.feed(tag))
    return FEED.format(
        start=START,
        tag=tag,
        page=escape(page),
        title=escape(plan.project.publisher.name, quote=False),
        updated=updated,
        itself=escape(itself),
        entries="".join(entries),
    )
