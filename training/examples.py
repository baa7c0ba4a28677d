"""What is learned from: the articles of the train sets and what the extractors recorded in them.

Grain: one article for the filter, one recorded main incident for the verifier. Open and sealed sets
are no examples: the open fresh ones judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.figures import Incident, is_main
from evaluation.scorer import align
from evaluation.sets import LabelledSet
from extractors.export import fact_to_prediction
from extractors.pipeline import Extractor
from extractors.records import Article

#: articles of our own in which nothing happens are many and easy: each counts this much
ORDINARY_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class ArticleExample:
    """An article, whether it reports an incident as news, its set and what it counts."""

    article: Article
    is_news: bool
    source: str
    weight: float


@dataclass(frozen=True, slots=True)
class IncidentExample:
    """A main incident that was recorded in an article, and whether it stands for a main incident of
    the labels. `number` of `of`: its place among those recorded there."""

    article: Article
    recorded: Mapping[str, Any]
    number: int
    of: int
    is_right: bool
    source: str


def article_examples(
    sets: Iterable[LabelledSet], ordinary: Iterable[Article] = ()
) -> list[ArticleExample]:
    """One example for each article of the sets, by the labels; ordinary articles report nothing."""
    found = [
        ArticleExample(labelled.articles[str(row["id"])], _has_main(row), labelled.name, 1.0)
        for labelled in sets
        for row in labelled.gold
    ]
    return found + [ArticleExample(a, False, "ordinary", ORDINARY_WEIGHT) for a in ordinary]


def incident_examples(
    extractor: Extractor, sets: Iterable[LabelledSet], ordinary: Sequence[Article] = ()
) -> list[IncidentExample]:
    """One example for each main incident that the extractor records in the articles of the sets."""
    examples: list[IncidentExample] = []
    for labelled in sets:
        articles = [labelled.articles[str(row["id"])] for row in labelled.gold]
        for row, article, facts in zip(
            labelled.gold, articles, extractor.extract_bulk(articles), strict=True
        ):
            recorded = [fact_to_prediction(fact) for fact in facts]
            examples += _of_article(row["incidents"], article, recorded, labelled.name)
    for article, facts in zip(ordinary, extractor.extract_bulk(ordinary), strict=True):
        recorded = [fact_to_prediction(fact) for fact in facts]
        examples += _of_article([], article, recorded, "ordinary")
    return examples


def _of_article(
    gold: Sequence[Incident], article: Article, recorded: Sequence[Incident], source: str
) -> list[IncidentExample]:
    partner = {j: i for i, j in align(gold, recorded)}
    main = [j for j, incident in enumerate(recorded) if incident["is_main"]]
    return [
        IncidentExample(
            article=article,
            recorded=recorded[j],
            number=number,
            of=len(main),
            is_right=j in partner and is_main(gold[partner[j]]),
            source=source,
        )
        for number, j in enumerate(main)
    ]


def _has_main(row: Mapping[str, Any]) -> bool:
    return any(is_main(incident) for incident in row["incidents"])
