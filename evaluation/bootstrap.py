"""Intervals of figures that are computed from sums over articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from evaluation.figures import Interval

BOOTSTRAP_ROUNDS = 1000
BOOTSTRAP_SEED = 20261121


def bootstrap(
    rows: Sequence[Sequence[float]],
    figures: Callable[[Sequence[float]], Mapping[str, float]],
    rounds: int = BOOTSTRAP_ROUNDS,
) -> dict[str, Interval]:
    """95 % intervals of figures that are computed from sums over articles.

    `rows`: what each article adds to the sums. Articles are drawn with replacement: incidents of
    one article are not independent.
    """
    if not rows or rounds < 1:
        return {}
    matrix = np.asarray(rows, dtype=np.float64)
    draw = np.random.default_rng(BOOTSTRAP_SEED)
    picked = draw.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=rounds)
    samples: dict[str, list[float]] = {}
    for sums in picked @ matrix:
        for name, value in figures([float(total) for total in sums]).items():
            samples.setdefault(name, []).append(value)
    return {name: _percentiles(values) for name, values in samples.items()}


def _percentiles(values: list[float]) -> Interval:
    ordered = sorted(values)
    last = len(ordered) - 1
    return Interval(ordered[round(0.025 * last)], ordered[round(0.975 * last)])
