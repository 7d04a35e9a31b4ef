# SPDX-License-Identifier: MIT
"""The live preview in a real browser: does it show what is saved, say what is wrong, and stay where the reader is?

Needs Debian's chromium and playwright; without them these tests fail, as they should.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from browsing import look_for_barriers, new_context, open_browser
from patience import PATIENCE_SECONDS, wait_until
from playwright.sync_api import Browser, Page, expect
from poisoned import HOLD
from program import SMALL, TODAY, command, environment, run

from leaflets.preview.server import MOST_CONNECTIONS, root_of

LEAFLET = "everything.trifold-dl.en"
CARD, BOOKLET = "everything.card-dl.en", "everything.booklet-a5.en"
ELSEWHERE = "http://leaflets.example.org"


@dataclass
class Preview:
    """The program as a person starts it, on a project of its own."""

    folder: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    """What it has said on standard error."""
    pristine: list[str] = field(default_factory=list)
    """The pictures of the leaflet when nothing had been changed."""

    def __post_init__(self) -> None:
        assert self.process.stdout
        self.address = re.findall(r"http://\S+", self.process.stdout.readline())[0]
        self.listening = threading.Thread(target=self.read, daemon=True)
        self.listening.start()

    def read(self) -> None:
        assert self.process.stderr
        self.lines += self.process.stderr

    @property
    def data(self) -> Path:
        return self.folder / "data.yaml"

    def change(self, old: str, new: str) -> None:
        """Save data.yaml with other words in it."""
        text = self.data.read_text(encoding="utf-8")
        assert old in text
        self.data.write_text(text.replace(old, new), encoding="utf-8")

    def get(self, path: str, **headers: str) -> bytes:
        request = urllib.request.Request(self.address + path, headers=headers)
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return bytes(answer.read())

    def shown(self, layout: str = LEAFLET) -> list[str]:
        """Return the names of the pictures that the page of a layout shows; nothing while they are out of date."""
        page = self.get(f"show/{layout}").decode()
        return (
            [] if "is-stale" in page or "problem--error" in page else re.findall(r'src="/[^/]+/(picture/[^"]+)"', page)
        )

    def end(self) -> int:
        """Press Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE_SECONDS)
        self.listening.join(PATIENCE_SECONDS)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream
            stream.close()
        return code


def start(folder: Path, *words: str, session: str = "", scratch: Path | None = None) -> Preview:
    """Start the preview of a project; `session` is another worker for it."""
    options = ("watch", "--project", str(folder), "--today", TODAY, "--port", "0", "--no-open", *words)
    line = command(*options)
    if session:
        line = [sys.executable, "-c", f"import poisoned; poisoned.watch({session!r})", *options]
    env = environment({"TMPDIR": str(scratch)} if scratch else None)
    process = subprocess.Popen(line, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return Preview(folder, process)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("watched") / "project"
    shutil.copytree(SMALL, folder)
    found = start(folder)
    wait_until(found.shown, "the first pictures")
    found.pristine = found.shown()
    yield found
    assert found.end() == 130


@pytest.fixture(autouse=True)
def restore(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give the project that the tests share its files back."""
    yield
    if "preview" in request.fixturenames:
        found: Preview = request.getfixturevalue("preview")
        shutil.rmtree(found.folder)
        shutil.copytree(SMALL, found.folder)
        wait_until(lambda: found.shown() == found.pristine, "all is as it was")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


class Reader:
    """Somebody who looks at the preview; every word on the console is noted."""

    def __init__(self, browser: Browser, preview: Preview, layout: str = LEAFLET, **options: object) -> None:
        self.said: list[str] = []
        self.context = new_context(browser, viewport={"width": 1000, "height": 600}, **options)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda one: one.url.startswith(preview.address) or self.said.append(one.url))
        self.page.goto(f"{preview.address}show/{layout}")
        expect(self.page.locator(".page__picture").first).to_be_visible()
        wait_until(lambda: self.page.locator(".button").count() == 2, "the files have been read back")
        self.page.evaluate("window.same = true")

    def pictures(self) -> list[str]:
        return self.page.eval_on_selector_all(".page__picture", "all => all.map(one => one.getAttribute('src'))")  # type: ignore[no-any-return]

    def wait_for_new(self, before: list[str]) -> list[str]:
        wait_until(lambda: self.pictures() != before, "a new picture")
        assert self.page.eval_on_selector_all(".page__picture", "all => all.every(one => one.naturalWidth > 0)")
        return self.pictures()

    def stayed(self) -> bool:
        """The page has not been loaded again, and nothing was wrong in it."""
        return bool(self.page.evaluate("window.same === true")) and self.said == []


@pytest.fixture
def reader(browser: Browser, preview: Preview) -> Iterator[Reader]:
    found = Reader(browser, preview)
    yield found
    assert found.stayed()
    found.context.close()


# What is saved is seen


def test_a_saved_sentence_is_seen_where_the_reader_is(reader: Reader, preview: Preview) -> None:
    page, before = reader.page, reader.pictures()
    page.evaluate("window.scrollTo(0, 500)")
    preview.change("body: Talk about the internet", "body: Speak about the internet")
    now = reader.wait_for_new(before)
    assert 0 < len(set(now) - set(before)) < len(now) == 6, "only the panel that prints it has another picture"
    assert page.evaluate("window.scrollY") == 500
    expect(page.locator("[data-status]")).to_have_text("Updated.")
    wait_until(lambda: f"{LEAFLET}  " in preview.lines[-1], "the terminal says so")


def test_a_problem_is_said_in_place_and_goes_when_it_is_mended(reader: Reader, preview: Preview) -> None:
    page, before, text = reader.page, reader.pictures(), preview.data.read_text(encoding="utf-8")
    third = page.locator('[data-page="4"]')
    page.evaluate("window.scrollTo(0, 700)")
    top = third.bounding_box()["y"]  # type: ignore[index]
    preview.change("title: Safe online", "title: Safe: online")
    line = text[: text.index("title: Safe online")].count("\n") + 1
    problem = page.locator(".problem--error")
    expect(problem).to_have_count(1)
    expect(problem.locator(".problem__place")).to_have_text(re.compile(rf"^data\.yaml:{line}:\d+$"))
    expect(problem.locator(".problem__line")).to_have_text("title: Safe: online")
    expect(problem.locator(".problem__hint")).to_contain_text("in quotes")
    expect(page.locator(".bar__state")).to_have_text(re.compile("^1 problem"))
    expect(page.locator("[data-status]")).to_have_text(re.compile("^1 problem"))
    expect(page.locator(".is-stale .page__picture")).to_have_count(6)
    assert reader.pictures() == before, "yesterday's pictures are still there"
    assert abs(third.bounding_box()["y"] - top) < 2, "what the reader looks at does not move"  # type: ignore[index]
    preview.data.write_text(text, encoding="utf-8")
    expect(problem).to_have_count(0)
    expect(page.locator(".is-stale")).to_have_count(0)
    expect(page.locator("[data-status]")).to_have_text("No problem any more.")
    assert reader.pictures() == before


def test_a_template_is_seen_and_what_does_not_fit_stands_beside_its_panel(reader: Reader, preview: Preview) -> None:
    page, before = reader.page, reader.pictures()
    style = preview.folder / "templates" / "leaflets" / "plain" / "plain.css"
    text = style.read_text(encoding="utf-8")
    style.write_text(f"{text}\n.panel p {{ margin-block-start: 200mm }}\n", encoding="utf-8")
    reader.wait_for_new(before)
    expect(page.locator(".page .problem").first).to_contain_text("too")
    expect(page.locator(".state--draft")).to_be_visible()
    page.locator(".bar__state a").click()
    page.wait_for_url("**#problems")
    assert page.locator("#problems").count() == 1
    style.write_text(text, encoding="utf-8")
    wait_until(lambda: reader.pictures() == before, "the pictures are as they were")
    template = style.with_suffix(".html")
    words = template.read_text(encoding="utf-8")
    template.write_text(words.replace("{% endblock %}", "{{ nothing.such }}\n{% endblock %}"), encoding="utf-8")
    place = page.locator(".problem--error .problem__place")
    expect(place).to_have_text(re.compile(r"^templates/leaflets/plain/plain\.html:\d+$"))
    expect(page.locator(".is-stale .page__picture")).to_have_count(6)


def test_the_list_leads_on_without_loading(reader: Reader, preview: Preview) -> None:
    page = reader.page
    wait_until(lambda: preview.get(f"show/{CARD}") and page.locator(".work").count() > 6, "the list")
    page.get_by_role("link", name="Tall card").click()
    expect(page.locator(".stage")).to_have_attribute("data-shown", CARD)
    expect(page.locator(".page__picture")).to_have_count(2)
    assert page.url.endswith(f"/show/{CARD}")
    page.go_back()
    expect(page.locator(".stage")).to_have_attribute("data-shown", LEAFLET)


def test_the_list_marks_what_has_changed_and_is_not_drawn_yet(small: Path, browser: Browser) -> None:
    """The booklet's drawing is held up, so that there is time to look."""
    preview = start(small, "--format", "card-dl", "--format", "booklet-a5", session="poisoned:PoisonedSession")
    reader = Reader(browser, preview, CARD)
    wait_until(lambda: preview.shown(BOOKLET), "the booklet has been drawn once")
    (small / HOLD).touch()
    preview.change("body: Talk about the internet", "body: Speak about the internet")
    mark = reader.page.get_by_role("link", name="A5 booklet")
    expect(mark).to_contain_text("changed, not drawn yet")
    (small / HOLD).unlink()
    expect(mark).not_to_contain_text("changed, not drawn yet")
    assert reader.stayed()
    reader.context.close()
    assert preview.end() == 130


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, preview: Preview, scheme: str) -> None:
    reader = Reader(browser, preview, color_scheme=scheme)
    look_for_barriers(reader.page, "the pages")
    preview.change("title: Safe online", "title: Safe: online")
    expect(reader.page.locator(".problem--error")).to_have_count(1)
    look_for_barriers(reader.page, "the problems")
    reader.context.close()


def test_without_javascript_the_page_asks_again_by_itself(browser: Browser, preview: Preview) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{preview.address}show/{CARD}")
    picture = page.locator(".page__picture").last
    expect(picture).to_be_visible()
    before = picture.get_attribute("src")
    preview.change("body: Talk about the internet", "body: Speak about the internet")
    wait_until(lambda: page.locator(".page__picture").last.get_attribute("src") != before, "a new picture")
    context.close()


def test_the_files_are_those_that_build_makes(preview: Preview) -> None:
    made = run("--project", preview.folder, "--format", "card-dl", "--purpose", "screen", "--purpose", "office",
               "--today", TODAY)  # fmt: skip
    assert made.returncode == 0, made.stderr
    preview.get(f"show/{CARD}")
    for purpose in ("screen", "office"):
        built = (preview.folder / "dist" / "pdf" / "everything" / f"{CARD}.{purpose}.pdf").read_bytes()
        # What an earlier test has changed may still be shown for a while.
        wait_until(lambda name=f"pdf/{CARD}.{purpose}.pdf", built=built: pdf_of(preview, name) == built, purpose)  # type: ignore[misc]


def pdf_of(preview: Preview, path: str) -> bytes:
    """Return a file of the preview; nothing while it is not made yet."""
    return preview.get(path) if status(preview, path) == 200 else b""


# Nothing flashes


def test_a_file_that_an_editor_exchanges_is_seen(reader: Reader, preview: Preview) -> None:
    before, new = reader.pictures(), preview.folder / "data.yaml~"
    new.write_text(preview.data.read_text(encoding="utf-8").replace("body: Talk about", "body: Speak about"))
    preview.data.unlink()
    new.rename(preview.data)
    reader.wait_for_new(before)
    wait_until(lambda: f"{LEAFLET}  " in preview.lines[-1] and "problem" not in preview.lines[-1], "it is drawn")


# A worker that goes wrong


def test_a_worker_that_dies_is_replaced(small: Path) -> None:
    preview = start(small, "--format", "card-dl", session="poisoned:PoisonedSession")
    wait_until(lambda: preview.shown(CARD), "the first picture")
    preview.change("body: Talk about the internet", "# crash\n      body: Speak about the internet")
    wait_until(lambda: b"ended the process" in preview.get(f"show/{CARD}"), "the page says so")
    page = preview.get(f"show/{CARD}")
    assert b"page__picture" in page and b"is-stale" in page and b"undo the last change" in page
    preview.change("# crash\n      ", "")
    wait_until(lambda: preview.shown(CARD), "it goes on")
    assert preview.end() == 130


# What the server lets in, and how it ends


def status(preview: Preview, path: str, *, method: str = "GET", **headers: str) -> int:
    request = urllib.request.Request(preview.address + path, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_another_name_and_other_methods_are_refused(preview: Preview) -> None:
    port = preview.address.split(":")[2].partition("/")[0]
    for host in ("leaflets.example.org", f"leaflets.example.org:{port}", "127.0.0.1", "localhost:1", ""):
        assert status(preview, "", Host=host) == 421, host
    for host in (f"localhost:{port}", f"127.0.0.1:{port}"):
        assert status(preview, "", Host=host) == 200
    for method in ("POST", "PUT", "DELETE", "HEAD", "OPTIONS"):
        assert status(preview, "", method=method) == 405
    lost = ("show/nothing", "picture/x/1/a.png", "pdf/../../data.yaml", "data.yaml", "watch.js/..", "picture/%00/9/9",
            "show/../../../etc/passwd", f"pdf/{LEAFLET}.press.pdf", f"picture/{LEAFLET}/99/a.png")  # fmt: skip
    assert {status(preview, name) for name in lost} == {404}


def test_it_listens_on_this_machine_alone_and_trusts_no_script(preview: Preview) -> None:
    with urllib.request.urlopen(preview.address, timeout=PATIENCE_SECONDS) as answer:
        policy, body = answer.headers["Content-Security-Policy"], answer.read().decode()
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy
    assert (
        "<style" not in body
        and " style=" not in body
        and re.findall(r"<script[^>]*>", body) == [f'<script src="/{preview.address.split("/")[3]}/watch.js" defer>']
    )
    port = int(preview.address.split(":")[2].partition("/")[0])
    with socket.socket() as other, pytest.raises(OSError):
        other.connect((own_address(), port))


def test_who_does_not_know_the_address_sees_nothing(preview: Preview) -> None:
    """Another user of this machine may connect, and must guess 22 letters."""
    port, word = re.fullmatch(r"http://127.0.0.1:([0-9]+)/([A-Za-z0-9_-]{22})/", preview.address).groups()  # type: ignore[union-attr]
    for path in (
        "",
        "watch.js",
        f"show/{CARD}",
        f"pdf/{CARD}.screen.pdf",
        f"events/{CARD}",
        word[:-1] + "/",
        "x" * 22 + "/",
    ):
        answer = ask(f"http://127.0.0.1:{port}/{path}")
        assert answer[0] == 404 and word not in answer[1], path
    assert word not in ask(preview.address, Host="leaflets.example.org")[1]


def test_the_word_is_kept_for_this_user_alone(tmp_path: Path) -> None:
    first = root_of(tmp_path)
    kept = tmp_path / ".cache" / "preview-token"
    assert kept.read_text() == first.strip("/") and kept.stat().st_mode & 0o777 == 0o600
    assert root_of(tmp_path) == first
    kept.chmod(0o644)
    second = root_of(tmp_path)
    assert second != first and kept.stat().st_mode & 0o777 == 0o600, "others may have read it"
    kept.write_text("x")
    assert root_of(tmp_path) not in (first, second)
    (tmp_path / "file").write_text("in the way")
    assert re.fullmatch("/[A-Za-z0-9_-]{22}/", root_of(tmp_path / "file")), "where it cannot be kept, it is new"


def ask(address: str, **headers: str) -> tuple[int, str]:
    """Return the status of an answer and its text."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, headers=headers), timeout=PATIENCE_SECONDS
        ) as answer:
            return int(answer.status), answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8", "replace")


def test_numbers_of_any_length_are_numbers_of_no_page(preview: Preview) -> None:
    for number in ("9" * 5000, "٣", "1" * 20, "-1", "1e3"):
        assert status(preview, f"picture/{CARD}/{urllib.parse.quote(number)}/a.png") == 404
    with urllib.request.urlopen(
        f"{preview.address}events/{CARD}?pixels={'9' * 5000}", timeout=PATIENCE_SECONDS
    ) as events:
        assert events.status == 200


def test_connections_are_bounded_and_are_let_go(preview: Preview) -> None:
    """Each is answered and kept, or closed at once; one after the other, so that none waits to be accepted."""
    port, path = re.findall(r":(\d+)(/.+)", preview.address)[0]
    kept = refused = 0
    with ExitStack() as held:
        while refused < MOST_CONNECTIONS and kept <= MOST_CONNECTIONS:
            one = held.enter_context(socket.create_connection(("127.0.0.1", int(port)), timeout=PATIENCE_SECONDS))
            is_kept = is_answered(one, f"GET {path}icon.svg HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n")
            kept, refused = kept + is_kept, refused + (not is_kept)
        assert MOST_CONNECTIONS // 2 < kept <= MOST_CONNECTIONS
        assert len(list(Path(f"/proc/{preview.process.pid}/task").iterdir())) <= MOST_CONNECTIONS + 10
    wait_until(lambda: status_or_none(preview) == 200, "it answers again")


def is_answered(connection: socket.socket, request: str) -> bool:
    """Return whether there is an answer; False if the connection is closed instead."""
    with suppress(ConnectionError):
        connection.sendall(request.encode())
        return connection.recv(1024).startswith(b"HTTP/1.1 200")
    return False


def status_or_none(preview: Preview) -> int | None:
    try:
        return status(preview, "")
    except OSError:
        return None


def own_address() -> str:
    """Return an address of this machine that is not the loopback's usual one."""
    return "127.0.0.2"


def test_a_port_that_is_taken_is_a_problem_in_words(small: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = run("watch", "--project", small, "--no-open", "--port", port)
    assert said.returncode == 2
    assert f"Port {port} is in use" in said.stderr and "--port 0" in said.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [(("--publication", "nothing"), 2, "No publication matches"), (("--project", "nowhere"), 1, "no such file")],
)
def test_what_cannot_be_watched_is_said_at_once(small: Path, words: tuple[str, ...], code: int, said: str) -> None:
    found = run("watch", "--project", small, "--no-open", "--port", "0", *words)
    assert found.returncode == code and said in found.stderr and "Traceback" not in found.stderr


def test_ctrl_c_ends_it_and_leaves_nothing(small: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    preview = start(small, "--format", "card-dl", scratch=scratch)
    wait_until(lambda: b"page__picture" in preview.get(f"show/{CARD}"), "the first picture")
    children = children_of(preview.process.pid)
    assert children
    before = sorted(path.name for path in small.rglob("*"))
    assert preview.end() == 130
    wait_until(lambda: not any(map(is_running, children)), "its processes end")
    assert list(scratch.iterdir()) == []
    assert sorted(path.name for path in small.rglob("*")) == before, "nothing is written into the project"
    assert preview.lines[-1] == "Ended.\n" and not [line for line in preview.lines if "Traceback" in line]


def children_of(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for path in tasks for child in path.read_text().split()]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_json_is_one_object_at_the_end(small: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        command("watch", "--project", small, "--port", port, "--no-open", "--json", "--format", "card-dl"),
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_until(lambda: is_open(port), "it answers")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert json.loads(out)["exit_code"] == 130 and err == ""


def free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def is_open(port: str) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", int(port))) == 0
