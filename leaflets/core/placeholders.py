# SPDX-License-Identifier: MIT
"""Placeholders: what stands in a sentence for a fact or a value, and goes through a translation unchanged."""

from __future__ import annotations

import re

FACT = re.compile(r"\{([a-z0-9_-]+(?:\.[a-z_]+)?)\}")
"""A fact or a name of data.yaml, such as `{childline.phone}`; group 1 is its name."""
VALUE = re.compile(r"%\(([a-z_]+)\)s")
"""What a template puts in, such as `%(address)s`; group 1 is its name."""
BRACES = re.compile(r"\{([^{}]*)\}")
"""Anything in braces, whether it is the name of a fact or not."""
COPIED = re.compile(r"\{[a-z0-9_.-]+\}|%\([a-z_]+\)s|%%")
"""Whatever a translator copies letter by letter."""
