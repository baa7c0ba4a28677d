"""What one night promises, from the first on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.conftest import (
    NIGHTS,
    built_nights,
    contents,
    make_world,
    parquet_bytes,
    run_night,
)
from tests.shared_worlds import copy_folder, shared_folder
from warehouse.core.errors import BatchMissing
from warehouse.core.settings import PROJECT_ROOT
from warehouse.services import scheduler


@pytest.mark.full
def test_an_empty_night_is_a_night_and_a_missing_one_an_error(tmp_path: Path) -> None:
    settings = make_world(tmp_path)
    (settings.landing_dir / "2026-11-20").mkdir(parents=True)
    (settings.landing_dir / "2026-11-20" / "_SUCCESS").touch()
    summary = run_night(settings, "2026-11-20")
    assert (summary.articles_read, summary.incidents, summary.exit_code) == (0, 0, 0)
    with pytest.raises(BatchMissing, match="2026-11-19"):
        run_night(settings, "2026-11-19")


@pytest.mark.full
def test_airflow_runs_the_same_night(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """The second night, cut into other shards: neither who runs it nor how it is cut matters."""
    nights = built_nights(shared_folder(tmp_path_factory)) / "after"
    by_dag = make_world(copy_folder(nights / NIGHTS[0], tmp_path / "dag"))
    environment = {
        "SIJILL_LANDING_DIR": str(by_dag.landing_dir),
        "SIJILL_VAR_DIR": str(by_dag.var_dir),
        "SIJILL_PUBLISHED_DIR": str(by_dag.published_dir),
        "SIJILL_MIN_FREE_MB": "0",
        "SIJILL_SHARD_ARTICLES": "3",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        scheduler.prepare(by_dag)
        scheduler.test_dag(by_dag, NIGHTS[1], tmp_path / "airflow.log", on_step=lambda *_: None)
    by_hand = make_world(nights / NIGHTS[1])
    assert contents(by_dag) == contents(by_hand)
    assert parquet_bytes(by_dag) == parquet_bytes(by_hand)
    log = (tmp_path / "airflow.log").read_text(encoding="utf-8")
    assert "extract" in log


FIRST = PROJECT_ROOT.parent / "shared" / "articles" / "first.json"


@pytest.mark.skipif(not FIRST.is_file(), reason="the first article is not on this machine")
def test_the_first_article_comes_through_right(tmp_path: Path) -> None:
    output = tmp_path / "first.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "warehouse", "extract", str(FIRST), "-o", str(output)],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    row = json.loads(output.read_text(encoding="utf-8"))
    (incident,) = row["incidents"]
    assert row["article_id"] == "elaph-2021-07-21"
    assert incident["event_type"] == "suicide_bombing"
    assert incident["date"] == "2021-07-19"
    assert (incident["country"], incident["admin1"]) == ("IQ", "بغداد")
    assert incident["place"] == "مدينة الصدر"
    assert (incident["killed"], incident["wounded"]) == (35, 60)
    assert incident["weapon"] == "explosive_belt"
    assert incident["target_type"] == "market"
    assert incident["perpetrator"] is None
    assert "خلية الإعلام الأمني" in incident["attribution_source"]
