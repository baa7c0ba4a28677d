"""Loads the measured recall and precision of the register into staging.

They were measured on newspapers that nobody had read (evaluation/unread.py). Recall says how many
of the incidents in the articles that were read are in the register; it says nothing of incidents
that no delivered article reports. Precision says how many recorded incidents really happened and
are incidents of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

import duckdb

from evaluation.figures import Slice
from evaluation.unread import read_unread
from evaluation.wilson import wilson
from warehouse.core.settings import Settings

#: a share with the lower and the upper end of its interval; None where there are too few labels
Bounds = tuple[float | None, float | None, float | None]
_UNKNOWN: Bounds = (None, None, None)


@dataclass(frozen=True, slots=True)
class Measured:
    """Of the `labelled` incidents of one event type, one country or of all, how many were `found`;
    of the `recorded` ones, how many are `right`; where they are enough to say so, the shares with
    their 95 % intervals, else None. Of all: how many articles without an incident there were, and
    in how many of them one was recorded."""

    measured_of: str
    measured_code: str
    labelled: int
    found: int
    recall: float | None
    recall_low: float | None
    recall_high: float | None
    recorded: int
    right_ones: int
    precision: float | None
    precision_low: float | None
    precision_high: float | None
    articles_without: int | None
    articles_with_false: int | None
    measured_with: str


def read_measured(settings: Settings) -> list[Measured]:
    """What was measured, by event type, by country and of all; none without a scoreboard and a
    logged scoring of the sealed sets."""
    found = read_unread(settings.project_root / "evaluation")
    if found is None:
        return []
    with_ = f"{found.scoring.extractor}, {found.scoring.version}"
    return [
        _of_all(found.field, with_),
        *(
            _of_slice(of, code, part, with_)
            for of, parts in (("event_type", found.by_type), ("country", found.by_country))
            for code, part in parts.items()
        ),
    ]


def replace_measured(connection: duckdb.DuckDBPyConnection, rows: Iterable[Measured]) -> None:
    """Put these rows into staging in place of what was there."""
    connection.execute("delete from staging.measured_quality")
    values = [astuple(row) for row in rows]
    if values:
        places = ", ".join("?" * len(values[0]))
        connection.executemany(f"insert into staging.measured_quality values ({places})", values)  # noqa: S608


def _of_all(field: Mapping[str, Any], measured_with: str) -> Measured:
    bounds = field["intervals"]
    return Measured(
        "all", "all",
        field["labelled"], field["found"],
        field["recall"], bounds["recall"]["low"], bounds["recall"]["high"],
        field["recorded"], field["right"],
        field["precision"], bounds["precision"]["low"], bounds["precision"]["high"],
        field["without"], field["false"],
        measured_with,
    )  # fmt: skip


def _of_slice(of: str, code: str, part: Slice, measured_with: str) -> Measured:
    recall = _share(part.same, part.main) if part.validated else _UNKNOWN
    enough = part.validated and part.predicted
    precision = _share(part.right, part.predicted) if enough else _UNKNOWN
    return Measured(
        of, code, part.main, part.found, *recall, part.predicted, part.right, *precision,
        None, None, measured_with,
    )  # fmt: skip


def _share(part: int, total: int) -> Bounds:
    """A share with its interval, four digits each."""
    low, high = (round(bound, 4) for bound in wilson(part, total))
    return round(part / total, 4), low, high
