# SPDX-License-Identifier: MIT
"""Exchange: messages to an agency or a checker and back, as XLIFF and as a spreadsheet.

Going out: rows become a parcel, a parcel becomes files. Coming back: a file becomes answers, and `accept` merges
what they change into what is there now.
"""
