# SPDX-License-Identifier: MIT
"""What `watch` shows in a browser: the project as it is now, drawn again when a file changes.

`worker` is the warm process that draws, and is replaced if it dies or hangs; `session` answers inside it.
`scheduler` decides what is drawn next; `pages` turns that into HTML; `server`, the door, sends it to the browser.
"""
