"""Corrections of editors: read, checked together, and turned into what the night applies.

corrections/*.csv, a row a correction; docs/corrections.md is the editors' page. They override any
extraction. Either all of them can be applied or none is: a night with a faulty correction stops
before it changes anything.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path

import duckdb
import pyarrow as pa

from intake.opening import open_regular
from warehouse.core.errors import CorrectionsInvalid
from warehouse.core.settings import Settings
from warehouse.core.translations import error_words, message
from warehouse.editing.corrected_fields import (
    COLUMNS,
    ENTRY_ACTIONS,
    Correction,
    active,
)
from warehouse.editing.correction_faults import HINT, faults_alone, refuse, unknown_incidents


@dataclass(frozen=True, slots=True)
class Grouping:
    """What merges and splits ask of the grouping, in mention ids. `together`: each set is one
    incident; `apart`: no two mentions of a set are in one; `split_from`: the incident that a
    mention was taken out of; `mentions`: all that any of them names."""

    together: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()
    split_from: Mapping[str, str] = field(default_factory=dict)
    mentions: frozenset[str] = frozenset()


def read_corrections(settings: Settings) -> tuple[Correction, ...]:
    """All rows, in the order of file names and lines. Raises CorrectionsInvalid where a file is
    no such table."""
    found: list[Correction] = []
    for path in sorted(settings.corrections_dir.glob("*.csv")):
        found += read_file(path)
    return tuple(found)


def check(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    corrections: Sequence[Correction],
) -> None:
    """See that all corrections can be applied. Raises CorrectionsInvalid that lists every fault.

    `connection` holds the schema `register`: an incident is known once it was published.
    """
    refuse(
        [
            *faults_alone(settings, corrections),
            *unknown_incidents(connection, active(corrections)),
        ]
    )


def check_alone(settings: Settings, corrections: Sequence[Correction]) -> None:
    """See that nothing is wrong with the corrections as they stand, whatever was published.

    Raises CorrectionsInvalid that lists every fault.
    """
    refuse(faults_alone(settings, corrections))


def store(
    settings: Settings, connection: duckdb.DuckDBPyConnection
) -> tuple[tuple[Correction, ...], list[str]]:
    """Check the corrections and put those in force into corrections.active.

    Returns them, and the ids of the incidents for which something differs from before.
    """
    rows = read_corrections(settings)
    check(settings, connection, rows)
    in_force = active(rows)
    columns = [*COLUMNS]
    table = pa.table(
        {
            name: pa.array([getattr(row, name) or None for row in in_force], pa.string())
            for name in columns
        }
    )
    connection.register("correction_rows", table)
    differing = connection.execute(
        "select distinct row.subject, row.other, row.action from ("
        " (select * from correction_rows except select * from corrections.active)"
        " union all (select * from corrections.active except select * from correction_rows)"
        ") as row"
    ).fetchall()
    connection.execute("delete from corrections.active")
    connection.execute("insert into corrections.active by name select * from correction_rows")
    touched: set[str] = set()
    for subject, other, action in differing:
        if action not in ENTRY_ACTIONS:
            touched |= {subject, other or subject}
    touched |= {
        incident_id
        for (incident_id,) in connection.execute(
            "select incident_id from corrections.touched_incidents"
        ).fetchall()
    }
    connection.execute("delete from corrections.touched_incidents")
    return in_force, sorted(_living(connection, touched).values())


def grouping(connection: duckdb.DuckDBPyConnection, in_force: Sequence[Correction]) -> Grouping:
    """What merges and splits ask of the grouping of the current mentions."""
    together: list[frozenset[str]] = []
    apart: list[frozenset[str]] = []
    split_from: dict[str, str] = {}
    splits = [row for row in in_force if row.action == "split"]
    living = _living(connection, {id_ for row in in_force for id_ in (row.subject, row.other)})
    for row in splits:
        subject = living.get(row.subject, row.subject)
        taken = {
            mention_id
            for (mention_id,) in connection.execute(
                """
                select fact.mention_id from register.facts as fact
                inner join register.incidents as incident using (incident_id)
                where
                    fact.article_id in (select unnest($articles))
                    and (incident.incident_id = $subject or incident.origin_id = $subject)
                """,
                {"articles": list(row.articles), "subject": subject},
            ).fetchall()
        }
        rest = _facts_of(connection, [subject]) - taken
        if taken:
            together.append(frozenset(taken))
            apart += [frozenset((one, other)) for one in taken for other in rest]
            split_from |= dict.fromkeys(taken, subject)
    for row in in_force:
        if row.action == "merge":
            ids = [living.get(id_, id_) for id_ in (row.subject, row.other)]
            together.append(frozenset(_facts_of(connection, ids) - set(split_from)))
    named = frozenset().union(*together, *apart)
    return Grouping(tuple(together), tuple(apart), split_from, named)


# ── reading ──────────────────────────────────────────────────────────────────────────────


def read_file(path: Path) -> list[Correction]:
    """The corrections of one file. Raises CorrectionsInvalid where it is none."""
    try:
        with TextIOWrapper(open_regular(path), encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise CorrectionsInvalid(
                    *error_words("columns", file=path.name, columns=",".join(COLUMNS))
                )
            rows = []
            for row in reader:
                where = message("fault.line", file=path.name, line=reader.line_num)
                if None in row or None in row.values():
                    raise CorrectionsInvalid(
                        message("error.cells.said", where=where, count=len(COLUMNS)), HINT
                    )
                rows.append(
                    Correction(**{name: row[name].strip() for name in COLUMNS}, where=where)
                )
            return rows
    except (OSError, UnicodeDecodeError, csv.Error) as err:
        raise CorrectionsInvalid(
            message("error.unreadable.said", file=path.name, problem=err), HINT
        ) from err


# ── what they touch ──────────────────────────────────────────────────────────────────────


def _living(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> dict[str, str]:
    """Each id with its current successor."""
    rows = connection.execute(
        """
        with recursive walk as (
            select incident_id as asked, incident_id, successor_id from register.incidents
            where incident_id in (select unnest($ids))
            union
            select walk.asked, next.incident_id, next.successor_id
            from walk inner join register.incidents as next on walk.successor_id = next.incident_id
        )
        select asked, incident_id from walk where successor_id is null
        """,
        {"ids": sorted(set(ids) - {""})},
    ).fetchall()
    return dict(rows)


def _facts_of(connection: duckdb.DuckDBPyConnection, incidents: Sequence[str]) -> set[str]:
    return {
        id_
        for (id_,) in connection.execute(
            "select mention_id from register.facts where incident_id in (select unnest($ids))",
            {"ids": list(incidents)},
        ).fetchall()
    }
