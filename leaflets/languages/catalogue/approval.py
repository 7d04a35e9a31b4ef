# SPDX-License-Identifier: MIT
"""Approve a translation: who has read which publication, and a digest of every word that it prints.

There is one line in the catalogue's header for each publication. A later edit of one of its messages, in English or in
the translation, changes the digest and so ends the approval.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping

from leaflets.core.commands import PLACEHOLDERS
from leaflets.core.messages import Message
from leaflets.core.problems import Problem
from leaflets.languages.catalogue.po import APPROVED, Approval, Catalogue
from leaflets.languages.review import Review, Status

DIGITS = 20
MAX_NAME = 80


def digest_of(printed: Iterable[Message]) -> str:
    """Return a hash of the key, the English and the translation of every message."""
    parts = sorted({(message.key, message.english, str(message)) for message in printed})
    text = "\x01".join("\x00".join(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def review_of(catalogue: Catalogue, publication: str, printed: Iterable[Message]) -> Review:
    """Return the state of a publication's review; `printed` is what it prints in all its formats."""
    approval = catalogue.approvals.get(publication)
    if approval is None:
        return Review()
    status: Status = "approved" if approval.digest == digest_of(printed) else "outdated"
    return Review(status, approval.by, approval.date)


def approval_lines(printed: Mapping[str, Iterable[Message]], *, by: str, today: datetime.date) -> dict[str, str]:
    """Return the header lines that approve these publications."""
    return {
        f"{APPROVED}{publication}": str(Approval(by, today.isoformat(), digest_of(messages)))
        for publication, messages in printed.items()
    }


def check_name(name: str) -> list[Problem]:
    """Return what is wrong with the name of a reviewer."""
    usable = name and len(name) <= MAX_NAME and name.isprintable() and not set(name) & set(';\\"')
    if usable and name.casefold() not in PLACEHOLDERS:
        return []
    message = f"'{name[:MAX_NAME]}' cannot be used as a reviewer's name."
    hint = f"write a name of at most {MAX_NAME} characters, without semicolons or quotation marks."
    return [Problem("reviewer-name", message, hint=hint)]
