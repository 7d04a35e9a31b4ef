# SPDX-License-Identifier: MIT
"""A recipe for each file of the site: after any change it is what would be made from nothing, and little is made."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import mutated
import polib
import pytest
from hosted import TODAY, Hosted, approve_all, build, copy_of, give_codes, translate, write

from leaflets.core.files import read_sealed, write_sealed
from leaflets.core.messages import Message
from leaflets.core.problems import ProblemsFound
from leaflets.languages.catalogue.po import path_of
from leaflets.site import page_recipes, publish
from leaflets.site.kept import NOTE
from leaflets.site.page_recipes import PageRecipes
from leaflets.site.publish import CACHE, build_site
from leaflets.translate.catalogue_files import open_for_translation, update

TAGS = ("ur", "pl")
SUMMARY = "publications.parents-guide.summary"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """A project of a few publications in three languages, with its site; not to be changed."""
    folder = mutated.new_project(tmp_path_factory.mktemp("recipes") / "project")
    give_codes(folder)
    update(open_for_translation(folder, today=TODAY), TAGS, today=TODAY)
    for tag in TAGS:
        translate(folder, tag)
        approve_all(folder, tag)
    hosted = Hosted(folder)
    build(hosted)
    hosted.make()
    return hosted


@pytest.fixture(scope="module")
def copy(made: Hosted, tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """The same in another folder, for all tests to change in turn."""
    return copy_of(made, tmp_path_factory.mktemp("changed") / "project")


@pytest.fixture
def site(made: Hosted, copy: Hosted) -> Hosted:
    """The copy with everything as it was, and its site made again."""
    was, there = contents(made.folder), contents(copy.folder)
    for name in there.keys() | was.keys():
        if name.startswith((".cache/", "dist/site/")) or was.get(name) == there.get(name):
            continue
        (copy.folder / name).unlink(missing_ok=True)
        if name in was:
            write(copy.folder / name, was[name])
    Hosted(copy.folder).make()
    return Hosted(copy.folder)


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def numbers(site: Path) -> dict[str, int]:
    """The inode of each file: another one if it was written again."""
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def assert_as_from_nothing(hosted: Hosted, beside: Path, day: datetime.date = TODAY) -> None:
    """Compare a site that is made now, with what is kept of the former one, with one made from nothing."""
    register = hosted.folder / "register" / "published.csv"
    before = register.read_bytes()
    build_site(hosted.folder, hosted.dist, day, accept_loss=True)
    after, register_after = contents(hosted.site), register.read_bytes()
    register.write_bytes(before)
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(hosted.folder, beside, ignore=lambda at, names: {*names} & left_out(hosted, Path(at)))
    build_site(beside, beside / "dist", day, accept_loss=True)
    register.write_bytes(register_after)
    new = contents(beside / "dist" / "site")
    assert after.keys() == new.keys()
    assert [name for name, data in new.items() if after[name] != data] == []


def left_out(hosted: Hosted, at: Path) -> set[str]:
    """What a site is not made from: caches, the site itself."""
    return {".cache"} if at == hosted.folder else {"site", "tiles"} if at == hosted.dist else set()


# Little is made


def test_without_a_change_nothing_is_written_or_rendered(site: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    before = numbers(site.site)
    monkeypatch.setattr(page_recipes, "render_page", lambda *_: pytest.fail("a page was rendered"))
    build_site(site.folder, site.dist, TODAY)
    assert numbers(site.site) == before and len(before) > 200


@pytest.mark.parametrize("key", [SUMMARY, "risks.grooming.summary", "risks.grooming.opener"])
def test_a_changed_sentence_writes_the_pages_that_show_it_and_no_other(
    site: Hosted, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    before, files = numbers(site.site), contents(site.site)
    old = sentence(site, key)
    edit(site.folder / "data.yaml", old, f"Quokka {old}")
    render, patch = page_recipes.render_page, page_recipes.with_pieces
    monkeypatch.setattr(
        page_recipes,
        "render_page",
        lambda context, language, page: made.append(f"{page.address}index.html") or render(context, language, page),
    )
    monkeypatch.setattr(page_recipes, "with_pieces", lambda *given: made.append("") or patch(*given))
    build(Hosted(site.folder))
    build_site(site.folder, site.dist, TODAY)
    showing = {name for name, data in contents(site.site).items() if b"Quokka" in data and name.endswith(".html")}
    translated = {name for name, data in files.items() if data != (site.site / name).read_bytes()}
    pages = {name for name in translated if name.endswith(".html")}
    assert len(showing) >= 3 and showing <= pages
    rendered = {name for name in made if name}
    assert rendered <= pages and len(made) == len(pages), "no page was made that is as before"
    assert len(rendered) < len(pages) or key != SUMMARY, "what shows it only in a piece is not rendered"
    assert {name for name, number in numbers(site.site).items() if number != before[name]} == translated


def sentence(hosted: Hosted, key: str) -> str:
    value: object = hosted.project
    for part in key.split("."):
        value = value[part] if isinstance(value, dict) else getattr(value, part)
    return str(value)


def test_what_a_page_shows_is_recorded_wherever_its_words_stand(site: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sentence gets a mark: a page on which one is found must have recorded it, or its recipe forgets it."""
    recipes: list[PageRecipes] = []
    marks: dict[str, str] = {}

    def marked(key: str, english: str) -> str:
        if not page_recipes.SENTENCES.match(key):
            return english
        return f"{english} q{marks.setdefault(key, f'{len(marks):04}')}q"

    class Marked(publish.Approved):
        def message(self, key: str, english: str) -> Message:
            return Message(marked(key, english), key)

    monkeypatch.setattr(publish, "Approved", Marked)
    original = PageRecipes.__init__
    monkeypatch.setattr(PageRecipes, "__init__", lambda self, *given: original(self, *given) or recipes.append(self))
    build_site(site.folder, site.dist, TODAY)
    keys = {mark: key for key, mark in marks.items()}
    uses = kept_uses(site)
    found = 0
    for name, shown in uses.items():
        printed = {keys[mark] for mark in re.findall("q([0-9]{4})q", (site.site / name).read_text(encoding="utf-8"))}
        assert printed <= {key for kind, key, *_ in shown if kind == "word"}, name
        found += len(printed)
    assert found > 1000


def kept_uses(hosted: Hosted) -> dict[str, list[list[str]]]:
    """What the note says that each page shows, itself and in its pieces."""
    note = json.loads(read_sealed(hosted.folder / CACHE / NOTE) or b"")
    placed = {name: [note["pieces"][piece][1] for piece, _, _ in note["places"][name]] for name in note["uses"]}
    return {
        name: [note["used"][number] for number in (*uses, *chain(*placed[name]))] for name, uses in note["uses"].items()
    }


def test_pieces_that_pages_share_are_where_the_note_says(site: Hosted) -> None:
    note = json.loads(read_sealed(site.folder / CACHE / NOTE) or b"")
    pieces: dict[str, set[bytes]] = {}
    for name, places in note["places"].items():
        for piece, start, end in places:
            pieces.setdefault(piece, set()).add((site.site / name).read_bytes()[start:end])
    assert {len(one) for one in pieces.values()} == {1} and len(pieces) > 50


def test_a_page_whose_template_changes_a_piece_is_rendered_again(site: Hosted) -> None:
    """It prints a card in capitals, so the card is not on it as it is elsewhere."""
    gallery = site.folder / "templates/site/topic.html"
    edit(gallery, "{{ once(card, item) }}", "{{ once(card, item) | upper }}")
    build_site(site.folder, site.dist, TODAY)
    note = json.loads(read_sealed(site.folder / CACHE / NOTE) or b"")
    assert not [name for name in note["places"] if re.match("topics/en/.+/", name) and note["places"][name]]


# What is made is what would be made from nothing


def title(hosted: Hosted) -> None:
    edit(hosted.folder / "data.yaml", "title: Is your child OK online?\n", "title: Is your child happy online?\n")


def phone(hosted: Hosted) -> None:
    """One of which the register does not say that another was published: that would be shown until it is verified."""
    (hosted.folder / "register" / "published.csv").write_text("", encoding="utf-8")
    edit(hosted.folder / "data.yaml", "0808 800 5000", "0808 800 5001")


def review_date(hosted: Hosted) -> None:
    day = hosted.project.publications["parents-guide"].review_by
    path = hosted.folder / "data.yaml"
    text = path.read_text(encoding="utf-8").replace(f"review_by: {day}", f"review_by: {day - datetime.timedelta(1)}")
    path.write_text(text, encoding="utf-8")


def summary(hosted: Hosted) -> None:
    old = sentence(hosted, SUMMARY)
    edit(hosted.folder / "data.yaml", old, f"Now {old}")


def translation(hosted: Hosted) -> None:
    catalogue = polib.pofile(str(hosted.folder / path_of("ur")))
    entry = next(one for one in catalogue if one.msgctxt == "publications.helpline-card.summary")
    entry.msgstr = f"\u0627{entry.msgstr}"
    catalogue.save()


def approved_translation(hosted: Hosted) -> None:
    translation(hosted)
    approve_all(hosted.folder, "ur")


def template(hosted: Hosted) -> None:
    edit(hosted.folder / "templates/site/helper.html", "<h1", '<h1 id="changed"')


def component(hosted: Hosted) -> None:
    """One that is not of the site alone."""
    path = hosted.folder / "templates/components/danger/danger.html"
    path.write_text(path.read_text(encoding="utf-8").replace("<p ", '<p title="changed" '), encoding="utf-8")


def stylesheet(hosted: Hosted) -> None:
    edit(hosted.folder / "templates/site/site.css", "padding: ", "padding: 0 ")


def drawing(hosted: Hosted) -> None:
    path = hosted.folder / "assets/icons/people.svg"
    path.write_text(path.read_text(encoding="utf-8").replace("</svg>", '<path d="M1 1h2v2z"/></svg>'), encoding="utf-8")


def brand_colour(hosted: Hosted) -> None:
    project = hosted.project
    old = project.colours[project.accent_of(project.publications["parents-guide"])].rgb
    path = hosted.folder / "data.yaml"
    new = f"{old[:-1]}{'1' if old[-1] != '1' else '2'}"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def removed_publication(hosted: Hosted) -> None:
    path = hosted.dist / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["editions"] = [one for one in manifest["editions"] if one["publication"] != "ask-a-grown-up"]
    path.write_text(json.dumps(manifest), encoding="utf-8")


def added_publication(hosted: Hosted) -> None:
    """The one that was removed before is there again."""
    path = hosted.dist / "manifest.json"
    whole = path.read_text(encoding="utf-8")
    removed_publication(hosted)
    build_site(hosted.folder, hosted.dist, TODAY, accept_loss=True)
    path.write_text(whole, encoding="utf-8")


def changed_pdf(hosted: Hosted) -> None:
    """As large as before, and as the manifest says."""
    path = hosted.dist / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    entry = next(one for one in manifest["editions"] if one["state"] == "final" and one["purpose"] == "screen")
    file = hosted.dist / entry["path"]
    data = file.read_bytes().replace(b"PDF-1.7", b"PDF-1.6")
    file.unlink()
    file.write_bytes(data)
    entry["sha256"] = hashlib.sha256(data).hexdigest()
    path.write_text(json.dumps(manifest), encoding="utf-8")


def truncated_page(hosted: Hosted) -> None:
    page = hosted.site / "p/es-01/en/index.html"
    page.write_bytes(page.read_bytes()[:1000])


def edited_page(hosted: Hosted) -> None:
    """As long as before."""
    edit(hosted.site / "index.html", "<h1", "<h2")


def edited_pieces(hosted: Hosted) -> None:
    """No piece is taken from a page that somebody has edited, though others need it."""
    for page in hosted.site.rglob("gallery/**/*.html"):
        page.write_text(page.read_text(encoding="utf-8").replace("<h3", "<h4"), encoding="utf-8")
    summary(hosted)


def lost_files(hosted: Hosted) -> None:
    for path in [*hosted.site.glob("assets/*.svg"), *hosted.site.glob("bundles/*.zip"), *hosted.site.glob("pages/*")]:
        path.unlink()


def picture(hosted: Hosted) -> None:
    path = next(hosted.dist.glob("preview/parents-guide/*.en.1.png"))
    other = next(hosted.dist.glob("preview/parents-guide/*.en.2.png"))
    data = other.read_bytes()
    path.unlink()
    path.write_bytes(data)


def broken_note(hosted: Hosted) -> None:
    path = hosted.folder / CACHE / NOTE
    path.write_bytes(path.read_bytes()[:-100])


def note_of_another_program(hosted: Hosted) -> None:
    """Its recipes are the same, its pages were not."""
    path = hosted.folder / CACHE / NOTE
    note = json.loads(read_sealed(path) or b"")
    write_sealed(path, json.dumps(note | {"program": "another"}).encode())
    other = hosted.site / "index.html"
    other.write_bytes(b"another" + other.read_bytes()[7:])


CHANGES: dict[Callable[[Hosted], None], str] = {
    summary: "",
    title: "build",
    phone: "build",
    review_date: "build",
    translation: "",
    approved_translation: "",
    template: "",
    component: "",
    stylesheet: "",
    drawing: "",
    brand_colour: "",
    removed_publication: "",
    added_publication: "",
    changed_pdf: "",
    picture: "",
    truncated_page: "",
    edited_page: "",
    edited_pieces: "",
    lost_files: "",
    broken_note: "",
    note_of_another_program: "",
}
"""Changes; `build` if the leaflets must be built again before the site."""


SHORT = (
    *(phone, summary, approved_translation, component, removed_publication),
    *(changed_pdf, truncated_page, edited_pieces, broken_note),
)
"""One of each kind of change; the others are only in the long proof."""


@pytest.mark.parametrize(
    "change",
    [pytest.param(one, marks=() if one in SHORT else pytest.mark.long, id=one.__name__) for one in CHANGES],
)
def test_after_a_change_the_site_is_the_one_made_from_nothing(
    site: Hosted, change: Callable[[Hosted], None], tmp_path: Path
) -> None:
    before = contents(site.site)
    change(site)
    if CHANGES[change]:
        build(Hosted(site.folder))
    assert_as_from_nothing(site, tmp_path / "beside")
    repaired = {truncated_page, edited_page, lost_files, broken_note, note_of_another_program, added_publication}
    assert (contents(site.site) == before) == (change in repaired)


def test_another_day_is_no_change_of_what_is_offered(site: Hosted, tmp_path: Path) -> None:
    assert_as_from_nothing(site, tmp_path / "beside", TODAY + datetime.timedelta(days=30))


@pytest.mark.parametrize(("part", "without"), [("_words", lambda *_: iter(())), ("of_piece", lambda *_: "the same")])
def test_without_what_a_page_or_a_piece_shows_in_its_recipe_the_proof_fails(
    site: Hosted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, without: Callable[..., object]
) -> None:
    monkeypatch.setattr(PageRecipes, part, without)
    build_site(site.folder, site.dist, TODAY)
    summary(site)
    with pytest.raises(AssertionError):
        assert_as_from_nothing(site, tmp_path / "beside")


@pytest.mark.long
@pytest.mark.parametrize("kind", range(6))
def test_after_any_change_the_site_is_the_one_made_from_nothing(site: Hosted, kind: int, tmp_path: Path) -> None:
    every = mutated.mutations(site.folder)
    made = 0
    for one in every[kind][:: max(1, len(every[kind]) // 12)]:
        text = (site.folder / one.file).read_bytes()
        one.apply(site.folder)
        try:
            build(Hosted(site.folder))
            assert_as_from_nothing(site, tmp_path / "beside")
            made += 1
        except ProblemsFound:
            pass  # it stops the site, also from nothing
        (site.folder / one.file).write_bytes(text)
    assert made > 2
