"""Hints for SQL that DuckDB refuses, in terms of the published warehouse."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import pairwise

import duckdb

#: error texts of our own functions, each with what to do about it
_REFUSED = {
    "no event type is called": "select event_type from dim_event_type lists them",
    "is no publication: give": "select unnest(publications, recursive := true) from publish_info"
    " lists them",
}
_NEAR = re.compile(r'syntax error at (?:or near "(?P<word>[^"]*)"|end of input)')
_TABLE = re.compile(r"(?:Table|Table Function) with name (?P<name>\S+) does not exist")
_COLUMN = re.compile(r'column "(?P<column>[^"]+)"|column named "(?P<named>[^"]+)"')
_WORD = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\w+|\S", re.DOTALL)
#: reserved words that are seldom meant as a name, since a clause or a condition begins with them
_OF_CLAUSES = frozenset(
    (
        "select", "from", "where", "having", "limit", "offset", "union", "except", "intersect",
        "using", "with", "distinct", "on", "and", "or", "not", "in", "as", "case", "when", "then",
        "else", "is", "null", "true", "false", "all", "into", "returning", "qualify", "window",
    )
)  # fmt: skip
_MOST_NEAR = 5
_NEARNESS = 0.6
_IN_GENERAL = "docs/cookbook.md shows queries that work"


def hint(con: duckdb.DuckDBPyConnection, sql: str, err: duckdb.Error) -> str:
    """What the author of `sql` can do about DuckDB's error; `con` is open on the published file."""
    text = str(err)
    if isinstance(err, duckdb.CatalogException):
        return _of_catalog(con, text)
    for refused, do in _REFUSED.items():
        if refused in text:
            return do
    if isinstance(err, duckdb.BinderException):
        return _of_columns(con, text)
    if isinstance(err, duckdb.PermissionException | duckdb.InvalidInputException):
        return "the published warehouse is read-only, and reads no other files"
    if isinstance(err, duckdb.ParserException):
        return _of_syntax(con, sql, text)
    return _IN_GENERAL


def _of_catalog(con: duckdb.DuckDBPyConnection, text: str) -> str:
    tables = _column(
        con, "select table_name from duckdb_tables() where schema_name = 'marts' order by all"
    )
    functions = _column(
        con,
        "select function_name || '(' || array_to_string(parameters, ', ') || ')'"
        " from duckdb_functions() where schema_name = 'marts' and function_type = 'table_macro'"
        " order by all",
    )
    asked = _TABLE.search(text)
    near = _near(asked["name"].rpartition(".")[2], tables) if asked else []
    return "; ".join(
        f"{kind}: {', '.join(found)}"
        for kind, found in (("near it", near), ("tables", tables), ("functions", functions))
        if found
    )


def _of_columns(con: duckdb.DuckDBPyConnection, text: str) -> str:
    lists = "describe TABLE lists a table's columns; docs/data-dictionary.md says what they mean"
    asked = _COLUMN.search(text)
    if asked is None:
        return lists
    tables: defaultdict[str, list[str]] = defaultdict(list)
    for column, table in con.execute(
        "select column_name, table_name from duckdb_columns() where schema_name = 'marts'"
        " order by all"
    ).fetchall():
        tables[column].append(table)
    near = _near(asked["column"] or asked["named"], tables)
    if not near:
        return lists
    places = "; ".join(f"{name} in {', '.join(tables[name])}" for name in near)
    return f"near it: {places}; {lists}"


def _near(asked: str, names: Iterable[str]) -> list[str]:
    """Names like the one that was asked for, the nearest first, then those that hold it."""
    known, asked = list(names), asked.lower()
    like = get_close_matches(asked, known, n=_MOST_NEAR, cutoff=_NEARNESS)
    return list(dict.fromkeys([*like, *(name for name in known if asked in name)]))[:_MOST_NEAR]


def _of_syntax(con: duckdb.DuckDBPyConnection, sql: str, text: str) -> str:
    reserved = {
        *_column(
            con,
            "select keyword_name from duckdb_keywords() where keyword_category = 'reserved'",
        )
    } - _OF_CLAUSES
    near = _NEAR.search(text)
    words = [word.lower() for word in _WORD.findall(sql) if not word.startswith(("--", "/*"))]
    meant = _meant_as_name(words, near["word"], reserved) if near else None
    if meant is None:
        return "the SQL could not be read; quote the complete statement on the command line"
    return (
        f'{meant} is a reserved word: where it is to be a name, write "{meant}" with the double'
        " quotes, the complete statement in single ones, or give a file with --file"
    )


def _meant_as_name(words: Sequence[str], near: str | None, reserved: set[str]) -> str | None:
    """The reserved word at which DuckDB stopped, or the one before it; None where neither is."""
    if near is None:
        return words[-1] if words and words[-1] in reserved else None
    stopped = near.lower()
    if stopped in reserved:
        return stopped
    before = [one for one, next_ in pairwise(words) if next_ == stopped]
    return next((one for one in before if one in reserved), None)


def _column(con: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    return [str(value) for (value,) in con.execute(sql).fetchall()]
