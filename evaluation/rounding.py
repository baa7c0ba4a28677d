"""Figures as they are committed: four digits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def rounded(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same value with its fractions cut to four digits: a file changes where a figure does, not
    where a sum is ordered otherwise."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(part) for part in value]
    return value
