# SPDX-License-Identifier: MIT
"""The one gate for pictures from outside: what would not be drawn as its author meant is refused, by name.

Door: `gate` lets pictures in, by verdicts that are kept. `inspect` judges one, in a process with limits: `raster`
decodes pixels, `svg` and `svg_rules` read a drawing by an allow-list, `compare` sees whether it is drawn right.
"""
