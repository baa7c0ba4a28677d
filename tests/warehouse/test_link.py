"""The link step: incremental and whole give the same groups, ids last, editors win."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from tests.corrections_kit import correct
from tests.warehouse.report_kit import (
    Report,
    Told,
    deliver,
    incidents,
    partition,
    publish_ids,
)
from warehouse.core.errors import CorrectionsInvalid
from warehouse.core.settings import Settings
from warehouse.steps.link import link
from warehouse.store.database import open_writer

NIGHT = dt.date(2026, 2, 2)
MARKET = "انفجرت سيارة مفخخة قرب سوق مريدي في مدينة الصدر شرقي بغداد وقتل أربعة أشخاص"
LATER = "ارتفعت حصيلة تفجير سوق مريدي في مدينة الصدر إلى ثمانية وعشرين قتيلا"
OTHER = "هاجم مسلحون نقطة تفتيش للشرطة غربي الموصل فقتلوا شرطيين اثنين"
MOSUL = Report(
    place_id="p9", place_name="الموصل", admin1_code="IQ-NI", event_type="armed_attack",
    event_family="armed", killed=2, weapon="firearm", target_type="police", latitude=36.34,
    longitude=43.13,
)  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


def settings_in(folder: Path) -> Settings:
    return Settings(
        _env_file=None,
        var_dir=folder / "var",
        published_dir=folder / "published",
        corrections_dir=folder / "corrections",
        duckdb_memory="1GB",
    )


FIRST = Told("a1", MARKET, (Report(),))
SECOND = Told(
    "a2", LATER, (replace(Report(), killed=28),), dt.datetime(2026, 2, 2, 9, tzinfo=dt.UTC)
)
FAR = Told("a3", OTHER, (MOSUL,))


def test_reports_of_one_incident_share_its_id(settings: Settings) -> None:
    deliver(settings, NIGHT, FIRST, SECOND, FAR)
    result = link(settings)
    ids = incidents(settings)
    assert ids["a1#1"] == ids["a2#1"] != ids["a3#1"]
    assert (result.linked, result.incidents) == (3, 2)


def test_a_late_report_joins_the_published_incident(settings: Settings) -> None:
    deliver(settings, NIGHT, FIRST, FAR)
    link(settings)
    before = incidents(settings)
    publish_ids(settings)
    deliver(settings, NIGHT + dt.timedelta(1), SECOND)
    result = link(settings)
    assert result.changed_articles == 1
    assert incidents(settings) == before | {"a2#1": before["a1#1"]}


def test_a_corrected_article_keeps_its_incident(settings: Settings) -> None:
    deliver(settings, NIGHT, FIRST)
    link(settings)
    before = incidents(settings)["a1#1"]
    publish_ids(settings)
    # renumbered: the corrected version tells another incident first
    deliver(settings, NIGHT, Told("a1", f"{OTHER}. {MARKET}", (MOSUL, replace(Report(), killed=5))))
    link(settings)
    after = incidents(settings)
    assert after["a1#2"] == before
    assert after["a1#1"] != before


def test_an_incident_comes_back_under_its_own_id(settings: Settings) -> None:
    deliver(settings, NIGHT, FIRST)
    link(settings)
    before = incidents(settings)
    publish_ids(settings)
    deliver(settings, NIGHT, gone=("a1",))
    link(settings)
    assert incidents(settings) == {}
    publish_ids(settings)
    deliver(settings, NIGHT, FIRST)
    link(settings)
    assert incidents(settings).keys() == before.keys()


def test_a_merge_keeps_the_older_id_and_leads_there(settings: Settings) -> None:
    deliver(settings, NIGHT, FIRST, FAR)
    link(settings)
    ids = incidents(settings)
    publish_ids(settings)
    correct(
        settings,
        {"correction_id": "c1", "action": "merge", "subject": ids["a3#1"], "other": ids["a1#1"]},
    )
    result = link(settings)
    assert result.merged == 1
    assert len(set(incidents(settings).values())) == 1
    kept = incidents(settings)["a1#1"]
    assert kept in ids.values()
    publish_ids(settings)
    link(settings)
    with open_writer(settings) as con:
        rows = con.execute(
            "select incident_id, successor_id from register.incidents"
            " where successor_id is not null"
        ).fetchall()
    assert rows == [(next(id_ for id_ in ids.values() if id_ != kept), kept)]
    # the merge stands whatever else comes
    deliver(settings, NIGHT + dt.timedelta(1), SECOND)
    link(settings)
    assert set(incidents(settings).values()) == {kept}


def test_a_split_gives_a_new_id_that_says_where_it_came_from(settings: Settings) -> None:
    deliver(settings, NIGHT, FIRST, SECOND)
    link(settings)
    before = incidents(settings)["a1#1"]
    publish_ids(settings)
    correct(settings, {"correction_id": "c1", "action": "split", "subject": before, "value": "a2"})
    for _ in range(2):
        link(settings)
        after = incidents(settings)
        assert after["a1#1"] == before
        assert after["a2#1"] != before
        publish_ids(settings)
    link(settings)
    with open_writer(settings) as con:
        rows = con.execute(
            "select origin_id from register.incidents where incident_id = ?", [after["a2#1"]]
        ).fetchall()
    assert rows == [(before,)]


def test_an_unknown_incident_stops_the_step_before_it_changes_anything(
    settings: Settings,
) -> None:
    deliver(settings, NIGHT, FIRST)
    link(settings)
    before = incidents(settings)
    deliver(settings, NIGHT, SECOND)
    correct(settings, {"correction_id": "c1", "action": "confirm", "subject": "inc_nobody"})
    with pytest.raises(CorrectionsInvalid, match="inc_nobody"):
        link(settings)
    assert incidents(settings) == before


def test_a_reprint_is_found_and_named_after_the_first(settings: Settings) -> None:
    text = f"{MARKET} . " + " ".join(f"وقال شاهد رقم {n} إن الدخان غطى المكان" for n in range(12))
    copy = Told(
        "a9", f"وكالات - {text} انتهى", (Report(),), dt.datetime(2026, 2, 1, 20, tzinfo=dt.UTC)
    )
    deliver(settings, NIGHT, Told("a5", text, (Report(),)), copy, FAR)
    link(settings)
    with open_writer(settings) as con:
        groups = dict(
            con.execute("select article_id, text_group_id from linking.text_groups").fetchall()
        )
    assert groups == {"a5": "a5", "a9": "a5", "a3": "a3"}


def test_what_was_not_published_is_pending_still(settings: Settings) -> None:
    deliver(settings, NIGHT, FIRST)
    link(settings)
    deliver(settings, NIGHT, FAR)
    link(settings)
    with open_writer(settings) as con:
        facts = con.execute("select article_id from linking.pending_facts order by 1").fetchall()
        changed = con.execute("select count(*) from linking.changed_incidents").fetchall()
    assert facts == [("a1",), ("a3",)]
    assert changed == [(2,)]


DAYS = st.integers(0, 4).map(lambda n: dt.date(2026, 2, 1) + dt.timedelta(n))
REPORTS = st.builds(
    Report,
    day=st.one_of(st.none(), DAYS),
    place_id=st.sampled_from(["p1", "p2"]),
    place_name=st.sampled_from(["سوق مريدي", "الكرادة"]),
    killed=st.one_of(st.none(), st.integers(0, 40)),
    is_main=st.sampled_from([True, True, True, False]),
)
ARTICLES = st.builds(
    Told,
    article_id=st.sampled_from([f"a{n}" for n in range(8)]),
    text=st.sampled_from([MARKET, LATER, OTHER]),
    reports=st.lists(REPORTS, min_size=1, max_size=2).map(tuple),
    published_at=st.integers(0, 96).map(
        lambda hours: dt.datetime(2026, 2, 1, 6, tzinfo=dt.UTC) + dt.timedelta(hours=hours)
    ),
)
NIGHTS = st.lists(
    st.lists(ARTICLES, min_size=1, max_size=5, unique_by=lambda told: told.article_id),
    min_size=1,
    max_size=4,
)


@pytest.mark.full
# a link step takes a second: a failing example is shown as it was found
@trials(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(NIGHTS)
def test_night_by_night_gives_the_groups_of_all_at_once(
    tmp_path_factory: pytest.TempPathFactory, nights: list[list[Told]]
) -> None:
    by_night, at_once = (settings_in(tmp_path_factory.mktemp("link")) for _ in range(2))
    latest: dict[str, Told] = {}
    for number, articles in enumerate(nights):
        deliver(by_night, NIGHT + dt.timedelta(number), *articles)
        link(by_night)
        publish_ids(by_night)
        latest |= {told.article_id: told for told in articles}
    deliver(at_once, NIGHT, *latest.values())
    link(at_once)
    assert partition(by_night) == partition(at_once)
    # and everything anew with the register gives the ids that it gave
    before = incidents(by_night)
    link(by_night, full_refresh=True)
    assert incidents(by_night) == before
