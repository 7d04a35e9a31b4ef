# SPDX-License-Identifier: MIT
"""What the site writes down of what it has published, and what it shows of a fact that nobody has verified since."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path

import pytest
from hosted import TODAY, Hosted, build, copy_of
from program import run

from leaflets.content.trust import Trust
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.register import published
from leaflets.register.published import FILE, read_published
from leaflets.site.publish import build_site
from leaflets.site.trusted import trusted

PHONE = "organisations.childline.phone"
LINK = "organisations.childline.links.children.en"
ADDRESS = "https://www.childline.org.uk/"


def change(hosted: Hosted, old: str, new: str) -> None:
    path = hosted.folder / "data.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def words_of(hosted: Hosted) -> str:
    """Return everything that the site says, apart from its PDFs and pictures."""
    files = [
        path for path in sorted(hosted.site.rglob("*")) if path.suffix in (".html", ".json") or "." not in path.name
    ]
    assert len(files) > 100
    return "".join(path.read_text(encoding="utf-8") for path in files if path.is_file())


def test_every_file_that_is_offered_is_in_the_register_as_it_is(hosted: Hosted) -> None:
    records = read_published(hosted.folder)
    files = (path for path in (hosted.site / "p").rglob("*.*") if path.suffix in (".pdf", ".png", ".txt"))
    offered = {path.relative_to(hosted.site).as_posix(): path for path in files}
    assert len(offered) > 40
    pages = {path.parent.relative_to(hosted.site).as_posix() + "/" for path in hosted.site.rglob("index.html")}
    assert {one.address for one in records} == {*offered, *pages - {"./"}}
    records = tuple(one for one in records if one.edition)
    assert all(one.sha256 == hashlib.sha256(offered[one.address].read_bytes()).hexdigest() for one in records)
    entries = {entry["id"]: entry for entry in hosted.manifest["editions"]}
    for one in records:
        assert dict(one.facts) == {fact["id"]: fact["value"] for fact in entries[one.edition]["facts"]}
        assert (one.date, one.state, one.version) == (TODAY, "final", entries[one.edition]["version"])


def test_a_rerun_on_a_later_day_adds_nothing_and_a_new_file_one_line(hosted: Hosted, tmp_path: Path) -> None:
    mine = copy_of(hosted, tmp_path / "project")
    before = (mine.folder / FILE).read_bytes()
    later = TODAY + datetime.timedelta(9)
    assert build_site(mine.folder, mine.dist, later).recorded == 0
    assert (mine.folder / FILE).read_bytes() == before
    manifest = json.loads((mine.dist / "manifest.json").read_text(encoding="utf-8"))
    entry = next(entry for entry in manifest["editions"] if entry["state"] == "final")
    (mine.dist / entry["path"]).write_bytes(b"%PDF-1.7 another")
    entry["sha256"] = hashlib.sha256(b"%PDF-1.7 another").hexdigest()
    (mine.dist / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert build_site(mine.folder, mine.dist, later).recorded == 1
    added = set((mine.folder / FILE).read_bytes().splitlines()) - set(before.splitlines())
    [line] = added
    assert entry["sha256"].encode() in line and line.endswith(b",final,2026-12-02")
    assert set(before.splitlines()) <= set((mine.folder / FILE).read_bytes().splitlines()), "a line was lost"


@pytest.mark.parametrize(
    ("old", "new", "former"),
    [
        (f"value: {ADDRESS}\n", "value: https://www.childline.org.uk.evil-example.com/\n", None),
        (f"value: {ADDRESS}\n", "value: https://www.childline.org.uk/talk-to-us\n", ADDRESS),
        ('value: "0800 1111"', 'value: "0808 157 0001"', "0800 1111"),
    ],
)
def test_the_site_goes_on_showing_what_was_published(
    old: str, new: str, former: str | None, hosted: Hosted, tmp_path: Path
) -> None:
    mine = copy_of(hosted, tmp_path / "project")
    change(mine, old, new)
    value = new.partition("value: ")[2].strip().strip('"')
    if former is None:
        with pytest.raises(ProblemsFound, match=r"looks like childline\.org\.uk"):
            build_site(mine.folder, mine.dist, TODAY)
        assert value not in words_of(mine)
        return
    made = build_site(mine.folder, mine.dist, TODAY)
    assert made.kept == (LINK if former == ADDRESS else PHONE,)
    said = words_of(mine).replace("\u00a0", " ")
    assert value not in said
    assert former in said


def test_a_link_to_another_site_that_was_never_published_is_left_out(hosted: Hosted) -> None:
    project = hosted.project
    publisher = project.publisher.model_copy(update={"hosts": ["lscpbirmingham.org.uk", "nspcc.org.uk"]})
    elsewhere = project.model_copy(update={"publisher": publisher})
    shown, kept = trusted(elsewhere, Trust.of(elsewhere, TODAY))
    assert LINK in kept and "organisations.nspcc.links.parents.en" not in kept
    assert shown.organisations["childline"].links == {}
    assert shown.organisations["childline"].phone == project.organisations["childline"].phone
    assert shown.organisations["nspcc"] == project.organisations["nspcc"]
    nobody = project.model_copy(update={"publisher": project.publisher.model_copy(update={"hosts": []})})
    with pytest.raises(ProblemsFound, match=r"publisher\.website: .* is not on a site that"):
        trusted(nobody, Trust.of(nobody, TODAY))


def test_what_is_trusted_is_shown_as_it_is(hosted: Hosted) -> None:
    assert trusted(hosted.project, Trust.of(hosted.project, TODAY)) == (hosted.project, ())


def test_a_changed_fact_is_shown_once_it_is_verified_and_published_anew(hosted: Hosted, tmp_path: Path) -> None:
    mine = copy_of(hosted, tmp_path / "project")
    change(mine, 'value: "0800 1111"', 'value: "0808 157 0001"')
    folder = ("--project", str(mine.folder), "--today", TODAY.isoformat())
    assert run("facts", "verify", PHONE, "--by", "A Person", *folder).returncode == ExitCode.OK
    build(Hosted(mine.folder))
    made = build_site(mine.folder, mine.dist, TODAY + datetime.timedelta(1))
    assert made.kept == ()
    assert made.recorded > 10
    assert published.last_values(read_published(mine.folder))[PHONE] == {"0808 157 0001"}


def test_a_register_that_cannot_be_written_is_said_with_the_truth_about_the_site(
    hosted: Hosted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = copy_of(hosted, tmp_path / "project")
    (mine.folder / FILE).unlink()

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("leaflets.register.lines.write_whole", full)
    with pytest.raises(ProblemsFound, match="the site is new, but the register could not be written") as found:
        build_site(mine.folder, mine.dist, TODAY)
    assert found.value.exit_code == ExitCode.DISK
    monkeypatch.undo()
    assert build_site(mine.folder, mine.dist, TODAY).recorded > 40, "the next run makes up for it"
