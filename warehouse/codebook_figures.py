"""The measured figures that the codebook quotes, from the committed scoreboard.

All are of articles that were held back while the rules were made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evaluation.scoreboard import Scoreboard
from evaluation.scorer import Slice
from evaluation.sets import NEWSPAPERS, OWN_HELD_BACK

HELD_BACK = (OWN_HELD_BACK, NEWSPAPERS["held_back"])
LINKED_HELD_BACK = "reports of one incident, held back"
_PARTS = ("main", "found", "same", "predicted", "right")


def figure(board: Scoreboard, name: str) -> str:
    """One figure by its name; shares in percent. Raises KeyError where there is none."""
    own: Mapping[str, Any] = board.boards[OWN_HELD_BACK]["figures"]
    f1 = board.boards[OWN_HELD_BACK]["intervals"]["incident_f1"]
    ordinary, evidence = board.general["ordinary"], board.general["evidence"]
    shares: dict[str, float] = {
        "recall": own["incident"]["recall"],
        "precision": own["incident"]["precision"],
        "f1": own["incident"]["f1"],
        "f1_low": f1["low"],
        "f1_high": f1["high"],
        "false_alarms": own["false_alarms"],
        "ordinary": ordinary["share"],
        "ordinary_high": ordinary["interval"]["high"],
        "evidence": evidence["share"],
        "evidence_low": evidence["interval"]["low"],
        "evidence_high": evidence["interval"]["high"],
    }
    numbers: dict[str, int] = {
        "articles": own["articles"],
        "labelled": own["gold_main_incidents"],
        "ordinary_articles": ordinary["articles"],
        "evidence_read": evidence["read"],
    }
    return percent(shares[name]) if name in shares else str(numbers[name])


def fields(board: Scoreboard) -> Iterator[tuple[str, int, int]]:
    """Each field with how often it was right, of how many."""
    content = board.boards[OWN_HELD_BACK]
    for measured in (content["figures"]["fields"], content["shares"]):
        for name, row in measured.items():
            yield name, row["right"], row["n"]


def slices(board: Scoreboard, by: str) -> Iterator[tuple[str, Slice]]:
    """Each event type (`by_type`) or country (`by_country`) that was labelled, by its code."""
    sums: dict[str, dict[str, int]] = {}
    for name in HELD_BACK:
        for value, part in board.boards.get(name, {}).get(by, {}).items():
            row = sums.setdefault(value, dict.fromkeys(_PARTS, 0))
            for count in _PARTS:
                row[count] += part[count]
    for value in sorted(sums):
        if sums[value]["main"]:
            yield value, Slice(**sums[value])


def linking(board: Scoreboard) -> Iterator[tuple[str, float, float, float]]:
    """What is told (`read`, `labelled`), precision and recall of pairs, B-cubed F1."""
    for row in board.general["linking"]:
        if row["set"] == LINKED_HELD_BACK:
            pair = row["pair"]
            yield row["told"], pair["precision"], pair["recall"], row["b3"]["f1"]


def percent(share: float) -> str:
    """0.8694 → 86.9 %."""
    return f"{share * 100:.1f} %"
