# SPDX-License-Identifier: MIT
"""Check `formats:` and the risks of data.yaml, and that each design can fill the pages and panels that it is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import ascii_lowercase

from leaflets.content.design import Design
from leaflets.content.format_file import FormatEntry, own_formats
from leaflets.content.model import Project
from leaflets.content.validate.findings import Disagreement
from leaflets.core.formats import Format

OFFERS = {  # what to write for the words of a risk that are optional
    "poster_title": "add `poster_title:` with a question of at most 20 characters, such as `Bullied online?`.",
    "poster_actions": "add `poster_actions: {stop: ..., keep: ..., tell: ...}` with three things to do.",
}


def find_wrong_risks(project: Project, designs: Mapping[str, Design] | None) -> Iterator[Disagreement]:
    """Yield what is wrong with the risks; panels are checked only if `designs` are given."""
    yield from _check_letters(project)
    for name, publication in project.publications.items():
        design = (designs or {}).get(publication.design)
        if design and design.risks and not publication.series and not publication.withdrawn:
            yield from _check_panels(project, name, design)
        if design and publication.series and not publication.withdrawn:
            yield from _check_words(project, design)


def _check_letters(project: Project) -> Iterator[Disagreement]:
    owners: dict[str, str] = {}
    for name, risk in project.risks.items():
        owner = owners.setdefault(risk.letter, name) if risk.letter else name
        if owner != name:
            message = f"'{risk.letter}' is already the letter of '{owner}'."
            yield Disagreement("risk-letter-taken", f"risks.{name}.letter", message, _offer(project))
    series = [name for name, publication in project.publications.items() if publication.series]
    for name in (name for name, risk in project.risks.items() if series and not risk.letter):
        code = project.publications[series[0]].code
        message = f"the letter is missing; the series '{series[0]}' needs one for its code: {code} and a letter."
        yield Disagreement("risk-letter-missing", f"risks.{name}", message, _offer(project), at_value=False)


def _check_words(project: Project, design: Design) -> Iterator[Disagreement]:
    for name, risk in project.risks.items():
        for field in (field for field in design.of_risk if not getattr(risk, field)):
            message = f"'{field}' is missing; the design '{design.name}' prints it for each risk."
            yield Disagreement("risk-words-missing", f"risks.{name}", message, OFFERS[field], at_value=False)


def _offer(project: Project) -> str:
    """Return the hint that offers the letter after the last one used, since letters are never reused."""
    order = [*ascii_lowercase, *(first + second for first in ascii_lowercase for second in ascii_lowercase)]
    taken = [order.index(risk.letter) for risk in project.risks.values() if risk.letter]
    return f"write `letter: {order[min(max(taken, default=-1) + 1, len(order) - 1)]}`."


def _check_panels(project: Project, name: str, design: Design) -> Iterator[Disagreement]:
    known = project.every_format
    for form in (known[form] for form in project.publications[name].formats if form in known):
        shares = design.share(project.carried_risks, {panel.name for panel in form.panels})
        if empty := [panel for panel, risks in shares.items() if not risks]:
            count = len(project.carried_risks)
            message = f"there {'is 1 risk' if count == 1 else f'are {count} risks'} for {len(shares)} panels of the"
            message += f" design '{design.name}': {' and '.join(empty)} would be empty."
            yield Disagreement(
                "risks-too-few", f"publications.{name}.design", message, "name a design with fewer panels."
            )
            return


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
