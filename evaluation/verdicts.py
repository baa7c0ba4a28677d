"""Does the scorer call right what a person called right? Agreement with hand verdicts.

Grain: one main incident that an earlier version recorded in an article of the set open/judged.
shared/field/verdicts.jsonl has the incident as it was recorded and the verdict of a person who read
the article; the labels of the same article were coded without sight of either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from evaluation.articles import read_json_lines
from evaluation.figures import is_main
from evaluation.scorer import align
from evaluation.sets import LabelledSet


def verdicts_path(project_root: Path) -> Path:
    """Where the verdicts lie."""
    return project_root.resolve().parent / "shared" / "field" / "verdicts.jsonl"


def agreement_with_verdicts(project_root: Path, labelled: LabelledSet) -> dict[str, Any]:
    """Of the judged incidents: how many both, the scorer alone, the person alone, neither call
    right; the share on which they agree and Cohen's kappa."""
    rows = {str(row["id"]): row for row in read_json_lines(verdicts_path(project_root))}
    found = Counter(
        pair
        for gold in labelled.gold
        if (row := rows.get(str(gold["id"]))) is not None
        for pair in _pairs(gold["incidents"], row)
    )
    total = sum(found.values())
    both, neither = found[True, True], found[False, False]
    agreed = (both + neither) / total if total else 0.0
    scorer = (both + found[True, False]) / total if total else 0.0
    person = (both + found[False, True]) / total if total else 0.0
    by_chance = scorer * person + (1 - scorer) * (1 - person)
    return {
        "incidents": total,
        "both": both,
        "scorer_alone": found[True, False],
        "person_alone": found[False, True],
        "neither": neither,
        "agreed": agreed,
        "kappa": (agreed - by_chance) / (1 - by_chance) if by_chance < 1 else 0.0,
    }


def _pairs(
    gold: Iterable[Mapping[str, Any]], row: Mapping[str, Any]
) -> Iterator[tuple[bool, bool]]:
    """(the scorer calls it right, the person does) of each recorded main incident."""
    labels, recorded = list(gold), list(row["extracted"])
    right = {j for i, j in align(labels, recorded) if is_main(labels[i])}
    for verdict in row["verdicts"]:
        yield verdict["n"] in right, verdict["call"] == "right"
