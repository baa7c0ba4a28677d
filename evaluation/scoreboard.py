"""The scoreboard: figures of one extractor on the train and open sets, as it is committed.

`scoreboard.json` is what new figures are compared with; scoreboard_page.py makes `scoreboard.md` of
it and of the log of sealed scorings. Both hold figures only, never words of an article.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evaluation import details
from evaluation.errors import LabelsError, ScoreDropped
from evaluation.evidence_hits import evidence_hits
from evaluation.field_figures import field_figures
from evaluation.figures import Incident, Report
from evaluation.rounding import rounded
from evaluation.scorer import score
from evaluation.sets import LabelledSet
from evaluation.wilson import wilson
from extractors.records import Article

#: Articles in, the incidents of each out, in the same order; see evaluation/guidelines.md.
ExtractAll = Callable[[Sequence[Article]], Sequence[Sequence[Incident]]]

#: One point. Less is noise of the labels.
TOLERATED_DROP = 0.01
#: A field may lose so many records: two labels that coders would dispute.
TOLERATED_RECORDS = 2
GUARDED = ("incident_f1", "slot_f1")
TITLES = {
    "incident_f1": "Incident F1",
    "strict_incident_f1": "Strict incident F1",
    "slot_f1": "Slot F1",
    "false_alarms": "False alarms",
}


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """`extractor` says what made the figures; `boards` are those of each set by its name;
    `general` what is not of one set: ordinary articles, reading of evidence, linking, names in
    quotes, agreement of coders, oracle recall of candidates, agreement with hand verdicts."""

    extractor: str
    boards: Mapping[str, Mapping[str, Any]]
    general: Mapping[str, Any] = field(default_factory=dict)


def measure(
    extract_all: ExtractAll, labelled: LabelledSet, *, ordinary_rate: float | None = None
) -> tuple[Report, dict[str, Any]]:
    """Extract from the labelled articles: the report, and the committed form of all figures.

    `ordinary_rate`: incidents recorded in an ordinary article, for precision by prevalence.
    """
    gold = labelled.gold
    found = extract_all([labelled.articles[str(row["id"])] for row in gold])
    predictions = {str(row["id"]): part for row, part in zip(gold, found, strict=True)}
    report = score(gold, predictions)
    bins = details.reliability(report.pairs)

    def part(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        of_part = score(rows, predictions)
        return {
            "articles": len(rows),
            "main": of_part.figures.gold_main_incidents,
            "incident_f1": of_part.figures.incident.f1,
            "slot_f1": of_part.figures.slot.f1,
            "false_alarms": of_part.figures.false_alarms,
            "negative_articles": of_part.figures.negative_articles,
            "intervals": {k: asdict(v) for k, v in of_part.intervals.items()},
        }

    evidence = evidence_hits(report.pairs, labelled.articles)
    content = report.as_dict() | {
        "field": field_figures(gold, predictions, labelled.weights),
        "evidence_hits": asdict(evidence) | {"share": evidence.value},
        "shares": {
            name: asdict(value) | {"share": value.value}
            for name, value in details.shares(report.pairs).items()
        },
        "distances": {k: asdict(v) for k, v in details.distances(report.pairs).items()},
        "prevalence": [
            asdict(p) for p in details.precision_by_prevalence(gold, report.pairs, ordinary_rate)
        ],
        "reliability": [asdict(b) for b in bins],
        "calibration_error": details.calibration_error(bins),
        "phenomena": details.by_phenomenon(gold, part),
    }
    return report, content


def ordinary_figures(extract_all: ExtractAll, articles: Sequence[Article]) -> dict[str, Any]:
    """Of articles in which nothing happens: in how many an incident is recorded, how many
    incidents, the share of such articles and its interval."""
    found = [len(incidents) for incidents in extract_all(articles)]
    alarms = [1 if number else 0 for number in found]
    return {"articles": len(articles), "alarms": sum(alarms), "incidents": sum(found)} | rate(
        alarms
    )


def rate(found: Sequence[int]) -> dict[str, Any]:
    """The share of ones among zeros and ones, with its interval (Wilson), which also says how
    little a few hundred zeros prove."""
    low, high = wilson(sum(found), len(found))
    return {"share": sum(found) / len(found), "interval": {"low": low, "high": high}}


def check_against(committed: Scoreboard, new: Scoreboard) -> None:
    """Compare the open sets that both have: train sets are what is fitted on.

    Raises ScoreDropped where incident or slot F1 is a point or more below what is committed, or a
    field is right in more than two records fewer.
    """
    drops = []
    shared = committed.boards.keys() & new.boards.keys()
    for name in filter(lambda name: name.startswith("open/"), shared):
        before, after = headline_of(committed.boards[name]), headline_of(new.boards[name])
        drops += [
            f"{name}: {TITLES[figure]} {before[figure]:.3f} → {after[figure]:.3f}"
            for figure in GUARDED
            # figures are rounded in the file, and 0.01 is no binary fraction
            if before[figure] - after[figure] >= TOLERATED_DROP - 1e-9
        ]
        fields = new.boards[name]["figures"]["fields"]
        for slot, was in committed.boards[name]["figures"]["fields"].items():
            if was["right"] - fields[slot]["right"] > TOLERATED_RECORDS:
                drops.append(f"{name}: {slot} right {was['right']} → {fields[slot]['right']}")
    if drops:
        raise ScoreDropped(
            "the extractors became worse: " + "; ".join(sorted(drops)),
            "look at `sijill evaluate --errors 20`; where the change is right all the same, "
            "commit new figures with `sijill evaluate --write` and say why",
        )


def write(board: Scoreboard, folder: Path) -> None:
    """Replace scoreboard.json."""
    boards = dict(sorted(board.boards.items()))
    content = {
        "extractor": board.extractor,
        "general": rounded(board.general),
        "boards": rounded(boards),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "scoreboard.json").write_text(text + "\n", encoding="utf-8")


def load(folder: Path) -> Scoreboard:
    """The committed scoreboard. Raises LabelsError where it is missing or malformed."""
    path = folder / "scoreboard.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Scoreboard(
            str(content["extractor"]), dict(content["boards"]), dict(content["general"])
        )
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise LabelsError(
            f"{path} cannot be read: {err}", "write it with `sijill evaluate --write`"
        ) from err


def headline_of(content: Mapping[str, Any]) -> dict[str, float]:
    """The figures of a set that carry an interval, by name."""
    figures = content["figures"]
    return {
        "incident_f1": figures["incident"]["f1"],
        "strict_incident_f1": figures["strict_incident_f1"],
        "slot_f1": figures["slot"]["f1"],
        "false_alarms": figures["false_alarms"],
    }
