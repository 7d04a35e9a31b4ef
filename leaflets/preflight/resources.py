# SPDX-License-Identifier: MIT
"""What pages draw with: the resources of a page and of all forms, patterns and masks inside it."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

DEEPEST = 8
"""The depth of nested forms that rules examine."""
NOTHING = pikepdf.Dictionary()


def resources_of(holder: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """Yield the resources of a page and of every form inside it."""
    resources = holder.get("/Resources")
    if resources is None or depth > DEEPEST:
        return
    yield resources
    for inner in inside(resources):
        yield from resources_of(inner, depth + 1)


def inside(resources: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the forms, pictures, patterns and masks among some resources."""
    for kind in ("/XObject", "/Pattern"):
        yield from resources.get(kind, NOTHING).values()
    for state in resources.get("/ExtGState", NOTHING).values():
        mask = state.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary) and "/G" in mask:
            yield mask.G


def draws_itself(pdf: pikepdf.Pdf) -> bool:
    """Return whether a form draws itself, directly or indirectly: such a page may never finish."""
    known: set[tuple[int, int]] = set()
    return any(_comes_back(page.obj, (), known) for page in pdf.pages)


def _comes_back(holder: pikepdf.Object, above: tuple[tuple[int, int], ...], known: set[tuple[int, int]]) -> bool:
    for inner in inside(holder.get("/Resources", NOTHING)):
        if inner.objgen in above or len(above) > 10 * DEEPEST:
            return True
        if inner.objgen not in known:
            known.add(inner.objgen)
            if _comes_back(inner, (*above, inner.objgen), known):
                return True
    return False
