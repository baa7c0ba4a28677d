"""A lake without the words that went: in its tables, in what it was before, and in its catalogue.

    lake → build file → cleaned as one → lake filled again → earlier states dropped
    → catalogue rewritten

A lake's catalogue keeps the least and greatest values of each table's columns for as long as the
table is there; so the tables are created again rather than changed. Whether the words are gone is
checked in the files and in the catalogue's own tables, not through the lake.
"""

# ruff: noqa: S608 - names of tables and columns come from the catalogue and are quoted
from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress

import duckdb

from warehouse.core.errors import RedactionRefused
from warehouse.core.files import private_folder, replacing
from warehouse.core.settings import Settings
from warehouse.core.sql_text import sql_identifier, sql_literal
from warehouse.redaction.plan import Plan
from warehouse.redaction.stores import held_in, places_in_stream
from warehouse.store.database import copy_build, fill_lake, open_lake
from warehouse.store.database_copies import rewritten_database
from warehouse.store.lake import BUILD_NAME, Lake, drop_earlier_states, is_s3
from warehouse.store.redacted_words import RedactedWords

#: how much larger a build file may be than the lake's files, whose columns are packed better
LAKE_TO_FILE = 2
_CATALOGUE = "catalogue"
_OWNS = (
    "select pg_has_role(datdba, 'usage') as owns, current_user::text as role from pg_database"
    " where datname = current_database()"
)
#: a table of rows that lie in the catalogue, with the number of the lake's table that they are of
_INLINED = re.compile(r"ducklake_inlined_data_(\d+)_\d+")


def refuse_left_build_file(settings: Settings) -> None:
    """Raise RedactionRefused where a build file lies next to a lake: it would be taken for the
    lake's copy, although what it holds is out of date."""
    if settings.lake_catalog is not None and settings.build_file.exists():
        raise RedactionRefused(
            f"{settings.build_file} is left from before this warehouse was built in a lake",
            "remove it, or move it out of the warehouse; full texts are in it",
        )


def refuse_kept_versions(settings: Settings) -> None:
    """Raise RedactionRefused where the lake or the shards lie in a bucket that keeps old versions
    of removed objects. A bucket that does not answer whether it does is assumed not to."""
    import fsspec

    addresses = [lake.data for lake in _lakes(settings)] + [settings.shards_url or ""]
    for address in filter(is_s3, addresses):
        files, root = fsspec.core.url_to_fs(address)
        bucket = root.partition("/")[0]
        found = {}
        with suppress(PermissionError):
            found = files.call_s3("get_bucket_versioning", Bucket=bucket)
        if found.get("Status") == "Enabled":
            raise RedactionRefused(
                f"the bucket {bucket} keeps old versions of what is removed from it",
                f"suspend that, remove the old versions below {address}, then give it again",
            )


def refuse_catalogue_of_another(settings: Settings) -> None:
    """Raise RedactionRefused where the lake's catalogue is a database of Postgres that the role it
    is opened by does not own: samples of values, which Postgres keeps, would stay."""
    for lake in _lakes(settings):
        if lake.catalog_file is not None:
            continue
        with duckdb.connect() as connection:
            lake.attach_catalog(connection, name=_CATALOGUE, read_only=True)
            ((owns, role),) = connection.execute(
                f"from postgres_query('{_CATALOGUE}', {sql_literal(_OWNS)})"
            ).fetchall()
        if not owns:
            raise RedactionRefused(
                f"the database of the lake's catalogue is not {role}'s, who could not have"
                " rewritten what Postgres keeps besides the tables",
                "name its owner in SIJILL_LAKE_CATALOG, and give it again",
            )


def built_in_a_file(settings: Settings) -> Settings:
    """The settings of the same warehouse with a build file (the lake's copy) instead of the
    lake."""
    return settings.model_copy(update={"lake_catalog": None})


def copy_lake(settings: Settings, plan: Plan) -> None:
    """Copy the lake to the place of the build file."""
    del plan
    private_folder(settings.build_file.parent)
    with replacing(settings.build_file) as temporary:
        copy_build(settings, temporary)


def refill_lake(settings: Settings, plan: Plan) -> None:
    """Put the build file in the place of the lake, and drop every earlier state of it."""
    del plan
    if settings.build_file.exists():
        fill_lake(settings, settings.build_file)
        settings.build_file.unlink()
    with open_lake(settings) as connection:
        drop_earlier_states(connection)
    for lake in _lakes(settings):
        _rewrite_catalogue(lake)


def lake_bytes(settings: Settings) -> int:
    """Bytes of the files that the lake's present state needs; 0 where there is no lake."""
    if settings.lake_catalog is None:
        return 0
    with open_lake(settings) as connection:
        found = connection.execute(
            f"select sum(file_size_bytes) from ducklake_table_info({sql_literal(BUILD_NAME)})"
        ).fetchall()
    return int(found[0][0] or 0)


def places_in_lake(
    settings: Settings, words: RedactedWords, but: Collection[str] = ()
) -> Iterator[tuple[str, int]]:
    """The files below the lake's folder, and the tables of its catalogue, that hold the words, and
    in how many values; not those of the schemas in `but`. What no state of the lake needs is looked
    through too."""
    for lake in _lakes(settings):
        yield from _places_in_files(lake, words, but)
        yield from _places_in_catalogue(lake, words, but)


def _lakes(settings: Settings) -> Iterator[Lake]:
    if lake := Lake.of(settings):
        yield lake


def _places_in_files(
    lake: Lake, words: RedactedWords, but: Collection[str]
) -> Iterator[tuple[str, int]]:
    import fsspec

    files, root = fsspec.core.url_to_fs(lake.data)
    files.invalidate_cache()
    for path in sorted(files.find(root)):
        inside = path.removeprefix(root).lstrip("/")
        if inside.partition("/")[0] in but:
            continue
        with files.open(path, "rb") as stream:
            if count := places_in_stream(inside.lower(), stream, words):
                yield f"{lake.data.rstrip('/')}/{inside}", count


def _places_in_catalogue(
    lake: Lake, words: RedactedWords, but: Collection[str]
) -> Iterator[tuple[str, int]]:
    with _catalogue(lake, read_only=True) as connection:
        left_out = [
            int(number)
            for (number,) in connection.execute(
                "select table_id from ducklake_table inner join ducklake_schema using (schema_id)"
                " where schema_name in (select unnest(?::varchar[]))",
                [list(but)],
            ).fetchall()
        ]
        found: Counter[str] = Counter()
        for table, column, values in _values(connection, left_out):
            found[table] += len(held_in(words, column, values))
    for table, count in found.items():
        if count:
            yield f"the catalogue of the lake, {table}", count


def _values(
    connection: duckdb.DuckDBPyConnection, left_out: Collection[int]
) -> Iterator[tuple[str, str, set[str]]]:
    """The different texts in each column of the catalogue's tables, but for what is of the lake's
    tables of the numbers `left_out`; the least and greatest values of a column of the lake stand
    under that column's name too."""
    numbers = ", ".join(map(str, left_out)) or "null"
    for table in _tables(connection):
        inlined = _INLINED.fullmatch(table)
        if inlined and int(inlined[1]) in left_out:
            continue
        columns = [name for name, *_ in connection.execute(f"describe {table}").fetchall()]
        kept = f"where table_id not in ({numbers})" if "table_id" in columns and left_out else ""
        lists = ", ".join(f"list(distinct {sql_identifier(column)})" for column in columns)
        (found,) = connection.execute(f"select {lists} from {table} {kept}").fetchall()
        for column, values in zip(columns, found, strict=True):
            yield table, column, _texts(values or ())
        if {"min_value", "max_value", "column_id"} <= set(columns):
            bounds = connection.execute(
                "select distinct column_name, unnest([min_value, max_value])"
                f" from {table} inner join ducklake_column using (table_id, column_id) {kept}"
                " order by column_name"
            ).fetchall()
            for column, rows in itertools.groupby(bounds, key=lambda row: str(row[0])):
                yield table, column, _texts(value for _, value in rows)


def _texts(values: Iterable[object]) -> set[str]:
    """Values as texts; of rows that lie in Postgres texts are bytes."""
    return {
        value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)
        for value in values
        if value is not None
    }


def _rewrite_catalogue(lake: Lake) -> None:
    """Leave no byte of what was deleted in the catalogue's tables, and no sample of it."""
    if lake.catalog_file is not None:
        with rewritten_database(lake.catalog_file, lake.catalog_file):
            return
    with _catalogue(lake, read_only=False) as connection:
        schema = connection.execute("select current_schema()").fetchall()[0][0]
        tables = ", ".join(f"{sql_identifier(schema)}.{table}" for table in _tables(connection))
        for statement in (
            f"vacuum (full, analyze) {tables}",
            # where Postgres kept samples of their values
            "vacuum full pg_catalog.pg_statistic",
        ):
            connection.execute(
                f"call postgres_execute('{_CATALOGUE}', {sql_literal(statement)},"
                " use_transaction => false)"
            )


@contextmanager
def _catalogue(lake: Lake, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the catalogue's database, in the schema of DuckLake's tables."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        lake.attach_catalog(connection, name=_CATALOGUE, read_only=read_only)
        ((schema,),) = connection.execute(
            "select schema_name from duckdb_tables()"
            f" where database_name = '{_CATALOGUE}' and table_name = 'ducklake_snapshot'"
        ).fetchall()
        connection.execute(f"use {_CATALOGUE}.{sql_identifier(schema)}")
        yield connection


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        table
        for (table,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = current_database()"
            " and schema_name = current_schema() and starts_with(table_name, 'ducklake_')"
            " order by 1"
        ).fetchall()
    ]
