"""The figures of one machine as tables: those of the extraction a row each, shares of time a row a
stage, nights a row a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.figure import Figure

SHARE = "share of "
NIGHT = "a night"
LARGE_NIGHT = "a large night"


def lines(figures: Sequence[Figure], machine: str) -> list[str]:
    """Lines of Markdown, from the page's title on."""
    shares = [one for one in figures if one.what.startswith(SHARE)]
    nights = [one for one in figures if one.what.startswith((NIGHT, LARGE_NIGHT))]
    alone = [one for one in figures if one not in shares and one not in nights]
    return [
        "# Performance",
        "",
        (
            "Measured speed and memory of reading and of a night, for whoever sizes a machine."
            " `make bench` measures what is missing and writes this page; delete `var/bench` to"
            f" measure all of it again. {machine}."
        ),
        "",
        "## Extraction",
        "",
        "| what | figure | unit | measured on |",
        "|---|---:|---|---|",
        *(f"| {one.what} | {one.shown} | {one.unit} | {one.how} |" for one in alone),
        "",
        "## Time of the extraction by stage, %",
        "",
        *_pivot("stage", [(one.how, one.what.removeprefix(SHARE), one.shown) for one in shares]),
        "",
        "## A night by step, seconds",
        "",
        *_pivot("step", [_of_night(one) for one in nights]),
    ]


def _of_night(figure: Figure) -> tuple[str, str, str]:
    night, _, step = figure.what.partition(": ")
    step = step or "all"
    shown = figure.shown if figure.unit == "s" else f"{figure.shown} {figure.unit}"
    return f"{night}: {figure.how}", step, shown


def _pivot(head: str, cells: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """A table of (column, row, figure), both in the order in which they come first."""
    columns = list(dict.fromkeys(column for column, _, _ in cells))
    taken = {(column, row): told for column, row, told in cells}
    yield f"| {head} | {' | '.join(columns)} |"
    yield f"|---|{'---:|' * len(columns)}"
    for row in dict.fromkeys(row for _, row, _ in cells):
        yield f"| {row} | {' | '.join(taken.get((column, row), '–') for column in columns)} |"
