"""How a rule of the gate is written: a query that must find no rows, its name and its severity.

In SQL a colon before a word would be a parameter, and braces are Great Expectations' own.
"""

from __future__ import annotations

from typing import Any, Literal

from quality.expectations import ExpectNoRows

Severity = Literal["error", "warning"]


def no_rows(name: str, sql: str, severity: Severity = "error", why: str = "") -> ExpectNoRows:
    """The rule that `sql`, which reads its table as `{batch}`, finds nothing.

    `why` is shown next to the name. Raises ValueError where the query does not mention its table.
    """
    query = " ".join(sql.split())
    if "{batch}" not in query:  # a slip in this file, not in the data
        raise ValueError(f"the query of {name!r} does not read its table")
    return ExpectNoRows(
        unexpected_rows_query=query,
        description=f"{_sentence(name)} {why}".strip(),
        **meta_of(name, severity),
    )


def meta_of(name: str, severity: Severity) -> dict[str, Any]:
    """The arguments of an expectation that hold its name and its severity."""
    return {
        "severity": "critical" if severity == "error" else "warning",
        "meta": {"name": name, "severity": severity},
    }


def _sentence(name: str) -> str:
    is_identifier = "_" in name.split(maxsplit=1)[0]
    return f"{name if is_identifier else name[0].upper() + name[1:]}."
