# SPDX-License-Identifier: MIT
"""What the site offers, as values: files, previews, publications in their languages, bundles of files."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from leaflets.content.model import Publication
from leaflets.core.edition import KINDS, Purpose
from leaflets.core.messages import SOURCE
from leaflets.site import addresses


@dataclass(frozen=True)
class Download:
    """A file that the site offers."""

    edition: str
    purpose: Purpose
    format: str
    address: str
    source: str
    """Its path under `dist`."""
    sha256: str
    bytes: int
    pages: int
    trim_mm: tuple[float, float]
    tiled: bool = False
    page: int = 1
    """Of a picture, which page it shows."""
    slot: bool = False
    """Whether a school's own name can be put on it."""

    @property
    def name(self) -> str:
        """The file name for saving it."""
        return self.address.rpartition("/")[2]

    @property
    def stem(self) -> str:
        return self.name.rpartition(".")[0]


@dataclass(frozen=True)
class PagePreview:
    """A drawn page of a screen edition."""

    format: str
    page: int
    source: str


@dataclass(frozen=True)
class LanguageVariant:
    """A publication in one language."""

    publication: str
    code: str
    language: str
    title: str
    version: str
    issued: datetime.date
    review_by: datetime.date
    downloads: tuple[Download, ...]
    pictures: tuple[PagePreview, ...]
    codes: tuple[str, ...]
    """Ids of the links in its QR codes."""

    @property
    def address(self) -> str:
        return addresses.publication(self.code, self.language)

    @property
    def formats(self) -> list[str]:
        """The formats that there are PDFs of."""
        return list(dict.fromkeys(one.format for one in self.downloads if one.purpose not in KINDS))

    @property
    def others(self) -> list[Download]:
        """Its files that are not PDFs: pictures to share with their words, and its text."""
        return [one for one in self.downloads if one.purpose in KINDS]


@dataclass(frozen=True)
class SitePublication:
    """A publication (in a series, one member) with all its languages."""

    id: str
    source: str
    code: str
    risk: str | None
    publication: Publication
    topics: tuple[str, ...]
    """Ids of its risks: its own, or all that its design carries."""
    variants: Mapping[str, LanguageVariant]

    @cached_property
    def helpers(self) -> frozenset[str]:
        """The organisations to which its QR codes lead."""
        codes = (code.split(".") for variant in self.variants.values() for code in variant.codes)
        return frozenset(code[1] for code in codes if code[0] == "organisations")

    def variant(self, language: str) -> LanguageVariant:
        """Return the variant in that language, otherwise in English, otherwise the first one."""
        return self.variants.get(language) or self.variants.get(SOURCE) or next(iter(self.variants.values()))


@dataclass(frozen=True)
class Bundle:
    """Several files in one download."""

    name: str
    kind: str
    """What it is made for; of one in all languages, the publication's id."""
    language: str
    """Empty if it is in all languages."""
    downloads: tuple[Download, ...]

    @property
    def address(self) -> str:
        return f"bundles/{self.name}.zip"
