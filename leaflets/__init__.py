# SPDX-License-Identifier: MIT
"""Leaflets: one YAML file of risks and organisations becomes leaflets and posters, for print and for screen.

load -> validate -> compose -> fit -> render -> finish or impose -> check -> publish: each stage is one module, takes values
and returns values; only build.py knows the order.
"""

__version__ = "0.1.0"
