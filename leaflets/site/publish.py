# SPDX-License-Identifier: MIT
"""Make the download site from what has been built and replace the former one.

Its pages are composed with the same code as print.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from dataclasses import replace as with_values
from datetime import date
from pathlib import Path

from leaflets.build import publish
from leaflets.build.manifest import Manifest
from leaflets.build.ownership import foreign_files, move_aside
from leaflets.build.project import open_project
from leaflets.content.load import load_designs
from leaflets.content.model import Project
from leaflets.core.checksums import SIGNATURE, SUMS
from leaflets.core.commands import command
from leaflets.core.edition import Layout
from leaflets.core.files import file_mode, link_or_copy, sync, write_or_link
from leaflets.core.lock import lock_project
from leaflets.core.messages import SOURCE, Message, Translator
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.core.ssh_signature import sign
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import environment
from leaflets.layout.compose.drawings import Pictures
from leaflets.layout.compose.facts import PrintedFacts
from leaflets.layout.printed import ComposeContext, notice_words, site_words
from leaflets.layout.translated import open_translated
from leaflets.register.codes import read_codes
from leaflets.register.published import FILE as REGISTER
from leaflets.register.published import Record, read_published, record, with_new, write_published
from leaflets.site.assemble import SiteInputs, check_manifest, list_sums, make_site
from leaflets.site.languages import Draw, SiteLanguage
from leaflets.site.offered import Download, LanguageVariant, SitePublication
from leaflets.site.page_cache import hash_sources
from leaflets.site.plan import SitePlan, make_plan
from leaflets.site.remember import changes, remember
from leaflets.site.slots import SlotTables, slot_tables
from leaflets.site.tiles import PosterTiles
from leaflets.site.trusted import trusted

FLUSHING = 8
"""The number of files flushed to disk at once."""


@dataclass(frozen=True)
class Approved:
    """Gives approved translations in a language, and the rest in English, marked as such."""

    translator: Translator
    keys: frozenset[str]

    def message(self, key: str, english: str) -> Message:
        return self.translator.message(key, english) if key in self.keys else Message(english, key)


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
    notices: tuple[Problem, ...]
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
    opened = open_project(folder, today=today)
    with publish.locked(out, folder) as notices:
        manifest = publish.read_manifest(out)
        if not manifest:
            message = f"There is nothing in {out} to put on a site."
            raise ProblemsFound([Problem("nothing-built", message, hint=f"build first: {command('build')}.")])
        resources = Resources(folder)
        project, kept = trusted(opened.project, opened.trust(today))
        drawn = [path.relative_to(out).as_posix() for path in (out / "preview").rglob("*.*")]
        register = read_published(folder)
        plan = make_plan(
            project,
            manifest,
            designs=load_designs(resources),
            files=drawn,
            codes=read_codes(folder),
            spoken={one.language for one in register if one.language},
        )
        if problems := check_manifest(plan, manifest, out):
            raise ProblemsFound(problems)
        languages = read_languages(resources, project)
        cache, sources = folder / CACHE, hash_sources(resources)
        regular, bold = map(languages.fonts[languages.languages[SOURCE].families[0]].path, (400, 700))
        with publish.disk_errors(publish.Tree(out)):
            tables = slot_tables(plan, languages, out, cache=cache, sources=sources)
            plan = with_hashes(plan, PosterTiles(out, cache, regular, bold, sources), tables)
        context = ComposeContext(project, resources, languages)
        site_languages = {tag: open_language(tag, plan, context) for tag in plan.languages}
        published = tuple(records_of(plan, manifest, today))
        past = remember(
            plan, manifest, register, published, context=context, site_languages=site_languages, accept_loss=accept_loss
        )
        speakers = {tag: site_languages.get(tag) or open_language(tag, plan, context) for tag in past.languages}
        inputs = SiteInputs(resources, languages, drawer(plan.project, resources), folder, out, cache, tables)
        files = make_site(plan, site_languages, inputs, notices=past.notices, speakers=speakers)
        records = with_new(register, past.records(files, today))
        release = max((one.date.isoformat() for one in records), default="")
        files[SUMS] = list_sums(files, release)
        if key:
            files[SIGNATURE] = sign(bytes(files[SUMS]), key)
        with publish.disk_errors(publish.Tree(out)):
            notices += replace(out / "site", files, today)
        if project.publisher.site_address is None:
            notices.append(ROOTED)
        notices += unapproved_words(site_languages)
        recorded = add_to_register(folder, records)
    pages = sum(name.endswith(".html") for name in files)
    seconds = time.monotonic() - started
    found = changes(register, records)
    return SiteResult(
        out / "site", pages, len(files), plan.languages, seconds, recorded, kept, tuple(notices), changes=found
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
        data = (tiles.dist / one.source).read_bytes()
        return with_values(one, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())

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


def add_to_register(folder: Path, published: Iterable[Record]) -> int:
    """Add what has been published to the project's register, and return the number of new lines.

    It is written last, so that it names only what has been published, even if the program is killed in between.
    """
    try:
        with lock_project(folder):
            former = read_published(folder)
            records = with_new(former, published)
            write_published(folder, records)
    except OSError as error:
        message = f"the site is new, but the register could not be written: {error.strerror}."
        hint = f"correct that, then run {command('site')} again, or changed facts will not be noticed."
        problem = Problem("register-unwritten", message, REGISTER, hint=hint)
        raise ProblemsFound([problem], exit_code=ExitCode.DISK) from None
    return len(records) - len(former)


def open_language(tag: str, plan: SitePlan, context: ComposeContext) -> SiteLanguage:
    """Return a language of the site. Its pages link directly to organisations, not to our short links."""
    languages = context.languages.languages
    language = languages[tag]
    english = "" if tag == SOURCE else language.name_of(languages[SOURCE])
    translated = open_translated(context, tag)
    approved = translated.approved_keys()
    translator = Approved(translated.translator, approved) if translated.catalogue else translated.translator
    spoken = context.says(translator).project
    spoken = spoken.model_copy(update={"publisher": spoken.publisher.model_copy(update={"short_links": False})})

    own = site_words(context)
    words = [str(translator.message(key, text)) for key, text in own.items()]
    said = {key: translated.translator.message(key, text) for key, text in notice_words(context.resources).items()}
    parts = (spoken.model_dump_json(), english, sorted(approved), words, list(said.values()))
    fingerprint = hashlib.sha256(repr(parts).encode()).hexdigest()

    def facts(layout: Layout, by: Translator = translator) -> PrintedFacts:
        return PrintedFacts(spoken, layout, 1.0, english_page=english, translator=by)

    layout = plan.general_layout(tag)
    return SiteLanguage(
        language,
        spoken,
        environment(context.resources, facts(layout)),
        facts,
        environment(context.resources, facts(layout, translated.translator)),
        is_draft=tag != SOURCE and not approved.issuperset(said),
        fingerprint=fingerprint,
        unapproved=() if tag == SOURCE else tuple(text for key, text in own.items() if key not in approved),
    )


def drawer(project: Project, resources: Resources) -> Draw:
    """Return the function that supplies the leaflets' pictures, as separate files."""

    def draw(name: str, colour: str, roles: Mapping[str, str]) -> bytes:
        address = Pictures(resources, project.colours, colour)(name, **roles)
        return base64.b64decode(str(address).partition(",")[2])

    return draw


def replace(folder: Path, files: Mapping[str, bytes | Path], today: date) -> list[Problem]:
    """Write the files beside the folder and exchange the two; unchanged files are hard links.

    Files that no build has made are moved aside; returns notices about them.
    """
    with publish.workspace(folder.parent) as beside:
        new = beside / folder.name
        new.mkdir()
        mode = file_mode(new)
        for below in sorted({name.rpartition("/")[0] for name in files}):
            (new / below).mkdir(parents=True, exist_ok=True)
        fresh = []
        for name, file in files.items():
            if isinstance(file, Path):
                is_new = link_or_copy(file, new / name, mode)
            else:
                is_new = write_or_link(file, new / name, folder / name, mode)
            if is_new:
                fresh.append(new / name)
        with ThreadPoolExecutor(FLUSHING) as threads:
            list(threads.map(sync, fresh))
        notices = move_aside(folder, foreign_files(folder, {SIGNATURE, *files}), folder.parent, today)
        publish.exchange(new, folder)
    shutil.rmtree(publish.beside(folder, "old"), ignore_errors=True)
    return notices
