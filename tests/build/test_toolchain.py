# SPDX-License-Identifier: MIT
"""The hash of the tools: the same in every process of one installation, whatever each has loaded."""

import os
import subprocess
import sys

ASK = "from leaflets.build.toolchain import fingerprint_tools; print(fingerprint_tools())"
LOADED = "import PIL._imagingft, pikepdf, pypdfium2, weasyprint, zxingcpp; "
"""Packages that bring a text library of their own, or load the system's."""


def test_a_process_that_has_loaded_more_knows_the_same_tools() -> None:
    """Otherwise a first build, which judges pictures, would keep nothing that the second one finds."""
    asked = [[sys.executable, "-c", load + ASK] for load in ("", LOADED)]
    first, second = (subprocess.run(words, check=True, capture_output=True, env=os.environ).stdout for words in asked)
    assert first == second
