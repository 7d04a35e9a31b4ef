# SPDX-License-Identifier: MIT
"""Make one layout's editions: fit, render, finish, check, draw the previews. Runs in a worker process.

A recipe goes in; the files' bytes, the product of each edition and every problem come out as plain values. A maker
sees only the recipe and what it looks up by name in the inputs. Nothing is written here.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import pikepdf
from PIL import Image

from leaflets.build.beside import Beside
from leaflets.build.inputs import Inputs
from leaflets.build.job import FinishedFile, Job, Outcome
from leaflets.build.recipe import MadeEdition, Recipe
from leaflets.core.colour import parse_rgb
from leaflets.core.edition import KINDS, Edition, Purpose
from leaflets.core.formats import POINTS_PER_MM
from leaflets.core.lookups import INK
from leaflets.core.problems import ExitCode, Problem, ProblemsFound, once
from leaflets.editions.office import office
from leaflets.editions.screen import finish_screen
from leaflets.editions.stamp import stamp, stamp_words, word_across
from leaflets.layout.composed import DRAFT, Composed
from leaflets.layout.fit import LaidOut, lay_out
from leaflets.layout.render import Renderer
from leaflets.preflight import check, expected
from leaflets.preflight.check import Inspection
from leaflets.preflight.expected import Expected, expect_press
from leaflets.preflight.other_files import check_picture, check_text

if TYPE_CHECKING:
    from leaflets.build.press_maker import PressMaker

ADDRESS = re.compile(r"leaflets:([^\"'()\s]+)")
DRAWING = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")


class MadeFiles(NamedTuple):
    """The files of an edition, the first of which is its own, and what was found in them."""

    files: dict[str, bytes]
    found: Inspection
    pages: int = 0
    trim_mm: tuple[float, float] = (0.0, 0.0)
    reads: Mapping[str, str] = {}
    """What was looked up by name for it, with what was found."""


class Maker:
    """Makes layouts one after another, with fonts and stylesheets that are read once."""

    def __init__(self, inputs: Inputs, press: bool = False) -> None:
        """With `press`, prepare for press editions now, so that the first one need not wait."""
        self.inputs = inputs
        self.renderer = Renderer(inputs.resources, inputs.languages)
        if press:
            with contextlib.suppress(Exception):  # the job that needs it says what is wrong
                self.press_maker.get_ready()

    def __call__(self, job: Job) -> Outcome:
        """Do the job; whatever happens is in the outcome, because exceptions do not travel well between processes."""
        started, outcome = time.monotonic(), Outcome()
        try:
            self.make(job, outcome)
        except Exception as error:
            outcome.fail(error, job.layout.id)
        outcome.seconds = time.monotonic() - started
        outcome.memory_mb = max(outcome.memory_mb, memory_mb())
        return outcome

    def make(self, job: Job, outcome: Outcome) -> None:
        """Fill the outcome; ProblemsFound if something stops the layout."""
        recipe = job.recipe
        laid_out = lay_out(recipe.composed, self.renderer, draft=recipe.draft)
        form = recipe.composed.format.with_pages(laid_out.rendered.pages)
        recipe = replace(recipe, composed=replace(recipe.composed, format=form))
        if recipe.composed.unapproved and not recipe.draft:
            laid_out = self.mark(recipe.composed, laid_out)
        outcome.fills = dict(laid_out.fills)
        outcome.problems += laid_out.problems
        finished = self.finish_all(job, recipe, laid_out)
        for purpose in job.purposes:
            outcome.take_in(finished[purpose])
        made = [problem for product in outcome.products.values() for problem in product.problems]
        old = list[Problem]()
        for purpose, file in job.finished.items():
            old += self.read_back(Edition(job.layout, purpose), recipe, file, laid_out)
        outcome.problems += once(old, job.layout.id, len(job.finished))
        if any(problem.severity == "error" for problem in (*made, *old)) and not recipe.draft:
            found = [*outcome.problems, *once(made, job.layout.id, len(job.purposes))]
            raise ProblemsFound(found, exit_code=ExitCode.CHECK_FAILED)

    def mark(self, composed: Composed, laid_out: LaidOut) -> LaidOut:
        """Return the layout with DRAFT TRANSLATION, in English and in its language, on every page."""
        words = self.renderer.write_words(
            (("en", DRAFT), (composed.language.tag, composed.language.draft_label)), composed
        )
        rendered = replace(laid_out.rendered, pdf=stamp_words(laid_out.rendered.pdf, words))
        return replace(laid_out, rendered=rendered)

    def finish_all(self, job: Job, recipe: Recipe, laid_out: LaidOut) -> dict[Purpose, Outcome]:
        """Return the editions of a layout.

        If there is nothing else to do, a copy of this process makes all but the press edition, which takes as long.
        """

        def finish(purposes: Iterable[Purpose]) -> dict[Purpose, Outcome]:
            return {purpose: self.finish(Edition(job.layout, purpose), recipe, laid_out) for purpose in purposes}

        others = [purpose for purpose in job.purposes if purpose != "press"]
        if not (job.is_alone and others and "press" in job.purposes):
            return finish(job.purposes)
        with Beside(lambda: finish(others)) as beside:
            return {**finish(["press"]), **beside.result()}

    def finish(self, edition: Edition, recipe: Recipe, laid_out: LaidOut) -> Outcome:
        """Return an edition, the screen edition with its previews, and what is wrong with it."""
        made = MAKES[edition.kind](self, edition, recipe, laid_out)
        digest, looked_up = self.digest_and_reads(recipe, edition.purpose)
        product = MadeEdition(
            path=edition.path,
            bytes=len(made.files[edition.path]),
            pages=made.pages,
            trim_mm=made.trim_mm,
            digest=digest,
            code_pages={code.text: code.page for code in reversed(made.found.codes)},
            files={name: hashlib.sha256(data).hexdigest() for name, data in made.files.items()},
            reads={**made.reads, **looked_up} if edition.purpose == "press" else made.reads,
            problems=tuple(made.found.problems),
            fills=dict(laid_out.fills),
        )
        verdicts = {edition.id: made.found.verdicts} if edition.purpose == "press" else {}
        return Outcome(dict(made.files), {edition.id: product}, verdicts=verdicts, memory_mb=memory_mb())

    def make_pdf(self, edition: Edition, recipe: Recipe, laid_out: LaidOut) -> MadeFiles:
        """Return a PDF and, of a screen edition, a preview of each page.

        Of what is a picture itself, the first picture takes the place of the PDF.
        """
        asked: Mapping[str, str] = {}
        if edition.purpose == "press":
            digest = self.digest(recipe, edition.purpose)
            pdf, asked = self.press_maker.make(edition, recipe, laid_out, digest=digest)
        else:
            pdf = FINISHES[edition.purpose](laid_out.rendered, recipe.composed, version=recipe.version)
            pdf = stamp(pdf, word) if (word := word_across(recipe.composed, draft=recipe.draft)) else pdf
        found = check.inspect(pdf, expect(edition, recipe, laid_out.rendered.pdf))
        pages, trim = measure(pdf)
        files = {edition.path: pdf, **dict(zip(edition.page_pictures(pages), found.pictures, strict=False))}
        return MadeFiles(files, found, pages, trim, {**laid_out.rendered.reads, **asked})

    def make_text(self, edition: Edition, recipe: Recipe, _: LaidOut) -> MadeFiles:
        """Return the words of a layout as plain text, which has no pages."""
        text = recipe.text.encode()
        return MadeFiles({edition.path: text}, Inspection((), check_text(text, expect(edition, recipe))))

    @cached_property
    def press_maker(self) -> PressMaker:
        """The maker of press editions, imported on first use."""
        from leaflets.build.press_maker import PressMaker

        return PressMaker(self.inputs)

    def read_back(self, edition: Edition, recipe: Recipe, finished: FinishedFile, laid_out: LaidOut) -> list[Problem]:
        """Check a finished file again; one made from other words is only reported."""
        path, digest = finished
        wanted = expect(edition, recipe, laid_out.rendered.pdf)
        if digest == self.digest(recipe, edition.purpose):
            if edition.kind == "text":
                return check_text(path.read_bytes(), wanted)
            if edition.kind == "picture":
                made = self.make_pdf(edition, recipe, laid_out)
                pictures = (Image.open(io.BytesIO(data)) for data in made.files.values())
                files = (path.with_name(Path(name).name).read_bytes() for name in made.files)
                both = enumerate(zip(files, pictures, strict=True), start=1)
                return [problem for number, one in both for problem in check_picture(*one, number, wanted)]
            return check.check_file(path.read_bytes(), wanted)
        message = "The finished file is older than its words or design."
        return [Problem("out-of-date", message, where=edition.id, hint="build again.", severity="warning")]

    def digest(self, recipe: Recipe, purpose: Purpose) -> str:
        """Return a hash of everything that decides how the edition looks: words, styles, pictures, fonts, inks."""
        return self.digest_and_reads(recipe, purpose)[0]

    def digest_and_reads(self, recipe: Recipe, purpose: Purpose) -> tuple[str, Mapping[str, str]]:
        """Return that hash, which press editions print, and what was looked up for it."""
        composed = recipe.composed
        sheets = (f"{sheet.name}\n{sheet.layer}\n{sheet.rules}" for sheet in composed.stylesheets)
        parts = [purpose, recipe.text] if KINDS.get(purpose) == "text" else [purpose, composed.html, *sheets]
        names = sorted({unquote(name) for part in parts for name in ADDRESS.findall(part)})
        if purpose == "press":
            names += inks_in("".join(parts))
            parts += [recipe.press.condition, recipe.press.profile, recipe.press.warning]
        found = {name: self.inputs.look_up(name) for name in names}
        digest = hashlib.sha256()
        for part in (*parts, *found.values()):
            digest.update(hashlib.sha256(part.encode()).digest())
        return digest.hexdigest(), found


def expect(edition: Edition, recipe: Recipe, layout: bytes = b"") -> Expected:
    """Return what is expected of an edition's finished file, of a press edition also that it shows its layout."""
    agreed, words = recipe.press, (edition.layout.code, recipe.version)
    press = replace(
        expect_press(recipe.composed, words=words),
        is_proof=bool(agreed.doubts),
        max_ink=agreed.max_ink,
        condition=agreed.condition,
        layout=layout,
    )
    found = expected.expect(
        recipe.composed,
        edition.purpose,
        where=edition.id,
        words=recipe.words,
        numbers=recipe.numbers,
        links=recipe.links,
        press=press,
    )
    return replace(found, is_stamped=bool(word_across(recipe.composed, draft=recipe.draft)))


def inks_in(text: str) -> list[str]:
    """Return the names under which the inks of all colours in HTML and CSS are looked up, also of those in drawings."""
    drawings = (base64.b64decode(drawing).decode() for drawing in set(DRAWING.findall(text)))
    spelled = {colour.lower() for part in (text, *drawings) for colour in HEX_COLOUR.findall(part)}
    return [f"{INK}{','.join(map(repr, parse_rgb(colour)))}" for colour in sorted(spelled)]


def measure(pdf: bytes) -> tuple[int, tuple[float, float]]:
    """Return the number of pages, and width and height in mm of the first page's trim."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        left, bottom, right, top = (float(value) for value in document.pages[0].trimbox)
        width, height = (round((end - start) / POINTS_PER_MM, 2) for start, end in ((left, right), (bottom, top)))
        return len(document.pages), (width, height)


def memory_mb() -> float:
    """Return the most memory that this process has used."""
    try:  # getrusage includes the memory of the parent process
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1e3
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1e6 if sys.platform == "darwin" else 1e3)


FINISHES: dict[Purpose, Callable[..., bytes]] = {"screen": finish_screen, "office": office, "picture": finish_screen}
"""The functions that make a PDF from the layout, for purposes that need no more."""
MAKES = {"pdf": Maker.make_pdf, "picture": Maker.make_pdf, "text": Maker.make_text}
"""The functions that make an edition's files, by the kind of file."""
