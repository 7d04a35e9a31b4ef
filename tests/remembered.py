# SPDX-License-Identifier: MIT
"""A small project whose site is published many times: what changes in a year, and what is served after each step."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hosted import Hosted, approve_all, build, give_codes, translate
from program import copy_small

from leaflets.register.published import read_published
from leaflets.site.publish import SiteResult, build_site
from leaflets.translate.catalogue_files import open_for_translation, update

START = datetime.date(2026, 12, 1)
SITE = "https://leaflets.example.org/safe"
SIZES = "    formats: [trifold-dl, poster-a3, poster-a4, booklet-a5, card-dl, card-wallet]\n"


def remembered(folder: Path) -> Hosted:
    """Return the small project with a site in English and Urdu, short links and two publications."""
    copy_small(folder)
    mine = Hosted(folder)
    change(mine, "  short_name: ESP\n", f"  short_name: ESP\n  site_address: {SITE}\n  short_links: true\n")
    change(mine, "hosts: [", "hosts: [leaflets.example.org, ")
    change(mine, SIZES, "    formats: [poster-a4, poster-a3]\n")
    change(mine, "languages: [en]", "languages: [en, ur]")
    give_codes(folder)
    translated(folder)
    return mine


def translated(folder: Path) -> None:
    """Let a reader translate and approve everything."""
    update(open_for_translation(folder, today=START), ["ur"], today=START)
    translate(folder, "ur")
    approve_all(folder, "ur")


def change(hosted: Hosted, old: str, new: str) -> None:
    """Change data.yaml."""
    path = hosted.folder / "data.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def drop(hosted: Hosted, start: str, end: str) -> None:
    """Remove what begins with one line of data.yaml and ends before another."""
    path = hosted.folder / "data.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"(?ms)^{re.escape(start)}$.*?(?=^{end})", "", text), encoding="utf-8")


def rebuilt(hosted: Hosted) -> Hosted:
    """Build again from nothing, so that nothing old is left; the site stays as it is."""
    fresh = Hosted(hosted.folder)
    for name in ("pdf", "preview", "picture", "text"):
        shutil.rmtree(fresh.dist / name, ignore_errors=True)
    build(fresh)
    return fresh


def publish(hosted: Hosted, day: int, *, accept_loss: bool = False) -> SiteResult:
    """Make the site, so many days after the first."""
    return build_site(hosted.folder, hosted.dist, START + datetime.timedelta(day), accept_loss=accept_loss)


def printed_addresses(hosted: Hosted) -> list[str]:
    """Return every address that the site has ever had and that must answer: all but packs."""
    return sorted({one.address for one in read_published(hosted.folder)})


@dataclass(frozen=True)
class Step:
    """Something that happens to a site, and what it says of it."""

    what: str
    act: Callable[[Hosted], object]
    said: tuple[str, ...] = ()
    """The states that the run names."""
    refused: tuple[str, ...] = field(default=())
    """The addresses that it refuses to lose before the loss is accepted."""
