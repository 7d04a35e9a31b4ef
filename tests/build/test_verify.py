# SPDX-License-Identifier: MIT
"""Verify: published files are known again, and whatever was changed, added, removed, renamed or linked is named."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from program import run

from leaflets.build.publish import Tree
from leaflets.build.verify import verify
from leaflets.core.checksums import read_sums, write_sums
from leaflets.core.problems import MissingProgram, ProblemsFound

RELEASE = "2026-11-20"


def sums_of(files: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def make_site(folder: Path, release: str = RELEASE) -> None:
    files = {"index.html": b"<p>Hello</p>", "p/es-01/en/es-01-en.pdf": bytes(range(256)) * 40}
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "SHA256SUMS").write_bytes(write_sums(sums_of(files), release=release))


def make_pack(path: Path, **changed: bytes) -> None:
    files = {"a.press.pdf": b"press", "specification.json": b"{}"}
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**files, "SHA256SUMS": write_sums(sums_of(files)), **changed}.items():
            archive.writestr(name, data)


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A finished tree with two editions, a site, a pack and tiles."""
    out = tmp_path / "dist"
    tree = Tree(out)
    tree.begin()
    pdfs = {"pdf/a/a.card-dl.en.screen.pdf": b"one" * 300, "pdf/a/a.card-dl.en.press.pdf": b"two" * 300}
    for name, data in {**pdfs, "preview/a/a.1.png": b"picture"}.items():
        tree.write(name, data)
    entries = [
        {"id": Path(name).stem, "publication": "a", "path": name, "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in pdfs.items()
    ]
    tree.publish({"schema": 1, "editions": entries}, tmp_path, datetime.date(2026, 11, 28))
    make_site(out / "site")
    make_pack(out / "print" / "a.job.zip")
    (out / "tiles").mkdir()
    (out / "tiles" / "a.pdf").write_bytes(b"tile")
    return out


def slugs(path: Path, **options: object) -> list[tuple[str, str]]:
    found = verify(path, **options)  # type: ignore[arg-type]
    return [(problem.slug, Path(problem.file).name) for problem in found.problems]


def test_what_was_published_is_known_again(dist: Path) -> None:
    found = verify(dist)
    assert (found.kind, found.problems, found.release, found.unlisted) == ("dist", [], RELEASE, ("tiles",))
    assert found.checked == 4 + 2 + 2
    assert verify(dist / "site").kind == "site" and verify(dist / "print" / "a.job.zip").kind == "pack"


def test_every_changed_bit_is_found_and_its_file_named(dist: Path) -> None:
    draw = random.Random(7)
    files = sorted(
        path
        for path in dist.rglob("*")
        if path.is_file() and path.suffix != ".zip" and path.name not in ("a.pdf", ".leaflets-output")
    )
    for _ in range(100):
        path = draw.choice(files)
        data = path.read_bytes()
        changed = bytearray(data)
        changed[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        path.write_bytes(changed)
        try:
            problems = verify(dist).problems
        except ProblemsFound as refused:
            problems = refused.problems
        path.write_bytes(data)
        assert problems, path
        if path.name != "SHA256SUMS":
            assert str(path) in {problem.file for problem in problems}
    assert verify(dist).problems == []


def test_missing_added_renamed_and_linked_files_are_named(dist: Path) -> None:
    pdf = dist / "pdf/a/a.card-dl.en.screen.pdf"
    (dist / "site" / "extra.html").write_bytes(b"x")
    assert slugs(dist) == [("file-unknown", "extra.html")]
    (dist / "site" / "extra.html").unlink()
    pdf.rename(pdf.with_name("b.pdf"))
    assert slugs(dist) == [("file-missing", pdf.name), ("file-unknown", "b.pdf")]
    pdf.symlink_to("b.pdf")
    assert ("file-changed", pdf.name) in slugs(dist)
    pdf.unlink()
    pdf.with_name("b.pdf").rename(pdf)
    shutil.move(dist / "site" / "p", dist.parent / "elsewhere")
    (dist / "site" / "p").symlink_to(dist.parent / "elsewhere")
    assert [slug for slug, _ in slugs(dist / "site")] == ["file-missing", "file-unknown"]


def test_a_pack_that_was_repacked_is_told(tmp_path: Path) -> None:
    for changed in ({"a.press.pdf": b"other"}, {"b.pdf": b"x"}):
        make_pack(tmp_path / "pack.zip", **changed)
        assert slugs(tmp_path / "pack.zip")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("SHA256SUMS", write_sums(sums_of({"a.pdf": b"x"})))
        archive.writestr("a.pdf", b"y")
        archive.writestr("a.pdf", b"x")
    (tmp_path / "twice.zip").write_bytes(out.getvalue())
    assert slugs(tmp_path / "twice.zip") == [("file-changed", "a.pdf")]


@pytest.mark.parametrize("what", ["nothing", "empty", "text", "zip"])
def test_what_is_not_ours_is_refused(tmp_path: Path, what: str) -> None:
    path = tmp_path / what
    if what == "empty":
        path.mkdir()
    elif what == "text":
        path.write_text("hello")
    elif what == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.pdf", b"x")
    with pytest.raises(ProblemsFound) as caught:
        verify(path)
    assert caught.value.exit_code == 4 and caught.value.problems[0].slug == "nothing-to-verify"


@pytest.mark.parametrize("line", ["../a", "/etc/passwd", "a/../b", "a//b", "a\\b", ""])
def test_a_list_never_leads_out_of_its_folder(line: str) -> None:
    sums = read_sums(f"{'0' * 64}  {line}\n{'1' * 64}  fine\n{'2' * 64}  fine\nrubbish\n".encode())
    assert sums.wrong == (1, 3, 4) and list(sums.hashes) == ["fine"]


def test_sums_and_manifest_must_agree(dist: Path) -> None:
    manifest = json.loads((dist / "manifest.json").read_text())
    manifest["editions"][0]["sha256"] = "0" * 64
    data = json.dumps(manifest).encode()
    (dist / "manifest.json").write_bytes(data)
    sums = dict(read_sums((dist / "SHA256SUMS").read_bytes()).hashes)
    (dist / "SHA256SUMS").write_bytes(write_sums({**sums, "manifest.json": hashlib.sha256(data).hexdigest()}))
    assert slugs(dist) == [("manifest-differs", "a.card-dl.en.screen.pdf")]


def test_an_older_release_is_found_by_its_date(dist: Path) -> None:
    assert slugs(dist, newer_than="2026-11-19") == []
    assert slugs(dist, newer_than=RELEASE) == [("release-old", "dist")]
    make_site(dist / "site", release="")
    assert slugs(dist / "site", newer_than="2020-01-01") == [("release-old", "site")]


def test_the_list_can_be_checked_by_sha256sum_as_well(dist: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=dist / "site",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


# Signatures


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two keys, `ours` and `other`, and a file of signers that has the first."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ours", "other"):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    (folder / "signers").write_text(f"partnership {(folder / 'ours.pub').read_text()}")
    return folder


def sign_site(site: Path, key: Path) -> None:
    from leaflets.core.ssh_signature import sign

    (site / "SHA256SUMS.sig").write_bytes(sign((site / "SHA256SUMS").read_bytes(), key))


def test_a_signed_site_is_known_to_be_the_publishers(dist: Path, keys: Path) -> None:
    site, signers = dist / "site", keys / "signers"
    assert slugs(site, signers=signers) == [("signature-missing", "site")]
    sign_site(site, keys / "ours")
    found = verify(dist, signers=signers)
    assert (found.signer, found.problems) == ("partnership", [])
    sign_site(site, keys / "other")
    assert slugs(site, signers=signers) == [("signature-wrong", "SHA256SUMS.sig")]
    sign_site(site, keys / "ours")
    files = {"index.html": b"<p>Call 0900</p>", "p/es-01/en/es-01-en.pdf": bytes(range(256)) * 40}
    (site / "index.html").write_bytes(files["index.html"])
    (site / "SHA256SUMS").write_bytes(write_sums(sums_of(files), release=RELEASE))
    assert slugs(site, signers=signers) == [("signature-wrong", "SHA256SUMS.sig")], "files and list were both rewritten"


def test_a_signature_for_another_purpose_does_not_count(dist: Path, keys: Path) -> None:
    sums = dist / "site" / "SHA256SUMS"
    subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-n", "git", "-f", str(keys / "ours"), str(sums)], check=True, capture_output=True
    )
    assert slugs(dist / "site", signers=keys / "signers") == [("signature-wrong", "SHA256SUMS.sig")]


def test_without_ssh_keygen_the_package_is_named(dist: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_site(dist / "site", keys / "ours")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingProgram, match="openssh-client"):
        verify(dist / "site", signers=keys / "signers")


def test_a_key_that_cannot_be_used_is_said(tmp_path: Path, keys: Path) -> None:
    locked = tmp_path / "locked"
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret phrase", "-f", str(locked)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    (tmp_path / "text").write_text("not a key")
    (tmp_path / "text").chmod(0o600)
    from leaflets.core.ssh_signature import sign

    for key in (locked, tmp_path / "text"):
        with pytest.raises(ProblemsFound) as caught:
            sign(b"data", key)
        assert caught.value.problems[0].slug == "signature-key" and caught.value.problems[0].file == str(key)


# The command


def test_the_verb_says_what_it_looked_at_and_ends_with_its_exit_code(dist: Path) -> None:
    done = run("verify", str(dist), "--today", "2026-11-28")
    assert done.returncode == 0, done.stderr
    assert "8 files checked" in done.stdout and "age not proved" in done.stdout and "tiles" in done.stdout
    (dist / "pdf/a/a.card-dl.en.screen.pdf").write_bytes(b"other")
    done = run("verify", str(dist), "--json")
    assert done.returncode == 4
    found = json.loads(done.stdout)
    assert [problem["slug"] for problem in found["problems"]] == ["file-changed"] and found["kind"] == "dist"
