# SPDX-License-Identifier: MIT
"""The check for pictures from outside: what would not be drawn as its author meant is refused, with the reason.

Door: `gate` accepts pictures, by verdicts that are kept. `inspect` judges one in a process with limits: `raster`
decodes pixels, `svg` and `svg_rules` check a drawing against an allow-list, `compare` checks that it is drawn
correctly.
"""
