"""A backup after each publication. The task is one call of warehouse.backup."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.exceptions import AirflowSkipException
from airflow.sdk import Asset, dag, get_current_context, task

from warehouse.core.airflow_names import BUILD_POOL, BUILD_QUEUE, PUBLISHED_ASSET, PUBLISHED_URI
from warehouse.core.settings import get_settings

DOC = """
### What this is
Copies what cannot be computed again (ids, publications, redactions, corrections, own data) to
`SIJILL_BACKUPS_DIR` after each publication that changed something, and keeps the last
`SIJILL_KEEP_BACKUPS` of such copies. Backups with landing files, the build or versions are made by
hand (`sijill backup --all`) and never removed.

### At 3 am
Red here means that the latest publication is not backed up: most often the disk of the backups is
full. Nights and readers are not affected. Free some space and clear the task.
"""


@dag(
    dag_id="backup_published",
    schedule=[Asset(PUBLISHED_ASSET, uri=PUBLISHED_URI)],
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "sijill",
        "queue": BUILD_QUEUE,
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(hours=1),
    },
    doc_md=DOC,
    tags=["sijill"],
)
def backup_published() -> None:
    """A publication in, a backup out."""

    @task(pool=BUILD_POOL)
    def back_up() -> dict[str, Any]:
        from warehouse.backup.write import back_up_once

        context = get_current_context()
        events = [
            event for of_asset in context["triggering_asset_events"].values() for event in of_asset
        ]
        if events and not any((event.extra or {}).get("changed", True) for event in events):
            raise AirflowSkipException("the publication was current already")
        made = back_up_once(get_settings(), now=context["dag_run"].run_after)
        return {"backup": str(made.path), "publication": made.publication}

    @task(pool=BUILD_POOL)
    def prune() -> list[str]:
        from warehouse.backup.write import prune_backups

        settings = get_settings()
        return [str(path) for path in prune_backups(settings, keep=settings.keep_backups)]

    back_up() >> prune()


backup_published()
