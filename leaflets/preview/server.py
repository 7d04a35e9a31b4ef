# SPDX-License-Identifier: MIT
"""The server of the preview: hands pages, pictures and PDFs to browsers of this machine, and tells them what is new.

It listens on the loopback address alone, answers GET alone, and only to its own name, so that a page of the web whose
name leads to this machine (DNS rebinding) gets nothing.
"""

from __future__ import annotations

import errno
import json
import select
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from leaflets.core.commands import command
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.preview.pages import FOLDER, Pages, announcement
from leaflets.preview.scheduler import LayoutStatus, PageState, Scheduler

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
NONE: Mapping[str, str] = {}
HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
FILES = {"watch.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"}
PATIENCE_SECONDS = 5.0
PULSE_SECONDS = 1.0
"""How often a page that is told what is new is asked whether it is still there."""


class Server(ThreadingHTTPServer):
    """Answers for a scheduler; each page that is open has a thread of its own."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, port: int, scheduler: Scheduler, pages: Pages) -> None:
        self.scheduler, self.pages = scheduler, pages
        super().__init__((HOST, port), Handler)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that goes away in the middle of an answer is no news."""


@contextmanager
def open_server(port: int, scheduler: Scheduler, pages: Pages) -> Iterator[Server]:
    """Serve while the body runs; ProblemsFound if the port is taken."""
    try:
        server = Server(port, scheduler, pages)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        taken = error.errno == errno.EADDRINUSE
        message = f"Port {port} is {'in use: perhaps another preview is open' if taken else 'not allowed'}."
        free = command("watch", "--port", "0")
        hint = f"end the other one, or let the system choose a free port: {free}."
        raise ProblemsFound([Problem("port-taken", message, hint=hint)], exit_code=ExitCode.USAGE) from None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "leaflets", ""

    def do_GET(self) -> None:
        """Answer, if the question is meant for this server."""
        name, _, port = self.headers.get("Host", "").rpartition(":")
        if name not in NAMES or port != str(self.server.server_port):
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, f"This is {self.server.address} and no other.")
            return
        address = urlsplit(self.path)
        kind, *rest = unquote(address.path).strip("/").split("/")
        answers = {"": self._page, "show": self._page, "picture": self._picture, "pdf": self._pdf,
                   "events": self._events, "watch.css": self._style}  # fmt: skip
        if kind in FILES and not rest:
            self._send(self.server.pages.resources.find(f"{FOLDER}/{kind}").read_bytes(), FILES[kind])
        elif kind in answers:
            answers[kind](rest)
        else:
            self._lost()

    def parse_request(self) -> bool:
        """Read the question; say whether it is to be answered: GET is, nothing else."""
        if not super().parse_request():
            return False
        if self.command != "GET":
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET.", {"Allow": "GET"})
        return self.command == "GET"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for what was drawn."""

    def _page(self, rest: list[str]) -> None:
        scene = self.server.scheduler.scene(rest[0] if rest else "")
        if rest and (not scene.layout or scene.layout.id != rest[0]) and scene.contents.layouts:
            self._lost()
            return
        if scene.layout:
            self.server.scheduler.visit(scene.layout.id)
        self._send(self.server.pages.whole(scene).encode(), HTML)

    def _style(self, _rest: list[str]) -> None:
        style = self.server.pages.style(self.server.scheduler.contents)
        self._send(style.encode(), "text/css; charset=utf-8")

    def _picture(self, rest: list[str]) -> None:
        """Send a page's picture: the newest one, if the one that is asked for is no longer there."""
        view = self.server.scheduler.scene(rest[0]).drawn.view if rest else None
        number = int(rest[1]) if len(rest) == 3 and rest[1].isdecimal() else 0
        if view and view.layout == rest[0] and 1 <= number <= len(view.pictures):
            self._send(view.pictures[number - 1].png, "image/png")
        else:
            self._lost()

    def _pdf(self, rest: list[str]) -> None:
        name, _, purpose = "/".join(rest).removesuffix(".pdf").rpartition(".")
        drawn = self._checked(name)
        found = {"screen": drawn.view.pdf if drawn.view else b"", "office": drawn.rest.office if drawn.rest else b""}
        if drawn.view and drawn.view.layout == name and found.get(purpose):
            headers = {"Content-Disposition": f'inline; filename="{rest[-1]}"'}
            self._send(found[purpose], "application/pdf", headers=headers)
        else:
            self._lost()

    def _checked(self, name: str) -> LayoutStatus:
        """Return what is known of a layout, once its files are those of its pictures, or after a while anyway."""
        until = time.monotonic() + PATIENCE_SECONDS
        scene = self.server.scheduler.scene(name)
        while scene.drawn.view and not scene.drawn.is_checked and not scene.is_stale and time.monotonic() < until:
            self.server.scheduler.wait(scene.number, PULSE_SECONDS)
            scene = self.server.scheduler.scene(name)
        return scene.drawn

    def _events(self, rest: list[str]) -> None:
        """Tell a page what is new until it goes away (Server-Sent Events)."""
        pixels = parse_qs(urlsplit(self.path).query).get("pixels", ["0"])[0]
        name = rest[0] if rest else ""
        self.close_connection = True
        self._head(HTTPStatus.OK, {"Content-Type": "text/event-stream"})
        scheduler, before = self.server.scheduler, None
        with scheduler.look_at(name, int(pixels) if pixels.isdecimal() else 0):
            while not (scheduler.is_over or self._is_gone()):
                scene = self.server.scheduler.scene(name)
                if before is None or scene.number != before.number:
                    self._tell(scene, before)
                    before = scene
                scheduler.wait(before.number, PULSE_SECONDS)

    def _tell(self, scene: PageState, before: PageState | None) -> None:
        news: dict[str, object] = {"busy": scene.is_busy, "say": announcement(before, scene) if before else ""}
        news["parts"] = self.server.pages.parts(scene)
        news["title"] = scene.layout.title if scene.layout else "Live preview"
        self.wfile.write(f"data: {json.dumps(news)}\n\n".encode())

    def _is_gone(self) -> bool:
        """Return whether the browser has gone: it sends nothing here, so all that can be read is the end."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable)

    def _lost(self) -> None:
        self._refuse(HTTPStatus.NOT_FOUND, f"There is no such page. Go to {self.server.address}")

    def _refuse(self, status: HTTPStatus, text: str, headers: Mapping[str, str] = NONE) -> None:
        self.close_connection = True
        self._send(f"{text}\n".encode(), TEXT, status, headers)

    def _send(
        self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK, headers: Mapping[str, str] = NONE
    ) -> None:
        self._head(status, {"Content-Type": kind, "Content-Length": str(len(body)), **headers})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: HTTPStatus, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
