"""What one night promises, from the first on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.conftest import (
    NIGHTS,
    contents,
    copy_world,
    land,
    make_world,
    parquet_bytes,
    run_night,
)
from warehouse import scheduler
from warehouse.errors import EXIT_WARNINGS, BatchMissing
from warehouse.settings import PROJECT_ROOT, Settings


def test_a_broken_batch_is_quarantined_record_by_record(tmp_path: Path) -> None:
    settings = make_world(tmp_path, NIGHTS[0])
    batch = settings.landing_dir / NIGHTS[0]
    good = {
        "url": "https://example.org/1",
        "source": "إيلاف",
        "published_at": "2026-11-21T08:00:00+03:00",
        "text": "قتل ثلاثة أشخاص وأصيب سبعة آخرون في تفجير عبوة ناسفة في سوق وسط مدينة بعقوبة"
        " أمس الجمعة، وفق ما أعلنت شرطة محافظة ديالى.",
    }
    lines = [
        json.dumps(good, ensure_ascii=False).encode(),
        b'{"url": "https://example.org/2", ',
        json.dumps({**good, "url": "https://example.org/3", "text": ""}).encode(),
        json.dumps({**good, "url": "https://example.org/4", "published_at": "2026-02-30"}).encode(),
        b'{"url": "\xff\xfe"}',
        json.dumps({**good, "url": "https://example.org/5", "text": "English only. " * 9}).encode(),
    ]
    (batch / "broken.jsonl").write_bytes(b"\n".join(lines))
    (batch / "broken.parquet").write_bytes(b"PAR1 no")
    summary = run_night(settings, NIGHTS[0])
    assert summary.exit_code == EXIT_WARNINGS
    assert summary.records_quarantined == 5
    assert "1 files in quarantine" in summary.warnings
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        rows = con.execute(
            "select source_file, source_record, reason from staging.quarantine"
            " where source_file like 'broken%' order by all"
        ).fetchall()
        staged = con.execute(
            "select count(*) from staging.articles where source_file = 'broken.jsonl'"
        ).fetchone()
    assert [(file, record) for file, record, _ in rows] == [
        ("broken.jsonl", 2),
        ("broken.jsonl", 3),
        ("broken.jsonl", 4),
        ("broken.jsonl", 5),
        ("broken.jsonl", 6),
        ("broken.parquet", 0),
    ]
    assert len({reason for *_, reason in rows}) == 6
    assert staged == (1,)


def test_an_empty_night_is_a_night_and_a_missing_one_an_error(tmp_path: Path) -> None:
    settings = make_world(tmp_path)
    (settings.landing_dir / "2026-11-20").mkdir(parents=True)
    (settings.landing_dir / "2026-11-20" / "_SUCCESS").touch()
    summary = run_night(settings, "2026-11-20")
    assert (summary.articles_read, summary.incidents, summary.exit_code) == (0, 0, 0)
    with pytest.raises(BatchMissing, match="2026-11-19"):
        run_night(settings, "2026-11-19")


READER = """
import sys, time, pathlib, duckdb
path, stop, seen = sys.argv[1], pathlib.Path(sys.argv[2]), 0
while not stop.exists():
    with duckdb.connect(path, read_only=True) as con:
        con.execute("select count(*), sum(killed_best) from marts.fct_incident").fetchall()
    seen += 1
    time.sleep(0.01)
print(seen)
"""


def test_a_reader_in_another_process_is_not_disturbed_by_the_next_night(
    first_night: Settings, tmp_path: Path
) -> None:
    settings = copy_world(first_night, tmp_path)
    land(settings, NIGHTS[1])
    stop = tmp_path / "stop"
    path = settings.published_dir / "current" / "sijill.duckdb"
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(path), str(stop)], stdout=subprocess.PIPE, text=True
    )
    try:
        summary = run_night(settings, NIGHTS[1])
        assert reader.poll() is None
    finally:
        stop.touch()
    output, _ = reader.communicate(timeout=30)
    assert summary.version_changed
    assert reader.returncode == 0
    assert int(output) > 20


def test_airflow_runs_the_same_night(first_night: Settings, tmp_path: Path) -> None:
    by_dag = make_world(tmp_path / "dag", NIGHTS[0])
    environment = {
        "SIJILL_LANDING_DIR": str(by_dag.landing_dir),
        "SIJILL_VAR_DIR": str(by_dag.var_dir),
        "SIJILL_PUBLISHED_DIR": str(by_dag.published_dir),
        "SIJILL_MIN_FREE_MB": "0",
        "SIJILL_SHARD_ARTICLES": "8",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        scheduler.prepare(by_dag)
        scheduler.test_dag(by_dag, NIGHTS[0], tmp_path / "airflow.log", on_step=lambda *_: None)
    assert contents(by_dag) == contents(first_night)
    assert parquet_bytes(by_dag) == parquet_bytes(first_night)
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
