"""Two readers on the same articles: which is better, and is that more than chance?

Grain: one labelled article of a train or open set. Both readers' incidents are compared with the
same labels of today; the differences are tested by paired approximate randomisation over articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.field_figures import judge, shares_of
from evaluation.figures import Incident, rates_of, share
from evaluation.paired_test import Difference, paired_test
from evaluation.scorer import GoldArticle, slot_counts
from evaluation.sets import LabelledSet

#: a difference with a smaller p is not put down to chance
SIGNIFICANT = 0.05
FIGURES = {
    "precision": "precision of main incidents",
    "recall": "recall of main incidents",
    "f1": "F1 of main incidents",
    "false_articles": "articles without an incident that get one",
    "slot_f1": "slot F1",
}
Predictions = Mapping[str, Sequence[Incident]]


@dataclass(frozen=True, slots=True)
class Contest:
    """The differences of each figure on each set, by the set's name, and which sets are fresh."""

    before: str
    after: str
    articles: Mapping[str, int]
    fresh: frozenset[str]
    differences: Mapping[str, Mapping[str, Difference]]

    def __str__(self) -> str:
        lines = [
            f"{self.before} → {self.after}; * p < {SIGNIFICANT}, paired randomisation by article",
            "",
            "| set | articles | figure | before | after | p |",
            "|---|---:|---|---|---|---|",
        ]
        for name, found in self.differences.items():
            shown = f"{name} (fresh)" if name in self.fresh else name
            for figure, title in FIGURES.items():
                one = found[figure]
                mark = "*" if one.p < SIGNIFICANT else ""
                lines.append(
                    f"| {shown} | {self.articles[name]} | {title} | {one.before:.3f} | "
                    f"{one.after:.3f} | {one.p:.4f}{mark} |"
                )
        return "\n".join(lines)


def contest(
    sets: Sequence[LabelledSet],
    before: Predictions,
    after: Predictions,
    *,
    names: tuple[str, str],
) -> Contest:
    """Compare two readings, by article id, of all articles of these sets.

    Sets whose articles stand for others by weights are compared by these.
    """
    return Contest(
        before=names[0],
        after=names[1],
        articles={labelled.name: len(labelled.gold) for labelled in sets},
        fresh=frozenset(labelled.name for labelled in sets if labelled.entry.fresh),
        differences={
            labelled.name: paired_test(_rows(labelled, before), _rows(labelled, after), figures_of)
            for labelled in sets
        },
    )


def _rows(labelled: LabelledSet, predictions: Predictions) -> list[list[float]]:
    """What each article adds: the six counts of the field figures, weighted, and three of slots."""
    rows = []
    for gold in labelled.gold:
        found = predictions.get(str(gold["id"]), ())
        weight = labelled.weights.get(str(gold["id"]), 0.0) if labelled.weights else 1.0
        *counts, right, given, wanted = article_counts(gold, found)
        rows.append([*(weight * n for n in counts), right, given, wanted])
    return rows


def article_counts(gold: GoldArticle, found: Sequence[Incident]) -> list[float]:
    """What an article adds to the figures: the six counts of the field figures, three of slots."""
    return [*map(float, judge(gold, found).counts), *map(float, slot_counts(gold, found))]


def figures_of(sums: Sequence[float]) -> dict[str, float]:
    """The figures of summed counts, by the names of FIGURES."""
    slots_right, given, wanted = sums[6:]
    slot = rates_of(share(slots_right, given), share(slots_right, wanted))
    return {**shares_of(sums[:6]), "slot_f1": slot.f1}


def predictions_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Incident]]:
    """Incidents by article id, of the lines that `sijill extract` writes."""
    return {str(row["article_id"]): list(row["incidents"]) for row in rows}
