# SPDX-License-Identifier: MIT
"""Print runs: what is ordered, for whom, and the pack that a printer gets.

Door: `pack` makes the packs.
"""
