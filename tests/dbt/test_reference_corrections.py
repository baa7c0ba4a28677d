"""Corrections of a place's or an actor's reference entry, of an incident's day, and a retraction,
through real runs of dbt."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.corrections_kit import correct
from tests.dbt import scenario
from tests.dbt.pipeline import LAST_NIGHT, build, contents, incident_of, settings_in
from tests.dbt.staging_builder import StagingBuilder
from warehouse.core.errors import CorrectionsInvalid, GateBlocked
from warehouse.core.settings import Settings
from warehouse.night.preview import preview_corrections
from warehouse.publication.publish import publish
from warehouse.steps.gate import run_gate
from warehouse.steps.transform import run_dbt

pytestmark = pytest.mark.full

MOSUL, BASRA, SADR_MARKET = "gn:99072", "gn:99532", "sj:iq-bg-swq-mrydy"
#: the gazetteer's Arabic name of Mosul is a slip; the rest is invented
MOVED = (
    {"correction_id": "c1", "action": "set_place", "subject": MOSUL,
     "field": "admin1_code", "value": "SY-HA"},
    {"correction_id": "c2", "action": "set_place", "subject": MOSUL,
     "field": "latitude", "value": "36.5"},
    {"correction_id": "c3", "action": "set_place", "subject": MOSUL,
     "field": "longitude", "value": "40.75"},
    {"correction_id": "c4", "action": "set_place", "subject": MOSUL,
     "field": "name_ar", "value": "الموصل"},
    {"correction_id": "c5", "action": "set_actor", "subject": "islamic_state",
     "field": "name_en", "value": "IS, renamed"},
    {"correction_id": "c6", "action": "set_actor", "subject": "islamic_state",
     "field": "parent_actor_id", "value": "al_qaeda"},
    {"correction_id": "c7", "action": "set_actor", "subject": "abu_alabbas",
     "field": "name_en", "value": "The Abbas Brigades"},
    {"correction_id": "c9", "action": "set_actor", "subject": "islamic_state",
     "field": "name_ar", "value": "تنظيم سمي من جديد"},
    # a state does not speak under its name alone; an army does
    {"correction_id": "c8", "action": "set_actor", "subject": "bahrain",
     "field": "actor_type", "value": "state_force"},
)  # fmt: skip
UNDONE = tuple(
    {"correction_id": f"u-{id_}", "action": "undo", "other": id_}
    for id_ in ("s1", "d1", "r1", *(row["correction_id"] for row in MOVED))
)
#: what a table knows of publications goes on when a correction is undone
HISTORY = (
    "marts.fct_incident_version", "marts.dim_publication", "marts.fct_nightly_summary",
    "marts.dim_incident", "transform.int_incident_changes", "linking.pending_facts",
    "linking.pending_incidents",
)  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The three nights with two real places, and parties that speak; built and published."""
    settings = settings_in(tmp_path_factory.mktemp("reference"))
    scenario.load(settings.build_file)
    with StagingBuilder(settings.build_file) as staging:
        for table in ("places", "incident_facts"):
            for invented, real in (("p_mosul", MOSUL), ("p_sadr", SADR_MARKET)):
                staging.con.execute(
                    f"update staging.{table} set place_id = ? where place_id = ?",
                    [real, invented],
                )
        staging.con.execute(
            "update staging.incident_facts set latitude = 36.34, longitude = 43.13"
            " where place_id = ?",
            [MOSUL],
        )
        staging.place(BASRA, "البصرة", "Basra", admin1="IQ-BA", country="IQ", lat=30.5, lon=47.8)
        _statements(staging)
        _two_of_one_month(staging)
    build(settings)
    _publish(settings, 1)
    return settings


def _statements(staging: StagingBuilder) -> None:
    """Reports whose counts rest on the word of an actor of the register."""
    night = scenario.NIGHTS[2]
    for record, (article, speaker) in enumerate(
        (("brigades", "كتائب أبو العباس"), ("manama", "البحرين")), 10
    ):
        text = f"قالت {speaker} إن هجوما على نقطة تفتيش في الموصل أوقع 9 قتلى من خصومها."
        version = staging.article(
            night, article, title="هجوم", text=text,
            published_at=f"2026-02-03T1{record - 9}:00:00+03:00", record=record,
        )  # fmt: skip
        mention = staging.fact(
            night, article, version, event_type="armed_attack",
            occurred_on=f"2026-01-0{record - 9}", place_name="الموصل", place_id=MOSUL,
            admin1_code="IQ-NI", country_code="IQ", latitude=36.34, longitude=43.13,
            geo_precision=1, killed_low=9, killed_best=9, killed_high=9,
            attribution_source=speaker,
        )  # fmt: skip
        staging.claim(night, mention, text, "9 قتلى", 9, attribution_source=speaker)


def _two_of_one_month(staging: StagingBuilder) -> None:
    """The only incidents of November: nobody but an editor says that one happened earlier."""
    night = scenario.NIGHTS[2]
    for record, (article, day) in enumerate((("moved", "08"), ("false", "28")), 20):
        version = staging.article(
            night, article, title="", text=f"خبر {article} عن حادث في البصرة",
            published_at=f"2025-11-{day}T18:00:00+03:00", record=record,
        )  # fmt: skip
        staging.fact(
            night, article, version, event_type="kidnapping", occurred_on=f"2025-11-{day}",
            place_name="البصرة", place_id=BASRA, admin1_code="IQ-BA", country_code="IQ",
            latitude=30.5, longitude=47.8, geo_precision=1, target_type="civilians",
            perpetrator_actor_id="al_qaeda", perpetrator_status="attributed",
            inferred_fields="date, target_type",
        )  # fmt: skip


def _publish(settings: Settings, number: int) -> None:
    now = dt.datetime(2026, 2, 4, number, tzinfo=dt.UTC)
    publish(settings, LAST_NIGHT, f"publish-{number}", now=now)


def copy_of(settings: Settings, folder: Path) -> Settings:
    """All that there is, in another place, to be changed."""
    for name in ("var", "published", "corrections", "register"):
        source = settings.var_dir.parent / name
        if source.exists():
            shutil.copytree(source, folder / name, symlinks=True)
    return settings_in(folder)


@pytest.fixture(scope="module")
def corrected(published: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The next night with the corrections, published too; one incident is set to a place that no
    report names, one to another month, and one is retracted."""
    settings = copy_of(published, tmp_path_factory.mktemp("corrected"))
    placed = {"action": "set", "subject": placeless(settings), "field": "place_id", "value": BASRA}
    dated = {"action": "set", "subject": incident_of(settings, "moved"), "field": "occurred_on",
             "value": "2024-02-05"}  # fmt: skip
    retracted = {"action": "retract", "subject": incident_of(settings, "false")}
    correct(
        settings,
        {"correction_id": "s1"} | placed,
        {"correction_id": "d1"} | dated,
        {"correction_id": "r1"} | retracted,
        *MOVED,
    )
    build(settings, run_id="corrected")
    _publish(settings, 2)
    return settings


def placeless(settings: Settings) -> str:
    """The incident whose report names no place."""
    found = rows(
        settings,
        "select incident_id from marts.fct_incident_version"
        " where version_number = 1 and place_id is null",
    )
    return str(found[0][0])


def rows(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        return con.execute(query).fetchall()


def test_a_corrected_place_moves_its_incidents(published: Settings, corrected: Settings) -> None:
    # an incident's coordinates are rounded to their precision, a place's are not
    told = (
        "select admin1_code, country_code, round(latitude, 1), round(longitude, 1) from marts.{}"
        f" where {{}} in (select location_key from marts.dim_location where place_id = '{MOSUL}')"
    )
    before, after = ("IQ-NI", "IQ", 36.3, 43.1), ("SY-HA", "SY", 36.5, 40.8)
    for table in ("dim_location", "fct_incident", "fct_incident_mention"):
        query = told.format(table, "location_key")
        assert set(rows(published, query)) == {before}
        assert set(rows(corrected, query)) == {after}
    place = rows(
        corrected,
        "select place.name_ar, place.name_en, place.name_en_source, place.admin1_name_ar,"
        " place.country_name_en, parent.location_code"
        " from marts.dim_location as place inner join marts.dim_location as parent"
        " on place.parent_location_key = parent.location_key"
        f" where place.place_id = '{MOSUL}'",
    )
    assert place == [("الموصل", "Mosul", "geonames", "الحسكة", "Syria", "SY-HA")]
    wide = rows(
        corrected,
        "select distinct location_ar, admin1_code, admin1_name_ar, country_code, country_name_en,"
        " round(latitude, 1), round(longitude, 1)"
        " from marts.mart_incidents where location_ar = 'الموصل'",
    )
    assert wide == [("الموصل", "SY-HA", "الحسكة", "SY", "Syria", 36.5, 40.8)]
    assert rows(
        corrected,
        "select sum(incident_count) from marts.mart_daily_by_governorate"
        " where admin1_code = 'SY-HA'",
    ) == [(3,)]


def test_a_corrected_actor_is_told_everywhere(corrected: Settings) -> None:
    assert rows(
        corrected,
        "select name_en, parent_name_en from marts.dim_actor where actor_id = 'islamic_state'",
    ) == [("IS, renamed", "al-Qaeda")]
    assert rows(
        corrected,
        "select distinct perpetrator_name, perpetrator_ar, perpetrator_en, perpetrator_parent_en"
        " from marts.mart_incidents where perpetrator_actor_id = 'islamic_state'",
    ) == [("تنظيم سمي من جديد", "تنظيم سمي من جديد", "IS, renamed", "al-Qaeda")]
    assert rows(
        corrected,
        "select denied_ar, denied_en from marts.mart_incidents where denied_en is not null",
    ) == [("تنظيم سمي من جديد", "IS, renamed")]
    # texts go on calling it what they called it
    assert rows(
        corrected,
        "select actor_alias, alias_kind from marts.dim_actor_alias where actor_id = 'islamic_state'"
        " and actor_alias in ('داعش', 'تنظيم سمي من جديد') order by all",
    ) == [("تنظيم سمي من جديد", "name_ar"), ("داعش", "alias")]
    assert rows(
        corrected,
        "select root_actor_id from transform.int_actor_sides where actor_id = 'islamic_state'",
    ) == [("al_qaeda",)]
    assert rows(
        corrected,
        "select actor_alias from marts.dim_actor_alias"
        " where actor_id = 'abu_alabbas' and alias_kind = 'name_en'",
    ) == [("The Abbas Brigades",)]


def test_the_side_of_a_corrected_speaker_is_known(published: Settings, corrected: Settings) -> None:
    query = (
        "select source_name, actor_id, label_en, side from transform.int_source_names"
        " where source_name in ('كتائب أبو العباس', 'البحرين') order by actor_id"
    )
    brigades = ("كتائب أبو العباس", "abu_alabbas", "Abu al-Abbas Brigades", "group")
    assert rows(published, query) == [brigades, ("البحرين", None, None, None)]
    assert rows(corrected, query) == [
        ("كتائب أبو العباس", "abu_alabbas", "The Abbas Brigades", "group"),
        ("البحرين", "bahrain", "Bahrain", "state"),
    ]


def test_the_history_says_which_correction_changed_what(corrected: Settings) -> None:
    versions = rows(
        corrected,
        "select version_number, reasons, admin1_code, correction_ids"
        " from marts.fct_incident_version"
        " where incident_id in (select incident_id from marts.mart_incidents"
        "  where perpetrator_actor_id = 'islamic_state') order by all",
    )
    assert versions == [
        (1, "new_incident", "IQ-NI", None),
        (1, "new_incident", "IQ-NI", None),
        (2, "correction,details", "SY-HA", "c1,c2,c3,c4,c5,c6,c9"),
        (2, "correction,details", "SY-HA", "c1,c2,c3,c4,c5,c6,c9"),
    ]
    # nothing but its actor's label was put right: the incident has a version all the same
    denied = rows(
        corrected,
        "select reasons, correction_ids from marts.fct_incident_version"
        " where version_number = 2 and incident_id in"
        "  (select incident_id from marts.mart_incidents where denied_en is not null)",
    )
    assert denied == [("correction", "c5,c6,c9")]


def test_a_month_that_its_incidents_left_is_summed_up_again(
    published: Settings, corrected: Settings
) -> None:
    for table in ("mart_daily_by_governorate", "mart_actor_activity"):
        query = f"select distinct incident_month from marts.{table}"
        before, after = (set(rows(world, query)) for world in (published, corrected))
        assert ("2025-11",) in before - after, table
        assert ("2024-02",) in after - before, table
    inferred = (
        "select inferred_fields from marts.mart_incidents"
        f" where incident_id = '{incident_of(published, 'moved')}'"
    )
    # what an editor set is not inferred
    assert rows(published, inferred) == [("date, target_type",)]
    assert rows(corrected, inferred) == [("target_type",)]


def test_only_what_may_have_changed_was_built(corrected: Settings) -> None:
    ran = rows(corrected, "select unique_id from ops.model_results where run_id = 'corrected'")
    names = {name for (name,) in ran}
    assert "model.sijill.int_incident_mentions" in names
    assert not [name for name in names if name.startswith(("seed.", "model.sijill.stg_"))]


def test_a_retraction_is_nothing_that_the_gate_complains_of(
    corrected: Settings, tmp_path: Path
) -> None:
    settings = copy_of(corrected, tmp_path)
    with pytest.raises(GateBlocked) as blocked:
        run_gate(settings, LAST_NIGHT, "corrected", now=dt.datetime(2026, 2, 4, 3, tzinfo=dt.UTC))
    complaints = re.findall(
        r"^  (?:staging|marts)[^:]+: (.+?) — ", str(blocked.value), re.MULTILINE
    )
    # what the scenario's hand-made facts lack, and nothing else
    assert set(complaints) == {
        "as many articles in staging as the batch says",
        "coordinates complete, with their precision and radius",
        "coordinates where and only where there is a place",
        "evidence for each field that has a value",
    }


def test_a_rebuild_gives_the_same_tables(corrected: Settings, tmp_path: Path) -> None:
    settings = copy_of(corrected, tmp_path)
    before = contents(settings)
    build(settings, run_id="anew", full_refresh=True)
    after = contents(settings)
    assert differing(before, after, but_for=HISTORY) == []
    assert before["marts.fct_incident"]


def test_an_undo_brings_the_old_back(
    published: Settings, corrected: Settings, tmp_path: Path
) -> None:
    settings = copy_of(corrected, tmp_path)
    correct(settings, *UNDONE, file="undone.csv")
    build(settings, run_id="undone")
    assert differing(contents(published), contents(settings), but_for=HISTORY) == []
    latest = rows(
        settings,
        "select reasons, admin1_code, correction_ids from marts.fct_incident_version"
        " where version_number = 3 and perpetrator_actor_id = 'islamic_state'",
    )
    assert latest == [("correction,details", "IQ-NI", None)] * 2


def test_a_preview_tells_it_and_leaves_all_as_it_was(published: Settings, tmp_path: Path) -> None:
    settings = copy_of(published, tmp_path / "world")
    before, digest = contents(settings), settings.build_file.read_bytes()
    elsewhere = tmp_path / "new"
    correct(settings.model_copy(update={"corrections_dir": elsewhere}), *MOVED, file="new.csv")
    changes = preview_corrections(settings, elsewhere / "new.csv")
    moved = [change for change in changes if change.after.get("admin1_code") == "SY-HA"]
    assert len(moved) == 3
    assert {change.before["admin1_code"] for change in moved} == {"IQ-NI"}
    assert {change.before["latitude"] for change in moved} == {"36.34", "36.3"}
    assert {change.after["latitude"] for change in moved} == {"36.5"}
    named = [change for change in changes if set(change.after) == {"correction_ids"}]
    assert [change.after for change in named] == [{"correction_ids": "c5,c6,c9"}]
    assert len(changes) == 4
    assert all(change.reasons.startswith("correction") for change in changes)
    assert settings.build_file.read_bytes() == digest
    assert contents(settings) == before


def test_an_incident_moves_with_the_place_that_an_editor_set_it_to(
    corrected: Settings, tmp_path: Path
) -> None:
    query = (
        "select location_ar, mart.admin1_code, mart.latitude, correction_ids"
        " from marts.mart_incidents as mart inner join marts.fct_incident using (incident_id)"
        f" where incident_id = '{placeless(corrected)}'"
    )
    assert rows(corrected, query) == [("البصرة", "IQ-BA", 30.5, "s1")]
    settings = copy_of(corrected, tmp_path)
    moved = {"action": "set_place", "subject": BASRA, "field": "latitude", "value": "30.25"}
    correct(settings, {"correction_id": "s2"} | moved, file="later.csv")
    build(settings, run_id="moved")
    assert rows(settings, query) == [("البصرة", "IQ-BA", 30.25, "s1,s2")]


def differing(
    one: dict[str, list[tuple[Any, ...]]],
    other: dict[str, list[tuple[Any, ...]]],
    *,
    but_for: tuple[str, ...],
) -> list[str]:
    """Names of the tables that differ."""
    names = (one.keys() | other.keys()) - set(but_for)
    return sorted(name for name in names if one.get(name) != other.get(name))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"action": "set_place", "subject": "gn:0", "field": "name_en", "value": "X"},
         "no place 'gn:0': take place_id from dim_location, or from seeds/places/"),
        ({"action": "set_actor", "subject": "nobody", "field": "name_en", "value": "X"},
         "no actor 'nobody': take actor_id from dim_actor, or from seeds/actors.csv"),
        ({"action": "set_place", "subject": MOSUL, "field": "kind", "value": "city"},
         "'kind' cannot be set; there are name_ar, name_en, admin1_code, latitude, longitude"),
        ({"action": "set_actor", "subject": "islamic_state", "field": "killed", "value": "1"},
         "'killed' cannot be set; there are name_ar"),
        ({"action": "set_place", "subject": MOSUL, "field": "admin1_code", "value": "IQ-XX"},
         "'IQ-XX' is no admin1_code of seeds/places/admin1.csv"),
        ({"action": "set_place", "subject": MOSUL, "field": "latitude", "value": "91"},
         "'91' is no latitude in degrees"),
        ({"action": "set_place", "subject": MOSUL, "field": "longitude", "value": "nan"},
         "'nan' is no longitude in degrees"),
        ({"action": "set_place", "subject": MOSUL, "field": "name_ar", "value": "Mosul"},
         "'Mosul' is no name_ar"),
        ({"action": "set_place", "subject": MOSUL, "field": "name_en", "value": "الموصل"},
         "is no name_en"),
        ({"action": "set_actor", "subject": "islamic_state", "field": "actor_type",
          "value": "gang"}, "'gang' is no actor_type of seeds/actor_types.csv"),
        ({"action": "set_actor", "subject": "islamic_state", "field": "name_ar",
          "value": "تنظيم داعش الإرهابي"}, "'إرهابي' is a loaded word; say "),
        ({"action": "set_actor", "subject": "islamic_state", "field": "country_code",
          "value": "XX"}, "'XX' is no country_code of seeds/places/countries.csv"),
        ({"action": "set_actor", "subject": "islamic_state", "field": "parent_actor_id",
          "value": "nobody"}, "'nobody' is no parent_actor_id of seeds/actors.csv"),
        ({"action": "set_actor", "subject": "al_qaeda", "field": "parent_actor_id",
          "value": "abdullah_azzam"},
         "al_qaeda would be a part of itself (al_qaeda → abdullah_azzam → al_qaeda)"),
        ({"action": "set_place", "subject": SADR_MARKET, "field": "latitude", "value": "33.2"},
         "bad and good both set latitude of sj:iq-bg-swq-mrydy: undo the older one"),
    ],
)  # fmt: skip
def test_a_faulty_correction_is_refused_with_what_to_do(
    tmp_path: Path, row: dict[str, str], says: str
) -> None:
    settings = settings_in(tmp_path)
    with StagingBuilder(settings.build_file) as staging:
        staging.batch(scenario.NIGHTS[0], 1)
    good = {"correction_id": "good", "action": "set_place", "subject": SADR_MARKET,
            "field": "latitude", "value": "33.4"}  # fmt: skip
    correct(settings, good, {"correction_id": "bad"} | row)
    with pytest.raises(CorrectionsInvalid) as refused:
        run_dbt(settings, selection="before_link", batch_date=LAST_NIGHT, run_id="bad")
    assert says in refused.value.message
    assert "docs/corrections.md" in refused.value.hint
    # nothing by half: the good one waits too
    assert rows(settings, "select count(*) from corrections.reference_entries") == [(0,)]
