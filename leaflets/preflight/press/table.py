# SPDX-License-Identifier: MIT
"""Every rule of preflight for the press, in the order of the report: its name, what holds, who asks, how it weighs.

GWG numbers are those of the Ghent Workgroup's 2022 specification, variant SheetCMYK CMYK. Where this house is stricter
than the source, the source says so.
"""

from __future__ import annotations

from leaflets.preflight.press import code_rules as code
from leaflets.preflight.press import colour_rules as colour
from leaflets.preflight.press import file_rules as file
from leaflets.preflight.press import page_rules as page
from leaflets.preflight.press import type_rules as type_
from leaflets.preflight.press.rule import Rule

X4 = "ISO 15930-7 (PDF/X-4)"
GWG = "GWG 2022 {}"
STRICTER = "GWG 2022 {}, which only warns"
PRINTERS = "printers' artwork guides"
HOUSE = "house rule"
AGAIN = "build the edition again; the program writes this itself."
PALETTE = "give the colour inks in the palette of data.yaml."
LARGER = "make it larger, or give it one ink."

FILE_RULES = (
    Rule("encrypted", "The file opens without a password.", X4, "fail", file.open_to_all, AGAIN),
    Rule("x4-mark", "The file says that it is PDF/X-4.", f"{X4}, GWG 2022 R0001", "fail", file.says_x4, AGAIN),
    Rule("x4-metadata", "The file has a title, dates and an identity.", X4, "fail", file.names_itself, AGAIN),
    Rule("trapped", "The file says whether it is trapped.", X4, "fail", file.says_trapped, AGAIN),
    Rule("output-intent", "The file names one printing condition in full.", X4, "fail", file.has_intent, AGAIN),
    Rule(
        "output-condition",
        "The printing condition is the one that was agreed.",
        HOUSE,
        "fail",
        file.intent_is_ordered,
        "set `publisher.press.output_condition` to what the printer asks for, and build again.",
    ),
    Rule(
        "output-profile",
        "The profile is one of a press with four inks.",
        GWG.format("R0035"),
        "fail",
        file.profile_is_press,
        "ask the printer for the right profile and name it in `publisher.press.profile`.",
    ),
    Rule("active-content", "Nothing in the file runs or is attached.", X4, "fail", file.nothing_runs, AGAIN),
    Rule("annotations", "There is nothing to click.", HOUSE, "fail", file.nothing_to_click, AGAIN),
    Rule("layers", "Nothing can be switched off.", HOUSE, "fail", file.no_layers, AGAIN),
    Rule("tags", "The tags of the screen edition are gone.", HOUSE, "warn", file.no_tags, AGAIN),
    Rule("drawing-sound", "Every drawing operator is whole.", "ISO 32000-1", "fail", file.streams_are_sound, AGAIN),
)

PAGE_RULES = (
    Rule("page-count", "The file has a page for each printed side.", HOUSE, "fail", page.page_count, AGAIN),
    Rule("page-empty", "No page is empty.", STRICTER.format("R0005"), "fail", page.not_empty, "remove the empty page."),
    Rule("page-turned", "No page is turned.", STRICTER.format("R0004"), "fail", page.upright, AGAIN),
    Rule("page-scaled", "Every page is at its true size.", GWG.format("R0002"), "fail", page.true_size, AGAIN),
    Rule("media-box", "The page begins at 0,0 and holds its bleed.", HOUSE, "fail", page.media_box, AGAIN),
    Rule("crop-box", "No part of a page is hidden.", GWG.format("R0003"), "fail", page.crop_box, AGAIN),
    Rule("trim-box", "Every page says where it is cut.", X4, "fail", page.trim_box, AGAIN),
    Rule("trim-size", "The cut page has the size that was ordered.", HOUSE, "fail", page.trim_size, AGAIN),
    Rule("trim-differs", "All pages are cut to one size.", STRICTER.format("R0004"), "fail", page.same_trim, AGAIN),
    Rule("bleed-box", "The bleed is as wide as agreed.", PRINTERS, "fail", page.bleed_box, AGAIN),
    Rule(
        "bleed-short",
        "Colour at the cut goes on into the bleed.",
        PRINTERS,
        "fail",
        page.bleed_reached,
        "let the shape reach the end of the bleed, or end at least 1 mm before the cut.",
    ),
    Rule(
        "text-near-trim",
        "Text keeps clear of the cut.",
        f"{PRINTERS}: 3 mm at least, 5 mm is safe",
        "fail",
        page.text_in_safe_area,
        "move the text inwards.",
    ),
    Rule(
        "text-near-fold",
        "Text keeps clear of the folds.",
        f"{PRINTERS}: 3 mm at least, 5 mm is safe",
        "fail",
        page.text_clear_of_folds,
        "move the text away from the fold.",
    ),
    Rule("marks-in-bleed", "Marks stay out of the bleed.", PRINTERS, "fail", page.marks_clear, AGAIN),
    Rule("crop-marks", "Crop marks show every corner.", PRINTERS, "fail", page.crop_marks, AGAIN),
    Rule("fold-marks", "Marks show every fold.", PRINTERS, "fail", page.fold_marks, AGAIN),
    Rule("slug-line", "Each sheet says what it is, and a proof that it is one.", HOUSE, "fail", page.slug_line, AGAIN),
)

COLOUR_RULES = (
    Rule(
        "colour-rgb",
        "Nothing is in the colours of a screen.",
        GWG.format("R0027"),
        "fail",
        colour.spaces_where(colour.is_rgb, ", the colours of a screen"),
        PALETTE,
    ),
    Rule(
        "colour-lab",
        "Nothing is in Lab colour.",
        GWG.format("R0027"),
        "fail",
        colour.spaces_where(colour.is_lab, ", which is no ink"),
        PALETTE,
    ),
    Rule(
        "colour-profiled",
        "Inks are not converted on their way.",
        GWG.format("R0027"),
        "fail",
        colour.spaces_where(colour.is_calibrated, ": a printer's software would convert it"),
        PALETTE,
    ),
    Rule("colour-replaced", "Inks mean what they say.", GWG.format("R0027"), "fail", colour.no_replaced_spaces, AGAIN),
    Rule(
        "colour-spot",
        "There is no fifth ink.",
        GWG.format("R0020"),
        "fail",
        colour.spaces_where(colour.is_spot, ", an ink that was not ordered"),
        PALETTE,
    ),
    Rule(
        "colour-registration",
        "Nothing is on every plate at once.",
        GWG.format("R0024"),
        "warn",
        colour.spaces_where(colour.is_registration, ", which is on every plate"),
        "draw it in black ink.",
    ),
    Rule(
        "ink-colour",
        "No colour has more ink than paper takes.",
        HOUSE,
        "fail",
        colour.ink_of_colours,
        "give the colour less ink in the palette of data.yaml.",
    ),
    Rule(
        "ink-total",
        "No spot has more ink than paper takes (measured).",
        f"{HOUSE}; plates by Ghostscript",
        "fail",
        colour.ink_in_all,
        "use fewer inks in pictures and in what overlaps.",
    ),
    Rule(
        "ink-average",
        "No square of 15 mm averages more than 320 % ink (measured).",
        STRICTER.format("R0026"),
        "fail",
        colour.ink_in_squares,
        "use fewer inks in pictures and in what overlaps.",
    ),
    Rule("white-overprint", "White stays white.", GWG.format("R0007, R0008"), "fail", colour.white_knocks_out, AGAIN),
    Rule(
        "colour-overprint",
        "No colour is mixed with what lies beneath it.",
        f"{STRICTER.format('R0013')}, and house rule",
        "fail",
        colour.colour_knocks_out,
        AGAIN,
    ),
    Rule(
        "black-text-overprint",
        "Small black text leaves no hole in a colour.",
        STRICTER.format("R0009"),
        "fail",
        colour.black_text_overprints,
        AGAIN,
    ),
    Rule(
        "black-line-overprint",
        "Thin black lines leave no hole in a colour.",
        GWG.format("R0010"),
        "warn",
        colour.black_lines_overprint,
        "let the line overprint, or make it 2 pt or more.",
    ),
    Rule("blend-space", "Colours blend as inks.", GWG.format("R0030"), "fail", colour.blend_space, AGAIN),
    Rule(
        "transparent",
        "Nothing is transparent.",
        HOUSE,
        "warn",
        colour.nothing_transparent,
        "use a solid tint instead of opacity.",
    ),
    Rule(
        "gradient-broken",
        "Gradients fit their colour space.",
        "ISO 32000-1, 8.7.4.5",
        "fail",
        colour.gradients_are_sound,
        "use flat colours in press editions.",
    ),
    Rule(
        "line-thin",
        "No line is finer than 0.25 pt.",
        f"{PRINTERS}, GWG 2022 R0018, R0019",
        "fail",
        colour.lines_hold,
        "make the line 0.25 pt or more.",
    ),
    Rule(
        "picture-coarse",
        "Pictures have 300 pixels an inch; 224 are the limit.",
        GWG.format("R0031"),
        "fail",
        colour.pictures_are_fine,
        "use a larger picture, or print it smaller.",
    ),
    Rule(
        "line-art-coarse",
        "Pictures in black and white have 800 pixels an inch.",
        GWG.format("R0032"),
        "fail",
        colour.line_art_is_fine,
        "use a drawing (SVG) or a larger picture.",
    ),
)

TYPE_RULES = (
    Rule("font-missing", "Every font is in the file.", X4, "fail", type_.fonts_embedded, AGAIN),
    Rule("font-whole", "Fonts hold only the letters used.", HOUSE, "warn", type_.fonts_subset, AGAIN),
    Rule("font-drawn", "No font is made of drawings.", PRINTERS, "fail", type_.no_drawn_fonts, "use another font."),
    Rule(
        "white-text-small",
        "White text on a colour is 8 pt or more.",
        STRICTER.format("R0016"),
        "fail",
        type_.white_text_large,
        "make it larger, or put it on white.",
    ),
    Rule(
        "coloured-text-small",
        "Text of several inks is 8 pt or more.",
        STRICTER.format("R0017"),
        "fail",
        type_.coloured_text_large,
        LARGER,
    ),
    Rule(
        "text-rich-black",
        "Black text is black ink alone.",
        f"{HOUSE}; GWG 2022 R0015 warns over 280 % ink",
        "fail",
        type_.black_text_is_black,
        "give black the inks 0 0 0 100 in the palette of data.yaml.",
    ),
    Rule(
        "grey-text-small",
        "Small black text on a colour can overprint.",
        STRICTER.format("R0011"),
        "fail",
        type_.small_grey_text,
        AGAIN,
    ),
)

CODE_RULES = (
    Rule(
        "qr-unreadable",
        "Every QR code is read back from the page.",
        HOUSE,
        "fail",
        code.codes_read,
        "make the code larger and keep everything else away from it.",
    ),
    Rule("qr-unexpected", "QR codes lead only where data.yaml says.", HOUSE, "fail", code.codes_known, AGAIN),
    Rule(
        "qr-too-small",
        "QR modules measure 0.4 mm at least, 0.5 mm for ease.",
        "GS1 General Specifications 5.12.3.1",
        "fail",
        code.codes_large,
        "make the code larger, or its address shorter.",
    ),
    Rule(
        "qr-flawed",
        "QR codes are dark and have 4 bare modules around them.",
        "ISO/IEC 18004; GS1 General Specifications 5.12.3.1",
        "fail",
        code.codes_quiet,
        "keep everything else away from the code.",
    ),
    Rule("qr-not-black", "QR codes are in black ink alone.", PRINTERS, "fail", code.codes_black, AGAIN),
    Rule("qr-pixels", "QR codes are drawn as lines.", PRINTERS, "fail", code.codes_drawn, AGAIN),
    Rule("qr-on-colour", "QR codes lie on bare paper.", HOUSE, "fail", code.codes_on_paper, "put the code on white."),
    Rule(
        "qr-plates",
        "The colour plates are empty under QR codes (measured).",
        f"{HOUSE}; plates by Ghostscript",
        "fail",
        code.codes_on_black_plate,
        AGAIN,
    ),
)

RULES = (*FILE_RULES, *PAGE_RULES, *COLOUR_RULES, *TYPE_RULES, *CODE_RULES)
