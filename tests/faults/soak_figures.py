"""What a soak's ledger comes to: counts, and how what was measured grew from night to night."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import median
from typing import Any

#: of the nights of one process the first ones load what stays, and the allocators settle
_WARM = 10
_COUNTED = ("articles_staged", "records_quarantined", "records_repeated", "reads", "killed")
_LAST = ("editions", "corrections", "redactions", "incidents")
#: what may grow with history, by no power of the nights above this
_LINEAR = 1.1
#: what may not: percent from the first night to the last, where there are enough of them to tell it
#: from what else the machine does
_FLAT, _ENOUGH = 20.0, 60
#: where the soak's warehouse lies
_WORLD = re.compile(r"/[^\s\"']*/world/")
#: MB that a process of many nights may hold more after each
_LEAK = 1.0


def figures(lines: Sequence[dict[str, Any]], checked: Mapping[str, Any] | None) -> dict[str, Any]:
    """Counts of a ledger, what was wrong in it, and each measure with its growth and its bound."""
    faults = [f"{line['night']}: {told}" for line in lines for told in _shortened(line["faults"])]
    return {
        "nights": len(lines),
        "first": lines[0]["night"],
        "last": lines[-1]["night"],
        "by_fault": dict(Counter(line["fault"] or "none" for line in lines)),
        "runs_late_or_again": sum(line["runs_again"] for line in lines),
        **{name: sum(line.get(name, 0) for line in lines) for name in _COUNTED},
        **{name: max(line.get(name, 0) for line in lines) for name in _LAST},
        "faults": faults,
        "rebuilt": checked,
        "measures": _measures(lines),
    }


def _shortened(faults: Sequence[str]) -> list[str]:
    """What was wrong in a night, of many files that were left only the first; no path of the
    machine that it ran on."""
    faults = [_WORLD.sub("", told) for told in faults]
    left = [told for told in faults if told.startswith("left: ")]
    others = [told for told in faults if not told.startswith("left: ")]
    more = f", and {len(left) - 1} more" if len(left) > 1 else ""
    return [*others, *(f"{told}{more}" for told in left[:1])]


def _measures(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    # a killed night has two processes, and one that ran again two nights in it
    plain = [line for line in lines if "cpu" in line and line["fault"] != "kill"]
    alone = [line for line in plain if not line["runs_again"] and not line["redactions_made"]]
    return [
        _flat("a night, CPU", "s", plain, lambda line: line["cpu"]),
        _flat("a night, on the clock", "s", plain, lambda line: line["seconds"], bound=None),
        _flat("most memory of all its processes", "MB", alone, lambda line: line["peak_mb"]),
        *_leak(plain),
        *(
            _grown(what, lines, name)
            for what, name in (
                ("build file", "build"),
                ("published `sijill.duckdb`", "database"),
                ("published version", "version"),
                ("`published/`, all versions", "published"),
                ("register", "register"),
                ("`var/`", "var"),
                ("`var/checks`", "var/checks"),
                ("`var/dbt`", "var/dbt"),
                ("`var/runs`", "var/runs"),
                ("`var/lineage`", "var/lineage"),
            )
        ),
    ]


def _flat(
    what: str,
    unit: str,
    lines: Sequence[dict[str, Any]],
    value: Callable[[dict[str, Any]], float],
    *,
    bound: float | None = _FLAT,
) -> dict[str, Any]:
    points = [(float(line["number"]), value(line)) for line in lines if line["number"]]
    middle = median(told for _, told in points)
    nights = points[-1][0] - points[0][0] + 1
    grown = 100 * nights * _slope(points) / middle
    bound = bound if nights >= _ENOUGH - 1 else None
    return _measure(what, points, unit, grown=grown, growth="% over all nights", bound=bound)


def _leak(lines: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Of the processes that run many nights; nothing where none has run enough of them."""
    warm = [line for line in lines if line["kept_nights"] > _WARM]
    points = [(float(line["number"]), line["memory_mb"]) for line in warm]
    slopes = [
        (after[1] - before[1]) / (after[0] - before[0])
        for before, after in combinations(points, 2)
        if _kept(warm, before) == _kept(warm, after)
    ]
    if slopes:
        what = "held by a process of thirty nights"
        yield _measure(what, points, "MB", grown=median(slopes), growth="MB a night", bound=_LEAK)


def _kept(lines: Sequence[dict[str, Any]], point: tuple[float, float]) -> int:
    return next(int(line["kept"]) for line in lines if line["number"] == point[0])


def _grown(what: str, lines: Sequence[dict[str, Any]], name: str) -> dict[str, Any]:
    """A size: the power of the number of nights that it grew with over the later half of them."""
    points = [(line["number"] + 1.0, line["sizes"].get(name, 0) / 1e6) for line in lines]
    later = [(math.log(x), math.log(y)) for x, y in points[len(points) // 2 :] if y]
    grown = _slope(later)
    return _measure(what, points, "MB", grown=grown, growth="as power of the nights", bound=_LINEAR)


def _measure(
    what: str,
    points: Sequence[tuple[float, float]],
    unit: str,
    *,
    grown: float,
    growth: str,
    bound: float | None,
) -> dict[str, Any]:
    quarter = max(1, len(points) // 4)
    ends = [median(told for _, told in part) for part in (points[:quarter], points[-quarter:])]
    return {
        "what": what,
        "unit": unit,
        "first_quarter": round(ends[0], 2),
        "last_quarter": round(ends[1], 2),
        "grown": round(grown, 3),
        "growth": growth,
        "bound": bound,
        "within": bound is None or grown <= bound,
    }


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """The median of the slopes of all pairs: one night that waited for others moves it little."""
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2)]
    return median(slopes) if slopes else 0.0
