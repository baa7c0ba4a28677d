"""The semantic layer: every metric rests on columns that there are, and comes to what SQL says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import duckdb
import pytest

from warehouse.core.settings import Settings

AGGREGATES = {
    "count": "count({})",
    "count_distinct": "count(distinct {})",
    "sum": "sum({})",
    "sum_boolean": "sum(cast({} as integer))",
}


class Metrics:
    """dbt's definitions as SQL: what a semantic-layer service would ask for one grand total."""

    def __init__(self, manifest: dict[str, Any]) -> None:
        self.models = {m["name"]: m for m in manifest["semantic_models"].values()}
        self.metrics = {m["name"]: m for m in manifest["metrics"].values()}
        self.home = {
            measure["name"]: (model, measure)
            for model in self.models.values()
            for measure in model["measures"]
        }

    @staticmethod
    def relation(model: dict[str, Any]) -> str:
        node = model["node_relation"]
        return f"{node['schema_name']}.{node['alias']}"

    def sql(self, name: str) -> str:
        """One expression that gives the metric over all rows."""
        metric = self.metrics[name]
        params = metric["type_params"]
        if metric["type"] == "ratio":
            over = self.sql(params["denominator"]["name"])
            return f"({self.sql(params['numerator']['name'])} / nullif({over}::double, 0))"
        if metric["type"] == "derived":
            parts = "|".join(part["name"] for part in params["metrics"])
            expression = re.sub(rf"\b({parts})\b", self._named, params["expr"])
            return f"({expression})"
        model, measure = self.home[params["measure"]["name"]]
        value = AGGREGATES[measure["agg"]].format(measure["expr"])
        return f"(select {value} from {self.relation(model)} where {self._where(metric, model)})"

    def _named(self, metric: re.Match[str]) -> str:
        return self.sql(metric.group())

    def _where(self, metric: dict[str, Any], model: dict[str, Any]) -> str:
        conditions = ["true"]
        for given in (metric["filter"] or {}).get("where_filters", ()):
            template = given["where_sql_template"]
            column = partial(self._column, model)
            conditions.append(re.sub(r"\{\{ *Dimension\('(\w+?)__(\w+)'\) *\}\}", column, template))
        return " and ".join(conditions)

    def _column(self, model: dict[str, Any], dimension: re.Match[str]) -> str:
        """A dimension of the model itself, or of another that the model has a foreign key to."""
        entity, name = dimension.groups()
        (home,) = [
            one
            for one in self.models.values()
            if any(e["name"] == entity and e["type"] == "primary" for e in one["entities"])
        ]
        assert name in {d["name"] for d in home["dimensions"]}
        if home is model:
            return name
        (key,) = [e["expr"] for e in model["entities"] if e["name"] == entity]
        return (
            f"(select other.{name} from {self.relation(home)} as other"
            f" where other.{key} = {model['node_relation']['alias']}.{key})"
        )


@pytest.fixture(scope="module")
def metrics(built: Settings) -> Metrics:
    manifest = built.dbt_target_dir / "manifest.json"
    return Metrics(json.loads(manifest.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def con(built: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built.build_file), read_only=True) as connection:
        yield connection


def test_every_entity_dimension_and_measure_is_a_column_of_its_mart(
    metrics: Metrics, con: duckdb.DuckDBPyConnection
) -> None:
    for model in metrics.models.values():
        wanted = [
            part["expr"] or part["name"]
            for kind in ("entities", "dimensions", "measures")
            for part in model[kind]
        ]
        con.execute(f"select {', '.join(wanted)} from {metrics.relation(model)} limit 0")
        times = {d["name"] for d in model["dimensions"] if d["type"] == "time"}
        assert model["defaults"]["agg_time_dimension"] in times
        for name in times:
            con.execute(f"select cast({name} as date) from {metrics.relation(model)}")


def test_every_metric_can_be_computed(metrics: Metrics, con: duckdb.DuckDBPyConnection) -> None:
    assert len(metrics.metrics) >= 25
    for name in metrics.metrics:
        assert con.execute(f"select {metrics.sql(name)}").fetchall(), name


def test_metrics_say_what_the_facts_say(metrics: Metrics, con: duckdb.DuckDBPyConnection) -> None:
    for name, independently in {
        "incidents": "select count(*) from marts.fct_incident",
        **{
            f"killed_{bound}_total": f"select sum(killed_{bound}_sum)"
            " from marts.mart_daily_by_governorate"
            for bound in ("low", "best", "high")
        },
        **{
            f"wounded_{bound}_total": f"select sum(wounded_{bound}_sum)"
            " from marts.mart_daily_by_governorate"
            for bound in ("low", "best", "high")
        },
        "deadly_incidents": "select count(*) from marts.fct_incident where killed_low > 0",
        "open_killed_incidents": "select count(*) from marts.fct_incident "
        "where killed_high is null and killed_low is not null",
        "articles_total": "select count(distinct article_id) from staging.articles",
        "main_mentions": "select count(*) from marts.fct_incident_mention where is_main"
        " and incident_id not in (select incident_id from marts.mart_incidents_held)",
        "claims_total": "select count(*) from marts.fct_casualty_claim"
        " where incident_id not in (select incident_id from marts.mart_incidents_held)",
        "killed_per_deadly_incident": "select (select sum(coalesce(killed_best, killed_low))"
        " from marts.fct_incident) / (select count(*)::double from marts.fct_incident"
        " where killed_low > 0)",
        "killed_spread": "select sum(coalesce(killed_high, killed_best, killed_low)) "
        "- sum(coalesce(killed_low, killed_best)) from marts.fct_incident",
    }.items():
        assert con.execute(f"select {metrics.sql(name)}").fetchone() == (
            con.execute(independently).fetchone()
        ), name


def test_sums_lie_in_the_order_of_their_bounds(
    metrics: Metrics, con: duckdb.DuckDBPyConnection
) -> None:
    for measure in ("killed", "wounded", "arrested", "abducted"):
        low, best, high = (
            con.execute(f"select {metrics.sql(f'{measure}_{bound}_total')}").fetchall()[0][0]
            for bound in ("low", "best", "high")
        )
        assert low <= best <= high, measure


def test_the_spine_holds_every_day_that_a_metric_is_filed_under(
    metrics: Metrics, con: duckdb.DuckDBPyConnection
) -> None:
    for model in metrics.models.values():
        day = model["defaults"]["agg_time_dimension"]
        missing = con.execute(
            f"select {day} from {metrics.relation(model)} where {day} is not null "
            "and not exists (select 1 from transform.time_spine where date_day = "
            f"cast({day} as date))"
        ).fetchall()
        assert missing == []
