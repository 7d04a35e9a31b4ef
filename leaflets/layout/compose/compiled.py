# SPDX-License-Identifier: MIT
"""The templates of pages, compiled: a layout has settings of its own, but shares the code with all others."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import sys
from collections.abc import Callable, MutableMapping
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from markupsafe import escape

from leaflets.core.files import read_sealed, write_sealed
from leaflets.core.resources import Resources
from leaflets.layout.compose.facts import PrintedFacts

FOLDER = Path(".cache", "templates")


def environment(resources: Resources, facts: PrintedFacts) -> jinja2.Environment:
    """Return the template environment: everything escaped, nothing undefined, every sentence filled."""
    templates = world(lambda value: facts.fill(value) if isinstance(value, str) else value)
    templates.loader = Compiled(resources)
    templates.filters["latin"] = facts.latin
    templates.install_gettext_callables(  # type: ignore[attr-defined]
        lambda english: str(facts.marked(escape(message := facts.own(english)), message.tag)),
        no_plurals,
        newstyle=True,
    )
    return templates


def world(finalize: Callable[[Any], Any]) -> jinja2.Environment:
    """Return the settings that all layouts share."""
    return jinja2.Environment(
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
    )


class Compiled(jinja2.BaseLoader):
    """Loads a project's templates: each layout has its own environment, but the compiled code is shared."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources

    def load(
        self, environment: jinja2.Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """Return a template of that environment; TemplateNotFound if there is none with that name."""
        try:
            code = compiled(name, self.resources.read(name), self.resources.roots[0] / FOLDER)
        except FileNotFoundError:
            raise jinja2.TemplateNotFound(name) from None
        return environment.template_class.from_code(environment, code, globals or {})


@lru_cache(maxsize=512)
def compiled(name: str, source: str, folder: Path) -> CodeType:
    """Return a template compiled to Python code, which is kept in the folder: compiling takes longer than filling."""
    path = folder / hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()
    digest = hashlib.sha256(f"{compiler()}\0{source}".encode(errors="surrogatepass")).digest()
    kept = read_sealed(path) or b""
    if kept.startswith(digest):
        found: CodeType = marshal.loads(kept[len(digest) :])  # which may do no more than the template itself
        return found
    templates = world(str)
    templates.filters["latin"] = str
    templates.install_gettext_callables(str, no_plurals, newstyle=True)  # type: ignore[attr-defined]
    code = templates.compile(source, name, name)
    if folder.parent.is_dir():  # only a project that is built has a cache
        with contextlib.suppress(OSError):
            write_sealed(path, digest + marshal.dumps(code))
    return code


@cache
def compiler() -> str:
    """Return what decides how templates are compiled, besides themselves."""
    return "\0".join((sys.version, metadata.version("jinja2"), Path(__file__).read_text(encoding="utf-8")))


def no_plurals(singular: str, _plural: str, _number: int) -> str:
    """Refuse a template with plural forms: languages have up to six, so sentences avoid them."""
    raise jinja2.TemplateRuntimeError(f"'{singular}' has a plural form; reword it so that it needs none")
