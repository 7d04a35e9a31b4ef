# SPDX-License-Identifier: MIT
"""The download site in a real browser: can it be read, used with a keyboard, left at once; does it keep to itself?

Needs Debian's chromium and playwright; without them these tests fail, as they should.
"""

from __future__ import annotations

import functools
import io
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest
from browsing import look_for_barriers, new_context, open_browser
from hosted import Hosted
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from prove_site import searched

from leaflets.register.codes import read_codes
from leaflets.site.search import DROPPED, KINDRED, words_of

WIDTHS = (320, 1280)
ELSEWHERE = "https://www.bbc.co.uk/weather"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture(scope="module")
def base(hosted: Hosted, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site in a folder of a larger one, served on this machine."""
    root = tmp_path_factory.mktemp("host")
    (root / "safe").symlink_to(hosted.site)
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/safe/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


class Visit:
    """A browser's visit; notes every request that leaves the site and every word on the console."""

    def __init__(self, browser: Browser, base: str, *, width: int = 1280, **options: object) -> None:
        self.base, self.left, self.said = base, [], []  # type: ignore[var-annotated]
        self.context: BrowserContext = new_context(browser, viewport={"width": width, "height": 900}, **options)
        self.context.route(re.compile("^(?!" + re.escape(base) + ")"), self.elsewhere)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def elsewhere(self, route: Route) -> None:
        """Note a request that leaves the site; nothing really leaves this machine."""
        self.left.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<title>Elsewhere</title><p>Elsewhere</p>")

    def go(self, name: str) -> Page:
        self.page.goto(self.base + name)
        return self.page

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visit]:
    found = Visit(browser, base)
    yield found
    found.close()


@pytest.fixture
def plain(browser: Browser, base: str) -> Iterator[Visit]:
    """A visit without JavaScript."""
    found = Visit(browser, base, java_script_enabled=False)
    yield found
    found.close()


def kinds(site: Path, language: str) -> dict[str, str]:
    """Return a page of every kind."""
    topic = next((site / "topics" / language).glob("*/index.html")).parent.name
    helpers = sorted((site / "help" / language).glob("*/index.html"), key=lambda path: path.stat().st_size)
    pages = {
        "home": "index.html" if language == "en" else f"{language}/index.html",
        "gallery": f"gallery/{language}/index.html",
        "filtered": f"gallery/{language}/audience-children/index.html",
        "poster": f"p/es-02/{language}/index.html",
        "leaflet": f"p/es-01/{language}/index.html",
        "withdrawn": f"p/es-04/{language}/index.html",
        "topics": f"topics/{language}/index.html",
        "topic": f"topics/{language}/{topic}/index.html",
        "help": f"help/{language}/index.html",
        "helper": f"help/{language}/{helpers[-1].parent.name}/index.html",
        "bundles": f"bundles/{language}/index.html",
        "changes": f"changes/{language}/index.html",
        "privacy": f"privacy/{language}/index.html",
        "accessibility": f"accessibility/{language}/index.html",
    }
    for code in ("es-09", "es-10", "es-11", "es-12"):
        pages[f"publication {code}"] = f"p/{code}/{language}/index.html"
    for code in ("es-01", "es-03", "es-07c", "es-09", "es-10"):
        pages[f"reading {code}"] = f"p/{code}/{language}/read/index.html"
    return pages | ({"languages": "p/es-01/index.html"} if language == "en" else {})


LOOKS = ("home", "gallery", "leaflet", "reading es-01", "helper", "withdrawn")
"""Pages that hold every component between them: in other colours nothing else can go wrong."""


@pytest.mark.parametrize(("language", "judged_at"), [("en", 1280), ("ur", 320), ("bn", 0)])
def test_no_page_has_a_barrier_or_scrolls_sideways(
    browser: Browser, base: str, hosted: Hosted, language: str, judged_at: int
) -> None:
    """Bengali has the longest words; pages in Urdu differ from English ones by their direction and their letters."""
    visit = Visit(browser, base)
    for kind, name in kinds(hosted.site, language).items():
        page = visit.go(name)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (kind, width)
            if width == judged_at and (language == "en" or kind in LOOKS):
                look_for_barriers(page, kind)
    assert visit.said == [] and visit.left == []
    visit.close()


@pytest.mark.parametrize(("scheme", "contrast"), [("light", True), ("dark", False)])
def test_other_colours_are_no_barrier_on_a_narrow_screen(
    browser: Browser, base: str, hosted: Hosted, scheme: str, contrast: bool
) -> None:
    visit, pages = Visit(browser, base, width=320, color_scheme=scheme), kinds(hosted.site, "en")
    for kind in LOOKS:
        page = visit.go(pages[kind])
        if contrast:
            page.locator(".contrast").click()
        look_for_barriers(page, kind)
    visit.close()


def test_axe_finds_a_barrier_that_is_there(visit: Visit) -> None:
    page = visit.go("index.html")
    page.evaluate("document.querySelector('.lead, .hero__lead').style.color = '#0a6a8c'")
    with pytest.raises(AssertionError, match="color-contrast"):
        look_for_barriers(page, "home")


def test_a_poster_is_found_seen_and_downloaded_in_three_clicks(visit: Visit) -> None:
    page = visit.go("index.html")
    page.get_by_role("link", name="Young people, 11 to 18").click()
    page.get_by_role("link", name="Talk to someone").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="To print at school").first.click()
    assert download.value.suggested_filename == "es-02-en-print.pdf"
    assert visit.said == [] and visit.left == []


def test_a_poster_is_found_without_javascript(plain: Visit) -> None:
    page = plain.go("gallery/en/index.html")
    assert not page.locator("[data-search]").is_visible()
    page.get_by_text("Show only some").click()
    page.get_by_role("link", name="Clinics", exact=True).click()
    page.get_by_role("link", name="Talk to someone").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="To read on a screen").first.click()
    assert download.value.suggested_filename == "es-02-en.pdf"
    page.get_by_role("link", name="Read it as a web page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You can tell someone")
    assert not page.get_by_role("button", name="Contrast").is_visible()
    page.get_by_role("link", name="Exit site").click()
    assert page.title() == "Elsewhere" and plain.left == [ELSEWHERE]


def test_search_finds_by_words_that_the_cards_do_not_show(visit: Visit) -> None:
    page = visit.go("gallery/en/index.html")
    page.get_by_role("searchbox").fill("grooming")
    expect(page.locator("[data-card]:visible", has_text="Talk to someone")).to_have_count(0)
    titles = page.locator("[data-card]:visible .card__title").all_inner_texts()
    assert "Grooming by someone online" in titles and "Is your child OK online?" in titles
    assert "Ask a grown-up" not in titles
    page.get_by_label("Kind").select_option(label="A4 poster")
    assert page.locator("[data-card]:visible").count() < len(titles)
    page.get_by_role("searchbox").fill("xylophone")
    expect(page.get_by_text("Nothing fits.")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("Nothing fits.")).to_be_hidden()


def test_from_a_disk_pages_read_and_search_finds(hosted: Hosted, browser: Browser) -> None:
    root = f"file://{hosted.site}/"
    visit = Visit(browser, root)
    page = visit.go("index.html")
    page.get_by_role("link", name="See all leaflets and posters").click()
    page.get_by_role("searchbox").fill("blackmail")
    expect(page.locator("[data-card]:visible", has_text="Talk to someone")).to_have_count(0)
    assert "Talk to someone" not in page.locator("[data-card]:visible .card__title").all_inner_texts()
    page.get_by_role("searchbox").fill("talk to")
    page.get_by_role("button", name="Contrast").click()
    page.get_by_role("link", name="Talk to someone").click()
    expect(page.locator("html")).to_have_attribute("data-contrast", "more")
    colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert colour == "rgb(0, 0, 0)", "the stylesheet is read"
    assert page.locator(".papers img").first.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert visit.said == [] and visit.left == []
    visit.close()


def test_most_words_that_people_type_are_found(hosted: Hosted, browser: Browser) -> None:
    """By the words of the English pages; tests/prove_site.py asks in other languages too."""
    asked, found, missed = searched(browser, hosted, "en")
    least = {"text": 0.9, "own": 0.8, "folded": 0.8, "typo": 0.75}
    assert asked.keys() == least.keys() and asked.total() == 60
    assert {kind: found[kind] / asked[kind] >= share for kind, share in least.items()} == dict.fromkeys(least, True), (
        missed
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("منشيات", "منشیات"),
        ("كتابچه", "کتابچہ"),
        ("SZANTAZ", "szantaż"),
        ("lodz", "Łódź"),
        ("dont", "Don’t"),
        ("ਸ਼ਰਾਬ", "ਸ਼ਰਾਬ"),
    ],
)
def test_words_are_folded_alike_by_the_site_and_by_its_script(
    browser: Browser, typed: str, written: str, tmp_path: Path
) -> None:
    (word,) = words_of(written)
    index = {"codes": ["ES-01"], "dropped": DROPPED, "kindred": KINDRED, "words": f"{word} 0"}
    page = new_context(browser).new_page()
    page.add_script_tag(path=str(Path(__file__).parents[2] / "templates/site/find.js"))
    assert page.evaluate("([index, typed]) => window.leafletsFinder(index)(typed)", [index, typed]) == ["ES-01"]
    assert page.evaluate("([index, typed]) => window.leafletsFinder(index)(typed)", [index, "xylophone"]) == []
    page.context.close()


def test_choices_are_kept_over_reload_and_change_of_language_and_words_are_not(visit: Visit) -> None:
    page = visit.go("gallery/en/index.html")
    page.locator("[data-facet=audience]").select_option("children")
    page.get_by_role("searchbox").fill("grown")
    assert page.url.endswith("#audience=children")
    shown = page.locator("[data-card]:visible").count()
    page.reload()
    assert page.locator("[data-facet=audience]").input_value() == "children"
    page.get_by_role("link", name="اردو", exact=True).click()
    page.wait_for_url("**/gallery/ur/index.html#audience=children")
    assert page.locator("[data-card]:visible").count() >= shown >= 1
    page.get_by_role("button", name="Clear").or_(page.locator("[type=reset]")).first.click()
    page.wait_for_url("**/gallery/ur/index.html")
    assert page.locator("[data-card][hidden]").count() == 0


def test_nothing_jumps_while_the_gallery_loads(visit: Visit) -> None:
    page = visit.go("gallery/en/index.html")
    moved = """() => new Promise(done => {
      let sum = 0;
      new PerformanceObserver(list => list.getEntries().forEach(one => sum += one.value))
        .observe({type: "layout-shift", buffered: true});
      setTimeout(() => done(sum), 300);
    })"""
    assert page.evaluate(moved) < 0.02


# Leaving


def leave_twice_over(visit: Visit) -> Page:
    """Look at two pages, so that there is something to go back to."""
    visit.go("index.html")
    return visit.go("p/es-02/en/index.html")


def stop_the_clock(visit: Visit) -> None:
    """Let time pass on the pages only when a test says so: presses that come late are forgotten."""
    visit.page.clock.install(time=0)
    visit.page.clock.pause_at(1)


def gone(visit: Visit) -> None:
    """The page is elsewhere, and Back shows the page before, not the one that was left."""
    page = visit.page
    page.wait_for_url(ELSEWHERE)
    assert page.title() == "Elsewhere"
    page.go_back()
    assert page.url == f"{visit.base}index.html"


def test_exit_leaves_and_back_does_not_show_the_page_that_was_left(visit: Visit) -> None:
    leave_twice_over(visit).get_by_role("link", name="Exit site").click()
    gone(visit)


def test_shift_three_times_leaves_and_says_so_on_the_way(visit: Visit) -> None:
    stop_the_clock(visit)
    page = leave_twice_over(visit)
    status = page.locator("[data-status]")
    page.keyboard.press("Shift")
    expect(status).to_have_text("Shift pressed once. Two more times leave this site.")
    page.keyboard.press("Shift")
    expect(status).to_have_text("Shift pressed twice. Once more leaves this site.")
    page.keyboard.press("Shift")
    gone(visit)


def test_each_press_lights_a_light_and_a_click_puts_them_out(visit: Visit) -> None:
    stop_the_clock(visit)
    page = leave_twice_over(visit)
    lights = page.locator("[data-presses]")
    for number in (1, 2):
        page.keyboard.press("Shift")
        expect(lights).to_have_attribute("data-presses", str(number))
        expect(lights).to_be_visible()
    page.locator("h1").click()
    expect(lights).to_have_attribute("data-presses", "0")
    for _ in range(4):
        page.locator("h1").click(modifiers=["Shift"])
    expect(lights).to_have_attribute("data-presses", "0")
    assert visit.left == []


def test_on_a_touch_screen_a_tap_leaves_and_shift_on_its_keyboard_is_typing(browser: Browser, base: str) -> None:
    visit = Visit(browser, base, width=390, has_touch=True, is_mobile=True)
    visit.go("index.html")
    page = visit.go("gallery/en/index.html")
    assert not page.locator(".bar__hint").is_visible()
    page.get_by_role("searchbox").tap()
    for _ in range(4):
        page.keyboard.press("Shift")
    assert visit.left == []
    page.get_by_role("link", name="Exit site").tap()
    gone(visit)
    visit.close()


def test_a_picture_of_a_leaflet_is_shown_large_beside_exit(visit: Visit) -> None:
    page = visit.go("p/es-01/en/index.html")
    picture = page.locator("#picture-2 img")
    small = picture.bounding_box()
    page.locator("#picture-2 a").click()
    large = picture.bounding_box()
    assert small and large and large["width"] > small["width"] * 2
    expect(page.get_by_role("link", name="Exit site")).to_be_in_viewport()


def test_shift_pressed_long_ago_does_not_count(visit: Visit) -> None:
    stop_the_clock(visit)
    page = leave_twice_over(visit)
    status = page.locator("[data-status]")
    for _ in range(2):
        page.keyboard.press("Shift")
    page.clock.run_for(4_900)
    expect(status).to_have_text("Shift pressed twice. Once more leaves this site.")
    page.clock.run_for(200)
    expect(status).to_have_text("You are still on this site.")
    page.keyboard.press("Shift")
    expect(status).to_have_text("Shift pressed once. Two more times leave this site.")


def test_shift_with_another_key_is_typing_and_escape_does_nothing(visit: Visit) -> None:
    stop_the_clock(visit)
    page = visit.go("gallery/en/index.html")
    page.get_by_role("searchbox").focus()
    for _ in range(4):
        page.keyboard.press("Shift+A")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    expect(page.locator("[data-status]")).to_have_text("You are still on this site.")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.url.endswith("gallery/en/index.html") and visit.left == []


def test_the_page_is_covered_before_the_next_one_comes(browser: Browser, base: str) -> None:
    visit = Visit(browser, base)
    page = visit.go("p/es-02/en/index.html")
    # The other site has nothing to show, so that this page stays: what is seen of it?
    visit.context.unroute_all()
    visit.context.route(ELSEWHERE, lambda route: route.fulfill(status=204))
    page.get_by_role("link", name="Exit site").click()
    expect(page.locator(".cover")).to_be_visible()
    expect(page.locator(".cover")).to_have_text("Loading")
    assert not page.locator("main").is_visible()
    assert page.title() == "Loading"
    visit.context.close()


# By keyboard, and what is kept


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    page = visit.go("index.html")
    focus = "document.activeElement.textContent.trim()"
    page.keyboard.press("Tab")
    assert page.evaluate(focus) == "Exit site"
    page.keyboard.press("Tab")
    assert page.evaluate(focus) == "Skip to the content"
    assert page.get_by_role("link", name="Skip to the content").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(focus) == "See all leaflets and posters"
    page.keyboard.press("Enter")
    page.wait_for_url("**/gallery/en/index.html")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(focus) == "Talk to someone":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/es-02/en/index.html")


def test_what_has_the_focus_is_not_hidden_by_the_bar(visit: Visit) -> None:
    page = visit.go("gallery/en/index.html")
    bar = page.locator(".bar").bounding_box()
    assert bar
    for _ in range(60):
        page.keyboard.press("Tab")
    for _ in range(45):
        page.keyboard.press("Shift+Tab")
        inside, top = page.evaluate(
            "[!!document.activeElement.closest('.bar'), document.activeElement.getBoundingClientRect().bottom]"
        )
        assert inside or top > bar["height"]
    assert page.url.endswith("gallery/en/index.html")


def test_contrast_is_a_button_that_says_whether_it_is_pressed_and_travels_along(visit: Visit) -> None:
    page = visit.go("index.html")
    button = page.get_by_role("button", name="Contrast")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Who helps", exact=True).click()
    expect(page.get_by_role("button", name="Contrast")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Contrast").click()
    page.get_by_role("link", name="Topics").click()
    expect(page.get_by_role("button", name="Contrast")).to_have_attribute("aria-pressed", "false")


def test_nothing_is_stored_and_nobody_is_told(visit: Visit, hosted: Hosted) -> None:
    pages = kinds(hosted.site, "en")
    for kind in LOOKS:
        page = visit.go(pages[kind])
        page.get_by_role("button", name="Contrast").click()
    assert visit.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0
    assert visit.left == []


def test_more_contrast_is_more_contrast(browser: Browser, base: str) -> None:
    shades = {}
    for setting in ("no-preference", "more"):
        visit = Visit(browser, base, contrast=setting)
        shades[setting] = visit.go("index.html").evaluate("getComputedStyle(document.documentElement).color")
        visit.close()
    assert shades["more"] == "rgb(0, 0, 0)" != shades["no-preference"]


def test_colours_of_the_reader_keep_buttons_visible(browser: Browser, base: str) -> None:
    visit = Visit(browser, base, forced_colors="active")
    page = visit.go("index.html")
    width = page.locator(".exit").evaluate("element => getComputedStyle(element).borderTopWidth")
    assert width == "2px"
    visit.close()


def test_a_short_link_leads_on(visit: Visit, hosted: Hosted) -> None:
    facts = {fact: code for code, fact in read_codes(hosted.folder).items()}
    visit.page.goto(f"{visit.base}r/{facts['organisations.nspcc.links.parents.en']}/")
    visit.page.wait_for_url("https://www.nspcc.org.uk/**")


def test_four_times_as_large_is_the_small_screen(browser: Browser, base: str, hosted: Hosted) -> None:
    """1280 pixels at 400 % are 320: the bar leaves most of such a screen to the page."""
    visit = Visit(browser, base, width=320)
    visit.page.set_viewport_size({"width": 320, "height": 256})
    pages = kinds(hosted.site, "en")
    for kind in LOOKS:
        bar = visit.go(pages[kind]).locator(".bar").bounding_box()
        assert bar and bar["height"] < 64, kind
    visit.close()


def test_the_page_of_a_publication_is_printed_on_one_sheet(visit: Visit) -> None:
    for code in ("es-02", "es-01", "es-10"):
        page = visit.go(f"p/{code}/en/index.html")
        pages = len(pikepdf.open(io.BytesIO(page.pdf(format="A4"))).pages)
        assert pages == 1, code


def test_on_paper_only_the_content_is_printed(visit: Visit) -> None:
    page = visit.go("p/es-01/en/read/index.html")
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible() and not page.locator(".menu").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
