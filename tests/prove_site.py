# SPDX-License-Identifier: MIT
"""Prove the download site with every language approved: barriers, keyboard, small screens, large type, its search.

    .venv/bin/python tests/prove_site.py [FOLDER]

makes the project that ships in five languages, its draft translations approved by readers of the tests' own, looks at a
page of every kind in a real browser, and prints what is wrong and how much the search finds. Pictures of the pages are
left in FOLDER. It takes minutes, so it is no part of the tests; docs/site.md has the table of the search.
"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from browsing import new_context, open_browser
from hosted import Hosted, build, new_project
from playwright.sync_api import Browser, Page

from leaflets.site import addresses

TAGS = ("en", "ur", "ar", "so", "pl")
WORDS = Path(__file__).parent / "site" / "search_words.csv"
LARGE = "--blink-settings=defaultFontSize=32"
"""A reader's own setting: letters twice as large as usual."""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p + p { margin-block-start: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""WCAG 2.2, 1.4.12; a sheet that the policy of the pages allows."""
USUAL = {"resultTypes": ["violations"], "preload": False}
ENHANCED = USUAL | {"runOnly": ["color-contrast-enhanced"]}
"""Seven to one, instead of four and a half."""
LOOKS = (
    ("plain", {}, USUAL),
    ("dark", {"color_scheme": "dark"}, USUAL),
    ("more contrast", {"contrast": "more"}, ENHANCED),
    ("more contrast, dark", {"contrast": "more", "color_scheme": "dark"}, ENHANCED),
    ("no script", {"java_script_enabled": False}, None),
)


def pages_of(site: Path, tag: str) -> dict[str, str]:
    """Return a page of every kind in a language."""
    topic = sorted((site / "topics" / tag).glob("*/index.html"))[0].parent.name
    helper = max((site / "help" / tag).glob("*/index.html"), key=lambda path: path.stat().st_size).parent.name
    names = {
        "home": addresses.home(tag),
        "gallery": f"gallery/{tag}/",
        "filtered": f"gallery/{tag}/audience-children/",
        "poster": f"p/es-02/{tag}/",
        "leaflet": f"p/es-01/{tag}/",
        "screen": f"p/es-12/{tag}/",
        "read": f"p/es-01/{tag}/read/",
        "topics": f"topics/{tag}/",
        "topic": f"topics/{tag}/{topic}/",
        "help": f"help/{tag}/",
        "helper": f"help/{tag}/{helper}/",
        **{name: f"{name}/{tag}/" for name in ("bundles", "changes", "privacy", "accessibility")},
    }
    return {kind: (site / addresses.file_of(name)).as_uri() for kind, name in names.items()}


def faults_of(page: Page, options: dict[str, object]) -> Iterator[str]:
    found = Axe().run(page, options=options)
    for one in found.response["violations"]:
        yield f"{one['id']}: {one['nodes'][0]['html'][:90]}"


def too_wide(page: Page) -> Iterator[str]:
    """Yield how a page scrolls sideways at 320 pixels: as it is, and with its text spaced."""
    page.set_viewport_size({"width": 320, "height": 800})
    for name in ("as it is", "spaced"):
        if name == "spaced":
            page.evaluate(SPACED)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            yield f"{name}: {width} pixels wide"


def by_keyboard(page: Page, gallery: str) -> Iterator[str]:
    """Yield what the keyboard alone cannot do: find, see the focus, go to what was found, leave."""
    page.goto(gallery)
    stops = 0
    while stops < 300:
        page.keyboard.press("Tab")
        stops += 1
        if page.evaluate("document.activeElement === document.body"):
            break
        box, shown = page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect();
              const over = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2);
              return [box.width * box.height, !over || one.contains(over) || over.contains(one)] }"""
        )
        if not box or not shown:
            yield f"stop {stops} of the gallery is hidden"
    if stops > 80:
        yield f"{stops} tab stops in the gallery"
    page.goto(gallery)
    page.keyboard.press("Tab")
    if not page.evaluate("document.activeElement.matches('[data-exit]')"):
        yield "Exit is not first"


def in_every_look(browser: Browser, pages: dict[str, str], shots: Path) -> Iterator[str]:
    """Yield what is wrong with pages in every scheme and contrast, without scripts, when narrow, by keyboard."""
    for look, options, rules in LOOKS:
        context = new_context(browser, viewport={"width": 1280, "height": 900}, **options)
        page = context.new_page()
        for kind, address in pages.items():
            page.goto(address)
            page.screenshot(path=shots / f"{kind}-{look.replace(', ', '-').replace(' ', '-')}.png")
            if rules:
                yield from (f"{kind}, {look}: {fault}" for fault in faults_of(page, rules))
            if look == "plain":
                page.locator(".contrast").click()
                yield from (f"{kind}, contrast: {fault}" for fault in faults_of(page, ENHANCED))
                yield from (f"{kind}, narrow: {fault}" for fault in too_wide(page))
                page.set_viewport_size({"width": 1280, "height": 900})
        if look == "plain":
            yield from (f"by keyboard: {fault}" for fault in by_keyboard(page, pages["gallery"]))
        context.close()


def in_large_letters(browser: Browser, pages: dict[str, str], shots: Path) -> Iterator[str]:
    """Yield how the pages scroll sideways in a browser whose letters are twice as large."""
    context = new_context(browser, viewport={"width": 320, "height": 800})
    page = context.new_page()
    for kind, address in pages.items():
        page.goto(address)
        page.screenshot(path=shots / f"{kind}-large.png")
        yield from (f"{kind}, large: {fault}" for fault in too_wide(page))
    context.close()


def searched(browser: Browser, hosted: Hosted, tag: str) -> tuple[Counter[str], Counter[str], list[str]]:
    """Return by kind how many words there are and how many find what they are about, and those that do not."""
    about = {}
    for item in hosted.items:
        about[item.code] = {item.risk or item.source, *([] if item.risk else item.publication.audience)}
    context = new_context(browser)
    page = context.new_page()
    page.goto((hosted.site / "gallery" / tag / "index.html").as_uri())
    page.evaluate("address => new Promise(done => { const one = document.createElement('script'); one.src = address;"
                  " one.onload = done; document.head.append(one) })", "find.js")  # fmt: skip
    asked, found, missed = Counter[str](), Counter[str](), []
    with WORDS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["language"] == tag:
                asked[row["kind"]] += 1
                codes = page.evaluate("word => window.leafletsFind(word)", row["word"])
                if any(row["about"] in about[code] for code in codes) and len(codes) < len(about):
                    found[row["kind"]] += 1
                else:
                    missed.append(row["word"])
    context.close()
    return asked, found, missed


def main() -> int:
    shots = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    shots.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp()) / "project"
    hosted = new_project(folder, languages=", ".join(TAGS), drafts=True)
    build(hosted)
    hosted.make()
    faults = 0
    for flags, prove in (((), in_every_look), ((LARGE,), in_large_letters)):
        with open_browser(*flags) as browser:
            for tag in TAGS:
                if not flags:
                    print(tag, *searched(browser, hosted, tag))
                (shots / tag).mkdir(exist_ok=True)
                for fault in prove(browser, pages_of(hosted.site, tag), shots / tag):
                    faults += 1
                    print(f"{tag}, {fault}", flush=True)
    shutil.rmtree(folder.parent)
    print(f"{faults} faults; pictures in {shots}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
