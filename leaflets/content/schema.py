# SPDX-License-Identifier: MIT
"""The JSON Schema of data.yaml, made from the model, so that editors complete names and mark mistakes while typing.

The committed data.schema.json is its text; `init` writes it beside a new data.yaml.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from leaflets.content.field_types import PATTERNS, Model, meanings_of
from leaflets.content.formats import shipped_formats
from leaflets.content.load import INHERITED
from leaflets.content.model import Project

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAME = "data.schema.json"


def schema() -> dict[str, Any]:
    """Return the schema, draft 2020-12, with the model's own words as descriptions."""
    made = Project.model_json_schema(schema_generator=GenerateJsonSchema)
    for model in _models(Model):
        _describe(made if model is Project else made["$defs"].get(model.__name__, {}), model)
    for part in _parts(made):
        _simplify(part)
    # A name of the project's own is any id.
    listed = made["$defs"]["Publication"]["properties"]["formats"]
    listed["items"] = {"anyOf": [{"enum": list(shipped_formats())}, listed["items"]]}
    made["required"] = [name for name in made["required"] if name not in INHERITED]
    top = {"$schema": DIALECT, "title": "data.yaml of Leaflets", "description": "What every leaflet and poster says."}
    return top | {name: value for name, value in made.items() if name not in top}


def as_text() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _models(base: type[Model]) -> Iterator[type[Model]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def _describe(made: dict[str, Any], model: type[Model]) -> None:
    for field, meaning in meanings_of(model).items():
        name = model.model_fields[field].alias or field
        if name in made.get("properties", {}):
            made["properties"][name] = dict(sorted({**made["properties"][name], "description": meaning}.items()))


def _parts(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _parts(item)
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _parts(item)


def _simplify(part: dict[str, Any]) -> None:
    if isinstance(part.get("title"), str):
        part.pop("title")
    choices = part.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        # Python's None: in the file the line is left out.
        choices.remove({"type": "null"})
        if len(choices) == 1:
            part.pop("anyOf")
            part.update({name: value for name, value in choices[0].items() if name not in part})
    if part.get("default", 0) is None:
        part.pop("default")
    if isinstance(part.get("pattern"), str) and part["pattern"] in PATTERNS:
        pattern = PATTERNS[part["pattern"]]
        # Read by yaml-language-server and Visual Studio Code.
        part["patternErrorMessage"] = f"It {pattern.form}; {pattern.hint}"
