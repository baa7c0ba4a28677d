"""What a reader of the register wants to know first: how many recorded incidents are news that
happened, how many were found, and how often an article that reports none gets one.

Grain: one labelled article. Right means that a recorded main incident and a labelled main incident
stand for one another (evaluation/scorer.py, `align`): an older event, another story or no incident
recorded as news is wrong. Articles that a set drew with unequal chances count by their weights.
Intervals are 95 % bootstrap intervals over articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.bootstrap import bootstrap
from evaluation.figures import Incident, is_main, rates_of, share
from evaluation.scorer import GoldArticle, align

#: one article: recorded main incidents, right ones, labelled main incidents, found ones, whether it
#: has no main incident, whether one is recorded all the same
Counts = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one article adds: see `Counts`."""

    article_id: str
    genre: str
    counts: Counts


def judge(row: GoldArticle, predicted: Sequence[Incident]) -> Judgement:
    """Compare the incidents recorded in one article with its labels."""
    gold: Sequence[Incident] = row["incidents"]
    pairs = [
        (i, j) for i, j in align(gold, predicted) if is_main(gold[i]) and is_main(predicted[j])
    ]
    recorded = sum(map(is_main, predicted))
    labelled = sum(map(is_main, gold))
    without = not labelled and not row.get("ambiguous_mention")
    return Judgement(
        article_id=str(row["id"]),
        genre=str(row.get("genre") or ""),
        counts=(recorded, len(pairs), labelled, len(pairs), without, without and recorded > 0),
    )


def field_figures(
    gold: Sequence[GoldArticle],
    predictions: Mapping[str, Sequence[Incident]],
    weights: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """Precision, recall and F1 of main incidents and the share of articles with a false one, each
    with its interval; the same by genre where the labels give genres."""
    judged = [judge(row, predictions.get(str(row["id"]), ())) for row in gold]
    weights = weights or {}
    figures = _figures(judged, weights)
    genres = sorted({one.genre for one in judged if one.genre})
    figures["genres"] = {
        genre: _figures([one for one in judged if one.genre == genre], weights) for genre in genres
    }
    return figures


def _figures(judged: Sequence[Judgement], weights: Mapping[str, float]) -> dict[str, Any]:
    rows = [
        [weights.get(one.article_id, 1.0 if not weights else 0.0) * n for n in one.counts]
        for one in judged
    ]
    sums = [sum(column) for column in zip(*rows, strict=True)]
    intervals = bootstrap(rows, shares_of)
    plain = [sum(column) for column in zip(*(one.counts for one in judged), strict=True)]
    names = ("recorded", "right", "labelled", "found", "without", "false")
    return {
        "articles": len(judged),
        **dict(zip(names, plain, strict=True)),
        **shares_of(sums),
        "intervals": {
            name: {"low": bounds.low, "high": bounds.high} for name, bounds in intervals.items()
        },
    }


def shares_of(sums: Sequence[float]) -> dict[str, float]:
    """Precision, recall, F1 and the share of articles with a false incident, of summed `Counts`."""
    recorded, right, labelled, found, without, false = sums
    rates = rates_of(share(right, recorded), share(found, labelled))
    return {
        "precision": rates.precision,
        "recall": rates.recall,
        "f1": rates.f1,
        "false_articles": share(false, without),
    }
