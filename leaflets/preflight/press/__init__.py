# SPDX-License-Identifier: MIT
"""What only press files are read for: every operator of their pages, the inks, the plates that Ghostscript makes."""
