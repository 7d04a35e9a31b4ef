# SPDX-License-Identifier: MIT
"""Forms: what each pattern of the model asks for, in words, and what to do about a value that does not fit.

Problems say it to whoever builds; the JSON Schema carries the same words into editors.
"""

from __future__ import annotations

_SLUG = "must be small letters and digits, in words joined by hyphens"

# pattern: (what a value must be, what to do)
PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": (_SLUG, "write it like `parents-guide`."),
    r"^https://[a-z0-9.-]+\.[a-z0-9-]{2,}(/[^\s]*)?$": (
        "must be a whole web address that begins with https:// and has no space; the site's name in small letters",
        "copy it from the browser's address line.",
    ),
    r"^\+?[0-9][0-9 ]{1,18}[0-9]$": (
        "must be a phone number: figures in groups with single spaces, nothing else",
        'write it in quotes like "0121 303 1888".',
    ),
    r"^[0-9][0-9 ]{3,14}$": ("must be a text number: figures and spaces only", 'write it in quotes like "85258".'),
    r"^[A-Za-z0-9._%+-]+@[^@\s]+\.[a-z]{2,}$": ("must be an e-mail address", "write it like name@example.org."),
    r"^#[0-9a-f]{6}$": (
        "must be a colour like #005d7d: # and six of 0-9 and a-f",
        "use small letters, and put it in quotes.",
    ),
    r"^[0-9]+\.[0-9]+$": ("must be a version: two numbers with a point between", 'write it in quotes like "1.0".'),
    r"^[A-Z]{2,4}-[0-9]{2}[a-z]?$": (
        "must be a code: two to four capitals, a hyphen, two figures",
        "write it like ES-01.",
    ),
    r"^[a-z]{1,2}$": ("must be one small letter of a to z, or two", "write it like a; after z comes aa."),
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": ("must be a language tag", "write it like en, ur or zh-Hans."),
    r"^[A-Z]{3,12}$": ("must be one word in capitals", "write it like SHOUT."),
    r"^[^\s/:@]+\.[^\s/:@]{2,}(/[^\s]*)?$": (
        "must be a web address without https:// and without spaces; the site's name in small letters",
        "write it like childline.org.uk/toolbox.",
    ),
    r"^(area\.)?[a-z0-9_]+(-[a-z0-9]+)*$": (
        "must be the id of an organisation, or area.police, area.children_services or area.procedures",
        "write it like `childline`.",
    ),
}
