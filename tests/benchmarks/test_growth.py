"""A night costs what it brings, not what was there before: the growth benchmark, small."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.growth import nights, up_to_publishing, within
from benchmarks.history import LAST_DAY, History, lay_down
from benchmarks.synthetic import Desk
from warehouse.core.settings import Settings

pytestmark = pytest.mark.full

ARTICLES = 120
#: a model that looks at all rows for each of the night's takes ten times as long; nights of this
#: size differ by a tenth from one to the next
AT_MOST = 1.5
TINY, SHORT, LONG = 200, 400, 8_000


def _laid(root: Path, incidents: int, a_night: int = 40) -> tuple[Settings, Desk, History]:
    settings = within(Settings(_env_file=None, recogniser="none", duckdb_memory="1GB"), root)
    desk = Desk.open(settings.seeds_dir)
    return settings, desk, lay_down(settings, desk, incidents, a_night=a_night)


def test_a_history_is_whole(tmp_path: Path) -> None:
    settings, _, laid = _laid(tmp_path, TINY, a_night=8)
    with duckdb.connect(
        str(settings.published_dir / "current" / "sijill.duckdb"), read_only=True
    ) as connection:
        incidents, versions, last = connection.execute(
            "select (select count(*) from marts.fct_incident),"
            " (select count(*) from marts.fct_incident_version),"
            " (select max(last_reported_on) from marts.fct_incident)"
        ).fetchall()[0]
    assert incidents == versions == laid.incidents > 150
    assert last == LAST_DAY


# two minutes of processor time; tests/dbt/test_growth.py counts the passes on every run
@pytest.mark.slow
def test_a_night_over_a_long_history_costs_no_more(tmp_path: Path) -> None:
    short, long = _laid(tmp_path / "short", SHORT), _laid(tmp_path / "long", LONG)
    assert long[2].incidents > 15 * short[2].incidents
    # the first night of a process imports what the others find
    _, before = nights(*short, articles=ARTICLES, count=2)
    (after,) = nights(*long, articles=ARTICLES, count=1)
    # processor time: other tests run beside this one
    assert up_to_publishing(after).cpu <= AT_MOST * up_to_publishing(before).cpu, (before, after)
