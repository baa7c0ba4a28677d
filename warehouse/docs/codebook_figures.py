"""The measured figures that the codebook quotes.

All are of newspapers that nobody had read (evaluation/unread.py), but those of linking, which are
of stories of our own writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evaluation.figures import Slice
from evaluation.linked_reports import OPEN
from evaluation.scoreboard import Scoreboard
from evaluation.unread import Unread


def figure(board: Scoreboard, measured: Unread, name: str) -> str:
    """One figure by its name; shares in percent. Raises KeyError where there is none."""
    field, evidence = measured.field, board.general["evidence"]
    bounds: Mapping[str, Mapping[str, float]] = field["intervals"]
    shares: dict[str, float] = {
        "recall": field["recall"],
        "recall_low": bounds["recall"]["low"],
        "recall_high": bounds["recall"]["high"],
        "precision": field["precision"],
        "precision_low": bounds["precision"]["low"],
        "precision_high": bounds["precision"]["high"],
        "false_articles": field["false_articles"],
        "evidence": evidence["share"],
        "evidence_low": evidence["interval"]["low"],
        "evidence_high": evidence["interval"]["high"],
    }
    numbers: dict[str, int] = {
        "articles": field["articles"],
        "labelled": field["labelled"],
        "recorded": field["recorded"],
        "evidence_read": evidence["read"],
    }
    return percent(shares[name]) if name in shares else str(numbers[name])


def fields(measured: Unread) -> Iterator[tuple[str, int, int]]:
    """Each field with how often it was right, of how many."""
    for group in (measured.content["figures"]["fields"], measured.content["shares"]):
        found: Mapping[str, Any] = group
        for name, row in found.items():
            yield name, row["right"], row["n"]


def slices(measured: Unread, by: str) -> Iterator[tuple[str, Slice]]:
    """Each event type (`by_type`) or country (`by_country`) that was labelled, by its code."""
    found = measured.by_type if by == "by_type" else measured.by_country
    yield from ((value, part) for value, part in found.items() if part.main)


def linking(board: Scoreboard) -> Iterator[tuple[str, float, float, float]]:
    """What is linked (`read` or `labelled` mentions), precision and recall of pairs, B-cubed F1."""
    for row in board.general["linking"]:
        if row["set"] == OPEN:
            pair = row["pair"]
            yield row["told"], pair["precision"], pair["recall"], row["b3"]["f1"]


def percent(share: float) -> str:
    """0.8694 → 86.9 %."""
    return f"{share * 100:.1f} %"
