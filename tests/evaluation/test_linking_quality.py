"""The linking on the set that it was not fitted on; what repetition must not do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evaluation import scoreboard
from evaluation.articles import read_json_lines
from evaluation.linked_reports import (
    OPEN,
    TRAIN,
    LinkedFigures,
    ReadCorpus,
    figures,
    linking_set,
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
    return read_corpus(
        ROOT, Extractor(ROOT / "seeds", load_recogniser("own")), linking_set(ROOT, OPEN)
    )


@pytest.fixture(scope="module")
def as_labelled() -> ReadCorpus:
    return read_labels(ROOT, linking_set(ROOT, OPEN))


def _committed(told: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = list(scoreboard.load(ROOT / "evaluation").general["linking"])
    (row,) = [row for row in rows if row["set"] == OPEN and row["told"] == told]
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


def test_what_is_fitted_on_shares_no_incident_with_what_is_judged() -> None:
    keys = {
        name: {
            found
            for row in read_json_lines(linking_set(ROOT, name).labels_path(ROOT))
            for incident in row["incidents"]
            if (found := incident.get("event_key"))
        }
        for name in (TRAIN, OPEN)
    }
    assert keys[TRAIN]
    assert keys[OPEN]
    assert not keys[TRAIN] & keys[OPEN]
