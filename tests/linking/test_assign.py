"""Incident ids: stable where an outlet rewrites its story, apart where incidents differ."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from linking.assign import LINK_METHOD, Mention, assign

BLAST = Mention(
    mention_id="m1",
    article_id="a1",
    fact_number=1,
    is_main=True,
    event_family="bombing",
    occurred_on=dt.date(2026, 2, 1),
    place_id="p1",
    place_name="سوق مريدي",
    admin1_code="IQ-BG",
    country_code="IQ",
)


def incident_of(*mentions: Mention) -> dict[str, str]:
    return {link.mention_id: link.incident_id for link in assign(mentions)}


def test_a_mention_in_passing_is_linked_to_nothing() -> None:
    assert assign([replace(BLAST, is_main=False)]) == ()


def test_links_say_how_and_how_surely() -> None:
    (link,) = assign([BLAST])
    assert (link.mention_id, link.method, link.confidence) == ("m1", LINK_METHOD, 1.0)
    assert link.incident_id.startswith("inc_")


def test_a_rewritten_story_keeps_its_incident() -> None:
    rewritten = replace(
        BLAST, mention_id="m9", fact_number=2, occurred_on=None, place_name="سوق بمدينة الصدر"
    )
    passing = replace(BLAST, mention_id="m8", fact_number=1, is_main=False)
    assert incident_of(BLAST)["m1"] == incident_of(passing, rewritten)["m9"]


def test_other_article_family_or_place_is_another_incident() -> None:
    others = (
        replace(BLAST, article_id="a2"),
        replace(BLAST, event_family="armed"),
        replace(BLAST, place_id="p2"),
        replace(BLAST, place_id=None),
        replace(BLAST, place_id=None, place_name=None),
        replace(BLAST, place_id=None, place_name=None, admin1_code=None),
        replace(BLAST, place_id=None, place_name=None, admin1_code=None, country_code=None),
    )
    ids = [incident_of(mention)["m1"] for mention in (BLAST, *others)]
    assert len(set(ids)) == len(ids)


def test_equals_of_one_article_are_told_apart_by_day_then_by_order() -> None:
    first = replace(BLAST, mention_id="m2", fact_number=2, occurred_on=dt.date(2026, 1, 31))
    undated = replace(BLAST, mention_id="m3", fact_number=1, occurred_on=None)
    linked = incident_of(BLAST, first, undated)
    assert len(set(linked.values())) == 3
    # the earliest day has the first rank, as if it stood alone
    assert linked["m2"] == incident_of(BLAST)["m1"]
    # a second version that tells them in another order keeps the ids
    again = incident_of(
        replace(first, mention_id="n2", fact_number=3), replace(BLAST, mention_id="n1"), undated
    )
    assert (again["n1"], again["n2"], again["m3"]) == (linked["m1"], linked["m2"], linked["m3"])


def test_ids_stay_as_they_were_published() -> None:
    # readers keep these ids: a change of the recipe breaks what they stored
    assert incident_of(BLAST) == {"m1": "inc_ffa8aed653f9a36c37796e34"}


MENTIONS = st.lists(
    st.builds(
        Mention,
        mention_id=st.text("abcdef0123456789", min_size=4, max_size=4),
        article_id=st.sampled_from(["a1", "a2"]),
        fact_number=st.integers(1, 5),
        is_main=st.booleans(),
        event_family=st.sampled_from(["bombing", "armed"]),
        occurred_on=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 3)),
        place_id=st.none() | st.sampled_from(["p1", "p2"]),
        place_name=st.none() | st.just("بغداد"),
        admin1_code=st.none() | st.just("IQ-BG"),
        country_code=st.none() | st.just("IQ"),
    ),
    max_size=12,
    unique_by=lambda mention: mention.mention_id,
)


@given(MENTIONS, st.randoms(use_true_random=False))
def test_every_main_mention_has_one_incident_whatever_the_order(
    mentions: list[Mention], random: object
) -> None:
    links = assign(mentions)
    assert [link.mention_id for link in links] == sorted(
        m.mention_id for m in mentions if m.is_main
    )
    assert len({link.incident_id for link in links}) == len(links)
    shuffled = list(mentions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert assign(shuffled) == links
