# SPDX-License-Identifier: MIT
"""Placeholders: names in a sentence that are replaced by a fact or a value, and that a translation keeps unchanged."""

from __future__ import annotations

import re

FACT = re.compile(r"\{([a-z0-9_-]+(?:\.[a-z_]+)?)\}")
"""A fact or a name of data.yaml, such as `{childline.phone}`; group 1 is its name."""
VALUE = re.compile(r"%\(([a-z_]+)\)s")
"""A value from a template, such as `%(address)s`; group 1 is its name."""
BRACES = re.compile(r"\{([^{}]*)\}")
"""Anything in braces, whether or not it names a fact."""
COPIED = re.compile(r"\{[a-z0-9_.-]+\}|%\([a-z_]+\)s|%%")
"""Everything that a translator copies exactly."""
