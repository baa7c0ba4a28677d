"""Names and texts inside a statement, where DuckDB takes no parameters."""

from __future__ import annotations


def sql_literal(text: str) -> str:
    """A string literal, for statements that take no parameters (attach, copy, comment)."""
    return "'" + text.replace("'", "''") + "'"


def sql_identifier(name: str) -> str:
    """A quoted name of a table or column."""
    return '"' + name.replace('"', '""') + '"'
