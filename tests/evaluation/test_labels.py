"""The labels follow their guidelines and rest on words of the articles."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from evaluation.scorer import COUNTS, score
from extractors.records import EVENT_FAMILIES, EVENT_TYPES, TARGET_TYPES, WEAPONS

ROOT = Path(__file__).resolve().parents[2]
LABELS = ROOT / "evaluation" / "labels" / "samples.jsonl"
SAMPLES = ROOT / "samples" / "articles.jsonl"
FIELDS = {
    "event_type", "event_type_alt", "date", "date_precision", "date_tolerance_days", "country",
    "admin1", "place", "place_alt", "killed", "wounded", "arrested", "abducted",
    "killed_of_perpetrators", "weapon", "perpetrator", "perpetrator_status", "target_type",
    "attribution_source", "is_main", "evidence",
}  # fmt: skip
OPTIONAL = {
    "event_key", "note", "admin1_alt", "country_alt", "perpetrator_alt", "target_alt", "weapon_alt",
    *(f"{count}_{suffix}" for count in COUNTS for suffix in ("min", "max", "alt")),
}  # fmt: skip


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def labelled() -> list[tuple[str, dict[str, Any]]]:
    return [(row["id"], incident) for row in read(LABELS) for incident in row["incidents"]]


def test_every_readable_sample_is_labelled_once() -> None:
    readable = [entry["key"] for entry in read(SAMPLES) if "text" in entry["record"]]
    assert [row["id"] for row in read(LABELS)] == readable


def test_incidents_are_complete_and_coded() -> None:
    for key, incident in labelled():
        assert incident.keys() >= FIELDS, key
        assert incident.keys() <= FIELDS | OPTIONAL, (key, incident.keys() - FIELDS - OPTIONAL)
        assert {incident["event_type"], *incident["event_type_alt"]} <= set(EVENT_TYPES), key
        assert {incident["weapon"], *incident.get("weapon_alt", ())} <= set(WEAPONS), key
        targets = {incident["target_type"], *incident.get("target_alt", ())}
        assert targets <= set(TARGET_TYPES), key
        assert incident["perpetrator_status"] in {"claimed", "attributed", "suspected", "unknown"}
        named = incident["perpetrator"] is not None
        assert named == (incident["perpetrator_status"] != "unknown"), key
        precise = incident["date_precision"]
        assert precise in {"day", "month", "year", "unknown"}
        assert (incident["date"] is None) == (precise == "unknown"), key
        if incident["date"]:
            dt.date.fromisoformat(incident["date"])
        for count in (*COUNTS, "killed_of_perpetrators"):
            low, high = incident.get(f"{count}_min"), incident.get(f"{count}_max")
            best = incident[count]
            assert best is None or (low or 0) <= best <= (high or best), (key, count)


def test_evidence_is_words_of_the_article() -> None:
    records = {entry["key"]: entry["record"] for entry in read(SAMPLES)}
    for key, incident in labelled():
        record = records[key]
        evidence = incident["evidence"]
        assert len(evidence.split()) >= 4, key
        assert evidence in record["text"] or evidence in record.get("title", ""), key


def test_negatives_say_what_they_are() -> None:
    kinds = [row.get("negative_kind") for row in read(LABELS) if not row["incidents"]]
    assert len(kinds) >= 10
    assert None not in kinds
    assert len(set(kinds)) == len(kinds)


def test_event_keys_join_articles() -> None:
    articles: defaultdict[str, set[str]] = defaultdict(set)
    places: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for key, incident in labelled():
        if event := incident.get("event_key"):
            articles[event].add(key)
            places[event].add((incident["country"], incident["admin1"]))
    assert len(articles) >= 4
    assert all(len(keys) >= 2 for keys in articles.values())
    assert all(len(where) == 1 for where in places.values())


def test_every_event_type_and_country_occurs() -> None:
    types = Counter(incident["event_type"] for _, incident in labelled())
    assert types.keys() == EVENT_FAMILIES.keys()
    countries = {incident["country"] for _, incident in labelled()}
    assert countries >= {"IQ", "SY", "YE", "PS", "LB", "SD", "LY", "EG"}


def test_labels_score_themselves_perfectly() -> None:
    gold = read(LABELS)
    figures = score(gold, {row["id"]: row["incidents"] for row in gold}).figures
    assert (figures.incident.f1, figures.strict_incident_f1, figures.slot.f1) == (1.0, 1.0, 1.0)
    assert figures.false_alarms == 0.0
