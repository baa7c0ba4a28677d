"""Bounds, victims, distances, precision by prevalence and reliability, on cases made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation import details
from evaluation.figures import Pair

GOLD: dict[str, Any] = {
    "perpetrator": "داعش",
    "perpetrator_status": "claimed",
    "attribution_source": "مصدر في شرطة ديالى",
    "killed": 4,
    "killed_min": 4,
    "killed_max": 6,
    "outcome": "completed",
    "latitude": 33.75,
    "longitude": 44.64,
    "victims": [
        {"measure": "killed", "count": 2, "class": "women"},
        {"measure": "killed", "count": 1, "class": "civilian"},
    ],
}
FOUND: dict[str, Any] = {
    "perpetrator": "داعش",
    "perpetrator_status": "attributed",
    "attribution_source": "شرطة ديالى",
    "killed": 4,
    "killed_min": None,
    "killed_max": 5,
    "outcome": "completed",
    "latitude": 33.31,
    "longitude": 44.36,
    "geo_precision": 1,
    "confidence": 0.95,
    "claims": [
        {"measure": "killed", "value": 2, "victim_class": "people", "victim_sex": "female"},
        {"measure": "killed", "value": 1, "victim_class": "military"},
    ],
}


def test_each_share_counts_what_it_says() -> None:
    found = details.shares([Pair("a", GOLD, FOUND), Pair("a", GOLD, None), Pair("b", None, FOUND)])
    assert {name: (share.right, share.n) for name, share in found.items()} == {
        "attribution_source": (1, 1),
        "killed_max": (0, 1),
        "killed_min": (1, 1),
        "outcome": (1, 1),
        "perpetrator_status": (0, 1),
        "sub_count_killed": (1, 2),
    }
    assert found["sub_count_killed"].value == 0.5


def test_a_share_of_nothing_has_no_value() -> None:
    assert details.Share(0, 0, None).value is None


def test_distances_are_great_circles_in_kilometres() -> None:
    found = details.distances([Pair("a", GOLD, FOUND)])
    assert found.keys() == {"1"}
    assert found["1"].median_km == pytest.approx(55.3, abs=1.0)  # Baqubah to Baghdad
    assert found["1"].within_50_km == 0.0


def test_precision_falls_with_prevalence_unless_nothing_is_ever_wrong() -> None:
    gold: list[dict[str, Any]] = [{"id": "a", "incidents": [GOLD]}, {"id": "b", "incidents": []}]
    pairs = [Pair("a", GOLD, FOUND), Pair("b", None, FOUND)]
    rows = details.precision_by_prevalence(gold, pairs, ordinary_rate=0.0)
    assert [row.ordinary for row in rows] == [1.0, 1.0, 1.0]
    # one false incident in each other article: the share of real ones is that of the articles
    assert [row.hard for row in rows] == pytest.approx(list(details.PREVALENCES))
    unknown = details.precision_by_prevalence(gold, pairs, ordinary_rate=None)
    assert {row.ordinary for row in unknown} == {None}


def test_reliability_puts_each_incident_into_one_bin() -> None:
    pairs = [
        Pair("a", GOLD, FOUND | {"confidence": 1.0}),
        Pair("a", None, FOUND | {"confidence": 0.9}),
        Pair("b", GOLD, FOUND | {"confidence": 0.5}),
        Pair("b", GOLD, None),
    ]
    bins = details.reliability(pairs)
    assert [(b.low, b.n, b.right) for b in bins] == [(0.5, 1, 1.0), (0.9, 2, 0.5)]
    assert details.calibration_error(bins) == pytest.approx((0.5 + 2 * 0.45) / 3)
