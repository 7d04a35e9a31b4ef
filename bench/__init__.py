# SPDX-License-Identifier: MIT
"""Bench: Leaflets beside its peers on the same leaflets, measured in the same run, told as ratios.

`python -m bench` is the one command; README.md in this folder says what each row means.

    __main__    the command: which experiments, how many rounds, what is written
    experiments what is measured: catalogue, trifold, single, growth, nothing, word
    watch       a changed sentence, to the picture in a browser
    site        the download site, whole and after a change
    workshop    where it is built: commands that are timed, rounds of sides in turn
    peers       the programs beside which Leaflets is measured, and which of them this machine has
    inside      what runs inside a peer's process, file after file
    ours        our side without checks, as commands
    unchecked   its worker
    pages       the same leaflets for the peers
    project     the projects that are built, in a temporary folder
    timed       one program, from its start to its exit
    account     what that program and every process that comes of it took
    results     samples to medians and ratios
    machine     what it was measured on
    table       results as text and as Markdown
    chart       results as a drawing
    document    docs/performance.md, written again
    preflight   how long the checks of press files take
"""
