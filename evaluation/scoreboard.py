"""The scoreboard: figures of one extractor on sets of labelled articles, as it is committed.

`scoreboard.json` is what new figures are compared with, `scoreboard.md` the same to read. Both
hold figures only, never words of an article.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evaluation import details
from evaluation.errors import LabelsError, ScoreDropped
from evaluation.scorer import VALIDATED_FROM, Incident, Report, Slice, score
from evaluation.sets import LabelledSet
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
_PARTS = ("main", "found", "same", "predicted", "right")


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """`extractor` says what made the figures; `boards` are those of each set by its name;
    `general` what is not of one set: ordinary articles, reading of evidence."""

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

    content = report.as_dict() | {
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


def check_against(committed: Scoreboard, new: Scoreboard) -> None:
    """Compare the sets that both have.

    Raises ScoreDropped where incident or slot F1 is a point or more below what is committed, or a
    field is right in more than two records fewer.
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
    """Replace scoreboard.json and scoreboard.md."""
    boards = dict(sorted(board.boards.items()))
    content = {
        "extractor": board.extractor,
        "general": _rounded(board.general),
        "boards": _rounded(boards),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "scoreboard.json").write_text(text + "\n", encoding="utf-8")
    (folder / "scoreboard.md").write_text(render(load(folder)), encoding="utf-8")


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


def slices(board: Scoreboard, by: str) -> dict[str, Slice]:
    """All sets together, by event type (`by_type`) or country (`by_country`)."""
    sums: dict[str, dict[str, int]] = {}
    for content in board.boards.values():
        for value, part in content[by].items():
            row = sums.setdefault(value, dict.fromkeys(_PARTS, 0))
            for name in _PARTS:
                row[name] += part[name]
    return {value: Slice(**sums[value]) for value in sorted(sums)}


def render(board: Scoreboard) -> str:
    """The scoreboard as Markdown."""
    lines = [
        "# Scoreboard",
        "",
        (
            "Written by `sijill evaluate --write`. Measure: `scorer.py`, `details.py`. Labels: "
            "`guidelines.md`."
        ),
        "Intervals are 95 % bootstrap intervals over articles; n is what a figure is over.",
        "",
        f"Extractor: {board.extractor}",
    ]
    lines += _render_general(board.general)
    for by, title in (("by_type", "Event types"), ("by_country", "Countries")):
        lines += ["", f"## {title}, all sets together", "", *_render_slices(slices(board, by))]
    for name, content in board.boards.items():
        lines += ["", f"## {name}", "", *_render_set(content)]
    return "\n".join(lines) + "\n"


def _render_general(general: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    if ordinary := general.get("ordinary"):
        lines += [
            "",
            (
                f"Ordinary articles: an incident recorded in {ordinary['alarms']} of "
                f"{ordinary['articles']}, {_share(ordinary['share'], ordinary['interval'])}."
            ),
        ]
    if reading := general.get("evidence"):
        lines += [
            "",
            (
                f"Evidence read by a person: the words alone bear the value in "
                f"{reading['supported']} of {reading['read']} facts that are told, "
                f"{_share(reading['share'], reading['interval'])}. "
                f"{reading['inferred']} more are marked as inferred; "
                f"{reading['following']} of these follow from the article."
            ),
        ]
    return [*lines, *_render_linking(general.get("linking") or ())]


def _render_linking(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """How mentions of one incident are brought together: docs/linking.md says how."""
    if not rows:
        return []
    lines = [
        "",
        "## Linking",
        "",
        (
            "As read: what the extractors make of the articles is linked. As labelled: what the "
            "labels say is, so that only the linking can err. A mention that stands alone counts."
        ),
        "",
        "| | mentions | incidents | made | pair P | pair R | pair F1 | B³ P | B³ R | B³ F1 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        shares = " | ".join(
            f"{row[measure][name]:.3f}"
            for measure in ("pair", "b3")
            for name in ("precision", "recall", "f1")
        )
        lines.append(
            f"| {row['set']}, as {row['told']} | {row['mentions']} | {row['incidents']} | "
            f"{row['groups']} | {shares} |"
        )
    return lines


def _render_slices(found: Mapping[str, Slice]) -> list[str]:
    lines = [
        "| | labelled | found | so called | recorded | right | F1 | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for value, part in found.items():
        note = "" if part.validated else f"not validated: fewer than {VALIDATED_FROM} labels"
        lines.append(
            f"| {value} | {part.main} | {part.found} | {part.same} | {part.predicted} | "
            f"{part.right} | {part.rates.f1:.3f} | {note} |"
        )
    return lines


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
        lines.append(f"| {title} | {values[key]:.3f} | {_span(intervals.get(key))} |")
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
    for slot, of_slot in figures["fields"].items():
        share = "–" if of_slot["accuracy"] is None else f"{of_slot['accuracy']:.3f}"
        empty = of_slot["filled_where_gold_is_empty"]
        lines.append(f"| {slot} | {share} | {of_slot['n']} | {empty} |")
    if content["shares"]:
        lines += ["", "| beyond the slots | accuracy | of | 95 % |", "|---|---|---|---|"]
        for name, share in content["shares"].items():
            lines.append(
                f"| {name} | {share['share']:.3f} | {share['n']} | {_span(share['interval'])} |"
            )
    return [*lines, *_render_confidence(content), *_render_parts(content)]


def _render_confidence(content: Mapping[str, Any]) -> list[str]:
    lines = [
        "",
        (
            "| articles with an incident | precision, the others ordinary "
            "| … the others near misses | 95 % |"
        ),
        "|---|---|---|---|",
    ]
    for row in content["prevalence"]:
        ordinary = "–" if row["ordinary"] is None else f"{row['ordinary']:.3f}"
        span = _span(row["hard_interval"])
        lines.append(f"| {row['share']:.0%} | {ordinary} | {row['hard']:.3f} | {span} |")
    lines += ["", "| confidence | n | mean | share that is real |", "|---|---|---|---|"]
    for row in content["reliability"]:
        lines.append(
            f"| {row['low']:.1f}–{row['high']:.1f} | {row['n']} | {row['confidence']:.3f} | "
            f"{row['right']:.3f} |"
        )
    if content["calibration_error"] is not None:
        lines += ["", f"Expected calibration error {content['calibration_error']:.3f}."]
    return lines


def _render_parts(content: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    if content["distances"]:
        lines += [
            "",
            "| precision code | n | median km | 90 % within km | within 50 km |",
            "|---|---|---|---|---|",
        ]
        for code, row in content["distances"].items():
            lines.append(
                f"| {code} | {row['n']} | {row['median_km']:.1f} | {row['p90_km']:.1f} | "
                f"{row['within_50_km']:.2f} |"
            )
    if content["phenomena"]:
        lines += [
            "",
            "| phenomenon | articles | incidents | incident F1 | 95 % | slot F1 | false alarms |",
            "|---|---|---|---|---|---|---|",
        ]
        for tag, row in content["phenomena"].items():
            negative = row["negative_articles"]
            alarms = f"{row['false_alarms']:.3f} of {negative}" if negative else ""
            f1, slot, span = "", "", ""
            if row["main"]:
                f1, slot = f"{row['incident_f1']:.3f}", f"{row['slot_f1']:.3f}"
                span = _span(row["intervals"].get("incident_f1"))
            lines.append(
                f"| {tag} | {row['articles']} | {row['main']} | {f1} | {span} | {slot} | {alarms} |"
            )
    return lines


def _share(value: float, interval: Mapping[str, float] | None) -> str:
    return f"{value:.4f} ({_span(interval, digits=4)})"


def _span(bounds: Mapping[str, float] | None, *, digits: int = 3) -> str:
    return f"{bounds['low']:.{digits}f}–{bounds['high']:.{digits}f}" if bounds else ""


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
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return value
