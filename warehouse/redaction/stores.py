"""Searches and cleans files by their kind, whatever they are used for.

DuckDB and SQLite leave the bytes of changed values in the file, so a file that was cleaned is
rewritten, row by row, and renamed over the old one. Compressed files are searched by their values,
all others byte by byte.
"""

# ruff: noqa: S608 - names of tables and columns come from the catalogue and are quoted
from __future__ import annotations

import gzip
import itertools
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.core.files import replacing
from warehouse.core.sql_text import sql_identifier, statements
from warehouse.store.database_copies import changing, rewritten_database
from warehouse.store.redacted_words import RedactedWords

_SQL = statements(__file__)

#: columns that hold a text's own words, an address or a title
TEXT_COLUMNS = frozenset(
    {"quote", "title", "url", "masked_title", "public_url", "primary_url", "primary_title"}
)
#: a version's JSON, its quote within
STATE = "state"
_SQLITE = b"SQLite format 3\0"
#: a stretch of Arabic letters among bytes of any kind
_ARABIC_BYTES = re.compile(rb"(?:[\xd8-\xdb][\x80-\xbf][ \-_.,]?){6,}")
#: columns of smaller tables are read in one go
_SMALL = 200_000


# ── looking ──────────────────────────────────────────────────────────────────────────────


def places_in(path: Path, words: RedactedWords) -> int:
    """How many values, lines or stretches of a file hold the words; 0 where none does."""
    name = path.name.lower()
    if name.endswith(".duckdb"):
        with duckdb.connect(str(path), read_only=True) as connection:
            connection.execute("set threads = 1")
            found = sum(places_in_database(connection, words).values())
        return found or _places_in_bytes(path.read_bytes(), words)
    with path.open("rb") as stream:
        return places_in_stream(name, stream, words)


def places_in_stream(name: str, stream: BinaryIO, words: RedactedWords) -> int:
    """How many values, lines or stretches of an open file of that name hold the words; a DuckDB
    file is looked through byte by byte."""
    if name.endswith(".parquet"):
        try:
            return _places_in_parquet(stream, words)
        except (OSError, pa.ArrowException):
            stream.seek(0)
            return _places_in_bytes(stream.read(), words)
    data = stream.read()
    if name.endswith(".gz"):
        try:
            return _places_in_text(gzip.decompress(data), words)
        except (OSError, EOFError):
            return _places_in_bytes(data, words)
    if data.startswith(_SQLITE) or b"\0" in data:
        return _places_in_bytes(data, words)
    return _places_in_text(data, words)


def places_in_database(
    connection: duckdb.DuckDBPyConnection, words: RedactedWords, but: Collection[str] = ()
) -> dict[str, int]:
    """How many different values of each table hold the words, by "schema.table"; not of the schemas
    in `but`."""
    found: dict[str, int] = {}
    for table, column, _, values in _columns(connection, but):
        count = len(held_in(words, column, values))
        if count:
            found[table] = found.get(table, 0) + count
    return found


def _places_in_text(data: bytes, words: RedactedWords) -> int:
    return len(words.among(data.decode("utf-8", "ignore").splitlines()))


def _places_in_parquet(stream: BinaryIO, words: RedactedWords) -> int:
    table = pq.read_table(stream)
    return sum(
        len(held_in(words, column, set(_strings(table.column(column).to_pylist()))))
        for column in table.column_names
    )


def _places_in_bytes(data: bytes, words: RedactedWords) -> int:
    """Places in a file whose form does not show where a text begins and ends."""
    stretches = _ARABIC_BYTES.finditer(data)
    return len(words.among(match[0].decode("utf-8", "ignore") for match in stretches))


def held_in(words: RedactedWords, column: str, values: Collection[str]) -> set[str]:
    """Those of a column's values that hold the words, or stand for a text that went."""
    if column == STATE:
        return {value for value in values if words.state(value) != value}
    found = set(words.among(values))
    if column in TEXT_COLUMNS:
        found |= {value for value in values if words.value(value) != value}
    return found


def _columns(
    connection: duckdb.DuckDBPyConnection, but: Collection[str] = ()
) -> Iterator[tuple[str, str, str, list[str]]]:
    """Each column of a base table that can hold words: table, column, type, different values."""
    rows = connection.execute(
        _SQL["text_columns"],
        [list(but)],
    ).fetchall()
    for table, group in itertools.groupby(rows, key=lambda row: str(row[0])):
        columns = [(column, kind) for _, column, kind in group]
        lists = ", ".join(f"list(distinct {sql_identifier(c)}::varchar)" for c, _ in columns)
        if connection.execute(f"select count(*) from {_quoted(table)}").fetchall()[0][0] <= _SMALL:
            found = connection.execute(f"select {lists} from {_quoted(table)}").fetchall()[0]
            for (column, kind), values in zip(columns, found, strict=True):
                yield table, column, kind, [v for v in values or () if v is not None]
            continue
        for column, kind in columns:
            values = connection.execute(
                f"select distinct {sql_identifier(column)}::varchar from {_quoted(table)}"
                f" where {sql_identifier(column)} is not null"
            ).fetchall()
            yield table, column, kind, [value for (value,) in values]


def _strings(values: Iterable[Any]) -> Iterator[str]:
    """All texts within values of any shape."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _strings(value.values())
        elif isinstance(value, list | tuple):
            yield from _strings(value)


def _quoted(table: str) -> str:
    schema, _, name = table.partition(".")
    return f"{sql_identifier(schema)}.{sql_identifier(name)}"


# ── cleaning ─────────────────────────────────────────────────────────────────────────────


def clean_database(
    connection: duckdb.DuckDBPyConnection, words: RedactedWords, but: Collection[str] = ()
) -> int:
    """Take the words out of every column of every table, but for the schemas in `but`; returns how
    many values were changed.

    An address that lost a part is no address any more.
    """
    changed = 0
    for table, column, kind, values in _columns(connection, but):
        if kind not in ("VARCHAR", "JSON"):
            continue
        clean = {
            value: _cleaned(words, column, value)
            for value in sorted(held_in(words, column, values))
        }
        if clean:
            changed += len(clean)
            _put(connection, table, column, clean)
    addresses = sorted({put for put in words.values.values() if put is not None})
    for (table,) in connection.execute(
        "select schema_name || '.' || table_name from duckdb_columns()"
        " where column_name = 'url_is_whole' and database_name = current_database()"
    ).fetchall():
        if addresses and kind_of_table(connection, table):
            connection.execute(
                f"update {_quoted(table)} set url_is_whole = false where url in (select unnest(?))",
                [addresses],
            )
    return changed


def kind_of_table(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether it is a table, not a view."""
    return bool(
        connection.execute(
            "select 1 from duckdb_tables() where schema_name || '.' || table_name = ?"
            " and database_name = current_database()",
            [table],
        ).fetchall()
    )


def _cleaned(words: RedactedWords, column: str, value: str) -> str | None:
    if column == STATE:
        return words.state(value)
    if column in TEXT_COLUMNS:
        put = words.value(value)
        if put != value:
            return put
        if words.runs:  # a piece of a text that went is none
            return None
    return words.without(value)


def _put(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, clean: Mapping[str, str | None]
) -> None:
    nullable = connection.execute(
        "select bool_or(is_nullable) from duckdb_columns()"
        " where schema_name || '.' || table_name = ? and column_name = ?"
        " and database_name = current_database()",
        [table, column],
    ).fetchall()[0][0]
    rows = pa.table(
        {
            "old": pa.array(clean.keys(), pa.string()),
            "new": pa.array(
                [value if value is not None or nullable else "" for value in clean.values()],
                pa.string(),
            ),
        }
    )
    connection.register("clean_rows", rows)
    name = sql_identifier(column)
    connection.execute(
        f"update {_quoted(table)} set {name} = clean_rows.new from clean_rows"
        f" where {_quoted(table)}.{name}::varchar = clean_rows.old"
    )
    connection.unregister("clean_rows")


def clean_file(path: Path, words: RedactedWords) -> None:
    """Take the words out of a text, Parquet or SQLite file; nothing is touched where none stands.

    A file of any other kind that holds them is emptied: what cannot be cleaned is not kept.
    """
    if not places_in(path, words):
        return
    name = path.name.lower()
    if name.endswith(".parquet"):
        clean_parquet(path, words)
    elif name.endswith(".duckdb"):
        with rewritten_database(path, path) as work, changing(work) as connection:
            clean_database(connection, words)
    elif path.read_bytes().startswith(_SQLITE):
        _clean_sqlite(path, words)
    else:
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            text = ""
        with replacing(path) as temporary:
            temporary.write_text(
                "".join(words.without(line) for line in text.splitlines(keepends=True)), "utf-8"
            )
            temporary.chmod(path.stat().st_mode & 0o777)


def clean_parquet(path: Path, words: RedactedWords) -> None:
    """Take the words out of the text columns of a Parquet file."""
    table = pq.read_table(path, partitioning=None)
    for at, column in enumerate(table.column_names):
        kind = table.schema.field(at).type
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            continue
        values = table.column(column).to_pylist()
        held = held_in(words, column, {value for value in values if value is not None})
        clean = [_cleaned(words, column, value) if value in held else value for value in values]
        if clean != values:
            table = table.set_column(at, table.schema.field(at), pa.array(clean, kind))
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")
        temporary.chmod(path.stat().st_mode & 0o777)


def _clean_sqlite(path: Path, words: RedactedWords) -> None:
    with closing(sqlite3.connect(path, timeout=60)) as connection:
        connection.create_function(
            "without_words", 1, lambda value: words.without(value) if value else value
        )
        tables = [
            name
            for (name,) in connection.execute(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
            )
        ]
        for table in tables:
            for _, column, kind, *_ in connection.execute(
                f"pragma table_info({sql_identifier(table)})"
            ).fetchall():
                if any(part in str(kind).upper() for part in ("CHAR", "TEXT", "CLOB", "JSON")):
                    name = sql_identifier(column)
                    connection.execute(
                        f"update {sql_identifier(table)} set {name} = without_words({name})"
                        f" where typeof({name}) = 'text' and {name} <> without_words({name})"
                    )
        connection.commit()
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
