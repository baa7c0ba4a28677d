"""The night. Each task is one call of warehouse.night; nothing is decided here."""

from __future__ import annotations

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

from warehouse.core.airflow_names import (
    BUILD_POOL,
    BUILD_QUEUE,
    NIGHT_DAG,
    PUBLISHED_ASSET,
    PUBLISHED_URI,
    READ_QUEUE,
)
from warehouse.core.settings import get_settings

if TYPE_CHECKING:
    from warehouse.night.run import Night

SETTINGS = get_settings()
PUBLISHED = Asset(PUBLISHED_ASSET, uri=PUBLISHED_URI)
#: how long a batch may be late, and how long a night may take from then on
WAIT_FOR_BATCH, WORK = timedelta(hours=6), timedelta(hours=3)

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

#: beyond what the sensor waits: a batch that is late, but comes, raises no alarm
DEADLINE = DeadlineAlert(
    reference=DeadlineReference.DAGRUN_QUEUED_AT,
    interval=WAIT_FOR_BATCH + WORK,
    callback=SyncCallback("warehouse.night.alerts.deadline_missed"),
    name="the night has ended",
)

#: Errors that a retry cannot cure.
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
    from warehouse.night.run import Night

    context = get_current_context()
    run = context["dag_run"]
    given = context["params"].get("batch_date")
    start = context.get("data_interval_start")
    return Night.of(SETTINGS, batch_date=given, interval_start=start, run_id=str(run.run_id))


@task.sensor(poke_interval=120, timeout=WAIT_FOR_BATCH.total_seconds(), mode="reschedule")
def find_batch() -> PokeReturnValue:
    """The manifest of the batch; waits until it is there and no other night is under way."""
    from warehouse.core.errors import BatchNotReady, NightUnderWay

    try:
        return PokeReturnValue(is_done=True, xcom_value=_night().find_batch())
    except (BatchNotReady, NightUnderWay) as waiting:
        print(waiting)
        return PokeReturnValue(is_done=False)


@task
def plan_shards(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The shards whose articles are still to be read."""
    return _night().plan_shards(manifest)


@task(queue=READ_QUEUE, map_index_template="{{ task.op_kwargs['shard']['name'] }}")
def extract(shard: dict[str, Any]) -> dict[str, Any]:
    """Reads the articles of one shard."""
    return _night().extract(shard)


@task(pool=BUILD_POOL, trigger_rule="none_failed")
def load_staging(manifest: dict[str, Any]) -> dict[str, Any]:
    """Puts what was read into staging tables."""
    return _night().load_staging(manifest)


@task(pool=BUILD_POOL)
def transform_staging() -> dict[str, Any]:
    """Runs the models that linking needs."""
    return _night().transform("before_link")


@task(pool=BUILD_POOL)
def link() -> dict[str, Any]:
    """Links mentions of one incident."""
    return _night().link()


@task(pool=BUILD_POOL)
def transform_marts() -> dict[str, Any]:
    """Runs the models that build on linking."""
    return _night().transform("after_link")


@task(pool=BUILD_POOL)
def gate() -> dict[str, Any]:
    """Fails where the night may not be published."""
    return _night().gate()


@task(pool=BUILD_POOL, outlets=[PUBLISHED])
def publish(*, outlet_events: Any = None) -> dict[str, Any]:  # noqa: ANN401 - Airflow gives it
    """Makes the night the version that readers get; its counts go with the asset."""
    done = _night().publish()
    outlet_events[PUBLISHED].extra = {
        name: done[name] for name in ("version", "changed", "row_counts")
    }
    return done


@task(pool=BUILD_POOL)
def finish() -> dict[str, Any]:
    """Writes down how the night ended."""
    return _night().finish()


@dag(
    dag_id=NIGHT_DAG,
    schedule=CronDataIntervalTimetable("0 2 * * *", timezone=SETTINGS.timezone),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=2 * WAIT_FOR_BATCH,
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
    deadline=DEADLINE if SETTINGS.airflow_deadline else None,
    on_failure_callback=_failed,
    doc_md=DOC,
    tags=["sijill", "nightly"],
)
def incident_nightly() -> None:
    """Articles in, a published warehouse out."""

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
        # runs whatever the state of the other tasks, and never decides the state of the run
        >> finish().as_teardown()
    )


incident_nightly()
