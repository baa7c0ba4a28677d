"""The labels follow their guidelines and rest on words of the articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from evaluation.articles import read_json_lines
from evaluation.scorer import score
from extractors.event_types import EVENT_FAMILIES

ROOT = Path(__file__).resolve().parents[2]
EVALUATION = ROOT / "evaluation"
#: our own articles and the samples; the sealed ones are never read here
KINDS = ("train", "open")
SAMPLES = ROOT / "samples" / "articles.jsonl"


def records() -> dict[str, dict[str, Any]]:
    """All train and open articles of our own writing, by the id of their labels."""
    found = {entry["key"]: entry["record"] for entry in read_json_lines(SAMPLES)}
    for kind in KINDS:
        for record in read_json_lines(EVALUATION / kind / "own.articles.jsonl"):
            assert record["id"] not in found, record["id"]
            found[record["id"]] = record
    return found


def rows() -> list[dict[str, Any]]:
    paths = [EVALUATION / kind / "own.labels.jsonl" for kind in KINDS]
    return [
        row
        for path in (*paths, EVALUATION / "train" / "samples.labels.jsonl")
        for row in read_json_lines(path)
    ]


def labelled() -> list[tuple[str, dict[str, Any]]]:
    return [(row["id"], incident) for row in rows() for incident in row["incidents"]]


def test_every_readable_article_is_labelled_once() -> None:
    readable = sorted(key for key, record in records().items() if "text" in record)
    assert sorted(row["id"] for row in rows()) == readable
    assert len(readable) >= 250


def test_labels_and_articles_share_their_order() -> None:
    for kind in KINDS:
        articles, labels = (
            [row["id"] for row in read_json_lines(EVALUATION / kind / f"own.{part}.jsonl")]
            for part in ("articles", "labels")
        )
        assert articles == labels


def test_coordinates_are_of_the_region() -> None:
    for key, incident in labelled():
        if incident.get("latitude") is not None:
            assert -5 <= incident["latitude"] <= 45, key
            assert -20 <= incident["longitude"] <= 80, key


def test_articles_without_an_incident_are_of_many_genres() -> None:
    genres = Counter(row["genre"] for row in rows() if not row["incidents"])
    assert genres.total() >= 50
    assert len(genres) >= 7


def test_phenomena_are_those_of_the_guidelines() -> None:
    page = (ROOT / "evaluation" / "guidelines.md").read_text(encoding="utf-8")
    tags = {tag for row in rows() for tag in row.get("phenomena", ())}
    assert len(tags) >= 30
    assert not {tag for tag in tags if f"`{tag}`" not in page}


def test_event_keys_join_articles() -> None:
    articles: defaultdict[str, set[str]] = defaultdict(set)
    places: defaultdict[str, set[str]] = defaultdict(set)
    for key, incident in labelled():
        if event := incident.get("event_key"):
            articles[event].add(key)
            places[event].add(incident["country"])
    assert sum(len(keys) >= 2 for keys in articles.values()) >= 20
    assert all(len(where) == 1 for where in places.values())


def test_every_event_type_and_country_occurs() -> None:
    types = Counter(incident["event_type"] for _, incident in labelled())
    assert types.keys() == EVENT_FAMILIES.keys()
    assert min(types.values()) >= 8
    countries = Counter(incident["country"] for _, incident in labelled())
    assert {c for c, n in countries.items() if n >= 15} >= {
        "IQ", "SY", "YE", "PS", "LB", "SD", "LY", "EG",
    }  # fmt: skip
    years = {record["published_at"][:4] for record in records().values() if "text" in record}
    assert years >= {str(year) for year in range(2014, 2026)}


def test_labels_score_themselves_perfectly() -> None:
    gold = rows()
    figures = score(gold, {row["id"]: row["incidents"] for row in gold}).figures
    assert figures.incident.f1 == pytest.approx(1.0, abs=0.01)
    assert figures.slot.f1 == pytest.approx(1.0, abs=0.01)
    assert figures.false_alarms == 0.0
