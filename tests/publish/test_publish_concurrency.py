"""Readers during publishes, and publishes that are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publish.marts_builder import MONTHS, NIGHT, NOW, settings_in, write_build
from warehouse.publication.publish import publish
from warehouse.store.versions import current_version, list_versions

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
#: twice as many publishes as versions that are kept
READERS, PUBLISHES = 2, 6


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter (pytest's own are closed to others)."""
    with tempfile.TemporaryDirectory(prefix="sijill-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def unprivileged_user() -> list[str]:
    """`nobody`, where this process may become it; else the readers stay who they are."""
    return ["nobody"] if os.geteuid() == 0 else []


def test_readers_never_see_half_a_version(open_folder: Path) -> None:
    settings = settings_in(open_folder, keep_versions=3, reader_grace_minutes=0)
    (open_folder / "var").mkdir(mode=0o700)
    stop = open_folder / "stop"
    write_build(settings, toll=0)
    versions = [publish(settings, NIGHT, "run", now=NOW).version]

    readers = [
        subprocess.Popen(
            [
                sys.executable,
                str(HERE / "hammer_reader.py"),
                str(settings.published_dir),
                str(stop),
                *unprivileged_user(),
            ],
            stdout=subprocess.PIPE,
        )
        for _ in range(READERS)
    ]
    try:
        time.sleep(1.5)  # all of them read by now
        for toll in range(1, PUBLISHES + 1):
            write_build(settings, {**MONTHS, "2026-11": 200 + toll * 1000}, toll=toll)
            versions.append(publish(settings, NIGHT, "run", now=NOW).version)
    finally:
        stop.touch()
        reports = [json.loads(reader.communicate(timeout=30)[0]) for reader in readers]

    assert [report["faults"] for report in reports] == [[]] * READERS
    if os.geteuid() == 0:
        assert all(report["uid"] != 0 for report in reports)
    assert all(report["reads"] > 20 for report in reports)
    seen = set().union(*(report["versions"] for report in reports))
    assert len(seen) > PUBLISHES / 2
    assert seen <= set(versions)
    # the published folder holds nothing that a reader wrote
    assert {p.name for p in (settings.published_dir / "current" / "").iterdir()} == {
        "changes",
        "index.html",
        "page",
        "parquet",
        "publish_info.json",
        "register",
        "sijill.duckdb",
    }


@pytest.mark.parametrize("function", ["_write_duckdb", "_prove", "_finish_files", "point_current"])
def test_a_killed_publish_changes_nothing_and_the_next_cleans_up(
    tmp_path: Path, function: str
) -> None:
    settings = settings_in(tmp_path)
    write_build(settings, toll=1)
    first = publish(settings, NIGHT, "run", now=NOW)
    write_build(settings, toll=2)

    killed = subprocess.run(
        [sys.executable, str(HERE / "killed_publish.py"), str(tmp_path), function],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert current_version(settings) == first.version
    if function != "point_current":
        assert list((settings.published_dir / "versions").glob(".building-*"))

    second = publish(settings, NIGHT, "run", now=NOW)
    assert second.changed
    assert second.version.startswith("000002-")
    assert current_version(settings) == second.version
    assert not list((settings.published_dir / "versions").glob(".*"))
    assert [v.version for v in list_versions(settings)] == [first.version, second.version]
