# SPDX-License-Identifier: MIT
"""From data.yaml to a checked model: the YAML itself, the model, validation, the words, the facts.

Doors: `load` reads the files, `validate` checks them against each other, `wording` reads over every sentence.
"""
