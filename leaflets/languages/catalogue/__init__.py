# SPDX-License-Identifier: MIT
"""Catalogues: what every sentence is in another language, and whether it may be printed.

English in data.yaml and in the templates is the source. `translate` exchanges a project's sentences for those of a
translator, which a `Catalogue` is; `judge` says what is wrong with a message that a layout has printed; `review_of`
whether a person has approved them. `pot` lists what there is to translate, `merge` brings a catalogue up to date.
"""
