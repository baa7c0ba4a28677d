"""A first delivery, before there is any night to compare it with."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import duckdb
import pytest

from quality.bounds import bounds
from tests.end_to_end.conftest import NIGHTS, make_world, run_night
from warehouse.core.errors import GateBlocked, NightFailed
from warehouse.core.settings import Settings
from warehouse.night.run import NightSummary
from warehouse.publication.published import query
from warehouse.services import scheduler

pytestmark = pytest.mark.full

#: each of a country of its own: reports of one country in like words may be taken for reprints
CITIES = (
    "البصرة", "درعا", "عدن", "بنغازي", "العريش", "بيروت", "الخرطوم", "المنامة", "الدوحة", "الكويت",
)  # fmt: skip


def bounds_checked(settings: Settings, night: str) -> dict[str, bool]:
    """For each check of an absolute bound whether the night passed it."""
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        checks = con.execute(
            "select check_name, success from ops.check_results where batch_date = ?"
            " and suite = 'marts.fct_incident'",
            [night],
        ).fetchall()
    names = bounds().names
    return {name: passed for name, passed in checks if any(known in name for known in names)}


def deliver(folder: Path, wounded: int) -> None:
    """A landed night of 60 articles of 60 days: each day an attack with so many wounded."""
    folder.mkdir(parents=True)
    (folder / "_SUCCESS").touch()
    articles = []
    for day in range(60):
        city = CITIES[day % len(CITIES)]
        articles.append(
            {
                "url": f"https://news.example/{day}",
                "source": "وكالة الرافدين الإخبارية",
                "published_at": f"{dt.date(2026, 9, 1) + dt.timedelta(day)}T10:00:00+03:00",
                "title": f"انفجار سيارة مفخخة في {city}",
                "text": f"أصيب {wounded} شخص بجروح وقتل خمسة أمس في انفجار سيارة مفخخة في {city}، "
                "وفق ما أعلنت الشرطة.",
            }
        )
    (folder / "articles.jsonl").write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in articles), encoding="utf-8"
    )


def test_a_million_wounded_are_held_and_the_night_is_warned_of(tmp_path: Path) -> None:
    settings = make_world(tmp_path)
    deliver(settings.landing_dir / NIGHTS[0], 18_000)
    run_night(settings, NIGHTS[0])
    held = "select count(*), sum(wounded_best), min(hold_reasons) from mart_incidents_held"
    assert query(settings, held)[1] == [(60, 1_080_000, "toll_over_bound")]
    assert query(settings, "select count(*) from mart_incidents")[1] == [(0,)]
    assert query(settings, "select sum(wounded_high_sum) from mart_daily_by_governorate")[1] == [
        (None,)
    ]
    assert not bounds_checked(settings, NIGHTS[0])["few incidents that are held"]


def test_tolls_that_are_possible_one_by_one_block_where_all_are_so_high(tmp_path: Path) -> None:
    settings = make_world(tmp_path)
    deliver(settings.landing_dir / NIGHTS[0], 600)
    with pytest.raises(GateBlocked) as blocked:
        run_night(settings, NIGHTS[0])
    assert "mean toll of the incidents of a delivery possible" in blocked.value.message
    assert "measure=wounded, incidents=60, toll=360" in blocked.value.message
    assert "toll of one incident" not in blocked.value.message
    assert not (settings.published_dir / "current").exists()
    assert not list(settings.published_dir.glob("versions/*"))


def test_a_blocked_gate_leaves_the_run_of_airflow_failed_and_its_steps_on_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_world(tmp_path / "world")
    deliver(settings.landing_dir / NIGHTS[0], 600)
    for name in ("landing_dir", "var_dir", "published_dir"):
        monkeypatch.setenv(f"SIJILL_{name.upper()}", str(getattr(settings, name)))
    monkeypatch.setenv("SIJILL_MIN_FREE_MB", "0")
    scheduler.prepare(settings)
    with pytest.raises(NightFailed, match="mean toll of the incidents of a delivery possible"):
        scheduler.test_dag(settings, NIGHTS[0], tmp_path / "airflow.log", on_step=lambda *_: None)
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        steps = dict(con.execute("select step, status from ops.steps").fetchall())
    assert (steps["gate"], steps["link"]) == ("failed", "ok")
    assert "publish" not in steps
    assert not settings.deadman_file.exists()
    assert not (settings.published_dir / "current").exists()


def test_the_sample_nights_are_within_the_bounds(
    three_nights: tuple[Settings, list[NightSummary]],
) -> None:
    settings, _ = three_nights
    for night in NIGHTS:
        checks = bounds_checked(settings, night)
        assert len(checks) == 2 * len(bounds().tolls) + len(bounds().shares)
        assert all(checks.values())
