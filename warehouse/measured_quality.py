"""How many of the labelled incidents were found: from the committed scoreboard into staging.

The articles were held back while the rules were made (evaluation/). A recall of them says how many
of the incidents that stand in articles which were read are in the register. Of what nobody
reported, or no delivered article tells, it says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import astuple, dataclass

import duckdb

from evaluation.scoreboard import load
from evaluation.scorer import Slice
from warehouse.codebook_figures import slices
from warehouse.settings import Settings

#: of the normal distribution, for 95 %
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Measured:
    """Of the `labelled` incidents of one event type, one country or of all, how many were `found`;
    where they are enough to say so, the share with its 95 % interval, else None."""

    measured_of: str
    measured_code: str
    labelled: int
    found: int
    recall: float | None
    recall_low: float | None
    recall_high: float | None
    measured_with: str


def read_measured(settings: Settings) -> list[Measured]:
    """What was measured, by event type, by country and of all; none without a scoreboard."""
    folder = settings.project_root / "evaluation"
    if not (folder / "scoreboard.json").is_file():
        return []
    board = load(folder)
    by_type = list(slices(board, "by_type"))
    rows = [
        _measured(of, code, part.main, part.same, board.extractor, validated=part.validated)
        for of, parts in (("event_type", by_type), ("country", list(slices(board, "by_country"))))
        for code, part in parts
    ]
    whole = _sum(part for _, part in by_type)
    return [
        _measured(
            "all", "all", whole.main, whole.found, board.extractor, validated=whole.validated
        ),
        *rows,
    ]


def replace_measured(connection: duckdb.DuckDBPyConnection, rows: Iterable[Measured]) -> None:
    """Put these rows into staging in place of what was there."""
    connection.execute("delete from staging.measured_quality")
    told = [astuple(row) for row in rows]
    if told:
        connection.executemany(
            "insert into staging.measured_quality values (?, ?, ?, ?, ?, ?, ?, ?)", told
        )


def wilson(found: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score, which also holds near 0 and 1."""
    share, square = found / of, _Z * _Z / of
    middle = (share + square / 2) / (1 + square)
    half = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def _measured(
    of: str, code: str, labelled: int, found: int, measured_with: str, *, validated: bool
) -> Measured:
    if not validated:
        return Measured(of, code, labelled, found, None, None, None, measured_with)
    low, high = wilson(found, labelled)
    share, low, high = (round(value, 4) for value in (found / labelled, low, high))
    return Measured(of, code, labelled, found, share, low, high, measured_with)


def _sum(parts: Iterable[Slice]) -> Slice:
    rows = [(p.main, p.found, p.same, p.predicted, p.right) for p in parts]
    return Slice(*(map(sum, zip(*rows, strict=True)) if rows else (0,) * 5))
