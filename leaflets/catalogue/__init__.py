# SPDX-License-Identifier: MIT
"""Catalogues: what every sentence is in another language, and whether it may be printed.

English in data.yaml and in the templates is the source. `translate` exchanges a project's sentences for those of a
translator.
"""

from __future__ import annotations

from leaflets.catalogue.translate import translate

__all__ = ["translate"]
