# SPDX-License-Identifier: MIT
"""Former addresses: what the site has published, what has become of it, and what is said there now.

Pure. The register, the plan and the manifest go in; notices come out, with a problem for each address that would be
lost without a word in data.yaml. Notices also say whether a paper is current.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from leaflets.build.manifest import Manifest
from leaflets.content.model import layouts_of
from leaflets.core.commands import command
from leaflets.core.messages import SOURCE
from leaflets.core.problems import Problem
from leaflets.register.published import Record, lost_in
from leaflets.site import addresses
from leaflets.site.notice import Fate, Heir, Notice, Said
from leaflets.site.offered import LanguageVariant, SitePublication
from leaflets.site.plan import SitePlan

SERIES = re.compile(r"(.*\d)([a-z]+)")


@dataclass(frozen=True)
class Memory:
    """What the site has published, with what it publishes now."""

    plan: SitePlan
    manifest: Manifest
    records: tuple[Record, ...]
    """Those of the register, and those of the editions that are offered now."""
    drafts: Collection[tuple[str, str]] = ()
    """The publications, with their languages, whose translation waits for a reader."""

    @cached_property
    def items(self) -> dict[str, SitePublication]:
        """What is offered, by its code in addresses."""
        return {item.code.lower(): item for item in self.plan.items}

    @cached_property
    def codes(self) -> dict[str, str]:
        """Every code of data.yaml, and others that were published, by their spelling in addresses."""
        found = {one.partition("/")[0]: _spelled(one.partition("/")[0]) for one in self._below("p/")}
        found |= {layout.code.lower(): layout.code for layout in layouts_of(self.plan.project)}
        return found | {gone.code.lower(): gone.code for gone in self.plan.gone}

    @cached_property
    def editions(self) -> dict[tuple[str, str], dict[str, Record]]:
        """The last edition at each address of a file, by code and language."""
        found: dict[tuple[str, str], dict[str, Record]] = {}
        for one in sorted(self.records, key=lambda one: one.date):
            if one.edition and one.address.startswith("p/"):
                key = one.address.split("/")[1], one.language
                found.setdefault(key, {})[one.address] = one
        return found

    @cached_property
    def offered(self) -> frozenset[str]:
        """The addresses of the files that are offered now."""
        variants = (variant for item in self.plan.items for variant in item.variants.values())
        return frozenset(one.address for variant in variants for one in variant.downloads)

    def _below(self, start: str) -> Iterator[str]:
        return (one.address.removeprefix(start) for one in self.records if one.address.startswith(start))

    # What has become of it

    def fate(self, code: str, language: str, edition: str = "") -> Fate:
        """Return what has become of a publication in a language, or of one of its editions that is not offered."""
        item = self.items.get(code)
        is_offered = item is not None and language in item.variants
        if is_offered and not edition:
            return "current"
        if gone := next((one for one in self.plan.gone if one.code.lower() == code), None):
            return "replaced" if gone.replaced_by else "withdrawn"
        if _renamed_code(self.plan.project.renamed, self.codes.get(code, "")):
            return "replaced"
        proofs = (one for one in self.manifest["editions"] if one["state"] != "final")
        own = (one["id"] for one in proofs if one["code"].lower() == code and one["language"] == language)
        if any(not is_offered or id == edition for id in own):
            return "checked"
        return "checked" if (code, language) in self.drafts else "lost"

    def heir(self, code: str, language: str) -> Heir | None:
        """Return what is to be used instead, which may be its own newer version, in that language if there is one."""
        seen = set[str]()
        while code not in self.items and code not in seen:
            seen.add(code)
            gone = next((one.replaced_by for one in self.plan.gone if one.code.lower() == code), "")
            code = (gone or _renamed_code(self.plan.project.renamed, self.codes.get(code, ""))).lower()
        if code not in self.items:
            return None
        item = self.items[code]
        variant = variant_for(item, language) or item.variant(language)
        return Heir(item.code, variant.title, variant.language, variant.address)

    def said(self, code: str, language: str, version: str = "", fate: Fate | None = None) -> Said:
        """Return what is said of a publication in a language, or of one version."""
        item = self.items.get(code)
        variant = variant_for(item, language) if item else None
        newest = variant.version if variant else next(iter(item.variants.values())).version if item else ""
        known = fate or ("current" if newest else self.fate(code, language))
        if known == "current" and version and version != newest:
            known = "newer"
        gone = next((one.publication.withdrawn for one in self.plan.gone if one.code.lower() == code), None)
        return Said(
            language,
            known,
            self.codes.get(code, code.upper()),
            version,
            newest,
            gone.date if gone else None,
            gone.reason if gone else "",
            self.heir(code, language),
        )

    # What is said

    def notices(self) -> Iterator[Notice]:
        """Yield the notices at former addresses of publications, then those that say whether a paper is current."""
        gone = {(one.code.lower(), tag) for one in self.plan.gone for tag in self.plan.languages}
        by_code: dict[str, set[str]] = {}
        for code, language in sorted({*self.editions, *gone}):
            by_code.setdefault(code, set()).add(language)
            yield from self._at_files(code, language)
        for code in self.items:
            by_code.setdefault(code, set()).update(self.items[code].variants)
        for code, languages in by_code.items():
            tags = self.in_order({one for language in languages for one in language.split("+")})
            title = self.codes.get(code, code.upper())
            if code not in self.items:
                said = tuple(self.said(code, tag, fate=self._worst(code, tag)) for tag in tags)
                yield Notice(title, said, (addresses.publication(code),))
            for version in ("", *sorted(self._versions(code))):
                said = tuple(self.said(code, tag, version, fate=self._worst(code, tag)) for tag in tags)
                yield Notice(title, said, (addresses.current(code, version),))

    def _at_files(self, code: str, language: str) -> Iterator[Notice]:
        title, tags = self.codes.get(code, code.upper()), self.in_order(language.split("+"))
        was_read = (code, language) in self.editions
        pages = (addresses.publication(code, language), *([addresses.reading(code, language)] if was_read else []))
        is_offered = self.fate(code, language) == "current"
        by_fate: dict[Fate, dict[str, Record]] = {} if is_offered else {self.fate(code, language): {}}
        for address, one in self.editions.get((code, language), {}).items():
            if address not in self.offered:
                by_fate.setdefault(self.fate(code, language, one.edition), {})[address] = one
        for fate, files in by_fate.items():
            said = tuple(self.said(code, tag, fate=fate) for tag in tags)
            yield Notice(title, said, () if is_offered else pages, files)
            is_offered = True  # the pages are in the first one only

    def _worst(self, code: str, tag: str) -> Fate | None:
        """Return the fate of what was published in a language, alone or beside another; None if it is offered."""
        if code in self.items and (tag == SOURCE or variant_for(self.items[code], tag)):
            return None
        found = [self.fate(code, one) for known, one in self.editions if known == code and tag in one.split("+")]
        return next(iter(found), None) or self.fate(code, tag)

    def _versions(self, code: str) -> set[str]:
        found = {one.version for (known, _), files in self.editions.items() if known == code for one in files.values()}
        found |= {one.version for one in self.records if one.version and one.address.startswith(f"p/{code}/")}
        item = self.items.get(code)
        return found | ({one.version for one in item.variants.values()} if item else set())

    def in_order(self, tags: Iterable[str]) -> list[str]:
        """Return languages in the order of data.yaml, English first; others follow."""
        wanted = {SOURCE, *tags}
        known = [tag for tag in dict.fromkeys((SOURCE, *self.plan.project.languages)) if tag in wanted]
        return [*known, *sorted(wanted - set(known))]

    def other_pages(self, offered: Collection[str]) -> dict[str, Fate]:
        """Return the fates of former pages that are neither offered nor publications': topics, links."""
        marks = set(addresses.marks(self.plan.project.organisations).values())
        found: dict[str, Fate] = {}
        for one in self.records:
            place, *rest = one.address.split("/")
            if one.edition or one.address in offered or not one.address.endswith("/") or place in ("p", "c"):
                continue
            kept = place in ("topics", "help", "r") and not (place == "help" and rest[-2:-1] and rest[-2] in marks)
            found[one.address] = "lost" if kept else "emptied"
        return found

    # What would be lost

    def losses(self, notices: Iterable[Notice], others: Mapping[str, Fate]) -> list[Problem]:
        """Return a problem for each address whose loss nothing explains and nobody has accepted."""
        accepted = lost_in(self.records)
        found: dict[str, int] = {}
        for notice in notices:
            lost = [one for one in notice.files if notice.said[0].fate == "lost" and one not in accepted]
            for address in lost if len(lost) < len(notice.files) or not notice.pages else notice.pages[:1] * bool(lost):
                found[address] = len(lost)
        for address, fate in others.items():
            if fate == "lost" and address not in accepted:
                found[address] = 1
        return [_loss(address, number) for address, number in sorted(found.items())]


def _loss(address: str, number: int) -> Problem:
    files = f", with {number} files," if number > 1 else ""
    message = f"this address{files} was published, and data.yaml does not say why it would go."
    hint = (
        "put it back or build it again, or name it under `withdrawn:` or `renamed:`; "
        f"if nobody needs it: {command('site', '--accept-loss')}."
    )
    return Problem("site-loss", message, where=address, hint=hint)


def variant_for(item: SitePublication, language: str) -> LanguageVariant | None:
    """Return a publication in a language, alone or beside another; in English, the variant that stands for it."""
    both = (variant for tag, variant in item.variants.items() if language in tag.split("+"))
    return item.variants.get(language) or next(both, None)


def _renamed_code(renamed: Mapping[str, str], code: str) -> str:
    """Return the code that a publication has now; a series' members keep their letters."""
    if code in renamed:
        return renamed[code]
    match = SERIES.fullmatch(code)
    return f"{renamed[match[1]]}{match[2]}" if match and match[1] in renamed else ""


def _spelled(code: str) -> str:
    """Return a code as it was printed, from its spelling in addresses: es-07a is ES-07a."""
    match = SERIES.fullmatch(code)
    return f"{match[1].upper()}{match[2]}" if match else code.upper()
