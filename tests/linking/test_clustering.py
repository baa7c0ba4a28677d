"""Groups follow from mentions and edges alone, and keep their promises whatever these are."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from linking.clustering import Group, Thresholds, components, group
from linking.mention import Edge, Member

LIMITS = Thresholds(join_from=0.0, join_many=0.0, recall_from=1.0, missing=-3.0)
LENIENT = Thresholds(join_from=0.0, join_many=-2.0, recall_from=1.0, missing=-3.0)


def _members(*ids: str, passing: tuple[str, ...] = ()) -> list[Member]:
    return [Member(id_, id_.split("#")[0], id_ not in passing) for id_ in ids]


def _reports(groups: list[Group]) -> list[tuple[str, ...]]:
    return [one.reports for one in groups]


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[list[Member], list[Edge]]:
    members = [
        Member(f"a{article}#{number}", f"a{article}", draw(st.booleans()))
        for article in range(draw(st.integers(1, 6)))
        for number in range(draw(st.integers(1, 3)))
    ]
    edges = [
        Edge(one.mention_id, other.mention_id, draw(st.floats(-8, 12)))
        for one, other in itertools.combinations(members, 2)
        if one.article_id != other.article_id and draw(st.booleans())
    ]
    return members, edges


@given(_graphs(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_plays_no_part(
    graph: tuple[list[Member], list[Edge]], dice: random.Random
) -> None:
    members, edges = graph
    shuffled, mixed = list(members), list(edges)
    dice.shuffle(shuffled)
    dice.shuffle(mixed)
    assert group(shuffled, mixed, LIMITS) == group(members, edges, LIMITS)


@given(_graphs())
@settings(max_examples=150, deadline=None)
def test_what_always_holds(graph: tuple[list[Member], list[Edge]]) -> None:
    members, edges = graph
    by_id = {one.mention_id: one for one in members}
    groups = group(members, edges, LIMITS)
    placed = [id_ for one in groups for id_ in (*one.reports, *one.recalled)]
    assert len(placed) == len(set(placed))
    assert {id_ for one in groups for id_ in one.reports} == {
        id_ for id_, one in by_id.items() if one.is_main
    }
    for one in groups:
        articles = [by_id[id_].article_id for id_ in one.reports]
        assert len(articles) == len(set(articles)), "two incidents of one article are two"
        assert not {by_id[id_].article_id for id_ in one.recalled} & set(articles)
        assert set(one.weights) == {*one.reports, *one.recalled}


@given(_graphs(), st.sampled_from((LIMITS, LENIENT)))
@settings(max_examples=100, deadline=None)
def test_a_component_is_grouped_alone_as_among_others(
    graph: tuple[list[Member], list[Edge]], limits: Thresholds
) -> None:
    members, edges = graph
    by_id = {one.mention_id: one for one in members}
    parts = components(by_id, [edge for edge in edges if edge.weight >= limits.least])
    apart = [
        one
        for part in parts
        for one in group(
            [by_id[id_] for id_ in part],
            [edge for edge in edges if edge.left in part or edge.right in part],
            limits,
            outside=[one for one in members if one.mention_id not in part],
        )
    ]
    assert sorted(_reports(apart)) == sorted(_reports(group(members, edges, limits)))


def test_components_hang_together_by_any_edge() -> None:
    edges = [Edge("a#1", "b#1", -5.0), Edge("c#1", "d#1", 2.0)]
    assert components(["d#1", "a#1", "b#1", "c#1", "e#1"], edges) == [
        ("a#1", "b#1"),
        ("c#1", "d#1"),
        ("e#1",),
    ]


def test_one_chance_likeness_does_not_chain_two_incidents() -> None:
    edges = [
        Edge("a#1", "b#1", 6.0),
        Edge("c#1", "d#1", 6.0),
        Edge("b#1", "c#1", 3.0),
        *(Edge(one, other, -4.0) for one, other in (("a#1", "c#1"), ("a#1", "d#1"))),
    ]
    groups = group(_members("a#1", "b#1", "c#1", "d#1"), edges, LIMITS)
    assert _reports(groups) == [("a#1", "b#1"), ("c#1", "d#1")]


def test_many_weak_pairs_are_enough_where_one_is_not() -> None:
    halves = [(f"a{n}#1", f"b{n}#1") for n in range(4)]
    within = [
        Edge(min(one, other), max(one, other), 6.0)
        for half in zip(*halves, strict=True)
        for one, other in itertools.combinations(half, 2)
    ]
    weak = [Edge(one, other, -1.0) for one, _ in halves for _, other in halves]
    everybody = _members(*itertools.chain.from_iterable(halves))
    assert len(group(everybody, [*within, *weak], LENIENT)) == 2, "no pair speaks for it by itself"
    weak[0] = replace(weak[0], weight=0.5)
    assert len(group(everybody, [*within, *weak], LENIENT)) == 1
    assert len(group(everybody, [*within, *weak], LIMITS)) == 2
    assert len(group(_members("a0#1", "b0#1"), [Edge("a0#1", "b0#1", -1.0)], LENIENT)) == 2


def test_a_report_goes_to_the_better_of_two_incidents_of_a_roundup() -> None:
    edges = [Edge("r#1", "x#1", 2.0), Edge("r#2", "x#1", 5.0)]
    groups = group(_members("r#1", "r#2", "x#1"), edges, LIMITS)
    assert _reports(groups) == [("r#1",), ("r#2", "x#1")]


def test_a_report_that_fits_two_incidents_of_a_roundup_alike_is_less_sure_of_either() -> None:
    alone = group(_members("r#1", "x#1"), [Edge("r#1", "x#1", 1.0)], LIMITS)
    assert _reports(alone) == [("r#1", "x#1")]
    torn = [Edge("r#1", "x#1", 1.0), Edge("r#2", "x#1", 1.0)]
    assert len(group(_members("r#1", "r#2", "x#1"), torn, LIMITS)) == 3


def test_a_mention_in_passing_joins_the_best_group_or_none() -> None:
    members = _members("a#1", "b#1", "p#1", "q#1", passing=("p#1", "q#1"))
    edges = [Edge("a#1", "p#1", 3.0), Edge("b#1", "p#1", 2.0), Edge("a#1", "q#1", 0.5)]
    first, second = group(members, edges, LIMITS)
    assert (first.reports, first.recalled) == (("a#1",), ("p#1",))
    assert (second.reports, second.recalled) == (("b#1",), ())


def test_an_editors_word_wins() -> None:
    members = _members("a#1", "a#2", "b#1", "c#1")
    edges = [Edge("a#1", "b#1", 9.0), Edge("b#1", "c#1", 9.0), Edge("a#1", "c#1", 9.0)]
    joined = group(members, edges, LIMITS, together=[frozenset({"a#1", "a#2"})])
    assert any({"a#1", "a#2"} <= set(one.reports) for one in joined)
    parted = group(members, edges, LIMITS, apart=[frozenset({"a#1", "c#1"})])
    assert not any({"a#1", "c#1"} <= set(one.reports) for one in parted)
