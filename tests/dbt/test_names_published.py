"""A warehouse that dbt built and a publish published: names are found, events compared."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.dbt.pipeline import LAST_NIGHT, settings_in
from tests.publish.compare_kit import ACLED, write_events
from warehouse.core.settings import Settings
from warehouse.desk.compare import COLUMNS, compare
from warehouse.desk.find import find
from warehouse.publication.publish import publish
from warehouse.publication.published import query


@pytest.fixture(scope="module")
def published(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = settings_in(tmp_path_factory.mktemp("published"))
    settings.build_file.parent.mkdir(parents=True)
    shutil.copy(built.build_file, settings.build_file)
    publish(settings, LAST_NIGHT, "run", now=dt.datetime(2026, 2, 9, 3, tzinfo=dt.UTC))
    return settings


@pytest.mark.parametrize("name", ["Sadr City", "مدينة الصدر", "مدينه الصدر", "sadr city"])
def test_a_place_is_found_in_both_scripts(published: Settings, name: str) -> None:
    rows = find(published, name, "place")
    assert [row[2] for row in rows][:1] == ["مدينة الصدر"]


@pytest.mark.parametrize("name", ["العراق", "عراق", "Iraq", "IRAQ", "al-Iraq", "جمهورية العراق"])
def test_a_country_is_found_by_its_names(published: Settings, name: str) -> None:
    assert [row[3] for row in find(published, name, "place")][:1] == ["Iraq"]


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [
        ("داعش", "islamic_state"),
        ("تنظيم الدولة الإسلامية", "islamic_state"),
        ("Daesh", "islamic_state"),
        ("islamic state", "islamic_state"),
        ("Hizbullah", "hezbollah"),
        ("الحوثيون", "houthis"),
        ("حوثيين", "houthis"),
        ("النظام السوري", "syrian_government"),
    ],
)
def test_an_actor_is_found_by_any_alias(published: Settings, name: str, actor_id: str) -> None:
    assert actor_id in [row[1] for row in find(published, name, "actor")][:2]


def test_every_place_and_actor_is_found_by_each_of_its_names(published: Settings) -> None:
    columns, rows = query(
        published,
        "select named_kind, named_key, spelled_name from dim_name where folded_name = ''"
        " or folded_name <> fold_name(spelled_name) or sound_name <> sound_name(spelled_name)",
    )
    assert columns
    assert rows == []
    _, (counts,) = query(
        published,
        "select count(distinct named_key) filter (where named_kind = 'place'),"
        " count(distinct named_key) filter (where named_kind = 'actor'),"
        " (select count(*) from dim_location where location_key <> 'unknown'),"
        " (select count(*) from dim_actor where actor_key <> 'unknown') from dim_name",
    )
    assert counts[0] == counts[2]
    assert counts[1] == counts[3]


def test_the_scripts_meet_for_most_places(published: Settings) -> None:
    """Of places that both scripts name, most have one sound in both: else Latin finds few."""
    _, ((share,),) = query(
        published,
        "select avg((sound_name(name_ar) = sound_name(name_en))::integer) from dim_location"
        " where name_en_source in ('geonames', 'seed') and location_level <> 'country'",
    )
    assert share > 0.6, share
    assert Path(published.published_dir).exists()


def test_a_file_of_another_data_set_is_compared(published: Settings, tmp_path: Path) -> None:
    event = {
        "event_id_cnty": "IRQ1", "event_date": "01 February 2026", "iso": "368",
        "event_type": "Explosions/Remote violence", "sub_event_type": "Suicide bomb",
        "country": "Iraq", "admin1": "Baghdad", "location": "Sadr City", "latitude": "33.38",
        "longitude": "44.46", "fatalities": "15",
    }  # fmt: skip
    file = write_events(tmp_path / "theirs.csv", ACLED, [event])
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in compare(published, file, "acled").rows]
    (row,) = [row for row in rows if row["result"] == "matched"]
    assert (row["event_id"], row["type_here"], row["differs"]) == ("IRQ1", "suicide_bombing", "")
    assert row["killed_here"] == "15 (15–)"
