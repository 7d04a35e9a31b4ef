# SPDX-License-Identifier: MIT
"""The server of the preview: sends pages, pictures and PDFs to browsers on this machine, and tells them what is new.

It listens only on the loopback address and answers only GET requests to its own name, so that a web page whose name
resolves to this machine (DNS rebinding) gets nothing. Other users of the machine do not know its address, which
begins with a random word that is kept in the project, readable only by this user.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import select
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
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
SLOW_SECONDS = 30.0
"""The time that a browser may take over a request, or keep an idle connection."""
MOST_CONNECTIONS = 64
"""The most connections at a time; each has a thread, and a browser uses six."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
NUMBER = re.compile(r"[0-9]{1,5}")
PULSE_SECONDS = 1.0
"""The interval at which an open page is checked for a closed connection."""


class Server(ThreadingHTTPServer):
    """Answers for a scheduler; each open page has its own thread."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, port: int, scheduler: Scheduler, pages: Pages) -> None:
        self.scheduler, self.pages = scheduler, pages
        self.free = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__((HOST, port), Handler)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_port}{self.pages.root}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give a connection a thread, unless there are too many."""
        if self.free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser may go away in the middle of an answer."""


def root_of(folder: Path) -> str:
    """Return `/` and a random word, which a project keeps if it can, so that an open page outlives a restart."""
    path, word = folder / ".cache" / "preview-token", secrets.token_urlsafe(16)
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        if path.is_file() and not path.is_symlink():
            about = path.stat()
            kept = path.read_text(encoding="ascii", errors="replace")
            if about.st_uid == os.geteuid() and not about.st_mode & 0o077 and TOKEN.fullmatch(kept):
                return f"/{kept}/"
            path.unlink()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
            stream.write(word)
    return f"/{word}/"


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
    timeout = SLOW_SECONDS
    server_version, sys_version = "leaflets", ""

    def do_GET(self) -> None:
        name, _, port = self.headers.get("Host", "").rpartition(":")
        if name not in NAMES or port != str(self.server.server_port):
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, f"This is {HOST}:{self.server.server_port} and no other.")
            return
        path = unquote(urlsplit(self.path).path)
        if not compare_digest(path[: len(self.server.pages.root)].encode(), self.server.pages.root.encode()):
            self._refuse(HTTPStatus.NOT_FOUND, "Take the whole address that the terminal shows.")
            return
        kind, *rest = path[len(self.server.pages.root) :].strip("/").split("/")
        answers = {"": self._page, "show": self._page, "picture": self._picture, "pdf": self._pdf,
                   "events": self._events, "watch.css": self._style}  # fmt: skip
        if kind in FILES and not rest:
            self._send(self.server.pages.resources.data(f"{FOLDER}/{kind}"), FILES[kind])
        elif kind in answers:
            answers[kind](rest)
        else:
            self._lost()

    def parse_request(self) -> bool:
        """Read the request; say whether to answer it: only GET is answered."""
        if not super().parse_request():
            return False
        if self.command != "GET":
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET.", {"Allow": "GET"})
        return self.command == "GET"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal shows what was drawn."""

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
        view = self.server.scheduler.scene(rest[0]).drawn.view if rest else None
        number = int(rest[1]) if len(rest) == 3 and NUMBER.fullmatch(rest[1]) else 0
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
        """Return the state of a layout, once its files match its pictures, or after a while anyway."""
        until = time.monotonic() + PATIENCE_SECONDS
        scene = self.server.scheduler.scene(name)
        while scene.drawn.view and not scene.drawn.is_checked and not scene.is_stale and time.monotonic() < until:
            self.server.scheduler.wait(scene.number, PULSE_SECONDS)
            scene = self.server.scheduler.scene(name)
        return scene.drawn

    def _events(self, rest: list[str]) -> None:
        pixels = parse_qs(urlsplit(self.path).query).get("pixels", ["0"])[0]
        name = rest[0] if rest else ""
        self.close_connection = True
        self._head(HTTPStatus.OK, {"Content-Type": "text/event-stream"})
        scheduler, before = self.server.scheduler, None
        with scheduler.look_at(name, int(pixels) if NUMBER.fullmatch(pixels) else 0):
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
        """Return whether the browser has closed the connection: it sends nothing, so anything readable is the end."""
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
