"""sijill.duckdb of a version: brought forward from the one before, or written whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.publish.marts_builder import NIGHT, NOW, settings_in, write_build
from warehouse.core.files import file_digest
from warehouse.core.settings import Settings
from warehouse.publication.database_file import DUCKDB_FILE
from warehouse.publication.publish import PublishResult, publish
from warehouse.store.versions import MANIFEST, read_manifest

#: one row more, one changed, one gone, a month that empties, one that begins, a small table changed
_NIGHT = """
insert into marts.fct_incident by name
select * replace ('2026-11-x' as incident_id) from marts.fct_incident
where incident_id = '2026-11-000001';
update marts.fct_incident set killed_best = 9 where incident_id = '2026-10-000007';
delete from marts.fct_incident where incident_id = '2026-11-000003';
update marts.fct_incident set incident_month = '2026-12' where incident_month = 'unknown';
update marts.fct_article set extractor_version = 'rules 3' where article_key = 'a-1';
insert into marts.dim_weapon (weapon_key, label_ar) values ('knife', 'سكين');
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path)
    write_build(settings)
    publish(settings, NIGHT, "first", now=NOW)
    return settings


def _change(settings: Settings, statements: str) -> PublishResult:
    with duckdb.connect(str(settings.build_file)) as con:
        con.execute(statements)
        con.execute("update register.next_publication set publication_number = 2")
    return publish(settings, NIGHT, "second", now=NOW)


def _told(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = read_manifest(path)["duckdb"]
    return told


def _rows(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    with duckdb.connect(str(file), read_only=True) as con:
        tables = con.execute(
            "select table_name from duckdb_tables()"
            " where schema_name = 'marts' and table_name <> 'publish_info'"
        ).fetchall()
        return {
            name: con.execute(f"select * from marts.{name} order by all").fetchall()
            for (name,) in tables
        }


def test_a_night_brings_the_file_forward(settings: Settings) -> None:
    before = settings.published_dir / "current" / DUCKDB_FILE
    whole, digest = before.resolve(), file_digest(before)
    result = _change(settings, _NIGHT)

    assert _told(whole.parent)["brought_forward"] is False
    assert _told(result.path)["brought_forward"] is True
    assert file_digest(whole) == digest
    assert _rows(result.path / DUCKDB_FILE) == _rows(settings.build_file)
    with duckdb.connect(str(result.path / DUCKDB_FILE), read_only=True) as con:
        assert con.execute("select version from marts.publish_info").fetchall() == [
            (result.version,)
        ]
        # descriptions, not-null columns and functions are those of the file before
        assert con.execute(
            "select comment from duckdb_tables() where table_name = 'fct_incident'"
        ).fetchall() == [("One incident's current state.",)]
        assert con.execute("select location_key from marts.find_place('الموصل')").fetchall() == [
            ("mosul",)
        ]
    assert read_manifest(result.path)["files"][DUCKDB_FILE] == {
        "sha256": file_digest(result.path / DUCKDB_FILE),
        "bytes": (result.path / DUCKDB_FILE).stat().st_size,
    }


def _break_block(version: Path) -> None:
    file = version / DUCKDB_FILE
    data = bytearray(file.read_bytes())
    for at in range(3 * 4096, len(data), 4096):
        data[at + 100] ^= 0xFF
    file.write_bytes(data)


def _other_row(version: Path) -> None:
    with duckdb.connect(str(version / DUCKDB_FILE)) as con:
        con.execute("update marts.fct_incident set quote = 'x' where incident_month = '2026-09'")


def _gone(version: Path) -> None:
    (version / DUCKDB_FILE).unlink()


def _holes(version: Path) -> None:
    path = version / MANIFEST
    manifest = json.loads(path.read_text("utf-8"))
    manifest["duckdb"]["whole_bytes"] //= 2
    path.write_text(json.dumps(manifest), "utf-8")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_break_block, "cannot be brought forward"),
        (_other_row, "holds other rows"),
        (_holes, "has grown"),
        (_gone, "is gone"),
    ],
)
def test_a_file_that_is_no_good_is_not_carried_on(
    settings: Settings,
    harm: Callable[[Path], None],
    said: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    harm((settings.published_dir / "current").resolve())
    with caplog.at_level("INFO"):
        result = _change(settings, _NIGHT)
    assert said in caplog.text
    assert _told(result.path)["brought_forward"] is False
    assert _rows(result.path / DUCKDB_FILE) == _rows(settings.build_file)
    assert not list(result.path.glob("*.wal"))


@pytest.mark.parametrize(
    "statement",
    [
        "alter table marts.fct_incident add column place varchar",
        "comment on column marts.fct_incident.quote is 'its words'",
    ],
)
def test_other_columns_or_descriptions_want_a_whole_file(
    settings: Settings, statement: str
) -> None:
    result = _change(settings, statement)
    assert _told(result.path)["brought_forward"] is False
    assert _rows(result.path / DUCKDB_FILE) == _rows(settings.build_file)
