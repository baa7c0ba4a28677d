"""How far incidents stand where their reports say that they happened:

    python -m benchmarks.governorates [sijill.duckdb]

Of incidents that five reports or more place in a governorate: how many stand outside the one that
most of these reports name, and how many of the reports lie outside the incident's. Reports are main
mentions; reprints count, which have no vote of their own (docs/linking.md). Takes a published file,
the current version where none is named. Ends with 1 where more incidents stand outside than the
goal admits.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.core.settings import get_settings
from warehouse.publication.published import published_file

FEWEST_REPORTS = 5
#: of the incidents
GOAL = 0.03

_SQL = """
with counted as (
    select incident_id, admin1_code, count(*) as reports
    from marts.fct_incident_mention
    where is_main and incident_id is not null and admin1_code is not null
    group by all
),

incidents as (
    select
        counted.incident_id,
        sum(counted.reports) as reports,
        max(counted.reports) as most,
        coalesce(sum(counted.reports) filter (where counted.admin1_code = incident.admin1_code), 0)
            as inside
    from counted
    inner join marts.fct_incident as incident using (incident_id)
    group by counted.incident_id
    having sum(counted.reports) >= $fewest
)

select
    count(*)::integer as incidents,
    (count(*) filter (where inside < most))::integer as outside,
    coalesce(sum(reports), 0)::integer as reports,
    coalesce(sum(reports - inside), 0)::integer as reports_outside
from incidents
"""


@dataclass(frozen=True, slots=True)
class Placed:
    """Of incidents with reports enough: how many there are and stand outside the governorate that
    most of their reports name; of their reports the same, against the incident's governorate."""

    incidents: int
    outside: int
    reports: int
    reports_outside: int

    @property
    def share(self) -> float:
        """The share of the incidents that stand outside; 0 where there are none."""
        return self.outside / self.incidents if self.incidents else 0.0

    @property
    def share_of_reports(self) -> float:
        """The share of the reports that lie outside; 0 where there are none."""
        return self.reports_outside / self.reports if self.reports else 0.0


def placed(connection: duckdb.DuckDBPyConnection, *, fewest: int = FEWEST_REPORTS) -> Placed:
    """Count the incidents that `fewest` reports or more place in a governorate."""
    return Placed(*connection.execute(_SQL, {"fewest": fewest}).fetchall()[0])


def main() -> int:
    """Print the figures; 1 where the goal is missed."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else published_file(get_settings())
    with duckdb.connect(str(file), read_only=True) as connection:
        found = placed(connection)
    print(
        f"incidents of {FEWEST_REPORTS} reports and more: {found.incidents:,}, outside the"
        f" governorate that most name: {found.outside:,} ({found.share:.1%}, goal {GOAL:.0%})"
    )
    print(
        f"their reports: {found.reports:,}, outside the incident's governorate:"
        f" {found.reports_outside:,} ({found.share_of_reports:.1%})"
    )
    return int(found.share > GOAL)


if __name__ == "__main__":
    raise SystemExit(main())
