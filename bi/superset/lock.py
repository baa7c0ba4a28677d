"""The one connection that Superset gets: the published warehouse, read-only and locked.

Whatever a database in Superset's own metadata says (typed in, or brought by an import), what is
opened is decided here. So nobody who may edit databases in Superset can read a file of the machine.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy.engine.url import URL
from sqlalchemy.pool import NullPool

from extractors.errors import SijillError

DUCKDB_FILE = "sijill.duckdb"


class ConnectionRefused(SijillError):
    """A connection to something else than the published warehouse, or nothing is published."""


def lock_connection(
    uri: URL,
    _parameters: dict[str, Any],
    _username: str | None = None,
    _security_manager: object = None,
    _source: object = None,
) -> tuple[URL, dict[str, Any]]:
    """Superset's DB_CONNECTION_MUTATOR: the address and the engine's arguments to use instead.

    Of the address that is asked for only the kind of database counts; path, options and engine
    parameters are dropped. The link `current` is followed again each time and connections are not
    kept, so the next query after a publication sees the new version. Raises ConnectionRefused.
    """
    if uri.get_backend_name() != "duckdb":
        raise ConnectionRefused(
            f"this Superset opens no {uri.get_backend_name()} database",
            "it shows the published warehouse alone: use the database Sijill",
        )
    version = _current_version(Path(os.environ["SIJILL_SUPERSET_PUBLISHED"]))
    # connections to one file share their settings, so whatever is the version's own goes here
    spill = Path(os.environ["SIJILL_SUPERSET_HOME"]) / "spill" / version.name
    arguments = {
        "read_only": True,
        "config": {
            "enable_external_access": "false",
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "python_enable_replacements": "false",
            "temp_directory": str(spill),
            "memory_limit": os.environ["SIJILL_SUPERSET_MEMORY"],
            "threads": os.environ["SIJILL_SUPERSET_THREADS"],
            "lock_configuration": "true",
        },
    }
    return (
        URL.create("duckdb", database=str(version / DUCKDB_FILE)),
        {"poolclass": NullPool, "connect_args": arguments},
    )


def _current_version(published: Path) -> Path:
    version = (published / "current").resolve()
    if not (version / DUCKDB_FILE).is_file():
        raise ConnectionRefused(
            f"nothing is published in {published}",
            "run a night first (sijill night --date D); sijill status shows what is there",
        )
    return version
