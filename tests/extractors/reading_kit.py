"""What tests of reading have in common: the types of their fixtures, and a toll's best figure."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from extractors.pipeline import Extractor
from extractors.records import Article, IncidentFact

MakeArticle = Callable[..., Article]
Read = Callable[..., tuple[IncidentFact, ...]]


@cache
def plain_extractor() -> Extractor:
    """What the rules find with the project's own seeds and no language model, before the learned
    scores decide; once a process, since to read the seeds takes two seconds."""
    return Extractor(judged=False)


def best(fact: IncidentFact, measure: str) -> int | None:
    """The best figure of a measure; None where the text gives none."""
    toll = getattr(fact, measure)
    return toll.best if toll is not None else None
