# SPDX-License-Identifier: MIT
"""Installed Python packages, by the names of their metadata folders: name and version."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


def package_folders() -> list[Path]:
    """Return the folders in which Python packages are installed."""
    return sorted({path for name in sys.path if (path := Path(name)).name in ("site-packages", "dist-packages")})


@cache
def installed() -> tuple[str, ...]:
    """Return the packages: `weasyprint-70.0.dist-info`."""
    folders = [folder for folder in package_folders() if folder.is_dir()]
    names = (path.name for folder in folders for path in folder.iterdir())
    return tuple(sorted(name for name in names if name.endswith((".dist-info", ".egg-info"))))
