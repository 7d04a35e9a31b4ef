# SPDX-License-Identifier: MIT
"""Remember: compare what the site has published with what it would publish now; refuse to lose what merely vanished."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from leaflets.build.manifest import Manifest
from leaflets.content.model import layouts_of
from leaflets.core.commands import command
from leaflets.core.messages import SOURCE
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.layout.printed import ComposeContext
from leaflets.layout.translated import open_translated
from leaflets.register.published import Record, page, with_new
from leaflets.site.former import Memory
from leaflets.site.notice import Notice, Said
from leaflets.site.pages import SitePage, list_common_pages
from leaflets.site.plan import SitePlan

SHOWN: Mapping[str, str] = {
    "new": "new",
    "changed": "changed",
    "withdrawn": "withdrawn",
    "replaced": "withdrawn",
    "checked": "being checked",
    "emptied": "emptied",
    "lost": "lost",
}
"""What is said of each state, in the order in which it is said."""


@dataclass(frozen=True)
class Remembered:
    """What is at former addresses, and the records of everything that the site has now."""

    plan: SitePlan
    notices: tuple[Notice, ...]
    published: tuple[Record, ...]
    """The records of the editions that are offered."""
    languages: tuple[str, ...]
    """Those of the notices."""

    def records(self, files: Collection[str], today: datetime.date) -> Iterator[Record]:
        """Yield a record for each address of the site, `files`: editions, pages, short links, notices."""
        yield from self.published
        said = {address: notice.said[0].fate for notice in self.notices for address in notice.pages}
        leads = {one.address: {one.fact: one.link.value} for one in self.plan.redirects}
        for name in files:
            address = name.removesuffix("index.html")
            if not address.endswith("/"):
                continue
            fate = said.get(address, "current")
            kept = address.startswith("c/") or fate in ("current", "newer")
            state = "link" if address in leads else "page" if kept else fate
            yield page(address, today, state, leads.get(address))
        for notice in self.notices:
            for one in notice.files.values():
                yield one._replace(date=today, sha256="", facts=(), state=notice.said[0].fate)


def remember(
    plan: SitePlan,
    manifest: Manifest,
    register: Sequence[Record],
    published: Sequence[Record],
    *,
    context: ComposeContext,
    pages: Mapping[str, Iterable[SitePage]],
    accept_loss: bool,
) -> Remembered:
    """Return what the site must say of its past; ProblemsFound names what it would lose, unless that is accepted."""
    records = with_new(register, published)
    memory = Memory(plan, manifest, records, drafts_among(plan, manifest, records, context))
    notices = list(memory.notices())
    offered = {one.address for one in chain(*pages.values(), list_common_pages(plan, notices))}
    others = memory.other_pages(offered)
    if not accept_loss and (problems := [*_nothing_left(plan), *memory.losses(notices, others)]):
        raise ProblemsFound(problems)
    known = context.languages.languages
    for address, fate in others.items():
        own = next((tag for part in address.split("/")[:2] for tag in known if tag.lower() == part), SOURCE)
        said = (Said(tag, fate) for tag in dict.fromkeys((SOURCE, own)))
        notices.append(Notice(plan.project.publisher.short_name, tuple(said), (address,)))
    notices = [replace(one, said=tuple(said for said in one.said if said.language in known)) for one in notices]
    tags = dict.fromkeys(said.language for one in notices for said in one.said)
    return Remembered(plan, tuple(notices), tuple(published), tuple(tags))


def _nothing_left(plan: SitePlan) -> Iterator[Problem]:
    if not plan.items:
        message = "no edition is final, so the site would have nothing to offer."
        hint = f"{command('list')} says why; verify facts or approve translations, then build again."
        yield Problem("site-empty", message, where="site", hint=hint)


def drafts_among(
    plan: SitePlan, manifest: Manifest, records: Iterable[Record], context: ComposeContext
) -> frozenset[tuple[str, str]]:
    """Return what was published and is not in the manifest because its translation waits for a reader."""
    built = {(entry["code"].lower(), entry["language"]) for entry in manifest["editions"]}
    had = {(one.address.split("/")[1], one.language) for one in records if one.edition}
    found = set()
    for layout in layouts_of(plan.project):
        key = layout.code.lower(), layout.language
        if key in had - built and key not in found and layout.language != SOURCE:
            translated = open_translated(context, layout.language.rpartition("+")[2])
            if translated.review(translated.printed(layout.publication)).is_open:
                found.add(key)
    return frozenset(found)


def changes(register: Sequence[Record], records: Sequence[Record]) -> dict[str, list[str]]:
    """Return the addresses that are new, changed, withdrawn, being checked, emptied or lost since the last time."""
    known = {one.address for one in register}
    found: dict[str, list[str]] = {words: [] for words in SHOWN.values()}
    for one in sorted({*records} - {*register}):
        state = one.state if one.state in SHOWN else "changed" if one.address in known else "new"
        found[SHOWN[state]].append(one.address)
    return {words: addresses for words, addresses in found.items() if addresses}
