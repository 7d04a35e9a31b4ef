# SPDX-License-Identifier: MIT
"""Rules of screen and office editions, by group; most of them are for press editions too."""

from __future__ import annotations

from functools import partial

from leaflets.preflight.rule import PDFS, Rule
from leaflets.preflight.rules import access, codes, legible, pages, pictures, text
from leaflets.preflight.rules.sources import AGAIN, GWG, HOUSE, STRICTER, UA, X4

screen, office = partial(Rule, purposes=("screen",)), partial(Rule, purposes=("office",))
shown, pdf = partial(Rule, purposes=("screen", "picture")), partial(Rule, purposes=PDFS)
READABLE = Rule("file-broken", "The file is whole, and can be read.", "ISO 32000-1", access.is_whole, AGAIN)

FILE_RULES = (
    READABLE,
    Rule(
        "file-active",
        "Nothing in the file runs, and nothing is attached to it.",
        f"{X4}; {HOUSE}",
        access.nothing_runs,
        AGAIN,
    ),
)

PAGE_RULES = (
    Rule("page-count", "The file has a page for each panel or printed side.", HOUSE, pages.count, AGAIN),
    Rule("page-size", "Every page, once trimmed, has the size that was ordered.", HOUSE, pages.size, AGAIN),
    Rule(
        "page-boxes",
        "A page for a screen or an office printer has nothing to trim.",
        HOUSE,
        pages.boxes,
        AGAIN,
        purposes=("screen", "office", "picture"),
    ),
    Rule("page-turned", "No page is rotated.", STRICTER.format("R0004"), pages.upright, AGAIN),
    Rule("page-scaled", "Every page is at its true size.", GWG.format("R0002"), pages.true_size, AGAIN),
    office(
        "ink-at-edge",
        "The outer 5 mm are blank, because office printers cannot print there.",
        HOUSE,
        pages.bare_edge,
        "move what is printed away from the edge.",
    ),
)

COLOUR_RULES = (
    office(
        "toner-heavy",
        "Toner covers at most 15 % of a sheet for an office printer; 12 % or less is better.",
        HOUSE,
        pages.little_toner,
        "make dark pictures smaller or lighter.",
    ),
    office(
        "text-not-black",
        "All text is pure black, because office printers draw everything else in dots.",
        HOUSE,
        legible.is_black,
        "set words on paper or on a plain field, not on a photograph.",
    ),
    Rule(
        "picture-coarse",
        "Pictures have at least 150 pixels per inch; for the press at least 225, and 300 is better.",
        f"{GWG.format('R0031')} for the press; {HOUSE}",
        pictures.fine_enough,
        "use a larger picture, or print it smaller.",
    ),
)

TEXT_RULES = (
    Rule("font-not-embedded", "Every font is in the file.", f"{X4}; {UA}", text.fonts_embedded, AGAIN),
    Rule("font-damaged", "Every font can be loaded, and draws every letter.", "ISO 32000-1", text.fonts_draw, AGAIN),
    Rule(
        "font-unknown",
        "Every font is one that the language names.",
        HOUSE,
        text.fonts_known,
        "replace the character that the language's own fonts do not have.",
    ),
    pdf(
        "imprint-incomplete",
        "Code, version, language and dates can be read in the file.",
        HOUSE,
        text.imprint_is_there,
        "print them in the imprint of the template.",
    ),
    Rule(
        "number-scrambled",
        "Every phone number can be read in the file, its digits in order.",
        HOUSE,
        text.numbers_are_whole,
        "print phone numbers through `tel` in the template.",
    ),
)

CLEAR_PRINT = "UKAAF, Creating clear print and large print documents"
LEGIBLE_RULES = (
    shown(
        "contrast-on-page",
        "All text has a contrast of at least 4.5:1 with its background.",
        "WCAG 2.2, 1.4.3",
        legible.contrast_is_enough,
        "choose a darker colour for the text, or a plain background.",
    ),
    screen(
        "ink-near-edge",
        "Letters, swashes included, keep at least 3 mm from every cut and fold.",
        HOUSE,
        legible.ink_clear_of_edges,
        "shorten the line, or let the style set it in.",
    ),
    shown(
        "capitals-on-page", "No phrase is set in capitals.", CLEAR_PRINT, legible.no_capitals, "write it in lower case."
    ),
    shown(
        "italics-on-page",
        "No letters are slanted.",
        CLEAR_PRINT,
        legible.no_italics,
        "set it upright; for emphasis use bold.",
    ),
    shown(
        "justified-on-page",
        "No text is justified.",
        CLEAR_PRINT,
        legible.not_justified,
        "take `text-align: justify` out of the styles.",
    ),
)

CODE_RULES = (
    pdf(
        "qr-unreadable",
        "Every QR code can be read from the finished page.",
        HOUSE,
        codes.all_read,
        "make the code larger and keep everything else away from it.",
    ),
    pdf("qr-unexpected", "QR codes lead only where data.yaml says.", HOUSE, codes.none_unknown, AGAIN),
    pdf(
        "qr-too-small",
        "QR modules are at least 0.4 mm; 0.5 mm or more is easier to scan.",
        "GS1 General Specifications 5.12.3.1",
        codes.large_enough,
        "make the code larger, or its address shorter.",
    ),
    pdf(
        "qr-scaled",
        "QR codes have the size that they were designed with.",
        HOUSE,
        codes.as_drawn,
        "set the size of the code in the template, and do not scale it.",
    ),
    pdf(
        "qr-flawed",
        "QR codes are dark and have 4 clear modules around them.",
        "ISO/IEC 18004; GS1 General Specifications 5.12.3.1",
        codes.clear,
        "keep everything else away from the code.",
    ),
    office(
        "qr-lost-in-copy",
        "QR codes can be read from a poor photocopy.",
        HOUSE,
        codes.survives_copying,
        "put the code on white, or make it larger.",
    ),
)

ACCESS_RULES = (
    pdf(
        "title-missing",
        "The file has its title, and viewers show it.",
        f"{UA}; WCAG 2.2, 2.4.2",
        access.has_title,
        AGAIN,
    ),
    pdf(
        "language-missing",
        "The file says which language it is in.",
        f"{UA}; WCAG 2.2, 3.1.1",
        access.has_language,
        AGAIN,
    ),
    screen("tags-missing", "The file is tagged for screen readers, as PDF/UA-1.", UA, access.has_tags, AGAIN),
    screen(
        "figure-silent",
        "Every picture has a description for those who cannot see it.",
        f"{UA}; WCAG 2.2, 1.1.1",
        access.figures_speak,
        "give the picture a description, or make it decorative.",
    ),
    screen("link-silent", "Every link has a description for those who cannot see it.", UA, access.links_speak, AGAIN),
    pdf(
        "link-unexpected",
        "Links lead only to what the edition prints; a file for paper has none.",
        HOUSE,
        access.links_lead_home,
        "print the address through `web` in the template.",
    ),
)

SHARED_RULES = (*FILE_RULES, *PAGE_RULES, *COLOUR_RULES, *TEXT_RULES, *LEGIBLE_RULES, *CODE_RULES, *ACCESS_RULES)
