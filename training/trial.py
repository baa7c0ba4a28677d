"""One trial of the scores: fit on the train sets, judge on the fresh open ones and by folds.

python -m training.trial
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.figures import Rates
from evaluation.sets import labelled_sets
from extractors.nlp.registry import load_recogniser
from extractors.pipeline import Extractor
from extractors.scoring.judge import NEWS, NEWS_FROM, Judge
from training.examples import (
    FOLDS,
    ArticleExample,
    CandidateExample,
    article_examples,
    candidate_examples,
    fold_of,
)
from training.judging import Separation, found_above, separation
from training.learners import Scores, article_scores, fit_judge, news_chances

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Examples:
    """Examples of the train sets and of the fresh open sets."""

    articles: Sequence[ArticleExample]
    candidates: Sequence[CandidateExample]
    fresh_articles: Sequence[ArticleExample]
    fresh_candidates: Sequence[CandidateExample]


@dataclass(frozen=True, slots=True)
class Judged:
    """How well the scores separate, by open set: news articles from others, news among all
    candidates; what the rules record as news, and what the scores do."""

    article: Mapping[str, Separation]
    candidate: Mapping[str, Separation]
    rules: Mapping[str, Rates]
    scores: Mapping[str, Rates]


def read_examples(root: Path = ROOT) -> Examples:
    """All examples, each article read once by today's rules."""
    extractor = Extractor(root / "seeds", load_recogniser("own"), judged=False)
    sets = labelled_sets(root)
    train = [s for s in sets if s.entry.kind == "train"]
    fresh = [s for s in sets if s.entry.kind == "open" and s.entry.fresh]
    return Examples(
        articles=article_examples(train),
        candidates=candidate_examples(extractor, train),
        fresh_articles=article_examples(fresh),
        fresh_candidates=candidate_examples(extractor, fresh),
    )


def judge(examples: Examples) -> Judged:
    """Fit on the train examples and judge on the fresh open ones."""
    return judged(
        fit_judge(examples.articles, examples.candidates),
        examples.fresh_articles,
        examples.fresh_candidates,
    )


def judged(
    fitted: Judge, articles: Sequence[ArticleExample], candidates: Sequence[CandidateExample]
) -> Judged:
    """How well these scores do on these examples, by set."""
    chances = news_chances(fitted, [e.candidate for e in candidates])
    by_rules = np.array([rules_say_news(e) for e in candidates], dtype=float)
    by_article, by_candidate = {}, {}
    for name in sorted({e.source for e in articles}):
        of_set = [e for e in articles if e.source == name]
        at = [n for n, e in enumerate(candidates) if e.source == name]
        is_news = [candidates[n].label == NEWS for n in at]
        of_articles = article_scores(fitted.article, [e.article for e in of_set])
        by_article[name] = separation(of_articles, [e.is_news for e in of_set])
        by_candidate[name] = separation(chances[at], is_news)
    return Judged(
        by_article,
        by_candidate,
        rules=found_above(by_rules, candidates, articles, 0.5),
        scores=found_above(chances, candidates, articles, NEWS_FROM),
    )


def rules_say_news(example: CandidateExample) -> bool:
    """Whether the rules alone record the candidate as news."""
    return example.candidate.by_rules and example.candidate.fact.is_main


def out_of_fold(
    articles: Sequence[ArticleExample], candidates: Sequence[CandidateExample]
) -> Scores:
    """The chance of news of each candidate, by scores that did not see its article."""
    chances = np.zeros(len(candidates))
    for fold in range(FOLDS):
        inside = [n for n, e in enumerate(candidates) if _fold(e) == fold]
        fitted = fit_judge(
            [e for e in articles if fold_of(e.article.id, e.source) != fold],
            [e for e in candidates if _fold(e) != fold],
        )
        if inside:
            chances[inside] = news_chances(fitted, [candidates[n].candidate for n in inside])
    return chances


def _fold(example: CandidateExample) -> int:
    return fold_of(example.article_id, example.source)


def table(found: Judged) -> Iterator[str]:
    """The trial as lines of Markdown."""
    yield "| set | candidates | articles, AUC | candidates, AUC | by rules, P R | judged, P R |"
    yield "|---|---:|---|---|---|---|"
    for name, of_set in found.candidate.items():
        yield (
            f"| {name} | {of_set.n} | {found.article[name].auc:.3f} | {of_set.auc:.3f} | "
            f"{shown(found.rules[name])} | {shown(found.scores[name])} |"
        )


def shown(rates: Rates) -> str:
    """Precision and recall, as tables show them."""
    return f"{rates.precision:.3f} {rates.recall:.3f}"


def main() -> None:
    """Run one trial over everything and print it."""
    print("\n".join(table(judge(read_examples()))))


if __name__ == "__main__":
    main()
