# SPDX-License-Identifier: MIT
"""Preview: show in a browser what a project looks like now, and draw it again when a file changes.

`worker` is the warm process that draws, and is replaced when it dies or hangs; `desk` decides what is drawn next and
knows what is to be seen; `pages` says that in HTML; `server` hands it to the browser and tells it what is new.
"""

from leaflets.preview.desk import Desk
from leaflets.preview.pages import Pages
from leaflets.preview.server import open_server
from leaflets.preview.worker import Worker

__all__ = ["Desk", "Pages", "Worker", "open_server"]
