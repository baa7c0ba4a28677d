"""Ids last: over reruns, merges, splits and corrected articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from linking.clustering import Group
from linking.identity import KnownIncident, Merge, Named, name_groups, recall
from linking.mention import Fact

DAY = dt.date(2021, 3, 9)


def _groups(*members: Sequence[str]) -> list[Group]:
    return [Group(tuple(ids), (), dict.fromkeys(ids)) for ids in members]


def _known(*ids: str) -> dict[str, KnownIncident]:
    return {id_: KnownIncident(id_, (1, rank), None) for rank, id_ in enumerate(ids, 1)}


def _name(
    groups: Sequence[Group],
    before: Mapping[str, str],
    known: Mapping[str, KnownIncident],
    kept_apart: Mapping[str, str] | None = None,
) -> Named:
    return name_groups(
        groups, before, known, is_used=lambda id_: id_ in known, kept_apart=kept_apart
    )


def _fact(article: str, number: int, **changes: object) -> Fact:
    fact = Fact(f"{article}#{number:03d}", article, number, "bombing", DAY, "gn:1", "عدن")
    return replace(fact, **changes)  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_a_rerun_changes_nothing(parts: list[int]) -> None:
    ids = [f"a{at}#001" for at in range(len(parts))]
    groups = _groups(
        *(
            [id_ for id_, part in zip(ids, parts, strict=True) if part == one]
            for one in sorted(set(parts))
        )
    )
    first = _name(groups, {}, {})
    assert len(set(first.ids)) == len(groups)
    before = {id_: name for one, name in zip(groups, first.ids, strict=True) for id_ in one.reports}
    again = _name(groups, before, _known(*first.ids))
    assert again == Named(first.ids, (), {})


def test_an_id_is_minted_from_its_founder_and_never_given_twice() -> None:
    (minted,) = _name(_groups(["a#001"]), {}, {}).ids
    assert minted.startswith("inc_")
    assert len(minted) == 24
    (other,) = name_groups(_groups(["a#001"]), {}, {}, is_used=lambda id_: id_ == minted).ids
    assert other not in {minted, ""}


def test_a_new_report_joins_the_id_of_its_group() -> None:
    named = _name(_groups(["a#001", "b#001"]), {"a#001": "inc_1"}, _known("inc_1"))
    assert named == Named(("inc_1",), (), {})


def test_a_merge_keeps_the_older_id() -> None:
    before = {"a#001": "inc_young", "b#001": "inc_young", "c#001": "inc_old"}
    known = _known("inc_old", "inc_young")
    named = _name(_groups(["a#001", "b#001", "c#001"]), before, known)
    assert named.ids == ("inc_old",)
    assert named.merges == (Merge("inc_young", "inc_old"),)


def test_a_merged_id_stands_for_its_successor_ever_after() -> None:
    known = _known("inc_old") | {"inc_young": KnownIncident("inc_young", (1, 2), "inc_old")}
    named = _name(_groups(["a#001"]), {"a#001": "inc_young"}, known)
    assert named == Named(("inc_old",), (), {})


def test_a_split_leaves_the_id_with_the_larger_part() -> None:
    before = dict.fromkeys(("a#001", "b#001", "c#001"), "inc_1")
    named = _name(_groups(["a#001"], ["b#001", "c#001"]), before, _known("inc_1"))
    assert named.ids[1] == "inc_1"
    assert named.ids[0] != "inc_1"
    assert named.origins == {named.ids[0]: "inc_1"}


def test_a_split_by_an_editor_takes_no_id_along() -> None:
    before = dict.fromkeys(("a#001", "b#001"), "inc_1")
    named = _name(_groups(["a#001"], ["b#001"]), before, _known("inc_1"), {"a#001": "inc_1"})
    assert named.ids[1] == "inc_1"
    assert named.origins == {named.ids[0]: "inc_1"}


def test_a_retired_id_is_not_used_again() -> None:
    first = _name(_groups(["a#001"]), {}, {}).ids[0]
    # its article went away and comes back as another incident's founder
    again = _name(_groups(["a#001"]), {}, _known(first)).ids[0]
    assert again != first


def test_renumbered_facts_of_a_corrected_article_keep_their_incidents() -> None:
    old = {
        _fact("a", 1, mention_id="v1#001"): "inc_aden",
        _fact("a", 2, mention_id="v1#002", place_id="gn:2", place_name="تعز"): "inc_taiz",
    }
    corrected = [
        _fact(
            "a", 1, mention_id="v2#001", place_id="gn:3", place_name="مارب", event_family="armed"
        ),
        _fact("a", 2, mention_id="v2#002"),
        _fact("a", 3, mention_id="v2#003", place_id="gn:2", place_name="تعز"),
    ]
    assert recall(corrected, old) == {"v2#002": "inc_aden", "v2#003": "inc_taiz"}


def test_a_fact_that_stands_unchanged_is_itself() -> None:
    fact = _fact("a", 1)
    assert recall([fact], {fact: "inc_1"}) == {"a#001": "inc_1"}
    other_article = _fact("b", 1, mention_id="b#001")
    assert recall([other_article], {fact: "inc_1"}) == {}


def test_one_old_fact_is_not_recalled_by_two() -> None:
    old = {_fact("a", 1, mention_id="v1#001"): "inc_1"}
    found = recall([_fact("a", 1, mention_id="v2#001"), _fact("a", 2, mention_id="v2#002")], old)
    assert found == {"v2#001": "inc_1"}
