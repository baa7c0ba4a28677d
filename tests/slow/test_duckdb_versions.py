"""A published file opens in the DuckDB versions that analysts have, not only in ours."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.conftest import NIGHTS, make_world, run_night
from warehouse.core.settings import Settings

pytestmark = pytest.mark.slow

READ = """
import json, sys, duckdb
folder = sys.argv[1]
con = duckdb.connect(
    folder + "/sijill.duckdb",
    read_only=True,
    config={"enable_external_access": "false", "lock_configuration": "true"},
)
refused = []
for sql in (
    "select * from read_text('" + folder + "/publish_info.json')",
    "create table marts.mine as select 1",
    "set lock_configuration = false",
):
    try:
        con.execute(sql)
    except duckdb.Error:
        refused.append(sql.split()[0])
print(json.dumps({
    "version": duckdb.__version__,
    "incidents": con.execute("select count(*) from marts.fct_incident").fetchone()[0],
    "as_published": con.execute(
        "select count(*) from marts.incidents_as_published(1)"
    ).fetchone()[0],
    "mortars": con.execute(
        "select count(*) from marts.dim_weapon where label_ar = 'هاون'"
    ).fetchone()[0],
    "refused": refused,
    "commented": con.execute(
        "select count(*) from duckdb_columns() where schema_name = 'marts' and comment is not null"
    ).fetchone()[0],
    "parquet": duckdb.execute(
        "select count(*) from read_parquet(?)", [folder + "/parquet/fct_incident/**/*.parquet"]
    ).fetchone()[0],
}))
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = make_world(tmp_path_factory.mktemp("versions"), NIGHTS[0])
    run_night(settings, NIGHTS[0])
    return settings


@pytest.mark.parametrize("version", ["1.2.0", "1.3.2", "1.4.5", "1.5.6", "2.0.1"])
def test_another_duckdb_opens_it(published: Settings, version: str, tmp_path: Path) -> None:
    got = subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--quiet", "--no-deps",
            "--target", str(tmp_path / "lib"), f"duckdb=={version}",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if got.returncode:
        pytest.skip(f"duckdb {version} could not be installed: {got.stderr[-200:]}")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(published.published_dir / "current")],
        env={"PYTHONPATH": str(tmp_path / "lib")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["version"] == version
    assert seen["incidents"] == seen["parquet"] > 5
    assert seen["commented"] > 150
    assert seen["as_published"] > 5
    assert seen["mortars"] == 1
    assert seen["refused"] == ["select", "create", "set"]
