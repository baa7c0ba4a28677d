"""The corpus of linked reports: every label rests on its text, every event is one event."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from evaluation.articles import read_json_lines
from evaluation.linked_reports import OPEN, TRAIN, event_key

ROOT = Path(__file__).resolve().parents[2]
SETS = (TRAIN, OPEN)
REGIONS = ("gulf_iraq", "iraq_syria", "levant_asia", "levant_egypt", "maghreb_sahel",
           "yemen_sudan_libya")  # fmt: skip
#: a region of a set
NAMES = [f"{name} {region}" for name in SETS for region in REGIONS]
EVENT_KEY = re.compile(r"([A-Z]{2})-(\d{8})-[A-Za-z0-9_'-]+")


def labels(name: str) -> list[dict[str, Any]]:
    """The label rows of a region of a set."""
    of_set, region = name.split()
    rows = read_json_lines(ROOT / "evaluation" / f"{of_set}.labels.jsonl")
    return [row for row in rows if row["region"] == region]


def articles(name: str) -> dict[str, dict[str, Any]]:
    """The articles of a region of a set, by id, in the order of the file."""
    wanted = {row["id"] for row in labels(name)}
    rows = read_json_lines(ROOT / "evaluation" / f"{name.split()[0]}.articles.jsonl")
    return {row["id"]: row for row in rows if row["id"] in wanted}


def labelled(name: str) -> list[tuple[str, dict[str, Any]]]:
    return [(row["id"], incident) for row in labels(name) for incident in row["incidents"]]


def events(name: str) -> set[str]:
    return {event for row in labels(name) for event in events_of(row)}


def events_of(row: dict[str, Any]) -> list[str]:
    """What an article tells that others of the corpus may tell as well; without a key none does."""
    return [found for incident in row["incidents"] if (found := incident.get("event_key"))]


@pytest.mark.parametrize("name", NAMES)
def test_articles_and_labels_go_together(name: str) -> None:
    texts = list(articles(name).values())
    assert [row["id"] for row in texts] == [row["id"] for row in labels(name)]
    assert len(texts) >= 25
    assert len({row["source"] for row in texts}) >= 6
    for row in texts:
        assert dt.datetime.fromisoformat(row["published_at"]).tzinfo, row["id"]
        assert ".example/" in row["url"], row["id"]


def test_ids_are_of_one_article() -> None:
    ids = [
        row["id"]
        for name in SETS
        for row in read_json_lines(ROOT / "evaluation" / f"{name}.articles.jsonl")
    ]
    assert len(ids) == len(set(ids)) == sum(len(labels(name)) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_article_tells_an_event_once(name: str) -> None:
    for row in labels(name):
        keys = events_of(row)
        assert len(keys) == len(set(keys)), row["id"]


@pytest.mark.parametrize("name", NAMES)
def test_event_keys_say_country_and_day(name: str) -> None:
    for key, incident in labelled(name):
        if not incident.get("event_key"):
            continue
        found = EVENT_KEY.fullmatch(incident["event_key"])
        assert found, (key, incident["event_key"])
        assert found[1] in {incident["country"], *incident.get("country_alt", ())}, key
        dt.date.fromisoformat(found[2])


@pytest.mark.parametrize("of_set", SETS)
def test_each_set_has_reprints_and_corrections(of_set: str) -> None:
    rows = [row for region in REGIONS for row in labels(f"{of_set} {region}")]
    assert sum("reprint_of" in row for row in rows) >= 3
    assert sum("corrects" in row for row in rows) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_reprints_and_corrections_are_of_the_same_events(name: str) -> None:
    texts = articles(name)
    by_id = {row["id"]: row for row in labels(name)}
    for row in by_id.values():
        for kind in {"reprint_of", "corrects"} & row.keys():
            former = by_id[row[kind]]
            assert set(events_of(row)) <= set(events_of(former)), row["id"]
            before, after = (texts[r["id"]] for r in (former, row))
            assert before["published_at"] != after["published_at"], row["id"]
            if kind == "corrects":
                assert before["source"] == after["source"], row["id"]


@pytest.mark.parametrize("name", NAMES)
def test_many_events_have_many_reports_and_some_have_one(name: str) -> None:
    sources = articles(name)
    told: defaultdict[str, set[str]] = defaultdict(set)
    for row in labels(name):
        for at, _ in enumerate(row["incidents"]):
            told[event_key(row, at)].add(sources[row["id"]]["source"])
    assert sum(len(outlets) >= 3 for outlets in told.values()) >= 3
    assert sum(len(outlets) >= 2 for outlets in told.values()) >= 10
    assert sum(len(outlets) == 1 for outlets in told.values()) >= 3


def test_what_is_fitted_on_is_not_what_is_judged() -> None:
    fit = {event for region in REGIONS for event in events(f"{TRAIN} {region}")}
    judged = {event for region in REGIONS for event in events(f"{OPEN} {region}")}
    assert fit
    assert judged
    assert not fit & judged
