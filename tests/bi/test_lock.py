"""The connection that Superset is held to, tried without Superset."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from bi.superset.lock import ConnectionRefused, lock_connection


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two versions, of which the first is current."""
    folder = tmp_path / "published"
    for number in (1, 2):
        version = folder / "versions" / f"00000{number}-aaaa"
        version.mkdir(parents=True)
        with duckdb.connect(str(version / "sijill.duckdb")) as con:
            con.execute(f"create schema marts; create table marts.t as select {number} as version")
    (folder / "current").symlink_to("versions/000001-aaaa")
    monkeypatch.setenv("SIJILL_SUPERSET_PUBLISHED", str(folder))
    monkeypatch.setenv("SIJILL_SUPERSET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SIJILL_SUPERSET_MEMORY", "500MB")
    monkeypatch.setenv("SIJILL_SUPERSET_THREADS", "1")
    return folder


def ask(sql: str, address: str = "duckdb:///anything", **parameters: object) -> object:
    """The first value of an answer, through what the lock makes of an address and parameters."""
    uri, arguments = lock_connection(sa.make_url(address), parameters)
    engine = sa.create_engine(uri, **arguments)
    with engine.connect() as con:
        return con.execute(sa.text(sql)).scalar()


def test_a_publication_is_seen_by_the_next_connection(published: Path) -> None:
    assert ask("select version from marts.t") == 1
    (published / "next").symlink_to("versions/000002-aaaa")
    (published / "next").replace(published / "current")
    assert ask("select version from marts.t") == 2


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{file}')",
        "copy (select 1) to '{folder}/out.csv'",
        "attach '{folder}/other.duckdb'",
        "set enable_external_access = true",
        "create table marts.mine as select 1",
    ],
)
def test_whatever_the_address_says_sql_reaches_no_file(
    published: Path, tmp_path: Path, sql: str
) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(sa.exc.DBAPIError):
        ask(
            sql.format(file=file, folder=tmp_path),
            f"duckdb:///{tmp_path}/other.duckdb?enable_external_access=true",
            connect_args={"read_only": False, "config": {"enable_external_access": "true"}},
        )
    assert not (tmp_path / "out.csv").exists()
    assert not (tmp_path / "other.duckdb").exists()


def test_other_databases_are_refused(published: Path) -> None:
    with pytest.raises(ConnectionRefused, match="opens no sqlite"):
        lock_connection(sa.make_url("sqlite:////etc/passwd"), {})


def test_nothing_published_says_what_to_do(published: Path) -> None:
    (published / "current").unlink()
    with pytest.raises(ConnectionRefused, match="run a night first"):
        lock_connection(sa.make_url("duckdb:///anything"), {})
