"""A lake in place of the build file: what does not need one to be up (tests/scale has the rest)."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import duckdb
import pytest

from warehouse.core.errors import SettingsError, StagingFailed
from warehouse.core.settings import Settings
from warehouse.store.database import copy_build, open_reader, open_writer
from warehouse.store.lake import Lake, _s3_secret

HERE = importlib.util.find_spec("duckdb_extensions") is not None


def settings_in(folder: Path, catalog: str) -> Settings:
    return Settings(
        var_dir=folder / "var",
        published_dir=folder / "published",
        lake_catalog=catalog,
        lake_data=f"{folder}/lake/",
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of a lake whose catalogue is a file: nothing has to be up for it."""
    if not HERE:
        pytest.skip("DuckDB's extensions come with sijill[scale]")
    return settings_in(tmp_path, f"{tmp_path}/catalog.ducklake")


@pytest.fixture
def lake(settings: Settings) -> Lake:
    lake = Lake.of(settings)
    assert lake is not None
    return lake


def test_a_lake_whose_place_is_not_told_is_a_wrong_setting() -> None:
    with pytest.raises(ValueError, match="where its tables lie"):
        Settings(lake_catalog="postgres:dbname=lake")


def test_without_its_extensions_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "warehouse.store.lake.importlib.util.find_spec",
        lambda name: None if name == "duckdb_extensions" else found(name),
    )
    with (
        pytest.raises(SettingsError, match="ducklake is not here") as failure,
        open_reader(settings_in(tmp_path, "postgres:dbname=lake")),
    ):
        pass
    assert "sijill[scale]" in failure.value.hint


def test_the_lake_is_told_to_dbt_whole(tmp_path: Path) -> None:
    lake = Lake("postgres:dbname=lake password=it's", "s3://b/lake/", tmp_path)
    assert Lake.from_environment(lake.to_environment()) == lake


def test_object_storage_is_opened_by_the_variables_of_aws() -> None:
    told = {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "it's",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9000",
        "AWS_REGION": "r",
    }
    assert _s3_secret(told) == (
        "create or replace secret lake (type s3, key_id 'key', secret 'it''s', region 'r',"
        " endpoint '127.0.0.1:9000', url_style 'path', use_ssl 'false')"
    )
    assert _s3_secret({}) == "create or replace secret lake (type s3)"


def test_a_lake_holds_what_a_file_holds(settings: Settings) -> None:
    with open_writer(settings) as connection:
        connection.execute("insert into staging.pcodes values ('place', 'a', 'b')")
    with open_reader(settings) as connection:
        assert connection.execute("from staging.pcodes").fetchall() == [("place", "a", "b")]
        with pytest.raises(duckdb.Error, match="read-only"):
            connection.execute("delete from staging.pcodes")
    assert not settings.build_file.exists()


def test_a_lake_is_put_in_order_and_says_the_same(
    tmp_path: Path, settings: Settings, lake: Lake
) -> None:
    with open_writer(settings) as connection:
        for number in range(20):
            connection.execute("insert into staging.pcodes values ('place', ?, 'b')", [str(number)])
        before = connection.execute("from staging.pcodes order by all").fetchall()
        lake.tidy(connection)
        assert connection.execute("from staging.pcodes order by all").fetchall() == before
        assert len(before) == 20
    assert list((tmp_path / "lake" / "staging").rglob("*.parquet"))


def test_an_emptied_lake_is_begun_anew(settings: Settings, lake: Lake) -> None:
    with open_writer(settings) as connection:
        connection.execute("create view staging.seen as from staging.pcodes")
        connection.execute("insert into staging.pcodes values ('place', 'a', 'b')")
    lake.empty()
    with open_writer(settings) as connection:
        assert connection.execute("from staging.pcodes").fetchall() == []


def test_a_copy_is_a_file_with_the_same_rows(tmp_path: Path, settings: Settings) -> None:
    with open_writer(settings) as connection:
        connection.execute("insert into staging.pcodes values ('place', 'a', 'b')")
    copy_build(settings, tmp_path / "copy.duckdb")
    with duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True) as connection:
        assert connection.execute("from staging.pcodes").fetchall() == [("place", "a", "b")]


@pytest.mark.skipif(not HERE, reason="DuckDB's extensions come with sijill[scale]")
def test_a_catalogue_that_is_not_up_is_named_without_its_password(tmp_path: Path) -> None:
    settings = settings_in(
        tmp_path, "postgres:host=127.0.0.1 port=1 user=sijill password=secret-word dbname=lake"
    )
    with pytest.raises(StagingFailed, match="lake cannot be opened") as failure:
        open_reader(settings).__enter__()
    assert "secret-word" not in str(failure.value)
