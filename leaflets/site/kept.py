# SPDX-License-Identifier: MIT
"""Keep the rendered pages of a language until something that they are made of changes.

A changed sentence changes the pages of one language; those of the others are taken from the cache.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from leaflets.resources import PACKAGE, Resources
from leaflets.site.plan import Item
from leaflets.site.render import Press, render_voice
from leaflets.site.voice import Voice

SOURCES = ("templates/site/**/*.*", "assets/**/*.svg")


def pages_of(press: Press, voice: Voice, resources: Resources, cache: Path) -> dict[str, bytes]:
    """Return the pages of a language and the drawings that they show."""
    tag = voice.language.tag
    kept = cache / f"pages-{tag}-{fingerprint(press, voice, resources)}.json"
    if kept.is_file():
        texts: dict[str, str] = json.loads(kept.read_bytes())
    else:
        texts = dict(render_voice(press, voice))
        texts |= {name: data.decode() for name, data in press.shared.files.items() if name.endswith(".svg")}
        for former in cache.glob(f"pages-{tag}-*.json"):
            former.unlink()
        half = kept.with_suffix(".half")
        half.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
        half.replace(kept)
    return {name: text.encode() for name, text in texts.items()}


def fingerprint(press: Press, voice: Voice, resources: Resources) -> str:
    """Return a hash of everything that the pages of a language are made of."""
    digest = hashlib.sha256()
    for part in (*_parts(press, voice), *_files(resources)):
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()[:32]


def _parts(press: Press, voice: Voice) -> Iterator[str]:
    plan, tag = press.plan, voice.language.tag
    yield voice.fingerprint
    yield repr((voice.language, plan.languages, plan.updated, press.style, press.script))
    yield repr([press.languages[one] for item in plan.items for tag in item.leaves for one in tag.split("+")])
    yield repr([(gone.code, gone.risk, gone.replaced_by) for gone in plan.gone])
    yield repr([bundle for bundle in plan.bundles if bundle.language == tag])
    yield repr(plan.redirects)
    for item in plan.items:
        leaves = [leaf for other, leaf in item.leaves.items() if leaf is item.leaf(tag) or tag in other.split("+")]
        pictures = [press.photographs.of(picture) for leaf in leaves for picture in leaf.pictures]
        elsewhere = [(leaf.language, leaf.code, leaf.formats) for leaf in item.leaves.values()]
        yield repr((item.id, item.risk, _english(press, item), leaves, pictures, elsewhere))


def _english(press: Press, item: Item) -> str:
    return press.plan.project.risks[item.risk].title if item.risk else item.publication.title


def _files(resources: Resources) -> Iterator[str]:
    """Yield templates, drawings and the program itself."""
    for pattern in SOURCES:
        for name in resources.list(pattern):
            yield name
            yield resources.read(name)
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.read_text(encoding="utf-8")
