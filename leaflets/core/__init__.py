# SPDX-License-Identifier: MIT
"""What everything knows: problems and exit codes, formats, colour, QR symbols, editions by name, messages, resources.

It imports no other room. `problems` and `edition` are met everywhere; the rest by whoever needs the value.
"""
