"""Fit linking/parameters.json to the labelled reports: python -m scripts.fit_linking [--write]

m and u of a level are its shares among the candidate pairs that are, and are not, of one incident
in evaluation/linking/*_fit.*, with SMOOTHING pairs added to each level. The prior and the
thresholds are those with the best mean of pairwise and B³ F1 there. The other half of the corpus
is not looked at.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from evaluation.linked_reports import ReadCorpus, figures, read_corpus
from extractors.nlp.registry import load_recogniser
from extractors.pipeline import Extractor
from linking import scoring
from linking.clustering import Thresholds
from linking.mention import Edge

ROOT = Path(__file__).resolve().parents[1]
#: pairs added to each level: a level that was seen twice says little
SMOOTHING = 2.0
#: two signs of one thing (a shared name, shared words) count double in a naive model: weights are
#: drawn in by this much
DAMPING = 0.8
PRIORS = (0.1, 0.2, 0.3, 0.4, 0.5)
JOIN_FROM = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0)
MISSING = (-8.0, -6.0, -4.0, -3.0)


def main() -> None:
    """Fit, print, and write where asked."""
    corpus = read_corpus(ROOT, Extractor(ROOT / "seeds", load_recogniser("own")), "fit")
    pairs = scoring.compare(scoring.table_of(corpus.mentions))
    fitted = fit(corpus, pairs)
    print(json.dumps({k: v for k, v in fitted.items() if k != "comparisons"}, indent=1))
    if "--write" in sys.argv:
        text = json.dumps(fitted, ensure_ascii=False, indent=1)
        scoring.PARAMETERS_FILE.write_text(text + "\n", encoding="utf-8")


def fit(corpus: ReadCorpus, pairs: list[dict[str, Any]]) -> dict[str, Any]:
    """The parameters for these candidate pairs."""
    keys = corpus.event_keys
    told = [pair for pair in pairs if pair["left"] in keys and pair["right"] in keys]
    same = [pair for pair in told if keys[pair["left"]] == keys[pair["right"]]]
    other = [pair for pair in told if keys[pair["left"]] != keys[pair["right"]]]
    comparisons = {
        name: _shares(name, levels, same, other) for name, levels in scoring.COMPARISONS.items()
    }
    best = max(
        (
            (_value(corpus, pairs, comparisons, prior, limits), prior, limits)
            for prior in PRIORS
            for limits in (
                Thresholds(join_from=join, recall_from=join, missing=missing)
                for join, missing in itertools.product(JOIN_FROM, MISSING)
            )
        ),
        key=lambda tried: (tried[0], tried[2].join_from, tried[2].missing, -tried[1]),
    )
    _, prior, limits = best
    return {
        "explained": "docs/linking.md; fitted by scripts/fit_linking.py on evaluation/linking/*_fit.*",
        "pairs_of_one_incident": len(same),
        "pairs_of_two": len(other),
        "prior": prior,
        "keep_from": -6.0,
        "join_from": limits.join_from,
        "recall_from": limits.recall_from,
        "missing": limits.missing,
        "comparisons": comparisons,
    }


def _shares(
    name: str,
    levels: tuple[scoring.Level, ...],
    same: list[dict[str, Any]],
    other: list[dict[str, Any]],
) -> dict[str, dict[str, float]]:
    shares: dict[str, dict[str, float]] = {}
    told = [level.name for level in levels if not level.neutral]
    counts = [Counter(pair[name] for pair in pairs) for pairs in (same, other)]
    totals = [sum(c[level] + SMOOTHING for level in told) for c in counts]
    for level in levels:
        if level.neutral:
            shares[level.name] = {}
            continue
        m, u = (
            (c[level.name] + SMOOTHING) / total for c, total in zip(counts, totals, strict=True)
        )
        # the ratio is damped, its size as a share is kept
        shares[level.name] = {"m": round(u * (m / u) ** DAMPING, 6), "u": round(u, 6)}
    return shares


def _value(
    corpus: ReadCorpus,
    pairs: list[dict[str, Any]],
    comparisons: dict[str, dict[str, dict[str, float]]],
    prior: float,
    limits: Thresholds,
) -> float:
    edges = [
        Edge(pair["left"], pair["right"], weight)
        for pair in pairs
        if (weight := weight_of(pair, comparisons, prior)) >= -6.0
    ]
    linking = figures(corpus, edges, limits).linking
    return round((linking.pair.f1 + linking.b3.f1) / 2, 6)


def weight_of(
    pair: dict[str, Any], comparisons: dict[str, dict[str, dict[str, float]]], prior: float
) -> float:
    """What Splink makes of a pair under these parameters: the base-2 logarithm of its odds."""
    from math import log2

    weight = log2(prior / (1 - prior))
    for name, shares in comparisons.items():
        share = shares.get(pair[name], {})
        if share:
            weight += log2(share["m"] / share["u"])
    return weight


if __name__ == "__main__":
    main()
