# SPDX-License-Identifier: MIT
"""The download site: pages, links, downloads, packs, short links; what it must never show or give away."""

from __future__ import annotations

import datetime
import hashlib
import json
import posixpath
import re
import shutil
import signal
import subprocess
import urllib.request
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hosted import PAPER_ALONE, TODAY, Hosted, build, copy_of, new_project
from lxml import etree
from patience import PATIENCE_SECONDS
from program import command, environment, run_process
from webpage import Page, parse, read, squeeze

from leaflets.build.project import load_project
from leaflets.build.verify import verify
from leaflets.content.model import layouts_of
from leaflets.content.short_links import links_of
from leaflets.core.problems import ProblemsFound
from leaflets.core.resources import Resources
from leaflets.languages.registry import read_languages
from leaflets.register.codes import read_codes
from leaflets.site import addresses, publish
from leaflets.site.hosting import POLICY
from leaflets.site.plan import SitePlan
from leaflets.site.publish import build_site

MAX_PAGE = 150_000
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?<![a-z-])(?:left|right)\s*:|text-align:\s*(?:left|right)"
)
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
BLOCKS = ("p", "li", "h1", "h2", "h3")
Answered = tuple[Hosted, "subprocess.CompletedProcess[str]"]
Changed = tuple[Hosted, list[str]]


@pytest.fixture(scope="module")
def pages(hosted: Hosted) -> dict[str, Page]:
    """Every page of the site by its file."""
    names = [path.relative_to(hosted.site).as_posix() for path in sorted(hosted.site.rglob("*.html"))]
    return {name: read(hosted.site, name) for name in names}


@pytest.fixture(scope="module")
def by_verb(hosted: Hosted, tmp_path_factory: pytest.TempPathFactory) -> Answered:
    """The same project, whose site a program of its own makes from nothing, and what it says."""
    folder = tmp_path_factory.mktemp("verb") / "project"
    shutil.copytree(hosted.folder, folder, ignore=shutil.ignore_patterns(".cache", ".dist*", "site"))
    answer = run_process("site", "--project", folder, "--today", TODAY.isoformat(), "--json")
    assert answer.returncode == 0, answer.stderr
    return Hosted(folder), answer


OLD, NEW = "Most challenges are harmless", "Nearly all dares are harmless"


@pytest.fixture(scope="module")
def changed(hosted: Hosted, tmp_path_factory: pytest.TempPathFactory) -> Changed:
    """A site made again, and what was noticed: without an address, with another sentence, and one not approved."""
    other = copy_of(hosted, tmp_path_factory.mktemp("changed") / "project")
    data = other.folder / "data.yaml"
    text = data.read_text(encoding="utf-8")
    assert OLD in text
    text = re.sub(r"(?m)^  site_address: .*\n", "", text).replace(OLD, NEW)
    data.write_text(text, encoding="utf-8")
    approvals = other.folder / "locales/ur/approvals.csv"
    lines = approvals.read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if not line.startswith(",templates: Exit site,")]
    assert len(left) == len(lines) - 1
    approvals.write_text("".join(left), encoding="utf-8")
    return other, [problem.slug for problem in build_site(other.folder, other.dist, TODAY).notices]


def text_of(page: Page) -> str:
    return page.text


# Links and files


def test_every_link_picture_and_download_resolves(hosted: Hosted, pages: dict[str, Page]) -> None:
    looked_at = 0
    for name, page in pages.items():
        for target in page.targets():
            looked_at += 1
            assert (hosted.site / target).is_file(), f"{name} leads to {target}"
    assert looked_at > 10_000


def test_every_page_can_be_reached_from_the_first(pages: dict[str, Page]) -> None:
    seen, waiting = {"index.html"}, ["index.html"]
    while waiting:
        for target in pages[waiting.pop()].targets():
            if target in pages and target not in seen:
                seen.add(target)
                waiting.append(target)
    alone = {
        name
        for name in pages.keys() - seen
        if not name.startswith(("r/", "c/")) and not re.fullmatch(r"p/[^/]+/index.html", name)
    }
    assert alone == {"404.html"}


def test_links_name_files_so_that_the_site_works_from_a_disk_and_in_a_folder(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for attributes in page.all("a"):
            href = attributes["href"]
            if name != "404.html" and not re.match(r"[a-z]+:|#", href):
                assert not href.startswith("/") and not href.endswith("/"), f"{name}: {href}"


@pytest.mark.parametrize("here", ["", "ur/", "gallery/en/", "p/es-07c/en/", "p/es-07c/en/read/", "404.html"])
def test_links_are_the_shortest_there_are(here: str, pages: dict[str, Page]) -> None:
    folder = posixpath.dirname(addresses.file_of(here)) or "."
    for name in pages:
        assert addresses.link(here, name) == posixpath.relpath(name, folder)


def test_a_page_that_is_not_there_is_linked_from_the_root(pages: dict[str, Page]) -> None:
    targets = [attributes["href"] for attributes in pages["404.html"].all("a")]
    assert len(targets) > 3 and all(target.startswith(("/", "#", "https:")) for target in targets)


def test_without_an_address_it_is_said_that_those_links_need_the_root(by_verb: Answered, changed: Changed) -> None:
    with_one = [problem["slug"] for problem in json.loads(by_verb[1].stdout)["problems"]]
    assert ("site-at-root" in with_one, "site-at-root" in changed[1]) == (False, True)


def test_checksums_cover_every_file(hosted: Hosted) -> None:
    _, *lines = (hosted.site / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    files = {path.relative_to(hosted.site).as_posix() for path in hosted.site.rglob("*") if path.is_file()}
    assert files - {"SHA256SUMS"} == sums.keys()
    for name, digest in sums.items():
        assert hashlib.sha256((hosted.site / name).read_bytes()).hexdigest() == digest


def test_its_release_is_the_day_from_which_it_offers_what_it_offers(hosted: Hosted, tmp_path: Path) -> None:
    other = copy_of(hosted, tmp_path / "released")
    sums = other.site / "SHA256SUMS"
    before, next_week = sums.read_bytes(), TODAY + datetime.timedelta(days=7)
    assert before.startswith(f"# release {TODAY} ".encode())
    build_site(other.folder, other.dist, next_week)
    assert sums.read_bytes() == before, "the same input on another day"
    register = other.folder / "register" / "published.csv"
    register.write_text(re.sub(r"(?m)^p/es-02/en/.*\n", "", register.read_text(encoding="utf-8")), encoding="utf-8")
    build_site(other.folder, other.dist, next_week)
    assert sums.read_bytes().startswith(f"# release {next_week} ".encode()), "an edition is new"
    assert verify(other.site, newer_than=str(TODAY)).problems == []
    assert [problem.slug for problem in verify(hosted.site, newer_than=str(TODAY)).problems] == ["release-old"]


# What stands in every page


def test_pages_are_well_formed_with_language_direction_and_one_heading(hosted: Hosted, pages: dict[str, Page]) -> None:
    known = read_languages(Resources(hosted.folder)).languages
    assert len(pages) > 300
    for name, page in pages.items():
        assert page.faults == [], name
        html = page.all("html")[0]
        assert html["dir"] == known[html["lang"]].direction, name
        assert len(page.all("h1")) == 1, name
        assert len(page.all("title")) == 1, name
        identities = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
        assert len(identities) == len(set(identities)), name


def test_the_urdu_pages_run_from_right_to_left(pages: dict[str, Page]) -> None:
    urdu = [page for name, page in pages.items() if "/ur/" in f"/{name}" and "es-04" not in name]
    assert len(urdu) > 100
    assert {page.all("html")[0]["dir"] for page in urdu} == {"rtl"}


def test_the_stylesheet_knows_no_left_and_right() -> None:
    css = (Path(__file__).parents[2] / "templates" / "site" / "site.css").read_text(encoding="utf-8")
    assert PHYSICAL.search("margin-left: 0") and PHYSICAL.search("text-align: right")
    assert not PHYSICAL.search(css)


def test_nothing_is_inline_and_the_policy_is_strict(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        metas = {
            attributes.get("http-equiv", attributes.get("name", "")): attributes for attributes in page.all("meta")
        }
        assert metas["Content-Security-Policy"]["content"] == POLICY, name
        assert metas["referrer"]["content"] == "no-referrer", name
        assert page.all("style") == [], name
        assert all(script.get("src") for script in page.all("script")), name
        for tag, attributes in page.elements:
            assert "style" not in attributes, f"{name}: {tag}"
            assert not [key for key in attributes if key.startswith("on")], f"{name}: {tag}"
    assert "unsafe" not in POLICY and POLICY.startswith("default-src 'none'")


def test_leaving_comes_first_on_every_page(hosted: Hosted, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        first = next(attributes for tag, attributes in page.elements if tag in ("a", "button", "input", "select"))
        assert first["class"] == "exit" and first["href"] == hosted.project.publisher.exit_address, name
        assert first["rel"] == "nofollow noreferrer", name
        assert "target" not in first, name


def test_history_and_downloads_give_nobody_away(hosted: Hosted, pages: dict[str, Page]) -> None:
    """No address, title or file name holds a risk or an organisation; short links alone name where they lead."""
    project = hosted.project
    telling = {*project.risks, *project.organisations, *(risk.title for risk in project.risks.values())}
    telling |= {one.name for one in project.organisations.values()} | {
        one.title for one in project.publications.values()
    }
    words = {word.lower() for word in telling if len(word) > 4}
    titles = {name: squeeze(TITLE.search((hosted.site / name).read_text())[1]) for name in pages}  # type: ignore[index]
    files = [path.relative_to(hosted.site).as_posix() for path in hosted.site.rglob("*")]
    for text in (*(name for name in files if not name.startswith("r/")), *titles.values()):
        assert not [word for word in words if word in text.lower()], text
    assert len(set(titles.values())) > 60


def test_no_page_weighs_more_than_a_slow_phone_can_bear(hosted: Hosted, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        files = {name, *(target for target in page.targets() if target.endswith((".css", ".js", ".svg")))}
        weight = sum((hosted.site / file).stat().st_size for file in files)
        assert weight < MAX_PAGE, f"{name}: {weight}"


def test_pictures_have_sizes_and_words_or_are_decoration(pages: dict[str, Page]) -> None:
    looked_at = 0
    for name, page in pages.items():
        for image in page.all("img"):
            looked_at += 1
            assert image["width"] and image["height"] and "alt" in image, name
            if image["src"].endswith(".webp"):
                assert image["srcset"] and image["sizes"], name
    assert looked_at > 500


# Found


def test_every_page_has_a_title_of_its_own(hosted: Hosted, pages: dict[str, Page]) -> None:
    titles = Counter(squeeze(TITLE.search((hosted.site / name).read_text(encoding="utf-8"))[1]) for name in pages)  # type: ignore[index]
    assert [title for title, number in titles.items() if number > 1] == []


def test_search_engines_and_feed_readers_get_whole_addresses(hosted: Hosted, pages: dict[str, Page]) -> None:
    root = "https://leaflets.example.org/"
    sitemap = etree.parse(str(hosted.site / "sitemap.xml"))
    listed = {one.text.removeprefix(root) for one in sitemap.iterfind("{*}url/{*}loc")}
    assert {addresses.file_of(one) for one in listed} < set(pages) and len(listed) > 200
    assert f"Sitemap: {root}sitemap.xml" in (hosted.site / "robots.txt").read_text()
    for address in listed:
        page = pages[addresses.file_of(address)]
        assert [one["href"] for one in page.all("link") if one["rel"] == "canonical"] == [root + address]
    for tag in ("en", "ur", "bn"):
        feed = etree.parse(str(hosted.site / "changes" / tag / "feed.xml"))
        named = [one.get("href") for one in feed.iterfind("{*}entry/{*}link")]
        assert len(named) > 20 and {addresses.file_of(one.removeprefix(root)) for one in named} <= set(pages)
        assert len({one.text for one in feed.iterfind("{*}entry/{*}id")}) == len(named)
    poster = {one.get("property"): one for one in pages["p/es-02/en/index.html"].all("meta")}
    assert (hosted.site / poster["og:image"]["content"].removeprefix(root)).is_file()


def test_a_poster_has_all_that_a_school_needs(hosted: Hosted, pages: dict[str, Page]) -> None:
    page = pages["p/es-02/en/index.html"]
    targets = page.targets()
    for name in ("es-02-en-a4-sheets.pdf", "es-02-a4-en-print.pdf", "es-02-square-en.png"):
        assert f"p/es-02/en/{name}" in targets
    for name in ("all-school-en", "all-community-en", "es-02-all-languages"):
        assert f"bundles/{name}.zip" in targets
    assert "Message talk-to-someone.share-square.en.caption" in page.text, "words to paste, without their title"
    assert '<a href="https://leaflets.example.org/p/es-02/en/"><img' in page.text, "for a website"
    assert "at eye level" in page.text and "lscpbirmingham.org.uk" in page.text
    assert "Large print: Is your child OK online?" in pages["p/es-07c/en/index.html"].text
    with zipfile.ZipFile(hosted.site / "bundles/es-02-all-languages.zip") as archive:
        assert {"print/es-02-a4-ur-print.pdf", "print/es-02-a4-bn-print.pdf"} <= set(archive.namelist())


# Publications


def is_tiled(name: str) -> bool:
    """Whether a file is a poster on A4 sheets: the site makes those, so the manifest has none."""
    return name.endswith("-a4-sheets.pdf")


def downloads(hosted: Hosted) -> list[Path]:
    """The files of the pages of publications that are not pages."""
    return [path for path in (hosted.site / "p").rglob("*.*") if path.suffix in (".pdf", ".png", ".txt")]


def test_every_final_edition_can_be_downloaded_and_no_other(hosted: Hosted, pages: dict[str, Page]) -> None:
    offered = {
        target for page in pages.values() for target in page.targets() if target.endswith((".pdf", ".png", ".txt"))
    }
    files = {path.relative_to(hosted.site).as_posix() for path in downloads(hosted)}
    assert files <= offered and {name for name in offered if name.startswith("p/")} == files
    editions = hosted.manifest["editions"]
    states = {entry["sha256"]: entry["state"] for entry in editions}
    there = [hashlib.sha256((hosted.site / name).read_bytes()).hexdigest() for name in files if not is_tiled(name)]
    assert {states[digest] for digest in there} == {"final"}
    final = [entry for entry in editions if entry["state"] == "final"]
    assert len(there) == sum(entry["pages"] if entry["purpose"] == "picture" else 1 for entry in final)
    assert [name for name in files if name.endswith("-press.pdf")] == ["p/es-01/en/es-01-en-press.pdf"]


def test_addresses_of_downloads_use_the_code(hosted: Hosted) -> None:
    assert (hosted.site / "p/es-07c/en/es-07c-en.pdf").is_file()
    assert (hosted.site / "p/es-02/ur/es-02-a4-ur-print.pdf").is_file()


def test_a_poster_is_offered_as_pictures_to_share_with_their_words_and_as_plain_text(hosted: Hosted) -> None:
    folder = hosted.site / "p/es-02/en"
    names = ("es-02-square-en.png", "es-02-square-en-words.txt", "es-02-story-en.png", "es-02-en.txt")
    page = (folder / "index.html").read_text(encoding="utf-8")
    for name in names:
        assert (folder / name).is_file() and f'href="{name}"' in page
    assert "1080 × 1080 px" in page and "1080 × 1920 px" in page


def test_the_first_format_keeps_its_address_when_another_is_added() -> None:
    assert addresses.download("ES-07c", "en", form="", purpose="screen") == "p/es-07c/en/es-07c-en.pdf"
    assert addresses.download("ES-07c", "zh-Hans", form="poster-a3", purpose="press") == (
        "p/es-07c/zh-hans/es-07c-a3-zh-hans-press.pdf"
    )


def paper_blocks(html: str) -> list[str]:
    """Return what a sheet of paper says, block by block; the small print is said in another form."""
    body = html[html.index("<body") :]
    body = re.sub(r"<svg.*?</svg>", "", body, flags=re.S)
    body = re.sub(r'<div class="imprint" data-imprint>.*?</div>', "", body, flags=re.S)
    body = re.sub(r'<p class="added__heading">.*?</p>', "", body, flags=re.S)
    body = re.sub(r'<p class="cover__edition">.*?</p>', "", body, flags=re.S)
    blocks = re.findall(rf"<({'|'.join(BLOCKS)})\b[^>]*>(.*?)</\1>", body, re.S)
    return [text for _, inner in blocks if (text := parse(f"<div>{inner}</div>").text if inner.strip() else "")]


@pytest.mark.parametrize("language", ["en", "ur", "bn"])
def test_the_web_page_holds_every_word_of_the_paper(hosted: Hosted, language: str) -> None:
    looked_at = 0
    for layout in layouts_of(hosted.project):
        if layout.language != language or layout.format in ("poster-a3", "card-wallet"):
            continue
        reading = text_of(read(hosted.site, addresses.file_of(addresses.reading(layout.code, language))))
        for block in paper_blocks(hosted.composed(layout).html):
            looked_at += 1
            for sentence in re.split(r"(?<=[.?!۔।]) ", block):
                assert sentence in reading, f"{layout.id}: {sentence}"
    assert looked_at > 200


def test_the_language_switch_stays_on_the_publication(pages: dict[str, Page]) -> None:
    page = pages["p/es-07c/ur/index.html"]
    links = {one["hreflang"]: one["href"] for one in page.all("link") if "hreflang" in one}
    whole = {tag: f"https://leaflets.example.org/p/es-07c/{tag}/" for tag in ("en", "ur", "bn")}
    assert links == {**whole, "x-default": whole["en"]}, "search engines want whole addresses"
    switch = {one["hreflang"]: one["href"] for one in page.all("a") if one.get("lang") in ("en", "bn")}
    assert switch == {"en": "../en/index.html", "bn": "../bn/index.html"}


def test_a_withdrawn_publication_keeps_a_page_that_says_what_replaced_it(
    hosted: Hosted, pages: dict[str, Page]
) -> None:
    for language in ("en", "ur", "bn"):
        page = pages[f"p/es-04/{language}/index.html"]
        assert "ES-04 is no longer made" in page.text and "Please take it down" in page.text
        assert [one["lang"] for one in page.all("section")] == list(dict.fromkeys(["en", language]))
        assert f"p/es-01/{language}/index.html" in page.targets()
        assert not [target for target in page.targets() if target.endswith(".pdf")]


def test_filters_are_pages(pages: dict[str, Page]) -> None:
    clinics = pages["gallery/en/setting-clinic/index.html"]
    cards = [attributes for tag, attributes in clinics.elements if "data-card" in attributes]
    assert cards and all("clinic" in card["data-setting"] for card in cards)
    assert "gallery/en/setting-clinic/index.html" in pages["gallery/en/index.html"].targets()


# Packs and lists


def test_packs_hold_what_they_say(hosted: Hosted) -> None:
    with zipfile.ZipFile(hosted.site / "bundles" / "posters-school-ur.zip") as archive:
        names = archive.namelist()
        listed = archive.read("contents.txt").decode()
    assert "print/es-02-ur-print.pdf" in names and "print/es-03-a3-ur-print.pdf" in names
    assert not [name for name in names if "es-01" in name or "es-07" in name], "neither is a poster"
    assert all(name in listed for name in names if name != "contents.txt")


def test_the_catalogue_leads_to_every_file(hosted: Hosted) -> None:
    catalogue = json.loads((hosted.site / "catalogue.json").read_text(encoding="utf-8"))
    assert catalogue["schema"] == 1
    assert [one["tag"] for one in catalogue["languages"]] == ["en", "ur", "bn"]
    files = 0
    for publication in catalogue["publications"]:
        for leaf in publication["languages"].values():
            assert (hosted.site / leaf["page"] / "index.html").is_file()
            assert (hosted.site / leaf["text"] / "index.html").is_file()
            assert all((hosted.site / name).is_file() for name in leaf["previews"])
            for one in leaf["files"]:
                files += 1
                assert hashlib.sha256((hosted.site / one["file"]).read_bytes()).hexdigest() == one["sha256"]
    assert files == len([path for path in downloads(hosted) if not is_tiled(path.name)])


# Short links


def test_every_link_of_the_data_has_a_page_that_names_where_it_leads(hosted: Hosted, pages: dict[str, Page]) -> None:
    forwards = (hosted.site / "_redirects").read_text(encoding="utf-8").splitlines()
    links = links_of(hosted.project)
    assert len(forwards) == 2 * len(links) > 80
    for line in forwards:
        source, target, code = line.split()
        page = pages[f"{source[1:].rstrip('/')}/index.html"]
        refresh = next(one for one in page.all("meta") if one.get("http-equiv") == "refresh")
        assert refresh["content"] == f"0; url={target}" and code == "302"
        assert target.removeprefix("https://") in page.text
    [nspcc] = [
        code for code, fact in read_codes(hosted.folder).items() if fact == "organisations.nspcc.links.parents.en"
    ]
    assert "NSPCC" in pages[f"r/{nspcc}/index.html"].text


@pytest.fixture(scope="module")
def forwarding(tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """A project in English whose codes lead to its site, with a contact of an area's own."""
    name = "    about: Someone to talk to when life is hard, whatever your age.\n"
    night = '{kind: phone, value: "0114 496 0300", extension: "42", label: Nights, cost: free, hours: 6pm to midnight,'
    more = f"    contacts:\n      night: {night} source: made up, review_by: 2027-05-22}}\n"
    address = "  site_address: https://example.org/safe\n  short_links: true\n"
    other = new_project(
        tmp_path_factory.mktemp("short") / "project",
        ("  short_name: BSCP\n", f"  short_name: BSCP\n{address}"),
        ("    - actearly.uk\n", "    - actearly.uk\n    - example.org\n"),
        (name, name + more),
        PAPER_ALONE,
        languages="en",
    )
    build(other)
    other.make()
    return other


def test_codes_on_paper_lead_to_the_site_when_it_forwards_them(forwarding: Hosted) -> None:
    other = forwarding
    carried = {name: form.carries for name, form in other.project.every_format.items()}
    printed = [(carried[entry["format"]], code["url"]) for entry in other.manifest["editions"] for code in entry["qr"]]
    assert not [url for carries, url in printed if carries == "short" and "/safe/r/" in url], "cards have no room"
    codes = {url for carries, url in printed if carries != "short"}
    assert len(codes) > 10
    for url in codes:
        assert (other.site / url.removeprefix("https://example.org/safe/") / "index.html").is_file()
    paper = other.composed(next(layouts_of(other.project)))
    for code in paper.codes:
        assert f">{code.url.removeprefix('https://')}</a>" in paper.html, "the code's own address stands beside it"
    guide = read(other.site, "p/es-01/en/read/index.html")
    assert "https://www.ceop.police.uk/Safety-Centre/" in [one.get("href") for one in guide.all("a")]


def test_every_code_on_paper_leads_to_an_address_of_the_data(hosted: Hosted) -> None:
    known = {link.value for link in links_of(hosted.project).values()}
    codes = [code["url"] for entry in hosted.manifest["editions"] for code in entry["qr"]]
    assert len(codes) > 100 and set(codes) <= known


def test_short_links_need_an_address(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        new_project(
            tmp_path / "x", ("  short_name: BSCP\n", "  short_name: BSCP\n  short_links: true\n"), languages="en"
        )
    assert [problem.slug for problem in caught.value.problems] == ["site-address-missing"]


def test_every_contact_of_an_organisation_is_on_the_site_with_its_cost_and_hours(forwarding: Hosted) -> None:
    """Contacts of an area's own: the site has room for all of them, paper only for the main one."""
    pages = [page for page in forwarding.site.rglob("*.html") if "6pm to midnight" in page.read_text(encoding="utf-8")]
    assert any("help" in page.parts for page in pages) and any("read" in page.parts for page in pages)
    for page in pages:
        assert re.search(r"Nights: .*0114.496.0300.*42.*Free", page.read_text(encoding="utf-8"))


# What stops the site


def test_nothing_built_is_said(tmp_path: Path) -> None:
    other = new_project(tmp_path / "bare", languages="en")
    with pytest.raises(ProblemsFound) as caught:
        other.make()
    assert [problem.slug for problem in caught.value.problems] == ["nothing-built"]


def test_files_that_are_not_what_was_built_stop_it(hosted: Hosted, tmp_path: Path) -> None:
    other = copy_of(hosted, tmp_path / "changed")
    before = (other.site / "SHA256SUMS").read_bytes()
    path = other.dist / "pdf/parents-guide/parents-guide.trifold-dl.en.screen.pdf"
    path.unlink()
    path.write_bytes(b"%PDF something else")
    (other.dist / "picture/waiting-room-screen/waiting-room-screen.screen-16x9.en.4.png").unlink()
    data = other.folder / "data.yaml"
    data.write_text(
        data.read_text(encoding="utf-8").replace('code: ES-02\n    version: "1.0"', 'code: ES-02\n    version: "1.1"')
    )
    with pytest.raises(ProblemsFound) as caught:
        other.make()
    where = {problem.where for problem in caught.value.problems}
    assert "waiting-room-screen.screen-16x9.en.picture" in where, "a further picture of an edition"
    assert "parents-guide.trifold-dl.en.screen" in where and "talk-to-someone (ur)" in where
    assert {problem.slug for problem in caught.value.problems} == {"site-stale"}
    summary = str(other.project.publications["parents-guide"].summary)
    data.write_text(
        data.read_text(encoding="utf-8").replace(summary, f"Call 0121 496 0000. {summary}"), encoding="utf-8"
    )
    with pytest.raises(ProblemsFound) as caught:
        other.make()
    (problem,) = caught.value.problems  # words are read over first
    assert problem.where == "publications.parents-guide.summary" and "0121 496 0000" in problem.message
    assert (other.site / "SHA256SUMS").read_bytes() == before


def test_a_site_that_fails_half_way_leaves_the_former_one(
    hosted: Hosted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = copy_of(hosted, tmp_path / "half")
    before = {path: path.read_bytes() for path in other.site.rglob("*.html")}
    calls = iter(range(1000))
    whole = publish.write_or_link

    def fail(*arguments: Any) -> bool:
        if next(calls) > 40:
            raise OSError(28, "No space left on device")
        return whole(*arguments)

    monkeypatch.setattr(publish, "write_or_link", fail)
    with pytest.raises(ProblemsFound) as caught:
        other.make()
    assert caught.value.exit_code == 5
    assert {path: path.read_bytes() for path in other.site.rglob("*.html")} == before
    assert sorted(path.name for path in other.folder.iterdir() if path.name.startswith(".dist")) == [".dist.lock"]


# Languages


def test_words_that_no_reader_has_approved_stay_english_and_say_so(changed: Changed) -> None:
    other = changed[0]
    page = (other.site / "p/es-02/ur/index.html").read_text(encoding="utf-8")
    assert '<span lang="en" dir="ltr">Exit site</span>' in page
    reading = read(other.site, "p/es-02/ur/read/index.html").text
    assert "You can tell someone" not in reading, "what is approved with the publication is shown"


def test_the_verb_says_what_it_made(by_verb: Answered) -> None:
    made = json.loads(by_verb[1].stdout)
    assert made["languages"] == ["en", "ur", "bn"] and made["pages"] > 300


def test_copies_of_a_process_elsewhere_make_the_same_bytes_as_one_alone(hosted: Hosted, by_verb: Answered) -> None:
    made, alone = by_verb[0].site, hosted.site
    names = {path.relative_to(alone) for path in alone.rglob("*") if path.is_file()}
    assert len(names) > 100 and names == {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    assert [name for name in sorted(names) if (made / name).read_bytes() != (alone / name).read_bytes()] == []


def test_the_verb_shows_the_site_on_this_machine_alone(
    by_verb: Answered,
) -> None:
    words = command("site", "--serve", "--port", "0", "--project", by_verb[0].folder, "--today", TODAY.isoformat())
    process = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment())
    assert process.stderr
    found = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())
    assert found
    with urllib.request.urlopen(found[0], timeout=PATIENCE_SECONDS) as answer:
        assert b"<h1" in answer.read()
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE_SECONDS) == 130
    process.stderr.close()


def test_a_changed_sentence_is_on_the_site(changed: Changed) -> None:
    pages = [path.read_text(encoding="utf-8") for path in changed[0].site.rglob("*.html")]
    assert any(NEW in page for page in pages) and not any(OLD in page for page in pages)


def test_nobody_is_sent_to_those_of_whom_nothing_is_known_today() -> None:
    project = load_project(Path(__file__).parents[2], today=TODAY).project
    helpers = SitePlan(project, {}, ("en",), (), (), (), ()).helpers
    assert "kooth" in project.organisations and "kooth" not in helpers
    named = {name for risk in project.risks.values() for names in risk.help.values() for name in names}
    assert named < set(helpers) and helpers["nspcc"] == addresses.marks(project.organisations)["nspcc"]
