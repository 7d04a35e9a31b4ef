# SPDX-License-Identifier: MIT
"""What the host of the site is told: headers, forwarding, and the publisher's own files from `site-extra/`.

`_headers` and `_redirects` are read by hosts such as Netlify and Cloudflare Pages; docs/hosting has the same for web
servers.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from leaflets.build.ownership import LITTER
from leaflets.content.model import Project
from leaflets.core.file_states import states_in
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.site.plan import SitePlan

HEADERS, FORWARDS, EXTRA = "_headers", "_redirects", "site-extra"
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"
SENT: Mapping[str, str] = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What a host sends with every file."""
FOR_EVER = "public, max-age=31536000, immutable"
"""For folders whose files have a checksum in their names."""
IMMUTABLE = "assets", "pages"


def root_of(project: Project) -> str:
    """Return the folder of the site on its host, without a final slash: `/safe`, or nothing."""
    return urlsplit(project.publisher.site_address or "").path.rstrip("/")


def headers(plan: SitePlan) -> str:
    """Return the headers of the site in the format of many hosts."""
    root = root_of(plan.project)
    rules = [(f"{root}/*", SENT), *((f"{root}/{name}/*", {"Cache-Control": FOR_EVER}) for name in IMMUTABLE)]
    return "".join(
        "".join((f"{place}\n", *(f"  {name}: {value}\n" for name, value in sent.items()))) for place, sent in rules
    )


def forwards(plan: SitePlan) -> str:
    """Return the short links in the format of many hosts: from, to, 302 because it may change.

    QR codes lack the final slash, which some hosts add and others do not.
    """
    root = root_of(plan.project)
    return "".join(
        f"{root}/{address} {one.link.value} 302\n"
        for one in plan.redirects
        for address in (one.address.removesuffix("/"), one.address)
    )


def extra_files(folder: Path, made: Collection[str]) -> dict[str, bytes]:
    """Return the publisher's own files by their addresses; ProblemsFound if one is a link or is in the site's way."""
    extra = folder / EXTRA
    problems, files = [], {}
    for name in sorted(states_in(os.fspath(extra))):
        path = extra / name
        if path.name in LITTER:
            continue
        if problem := "".join(_faults(path, name, made)):
            hint = f"rename it, or move it out of {EXTRA}."
            problems.append(Problem("site-extra", problem, f"{EXTRA}/{name}", hint=hint))
        else:
            files[name] = path.read_bytes()
    if problems:
        raise ProblemsFound(problems)
    return files


def _faults(path: Path, name: str, made: Collection[str]) -> Iterator[str]:
    folders = {parent for one in made for parent in Path(one).parents}
    if path.is_symlink() or not path.is_file():
        yield "this is not an ordinary file."
    elif name in made or Path(name) in folders or {parent.as_posix() for parent in Path(name).parents} & set(made):
        yield "the site has a file or a folder of its own with this name."
