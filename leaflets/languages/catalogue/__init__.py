# SPDX-License-Identifier: MIT
"""Catalogues: every sentence in another language, and whether it may be printed.

English in data.yaml and in the templates is the source. `translate` replaces a project's sentences by those of a
translator, such as a `Catalogue`; `judge` finds what is wrong with a message that a layout printed; `approvals` says
who has read it. `pot` lists what there is to translate; `merge` brings a catalogue up to date.
"""
