"""Errors of evaluation; the root of the tree is extractors.errors.SijillError.

SijillError
├── LabelsError       labels, articles or predictions are missing or malformed
├── SealedError       a sealed set was asked for where it must not be read
└── ScoreDropped      the extractors became worse than the committed scoreboard says
"""

from __future__ import annotations

from extractors.errors import SijillError


class LabelsError(SijillError):
    """Labels, labelled articles or predictions are missing or malformed."""

    exit_code = 2


class ScoreDropped(SijillError):
    """A figure fell below the committed scoreboard by more than is tolerated."""


class SealedError(SijillError):
    """A sealed set was asked for where it must not be read, or twice by one version."""

    exit_code = 2
