"""dbt's connection to a lake: a plugin of dbt-duckdb, which attaches it as the steps of a night do.

The lake is given by a variable of the process, not by dbt's profile, whose values dbt logs.
"""

from __future__ import annotations

import os
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

from warehouse.store.lake import BUILD_NAME, Lake


class Plugin(BasePlugin):
    """Attaches the lake to the connection, and makes it what unqualified names mean."""

    def configure_connection(self, conn: Any) -> None:  # noqa: ANN401, D102 - dbt's
        Lake.from_environment(os.environ).attach(conn, read_only=False)

    def configure_cursor(self, cursor: Any) -> None:  # noqa: ANN401, D102 - dbt's
        cursor.execute(f"use {BUILD_NAME}")
