"""Finding places and actors by name: with read-only SQL, and on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.command_kit import run
from tests.publish.marts_builder import MONTHS, NIGHT, NOW, settings_in, write_build
from warehouse.core.errors import SettingsError
from warehouse.core.settings import Settings, get_settings
from warehouse.desk.find import COLUMNS, find
from warehouse.publication.publish import publish
from warehouse.publication.published import open_published, published_file


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = settings_in(tmp_path_factory.mktemp("find"))
    write_build(settings)
    publish(settings, NIGHT, "run", now=NOW)
    return settings


def ask(settings: Settings, sql: str, *values: str) -> list[tuple[object, ...]]:
    with open_published(settings) as con:
        return con.execute(sql, list(values)).fetchall()


@pytest.mark.parametrize("name", ["Mosul", "Al-Mawsil", "الموصل", "موصل", "MOSUL", "المُوصل"])
def test_a_place_is_found_however_it_is_written(published: Settings, name: str) -> None:
    found = ask(published, "select location_key, incidents from find_place(?)", name)
    assert found[0] == ("mosul", sum(MONTHS.values()))


@pytest.mark.parametrize("name", ["Hezbollah", "Hizbullah", "حزب الله", "حزب اللـه", "HEZBOLLAH"])
def test_an_actor_is_found_by_any_alias(published: Settings, name: str) -> None:
    found = ask(published, "select actor_id, incidents from find_actor(?)", name)
    assert found[0] == ("hezbollah", 1), "a denial is no deed"
    assert len(found) == 1


def test_an_alias_leads_to_the_label(published: Settings) -> None:
    for name in ("داعش", "Daesh", "Da'esh"):
        assert ask(published, "select name_ar, matched_name from find_actor(?)", name) == [
            ("تنظيم الدولة الإسلامية", "داعش")
        ]


def test_a_spelling_goes_before_a_sound(published: Settings) -> None:
    sql = "select location_key, matched from find_place(?)"
    # M’Sila sounds like Mosul, and is named by nobody who spells Mosul
    assert ask(published, sql, "Mosul") == [("mosul", "spelling")]
    assert ask(published, sql, "Mawsil") == [("mosul", "sound"), ("msila", "sound")]
    # two towns of one name in Arabic are both shown; Latin letters tell them apart
    assert {row[0] for row in ask(published, sql, "الرقة")} == {"raqqa", "riqqa"}
    assert ask(published, sql, "Raqqa") == [("raqqa", "spelling")]


def test_what_lies_within_is_counted_for_a_governorate_and_a_country(published: Settings) -> None:
    sql = "select location_key, incidents from find_place(?)"
    for name, key in (("نينوي", "nineveh"), ("Ninawa", "nineveh"), ("العراق", "iraq")):
        assert ask(published, sql, name) == [(key, sum(MONTHS.values()))]


@pytest.mark.parametrize("name", ["", " ", "'; drop table x; --", "%", "Ω", "؟", "aeiou"])
def test_a_name_that_is_none_finds_nothing(published: Settings, name: str) -> None:
    assert ask(published, "select * from find_place(?)", name) == []
    assert ask(published, "select * from find_actor(?)", name) == []


def test_a_plain_read_only_connection_folds_too(published: Settings) -> None:
    with duckdb.connect(str(published_file(published)), read_only=True) as con:
        found = con.execute(
            "select marts.fold_name('Al-Mawsil'), marts.sound_name('الموصل')"
        ).fetchall()
        assert found == [("mawsil", "msl")]
        own = con.execute(
            "select list(distinct named_key order by named_key) from marts.dim_name"
            " where marts.fold_name(spelled_name) <> folded_name"
            " or marts.sound_name(spelled_name) <> sound_name"
        ).fetchall()
    assert own == [(None,)]


def test_both_kinds_are_found_at_once(published: Settings) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in find(published, "Mosul")]
    assert [(row["kind"], row["key"], row["what"]) for row in rows] == [("place", "mosul", "place")]
    assert [row[1] for row in find(published, "حزب الله", "actor")] == ["hezbollah"]
    with pytest.raises(SettingsError):
        find(published, "Mosul", "weapon")


def test_the_command_line_finds(
    published: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIJILL_PUBLISHED_DIR", str(Path(published.published_dir)))
    get_settings.cache_clear()
    try:
        assert run(monkeypatch, "find", "Al-Mawsil", "--format", "json") == 0
        rows = json.loads(capfd.readouterr().out.splitlines()[0])
        assert rows["name_en"] == "Mosul"
        assert run(monkeypatch, "find", "nowhere at all") == 2
        assert "other script" in " ".join(capfd.readouterr().err.split())
        assert run(monkeypatch, "find", "Mosul", "--kind", "weapon") == 2
    finally:
        get_settings.cache_clear()
