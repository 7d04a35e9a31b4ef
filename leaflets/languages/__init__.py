# SPDX-License-Identifier: MIT
"""What a language needs (`languages.yaml`) and says (`catalogue`): scripts, fonts, translations and their approval.

Doors: `registry` reads languages.yaml; `catalogue` gives the translation of each sentence.
"""
