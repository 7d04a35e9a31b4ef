# SPDX-License-Identifier: MIT
"""Sources of the rules and common hints, in words.

GWG numbers are those of the Ghent Workgroup's 2022 specification, variant SheetCMYK CMYK. Where these rules are
stricter, the source says so.
"""

X4 = "ISO 15930-7 (PDF/X-4)"
UA = "ISO 14289-1 (PDF/UA-1)"
GWG = "GWG 2022 {}"
STRICTER = "GWG 2022 {}, which only warns"
GUIDES = "printers' artwork guides"
HOUSE = "house rule"
AGAIN = "build the edition again; the program writes this itself."
PALETTE = "give the colour CMYK values in the palette of data.yaml."
