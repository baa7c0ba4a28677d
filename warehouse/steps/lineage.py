"""What each step of a night read and wrote, as OpenLineage events.

    var/lineage/<batch_date>.jsonl      a line an event: START, COMPLETE or FAIL of a step,
                                        and of each model that dbt built in it

Written by the library's own classes and its transport to a file, so that a catalogue that knows
OpenLineage takes the lines as they are; nothing is sent anywhere. A step's run has the UUID that
follows from its night, run id and name, and the night's run as its parent. Events name tables,
columns, counts and digests: no text of an article, and of an error only its kind. A night never
fails for want of them.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import logging
import os
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.core.errors import BatchNotReady
from warehouse.core.settings import Settings
from warehouse.store.database import open_reader

if TYPE_CHECKING:
    from openlineage.client.event_v2 import InputDataset, OutputDataset, RunEvent

log = logging.getLogger(__name__)

NAMESPACE = "sijill"
#: the parent job of the steps
NIGHT = "incident_nightly"
#: our own facet of a run
RUN = "sijill_run"
_PRODUCER = "urn:sijill"
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, _PRODUCER)
_SHARD = re.compile(r"-\d{4}$")
#: tables that a batch is loaded into → the count of the step's note that has their new rows
_LOADED = {
    "articles": "records_staged",
    "quarantine": "records_quarantined",
    "incident_facts": "incident_facts",
    "casualty_claims": "casualty_claims",
    "attributions": "attributions",
    "evidence": "evidence_spans",
}
_STATES = {"success": "COMPLETE", "error": "FAIL"}


class StepLineage:
    """The events of one step of one run."""

    def __init__(self, settings: Settings, batch_date: dt.date, run_id: str, step: str) -> None:
        self._settings, self._day, self._step = settings, batch_date.isoformat(), step
        self._run_id = run_id
        self._started: dt.datetime | None = None

    def started(self, at: dt.datetime) -> None:
        """The step begins."""
        if self._step == "find_batch":
            # which looks every two minutes until there is a batch: only the last look is reported
            self._started = at
            return
        self._emit(lambda: [self._event("START", at)])

    def completed(self, at: dt.datetime, note: Mapping[str, Any]) -> None:
        """The step has ended well; `note` is what it says of itself."""

        def events() -> Iterator[RunEvent]:
            if self._started:
                yield self._event("START", self._started)
            if self._step.startswith("transform_"):
                yield from self._models()
            yield self._event("COMPLETE", at, *self._datasets(note))

        self._emit(events)

    def failed(self, at: dt.datetime, error: BaseException) -> None:
        """The step has ended with an error."""
        if isinstance(error, BatchNotReady):
            return

        def events() -> Iterator[RunEvent]:
            if self._started:
                yield self._event("START", self._started)
            if self._step.startswith("transform_"):
                yield from self._models()
            # its message may quote what was read
            yield self._event("FAIL", at, error=type(error).__name__)

        self._emit(events)

    # ── events ───────────────────────────────────────────────────────────────────────────

    def _emit(self, events: Callable[[], Iterable[RunEvent]]) -> None:
        try:
            from openlineage.client.event_v2 import set_producer

            set_producer(_PRODUCER)
            _append(self._settings.lineage_dir / f"{self._day}.jsonl", events())
        except Exception as err:
            log.warning("the lineage of %s was not written: %r", self._step, err)

    def _event(
        self,
        state: str,
        at: dt.datetime | str,
        inputs: Sequence[InputDataset] = (),
        outputs: Sequence[OutputDataset] = (),
        *,
        model: str | None = None,
        error: str | None = None,
    ) -> RunEvent:
        from openlineage.client.event_v2 import Job, Run, RunEvent, RunState
        from openlineage.client.facet_v2 import RunFacet, error_message_run, parent_run

        # the shards of a batch are read by one job
        job = f"{NIGHT}.{_SHARD.sub('', self._step)}"
        parent = (self._id(), NIGHT) if model is None else (self._id(self._step), job)
        facets: dict[str, Any] = {
            "parent": parent_run.ParentRunFacet(
                run=parent_run.Run(runId=parent[0], facets=None),
                job=parent_run.Job(namespace=NAMESPACE, name=parent[1], facets=None),
            ),
            # the id that ops.* has for it
            RUN: RunFacet().with_additional_properties(
                batch_date=self._day, run_id=self._run_id, step=self._step
            ),
        }
        if error:
            facets["errorMessage"] = error_message_run.ErrorMessageRunFacet(
                message=error, programmingLanguage="python"
            )
        names = [self._step] if model is None else [self._step, model]
        return RunEvent(
            eventType=RunState(state),
            eventTime=at if isinstance(at, str) else at.isoformat(),
            run=Run(runId=self._id(*names), facets=facets),
            job=Job(
                namespace=NAMESPACE, name=job if model is None else f"dbt.{model}", facets=None
            ),
            inputs=list(inputs),
            outputs=list(outputs),
        )

    def _id(self, *names: str) -> str:
        """The same for the same step of the same run, whenever and wherever it is asked."""
        return str(uuid.uuid5(_IDS, json.dumps([self._day, self._run_id, *names])))

    # ── what was read and written ────────────────────────────────────────────────────────

    def _datasets(self, note: Mapping[str, Any]) -> tuple[list[InputDataset], list[OutputDataset]]:
        step = _SHARD.sub("", self._step)
        landed = f"landing/{self._day}"
        articles, facts = (f"work/{self._day}/{what}" for what in ("articles", "facts"))
        if step == "find_batch":
            return [_read(landed, version=note["batch_digest"])], []
        if step == "plan_shards":
            return [_read(landed)], [_written(articles, files=note["shards"])]
        if step == "extract":
            written = _written(facts, version=note["extractor_version"], rows=note["articles_read"])
            return [_read(articles)], [written]
        if step == "load_staging":
            columns = self._columns("staging")
            return [_read(landed, version=note["batch_digest"]), _read(articles), _read(facts)], [
                _written(f"staging.{table}", columns[table], note["build_id"], note[count])
                for table, count in _LOADED.items()
            ]
        if step == "link":
            return [_read("transform.int_incident_mentions"), _read("register")], [
                _written("linking.mentions", rows=note["mentions"]),
                _written("linking.incident_links", rows=note["linked"]),
            ]
        if step == "gate":
            return [
                _read(f"{schema}.{table}")
                for schema in ("staging", "marts")
                for table in self._columns(schema)
            ], []
        if step == "publish":
            return self._published(note)
        return [], []

    @staticmethod
    def _published(note: Mapping[str, Any]) -> tuple[list[InputDataset], list[OutputDataset]]:
        counts: Mapping[str, int] = note["row_counts"]
        inputs = [_read(f"marts.{table}") for table in counts]
        if not note["changed"]:
            return inputs, []
        return inputs, [
            *(
                _written(f"published.{table}", version=note["version"], rows=rows)
                for table, rows in counts.items()
            ),
            _written("register", version=note["version"]),
        ]

    def _columns(self, schema: str) -> Mapping[str, Sequence[tuple[str, str]]]:
        """The tables of a schema of the build file, and their columns with their types."""
        with open_reader(self._settings) as connection:
            rows = connection.execute(
                "select table_name, list((column_name, data_type) order by column_index)"
                " from duckdb_columns() where schema_name = ? group by all order by all",
                [schema],
            ).fetchall()
        return dict(rows)

    def _models(self) -> Iterator[RunEvent]:
        """An event for each model and seed that dbt built; dbt does not report its rows."""
        target = self._settings.dbt_target_dir
        manifest, results = (
            json.loads((target / name).read_text("utf-8"))
            for name in ("manifest.json", "run_results.json")
        )
        nodes: Mapping[str, Mapping[str, Any]] = {**manifest["nodes"], **manifest["sources"]}
        for result in results["results"]:
            node = nodes.get(result["unique_id"], {})
            state = _STATES.get(result["status"])
            if state is None or node.get("resource_type") not in ("model", "seed"):
                continue
            # what is published has a contract, and the columns that it says
            columns = [
                (name, column["data_type"])
                for name, column in node["columns"].items()
                if node["schema"] == "marts"
            ]
            written = _written(_table(node), columns)
            yield self._event(
                state,
                result["timing"][-1]["completed_at"],
                [_read(table) for table in sorted({*_tables_read(nodes, node)})],
                [written] if state == "COMPLETE" else [],
                model=node["name"],
            )


def _tables_read(nodes: Mapping[str, Mapping[str, Any]], node: Mapping[str, Any]) -> Iterator[str]:
    """The tables that a node is made from; of a view, those that it selects from."""
    for name in node.get("depends_on", {}).get("nodes", ()):
        parent = nodes[name]
        if parent.get("config", {}).get("materialized") == "view":
            yield from _tables_read(nodes, parent)
        else:
            yield _table(parent)


def _table(node: Mapping[str, Any]) -> str:
    return f"{node['schema']}.{node.get('identifier') or node.get('alias')}"


def _read(name: str, version: str | None = None) -> InputDataset:
    from openlineage.client.event_v2 import InputDataset

    return InputDataset(NAMESPACE, name, facets=_facets(version=version), inputFacets=None)


def _written(
    name: str,
    columns: Sequence[tuple[str, str]] = (),
    version: str | None = None,
    rows: int | None = None,
    files: int | None = None,
) -> OutputDataset:
    from openlineage.client.event_v2 import OutputDataset
    from openlineage.client.facet_v2 import output_statistics_output_dataset as statistics

    output_facets: dict[str, Any] = {}
    if rows is not None or files is not None:
        output_facets["outputStatistics"] = statistics.OutputStatisticsOutputDatasetFacet(
            rowCount=rows, fileCount=files
        )
    return OutputDataset(
        NAMESPACE, name, facets=_facets(columns, version), outputFacets=output_facets or None
    )


def _facets(
    columns: Sequence[tuple[str, str]] = (), version: str | None = None
) -> dict[str, Any] | None:
    from openlineage.client.facet_v2 import dataset_version_dataset, schema_dataset

    facets: dict[str, Any] = {}
    if columns:
        facets["schema"] = schema_dataset.SchemaDatasetFacet(
            fields=[
                schema_dataset.SchemaDatasetFacetFields(name=name, type=kind, fields=None)
                for name, kind in columns
            ]
        )
    if version:
        facets["version"] = dataset_version_dataset.DatasetVersionDatasetFacet(
            datasetVersion=version
        )
    return facets or None


# ── the file ─────────────────────────────────────────────────────────────────────────────


def _append(path: Path, events: Iterable[RunEvent]) -> None:
    from openlineage.client.transport.file import FileConfig, FileTransport

    emitted = list(events)
    path.parent.mkdir(parents=True, exist_ok=True)
    transport = FileTransport(FileConfig(log_file_path=str(path), append=True))
    with _alone(path):
        for event in emitted:
            transport.emit(event)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One writer at a time: the tasks that read shards run in parallel. An incomplete last line,
    left by a writer that was killed, is cut off."""
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(0)
            complete = file.read().rfind(b"\n") + 1
            if complete < size:
                file.truncate(complete)
        yield
