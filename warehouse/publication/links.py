"""Permanent addresses of incidents: `incident/<id>`, below a base that the user may set.

An id means one incident for ever, so its address does too; that of a merged
incident leads to the one that took it in.
"""

from __future__ import annotations

import re

from warehouse.core.settings import Settings

#: the form of an address below the base; dim_incident.incident_path has it for each incident
PREFIX = "incident/"
_ORDERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"(?:^|/)incident/(?P<id>[^/?#]+)/?(?:[?#].*)?$")


def incident_link(settings: Settings, incident_id: str) -> str:
    """The address of an incident: below settings.base_url, or relative where there is none."""
    return f"{settings.base_url}{PREFIX}{incident_id}"


def incident_of(text: str) -> str:
    """The incident id in an id, a relative address or a full one."""
    # text copied from a line of Arabic may contain marks of direction
    plain = _ORDERING.sub("", text).strip()
    found = _ADDRESS.search(plain)
    return found["id"] if found else plain
