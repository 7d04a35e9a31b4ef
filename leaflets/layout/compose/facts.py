# SPDX-License-Identifier: MIT
"""Print facts: contacts, numbers, addresses and QR codes as markup, with a record of every one that is printed.

Templates reach facts only through this, so the record of what each leaflet prints is complete.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from markupsafe import Markup, escape

from leaflets.content.contact_kinds import FREE, KINDS, link_to
from leaflets.content.model import READER_OF, Contact, HelpRoute, Project
from leaflets.content.organisations import (
    ContactPoint,
    Fact,
    Link,
    Organisation,
    Reader,
    Statement,
    form_of,
    main_of,
)
from leaflets.content.short_links import current_address, short_address
from leaflets.core import qr
from leaflets.core.edition import Layout
from leaflets.core.messages import ENGLISH, FACT, SOURCE, Message, Translator, fixed
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.layout.compose.contact_view import ContactView, HelpStrip
from leaflets.layout.compose.lines import ADDRESS, NO_BREAK_SPACE, held, in_words, on_site, printed_address, whole
from leaflets.layout.compose.symbols import draw
from leaflets.layout.composed import PrintedCode

TIME = re.compile(r"(?<=\d[ap]m)[ \u00a0](to)[ \u00a0](?=\d)")
"""The spaces within "8.45am to 4.15pm", where a line must not end."""
NUMBER = Markup('<a class="number" href="{address}" dir="ltr"{label}>{number}</a>')
LABEL = Markup(' aria-label="{words}"')
TERMS = Markup('<span data-terms="{of}">{words}</span>')
MARK = Markup(' <span class="web__language">{words}</span>')


@dataclass
class PrintedFacts:
    """The facts that one layout prints; a new one for each layout."""

    project: Project
    layout: Layout
    scale: float
    """The size of the layout's paper relative to A4."""
    codes: dict[str, PrintedCode] = field(default_factory=dict)
    printed: dict[str, None] = field(default_factory=dict)
    english_page: str = ""
    """The word for English in the layout's language, to mark addresses of pages in English only."""
    short_words_held: bool = False
    """Whether a word of one letter must not end a line in the layout's language."""
    translator: Translator = ENGLISH
    """Translates the templates' fixed words."""
    messages: dict[str, Message] = field(default_factory=dict)
    """Every message printed, by key."""
    strips: dict[bool, HelpStrip] = field(default_factory=dict)
    """The help strip, required routes alone or all: every part of a page asks for it."""

    # Who

    def view(self, name: str, contact: Contact) -> ContactView:
        identity = self.project.organisation_id(contact.organisation)
        organisation = self.project.organisations[identity]
        values = {key: getattr(organisation, key) for key in Organisation.model_fields}
        facts = {key: value for key, value in values.items() if isinstance(value, Fact)} | organisation.points
        ids = {key: f"organisations.{identity}.{organisation.path_of(key)}" for key in facts}
        chosen = organisation.points.get(contact.contact or "")
        main = (contact.contact or "") if chosen else main_of(organisation.points, alone=not contact.link)
        if chosen and KINDS[chosen.kind].is_address:
            facts["link"], ids["link"], main = chosen, ids[main], ""
        elif contact.link:
            by_language = organisation.links[contact.link]
            tag = self.layout.language if self.layout.language in by_language else "en"
            facts["link"], ids["link"] = by_language[tag], f"organisations.{identity}.links.{contact.link}.{tag}"
        return ContactView(
            name,
            identity,
            organisation.name,
            organisation.about,
            contact.purpose,
            facts,
            ids,
            main,
            frozenset(organisation.links),
            organisation.contacts,
        )

    def contacts(self, place: str) -> list[ContactView]:
        listed = self.project.publications[self.layout.source].contacts
        return [self.view(name, contact) for name, contact in listed.items() if contact.place == place]

    def helpers(self, reader: Reader) -> list[ContactView]:
        """Return who helps with the layout's risk and has a link for that reader, most useful first.

        Those of the help strip, and those that the publication lists, are left out.
        """
        named = self.project.risks[self.layout.risk].help.get(reader, []) if self.layout.risk else []
        listed = self.project.publications[self.layout.source].contacts.values()
        strip = {one.organisation for one in self.help_strip().everyone}
        strip |= {self.project.organisation_id(one.organisation) for one in listed}
        found = {name: self.project.organisations[name] for name in named if name not in strip}
        return [self.unlisted(name, reader, one.name) for name, one in found.items() if reader in one.links]

    def help_strip(self, *, all: bool = False) -> HelpStrip:
        """Return the help that `audiences:` asks for here: its first route is for danger.

        What the publication lists itself is left out, except for danger. A further route to the same organisation
        without a label, such as how to call without speaking, becomes a note of it. `all` adds what is not required.
        """
        if all in self.strips:
            return self.strips[all]
        publication = self.project.publications[self.layout.source]
        listed = {(view.organisation, view.main) for view in itertools.starmap(self.view, publication.contacts.items())}
        found: list[ContactView] = []
        for audience in publication.audience:
            for route in self.project.audiences[audience].help if audience in self.project.audiences else ():
                view = self.route(route)
                at = next((at for at, one in enumerate(found) if one.organisation == view.organisation), None)
                if not (route.required or all) or any(view.has_same_route(one) for one in found):
                    continue
                if at is not None and route.contact and not route.label:
                    found[at] = replace(found[at], notes=(*found[at].notes, route.contact))
                elif not found or (view.organisation, view.main) not in listed:
                    found.append(view)
        return self.strips.setdefault(all, HelpStrip(tuple(found)))

    def route(self, route: HelpRoute) -> ContactView:
        """Return a route of `audiences:` as a contact, with the link for its reader if there is one."""
        organisation = self.project.organisations[self.project.organisation_id(route.organisation)]
        link = route.readers if route.readers in organisation.links else None
        purpose, chosen = route.label or organisation.name, route.contact
        contact = Contact.model_construct(organisation=route.organisation, link=link, purpose=purpose, contact=chosen)
        return replace(self.view(route.organisation, contact), main=chosen or main_of(organisation.points, alone=True))

    def unlisted(self, organisation: str, link: Reader | None = None, purpose: str = "", main: str = "") -> ContactView:
        """Return a contact that the publication does not list itself: a risk's help, a number in a sentence."""
        contact = Contact.model_construct(organisation=organisation, link=link, purpose=purpose, contact=main)
        return self.view(organisation, contact)

    # What is printed

    def fact(self, contact: ContactView, name: str) -> Fact:
        """Return a fact and record that it is printed; ProblemsFound if the organisation does not have it."""
        if name not in contact.facts:
            slug = "contact-link-missing" if name == "link" else "contact-without-number"
            message = f"'{contact.organisation}' has no {name or 'number'}, and this page prints one."
            hint = f"add one under organisations.{contact.organisation}, or name another contact."
            raise ProblemsFound([Problem(slug, message, where=self.layout.id, hint=hint)])
        self.printed[contact.ids[name]] = None
        return contact.facts[name]

    def tel(self, contact: ContactView, name: str = "") -> Markup:
        """Return a contact in the form of its kind, as a link, with its number kept in order and unbroken."""
        point = self.fact(contact, name or contact.main)
        assert isinstance(point, ContactPoint)
        return self.reach(point)

    def reach(self, point: ContactPoint) -> Markup:
        """Return a contact in the form of its kind, with a link whose label says all of it."""
        address, number = link_to(point.kind, point.value, point.keyword), point.value.replace(" ", NO_BREAK_SPACE)
        if KINDS[point.kind].is_number:
            link = NUMBER.format(address=address, label=self.spoken(point, point.value), number=number)
        elif address:
            printed = printed_address(point)
            link = ADDRESS.format(address=address, printed=printed, label=self.spoken(point, printed))
        else:
            return escape(point.value)
        return self.in_form(point, link)

    def in_form(self, point: ContactPoint, link: Markup) -> Markup:
        """Return a link with the words of its kind around it: "Text SHOUT to 85258"."""
        if " " not in (form := form_of(point)):
            return link
        words, own = self.own(form), {"word": point.keyword or "", "extension": point.extension or ""}
        parts = {name: self.latin(value) for name, value in own.items()} | {"number": link, "address": link}
        whole = escape(words).replace(" %(extension)s", "\N{NO-BREAK SPACE}%(extension)s")
        return self.marked(whole % parts, words.tag)

    def spoken(self, point: ContactPoint, printed: str) -> Markup:
        """Return the label of a link that does not itself say what to do."""
        if " " not in (form := form_of(point)):
            return Markup()
        parts = {"number": printed, "address": printed, "word": point.keyword, "extension": point.extension}
        return LABEL.format(words=self.own(form) % parts)

    def terms(self, contact: ContactView, name: str = "") -> Markup:
        """Return a contact's cost and hours, to print beside it: "Free · Day and night"."""
        name = name or contact.main
        point = contact.facts.get(name)
        if not isinstance(point, ContactPoint):
            return Markup()
        said = [self.own(FREE) if point.cost == FREE.lower() else point.cost]
        hours = contact.hours_of(name)
        if isinstance(hours, Statement):
            self.printed[f"{contact.ids[name]}.hours" if hours is point.hours else contact.ids["hours"]] = None
        said.append(hours.value if isinstance(hours, Statement) else str(hours or ""))
        words = Markup(" · ").join(self.fill(one) for one in said if one)
        words = Markup(TIME.sub(rf"{NO_BREAK_SPACE}\1{NO_BREAK_SPACE}", words))
        return TERMS.format(of=contact.ids[name], words=words) if words else words

    def note(self, contact: ContactView, name: str) -> Markup:
        """Return another fact of a contact, in words of its own or with its label before it."""
        point = contact.get(name)
        if not isinstance(point, ContactPoint):
            return self.fill(self.say(contact, name))
        reached = self.tel(contact, name)
        return Markup("{}: {}").format(self.fill(point.label), reached) if point.label else reached

    def say(self, contact: ContactView, name: str) -> str:
        """Return a fact in words: opening hours, an address."""
        fact = self.fact(contact, name)
        assert isinstance(fact, Statement)
        return fact.value

    def web(self, contact: ContactView, *, narrow: bool = False) -> Markup:
        """Return the address of the contact's link as text, linked to the whole address.

        For a narrow column, and of a short link, a long one is two links, between which a stylesheet can let the line
        end: an element in a link would not be tagged as PDF/UA asks.
        """
        link = self.link(contact)
        short = short_address(self.project, contact.ids["link"], self.layout.format)
        printed = short.removeprefix("https://") if short else printed_address(link)
        # The publisher's, which belongs to no organisation, may have the same words as another link.
        label = "" if contact.organisation else LABEL.format(words=f"{contact.name}: {printed}")
        address = on_site(short, label) if short else in_words(link, label, narrow=narrow)
        if isinstance(link, ContactPoint):
            address = self.in_form(link, address)
        return address + MARK.format(words=words) if (words := self.in_english(contact)) else address

    def website(self) -> Markup:
        """Return the publisher's address as text, linked."""
        publisher = self.project.publisher
        facts, ids = {"link": publisher.website}, {"link": "publisher.website"}
        return self.web(ContactView("publisher", "", publisher.name, "", publisher.name, facts, ids))

    def current(self) -> Markup:
        """Return the address of the page that says whether this is the newest, linked; nothing without a site."""
        address = current_address(self.project, self.layout.code)
        return on_site(address) if address else Markup()

    def qr(self, contact: ContactView, dark_mm: float) -> Markup:
        """Return the QR code of the contact's link as a vector, its dark square `dark_mm` wide on A4."""
        link, identity, dark_mm = self.link(contact), contact.ids["link"], dark_mm * self.scale
        address = short_address(self.project, identity, self.layout.format) or link.value
        is_shown = self.project.every_format[self.layout.format].on_screens  # from afar, and nothing damages it
        symbol = qr.encode_short(address, link.value, 0.0 if is_shown else dark_mm)
        module = symbol.module_mm(dark_mm)
        width, quiet = round(module * symbol.size, 2), round(module * qr.QUIET_ZONE, 2)
        self.codes[identity] = PrintedCode(identity, address, width, round(module, 3))
        alt = self.own("QR code. %(purpose)s: %(address)s") % {
            "purpose": self.plain(contact.purpose),
            "address": f"{address} {self.in_english(contact)}".strip(),
        }
        return draw(symbol, width, quiet, alt)

    def link(self, contact: ContactView) -> Link | ContactPoint:
        link = self.fact(contact, "link")
        assert isinstance(link, Link | ContactPoint)
        return link

    def in_english(self, contact: ContactView) -> str:
        """Return "(English)" in the layout's language if the contact's page is not in that language."""
        there = contact.ids["link"].rpartition(".")[2]
        return f"({self.english_page})" if self.english_page and there != self.layout.language else ""

    # Sentences

    def latin(self, text: str) -> Markup:
        """Return a name or a code that is the same in every language, marked to keep its direction.

        In another language a short name stays on one line: Report Remove.
        """
        return self.marked(escape(text if self.layout.language == SOURCE else whole(text)), SOURCE)

    def own(self, english: str) -> Message:
        """Return a fixed phrase of a template in the layout's language, and record that it is printed."""
        key = fixed(english)
        if key not in self.messages:
            self.messages[key] = self.translator.message(key, english)
        return self.messages[key]

    def fill(self, text: str) -> Markup:
        """Return a sentence, escaped, with its placeholders filled; messages are recorded."""
        if isinstance(text, Markup):
            return text
        if not isinstance(text, Message):
            return self.filled(text)
        self.messages[text.key] = text
        return self.marked(self.filled(held(text, one_letter=self.short_words_held and text.tag != SOURCE)), text.tag)

    def marked(self, words: Markup, tag: str) -> Markup:
        """Return words, marked if they are in another language than the page, to keep their direction."""
        return words if tag == self.layout.language else Markup(f'<span lang="{tag}" dir="ltr">{words}</span>')

    def filled(self, text: str) -> Markup:
        """Return a sentence, escaped, with its placeholders filled."""
        if "{" not in text:
            return escape(text)
        parts: Iterable[Markup] = (
            self.placeholder(part) if index % 2 else escape(part) for index, part in enumerate(FACT.split(text))
        )
        return Markup("").join(parts)

    def plain(self, text: str) -> str:
        """Return a sentence with its placeholders filled, without markup: for alternative text and titles."""
        return self.fill(text).striptags().replace(NO_BREAK_SPACE, " ")

    def placeholder(self, name: str) -> Markup:
        """Return the value of {name} or {organisation.fact}."""
        area, organisations = self.project.area, self.project.organisations
        names = {
            "area": area.name,
            "publisher": self.latin(self.project.publisher.name),
            "threshold_document": self.latin(area.thresholds),
            "referral_form": self.latin(area.referral_form),
        }
        if name in names:
            return self.fill(names[name])
        identity, _, fact = name.partition(".")
        identity = area.roles.get(identity, identity)
        if identity not in organisations:
            raise self.unknown(f"There is nothing called {{{name}}}.")
        if not fact:
            return self.latin(organisations[identity].name)
        if fact == "web":
            return self.web(self.unlisted(identity, self.reader_of(identity)))
        contact = self.unlisted(identity)
        if fact not in contact.facts:
            raise self.unknown(f"{contact.name} has no {fact}.")
        is_point = isinstance(contact.facts[fact], ContactPoint)
        return self.tel(contact, fact) if is_point else self.fill(self.say(contact, fact))

    def reader_of(self, identity: str) -> Reader | None:
        """Return whose link of an organisation is printed here: the audience's if it has one, or else its first."""
        links = self.project.organisations[identity].links
        audiences = self.project.publications[self.layout.source].audience
        return next((one for one in (*map(READER_OF.__getitem__, audiences), *links) if one in links), None)

    def unknown(self, message: str) -> ProblemsFound:
        return ProblemsFound([Problem("placeholder-unknown", message, where=self.layout.id)])
