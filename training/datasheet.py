"""Distributions of the corpus for its datasheet: python -m training.datasheet [--write]

Over the train and open sets alone; `--write` puts the tables into docs/corpus.md.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

from evaluation.figures import is_main
from evaluation.marked_text import write_marked
from evaluation.scoreboard_page import GENRES
from evaluation.sets import LabelledSet, labelled_sets
from training.curve import PAGE
from training.trial import ROOT

_QUANTILES = (0.1, 0.5, 0.9)
#: manners that fewer articles have are counted together
_OFTEN = 20


def tables(sets: Sequence[LabelledSet]) -> Iterator[str]:
    """Lines of Markdown: sizes, genres, newsrooms, years."""
    yield "| set | articles | with news of an incident | main | background | marked words | words |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for labelled in sets:
        yield _sizes(labelled)
    with_genres = [s for s in sets if any(row.get("genre") for row in s.gold)]
    names = [s.name for s in with_genres]
    yield from ("", f"| genre | {' | '.join(names)} |", "|---|" + "---:|" * len(names))
    counts = [Counter(str(row.get("genre")) for row in s.gold) for s in with_genres]
    for genre, title in GENRES.items():
        yield f"| {title} | {' | '.join(str(count[genre]) for count in counts)} |"
    yield from _newsrooms(sets)


def _sizes(labelled: LabelledSet) -> str:
    incidents = [incident for row in labelled.gold for incident in row["incidents"]]
    main = sum(map(is_main, incidents))
    news = sum(any(map(is_main, row["incidents"])) for row in labelled.gold)
    marked = sum(len(incident.get("spans") or {}) for incident in incidents)
    words = sorted(len(labelled.articles[str(row["id"])].text.split()) for row in labelled.gold)
    spread = "–".join(str(words[round(q * (len(words) - 1))]) for q in _QUANTILES)
    return (
        f"| {labelled.name} | {len(labelled.gold)} | {news} | {main} | {len(incidents) - main} | "
        f"{marked} | {spread} |"
    )


def _newsrooms(sets: Sequence[LabelledSet]) -> Iterator[str]:
    """Our own newsrooms: articles by country of the outlet, manner and years."""
    rows = [
        (row, labelled.articles[str(row["id"])].published_on.year)
        for labelled in sets
        for row in labelled.gold
        if row.get("newsroom")
    ]
    if not rows:
        return
    countries = Counter(str(row["newsroom"]) for row, _ in rows)
    manners = Counter(str(row.get("manner")).replace("-", " ") for row, _ in rows)
    often = Counter({name: n for name, n in manners.items() if n >= _OFTEN})
    years = Counter(year // 5 * 5 for _, year in rows)
    yield ""
    yield "Newsrooms of our own writing, by country: " + _listed(countries) + "."
    yield ""
    rest = manners.total() - often.total()
    yield f"By manner of the outlet: {_listed(often)}, others {rest}."
    yield ""
    yield "By years: " + ", ".join(f"{y}–{y + 4} {n}" for y, n in sorted(years.items())) + "."


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in sorted(counts.items(), key=lambda c: (-c[1], c)))


def main() -> None:
    """Print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/corpus.md")
    options = parser.parse_args()
    text = "\n".join(tables(labelled_sets(ROOT))) + "\n"
    print(text)
    if options.write:
        write_marked(PAGE, "distributions", text)


if __name__ == "__main__":
    main()
