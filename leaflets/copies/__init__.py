# SPDX-License-Identifier: MIT
"""Copies: an edition with a school's or clinic's own name, contact, logo and code in its slot.

A copy begins with the bytes of its edition; a few objects follow. `templates/site/copies.js` makes the same bytes in a
browser: whatever decides a byte here is in whole numbers, and is changed in both. Come in by `run` and `verify`.
"""
