# SPDX-License-Identifier: MIT
"""The projects that the bench builds: copies of the shipped data.yaml in a temporary folder, never a person's own.

They are made by editing the text of data.yaml, as a person would: fewer languages, more publications, another word.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from bench.timed import ROOT, Failed

DATA, PICTURES = ROOT / "data.yaml", ROOT / "assets" / "pictures"
COPIED = re.compile(r"^  (([a-z-]+)-\d+):$", re.MULTILINE)
LANGUAGES = re.compile(r"^languages: .*$", re.MULTILINE)
PUBLICATIONS = "publications:\n"
SHARED, ON_SCREENS = re.compile(r", share-\w+"), "waiting-room-screen"
MIX = ("ask-a-grown-up", "helpline-card")
"""What a grown catalogue is made of: a poster and a card, which come in two sizes each. A thousand editions with folded
leaflets among them would be more names and values than data.yaml may hold."""
MIXED_EDITIONS = 17
CARRIES_RISKS = re.compile("formats: .*(trifold|sheet|booklet)-")
ACCEPTED = "accept_unprinted:\n    ["
TAKE_TURNS = {
    "today": ("now", "here", "soon", "tonight", "quickly", "easily", "anytime", "safely"),
    "risks": ("dangers", "signs", "facts", "basics", "tricks", "traps", "rules", "words"),
}
"""Words as they ship, and others that stand for them: many, since a build remembers what it made of a former word."""
WORDS = {
    "talk-to-someone": ("You can get help ", ("today", *TAKE_TURNS["today"])),
    "parents-guide": ("flap-heading: Say it ", ("tonight", *TAKE_TURNS["risks"])),
}
"""For each publication that is changed: what stands before the word, and the words that take turns."""


@dataclass(frozen=True)
class Bench:
    """A project in a folder of its own."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data.yaml"

    @property
    def out(self) -> Path:
        return self.folder / "dist"

    def change_word(self, publication: str) -> None:
        """Exchange one word of a publication for the next of its words; Failed if it has none of them."""
        before, words = WORDS[publication]
        text = self.data.read_text(encoding="utf-8")
        number = next((number for number, word in enumerate(words) if before + word in text), None)
        if number is None:
            raise Failed(f"data.yaml no longer has '{before}{words[0]}'")
        new = words[(number + 1) % len(words)]
        self.data.write_text(text.replace(before + words[number], before + new, 1), encoding="utf-8")


def make(folder: Path, text: str) -> Bench:
    """Write a project into a new folder, with the pictures that copies of a publication need under their own names."""
    pictures = folder / "assets" / "pictures"
    pictures.mkdir(parents=True)
    for name, original in COPIED.findall(text):
        if (picture := PICTURES / f"{original}.svg").is_file():
            shutil.copy(picture, pictures / f"{name}.svg")
    project = Bench(folder)
    project.data.write_text(text, encoding="utf-8")
    return project


def shipped() -> str:
    """Return data.yaml as it ships, with every language."""
    return DATA.read_text(encoding="utf-8")


def english() -> str:
    """Return data.yaml with English alone."""
    return LANGUAGES.sub("languages: [en]", shipped())


def printed() -> str:
    """Return data.yaml with English alone and without what is only shared or shown on a screen."""
    text = english()
    return SHARED.sub("", text.replace(block(text, ON_SCREENS), ""))


def only(*names: str) -> str:
    """Return data.yaml with English alone and these publications."""
    return with_publications([block(english(), name) for name in names])


def copies(name: str, number: int) -> str:
    """Return data.yaml with one publication, in English, that many times, each with a code of its own."""
    return with_publications([copy(name, index) for index in range(number)])


def grown(times: int) -> str:
    """Return data.yaml with the mix that many times, in English."""
    return with_publications([copy(MIX[index % len(MIX)], index) for index in range(times * len(MIX))])


def with_publications(blocks: list[str]) -> str:
    """Return data.yaml in English with these publications and no other; risks need not be printed if none has them."""
    start, _, _ = english().partition(f"\n{PUBLICATIONS}")
    if not any(CARRIES_RISKS.search(one) for one in blocks):
        start = start.replace(ACCEPTED, f"{ACCEPTED}risks, ", 1)
    return f"{start}\n{PUBLICATIONS}{''.join(blocks)}"


def block(text: str, name: str) -> str:
    """Return the lines of one publication."""
    _, _, publications = text.partition(f"\n{PUBLICATIONS}")
    found = re.search(rf"^  {re.escape(name)}:\n(?:(?:    .*)?\n)*", publications, re.MULTILINE)
    if found is None:
        raise Failed(f"data.yaml has no publication {name}")
    return found[0]


def copy(name: str, index: int) -> str:
    """Return the lines of a copy with an id and a code of its own."""
    text = block(shipped(), name).replace(f"  {name}:", f"  {name}-{index}:", 1)
    return re.sub(r"code: \S+", f"code: {code(index)}", text, count=1)


def code(index: int) -> str:
    """Return the code of a copy: BA-00, BA-01 ... BB-00."""
    hundreds, rest = divmod(index, 100)
    return f"B{chr(ord('A') + hundreds)}-{rest:02}"
