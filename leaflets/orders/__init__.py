# SPDX-License-Identifier: MIT
"""Print runs: what is ordered, for whom, and the pack for the printer.

Door: `pack` makes the packs.
"""
