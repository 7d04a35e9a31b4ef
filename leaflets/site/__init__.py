# SPDX-License-Identifier: MIT
"""The download site: plain files for any web host, made from what has been built.

Doors: `publish` makes the site, `serve` shows it on this machine.
"""
