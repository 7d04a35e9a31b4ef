# SPDX-License-Identifier: MIT
"""Files for people who translate and for those who read what they did: lists, spreadsheets, XLIFF, proofs to sign.

Doors: `catalogue_files` for what is in locales/, `parcels` for what goes to an agency, `imports` for what comes
back, `proof` for what a reader signs, `review` for the state of each translation and its approval.
"""
