# SPDX-License-Identifier: MIT
"""What is ordered, publication by publication: press files, made anew whatever an earlier build has left, products,
copies, and the job's name.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from leaflets.build.manifest import EditionEntry
from leaflets.build.pipeline import Progress, Request, open_recipes, work
from leaflets.build.pool import LostJob
from leaflets.build.results import BuildResult, everything_found
from leaflets.core.commands import command
from leaflets.core.edition import Layout
from leaflets.core.fault_log import write_log
from leaflets.core.folds import FLAT
from leaflets.core.formats import POINTS_PER_MM
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.editions.output_intent import read_intent
from leaflets.orders.order import Order, OrderItem, Product
from leaflets.orders.pack.plan import OrderPlan, PrintRequest
from leaflets.orders.specification import describe
from leaflets.preflight.verdict import Verdict


@dataclass(frozen=True)
class PressFile:
    """A press file, with its manifest entry."""

    layout: Layout
    entry: EditionEntry
    pdf: bytes
    verdicts: tuple[Verdict, ...]
    """The verdicts of the press rules."""


def make_press_files(request: Request, plan: OrderPlan, progress: Progress) -> tuple[list[PressFile], list[Problem]]:
    """Let workers make the press files; return them and every warning; ProblemsFound if one fails its check."""
    made: dict[str, PressFile] = {}
    stopped: dict[ExitCode, list[Problem]] = {}
    lost, warnings = BuildResult(), list[Problem]()
    recipes = open_recipes(request, plan.opened)
    with tempfile.TemporaryDirectory(prefix="leaflets-") as scratch:
        results = work(request, recipes, plan.tasks, Path(scratch))
        for done, (task, outcome) in enumerate(results, start=1):
            progress(done, len(plan.tasks), task.layout.id)
            if isinstance(outcome, LostJob) or outcome.fault:
                lost.add_lost(task, outcome)
            elif outcome.exit_code:
                stopped.setdefault(outcome.exit_code, []).extend(outcome.problems)
            else:
                warnings += outcome.problems
                state = outcome.entries[0]["state"] if outcome.entries else "translation"
                if state in REASONS:
                    stopped.setdefault(ExitCode.PROBLEMS, []).append(refuse(task.layout, state))
                    continue
                (entry,) = outcome.entries
                pdf = outcome.files[entry["path"]]
                made[task.layout.id] = PressFile(task.layout, entry, pdf, outcome.verdicts[entry["id"]])
    if unprinted := plan.opened.unprinted(recipes.account):
        stopped.setdefault(ExitCode.PROBLEMS, []).extend(unprinted)
    if lost.problems:
        log = [write_log(request.folder, lost.faults)] if lost.faults else []
        stopped.setdefault(ExitCode.PROBLEMS, []).extend([*lost.problems, *log])
    if stopped:
        raise everything_found(stopped, warnings)
    return [made[task.layout.id] for task in plan.tasks], warnings


def refuse(layout: Layout, state: str) -> Problem:
    """Return why a press edition is not to be printed."""
    message, hint = REASONS[state]
    approve = command("translate", "approve", layout.language, "--by", "NAME")
    hint = hint.format(approve=approve, facts=command("facts"))
    return Problem("press-not-final", message, where=layout.id, hint=hint)


REASONS = {
    "translation": (
        "no qualified reader has approved this translation, so there is no press edition.",
        "have it read, then run {approve}; or leave the language out with --language.",
    ),
    "proof": ("the press edition is a proof: it prints a fact that may be wrong.", "{facts} lists them."),
}
"""Why a press edition is not to be printed, by state."""


def make_orders(plan: OrderPlan, wanted: PrintRequest, made: Sequence[PressFile]) -> list[Order]:
    """Return an order for each publication; a series counts as one publication if it was named."""
    project = plan.opened.project
    publisher = project.publisher
    groups: dict[str, list[PressFile]] = {}
    for each in made:
        whole = each.layout.source in wanted.publications
        groups.setdefault(each.layout.source if whole else each.layout.publication, []).append(each)
    order = Order(
        job="",
        publication="",
        title="",
        customer=publisher.name,
        contact=wanted.contact,
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
        alike: dict[tuple[str, str, int], list[PressFile]] = {}
        for each in files:
            alike.setdefault(made_alike(plan, each), []).append(each)
        products = tuple(
            Product(
                project.format_of(members[0].layout).with_pages(members[0].entry["pages"]),
                source.print,
                tuple(make_item(plan, each) for each in members),
            )
            for members in alike.values()
        )
        title = source.title if name == files[0].layout.source else products[0].items[0].title
        orders.append(replace(order, publication=name, title=title, products=products))
    text = json.dumps([describe(order) for order in orders], sort_keys=True)
    job = wanted.job or f"j-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    orders = [replace(each, job=job) for each in orders]
    if problems := [problem for order in orders for problem in compare(order, made)]:
        raise ProblemsFound(problems, exit_code=ExitCode.CHECK_FAILED)
    return orders


def made_alike(plan: OrderPlan, made: PressFile) -> tuple[str, str, int]:
    """Return what the files of one product share: the format, for a fold the reading direction, and the pages."""
    layout = made.layout
    folded = plan.opened.project.every_format[layout.format].fold != FLAT
    direction = plan.languages.languages[layout.language].direction if folded else ""
    return layout.format, direction, made.entry["pages"]


def compare(order: Order, made: Sequence[PressFile]) -> list[Problem]:
    """Return a problem for everything that the specification would say of a press file and that is not so."""
    problems = []
    pdfs = {each.entry["id"]: each.pdf for each in made}
    for product in order.products:
        sizes = product.format.page_sizes("press")
        for item in product.items:
            with pikepdf.open(io.BytesIO(pdfs[item.edition])) as pdf:
                found = [_read_page(page) for page in pdf.pages]
                (intent,) = pdf.Root.OutputIntents
                condition = str(intent.OutputConditionIdentifier)
            said = [(*size, product.format.bleed) for size in sizes]
            pairs = {
                "pages": (product.pages, len(found)),
                "trim and bleed in mm": (said, found),
                "printing condition": (order.output_condition, condition),
            }
            for what, (claim, fact) in pairs.items():
                if claim != fact:
                    message = f"the specification would say of its {what} {claim}, but the file has {fact}."
                    problems.append(Problem("pack-disagrees", message, where=item.edition, hint=HINT))
    return problems


def _read_page(page: pikepdf.Page) -> tuple[float, float, float]:
    """Return width and height of the trim and the least bleed, in mm, to a tenth."""
    trim, bleed = ([float(value) / POINTS_PER_MM for value in box] for box in (page.trimbox, page.bleedbox))
    least = min(abs(one - other) for one, other in zip(trim, bleed, strict=True))
    return round(trim[2] - trim[0], 1), round(trim[3] - trim[1], 1), round(least, 1)


def make_item(plan: OrderPlan, made: PressFile) -> OrderItem:
    """Return a press file as an item of the specification."""
    layout, entry, project = made.layout, made.entry, plan.opened.project
    publication = project.publications[layout.source]
    language = plan.languages.languages[layout.language]
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        left, bottom, right, top = (round(float(value) / POINTS_PER_MM, 2) for value in pdf.pages[0].trimbox)
    return OrderItem(
        edition=entry["id"],
        # In English, for the printer; the specification has Latin letters only.
        title=project.risks[layout.risk].title if layout.risk else publication.title,
        code=layout.code,
        version=entry["version"],
        issued=publication.issued,
        language=layout.language,
        language_name=language.name,
        direction=language.direction,
        format=project.every_format[layout.format],
        digest=entry["digest"],
        file=Path(entry["path"]).name,
        sha256=entry["sha256"],
        bytes=entry["bytes"],
        pages=entry["pages"],
        trim_box_mm=(left, bottom, right, top),
        quantity=plan.quantities[layout.language][0],
        also_quote=plan.quantities[layout.language][1:],
        content={
            "review_by": entry["review_by"],
            "words": entry.get("words", ""),
            "facts": [{"id": fact["id"], "value": fact["value"]} for fact in entry["facts"]],
        },
    )


HINT = "make the files anew; if it is said again, this is a fault in Leaflets: report it."
