"""What an extractor says of an article, as a row, once it was checked to be consistent."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from extractors.event_types import EVENT_TYPES
from extractors.records import (
    TARGET_TYPES,
    WEAPONS,
    Article,
    Attribution,
    Basis,
    CasualtyClaim,
    IncidentFact,
    MentionKind,
    Outcome,
    Reading,
    Span,
    Toll,
)
from warehouse.contract.quoting import Quoter

TOLLS = ("killed", "wounded", "arrested", "abducted", "killed_of_perpetrators")
#: What the warehouse's integer columns hold.
MAX_COUNT = 2**31 - 1


def mention_id(article_id: str, content_digest: str, fact_number: int) -> str:
    """The id of one incident as one version of one article reports it; the same in every run."""
    return f"m-{_short_hash(article_id, content_digest, fact_number)}"


def claim_id(mention: str, claim_number: int) -> str:
    """The id of one statement of a count within a mention."""
    return f"c-{_short_hash(mention, claim_number)}"


def attribution_id(mention: str, attribution_number: int) -> str:
    """The id of one statement about who did it within a mention."""
    return f"a-{_short_hash(mention, attribution_number)}"


def _short_hash(*parts: str | int) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:24]


def fact_row(
    article: Article, content_digest: str, fact: IncidentFact, quoter: Quoter
) -> dict[str, Any]:
    """One incident fact in the columns of staging, claims and evidence nested.

    Values in the text's own words and quotes are masked; the words of claims, attributions and
    evidence are not.
    """
    mention = mention_id(article.id, content_digest, fact.number)
    tolls = {
        f"{name}_{bound}": getattr(getattr(fact, name), bound, None)
        for name in TOLLS
        for bound in ("low", "best", "high")
    }
    perpetrator = fact.perpetrator
    quoted = quoter.around(fact)
    return {
        "mention_id": mention,
        "fact_number": fact.number,
        "is_main": fact.is_main,
        "mention_kind": fact.mention_kind,
        "event_type": fact.event_type,
        "date_earliest": fact.date.earliest,
        "date_latest": fact.date.latest,
        "date_precision": fact.date.precision,
        "occurred_on": fact.date.best,
        **_place_columns(fact, quoter),
        **tolls,
        "weapon": fact.weapon,
        "target_type": fact.target_type,
        "target_detail": fact.target_detail,
        "outcome": fact.outcome,
        "perpetrator_name": (
            perpetrator.name if perpetrator.actor_id else quoter.value(perpetrator.name)
        ),
        "perpetrator_actor_id": perpetrator.actor_id,
        "perpetrator_status": perpetrator.status,
        "attribution_source": quoter.value(fact.attribution_source),
        "confidence": fact.confidence,
        "field_confidence": json.dumps(dict(fact.field_confidence)),
        "quote": quoted[1] if quoted else None,
        "evidence_part": quoted[0].part if quoted else None,
        "evidence_start": quoted[0].start if quoted else None,
        "evidence_end": quoted[0].end if quoted else None,
        "inferred_fields": ", ".join(fact.inferred) or None,
        "attributions": [
            _attribution_row(mention, n, statement, quoter)
            for n, statement in enumerate(fact.attributions, start=1)
        ],
        "claims": [
            _claim_row(mention, n, claim, quoter) for n, claim in enumerate(fact.claims, start=1)
        ],
        "evidence": list(_evidence_rows(fact)),
    }


def _place_columns(fact: IncidentFact, quoter: Quoter) -> dict[str, Any]:
    place = fact.place
    return {
        "place_name": quoter.place(fact),
        "place_id": place.place_id,
        "admin1_name": place.admin1_name,
        "admin1_code": place.admin1_code,
        "country_code": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geo_precision": place.precision,
        "geo_radius_km": place.radius_km,
    }


def _evidence_rows(fact: IncidentFact) -> Iterator[dict[str, Any]]:
    """A row a span, the spans of a field numbered from 1."""
    numbers: Counter[str] = Counter()
    for item in fact.evidence:
        numbers[item.field] += 1
        yield {
            "field": item.field,
            "span_number": numbers[item.field],
            "basis": item.basis,
            **_span_row(item.span),
        }


def _claim_row(mention: str, number: int, claim: CasualtyClaim, quoter: Quoter) -> dict[str, Any]:
    return {
        "claim_id": claim_id(mention, number),
        "claim_number": number,
        "measure": claim.measure,
        "claim_role": claim.role,
        "victim_class": claim.victim_class,
        "victim_status": claim.victim_status,
        "victim_age": claim.victim_age,
        "victim_sex": claim.victim_sex,
        "certainty": claim.certainty,
        "value_low": claim.low,
        "value_best": claim.value,
        "value_high": claim.high,
        "attribution_source": quoter.value(claim.attribution_source),
        "quote": quoter.words(claim.span),
        **_span_row(claim.span),
    }


def _attribution_row(
    mention: str, number: int, statement: Attribution, quoter: Quoter
) -> dict[str, Any]:
    return {
        "attribution_id": attribution_id(mention, number),
        "attribution_number": number,
        "actor_name": (
            statement.actor_name if statement.actor_id else quoter.value(statement.actor_name)
        ),
        "actor_id": statement.actor_id,
        "stance": statement.stance,
        "stated_by": quoter.value(statement.by),
        "quote": quoter.words(statement.span),
        **_span_row(statement.span),
    }


def _span_row(span: Span) -> dict[str, Any]:
    return {
        "article_part": span.part,
        "span_start": span.start,
        "span_end": span.end,
        "words": span.words,
    }


@dataclass(frozen=True, slots=True)
class _Rule:
    holds: bool
    says: str


def checked_reading(article: Article, reading: Reading) -> Reading:
    """The reading, if its facts and names keep the rules of extractors.records; else ValueError.

    A fact whose words do not stand in the article must not reach the warehouse, whatever went
    wrong on the way.
    """
    for number, fact in enumerate(reading.facts, start=1):
        for rule in _rules(article, number, fact):
            if not rule.holds:
                raise ValueError(f"incident {number}: {rule.says}")
    for name in reading.names:
        if not _stands(article, name):
            raise ValueError(f"a name does not stand at {name.part} {name.start}")
    return reading


def _rules(article: Article, number: int, fact: IncidentFact) -> Iterator[_Rule]:
    yield _Rule(fact.number == number, f"it is numbered {fact.number}")
    yield _Rule(fact.event_type in EVENT_TYPES, f"event_type {fact.event_type!r}")
    yield _Rule(fact.weapon in WEAPONS, f"weapon {fact.weapon!r}")
    yield _Rule(fact.target_type in TARGET_TYPES, f"target_type {fact.target_type!r}")
    yield _Rule(fact.outcome in get_args(Outcome), f"outcome {fact.outcome!r}")
    kinds = get_args(MentionKind)
    yield _Rule(fact.mention_kind in kinds, f"mention_kind {fact.mention_kind!r}")
    yield _Rule(0 <= fact.confidence <= 1, f"confidence {fact.confidence}")
    for name, chance in fact.field_confidence:
        yield _Rule(0 <= chance <= 1, f"confidence {chance} of {name}")
    yield _Rule(_in_order(fact.date.earliest, fact.date.latest), "the date ends before it starts")
    place = fact.place
    if place.latitude is not None or place.longitude is not None:
        latitude = math.nan if place.latitude is None else place.latitude
        longitude = math.nan if place.longitude is None else place.longitude
        there = abs(latitude) <= 90 and abs(longitude) <= 180
        yield _Rule(there, f"it lies at {place.latitude}, {place.longitude}")
    yield _Rule(place.precision is None or 1 <= place.precision <= 7, "geo precision is not 1–7")
    for name in TOLLS:
        toll: Toll | None = getattr(fact, name)
        if toll is not None:
            yield _Rule(_counts_rise(toll.low, toll.best, toll.high), f"{name} is {toll}")
    for claim in fact.claims:
        rises = _counts_rise(claim.low, claim.value, claim.high)
        yield _Rule(rises, f"it claims {claim.measure} {claim.low}, {claim.value}, {claim.high}")
        yield _Rule(_stands(article, claim.span), f"the words of a claim are not at {claim.span}")
    for statement in fact.attributions:
        yield _Rule(
            _stands(article, statement.span), f"the words of a doer are not at {statement.span}"
        )
    for item in fact.evidence:
        yield _Rule(item.basis in get_args(Basis), f"basis {item.basis!r}")
        yield _Rule(
            _stands(article, item.span), f"the words of {item.field} are not at {item.span}"
        )


def _stands(article: Article, span: Span) -> bool:
    full_text = article.title if span.part == "title" else article.text
    return (
        0 <= span.start < span.end <= len(full_text)
        and full_text[span.start : span.end] == span.words
    )


def _counts_rise(*counts: int | None) -> bool:
    known = [count for count in counts if count is not None]
    return known == sorted(known) and all(0 <= count <= MAX_COUNT for count in known)


def _in_order(earliest: dt.date | None, latest: dt.date | None) -> bool:
    return earliest is None or latest is None or earliest <= latest
