# SPDX-License-Identifier: MIT
"""What is read only for press files: every operator of their pages, the inks, the plates made by Ghostscript."""
