"""How well scores separate what is news from what is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from evaluation.figures import Rates, rates_of, share
from extractors.scoring.judge import NEWS
from training.chain import Scores
from training.examples import CandidateExample, Read


@dataclass(frozen=True, slots=True)
class Separation:
    """Of `n` scored things `right` are right. `auc`: the chance that a right one scores higher than
    a wrong one."""

    n: int
    right: int
    auc: float


def separation(scores: Scores, right: Sequence[bool]) -> Separation:
    """Raises ValueError where all are right or all are wrong."""
    return Separation(len(right), sum(right), float(roc_auc_score(np.asarray(right), scores)))


def found_above(
    scores: Scores,
    candidates: Sequence[CandidateExample],
    articles: Sequence[Read],
    threshold: float,
) -> dict[str, Rates]:
    """Precision and recall of incidents recorded as news, by set, where every candidate of at least
    that score is; each article counts as often as it stands for others of its source."""
    recorded, right, labelled = (defaultdict[str, float](float) for _ in range(3))
    for example, score in zip(candidates, scores, strict=True):
        if score >= threshold:
            recorded[example.source] += example.weight
            right[example.source] += example.weight * (example.label == NEWS)
    for article in articles:
        labelled[article.source] += article.weight * article.news
    return {
        name: rates_of(share(right[name], recorded[name]), share(right[name], labelled[name]))
        for name in sorted(labelled)
    }
