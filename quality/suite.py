"""One table and what must hold of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity

from quality.expectations import ExpectNoRows

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Check:
    """A query that must find no rows; `{batch}` in it is the table. `why` may be empty."""

    name: str
    severity: Severity
    why: str
    sql: str

    def expectation(self) -> Expectation:
        """The check as Great Expectations asks it."""
        return ExpectNoRows(
            unexpected_rows_query=" ".join(self.sql.split()),
            description=f"{_sentence(self.name)} {self.why}".strip(),
            severity=FailureSeverity.CRITICAL
            if self.severity == "error"
            else FailureSeverity.WARNING,
            meta={"name": self.name, "severity": self.severity},
        )


@dataclass(frozen=True, slots=True)
class Suite:
    """The checks of one table."""

    schema: str
    table: str
    checks: tuple[Check, ...]

    @property
    def name(self) -> str:
        """Its name in results and on pages: schema.table."""
        return f"{self.schema}.{self.table}"


def _sentence(name: str) -> str:
    is_identifier = "_" in name.split(maxsplit=1)[0]
    return f"{name if is_identifier else name[0].upper() + name[1:]}."
