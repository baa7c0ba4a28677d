"""What each list of words and each group of features is worth: how often it acts in the train
articles, and what the reading of the fresh open ones loses without it.

    python -m evaluation.removal --write     into docs/lexicon.md and docs/contests.md

Grain: one list of seeds/lexicon, or one group of features of one learned score. A list acts in an
article where one of its patterns fits. Without a list none of its patterns fits; without a group
its weights are nothing, and the others are not fitted again, so that the cost is the highest it can
be. All fresh open sets that are here together, each article once, by the paired test.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from evaluation.contest import FIGURES, article_counts, figures_of
from evaluation.marked_text import write_marked
from evaluation.paired_test import Difference, paired_test
from evaluation.sets import LabelledSet, labelled_sets
from extractors.export import fact_to_prediction
from extractors.patterns.lexicon import FILES, Lexicon
from extractors.pipeline import Extractor
from extractors.scoring.judge import Judge, load_judge
from extractors.scoring.weights import Linear

if TYPE_CHECKING:
    from extractors.document import Sentence
    from extractors.patterns.pattern import SentenceHits

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"lists": ROOT / "docs" / "lexicon.md", "features": ROOT / "docs" / "contests.md"}
SCORES = ("article", "genre", "mention", "joining", "event", "candidate")
#: a row that acts in fewer train articles says little of others
FEWEST = 3
#: groups of fewer flags are put together as "others"
_SMALLEST_GROUP = 3


class _Without(Lexicon):
    """All lists but one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def hits(self, sentence: Sentence) -> SentenceHits:
        """What the other lists find."""
        return {name: hits for name, hits in super().hits(sentence).items() if name != self._name}


@dataclass(frozen=True, slots=True)
class Group:
    """The features of a score that begin with the same word, or a part of it that sees words."""

    score: str
    name: str
    is_part: bool

    def without(self, judge: Judge) -> Judge:
        """The judge in whose score these features weigh nothing."""
        model: Linear = getattr(judge, self.score)
        if self.is_part:
            nothing = [(0.0,) * len(model.classes)] * len(model.terms[self.name])
            model = replace(model, terms={**model.terms, self.name: nothing})
        else:
            gone = {flag for flag, name in groups_of(model).items() if name == self.name}
            left = {flag: row for flag, row in model.flags.items() if flag not in gone}
            model = replace(model, flags=left)
        return replace(judge, **{self.score: model})


def groups_of(model: Linear) -> dict[str, str]:
    """The group of each flag: its first word, where enough of them share it."""
    alike = Counter(map(_first_word, model.flags))
    words = {flag: _first_word(flag) for flag in model.flags}
    return {f: word if alike[word] >= _SMALLEST_GROUP else "others" for f, word in words.items()}


def _first_word(flag: str) -> str:
    return re.split(r"[ ,:=]", flag, maxsplit=1)[0]


def groups(judge: Judge) -> Iterator[Group]:
    """The groups of features of all scores."""
    for score in SCORES:
        model: Linear = getattr(judge, score)
        yield from (Group(score, part, is_part=True) for part in model.terms)
        for name in sorted(set(groups_of(model).values())):
            yield Group(score, name, is_part=False)


def fresh_sets() -> list[LabelledSet]:
    """The open sets whose errors nobody reads, as far as their texts are here."""
    return [s for s in labelled_sets(ROOT, kinds=("open",)) if s.entry.fresh]


def read_counts(extractor: Extractor, sets: Sequence[LabelledSet]) -> list[list[float]]:
    """What each article of the sets adds to the figures, as `contest` counts it."""
    return [
        article_counts(gold, [fact_to_prediction(f) for f in extractor.extract(article)])
        for labelled in sets
        for gold in labelled.gold
        if (article := labelled.articles.get(str(gold["id"])))
    ]


def counts_without(removed: str | Group | None) -> list[list[float]]:
    """The counts of all fresh articles without a list (its name) or a group of features."""
    if isinstance(removed, Group):
        return read_counts(Extractor(judge=removed.without(load_judge())), _sets())
    extractor = Extractor()
    if removed is not None:
        extractor.lexicon = _Without(removed)
    return read_counts(extractor, _sets())


@lru_cache(maxsize=1)
def _sets() -> list[LabelledSet]:
    return fresh_sets()


@dataclass(frozen=True, slots=True)
class Use:
    """Rows of a list, those that act in enough train articles, articles in which any acts."""

    rows: int
    often: int
    articles: int


def uses() -> dict[str, Use]:
    """How often each list acts in the train articles."""
    extractor = Extractor()
    articles: Counter[str] = Counter()
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for labelled in labelled_sets(ROOT, kinds=("train",)):
        for article in labelled.articles.values():
            seen: set[tuple[str, str]] = set()
            found = extractor.mentions_of(article).annotations.get("match", ())
            for sentence_hits in cast("tuple[SentenceHits, ...]", found):
                for name, hits in sentence_hits.items():
                    seen |= {(name, hit.values.get("pattern", "")) for hit in hits}
            articles.update({name for name, _ in seen})
            for name, pattern in seen:
                rows[name][pattern] += 1
    return {
        name: Use(
            _rows_of(name), sum(n >= FEWEST for n in rows[name].values()), articles[name]
        )
        for name in FILES
    }  # fmt: skip


def _rows_of(name: str) -> int:
    path = ROOT / "seeds" / "lexicon" / f"{name}.csv"
    return len(path.read_text(encoding="utf-8").splitlines()) - 1


def costs(
    removed: Sequence[str | Group], whole: Sequence[Sequence[float]]
) -> Iterator[Mapping[str, Difference]]:
    """For each removal the figures with and without it, two at a time."""
    with ProcessPoolExecutor(2) as pool:
        for counts in pool.map(counts_without, removed):
            yield paired_test(whole, counts, figures_of, rounds=2_000)


def _cell(found: Mapping[str, Difference], figure: str) -> str:
    one = found[figure]
    return f"{one.after - one.before:+.3f} (p {one.p:.2f})"


def _table(head: str, rows: Sequence[tuple[str, Mapping[str, Difference]]]) -> str:
    ordered = sorted(rows, key=lambda row: row[1]["slot_f1"].after)
    lines = [
        f"{text} {_cell(found, 'f1')} | {_cell(found, 'slot_f1')} |" for text, found in ordered
    ]
    return "\n".join([head, *lines, ""])


def main(show: Callable[[str], None] = print) -> None:
    """Measure, show both tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace the tables in docs/")
    options = parser.parse_args()
    whole = counts_without(None)
    figures = figures_of([sum(column) for column in zip(*whole, strict=True)])
    show(
        f"{len(whole)} articles: " + ", ".join(f"{FIGURES[f]} {n:.3f}" for f, n in figures.items())
    )
    used = uses()
    of_lists = list(zip(used, costs(list(used), whole), strict=True))
    of_groups = list(zip(wanted := list(groups(load_judge())), costs(wanted, whole), strict=True))
    tables = {
        "lists": _table(
            f"| list | rows | rows that act in {FEWEST} train articles or more | train articles in "
            "which it acts | F1 of main incidents without it | slot F1 without it |\n"
            "|---|---:|---:|---:|---|---|",
            [
                (f"| {name} | {(u := used[name]).rows} | {u.often} | {u.articles} |", found)
                for name, found in of_lists
            ],
        ),
        "features": _table(
            "| score | features | F1 of main incidents without them | slot F1 without them |\n"
            "|---|---|---|---|",
            [
                (f"| {g.score} | {g.name}{', words' if g.is_part else ''} |", found)
                for g, found in of_groups
            ],
        ),
    }  # fmt: skip
    for name, table in tables.items():
        show(table)
        if options.write:
            write_marked(PAGES[name], name, table)


if __name__ == "__main__":
    main()
