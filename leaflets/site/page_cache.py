# SPDX-License-Identifier: MIT
"""The cache of rendered pages: those of a language are kept until something that they are made from changes.

A changed sentence changes the pages of one language; the others come from the cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from leaflets.build.pool import count_cores
from leaflets.build.worker_start import METHOD, defer_ctrl_c
from leaflets.core.files import read_sealed, write_sealed
from leaflets.core.messages import SOURCE
from leaflets.core.resources import PACKAGE, Resources
from leaflets.site.languages import SiteLanguage
from leaflets.site.render import RenderContext, render_language

SOURCES = ("templates/site/**/*.*", "assets/**/*.svg")


def all_pages(context: RenderContext, resources: Resources, cache: Path) -> dict[str, bytes]:
    """Return the pages of every language, rendered in parallel by forks, and the drawings that they show."""
    sources, files = hash_sources(resources), dict[str, bytes]()
    work = [
        (one, cache / f"pages-{one.language.tag}-{fingerprint(context, one, sources)}.json")
        for one in context.site_languages.values()
    ]
    new = [one for one in work if read_sealed(one[1]) is None]
    if len(new) > 1 and METHOD == "forkserver" and threading.active_count() == 1:
        _share(context, new, min(len(new), count_cores()))
    for site_language, path in work:
        files |= pages_of(context, site_language, path)
    return files


def _share(context: RenderContext, work: Sequence[tuple[SiteLanguage, Path]], number: int) -> None:
    """Let forks of this process fill the cache; the caller makes what is left if one dies or fails."""
    fork = multiprocessing.get_context("fork")  # the renderer of a language cannot be sent to another process
    copies = [fork.Process(target=_render, args=(context, work[one::number]), daemon=True) for one in range(number)]
    try:
        with defer_ctrl_c():
            for copy in copies:
                copy.start()
        for copy in copies:
            copy.join()
    finally:
        for copy in (one for one in copies if one.pid):
            copy.kill()


def _render(context: RenderContext, work: Sequence[tuple[SiteLanguage, Path]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with contextlib.suppress(Exception):  # the caller meets it again, and reports it
        for site_language, path in work:
            pages_of(context, site_language, path)


def pages_of(context: RenderContext, site_language: SiteLanguage, path: Path) -> dict[str, bytes]:
    """Return the pages of a language and the drawings that they show, from the cache or rendered."""
    texts: dict[str, str]
    if (found := read_sealed(path)) is not None:
        texts = json.loads(found)
    else:
        texts = dict(render_language(context, site_language))
        texts |= {name: data.decode() for name, data in context.shared.files.items() if name.endswith(".svg")}
        for former in path.parent.glob(f"pages-{site_language.language.tag}-*.json"):
            former.unlink(missing_ok=True)
        write_sealed(path, json.dumps(texts, ensure_ascii=False).encode())
    return {name: text.encode() for name, text in texts.items()}


def fingerprint(context: RenderContext, site_language: SiteLanguage, sources: str) -> str:
    """Return a hash of everything that the pages of a language are made from."""
    digest = hashlib.sha256()
    for part in (*_parts(context, site_language), sources):
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()[:32]


def _parts(context: RenderContext, site_language: SiteLanguage) -> Iterator[str]:
    plan, tag = context.plan, site_language.language.tag
    yield site_language.fingerprint
    yield repr(
        (
            site_language.language,
            plan.languages,
            plan.updated,
            context.style,
            context.script,
            context.gallery_script,
            context.copies_script,
            context.logos,
        )
    )
    yield repr([context.languages[one] for item in plan.items for tag in item.variants for one in tag.split("+")])
    yield repr([(gone.code, gone.publication.withdrawn) for gone in plan.gone])
    if tag == SOURCE:
        yield repr((context.notices, [one.fingerprint for one in context.speakers.values()]))
    yield repr([bundle for bundle in plan.bundles if bundle.language in ("", tag)])
    yield repr(plan.redirects)
    for item in plan.items:
        variants = [
            variant
            for other, variant in item.variants.items()
            if variant is item.variant(tag) or tag in other.split("+")
        ]
        pictures = [context.previews.of(picture) for variant in variants for picture in variant.pictures]
        elsewhere = [(variant.language, variant.code, variant.formats) for variant in item.variants.values()]
        title = plan.project.risks[item.risk].title if item.risk else item.publication.title
        yield repr((item.id, item.risk, title, variants, pictures, elsewhere))


def hash_sources(resources: Resources) -> str:
    """Return a hash of templates, drawings and the program itself."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for name in resources.list(pattern):
            digest.update(f"{name}\0".encode() + resources.data(name) + b"\0")
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
