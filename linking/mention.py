"""The fields of one report of one incident that the linking compares."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """One incident as the current version of one article reports it.

    `day` is the local day of the incident, None where the text gives none or only a month or a
    year; `earliest` and `latest` bound it then (`earliest` None: nothing is known). `event_family`
    groups event types that reports of one incident mix up (seeds/event_types.csv). `place_id` is
    the gazetteer's, `place_name` the text's own name, folded; `admin1_code` ISO 3166-2,
    `country_code` ISO 3166-1 alpha-2; `geo_precision` 1–7 as UCDP GED codes it, `geo_radius_km`
    how far the named place reaches (linking/words.py). `killed` and `wounded` are the best figure,
    else a bound, else None. `site` are the stems of the place's name (linking/words.py), `names`
    the words around the evidence that are no news vocabulary, `words` all its content words
    (linking/words.py).
    `is_main` is false where the article only recalls the incident in passing.
    """

    mention_id: str
    article_id: str
    fact_number: int
    is_main: bool
    event_type: str
    event_family: str
    day: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    published_on: dt.date
    published_at: dt.datetime
    place_id: str | None
    place_name: str | None
    admin1_code: str | None
    country_code: str | None
    latitude: float | None
    longitude: float | None
    geo_precision: int | None
    geo_radius_km: float | None
    weapon: str
    target_type: str
    actor_id: str | None
    killed: int | None
    wounded: int | None
    site: tuple[str, ...]
    words: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """The fields of a mention that grouping needs."""

    mention_id: str
    article_id: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """The fields by which a reported fact is recognised when its article is rewritten or read by a
    newer extractor."""

    mention_id: str
    article_id: str
    fact_number: int
    event_family: str
    day: dt.date | None
    place_id: str | None
    place_name: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """How much speaks for two mentions being reports of one incident: `weight` is the base-2
    logarithm of the odds (Splink's match weight); `left` sorts before `right`."""

    left: str
    right: str
    weight: float
