# SPDX-License-Identifier: MIT
"""Catalogues: what every sentence is in another language, and whether it may be printed.

English in data.yaml and in the templates is the source. `translate` exchanges a project's sentences for those of a
translator, which a `Catalogue` is; `judge` says what is wrong with a message that a layout has printed; `review_of`
whether a person has approved them. `pot` lists what there is to translate, `merge` brings a catalogue up to date.
"""

from __future__ import annotations

from leaflets.languages.catalogue.approval import review_of
from leaflets.languages.catalogue.glossary import GLOSSARY, read_glossary
from leaflets.languages.catalogue.judge import judge, known_of, usable
from leaflets.languages.catalogue.po import Catalogue, path_of, read_catalogue
from leaflets.languages.catalogue.translate import translate
from leaflets.languages.review import Review

__all__ = [
    "GLOSSARY",
    "Catalogue",
    "Review",
    "judge",
    "known_of",
    "path_of",
    "read_catalogue",
    "read_glossary",
    "review_of",
    "translate",
    "usable",
]
