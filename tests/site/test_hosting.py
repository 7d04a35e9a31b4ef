# SPDX-License-Identifier: MIT
"""The site under real web servers, in a folder of their host, as a user who did not make it; the publisher's files."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from hosted import TODAY, Hosted, copy_of
from served import HOSTING, Served, addresses_in, apache_command, nginx_command, served

from leaflets.core.problems import ProblemsFound
from leaflets.register.codes import read_codes
from leaflets.site.hosting import FOR_EVER, SENT, extra_files
from leaflets.site.publish import build_site

TYPES = {
    "html": "text/html",
    "pdf": "application/pdf",
    "png": "image/png",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
TYPES |= {"json": "application/json", "txt": "text/plain; charset=utf-8", "css": "text/css; charset=utf-8"}


@pytest.fixture(scope="module")
def extended(hosted: Hosted, tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """The site in the folder /safe/ of its host, with the web officer's own files."""
    mine = copy_of(hosted, tmp_path_factory.mktemp("hosting") / "project")
    data = mine.folder / "data.yaml"
    text = data.read_text(encoding="utf-8")
    data.write_text(text.replace("https://leaflets.example.org\n", "https://leaflets.example.org/safe\n"), "utf-8")
    extra = mine.folder / "site-extra"
    (extra / ".well-known").mkdir(parents=True)
    (extra / ".well-known" / "security.txt").write_text("Contact: mailto:web@example.org\n", encoding="utf-8")
    (extra / "CNAME").write_text("leaflets.example.org\n", encoding="utf-8")
    (extra / ".htaccess").write_bytes((HOSTING / "apache.htaccess").read_bytes())
    (extra / ".DS_Store").touch()
    build_site(mine.folder, mine.dist, TODAY)
    return mine


def assert_served(server: Served, site: Path) -> None:
    """Assert that every address answers, with the right type and headers."""
    answers = {one: server.get(one) for one in addresses_in(site) if not one.startswith(".ht")}
    assert len(answers) > 500
    assert {one: answer.status for one, answer in answers.items() if answer.status != 200} == {}
    for one, answer in answers.items():
        for name, value in SENT.items():
            assert answer.headers.get(name.lower()) == value, (one, name)
        lasting = FOR_EVER if one.startswith(("assets/", "pages/")) else "no-cache"
        assert answer.headers["cache-control"] == lasting, one
        suffix = "html" if not one or one.endswith("/") else one.rpartition(".")[2]
        assert answer.headers.get("content-type", "").startswith(TYPES.get(suffix, "")), one
    assert answers["p/es-01/en/es-01-en.pdf"].body == (site / "p/es-01/en/es-01-en.pdf").read_bytes()


@pytest.mark.parametrize("by", [nginx_command, apache_command], ids=["nginx", "apache"])
def test_every_address_answers_in_a_folder_of_a_host(extended: Hosted, by: type[nginx_command]) -> None:
    with served(extended.site, by=by) as server:
        assert_served(server, extended.site)
        for one in read_codes(extended.folder):
            assert server.get(f"r/{one}").status == 200, "codes lack the final slash"
        lost = server.get("p/es-99/")
        assert lost.status == 404 and b'href="/safe/gallery/en/index.html"' in lost.body
        assert server.get("p/").status in (403, 404), "folders are not listed"
        assert server.get(".well-known/security.txt").body.startswith(b"Contact:")


def test_it_answers_at_the_root_of_a_host_too(extended: Hosted) -> None:
    with served(extended.site, "/") as server:
        assert [server.get(one).status for one in ("", "ur/", "c/es-02", "CNAME", "x")] == [*[200] * 4, 404]


def test_the_other_configurations_say_the_same() -> None:
    for path in HOSTING.iterdir():
        text = path.read_text(encoding="utf-8")
        for name, value in SENT.items():
            assert re.search(rf'{name}"?\s+(value=)?"{re.escape(value)}"', text), f"{path.name}: {name}"
        assert FOR_EVER in text and "/safe/404.html" in text, path.name
    ElementTree.parse(HOSTING / "web.config")


def test_hosts_that_read_files_are_told_the_folder(extended: Hosted) -> None:
    headers = (extended.site / "_headers").read_text(encoding="utf-8")
    assert (
        headers.startswith("/safe/*\n  Content-Security-Policy: default-src 'none';") and "\n/safe/pages/*\n" in headers
    )
    forwards = (extended.site / "_redirects").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("/safe/r/") for line in forwards)


def test_the_publishers_own_files_are_on_the_site_and_stay(extended: Hosted) -> None:
    listed = (extended.site / "SHA256SUMS").read_text(encoding="utf-8")
    for name in ("CNAME", ".well-known/security.txt", ".htaccess"):
        assert (extended.site / name).read_bytes() == (extended.folder / "site-extra" / name).read_bytes()
        assert (extended.site / name).stat().st_ino != (extended.folder / "site-extra" / name).stat().st_ino
        assert f"  {name}\n" in listed
    assert not (extended.site / ".DS_Store").exists()


def test_a_file_that_is_in_the_sites_way_is_refused(tmp_path: Path) -> None:
    extra = tmp_path / "site-extra"
    (extra / "index.html").mkdir(parents=True)
    (extra / "index.html" / "x").touch()
    (extra / "p").touch()
    (extra / "404.html").touch()
    (extra / "link").symlink_to("/etc/passwd")
    (extra / "mine.txt").touch()
    with pytest.raises(ProblemsFound) as found:
        extra_files(tmp_path, ["index.html", "p/es-01/index.html", "404.html"])
    assert {problem.slug for problem in found.value.problems} == {"site-extra"}
    assert [problem.file for problem in found.value.problems] == [
        f"site-extra/{name}" for name in ("404.html", "index.html/x", "link", "p")
    ]
