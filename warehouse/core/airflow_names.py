"""Names that the DAGs and the programs that start Airflow have in common."""

from __future__ import annotations

#: the DAG of a night
NIGHT_DAG = "incident_nightly"
#: Every task that opens the build file runs in this pool of one slot: DuckDB has one writer.
BUILD_POOL = "sijill_build"
#: the queue of the machine that holds the warehouse, and that of all who read articles
BUILD_QUEUE, READ_QUEUE = "sijill_build", "sijill_read"
#: the asset that a new publication updates
PUBLISHED_ASSET, PUBLISHED_URI = (
    "sijill_published",
    "x-sijill://published/current/sijill.duckdb",
)
