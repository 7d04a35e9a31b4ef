# SPDX-License-Identifier: MIT
"""The scripts with which a publication's page puts a school's own name on an edition (templates/site/copies.js).

A script for each edition has its bytes and the table of its slot, because pages on a disk may load a script but not
read any other file. What all of them need is in one more.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from leaflets.content.addresses.hosts import AllowedHosts
from leaflets.core.messages import SOURCE
from leaflets.languages.language import Language, Languages
from leaflets.site import addresses
from leaflets.site.kept import Kept, recipe_of
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
    kept: Kept
    languages: Languages

    def read(self, one: Download) -> str:
        """Return the table of an edition that is to be read or printed at school, as JSON; "" without a slot."""
        if one.purpose not in PURPOSES or one.tiled:
            return ""
        tags = (SOURCE, *one.edition.split(".")[-2].split("+"))
        known = {tag: self.languages.languages[tag] for tag in tags}
        return self.kept.value(lambda: self._table(one, known), "slot", one.edition, one.sha256, known)

    def _table(self, one: Download, known: Mapping[str, Language]) -> str:
        from leaflets.copies.table import read_table  # few runs have new editions

        data = (self.dist / one.source).read_bytes()
        months = {tag: language.months for tag, language in known.items()}
        table = read_table(one.edition, data, months) if MARK in data else None
        return written(dataclasses.asdict(table) | {"letters": {}}) if table else ""


def slot_scripts(plan: SitePlan, tables: SlotTables) -> Iterator[tuple[str, bytes | Path]]:
    """Yield the address of each script, and what is in it."""
    items = [one for item in plan.items for variant in item.variants.values() for one in variant.downloads]
    for one in (one for one in items if one.slot):
        table, address = tables.read(one), addresses.slot(one.stem)
        recipe = recipe_of("slot", one.stem, table, one.sha256)
        yield address, tables.kept.file(address, recipe, partial(slot_script, one, table, tables.dist))
    if any(one.slot for one in items):
        hosts = AllowedHosts.of(plan.project.publisher.hosts)
        told = {"exact": sorted(hosts.exact), "below": [*PUBLIC, *hosts.below]}
        yield addresses.slot(), tables.kept.file(addresses.slot(), recipe_of("slots", told), partial(shared, told))


def slot_script(one: Download, table: str, dist: Path) -> bytes:
    """Return the script of an edition."""
    from leaflets.editions.stamp_font import WEIGHTS, stamp_font

    data = (dist / one.source).read_bytes()
    packed = [zlib.compress(stamp_font(weight).data, 9) for weight in WEIGHTS]
    fonts = [[data.find(font), len(font)] for font in packed]
    values = f'{{"table":{table},"fonts":{written(fonts)},"pdf":"{base64.b64encode(data).decode()}"}}'
    return f'(window.leafletsSlots = window.leafletsSlots || {{}})["{one.stem}"] = {values};\n'.encode()


def shared(hosts: Mapping[str, Sequence[str]]) -> bytes:
    """Return what all slots have: their letters, those that the font has at private places, sites that get a code."""
    from leaflets.copies.table import stamp_letters
    from leaflets.editions.stamp_font import ACCENTED

    values = {"letters": stamp_letters(), "accented": ["".join(one) for one in ACCENTED], "hosts": hosts}
    return f"window.leafletsShared = {written(values)};\n".encode()


def written(values: object) -> str:
    """Return values as JSON in as few characters as possible."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
