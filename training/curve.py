"""The learning curve: does more of the same still help, and which source does?

python -m training.curve [--write]

Fits all scores on growing parts of the train sets, chosen by a hash of the article, and on all
of them but one source; judges on the fresh open sets. Then fits on all but the articles of one
country, or of five years, and judges on those. `--write` puts the tables into docs/corpus.md.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from evaluation.marked_text import write_marked
from training.examples import Read
from training.trial import ROOT, Examples, judge, read_examples, shown, table

PAGE = ROOT / "docs" / "corpus.md"
SHARES = (0.25, 0.5, 1.0)
#: articles that a country or five years must have to be left out and judged
LEAST = 120


def part(examples: Examples, keep: Callable[[str, str], bool]) -> Examples:
    """The examples whose article (id, source) is kept; the open ones stay."""
    return replace(examples, train=[e for e in examples.train if keep(e.article.id, e.source)])


def share_of(examples: Examples, share: float) -> Examples:
    """About that share of the train articles, chosen by a hash of the id."""

    def keep(article_id: str, _source: str) -> bool:
        digest = hashlib.sha256(f"0/{article_id}".encode()).digest()
        return int.from_bytes(digest[:4], "big") < share * 2**32

    return part(examples, keep)


def without(examples: Examples, source: str) -> Examples:
    """The examples of all other train sets."""
    return part(examples, lambda _id, its: its != source)


def rows(examples: Examples) -> Iterator[str]:
    """The lines of the table."""
    sets = sorted({e.source for e in examples.fresh})
    yield (
        "| learned from | articles | "
        + " | ".join(f"{name}: articles, candidates, F1" for name in sets)
        + " |"
    )
    yield "|---|---:|" + "---|" * len(sets)
    for share in SHARES:
        yield _row(f"{share:.0%} of train", share_of(examples, share), sets)
    for source in sorted({e.source for e in examples.train}):
        yield _row(f"all but {source}", without(examples, source), sets)


def _row(name: str, examples: Examples, sets: Iterable[str]) -> str:
    found = judge(examples)
    shown = [
        f"{found.article[one].auc:.3f}, {found.candidate[one].auc:.3f}, "
        f"{found.recorded[one].f1:.3f}"
        for one in sets
    ]
    return f"| {name} | {len(examples.train)} | " + " | ".join(shown) + " |"


def left_out(examples: Examples) -> Iterator[str]:
    """The lines of the table of countries and years: each is judged by scores that never saw it."""
    yield "| left out, and judged | articles | articles, AUC | candidates, AUC | news: P R F1 |"
    yield "|---|---:|---|---|---|"
    for group in (_country, _years):
        counts = Counter(map(group, examples.train))
        for name, count in sorted(counts.items()):
            if name and count >= LEAST:
                yield _left_out(examples, group, name)


def _country(example: Read) -> str:
    return example.country


def _years(example: Read) -> str:
    first = example.article.published_on.year // 5 * 5
    return f"{first}–{first + 4}"


def _left_out(examples: Examples, group: Callable[[Read], str], name: str) -> str:
    out = [replace(e, source=name) for e in examples.train if group(e) == name]
    kept = [e for e in examples.train if group(e) != name]
    found = judge(replace(examples, train=kept, fresh=out))
    return (
        f"| {name} | {len(out)} | {found.article[name].auc:.3f} | "
        f"{found.candidate[name].auc:.3f} | {shown(found.recorded[name])} "
        f"{found.recorded[name].f1:.3f} |"
    )


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/corpus.md")
    options = parser.parse_args()
    examples = read_examples()
    lines = [*rows(examples), "", *table(judge(examples)), "", *left_out(examples)]
    text = "\n".join(lines) + "\n"
    print(text)
    if options.write:
        write_marked(PAGE, "curve", text)


if __name__ == "__main__":
    main()
