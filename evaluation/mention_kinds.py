"""Whether the kind of a recalled mention is the genre that coders gave its article.

    python -m evaluation.mention_kinds --write     into docs/contests.md

Grain: one recorded background mention of an open article whose labels have a genre.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from evaluation.figures import share
from evaluation.marked_text import write_marked
from evaluation.sets import LabelledSet, labelled_sets
from extractors.pipeline import Extractor
from extractors.scoring.judge import GENRE_KINDS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "contests.md"


def recalled(extractor: Extractor, sets: Iterable[LabelledSet]) -> Iterator[tuple[str, str]]:
    """The kind by the label and the recorded one of each background mention."""
    for labelled in sets:
        rows = [row for row in labelled.gold if row.get("genre")]
        articles = [labelled.articles[str(row["id"])] for row in rows]
        for row, facts in zip(rows, extractor.extract_bulk(articles), strict=True):
            kind = GENRE_KINDS.get(str(row["genre"]), "recalled")
            yield from ((kind, fact.mention_kind) for fact in facts if not fact.is_main)


def table(counts: Mapping[tuple[str, str], int]) -> str:
    """A row a kind: how many by the labels and as recorded, precision and recall."""
    lines = [
        "| mention_kind | labelled | recorded | precision | recall |",
        "|---|---:|---:|---:|---:|",
    ]
    for kind in (*GENRE_KINDS.values(), "recalled"):
        labelled = sum(n for (wanted, _), n in counts.items() if wanted == kind)
        recorded = sum(n for (_, found), n in counts.items() if found == kind)
        both = counts.get((kind, kind), 0)
        lines.append(
            f"| {kind} | {labelled} | {recorded} | {share(both, recorded):.2f} "
            f"| {share(both, labelled):.2f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table, and write it into the page where asked to."""
    sets = [one for one in labelled_sets(ROOT, kinds=("open",)) if one.entry.task == "incidents"]
    text = table(Counter(recalled(Extractor(), sets)))
    if "--write" in sys.argv:
        write_marked(PAGE, "mention kinds", text)
    print(text)


if __name__ == "__main__":
    main()
