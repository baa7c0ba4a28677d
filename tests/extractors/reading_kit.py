"""What tests of reading have in common: the types of their fixtures, and a toll's best figure."""

from __future__ import annotations

from collections.abc import Callable

from extractors.records import Article, IncidentFact

MakeArticle = Callable[..., Article]
Read = Callable[..., tuple[IncidentFact, ...]]


def best(fact: IncidentFact, measure: str) -> int | None:
    """The best figure of a measure; None where the text gives none."""
    toll = getattr(fact, measure)
    return toll.best if toll is not None else None
