# SPDX-License-Identifier: MIT
"""A small project whose site is published many times: what changes in a year, and what is served after each step."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hosted import TODAY, Hosted, approve_all, build, give_codes, translate
from program import copy_small

from leaflets.content.facts import verify_facts
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
    manifest = json.loads((fresh.dist / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["editions"]:  # as a build does
        if (entry["translation"] or {}).get("status") in ("draft", "outdated"):
            entry["state"] = "proof"
    (fresh.dist / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Hosted(hosted.folder)


def publish(hosted: Hosted, day: int, *, accept_loss: bool = False) -> SiteResult:
    """Make the site, so many days after the first."""
    return build_site(hosted.folder, hosted.dist, START + datetime.timedelta(day), accept_loss=accept_loss)


def printed_addresses(hosted: Hosted) -> list[str]:
    """Return every address that the site has ever had and that must answer: all but packs."""
    return sorted({one.address for one in read_published(hosted.folder)})


@dataclass(frozen=True)
class Step:
    """Something that happens to a site, what the run then says, and what it refuses to lose before that is accepted."""

    what: str
    act: Callable[[Hosted], object]
    said: frozenset[str] = frozenset()
    refused: str = ""
    """The slug of the problem."""


def prove(hosted: Hosted) -> None:
    """Make every edition of the last build a proof, as a changed fact does."""
    path = hosted.dist / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"final"', '"proof"'), encoding="utf-8")


def verified(fact: str, old: str, new: str) -> Callable[[Hosted], object]:
    """Return what changes a fact, lets a person verify it, and builds."""

    def act(hosted: Hosted) -> None:
        change(hosted, old, new)
        verify_facts(hosted.folder / "data.yaml", [f"organisations.helpline.{fact}"], "A Person", TODAY)
        rebuilt(hosted)

    return act


def both(*changes: tuple[str, str], words: bool = False) -> Callable[[Hosted], object]:
    """Return what makes changes to data.yaml and builds; with `words` it is also translated and approved again."""

    def act(hosted: Hosted) -> None:
        for old, new in changes:
            change(hosted, old, new)
        give_codes(hosted.folder)
        if words:
            translated(hosted.folder)
        rebuilt(hosted)

    return act


WITHDRAWN = "    withdrawn: {date: 2027-05-01, reason: It was wrong., replaced_by: one-risk}\n"
REPORT = '      parents:\n        en: {value: "https://example.org/parents/help"'
YEAR = (
    Step("publish", lambda hosted: None, frozenset(["new"])),
    Step(
        "change a number, and verify it",
        verified("phone", "0808 157 0001", "0808 157 0002"),
        frozenset(["changed"]),
    ),
    Step(
        "change a sentence: its translation waits for a reader",
        both(("Talk about the internet at home.", "Talk about it at home.")),
        frozenset(["being checked"]),
    ),
    Step(
        "translate and approve it", lambda hosted: (translated(hosted.folder), rebuilt(hosted)), frozenset(["changed"])
    ),
    Step("a new version", both(('version: "1.0"', 'version: "1.1"')), frozenset(["new", "changed"])),
    Step(
        "a page that codes lead to has moved: change its address, and verify it",
        verified("links.children.en", "https://example.org/talk", "https://example.org/talk-to-us"),
        frozenset(["changed"]),
    ),
    Step(
        "give a publication another code",
        both(("code: EX-01", "code: EX-09"), ("languages: [en, ur]", "renamed: {EX-01: EX-09}\nlanguages: [en, ur]")),
        frozenset(["new", "withdrawn"]),
    ),
    Step(
        "rename a risk",
        both(
            ("  grooming:\n", "  strangers:\n"),
            ("renamed: {", "renamed: {risks.grooming: risks.strangers, "),
            words=True,
        ),
        frozenset(["new", "changed"]),
    ),
    Step(
        "remove a web address",
        both(
            (REPORT, REPORT.replace("parents:", "report:")), ("for parents, link: parents", "for parents, link: report")
        ),
        frozenset(["lost", "changed"]),
        "site-loss",
    ),
    Step(
        "drop a format",
        both(("    formats: [poster-a4, poster-a3]\n", "    formats: [poster-a4]\n")),
        frozenset(["lost"]),
        "site-loss",
    ),
    Step(
        "withdraw a publication in favour of another",
        both(("    title: Safe online\n", f"    title: Safe online\n{WITHDRAWN}")),
        frozenset(["withdrawn"]),
    ),
    Step("drop a language", both(("languages: [en, ur]", "languages: [en]")), frozenset(["lost"]), "site-loss"),
    Step("nothing is final any more", prove, frozenset(["being checked"]), "site-empty"),
)
