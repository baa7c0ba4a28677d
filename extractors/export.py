"""Incidents as the interchange format of the evaluation has them (docs: evaluation/README)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.records import (
        Attribution,
        CasualtyClaim,
        DateValue,
        IncidentFact,
        PlaceValue,
        Span,
        Toll,
    )

_TOLLS = ("killed", "wounded", "arrested", "abducted", "killed_of_perpetrators")


def _span(span: Span) -> dict[str, object]:
    return {"part": span.part, "start": span.start, "end": span.end, "words": span.words}


def fact_to_prediction(fact: IncidentFact) -> dict[str, object]:
    """One incident as JSON-ready values, codes as in the labelled articles.

    A count is its best figure or null; `<count>_min` and `<count>_max` are its bounds where the
    text gives more than one exact figure. `evidence` leads from each field to the words that it
    rests on, `claims` lists every statement of a count.
    """
    out: dict[str, object] = {
        "number": fact.number,
        "event_type": fact.event_type,
        "is_main": fact.is_main,
        "mention_kind": fact.mention_kind,
        **_date(fact.date),
        **_place(fact.place),
    }
    for name in _TOLLS:
        out.update(_toll(name, getattr(fact, name)))
    out.update(
        {
            "weapon": fact.weapon,
            "perpetrator": fact.perpetrator.name,
            "perpetrator_id": fact.perpetrator.actor_id,
            "perpetrator_status": fact.perpetrator.status,
            "target_type": fact.target_type,
            "target_detail": fact.target_detail,
            "outcome": fact.outcome,
            "attribution_source": fact.attribution_source,
            "confidence": fact.confidence,
            "field_confidence": dict(fact.field_confidence),
            "attributions": [_attribution(statement) for statement in fact.attributions],
            "claims": [_claim(claim) for claim in fact.claims],
            "evidence": _evidence(fact),
        }
    )
    return out


def _date(date: DateValue) -> dict[str, object]:
    best = date.best
    return {
        "date": best.isoformat() if best else None,
        "date_precision": date.precision,
        "date_earliest": date.earliest.isoformat() if date.earliest else None,
        "date_latest": date.latest.isoformat() if date.latest else None,
    }


def _place(place: PlaceValue) -> dict[str, object]:
    return {
        "country": place.country,
        "admin1": place.admin1_name,
        "admin1_code": place.admin1_code,
        "place": place.name,
        "place_id": place.place_id,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geo_precision": place.precision,
        "geo_radius_km": place.radius_km,
    }


def _attribution(statement: Attribution) -> dict[str, object]:
    return {
        "actor": statement.actor_name,
        "actor_id": statement.actor_id,
        "stance": statement.stance,
        "by": statement.by,
        "evidence": _span(statement.span),
    }


def _claim(claim: CasualtyClaim) -> dict[str, object]:
    return {
        "measure": claim.measure,
        "low": claim.low,
        "value": claim.value,
        "high": claim.high,
        "role": claim.role,
        "victim_class": claim.victim_class,
        "victim_status": claim.victim_status,
        "victim_age": claim.victim_age,
        "victim_sex": claim.victim_sex,
        "certainty": claim.certainty,
        "attribution_source": claim.attribution_source,
        "evidence": _span(claim.span),
    }


def _evidence(fact: IncidentFact) -> dict[str, list[dict[str, object]]]:
    """The words of each field, in the order in which they were noted."""
    evidence: dict[str, list[dict[str, object]]] = {}
    for entry in fact.evidence:
        evidence.setdefault(entry.field, []).append(_span(entry.span))
    return evidence


def _toll(name: str, toll: Toll | None) -> dict[str, int | None]:
    if toll is None:
        return {name: None, f"{name}_min": None, f"{name}_max": None}
    exact = toll.low == toll.best == toll.high
    return {
        name: toll.best,
        f"{name}_min": None if exact else toll.low,
        f"{name}_max": None if exact else toll.high,
    }
