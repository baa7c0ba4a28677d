"""One trial of the scores: fit on the train sets, judge on the fresh open ones.

python -m training.trial
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.figures import Rates
from evaluation.sets import labelled_sets
from extractors.pipeline import Extractor
from extractors.scoring.judge import NEWS, NEWS_FROM, Judge
from training.chain import UNTRAINED, fit_chain, fresh_candidates
from training.examples import Read, read_articles
from training.judging import Separation, found_above, separation

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Examples:
    """The articles of the train sets and of the fresh open sets, each read once."""

    extractor: Extractor
    train: Sequence[Read]
    fresh: Sequence[Read]


@dataclass(frozen=True, slots=True)
class Judged:
    """How well the scores separate, by open set: news articles from others, news among all
    candidates; the share of main incidents that are a candidate at all; what is recorded as news.
    """

    article: Mapping[str, Separation]
    candidate: Mapping[str, Separation]
    candidates: Mapping[str, Rates]
    recorded: Mapping[str, Rates]


def read_examples(root: Path = ROOT) -> Examples:
    """The articles that can be learned from and judged on."""
    extractor = Extractor(root / "seeds", judge=UNTRAINED)
    sets = labelled_sets(root)
    return Examples(
        extractor,
        read_articles(extractor, [s for s in sets if s.entry.kind == "train"]),
        read_articles(extractor, [s for s in sets if s.entry.kind == "open" and s.entry.fresh]),
    )


def judge(examples: Examples) -> Judged:
    """Fit on the train examples and judge on the fresh open ones."""
    fitted = fit_chain(examples.train, examples.extractor.lexicon)
    return judged(fitted.judge, examples)


def judged(fitted: Judge, examples: Examples) -> Judged:
    """How well these scores do on the fresh open examples, by set."""
    articles = examples.fresh
    found, chances = fresh_candidates(fitted, articles, examples.extractor.lexicon)
    by_article, by_candidate = {}, {}
    for name in sorted({e.source for e in articles}):
        of_set = [e for e in articles if e.source == name]
        at = [n for n, e in enumerate(found) if e.source == name]
        of_articles = np.array([fitted.of_article(e.article)["article"] for e in of_set])
        by_article[name] = separation(of_articles, [e.is_news for e in of_set])
        by_candidate[name] = separation(chances[at], [found[n].label == NEWS for n in at])
    return Judged(
        by_article,
        by_candidate,
        candidates=found_above(chances, found, articles, 0.0),
        recorded=found_above(chances, found, articles, NEWS_FROM),
    )


def table(found: Judged) -> Iterator[str]:
    """The trial as lines of Markdown."""
    yield "| set | candidates | articles, AUC | candidates, AUC | a candidate at all | P R |"
    yield "|---|---:|---|---|---|---|"
    for name, of_set in found.candidate.items():
        yield (
            f"| {name} | {of_set.n} | {found.article[name].auc:.3f} | {of_set.auc:.3f} | "
            f"{found.candidates[name].recall:.3f} | {shown(found.recorded[name])} |"
        )


def shown(rates: Rates) -> str:
    """Precision and recall, as tables show them."""
    return f"{rates.precision:.3f} {rates.recall:.3f}"


def main() -> None:
    """Run one trial over everything and print it."""
    print("\n".join(table(judge(read_examples()))))


if __name__ == "__main__":
    main()
