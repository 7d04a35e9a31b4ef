# SPDX-License-Identifier: MIT
"""A proof to read and sign, for the verb `translate review`: a PDF, a page of HTML and a spreadsheet of one language.

All three have the same numbers: of the finished pages in the language, whose sentences are numbered, and of the list
that has each beside its English. The PDF works on paper; what is written into the spreadsheet comes back by
`translate import`.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
from markupsafe import Markup
from PIL import Image

from leaflets.build import publish
from leaflets.content.model import layouts_of
from leaflets.core.lock import lock_project
from leaflets.core.messages import SOURCE, VALUE, Message
from leaflets.core.problems import Problem
from leaflets.editions.document import compose_document, draw_document
from leaflets.editions.metadata import save
from leaflets.languages.catalogue.approvals import Approval, Approvals
from leaflets.languages.language import Language
from leaflets.layout.compose.facts import PrintedFacts
from leaflets.layout.printed import review_words
from leaflets.layout.translated import TranslatedProject, open_translated
from leaflets.translate.catalogue_files import TranslationProject, language_of, write_text
from leaflets.translate.exchange.entries import rows_of
from leaflets.translate.exchange.rows import MessageRow, Parcel
from leaflets.translate.exchange.xlsx import write_proof
from leaflets.translate.parcels import (
    COLOURS,
    FOLDER,
    MarkedPicture,
    Progress,
    drafts_of,
    draw_pictures,
    make_parcel,
    merged_file,
    publications_in,
)
from leaflets.translate.review import chosen_keys
from leaflets.translate.sent import sent_path, write_sent

TEMPLATE, STYLES = "templates/report/review.html", "templates/report/review.css"
TALLEST = 140.0
"""The height in mm of the highest picture, as in the stylesheet."""


@dataclass(frozen=True)
class ProofLine:
    """A message in the list of a proof."""

    number: int
    english: Markup
    words: Markup
    message: Message
    given: list[Approval]
    boxes: list[str]
    """The boxes to tick: their numbers if two readers have to."""
    before: Approval | None
    """What was approved, if that has changed since."""


@dataclass(frozen=True)
class ProofPage:
    """A page of the proof: a picture of a finished page, and the messages that it shows first."""

    title: Message
    about: str
    picture: str
    lines: list[ProofLine]


@dataclass(frozen=True)
class Proof:
    """A proof on disk."""

    paths: tuple[Path, ...]
    parcel: Parcel
    pages: int
    changed: int
    lacking: int
    notices: tuple[Problem, ...]


@dataclass(frozen=True)
class ProofWords:
    """The words of one language and their state, as the lines of a proof show them."""

    translated: TranslatedProject
    approvals: Approvals
    english: PrintedFacts
    own: PrintedFacts

    def line(self, row: MessageRow) -> ProofLine:
        message = self.translated.translator.message(row.key, row.english)
        is_here = message.tag != SOURCE
        lacking, needed = self.approvals.lacking(message), self.approvals.needed(message)
        boxes = [str(number) if needed > 1 else "" for number in range(needed - lacking + 1, needed + 1)]
        return ProofLine(
            row.number,
            filled(self.english, Message(row.english, row.key)),
            filled(self.own, message) if is_here else Markup(),
            message,
            self.approvals.given(message),
            boxes if is_here else [],
            self.approvals.lapsed(message) if is_here else None,
        )


def filled(facts: PrintedFacts, message: Message) -> Markup:
    """Return a message as it is printed; a value that differs from page to page is left out."""
    words = Message(VALUE.sub("…", message), message.key, message.english, message.tag)
    return facts.fill(words)


def make_review(
    opened: TranslationProject,
    tag: str,
    out: Path,
    *,
    publications: Sequence[str],
    progress: Progress,
    today: datetime.date,
) -> Proof:
    """Write the proof of a language; ProblemsFound if the language or a publication is unknown."""
    language = language_of(opened, tag)
    chosen = chosen_keys(opened.context, tag, publications)
    printed = [item for item in opened.items if any(item.key in keys for keys in chosen.values())]
    translated = open_translated(opened.context, tag)
    rows = rows_of(merged_file(opened, tag, today=today), drafts_of(printed))
    project = opened.opened.project.model_copy(update={"languages": [tag]})
    layouts = [layout for layout in layouts_of(project) if layout.publication in chosen]
    pictures = draw_pictures(translated, layouts, {row.key: row.number for row in rows}, progress, height=TALLEST)
    parcel = make_parcel(opened, language, rows, publications_in(opened, layouts))
    words = words_of(opened, translated)
    lines = {row.key: words.line(row) for row in rows}
    html = fill_template(
        opened, words, parcel, pages=list(pages_of(words, pictures, lines)), rest=unseen(pictures, lines)
    )
    files = {
        "pdf": to_pdf(opened, html, language, parcel),
        "html": html.encode(),
        "xlsx": write_proof(
            parcel, {key: line.before.words for key, line in lines.items() if line.before}, instructions(words)
        ),
    }
    with lock_project(opened.folder):
        write_text(opened.folder / sent_path(tag, parcel.name), write_sent(parcel))
    named = {f"{FOLDER}/review-{tag}.{kind}": data for kind, data in files.items()}
    with publish.locked(out, opened.folder) as notices:
        publish.add_files(out, opened.folder, named, notices)
    lacking = sum(bool(words.approvals.lacking(line.message)) for line in lines.values())
    changed = sum(bool(line.before) for line in lines.values())
    return Proof(tuple(out / name for name in named), parcel, len(pictures), changed, lacking, tuple(notices))


def words_of(opened: TranslationProject, translated: TranslatedProject) -> ProofWords:
    """Return what fills the lines: facts are printed as on a page of the language, and in English."""
    layout = replace(next(layouts_of(opened.opened.project)), language=translated.tag)
    own = PrintedFacts(translated.context.project, layout, 1, translator=translated.translator)
    english = PrintedFacts(opened.opened.project, replace(layout, language=SOURCE), 1)
    return ProofWords(translated, translated.approvals or Approvals(), english, own)


def pages_of(
    words: ProofWords, pictures: Iterable[MarkedPicture], lines: Mapping[str, ProofLine]
) -> Iterator[ProofPage]:
    """Yield the pages, each with the messages that no earlier one shows; pages without any are left out."""
    project = words.translated.context.project
    for picture in pictures:
        here = sorted((lines[key] for key in picture.keys if key in lines), key=lambda line: line.number)
        layout = picture.layout
        publication = project.publications[layout.source]
        title = project.risks[layout.risk].title if layout.risk else publication.title
        data = f"data:image/png;base64,{base64.b64encode(picture.data).decode()}"
        if here:
            about = f"{project.every_format[layout.format].title}, page {picture.page}"
            yield ProofPage(title if isinstance(title, Message) else Message(title, ""), about, data, here)


def unseen(pictures: Iterable[MarkedPicture], lines: Mapping[str, ProofLine]) -> list[ProofLine]:
    """Return the messages that no page shows: those of the download site, and what is read aloud."""
    shown = {key for picture in pictures for key in picture.keys}
    return [line for key, line in lines.items() if key not in shown]


def instructions(words: ProofWords) -> list[tuple[str, str]]:
    """Return what to do with the spreadsheet, in English and in the language."""
    own = words.own.own
    said = [own(english) for english in review_words(words.translated.context.resources).values()]
    return [(one.english, str(one) if one.tag != SOURCE else "") for one in said if one.english.endswith(".")]


def proof_title(parcel: Parcel) -> str:
    """Return the title of the files."""
    return f"{parcel.title}, {parcel.language.title}: a proof to read and sign"


def fill_template(
    opened: TranslationProject,
    words: ProofWords,
    parcel: Parcel,
    *,
    pages: Sequence[ProofPage],
    rest: Sequence[ProofLine],
) -> str:
    """Return the proof as a self-contained page of HTML."""
    resources, languages = opened.context.resources, opened.context.languages.languages
    values: dict[str, Any] = {
        "title": proof_title(parcel),
        "language": parcel.language,
        "english": languages[SOURCE],
        "parcel": parcel,
        "pages": pages,
        "unseen": rest,
        "css": Markup(resources.read(STYLES)),  # the project's own stylesheet
        "gettext": words.own.own,
    }
    return resources.templates().get_template(TEMPLATE).render(values)


def to_pdf(opened: TranslationProject, html: str, language: Language, parcel: Parcel) -> bytes:
    """Return the page of HTML as a tagged PDF for A4, with the fonts of both languages."""
    composed = compose_document(
        html,
        proof_title(parcel),
        language,
        code=parcel.name,
        project=opened.opened.project,
        languages=opened.context.languages,
        pictures=(hashlib.sha256(base64.b64decode(data)).hexdigest() for data in re.findall('base64,([^"]*)"', html)),
    )
    context = opened.context
    drawn = draw_document(composed, parcel.issued, resources=context.resources, languages=context.languages)
    return with_palettes(drawn)


def with_palettes(data: bytes) -> bytes:
    """Return a PDF whose pictures have a palette again, which the renderer takes out: a third of the bytes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for stream in pdf.objects:
            if isinstance(stream, pikepdf.Stream) and stream.get("/ColorSpace") == "/DeviceRGB":
                picture = pikepdf.PdfImage(stream).as_pil_image().quantize(COLOURS, dither=Image.Dither.NONE)
                palette = pikepdf.String(bytes(picture.getpalette() or ()))
                stream.write(picture.tobytes())
                stream.ColorSpace = pikepdf.Array(
                    [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, len(bytes(palette)) // 3 - 1, palette]
                )
        return save(pdf)
