"""How well scores separate what is right from what is wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from training.learners import Scores

Truth = NDArray[np.bool_]
#: share of the right ones that is kept where precision is compared
KEPT = 0.85


@dataclass(frozen=True, slots=True)
class Separation:
    """Of `n` scored things `right` are right. `auc`: the chance that a right one scores higher than
    a wrong one. `precision`: of those that score as high as KEPT of the right ones do."""

    n: int
    right: int
    auc: float
    precision: float

    def __str__(self) -> str:
        return f"{self.auc:.3f} / {self.precision:.3f}"


def separation(scores: Scores, right: Sequence[bool]) -> Separation:
    """Raises ValueError where all are right or all are wrong."""
    truth = np.asarray(right, dtype=bool)
    threshold = threshold_keeping(scores, truth, KEPT)
    chosen = scores >= threshold
    return Separation(
        n=len(truth),
        right=int(truth.sum()),
        auc=float(roc_auc_score(truth, scores)),
        precision=float(truth[chosen].mean()),
    )


def threshold_keeping(scores: Scores, right: Sequence[bool] | Truth, share: float) -> float:
    """The highest threshold at which at least that share of the right ones is kept."""
    ordered = np.sort(scores[np.asarray(right, dtype=bool)])[::-1]
    return float(ordered[math.ceil(share * len(ordered)) - 1])
