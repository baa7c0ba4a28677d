"""Which night a run is for: the param, else the interval's local day; never the clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from warehouse.core.errors import SettingsError
from warehouse.core.settings import Settings
from warehouse.night.run import Night


def test_the_param_wins_over_the_interval() -> None:
    night = Night.of(
        Settings(),
        batch_date="2026-11-21",
        interval_start=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        run_id="r",
    )
    assert night.batch_date == dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("zone", "start", "day"),
    [
        ("Asia/Baghdad", dt.datetime(2026, 2, 1, 23, tzinfo=dt.UTC), dt.date(2026, 2, 2)),
        ("Africa/Casablanca", dt.datetime(2026, 2, 1, 23, 30, tzinfo=dt.UTC), dt.date(2026, 2, 2)),
        ("UTC", dt.datetime(2026, 2, 1, 23, tzinfo=dt.UTC), dt.date(2026, 2, 1)),
        (
            "Asia/Beirut",  # clocks go forward at midnight
            dt.datetime(2026, 3, 29, 1, tzinfo=ZoneInfo("Asia/Beirut")),
            dt.date(2026, 3, 29),
        ),
    ],
)
def test_the_night_is_the_local_day_of_the_interval_start(
    zone: str, start: dt.datetime, day: dt.date
) -> None:
    night = Night.of(Settings(timezone=zone), batch_date=None, interval_start=start, run_id="r")
    assert night.batch_date == day


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "21/11/2026", "../../etc"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="no date"):
        Night.of(Settings(), batch_date=text, run_id="r")


def test_without_date_and_interval_the_clock_is_not_asked() -> None:
    with pytest.raises(SettingsError, match="neither"):
        Night.of(Settings(), batch_date=None, run_id="r")


def test_a_setting_that_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from warehouse.core.settings import get_settings

    monkeypatch.setenv("SIJILL_TIMEZONE", "Mars/Olympus")
    get_settings.cache_clear()
    try:
        with pytest.raises(SettingsError, match="SIJILL_TIMEZONE"):
            get_settings()
    finally:
        get_settings.cache_clear()
