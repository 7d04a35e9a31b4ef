# SPDX-License-Identifier: MIT
"""Write leaflets/pictures/verdicts.json: what the judge says of each picture that ships, so that no build need ask.

Run it after a change of a picture in assets/ or templates/, of leaflets/pictures/, or of a library that the judge uses.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from leaflets.core.files import write_sealed  # noqa: E402
from leaflets.layout.project_pictures import JUDGE  # noqa: E402
from leaflets.pictures.gate import SHIPPED, Gate, fingerprint_judge  # noqa: E402

KINDS = (".gif", ".jpeg", ".jpg", ".png", ".svg")


def pictures() -> list[Path]:
    """Return the pictures that ship."""
    found = (path for folder in ("assets", "templates") for path in (ROOT / folder).rglob("*"))
    return sorted(path for path in found if path.suffix.lower() in KINDS)


def written() -> bytes:
    """Return what the file should say, each picture judged anew."""
    ask = Gate(ROOT, JUDGE).ask
    judged = {hashlib.sha256(data).hexdigest(): ask(data) for data in map(Path.read_bytes, pictures())}
    said = {sha256: asdict(verdict) for sha256, verdict in sorted(judged.items())}
    return json.dumps({"judge": fingerprint_judge(JUDGE), "verdicts": said}, indent=1).encode() + b"\n"


if __name__ == "__main__":
    write_sealed(SHIPPED, written())
