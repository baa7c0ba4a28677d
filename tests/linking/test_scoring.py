"""What a pair of reports is compared by, and what the comparisons say."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from math import log2
from typing import Any

import pytest

from linking import scoring
from linking.mention import Mention
from linking.scoring import COMPARISONS, bucket, compare, filed_on, parameters, score, table_of
from scripts.fit_linking import PAGE, with_weights
from tests.linking.kit import DAY, mention

LATER: dict[str, Any] = {
    "published_on": dt.date(2021, 3, 11),
    "published_at": dt.datetime(2021, 3, 11, 9, tzinfo=dt.UTC),
}


def test_every_level_that_counts_has_a_weight_and_an_expected_one() -> None:
    wanted = {
        (name, level.name)
        for name, levels in COMPARISONS.items()
        for level in levels
        if not level.neutral
    }
    weighed = {(name, level) for name, of in parameters()["weights"].items() for level in of}
    path = scoring.PARAMETERS_FILE.with_name("expected_weights.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        expected = {(row["comparison"], row["level"]) for row in csv.DictReader(stream)}
    assert weighed == expected == wanted


def test_the_same_told_twice_is_one_incident_and_another_is_not() -> None:
    twin = mention(
        "b",
        event_type="assassination",
        event_family="armed",
        target_type="military",
        weapon="firearm",
        killed=1,
        words=("ضابط",),
        names=("المنصوره",),
    )
    edges = {
        (e.left, e.right): e.weight for e in score(table_of([mention("a"), mention("c"), twin]))
    }
    assert edges["a#001", "c#001"] > 5
    assert edges.get(("a#001", "b#001"), -99.0) < 0


def test_the_order_of_the_mentions_plays_no_part() -> None:
    told = [mention("a"), mention("b", killed=9), mention("c", day=None), mention("d", killed=None)]
    assert score(table_of(told)) == score(table_of(told[::-1]))


def test_pairs_of_one_article_are_not_looked_at() -> None:
    assert compare(table_of([mention("a"), mention("a", 2)])) == []


def test_only_pairs_with_a_new_mention_are_looked_at() -> None:
    told = [mention("a"), mention("b"), mention("c")]
    found = {(e.left, e.right) for e in score(table_of(told, new={"c#001"}))}
    assert found == {("a#001", "c#001"), ("b#001", "c#001")}


def test_a_weight_is_the_constant_and_the_weights_of_the_levels() -> None:
    (pair,) = compare(table_of([mention("a"), mention("b", killed=9, **LATER)]))
    weights, prior = parameters()["weights"], parameters()["prior"]
    wanted = log2(prior / (1 - prior)) + sum(
        weights[name].get(pair[name], 0.0) for name in COMPARISONS
    )
    assert pair["weight"] == pytest.approx(wanted, abs=1e-4)


CASES: Sequence[tuple[str, dict[str, Any], str]] = (
    ("day", {}, "same"),
    ("day", {"day": dt.date(2021, 3, 10)}, "next"),
    ("day", {"day": dt.date(2021, 3, 11), **LATER}, "foretold"),
    ("day", {"day": None}, "neutral"),
    ("place", {}, "same_town"),
    ("place", {"site": (), "latitude": None, "longitude": None}, "neutral"),
    # a quarter of Aden that the other report names too, one that it does not, another town
    ("place", {"site": ("كريتر",), "geo_radius_km": 2.0}, "site_told"),
    ("place", {"site": ("معلا",), "latitude": 12.79, "geo_radius_km": 2.0}, "within"),
    ("place", {"site": ("لحج",), "latitude": 13.05, "geo_radius_km": 7.0}, "same_area"),
    ("place", {"site": ("شقره",), "latitude": 13.9, "geo_radius_km": 3.0}, "far"),
    ("place", {"site": ("معلا",), "latitude": None, "geo_precision": 4}, "unresolved"),
    ("event_type", {}, "same"),
    ("event_type", {"event_type": "bombing_other"}, "loose"),
    ("event_type", {"event_type": "ied_bombing"}, "same_family"),
    ("event_type", {"event_type": "armed_attack", "event_family": "armed"}, "across"),
    ("event_type", {"event_type": "clash", "event_family": "armed"}, "other"),
    ("weapon", {"weapon": "unknown"}, "neutral"),
    ("weapon", {"weapon": "firearm"}, "other"),
    ("target", {"target_type": "market"}, "other"),
    ("actor", {"actor_id": "houthis"}, "neutral"),
    ("killed", {}, "same_many"),
    ("killed", {"killed": 7}, "close"),
    ("killed", {"killed": None}, "neutral"),
    ("killed", {"killed": 15, **LATER}, "rises"),
    ("killed", {"killed": 60, **LATER}, "rises_steeply"),
    ("killed", {"killed": 3, **LATER}, "falls"),
    ("killed", {"killed": 1, **LATER}, "contradicts"),
    ("words", {}, "copied"),
    ("words", {"wounded": 3}, "over_85"),
    ("words", {"names": (), "words": ("ضابط",)}, "few"),
    ("words", {"names": (), "words": ()}, "neutral"),
    # two quarters of one town
    ("place", {"site": ("منصوره",), "latitude": 12.82, "geo_radius_km": 2.0}, "near"),
    # two villages: neither report names the other's
    ("place", {"site": ("منصوره",), "latitude": 13.0, "geo_radius_km": 2.0}, "elsewhere"),
)


def test_levels() -> None:
    told: list[Mention] = []
    for at, (name, changes, _) in enumerate(CASES):
        # a country of its own keeps each pair among itself
        alone: dict[str, Any] = {
            "country_code": f"C{at}",
            "admin1_code": f"C{at}-1",
            "place_id": f"p{at}",
        }
        quarter: dict[str, Any] = (
            {"geo_radius_km": 2.0} if (name, changes.get("site")) == ("place", ("منصوره",)) else {}
        )
        told += [
            mention("a", mention_id=f"{at}-a", **alone, **quarter),
            mention("b", mention_id=f"{at}-b", **{**alone, **changes}),
            mention("c", mention_id=f"{at}-0", **{**alone, **changes}),
        ]
    found = {(pair["left"], pair["right"]): pair for pair in compare(table_of(told))}
    for at, (name, changes, level) in enumerate(CASES):
        # whichever of the two sorts first
        assert found[f"{at}-a", f"{at}-b"][name] == level, (name, changes)
        assert found[f"{at}-0", f"{at}-a"][name] == level, (name, changes)


def test_which_days_are_compared() -> None:
    told = [mention("a")]
    for days in (2, 3):
        moved = DAY + dt.timedelta(days=days)
        told.append(mention(f"d{days}", day=moved, earliest=moved, latest=moved))
    for days in (10, 11):
        # a report without a day is of the days before it
        moved = DAY + dt.timedelta(days=days)
        told.append(mention(f"u{days}", day=None, earliest=None, latest=moved, published_on=moved))
    # a month is met by its days
    told.append(
        mention(
            "m",
            day=None,
            earliest=dt.date(2021, 3, 1),
            latest=dt.date(2021, 3, 31),
            published_on=dt.date(2021, 9, 1),
            is_main=False,
        )
    )
    met = {pair["right"] for pair in compare(table_of(told)) if pair["left"] == "a#001"}
    assert met == {"d2#001", "u10#001", "m#001"}


ELSEWHERE: dict[str, Any] = {
    "admin1_code": "YE-LA", "place_id": None, "names": (), "killed": 1, "site": ("لحج",)
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "looked_at"),
    [
        ({}, False),
        ({"names": ("كريتر",)}, True),
        ({"site": ("عدن",)}, True),
        ({"killed": 6}, True),
        ({"killed": 6, "country_code": "OM"}, False),
        ({"killed": 6, "day": dt.date(2021, 3, 13), **LATER}, False),
    ],
)
def test_another_governorate_is_looked_at_where_name_or_toll_speak_for_it(
    changes: dict[str, Any], looked_at: bool
) -> None:
    pairs = compare(table_of([mention("a"), mention("b", **ELSEWHERE | changes)]))
    assert bool(pairs) == looked_at


def test_a_late_report_without_day_and_place_is_looked_at_for_a_large_toll() -> None:
    recalled: dict[str, Any] = {
        "day": None, "earliest": None, "latest": None, "published_on": dt.date(2021, 3, 18),
        "place_id": None, "admin1_code": None, "latitude": None, "longitude": None, "site": (),
        "names": (),
    }  # fmt: skip
    assert compare(table_of([mention("a"), mention("b", **recalled)]))
    assert not compare(table_of([mention("a"), mention("b", **recalled | {"killed": 7})]))
    small = {"killed": 4}
    assert not compare(table_of([mention("a", **small), mention("b", **recalled | small)]))
    much_later = {"published_on": dt.date(2021, 3, 28)}
    assert not compare(table_of([mention("a"), mention("b", **recalled | much_later)]))


def test_filing() -> None:
    published, told = dt.date(2021, 3, 31), dt.date(2021, 3, 9)
    assert filed_on(told, None, published) == told
    assert filed_on(None, told, published) == told
    assert filed_on(None, None, published) == published
    for days in range(30):
        one = DAY + dt.timedelta(days=days)
        assert 0 <= bucket(one + dt.timedelta(days=2)) - bucket(one) <= 1


def test_the_page_has_the_weights() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_weights(page, parameters()["weights"])
