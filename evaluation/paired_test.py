"""Is one reader better than another on the same articles? Paired approximate randomisation.

Source: Yeh 2000, "More accurate tests for the statistical significance of result differences";
Noreen 1989. What each article adds to the figures is exchanged between the two readers at random,
article by article; p is how often a difference at least as large as the one observed comes of that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

ROUNDS = 10_000
_SEED = 20261201
#: rounds that are held in memory at once
_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of the two readers, and the chance of a difference as large by chance alone."""

    before: float
    after: float
    p: float


def paired_test(
    before: Sequence[Sequence[float]],
    after: Sequence[Sequence[float]],
    figures: Callable[[Sequence[float]], Mapping[str, float]],
    rounds: int = ROUNDS,
) -> dict[str, Difference]:
    """Compare the figures that are computed from sums over articles.

    `before` and `after`: what each article adds, in the same order of articles. The same input
    gives the same p."""
    old, new = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    one, other = figures(_listed(old.sum(axis=0))), figures(_listed(new.sum(axis=0)))
    observed = {name: abs(other[name] - one[name]) for name in one}
    as_large = dict.fromkeys(one, 0)
    draw = np.random.default_rng(_SEED)
    change = new - old
    for start in range(0, rounds, _TOGETHER):
        size = min(_TOGETHER, rounds - start)
        swapped = draw.integers(0, 2, size=(size, len(old))).astype(np.float64) @ change
        for shift in swapped:
            left = figures(_listed(old.sum(axis=0) + shift))
            right = figures(_listed(new.sum(axis=0) - shift))
            for name in one:
                as_large[name] += abs(right[name] - left[name]) >= observed[name] - 1e-12
    return {
        name: Difference(one[name], other[name], (as_large[name] + 1) / (rounds + 1))
        for name in one
    }


def _listed(sums: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[float]:
    return [float(total) for total in sums]
