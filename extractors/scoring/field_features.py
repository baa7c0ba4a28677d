"""What a filled-in field of a candidate shows, as features of a linear score: is its value right?

The chance holds under the condition that the incident is one. Whether it is one is the candidate's
own score.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.records import Evidence, IncidentFact
    from extractors.scoring.features import Candidate

#: field → its value in a fact; None and "unknown": it is not filled in
FIELDS: Mapping[str, Callable[[IncidentFact], object]] = {
    "event_type": lambda fact: fact.event_type,
    "date": lambda fact: fact.date.best,
    "country": lambda fact: fact.place.country,
    "admin1": lambda fact: fact.place.admin1_name,
    "place": lambda fact: fact.place.name,
    "killed": lambda fact: fact.killed and fact.killed.best,
    "wounded": lambda fact: fact.wounded and fact.wounded.best,
    "arrested": lambda fact: fact.arrested and fact.arrested.best,
    "abducted": lambda fact: fact.abducted and fact.abducted.best,
    "weapon": lambda fact: fact.weapon,
    "perpetrator": lambda fact: fact.perpetrator.name,
    "target_type": lambda fact: fact.target_type,
}
_COUNTS = frozenset({"killed", "wounded", "arrested", "abducted"})
_PLACES = frozenset({"place", "admin1", "country"})
#: letters between the words of a field and those of the event: as near as any, near, far
_NEAR = (60, 200, 600)
#: more incidents and claims than these say nothing more
_MOST_INCIDENTS, _MOST_CLAIMS = 6, 4


def filled_fields(fact: IncidentFact) -> list[str]:
    """The names of the fields that have a value, in the order of FIELDS."""
    return [name for name, of in FIELDS.items() if of(fact) not in (None, "unknown")]


def field_flags(candidate: Candidate, name: str, chance: float) -> dict[str, float]:
    """What a field shows, once by itself and once as any field's. `chance`: of the candidate that
    it is news."""
    found = {**_in_general(candidate, name), **_in_particular(candidate, name), "news": chance}
    return {f"{name}, {shown}": value for shown, value in found.items()} | found


def _in_general(candidate: Candidate, name: str) -> dict[str, float]:
    fact = candidate.fact
    evidence = _evidence(fact, "place" if name in _PLACES else name)
    found = {
        "filled": 1.0,
        "no words": float(not evidence),
        "several": float(len(evidence) > 1),
        "in the title": float(any(e.span.part == "title" for e in evidence)),
        f"distance {_distance(fact, evidence)}": 1.0,
        "incidents": min(candidate.of, _MOST_INCIDENTS) / _MOST_INCIDENTS,
        "first": float(candidate.number == 0),
        "chance of its type": candidate.telling["chance of its type"],
        "mentions": candidate.telling["mentions"],
    }
    return found | {f"words {basis}": 1.0 for basis in {e.basis for e in evidence}}


def _in_particular(candidate: Candidate, name: str) -> dict[str, float]:
    fact, article = candidate.fact, candidate.article
    if name in _COUNTS:
        toll = getattr(fact, name)
        claims = sum(claim.measure == name for claim in fact.claims)
        return {
            "exact": float(toll.low == toll.best == toll.high),
            "how many": math.log1p(toll.best) / 5,
            "claims": min(claims, _MOST_CLAIMS) / _MOST_CLAIMS,
        }
    if name in _PLACES:
        return {
            "known": float(fact.place.place_id is not None),
            "abroad": float(fact.place.country != article.outlet_country),
            f"precision {fact.place.precision}": 1.0,
        }
    if name == "date":
        today = fact.date.latest == article.published_on
        return {f"precision {fact.date.precision}": 1.0, "today": float(today)}
    if name == "perpetrator":
        known = fact.perpetrator.actor_id is not None
        return {f"status {fact.perpetrator.status}": 1.0, "known": float(known)}
    return {f"is {FIELDS[name](fact)}": 1.0}


def _evidence(fact: IncidentFact, name: str) -> list[Evidence]:
    return [entry for entry in fact.evidence if entry.field == name]


def _distance(fact: IncidentFact, evidence: list[Evidence]) -> int:
    """How far from the words of the event the nearest words of a field stand, as a step of _NEAR;
    the last one also where they stand in another part."""
    apart = min(_apart(fact, evidence), default=_NEAR[-1])
    return sum(apart >= bound for bound in _NEAR)


def _apart(fact: IncidentFact, evidence: list[Evidence]) -> Iterator[int]:
    for event in _evidence(fact, "event_type"):
        for entry in evidence:
            if entry.span.part == event.span.part:
                yield abs(entry.span.start - event.span.start)
