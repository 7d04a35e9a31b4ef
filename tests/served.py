# SPDX-License-Identifier: MIT
"""A site behind a real web server, in a folder of its host, read by a user who did not make it."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from patience import PATIENCE_SECONDS

HOSTING = Path(__file__).resolve().parent.parent / "docs" / "hosting"
SEARCHED = f"{os.environ['PATH']}{os.pathsep}/usr/sbin"
MODULES = "mpm_event authz_core dir mime headers autoindex negotiation alias"
TYPES = "text/html html\ntext/css css\napplication/json json\ntext/plain txt\napplication/pdf pdf\nimage/png png\n"


@dataclass
class Answer:
    """What a server says to one request, redirections within the host followed."""

    status: int
    headers: dict[str, str]
    body: bytes
    path: str


@dataclass
class Served:
    """A running server."""

    port: int
    root: str
    place: Path

    def copy(self, site: Path) -> None:
        """Serve another site from now on; its copy has its modes."""
        shutil.rmtree(self.place)
        shutil.copytree(site, self.place)

    def get(self, address: str) -> Answer:
        """Return what is at an address of the site."""
        path = f"{self.root}{address}"
        for _ in range(3):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
            connection.request("GET", path)
            found = connection.getresponse()
            answer = Answer(
                found.status, {name.lower(): value for name, value in found.getheaders()}, found.read(), path
            )
            connection.close()
            if answer.status not in (301, 302, 308):
                break
            path = urlsplit(urljoin(f"http://127.0.0.1{path}", answer.headers["location"])).path
        return answer


def program(name: str, package: str) -> str:
    """Return the path of a server; the test fails loudly if it is not there."""
    found = shutil.which(name, path=SEARCHED)
    if not found:
        pytest.fail(f"{name} is missing: apt-get install {package}, or script/bootstrap --test", pytrace=False)
    return found


def nginx_command(place: Path, site: Path, root: str, port: int) -> list[str]:
    """Write what docs/hosting says, for this port and these folders."""
    text = (HOSTING / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/var/www/leaflets/", f"{site}/")
    text = text.replace("/safe/", root).replace("location = /safe {", f"location = {root.rstrip('/') or '/-'} {{")
    user = "user nobody nogroup;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"{user}\npid {place}/pid;\nerror_log {place}/error.log;\nworker_processes 1;\nevents {{}}\nhttp {{\n"
        f"include /etc/nginx/mime.types;\naccess_log off;\n{temporary}{text}}}\n"
    )
    (place / "nginx.conf").write_text(whole, encoding="utf-8")
    return [
        program("nginx", "nginx-light"),
        "-c",
        f"{place}/nginx.conf",
        "-g",
        "daemon off;",
        "-e",
        f"{place}/error.log",
    ]


def apache_command(place: Path, site: Path, root: str, port: int) -> list[str]:
    """Let a bare Apache read the site's own .htaccess."""
    server = program("apache2", "apache2-bin")
    loaded = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in MODULES.split())
    user = "User nobody\nGroup nogroup\n" if os.geteuid() == 0 else ""
    whole = (
        f"{loaded}ServerName localhost\nListen 127.0.0.1:{port}\n{user}"
        f"PidFile {place}/pid\nErrorLog {place}/error.log\n"
        f"TypesConfig {place}/types\nDocumentRoot {place}/empty\nAlias {root} {site}/\n"
        f"<Directory {site}>\nRequire all granted\n"
        "AllowOverride FileInfo Indexes Options=Indexes,MultiViews\n</Directory>\n"
    )
    (place / "empty").mkdir()
    (place / "types").write_text(TYPES, encoding="utf-8")
    (place / "apache.conf").write_text(whole, encoding="utf-8")
    return [server, "-f", f"{place}/apache.conf", "-D", "FOREGROUND"]


@contextmanager
def served(
    site: Path, root: str = "/safe/", *, by: Callable[[Path, Path, str, int], list[str]] = nginx_command
) -> Iterator[Served]:
    """Copy a site as `cp -a` does to where another user may look, and run a server over the copy."""
    place = Path(tempfile.mkdtemp(prefix="served-", dir="/tmp"))
    place.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shutil.copytree(site, place / "site")
    process = subprocess.Popen(by(place, place / "site", root, port), stderr=subprocess.PIPE, text=True)
    try:
        _await(process, port)
        yield Served(port, root, place / "site")
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_SECONDS)
        shutil.rmtree(place)


def _await(process: subprocess.Popen[str], port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"the server ended: {process.communicate()[1]}")
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("the server does not listen")


def addresses_in(site: Path) -> list[str]:
    """Return every address of a site: its files, and its pages without `index.html`."""
    names = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*")) if path.is_file()]
    return [re.sub(r"(^|/)index\.html$", r"\1", name) for name in names]
