"""Texts of SQL: named statements of .sql files, and names and literals inside a statement."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def sql_literal(text: str) -> str:
    """A string literal, for statements that take no parameters (attach, copy, comment)."""
    return "'" + text.replace("'", "''") + "'"


def sql_identifier(name: str) -> str:
    """A quoted name of a table or column."""
    return '"' + name.replace('"', '""') + '"'


def statements(module: str) -> Mapping[str, str]:
    """The statements of a module (its `__file__`) by name: they lie in sql/<module>.sql next to it,
    each below a line `-- name: the_name`.

    Raises ValueError where two have one name.
    """
    file = Path(module).with_name("sql") / f"{Path(module).stem}.sql"
    found: dict[str, str] = {}
    for part in file.read_text(encoding="utf-8").split("-- name: ")[1:]:
        name, _, statement = part.partition("\n")
        if name.strip() in found:
            raise ValueError(f"{file.name} has two statements called {name.strip()}")
        found[name.strip()] = statement
    return found
