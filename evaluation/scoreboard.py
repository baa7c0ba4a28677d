"""The scoreboard: figures of one extractor on sets of labelled articles, as it is committed.

`scoreboard.json` is what new figures are compared with, `scoreboard.md` the same to read. Both
hold figures only, never words of an article.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.articles import read_json_lines
from evaluation.errors import LabelsError, ScoreDropped
from evaluation.scorer import Incident, Report, score
from extractors.records import Article

#: Articles in, the incidents of each out, in the same order; see evaluation/guidelines.md.
ExtractAll = Callable[[Sequence[Article]], Sequence[Sequence[Incident]]]

#: One point. Less is noise of the labels.
TOLERATED_DROP = 0.01
GUARDED = ("incident_f1", "slot_f1")
TITLES = {
    "incident_f1": "Incident F1",
    "strict_incident_f1": "Strict incident F1",
    "slot_f1": "Slot F1",
    "false_alarms": "False alarms",
}


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """`extractor` says what made the figures; `boards` are reports by the name of the set."""

    extractor: str
    boards: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, extractor: str, reports: Mapping[str, Report]) -> Scoreboard:
        """The committed form of these reports."""
        return cls(extractor, {name: report.as_dict() for name, report in reports.items()})


def evaluate(extract_all: ExtractAll, labels: Path, articles: Mapping[str, Article]) -> Report:
    """Extract from the labelled articles and score the result.

    `labels` is one .jsonl file, or a folder of them; `articles` are looked up by the labels' ids.
    Raises LabelsError where a label has no article or there is no label at all.
    """
    files = sorted(labels.glob("*.jsonl")) if labels.is_dir() else [labels]
    gold = [row for file in files for row in read_json_lines(file)]
    if not gold:
        raise LabelsError(f"{labels} holds no labels", "see evaluation/guidelines.md")
    ids = [str(row["id"]) for row in gold]
    lost = [name for name in ids if name not in articles]
    if lost:
        raise LabelsError(
            f"{labels}: no article for {', '.join(lost[:5])}", "labels and articles share ids"
        )
    found = extract_all([articles[name] for name in ids])
    return score(gold, dict(zip(ids, found, strict=True)))


def check_against(committed: Scoreboard, new: Scoreboard) -> None:
    """Compare the sets that both have.

    Raises ScoreDropped where incident or slot F1 is a point or more below what is committed.
    """
    drops = []
    for name in committed.boards.keys() & new.boards.keys():
        before, after = _headline(committed.boards[name]), _headline(new.boards[name])
        drops += [
            f"{name}: {TITLES[figure]} {before[figure]:.3f} → {after[figure]:.3f}"
            for figure in GUARDED
            # figures are rounded in the file, and 0.01 is no binary fraction
            if before[figure] - after[figure] >= TOLERATED_DROP - 1e-9
        ]
    if drops:
        raise ScoreDropped(
            "the extractors became worse: " + "; ".join(sorted(drops)),
            "look at `sijill evaluate --errors 20`; where the change is right all the same, "
            "commit new figures with `sijill evaluate --write` and say why",
        )


def write(board: Scoreboard, folder: Path) -> None:
    """Replace scoreboard.json and scoreboard.md."""
    boards = dict(sorted(board.boards.items()))
    content = {"extractor": board.extractor, "boards": _rounded(boards)}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "scoreboard.json").write_text(text + "\n", encoding="utf-8")
    (folder / "scoreboard.md").write_text(render(load(folder)), encoding="utf-8")


def load(folder: Path) -> Scoreboard:
    """The committed scoreboard. Raises LabelsError where it is missing or malformed."""
    path = folder / "scoreboard.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Scoreboard(str(content["extractor"]), dict(content["boards"]))
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise LabelsError(
            f"{path} cannot be read: {err}", "write it with `sijill evaluate --write`"
        ) from err


def render(board: Scoreboard) -> str:
    """The scoreboard as Markdown."""
    lines = [
        "# Scoreboard",
        "",
        "Written by `sijill evaluate --write`. Measure: `scorer.py`. Labels: `guidelines.md`.",
        "Intervals are 95 % bootstrap intervals over articles.",
        "",
        f"Extractor: {board.extractor}",
    ]
    for name, content in board.boards.items():
        lines += ["", f"## {name}", "", *_render_set(content)]
    return "\n".join(lines) + "\n"


def _render_set(content: Mapping[str, Any]) -> list[str]:
    figures, intervals = content["figures"], content["intervals"]
    values = _headline(content)
    lines = [
        f"- {figures['articles']} articles, {figures['negative_articles']} without an incident",
        f"- {figures['gold_main_incidents']} main incidents labelled",
        f"- {figures['predicted_incidents']} incidents extracted",
        "",
        "| | | 95 % |",
        "|---|---|---|",
    ]
    for key, title in TITLES.items():
        bounds = intervals.get(key)
        span = f"{bounds['low']:.3f}–{bounds['high']:.3f}" if bounds else ""
        lines.append(f"| {title} | {values[key]:.3f} | {span} |")
    for part in ("incident", "slot"):
        rates = figures[part]
        lines.append(
            f"| {part} precision, recall | {rates['precision']:.3f}, {rates['recall']:.3f} | |"
        )
    if content["linking"]:
        link = content["linking"]
        lines.append(f"| Linking, pair F1 | {link['pair']['f1']:.3f} | |")
        lines.append(f"| Linking, B³ F1 | {link['b3']['f1']:.3f} | |")
    lines += ["", "| slot | accuracy | of | filled where gold is empty |", "|---|---|---|---|"]
    for slot, field in figures["fields"].items():
        share = "–" if field["accuracy"] is None else f"{field['accuracy']:.3f}"
        lines.append(f"| {slot} | {share} | {field['n']} | {field['filled_where_gold_is_empty']} |")
    lines += [
        "",
        "| event type | labelled | found | with that type | extracted | right | F1 |",
        "|---|---|---|---|---|---|---|",
    ]
    for event_type, part in content["by_type"].items():
        lines.append(
            f"| {event_type} | {part['main']} | {part['found']} | {part['same_type']} | "
            f"{part['predicted']} | {part['right']} | {part['rates']['f1']:.3f} |"
        )
    return lines


def _headline(content: Mapping[str, Any]) -> dict[str, float]:
    figures = content["figures"]
    return {
        "incident_f1": figures["incident"]["f1"],
        "strict_incident_f1": figures["strict_incident_f1"],
        "slot_f1": figures["slot"]["f1"],
        "false_alarms": figures["false_alarms"],
    }


def _rounded(value: object) -> object:
    """Four digits: the file changes where a figure does, not where a sum is ordered otherwise."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: _rounded(part) for key, part in value.items()}
    return value
