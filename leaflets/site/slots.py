# SPDX-License-Identifier: MIT
"""The scripts with which a publication's page puts a school's own name on an edition (templates/site/copies.js).

A script for each edition has its bytes and the table of its slot, because pages on a disk may load a script but not
read any other file. What all of them need is in one more.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from leaflets.content.addresses.hosts import AllowedHosts
from leaflets.content.model import Project
from leaflets.copies.table import read_table, stamp_letters
from leaflets.core.files import read_sealed, write_sealed
from leaflets.core.messages import SOURCE
from leaflets.editions.stamp_font import ACCENTED, WEIGHTS, stamp_font
from leaflets.languages.language import Languages
from leaflets.site import addresses
from leaflets.site.offered import Download
from leaflets.site.plan import SitePlan

MARK = b"/PieceInfo"
"""What the bytes of an edition with a slot have."""
PURPOSES = ("screen", "office")
PUBLIC = (".sch.uk", ".gov.uk", ".nhs.uk", ".ac.uk")
"""A code is made for sites below these and for the publisher's own: nobody else is asked."""


@dataclasses.dataclass(frozen=True)
class SlotTables:
    """The tables of the editions under `dist`, each read once and kept in `cache`."""

    dist: Path
    cache: Path
    months: Mapping[str, tuple[str, ...]]
    """The names of the months by language."""
    sources: str
    """A hash of the program."""

    def read(self, one: Download) -> str:
        """Return the table of an edition that is to be read or printed at school, as JSON; "" without a slot."""
        if one.purpose not in PURPOSES or one.tiled:
            return ""
        data = (self.dist / one.source).read_bytes()
        if MARK not in data:
            return ""
        key = hashlib.sha256(repr((self.sources, one.edition, self.months)).encode() + data).hexdigest()[:32]
        kept = self.cache / f"slot-{key}"
        if (found := read_sealed(kept)) is None:
            table = read_table(one.edition, data, self.months)
            values = dataclasses.asdict(table) | {"letters": {}} if table else None
            found = written(values).encode() if values else b""
            write_sealed(kept, found)
        return found.decode()


def slot_tables(plan: SitePlan, languages: Languages, dist: Path, *, cache: Path, sources: str) -> SlotTables:
    """Return what reads the tables of the editions that the site offers."""
    tags = {SOURCE, *(part for item in plan.items for tag in item.variants for part in tag.split("+"))}
    return SlotTables(dist, cache, {tag: languages.languages[tag].months for tag in sorted(tags)}, sources)


def slot_scripts(plan: SitePlan, tables: SlotTables) -> Iterator[tuple[str, str]]:
    """Yield the address and the text of each script."""
    items = [one for item in plan.items for variant in item.variants.values() for one in variant.downloads]
    for one in (one for one in items if one.slot):
        data = (tables.dist / one.source).read_bytes()
        packed = [zlib.compress(stamp_font(weight).data, 9) for weight in WEIGHTS]
        fonts = [[data.find(font), len(font)] for font in packed]
        values = f'{{"table":{tables.read(one)},"fonts":{written(fonts)},"pdf":"{base64.b64encode(data).decode()}"}}'
        yield (
            addresses.slot(one.stem),
            f'(window.leafletsSlots = window.leafletsSlots || {{}})["{one.stem}"] = {values};\n',
        )
    if any(one.slot for one in items):
        yield addresses.slot(), f"window.leafletsShared = {written(shared(plan.project))};\n"


def shared(project: Project) -> dict[str, Any]:
    """Return what all slots have: their letters, those that the font has at private places, sites that get a code."""
    hosts = AllowedHosts.of(project.publisher.hosts)
    return {
        "letters": stamp_letters(),
        "accented": ["".join(one) for one in ACCENTED],
        "hosts": {"exact": sorted(hosts.exact), "below": [*PUBLIC, *hosts.below]},
    }


def written(values: object) -> str:
    """Return values as JSON in as few characters as possible."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
