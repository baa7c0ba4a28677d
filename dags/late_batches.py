"""Files that came late: runs the nights again whose batches are not those that were read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import CronTriggerTimetable, dag, get_current_context, task

from warehouse.core.airflow_names import BUILD_QUEUE, NIGHT_DAG
from warehouse.core.settings import get_settings

DOC = """
### What this is
Reads the landing folders of the last nights, and triggers `incident_nightly` for each batch
whose files no run has seen. Nothing to do where there is none.

### At 3 am
Red here means that a landing folder could not be read. The nights themselves are not affected.
`sijill status` names the late nights, `sijill night --late` runs them by hand.
"""


@dag(
    dag_id="late_batches",
    schedule=CronTriggerTimetable("30 5-23/3 * * *", timezone=get_settings().timezone),
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "sijill",
        "queue": BUILD_QUEUE,
        "retries": 1,
        "retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(minutes=30),
    },
    doc_md=DOC,
    tags=["sijill"],
)
def late_batches() -> None:
    """Late files in, nights run again."""

    @task
    def find_late() -> list[dict[str, Any]]:
        from warehouse.night.late import late_batches as find

        run = get_current_context()["dag_run"]
        return [
            {"trigger_run_id": late.run_id, "conf": {"batch_date": late.batch_date.isoformat()}}
            for late in find(get_settings(), now=run.run_after)
        ]

    # one run for each state of a batch: a queued run stays queued, one that failed
    # before it saw the batch is tried again
    TriggerDagRunOperator.partial(
        task_id="run_again", trigger_dag_id=NIGHT_DAG, reset_dag_run=True
    ).expand_kwargs(find_late())


late_batches()
