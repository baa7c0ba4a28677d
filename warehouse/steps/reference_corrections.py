"""Corrections of reference entries: what an editor says of a place or an actor, for all incidents.

They have to be there before the first dbt run, since the place of a report decides what it is
compared with. What rests on an entry whose corrections changed is read again like an article that
changed: the articles that name the entry are marked, the rest follows as on any night.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from extractors.text.fold import fold
from warehouse.core.settings import Settings
from warehouse.core.sql_text import statements
from warehouse.editing.corrected_fields import ENTRY_ACTIONS, Correction, active
from warehouse.editing.corrections import check, read_corrections
from warehouse.store.database import open_writer
from warehouse.store.register_copies import load_register

_SQL = statements(__file__)

_COLUMNS = ("correction_id", "entry_kind", "entry_id", "field", "value")


def load_reference_corrections(settings: Settings) -> list[str]:
    """Check all corrections and store those of reference entries for the models.

    Marks the articles that rest on an entry whose corrections differ from the stored ones, so
    that the next dbt run and link step read them again. Returns the ids of the incidents that they
    report. One transaction. Raises CorrectionsInvalid, RegisterDamaged, DatabaseBusy.
    """
    rows = read_corrections(settings)
    with open_writer(settings) as connection:
        connection.begin()
        try:
            load_register(settings, connection)
            check(settings, connection, rows)
            touched = _store(connection, [row for row in active(rows) if row.is_of_entry])
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
    return touched


def _store(connection: duckdb.DuckDBPyConnection, in_force: list[Correction]) -> list[str]:
    values = [
        (row.correction_id, ENTRY_ACTIONS[row.action], row.subject, row.field, row.value)
        for row in in_force
    ]
    connection.register(
        "entry_rows",
        pa.table(
            {
                name: pa.array([row[at] for row in values], pa.string())
                for at, name in enumerate(_COLUMNS)
            }
        ),
    )
    differing = connection.execute(_SQL["differing"]).fetchall()
    connection.execute("delete from corrections.reference_entries")
    connection.execute("insert into corrections.reference_entries select * from entry_rows")
    connection.unregister("entry_rows")
    if not differing or not _is_built(connection):
        return []  # all rows are built anyway
    places = sorted(id_ for kind, id_ in differing if kind == "place")
    actors = sorted(id_ for kind, id_ in differing if kind == "actor")
    connection.execute(_SQL["family"], {"actors": actors})
    _forget_names(connection, actors)
    connection.execute(
        "create or replace temporary table touched_mentions as"  # noqa: S608 - words of this file
        " select mention_id from transform.int_incident_mentions"
        " where place_id in (select unnest($places))"
        f" union {_SQL['reports_of_actors']}",
        {"places": places},
    )
    connection.execute(
        "insert into staging.changed_articles"
        " select distinct article_id from transform.int_incident_mentions"
        " where mention_id in (select mention_id from touched_mentions)"
    )
    return _note_incidents(connection, places)


def _forget_names(connection: duckdb.DuckDBPyConnection, actors: list[str]) -> None:
    """Remove the stored lookups of source names that may mean one of the actors, so that they are
    looked up again."""
    aliases = connection.execute(
        "select alias from reference.actor_aliases where actor_id in (select unnest($actors))",
        {"actors": actors},
    ).fetchall()
    # a proclitic can hide the article's alef
    stems = sorted({fold(str(alias)).removeprefix("ال") for (alias,) in aliases})
    connection.execute(
        """
        create or replace temporary table stale_names as
        select source_name from transform.int_source_names
        where
            actor_id in (select unnest($actors))
            or len(list_filter($stems::varchar[], stem -> contains(folded_name, stem))) > 0
        """,
        {"actors": actors, "stems": stems},
    )
    connection.execute(
        "delete from transform.int_source_names"
        " where source_name in (select source_name from stale_names)"
    )


def _note_incidents(connection: duckdb.DuckDBPyConnection, places: list[str]) -> list[str]:
    """The incidents of the touched reports, and those that editors set to such an entry."""
    connection.execute(
        _SQL["touched_incidents"],
        {"places": places},
    )
    rows = connection.execute(
        "select distinct incident_id from corrections.touched_incidents order by 1"
    ).fetchall()
    return [id_ for (id_,) in rows]


def _is_built(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the models were built: without them there are no rows that could be stale."""
    return bool(
        connection.execute(
            "select 1 from duckdb_tables()"
            " where schema_name = 'transform' and table_name = 'int_mention_sources'"
        ).fetchall()
    )
