"""Articles whose address may lead to another article's page, because it was cut short or is shared.

Which they are depends on everything that is staged, not on the order of nights: when a batch adds
or removes an address, the articles of other batches with that address are judged again.
"""

from __future__ import annotations

import datetime as dt

import duckdb

from warehouse.contract.addresses import CUT_PATTERN
from warehouse.core.sql_text import statements
from warehouse.core.step_results import Notice
from warehouse.landing.source_tally import name_of

_SQL = statements(__file__)


class AddressDoubts:
    """The addresses of one batch, within the transaction that replaces it. To be created before the
    batch's articles are deleted."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, batch_date: dt.date) -> None:
        self._connection, self._stamp = connection, {"batch_date": batch_date}
        connection.execute(_SQL["addresses_before"], self._stamp)

    def mark(self) -> tuple[Notice, ...]:
        """Set staging.articles.address_doubt, and record the articles whose value changed as
        changed; returns the notices about the batch's own articles."""
        self._connection.execute(_SQL["address_doubts"], self._stamp | {"cut": CUT_PATTERN})
        self._connection.execute(_SQL["note_doubted"])
        self._connection.execute(_SQL["doubt"])
        for temporary in ("batch_addresses", "address_doubts"):
            self._connection.execute(f"drop table {temporary}")
        doubted = self._connection.execute(_SQL["doubted"], self._stamp).fetchall()
        return tuple(
            Notice(
                f"address_{doubt}",
                {"count": int(count), "source": name_of(source), "of_source": of_source},
            )
            for doubt, count, source, of_source in doubted
        )
