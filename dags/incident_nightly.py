"""The night. Each task is one call of warehouse.night; nothing is decided here."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from airflow.sdk import (
    Asset,
    Context,
    CronDataIntervalTimetable,
    ExceptionRetryPolicy,
    Param,
    PokeReturnValue,
    RetryAction,
    RetryRule,
    dag,
    get_current_context,
    task,
)
from airflow.sdk.definitions.callback import SyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference

if TYPE_CHECKING:
    from warehouse.night.run import Night

TIMEZONE = "Asia/Baghdad"
BUILD_POOL = "sijill_build"
#: where there are workers on several machines: of the one that holds the warehouse, and of all
BUILD_QUEUE, READ_QUEUE = "sijill_build", "sijill_read"
PUBLISHED = Asset("sijill_published", uri="x-sijill://published/current/sijill.duckdb")

DOC = """
### What this is
Reads the articles of `landing/<batch_date>/`, writes incidents, checks them, publishes them.
`batch_date` is the local day on which the data interval starts, or the run's `batch_date` param.
Every task can be run again: it replaces what it wrote before.

### At 3 am
Readers are safe whatever is red here: `published/current` only moves in the last step.

| red task | most often | do |
|---|---|---|
| find_batch | no folder `landing/<batch_date>` | deliver it, clear the task |
| find_batch | another version of the extractors | `sijill rebuild`, then clear the task |
| extract | one shard's log names the article | clear the task; it only redoes its shard |
| load_staging, transform_*, link | disk full, or the build file is held | free it, clear the task |
| gate | the data are not good enough; nothing was published | open `var/checks/index.html` |
| publish | disk full | free it, clear the task |

More: docs/runbook.md.
"""

IN_THREE_HOURS = DeadlineAlert(
    reference=DeadlineReference.DAGRUN_QUEUED_AT,
    interval=timedelta(hours=3),
    callback=SyncCallback("warehouse.night.alerts.deadline_missed"),
    name="the night ends within three hours",
)
#: `airflow dags test` of 3.3 ends a run that has a deadline with an error after it succeeded
#: (apache/airflow#73428). Nobody waits for such a run.
IN_DAGS_TEST = sys.argv[1:3] == ["dags", "test"]

#: What another try cannot cure.
NEVER_RETRY = ExceptionRetryPolicy(
    [
        RetryRule(
            exception=[
                "warehouse.core.errors.BatchMissing",
                "warehouse.core.errors.GateBlocked",
                "warehouse.core.errors.SettingsError",
                "warehouse.core.errors.VintageRefused",
                "extractors.errors.LexiconError",
                "extractors.errors.ModelsMissing",
            ],
            action=RetryAction.FAIL,
            reason="another try would end the same way",
        )
    ]
)


def _failed(context: Context) -> None:
    from warehouse.night.alerts import dag_failed

    dag_failed(context)


def _night() -> Night:
    """This run's night: settings, batch date and run id."""
    from warehouse.core.settings import get_settings
    from warehouse.night.run import Night

    context = get_current_context()
    run = context["dag_run"]
    given = context["params"].get("batch_date")
    start = context.get("data_interval_start")
    return Night.of(get_settings(), batch_date=given, interval_start=start, run_id=str(run.run_id))


@dag(
    dag_id="incident_nightly",
    schedule=CronDataIntervalTimetable("0 2 * * *", timezone=TIMEZONE),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=8),
    params={
        "batch_date": Param(
            None,
            type=["null", "string"],
            format="date",
            description="the night to run; empty: the day on which the data interval starts",
        )
    },
    default_args={
        "owner": "sijill",
        "queue": BUILD_QUEUE,
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=20),
        "retry_policy": NEVER_RETRY,
        "execution_timeout": timedelta(hours=1),
    },
    deadline=None if IN_DAGS_TEST else IN_THREE_HOURS,
    on_failure_callback=_failed,
    doc_md=DOC,
    tags=["sijill", "nightly"],
)
def incident_nightly() -> None:
    """Articles in, a published warehouse out."""

    @task.sensor(poke_interval=120, timeout=6 * 3600, mode="reschedule")
    def find_batch() -> PokeReturnValue:
        from warehouse.core.errors import BatchNotReady, NightUnderWay

        try:
            return PokeReturnValue(is_done=True, xcom_value=_night().find_batch())
        except (BatchNotReady, NightUnderWay) as waiting:
            print(waiting)
            return PokeReturnValue(is_done=False)

    @task
    def plan_shards(manifest: dict[str, Any]) -> list[dict[str, Any]]:
        return _night().plan_shards(manifest)

    @task(queue=READ_QUEUE, map_index_template="{{ task.op_kwargs['shard']['name'] }}")
    def extract(shard: dict[str, Any]) -> dict[str, Any]:
        return _night().extract(shard)

    @task(pool=BUILD_POOL, trigger_rule="none_failed")
    def load_staging(manifest: dict[str, Any]) -> dict[str, Any]:
        return _night().load_staging(manifest)

    @task(pool=BUILD_POOL)
    def transform_staging() -> dict[str, Any]:
        return _night().transform("before_link")

    @task(pool=BUILD_POOL)
    def link() -> dict[str, Any]:
        return _night().link()

    @task(pool=BUILD_POOL)
    def transform_marts() -> dict[str, Any]:
        return _night().transform("after_link")

    @task(pool=BUILD_POOL)
    def gate() -> dict[str, Any]:
        return _night().gate()

    @task(pool=BUILD_POOL, outlets=[PUBLISHED])
    def publish() -> dict[str, Any]:
        return _night().publish()

    @task(pool=BUILD_POOL)
    def finish() -> dict[str, Any]:
        return _night().finish()

    # what a task returns stands here for what it will return: the decorators' types cannot say so
    manifest: Any = find_batch()
    shards: Any = plan_shards(manifest)
    facts = extract.expand(shard=shards)
    staged = load_staging(manifest)
    facts >> staged
    (
        staged
        >> transform_staging()
        >> link()
        >> transform_marts()
        >> gate()
        >> publish()
        >> finish()
    )


incident_nightly()
