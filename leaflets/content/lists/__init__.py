# SPDX-License-Identifier: MIT
"""Lists as people keep them in spreadsheets: the one reader of CSV and XLSX, and the one writer of CSV.

`read` returns the rows of a list by the columns that its caller knows; `text` and `workbook` read the two kinds of
file, `columns` finds the columns; `write` writes lists that spreadsheets open correctly.
"""
