"""One incident as it is published now, by its id or its address, also one that was merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warehouse.core.errors import SettingsError
from warehouse.core.settings import Settings
from warehouse.core.translations import error_words
from warehouse.publication.links import incident_link, incident_of
from warehouse.publication.published import query

_KNOWN = """
select incident_id, status, successor_id, last_publication, last_night::varchar from dim_incident
where incident_id = $id
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """An incident that was asked for. `incident_id` is the one that stands now, `link` its address;
    `forwarded_from` the id that was asked for where it was merged; `retracted_in` the publication
    with which it was taken back and `retracted_on` its night, else None. `fields` are those of
    mart_incidents or mart_incidents_held that have a value, or the last published ones of an
    incident that was retracted."""

    incident_id: str
    link: str
    forwarded_from: str | None
    retracted_in: int | None
    retracted_on: str | None
    fields: list[tuple[str, Any]]


def show(settings: Settings, wanted: str) -> Shown:
    """The incident of an id or address. Raises SettingsError where there never was one, and
    NothingPublished."""
    asked = incident_of(wanted)
    _, known = query(settings, _KNOWN, {"id": asked})
    if not known:
        raise never_published(asked)
    _, found = query(settings, "select incident_id from current_incident_id($id)", {"id": asked})
    incident_id = str(found[0][0])
    _, ((_, status, _, last_publication, last_night),) = query(
        settings, _KNOWN, {"id": incident_id}
    )
    retracted = status == "retracted"
    columns, rows = query(
        settings,
        "select * from fct_incident_version where incident_id = $id and is_latest"
        if retracted
        else "select * from incidents_with_held() where incident_id = $id",
        {"id": incident_id},
    )
    return Shown(
        incident_id=incident_id,
        link=incident_link(settings, incident_id),
        forwarded_from=asked if asked != incident_id else None,
        retracted_in=last_publication if retracted else None,
        retracted_on=last_night if retracted else None,
        fields=[
            (name, value) for name, value in zip(columns, rows[0], strict=True) if value is not None
        ],
    )


def never_published(incident_id: str) -> SettingsError:
    """The error for an id that no publication ever had."""
    return SettingsError(*error_words("never_published", id=incident_id))
