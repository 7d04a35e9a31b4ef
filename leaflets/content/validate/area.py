# SPDX-License-Identifier: MIT
"""Check what belongs to the area, and the help that must be on everything for each audience."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leaflets.content.model import Area, Project
from leaflets.content.organisations import STATEMENTS
from leaflets.content.validate.findings import Disagreement
from leaflets.content.yaml.positions import Loaded
from leaflets.core.problems import Problem
from leaflets.core.suggest import suggest

BLANK = "field-empty"


def find_out_of_area(project: Project) -> Iterator[Disagreement]:
    """Yield organisations that serve another area than the project's."""
    area = project.area.name
    for name, organisation in project.organisations.items():
        if organisation.areas and area not in organisation.areas:
            served = " and ".join(organisation.areas)
            message = f"{organisation.name} is local to {served}, and this project is for {area}."
            hint = f"replace it by {area}'s own; or, if it serves {area} too, add {area} to `local:`."
            yield Disagreement("local-elsewhere", f"organisations.{name}.local", message, hint, rests=("area.name",))


def find_wrong_help(project: Project) -> Iterator[Disagreement]:
    """Yield routes of `audiences:` to organisations and contacts that are not there."""
    roles = [f"area.{role}" for role in project.area.roles]
    for audience, settings in project.audiences.items():
        for number, route in enumerate(settings.help):
            path = f"audiences.{audience}.help.{number}"
            organisation = project.organisations.get(project.organisation_id(route.organisation))
            if organisation is None:
                if route.organisation in roles:
                    continue  # reported at the area, which names an organisation that is not there
                message = f"there is no organisation '{route.organisation}'."
                hint = suggest(route.organisation, (*roles, *project.organisations))
                yield Disagreement("unknown-organisation", f"{path}.organisation", message, hint)
                continue
            held = [*organisation.points, *(name for name in STATEMENTS if getattr(organisation, name))]
            if route.contact and route.contact not in held:
                message = f"there is no contact '{route.contact}'."
                yield Disagreement("unknown-contact", f"{path}.contact", message, suggest(route.contact, held))


def gather_blanks(problems: Sequence[Problem], loaded: Loaded) -> list[Problem]:
    """Return the problems with one line for each thing of the area that is still to be filled in, not one a field."""
    blanks: dict[str, list[Problem]] = {}
    rest: list[Problem] = []
    for problem in problems:
        owner = _owner(problem.where, loaded) if problem.slug == BLANK else ""
        (blanks.setdefault(owner, []) if owner else rest).append(problem)
    for owner, found in blanks.items():
        alone = len(found) == 1 and not owner.startswith("organisations.")
        rest.append(found[0] if alone else _to_fill_in(owner, [one.where for one in found], loaded))
    return rest


def _owner(path: str, loaded: Loaded) -> str:
    section, _, rest = path.partition(".")
    if section in ("publisher", "area"):
        return section
    name, organisations = rest.split(".")[0], loaded.values.get("organisations")
    found = organisations.get(name) if section == "organisations" and isinstance(organisations, dict) else None
    return f"organisations.{name}" if isinstance(found, dict) and "local" in found else ""


def _to_fill_in(owner: str, paths: Sequence[str], loaded: Loaded) -> Problem:
    fields = list(dict.fromkeys(path.removeprefix(f"{owner}.") for path in paths))
    area = loaded.values.get("area")
    roles = [role for role, name in area.items() if owner == f"organisations.{name}"] if isinstance(area, dict) else []
    said = "".join(f" {info.description}" for role in roles if (info := Area.model_fields.get(str(role))))
    message = f"{', '.join(fields)} {'is' if len(fields) == 1 else 'are'} still empty.{said}"
    hint = "fill in each line; the comment above it says what belongs there."
    return loaded.put(Problem("local-empty", message, where=owner, hint=hint), owner, at_value=False)
