# SPDX-License-Identifier: MIT
"""A project with a Polish catalogue, for the tests of what comes back."""

from __future__ import annotations

import shutil

import pytest
from answered import Office, open_office


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("projects") / "small")


@pytest.fixture
def office(whole: Office) -> Office:
    """The same project with the catalogue as it was, and no parcels."""
    original = whole.opened.folder / "original.po"
    if not original.exists():
        shutil.copy(whole.catalogue, original)
    shutil.copy(original, whole.catalogue)
    shutil.rmtree(whole.catalogue.parents[1] / "sent", ignore_errors=True)
    return whole
