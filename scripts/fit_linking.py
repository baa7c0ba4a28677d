"""Fit linking/parameters.json to the labelled reports: python -m scripts.fit_linking [--write]

What a level weighs is found by logistic regression over the candidate pairs of
the set train/linking, as the extractors read them and, at half their weight, as the labels
have them. A few hundred pairs cannot carry some fifty weights, so each is drawn towards the weight
that linking/expected_weights.csv expects of it (a Gaussian prior of precision PULL). The threshold
is the one with the best mean of pairwise and B³ F1 where each region is grouped with weights fitted
on the others. No other set is used.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.figures import Linking
from evaluation.linked_reports import (
    TRAIN,
    ReadCorpus,
    figures,
    linking_set,
    read_corpus,
    read_labels,
    regions,
)
from extractors.nlp.registry import load_recogniser
from extractors.pipeline import Extractor
from linking import scoring
from linking.clustering import Thresholds
from linking.mention import Edge

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "linking.md"
TABLE_FROM, TABLE_TO = "<!-- weights -->", "<!-- end of weights -->"
EXPECTED_FILE = Path(scoring.__file__).with_name("expected_weights.csv")
#: tried from 3 to 200: where it is small, the fitted weights do worse on regions not seen
PULL = 50.0
#: what the pairs of the labels count, where those of the reading count 1
LABELS_COUNT = 0.5
JOIN_FROM = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5)
#: mean weight that is enough between large groups. With more, seventy reports of one attack in a
#: newspaper fall into pieces; with less, twins of one town join
JOIN_MANY = -2.0
#: values that differ by less are alike: of such thresholds the one in the middle is taken
ALIKE = 0.002
#: the weight of a pair that was never compared. With less, stories that fifty articles report over
#: a week fall apart, since many of their pairs share neither day nor place
MISSING = -3.0
#: a mention in passing is put with an incident where this is likelier than not
RECALL_FROM = 0.0
KEEP_FROM = -8.0
_LEVELS = tuple(
    (name, level.name)
    for name, levels in scoring.COMPARISONS.items()
    for level in levels
    if not level.neutral
)

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs of one reading of the corpus: which levels each has (the last column is the
    constant), whether both are labelled, whether they are one incident, and their region."""

    corpus: ReadCorpus
    ids: Sequence[tuple[str, str]]
    levels: Vector
    labelled: NDArray[np.bool_]
    same: Vector
    region: NDArray[np.str_]


def main() -> None:
    """Fit, print, and write where asked."""
    train = linking_set(ROOT, TRAIN)
    of_article = regions(ROOT, train)
    read = pairs_of(
        read_corpus(ROOT, Extractor(ROOT / "seeds", load_recogniser("own")), train), of_article
    )
    labelled = pairs_of(read_labels(ROOT, train), of_article)
    expected = expected_weights()
    unseen = _on_regions_not_seen(read, labelled, expected)
    joins = {join: _grouped(read, labelled, unseen, join) for join in JOIN_FROM}
    values = {join: _mean_f1(found) for join, found in joins.items()}
    alike = [join for join, value in values.items() if value >= max(values.values()) - ALIKE]
    join_from = alike[len(alike) // 2]
    weights = _fit_both(read, labelled, expected)
    fitted: dict[str, Any] = {
        "explained": "docs/linking.md; fitted on train/linking by scripts/fit_linking.py",
        "pairs_of_one_incident": int(read.same[read.labelled].sum()),
        "pairs_of_two": int((1 - read.same[read.labelled]).sum()),
        "prior": round(1 / (1 + 2 ** -float(weights[-1])), 6),
        "keep_from": KEEP_FROM,
        "join_from": join_from,
        "join_many": JOIN_MANY,
        "recall_from": RECALL_FROM,
        "missing": MISSING,
        "weights": {
            name: {
                level: round(float(weight), 2)
                for (comparison, level), weight in zip(_LEVELS, weights[:-1], strict=True)
                if comparison == name
            }
            for name in scoring.COMPARISONS
        },
    }
    print(json.dumps(fitted, indent=1))
    for join, found in joins.items():
        for name, linking in zip(("read", "labelled"), found, strict=True):
            print(
                f"regions not seen, joined from {join}, as {name}:"
                f" pair F1 {linking.pair.f1:.3f}, B³ F1 {linking.b3.f1:.3f}"
            )
    if "--write" in sys.argv:
        text = json.dumps(fitted, ensure_ascii=False, indent=1)
        scoring.PARAMETERS_FILE.write_text(text + "\n", encoding="utf-8")
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(with_weights(page, fitted["weights"]), encoding="utf-8")


def with_weights(page: str, weights: Mapping[str, Mapping[str, float]]) -> str:
    """docs/linking.md with the table of these weights between its two marks."""
    before, _, rest = page.partition(TABLE_FROM)
    _, _, after = rest.partition(TABLE_TO)
    rows = []
    for name, of in weights.items():
        outcomes = (f"{level} {round(weight, 1) + 0.0:+.1f}" for level, weight in of.items())
        rows.append(f"| {name} | {' · '.join(outcomes)} |")
    table = "\n".join(("| compared | weight of each outcome |", "|---|---|", *rows))
    return f"{before}{TABLE_FROM}\n{table}\n{TABLE_TO}{after}"


def pairs_of(corpus: ReadCorpus, of_article: Mapping[str, str]) -> Pairs:
    """The candidate pairs of a corpus. `of_article`: region of each article."""
    articles = {mention.mention_id: mention.article_id for mention in corpus.mentions}
    rows = scoring.compare(scoring.table_of(corpus.mentions))
    keys = corpus.event_keys
    column = {level: at for at, level in enumerate(_LEVELS)}
    levels = np.zeros((len(rows), len(_LEVELS) + 1))
    levels[:, -1] = 1
    for at, row in enumerate(rows):
        for name in scoring.COMPARISONS:
            if (name, row[name]) in column:
                levels[at, column[name, row[name]]] = 1
    ids = [(str(row["left"]), str(row["right"])) for row in rows]
    return Pairs(
        corpus,
        ids,
        levels,
        np.array([left in keys and right in keys for left, right in ids]),
        np.array([float(keys.get(left, left) == keys.get(right, right)) for left, right in ids]),
        np.array([of_article[articles[left]] for left, _ in ids]),
    )


def expected_weights() -> Vector:
    """The weight that each level was expected to have; the constant's is 0."""
    with EXPECTED_FILE.open(encoding="utf-8", newline="") as stream:
        by_level = {
            (r["comparison"], r["level"]): float(r["weight"]) for r in csv.DictReader(stream)
        }
    return np.array([*(by_level[level] for level in _LEVELS), 0.0])


def fit(levels: Vector, same: Vector, counts: Vector, expected: Vector) -> Vector:
    """Weights to the base 2, by Newton's method; the constant is free."""
    base = np.log(2.0)
    weights = expected * base
    pull = np.full(len(weights), PULL)
    pull[-1] = 1e-3
    for _ in range(60):
        likely = 1 / (1 + np.exp(-levels @ weights))
        slope = levels.T @ (counts * (likely - same)) + pull * (weights - expected * base)
        bend = (levels * (counts * likely * (1 - likely))[:, None]).T @ levels + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-9:
            break
    return np.asarray(weights / base, dtype=np.float64)


def _fit_both(read: Pairs, labelled: Pairs, expected: Vector, without: str | None = None) -> Vector:
    """Weights fitted on the labelled pairs of both readings, but for those of one region."""
    parts = [
        (pairs, pairs.labelled & (pairs.region != without), count)
        for pairs, count in ((read, 1.0), (labelled, LABELS_COUNT))
    ]
    return fit(
        np.vstack([pairs.levels[taken] for pairs, taken, _ in parts]),
        np.concatenate([pairs.same[taken] for pairs, taken, _ in parts]),
        np.concatenate([np.full(int(taken.sum()), count) for _, taken, count in parts]),
        expected,
    )


def _on_regions_not_seen(read: Pairs, labelled: Pairs, expected: Vector) -> tuple[Vector, Vector]:
    """What the pairs of both readings weigh, each region's with the weights of the others."""
    found = (np.zeros(len(read.ids)), np.zeros(len(labelled.ids)))
    for region in sorted(set(read.region) | set(labelled.region)):
        weights = _fit_both(read, labelled, expected, without=str(region))
        for pairs, out in zip((read, labelled), found, strict=True):
            of_region = pairs.region == region
            out[of_region] = pairs.levels[of_region] @ weights
    return found


def _grouped(
    read: Pairs, labelled: Pairs, weights_of_both: tuple[Vector, Vector], join_from: float
) -> tuple[Linking, Linking]:
    limits = Thresholds(join_from, JOIN_MANY, RECALL_FROM, MISSING)
    as_read, as_labelled = (
        figures(
            pairs.corpus,
            [
                Edge(left, right, float(weight))
                for (left, right), weight in zip(pairs.ids, weights, strict=True)
                if weight >= KEEP_FROM
            ],
            limits,
        ).linking
        for pairs, weights in zip((read, labelled), weights_of_both, strict=True)
    )
    return as_read, as_labelled


def _mean_f1(found: tuple[Linking, Linking]) -> float:
    return sum(linking.pair.f1 + linking.b3.f1 for linking in found) / 4


if __name__ == "__main__":
    main()
