"""The learning curve: does more of the same still help, and which source does?

python -m training.curve [--write]

Fits both scores on growing parts of the train sets, chosen by a hash of the article, and on all
of them but one source; judges on the fresh open sets. `--write` puts the table into docs/corpus.md.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from training.trial import ROOT, Examples, judge, read_examples, table

PAGE = ROOT / "docs" / "corpus.md"
_TABLE = re.compile(r"(?<=<!-- curve -->\n).*?(?=<!-- /curve -->)", re.DOTALL)
SHARES = (0.1, 0.25, 0.5, 1.0)
#: other choices of the same share: their mean is shown
DRAWS = 2


def part(examples: Examples, keep: Callable[[str, str], bool]) -> Examples:
    """The examples whose article (id, source) is kept; the open ones stay."""
    return replace(
        examples,
        articles=[e for e in examples.articles if keep(e.article.id, e.source)],
        candidates=[e for e in examples.candidates if keep(e.article_id, e.source)],
    )


def share_of(examples: Examples, share: float, draw: int) -> Examples:
    """About that share of the train articles, chosen by a hash of id and draw."""

    def keep(article_id: str, _source: str) -> bool:
        digest = hashlib.sha256(f"{draw}/{article_id}".encode()).digest()
        return int.from_bytes(digest[:4], "big") < share * 2**32

    return part(examples, keep)


def without(examples: Examples, source: str) -> Examples:
    """The examples of all other train sets."""
    return part(examples, lambda _id, its: its != source)


def rows(examples: Examples) -> Iterator[str]:
    """The lines of the table."""
    sets = sorted({e.source for e in examples.fresh_articles})
    yield (
        "| learned from | articles | candidates | "
        + " | ".join(f"{name}: articles, candidates" for name in sets)
        + " |"
    )
    yield "|---|---:|---:|" + "---|" * len(sets)
    for share in SHARES:
        draws = range(DRAWS if share < 1 else 1)
        parts = [share_of(examples, share, draw) for draw in draws]
        yield _row(f"{share:.0%} of train", parts, sets)
    for source in sorted({e.source for e in examples.articles}):
        yield _row(f"all but {source}", [without(examples, source)], sets)


def _row(name: str, parts: list[Examples], sets: Iterable[str]) -> str:
    judged = [judge(one) for one in parts]
    cells = [_mean(len(one.articles) for one in parts), _mean(len(p.candidates) for p in parts)]
    shown = [f"{n:.0f}" for n in cells]
    for open_set in sets:
        means = [
            _mean(kind[open_set].auc for kind in (getattr(found, which) for found in judged))
            for which in ("article", "candidate")
        ]
        shown.append(", ".join(f"{auc:.3f}" for auc in means))
    return f"| {name} | " + " | ".join(shown) + " |"


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/corpus.md")
    options = parser.parse_args()
    examples = read_examples()
    lines = [*rows(examples), "", *table(judge(examples))]
    text = "\n".join(lines) + "\n"
    print(text)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_TABLE.sub(lambda _: text, page), encoding="utf-8")


if __name__ == "__main__":
    main()
