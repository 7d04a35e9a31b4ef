# SPDX-License-Identifier: MIT
"""The output intent: the press and paper that a file is made for, and their profile.

FOGRA39 ships with the package. The profiles of FOGRA51 and FOGRA52 may be used and passed on, but not altered or
sold, so a publisher names the file supplied by the printer.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources

if TYPE_CHECKING:
    from leaflets.content.print_settings import PressSettings

REGISTRY = "http://www.color.org"
SHIPPED = {"FOGRA39": "assets/profiles/FOGRA39L.icc"}
CONDITIONS = {
    "FOGRA39": "Offset printing on gloss or matt coated paper, ISO 12647-2:2004",
    "FOGRA51": "Offset printing on premium coated paper, ISO 12647-2:2013",
    "FOGRA52": "Offset printing on wood-free uncoated paper, ISO 12647-2:2013",
}
HEADER = 128
LARGEST = 8_000_000
NAMED = re.compile(rb"FOGRA[ _-]?(\d\d)")


@dataclass(frozen=True)
class OutputIntent:
    """A printing condition from the ICC's registry, with its profile."""

    identifier: str
    condition: str
    profile: bytes
    registry: str = REGISTRY

    @cached_property
    def packed(self) -> bytes:
        """The profile as stored in the PDF, compressed."""
        return zlib.compress(self.profile, 9)


def read_intent(settings: PressSettings, resources: Resources) -> OutputIntent:
    """Return the output intent of a project; ProblemsFound if its profile is missing or unsuitable."""
    condition = settings.output_condition
    name = settings.profile or SHIPPED.get(condition)
    if name is None:
        message = f"{condition} needs its profile, which may not be shipped with this program."
        hint = "ask the printer for the profile, put it in the project and name it in `publisher.press.profile`."
        raise _problem("profile-missing", "output_condition", message, hint)
    try:
        path = resources.find(name)
        data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except FileNotFoundError:
        message = f"there is no file '{name}' in the project."
        raise _problem("profile-missing", "profile", message, "give its path from data.yaml.") from None
    if wrong := examine(data, condition):
        raise _problem("profile-wrong", "profile", f"'{name}' {wrong}.", "ask the printer for the right profile.")
    return OutputIntent(condition, CONDITIONS[condition], data)


def examine(profile: bytes, condition: str) -> str:
    """Return why a file cannot be the profile for that printing condition, or ""."""
    size = int.from_bytes(profile[:4], "big")
    if len(profile) < HEADER or profile[36:40] != b"acsp" or size != len(profile):
        return "is not a complete colour profile"
    if profile[12:16] != b"prtr" or profile[16:20] != b"CMYK":
        return "is not a CMYK output profile"
    # Profiles name their printing condition in plain text, sometimes in UTF-16.
    named = set(NAMED.findall(profile)) | set(NAMED.findall(profile.replace(b"\0", b"")))
    if named and condition.removeprefix("FOGRA").encode() not in named:
        return f"describes FOGRA{min(named).decode()}, not {condition}"
    return ""


def _problem(slug: str, field: str, message: str, hint: str) -> ProblemsFound:
    return ProblemsFound([Problem(slug, message, where=f"publisher.press.{field}", hint=hint)])
