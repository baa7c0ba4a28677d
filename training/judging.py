"""How well scores separate what is news from what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from extractors.scoring.judge import NEWS
from training.examples import ArticleExample, CandidateExample
from training.learners import Scores


@dataclass(frozen=True, slots=True)
class Separation:
    """Of `n` scored things `right` are right. `auc`: the chance that a right one scores higher than
    a wrong one."""

    n: int
    right: int
    auc: float


@dataclass(frozen=True, slots=True)
class Found:
    """Precision and recall of incidents recorded as news, each article as often as it stands for
    others of its source."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return f"{self.precision:.3f} {self.recall:.3f}"


def separation(scores: Scores, right: Sequence[bool]) -> Separation:
    """Raises ValueError where all are right or all are wrong."""
    return Separation(len(right), sum(right), float(roc_auc_score(np.asarray(right), scores)))


def found_above(
    scores: Scores,
    candidates: Sequence[CandidateExample],
    articles: Sequence[ArticleExample],
    threshold: float,
) -> Found:
    """What is found where every candidate of at least that score is recorded as news."""
    chosen = [e for e, score in zip(candidates, scores, strict=True) if score >= threshold]
    recorded = sum(e.weight for e in chosen)
    right = sum(e.weight for e in chosen if e.label == NEWS)
    labelled = sum(e.weight * e.news for e in articles)
    return Found(right / recorded if recorded else 0.0, right / labelled if labelled else 0.0)
