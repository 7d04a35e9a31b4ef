# SPDX-License-Identifier: MIT
"""A worker that makes editions as `build` does and reads none of them back: what making alone costs."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from leaflets.colour import Palette
from leaflets.compose import compose
from leaflets.composed import Composed
from leaflets.edition import Edition, Layout
from leaflets.finish import finish_screen
from leaflets.fit import LaidOut, lay_out
from leaflets.impose import office
from leaflets.intent import read_intent
from leaflets.job import Task
from leaflets.languagelist import read_languages
from leaflets.model import Project
from leaflets.pictures import Converter
from leaflets.press import Press, finish_press
from leaflets.render import Renderer
from leaflets.resources import Resources
from leaflets.slug import Slug

PROOF = "PROOF: facts not verified: not for print run"


class Unchecked:
    """Makes layouts one after another as a worker of `build` does, and reads none of them back."""

    def __init__(self, folder: Path, project: Project, out: Path) -> None:
        self.project, self.out = project, out
        self.resources = Resources(folder)
        self.languages = read_languages(self.resources, project.fonts)
        self.renderer = Renderer(self.resources, self.languages)

    def __call__(self, task: Task) -> int:
        """Write the layout's editions and return how many they are."""
        composed, laid_out = self.lay_out(task.layout)
        for purpose in task.purposes:
            edition = Edition(task.layout, purpose)
            path = self.out / edition.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.finish(edition, composed, laid_out))
        return len(task.purposes)

    def lay_out(self, layout: Layout) -> tuple[Composed, LaidOut]:
        """Return the layout composed, and laid out so that its words fit."""
        composed = compose(layout, self.project, resources=self.resources, languages=self.languages)
        return composed, lay_out(composed, self.renderer)

    def finish(self, edition: Edition, composed: Composed, laid_out: LaidOut) -> bytes:
        """Return the file of one edition."""
        version = self.project.publications[edition.layout.source].version
        if edition.purpose == "press":
            font = self.languages.fonts[composed.language.families[0]]
            return finish_press(
                laid_out.rendered,
                composed,
                press=self.press,
                slug=self.slug(edition, composed, version),
                font=font.path(font.faces[0][0]),
            )
        finish = finish_screen if edition.purpose == "screen" else office
        return finish(laid_out.rendered, composed, version=version)

    @cached_property
    def press(self) -> Press:
        """What every press edition shares."""
        intent = read_intent(self.project.publisher.press, self.resources)
        return Press(Palette.of(self.project.palette), Converter(intent))

    def slug(self, edition: Edition, composed: Composed, version: str) -> Slug:
        """Return what stands outside the trim of a press edition."""
        return Slug(
            edition=edition.id,
            code=edition.layout.code,
            version=version,
            language=composed.language.name,
            issued=self.project.publications[edition.layout.source].issued.isoformat(),
            digest=hashlib.sha256(composed.html.encode()).hexdigest(),
            condition=self.press.intent.identifier,
            warning=PROOF,
        )
