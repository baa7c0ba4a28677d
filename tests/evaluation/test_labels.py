"""The labels follow their guidelines and rest on words of the articles."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, get_args

import pytest

from evaluation.articles import read_json_lines
from evaluation.scorer import COUNTS, score
from extractors.event_types import EVENT_FAMILIES, EVENT_TYPES
from extractors.records import TARGET_TYPES, WEAPONS, Outcome

ROOT = Path(__file__).resolve().parents[2]
EVALUATION = ROOT / "evaluation"
#: our own articles and the samples; the sealed ones are never read here
KINDS = ("train", "open")
SAMPLES = ROOT / "samples" / "articles.jsonl"
FIELDS = {
    "event_type", "event_type_alt", "date", "date_precision", "date_tolerance_days", "country",
    "admin1", "place", "place_alt", "killed", "wounded", "arrested", "abducted",
    "killed_of_perpetrators", "weapon", "perpetrator", "perpetrator_status", "target_type",
    "attribution_source", "is_main", "evidence",
}  # fmt: skip
OPTIONAL = {
    "event_key", "note", "spans",
    "admin1_alt", "country_alt", "perpetrator_alt", "target_alt", "weapon_alt",
    "date_alt", "outcome", "target_detail", "latitude", "longitude",
    "victims", "killed_of_perpetrators_min", "killed_of_perpetrators_max",
    *(f"{count}_{suffix}" for count in COUNTS for suffix in ("min", "max", "alt")),
}  # fmt: skip
NEWSPAPER_FIELDS = FIELDS - {"evidence", "attribution_source"}
AXES = {
    "status": {"civilian", "police", "military", "militant"},
    "age": {"child", "children"},
    "sex": {"woman", "women", "man", "men"},
}


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


def test_incidents_are_complete_and_coded() -> None:
    for key, incident in labelled():
        assert incident.keys() >= FIELDS, (key, FIELDS - incident.keys())
        assert incident.keys() <= FIELDS | OPTIONAL, (key, incident.keys() - FIELDS - OPTIONAL)
        check_codes(key, incident)


def check_codes(key: str, incident: dict[str, Any]) -> None:
    assert {incident["event_type"], *incident["event_type_alt"]} <= set(EVENT_TYPES), key
    assert {incident["weapon"], *incident.get("weapon_alt", ())} <= set(WEAPONS), key
    targets = {incident["target_type"], *incident.get("target_alt", ())}
    assert targets <= set(TARGET_TYPES), key
    assert incident["perpetrator_status"] in {"claimed", "attributed", "suspected", "unknown"}
    named = incident["perpetrator"] is not None
    assert named == (incident["perpetrator_status"] != "unknown"), key
    assert incident.get("outcome", "completed") in get_args(Outcome), key
    precise = incident["date_precision"]
    assert precise in {"day", "month", "year", "unknown"}
    assert (incident["date"] is None) == (precise == "unknown"), key
    if incident["date"]:
        dt.date.fromisoformat(incident["date"])
    for count in (*COUNTS, "killed_of_perpetrators"):
        low, high = incident.get(f"{count}_min"), incident.get(f"{count}_max")
        best = incident.get(count)
        assert best is None or (low or 0) <= best <= (high or best), (key, count)
    for victim in incident.get("victims", ()):
        assert victim["measure"] in COUNTS, key
        assert victim["count"] > 0, key
        if "axis" in victim:
            assert victim["axis"] in AXES, key


def test_coordinates_are_of_the_region() -> None:
    for key, incident in labelled():
        if incident.get("latitude") is not None:
            assert -5 <= incident["latitude"] <= 45, key
            assert -20 <= incident["longitude"] <= 80, key


def test_evidence_is_words_of_the_article() -> None:
    texts = records()
    for key, incident in labelled():
        record = texts[key]
        evidence = incident["evidence"]
        assert len(evidence.split()) >= 3, key
        assert evidence in record["text"] or evidence in record.get("title", ""), key


def test_negatives_say_what_they_are() -> None:
    kinds = [row.get("negative_kind") for row in rows() if not row["incidents"]]
    assert len(kinds) >= 50
    assert None not in kinds
    assert len(set(kinds)) >= 20


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
    years = {row["published_at"][:4] for row in rows()}
    assert years >= {str(year) for year in range(2014, 2026)}


def test_labels_score_themselves_perfectly() -> None:
    gold = rows()
    figures = score(gold, {row["id"]: row["incidents"] for row in gold}).figures
    assert figures.incident.f1 == pytest.approx(1.0, abs=0.01)
    assert figures.slot.f1 == pytest.approx(1.0, abs=0.01)
    assert figures.false_alarms == 0.0


def test_labels_of_newspapers_hold_facts_and_no_words() -> None:
    for row in read_json_lines(EVALUATION / "open" / "newspapers.labels.jsonl"):
        for incident in row["incidents"]:
            assert incident.keys() >= NEWSPAPER_FIELDS - {
                "event_type_alt", "place_alt", "killed_of_perpetrators",
            }  # fmt: skip
            assert not incident.keys() & {"evidence", "note", "attribution_source", "quote"}
            check_codes(row["id"], {"event_type_alt": []} | incident)
            texts = [v for v in incident.values() if isinstance(v, str)]
            assert max(map(len, texts)) <= 60, row["id"]
