"""Fit linking/parameters.json to the labelled reports: python -m scripts.fit_linking [--write]

What a level weighs is found by logistic regression over the candidate pairs of
evaluation/linking/*_fit.*, as the extractors read them and, at half their weight, as the labels
tell them. A few hundred pairs cannot carry some fifty weights, so each is drawn towards the weight
that linking/expected_weights.csv expects of it (a Gaussian prior of precision PULL). The threshold
is the one with the best mean of pairwise and B³ F1 where each story is grouped with weights fitted
on the others. The other half of the corpus is not looked at.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.linked_reports import ReadCorpus, figures, read_corpus, read_labels
from extractors.nlp.registry import load_recogniser
from extractors.pipeline import Extractor
from linking import scoring
from linking.clustering import Thresholds, components
from linking.mention import Edge

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "linking.md"
TABLE_FROM, TABLE_TO = "<!-- weights -->", "<!-- end of weights -->"
EXPECTED_FILE = Path(scoring.__file__).with_name("expected_weights.csv")
PULL = 10.0
#: what the pairs of the labels count beside those of the reading
LABELS_COUNT = 0.5
JOIN_FROM = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5)
#: values that differ by less are alike: the strictest of such thresholds is taken
ALIKE = 0.002
#: what a pair that was never looked at weighs. With less, stories that fifty articles tell over a
#: week fall apart, since many of their pairs share neither day nor place
MISSING = -3.0
#: a mention in passing is put with an incident where this is likelier than not
RECALL_FROM = 0.0
KEEP_FROM = -8.0
FOLDS = 8
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
    constant), whether both are labelled, whether they are one incident, and their story's fold."""

    corpus: ReadCorpus
    ids: Sequence[tuple[str, str]]
    levels: Vector
    labelled: NDArray[np.bool_]
    same: Vector
    fold: NDArray[np.int64]


def main() -> None:
    """Fit, print, and write where asked."""
    read = pairs_of(read_corpus(ROOT, Extractor(ROOT / "seeds", load_recogniser("own")), "fit"))
    told = pairs_of(read_labels(ROOT, "fit"))
    expected = expected_weights()
    joins = {
        join: (_value(read, expected, join) + _value(told, expected, join)) / 2
        for join in JOIN_FROM
    }
    join_from = max(join for join, value in joins.items() if value >= max(joins.values()) - ALIKE)
    weights = fit(
        np.vstack([read.levels[read.labelled], told.levels[told.labelled]]),
        np.concatenate([read.same[read.labelled], told.same[told.labelled]]),
        np.concatenate([np.ones(read.labelled.sum()), np.full(told.labelled.sum(), LABELS_COUNT)]),
        expected,
    )
    fitted: dict[str, Any] = {
        "explained": "docs/linking.md; fitted by scripts/fit_linking.py on *_fit.*",
        "pairs_of_one_incident": int(read.same[read.labelled].sum()),
        "pairs_of_two": int((1 - read.same[read.labelled]).sum()),
        "prior": round(1 / (1 + 2 ** -float(weights[-1])), 6),
        "keep_from": KEEP_FROM,
        "join_from": join_from,
        "recall_from": RECALL_FROM,
        "missing": MISSING,
        "weights": {
            name: {
                level: round(float(weight), 2)
                for (told_of, level), weight in zip(_LEVELS, weights[:-1], strict=True)
                if told_of == name
            }
            for name in scoring.COMPARISONS
        },
    }
    print(json.dumps(fitted, indent=1), {k: round(v, 4) for k, v in joins.items()})
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
        told = (f"{level} {round(weight, 1) + 0.0:+.1f}" for level, weight in of.items())
        rows.append(f"| {name} | {' · '.join(told)} |")
    table = "\n".join(("| compared | weight of each outcome |", "|---|---|", *rows))
    return f"{before}{TABLE_FROM}\n{table}\n{TABLE_TO}{after}"


def pairs_of(corpus: ReadCorpus) -> Pairs:
    """The candidate pairs of a corpus."""
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
        _folds(corpus, ids),
    )


def _folds(corpus: ReadCorpus, ids: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
    """Pairs that hang together, by likeness or by label, are in one fold."""
    edges = [Edge(left, right, 0.0) for left, right in ids]
    edges += [Edge(id_, f"key {key}", 0.0) for id_, key in corpus.event_keys.items()]
    nodes = {node for edge in edges for node in (edge.left, edge.right)}
    fold: dict[str, int] = {}
    for part in components(nodes, edges):
        digest = hashlib.sha256(part[0].encode()).digest()
        fold |= dict.fromkeys(part, digest[0] % FOLDS)
    return np.array([fold[left] for left, _ in ids], dtype=np.int64)


def expected_weights() -> Vector:
    """The weight that each level was expected to have; the constant's is 0."""
    with EXPECTED_FILE.open(encoding="utf-8", newline="") as stream:
        told = {(r["comparison"], r["level"]): float(r["weight"]) for r in csv.DictReader(stream)}
    return np.array([*(told[level] for level in _LEVELS), 0.0])


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


def _value(pairs: Pairs, expected: Vector, join_from: float) -> float:
    weights = _out_of_fold(pairs, expected)
    edges = [
        Edge(left, right, float(weight))
        for (left, right), weight in zip(pairs.ids, weights, strict=True)
        if weight >= KEEP_FROM
    ]
    linking = figures(pairs.corpus, edges, Thresholds(join_from, RECALL_FROM, MISSING)).linking
    return (linking.pair.f1 + linking.b3.f1) / 2


def _out_of_fold(pairs: Pairs, expected: Vector) -> Vector:
    out = np.zeros(len(pairs.ids))
    for fold in range(FOLDS):
        train = (pairs.fold != fold) & pairs.labelled
        fitted = fit(pairs.levels[train], pairs.same[train], np.ones(int(train.sum())), expected)
        out[pairs.fold == fold] = pairs.levels[pairs.fold == fold] @ fitted
    return out


if __name__ == "__main__":
    main()
