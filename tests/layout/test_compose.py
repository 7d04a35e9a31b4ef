# SPDX-License-Identifier: MIT
"""Composing: the same layout gives the same page, whatever was composed before it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jinja2
import many_languages
import pytest
import small

from leaflets.build.project import load_project
from leaflets.content.model import Organisation, layouts_of
from leaflets.core.edition import Layout
from leaflets.core.problems import ProblemsFound
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.pseudo import PSEUDO
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose
from leaflets.layout.compose.compiled import FOLDER, compiled
from leaflets.layout.compose.facts import PrintedFacts
from leaflets.layout.compose.lines import breakable, held, in_halves
from leaflets.layout.composed import Composed

TEMPLATE = "templates/leaflets/plain/plain.html"


def composed(layout: Layout, resources: Resources) -> Composed:
    """Return a layout of the small project, composed of these files."""
    project = many_languages.in_language(small.project(), layout.language)
    words = many_languages.translator_of(layout.language)
    return compose(layout, project, resources=resources, languages=small.languages(), translator=words)


@pytest.mark.parametrize("form", ["card-dl", "card-wallet"])
def test_a_card_shows_the_number_for_messages_of_an_organisation_that_takes_no_calls(form: str) -> None:
    project = load_project(SHIPPED, today=date(2026, 11, 23)).project
    [card] = [layout for layout in layouts_of(project) if layout.id == f"helpline-card.{form}.en"]
    first = next(one for one in project.publications["helpline-card"].contacts.values() if one.place == "main")
    shout = next(one for one in project.organisations.values() if one.text)
    silent = project.organisations[first.organisation].model_copy(update={"phone": None, "text": shout.text})
    files = {"resources": Resources(SHIPPED), "languages": read_languages(Resources(SHIPPED))}

    def page(organisation: Organisation) -> Composed:
        changed = {"organisations": project.organisations | {first.organisation: organisation}}
        return compose(card, project.model_copy(update=changed), **files)

    assert shout.text and f'href="sms:{shout.text.value.replace(" ", "")}' in page(silent).html
    with pytest.raises(ProblemsFound) as found:
        page(silent.model_copy(update={"text": None}))
    assert [problem.slug for problem in found.value.problems] == ["contact-without-number"]


def test_nothing_of_one_layout_is_left_in_the_next() -> None:
    every = small.project().model_copy(update={"languages": ["en", *PSEUDO]})
    layouts, shared = list(layouts_of(every)), Resources(small.FOLDER)
    assert len(layouts) > 20
    for layout in (*layouts, *reversed(layouts)):
        alone = composed(layout, Resources(small.FOLDER))
        assert composed(layout, shared) == alone, layout.id
        assert {message.tag for message in alone.messages} == {layout.language}


def test_a_file_is_read_once_and_new_resources_see_what_has_changed(tmp_path: Path) -> None:
    (tmp_path / TEMPLATE).parent.mkdir(parents=True)
    (tmp_path / TEMPLATE).write_text("one", encoding="utf-8")
    resources = Resources(tmp_path)
    there = len(resources.list("templates/leaflets/*/*.html"))
    assert resources.read(TEMPLATE) == "one" and there > 5
    (tmp_path / TEMPLATE).write_text("other", encoding="utf-8")
    (tmp_path / TEMPLATE).with_name("more.html").touch()
    assert resources.read(TEMPLATE) == "one" and len(resources.list("templates/leaflets/*/*.html")) == there
    assert Resources(tmp_path).read(TEMPLATE) == "other"


@pytest.mark.parametrize("word", ["one word", "another word"])
def test_a_changed_template_is_compiled_anew(word: str, tmp_path: Path) -> None:
    shutil.copytree(small.FOLDER, tmp_path / "project")
    template, layout = tmp_path / "project" / TEMPLATE, next(layouts_of(small.project()))
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("{{ title }}", word), encoding="utf-8")
    assert word in composed(layout, Resources(tmp_path / "project")).html


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A project with a cache."""
    shutil.copytree(small.FOLDER, tmp_path / "project", ignore=shutil.ignore_patterns(".cache"))
    (tmp_path / "project" / ".cache").mkdir()
    return tmp_path / "project"


def page(folder: Path) -> str:
    """Return the page of a layout, composed as by a new process."""
    compiled.cache_clear()
    return composed(next(layouts_of(small.project())), Resources(folder)).html


def test_compiled_templates_are_kept_until_they_are_changed(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = page(built)
    with monkeypatch.context() as patched:
        patched.delattr(jinja2.Environment, "compile")
        assert page(built) == first
    template = built / TEMPLATE
    template.write_text(template.read_text(encoding="utf-8").replace("{{ title }}", "Another word"), encoding="utf-8")
    kept = sorted((built / FOLDER).iterdir())
    assert "Another word" in page(built) and sorted((built / FOLDER).iterdir()) == kept


@pytest.mark.parametrize("damage", [lambda kept: kept[:-9], lambda kept: kept[:-9] + b"123456789", lambda _: b""])
def test_a_damaged_compiled_template_is_compiled_anew(built: Path, damage: Callable[[bytes], bytes]) -> None:
    first = page(built)
    kept = sorted((built / FOLDER).iterdir())
    before = [path.read_bytes() for path in kept]
    for path, content in zip(kept, before, strict=True):
        path.write_bytes(damage(content))
    assert page(built) == first and kept
    assert [path.read_bytes() for path in kept] == before
    for path, content in zip(kept, before[1:] + before[:1], strict=True):  # each that of another
        path.write_bytes(content)
    assert page(built) == first


def test_compiled_templates_of_another_program_are_not_believed(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = page(built)
    monkeypatch.setattr("leaflets.layout.compose.compiled.compiler", lambda: "another")
    with monkeypatch.context() as patched:
        patched.delattr(jinja2.Environment, "compile")
        with pytest.raises(AttributeError):
            page(built)
    assert page(built) == first


def test_a_project_that_was_never_built_is_left_as_it_is(built: Path) -> None:
    (built / ".cache").rmdir()
    assert page(built) and not (built / ".cache").exists()


@pytest.mark.parametrize("wrong", ["{{ nobody }}", "{{ 1 // 0 }}", "{{ title.nothing() }}", "{{ title + 1 }}"])
def test_a_template_that_cannot_be_filled_is_named_with_its_line(wrong: str, tmp_path: Path) -> None:
    shutil.copytree(small.FOLDER, tmp_path / "project")
    template, layout = tmp_path / "project" / TEMPLATE, next(layouts_of(small.project()))
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("{{ title }}", wrong), encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        composed(layout, Resources(tmp_path / "project"))
    (problem,) = caught.value.problems
    line = text[: text.index("{{ title }}")].count("\n") + 1
    assert (problem.slug, problem.file, problem.line) == ("template-error", TEMPLATE, line)


def test_a_function_of_ours_that_goes_wrong_is_not_called_a_mistake_of_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise TypeError("ours")

    monkeypatch.setattr(PrintedFacts, "filled", broken)
    with pytest.raises(TypeError, match="ours"):
        composed(next(layouts_of(small.project())), Resources(small.FOLDER))


def test_a_macro_that_is_called_with_what_it_does_not_take_is_a_mistake_of_the_template(tmp_path: Path) -> None:
    shutil.copytree(small.FOLDER, tmp_path / "project")
    template, layout = tmp_path / "project" / TEMPLATE, next(layouts_of(small.project()))
    text = template.read_text(encoding="utf-8")
    call = "{% macro one(a) %}{% endmacro %}{{ one(b=1) }}"
    template.write_text(text.replace("{{ title }}", call), encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        composed(layout, Resources(tmp_path / "project"))
    assert [problem.slug for problem in caught.value.problems] == ["template-error"]


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("Bullying that follows them home", "Bullying that follows them\u00a0home"),
        ("If you are in danger, call 999.", "If you are in danger, call\u00a0999."),
        ("Talk to them", "Talk to them"),  # three words stand together anyhow
        ("They share pictures of themselves", "They share pictures of themselves"),
        ("Call them on {childline.phone}", "Call them on {childline.phone}"),
        ("آپ مدد حاصل کر سکتے ہیں", "آپ مدد حاصل کر سکتے ہیں"),
    ],
)
def test_a_short_last_word_does_not_stand_alone(sentence: str, printed: str) -> None:
    assert held(sentence) == printed


def test_a_word_of_one_letter_stays_with_the_next_where_the_language_asks_for_it() -> None:
    sentence = "Kto i z kim pisze? (w sieci), o {childline.phone}"
    assert held(sentence, one_letter=True) == "Kto i\u00a0z\u00a0kim pisze? (w\u00a0sieci), o\u00a0{childline.phone}"
    assert held(sentence) == sentence


def test_a_long_address_may_break_before_its_path_or_after_its_first_part() -> None:
    assert breakable("ceop.police.uk/Safety-Centre") == ("ceop.police.uk/Safety-Centre",)
    assert breakable("westmidlands.procedures.org.uk") == ("westmidlands.", "procedures.org.uk")
    assert breakable("ceopeducation.co.uk/professionals") == ("ceopeducation.co.uk", "/professionals")


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("b.uk/c/es-01", ("b.uk/c/es-01",)),
        ("a.b.leaflets.example.org/safe/r/7k", ("a.b.leaflets.example.org/", "safe/r/7k")),
        ("leaflets.example.org/c/es-01", ("leaflets.example.org/", "c/es-01")),
        ("leaflets.long-name-of-an-area.org.uk/r/7k", ("leaflets.long-name-of-an-area.", "org.uk/r/7k")),
    ],
)
def test_a_short_address_ends_a_line_after_a_slash_unless_that_is_too_late(
    printed: str, parts: tuple[str, ...]
) -> None:
    assert in_halves(printed) == parts
