"""One table and what must hold of it."""

from __future__ import annotations

from dataclasses import dataclass

from great_expectations.expectations.expectation import Expectation


@dataclass(frozen=True, slots=True)
class Suite:
    """The expectations about one table."""

    schema: str
    table: str
    expectations: tuple[Expectation, ...]

    @property
    def name(self) -> str:
        """How results and pages call it: schema.table."""
        return f"{self.schema}.{self.table}"
