# SPDX-License-Identifier: MIT
"""What the warm worker of `watch` answers: plain values, whatever is wrong."""

from __future__ import annotations

import datetime
import pickle
from pathlib import Path

import pytest
from program import ROOT, TODAY

from leaflets.build.selection import Selection
from leaflets.core.problems import ExitCode
from leaflets.preview.session import Session

DAY = datetime.date.fromisoformat(TODAY)
CARD = "everything.card-dl.en"


@pytest.fixture
def session(small: Path) -> Session:
    found = Session(small, Selection(format=("card-dl", "poster-a4")), DAY)
    assert found.open().exit_code == ExitCode.OK
    return found


def save(session: Session, old: str, new: str, name: str = "data.yaml") -> None:
    path = session.folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_only_what_has_changed_has_another_hash(session: Session) -> None:
    names = [layout.id for layout in session.open().layouts]
    assert names == ["everything.poster-a4.en", CARD, "one-risk-grooming.poster-a4.en"]
    before = session.compare(names)
    save(session, "body: Talk about it.", "body: Speak about it.")
    session.open()
    after = session.compare(names)
    assert [name for name in names if after[name] != before[name]] == ["one-risk-grooming.poster-a4.en"]


def test_a_page_that_is_the_same_keeps_its_picture(session: Session) -> None:
    one = session.draw(CARD, 400)
    save(session, "body: Talk about the internet", "body: Speak about the internet")
    session.open()
    two = session.draw(CARD, 400)
    assert one.state == two.state == "final" and one.digest != two.digest
    assert [a.name == b.name for a, b in zip(one.pictures, two.pictures, strict=True)] == [True, False]
    assert one.pictures[0].png is two.pictures[0].png
    assert pickle.loads(pickle.dumps(two)) == two


def test_what_cannot_be_opened_leaves_the_former_project(session: Session) -> None:
    save(session, "colour: petrol", "colour: petrolium")
    contents = session.open()
    assert contents.exit_code == ExitCode.PROBLEMS and contents.problems[0].line
    assert session.draw(CARD, 400).pictures


def test_a_mistake_in_a_template_names_its_file_and_line(session: Session) -> None:
    name = "templates/leaflets/plain/plain.html"
    save(session, "{% endblock %}", "{{ nothing.such }}\n{% endblock %}", name)
    lines = (session.folder / name).read_text(encoding="utf-8").splitlines()
    session.open()
    assert session.compare([CARD]) == {CARD: ""}
    view = session.draw(CARD, 400)
    (problem,) = view.problems
    assert not view.pictures and (problem.slug, problem.file) == ("template-error", name)
    assert problem.line == lines.index("{{ nothing.such }}") + 1


def test_a_layout_with_problems_is_drawn_as_a_draft(session: Session) -> None:
    save(session, ".plain__body {", ".plain__body { font-size: 8pt;", "templates/leaflets/plain/plain.css")
    session.open()
    view = session.draw(CARD, 400)
    assert view.state == "draft" and len(view.pictures) == 2
    assert {problem.slug for problem in view.problems} == {"text-too-small"}
    assert {problem.where for problem in view.problems} == {f"{CARD}, panel back"}


def test_the_rest_follows_a_drawing(session: Session) -> None:
    assert session.finish(CARD) is None
    session.draw(CARD, 400)
    rest = session.finish(CARD)
    assert rest and rest.office.startswith(b"%PDF") and all(one.severity == "warning" for one in rest.problems)


def test_a_fault_of_ours_is_a_problem_too(session: Session) -> None:
    session.maker = None
    (problem,) = session.draw(CARD, 400).problems
    assert problem.slug == "fault" and "not in your file" in problem.message


def test_a_translation_that_nobody_has_approved_is_a_proof() -> None:
    session = Session(ROOT, Selection(("helpline-card",), ("card-dl",), ("ur",)), DAY)
    (listed,) = session.open().layouts
    assert (listed.language, listed.direction, listed.title) == ("Urdu", "rtl", "Someone will listen")
    view = session.draw(listed.id, 300)
    assert view.state == "proof" and len(view.pictures) == 2 and not view.problems
