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
    """The extractor with the project's own seeds and no language model, once a process: to read
    the seeds takes two seconds."""
    return Extractor()


def best(fact: IncidentFact, measure: str) -> int | None:
    """The best figure of a measure; None where the text gives none."""
    toll = getattr(fact, measure)
    return toll.best if toll is not None else None
