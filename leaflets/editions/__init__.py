# SPDX-License-Identifier: MIT
"""From finished pages to a file for a purpose: `screen`, `office`, `press`; sheets with many copies, and tiles.

Doors: `screen`, `office`, `press`; in `sheets` they are `gang` and `tile`.
"""
