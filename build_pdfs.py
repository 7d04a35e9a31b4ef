# SPDX-License-Identifier: MIT
"""Build every leaflet and poster of the project in the current folder: the same program as `leaflets`."""

from leaflets.needs import stop_if_missing

if __name__ == "__main__":
    stop_if_missing()
    from leaflets.cli import main

    main()
