"""What is known of the register's quality: measured on newspapers that nobody had read.

The field sample of the last sealed scoring, and for event types and countries also the fresh sets
of the site: of our own writing nothing is quoted to users, it is easier than newspapers are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.figures import SLICE_PARTS, Slice
from evaluation.scoreboard import Scoreboard, load
from evaluation.sealed import BOTH, SealedScoring, last_scoring
from evaluation.sets import SITE_FRESH

SITE_SEALED = "sealed/ant"


@dataclass(frozen=True, slots=True)
class Unread:
    """The field sample's figures (`content`, as the log has them), and slices by value."""

    scoring: SealedScoring
    content: Mapping[str, Any]
    by_type: Mapping[str, Slice]
    by_country: Mapping[str, Slice]

    @property
    def field(self) -> Mapping[str, Any]:
        """Precision and recall of main incidents: evaluation/field_figures.py."""
        found: Mapping[str, Any] = self.content["field"]
        return found


def read_unread(folder: Path) -> Unread | None:
    """The figures of evaluation/; None where no scoring of the sealed sets is logged."""
    scoring = last_scoring(folder)
    if scoring is None or not (folder / "scoreboard.json").is_file():
        return None
    return unread(load(folder), scoring)


def unread(board: Scoreboard, scoring: SealedScoring) -> Unread:
    """The figures of a scoreboard and a sealed scoring."""
    parts = [scoring.sets[BOTH], scoring.sets[SITE_SEALED], board.boards.get(SITE_FRESH, {})]
    return Unread(
        scoring,
        scoring.sets[BOTH],
        _together(part.get("by_type", {}) for part in parts),
        _together(part.get("by_country", {}) for part in parts),
    )


def _together(parts: Iterable[Mapping[str, Mapping[str, Any]]]) -> dict[str, Slice]:
    sums: dict[str, dict[str, int]] = {}
    for part in parts:
        for value, numbers in part.items():
            row = sums.setdefault(value, dict.fromkeys(SLICE_PARTS, 0))
            for name in SLICE_PARTS:
                row[name] += numbers[name]
    return {value: Slice(**sums[value]) for value in sorted(sums)}
