"""What a night costs over short and long histories: a row a step, a column a history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.figure import Step, log_slope
from benchmarks.growth import ARTICLES, PUBLISH, UP_TO_PUBLISHING

HEADING = "## A night over a long history"
_REMARK = (
    f"One night of {ARTICLES:,} articles over a history that benchmarks/history.py lays down: CPU"
    " seconds of all processes, in brackets seconds on the clock. Times on the clock depend on"
    " what else the machine does and on whether the build file is in memory; where they are longer"
    " than the CPU seconds, the night waited for others or for the disk: the last row says how many"
    " processes of the machine ran or waited to run, others included. dbt is one process for both"
    " transforms, and its CPU seconds are counted where it ends. The slope is that of the CPU"
    " seconds against the incidents of the history, both as logarithms, from the shortest history"
    " to the longest: 0 where the history costs nothing, 1 where it costs as much as it grows."
)


def lines(steps: Sequence[Step]) -> list[str]:
    """Lines of Markdown; none where no night was measured."""
    found: list[str] = []
    for share in sorted({step.share for step in steps}):
        found += _table(share, [step for step in steps if step.share == share])
    return ["", HEADING, "", _REMARK, *found] if found else []


def _table(share: float, steps: Sequence[Step]) -> Iterator[str]:
    histories = sorted({step.incidents for step in steps})
    taken = {(step.name, step.incidents): step for step in steps}
    yield ""
    yield f"### {share:.0%} of the articles with an incident"
    yield ""
    yield f"| step | {' | '.join(f'over {n:,} incidents' for n in histories)} | slope |"
    yield f"|---|{'---:|' * (len(histories) + 1)}"
    for name in _in_order(step.name for step in steps):
        row = [taken.get((name, n)) for n in histories]
        cells = ["–" if one is None else f"{one.cpu:,.1f} ({one.wall:,.1f})" for one in row]
        yield f"| {name} | {' | '.join(cells)} | {_slope(row)} |"
    loads = {step.incidents: step.load for step in steps}
    yield f"| load of the machine | {' | '.join(f'{loads[n]:.1f}' for n in histories)} | – |"


def _in_order(names: Iterable[str]) -> list[str]:
    """As they came, the sum and what comes after it last."""
    last = [UP_TO_PUBLISHING, PUBLISH]
    return [*(name for name in dict.fromkeys(names) if name not in last), *last]


def _slope(row: Sequence[Step | None]) -> str:
    points = [(one.incidents, one.cpu) for one in row if one is not None and one.cpu > 0]
    return f"{log_slope(points[0], points[-1]):.2f}" if len(points) > 1 else "–"
