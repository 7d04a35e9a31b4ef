# SPDX-License-Identifier: MIT
"""Make a layout's press edition; workers import this only if one is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from leaflets.build.inputs import Inputs, RecordingPalette
from leaflets.build.recipe import Recipe
from leaflets.core.edition import Edition
from leaflets.core.lookups import FONT
from leaflets.editions.pictures import Converter
from leaflets.editions.press import PressSetup, finish_press
from leaflets.editions.slug import Slug
from leaflets.layout.fit import LaidOut
from leaflets.preflight.press import separations


class PressMaker:
    """Makes press editions of one project; its colour profile is read once."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.press = PressSetup(inputs.palette, Converter(inputs.intent))

    def get_ready(self) -> None:
        """Pack the colour profile and start what makes the plates, for which the first edition would wait."""
        separations.get_ready()
        _ = self.press.intent.packed

    def make(
        self, edition: Edition, recipe: Recipe, laid_out: LaidOut, *, digest: str
    ) -> tuple[bytes, Mapping[str, str]]:
        """Return the press edition, and the inks that were looked up for it; `digest` is for the slug line."""
        slug = Slug(
            edition=edition.id,
            code=edition.layout.code,
            version=recipe.version,
            language=recipe.composed.language.name,
            issued=recipe.issued,
            digest=digest,
            condition=self.press.intent.identifier,
            warning=recipe.press.warning,
        )
        fonts, language = self.inputs.languages.fonts, recipe.composed.language
        font = fonts[language.families[0]]
        if not font.package:  # the project's own: what is outside the trim is set in a font that ships
            font = fonts[language.numbers]
        weight = font.faces[0][0]
        name = f"{FONT}{font.family}/{weight}"
        palette = RecordingPalette(self.inputs.palette.colours, {name: self.inputs.look_up(name)})
        press, path = replace(self.press, palette=palette), font.path(weight)
        return finish_press(laid_out.rendered, recipe.composed, press=press, slug=slug, font=path), palette.asked
