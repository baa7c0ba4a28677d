"""Which incidents a bound on confidence holds back: how many, how many of the right ones, how many
wrong ones, and how well confidence tells right from wrong at all.

    python -m evaluation.holding --write     into docs/contests.md

Grain: one recorded main incident of one article of the open sets of incidents that are here. It is
right where it is aligned with a labelled main incident.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from sklearn.metrics import roc_auc_score

from evaluation.figures import is_main, share
from evaluation.marked_text import write_marked
from evaluation.scorer import align
from evaluation.sets import labelled_sets
from extractors.export import fact_to_prediction
from extractors.pipeline import Extractor

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "contests.md"
BOUNDS = (0.55, 0.60, 0.65, 0.70, 0.80)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A main incident that was recorded: in a set whose errors nobody reads or not."""

    fresh: bool
    confidence: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Held:
    """Shares under a bound: of all incidents, of the right ones; wrong ones among the held."""

    bound: float
    of_all: float
    of_right: float
    wrong: float


def recorded(part: int = 0, parts: int = 1) -> list[Recorded]:
    """The main incidents of every `parts`-th open article, from the `part`-th on."""
    extractor = Extractor()
    out = []
    for labelled in labelled_sets(ROOT, kinds=("open",)):
        if labelled.entry.task != "incidents":
            continue
        for row in labelled.gold[part::parts]:
            article = labelled.articles.get(str(row["id"]))
            if article is None:
                continue
            found = [fact_to_prediction(fact) for fact in extractor.extract(article)]
            right = {j for i, j in align(row["incidents"], found) if is_main(row["incidents"][i])}
            out += [
                Recorded(bool(labelled.entry.fresh), float(str(one["confidence"])), j in right)
                for j, one in enumerate(found)
                if is_main(one)
            ]
    return out


def held_below(bound: float, incidents: Sequence[Recorded]) -> Held:
    """What the bound holds; shares are 0 where there is nothing to share."""
    held = [one for one in incidents if one.confidence < bound]
    right = sum(one.is_right for one in incidents)
    held_right = sum(one.is_right for one in held)
    return Held(
        bound,
        share(len(held), len(incidents)),
        share(held_right, right),
        share(len(held) - held_right, len(held)),
    )


def area_under_curve(incidents: Sequence[Recorded]) -> float:
    """The chance that a right incident has a higher confidence than a wrong one (ties count half);
    the area under the ROC curve. 0.5 where one of the two is missing."""
    right = [one.is_right for one in incidents]
    if all(right) or not any(right):
        return 0.5
    return float(roc_auc_score(right, [one.confidence for one in incidents]))


def page(incidents: Sequence[Recorded]) -> str:
    """The table of docs/contests.md."""
    lines = [
        "| open articles | incidents | ROC area | bound | held | of the right | wrong of held |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, fresh in (("errors were read", False), ("fresh", True)):
        some = [one for one in incidents if one.fresh == fresh]
        area = area_under_curve(some)
        for held in (held_below(bound, some) for bound in BOUNDS):
            lines.append(
                f"| {name} | {len(some)} | {area:.3f} | {held.bound:.2f} | {held.of_all:.1%} | "
                f"{held.of_right:.1%} | {held.wrong:.0%} |"
            )
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--write", action="store_true", help="into docs/contests.md")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(argv)
    with ProcessPoolExecutor(options.processes) as pool:
        parts = pool.map(partial(recorded, parts=options.processes), range(options.processes))
        table = page(list(chain.from_iterable(parts)))
    print(table)
    if options.write:
        write_marked(PAGE, "confidence", table)


if __name__ == "__main__":
    main()
