# SPDX-License-Identifier: MIT
"""Check `formats:` of data.yaml, and that each design can fill the formats of its publications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leaflets.content.design import Design
from leaflets.content.format_file import FormatEntry, own_formats
from leaflets.content.model import Project
from leaflets.content.validate.findings import Disagreement
from leaflets.core.formats import Format


def find_wrong_formats(project: Project, designs: Mapping[str, Design] | None) -> Iterator[Disagreement]:
    """Yield what cannot be cut, folded or filled; without `designs`, what they fill is not looked at."""
    for wrong in own_formats(project.formats)[1]:
        entry = ".".join(wrong.path.split(".")[:2])
        named = wrong.slug in ("unknown-format", "format-ships")
        rests = () if named else tuple(f"{entry}.{field}" for field in FormatEntry.model_fields)
        yield Disagreement(wrong.slug, wrong.path, wrong.message, wrong.hint, wrong.at_value, rests)
    for id, publication in project.publications.items():
        design = (designs or {}).get(publication.design)
        for number, name in enumerate(publication.formats) if design else ():
            form = project.every_format.get(name)
            if design and form and design.shape_of(form) is None:
                message = f"the design '{design.name}' cannot fill '{name}', {_size(form)}."
                path = f"publications.{id}.formats.{number}"
                yield Disagreement("format-not-drawn", path, message, _fills(design, form))


def _size(form: Format) -> str:
    pages = f"{len(form.panels)} pages of {form.widest:g}" if len(form.panels) > 1 else f"{form.widest:g}"
    return f"{pages} x {form.height:g} mm"


def _fills(design: Design, form: Format) -> str:
    for shape in design.shapes.values():
        scale = form.widest / (shape.width[0] * shape.width[1]) ** 0.5
        if shape.is_like(form) and shape.type_scale[0] <= scale <= shape.type_scale[1]:
            return (
                f"its type is too {'small' if scale > form.type_scale else 'large'}: write `type_scale: {scale:.3g}`."
            )
    return f"it fills {'; '.join(shape.what for shape in design.shapes.values())}."
