# SPDX-License-Identifier: MIT
"""Leaflets: one YAML file of risks and organisations becomes leaflets and posters, for print and for screen.

Data flows one way, through rooms. A room imports rooms with a smaller number and no others:

    core       1  what everything knows: problems and exit codes, formats, colour, QR symbols, editions by name
    content    2  data.yaml becomes a checked model; every sentence is read over
    register   2  what was published, by address, edition and fact; in the project, in git
    pictures   2  pictures from outside are checked before anything is drawn
    languages  3  what a language needs and says: scripts, fonts, translations and who approved them
    layout     4  the model and a language become finished pages, composed, fitted and drawn
    editions   5  finished pages become a file for each purpose: screen, office, press; sheets and tiles
    preflight  5  a finished file is read back and judged
    build      6  the stages in order: recipes are prepared, editions made by workers, collected and published
    copies     7  editions with the name of a school or clinic
    translate  8  files for people who translate, and what they send back
    orders     8  print runs: what the printer needs, and who receives how many
    site       8  the download site
    preview    8  what `watch` shows during writing
    cli        9  the command line: arguments in; lines, JSON and an exit code out

The docstring of a room names its doors: the one or two modules that others call.
"""

__version__ = "0.1.0"
