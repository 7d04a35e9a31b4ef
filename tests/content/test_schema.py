# SPDX-License-Identifier: MIT
"""The schema for editors: up to date, named by data.yaml, and of one mind with the model."""

from __future__ import annotations

from leaflets.content.load import load_data
from leaflets.content.schema import DIALECT, NAME, as_text, schema
from leaflets.core.resources import SHIPPED

COMMITTED = SHIPPED / NAME


def test_the_committed_schema_is_that_of_the_model(update_golden: bool) -> None:
    if update_golden:
        COMMITTED.write_text(as_text(), encoding="utf-8")
    assert COMMITTED.read_text(encoding="utf-8") == as_text(), (
        "run: pytest tests/content/test_schema.py --update-golden"
    )


def test_data_yaml_names_the_schema_in_its_first_line() -> None:
    first = (SHIPPED / "data.yaml").read_text(encoding="utf-8").split("\n")[0]
    assert first == f"# yaml-language-server: $schema={NAME}"


def test_every_name_of_data_yaml_is_in_the_schema() -> None:
    made = schema()
    assert made["$schema"] == DIALECT
    assert set(load_data(SHIPPED / "data.yaml").values) <= set(made["properties"])


def test_patterns_are_explained_and_no_line_may_be_null() -> None:
    text = as_text()
    assert text.count('"patternErrorMessage"') > 10
    assert '"null"' not in text
    assert '"default": null' not in text


def test_fields_carry_their_descriptions() -> None:
    definitions = schema()["$defs"]
    assert definitions["Fact" if "Fact" in definitions else "Phone"]["properties"]["source"]["description"]
    assert all(definition.get("description") for definition in definitions.values())
