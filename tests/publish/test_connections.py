"""The ways into the published version that docs/connect.md names, each of them walked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import adbc_driver_duckdb
import adbc_driver_manager.dbapi as adbc
import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from tests.publish.marts_builder import MONTHS, NIGHT, NOW, settings_in, write_build
from tests.publish.page_marts import contract
from warehouse.core.settings import Settings
from warehouse.publication.publish import publish
from warehouse.publication.rollback import rollback

LOCK: dict[str, Any] = {"enable_external_access": "false", "lock_configuration": "true"}
COUNT = "select count(*) from marts.fct_incident"
QUOTE = "select quote from marts.fct_incident where incident_id = '2026-11-000007'"
IN_ARABIC = "قتل 7 أشخاص"
ROOT = Path(__file__).resolve().parents[2]
MARTS = ROOT / "dbt_project" / "models" / "marts"
PAGE = ROOT / "docs" / "connect.md"
#: type in a mart's contract → its type in Parquet. arrow, nanoparquet and DuckDB for R read all of
#: these; nanoparquet reads no nested type, and a 128-bit integer would become a double.
PLAIN_TYPES = {
    "varchar": ("BYTE_ARRAY", "STRING"),
    "integer": ("INT32", "INT"),
    "bigint": ("INT64", "INT"),
    "double": ("DOUBLE", "NONE"),
    "boolean": ("BOOLEAN", "NONE"),
    "date": ("INT32", "DATE"),
    "timestamp": ("INT64", "TIMESTAMP"),
}

#: one value of a query, asked through some driver
Ask = Callable[[str], Any]


@contextmanager
def through_duckdb(file: Path) -> Iterator[Ask]:
    with duckdb.connect(str(file), read_only=True, config=LOCK) as con:

        def ask(sql: str) -> Any:
            row = con.execute(sql).fetchone()
            assert row is not None
            return row[0]

        yield ask


def sqlalchemy_engine(file: Path) -> sa.Engine:
    # duckdb-engine answers to `duckdb` as well, and cannot reflect; this name is one driver's alone
    return sa.create_engine(
        f"duckdb+duckdb_sqlalchemy:///{file}", connect_args={"read_only": True, "config": LOCK}
    )


@contextmanager
def through_sqlalchemy(file: Path) -> Iterator[Ask]:
    engine = sqlalchemy_engine(file)
    with engine.connect() as con:
        yield lambda sql: con.execute(sa.text(sql)).scalar_one()
    engine.dispose()


def adbc_connection(file: Path) -> adbc.Connection:
    return adbc.connect(
        driver=adbc_driver_duckdb.driver_path(),
        entrypoint="duckdb_adbc_init",
        db_kwargs={"path": str(file), "access_mode": "READ_ONLY", **LOCK},
        autocommit=True,
    )


@contextmanager
def through_adbc(file: Path) -> Iterator[Ask]:
    with adbc_connection(file) as con, con.cursor() as cursor:

        def ask(sql: str) -> Any:
            cursor.execute(sql)
            row = cursor.fetchone()
            assert row is not None
            return row[0]

        yield ask


@contextmanager
def through_pandas(file: Path) -> Iterator[Ask]:
    engine = sqlalchemy_engine(file)
    with engine.connect() as con:
        yield lambda sql: pd.read_sql(sa.text(sql), con).iloc[0, 0]
    engine.dispose()


@contextmanager
def through_polars(file: Path) -> Iterator[Ask]:
    with adbc_connection(file) as con:
        yield lambda sql: pl.read_database(sql, con).item()


every_driver = pytest.mark.parametrize(
    "through",
    [through_duckdb, through_sqlalchemy, through_adbc, through_pandas, through_polars],
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A version beside whose marts stands one that has a column of each type of the contracts."""
    settings = settings_in(tmp_path_factory.mktemp("connections"))
    write_build(settings)
    with duckdb.connect(str(settings.build_file)) as con:
        columns = ", ".join(f"a_{kind} {kind}" for kind in PLAIN_TYPES)
        con.execute(f"create table marts.dim_types (key varchar not null, {columns})")
        con.execute(
            "insert into marts.dim_types values"
            " ('k', 'نص', 1, 2, 0.5, true, date '2026-11-21', timestamp '2026-11-21 03:00:00')"
        )
    publish(settings, NIGHT, "run", now=NOW)
    return settings


@pytest.fixture
def file(published: Settings) -> Path:
    return published.published_dir / "current" / "sijill.duckdb"


@pytest.fixture
def parquet(published: Settings) -> Path:
    return (published.published_dir / "current").resolve() / "parquet"


@every_driver
def test_rows_and_arabic_arrive_whole(through: Any, file: Path) -> None:
    with through(file) as ask:
        assert ask(COUNT) == sum(MONTHS.values())
        assert ask(QUOTE) == IN_ARABIC


@every_driver
@pytest.mark.parametrize(
    "sql",
    [
        "select content from read_text('{secret}')",
        "select count(*) from read_csv('{secret}')",
        "copy (select 1) to '{stolen}'",
        "attach '{stolen}' as other",
        "create table marts.mine as select 1",
        "delete from marts.fct_incident",
        "set enable_external_access = true",
        "set lock_configuration = false",
    ],
)
def test_a_locked_connection_reads_the_marts_and_nothing_else(
    through: Any, file: Path, sql: str, tmp_path: Path
) -> None:
    secret, stolen = tmp_path / "secret.csv", tmp_path / "stolen"
    secret.write_text("secret\n1\n", "utf-8")
    refusal = "disabled|read-only|Cannot change configuration"
    with through(file) as ask, pytest.raises(Exception, match=refusal):
        ask(sql.format(secret=secret, stolen=stolen))
    assert not stolen.exists()


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = settings_in(tmp_path_factory.mktemp("two"))
    for months in (MONTHS, {"2026-11": 1}):
        write_build(settings, months)
        publish(settings, NIGHT, "run", now=NOW)
    return settings


@pytest.fixture
def swapped(two_versions: Settings) -> Iterator[tuple[Path, Callable[[], object]]]:
    """The current file, and what moves `current` to the version with all months."""
    yield (
        two_versions.published_dir / "current" / "sijill.duckdb",
        lambda: rollback(two_versions, to="1", now=NOW),
    )
    rollback(two_versions, to="2", now=NOW)


@every_driver
def test_an_open_connection_keeps_its_version_and_a_new_one_has_the_next(
    through: Any, swapped: tuple[Path, Callable[[], object]]
) -> None:
    file, swap = swapped
    with through(file) as ask:
        assert ask(COUNT) == 1
        swap()
        assert ask(COUNT) == 1
    with through(file) as ask:
        assert ask(COUNT) == sum(MONTHS.values())


def test_a_pool_serves_the_old_version_until_it_is_disposed_of(
    swapped: tuple[Path, Callable[[], object]],
) -> None:
    file, swap = swapped
    engine = sqlalchemy_engine(file)

    def count() -> int:
        with engine.connect() as con:
            found: int = con.execute(sa.text(COUNT)).scalar_one()
            return found

    assert count() == 1
    swap()
    assert count() == 1
    engine.dispose()
    assert count() == sum(MONTHS.values())
    engine.dispose()


def test_one_process_opens_the_file_with_one_configuration(file: Path) -> None:
    with (
        through_duckdb(file),
        pytest.raises(duckdb.ConnectionException, match="different configuration"),
    ):
        duckdb.connect(str(file), read_only=True)


def test_a_pool_that_only_runs_sql_at_the_start_is_shut_off_by_one_setting(file: Path) -> None:
    """Metabase and Grafana run their initial SQL for each connection of one database.

    Turning external access off can be said again and not be taken back; a locked configuration
    refuses to be told the same a second time, so the second connection would fail.
    """
    with duckdb.connect(str(file), read_only=True) as first:
        first.execute("set enable_external_access = false")
        with duckdb.connect(str(file), read_only=True) as second:
            second.execute("set enable_external_access = false")
            for sql, refusal in (
                ("set enable_external_access = true", "Cannot enable external access"),
                ("reset enable_external_access", "Cannot enable external access"),
                ("set allowed_directories = ['/']", "Cannot change allowed_directories"),
                ("select * from read_text('/etc/hostname')", "disabled by configuration"),
                ("load httpfs", "disabled through configuration"),
            ):
                with pytest.raises(duckdb.Error, match=refusal):
                    second.execute(sql)
            first.execute("set lock_configuration = true")
            with pytest.raises(duckdb.Error, match="has been locked"):
                second.execute("set enable_external_access = false")


def test_a_place_to_spill_is_named_before_the_lock(file: Path, tmp_path: Path) -> None:
    """Beside the lock in one configuration it is refused or not, as their order happens to be."""
    spill: dict[str, Any] = {"temp_directory": str(tmp_path / "spill")}
    with duckdb.connect(str(file), read_only=True, config=spill) as con:
        con.execute("set enable_external_access = false")
        with pytest.raises(duckdb.Error, match="temp_directory has been disabled"):
            con.execute("set temp_directory = '/tmp/elsewhere'")
        con.execute("set lock_configuration = true")
        found = con.execute("select current_setting('temp_directory')").fetchone()
        assert found == (spill["temp_directory"],)
        assert con.execute(COUNT).fetchone() == (sum(MONTHS.values()),)


def test_sqlalchemy_reflects_tables_columns_and_comments(file: Path) -> None:
    engine = sqlalchemy_engine(file)
    inspector = sa.inspect(engine)
    tables = inspector.get_table_names(schema="marts")
    assert {"fct_incident", "dim_types", "publish_info"} <= set(tables)
    comment = inspector.get_table_comment("fct_incident", schema="marts")["text"]
    assert comment == "One incident's current state."

    reflected = sa.MetaData()
    reflected.reflect(engine, schema="marts")
    assert {table.name for table in reflected.tables.values()} == set(tables)
    incident = reflected.tables["marts.fct_incident"]
    assert isinstance(incident.c.killed_best.type, sa.Integer)
    assert isinstance(incident.c.quote.type, sa.String)
    assert incident.c.killed_best.comment == "القتلى"
    assert not incident.c.incident_id.nullable
    kinds = {column.name: column.type for column in reflected.tables["marts.dim_types"].c}
    expected = {
        "a_varchar": sa.String,
        "a_integer": sa.Integer,
        "a_bigint": sa.BigInteger,
        "a_double": sa.Float,
        "a_boolean": sa.Boolean,
        "a_date": sa.Date,
        "a_timestamp": sa.DateTime,
    }
    assert [name for name, kind in expected.items() if not isinstance(kinds[name], kind)] == []

    with engine.connect() as con:
        total = sa.select(sa.func.sum(incident.c.killed_best)).where(
            incident.c.incident_month == "2026-11"
        )
        assert con.execute(total).scalar_one() == 3 * MONTHS["2026-11"]
    engine.dispose()


def test_adbc_lists_what_there_is(file: Path) -> None:
    with adbc_connection(file) as con:
        schema = con.adbc_get_table_schema("fct_incident", db_schema_filter="marts")
        catalogs = con.adbc_get_objects(depth="tables").read_all().to_pylist()
    assert str(schema.field("killed_best").type) == "int32"
    names = {
        table["table_name"]
        for catalog in catalogs
        for db_schema in catalog["catalog_db_schemas"] or []
        if db_schema["db_schema_name"] == "marts"
        for table in db_schema["db_schema_tables"]
    }
    assert {"fct_incident", "publish_info"} <= names


def test_frames_come_out_of_duckdb_with_their_types(file: Path) -> None:
    with duckdb.connect(str(file), read_only=True, config=LOCK) as con:
        frame = con.execute("select * from marts.dim_types").df()
        polars_frame = con.execute("select * from marts.dim_types").pl()
    assert frame.a_varchar[0] == polars_frame["a_varchar"][0] == "نص"
    assert pd.api.types.is_datetime64_dtype(frame.a_date)
    assert polars_frame.schema["a_date"] == pl.Date
    assert polars_frame.schema["a_bigint"] == pl.Int64


def test_the_python_of_the_page_runs_as_it_stands(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(published.published_dir.parent)
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    made: dict[str, Any] = {}
    for block in blocks:
        names: dict[str, Any] = {}
        # the page has to name some absolute folder
        exec(block.replace("/srv/sijill", str(Path.cwd())), names)
        for name in ("con", "engine"):
            if name in names:
                names[name].dispose() if name == "engine" else names[name].close()
        made |= names
    assert {"engine", "incidents", "con", "parquet"} <= made.keys()
    assert made["incidents"].c.incident_id is not None


def test_months_are_text_for_every_reader_of_the_folder(parquet: Path) -> None:
    """`unknown` is a month too: a reader that guessed dates would lose it, or fail."""
    folder = parquet / "fct_incident"
    lazy = pl.scan_parquet(folder / "*/*.parquet", hive_partitioning=True)
    assert lazy.collect_schema()["incident_month"] == pl.String
    counted = lazy.group_by("incident_month").len().collect()
    assert dict(counted.iter_rows()) == MONTHS

    dataset = ds.dataset(folder, partitioning="hive")
    assert str(dataset.schema.field("incident_month").type) == "string"
    unknown = dataset.count_rows(filter=ds.field("incident_month") == "unknown")
    assert unknown == MONTHS["unknown"]

    frame = pd.read_parquet(folder)
    assert frame.groupby("incident_month", observed=True).size().to_dict() == MONTHS

    counted_by_duckdb = duckdb.execute(
        "select incident_month, count(*)"
        " from read_parquet(?, hive_types = {'incident_month': varchar}) group by all",
        [f"{folder}/*/*.parquet"],
    ).fetchall()
    assert dict(counted_by_duckdb) == MONTHS


def test_arabic_in_parquet_is_the_arabic_of_the_file(parquet: Path) -> None:
    quotes = pl.scan_parquet(parquet / "fct_incident/*/*.parquet").filter(
        pl.col("incident_id") == "2026-11-000007"
    )
    assert quotes.select("quote").collect().item() == IN_ARABIC
    assert IN_ARABIC in set(pd.read_parquet(parquet / "fct_incident").quote)


def test_the_contracts_promise_plain_types_alone() -> None:
    promised = {
        (mart.stem, column["name"]): column["data_type"]
        for mart in sorted(MARTS.glob("*_*.yml"))
        for column in contract(mart.stem)
    }
    assert len(promised) > 500
    assert {where: kind for where, kind in promised.items() if kind not in PLAIN_TYPES} == {}


def _types(file: Path) -> dict[str, tuple[str, str]]:
    schema = pq.ParquetFile(file).schema
    columns = [schema.column(number) for number in range(len(schema))]
    return {
        column.name: (column.physical_type, str(column.logical_type.type)) for column in columns
    }


def test_plain_types_are_plain_in_parquet_too(parquet: Path) -> None:
    types = _types(parquet / "dim_types" / "part-0.parquet")
    assert types.pop("key") == PLAIN_TYPES["varchar"]
    assert types == {f"a_{kind}": written for kind, written in PLAIN_TYPES.items()}


def test_every_parquet_file_is_flat_and_in_a_codec_that_all_read(published: Settings) -> None:
    """nanoparquet reads Snappy, Gzip and Zstandard, and no nested column."""
    files = sorted((published.published_dir / "current").resolve().rglob("*.parquet"))
    assert len(files) > 20
    for file in files:
        opened = pq.ParquetFile(file)
        assert set(_types(file).values()) <= set(PLAIN_TYPES.values()), file
        # as many leaves as columns: nothing is nested
        assert len(opened.schema) == len(opened.schema_arrow), file
        groups = (opened.metadata.row_group(n) for n in range(opened.metadata.num_row_groups))
        codecs = {g.column(n).compression for g in groups for n in range(g.num_columns)}
        assert codecs <= {"ZSTD"}, file


def test_only_publish_info_has_types_that_stay_in_duckdb(file: Path) -> None:
    with duckdb.connect(str(file), read_only=True, config=LOCK) as con:
        others = con.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"
            " and not list_contains(?, lower(data_type)) order by all",
            [list(PLAIN_TYPES)],
        ).fetchall()
    assert others == [
        ("publish_info", "publications"),
        ("publish_info", "published_at"),
        ("publish_info", "row_counts"),
    ]
