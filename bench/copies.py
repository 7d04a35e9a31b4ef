# SPDX-License-Identifier: MIT
"""How long copies with a school's own name take, beside other ways to make them, in one run.

    python -m bench.copies [--rows N]

Every way makes A4 posters with a name, two lines, an address and a code, in one living process, and is measured in
processor time. Leaflets reads each copy back, decodes its code, opens one in a hundred whole, and writes the files.
WeasyPrint reads and sets the whole poster again for each row, tagged (PDF/UA-1), with the changes that this project
makes in it; reportlab draws the words and the code, which
pikepdf lays over the finished poster, without tags; Typst sets them over the poster as a picture, without tags.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import qrcode
from reportlab.pdfgen.canvas import Canvas

from bench.timed import ROOT, run
from leaflets.build.publish import read_editions
from leaflets.content.model import layouts_of
from leaflets.copies.maker import CopyMaker, CopySetup
from leaflets.copies.rows import CopyRow
from leaflets.copies.table import ENGLISH, SlotTable, read_table

EDITION = "talk-to-someone.poster-a4.en.screen"
PLACE = 'class="added"'
TYPST = """#set page(width: 210mm, height: 297mm, margin: 0mm)
#place(image("poster.pdf", width: 210mm))
#place(dx: 130mm, dy: 265mm, text(10pt, weight: "bold")[{name}\\ ] + text(9pt)[{one}\\ {two}\\ {three}])
#place(dx: 185mm, dy: 265mm, image("code.svg", width: 15mm))
"""


def rows(count: int) -> list[CopyRow]:
    """Return rows that differ in every field."""
    return [
        CopyRow(at, str(100000 + at), f"School of Example Street {at}", (f"Tell: room {at}", f"0121 303 {at:04}"),
                f"https://www.school{at}.bham.sch.uk", "", None)
        for at in range(count)
    ]  # fmt: skip


def texts(row: CopyRow) -> tuple[str, ...]:
    """Return what stands below the name."""
    return (*row.lines, row.address.removeprefix("https://"))


def measure(work: Callable[[CopyRow], bytes], count: int, out: Path) -> float:
    """Return the processor time in ms of making and writing one file."""
    wanted = rows(count + 1)
    (out / "first.pdf").write_bytes(work(wanted.pop()))
    begun = time.process_time()
    for row in wanted:
        (out / f"{row.stem}.pdf").write_bytes(work(row))
    return (time.process_time() - begun) / count * 1000


def ours(table: SlotTable, base: bytes) -> Callable[[CopyRow], bytes]:
    """Return the way of `personalise`, with every check."""
    maker, digest = CopyMaker(CopySetup(table, base, ROOT, ROOT, None)), hashlib.sha256(base)

    def work(row: CopyRow) -> bytes:
        made = maker.make(row)
        assert not made.refused, made.refused
        own = digest.copy()
        own.update(made.update)
        return base + made.update

    return work


def by_weasyprint(folder: Path) -> Callable[[CopyRow], bytes]:
    """Return the way of a mail merge: the page with the words in it is read and set again, fitted as it was."""
    from weasyprint import HTML

    from bench.ours import scribe_of
    from bench.pages import page
    from leaflets.core.qr import encode
    from leaflets.layout.fit import lay_out
    from leaflets.layout.render import Renderer

    recipes = scribe_of(folder)
    layout = next(one for one in layouts_of(recipes.project) if one.id == EDITION.rpartition(".")[0])
    composed, _ = recipes.compose(layout)
    laid_out = lay_out(composed, Renderer(recipes.resources, recipes.languages))
    html = page(recipes, composed, laid_out, folder)
    start = html.index('<div class="added__lines">')
    end = html.index("</div></div>", start) + len("</div></div>")

    def work(row: CopyRow) -> bytes:
        words = f"<p>{'<br>'.join((row.name, *texts(row)))}</p>"
        code = encode(row.address)
        drawn = f'<svg viewBox="0 0 {code.size} {code.size}" width="12mm" height="12mm"><title>{row.address}</title>'
        text = html[:start] + words + drawn + f'<path d="{code.path}"/></svg>' + html[end:]
        made: bytes = HTML(string=text, base_url=f"{folder}/").write_pdf(pdf_variant="pdf/ua-1")
        return made

    return work


def by_reportlab(base: bytes) -> Callable[[CopyRow], bytes]:
    """Return the way of an overlay."""

    def work(row: CopyRow) -> bytes:
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(595.276, 841.89))
        for at, text in enumerate((row.name, *texts(row))):
            canvas.drawString(370, 85 - 11 * at, text)
        code = qrcode.QRCode(border=4)
        code.add_data(row.address)
        for y, line in enumerate(code.get_matrix()):
            for x, dark in enumerate(line):
                if dark:
                    canvas.rect(520 + x, 85 - y, 1, 1, stroke=0, fill=1)
        canvas.save()
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(base)) as pdf, pikepdf.open(io.BytesIO(stream.getvalue())) as over:
            pdf.pages[0].add_overlay(over.pages[0], None)
            pdf.save(out)
        return out.getvalue()

    return work


def by_typst(base: bytes, folder: Path) -> Callable[[CopyRow], bytes]:
    """Return the way of Typst, kept alive."""
    import typst
    from qrcode.image.svg import SvgPathImage

    (folder / "poster.pdf").write_bytes(base)

    def work(row: CopyRow) -> bytes:
        with (folder / "code.svg").open("wb") as stream:
            qrcode.make(row.address, image_factory=SvgPathImage).save(stream)
        one, two, three = texts(row)
        source = folder / "row.typ"
        source.write_text(TYPST.format(name=row.name, one=one, two=two, three=three), encoding="utf-8")
        made: bytes = typst.compile(str(source), root=str(folder))
        return made

    return work


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.copies")
    parser.add_argument("--rows", type=int, default=2000)
    count = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="leaflets-bench-") as name:
        folder = Path(name)
        shutil.copy(ROOT / "data.yaml", folder)
        words = ("--publication", "talk-to-someone", "--format", "poster-a4", "--language", "en", "--purpose", "screen")
        run([sys.executable, "-m", "leaflets", "build", *words, "--project", folder])
        (entry,) = read_editions(folder / "dist")
        base = (folder / "dist" / entry["path"]).read_bytes()
        table = read_table(EDITION, base, ENGLISH)
        assert table
        ways = {
            "Leaflets, every check, files written": (ours(table, base), count),
            "WeasyPrint, the whole poster again": (by_weasyprint(folder), max(count // 100, 3)),
            "reportlab and pikepdf, an overlay": (by_reportlab(base), max(count // 20, 3)),
            "Typst, over a picture of the poster": (by_typst(base, folder), max(count // 40, 3)),
        }
        first = 0.0
        print(f"{'processor time of one poster':40} {'ms':>8} {'a second':>9} {'times as long':>14} {'rows':>6}")
        for way, (work, many) in ways.items():
            spent = measure(work, many, folder)
            first = first or spent
            print(f"{way:40} {spent:8.2f} {1000 / spent:9.0f} {spent / first:14.1f} {many:6}")


if __name__ == "__main__":
    main()
