# SPDX-License-Identifier: MIT
"""The long proof of the gate: every hostile picture, every construct, and drawings of several put together by chance.

A drawing is refused by name or drawn right; right is what Ghostscript shows of the product's PDF and resvg of the file.
Results are kept line by line, so that a run that was stopped goes on.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from drawings import constructs, svg
from drawn_twice import compare_drawings
from hostile_pictures import hostile

from leaflets.core.limited import LimitedProcess
from leaflets.layout.project_pictures import JUDGE
from leaflets.pictures import svg as reader
from leaflets.pictures.judging import LIMITS, verdict_of

BODY = re.compile(
    r'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="[^"]*" viewBox="0 0 100 80">(.*)</svg>', re.DOTALL
)
ID = re.compile(r'(\bid="|#|class="|\.)([a-z])(?=["){ .,>:]|$)')


@dataclass(frozen=True)
class Tried:
    """What came of one picture."""

    name: str
    outcome: str
    """right, wrong, fault, or the slug of the first refusal."""
    cpu_seconds: float = 0
    memory_mib: float = 0
    mean_difference: float = 0
    dots: int = 0


def generated(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield drawings of two to five constructs, moved, scaled and turned by chance, the same ones each time."""
    bodies = {name: found[1] for name, text in constructs().items() if (found := BODY.fullmatch(text))}
    single = {name: body for name, body in bodies.items() if "<style" not in body}
    for number in range(count):
        dice = random.Random(number)
        parts = []
        # Most are drawn from what is simple, or nearly all would hold something that is refused.
        names = [*dice.sample(sorted(single), dice.randint(1, 3)), *dice.sample(SIMPLE, dice.randint(1, 2))]
        for place, name in enumerate(names):
            body = ID.sub(lambda found, place=place: f"{found[1]}{found[2]}{place}", single[name])
            move = f"translate({dice.uniform(-40, 40):.1f} {dice.uniform(-30, 30):.1f})"
            turn = f"rotate({dice.uniform(-180, 180):.0f} 50 40) scale({dice.uniform(0.3, 1.2):.2f})"
            parts.append(f'<g transform="{move} {turn}">{body}</g>')
        yield f"drawing-{number} ({', '.join(names)})", svg("".join(parts)).encode()


SIMPLE = [
    *("rect", "rect-rx", "circle", "ellipse", "polygon", "path-cubic", "path-arc-10", "star-evenodd", "path-subpaths"),
    *(
        "opacity-of-group",
        "stroke-dashes",
        "stroke-join-round",
        "transform-matrix",
        "use",
        "clip-group",
        "gradient-linear",
    ),
]


def try_picture(process: LimitedProcess, name: str, data: bytes) -> Tried:
    """Judge a picture in a limited process, and look at what was let in."""
    try:
        ended = process.ask(data)
    except RuntimeError as error:
        return Tried(f"{name}: {error}", "fault")
    verdict = verdict_of(ended)
    took = round(ended.cpu_seconds, 3), round(ended.memory_mib, 1)
    if verdict.refusals:
        return Tried(name, verdict.refusals[0].slug, *took)
    if verdict.kind != "svg":
        return Tried(name, "right", *took)
    with tempfile.TemporaryDirectory() as folder:
        text = reader.with_fallback_colours(reader.decode(data))
        difference = compare_drawings({name: text}, Path(folder))[name]
    return Tried(name, "wrong" if difference.is_visible else "right", *took, difference.mean, difference.dots)


def run(count: int, record: Path, *, again: bool) -> int:
    """Try everything that the record does not hold yet; print what came of it; return an exit code."""
    record.parent.mkdir(parents=True, exist_ok=True)
    if again:
        record.unlink(missing_ok=True)
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    tried = {one.name: one for one in (Tried(**json.loads(line)) for line in lines if line.endswith("}"))}
    process = LimitedProcess(JUDGE, LIMITS)
    wanted = [*((f"hostile: {name}", data) for name, data in hostile().items())]
    wanted += [*((f"construct: {name}", text.encode()) for name, text in constructs().items()), *generated(count)]
    with record.open("a", encoding="utf-8") as stream:
        for number, (name, data) in enumerate(wanted, start=1):
            if name not in tried:
                tried[name] = one = try_picture(process, name, data)
                stream.write(json.dumps(asdict(one)) + "\n")
                stream.flush()
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{number} of {len(wanted)} ")
    return report([tried[name] for name, _ in wanted])


def report(tried: list[Tried]) -> int:
    """Print what came of all pictures; return 1 if anything is wrong."""
    for kind, chosen in (("hostile pictures", True), ("drawings", False)):
        some = [one for one in tried if one.name.startswith("hostile: ") == chosen]
        outcomes = Counter(one.outcome for one in some)
        refused = len(some) - outcomes["right"] - outcomes["wrong"] - outcomes["fault"]
        said = ", ".join(f"{outcomes[word]} {word}" for word in ("right", "wrong", "fault"))
        seconds, memory = max(one.cpu_seconds for one in some), max(one.memory_mib for one in some)
        print(f"{len(some)} {kind}: {said}, {refused} refused; at most {seconds:.1f} s and {memory:.0f} MiB")
    bad = [one for one in tried if one.outcome in ("wrong", "fault")]
    # One that reaches the limit is stopped a moment after it.
    bad += [one for one in tried if one.cpu_seconds > LIMITS.cpu_seconds + 0.1 or one.memory_mib > LIMITS.memory_mib]
    for one in bad:
        measured = f"{one.mean_difference} of 255, {one.dots} dots, {one.cpu_seconds} s, {one.memory_mib} MiB"
        print(f"  {one.outcome}: {one.name} ({measured})")
    return 1 if bad else 0
