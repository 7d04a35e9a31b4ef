# SPDX-License-Identifier: MIT
"""Lists as people keep them in spreadsheets: the one reader of CSV and XLSX, and the one writer of CSV.

`read` finds the columns that its caller knows, and returns the rows by them; `text` reads and writes CSV, so that
spreadsheets open it correctly; `workbook` reads XLSX.
"""
