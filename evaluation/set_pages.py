"""The part of the scoreboard's page that shows one set after another, and all by type and
country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluation.figures import SLICE_PARTS, VALIDATED_FROM, Slice
from evaluation.scoreboard import TITLES, Scoreboard, headline_of


def slices(board: Scoreboard, by: str, kind: str = "open") -> dict[str, Slice]:
    """The sets of a kind together, by event type (`by_type`) or country (`by_country`)."""
    sums: dict[str, dict[str, int]] = {}
    for name, content in board.boards.items():
        if not name.startswith(f"{kind}/"):
            continue
        for value, part in content[by].items():
            row = sums.setdefault(value, dict.fromkeys(SLICE_PARTS, 0))
            for count in SLICE_PARTS:
                row[count] += part[count]
    return {value: Slice(**sums[value]) for value in sorted(sums)}


def render_slices(found: Mapping[str, Slice]) -> list[str]:
    """Rows of a table by event type or country."""
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


def render_set(content: Mapping[str, Any]) -> list[str]:
    """Everything that was measured on one set."""
    figures, intervals = content["figures"], content["intervals"]
    values = headline_of(content)
    lines = [
        f"- {figures['articles']} articles, {figures['negative_articles']} without an incident",
        f"- {figures['gold_main_incidents']} main incidents labelled",
        f"- {figures['predicted_incidents']} incidents extracted",
        "",
        "| | | 95 % |",
        "|---|---|---|",
    ]
    for key, title in TITLES.items():
        lines.append(f"| {title} | {values[key]:.3f} | {span(intervals.get(key))} |")
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
                f"| {name} | {share['share']:.3f} | {share['n']} | {span(share['interval'])} |"
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
        bounds = span(row["hard_interval"])
        lines.append(f"| {row['share']:.0%} | {ordinary} | {row['hard']:.3f} | {bounds} |")
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
            f1, slot, bounds = "", "", ""
            if row["main"]:
                f1, slot = f"{row['incident_f1']:.3f}", f"{row['slot_f1']:.3f}"
                bounds = span(row["intervals"].get("incident_f1"))
            lines.append(
                f"| {tag} | {row['articles']} | {row['main']} | {f1} | {bounds} | {slot} | "
                f"{alarms} |"
            )
    return lines


def span(bounds: Mapping[str, float] | None, *, digits: int = 3) -> str:
    """The bounds of an interval; empty without any."""
    return f"{bounds['low']:.{digits}f}–{bounds['high']:.{digits}f}" if bounds else ""
