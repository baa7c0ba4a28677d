"""How far two codings of the same articles agree: the ceiling of every figure of the extractors.

Grain: one article for genres, one incident for incidents and slots. The first coding stands where
labels stand in evaluation/scorer.py, the second where predictions stand. Incidents and slots: F1.
Categories: Krippendorff's alpha for nominal data (Krippendorff 2011, "Computing Krippendorff's
Alpha-Reliability"), which counts out what chance alone would agree on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.articles import read_json_lines
from evaluation.evidence_hits import MARKED, range_of, touch
from evaluation.figures import Incident, is_main
from evaluation.scorer import SLOTS, GoldArticle, agrees, align, is_filled
from evaluation.sets import LabelledSet
from extractors.records import Article

CATEGORIES = ("event_type", "weapon", "target_type", "perpetrator_status")


def agreement(
    first: Sequence[GoldArticle],
    second: Sequence[GoldArticle],
    articles: Mapping[str, Article],
) -> dict[str, Any]:
    """F1 of main incidents, of each slot and of the marked words of each slot; alpha of genres and
    of the categories of incidents that both codings have. Articles that only one has are left out.
    """
    others = {str(row["id"]): row for row in second}
    both = [(row, others[str(row["id"])]) for row in first if str(row["id"]) in others]
    incidents: Counter[str] = Counter()
    slots = {slot: Counter[str]() for slot in SLOTS}
    spans = {slot: Counter[str]() for slot in ("trigger", *MARKED)}
    categories: dict[str, list[tuple[Any, Any]]] = {name: [] for name in ("genre", *CATEGORIES)}
    for one, other in both:
        categories["genre"].append((one.get("genre"), other.get("genre")))
        left, right = _mains(one), _mains(other)
        pairs = align(left, right)
        incidents.update(wanted=len(left), given=len(right), hit=len(pairs))
        for i, j in pairs:
            for slot in SLOTS:
                slots[slot].update(_slot(slot, left[i], right[j]))
            article = articles[str(one["id"])]
            for slot, counts in spans.items():
                counts.update(_span(slot, left[i], right[j], article))
            for name in CATEGORIES:
                categories[name].append((left[i].get(name), right[j].get(name)))
    return {
        "articles": len(both),
        "incidents": incidents["wanted"],
        "incident_f1": _f1(incidents),
        "slots": {slot: _f1(counts) for slot, counts in slots.items()},
        "slot_f1": _f1(sum(slots.values(), Counter())),
        "spans": {slot: _f1(counts) for slot, counts in spans.items()},
        "span_f1": _f1(sum(spans.values(), Counter())),
        "alpha": {name: alpha(values) for name, values in categories.items()},
    }


def second_coding(project_root: Path, name: str) -> Path:
    """Where the second coding of a set lies, if it was coded twice."""
    return project_root / "evaluation" / f"{name}.second.jsonl"


def first_rows(project_root: Path, labelled: LabelledSet) -> list[GoldArticle]:
    """The first coding of a set that was coded twice: its labels, where differences were not
    settled by a third."""
    path = project_root / "evaluation" / f"{labelled.name}.first.jsonl"
    if path.is_file():
        return list(read_json_lines(path))
    return list(labelled.gold)


def alpha(pairs: Iterable[tuple[Any, Any]]) -> float | None:
    """Krippendorff's alpha of two complete codings of nominal values; None where nothing varies."""
    units = [pair for pair in pairs if None not in pair]
    values = Counter(value for pair in units for value in pair)
    total = sum(values.values())
    if len(values) < 2:
        return None
    observed = sum(a != b for a, b in units) / len(units)
    expected = 1 - sum(n * (n - 1) for n in values.values()) / (total * (total - 1))
    return float(1 - observed / expected)


def _mains(row: GoldArticle) -> list[Incident]:
    return [incident for incident in row["incidents"] if is_main(incident)]


def _slot(slot: str, one: Incident, other: Incident) -> dict[str, int]:
    wanted, given = is_filled(slot, one), is_filled(slot, other)
    same = wanted and given and (agrees(slot, one, other) or agrees(slot, other, one))
    return {"wanted": wanted, "given": given, "hit": same}


def _span(slot: str, one: Incident, other: Incident, article: Article) -> dict[str, int]:
    marks = [(incident.get("spans") or {}).get(slot) for incident in (one, other)]
    left, right = (mark and range_of(mark, article) for mark in marks)
    same = bool(left and right and touch(left, right))
    return {"wanted": bool(left), "given": bool(right), "hit": same}


def _f1(counts: Mapping[str, int]) -> float | None:
    total = counts["wanted"] + counts["given"]
    return 2 * counts["hit"] / total if total else None
