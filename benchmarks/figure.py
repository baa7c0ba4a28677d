"""One line of the page."""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """What was measured, in which unit, on what."""

    what: str
    value: float
    unit: str
    how: str


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
