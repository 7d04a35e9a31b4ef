# SPDX-License-Identifier: MIT
"""Rules of press files only, by group: what a printer requires besides what every file needs."""

from __future__ import annotations

from functools import partial

from leaflets.preflight.rule import PRESS, Rule
from leaflets.preflight.rules import press_codes as codes
from leaflets.preflight.rules import press_colour as colour
from leaflets.preflight.rules import press_file as file
from leaflets.preflight.rules import press_pages as pages
from leaflets.preflight.rules import press_type as type_
from leaflets.preflight.rules.sources import AGAIN, GUIDES, GWG, HOUSE, PALETTE, STRICTER, X4

rule = partial(Rule, purposes=PRESS)
INK = "use less ink in pictures and in what overlaps."
LARGER = "make it larger, or give it one ink."

FILE_RULES = (
    rule("encrypted", "The file opens without a password.", X4, file.open_to_all, AGAIN),
    rule("x4-mark", "The file says that it is PDF/X-4.", f"{X4}, GWG 2022 R0001", file.says_x4, AGAIN),
    rule("x4-keys", "There is nothing in the file that PDF/X-4 does not have.", X4, file.only_known_keys, AGAIN),
    rule("x4-metadata", "The file has a title, dates and an identity in its metadata.", X4, file.names_itself, AGAIN),
    rule("trapped", "The file says whether it has been trapped.", X4, file.says_trapped, AGAIN),
    rule("output-intent", "The file names one printing condition in full.", X4, file.has_intent, AGAIN),
    rule(
        "output-condition",
        "The printing condition is the one that was agreed.",
        HOUSE,
        file.intent_is_ordered,
        "set `publisher.press.output_condition` to what the printer asks for, and build again.",
    ),
    rule(
        "output-profile",
        "The colour profile is that of a four-colour press.",
        GWG.format("R0035"),
        file.profile_is_press,
        "ask the printer for the right profile and name it in `publisher.press.profile`.",
    ),
    rule("layers", "There are no layers to switch on or off.", HOUSE, file.no_layers, AGAIN),
    rule("tags", "The tags of the screen edition have been removed.", HOUSE, file.no_tags, AGAIN, level="warn"),
    rule("drawing-sound", "Every drawing operator is complete.", "ISO 32000-1", file.streams_are_sound, AGAIN),
)

PAGE_RULES = (
    rule("page-empty", "No page is blank.", STRICTER.format("R0005"), pages.not_empty, "remove the blank page."),
    rule("media-box", "Each page begins at 0,0.", HOUSE, pages.media_box, AGAIN),
    rule("crop-box", "No part of a page is hidden.", GWG.format("R0003"), pages.crop_box, AGAIN),
    rule("trim-box", "Every page says where it is cut.", X4, pages.trim_box, AGAIN),
    rule("trim-differs", "All pages are cut to one size.", STRICTER.format("R0004"), pages.same_trim, AGAIN),
    rule("bleed-box", "The bleed is as wide as agreed, and inside the page.", GUIDES, pages.bleed_box, AGAIN),
    rule(
        "bleed-short",
        "Colour that meets the cut runs on into the bleed.",
        GUIDES,
        pages.bleed_reached,
        "let the shape reach the end of the bleed, or end at least 1 mm before the cut.",
    ),
    rule("page-differs", "Pages show what the layout shows (compared in pixels).", HOUSE, pages.as_laid_out, AGAIN),
    rule(
        "text-near-trim",
        "Text keeps clear of the cut.",
        f"{GUIDES}: 3 mm at least, 5 mm is safe",
        pages.text_in_safe_area,
        "move the text inwards.",
    ),
    rule(
        "text-near-fold",
        "Text keeps clear of the folds.",
        f"{GUIDES}: 3 mm at least, 5 mm is safe",
        pages.text_clear_of_folds,
        "move the text away from the fold.",
    ),
    rule("marks-in-bleed", "Printer's marks stay out of the bleed.", GUIDES, pages.marks_clear, AGAIN),
    rule("crop-marks", "Crop marks show every corner.", GUIDES, pages.crop_marks, AGAIN),
    rule("fold-marks", "Fold marks show every fold.", GUIDES, pages.fold_marks, AGAIN),
    rule("slug-line", "Each sheet says what it is, and a proof says that it is one.", HOUSE, pages.slug_line, AGAIN),
)

COLOUR_RULES = (
    rule(
        "colour-rgb",
        "Nothing is in RGB, the colours of a screen.",
        GWG.format("R0027"),
        colour.spaces_where(colour.is_rgb, ", the colours of a screen"),
        PALETTE,
    ),
    rule(
        "colour-lab",
        "Nothing is in Lab colour.",
        GWG.format("R0027"),
        colour.spaces_where(lambda space: space.kind == "Lab", ", which is not ink"),
        PALETTE,
    ),
    rule(
        "colour-profiled",
        "No grey or CMYK colour has a profile of its own.",
        GWG.format("R0027"),
        colour.spaces_where(colour.is_calibrated, ": a printer's software would convert it"),
        PALETTE,
    ),
    rule(
        "colour-replaced",
        "CMYK means CMYK: no other colour space takes its place.",
        GWG.format("R0027"),
        colour.no_replaced_spaces,
        AGAIN,
    ),
    rule(
        "colour-spot",
        "There are no spot colours.",
        GWG.format("R0020"),
        colour.spaces_where(colour.is_spot, ", a spot colour that was not ordered"),
        PALETTE,
    ),
    rule(
        "colour-registration",
        "Nothing prints on every plate at once.",
        GWG.format("R0024"),
        colour.spaces_where(colour.is_registration, ", which prints on every plate"),
        "draw it in black ink.",
        level="warn",
    ),
    rule(
        "ink-colour",
        "No colour has more ink than was agreed.",
        HOUSE,
        colour.ink_of_colours,
        "give the colour less ink in the palette of data.yaml.",
    ),
    rule(
        "ink-total",
        "Nowhere is there more ink than was agreed (measured).",
        f"{HOUSE}; plates by Ghostscript",
        colour.ink_in_all,
        INK,
    ),
    rule(
        "ink-average",
        "No square of 15 mm averages more than 320 % ink (measured).",
        STRICTER.format("R0026"),
        colour.ink_in_squares,
        INK,
    ),
    rule(
        "white-overprint",
        "White does not overprint, so it stays white.",
        GWG.format("R0007, R0008"),
        colour.white_knocks_out,
        AGAIN,
    ),
    rule(
        "colour-overprint",
        "No colour mixes with what lies beneath it.",
        f"{STRICTER.format('R0013')}; {HOUSE}",
        colour.colour_knocks_out,
        AGAIN,
    ),
    rule(
        "black-text-overprint",
        "Small black text overprints the colour beneath it.",
        STRICTER.format("R0009"),
        colour.black_text_overprints,
        AGAIN,
    ),
    rule(
        "black-line-overprint",
        "Thin black lines overprint the colour beneath them.",
        GWG.format("R0010"),
        colour.black_lines_overprint,
        "let the line overprint, or make it 2 pt or more.",
        level="warn",
    ),
    rule("blend-space", "Colours blend in CMYK.", GWG.format("R0030"), colour.blend_space, AGAIN),
    rule(
        "transparent",
        "Nothing is transparent.",
        HOUSE,
        colour.nothing_transparent,
        "use a solid tint instead of opacity.",
        level="warn",
    ),
    rule(
        "gradient-broken",
        "Gradients fit their colour space.",
        "ISO 32000-1, 8.7.4.5",
        colour.gradients_are_sound,
        "use flat colours in press editions.",
    ),
    rule(
        "line-thin",
        "No line is thinner than 0.25 pt.",
        f"{GUIDES}, GWG 2022 R0018, R0019",
        colour.lines_hold,
        "make the line 0.25 pt or more.",
    ),
    rule(
        "line-art-coarse",
        "Bitmaps (1 bit per pixel) have more than 800 pixels per inch.",
        GWG.format("R0032"),
        colour.line_art_is_fine,
        "use a drawing (SVG) or a larger picture.",
    ),
)

TEXT_RULES = (
    rule("font-whole", "Fonts hold only the characters used.", HOUSE, type_.fonts_subset, AGAIN, level="warn"),
    rule("font-widths", "Letters are as wide as their fonts say.", X4, type_.widths_are_true, AGAIN),
    rule("glyph-missing", "Every letter that is set is in its font.", X4, type_.no_missing_glyphs, AGAIN),
    rule("font-drawn", "No font is made of drawings (Type 3).", GUIDES, type_.no_drawn_fonts, "use another font."),
    rule(
        "white-text-small",
        "White text on a colour is 8 pt or larger.",
        STRICTER.format("R0016"),
        type_.white_text_large,
        "make it larger, or put it on white.",
    ),
    rule(
        "coloured-text-small",
        "Text in several inks is 8 pt or larger.",
        STRICTER.format("R0017"),
        type_.coloured_text_large,
        LARGER,
    ),
    rule(
        "text-rich-black",
        "Black text is in black ink alone.",
        f"{HOUSE}; GWG 2022 R0015 warns over 280 % ink",
        type_.black_text_is_black,
        "give black the CMYK value 0 0 0 100 in the palette of data.yaml.",
    ),
    rule(
        "grey-text-small",
        "Small grey text on a colour can overprint.",
        STRICTER.format("R0011"),
        type_.small_grey_text,
        AGAIN,
    ),
)

CODE_RULES = (
    rule("qr-not-black", "QR codes are in black ink alone.", GUIDES, codes.codes_black, AGAIN),
    rule("qr-pixels", "QR codes are vectors, not pixels.", GUIDES, codes.codes_drawn, AGAIN),
    rule("qr-on-colour", "QR codes are on bare paper.", HOUSE, codes.codes_on_paper, "put the code on white."),
    rule(
        "qr-plates",
        "The colour plates are empty under QR codes (measured).",
        f"{HOUSE}; plates by Ghostscript",
        codes.codes_on_black_plate,
        AGAIN,
    ),
)
