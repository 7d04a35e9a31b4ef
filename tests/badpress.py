# SPDX-License-Identifier: MIT
"""Good press files of the small project, and the many ways in which a press file is wrong.

Each function of `WAYS` spoils an open PDF; beside it stands the rule that must refuse it, and how strongly. Places are
in mm from the bottom left corner of the trim.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pikepdf
import small
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms

from leaflets.build.recipes import expectations
from leaflets.core import qr
from leaflets.core.colour import Palette
from leaflets.core.edition import Edition
from leaflets.core.formats import points
from leaflets.editions.output_intent import read_intent
from leaflets.editions.pictures import Converter
from leaflets.editions.press import PressSetup, finish_press
from leaflets.editions.slug import SLUG_MM, Slug
from leaflets.preflight.expected import Expected, expect_press
from leaflets.preflight.press.text import cid_widths

Pdf = pikepdf.Pdf
Spoil = Callable[[Pdf], None]
FORM = "card-dl"
TRIFOLD = "trifold-dl"
GROUND = "0.5 0.2 0 0 k"


@cache
def good(form: str = FORM, warning: str = "") -> bytes:
    """Return the press edition of a layout of the small project."""
    composed, project = small.composed(form), small.project()
    press = PressSetup(Palette.of(project.palette), Converter(read_intent(project.publisher.press, small.resources())))
    layout = composed.layout
    slug = Slug(f"{layout.id}.press", layout.code, "1.0", "English", "2026-11-23", "0" * 64, "FOGRA39", warning)
    font = small.languages().fonts[composed.language.families[0]]
    return finish_press(
        small.laid_out(form).rendered, composed, press=press, slug=slug, font=font.path(font.faces[0][0])
    )


def expected(form: str = FORM) -> Expected:
    composed = small.composed(form)
    press = expect_press(composed, words=(composed.layout.code, "1.0"))
    known = expectations(Edition(composed.layout, "press"), small.project(), composed)
    return replace(known, press=replace(press, layout=small.laid_out(form).rendered.pdf))


def spoiled(spoil: Spoil, form: str = FORM) -> bytes:
    """Return a good file after something was done to it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good(form))) as pdf:
        spoil(pdf)
        pdf.save(out)
    return out.getvalue()


# Drawing


def paint(pdf: Pdf, operators: str, page: int = 0, **resources: dict[str, object]) -> None:
    """Draw on top of a page, from the corner of the trim."""
    sheet = pdf.pages[page]
    for kind, items in resources.items():
        if f"/{kind}" not in sheet.Resources:
            sheet.Resources[f"/{kind}"] = Dictionary()
        for name, item in items.items():
            sheet.Resources[f"/{kind}"][f"/{name}"] = item
    corner = points(SLUG_MM)
    sheet.contents_add(f"\nq 1 0 0 1 {corner:.3f} {corner:.3f} cm {operators} Q\n".encode())


def rectangle(x: float, y: float, width: float, height: float) -> str:
    return f"{points(x):.3f} {points(y):.3f} {points(width):.3f} {points(height):.3f} re"


def words(
    pdf: Pdf, colour: str, size: float, place: tuple[float, float] = (30, 100), page: int = 0, more: str = ""
) -> None:
    """Set a word in a font of the file."""
    x, y = place
    text = f"BT {more} /Own {size} Tf {colour} 1 0 0 1 {points(x):.3f} {points(y):.3f} Tm <{own_codes(pdf)}> Tj ET"
    paint(pdf, text, Font={"Own": own_font(pdf)})


def own_font(pdf: Pdf) -> pikepdf.Object:
    return next(font for font in pdf.objects if isinstance(font, Dictionary) and font.get("/Subtype") == "/Type0")


def own_codes(pdf: Pdf, number: int = 3) -> str:
    """Return some letters that the font has, as they are written in an operator."""
    codes = sorted(cid_widths(own_font(pdf).DescendantFonts[0].W))
    return "".join(f"{code:04x}" for code in codes[-number:])


def on_ground(pdf: Pdf, colour: str, size: float, more: str = "", **resources: dict[str, object]) -> None:
    """Set a word on a colour."""
    paint(pdf, f"{GROUND} {rectangle(20, 90, 60, 30)} f")
    if resources:
        paint(pdf, "n", **resources)
    words(pdf, colour, size, more=more)


def state(**entries: object) -> dict[str, dict[str, object]]:
    return {"ExtGState": {"Own": Dictionary(**entries)}}


def picture(pdf: Pdf, space: object, components: int, pixels: int = 40, bits: int = 8) -> pikepdf.Stream:
    """Return a picture of one colour."""
    row = (pixels * components * bits + 7) // 8
    image = pdf.make_stream(b"\x20" * (row * pixels))
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width = image.Height = pixels
    image.BitsPerComponent, image.ColorSpace = bits, space
    return image


def show_picture(pdf: Pdf, image: pikepdf.Stream, width_mm: float) -> None:
    side = points(width_mm)
    paint(pdf, f"{side:.3f} 0 0 {side:.3f} {points(30):.3f} {points(60):.3f} cm /Own Do", XObject={"Own": image})


def profile(space: str) -> bytes:
    kind = {"RGB": "sRGB", "LAB": "LAB"}[space]
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(kind)).tobytes()  # type: ignore[arg-type]


def icc(pdf: Pdf, components: int) -> Array:
    data = bytes(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()) if components == 4 else profile("RGB")
    return Array([Name.ICCBased, pdf.make_indirect(pdf.make_stream(data, N=components))])


def tint(names: list[str], parts: int = 4) -> Array:
    """Return a Separation or DeviceN space over the four inks."""
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * parts, C1=[1] * parts, N=1)
    if len(names) == 1:
        return Array([Name.Separation, Name(f"/{names[0]}"), Name.DeviceCMYK, function])
    return Array([Name.DeviceN, Array([Name(f"/{name}") for name in names]), Name.DeviceCMYK, function])


def in_space(pdf: Pdf, space: pikepdf.Object, values: str) -> None:
    paint(pdf, f"/Own cs {values} scn {rectangle(30, 60, 20, 20)} f", ColorSpace={"Own": space})


def draw_code(pdf: Pdf, module: float, inks: str = "0 0 0 1 k", ground: str = "0 0 0 0 k", text: str = "") -> None:
    """Draw a QR code of the layout, or of another text, on a square of its own."""
    symbol = qr.encode(text or small.composed(FORM).codes[0].url)
    side = symbol.size * module
    runs = [
        rectangle(15 + int(x) * module, 20 + side - (int(y) + 1) * module, int(length) * module, module)
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v", symbol.path)
    ]
    paint(pdf, f"{ground} {rectangle(10, 15, side + 10, side + 10)} f {inks} {' '.join(runs)} f")


# The file


def set_packet(pdf: Pdf, old: str, new: str) -> None:
    packet = pdf.Root.Metadata.read_bytes().decode()
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new).encode())


def no_x4_mark(pdf: Pdf) -> None:
    set_packet(pdf, "pdfxid:GTS_PDFXVersion", "pdfxid:GTS_PDFXVersions")


def x1a_mark(pdf: Pdf) -> None:
    set_packet(pdf, "PDF/X-4", "PDF/X-1a:2001")


def no_metadata(pdf: Pdf) -> None:
    del pdf.Root["/Metadata"]


def no_identity(pdf: Pdf) -> None:
    set_packet(pdf, "xmpMM:DocumentID", "xmpMM:Document")


def not_trapped(pdf: Pdf) -> None:
    del pdf.docinfo["/Trapped"]
    set_packet(pdf, "pdf:Trapped", "pdf:Untrapped")


def trapped_twice(pdf: Pdf) -> None:
    pdf.docinfo["/Trapped"] = Name("/True")


def no_intent(pdf: Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def two_intents(pdf: Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def without(key: str) -> Spoil:
    """Return the spoil that takes a part of the output intent away."""

    def spoil(pdf: Pdf) -> None:
        del pdf.Root.OutputIntents[0][key]

    spoil.__name__ = f"intent_without_{key[1:]}"
    return spoil


def other_condition(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = pikepdf.String("FOGRA52")


def screen_profile(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(profile("RGB"), N=3)


def rgb_printer_profile(pdf: Pdf) -> None:
    data = profile("RGB")
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(data[:12] + b"prtr" + data[16:], N=3)


def cut_profile(pdf: Pdf) -> None:
    stream = pdf.Root.OutputIntents[0].DestOutputProfile
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(stream.read_bytes()[:5000], N=4)


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def named_script(pdf: Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=[]))


def form_fields(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=[])


def attachment(pdf: Pdf) -> None:
    pdf.attachments["notes.txt"] = b"secret"


def page_action(pdf: Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=pikepdf.String("1")))


def link(pdf: Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=pikepdf.String("https://example.org"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[100, 100, 200, 120], A=action)
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def rgb_note(pdf: Pdf) -> None:
    look = pdf.make_stream(b"1 0 0 rg 0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 10, 10])
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[100, 100, 200, 120], AP=Dictionary(N=look))
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def layers(pdf: Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=[], D=Dictionary())


def tags(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot)


def with_state(**entries: object) -> Spoil:
    """Return the spoil that draws a surface with a graphics state."""

    def spoil(pdf: Pdf) -> None:
        paint(pdf, f"/Own gs 0 0 0 1 k {rectangle(30, 60, 20, 20)} f", **state(**entries))

    spoil.__name__ = f"state_with_{'_'.join(entries)}"
    return spoil


INVERSE = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0], N=1)
SCREEN = Dictionary(Type=Name.Halftone, HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round)


def first_form(pdf: Pdf) -> pikepdf.Object:
    return next(thing for thing in pdf.pages[0].Resources.XObject.values() if thing.Subtype == "/Form")


def form_with(key: str, value: object) -> Spoil:
    """Return the spoil that adds a key to a form of the page."""

    def spoil(pdf: Pdf) -> None:
        first_form(pdf)[key] = value

    spoil.__name__ = f"form_with_{key[1:]}"
    return spoil


def picture_with(key: str, value: object) -> Spoil:
    """Return the spoil that shows a picture with a key too many."""

    def spoil(pdf: Pdf) -> None:
        image = picture(pdf, Name.DeviceCMYK, 4, pixels=400)
        image[key] = value
        show_picture(pdf, image, 20)

    spoil.__name__ = f"picture_with_{key[1:]}"
    return spoil


def alternates(pdf: Pdf) -> None:
    other = pdf.make_indirect(picture(pdf, Name.DeviceRGB, 3))
    picture_with("/Alternates", Array([Dictionary(Image=other, DefaultForPrinting=True)]))(pdf)


def page_intent(pdf: Pdf) -> None:
    pdf.pages[0].OutputIntents = pdf.Root.OutputIntents


def page_files(pdf: Pdf) -> None:
    pdf.pages[0].AF = Array([Dictionary(Type=Name.Filespec, F="data.csv")])


def catalogue_files(pdf: Pdf) -> None:
    pdf.Root.AF = Array([Dictionary(Type=Name.Filespec, F="data.csv")])


def page_steps(pdf: Pdf) -> None:
    pdf.pages[0].PresSteps = Dictionary(Type=Name.NavNode)


def pattern_of_elsewhere(pdf: Pdf) -> None:
    cell = pdf.make_stream(
        b"0 0 0 1 k 0 0 5 5 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, F="x.pdf"
    )
    cell.BBox, cell.XStep, cell.YStep, cell.Resources = Array([0, 0, 10, 10]), 10, 10, Dictionary()
    paint(pdf, f"/Pattern cs /Own scn {rectangle(30, 60, 20, 20)} f", Pattern={"Own": pdf.make_indirect(cell)})


def postscript(pdf: Pdf) -> None:
    program = pdf.make_stream(b"showpage", Type=Name.XObject, Subtype=Name.PS)
    paint(pdf, "/Own Do", XObject={"Own": pdf.make_indirect(program)})


def unknown_operator(pdf: Pdf) -> None:
    paint(pdf, "1 2 3 zz")


def unbalanced(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"\nq q\n")


def wanting_operand(pdf: Pdf) -> None:
    paint(pdf, f"0 0 1 k {rectangle(30, 60, 20, 20)} f")


def unnamed_picture(pdf: Pdf) -> None:
    paint(pdf, "/Nowhere Do")


# Pages and boxes


def page_lost(pdf: Pdf) -> None:
    del pdf.pages[1]


def page_empty(pdf: Pdf) -> None:
    pdf.pages[1].Contents = pdf.make_stream(b"0 0 0 0 k 0 0 900 900 re f")


def turned(pdf: Pdf) -> None:
    pdf.pages[0].Rotate = 90


def scaled(pdf: Pdf) -> None:
    pdf.pages[0].UserUnit = 2


def not_from_zero(pdf: Pdf) -> None:
    pdf.pages[0].MediaBox = Array([-10, -10, *list(pdf.pages[0].MediaBox)[2:]])


def bleed_beyond_paper(pdf: Pdf) -> None:
    pdf.pages[0].MediaBox = pdf.pages[0].TrimBox


def cropped(pdf: Pdf) -> None:
    pdf.pages[0].CropBox = pdf.pages[0].TrimBox


def no_trim(pdf: Pdf) -> None:
    del pdf.pages[0]["/TrimBox"]


def art_box(pdf: Pdf) -> None:
    pdf.pages[0].ArtBox = pdf.pages[0].TrimBox


def wrong_trim(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.TrimBox = Array([float(value) + (0, 0, 3, 0)[i] for i, value in enumerate(page.TrimBox)])


def trims_differ(pdf: Pdf) -> None:
    pdf.pages[1].TrimBox = Array([float(value) + (0, 0, 1, 0)[i] for i, value in enumerate(pdf.pages[1].TrimBox)])


def bleed_of_10_points(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.BleedBox = Array([float(v) + sign * 10 for v, sign in zip(page.TrimBox, (-1, -1, 1, 1), strict=True)])


def no_bleed_box(pdf: Pdf) -> None:
    del pdf.pages[0]["/BleedBox"]


def colour_to_trim(pdf: Pdf) -> None:
    paint(pdf, f"{GROUND} {rectangle(0, 60, 40, 20)} f")


def colour_halfway(pdf: Pdf) -> None:
    paint(pdf, f"{GROUND} {rectangle(-1.5, 60, 40, 20)} f")


def colour_a_hair_inside(pdf: Pdf) -> None:
    paint(pdf, f"{GROUND} {rectangle(0.3, 60, 40, 20)} f")


def picture_to_trim(pdf: Pdf) -> None:
    image = picture(pdf, Name.DeviceCMYK, 4, pixels=1000)
    paint(pdf, f"{points(40):.3f} 0 0 {points(40):.3f} 0 {points(60):.3f} cm /Own Do", XObject={"Own": image})


def white_over_bleed(pdf: Pdf) -> None:
    paint(pdf, f"{GROUND} {rectangle(-3, 60, 40, 20)} f 0 0 0 0 k {rectangle(-3, 50, 3, 40)} f")


def white_over_half_the_bleed(pdf: Pdf) -> None:
    paint(pdf, f"{GROUND} {rectangle(20, -3, 40, 20)} f 0 0 0 0 k {rectangle(20, -3, 40, 1.5)} f")


def white_beside_the_top(pdf: Pdf) -> None:
    paint(pdf, f"{GROUND} {rectangle(20, 190, 6, 23)} f 0 0 0 0 k {rectangle(10, 210, 40, 5)} f")


def white_beside_the_right(pdf: Pdf) -> None:
    paint(pdf, f"{GROUND} {rectangle(80, 60, 22, 30)} f 0 0 0 0 k {rectangle(99.2, 50, 5, 50)} f")


def framed_picture(pdf: Pdf) -> None:
    """A picture that reaches the end of the bleed, with a white frame of 2.5 mm in its pixels."""
    image = Image.new("CMYK", (500, 500))
    image.paste((90, 40, 0, 0), (29, 29, 471, 471))
    stream = picture(pdf, Name.DeviceCMYK, 4, pixels=500)
    stream.write(image.tobytes())
    side = points(43)
    paint(pdf, f"{side:.3f} 0 0 {side:.3f} {points(-3):.3f} {points(60):.3f} cm /Own Do", XObject={"Own": stream})


def masked_bleed(pdf: Pdf) -> None:
    """A surface that is cut off by a clip, whose box is as wide as the bleed."""
    clip = f"{rectangle(-3, 50, 0.1, 40)} {rectangle(0, 60, 40, 20)} W n"
    paint(pdf, f"0 0 0 0 k {rectangle(-3, 50, 50, 40)} f {clip} {GROUND} {rectangle(-3, 60, 40, 20)} f")


def words_hidden(pdf: Pdf) -> None:
    paint(pdf, f"0 0 0 0 k {rectangle(8, 150, 60, 12)} f", page=1)


def words_added(pdf: Pdf) -> None:
    words(pdf, "0 0 0 0 k", 14, (30, 70))


def pages_exchanged(pdf: Pdf) -> None:
    pdf.pages.reverse()


def page_moved(pdf: Pdf) -> None:
    pdf.pages[1].contents_add(b"q 1 0 0 1 0 14 cm\n", prepend=True)
    pdf.pages[1].contents_add(b"\nQ")


def other_letters(pdf: Pdf) -> None:
    """A font whose glyphs have been exchanged: the words are other words, and all that is said of them is right."""

    def exchange(data: bytes) -> bytes:
        font, out = TTFont(io.BytesIO(data)), io.BytesIO()
        glyphs = [font["glyf"][name] for name in font.getGlyphOrder()]
        drawn = [number for number, glyph in enumerate(glyphs) if glyph.numberOfContours > 0]
        for number, other in zip(drawn, [*drawn[5:], *drawn[:5]], strict=True):
            font["glyf"].glyphs[font.getGlyphOrder()[number]] = glyphs[other]
        font.save(out)
        return out.getvalue()

    change_fonts(pdf, exchange)


def text_at_edge(pdf: Pdf) -> None:
    words(pdf, "0 0 0 1 k", 12, (1.5, 100))


def text_across_trim(pdf: Pdf) -> None:
    words(pdf, "0 0 0 1 k", 12, (-2, 100))


def text_4_mm_from_trim(pdf: Pdf) -> None:
    words(pdf, "0 0 0 1 k", 12, (4, 100))


def text_on_fold(pdf: Pdf) -> None:
    words(pdf, "0 0 0 1 k", 12, (97 - 3, 100))


def text_4_mm_from_fold(pdf: Pdf) -> None:
    words(pdf, "0 0 0 1 k", 12, (97 + 4, 100))


def mark_in_bleed(pdf: Pdf) -> None:
    paint(pdf, f"0 0 0 1 K 0.25 w {points(-8):.3f} 0 m {points(-1):.3f} 0 l S")


def words_in_bleed(pdf: Pdf) -> None:
    words(pdf, "0 0 0 1 k", 6, (30, -2.4))


def bare(pdf: Pdf) -> None:
    """Take marks and slug away, which are drawn last, as a form."""
    for page in pdf.pages:
        page.contents_coalesce()
        content = page.Contents.read_bytes()
        page.Contents.write(re.sub(rb"q\s+/\S+\s+Do\s+Q\s*$", b"", content))


def marks_shifted(pdf: Pdf) -> None:
    bare(pdf)
    lines = [
        f"{points(x + dx):.3f} {points(y + dy):.3f} m {points(x + ex):.3f} {points(y + ey):.3f} l S"
        for x, dx, ex in ((0.5, 0, 0), (98.5, 0, 0))
        for y, dy, ey in ((0, -9, -4), (210, 4, 9))
    ]
    paint(pdf, f"0 0 0 1 K 0.25 w {' '.join(lines)}")


# Colour


def rgb_text(pdf: Pdf) -> None:
    words(pdf, "0 0 0 rg", 12)


def rgb_line(pdf: Pdf) -> None:
    paint(pdf, f"1 0 0 RG 2 w {points(30):.3f} {points(60):.3f} m {points(60):.3f} {points(60):.3f} l S")


def rgb_in_form(pdf: Pdf) -> None:
    inner = pdf.make_stream(b"1 0 0 rg 0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 50])
    outer = pdf.make_stream(b"/In Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 50])
    outer.Resources = Dictionary(XObject=Dictionary(In=inner))
    paint(pdf, "1 0 0 1 90 90 cm /Own Do", XObject={"Own": pdf.make_indirect(outer)})


def rgb_in_pattern(pdf: Pdf) -> None:
    cell = pdf.make_stream(b"1 0 0 rg 0 0 5 5 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1)
    cell.BBox, cell.XStep, cell.YStep, cell.Resources = Array([0, 0, 10, 10]), 10, 10, Dictionary()
    paint(pdf, f"/Pattern cs /Own scn {rectangle(30, 60, 20, 20)} f", Pattern={"Own": pdf.make_indirect(cell)})


def rgb_picture(pdf: Pdf) -> None:
    show_picture(pdf, picture(pdf, Name.DeviceRGB, 3, pixels=400), 20)


def rgb_inline_picture(pdf: Pdf) -> None:
    paint(pdf, "20 0 0 20 90 90 cm BI /W 2 /H 1 /CS /RGB /BPC 8 ID abcdef EI")


def rgb_palette_picture(pdf: Pdf) -> None:
    space = Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String("abcdef")])
    show_picture(pdf, picture(pdf, space, 1, pixels=400), 20)


def rgb_profile_picture(pdf: Pdf) -> None:
    show_picture(pdf, picture(pdf, icc(pdf, 3), 3, pixels=400), 20)


def rgb_calibrated(pdf: Pdf) -> None:
    in_space(pdf, Array([Name.CalRGB, Dictionary(WhitePoint=[0.95, 1, 1.09])]), "1 0 0")


def lab(pdf: Pdf) -> None:
    in_space(pdf, Array([Name.Lab, Dictionary(WhitePoint=[0.96, 1, 0.82])]), "50 20 20")


def icc_inks(pdf: Pdf) -> None:
    in_space(pdf, icc(pdf, 4), "0 0 0 1")


def calibrated_grey(pdf: Pdf) -> None:
    in_space(pdf, Array([Name.CalGray, Dictionary(WhitePoint=[0.96, 1, 0.82])]), "0.2")


def default_inks(pdf: Pdf) -> None:
    paint(pdf, f"0 0 0 1 k {rectangle(30, 60, 20, 20)} f", ColorSpace={"DefaultCMYK": icc(pdf, 4)})


def spot(pdf: Pdf) -> None:
    in_space(pdf, tint(["PANTONE#20300"]), "1")


def spot_mixed(pdf: Pdf) -> None:
    in_space(pdf, tint(["Black", "Varnish"]), "1 1")


def registration(pdf: Pdf) -> None:
    in_space(pdf, tint(["All"]), "0.5")


def heavy_colour(pdf: Pdf) -> None:
    paint(pdf, f"0.85 0.85 0.85 0.85 k {rectangle(30, 60, 8, 8)} f")


def heavy_picture(pdf: Pdf) -> None:
    image = picture(pdf, Name.DeviceCMYK, 4, pixels=400)
    image.write(b"\xd8" * len(image.read_bytes()))
    show_picture(pdf, image, 30)


def heavy_overlap(pdf: Pdf) -> None:
    paint(pdf, f"1 1 0.4 0 k {rectangle(30, 60, 20, 20)} f")
    black = f"/Own gs 0 0 0 1 k {rectangle(30, 60, 20, 20)} f"
    paint(pdf, black, **state(OP=True, op=True, OPM=1))


def white_overprints(pdf: Pdf) -> None:
    on_ground(pdf, "0 0 0 0 k", 14, "/Own gs", **state(OP=True, op=True, OPM=1))


def white_shape_overprints(pdf: Pdf) -> None:
    paint(pdf, f"{GROUND} {rectangle(20, 90, 60, 30)} f")
    paint(pdf, f"/Own gs 0 0 0 0 k {rectangle(30, 95, 20, 20)} f", **state(OP=True, op=True, OPM=1))


def colour_overprints(pdf: Pdf) -> None:
    paint(pdf, f"{GROUND} {rectangle(20, 90, 60, 30)} f")
    paint(pdf, f"/Own gs 0 0 1 0 k {rectangle(30, 95, 20, 20)} f", **state(OP=True, op=True, OPM=1))


def small_black_knocks_out(pdf: Pdf) -> None:
    on_ground(pdf, "0 0 0 1 k", 9)


def small_black_in_wrong_mode(pdf: Pdf) -> None:
    on_ground(pdf, "0 0 0 1 k", 9, "/Own gs", **state(OP=True, op=True, OPM=0))


def black_line_knocks_out(pdf: Pdf) -> None:
    paint(pdf, f"{GROUND} {rectangle(20, 90, 60, 30)} f")
    paint(pdf, f"0 0 0 1 K 1 w {points(30):.3f} {points(100):.3f} m {points(60):.3f} {points(100):.3f} l S")


def blends_in_rgb(pdf: Pdf) -> None:
    pdf.pages[0].Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)


def group_blends_in_icc(pdf: Pdf) -> None:
    form = pdf.make_stream(b"0 0 0 1 k 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 50])
    form.Group = Dictionary(S=Name.Transparency, CS=icc(pdf, 4))
    paint(pdf, "1 0 0 1 90 90 cm /Own Do", XObject={"Own": pdf.make_indirect(form)})


def see_through_without_space(pdf: Pdf) -> None:
    if "/Group" in pdf.pages[0]:
        del pdf.pages[0]["/Group"]
    see_through(pdf)


def see_through(pdf: Pdf) -> None:
    paint(pdf, f"/Own gs 0 0 0 1 k {rectangle(30, 60, 20, 20)} f", **state(ca=0.5))


def multiplies(pdf: Pdf) -> None:
    paint(pdf, f"/Own gs 0 0 0 1 k {rectangle(30, 60, 20, 20)} f", **state(BM=Name.Multiply))


def soft_mask(pdf: Pdf) -> None:
    mask = pdf.make_stream(b"0.5 g 0 0 90 90 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 90, 90])
    mask.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    masked = Dictionary(S=Name.Luminosity, G=pdf.make_indirect(mask))
    paint(pdf, f"/Own gs 0 0 0 1 k {rectangle(30, 60, 20, 20)} f", **state(SMask=masked))


def gradient(parts: int, stitched: bool) -> pikepdf.Object:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * parts, C1=[1] * parts, N=1)
    if stitched:
        function = Dictionary(FunctionType=3, Domain=[0, 1], Functions=[function], Bounds=[], Encode=[0, 1])
    return Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 90, 0], Function=function)


def gradient_broken(pdf: Pdf) -> None:
    paint(pdf, f"{rectangle(30, 60, 20, 20)} W n /Own sh", Shading={"Own": gradient(3, stitched=False)})


def gradient_broken_in_pattern(pdf: Pdf) -> None:
    pattern = Dictionary(PatternType=2, Shading=gradient(3, stitched=True))
    paint(pdf, f"/Pattern cs /Own scn {rectangle(30, 60, 20, 20)} f", Pattern={"Own": pattern})


def hairline(pdf: Pdf) -> None:
    paint(pdf, f"0 0 0 1 K 0.1 w {points(30):.3f} {points(60):.3f} m {points(60):.3f} {points(60):.3f} l S")


def hairline_scaled(pdf: Pdf) -> None:
    paint(pdf, "0.2 0 0 0.2 0 0 cm 0 0 0 1 K 1 w 300 600 m 600 600 l S")


def zero_line(pdf: Pdf) -> None:
    paint(pdf, "0 0 0 1 K 0 w 100 100 m 200 100 l S")


def hair_of_a_box(pdf: Pdf) -> None:
    paint(pdf, "0 0 0 1 k 100 100 90 0.1 re f")


def picture_100(pdf: Pdf) -> None:
    show_picture(pdf, picture(pdf, Name.DeviceCMYK, 4, pixels=79), 20)


def picture_250(pdf: Pdf) -> None:
    show_picture(pdf, picture(pdf, Name.DeviceCMYK, 4, pixels=197), 20)


def picture_stretched(pdf: Pdf) -> None:
    image = picture(pdf, Name.DeviceGray, 1, pixels=300)
    paint(pdf, f"{points(20):.3f} 0 0 {points(60):.3f} 90 90 cm /Own Do", XObject={"Own": image})


def line_art_300(pdf: Pdf) -> None:
    show_picture(pdf, picture(pdf, Name.DeviceGray, 1, pixels=236, bits=1), 20)


# Type


def font_lost(pdf: Pdf) -> None:
    for font in pdf.objects:
        if isinstance(font, Dictionary) and font.get("/Subtype") == "/Type0":
            del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def standard_font(pdf: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    paint(pdf, "0 0 0 1 k BT /Helv 12 Tf 90 200 Td (Help) Tj ET", Font={"Helv": font})


def font_whole(pdf: Pdf) -> None:
    for font in pdf.objects:
        if isinstance(font, Dictionary) and font.get("/Subtype") == "/Type0":
            font.BaseFont = Name("/" + str(font.BaseFont)[1:].rpartition("+")[2])


def drawn_font(pdf: Pdf) -> None:
    glyph = pdf.make_stream(b"1000 0 d0 1 0 0 rg 0 0 700 700 re f")
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 1000, 1000], FontMatrix=[0.001, 0, 0, 0.001, 0, 0]
    )
    font.CharProcs, font.FirstChar, font.LastChar = Dictionary(a=pdf.make_indirect(glyph)), 97, 97
    font.Widths, font.Resources = Array([1000]), Dictionary()
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a]))
    paint(pdf, "0 0 0 1 k BT /Own 12 Tf 90 200 Td (aaa) Tj ET", Font={"Own": pdf.make_indirect(font)})


def change_fonts(pdf: Pdf, change: Callable[[bytes], bytes], name: str = "") -> None:
    """Change the outlines of all fonts of the leaflet, or of those whose name holds that word."""
    for font in pdf.objects:
        if isinstance(font, Dictionary) and "/FontFile2" in font and name in str(font.FontName):
            font.FontFile2 = pdf.make_stream(change(font.FontFile2.read_bytes()))


def emptied(data: bytes) -> bytes:
    """Return a font of which every glyph is blank."""
    font, out = TTFont(io.BytesIO(data)), io.BytesIO()
    font["glyf"].glyphs = {glyph: Glyph() for glyph in font.getGlyphOrder()}
    font.save(out)
    return out.getvalue()


def fonts_blank(pdf: Pdf) -> None:
    change_fonts(pdf, emptied)


def digits_blank(pdf: Pdf) -> None:
    change_fonts(pdf, emptied, "digits")


def fonts_cut(pdf: Pdf) -> None:
    change_fonts(pdf, lambda data: data[: len(data) // 2])


def fonts_a_few_bytes(pdf: Pdf) -> None:
    change_fonts(pdf, lambda data: data[:40])


def fonts_of_noughts(pdf: Pdf) -> None:
    change_fonts(pdf, lambda data: bytes(len(data)))


def fonts_of_words(pdf: Pdf) -> None:
    change_fonts(pdf, lambda _: b"This font has been removed by the licence server.")


def fonts_without_outlines(pdf: Pdf) -> None:
    change_fonts(pdf, lambda data: data.replace(b"glyf", b"gone", 1).replace(b"loca", b"lost", 1))


def widths_wrong(pdf: Pdf) -> None:
    font = own_font(pdf).DescendantFonts[0]
    font.W = Array([item if index % 2 == 0 else Array([60] * len(item)) for index, item in enumerate(font.W)])


def widths_lost(pdf: Pdf) -> None:
    for font in pdf.objects:
        if isinstance(font, Dictionary) and "/W" in font:
            del font["/W"]


def glyph_missing(pdf: Pdf) -> None:
    paint(pdf, "BT /Own 12 Tf 0 0 0 1 k 90 200 Td <0000> Tj ET", Font={"Own": own_font(pdf)})


def small_white(pdf: Pdf) -> None:
    on_ground(pdf, "0 0 0 0 k", 6)


def small_coloured(pdf: Pdf) -> None:
    words(pdf, "1 0.5 0 0 k", 6)


def outlined_in_rgb(pdf: Pdf) -> None:
    words(pdf, "1 0 0 RG 0.5 w 0 0 0 1 k 2 Tr", 14)


def outlined_by_a_hair(pdf: Pdf) -> None:
    words(pdf, "0 0 0 1 K 0.05 w 0 0 0 1 k 1 Tr", 14)


def filled_and_outlined_by_a_hair(pdf: Pdf) -> None:
    words(pdf, "0 0 0 1 K 0.05 w 0 0 0 1 k 2 Tr", 14)


def hair_turned(pdf: Pdf) -> None:
    paint(pdf, "0.7071 0.7071 -0.7071 0.7071 150 200 cm 0 0 0 1 k 0 0 90 0.05 re f")


def sliver(pdf: Pdf) -> None:
    paint(pdf, "0 0 0 1 k 100 100 m 190 100 l 190 100.1 l f")


def sliver_turned(pdf: Pdf) -> None:
    paint(pdf, "0 0 0 1 k 100 100 m 190 160 l 190 160.2 l h f")


def black_of_four_inks(pdf: Pdf) -> None:
    words(pdf, "0.7 0.65 0.65 0.8 k", 9)


def black_box_overprints(pdf: Pdf) -> None:
    paint(pdf, f"{GROUND} {rectangle(20, 90, 60, 30)} f")
    paint(pdf, f"/Own gs 0 0 0 1 k {rectangle(30, 95, 20, 20)} f", **state(OP=True, op=True, OPM=1))


def small_by_scaling(pdf: Pdf) -> None:
    words(pdf, "1 0.5 0 0 k 0.5 0 0 0.5 0 0 cm", 12)


def rich_black(pdf: Pdf) -> None:
    words(pdf, "0.6 0.4 0.4 1 k", 14)


def rich_black_outlined(pdf: Pdf) -> None:
    words(pdf, "0.6 0.4 0.4 1 K 1 Tr", 14)


def grey_text(pdf: Pdf) -> None:
    on_ground(pdf, "0 g", 9)


# QR codes


def code_covered(pdf: Pdf) -> None:
    for page in range(len(pdf.pages)):
        paint(pdf, f"0 0 0 0 k {rectangle(5, 5, 89, 200)} f", page)


def code_elsewhere(pdf: Pdf) -> None:
    draw_code(pdf, 0.6, text="https://example.com/elsewhere")


def code_tiny(pdf: Pdf) -> None:
    draw_code(pdf, 0.3)


def code_small(pdf: Pdf) -> None:
    draw_code(pdf, 0.45)


def code_crowded(pdf: Pdf) -> None:
    draw_code(pdf, 0.8)
    side = qr.encode(small.composed(FORM).codes[0].url).size * 0.8
    paint(pdf, f"0 0 0 1 k {rectangle(15 + side - 2, 20, 1.2, side)} f")


def code_pale(pdf: Pdf) -> None:
    draw_code(pdf, 0.8, inks="0 0 0 0.5 k")


def code_in_four_inks(pdf: Pdf) -> None:
    draw_code(pdf, 0.8, inks="0.75 0.68 0.67 0.9 k")


def code_in_rgb(pdf: Pdf) -> None:
    draw_code(pdf, 0.8, inks="0 0 0 rg")


def code_on_tint(pdf: Pdf) -> None:
    draw_code(pdf, 0.8, ground="0 0 0.2 0 k")


def code_of_pixels(pdf: Pdf) -> None:
    rows = qr.encode(small.composed(FORM).codes[0].url)
    cells = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v", rows.path)
        for step in range(int(length))
    }
    data = bytes(0 if (x, y) in cells else 255 for y in range(rows.size) for x in range(rows.size))
    image = pdf.make_stream(zlib.compress(data), Filter=Name.FlateDecode)
    image.Type, image.Subtype, image.BitsPerComponent = Name.XObject, Name.Image, 8
    image.Width = image.Height = rows.size
    image.ColorSpace = Name.DeviceGray
    paint(pdf, f"0 0 0 0 k {rectangle(10, 60, 45, 45)} f")
    show_picture(pdf, image, 25)


# What every file must keep


def font_of_another_family(pdf: Pdf) -> None:
    for font in pdf.objects:
        if isinstance(font, Dictionary) and font.get("/Subtype") == "/Type0":
            font.BaseFont = Name("/ABCDEF+DejaVu-Sans")


def words_covered(pdf: Pdf) -> None:
    """Take away all text but the slug line."""
    for page in pdf.pages:
        del page.Contents


def title_lost(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "Untitled"


def title_hidden(pdf: Pdf) -> None:
    del pdf.Root["/ViewerPreferences"]


def language_lost(pdf: Pdf) -> None:
    del pdf.Root["/Lang"]


def code_scaled(pdf: Pdf) -> None:
    draw_code(pdf, 0.8)


WAYS: list[tuple[Spoil, str, str]] = [
    (font_of_another_family, "font-unknown", "fail"),
    (words_covered, "imprint-incomplete", "fail"),
    (words_covered, "number-scrambled", "fail"),
    (title_lost, "title-missing", "fail"),
    (title_hidden, "title-missing", "fail"),
    (language_lost, "language-missing", "fail"),
    (code_scaled, "qr-scaled", "fail"),
    (no_x4_mark, "x4-mark", "fail"),
    (x1a_mark, "x4-mark", "fail"),
    *((with_state(**{key: INVERSE}), "x4-keys", "fail") for key in ("TR", "TR2", "BG", "BG2", "UCR", "UCR2")),
    *((with_state(**{key: SCREEN}), "x4-keys", "fail") for key in ("HT", "HTP", "HTO", "UseBlackPtComp")),
    *((form_with(key, Dictionary()), "x4-keys", "fail") for key in ("/OPI", "/Ref", "/PS", "/AF", "/Measure")),
    *((picture_with(key, Dictionary()), "x4-keys", "fail") for key in ("/OPI", "/F", "/AF", "/PtData")),
    *((spoil, "x4-keys", "fail") for spoil in (alternates, page_intent, page_files, catalogue_files, page_steps)),
    (pattern_of_elsewhere, "x4-keys", "fail"),
    (postscript, "drawing-sound", "fail"),
    (outlined_in_rgb, "colour-rgb", "fail"),
    *((spoil, "line-thin", "fail") for spoil in (outlined_by_a_hair, filled_and_outlined_by_a_hair, hair_turned)),
    *((spoil, "line-thin", "fail") for spoil in (sliver, sliver_turned)),
    (black_of_four_inks, "text-rich-black", "fail"),
    (black_box_overprints, "colour-overprint", "fail"),
    (no_metadata, "x4-metadata", "fail"),
    (no_identity, "x4-metadata", "fail"),
    (not_trapped, "trapped", "fail"),
    (trapped_twice, "trapped", "fail"),
    (no_intent, "output-intent", "fail"),
    (two_intents, "output-intent", "fail"),
    (without("/OutputConditionIdentifier"), "output-intent", "fail"),
    (without("/RegistryName"), "output-intent", "fail"),
    (without("/OutputCondition"), "output-intent", "fail"),
    (without("/DestOutputProfile"), "output-intent", "fail"),
    (other_condition, "output-condition", "fail"),
    (screen_profile, "output-profile", "fail"),
    (rgb_printer_profile, "output-profile", "fail"),
    (cut_profile, "output-profile", "fail"),
    (script, "file-active", "fail"),
    (named_script, "file-active", "fail"),
    (form_fields, "file-active", "fail"),
    (attachment, "file-active", "fail"),
    (page_action, "file-active", "fail"),
    (link, "link-unexpected", "fail"),
    (rgb_note, "colour-rgb", "fail"),
    (layers, "layers", "fail"),
    (tags, "tags", "warn"),
    (unknown_operator, "drawing-sound", "fail"),
    (unbalanced, "drawing-sound", "fail"),
    (wanting_operand, "drawing-sound", "fail"),
    (unnamed_picture, "drawing-sound", "fail"),
    (page_lost, "page-count", "fail"),
    (page_empty, "page-empty", "fail"),
    (turned, "page-turned", "fail"),
    (scaled, "page-scaled", "fail"),
    (not_from_zero, "media-box", "fail"),
    (bleed_beyond_paper, "media-box", "fail"),
    (cropped, "crop-box", "fail"),
    (no_trim, "trim-box", "fail"),
    (art_box, "trim-box", "fail"),
    (wrong_trim, "page-size", "fail"),
    (trims_differ, "trim-differs", "fail"),
    (bleed_of_10_points, "bleed-box", "fail"),
    (no_bleed_box, "bleed-box", "fail"),
    (colour_to_trim, "bleed-short", "fail"),
    (colour_halfway, "bleed-short", "fail"),
    (colour_a_hair_inside, "bleed-short", "fail"),
    (picture_to_trim, "bleed-short", "fail"),
    *((spoil, "bleed-short", "fail") for spoil in (white_over_bleed, white_over_half_the_bleed, white_beside_the_top)),
    *((spoil, "bleed-short", "fail") for spoil in (white_beside_the_right, framed_picture, masked_bleed)),
    *((spoil, "page-differs", "fail") for spoil in (words_hidden, words_added, pages_exchanged, page_moved)),
    *((spoil, "page-differs", "fail") for spoil in (other_letters, fonts_blank, digits_blank, code_covered)),
    (text_at_edge, "text-near-trim", "fail"),
    (text_across_trim, "text-near-trim", "fail"),
    (text_4_mm_from_trim, "text-near-trim", "warn"),
    (mark_in_bleed, "marks-in-bleed", "fail"),
    (words_in_bleed, "marks-in-bleed", "fail"),
    (bare, "crop-marks", "fail"),
    (marks_shifted, "crop-marks", "fail"),
    (bare, "slug-line", "fail"),
    (rgb_text, "colour-rgb", "fail"),
    (rgb_line, "colour-rgb", "fail"),
    (rgb_in_form, "colour-rgb", "fail"),
    (rgb_in_pattern, "colour-rgb", "fail"),
    (rgb_picture, "colour-rgb", "fail"),
    (rgb_inline_picture, "colour-rgb", "fail"),
    (rgb_palette_picture, "colour-rgb", "fail"),
    (rgb_profile_picture, "colour-rgb", "fail"),
    (rgb_calibrated, "colour-rgb", "fail"),
    (drawn_font, "colour-rgb", "fail"),
    (lab, "colour-lab", "fail"),
    (icc_inks, "colour-profiled", "fail"),
    (calibrated_grey, "colour-profiled", "fail"),
    (default_inks, "colour-replaced", "fail"),
    (spot, "colour-spot", "fail"),
    (spot_mixed, "colour-spot", "fail"),
    (registration, "colour-registration", "warn"),
    (heavy_colour, "ink-colour", "fail"),
    (heavy_colour, "ink-total", "fail"),
    (heavy_picture, "ink-total", "fail"),
    (heavy_overlap, "ink-total", "fail"),
    (heavy_picture, "ink-average", "fail"),
    (white_overprints, "white-overprint", "fail"),
    (white_shape_overprints, "white-overprint", "fail"),
    (colour_overprints, "colour-overprint", "fail"),
    (small_black_knocks_out, "black-text-overprint", "fail"),
    (small_black_in_wrong_mode, "black-text-overprint", "fail"),
    (black_line_knocks_out, "black-line-overprint", "warn"),
    (blends_in_rgb, "blend-space", "fail"),
    (group_blends_in_icc, "blend-space", "fail"),
    (see_through_without_space, "blend-space", "fail"),
    (see_through, "transparent", "warn"),
    (multiplies, "transparent", "warn"),
    (soft_mask, "transparent", "warn"),
    (gradient_broken, "gradient-broken", "fail"),
    (gradient_broken_in_pattern, "gradient-broken", "fail"),
    (hairline, "line-thin", "fail"),
    (hairline_scaled, "line-thin", "fail"),
    (zero_line, "line-thin", "fail"),
    (hair_of_a_box, "line-thin", "fail"),
    (picture_100, "picture-coarse", "fail"),
    (picture_250, "picture-coarse", "warn"),
    (picture_stretched, "picture-coarse", "fail"),
    (line_art_300, "line-art-coarse", "fail"),
    (font_lost, "font-not-embedded", "fail"),
    (standard_font, "font-not-embedded", "fail"),
    (font_whole, "font-whole", "warn"),
    *((spoil, "font-damaged", "fail") for spoil in (fonts_blank, digits_blank, fonts_cut, fonts_a_few_bytes)),
    *((spoil, "font-damaged", "fail") for spoil in (fonts_of_noughts, fonts_of_words, fonts_without_outlines)),
    (widths_wrong, "font-widths", "fail"),
    (widths_lost, "font-widths", "fail"),
    (glyph_missing, "glyph-missing", "fail"),
    (drawn_font, "font-drawn", "fail"),
    (small_white, "white-text-small", "fail"),
    (small_coloured, "coloured-text-small", "fail"),
    (small_by_scaling, "coloured-text-small", "fail"),
    (rich_black, "text-rich-black", "fail"),
    (rich_black_outlined, "text-rich-black", "fail"),
    (grey_text, "grey-text-small", "fail"),
    (code_covered, "qr-unreadable", "fail"),
    (code_elsewhere, "qr-unexpected", "fail"),
    (code_tiny, "qr-too-small", "fail"),
    (code_small, "qr-too-small", "warn"),
    (code_crowded, "qr-flawed", "fail"),
    (code_pale, "qr-flawed", "fail"),
    (code_in_four_inks, "qr-not-black", "fail"),
    (code_in_rgb, "qr-not-black", "fail"),
    (code_pale, "qr-not-black", "fail"),
    (code_of_pixels, "qr-pixels", "fail"),
    (code_on_tint, "qr-on-colour", "fail"),
    (code_in_four_inks, "qr-plates", "fail"),
]
"""How to spoil a card, the rule that must notice, and what it must say."""

FOLD_WAYS: list[tuple[Spoil, str, str]] = [
    (text_on_fold, "text-near-fold", "fail"),
    (text_4_mm_from_fold, "text-near-fold", "warn"),
    (bare, "fold-marks", "fail"),
]
"""The same for a folded leaflet."""

NOT_PLAIN: list[Spoil] = [
    rgb_text,
    rgb_picture,
    rgb_in_pattern,
    rgb_note,
    icc_inks,
    calibrated_grey,
    grey_text,
    lab,
    default_inks,
    spot,
    registration,
    code_in_rgb,
    heavy_overlap,
    white_shape_overprints,
    colour_overprints,
    see_through,
    see_through_without_space,
    multiplies,
    soft_mask,
    unknown_operator,
]
"""Files whose plates depend on colour management or overprint, or that are not understood."""
