"""A reader in a process of its own: opens the published file again and again until told to stop.

    python hammer_reader.py PUBLISHED_DIR STOP_FILE [USER]

Started by root it becomes USER first: with everything imported by then, since an interpreter
below /root could not even be started by that user. Prints one JSON line: how often it read,
which versions it saw, and each fault.
"""

from __future__ import annotations

import json
import os
import pwd
import sys
import time
from pathlib import Path

import duckdb

LOCKED = {"enable_external_access": "false", "lock_configuration": "true"}
COUNTED = (
    "bridge_incident_actor", "dim_actor", "dim_article", "dim_event_type", "dim_incident",
    "dim_location", "dim_measured_quality", "dim_name", "dim_outlet", "dim_target_type",
    "dim_vintage", "dim_weapon", "fct_article", "fct_attribution", "fct_casualty_claim",
    "fct_incident", "fct_incident_mention", "fct_incident_version", "mart_incidents",
    "mart_incidents_held", "mart_source_coverage",
)  # fmt: skip


def read_once(file: Path) -> tuple[str, str | None]:
    """The version that was seen, and what was wrong with it."""
    with duckdb.connect(str(file), read_only=True, config={**LOCKED}) as con:
        row = con.execute("select version, row_counts from marts.publish_info").fetchone()
        assert row is not None
        version, promised = row
        found = {}
        for table in COUNTED:
            count = con.execute(f"select count(*) from marts.{table}").fetchone()
            assert count is not None
            found[table] = count[0]
        tolls = con.execute(
            "select count(distinct killed_best) from marts.fct_incident "
            "where incident_month = '2026-11'"
        ).fetchone()
    if found != promised:
        return version, f"{version}: promised {promised}, found {found}"
    if tolls != (1,):
        return version, f"{version}: rows of two versions at once"
    return version, None


def become(name: str) -> None:
    """Gives up root for good."""
    duckdb.sql("select map {'a': 1}").fetchall()  # whatever is imported late is imported now
    user = pwd.getpwnam(name)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


def main(published: Path, stop: Path) -> None:
    """Reads until `stop` exists."""
    reads, versions, faults = 0, set(), []
    while not stop.exists():
        try:
            version, fault = read_once(published / "current" / "sijill.duckdb")
        except Exception as err:
            version, fault = "", repr(err)
        reads += 1
        # several readers without a rest would take the processors of whoever publishes
        time.sleep(0.005)
        versions.add(version)
        if fault:
            faults.append(fault)
    print(
        json.dumps(
            {"uid": os.getuid(), "reads": reads, "versions": sorted(versions), "faults": faults}
        )
    )


if __name__ == "__main__":
    if len(sys.argv) > 3:
        become(sys.argv[3])
    main(Path(sys.argv[1]), Path(sys.argv[2]))
