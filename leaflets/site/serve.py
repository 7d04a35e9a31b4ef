# SPDX-License-Identifier: MIT
"""Serve the site on this machine only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "127.0.0.1"


def show(folder: Path, port: int, tell: Callable[[str], None]) -> None:
    """Serve the site on this machine only until Ctrl-C; `tell` receives the address, and the end."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: what people read does not belong in a terminal."""

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "no-store")
            self.send_header("Referrer-Policy", "no-referrer")
            super().end_headers()

    with ThreadingHTTPServer((HOST, port), partial(Quiet, directory=str(folder))) as server:
        tell(f"http://{HOST}:{server.server_port}/  (Ctrl-C ends it)")
        with suppress(KeyboardInterrupt):
            server.serve_forever()
    tell("Ended.")
