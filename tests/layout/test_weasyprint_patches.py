# SPDX-License-Identifier: MIT
"""What is changed in WeasyPrint: it is there to be changed, it is changed once, and another release is refused."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from operator import attrgetter

import pytest
import weasyprint
from weasyprint.text.ffi import ffi

from leaflets.layout import render, weasyprint_patches  # noqa: F401 (render installs them)
from leaflets.layout.weasyprint_patches import PATCHES

BEFORE = """
import importlib, operator, sys
from leaflets.layout import weasyprint_setup
with weasyprint_setup.quiet_import():
    import weasyprint
for line in sys.stdin.read().split():
    module, name = line.split(":")
    operator.attrgetter(name)(importlib.import_module(module))
    print(line)
"""


def test_every_name_that_is_patched_is_in_the_installed_weasyprint() -> None:
    names = [f"{patch.module}:{patch.name}" for patch in PATCHES]
    done = subprocess.run([sys.executable, "-c", BEFORE], input="\n".join(names), capture_output=True, text=True)
    assert (done.stdout.split(), done.stderr) == (names, "")
    assert len(names) == len(set(names)) >= 7


def test_every_patch_is_in_place_and_says_why() -> None:
    for patch in PATCHES:
        value = attrgetter(patch.name)(sys.modules[patch.module])
        ours = value["path"] if isinstance(value, dict) else value
        assert not ours.__module__.startswith(("weasyprint", "fontTools")), patch
        assert len(patch.reason.split()) > 4


def test_another_release_of_weasyprint_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(RuntimeError, match="for WeasyPrint 70"):
        weasyprint_patches.install()


@pytest.mark.parametrize("changes", [{"module": "weasyprint.pdf.labels"}, {"name": "_build_tree"}, {"name": "No.one"}])
def test_a_name_that_weasyprint_has_lost_is_refused_and_nothing_is_changed(
    changes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = weasyprint.svg.TAGS
    monkeypatch.setattr(weasyprint_patches, "PATCHES", (*PATCHES, replace(PATCHES[0], **changes)))
    with pytest.raises(RuntimeError, match="is not in WeasyPrint 70"):
        weasyprint_patches.install()
    assert weasyprint.svg.TAGS is before


def test_arrays_of_every_length_are_one_type_to_cffi() -> None:
    from weasyprint.pdf import fonts

    filled = fonts.ffi.new("hb_codepoint_t[7]", [3, 1, 4, 1, 5, 9, 2])
    assert list(filled) == [3, 1, 4, 1, 5, 9, 2] and ffi.sizeof(filled) == 7 * ffi.sizeof("hb_codepoint_t")
    assert "hb_codepoint_t[7]" not in ffi._parsed_types
    assert ffi.sizeof(fonts.ffi.new("char[3]", b"abc")) == 3 and len(fonts.ffi.new("int[4]", [1])) == 4
