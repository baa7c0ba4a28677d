"""One trial of the learners: fit on train examples, judge on fresh open ones and by folds of train.

python -m training.trial
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.sets import LabelledSet, labelled_sets, ordinary_articles
from extractors.nlp.registry import load_recogniser
from extractors.pipeline import Extractor
from training.examples import (
    ArticleExample,
    IncidentExample,
    article_examples,
    incident_examples,
)
from training.judging import Separation, separation, threshold_keeping
from training.learners import ArticleFilter, IncidentVerifier, Scores, together

ROOT = Path(__file__).resolve().parents[1]
FOLDS = 5
#: share of the right incidents of train that the threshold of a trial keeps, by folds
KEEP = 0.9


@dataclass(frozen=True, slots=True)
class Examples:
    """Examples of the train sets and of the fresh open sets."""

    articles: Sequence[ArticleExample]
    incidents: Sequence[IncidentExample]
    fresh_articles: Sequence[ArticleExample]
    fresh_incidents: Sequence[IncidentExample]


@dataclass(frozen=True, slots=True)
class Judged:
    """How well the learners separate, by open set."""

    filter: Mapping[str, Separation]
    verifier: Mapping[str, Separation]
    both: Mapping[str, Separation]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it; `by_folds` over train. `precision` and `kept`, by open set: of the recorded
    incidents above the threshold that train gives, the share that is right, and the share of the
    right ones that stays."""

    judged: Judged
    by_folds: Separation
    precision: Mapping[str, float]
    kept: Mapping[str, float]


def read_examples(root: Path = ROOT) -> Examples:
    """All examples, each article read once by today's extractors."""
    extractor = Extractor(root / "seeds", load_recogniser("own"))
    sets = labelled_sets(root)
    train = [s for s in sets if s.entry.kind == "train"]
    fresh: list[LabelledSet] = [s for s in sets if s.entry.kind == "open" and s.entry.fresh]
    ordinary = ordinary_articles(root)
    return Examples(
        articles=article_examples(train, ordinary),
        incidents=incident_examples(extractor, train, ordinary),
        fresh_articles=article_examples(fresh),
        fresh_incidents=incident_examples(extractor, fresh),
    )


def fold_of(article_id: str) -> int:
    """The fold of an article: a hash of its id, so that all its incidents share it."""
    return hashlib.sha256(article_id.encode()).digest()[0] % FOLDS


def out_of_fold(articles: Sequence[ArticleExample], incidents: Sequence[IncidentExample]) -> Scores:
    """Scores of both learners together, each incident's by some that did not see its article."""
    scores = np.zeros(len(incidents))
    for fold in range(FOLDS):
        inside = [n for n, e in enumerate(incidents) if fold_of(e.article.id) == fold]
        seen = [e for e in incidents if fold_of(e.article.id) != fold]
        if inside:
            filter_ = ArticleFilter([e for e in articles if fold_of(e.article.id) != fold])
            chosen = [incidents[n] for n in inside]
            scores[inside] = together(filter_, IncidentVerifier(seen), chosen)
    return scores


def judge(examples: Examples) -> Judged:
    """Fit on the train examples and judge on the fresh open ones."""
    return _judged(examples, ArticleFilter(examples.articles), IncidentVerifier(examples.incidents))


def run(examples: Examples) -> Trial:
    """As `judge`, and what a threshold that is chosen by folds of train would keep."""
    filter_, verifier = ArticleFilter(examples.articles), IncidentVerifier(examples.incidents)
    folds = out_of_fold(examples.articles, examples.incidents)
    truth = [e.is_right for e in examples.incidents]
    threshold = threshold_keeping(folds, truth, KEEP)
    precision, kept = {}, {}
    for name in _sets(examples):
        incidents = [e for e in examples.fresh_incidents if e.source == name]
        above = together(filter_, verifier, incidents) >= threshold
        right = np.asarray([e.is_right for e in incidents], dtype=bool)
        precision[name] = float(right[above].mean()) if above.any() else 0.0
        kept[name] = float(above[right].mean())
    judged = _judged(examples, filter_, verifier)
    return Trial(judged, separation(folds, truth), precision, kept)


def _judged(examples: Examples, filter_: ArticleFilter, verifier: IncidentVerifier) -> Judged:
    filters, verifiers, both = {}, {}, {}
    for name in _sets(examples):
        articles = [e for e in examples.fresh_articles if e.source == name]
        incidents = [e for e in examples.fresh_incidents if e.source == name]
        right = [e.is_right for e in incidents]
        filters[name] = separation(
            filter_.scores([e.article for e in articles]), [e.is_news for e in articles]
        )
        verifiers[name] = separation(verifier.scores(incidents), right)
        both[name] = separation(together(filter_, verifier, incidents), right)
    return Judged(filters, verifiers, both)


def _sets(examples: Examples) -> list[str]:
    return sorted({e.source for e in examples.fresh_articles})


def table(trial: Trial) -> str:
    """The trial as a Markdown table."""
    lines = [
        (
            "| open set | recorded | right today | filter | verifier | both "
            "| right above the threshold | right ones kept |"
        ),
        "|---|---:|---|---|---|---|---|---|",
    ]
    for name, found in trial.judged.both.items():
        lines.append(
            f"| {name} | {found.n} | {found.right / found.n:.3f} | {trial.judged.filter[name]} | "
            f"{trial.judged.verifier[name]} | {found} | {trial.precision[name]:.3f} | "
            f"{trial.kept[name]:.3f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run one trial over everything and print it."""
    trial = run(read_examples())
    print("AUC / precision where .85 of the right ones are kept")
    print(table(trial))
    print(f"by folds of train: {trial.by_folds} ({trial.by_folds.n} recorded)")


if __name__ == "__main__":
    main()
