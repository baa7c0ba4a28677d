"""The rules of dbt-project-evaluator, read from dbt's manifest. docs/recipes.md has the exceptions.

The package itself needs packages from a hub that a build without a network does not reach.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from warehouse.core.settings import Settings

#: the hubs of the star: many marts without a child of their own read them
HUBS = {"dim_date", "fct_incident"}
#: read by the macro of the changed keys, in conditions and not as inputs
KEYS = {"changed_articles", "changed_incidents", "changed_mentions", "mentions"}
#: the name that MetricFlow asks for
NAMED = {"time_spine"}
#: tests by which a model's key is unique
UNIQUE = {"unique", "one_row_each", "unique_combination_of_columns"}
MARTS = ("fct", "dim", "bridge", "mart")


class Project:
    """The models of the manifest, what each reads, and who reads it."""

    def __init__(self, manifest: dict[str, Any]) -> None:
        nodes = manifest["nodes"].items()
        self.models = {key: n for key, n in nodes if n["resource_type"] == "model"}
        self.tests = [n for _, n in nodes if n["resource_type"] == "test"]
        self.sources = manifest["sources"]
        self.exposures = manifest["exposures"].values()
        self.parents = {key: list(n["depends_on"]["nodes"]) for key, n in self.models.items()}
        self.children: dict[str, set[str]] = defaultdict(set)
        for key, parents in self.parents.items():
            for parent in parents:
                self.children[parent].add(key)

    def layer(self, key: str) -> str:
        """The prefix of a model's name."""
        return str(self.models[key]["name"]).split("_", maxsplit=1)[0]

    def sources_of(self, key: str) -> list[str]:
        """The sources that a model reads."""
        return [parent for parent in self.parents[key] if parent in self.sources]

    def views_above(self, key: str) -> int:
        """The number of views on the longest chain that ends in this model."""
        if self.models[key]["config"]["materialized"] != "view":
            return 0
        above = (self.views_above(p) for p in self.parents[key] if p in self.models)
        return 1 + max(above, default=0)

    def names(self, *layers: str) -> Iterator[tuple[str, str]]:
        """Key and name of the models of these layers, or of all."""
        for key, node in self.models.items():
            if not layers or self.layer(key) in layers:
                yield key, node["name"]


@pytest.fixture(scope="module")
def project(built: Settings) -> Project:
    manifest = built.dbt_target_dir / "manifest.json"
    return Project(json.loads(manifest.read_text(encoding="utf-8")))


def test_each_source_is_read_by_one_staging_model_and_no_other(project: Project) -> None:
    readers = {key: project.children[key] for key in project.sources}
    assert {key.split(".")[-1] for key, by in readers.items() if not by} == KEYS
    for key, by in readers.items():
        assert len(by) <= 1, key
        assert all(project.layer(reader) == "stg" for reader in by), key
    for key, name in project.names("stg"):
        assert len(project.sources_of(key)) <= 1, name


def test_models_read_lower_layers_only(project: Project) -> None:
    allowed = {"stg": set(), "int": {"stg", "int"}, "time": {"int", *MARTS}}
    for key, name in project.names():
        read = {project.layer(p) for p in project.parents[key] if p in project.models}
        assert read <= allowed.get(project.layer(key), {"int", "stg", *MARTS}), name
        assert project.parents[key], f"{name} reads nothing"


def test_no_relation_is_written_out(project: Project) -> None:
    schemas = {source["schema"] for source in project.sources.values()} | {"marts", "transform"}
    written = re.compile(rf"\b(?:from|join)\s+(?:{'|'.join(sorted(schemas))})\.", re.IGNORECASE)
    assert [n["name"] for n in project.models.values() if written.search(n["raw_code"])] == []


def test_only_the_hubs_of_the_star_fan_out(project: Project) -> None:
    leaves = {key for key in project.models if not project.children[key]}
    wide = {name for key, name in project.names() if len(project.children[key] & leaves) > 3}
    assert wide == HUBS
    assert [name for key, name in project.names() if project.views_above(key) > 2] == []


def test_models_are_named_after_their_layer_and_described(project: Project) -> None:
    layers = {"stg", "int", *MARTS}
    assert {name for key, name in project.names() if project.layer(key) not in layers} == NAMED
    described = (*project.models.values(), *project.sources.values())
    assert [node["name"] for node in described if not node["description"]] == []


def test_each_mart_has_a_contract_and_a_key(project: Project) -> None:
    keyed = {
        key
        for test in project.tests
        if (test.get("test_metadata") or {}).get("name") in UNIQUE
        for key in test["depends_on"]["nodes"]
    }
    for key, name in project.names(*MARTS):
        assert project.models[key]["contract"]["enforced"], name
        assert key in keyed, name


def test_what_is_shown_to_users_reads_tables_of_marts(project: Project) -> None:
    for exposure in project.exposures:
        for key in exposure["depends_on"]["nodes"]:
            assert project.layer(key) in MARTS, (exposure["name"], key)
            assert project.models[key]["config"]["materialized"] != "view", key
