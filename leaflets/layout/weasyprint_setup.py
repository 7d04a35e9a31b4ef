# SPDX-License-Identifier: MIT
"""Start WeasyPrint closed in: no system fonts, no gcc, no warnings on the screen, nothing left in the temporary folder.

Its C libraries read FONTCONFIG_FILE when they start, so `quiet_import` goes around the first import of WeasyPrint.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes.util
import io
import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from leaflets.core import requirements

TYPES = (
    *("char[]", "char[4]", "unsigned int *", "hb_codepoint_t[]", "hb_tag_t[100]"),
    *("FcChar8 **", "PangoFcFontMap *", "PangoLogAttr[]", "PangoRectangle *"),
)
"""What WeasyPrint asks its C libraries for on every page; cffi takes 2 ms to understand each of them, once."""
SIZED = re.compile(r"(\w+)\[(\d+)\]")
FONTCONFIG = Path(__file__).with_name("fonts.conf")
SCRATCH_PREFIX = "leaflets-fonts-"


@contextlib.contextmanager
def quiet_import() -> Iterator[None]:
    """Import WeasyPrint inside; MissingProgram when the machine lacks one of its libraries."""
    requirements.prepare_loader()
    os.environ["FONTCONFIG_FILE"] = str(FONTCONFIG)
    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        # WeasyPrint tries Windows' library names first; each miss would start ldconfig, gcc and ld (86 processes).
        ctypes.util.find_library = lambda name: None
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.filterwarnings("ignore", message="No fonts configured")
            warnings.filterwarnings("ignore", message="HarfBuzz-Subset")
            yield
    except OSError:
        requirements.require()
        raise
    finally:
        ctypes.util.find_library = find_library


class Arrays:
    """cffi's own `ffi`, but that arrays of every length are one type: it would read each length as C code, for 2 ms."""

    def __init__(self, ffi: Any) -> None:
        self.ffi = ffi

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ffi, name)

    def new(self, name: str, *filled: Any) -> Any:
        """Return new memory of the type of that name, filled with what is given."""
        sized = SIZED.fullmatch(name)
        if sized and filled and isinstance(filled[0], list | tuple) and len(filled[0]) == int(sized[2]):
            name = f"{sized[1]}[]"
        return self.ffi.new(name, *filled)


def spare_types() -> None:
    """Let cffi read the types that every page takes now, and none for each font of each page."""
    import weasyprint.pdf.fonts as fonts
    from weasyprint.text.ffi import ffi

    for name in TYPES:
        ffi.typeof(name)
    fonts.ffi = Arrays(ffi)


def stop_clock() -> None:
    """Keep the date of a variable font when WeasyPrint makes a static one of it; it would write the time of day.

    Outlines of the kind CFF2, which Chinese fonts have, become CFF: no PDF may hold the others (ISO 32000-2 9.9).
    """
    import weasyprint.pdf.fonts as fonts
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    def instantiate(font: TTFont, *places: Any, **options: Any) -> TTFont:
        made = instantiateVariableFont(font, *places, **options)
        return to_cff(made) if "CFF2" in made else made

    fonts.TTFont = partial(TTFont, recalcTimestamp=False)
    fonts.instantiateVariableFont = instantiate


def to_cff(font: Any) -> Any:
    """Return a static font with outlines of the kind CFF; a glyph keeps its number, and its CID is the same."""
    from fontTools.cffLib.CFF2ToCFF import convertCFF2ToCFF
    from fontTools.ttLib import TTFont

    stream = io.BytesIO()
    font.save(stream)
    static = TTFont(stream, recalcTimestamp=False, recalcBBoxes=False)
    # fontTools forgets how to read what is read late (FDSelect) as soon as it converts.
    assert static["CFF2"].cff.topDictIndex[0].CharStrings
    convertCFF2ToCFF(static)
    return static


def font_configuration() -> Any:
    """Return a font configuration whose copies of the fonts lie in a folder that is removed when this process ends."""
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    configuration._folder = scratch()
    return configuration


def scratch() -> Path:
    """Make a folder that lives as long as this process; sweep those of processes that were killed."""
    root = Path(tempfile.gettempdir())
    for folder in root.glob(f"{SCRATCH_PREFIX}*-*"):
        owner = folder.name.removeprefix(SCRATCH_PREFIX).partition("-")[0]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{SCRATCH_PREFIX}{os.getpid()}-"))
    owner_id = os.getpid()

    def remove() -> None:
        if os.getpid() == owner_id:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    Finalize(None, remove, exitpriority=10)  # worker processes end without atexit
    return folder


def is_running(process: int) -> bool:
    """Return whether a process of that id exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
