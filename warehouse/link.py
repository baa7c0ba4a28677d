"""The link step: mentions of the build file → linking.incident_links, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, fields

import duckdb
import pyarrow as pa

from linking.assign import Mention, assign
from warehouse.database import open_writer
from warehouse.errors import LinkFailed
from warehouse.settings import Settings


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What the link step did: `mentions` read (main and in passing), `linked`, `incidents`."""

    mentions: int
    linked: int
    incidents: int


_COLUMNS = tuple(field.name for field in fields(Mention))


def link(settings: Settings) -> LinkResult:
    """Link every current mention anew and replace linking.incident_links.

    Reads transform.int_incident_mentions, so the first dbt run has to come before. Raises
    LinkFailed where that table or the build file is missing (the links are then as before),
    DatabaseBusy where another process holds the file.
    """
    if not settings.build_file.exists():
        raise LinkFailed(
            f"there is no build file {settings.build_file}", "load a batch into staging first"
        )
    try:
        with open_writer(settings) as con:
            mentions = _read_mentions(con)
            links = assign(mentions)
            table = pa.table(
                {
                    "mention_id": pa.array([ln.mention_id for ln in links], pa.string()),
                    "incident_id": pa.array([ln.incident_id for ln in links], pa.string()),
                    "link_method": pa.array([ln.method for ln in links], pa.string()),
                    "link_confidence": pa.array([ln.confidence for ln in links], pa.float64()),
                }
            )
            con.register("new_links", table)
            con.begin()
            con.execute("delete from linking.incident_links")
            con.execute("insert into linking.incident_links by name select * from new_links")
            con.commit()
    except duckdb.Error as err:
        raise LinkFailed(
            f"the incidents could not be linked: {err}",
            "transform.int_incident_mentions is built by the dbt run before the link step; see "
            "that it ended well",
        ) from err
    return LinkResult(len(mentions), len(links), len({ln.incident_id for ln in links}))


def _read_mentions(con: duckdb.DuckDBPyConnection) -> list[Mention]:
    rows = con.execute(
        f"select {', '.join(_COLUMNS)} from transform.int_incident_mentions"  # noqa: S608
    ).fetchall()
    return [Mention(*row) for row in rows]
