"""Mentions for the linking's tests: one incident of Aden, told again with what a test changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from linking.mention import Mention

DAY = dt.date(2021, 3, 9)

_BASE = Mention(
    mention_id="a#001",
    article_id="a",
    fact_number=1,
    is_main=True,
    event_type="vehicle_bombing",
    event_family="bombing",
    day=DAY,
    earliest=DAY,
    latest=DAY,
    published_on=dt.date(2021, 3, 10),
    published_at=dt.datetime(2021, 3, 10, 9, tzinfo=dt.UTC),
    place_id="gn:415189",
    place_name="عدن",
    admin1_code="YE-AD",
    country_code="YE",
    latitude=12.78,
    longitude=45.03,
    geo_precision=1,
    geo_radius_km=12.0,
    weapon="car_bomb",
    target_type="police",
    actor_id=None,
    killed=6,
    wounded=None,
    site=("عدن",),
    words=("حاجز", "مدخل", "مركبه"),
    names=("كريتر",),
)


def mention(article: str, number: int = 1, **changes: Any) -> Mention:
    """The bombing of Aden as `article` tells it, but for `changes`."""
    told = {"mention_id": f"{article}#{number:03d}", "article_id": article, "fact_number": number}
    return replace(_BASE, **{**told, **changes})
