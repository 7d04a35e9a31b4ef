# SPDX-License-Identifier: MIT
"""`python -m leaflets` is `leaflets`."""

from leaflets.cli.start import main

if __name__ == "__main__":
    main()
