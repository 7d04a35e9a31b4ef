# SPDX-License-Identifier: MIT
"""Render: a composed layout becomes one tagged PDF, a page for each panel, bleed included.

The only importer of WeasyPrint. It reads no file but the project's, the package's and the fonts', opens no connection, knows
no system font, and says everything that it has to warn of as problems.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from leaflets.composed import LAYERS, Composed
from leaflets.language import Languages
from leaflets.problems import Problem, ProblemsFound
from leaflets.resources import Resources

# Fontconfig must not find the system's fonts; the variable is read when the library starts, so before the import below.
_CONFIGURATION = Path(tempfile.mkdtemp(prefix="leaflets-fonts-")) / "fonts.conf"
_CONFIGURATION.write_text("<fontconfig></fontconfig>")
os.environ["FONTCONFIG_FILE"] = str(_CONFIGURATION)

import weasyprint  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: E402


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Serves `leaflets:` and `data:` addresses and nothing else."""

    def __init__(self, resources: Resources, languages: Languages) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self.resources, self.languages = resources, languages

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith("leaflets:"):
            if url.startswith("data:"):
                return super().fetch(url, headers)
            raise FatalURLFetchingError(f"{url[:80]} is outside the project")
        kind, _, name = unquote(url.removeprefix("leaflets:")).partition("/")
        if kind == "font":
            family, _, weight = name.rpartition("/")
            path = self.languages.fonts[family].path(int(weight))
        else:
            path = self.resources.find(f"{kind}/{name}")
        return URLFetcherResponse(url, path.read_bytes())


@dataclass(frozen=True)
class Rendered:
    """A layout's PDF: tagged, one page for each panel in reading order, with bleed."""

    pdf: bytes
    pages: int


@contextmanager
def warnings_of(file: str, where: str, problems: list[Problem]) -> Iterator[None]:
    """Collect what the renderer says while it reads `file`."""

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if "No fonts configured" not in message:
                problems.append(Problem("renderer-warning", message, file=file, where=where))

    logger, collector = logging.getLogger("weasyprint"), Collector(logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


@dataclass
class Renderer:
    """Renders layouts one after another with fonts and stylesheets that are read once."""

    resources: Resources
    languages: Languages

    @cached_property
    def fonts(self) -> FontConfiguration:
        return FontConfiguration()

    def render(self, composed: Composed) -> Rendered:
        """Return the layout's PDF; ProblemsFound with every warning of the renderer."""
        problems: list[Problem] = []
        fetcher = Fetcher(self.resources, self.languages)
        where = composed.layout.id
        header = f"@layer {', '.join(LAYERS)};"
        sheets = []
        for sheet in composed.stylesheets:
            with warnings_of(sheet.name, where, problems):
                text = f"{header} @layer {sheet.layer} {{ {sheet.text} }}"
                sheets.append(weasyprint.CSS(string=text, url_fetcher=fetcher, font_config=self.fonts, base_url="leaflets:"))
        with warnings_of("", where, problems):
            html = weasyprint.HTML(string=composed.html, url_fetcher=fetcher, base_url="leaflets:")
            document = html.render(stylesheets=sheets, font_config=self.fonts, pdf_variant="pdf/ua-1")
            pdf = document.write_pdf()
        if problems:
            raise ProblemsFound(problems)
        return Rendered(pdf, len(document.pages))
