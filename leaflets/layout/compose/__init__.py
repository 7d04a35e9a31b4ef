# SPDX-License-Identifier: MIT
"""Compose a layout: project, language and format in; HTML, stylesheets and a record of what is printed out.

Templates see plain values. Every sentence passes through `Facts.fill`, which escapes it and fills placeholders such
as {nspcc.phone}; every number and web address passes through one function, so that none is broken or reversed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import jinja2

from leaflets.content.design import Design
from leaflets.content.model import Project, Publication
from leaflets.content.risk import Risk
from leaflets.core.edition import Layout
from leaflets.core.messages import ENGLISH, SOURCE, Message, Translator
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.core.time_limit import TooSlow, processor_limit
from leaflets.languages.language import FontFamily, Language, Languages
from leaflets.layout.compose.compiled import environment
from leaflets.layout.compose.drawings import Pictures
from leaflets.layout.compose.facts import PrintedFacts
from leaflets.layout.compose.shares import share_risks
from leaflets.layout.compose.styles import Looks, name_faces, named_families, stylesheets, tokens
from leaflets.layout.compose.unused_styles import shake
from leaflets.layout.composed import Composed
from leaflets.layout.logos import PlacedLogo, place_logos, read_logos
from leaflets.layout.project_pictures import let_in_pictures

MOST_NAMED = 6
"""How many other languages a page names."""
LONGEST_SECONDS = 10.0
"""The limit of processor time for filling a layout's template, which usually takes a hundredth of a second."""


def compose(
    layout: Layout, project: Project, *, resources: Resources, languages: Languages, translator: Translator = ENGLISH
) -> Composed:
    """Return the composed layout, templates' words from `translator`; ProblemsFound if data.yaml lacks something."""
    publication = project.publications[layout.source]
    form, accent = project.format_of(layout), project.accent_of(publication)
    language, design = languages.languages[layout.language], publication.design
    facts = facts_of(layout, project, languages, translator)
    risk = project.risks.get(layout.risk or "")
    shares = share_risks(project, design, form, resources)
    shape = shares.design.shape_of(form) or ""
    title = title_of(publication, risk, shares.design)
    problems: list[Problem] = []
    values = {
        "publication": publication,
        "words": publication.words,
        "publisher": project.publisher,
        "area": project.area,
        "risks": project.risks,
        "risks_on": shares.on,
        "group_of": shares.design.group_of,
        "risk": risk,
        "risk_id": layout.risk,
        "title": title,
        "layout": layout,
        "as_text": False,
        "format": form,
        "shape": shape,
        "language": language,
        **imprint_words(publication, language, title),
        "other_languages": others_than(layout.language, project, languages),
        "accent": accent,
        "picture": Pictures(resources, project.colours, accent, problems),
        "logos": partial(logos_within, project, resources, scale=facts.scale),
        **printers(facts),
    }
    filled = partial(fill, environment(resources, facts), f"templates/leaflets/{design}/{design}.html", where=layout.id)
    html = filled(values)
    text_html = filled({**values, "as_text": True}) if project.text_of(layout) == "caption" else ""
    if project.type and project.type.family in language.families:
        problems += letters_lacking(html, language, languages.fonts[project.type.family])
    if problems:
        raise ProblemsFound(problems)
    own = tokens(form, language, looks := Looks(project.colours, accent, languages.fonts)) + name_faces(html, looks)
    composed = Composed(
        layout=layout,
        format=form,
        language=replace(language, families=(*language.families, *named_families(html))),
        title=facts.plain(title),
        html=html.strip(),
        stylesheets=shake(stylesheets(resources, design, own, shape), html),
        codes=tuple(facts.codes.values()),
        facts=tuple(facts.printed),
        messages=tuple(facts.messages.values()),
        risks=shares.titles(),
        text_html=text_html,
        grows=bool(shape) and shares.design.shapes[shape].grows,
    )
    return let_in_pictures(composed, resources)


def logos_within(
    project: Project, resources: Resources, height: float, width: float, *, scale: float
) -> list[PlacedLogo]:
    """Return the publisher's logos in a height and width of so many mm on A4."""
    return list(place_logos(read_logos(project, resources), height * scale, width * scale))


def facts_of(layout: Layout, project: Project, languages: Languages, translator: Translator) -> PrintedFacts:
    """Return what prints a layout's facts, in the way of its language."""
    language = languages.languages[layout.language]
    return PrintedFacts(
        project,
        layout,
        project.format_of(layout).type_scale,
        english_page="" if language.tag == SOURCE else language.name_of(languages.languages[SOURCE]),
        short_words_held=language.short_words == "held",
        translator=translator,
    )


def title_of(publication: Publication, risk: Risk | None, design: Design) -> str:
    """Return a layout's title: in a series its risk's, or the question that its design asks of each risk."""
    question = risk.poster_title if risk and "poster_title" in design.of_risk else None
    return question or (risk.title if risk else publication.title)


def imprint_words(publication: Publication, language: Language, title: str) -> dict[str, str]:
    """Return the dates of a publication in words, and its English title if it has another."""
    return {
        "english_title": title.english if isinstance(title, Message) and title.tag != SOURCE else "",
        "issued": language.write_date(publication.issued),
        "review_by": language.write_date(publication.review_by),
    }


def others_than(tag: str, project: Project, languages: Languages) -> list[Language]:
    """Return the first of the project's languages that a page in that language names as other ones to be had."""
    return [languages.languages[one] for one in project.languages if one != tag][:MOST_NAMED]


def letters_lacking(html: str, language: Language, font: FontFamily) -> Iterator[Problem]:
    """Yield the problem of Latin letters that the project's own typeface lacks: they would come from another one."""
    from leaflets.languages.project_file import lacking  # few projects have one

    if letters := lacking(html, font):
        message = f"{font.family} lacks {' '.join(letters)}, which {language.name} needs."
        hint = "name a version of the font that has them, or take `type:` out."
        yield Problem("type-letters", message, where="type.files", hint=hint)


def printers(facts: PrintedFacts) -> dict[str, Callable[..., Any]]:
    """Return the functions with which templates print facts; each records what it prints."""
    return {
        "contacts": facts.contacts,
        "helpers": facts.helpers,
        "help_strip": facts.help_strip,
        "contact": facts.unlisted,
        "tel": facts.tel,
        "say": facts.say,
        "terms": facts.terms,
        "note": facts.note,
        "web": facts.web,
        "website": facts.website,
        "current": facts.current,
        "qr": facts.qr,
    }


def fill(templates: jinja2.Environment, name: str, values: Mapping[str, Any], *, where: str) -> str:
    """Return a filled template; ProblemsFound with file and line if it cannot be filled, TooSlow if it does not end."""
    try:
        with processor_limit(LONGEST_SECONDS):
            return templates.get_template(name).render(values)
    except TooSlow as error:
        message = (
            f"The template takes longer than {LONGEST_SECONDS:g} seconds of processor time; it probably never ends."
        )
        problem = Problem("template-endless", message, where=where, hint="check its loops.")
        raise TooSlow([placed(problem, error)]) from None
    except jinja2.TemplateNotFound as error:
        raise ProblemsFound([Problem("template-missing", f"There is no template {error.name}.", where=where)]) from None
    except Exception as error:
        if not isinstance(error, jinja2.TemplateError) and not raised_by_template(error):
            raise
        problem = Problem("template-error", f"The template cannot be filled: {error}.", where=where)
        raise ProblemsFound([placed(problem, error)]) from None


def raised_by_template(error: Exception) -> bool:
    """Say whether a template's own expression or call went wrong, and not a function of ours that it called."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    name = trace.tb_frame.f_code.co_filename if trace else ""
    return name.startswith("templates/") or Path(name).is_relative_to(Path(jinja2.__file__).parent)


def placed(problem: Problem, error: Exception) -> Problem:
    """Return the problem with the file and line of the template where it occurred."""
    name, line = getattr(error, "name", None) or "", getattr(error, "lineno", 0) or 0
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.startswith("templates/"):
            name, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return replace(problem, file=name, line=line)
