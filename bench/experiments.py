# SPDX-License-Identifier: MIT
"""What is measured. Each experiment runs its sides in turn, round after round, on projects in a temporary folder."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench import project as projects
from bench.peers import Page, Peer, by_kind, typst_task, varied
from bench.project import Bench
from bench.results import Contestant, Experiment, Goal, Row, row_of, rows_of
from bench.site import site
from bench.table import times
from bench.timed import Sample
from bench.watch import watch
from bench.workshop import Workshop, build, editions_of, start

CHECKED = {"weasyprint": 20.0, "naive": 4.0, "chromium": 3.0}
"""How many times as long as Leaflets with every check the peers should take."""
SLOPE = 0.10
"""How far the cost of an edition may move between a small and a large catalogue."""


# Throughput


def catalogue(shop: Workshop) -> Experiment:
    """The whole English catalogue, never built before, on every core."""
    text = projects.only("helpline-card") if shop.small else projects.english()
    return throughput(Experiment("catalogue", "A catalogue that was never built before", "an edition"), shop, text)


def printed(shop: Workshop) -> Experiment:
    """The same without pictures to share: nearly every layout makes three editions, as when the goals were set."""
    text = projects.only("helpline-card") if shop.small else projects.printed()
    return throughput(Experiment("printed", "A catalogue of what is printed", "an edition"), shop, text)


def throughput(found: Experiment, shop: Workshop, text: str) -> Experiment:
    """Let everybody make the editions of a project."""
    pages = by_kind(shop.pages(text)["pages"])
    leave_out(found, shop, "typst", "there is no Typst twin of every design; see the tri-fold")
    sides = ours(shop, text)
    for peer, goal in (
        ("weasyprint", Goal("ratio", 31.5)),
        ("naive", Goal("ratio", 7)),
        ("chromium", Goal("ratio", 5.9)),
    ):
        sides += beside(found, shop, peer, pages, goal)
    shop.round(sides)
    editions = sum(page.stands_for for page in pages)
    found.rows = rows_of([one for one, _ in sides], editions)
    found.notes.append(
        f"{editions} editions. Leaflets uses every core, the weasyprint program and the loop one, Chromium what it "
        "likes. A peer makes one page of each design and format; it counts as often as there are editions of its kind."
    )
    found.notes += beside_checked(found.rows, {shop.peers[name].name: least for name, least in CHECKED.items()})
    return found


def trifold(shop: Workshop) -> Experiment:
    """One folded leaflet many times, each with a code of its own: here Typst takes part."""
    number = 1 if shop.small else 8
    text = projects.copies("parents-guide", number)
    listed = shop.pages(text)
    pages = [Page(Path(page["path"]), stands_for=3) for page in listed["pages"]]
    few = [Page(page.source, stands_for=3 * number // min(2, number)) for page in pages[:2]]
    twins = [Page(varied(Path(path), index), stands_for=3) for index, path in enumerate(listed["twins"])]
    found = Experiment("trifold", f"One tri-fold, {number} times over", "an edition")
    sides = ours(shop, text)
    sides += beside(found, shop, "weasyprint", few, None)
    sides += beside(found, shop, "naive", few, None)
    sides += beside(found, shop, "chromium", pages, None)
    sides += beside(found, shop, "typst", twins, None, task=typst_task(listed["fonts"]))
    shop.round(sides)
    found.rows = rows_of([one for one, _ in sides], 3 * number)
    found.notes.append(
        f"{3 * number} editions. Typst sets a twin written by hand, with other vowels in each copy, since it remembers "
        "paragraphs that it has set; the twin is for the screen only, three times. It is expected to be faster than "
        "any program that lays out HTML."
    )
    found.notes += beside_checked(found.rows)
    return found


def ours(shop: Workshop, text: str) -> list[tuple[Contestant, Callable[[], Sample]]]:
    """Return our two sides of a throughput experiment."""
    plain = Contestant("Leaflets, nothing read back", "all", ours=True)
    checked = Contestant("Leaflets, every check and preview", "all", ours=True)
    return [(plain, lambda: shop.unchecked(text)), (checked, lambda: shop.cold(text))]


def beside(
    found: Experiment, shop: Workshop, name: str, pages: Sequence[Page], goal: Goal | None, *, task: Any = None
) -> list[tuple[Contestant, Callable[[], Sample]]]:
    """Return a peer's side, or note that it is not here."""
    peer = shop.peers[name]
    if peer.missing:
        found.skipped[peer.name] = peer.missing
        return []
    ran = f"{len(pages)} of {sum(page.stands_for for page in pages)}"
    return [(Contestant(peer.name, ran, goal), lambda: peer.make(pages, shop.folder(), task))]


def leave_out(found: Experiment, shop: Workshop, name: str, why: str) -> None:
    """Note a peer that takes no part."""
    found.skipped[shop.peers[name].name] = why


def beside_checked(rows: Sequence[Row], goals: Mapping[str, float] = {}) -> list[str]:
    """Return how the peers stand beside Leaflets with all checks, and with the goals if there are any."""
    checked, peers = rows[1].ratio, []
    for row in rows[2:]:
        if row.ratio and checked:
            least, found = goals.get(row.name), row.ratio / checked
            met = "" if least is None else f" (goal {least:g}x: {'reached' if found >= least else 'missed'})"
            peers.append(f"{row.name} {times(found)}{met}")
    return [f"Beside Leaflets with every check: {', '.join(peers)}."] if peers else []


# The gate


def pictures(shop: Workshop) -> Experiment:
    """The English catalogue, the verdicts on its pictures looked up, or its pictures not judged at all."""
    found = Experiment("pictures", "What judging pictures costs a build", "a build")
    text = projects.only("ask-a-grown-up") if shop.small else projects.english()
    unjudged = Contestant("drawn without judging", "all", ours=True)
    judged = Contestant("judged when Leaflets was released", "all", Goal("cpu_ratio", most=1.03), ours=True)
    shop.round([(unjudged, lambda: shop.unjudged(text)), (judged, lambda: shop.cold(text))])
    found.rows = rows_of([unjudged, judged])
    found.notes.append(
        "Every picture ships with its verdict. In processor time, a build that looks them up takes "
        f"{found.rows[1].cpu_ratio or 0:.3f} of one that does not judge."
    )
    return found


# One leaflet


def single(shop: Workshop) -> Experiment:
    """One leaflet for the screen, from the command to the file, nothing built before."""
    found = Experiment("single", "One leaflet, from command to PDF", "a command")
    chosen = {"tri-fold": "parents-guide.trifold-dl.en", "poster": "talk-to-someone.poster-a4.en"}
    for title, layout in list(chosen.items())[: 1 if shop.small else None]:
        publication, form, _ = layout.split(".")
        text = projects.only(publication)
        words = ("--publication", publication, "--format", form, "--purpose", "screen")
        listed = shop.pages(text)
        page = next(Path(page["path"]) for page in listed["pages"] if page["id"] == layout)
        sides = [
            (Contestant(f"{title}: Leaflets, every check", "all", ours=True), cold_side(shop, text, *words)),
            (Contestant(f"{title}: Leaflets, nothing read back", "all", ours=True), drawn_side(shop, text, layout)),
        ]
        peer = shop.peers["weasyprint"]
        if peer.missing:
            found.skipped[peer.name] = peer.missing
        else:
            for usual in listed["usual"]:
                contestant = Contestant(f"{title}: weasyprint, usual page", "all", Goal("ratio", 2.5))
                sides.append((contestant, peer_side(shop, peer, Path(usual))))
            own = Contestant(f"{title}: weasyprint, our page", "all", Goal("ratio", 1.25))
            sides.append((own, peer_side(shop, peer, page)))
        shop.round(sides)
        found.rows += rows_of([one for one, _ in sides])
    found.notes.append(
        "Ratios are to Leaflets with every check, the whole command. The usual page is the same leaflet as such pages "
        "are written (bench/trifold.html): columns by grid, rows by flex, codes as the library qrcode draws them. Our "
        "page has neither grid nor flex, words that fit already and codes of one path."
    )
    return found


def cold_side(shop: Workshop, text: str, *words: str) -> Callable[[], Sample]:
    """Return what builds a project that was never built before."""
    return lambda: shop.cold(text, *words)


def drawn_side(shop: Workshop, text: str, layout: str) -> Callable[[], Sample]:
    """Return what makes one layout's screen edition without reading it back."""
    return lambda: shop.unchecked(text, "one", layout)


def peer_side(shop: Workshop, peer: Peer, page: Path) -> Callable[[], Sample]:
    """Return what makes one page with a peer."""
    return lambda: peer.make([Page(page)], shop.folder())


# The second build


def nothing(shop: Workshop) -> Experiment:
    """Building again when nothing has changed."""
    found = Experiment("nothing", "Building again when nothing has changed", "a command")
    largest = shop.grown(shop.sizes[-1])
    small = projects.make(shop.folder(), projects.only("helpline-card") if shop.small else projects.english())
    build(small)
    for project in (small, largest):
        build(project)  # the first build that finds nothing to do takes a note of it; those after it are the usual ones
    bare = Contestant("Python alone (python -c pass)", "all")
    few = Contestant("the English catalogue", "all", Goal("seconds", most=0.03), ours=True)
    many = Contestant(editions_of(shop.sizes[-1]), "all", Goal("ratio", most=1.3), ours=True)
    shop.round([(bare, lambda: start("-c", "pass")), (few, lambda: build(small)), (many, lambda: build(largest))])
    found.rows = [row_of(bare, None), row_of(few, bare), row_of(many, few)]
    found.notes.append("Each row's ratio is to the row above it.")
    return found


def word(shop: Workshop) -> Experiment:
    """Changing one word and building again, to the last check."""
    found = Experiment("word", "One changed word, to the finished and checked files", "a command")
    changes = {"talk-to-someone": ("poster", 1.0), "parents-guide": ("tri-fold", 1.0)}
    texts = {"in English": projects.english(), "in nine languages": projects.shipped()}
    if shop.small:
        texts = {"in English": projects.only("talk-to-someone")}
        del changes["parents-guide"]
        found.skipped["nine languages, tri-fold"] = "left out by --small"
    for where, text in texts.items():
        shop.say(f"making the project {where}")
        project = projects.make(shop.folder(), text)
        build(project)
        for publication, (title, most) in changes.items():
            goal = Goal("seconds", most=most) if where == "in English" else None
            side = Contestant(f"{title}, {where}", "all", goal, ours=True)
            shop.round([(side, changed(project, publication))])
            found.rows += rows_of([side])
    found.notes.append(
        "All three purposes of each format are made, the poster's in A3 and A4. In nine languages the translations of "
        "the changed sentence are stopped and named."
    )
    return found


def changed(project: Bench, publication: str) -> Callable[[], Sample]:
    """Return what changes a word and builds."""

    def make() -> Sample:
        project.change_word(publication)
        return build(project)

    return make


def growth(shop: Workshop) -> Experiment:
    """Ten times and a hundred times as many editions: does each cost the same, in time and in memory?"""
    found = Experiment("growth", "From ten editions to a thousand", "an edition")
    samples: list[Sample] = []
    for times_over in shop.sizes:
        project = projects.make(shop.folder(), projects.grown(times_over))
        side = Contestant(editions_of(times_over), "all", Goal("memory_mb", most=150), ours=True)
        shop.round([(side, partial(build, project))], rounds=1)
        shop.built[times_over] = project
        samples += side.samples
        found.rows += rows_of([side], side.samples[0].files)
    found.notes.append(f"Run once each. {slope(samples)}")
    return found


def slope(samples: Sequence[Sample]) -> str:
    """Return in words what one more edition costs, in a small catalogue and in a large one."""
    steps = [
        ((more.seconds - less.seconds) / (more.files - less.files), (cpu(more) - cpu(less)) / (more.files - less.files))
        for less, more in itertools.pairwise(samples)
    ]
    said = " and ".join(f"{seconds * 1e3:.0f} ms ({used * 1e3:.0f} ms of processor time)" for seconds, used in steps)
    text = f"One more edition costs {said}."
    if len(steps) < 2:
        return text
    moved = steps[-1][1] / steps[0][1] - 1
    verdict = "kept" if abs(moved) <= SLOPE else "missed"
    return f"{text} In processor time that is {moved:+.0%}; the goal, within {SLOPE:.0%}, is {verdict}."


def cpu(sample: Sample) -> float:
    """Return the processor time of a sample, or the time by the clock where it is not known."""
    return sample.seconds if sample.cpu_seconds is None else sample.cpu_seconds


EXPERIMENTS: dict[str, Callable[[Workshop], Experiment]] = {
    "catalogue": catalogue,
    "trifold": trifold,
    "single": single,
    "growth": growth,
    "nothing": nothing,
    "word": word,
    "watch": watch,
    "site": site,
}
"""In the order in which they run; `nothing` builds again what `growth` has built."""
SEPARATE: dict[str, Callable[[Workshop], Experiment]] = {"pictures": pictures, "printed": printed}
"""Only run if named: what they find is not in the documents."""
