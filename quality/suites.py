"""What must hold before a night is published: one suite for each table of staging and marts.

Rules about rows (keys, codes, bounds, spans, references) are asked of what changed since the last
publication, whichever night brought it: a batch that was blocked once must not slip through with
the next one. After a full refresh they are asked of all rows. Sums and counts of a complete table
are always compared with complete tables, which queries call `build.schema.table`. Rules about
shares and volume are asked of the night alone.

severity `error` blocks the publish; `warning` is shown, recorded and turns the exit code to 3.
An error is something that cannot be true or that readers must never see; a warning is something
that a person should check. A night without articles passes.
"""

from __future__ import annotations

import datetime as dt

from quality.mart_suites import mart_suites
from quality.staging_suites import staging_suites
from quality.suite import Suite


def all_suites(batch_date: dt.date) -> tuple[Suite, ...]:
    """The suites of staging, linking and marts, for the night of `batch_date`."""
    night = f"date '{batch_date.isoformat()}'"
    return (*staging_suites(night), *mart_suites(night))
