"""The absolute bounds of a delivery: quality/checks/bounds.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

#: so many wounded for each killed are allowed
WOUNDED_FACTOR = 2

_FILE = Path(__file__).with_name("checks") / "bounds.yml"


@dataclass(frozen=True, slots=True)
class TollBound:
    """A bound on the toll of a group of incidents; the file says what its fields are."""

    name: str
    group: str
    toll: str
    warns: int
    blocks: int
    why: str


@dataclass(frozen=True, slots=True)
class ShareBound:
    """A bound on the share of the night's incidents that have one value."""

    name: str
    value: str
    warns: float
    why: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """All bounds, in the order of the file."""

    tolls: tuple[TollBound, ...]
    shares: tuple[ShareBound, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all bounds."""
        return (*(bound.name for bound in self.tolls), *(bound.name for bound in self.shares))


@cache
def bounds() -> Bounds:
    """The bounds as the file has them. Raises TypeError where one lacks a field."""
    found = yaml.safe_load(_FILE.read_text("utf-8"))
    return Bounds(
        tuple(TollBound(**bound) for bound in found["tolls"]),
        tuple(ShareBound(**bound) for bound in found["shares"]),
    )


def bounds_table() -> str:
    """Both tables of bounds as Markdown, for docs/publishing.md."""
    tolls = [
        f"| {bound.name} | {bound.warns:,} / {bound.warns * WOUNDED_FACTOR:,} "
        f"| {bound.blocks:,} / {bound.blocks * WOUNDED_FACTOR:,} | {bound.why} |"
        for bound in bounds().tolls
    ]
    shares = [f"| {bound.name} | {bound.warns:.0%} | {bound.why} |" for bound in bounds().shares]
    return "\n".join(
        [
            "| killed / wounded | warns from | blocks from | why |",
            "|---|---|---|---|",
            *tolls,
            "",
            "| share of the night's incidents | warns above | why |",
            "|---|---|---|",
            *shares,
            "",
        ]
    )
