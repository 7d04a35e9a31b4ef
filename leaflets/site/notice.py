# SPDX-License-Identifier: MIT
"""Notices: what is said at a former address, or of a paper whose reader asks whether it is current.

On pages of the site, and in the place of files that are no longer offered: as a PDF of one page, a picture, plain text.
"""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from markupsafe import Markup

from leaflets.build.toolchain import fingerprint_tools
from leaflets.content.model import Project
from leaflets.core.files import read_sealed, write_sealed
from leaflets.core.messages import SOURCE, Message
from leaflets.core.resources import Resources
from leaflets.languages.language import Languages
from leaflets.layout.compose import fill
from leaflets.register.published import Record
from leaflets.site.languages import SiteLanguage

WORDS, PAPER, STYLES = (
    f"templates/site/{name}" for name in ("notice_words.html", "notice_paper.html", "notice_paper.css")
)
Fate = Literal["current", "newer", "withdrawn", "replaced", "checked", "emptied", "lost"]
"""What has become of an address; a gallery is emptied when nothing is left to show."""


@dataclass(frozen=True)
class Heir:
    """What to use instead, in a language."""

    code: str
    title: str
    language: str
    address: str


@dataclass(frozen=True)
class Said:
    """What a notice says in one language; its sentences are in templates/site/notice_words.html."""

    language: str
    fate: Fate
    code: str = ""
    version: str = ""
    """The version that is asked about."""
    newest: str = ""
    date: datetime.date | None = None
    reason: str = ""
    heir: Heir | None = None


@dataclass(frozen=True)
class Notice:
    """A notice, and the addresses of the pages and files where it is; English comes first."""

    title: str
    said: tuple[Said, ...]
    pages: tuple[str, ...]
    files: Mapping[str, Record] = field(default_factory=dict)
    """The last edition at each address of a file."""


def fill_section(
    speaker: SiteLanguage,
    said: Said,
    *,
    to: Callable[[str], Markup] | None = None,
    printed: Callable[[str], str] | None = None,
    more: Mapping[str, str] = MappingProxyType({}),
) -> Markup:
    """Return what a notice says in a language; `to` makes links, `printed` the words of an address on paper."""
    values: dict[str, Any] = {
        "said": said,
        "language": speaker.language,
        "is_draft": speaker.is_draft,
        "date": speaker.language.write_date,
        "english": lambda text: Message(text, "", tag=SOURCE),
        "to": to,
        "printed": printed,
        "more": more,
    }
    return Markup(fill(speaker.drafts, WORDS, values, where=said.code or "site"))


@dataclass(frozen=True)
class NoticePaper:
    """What draws notices in the place of files; `cache` keeps them between runs."""

    project: Project
    resources: Resources
    languages: Languages
    speakers: Mapping[str, SiteLanguage]
    cache: Path

    def files(self, notices: Iterable[Notice]) -> dict[str, bytes]:
        """Return the files of notices by address."""
        found: dict[str, bytes] = {}
        for notice in notices:
            found |= {address: self._file(notice, address.rpartition(".")[2]) for address in notice.files}
        return found

    def _file(self, notice: Notice, suffix: str) -> bytes:
        site = (self.project.publisher.site_address or "").removeprefix("https://").rstrip("/")
        printed = (lambda address: f"{site}/{address}".rstrip("/")) if site else None
        sections = [fill_section(self.speakers[said.language], said, printed=printed) for said in notice.said]
        values = {
            "title": notice.title,
            "sections": sections,
            "css": Markup(self.resources.read(STYLES)),  # the project's own stylesheet
            "publisher": self.project.publisher.name,
            "day": max(one.date for one in notice.files.values()).isoformat(),
        }
        html = fill(self.speakers[SOURCE].templates, PAPER, values, where=notice.title)
        tools = fingerprint_tools() if suffix != "txt" else ""
        path = self.cache / f"notice-{hashlib.sha256(f'{tools} {html}'.encode()).hexdigest()[:32]}.{suffix}"
        if (kept := read_sealed(path)) is None:
            write_sealed(path, kept := self._draw(notice, html, suffix))
        return kept

    def _draw(self, notice: Notice, html: str, suffix: str) -> bytes:
        from leaflets.editions.document import compose_document, draw_document  # few sites have new notices
        from leaflets.editions.plain_text import write_text

        language = self.languages.languages[notice.said[-1].language]
        composed = compose_document(
            html, notice.title, language, code=notice.title, project=self.project, languages=self.languages
        )
        if suffix == "txt":
            return write_text(composed, draft=False).encode()
        version = max(one.version for one in notice.files.values())
        pdf = draw_document(composed, version, resources=self.resources, languages=self.languages)
        return pdf if suffix == "pdf" else _picture_of(pdf)


def _picture_of(pdf: bytes) -> bytes:
    from leaflets.preflight.raster import draw_preview, open_pages

    stream = io.BytesIO()
    with open_pages(pdf) as pages:
        draw_preview(pages[0]).save(stream, "PNG")
    return stream.getvalue()
