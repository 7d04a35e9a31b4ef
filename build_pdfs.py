# SPDX-License-Identifier: MIT
"""Build every leaflet and poster of the project in the current folder: the same program as `leaflets`."""

from leaflets.cli.start import main

if __name__ == "__main__":
    main()
