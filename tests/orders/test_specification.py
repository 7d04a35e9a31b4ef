# SPDX-License-Identifier: MIT
"""The drawn specification: on one page if it can be, nothing over the edge, nothing on top of something else."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest

from leaflets.content.formats import make_format, shipped_formats
from leaflets.content.print_settings import PrintSettings
from leaflets.core.folds import FOLDS, Fold, FoldKind
from leaflets.core.problems import ProblemsFound
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.registry import read_languages
from leaflets.orders.order import Order, OrderItem, Product, Site, describe_panels
from leaflets.orders.pack.orders import made_alike
from leaflets.orders.specification import DocumentStyle, describe, draw_packing_slips, draw_specification
from leaflets.orders.specification.flat import outline
from leaflets.orders.specification.order_page import draw_sign_off

NAMES = {"en": ("English", "ltr"), "ur": ("Urdu", "rtl")}


def site(id: str, quantity: int, language: str = "") -> Site:
    return Site("urn", id, f"School {id}", "1 Street, Selly Park, Birmingham", "B29 4RU", quantity, language)


def item(form: str, language: str, name: str = "guide") -> OrderItem:
    edition = f"{name}.{form}.{language}.press"
    return OrderItem(
        edition=edition,
        title="Safer online, together",
        code="ES-01",
        version="1.0",
        issued=datetime.date(2026, 11, 23),
        language=language,
        language_name=NAMES[language][0],
        direction=NAMES[language][1],
        format=shipped_formats()[form],
        digest="9f" * 32,
        file=f"{edition}.pdf",
        sha256="3c" * 32,
        bytes=1,
        pages=2,
        trim_box_mm=(14, 14, 14 + shipped_formats()[form].flat[0], 14 + shipped_formats()[form].flat[1]),
        quantity=5000,
    )


def order(
    form: str = "trifold-dl",
    languages: tuple[str, ...] = ("en",),
    sites: tuple[Site, ...] = (),
    names: tuple[str, ...] = ("guide",),
) -> Order:
    items = tuple(item(form, language, name) for language in languages for name in names)
    return Order(
        job="j-12345678",
        publication="guide",
        title="Safer online, together",
        customer="Example Safeguarding Partnership",
        contact="Print desk, 0121 496 0000",
        website="example.org",
        email="print@example.org",
        printer="",
        deliver_by=None,
        output_condition="FOGRA39",
        bleed_mm=3,
        max_ink=300,
        products=(Product(shipped_formats()[form], PrintSettings(), items),),
        sites=sites,
    )


@pytest.fixture(scope="module")
def look() -> DocumentStyle:
    font = read_languages(Resources(SHIPPED)).fonts["Atkinson Hyperlegible"]
    fonts = {weight: font.path(weight) for weight in (400, 700)}
    return DocumentStyle("#005b7d", "#e1eff5", "#1a1917", "#706f6f", "#d0d0d0", fonts)


Box = tuple[float, float, float, float]


def lines_of(pdf: bytes) -> list[list[tuple[str, Box]]]:
    """Return the words of each page with their boxes in points."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        pages.append([(text.get_text_bounded(*box).strip(), box) for box in boxes])
    document.close()
    return pages


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] - 0.5 and other[0] < one[2] - 0.5 and one[1] < other[3] - 0.5 and other[1] < one[3] - 0.5


@pytest.mark.parametrize("form", [name for name, one in shipped_formats().items() if one.for_press])
@pytest.mark.parametrize("sites", [0, 6, 400])
def test_every_product_is_on_one_page_with_nothing_on_top_of_each_other(
    look: DocumentStyle, form: str, sites: int
) -> None:
    made = order(form, sites=tuple(site(f"1{number:05}", 10) for number in range(sites)))
    (words,) = lines_of(draw_specification(made, look))
    assert len(words) > 40
    for number, (text, box) in enumerate(words):
        assert box[0] >= 18 * 72 / 25.4 - 1 and box[2] <= 192 * 72 / 25.4 + 1, text
        assert box[1] >= 10 * 72 / 25.4 and box[3] <= 285 * 72 / 25.4, text
        assert not [other for other, place in words[number + 1 :] if overlap(box, place)], text
    said = " ".join(text for text, _ in words)
    assert ("School 100005" in said) == (sites == 6)
    assert ("delivery.csv" in said) == (sites == 400)


def test_of_sheets_that_are_all_alike_one_is_drawn(look: DocumentStyle) -> None:
    made = order("sheet-a4")
    (product,) = made.products
    long = replace(made, products=(replace(product, format=product.format.with_pages(20)),))
    (words,) = lines_of(draw_specification(long, look))
    assert "Pages 1 to 20: each" in [text for text, _ in words]
    assert all(box[2] <= 192 * 72 / 25.4 + 1 for _, box in words)


def test_ten_posters_are_on_one_page_and_fifty_files_go_on_overleaf(look: DocumentStyle) -> None:
    ten = order("poster-a4", names=tuple(f"one-risk-drugs-and-alcohol-{letter}" for letter in "abcdefghij"))
    assert len(lines_of(draw_specification(ten, look))) == 1
    fifty = order("poster-a4", names=tuple(f"poster-{number}" for number in range(50)))
    pages = lines_of(draw_specification(fifty, look))
    said = " ".join(text for page in pages for text, _ in page)
    assert len(pages) == 2 and all(f"poster-{number}.poster-a4.en.press.pdf" in said for number in range(50))


def test_long_words_go_on_below_and_are_not_lost(look: DocumentStyle) -> None:
    customer = "The Safeguarding Children Partnership of a County with a very long Name and its Neighbours"
    made = replace(order(), customer=customer, title="Safer online, together, for every family in the county")
    (words,) = lines_of(draw_specification(made, look))
    said = " ".join(text for text, _ in words)
    assert all(word in said for word in (*customer.split(), *made.title.split()))


def test_panels_lie_from_the_left_as_the_reader_of_that_direction_opens_them() -> None:
    outside, inside = describe_panels(shipped_formats()["trifold-dl"], "ltr")
    assert [panel["panel"] for panel in outside] == ["flap", "back", "cover"]
    outside, inside = describe_panels(shipped_formats()["trifold-dl"], "rtl")
    assert [panel["panel"] for panel in outside] == ["cover", "back", "flap"]
    assert [panel["width_mm"] for panel in inside] == [97, 100, 100]


def test_the_same_order_is_drawn_with_the_same_bytes(look: DocumentStyle) -> None:
    made = order(languages=("en", "ur"), sites=(site("103215", 120, "en"), site("103216", 30, "ur")))
    assert draw_specification(made, look) == draw_specification(made, look)
    assert draw_packing_slips(made, look) == draw_packing_slips(made, look)


def test_what_is_folded_or_long_in_another_way_is_another_product() -> None:
    languages = read_languages(Resources(SHIPPED))
    plan: Any = SimpleNamespace(
        opened=SimpleNamespace(project=SimpleNamespace(every_format=shipped_formats())), languages=languages
    )

    def alike(form: str, language: str, pages: int = 2) -> tuple[str, str, int]:
        made: Any = SimpleNamespace(layout=SimpleNamespace(format=form, language=language), entry={"pages": pages})
        return made_alike(plan, made)

    assert alike("trifold-dl", "en") == alike("trifold-dl", "pl") != alike("trifold-dl", "ur")
    assert alike("poster-a4", "en") == alike("poster-a4", "ur"), "a flat sheet is the same in every direction"
    assert alike("sheet-a4", "en", 4) != alike("sheet-a4", "pl", 6)


def test_each_direction_is_drawn_on_a_page_of_its_own(look: DocumentStyle) -> None:
    made = order(languages=("en", "ur"))
    (product,) = made.products
    apart = replace(made, products=tuple(replace(product, items=(item,)) for item in product.items))
    places = []
    for page in lines_of(draw_specification(apart, look)):
        boxes = dict(page)
        places.append([boxes[name][0] for name in ("flap", "back", "cover")])
    english, urdu = places
    assert english == sorted(english) and urdu == sorted(urdu, reverse=True)


def test_each_language_has_its_file_and_its_quantity(look: DocumentStyle) -> None:
    made = order(languages=("en", "ur"))
    assert describe(made)["quantity_by_language"] == {"en": 5000, "ur": 5000}
    (words,) = lines_of(draw_specification(made, look))
    said = " ".join(text for text, _ in words)
    assert "Urdu" in said and "10,000" in said


@pytest.mark.parametrize(("files", "pages"), [(1, 1), (10, 1), (30, 3)])
def test_a_slip_that_is_too_long_goes_on_overleaf(look: DocumentStyle, files: int, pages: int) -> None:
    names = tuple(f"poster-{number}" for number in range(files))
    slips = lines_of(draw_packing_slips(order("poster-a4", sites=(site("103215", 120),), names=names), look))
    assert len(slips) == pages
    assert sum(text.startswith("ES-01") for page in slips for text, _ in page) == files
    for words in slips:
        for number, (text, box) in enumerate(words):
            assert box[1] >= 8 * 72 / 25.4 and box[2] <= 197 * 72 / 25.4, text
            assert not [other for other, place in words[number + 1 :] if overlap(box, place)], text


def test_a_site_with_two_languages_has_one_slip(look: DocumentStyle) -> None:
    both = (site("103215", 120, "en"), site("103215", 30, "ur"), site("103216", 30, "ur"))
    pages = lines_of(draw_packing_slips(order(languages=("en", "ur"), sites=both), look))
    assert len(pages) == 2
    said = " ".join(text for text, _ in pages[0])
    assert "English" in said and "Urdu" in said and "1 of 2" in said


def test_welsh_names_are_printed(look: DocumentStyle) -> None:
    """The first font has no ŷ and no ŵ."""
    fallback = read_languages(Resources(SHIPPED)).fonts["Noto Sans"].path(400)
    place = replace(site("103215", 50), name="Ysgol Tŷ Gŵyr")
    with pytest.raises(ProblemsFound, match="ŵ ŷ"):
        draw_packing_slips(order(sites=(place,)), look)
    made = order(sites=(place,))
    for pdf in (draw_packing_slips(made, replace(look, fallback=fallback)),
                draw_specification(made, replace(look, fallback=fallback))):  # fmt: skip
        assert "Ysgol Tŷ Gŵyr" in " ".join(text for page in lines_of(pdf) for text, _ in page)


@pytest.mark.parametrize(
    ("form", "settings", "grams"),
    [
        ("trifold-dl", PrintSettings(), 0.297 * 0.210 * 150),
        ("booklet-a5", PrintSettings(), 0.297 * 0.210 * 150),
        ("poster-a3", PrintSettings(stock="135gsm gloss"), 0.297 * 0.420 * 135),
        ("card-wallet", PrintSettings(stock="board"), 0),
    ],
)
def test_a_copy_weighs_its_paper(form: str, settings: PrintSettings, grams: float) -> None:
    assert Product(shipped_formats()[form], settings, ()).grams == pytest.approx(grams)


def test_six_pages_of_one_side_each_are_three_leaves() -> None:
    form = shipped_formats()["sheet-a4"].with_pages(6)
    assert Product(form, PrintSettings(stock="100 gsm"), ()).grams == pytest.approx(3 * 0.210 * 0.297 * 100)


def test_what_follows_from_paper_and_fold_is_said(look: DocumentStyle) -> None:
    made = order(sites=(site("103215", 5000),))
    said = " ".join(text for page in lines_of(draw_specification(made, look)) for text, _ in page)
    for words in (
        "9.4 g each",
        "47 kg; each place has boxes of its own",
        "Print desk, 0121 496 0000",
        "along the folds, the 210 mm edge",
        "usually zero-rated",
    ):
        assert words in said, words
    slip = " ".join(text for page in lines_of(draw_packing_slips(made, look)) for text, _ in page)
    assert "47 kg in 4 boxes" in slip
    usual = {name: Product(form, PrintSettings(), ()) for name, form in shipped_formats().items()}
    rated = {name: product.vat.split()[1] for name, product in usual.items()}
    assert {rated[name] for name in ("trifold-dl", "booklet-a5", "flyer-a5", "handout-a4")} == {"zero-rated"}
    assert {rated[name] for name in ("poster-a4", "card-dl", "card-wallet", "label-63x38")} == {"standard-rated"}
    heavy = Product(shipped_formats()["trifold-dl"], PrintSettings(stock="250 gsm silk", certified="FSC"), ())
    assert "scored before folding" in heavy.grain and heavy.vat.startswith("usually standard-rated")


def test_prices_of_several_quantities_are_asked_for_each_language(look: DocumentStyle) -> None:
    made = order(languages=("en", "ur"))
    (product,) = made.products
    english, urdu = product.items
    items = (replace(english, also_quote=(10_000,)), replace(urdu, also_quote=(500, 1_000)))
    asked = replace(made, products=(replace(product, items=items),))
    said = " ".join(text for page in lines_of(draw_specification(asked, look)) for text, _ in page)
    assert "English 10,000; Urdu 500 or 1,000" in said
    assert asked.is_enquiry and not made.is_enquiry


def test_the_page_to_sign_names_every_file(look: DocumentStyle) -> None:
    for files, pages in ((1, 1), (30, 2)):
        made = order("poster-a4", names=tuple(f"poster-{number}" for number in range(files)))
        drawn = lines_of(draw_sign_off(made, look))
        assert len(drawn) == pages
        said = " ".join(text for page in drawn for text, _ in page)
        assert all(words in said for words in ("Signature", "Print it as it is.", "3c3c3c3c", made.job))
        assert all(f"poster-{number}.poster-a4.en.press.pdf" in said for number in range(files))
        assert "fold" not in said
        for words in drawn:
            for number, (text, box) in enumerate(words):
                assert box[1] >= 10 * 72 / 25.4 and box[2] <= 192 * 72 / 25.4 + 1, text
                assert not [other for other, place in words[number + 1 :] if overlap(box, place)], text


def test_a_letter_that_the_font_does_not_have_is_a_problem(look: DocumentStyle) -> None:
    with pytest.raises(ProblemsFound, match="no glyph for"):
        draw_specification(replace(order(), printer="Друкарня 印刷"), look)


@pytest.mark.parametrize(("kind", "fold"), [(kind, fold) for kind, folds in FOLDS.items() for fold in folds[-1:]])
def test_a_folded_sheet_is_drawn_as_one_line_with_each_panel_at_its_depth(kind: FoldKind, fold: Fold) -> None:
    form = make_format("it", title="", product="", trim=(297, 210), safe=8, fold=kind, panels=fold.columns)
    points = outline(form, rounding=0.02)
    level = [(one, other) for one, other in pairwise(points) if one[1] == other[1] and abs(one[0] - other[0]) > 0.5]
    assert [depth for (_, depth), _ in level] == list(fold.depths()), "from the first column to the last"
    for before, after in pairwise(level):
        assert before[1][0] == after[0][0], "a panel begins where the one before it ends"


def test_two_posters_side_by_side_are_drawn_flat(look: DocumentStyle) -> None:
    (words,) = lines_of(draw_specification(order("spread-a3"), look))
    said = " ".join(text for text, _ in words)
    assert "no fold" in said and "dashed" not in said and "Folded" not in said and "420 mm" in said


def test_a_leaflet_read_from_right_to_left_is_said_to_be_folded_in_a_mirror(look: DocumentStyle) -> None:
    for language, mirrored in (("en", False), ("ur", True)):
        (words,) = lines_of(draw_specification(order(languages=(language,)), look))
        assert ("in a mirror" in " ".join(text for text, _ in words)) == mirrored
