# SPDX-License-Identifier: MIT
"""Take an entry out of a YAML text and leave every other line as it is."""

from __future__ import annotations

from ruamel.yaml.nodes import SequenceNode

from leaflets.content.yaml.edit import _compose, _end, _entries, _find


def delete_value(text: str, path: str) -> str:
    """Return the text without that entry of a map or list; KeyError if there is none."""
    parent, _, name = path.rpartition(".")
    node = _find(_compose(text), parent)
    if isinstance(node, SequenceNode):
        starts = [(int(item.start_mark.index), _end(item, text)) for item in node.value]
        number = int(name)
    else:
        entries = _entries(node)
        starts = [(entry.start, _end(entry.value, text)) for entry in entries.values()]
        number = list(entries).index(name) if name in entries else -1
    if not 0 <= number < len(starts):
        raise KeyError(path)
    start, end = starts[number]
    if node.flow_style:
        # With the comma that parts it from its neighbour.
        if number + 1 < len(starts):
            end = starts[number + 1][0]
        elif number:
            start = starts[number - 1][1]
        return text[:start] + text[end:]
    start = text.rfind("\n", 0, start) + 1
    end = text.find("\n", end - 1) + 1 or len(text)
    return text[:start] + text[end:]
