"""The linking on the half of the corpus it was not fitted on; what repetition must not do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation import scoreboard
from evaluation.linked_reports import (
    HALVES,
    LinkedFigures,
    ReadCorpus,
    figures,
    read_corpus,
    read_labels,
    renamed,
)
from extractors.nlp.registry import load_recogniser
from extractors.pipeline import Extractor

pytestmark = pytest.mark.full

ROOT = Path(__file__).resolve().parents[2]
TOLERATED_DROP = 0.02


@pytest.fixture(scope="module")
def as_read() -> ReadCorpus:
    return read_corpus(ROOT, Extractor(ROOT / "seeds", load_recogniser("own")), "test")


@pytest.fixture(scope="module")
def as_labelled() -> ReadCorpus:
    return read_labels(ROOT, "test")


def _committed(told: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = list(scoreboard.load(ROOT / "evaluation").general["linking"])
    (row,) = [row for row in rows if row["set"] == HALVES["test"] and row["told"] == told]
    return row


def _no_worse(found: LinkedFigures, told: str) -> None:
    committed = _committed(told)
    for name, rates in (("pair", found.linking.pair), ("b3", found.linking.b3)):
        assert rates.f1 >= committed[name]["f1"] - TOLERATED_DROP, (told, name, rates)


def test_no_worse_than_committed_on_what_the_extractors_read(as_read: ReadCorpus) -> None:
    _no_worse(figures(as_read), "read")


def test_no_worse_than_committed_on_what_the_labels_say(as_labelled: ReadCorpus) -> None:
    found = figures(as_labelled)
    _no_worse(found, "labelled")
    # what the linking itself has to reach, whatever is committed
    assert found.linking.pair.f1 >= 0.93 - TOLERATED_DROP
    assert found.linking.b3.f1 >= 0.95 - TOLERATED_DROP


@pytest.mark.parametrize("told", ["as_read", "as_labelled"])
def test_the_same_reports_once_more_are_no_new_incidents(
    told: str, request: pytest.FixtureRequest
) -> None:
    corpus: ReadCorpus = request.getfixturevalue(told)
    again = renamed(corpus, "-again")
    twice = ReadCorpus(
        gold=[*corpus.gold, *again.gold],
        predictions={**corpus.predictions, **again.predictions},
        mentions=[*corpus.mentions, *again.mentions],
        event_keys={**corpus.event_keys, **again.event_keys},
    )
    once, both = figures(corpus), figures(twice)
    assert both.incidents == once.incidents
    assert both.groups <= once.groups


def test_the_halves_share_no_incident() -> None:
    keys = {
        half: {
            found
            for path in (ROOT / "evaluation" / "linking").glob(f"*_{half}.labels.jsonl")
            for line in path.read_text(encoding="utf-8").splitlines()
            for incident in json.loads(line)["incidents"]
            if (found := incident.get("event_key"))
        }
        for half in HALVES
    }
    assert not keys["fit"] & keys["test"]
