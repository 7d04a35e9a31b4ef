# SPDX-License-Identifier: MIT
"""Read the text of a YAML file: plain values, the position of each, and every problem with the text.

A text without mistakes is read once, with libyaml. What it cannot read, or not exactly, is repaired.
"""

from __future__ import annotations

from typing import Any

from leaflets.content.yaml.complaints import find_hidden
from leaflets.content.yaml.document import YamlDocument
from leaflets.content.yaml.events import NotYaml, fast
from leaflets.content.yaml.positions import Loaded, Names
from leaflets.core.problems import ProblemsFound

MERGE = "<<<<<<<"
"""The start of git's mark of a merge conflict."""


def read_text(text: str, file: str, *, english: bool = False, names: Names = dict) -> Loaded:
    """Return the values of that text; ProblemsFound if it cannot be read at all.

    In `english` words, as in data.yaml, odd spaces become plain ones and invisible characters are refused; other
    languages need them. `names` gives the known names, which help to tell what was meant.
    """
    text = text.removeprefix("\ufeff")
    clean, problems, hidden = find_hidden(text, file)
    if not problems and MERGE not in text:
        try:
            loaded = YamlDocument(clean, file, fast, english=english).load()
        except NotYaml:
            pass
        else:
            if not any(one.slug == "duplicate-key" for one in loaded.problems):
                return loaded
    from leaflets.content.yaml.repaired import read_repaired

    return read_repaired(clean, file, problems, hidden=hidden, english=english, names=names())


def read_shipped(text: str, file: str) -> dict[str, Any]:
    """Return the values of a file of the package; ProblemsFound if anything at all is wrong with it.

    Every start reads such files, so positions are not kept.
    """
    document = YamlDocument(text, file, fast)
    document.muted += 1
    try:
        values = document.read()
    except NotYaml:
        values, document.problems = (loaded := read_text(text, file)).values, list(loaded.problems)
    if document.problems:
        raise ProblemsFound(document.problems)
    return values
