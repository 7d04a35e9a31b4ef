# SPDX-License-Identifier: MIT
"""Files for people who translate: lists of sentences, spreadsheets and XLIFF, reviews.

Doors: `catalogue_files` for what is in locales/, `parcels` for what goes to an agency, `imports` for what comes
back.
"""
