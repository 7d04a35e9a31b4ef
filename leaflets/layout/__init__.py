# SPDX-License-Identifier: MIT
"""From the model and a language to finished pages: composing, fitting, rendering, tags.

Doors: `compose` gives HTML and a record of what it prints; `fit` gives the rendered pages.
"""
