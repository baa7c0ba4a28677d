"""One line of the page."""

from __future__ import annotations

import math
from typing import NamedTuple


class Figure(NamedTuple):
    """What was measured, in which unit, on what."""

    what: str
    value: float
    unit: str
    how: str

    @property
    def shown(self) -> str:
        """The value as the page has it."""
        return f"{self.value:.2f}" if self.unit == "slope" else f"{self.value:,.1f}"


class Step(NamedTuple):
    """What a step of a night took, in seconds on the clock and of processors; the night had a
    `share` of articles with an incident and `incidents` behind it. `load` is how many processes
    of the machine, others included, ran or waited to run meanwhile, on average."""

    name: str
    share: float
    incidents: int
    wall: float
    cpu: float
    load: float


def log_slope(first: tuple[float, float], last: tuple[float, float]) -> float:
    """How fast y grows with x between two points (x, y): the slope of their logarithms, 1 where
    twice the x takes twice the y, 0 where it does not matter."""
    (few, little), (many, much) = first, last
    return math.log(much / little) / math.log(many / few)
