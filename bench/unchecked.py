# SPDX-License-Identifier: MIT
"""A worker that makes editions as `build` does and reads none of them back: what making alone costs."""

from __future__ import annotations

from pathlib import Path

from leaflets.build.inputs import Inputs
from leaflets.build.job import Job, Outcome
from leaflets.build.maker import FINISHES, Maker
from leaflets.core.edition import Edition
from leaflets.core.png import photograph_to_png
from leaflets.layout.fit import lay_out
from leaflets.preflight import raster


class Unchecked(Maker):
    """Makes layouts one after another as a worker of `build` does, and writes their editions as they are."""

    def __init__(self, inputs: Inputs, out: Path) -> None:
        super().__init__(inputs)
        self.out = out

    def make(self, job: Job, outcome: Outcome) -> None:
        """Write the layout's editions; the outcome stays empty."""
        recipe = job.recipe
        laid_out = lay_out(recipe.composed, self.renderer)
        for purpose in job.purposes:
            edition = Edition(job.layout, purpose)
            files = {edition.path: recipe.text.encode()}
            if purpose == "press":
                digest = self.digest(recipe, purpose)
                files[edition.path], _ = self.press_maker.make(edition, recipe, laid_out, digest=digest)
            elif edition.kind != "text":
                pdf = FINISHES[purpose](laid_out.rendered, recipe.composed, version=recipe.version)
                files = {edition.path: pdf} if edition.kind == "pdf" else pictures(edition, pdf)
            for name, data in files.items():
                path = self.out / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)


def pictures(edition: Edition, pdf: bytes) -> dict[str, bytes]:
    """Return a picture of each page, as people share it."""
    with raster.open_pages(pdf) as pages:
        drawn = [photograph_to_png(raster.draw_picture(page)) for page in pages]
        return dict(zip(edition.page_pictures(len(drawn)), drawn, strict=True))
