"""What is learned from: the articles of the train sets and what the rules find in them.

Grain: one article, one candidate incident of an article. Open and sealed sets are no examples: the
open fresh ones judge. Ordinary articles are none either: they bring nothing (docs/corpus.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.figures import Incident, is_main
from evaluation.scorer import align
from evaluation.sets import LabelledSet
from extractors.export import fact_to_prediction
from extractors.pipeline import Extractor
from extractors.records import Article
from extractors.scoring.features import Candidate
from extractors.scoring.judge import BACKGROUND, NEWS, NONE, candidates_of

FOLDS = 5


@dataclass(frozen=True, slots=True)
class ArticleExample:
    """An article, whether it reports an incident as news, its set. `news`: main incidents that the
    labels have; `weight`: articles of its source that it stands for."""

    article: Article
    news: int
    source: str
    weight: float

    @property
    def is_news(self) -> bool:
        """Whether the labels have a main incident."""
        return self.news > 0


@dataclass(frozen=True, slots=True)
class CandidateExample:
    """A candidate and what it is by the labels: `news` where it stands for a main incident of
    theirs, `background` for another one, `none` where it stands for nothing."""

    candidate: Candidate
    label: str
    source: str
    weight: float

    @property
    def article_id(self) -> str:
        """The article that it was found in."""
        return self.candidate.article.id


def article_examples(sets: Iterable[LabelledSet]) -> list[ArticleExample]:
    """One example for each article of the sets."""
    return [
        ArticleExample(
            labelled.articles[str(row["id"])],
            sum(map(is_main, row["incidents"])),
            labelled.name,
            labelled.weights.get(str(row["id"]), 1.0),
        )
        for labelled in sets
        for row in labelled.gold
    ]


def candidate_examples(extractor: Extractor, sets: Iterable[LabelledSet]) -> list[CandidateExample]:
    """One example for each candidate in the articles of the sets. The extractor is one that is not
    judged."""
    return [
        example
        for labelled in sets
        for row, candidates in _candidates(extractor, labelled)
        for example in _of_article(
            row["incidents"], candidates, labelled.name, labelled.weights.get(str(row["id"]), 1.0)
        )
    ]


def _candidates(
    extractor: Extractor, labelled: LabelledSet
) -> Iterable[tuple[Mapping[str, Any], list[Candidate]]]:
    articles = [labelled.articles[str(row["id"])] for row in labelled.gold]
    for row, doc in zip(labelled.gold, extractor.documents(articles), strict=True):
        facts: Any = doc.annotations.get("facts", ())
        left_out: Any = doc.annotations.get("left_out", ())
        yield row, candidates_of(doc.article, facts, left_out)


def _of_article(
    gold: Sequence[Incident], candidates: Sequence[Candidate], source: str, weight: float
) -> list[CandidateExample]:
    found = [fact_to_prediction(candidate.fact) for candidate in candidates]
    partner = {j: gold[i] for i, j in align(gold, found)}
    labels = [
        NONE if j not in partner else NEWS if is_main(partner[j]) else BACKGROUND
        for j in range(len(candidates))
    ]
    return [
        CandidateExample(candidate, label, source, weight)
        for candidate, label in zip(candidates, labels, strict=True)
    ]


def fold_of(article_id: str, source: str) -> int:
    """The fold of an article: a hash of its id. Reports of one story share a fold, since they say
    the same: their ids begin alike."""
    group = article_id.split("-", maxsplit=1)[0] if source.endswith("/stories") else article_id
    return hashlib.sha256(group.encode()).digest()[0] % FOLDS
