# SPDX-License-Identifier: MIT
"""Make the download site from what has been built and replace the former one.

Its pages are composed with the same code as print.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from dataclasses import replace as with_values
from datetime import date
from functools import cache, partial
from pathlib import Path

from leaflets.build import publish
from leaflets.build.beside import checked_beside
from leaflets.build.manifest import Manifest
from leaflets.build.ownership import foreign_files, move_aside
from leaflets.build.project import load_project
from leaflets.content.load import load_designs
from leaflets.content.model import Project, facts_of
from leaflets.core.checksums import SIGNATURE, SUMS
from leaflets.core.commands import command
from leaflets.core.edition import Layout
from leaflets.core.file_states import Inputs, States, hash_states, read, states_in
from leaflets.core.files import file_mode, link_or_copy, sync, write_or_link
from leaflets.core.lock import lock_project
from leaflets.core.messages import FIXED, SOURCE, Message, Translator
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.core.ssh_signature import sign
from leaflets.languages.registry import read_languages
from leaflets.layout.compose.compiled import environment
from leaflets.layout.compose.facts import PrintedFacts
from leaflets.layout.printed import ComposeContext, notice_words, site_words
from leaflets.register.codes import read_codes
from leaflets.register.published import FILE as REGISTER
from leaflets.register.published import Record, read_published, record, with_new, write_published
from leaflets.site.assemble import SiteInputs, check_manifest, list_sums, make_site
from leaflets.site.kept import Kept, hash_sources, recipe_of
from leaflets.site.languages import SiteLanguage, open_words, remember_phrases
from leaflets.site.offered import Download, LanguageVariant, SitePublication
from leaflets.site.pages import list_pages
from leaflets.site.plan import SitePlan, make_plan
from leaflets.site.remember import changes, remember
from leaflets.site.slots import SlotTables
from leaflets.site.tiles import PosterTiles
from leaflets.site.trusted import trusted

FLUSHING = 8
"""The number of files flushed to disk at once."""


@dataclass(frozen=True)
class Approved:
    """Gives approved translations in a language, and the rest in English, marked as such; it knows what it gave."""

    translator: Translator
    keys: frozenset[str] | None
    """Of approved translations; None if none is needed."""
    given: dict[str, Message] = field(default_factory=dict)

    def message(self, key: str, english: str) -> Message:
        approved = self.keys is None or key in self.keys
        self.given[key] = self.translator.message(key, english) if approved else Message(english, key)
        return self.given[key]

    def word(self, key: str, *, draft: bool = False) -> Message | None:
        """Return a sentence by its key, a fixed phrase perhaps in a draft; None if data.yaml does not have it."""
        if (english := key.removeprefix(FIXED)) != key:
            return (self.translator if draft else self).message(key, english)
        return self.given.get(key)


@dataclass(frozen=True)
class SiteResult:
    """The results of making the site."""

    folder: Path
    pages: int
    files: int
    languages: tuple[str, ...]
    seconds: float
    recorded: int
    """The number of lines added to the register."""
    kept: tuple[str, ...]
    """Ids of changed facts that it shows as last verified or published."""
    once: tuple[Problem, ...]
    """What is to be said of this run."""
    notices: tuple[Problem, ...]
    """What is to be said of the site, however often it is made."""
    states: dict[str, str]
    """The states of the folders that it has filled, by their paths."""
    register: Inputs
    """The state of the register if it has been written and nobody else has changed it meanwhile."""
    until: date | None
    """The last day on which the same project makes the same site; None if no day changes it."""
    changes: Mapping[str, Sequence[str]]
    """What is new, changed, withdrawn, being checked or lost: addresses."""


CACHE = Path(".cache", "site")
NAMED = 3
"""The most sentences that a warning quotes."""
ROOTED = Problem(
    "site-at-root",
    "the links of 404.html begin at the root of the host: its folder is not known without `publisher.site_address`.",
    where="site",
    hint="if the site will be in a folder of its host, add `site_address: https://...` to data.yaml.",
    severity="notice",
)


def build_site(
    folder: Path, out: Path, today: date, *, key: Path | None = None, accept_loss: bool = False
) -> SiteResult:
    """Make `site` under `out` from the editions there; an OpenSSH private `key` signs the list of checksums.

    ProblemsFound if it would lose an address that it has published, unless `accept_loss`.
    """
    started = time.monotonic()
    opened = load_project(folder, today=today)
    with publish.locked(out, folder) as notices:
        with checked_beside(opened.read_over):
            manifest, resources = built(out), Resources(folder)
            project, kept = trusted(opened.project, opened.trust(today))
            register = read_published(folder)
            plan = plan_of(project, manifest, register, resources=resources, out=out)
            kept_files = Kept(out / "site", folder / CACHE)
            if problems := check_manifest(plan, manifest, out, kept_files):
                raise ProblemsFound(problems)
            languages = read_languages(resources, project)
            regular, bold = map(languages.fonts[languages.languages[SOURCE].families[0]].path, (400, 700))
            with publish.disk_errors(publish.Tree(out)):
                tables = SlotTables(out, kept_files, languages)
                plan = with_hashes(plan, PosterTiles(out, kept_files, regular, bold), tables)
            context = ComposeContext(project, resources, languages)
            sources = recipe_of(hash_sources(resources), languages.languages)
            remember_phrases(resources, kept_files, sources)
            spoken = cache(partial(open_language, plan=plan, context=context, kept=kept_files, sources=sources))
            site_languages = {tag: spoken(tag) for tag in plan.languages}
            published = tuple(records_of(plan, manifest, today))
            pages = {tag: tuple(list_pages(plan, one)) for tag, one in site_languages.items()}
            past = remember(plan, manifest, register, published, context=context, pages=pages, accept_loss=accept_loss)
            speakers = {tag: spoken(tag) for tag in past.languages}
            inputs = SiteInputs(resources, languages, folder, out, kept_files, sources, tables)
            files = make_site(plan, site_languages, inputs, pages=pages, notices=past.notices, speakers=speakers)
            records = with_new(register, past.records(files, today))
            release = max((one.date.isoformat() for one in records), default="")
            files[SUMS] = list_sums(files, release, kept_files)
            if key:
                files[SIGNATURE] = sign(bytes(files[SUMS]), key)
        with publish.disk_errors(publish.Tree(out)):
            tiles = states_in(os.fspath(out / "tiles"))
            moved, states = replace(out / "site", files, today)
            kept_files.write(states)
        reviews = [fact.review_by for fact in facts_of(opened.project).values() if fact.review_by >= today]
        written = add_to_register(folder, register, records) if len(records) > len(register) else (0, {})
    return SiteResult(
        out / "site",
        pages=sum(name.endswith(".html") for name in files),
        files=len(files),
        languages=plan.languages,
        seconds=time.monotonic() - started,
        recorded=written[0],
        kept=kept,
        once=(*notices, *moved),
        notices=(*([] if project.publisher.site_address else [ROOTED]), *unapproved_words(site_languages)),
        states={os.fspath(out / "site"): hash_states(states), os.fspath(out / "tiles"): hash_states(tiles)},
        register=written[1],
        until=min(reviews, default=None),
        changes=changes(register, records),
    )


def built(out: Path) -> Manifest:
    """Return the manifest of what has been built; ProblemsFound if there is nothing."""
    if manifest := publish.read_manifest(out):
        return manifest
    message = f"There is nothing in {out} to put on a site."
    raise ProblemsFound([Problem("nothing-built", message, hint=f"build first: {command('build')}.")])


def plan_of(
    project: Project, manifest: Manifest, register: Iterable[Record], *, resources: Resources, out: Path
) -> SitePlan:
    """Return the plan of the site that is made from what is in `out`."""
    return make_plan(
        project,
        manifest,
        designs=load_designs(resources),
        files=[path.relative_to(out).as_posix() for path in (out / "preview").rglob("*.*")],
        codes=read_codes(resources.folder),
        spoken={one.language for one in register if one.language},
    )


def unapproved_words(site_languages: Mapping[str, SiteLanguage]) -> list[Problem]:
    """Return a warning for each language some of whose words on the site are English."""
    found = []
    for tag, one in site_languages.items():
        if words := one.unapproved:
            named = ", ".join(f"'{word}'" for word in words[:NAMED]) + (", ..." if len(words) > NAMED else "")
            message = f"{len(words)} sentences of the site are not approved, and appear in English: {named}."
            hint = f"{command('translate', 'approve', tag, '--publication', 'site', '--by', 'NAME')} approves them."
            found.append(Problem("site-words", message, where=f"site ({tag})", hint=hint, severity="warning"))
    return found


def with_hashes(plan: SitePlan, tiles: PosterTiles, tables: SlotTables) -> SitePlan:
    """Return the plan with what the manifest lacks: size and hash of further pictures and of tiles; who has a slot."""

    def measured(one: Download, variant: LanguageVariant) -> Download:
        if one.sha256:
            return with_values(one, slot=bool(tables.read(one)))
        if one.tiled:
            tiles.make(variant, one)
        path = tiles.dist / one.source
        return with_values(one, bytes=path.stat().st_size, sha256=tables.kept.hash(path))

    def whole(item: SitePublication) -> SitePublication:
        variants = {
            tag: with_values(one, downloads=tuple(measured(each, one) for each in one.downloads))
            for tag, one in item.variants.items()
        }
        return with_values(item, variants=variants)

    return with_values(plan, items=tuple(map(whole, plan.items)))


def records_of(plan: SitePlan, manifest: Manifest, today: date) -> Iterator[Record]:
    """Yield the register's record of each edition file that the site offers."""
    editions = {entry["id"]: entry for entry in manifest["editions"]}
    for item in plan.items:
        for variant in item.variants.values():
            for one in variant.downloads:
                edition = editions[one.edition]
                facts = {fact["id"]: fact["value"] for fact in edition["facts"]}
                yield record(one.address, {**edition, "sha256": one.sha256}, facts, today)


def add_to_register(folder: Path, register: Sequence[Record], published: Iterable[Record]) -> tuple[int, Inputs]:
    """Add what has been published to the project's register; return the number of new lines, and the file's state.

    The state is left out if somebody has changed the register since the site was made from it. The register is written
    last, so that it names only what has been published, even if the program is killed in between.
    """
    path = folder / REGISTER
    try:
        with lock_project(folder):
            former = read_published(folder)
            records = with_new(former, published)
            write_published(folder, records)
            state = {str(path): read(str(path), path.stat(), None, time.time_ns())} if former == register else {}
    except OSError as error:
        message = f"the site is new, but the register could not be written: {error.strerror}."
        hint = f"correct that, then run {command('site')} again, or changed facts will not be noticed."
        problem = Problem("register-unwritten", message, REGISTER, hint=hint)
        raise ProblemsFound([problem], exit_code=ExitCode.DISK) from None
    return len(records) - len(former), state


def open_language(tag: str, *, plan: SitePlan, context: ComposeContext, kept: Kept, sources: str) -> SiteLanguage:
    """Return a language of the site. Its pages link directly to organisations, not to our short links."""
    languages = context.languages.languages
    language = languages[tag]
    english = "" if tag == SOURCE else language.name_of(languages[SOURCE])
    every, keys = open_words(context, tag, kept, sources)
    translator, approved = Approved(every, keys), keys or frozenset()
    spoken = context.says(translator).project
    spoken = spoken.model_copy(update={"publisher": spoken.publisher.model_copy(update={"short_links": False})})

    own = site_words(context)
    said = {key: every.message(key, text) for key, text in notice_words(context.resources).items()}
    printed: dict[str, Message] = {}
    drafted: dict[str, Message] = {}

    def facts(layout: Layout, by: Translator = translator, messages: dict[str, Message] = printed) -> PrintedFacts:
        return PrintedFacts(spoken, layout, 1.0, english_page=english, translator=by, messages=messages)

    layout = plan.general_layout(tag)
    return SiteLanguage(
        language,
        spoken,
        environment(context.resources, facts(layout)),
        facts,
        environment(context.resources, facts(layout, every, drafted)),
        translator.word,
        partial(translator.word, draft=True),
        printed,
        drafted,
        is_draft=tag != SOURCE and not approved.issuperset(said),
        unapproved=() if tag == SOURCE else tuple(text for key, text in own.items() if key not in approved),
    )


def replace(folder: Path, files: Mapping[str, bytes | Path], today: date) -> tuple[list[Problem], States]:
    """Write the files beside the folder and exchange the two; unchanged files are hard links.

    Files that no build has made are moved aside; returns notices about them, and the states of the new ones.
    """
    with publish.workspace(folder.parent) as beside:
        new = beside / folder.name
        new.mkdir()
        mode = file_mode(new)
        for below in sorted({name.rpartition("/")[0] for name in files}):
            (new / below).mkdir(parents=True, exist_ok=True)
        fresh = []
        for name, file in files.items():
            path = new / name
            if isinstance(file, Path):
                is_new = link_or_copy(file, path, mode)
            else:
                is_new = write_or_link(file, path, folder / name, mode)
            if is_new:
                fresh.append(path)
        with ThreadPoolExecutor(FLUSHING) as threads:
            list(threads.map(sync, fresh))
        notices = move_aside(folder, foreign_files(folder, {SIGNATURE, *files}), folder.parent, today)
        states = states_in(os.fspath(new))
        publish.exchange(new, folder)
    shutil.rmtree(publish.beside(folder, "old"), ignore_errors=True)
    return notices, states
