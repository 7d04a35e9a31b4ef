# SPDX-License-Identifier: MIT
"""From data.yaml to a checked model: the YAML itself, the model, validation, the wording, the facts.

Doors: `load` reads the files, `validate` checks them against each other, `wording` checks every sentence.
"""
