"""What the nights tell of themselves as OpenLineage events, read by the specification's classes."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from typing import Any

import duckdb
import pytest
from openlineage.client.event_v2 import (
    InputDataset,
    Job,
    OutputDataset,
    Run,
    RunEvent,
    RunState,
)
from openlineage.client.facet_v2 import (
    RunFacet,
    dataset_version_dataset,
    output_statistics_output_dataset,
    parent_run,
    schema_dataset,
)
from openlineage.client.serde import Serde

from tests.end_to_end.conftest import NIGHTS
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.night.run import NightSummary
from warehouse.steps.lineage import NAMESPACE, NIGHT, RUN

Nights = tuple[Settings, list[NightSummary]]
STEPS = (
    "find_batch", "plan_shards", "extract", "load_staging", "transform_before_link", "link",
    "transform_after_link", "gate", "publish",
)  # fmt: skip


@pytest.fixture(scope="module")
def told(three_nights: Nights) -> dict[str, list[dict[str, Any]]]:
    """The events of each night."""
    settings, _ = three_nights
    return {
        night: [
            json.loads(line)
            for line in (settings.lineage_dir / f"{night}.jsonl").read_text("utf-8").splitlines()
        ]
        for night in NIGHTS
    }


def test_each_line_is_an_event_of_the_specification(told: dict[str, list[dict[str, Any]]]) -> None:
    for events in told.values():
        for event in events:
            assert Serde.to_dict(parsed(event)) == event


def parsed(event: dict[str, Any]) -> RunEvent:
    """The event by the library's classes, which refuse what is none."""
    run = dict(event["run"]["facets"])
    parent = run.pop("parent")
    own = run.pop(RUN)
    assert not run
    facets: dict[str, Any] = {
        "parent": parent_run.ParentRunFacet(
            run=parent_run.Run(**parent["run"], facets=None),
            job=parent_run.Job(**parent["job"], facets=None),
            producer=parent["_producer"],
        ),
        RUN: RunFacet(producer=own["_producer"]).with_additional_properties(
            **{name: value for name, value in own.items() if not name.startswith("_")}
        ),
    }
    return RunEvent(
        eventType=RunState(event["eventType"]),
        eventTime=event["eventTime"],
        run=Run(event["run"]["runId"], facets=facets),
        job=Job(**event["job"], facets=None),
        inputs=[
            InputDataset(one["namespace"], one["name"], facets=dataset(one), inputFacets=None)
            for one in event["inputs"]
        ],
        outputs=[
            OutputDataset(
                one["namespace"], one["name"], facets=dataset(one), outputFacets=statistics(one)
            )
            for one in event["outputs"]
        ],
        producer=event["producer"],
    )


def dataset(one: dict[str, Any]) -> dict[str, Any] | None:
    facets: dict[str, Any] = {}
    for name, facet in one.get("facets", {}).items():
        if name == "schema":
            fields = [
                schema_dataset.SchemaDatasetFacetFields(**field, fields=None)
                for field in facet["fields"]
            ]
            facets[name] = schema_dataset.SchemaDatasetFacet(fields, producer=facet["_producer"])
        else:
            assert name == "version"
            facets[name] = dataset_version_dataset.DatasetVersionDatasetFacet(
                facet["datasetVersion"], producer=facet["_producer"]
            )
    return facets or None


def statistics(one: dict[str, Any]) -> dict[str, Any] | None:
    if "outputFacets" not in one:
        return None
    (facet,) = one["outputFacets"].values()
    told = {name: value for name, value in facet.items() if not name.startswith("_")}
    return {
        "outputStatistics": output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet(
            **told, producer=facet["_producer"]
        )
    }


def test_each_step_begins_and_ends_and_is_part_of_its_night(
    told: dict[str, list[dict[str, Any]]],
) -> None:
    nights = set()
    for events in told.values():
        steps = [event for event in events if event["job"]["name"].startswith(NIGHT)]
        for step in STEPS:
            of_step = [e for e in steps if e["job"]["name"] == f"{NIGHT}.{step}"]
            runs: dict[str, list[str]] = {}
            for event in of_step:
                runs.setdefault(event["run"]["runId"], []).append(event["eventType"])
            assert runs, step
            assert all(states == ["START", "COMPLETE"] for states in runs.values()), step
            assert all(uuid.UUID(run).version == 5 for run in runs)
        parents = {e["run"]["facets"]["parent"]["run"]["runId"] for e in steps}
        assert len(parents) == 1
        nights |= parents
        times = [dt.datetime.fromisoformat(e["eventTime"]) for e in steps]
        assert times == sorted(times)
        # each model is a part of the transform that built it
        transforms = {
            e["run"]["runId"] for e in steps if e["job"]["name"].startswith(f"{NIGHT}.transform")
        }
        models = [event for event in events if event["job"]["name"].startswith("dbt.")]
        assert len(models) > 40
        assert {e["run"]["facets"]["parent"]["run"]["runId"] for e in models} == transforms
    assert len(nights) == len(NIGHTS)


def test_rows_versions_and_columns_are_those_of_the_night(
    told: dict[str, list[dict[str, Any]]], three_nights: Nights
) -> None:
    settings, summaries = three_nights
    for night, summary in zip(NIGHTS, summaries, strict=True):
        written = {
            one["name"]: one
            for event in told[night]
            if event["eventType"] == "COMPLETE"
            for one in event["outputs"]
        }
        staged = written["staging.articles"]
        assert staged["outputFacets"]["outputStatistics"]["rowCount"] == summary.articles_staged
        published = written["published.fct_incident"]
        assert published["outputFacets"]["outputStatistics"]["rowCount"] == summary.incidents
        assert published["facets"]["version"]["datasetVersion"] == summary.version
        with duckdb.connect(str(settings.build_file), read_only=True) as con:
            for table in ("staging.articles", "marts.fct_incident"):
                columns = [
                    (name, kind.lower())
                    for name, kind in con.execute(
                        "select column_name, data_type from duckdb_columns()"
                        " where schema_name || '.' || table_name = ? order by column_index",
                        [table],
                    ).fetchall()
                ]
                fields = written[table]["facets"]["schema"]["fields"]
                assert [(f["name"], f["type"].lower()) for f in fields] == columns


def test_what_is_published_leads_back_to_what_was_delivered(
    told: dict[str, list[dict[str, Any]]],
) -> None:
    for night, events in told.items():
        made_from: dict[str, set[str]] = {}
        for event in events:
            if event["eventType"] == "COMPLETE":
                for one in event["outputs"]:
                    read = {dataset["name"] for dataset in event["inputs"]}
                    made_from.setdefault(one["name"], set()).update(read)
        reached, ahead = set(), ["published.fct_incident"]
        while ahead:
            name = ahead.pop()
            if name not in reached:
                reached.add(name)
                ahead += made_from.get(name, ())
        assert {f"landing/{night}", "staging.incident_facts", "linking.incident_links"} <= reached


def test_no_text_of_an_article_is_told(three_nights: Nights) -> None:
    settings, _ = three_nights
    lines = "".join(path.read_text("utf-8") for path in settings.lineage_dir.iterdir())
    assert NAMESPACE in lines
    # texts, titles and places are Arabic: none of it
    assert not re.search(r"\\u06|[\u0600-\u06ff]", lines)


def test_the_runbooks_query_tells_who_wrote_a_table(three_nights: Nights) -> None:
    settings, summaries = three_nights
    section = (PROJECT_ROOT / "docs" / "runbook.md").read_text("utf-8")
    section = section.partition("## Which run wrote what")[2].partition("\n## ")[0]
    (first, second) = re.findall(r"```sql\n(.+?)```", section, re.DOTALL)
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        runs = con.execute(first).fetchall()
        found = con.execute(second.replace("var/lineage", str(settings.lineage_dir))).fetchall()
    assert [(str(row[0]), row[1], row[2]) for row in runs] == [
        (one.batch_date, one.run_id, one.version) for one in summaries
    ]
    built, published = found[::2], found[1::2]
    assert [row[0] for row in built] == [one.run_id for one in summaries]
    assert all("transform.int_corrected_incidents" in row[5] for row in built)
    assert [(row[0], row[3], row[4]) for row in published] == [
        (one.run_id, one.version, one.incidents) for one in summaries
    ]
