# SPDX-License-Identifier: MIT
"""A Ghostscript that stays alive: starting it takes longer than making the plates of a leaflet.

It reads commands from a pipe and ends when that is closed, also if the process that started it is killed.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.util import Finalize
from pathlib import Path

MOST_FILES = 100
"""After so many files it is replaced; its memory grows by some 40 kB with each."""
LONGEST_SECONDS = 30
DONE = b"leaflets: done\n"
READ = b"{(in.pdf) run} stopped {(leaflets: failed)} {(leaflets: done)} ifelse = flush\n"


class LivingGhostscript:
    """Draws one file after another; the process starts with the first."""

    def __init__(self, program: str, options: Sequence[str]) -> None:
        self.program, self.options = program, options
        self._process: subprocess.Popen[bytes] | None = None
        self._stop: Callable[[], object] = lambda: None

    def draw(self, pdf: bytes, pages: int) -> Iterator[bytes]:
        """Yield the picture of each page; ValueError if it failed or took too long, which says nothing of the file."""
        if self._process is None or self._owner != os.getpid() or self._files >= MOST_FILES:
            self.close()
            try:
                self.start()
            except OSError as error:
                raise ValueError(str(error)) from None
        try:
            yield from self._ask(pdf, pages)
        except (OSError, EOFError, ValueError) as error:
            self.close()
            raise ValueError(str(error)) from None

    def close(self) -> None:
        """End the process."""
        self._stop()
        self._process = None

    def start(self) -> None:
        """Start the process, which is ready a tenth of a second later."""
        folder = Path(tempfile.mkdtemp(prefix="leaflets-"))
        command = [self.program, "-q", "-dNOPAUSE", "-dNOPROMPT", "-dSAFER", "--permit-file-read=in.pdf"]
        command += [*self.options, "-sOutputFile=page%d"]  # as a path, its folder's name might mean something
        pipe, out = subprocess.PIPE, subprocess.STDOUT
        self._process = subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, stderr=out, bufsize=0)
        self._folder, self._owner, self._files, self._drawn = folder, os.getpid(), 0, 0
        self._stop = Finalize(self, _end, (self._process, folder), exitpriority=0)  # also where workers end

    def _ask(self, pdf: bytes, pages: int) -> Iterator[bytes]:
        """Yield the picture of each page; OSError, EOFError or ValueError if anything is not as it should be."""
        assert self._process and self._process.stdin and self._process.stdout
        (self._folder / "in.pdf").write_bytes(pdf)
        self._process.stdin.write(READ)
        said = b""
        while not said.endswith(b"\n"):
            if not select.select([self._process.stdout], [], [], LONGEST_SECONDS)[0]:
                raise TimeoutError
            said += (heard := os.read(self._process.stdout.fileno(), 4096))
            if not heard:
                raise EOFError
        made = [self._folder / f"page{self._drawn + number}" for number in range(1, pages + 1)]
        if said != DONE or len(list(self._folder.iterdir())) != pages + 1:
            raise ValueError(said)
        self._files, self._drawn = self._files + 1, self._drawn + pages
        for one in made:
            yield one.read_bytes()
            one.unlink()


def _end(process: subprocess.Popen[bytes], folder: Path) -> None:
    """End the process; `Finalize` does not call this in a fork of the process that started it."""
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            assert stream
            stream.close()
    process.kill()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)
