"""What a night costs over short and long histories: a row a step, a column a history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.figure import Step, log_slope
from benchmarks.growth import ARTICLES, PUBLISH, UP_TO_PUBLISHING

HEADING = "## A night over a long history"
_REMARK = (
    f"One night of {ARTICLES:,} articles over a history made by benchmarks/history.py: CPU seconds"
    " of all processes, in brackets seconds on the clock. The clock exceeds the CPU where the night"
    " waited for the disk or for other processes; the last row is how many processes of the machine"
    " ran or waited. dbt is one process, counted at its second transform. Slope: how fast the CPU"
    " seconds grow with the incidents, on logarithmic scales: 0 not at all, 1 in proportion."
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
