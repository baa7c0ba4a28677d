"""The interval of a plain share of things that do not depend on one another."""

from __future__ import annotations

import math

#: of the normal distribution, for 95 %
_Z = 1.959964


def wilson(found: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score, which also holds near 0 and 1."""
    share, square = found / of, _Z * _Z / of
    middle = (share + square / 2) / (1 + square)
    half = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
