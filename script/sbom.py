# SPDX-License-Identifier: MIT
"""Write requirements/sbom.cdx.json: what a build is made with, as CycloneDX 1.6, from requirements/run.txt.

Names, versions and package URLs are those of the lock; licences and dependencies are what the packages installed in
this Python say of themselves. The same lock gives the same file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK, OUT = ROOT / "requirements" / "run.txt", ROOT / "requirements" / "sbom.cdx.json"
PIN = re.compile(r"(?m)^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)")
NEEDS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def read_lock() -> dict[str, str]:
    """Return the locked version of each package."""
    return dict(PIN.findall(LOCK.read_text(encoding="utf-8")))


def normalise(name: str) -> str:
    """Return a package's name as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def find(name: str) -> Distribution | None:
    """Return an installed package; None if it is not here (it may be for another system)."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def licences(package: Distribution | None) -> Iterator[dict[str, Any]]:
    """Yield the licence that a package states, if it does."""
    about = package.metadata if package else {}
    if expression := about.get("License-Expression"):
        yield {"expression": expression}
    elif (text := about.get("License")) and len(text) < 80 and "\n" not in text:
        yield {"license": {"name": text}}


def reference(name: str, version: str) -> str:
    """Return the package URL, which also is the component's reference."""
    return f"pkg:pypi/{name}@{version}"


def needs(package: Distribution | None, locked: dict[str, str]) -> list[str]:
    """Return the references of the locked packages that a package needs without an extra."""
    required = (line for line in (package.requires or () if package else ()) if "extra ==" not in line)
    names = {normalise(match[0]) for line in required if (match := NEEDS.match(line))}
    return sorted(reference(name, locked[name]) for name in names & locked.keys())


def describe() -> dict[str, Any]:
    """Return the bill of materials."""
    locked = read_lock()
    packages = {name: find(name) for name in locked}
    components = [
        {
            "type": "library",
            "bom-ref": reference(name, version),
            "name": name,
            "version": version,
            "purl": reference(name, version),
            **({"licenses": found} if (found := list(licences(packages[name]))) else {}),
        }
        for name, version in sorted(locked.items())
    ]
    graph = [
        {"ref": reference(name, version), "dependsOn": needs(packages[name], locked)}
        for name, version in sorted(locked.items())
    ]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "leaflets", "name": "leaflets"}},
        "components": components,
        "dependencies": graph,
    }


if __name__ == "__main__":
    OUT.write_text(json.dumps(describe(), indent=1) + "\n", encoding="utf-8")
