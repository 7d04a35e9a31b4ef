# SPDX-License-Identifier: MIT
"""What `watch` shows in a browser: the project as it is now, drawn again when a file changes.

`worker` is the warm process that draws, and is replaced when it dies or hangs; `session` answers inside it. `scheduler`
decides what is drawn next; `pages` says that in HTML; `server`, the door, hands it to the browser.
"""
