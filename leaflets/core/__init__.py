# SPDX-License-Identifier: MIT
"""What every room uses: problems and exit codes, formats, colour, QR symbols, editions by name, messages, resources.

It imports no other room. `problems` and `edition` are used everywhere.
"""
