# SPDX-License-Identifier: MIT
"""Start a new project: a folder with its data.yaml, the schema that helps to edit it, and what git needs.

`starter.yaml` is the text of data.yaml, with <<marks>> for what differs. National organisations come from the shipped
data; those with `local:`, and those that no risk or publication names, are left out.
"""

from __future__ import annotations

import datetime
import json
import os
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from leaflets.build.ownership import ID, new_id, read_id
from leaflets.content.addresses import host_of
from leaflets.content.load import load_data
from leaflets.content.organisations import SHORT_FORMS, STATEMENTS
from leaflets.content.schema import NAME, as_text
from leaflets.core.commands import command
from leaflets.core.files import write_whole
from leaflets.core.lock import PATIENCE_SECONDS, lock_file
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.resources import SHIPPED, Resources
from leaflets.core.suggest import suggest
from leaflets.languages.registry import read_languages

TEXT = Path(__file__).with_name("starter.yaml")
DATES = re.compile(r"(?m)^(    issued|    review_by): .*$")
REVIEW, SOON = datetime.timedelta(days=182), datetime.timedelta(days=91)
PLAIN = re.compile(r"[A-Za-z][\w ’./()&-]*[\w.)]")
SENTENCE = re.compile(r"[A-Za-z](?:[\w ’./()&;?-]|,(?= ))*[\w.)]")
"""What needs no quotes in YAML, in braces and outside them: no colon, and no quotation mark."""
WIDTH = 124
FACTS = (*SHORT_FORMS, *STATEMENTS)


def starter(folder: Path, *, area: str, publisher: str, languages: str, today: datetime.date) -> str:
    """Return the text of a new data.yaml; ProblemsFound for a language that is not known."""
    shipped: dict[str, Any] = load_data(SHIPPED / "data.yaml").values
    national = dict(_national(shipped))
    review_by, soon = (str(today + days) for days in (REVIEW, SOON))

    def dated(line: re.Match[str]) -> str:
        return f"{line[1]}: {today if line[1].endswith('issued') else review_by}"

    values = {
        "area": _scalar(area),
        "publisher": _scalar(publisher),
        "languages": ", ".join(_languages(languages)),
        "review_by": review_by,
        "soon": soon,
        "build": command("check", "--project", str(folder)).strip("`"),
        "verify": command("facts", "verify", "organisations.nspcc.phone", "--by", "Your name").strip("`"),
        "shipped": str(SHIPPED / "data.yaml"),
        "introduction": _lines(4, *(f"{k}: {_scalar(v)}" for k, v in shipped["publisher"]["introduction"].items())),
        "other_formats": _scalar(shipped["publisher"]["other_formats"]),
        "hosts": _listed(_hosts(national)),
        "unprinted": _listed(_unprinted(shipped, national)),
        "audiences": _section("audiences"),
        "organisations": "\n\n".join(_organisation(name, one) for name, one in national.items()),
        "publications": DATES.sub(dated, _section("publications", whole=True)),
    }
    text = TEXT.read_text(encoding="utf-8")
    for mark, value in values.items():
        text = text.replace(f"<<{mark}>>", value)
    return re.sub(r"(?m)[ \t]+$", "", text).rstrip() + "\n"


def _languages(listed: str) -> list[str]:
    tags = list(dict.fromkeys(["en", *(tag.strip() for tag in listed.split(",") if tag.strip())]))
    known = read_languages(Resources(SHIPPED)).languages
    unknown = [tag for tag in tags if tag not in known]
    problems = [
        Problem("unknown-language", f"there is no language '{tag}'.", where="--languages", hint=suggest(tag, known))
        for tag in unknown
    ]
    if problems:
        raise ProblemsFound(problems)
    return tags


def _national(shipped: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    named = {name for risk in shipped["risks"].values() for names in risk["help"].values() for name in names}
    named |= {one["organisation"] for each in shipped["publications"].values() for one in each["contacts"].values()}
    named |= {route["organisation"] for each in shipped["audiences"].values() for route in each["help"]}
    named |= set(
        re.findall(r"\{([a-z0-9-]+)[.}]", json.dumps([shipped["risks"], shipped["publications"]], default=str))
    )
    for name, organisation in shipped["organisations"].items():
        if name in named and "local" not in organisation:
            yield name, organisation


def _unprinted(shipped: Mapping[str, Any], national: Mapping[str, Any]) -> Iterator[str]:
    for path in shipped["publisher"].get("accept_unprinted", ()):
        section, _, rest = path.partition(".")
        if section == "risks" or path == "publisher.website" or rest.partition(".")[0] in national:
            yield path


def _hosts(national: Mapping[str, Any]) -> list[str]:
    links = [link for one in national.values() for each in one.get("links", {}).values() for link in each.values()]
    links += [point for one in national.values() for point in one.get("contacts", {}).values()]
    addresses = (link["value"] for link in links if link["value"].startswith("https:"))
    return sorted({host_of(address).removeprefix("www.") for address in addresses})


def _organisation(name: str, organisation: Mapping[str, Any]) -> str:
    lines = [f"{name}:", f"  name: {_scalar(organisation['name'])}"]
    if former := organisation.get("former_names"):
        lines.append(f"  former_names: [{', '.join(_scalar(name, PLAIN) for name in former)}]")
    lines.append(f"  about: {_scalar(organisation['about'])}")
    lines += [f"  {field}: {_fact(organisation[field])}" for field in FACTS if field in organisation]
    if links := organisation.get("links"):
        lines.append("  links:")
        for reader, by_language in links.items():
            lines += [f"    {reader}:", *(f"      {tag}: {_fact(link)}" for tag, link in by_language.items())]
    if contacts := organisation.get("contacts"):
        lines += ["  contacts:", *(f"    {name}: {_fact(contact)}" for name, contact in contacts.items())]
    return _lines(2, *lines)


def _fact(fact: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{name}: {_scalar(value, PLAIN)}" for name, value in fact.items()) + "}"


def _scalar(value: object, plain: re.Pattern[str] = SENTENCE) -> str:
    text = str(value)
    is_plain = isinstance(value, datetime.date) or plain.fullmatch(text) or not text
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _listed(values: Iterable[str]) -> str:
    """Return a list in brackets over as few lines as it takes; js-yaml refuses a bracket at the edge of the field."""
    text = f"[{', '.join(values)}]"
    lines = textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n" + _lines(4, *lines)


def _lines(spaces: int, *lines: str) -> str:
    return "\n".join(" " * spaces + line for line in lines)


def _section(name: str, *, whole: bool = False) -> str:
    lines = Resources(SHIPPED).read("data.yaml").splitlines()
    start = lines.index(f"{name}:")
    end = next((n for n in range(start + 1, len(lines)) if re.match(r"[a-z#]", lines[n])), len(lines))
    while whole and lines[start - 1].startswith("#"):
        start -= 1
    return "\n".join(lines[start + (not whole) : end]).rstrip()


IGNORED = """\
# Made by the build; do not edit.
dist/
/copies/
.dist.*
.cache/
packs/
"""

MERGED = """\
# Lines of two branches make one register, in any order.
register/*.csv text eol=lf merge=union
"""


def init_project(folder: Path, data: str) -> list[Path]:
    """Write a project with that data.yaml and return its files; ProblemsFound if that would overwrite one.

    data.yaml comes last: until it is there, another attempt continues where the first was interrupted.
    """
    contents = {ID: f"{new_id()}\n", NAME: as_text(), ".gitignore": IGNORED, ".gitattributes": MERGED}
    contents |= {"data.yaml": data}
    cache = folder / ".cache"
    try:
        _refuse(folder, contents)
        cache.mkdir(parents=True, exist_ok=True)
        with lock_file(cache / "project.lock", f"changing the files of {folder}", patience=PATIENCE_SECONDS):
            _refuse(folder, contents)
            for name, text in contents.items():
                if not (folder / name).exists():
                    write_whole(folder / name, text.encode())
            (cache / "project.lock").unlink()  # from now on data.yaml refuses whoever waits for it
            with suppress(OSError):
                cache.rmdir()
    except OSError as error:
        problem = Problem("file-unwritable", f"the project could not be written: {error.strerror}.", str(folder))
        raise ProblemsFound([problem], exit_code=ExitCode.DISK) from None
    return [folder / name for name in contents]


def _refuse(folder: Path, contents: Mapping[str, str]) -> None:
    if there := sorted(name for name, text in contents.items() if _is_in_the_way(folder / name, text)):
        message = f"this would overwrite {', '.join(there)}."
        raise ProblemsFound([Problem("folder-not-empty", message, str(folder), hint="give a new folder.")])


def _is_in_the_way(path: Path, text: str) -> bool:
    if path.name == ID and path.is_file() and not path.is_symlink():
        return not read_id(path.parent)
    if path.name == "data.yaml" or path.is_symlink() or not path.is_file():
        return os.path.lexists(path)
    return path.read_bytes() != text.encode()
