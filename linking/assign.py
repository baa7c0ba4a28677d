"""Mentions in, incidents out: which real-world incident each report speaks of.

Pure functions: no clock, no database, no order of arrival. For now the incident of an article
is an incident of its own; reports of several articles are not yet brought together.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LINK_METHOD = "own_article"


@dataclass(frozen=True, slots=True)
class Mention:
    """One incident as the current version of one article tells it.

    `event_family` groups event types that reports of one incident mix up (seeds/event_types.csv);
    `place_id` is the gazetteer's, `admin1_code` ISO 3166-2, `country_code` ISO 3166-1 alpha-2.
    `is_main` is false where the article only recalls the incident in passing.
    """

    mention_id: str
    article_id: str
    fact_number: int
    is_main: bool
    event_family: str
    occurred_on: dt.date | None
    place_id: str | None
    place_name: str | None
    admin1_code: str | None
    country_code: str | None


@dataclass(frozen=True, slots=True)
class IncidentLink:
    """One mention with the incident that it belongs to; `confidence` 0–1."""

    mention_id: str
    incident_id: str
    method: str
    confidence: float


def assign(mentions: Sequence[Mention]) -> tuple[IncidentLink, ...]:
    """Give each main mention its incident; links come in the order of their mention ids.

    The id of an incident is a hash of the article's id and of what stays when an outlet rewrites
    its story: the family of the event, the place, and the rank among the article's incidents
    that share both (by day, then by order in the text). Counts, weapons, wording and the exact
    event type may change without a new id. Mentions in passing are linked to nothing: an
    incident needs a report of its own.
    """
    equals: defaultdict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.is_main:
            equals[mention.article_id, mention.event_family, _place_of(mention)].append(mention)
    links = [
        IncidentLink(mention.mention_id, _incident_id((*identity, str(rank))), LINK_METHOD, 1.0)
        for identity, group in equals.items()
        for rank, mention in enumerate(sorted(group, key=_order_among_equals), start=1)
    ]
    return tuple(sorted(links, key=lambda link: link.mention_id))


def _place_of(mention: Mention) -> str:
    """The finest identity of the place; the text's own name only where nothing better is known."""
    for kind, value in (
        ("place", mention.place_id),
        ("name", mention.place_name),
        ("admin1", mention.admin1_code),
        ("country", mention.country_code),
    ):
        if value:
            return f"{kind}:{value}"
    return "unknown"


def _order_among_equals(mention: Mention) -> tuple[dt.date, int, str]:
    return (mention.occurred_on or dt.date.max, mention.fact_number, mention.mention_id)


def _incident_id(parts: Iterable[str]) -> str:
    """`inc_` and 96 bits of a hash over the parts; their lengths keep them apart."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return "inc_" + hashlib.sha256(joined.encode()).hexdigest()[:24]
