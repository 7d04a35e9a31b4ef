# SPDX-License-Identifier: MIT
"""Make one layout's editions: compose, fit, finish, check, draw the previews. What a worker process does, job by job.

A job and a project go in; the files' bytes, their entries for the manifest and every problem come out as plain values.
Nothing is written here.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import re
import resource
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote

import pikepdf
from PIL import Image

from leaflets import __version__, manifest, preflight, raster
from leaflets.colour import Palette
from leaflets.compose import compose
from leaflets.compose.pair import facing
from leaflets.composed import Composed
from leaflets.facts import state_of
from leaflets.finish import finish_screen
from leaflets.fit import LaidOut, lay_out
from leaflets.impose import office
from leaflets.intent import read_intent
from leaflets.job import Job, Outcome
from leaflets.language import read_languages
from leaflets.model import Edition, Layout, Project, Purpose, facts_of
from leaflets.pictures import Converter
from leaflets.press import Press, finish_press
from leaflets.presscheck import Verdict, check_press, expect_press, problems_of
from leaflets.problems import ExitCode, MissingProgram, Problem, ProblemsFound
from leaflets.record import Stand
from leaflets.render import Renderer
from leaflets.resources import Resources
from leaflets.sheet import POINTS_PER_MM
from leaflets.slug import Slug
from leaflets.stamp import stamp, stamp_words
from leaflets.tongue import Tongue, open_tongue

ADDRESS = re.compile(r"leaflets:([^\"'()\s]+)")
DRAFT = "DRAFT TRANSLATION"
PREVIEW_DPI = 110
PREVIEW_PIXELS = 1200
TOOLS = ("weasyprint", "pydyf", "pikepdf", "qrcode", "pypdfium2", "zxing-cpp")


class Maker:
    """Makes layouts one after another, with fonts, stylesheets and languages that are read once."""

    def __init__(self, folder: Path, project: Project, draft: bool, today: datetime.date) -> None:
        self.project, self.draft, self.today = project, draft, today
        self.resources = Resources(folder)
        self.languages = read_languages(self.resources, project.fonts)
        self.renderer = Renderer(self.resources, self.languages)
        self.stand = Stand(project, self.resources, self.languages)
        self.tongues: dict[str, Tongue] = {}

    def __call__(self, job: Job) -> Outcome:
        """Do the job; whatever happens is in the outcome, because exceptions do not travel well between processes."""
        started, outcome = time.monotonic(), Outcome()
        try:
            self.make(job, outcome)
        except ProblemsFound as found:
            outcome.problems, outcome.exit_code = list(found.problems), found.exit_code
        except MissingProgram as lack:
            problem = Problem("missing-program", f"{lack.what} is missing.", where=job.layout.id, hint=lack.command)
            outcome.problems, outcome.exit_code = [problem], ExitCode.MISSING
        except OSError as error:
            message = f"the system says: {error.strerror or error}."
            problem = Problem("file-error", message, file=str(error.filename or ""), where=job.layout.id)
            outcome.problems, outcome.exit_code = [problem], ExitCode.DISK
        except Exception:
            outcome.fault = traceback.format_exc()
        outcome.seconds = time.monotonic() - started
        outcome.memory_mb = memory_mb()
        return outcome

    def make(self, job: Job, outcome: Outcome) -> None:
        """Fill the outcome; ProblemsFound when something stops the layout."""
        composed, faults = self.compose(job.layout)
        if not self.draft and any(problem.severity == "error" for problem in faults):
            raise ProblemsFound(faults)
        outcome.problems += faults
        if composed.unapproved:
            job = replace(job, purposes=tuple(purpose for purpose in job.purposes if purpose != "press"))
        laid_out = lay_out(composed, self.renderer, draft=self.draft)
        if composed.unapproved and not self.draft:
            laid_out = self.mark(composed, laid_out)
        outcome.fills = dict(laid_out.fills)
        outcome.problems += laid_out.problems
        outcome.built_with = built_with()
        failed: list[Problem] = []
        for purpose in job.purposes:
            failed += self.finish(Edition(job.layout, purpose), composed, laid_out, outcome)
        for purpose, (path, digest) in job.finished.items():
            failed += self.read_back(Edition(job.layout, purpose), composed, path, digest)
        if self.draft:
            outcome.problems = [
                replace(problem, severity="warning") for problem in (*outcome.problems, *once(failed, job))
            ]
            return
        outcome.problems += once(failed, job)
        if any(problem.severity == "error" for problem in failed):
            raise ProblemsFound(outcome.problems, exit_code=ExitCode.CHECK_FAILED)

    def compose(self, layout: Layout) -> tuple[Composed, list[Problem]]:
        """Return the layout in its language, or in two, and what is wrong with the translation of what it prints."""
        if len(layout.parts) == 2:
            (first, faults), (second, more) = (self.compose(part) for part in layout.parts)
            both = facing(layout, (first, second), self.project, resources=self.resources, languages=self.languages)
            return both, [*faults, *more]
        if layout.language not in self.tongues:
            self.tongues[layout.language] = open_tongue(self.stand, layout.language)
        tongue = self.tongues[layout.language]
        composed = compose(
            layout,
            tongue.stand.project,
            resources=self.resources,
            languages=self.languages,
            translator=tongue.translator,
        )
        composed = replace(composed, translation=tongue.review(layout).as_json())
        return composed, tongue.problems(composed.messages)

    def mark(self, composed: Composed, laid_out: LaidOut) -> LaidOut:
        """Return the layout with DRAFT TRANSLATION, in English and in its language, on every page."""
        words = self.renderer.write_words(
            (("en", DRAFT), (composed.language.tag, composed.language.draft_label)), composed
        )
        rendered = replace(laid_out.rendered, pdf=stamp_words(laid_out.rendered.pdf, words))
        return replace(laid_out, rendered=rendered)

    def finish(self, edition: Edition, composed: Composed, laid_out: LaidOut, outcome: Outcome) -> list[Problem]:
        """Add one edition, and with the screen edition its previews, to the outcome; return what is wrong with it."""
        state, doubts = "draft" if self.draft else "proof" if composed.unapproved else "final", self.doubts(composed)
        if edition.purpose == "press":
            state = "proof" if doubts else state
            pdf = self.to_press(edition, composed, laid_out)
        else:
            version = self.project.publications[edition.layout.source].version
            pdf = FINISHES[edition.purpose](laid_out.rendered, composed, version=version)
            pdf = stamp(pdf) if self.draft else pdf
        inspection = preflight.inspect(pdf, preflight.expectations(edition, self.project, composed))
        if edition.purpose == "press":
            verdicts = outcome.verdicts[edition.id] = self.press_verdicts(edition, composed, pdf)
            inspection.problems += problems_of(verdicts, edition.id)
        entry = manifest.entry(edition, self.project, composed, pdf=pdf, state=state)
        entry["pages"], entry["trim_mm"] = measure(pdf)
        entry["digest"] = self.digest(composed, edition.purpose)
        first_page = {code.text: code.page for code in reversed(inspection.codes)}
        for code in entry["qr"]:
            code["page"] = first_page.get(code["url"], 0)
        outcome.files[edition.path] = pdf
        outcome.entries.append(entry)
        if edition.purpose == "screen":
            folder = f"preview/{edition.layout.publication}"
            for number, page in enumerate(inspection.pages, start=1):
                outcome.files[f"{folder}/{edition.layout.id}.{number}.png"] = preview(page)
        return inspection.problems

    @cached_property
    def press(self) -> Press:
        """What every press edition of the project shares."""
        intent = read_intent(self.project.publisher.press, self.resources)
        return Press(Palette.of(self.project), Converter(intent))

    def to_press(self, edition: Edition, composed: Composed, laid_out: LaidOut) -> bytes:
        """Return the press edition."""
        publication = self.project.publications[edition.layout.source]
        slug = Slug(
            edition=edition.id,
            code=edition.layout.code,
            version=publication.version,
            language=composed.language.name,
            issued=publication.issued.isoformat(),
            digest=self.digest(composed, edition.purpose),
            condition=self.press.intent.identifier,
            warning=warning(self.doubts(composed)),
        )
        font = self.languages.fonts[composed.language.families[0]]
        return finish_press(laid_out.rendered, composed, press=self.press, slug=slug, font=font.path(font.faces[0][0]))

    def doubts(self, composed: Composed) -> int:
        """Return how many printed facts no person has verified, or not for too long."""
        facts, accepted = facts_of(self.project), self.project.publisher.accept_unverified
        states = [state_of(facts[name], today=self.today, accepted=name in accepted) for name in composed.facts]
        return sum(state in ("unverified", "overdue") for state in states)

    def press_verdicts(self, edition: Edition, composed: Composed, pdf: bytes) -> list[Verdict]:
        """Return what a printer's rules say of a press file."""
        settings, publication = self.project.publisher.press, self.project.publications[edition.layout.source]
        expected = expect_press(
            composed,
            where=edition.id,
            words=(edition.layout.code, publication.version),
            state="proof" if self.doubts(composed) else "final",
            bleed_mm=settings.bleed_mm,
            max_ink=settings.max_ink,
            condition=settings.output_condition,
        )
        return check_press(pdf, expected)

    def read_back(self, edition: Edition, composed: Composed, path: Path, digest: str) -> list[Problem]:
        """Check a finished file again; one that was made of other words is only pointed out."""
        if digest == self.digest(composed, edition.purpose):
            problems = preflight.check_file(path, preflight.expectations(edition, self.project, composed))
            if edition.purpose == "press":
                problems += problems_of(self.press_verdicts(edition, composed, path.read_bytes()), edition.id)
            return problems
        message = "The finished file is older than its words or looks."
        return [Problem("out-of-date", message, where=edition.id, hint="build again.", severity="warning")]

    def digest(self, composed: Composed, purpose: Purpose) -> str:
        """Return a hash of everything that decides how the edition looks: words, styles, pictures, fonts."""
        parts = [
            purpose,
            composed.html,
            *(f"{sheet.name}\n{sheet.layer}\n{sheet.text}" for sheet in composed.stylesheets),
        ]
        if purpose == "press":
            inks = {name: colour.cmyk for name, colour in self.project.palette.items()}
            profile = hashlib.sha256(self.press.intent.profile).hexdigest()
            parts += [json.dumps(inks), self.press.intent.identifier, profile, warning(self.doubts(composed))]
        names = sorted({unquote(name) for part in parts for name in ADDRESS.findall(part)})
        digest = hashlib.sha256()
        for data in (*(part.encode() for part in parts), *(self.read(name) for name in names)):
            digest.update(hashlib.sha256(data).digest())
        return digest.hexdigest()

    def read(self, name: str) -> bytes:
        """Return the file that a `leaflets:` address names."""
        if name.startswith("font/"):
            family, _, weight = name.removeprefix("font/").rpartition("/")
            return self.languages.fonts[family].path(int(weight)).read_bytes()
        return self.resources.find(name).read_bytes()


def once(problems: Sequence[Problem], job: Job) -> list[Problem]:
    """Return the problems with those that every edition of the layout shares said once, of the layout."""
    blamed: dict[Problem, set[str]] = {}
    for problem in problems:
        blamed.setdefault(replace(problem, where=job.layout.id), set()).add(problem.where)
    shared = len(job.purposes) + len(job.finished)
    return [
        replace(problem, where=where)
        for problem, places in blamed.items()
        for where in ([job.layout.id] if len(places) == shared else sorted(places))
    ]


def warning(doubts: int) -> str:
    """Return what a proof says of itself, outside the trim."""
    if not doubts:
        return ""
    return f"PROOF: {doubts} fact{'' if doubts == 1 else 's'} not verified: not for print run"


def measure(pdf: bytes) -> tuple[int, list[float]]:
    """Return the number of pages, and width and height in mm of the first page's trim."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        left, bottom, right, top = (float(value) for value in document.pages[0].trimbox)
        return len(document.pages), [
            round((end - start) / POINTS_PER_MM, 2) for start, end in ((left, right), (bottom, top))
        ]


def preview(page: Image.Image) -> bytes:
    """Return a drawn page as a PNG picture for a list of downloads."""
    scale = min(PREVIEW_DPI / raster.DPI, PREVIEW_PIXELS / max(page.size))
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    stream = io.BytesIO()
    page.resize(size, Image.Resampling.BOX).save(stream, "PNG")
    return stream.getvalue()


def memory_mb() -> float:
    """Return the most memory that this process has ever had."""
    try:  # getrusage counts what the process that started this one had as well
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1e3
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1e6 if sys.platform == "darwin" else 1e3)


def built_with() -> dict[str, str]:
    """Return the versions of what decides the bytes."""
    return {"leaflets": __version__, **{name: metadata.version(name) for name in TOOLS}}


FINISHES: dict[Purpose, Callable[..., bytes]] = {"screen": finish_screen, "office": office}
"""How the purposes that need no more are made of the one layout that serves them all."""
