# SPDX-License-Identifier: MIT
"""A project of eighteen editions, and changes to every kind of thing that it is made of, one at a time."""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from ruamel.yaml import YAML

from leaflets.build.cache import Cache
from leaflets.build.dispatch import Dispatch
from leaflets.build.job import Outcome, Task
from leaflets.build.known_layouts import KnownLayouts
from leaflets.build.maker import FINISHES, Maker
from leaflets.build.project import open_project
from leaflets.build.recipe import MadeEdition
from leaflets.build.recipes import Recipes
from leaflets.build.selection import ALL, select
from leaflets.build.toolchain import fingerprint_tools
from leaflets.content.load import load_data
from leaflets.core.edition import Edition, Purpose
from leaflets.core.file_states import read_all
from leaflets.core.problems import ProblemsFound
from leaflets.languages.catalogue.po import path_of
from leaflets.layout.compose.unused_styles import read_sheet
from leaflets.layout.fit import lay_out

SHIPPED = Path(__file__).resolve().parent.parent
TODAY = datetime.date(2026, 11, 23)
LANGUAGES = {"parents-guide": ["en"], "helpline-card": ["en", "ur", "pl"], "ask-a-grown-up": ["en"]}
LONG = {"parents-guide": ["en", "ur"]}
"""A tri-fold in Urdu costs as much as all the others: only the long proof has it."""
FORMATS = {"parents-guide": "trifold-dl", "helpline-card": "card-dl"}
STOPPED = "stopped"


@dataclass(frozen=True)
class Mutation:
    """One change to one file: what is there, and what takes its place at that offset."""

    file: str
    name: str
    start: int
    old: str
    new: str

    def apply(self, folder: Path) -> None:
        """Change the file."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        assert text[self.start : self.start + len(self.old)] == self.old
        path.write_text(text[: self.start] + self.new + text[self.start + len(self.old) :], encoding="utf-8")


def new_project(folder: Path, *, is_long: bool = False) -> Path:
    """Write the project: what ships, fewer publications, templates and pictures of its own."""
    languages = LANGUAGES | (LONG if is_long else {})
    for name in ("templates", "assets", "locales"):
        shutil.copytree(SHIPPED / name, folder / name)
    shutil.copy(SHIPPED / "leaflets" / "languages" / "languages.yaml", folder)
    yaml = YAML()
    yaml.width, yaml.preserve_quotes = 4096, True
    data = yaml.load((SHIPPED / "data.yaml").read_text(encoding="utf-8"))
    data["languages"] = ["en", "ur", "pl"]
    for name in list(data["publications"]):
        if name not in languages:
            del data["publications"][name]
            continue
        entry = data["publications"][name]
        entry["languages"], entry["formats"] = languages[name], [FORMATS.get(name, "poster-a4")]
        entry.pop("bilingual", None)
    with (folder / "data.yaml").open("w", encoding="utf-8") as stream:
        yaml.dump(data, stream)
    return folder


# What a build would do, and what it should do


def recipes_of(folder: Path) -> Recipes:
    return Recipes(folder, open_project(folder, today=TODAY), today=TODAY)


def tasks_of(recipes: Recipes) -> list[Task]:
    return select(recipes.project, ALL)


def editions_of(task: Task) -> list[str]:
    """Return the ids of a layout's editions; no translation is approved here, so none goes to the press."""
    return [
        Edition(task.layout, purpose).id
        for purpose in task.purposes
        if purpose != "press" or task.layout.language == "en"
    ]


def make_all(folder: Path, cache: Cache | None = None) -> dict[str, str]:
    """Make every edition, without checks, and return a hash of its bytes; `stopped` if it cannot be made."""
    try:
        recipes = recipes_of(folder)
    except ProblemsFound:
        return {}
    maker, made = Maker(recipes.inputs), {}
    for task in tasks_of(recipes):
        try:
            made |= make_one(recipes, maker, task, cache)
        except ProblemsFound:
            made |= dict.fromkeys(editions_of(task), STOPPED)
    return made


def make_one(recipes: Recipes, maker: Maker, task: Task, cache: Cache | None) -> dict[str, str]:
    written, made = recipes.prepare(task.layout), {}
    if any(problem.severity == "error" for problem in written.faults):
        raise ProblemsFound(written.faults)
    recipe = written.recipe
    laid_out = lay_out(recipe.composed, maker.renderer)
    if recipe.composed.unapproved:
        laid_out = maker.mark(recipe.composed, laid_out)
    for purpose in (purpose for purpose in task.purposes if purpose in written.purposes):
        edition, asked, reads = Edition(task.layout, purpose), {}, laid_out.rendered.reads
        if edition.kind == "text":
            pdf, reads = recipe.text.encode(), {}
        elif purpose == "press":
            digest = maker.digest(recipe, "press")
            pdf, asked = maker.press_maker.make(edition, recipe, laid_out, digest=digest)  # type: ignore[assignment]
        else:
            pdf = FINISHES[purpose](laid_out.rendered, recipe.composed, version=recipe.version)
        made[edition.id] = hashlib.sha256(pdf).hexdigest()
        if cache:
            keep(cache, recipe.key(purpose, fingerprint_tools()), edition, pdf, {**reads, **asked})
    return made


def keep(cache: Cache, key: str, edition: Edition, pdf: bytes, reads: dict[str, str]) -> None:
    files = {edition.path: hashlib.sha256(pdf).hexdigest()}
    product = MadeEdition(edition.path, len(pdf), 1, (1.0, 1.0), "", {}, files=files, reads=reads)
    cache.store(key, product, {edition.path: pdf})


def would_make(folder: Path, cache: Cache) -> set[str]:
    """Return the editions that a build would make again, or stop."""
    try:
        recipes = recipes_of(folder)
    except ProblemsFound:
        return set()
    dispatch, found = Dispatch(recipes, "", 1, folder, cache=cache), set()
    for task in tasks_of(recipes):
        order = dispatch.prepare(task)
        if isinstance(order, Outcome):
            found |= set(editions_of(task))
        else:
            found |= {Edition(task.layout, purpose).id for purpose in order.wanted}
    return found


# What is known of a layout, and need not be composed again


def note_all(folder: Path, cache: Cache) -> None:
    """Keep what is known of every layout, as a build does."""
    recipes = recipes_of(folder)
    known = known_of(folder, cache, recipes)
    for task in tasks_of(recipes):
        keys, outcome, risks = composed(recipes, cache, task)
        known.note(task, keys, risks, outcome)
    known.write()


def known_of(folder: Path, cache: Cache, recipes: Recipes) -> KnownLayouts:
    return KnownLayouts(cache, recipes, read_all(str(folder), {}))


def composed(recipes: Recipes, cache: Cache, task: Task) -> tuple[dict[Purpose, str], Outcome, frozenset[str]]:
    """Return the keys of a layout's recipe, its outcome as far as the cache has its products, and what it asked for."""
    written = recipes.prepare(task.layout)
    keys = {one: written.recipe.key(one, fingerprint_tools()) for one in task.purposes if one in written.purposes}
    outcome = Outcome(problems=list(written.faults))
    for purpose, key in keys.items():
        if product := cache.find(key, recipes.inputs.look_up):
            outcome.entries.append(recipes.entry(Edition(task.layout, purpose), written, product))
    return keys, outcome, written.risks


def recalled(folder: Path, cache: Cache) -> tuple[set[str], set[str]]:
    """Return the layouts that a build would not compose again, and those of them that would be others."""
    try:
        recipes = recipes_of(folder)
    except ProblemsFound:
        return set(), set()
    fresh = Recipes(folder, open_project(folder, today=TODAY), today=TODAY)
    known, again, wrong = known_of(folder, cache, recipes), set(), set()
    for task in tasks_of(recipes):
        if (outcome := known.recall(task)) is None:
            continue
        again.add(task.layout.id)
        try:
            _, anew, _ = composed(fresh, cache, task)
        except ProblemsFound:
            wrong.add(task.layout.id)
            continue
        said = [(one.entries, one.problems) for one in (outcome, anew)]
        accounts = [(one.account.printed[task.layout], one.account.lacking_on(task.layout)) for one in (recipes, fresh)]
        if said[0] != said[1] or accounts[0] != accounts[1]:
            wrong.add(task.layout.id)
    return again, wrong


# Changes


def mutations(folder: Path) -> list[list[Mutation]]:
    """Return changes to everything that a project is made of, kind by kind, each kind mixed."""
    kinds = (words(folder), values(folder), translations(folder), rules(folder), templates(folder), drawings(folder))
    return [sorted(kind, key=_place_in_the_mix) for kind in kinds]


def _place_in_the_mix(one: Mutation) -> tuple[bool, str]:
    """What is printed in every language comes first; then by its own name, so that lines that move change nothing."""
    return "helpline-card" not in one.name, hashlib.sha256(f"{one.file}{one.name}".encode()).hexdigest()


def words(folder: Path) -> Iterator[Mutation]:
    """Yield a change of one word in every third sentence of data.yaml."""
    text = (folder / "data.yaml").read_text(encoding="utf-8")
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    loaded = load_data(folder / "data.yaml")
    number = 0
    for path, place in loaded.places.items():
        value = loaded.value(path) if path else None
        if not isinstance(value, str) or " " not in value or "{" in value or ".source" in path:
            continue
        word = next((word for word in re.findall(r"[a-z]{4,}", value)), "")
        start = text.find(word, lines[place.value_line - 1] + place.value_column - 1) if word else -1
        number += 1
        if word and 0 <= start < lines[place.value_line - 1] + 200 and number % 3 == 0:
            yield Mutation("data.yaml", path, start, word, word[0] + word[2] + word[1] + word[3:] + "s")


def values(folder: Path) -> Iterator[Mutation]:
    """Yield changes of numbers, dates, colours, inks, versions, and of what says where facts come from."""
    text = (folder / "data.yaml").read_text(encoding="utf-8")
    patterns = {
        "phone": r'phone: *\{? *\n? *value: *"?[0-9 ]*([0-9])(?=")',
        "version": r'version: "1\.(0)"',
        "review": r"review_by: 2027-(\d\d)-",
        "ink": r"cmyk: \[(\d+),",
        "rgb": r'rgb: "#[0-9a-f]{5}([0-9a-f])"',
        "code": r"code: [A-Z]+-(\d\d)",
        "address": r"value: \"?https://[^\s\",}]*?([a-z])(?=[\",\s}])",
        "source": r"source: \S+ (\w+)",
    }
    for name, pattern in patterns.items():
        for match in list(re.finditer(pattern, text))[:7]:
            yield Mutation("data.yaml", f"{name} {match[0][-30:]}", match.start(1), match[1], _other(match[1]))
    text = (folder / "languages.yaml").read_text(encoding="utf-8")
    for name in ("line_height: (\\d)", "line_height_min: 1.(\\d)", "headings: 0.(\\d)", "draft_label: (\\w)"):
        for match in list(re.finditer(name, text))[:3]:
            yield Mutation("languages.yaml", name, match.start(1), match[1], _other(match[1]))


def _other(text: str) -> str:
    last = text[-1]
    if last.isdigit():
        return text[:-1] + ("8" if last in "79" else "7" if last != "7" else "8")
    return text[:-1] + ("e" if last != "e" else "d")


def translations(folder: Path) -> Iterator[Mutation]:
    """Yield a change of every ninth message of two catalogues."""
    for tag in ("pl", "ur"):
        name = path_of(tag)
        text = (folder / name).read_text(encoding="utf-8")
        for entry in list(polib.pofile(str(folder / name)))[::9]:
            quoted = f'msgstr "{entry.msgstr}"'
            start = text.find(quoted, text.find(f'msgctxt "{entry.msgctxt}"'))
            if start >= 0 and entry.msgstr and "{" not in entry.msgstr[:9] and entry.msgstr[0].isalpha():
                letter = entry.msgstr[1]
                yield Mutation(name, entry.msgctxt, start + len('msgstr "'), entry.msgstr[0], letter)


def rules(folder: Path) -> Iterator[Mutation]:
    """Yield a change of a length in the rules of every stylesheet, a rule that nothing uses, and a comment."""
    for path in sorted((folder / "templates").rglob("*.css")):
        name = path.relative_to(folder).as_posix()
        if name.startswith(("templates/site", "templates/report", "templates/watch")):
            continue
        text = path.read_text(encoding="utf-8")
        yield Mutation(name, "a comment", len(text), "", "/* nothing */\n")
        yield Mutation(name, "a rule for nothing", len(text), "", ".never-there { color: red }\n")
        found = [re.compile(r":[^;{}]*?(\d)(?=(em|rem|mm|pt)\b)").search(text, rule.start, rule.end) for rule in
                 read_sheet(text).rules]  # fmt: skip
        for match in [match for match in found if match][::3]:
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()].strip()
            yield Mutation(name, line[:50], match.start(1), match[1], _other(match[1]))


def templates(folder: Path) -> Iterator[Mutation]:
    """Yield another element in every template of pages, and a comment that is not printed."""
    for path in sorted((folder / "templates").rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(("templates/components", "templates/leaflets", "templates/layouts")):
            continue
        text = path.read_text(encoding="utf-8")
        yield Mutation(name, "a note", len(text), "", "{# nothing #}")
        if match := re.search(r"<(p|div|section|li|body)\b[^>]*>", text):
            yield Mutation(name, "an element", match.end(), "", "<span>.</span>")


def drawings(folder: Path) -> Iterator[Mutation]:
    """Yield a change of a number in every drawing."""
    for path in sorted((folder / "assets").rglob("*.svg")):
        text = path.read_text(encoding="utf-8")
        if match := re.search(r'\bd="[^"]*?(\d)(?=[^\d"])', text):
            yield Mutation(path.relative_to(folder).as_posix(), "a point", match.start(1), match[1], _other(match[1]))
