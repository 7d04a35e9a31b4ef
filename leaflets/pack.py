# SPDX-License-Identifier: MIT
"""Print packs: everything a printer needs for a run, in one zip for each publication.

The press files are made anew from today's data.yaml, never taken from an earlier build. A fact that nobody has
verified, or not for too long, stops the pack: paper cannot be recalled. All packs of an order are written, or none.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pikepdf

from leaflets import publish
from leaflets.build import Built, Opened, Progress, Request, open_project, silent, stop, work
from leaflets.compose import compose
from leaflets.facts import list_facts
from leaflets.fault import write_log
from leaflets.intent import read_intent
from leaflets.job import Job
from leaflets.language import Languages, read_languages
from leaflets.model import Edition, Layout, layouts_of
from leaflets.order import Item, Order, Product, Site
from leaflets.problems import ExitCode, Problem, ProblemsFound, sort_problems
from leaflets.proof import make_proof
from leaflets.resources import Resources
from leaflets.selection import Selection, select
from leaflets.sheet import FORMATS, POINTS_PER_MM
from leaflets.sites import check_total, read_sites, write_rows
from leaflets.specification import Look, describe, draw_packing_slips, draw_specification, list_deliveries
from leaflets.workers import Lost

FOLDER = "print"
FAMILY = "Atkinson Hyperlegible"


@dataclass(frozen=True)
class Wanted:
    """What is asked of the printer."""

    publications: tuple[str, ...]
    quantities: Mapping[str, int]
    """Copies of each file, by language; "" is every language that is not named."""
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    printer: str = ""
    sites: Path | None = None
    job: str = ""
    deliver_by: datetime.date | None = None


@dataclass
class Packed:
    """What was packed."""

    packs: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """Warnings."""


@dataclass(frozen=True)
class Made:
    """A press file, and what the manifest would say of it."""

    layout: Layout
    entry: Mapping[str, Any]
    pdf: bytes


@dataclass(frozen=True)
class Plan:
    """An order that can be made: layouts, copies by language, sites."""

    opened: Opened
    jobs: tuple[Job, ...]
    quantities: Mapping[str, int]
    sites: tuple[Site, ...]
    resources: Resources
    languages: Languages


def make_packs(request: Request, wanted: Wanted, *, progress: Progress = silent) -> Packed:
    """Write a pack for each publication into `print/` of the finished tree and return what was written."""
    publish.refuse_foreign(request.out)
    plan = make_plan(request, wanted)
    packed = Packed()
    made = make_press_files(request, plan, packed, progress)
    orders = make_orders(plan, wanted, made)
    packs = {f"{order.publication}.{order.job}.zip": make_pack(plan, order, made) for order in orders}
    with publish.hold(request.out):
        publish.repair(request.out)
        packed.problems += write_packs(request.out, packs)
    for order, (name, data) in zip(orders, packs.items(), strict=True):
        packed.packs.append(
            {
                "path": f"{FOLDER}/{name}",
                "job": order.job,
                "publication": order.publication,
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "copies": sum(product.quantity for product in order.products),
                "delivery_points": len({(site.scheme, site.id) for site in order.sites}),
                "files": [{"edition": item.edition, "copies": item.quantity} for item in order.items],
            }
        )
    packed.problems = sort_problems(packed.problems)
    return packed


# What is wanted, and whether it may be printed


def make_plan(request: Request, wanted: Wanted) -> Plan:
    """Return what is to be made; ProblemsFound with everything that stands in its way, all at once."""
    opened = open_project(request.folder, today=request.today)
    project = opened.project
    if withdrawn := [problem for name in wanted.publications if (problem := refuse_withdrawn(opened, name))]:
        raise ProblemsFound(withdrawn)
    selection = Selection(wanted.publications, wanted.formats, wanted.languages, ("press",))
    chosen = {job.layout: job for job in select(project, selection)}
    resources = Resources(request.folder)
    languages = read_languages(resources)
    jobs = tuple(chosen[layout] for layout in layouts_of(project) if layout in chosen)
    tags = list(dict.fromkeys(job.layout.language for job in jobs))
    quantities = share_out(wanted.quantities, tags)
    problems: list[Problem] = []
    sites: tuple[Site, ...] = ()
    if wanted.sites:
        try:
            sites = read_sites(wanted.sites, languages=tags)
            problems += check_total(sites, quantities, str(wanted.sites))
        except ProblemsFound as found:
            problems += found.problems
    if wanted.deliver_by and wanted.deliver_by <= request.today:
        message = f"{wanted.deliver_by} is not after today, {request.today}."
        problems.append(Problem("deliver-by-past", message, where="--deliver-by", hint="write a later day."))
    plan = Plan(opened, jobs, quantities, sites, resources, languages)
    problems += refuse_doubtful(plan, request.today)
    if problems:
        raise ProblemsFound(problems)
    return plan


def refuse_withdrawn(opened: Opened, name: str) -> Problem | None:
    """Return why a publication that is withdrawn cannot be printed."""
    publication = opened.project.publications.get(name)
    if not publication or not (withdrawn := publication.withdrawn):
        return None
    message = f"it was withdrawn on {withdrawn.date}: {withdrawn.reason}"
    hint = f"print {withdrawn.replaced_by} instead." if withdrawn.replaced_by else "print another publication."
    problem = Problem("publication-withdrawn", message, where=name, hint=hint)
    return opened.loaded.put(problem, f"publications.{name}.withdrawn", at_value=False)


def share_out(quantities: Mapping[str, int], languages: Sequence[str]) -> dict[str, int]:
    """Return the copies of each language; ProblemsFound when one has no number or a number no language."""
    problems = []
    for tag in quantities:
        if tag and tag not in languages:
            near = get_close_matches(tag, languages, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]}?" if near else f"this order has {', '.join(languages)}."
            problems.append(Problem("quantity-language", f"no edition of this order is in '{tag}'.", "", hint=hint))
    for tag in languages:
        if tag not in quantities and "" not in quantities:
            message = f"it is not said how many copies in '{tag}'."
            hint = f"add --quantity {tag}=NUMBER, or leave the language out with --language."
            problems.append(Problem("quantity-language", message, hint=hint))
    if problems:
        raise ProblemsFound(problems, exit_code=ExitCode.USAGE)
    return {tag: quantities[tag if tag in quantities else ""] for tag in languages}


def refuse_doubtful(plan: Plan, today: datetime.date) -> list[Problem]:
    """Return a problem for each printed fact that may be wrong, and for each publication past its review date."""
    opened, project = plan.opened, plan.opened.project
    printed: dict[str, list[str]] = {}
    for job in plan.jobs:
        composed = compose(job.layout, project, resources=plan.resources, languages=plan.languages)
        for fact in composed.facts:
            printed.setdefault(fact, []).append(job.layout.id)
    problems = []
    for row in list_facts(project, opened.loaded.places, printed, today):
        if row.printed and row.state in DOUBTS:
            message, hint = (text.format(row=row) for text in DOUBTS[row.state])
            problem = Problem(f"fact-{row.state}", message, where=row.id, hint=hint)
            problems.append(opened.loaded.put(problem, row.id, at_value=False))
    for name in dict.fromkeys(job.layout.source for job in plan.jobs):
        review_by = project.publications[name].review_by
        if review_by < today:
            message = f"it should have been read over by {review_by}, and today is {today}."
            hint = "read it over, then write the day of the next review."
            problem = Problem("publication-overdue", message, where=name, hint=hint)
            problems.append(opened.loaded.put(problem, f"publications.{name}.review_by"))
    return problems


DOUBTS = {
    "unverified": (
        "'{row.value}' would be printed, and no person has verified it.",
        "ask the organisation, then: leaflets facts verify {row.id} --by NAME; or accept it as it is: "
        "add {row.id} to publisher.accept_unverified.",
    ),
    "overdue": (
        "'{row.value}' would be printed, and should have been verified again by {row.review_by}.",
        "ask the organisation, then: leaflets facts verify {row.id} --by NAME.",
    ),
}


# Making


def make_press_files(request: Request, plan: Plan, packed: Packed, progress: Progress) -> list[Made]:
    """Let workers make the press files; ProblemsFound when one cannot be made or fails its check."""
    made: dict[str, Made] = {}
    stopped: dict[ExitCode, list[Problem]] = {}
    lost = Built()
    with tempfile.TemporaryDirectory(prefix="leaflets-") as scratch:
        results = work(request, plan.opened.project, plan.jobs, Path(scratch))
        for done, (job, outcome) in enumerate(results, start=1):
            progress(done, len(plan.jobs), job.layout.id)
            if isinstance(outcome, Lost) or outcome.fault:
                lost.lose(job, outcome)
            elif outcome.exit_code:
                stopped.setdefault(outcome.exit_code, []).extend(outcome.problems)
            else:
                packed.problems += outcome.problems
                entry = outcome.entries[0]
                if entry["state"] != "final":
                    message = f"its state is {entry['state']}; only a final edition goes to a printer."
                    stopped.setdefault(ExitCode.PROBLEMS, []).append(
                        Problem("press-not-final", message, where=entry["id"], hint="`leaflets list` says why.")
                    )
                made[job.layout.id] = Made(job.layout, entry, outcome.files[entry["path"]])
    if lost.problems:
        log = [write_log(request.folder, lost.faults)] if lost.faults else []
        stopped.setdefault(ExitCode.PROBLEMS, []).extend([*lost.problems, *log])
    if stopped:
        raise stop(stopped, packed.problems)
    return [made[job.layout.id] for job in plan.jobs]


def make_orders(plan: Plan, wanted: Wanted, made: Sequence[Made]) -> list[Order]:
    """Return an order for each publication; the members of a series are one publication if it was asked for."""
    project = plan.opened.project
    publisher = project.publisher
    groups: dict[str, list[Made]] = {}
    for each in made:
        whole = each.layout.source in wanted.publications
        groups.setdefault(each.layout.source if whole else each.layout.publication, []).append(each)
    order = Order(
        job="",
        publication="",
        title="",
        customer=publisher.name,
        website=publisher.website.printed_url or publisher.website.value.removeprefix("https://"),
        email=publisher.email.value if publisher.email else "",
        printer=wanted.printer,
        deliver_by=wanted.deliver_by,
        output_condition=read_intent(publisher.press, plan.resources).identifier,
        bleed_mm=publisher.press.bleed_mm,
        max_ink=publisher.press.max_ink,
        products=(),
        sites=plan.sites,
    )
    orders = []
    for name, files in groups.items():
        source = project.publications[files[0].layout.source]
        formats = dict.fromkeys(each.layout.format for each in files)
        products = tuple(
            Product(
                replace(FORMATS[form], bleed=publisher.press.bleed_mm),
                source.print,
                tuple(make_item(plan, each) for each in files if each.layout.format == form),
            )
            for form in formats
        )
        title = source.title if name == files[0].layout.source else products[0].items[0].title
        orders.append(replace(order, publication=name, title=title, products=products))
    job = wanted.job or name_job(orders)
    return [replace(each, job=job) for each in orders]


def make_item(plan: Plan, made: Made) -> Item:
    """Return what the specification says of a press file."""
    layout, entry, project = made.layout, made.entry, plan.opened.project
    publication = project.publications[layout.source]
    language = plan.languages.languages[layout.language]
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        left, bottom, right, top = (round(float(value) / POINTS_PER_MM, 2) for value in pdf.pages[0].trimbox)
    return Item(
        edition=entry["id"],
        # In English: printers read it, and the specification has Latin letters only.
        title=project.risks[layout.risk].title if layout.risk else publication.title,
        code=layout.code,
        version=entry["version"],
        issued=publication.issued,
        language=layout.language,
        language_name=language.name,
        direction=language.direction,
        format=FORMATS[layout.format],
        digest=entry["digest"],
        file=Path(entry["path"]).name,
        sha256=entry["sha256"],
        bytes=entry["bytes"],
        pages=entry["pages"],
        trim_box_mm=(left, bottom, right, top),
        quantity=plan.quantities[layout.language],
    )


def name_job(orders: Iterable[Order]) -> str:
    """Return a name for the job that is the same for the same order of the same files."""
    text = json.dumps([describe(order) for order in orders], sort_keys=True)
    return f"j-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


# The pack


def make_pack(plan: Plan, order: Order, made: Sequence[Made]) -> bytes:
    """Return the zip of one order."""
    mine = {item.edition: item for item in order.items}
    files = {mine[each.entry["id"]].file: each.pdf for each in made if each.entry["id"] in mine}
    contents = dict(files)
    look = make_look(plan, order)
    contents["specification.pdf"] = draw_specification(order, look)
    contents["specification.json"] = publish.to_json(describe(order)).encode()
    proofs = [(item.file, files[item.file], item.trim_box_mm) for item in order.items]
    contents["proof.pdf"] = make_proof(proofs, title=f"{order.title}, job {order.job}")
    if order.sites:
        contents["delivery.csv"] = write_rows(list_deliveries(order))
        contents["packing-slips.pdf"] = draw_packing_slips(order, look)
    sums = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(contents.items())]
    contents["SHA256SUMS"] = "".join(sums).encode()
    issued = max(item.issued for item in order.items)
    return make_zip(contents, issued)


def make_look(plan: Plan, order: Order) -> Look:
    """Return the colours of the publication and the fonts of the family."""
    project = plan.opened.project
    palette = {name: colour.rgb for name, colour in project.palette.items()}
    layout = next(job.layout for job in plan.jobs if Edition(job.layout, "press").id == order.items[0].edition)
    accent = project.publications[layout.source].colour
    font = plan.languages.fonts[FAMILY]
    fonts = {weight: font.path(weight) for weight in (400, 700)}
    return Look(
        palette[accent],
        palette.get(f"{accent}-tint", palette["paper"]),
        palette["ink"],
        palette["grey"],
        palette["rule"],
        fonts,
    )


def make_zip(contents: Mapping[str, bytes], date: datetime.date) -> bytes:
    """Return a zip with the files in the order of their names, all of that day: same contents, same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(contents.items()):
            member = zipfile.ZipInfo(name, (date.year, date.month, date.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = 3, 0o644 << 16
            archive.writestr(member, data)
    return out.getvalue()


def write_packs(out: Path, packs: Mapping[str, bytes]) -> list[Problem]:
    """Write all packs beside the tree, flush them, then put each in its place; say which ones have changed."""
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    replaced, waiting = [], []
    try:
        for name, data in packs.items():
            path = publish.beside(out, name)
            waiting.append(path)
            with path.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        for name, path in zip(packs, waiting, strict=True):
            former = folder / name
            if former.is_file() and former.read_bytes() != packs[name]:
                message = "there was another pack of this job; this one has taken its place."
                hint = "tell the printer which one counts."
                replaced.append(Problem("pack-replaced", message, file=str(former), hint=hint, severity="warning"))
            path.replace(former)
    finally:
        for path in waiting:
            path.unlink(missing_ok=True)
    return replaced
