# SPDX-License-Identifier: MIT
"""Keep the rendered pages of a language until something that they are made of changes.

A changed sentence changes the pages of one language; those of the others are taken from the cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from leaflets.build.pool import count_cores
from leaflets.build.worker_start import METHOD
from leaflets.core.files import write_whole
from leaflets.core.problems import ProblemsFound
from leaflets.core.resources import PACKAGE, Resources
from leaflets.site.languages import SiteLanguage
from leaflets.site.plan import SitePublication
from leaflets.site.render import RenderContext, render_voice

SOURCES = ("templates/site/**/*.*", "assets/**/*.svg")


def all_pages(press: RenderContext, resources: Resources, cache: Path) -> dict[str, bytes]:
    """Return the pages of every language and the drawings that they show.

    Where several languages are to be rendered, copies of this process share the work.
    """
    sources, files = hash_sources(resources), dict[str, bytes]()
    work = [(voice, place(press, voice, sources, cache)) for voice in press.voices.values()]
    new = [one for one in work if not one[1].is_file()]
    if len(new) > 1 and METHOD == "forkserver" and threading.active_count() == 1:
        with multiprocessing.get_context("fork").Pool(min(len(new), count_cores()), _inherit, (press, new)) as pool:
            pool.map(_keep, range(len(new)), chunksize=1)
    for voice, kept in work:
        files |= pages_of(press, voice, kept)
    return files


_inherited: list[tuple[RenderContext, Sequence[tuple[SiteLanguage, Path]]]] = []
"""What a copy of this process has from it: voices cannot be sent to another process."""


def _inherit(press: RenderContext, work: Sequence[tuple[SiteLanguage, Path]]) -> None:
    _inherited[:] = [(press, work)]


def _keep(number: int) -> None:
    press, work = _inherited[0]
    with contextlib.suppress(ProblemsFound):  # who asked for the pages meets it again, and says so
        pages_of(press, *work[number])


def place(press: RenderContext, voice: SiteLanguage, sources: str, cache: Path) -> Path:
    """Return where the pages of a language are kept; `sources` is what `hash_sources` has given."""
    return cache / f"pages-{voice.language.tag}-{fingerprint(press, voice, sources)}.json"


def pages_of(press: RenderContext, voice: SiteLanguage, kept: Path) -> dict[str, bytes]:
    """Return the pages of a language and the drawings that they show, from where they are kept or anew."""
    if kept.is_file():
        texts: dict[str, str] = json.loads(kept.read_bytes())
    else:
        texts = dict(render_voice(press, voice))
        texts |= {name: data.decode() for name, data in press.shared.files.items() if name.endswith(".svg")}
        for former in kept.parent.glob(f"pages-{voice.language.tag}-*.json"):
            former.unlink()
        write_whole(kept, json.dumps(texts, ensure_ascii=False).encode(), flush=False)
    return {name: text.encode() for name, text in texts.items()}


def fingerprint(press: RenderContext, voice: SiteLanguage, sources: str) -> str:
    """Return a hash of everything that the pages of a language are made of."""
    digest = hashlib.sha256()
    for part in (*_parts(press, voice), sources):
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()[:32]


def _parts(press: RenderContext, voice: SiteLanguage) -> Iterator[str]:
    plan, tag = press.plan, voice.language.tag
    yield voice.fingerprint
    yield repr((voice.language, plan.languages, plan.updated, press.style, press.script))
    yield repr([press.languages[one] for item in plan.items for tag in item.leaves for one in tag.split("+")])
    yield repr([(gone.code, gone.risk, gone.replaced_by) for gone in plan.gone])
    yield repr([bundle for bundle in plan.bundles if bundle.language == tag])
    yield repr(plan.redirects)
    for item in plan.items:
        leaves = [leaf for other, leaf in item.leaves.items() if leaf is item.leaf(tag) or tag in other.split("+")]
        pictures = [press.previews.of(picture) for leaf in leaves for picture in leaf.pictures]
        elsewhere = [(leaf.language, leaf.code, leaf.formats) for leaf in item.leaves.values()]
        yield repr((item.id, item.risk, _english(press, item), leaves, pictures, elsewhere))


def _english(press: RenderContext, item: SitePublication) -> str:
    return press.plan.project.risks[item.risk].title if item.risk else item.publication.title


def hash_sources(resources: Resources) -> str:
    """Return a hash of templates, drawings and the program itself."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for name in resources.list(pattern):
            digest.update(f"{name}\0{resources.read(name)}\0".encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
