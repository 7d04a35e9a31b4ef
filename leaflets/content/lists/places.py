# SPDX-License-Identifier: MIT
"""What lists of schools, clinics and other places have in common, whatever they are for.

Titles are as people write them, and as in the registers: Get Information about Schools, the NHS Organisation Data
Service.
"""

from __future__ import annotations

import re

from leaflets.content.lists.read import Column

NAME = Column(
    "name",
    ("site", "sitename", "school", "schoolname", "nameofschool", "place", "establishmentname", "organisation",
     "organisationname", "practicename", "clinic", "clinicname"),
    required=True,
)  # fmt: skip
REGISTER = (
    Column("URN", ("schoolurn",)),
    Column("ODS code", ("ods", "organisationcode", "practiceodscode", "practicecode")),
    Column("id", ("siteid", "code", "urnorodscode", "urnods")),
)
STATUS = Column("status", ("establishmentstatus", "establishmentstatusname", "organisationstatus", "schoolstatus"))
TELEPHONE = ("phone", "telephone", "tel", "phonenumber", "telephonenum", "telephonenumber", "contacttelephone",
             "contacttelephonenumber", "contactphone")  # fmt: skip
CLOSED = re.compile(r"\bclos|\binactive", re.IGNORECASE)
"""How a register describes a place that has closed."""
NO_TRUNK = re.compile(r"[1-9][0-9]{9}")


def with_trunk(phone: str) -> str:
    """Return a telephone number with the 0 that a spreadsheet takes away when it makes a number of it."""
    return f"0{phone}" if NO_TRUNK.fullmatch(phone) else phone
