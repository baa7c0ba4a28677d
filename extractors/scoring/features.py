"""What a candidate incident shows, as features of a linear score.

A candidate is what some mentions of an article tell together, with its fields filled in, whether it
is news or nothing at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.records import Article, IncidentFact, Span
from extractors.scoring.ngrams import Terms, pieces, plain_words, words_and_pairs

#: letters around the words that an incident rests on
_AROUND = 120
#: a story older than this is as old as any (days)
_OLDEST = 30
#: longer texts and more incidents than these say nothing more
_LONGEST, _MOST = 5000, 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """What some mentions of an article tell together: `number` of `of` there, from 0.
    `telling`: what the article and the mentions show, by name (assemble.py)."""

    article: Article
    fact: IncidentFact
    number: int
    of: int
    telling: Mapping[str, float]


def _around(candidate: Candidate) -> Iterator[str]:
    """The pieces of the words around those that the incident rests on, each stretch once."""
    words: list[str] = []
    for part, start, end in sorted({(s.part, s.start, s.end) for s in _spans(candidate.fact)}):
        whole = candidate.article.title if part == "title" else candidate.article.text
        words += plain_words(whole[max(start - _AROUND, 0) : end + _AROUND])
    return pieces(words)


def _trigger(candidate: Candidate) -> Iterator[str]:
    """The words that say what happened, and pairs of them."""
    told = (e.span.words for e in candidate.fact.evidence if e.field == "event_type")
    return words_and_pairs(plain_words(" . ".join(told)))


CANDIDATE_PARTS = (Terms("around", _around, 8), Terms("trigger", _trigger, 2))


def flags(candidate: Candidate) -> dict[str, float]:
    """What the record itself shows, each about 0 to 1, and what article and mentions show."""
    fact, article = candidate.fact, candidate.article
    spans = list(_spans(fact))
    killed = fact.killed.best if fact.killed else None
    found = {
        "incidents": min(candidate.of, _MOST) / _MOST,
        "first": float(candidate.number == 0),
        "in the title": float(any(s.part == "title" for s in spans)),
        "position": min((s.start for s in spans if s.part == "text"), default=0)
        / max(len(article.text), 1),
        "length": min(len(article.text), _LONGEST) / _LONGEST,
        "day": float(fact.date.precision == "day"),
        "days before": _days_before(candidate) / _OLDEST,
        "killed": math.log1p(killed or 0) / 5,
        "abroad": float(fact.place.country != article.outlet_country),
        f"type {fact.event_type}": 1.0,
        f"weapon {fact.weapon}": 1.0,
        f"target {fact.target_type}": 1.0,
        f"status {fact.perpetrator.status}": 1.0,
        f"outcome {fact.outcome}": 1.0,
    }
    found.update(candidate.telling)
    return found | {f"has {name}": 1.0 for name in _filled(fact)}


def _spans(fact: IncidentFact) -> Iterator[Span]:
    return (entry.span for entry in fact.evidence)


def _filled(fact: IncidentFact) -> Iterator[str]:
    slots: Sequence[tuple[str, object]] = (
        ("day", fact.date.best), ("place", fact.place.name), ("admin1", fact.place.admin1_name),
        ("country", fact.place.country), ("killed", fact.killed), ("wounded", fact.wounded),
        ("arrested", fact.arrested), ("abducted", fact.abducted),
        ("perpetrator", fact.perpetrator.name), ("source", fact.attribution_source),
        ("target detail", fact.target_detail),
    )  # fmt: skip
    return (name for name, value in slots if value is not None)


def _days_before(candidate: Candidate) -> float:
    day = candidate.fact.date.latest
    if day is None:
        return _OLDEST
    return min(abs((candidate.article.published_on - day).days), _OLDEST)
