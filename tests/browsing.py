# SPDX-License-Identifier: MIT
"""A real browser for the tests, and what it must not find on a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from patience import PATIENCE_SECONDS
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Nothing is asked for that a test has not asked for."""


@contextmanager
def open_browser(*more: str) -> Iterator[Browser]:
    """Open a headless Chromium, which asks for nothing by itself; `more` are flags."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is missing: sudo apt-get install chromium"
    # The renderer shuts this process off from the system's fonts; a browser without fonts crashes.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=path,
            args=[*FLAGS, *more],
            env=environment,  # type: ignore[arg-type]
            timeout=PATIENCE_SECONDS * 1000,
        )
        yield found
        found.close()


def new_context(browser: Browser, **options: object) -> BrowserContext:
    """Open a context in which a page may take its time."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    return context


def look_for_barriers(page: Page, kind: str) -> None:
    """Let axe look at a page; it needs not say what is right."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False})
    assert found.violations_count == 0, f"{kind}: {found.generate_report()}"
