"""One line of the page."""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """What was measured, in which unit, on what."""

    what: str
    value: float
    unit: str
    how: str
