"""Labels with roles and marked words: one format, and every marked word stands in its article."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any, get_args

import jsonschema  # type: ignore[import-untyped]
import pytest

from evaluation.articles import read_json_lines
from evaluation.scorer import COUNTS
from evaluation.sets import Registered, read_set, registry
from extractors.event_types import EVENT_TYPES
from extractors.records import TARGET_TYPES, WEAPONS, Outcome
from extractors.seedfiles import read_seed

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "evaluation" / "labels.schema.json").read_text(encoding="utf-8"))
#: labels of third parties' texts that hold facts alone: no genre, no marked words
FACTS_ALONE = {"newspapers", "development"}
TASKS = {"incidents", "ordinary", "linking"}
SETS = [
    entry
    for entry in registry(ROOT)
    if entry.task in TASKS
    and entry.kind != "sealed"
    and entry.name.split("/")[1] not in FACTS_ALONE
]
(NEWSPAPERS,) = [entry for entry in registry(ROOT) if entry.name == "open/newspapers"]


def lines(entry: Registered) -> list[dict[str, Any]]:
    found = read_json_lines(entry.labels_path(ROOT))
    for which in ("first", "second"):
        path = entry.labels_path(ROOT).with_name(f"{entry.name.split('/')[1]}.{which}.jsonl")
        found += read_json_lines(path) if path.is_file() else []
    return found


def test_the_codes_of_the_schema_are_those_of_the_seeds() -> None:
    parts = SCHEMA["$defs"]
    assert parts["event_type"]["enum"] == list(EVENT_TYPES)
    assert set(parts["weapon"]["enum"]) == set(WEAPONS)
    assert set(parts["target"]["enum"]) == set(TARGET_TYPES)
    incident, victims = parts["incident"]["properties"], parts["victims"]["properties"]
    assert incident["outcome"]["enum"] == list(get_args(Outcome))
    for enum, seed in (
        (incident["target_detail"]["enum"], "target_details.csv"),
        (victims["class"]["enum"], "victim_classes.csv"),
    ):
        assert enum == [row["code"] for row in read_seed(seed, ("code",), root=ROOT / "seeds")]


def facts_alone() -> dict[str, Any]:
    """The schema of labels that hold no words of their articles; their classes of victims are older
    than the codes (evaluation/details.py knows both)."""
    schema: dict[str, Any] = copy.deepcopy(SCHEMA)
    schema["required"].remove("genre")
    for name in ("spans", "attribution_source"):
        schema["$defs"]["incident"]["required"].remove(name)
        del schema["$defs"]["incident"]["properties"][name]
    schema["$defs"]["victims"]["properties"]["class"] = {"type": "string"}
    return schema


def wrong_lines(entry: Registered, schema: dict[str, Any]) -> list[str]:
    judge = jsonschema.Draft202012Validator(schema)
    return [
        f"{row['id']}: {error.message}" for row in lines(entry) for error in judge.iter_errors(row)
    ]


@pytest.mark.parametrize("entry", SETS, ids=lambda entry: entry.name)
def test_every_line_follows_the_schema(entry: Registered) -> None:
    wrong = wrong_lines(entry, SCHEMA)
    assert not wrong, wrong[:5]


def test_labels_of_newspapers_follow_it_and_hold_no_words() -> None:
    wrong = wrong_lines(NEWSPAPERS, facts_alone())
    assert not wrong, wrong[:5]
    for row in lines(NEWSPAPERS):
        for incident in row["incidents"]:
            texts = [v for v in incident.values() if isinstance(v, str)]
            assert max(map(len, texts)) <= 60, row["id"]


@pytest.mark.parametrize("entry", [*SETS, NEWSPAPERS], ids=lambda entry: entry.name)
def test_values_of_an_incident_fit_each_other(entry: Registered) -> None:
    for row in lines(entry):
        for incident in row["incidents"]:
            named = incident["perpetrator"] is not None
            assert named == (incident["perpetrator_status"] != "unknown"), row["id"]
            assert (incident["date"] is None) == (incident["date_precision"] == "unknown"), row[
                "id"
            ]
            if incident["date"]:
                dt.date.fromisoformat(incident["date"])
            for count in (*COUNTS, "killed_of_perpetrators"):
                low, high = incident.get(f"{count}_min"), incident.get(f"{count}_max")
                best = incident.get(count)
                assert best is None or (low or 0) <= best <= (high or best), (row["id"], count)


@pytest.mark.parametrize("entry", SETS, ids=lambda entry: entry.name)
def test_marked_words_stand_in_their_article(entry: Registered) -> None:
    if not entry.is_here(ROOT):
        pytest.skip(f"{entry.texts} is not on this machine")
    articles = read_set(ROOT, entry).articles
    wrong = []
    for row in lines(entry):
        article = articles[row["id"]]
        whole = f"{article.title}\n{article.text}"
        marks = row.get("mentions", ())
        assert all(mark["incident"] <= len(row["incidents"]) for mark in marks)
        wrong += [
            f"{row['id']}: mention: {mark['words']}"
            for mark in marks
            if whole.count(mark["words"]) < mark["occurrence"]
        ]
        for incident in row["incidents"]:
            wrong += [
                f"{row['id']}: {slot}: {span['words']}"
                for slot, span in incident["spans"].items()
                if whole.count(span["words"]) < span["occurrence"]
            ]
    assert not wrong, wrong[:5]
