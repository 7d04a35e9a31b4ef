# SPDX-License-Identifier: MIT
"""Send messages to an agency or a checker, for the verb `translate export`: today's English with its translations."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

import polib
from PIL import Image, ImageFont

from leaflets.build import publish
from leaflets.content.lists.text import write_rows
from leaflets.content.model import Publication, layouts_of
from leaflets.core.archive import write_zip
from leaflets.core.edition import Layout
from leaflets.core.formats import MM_PER_INCH
from leaflets.core.lock import lock_project
from leaflets.core.messages import SOURCE, Message
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.editions.screen import finish_screen
from leaflets.languages.catalogue.glossary import terms_for
from leaflets.languages.catalogue.merge import merge
from leaflets.languages.catalogue.pot import ListedMessage
from leaflets.languages.language import Language
from leaflets.layout.compose import compose
from leaflets.layout.fit import lay_out
from leaflets.layout.render import Renderer
from leaflets.layout.translated import TranslatedProject, approvals_in, glossary_of, open_translated
from leaflets.preflight import raster
from leaflets.translate.catalogue_files import TranslationProject, catalogue_file, language_of, write_text
from leaflets.translate.exchange import marks
from leaflets.translate.exchange.alike import mark_repeats
from leaflets.translate.exchange.brief import write_brief, write_readme
from leaflets.translate.exchange.entries import rows_of
from leaflets.translate.exchange.markup import write_tbx, write_tmx, write_xliff
from leaflets.translate.exchange.rows import MessageRow, Parcel, is_writable
from leaflets.translate.exchange.xlsx import write_xlsx
from leaflets.translate.sent import sent_path, write_sent

DPI = 100
COLOURS = 48
"""The resolution of a picture: enough to read it, with a fifth of the bytes."""
FAMILY = "Atkinson Hyperlegible"
FOLDER = "translate"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class SentParcel:
    """A parcel on disk."""

    path: Path
    parcel: Parcel
    pictures: int
    notices: tuple[Problem, ...]


def export(
    opened: TranslationProject,
    tag: str,
    out: Path,
    *,
    publications: Sequence[str],
    progress: Progress,
    today: datetime.date,
) -> SentParcel:
    """Write the parcel for a language; ProblemsFound if there is no such language or nothing to send."""
    language = language_of(opened, tag)
    items = chosen_items(opened, publications)
    layouts = chosen_layouts(opened, items, publications)
    file = merged_file(opened, tag, today=today)
    rows = mark_repeats(rows_of(file, drafts_of(items)))
    numbers = {row.key: row.number for row in rows}
    pictures = draw_pictures(open_translated(opened.context, SOURCE), layouts, numbers, progress)
    where = {key: picture.name for picture in pictures for key in picture.keys}
    memory = [row for row in rows_of(file, drafts_of(opened.items)) if row.state == "done"]
    approvals = approvals_in(opened.context, tag)
    printed = publications_in(opened, layouts)
    parcel = replace(
        make_parcel(opened, language, [replace(row, picture=where.get(row.key, "")) for row in rows], printed),
        memory=memory,
        approved=frozenset(
            row.key for row in memory if not approvals.lacking(Message(row.target, row.key, row.english, tag))
        ),
    )
    data = pack_parcel(parcel, printed, {picture.name: picture.data for picture in pictures})
    with lock_project(opened.folder):
        write_text(opened.folder / sent_path(language.tag, parcel.name), write_sent(parcel))
    path = out / FOLDER / f"{parcel.name}.zip"
    with publish.locked(out, opened.folder) as notices:
        publish.add_files(out, opened.folder, {f"{FOLDER}/{path.name}": data}, notices)
    return SentParcel(path, parcel, len(pictures), tuple(notices))


def publications_in(opened: TranslationProject, layouts: Sequence[Layout]) -> list[Publication]:
    """Return the publications of some layouts, each once."""
    every = opened.opened.project.publications
    return [every[name] for name in dict.fromkeys(layout.source for layout in layouts)]


def make_parcel(
    opened: TranslationProject, language: Language, rows: Sequence[MessageRow], printed: Sequence[Publication]
) -> Parcel:
    """Return the parcel of some rows, which these publications print."""
    project = opened.opened.project
    return Parcel(
        language,
        rows,
        project.publisher.name,
        printed[0].title if len(printed) == 1 else f"Leaflets and posters of {project.area.name}",
        max(one.issued for one in (printed or project.publications.values())).isoformat(),
        terms_for(glossary_of(opened.context.resources), language.tag),
    )


def chosen_items(opened: TranslationProject, patterns: Sequence[str]) -> list[ListedMessage]:
    """Return what is to be translated for the publications that match: all, if no patterns are given."""
    if not patterns:
        return opened.items
    found = [item for item in opened.items if any(means(patterns, name) for name in publications_of(item))]
    if found:
        return found
    names = sorted({name for item in opened.items for name in publications_of(item)})
    message = f"There is no translated publication called '{patterns[0]}'."
    problem = Problem("nothing-matches", message, hint=f"choose from {', '.join(names)}.")
    raise ProblemsFound([problem], exit_code=ExitCode.USAGE)


def means(patterns: Sequence[str], name: str) -> bool:
    """Return whether one of the patterns matches a publication; no patterns match all."""
    return not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)


def publications_of(item: ListedMessage) -> set[str]:
    """Return the publications that print a message: places are `data.yaml:41` and `parents-guide/cover`."""
    return {place.partition("/")[0] for place in item.places if ":" not in place}


def chosen_layouts(opened: TranslationProject, items: Sequence[ListedMessage], patterns: Sequence[str]) -> list[Layout]:
    """Return the English layouts of the publications that match."""
    names = {name for item in items for name in publications_of(item) if means(patterns, name)}
    project = opened.opened.project.model_copy(update={"languages": [SOURCE]})
    return [layout for layout in layouts_of(project) if layout.source in names]


def merged_file(opened: TranslationProject, tag: str, *, today: datetime.date) -> polib.POFile:
    """Return the language's catalogue, brought up to date with today's English; nothing is written."""
    return merge(catalogue_file(opened, tag, today=today), opened.items).file


def drafts_of(items: Sequence[ListedMessage]) -> list[MessageRow]:
    """Return a row for each message without a translation: English, notes, room."""
    return [
        MessageRow(
            item.key,
            item.english,
            note="\n".join(note for note in item.notes if not note.startswith("At most ")),
            maximum=item.limit,
        )
        for item in items
    ]


def pack_parcel(parcel: Parcel, printed: Iterable[Publication], pictures: Mapping[str, bytes]) -> bytes:
    """Return the zip; ProblemsFound if a message contains what the formats cannot hold."""
    problems = [
        Problem("exchange-unwritable", "It contains an invisible character, or is far too long.", where=row.key)
        for row in (*parcel.rows, *parcel.memory)
        if not all(is_writable(text) for text in (row.key, row.english, row.target, row.note, row.comment))
    ]
    if problems:
        raise ProblemsFound(problems)
    tag = parcel.language.tag
    contents = {
        "README.txt": write_readme(parcel).encode(),
        "brief.md": write_brief(parcel, printed).encode(),
        f"leaflets-{tag}.xlsx": write_xlsx(parcel),
        f"leaflets-{tag}.xlf": write_xliff(parcel),
        "glossary.csv": write_rows(parcel.glossary),
        **({"glossary.tbx": write_tbx(parcel)} if parcel.terms else {}),
        **({"memory.tmx": write_tmx(parcel)} if parcel.memory else {}),
        **{f"pictures/{name}": data for name, data in sorted(pictures.items())},
    }
    files = ((f"{parcel.name}/{name}", data) for name, data in contents.items())
    return write_zip(files, stored=(".png", ".xlsx"))


# Pictures of pages


@dataclass(frozen=True)
class MarkedPicture:
    """A picture of a page with its messages numbered in the margin."""

    name: str
    layout: Layout
    page: int
    """Its number, from 1."""
    data: bytes
    keys: tuple[str, ...]
    """The messages that no earlier picture shows."""


def draw_pictures(
    translated: TranslatedProject,
    layouts: Sequence[Layout],
    numbers: Mapping[str, int],
    progress: Progress,
    *,
    height: float = 0,
) -> list[MarkedPicture]:
    """Return a picture of each page that shows some messages for the first time, in a language.

    `height` is that in mm at which the picture will be looked at, if that is not the page's own: numbers are as large
    as they have to be there.
    """
    context = translated.context
    renderer = Renderer(context.resources, context.languages)
    font = str(context.languages.fonts[FAMILY].path(700))
    pictures: list[MarkedPicture] = []
    looked_for, seen = set[str](), set[str]()
    for done, layout in enumerate(layouts, start=1):
        progress(done, len(layouts), layout.id)
        composed = compose(
            layout,
            context.project,
            resources=context.resources,
            languages=context.languages,
            translator=translated.translator,
        )
        printed = {message.key: str(message) for message in composed.messages}
        if not (printed.keys() & numbers.keys()) - looked_for:
            continue
        looked_for |= printed.keys()
        laid_out = lay_out(composed, renderer, draft=True)
        pages = renderer.draw(composed, laid_out.step).pages
        alone = replace(composed, format=replace(composed.format, labels=None))  # a label by itself, not its sheet
        pdf = finish_screen(laid_out.rendered, alone, version="")
        spots = marks.find_messages(printed, pages)
        for number in sorted({spot.page for spot in spots.values()}):
            shrunk = min(1.0, height / pages[number].height) if height else 1.0
            here = {one: spot.shrunk(shrunk) for one, spot in marks.seen(numbers, spots, number).items()}
            keys = tuple(key for key, spot in spots.items() if spot.page == number and key not in seen)
            look = marks.font_of(font, DPI / MM_PER_INCH / shrunk)
            data = draw_marked(pdf, number, here, (pages[number].width * shrunk, look))
            name = f"{layout.publication}.{layout.format}.{number + 1}.png"
            pictures.append(MarkedPicture(name, layout, number + 1, data, keys))
            seen.update(keys)
    return pictures


def draw_marked(
    pdf: bytes, number: int, spots: Mapping[int, marks.Spot], look: tuple[float, ImageFont.FreeTypeFont]
) -> bytes:
    """Return the picture of a page with its numbers, given its width in mm and the font of the numbers."""
    with raster.open_pages(pdf) as document:
        image = marks.mark_page(raster.draw_page(document[number], DPI), spots, *look)
    stream = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()
