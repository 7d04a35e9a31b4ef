# SPDX-License-Identifier: MIT
"""Compose a layout: project, language and format go in; HTML, its stylesheets and a record of what it prints come out.

Templates see plain values. Every sentence passes `Composer.fill`, which escapes it and puts numbers and names where data.yaml
says {nspcc.phone}; every phone number and web address passes one macro, so none is broken or turned round. The record says
which facts and QR codes the layout prints: nobody keeps a list by hand.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jinja2
from markupsafe import Markup, escape

from leaflets import qr
from leaflets.composed import Composed, PrintedCode, Stylesheet
from leaflets.language import Languages
from leaflets.model import Contact, Fact, Layout, Link, Organisation, Project, Publication, Reader
from leaflets.problems import Problem, ProblemsFound
from leaflets.resources import Resources
from leaflets.sheet import FORMATS

PLACEHOLDER = re.compile(r"\{([a-z0-9_-]+(?:\.[a-z_]+)?)\}")
NO_BREAK_SPACE = "\u00a0"
ROOT_PT = 12
"""1rem on A4 and on leaflets, in pt."""


@dataclass(frozen=True)
class ContactView:
    """A contact as templates see it: who, what for, and its facts with their ids."""

    id: str
    organisation: str
    name: str
    about: str
    purpose: str
    facts: Mapping[str, Fact]
    """phone, text, hours ... and `link`, each only if the organisation has it."""
    ids: Mapping[str, str]

    def get(self, name: str) -> Fact | None:
        return self.facts.get(name)


@dataclass
class Composer:
    """Composes one layout; a fresh one for each, because it records what is printed."""

    project: Project
    resources: Resources
    languages: Languages
    layout: Layout
    codes: dict[str, PrintedCode] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.publication: Publication = self.project.publications[self.layout.source]
        self.format = FORMATS[self.layout.format]
        self.language = self.languages.languages[self.layout.language]

    def compose(self) -> Composed:
        """Return the composed layout; ProblemsFound when a template asks for what data.yaml does not have."""
        design = self.publication.design
        name = f"templates/leaflets/{design}/{design}.html"
        try:
            html = self.environment().get_template(name).render(self.context())
        except jinja2.TemplateNotFound as error:
            raise ProblemsFound([Problem("template-missing", f"There is no template {error.name}.", where=self.layout.id)]) from None
        except jinja2.TemplateError as error:
            raise ProblemsFound([self.template_problem(error)]) from None
        return Composed(
            layout=self.layout,
            format=self.format,
            language=self.language,
            title=self.plain(self.title()),
            html=html,
            stylesheets=self.stylesheets(design),
            codes=tuple(self.codes.values()),
            facts=tuple(self.facts),
        )

    # What templates see

    def context(self) -> dict[str, Any]:
        project = self.project
        risk = project.risks[self.layout.risk] if self.layout.risk else None
        return {
            "publication": self.publication,
            "words": self.publication.words,
            "publisher": project.publisher,
            "area": project.area,
            "risks": project.risks,
            "risk": risk,
            "risk_id": self.layout.risk,
            "title": self.title(),
            "layout": self.layout,
            "format": self.format,
            "language": self.language,
            "contacts": self.contacts,
            "contact": self.contact,
            "helpers": self.helpers,
            "issued": self.language.write_date(self.publication.issued),
            "review_by": self.language.write_date(self.publication.review_by),
            "qr": self.qr,
            "tel": self.tel,
            "web": self.web,
            "say": self.say,
            "picture": self.picture,
        }

    def environment(self) -> jinja2.Environment:
        def load(name: str) -> str | None:
            try:
                return self.resources.read(name)
            except FileNotFoundError:
                return None

        environment = jinja2.Environment(
            autoescape=True,
            extensions=["jinja2.ext.i18n"],
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            loader=jinja2.FunctionLoader(load),
            finalize=lambda value: self.fill(value) if isinstance(value, str) else value,
        )
        environment.install_null_translations()  # type: ignore[attr-defined]
        return environment

    def title(self) -> str:
        """The title of the publication; in a series the risk's."""
        return self.project.risks[self.layout.risk].title if self.layout.risk else self.publication.title

    def contacts(self, place: str) -> list[ContactView]:
        """Return the publication's contacts that data.yaml puts there."""
        return [
            self.view(name, contact) for name, contact in self.publication.contacts.items() if contact.place == place
        ]

    def contact(self, organisation: str, link: str | None = None, purpose: str = "") -> ContactView:
        """Return a contact that the publication does not list itself: a risk's help."""
        return self.view(organisation, Contact.model_construct(organisation=organisation, link=link, purpose=purpose, place="main"))

    def helpers(self, reader: Reader) -> list[ContactView]:
        """Return who helps that reader with the layout's risk, most useful first: those with a link for them."""
        risk = self.project.risks[self.layout.risk] if self.layout.risk else None
        found = {name: self.project.organisations[name] for name in (risk.help.get(reader, []) if risk else [])}
        return [self.contact(name, reader, one.name) for name, one in found.items() if reader in one.links]

    def view(self, name: str, contact: Contact) -> ContactView:
        identity = self.project.organisation_id(contact.organisation)
        organisation = self.project.organisations[identity]
        facts = {key: value for key in Organisation.model_fields if isinstance(value := getattr(organisation, key), Fact)}
        ids = {key: f"organisations.{identity}.{key}" for key in facts}
        if contact.link:
            by_language = organisation.links[contact.link]
            tag = self.layout.language if self.layout.language in by_language else "en"
            facts["link"], ids["link"] = by_language[tag], f"organisations.{identity}.links.{contact.link}.{tag}"
        return ContactView(name, identity, organisation.name, organisation.about, contact.purpose, facts, ids)

    def printed(self, contact: ContactView, name: str) -> Fact:
        self.facts[contact.ids[name]] = None
        return contact.facts[name]

    def tel(self, contact: ContactView, name: str = "phone") -> Markup:
        """Return a phone or text number that keeps its order and is never broken, as a link that dials it."""
        number = str(getattr(self.printed(contact, name), "value"))
        return phone_markup(number, "sms" if name == "text" else "tel")

    def say(self, contact: ContactView, name: str) -> str:
        """Return a fact in words: opening hours, an address."""
        return str(getattr(self.printed(contact, name), "value"))

    def web(self, contact: ContactView) -> Markup:
        """Return the address of the contact's link in words, as a link to the whole address."""
        link = self.printed(contact, "link")
        assert isinstance(link, Link)
        return Markup('<a class="web" href="{}" dir="ltr">{}</a>').format(link.value, printed_address(link))

    def qr(self, contact: ContactView, width_mm: float) -> Markup:
        """Return the QR code of the contact's link as a vector, `width_mm` wide on A4 with its quiet zone; wider on A3."""
        width_mm = round(width_mm * self.format.root_pt / ROOT_PT, 2)
        link = self.printed(contact, "link")
        assert isinstance(link, Link)
        symbol = qr.encode(link.value)
        self.codes[contact.ids["link"]] = PrintedCode(
            contact.ids["link"], link.value, width_mm, round(symbol.module_mm(width_mm), 3)
        )
        return Markup(
            '<svg class="qr__code" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size} {size}" width="{mm}mm" height="{mm}mm">'
            '<title>{alt}</title><path fill="#ffffff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000000" d="{path}"/></svg>'
        ).format(
            size=symbol.size, mm=f"{width_mm:g}", path=symbol.path, alt=f"QR code. {self.plain(contact.purpose)}: {link.value}"
        )

    def picture(self, name: str, **roles: str) -> Markup:
        """Return a vector drawing of assets/ as a data address for CSS, its colours mapped to the palette.

        A drawing says `var(--accent, #005d7d)` where a role's colour belongs; `roles` name palette colours for roles.
        """
        roles = {"accent": self.publication.colour, **roles}
        defaults = {"mid": f"{roles['accent']}-mid", "tint": f"{roles['accent']}-tint"}
        try:
            drawing = self.resources.read(f"assets/{name}.svg")
        except FileNotFoundError:
            raise ProblemsFound([Problem("picture-missing", f"There is no drawing assets/{name}.svg.", where=self.layout.id)]) from None
        palette = self.project.palette

        def colour(match: re.Match[str]) -> str:
            role = match[1]
            return palette[roles.get(role) or defaults.get(role) or role].rgb

        drawing = re.sub(r"var\(--([a-z-]+)(?:,\s*#[0-9a-fA-F]{3,6})?\)", colour, drawing)
        return Markup("data:image/svg+xml;base64,") + base64.b64encode(drawing.encode()).decode()

    # Sentences

    def fill(self, text: str) -> Markup:
        """Return a sentence, escaped, with its placeholders filled."""
        if isinstance(text, Markup):
            return text
        parts = PLACEHOLDER.split(text)
        return Markup("").join(self.placeholder(part) if i % 2 else escape(part) for i, part in enumerate(parts))

    def plain(self, text: str) -> str:
        """Return a sentence, its placeholders filled, without markup: for alternative text and titles."""
        return self.fill(text).striptags().replace(NO_BREAK_SPACE, " ")

    def placeholder(self, name: str) -> Markup:
        area, publisher = self.project.area, self.project.publisher
        names = {
            "area": area.name,
            "publisher": publisher.name,
            "threshold_document": area.thresholds,
            "referral_form": area.referral_form,
            **{role: self.project.organisations[getattr(area, role)].name for role in ("children_services", "police", "procedures")},
        }
        if name in names:
            return escape(names[name])
        identity, _, fact = name.partition(".")
        identity = getattr(area, identity) if identity in ("children_services", "police", "procedures") else identity
        if identity not in self.project.organisations:
            raise ProblemsFound([Problem("placeholder-unknown", f"Nothing is called {{{name}}}.", where=self.layout.id)])
        contact = self.view(identity, Contact.model_construct(organisation=identity, link=None, purpose="", place="main"))
        if not fact:
            return escape(contact.name)
        if fact not in contact.facts:
            raise ProblemsFound([Problem("placeholder-unknown", f"{contact.name} has no {fact}.", where=self.layout.id)])
        return self.tel(contact, fact) if fact in ("phone", "text", "out_of_hours_phone") else escape(self.say(contact, fact))

    # Styles

    def stylesheets(self, design: str) -> tuple[Stylesheet, ...]:
        files = [("tokens", "templates/styles/tokens.css"), ("sheet", "templates/styles/sheet.css"), ("base", "templates/styles/base.css")]
        files += [("components", name) for name in self.resources.list("templates/components/*/*.css")]
        files += [("design", f"templates/leaflets/{design}/{design}.css")]
        sheets = [Stylesheet(name, layer, self.resources.read(name)) for layer, name in files]
        return (Stylesheet("(colours, paper and fonts)", "tokens", self.tokens()), *sheets)

    def tokens(self) -> str:
        """Return what Python gives to CSS: geometry, palette and language as custom properties, pages, font faces."""
        form, language, colour = self.format, self.language, self.publication.colour
        values = {
            "trim-height": f"{form.height:g}mm",
            "trim-width": f"{form.panels[0].width:g}mm",
            "bleed": f"{form.bleed:g}mm",
            "safe": f"{form.safe:g}mm",
            "root": f"{form.root_pt:g}pt",
            "line-height": f"{language.line_height:g}",
            "fit-space": "1",
            "fit-heading": "1",
            "fit-line": "1",
            "font-numbers": f'"{language.numbers}"',
            "font": ", ".join(f'"{family}"' for family in language.families),
            **{f"palette-{name}": entry.rgb for name, entry in self.project.palette.items()},
            **{f"palette-accent{part}": self.project.palette[f"{colour}{part}"].rgb for part in ("", "-mid", "-tint")},
        }
        root = "".join(f"--{name}: {value};" for name, value in values.items())
        pages = "".join(
            f"@page {panel.name} {{ size: {panel.width:g}mm {form.height:g}mm; margin: 0; bleed: {form.bleed:g}mm }}\n"
            f".panel--{panel.name} {{ page: {panel.name} }}\n"
            for panel in form.panels
        )
        faces = "".join(
            f'@font-face {{ font-family: "{family}"; src: url("leaflets:font/{family.replace(" ", "%20")}/{weight}");'
            + (f" font-weight: {weight}" if len(self.languages.fonts[family].faces) > 1 else "")
            + " }\n"
            for family in language.families
            for weight, _ in self.languages.fonts[family].faces
        )
        return f":root {{ {root} }}\n{pages}{faces}"

    def template_problem(self, error: jinja2.TemplateError) -> Problem:
        """Turn a template's error into a problem with the file and line of the template."""
        name, line = getattr(error, "name", None) or "", getattr(error, "lineno", 0) or 0
        trace = error.__traceback__
        while trace:
            if trace.tb_frame.f_code.co_filename.startswith("templates/"):
                name, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            trace = trace.tb_next
        return Problem("template-error", f"The template cannot be filled: {error}.", file=name, line=line, where=self.layout.id)


def phone_markup(number: str, scheme: str = "tel") -> Markup:
    """Return a number whose groups stay together and in order in any direction of writing."""
    return Markup('<a class="number" href="{}:{}" dir="ltr">{}</a>').format(
        scheme, number.replace(" ", ""), number.replace(" ", NO_BREAK_SPACE)
    )


def printed_address(link: Link) -> str:
    """Return a link's address as it is printed: no scheme, no final slash."""
    return link.printed_url or link.value.removeprefix("https://").removeprefix("www.").rstrip("/")


def compose(layout: Layout, project: Project, *, resources: Resources, languages: Languages) -> Composed:
    """Compose one layout of the project."""
    return Composer(project, resources, languages, layout).compose()
