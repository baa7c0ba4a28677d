"""Fit what each sign of an incident weighs: python scripts/calibrate_confidence.py

Writes seeds/confidence.csv. Logistic regression with a ridge penalty over the signs of every
incident that the rules record in the labelled articles of the train sets. The open sets say, on the
scoreboard, whether the figures hold (expected calibration error).
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evaluation.scorer import align
from evaluation.sets import labelled_sets
from extractors.confidence import CONSTANT, Signs, features
from extractors.export import fact_to_prediction
from extractors.pipeline import Extractor
from extractors.records import IncidentFact

ROOT = Path(__file__).resolve().parents[1]
#: signs that speak against an incident; the others speak for it
AGAINST = frozenset({"plural_only", "background", "doubted"})
#: ridge penalty: a sign seen in few incidents weighs little
PENALTY = 5.0
_STEPS = 100

Matrix = npt.NDArray[np.float64]


def main() -> None:
    """Fit and write."""
    names, rows, real = _incidents()
    weights = _fit_one_way(names, np.array(rows), np.array(real, dtype=float))
    path = ROOT / "seeds" / "confidence.csv"
    with path.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow(("sign", "weight"))
        writer.writerows((n, f"{w:.3f}") for n, w in zip((*names, CONSTANT), weights, strict=True))
    sys.stderr.write(f"{path}: {len(rows)} incidents, {sum(real)} of them real\n")


def _incidents() -> tuple[list[str], list[list[float]], list[bool]]:
    """Names of the signs, those of each recorded incident, and whether a coder has it too."""
    extractor = Extractor(ROOT / "seeds", judged=False)
    names: list[str] = []
    rows: list[list[float]] = []
    real: list[bool] = []
    for labelled in labelled_sets(ROOT, kinds=("train",)):
        for row in labelled.gold:
            if row.get("ambiguous_mention"):
                continue
            doc = extractor.explain(labelled.articles[str(row["id"])])
            facts: tuple[IncidentFact, ...] = doc.annotations.get("facts", ())  # type: ignore[assignment]
            signs: tuple[Signs, ...] = doc.annotations.get("signs", ())  # type: ignore[assignment]
            pairs = align(row["incidents"], [fact_to_prediction(fact) for fact in facts])
            right = {j for _, j in pairs}
            for number, sign in enumerate(signs):
                found = features(sign)
                names = list(found)
                rows.append(list(found.values()))
                real.append(number in right)
    return names, rows, real


def _fit_one_way(names: list[str], signs: Matrix, real: Matrix) -> Matrix:
    """As _fit; a sign that would weigh the wrong way by chance weighs nothing."""
    way = np.array([-1.0 if name in AGAINST else 1.0 for name in names])
    kept = np.arange(len(names))
    while True:
        weights = _fit(signs[:, kept], real)
        wrong = weights[:-1] * way[kept] < 0
        if not wrong.any():
            out = np.zeros(len(names) + 1)
            out[kept], out[-1] = weights[:-1], weights[-1]
            return out
        kept = kept[~wrong]


def _fit(signs: Matrix, real: Matrix) -> Matrix:
    """Weights of the signs, and of the constant as the last one, by Newton's method."""
    matrix = np.column_stack([signs, np.ones(len(signs))])
    ridge = np.full(matrix.shape[1], PENALTY)
    ridge[-1] = 0.0
    weights = np.zeros(matrix.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (chance - real) + ridge * weights
        curvature = (matrix.T * (chance * (1 - chance))) @ matrix + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return weights


if __name__ == "__main__":
    main()
