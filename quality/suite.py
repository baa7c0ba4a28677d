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
        """Its name in results and on pages: schema.table."""
        return f"{self.schema}.{self.table}"
