"""Parquet over which Arrow ends its process costs one file, not the night."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.corpus import all_cases
from warehouse.landing.parquet_files import read_parquet, try_parquet
from warehouse.landing.parquet_trial import ParquetTrial, TrialFailed
from warehouse.landing.raw_records import FileRejected, Limits

LIMITS = Limits(record_bytes=10_000, file_bytes=100_000)
READ = """
import sys
import pyarrow.parquet as pq
group = pq.ParquetFile(sys.argv[1]).metadata.row_group(0)
print([group.column(n).total_compressed_size for n in range(group.num_columns)])
"""


def made(name: str, folder: Path) -> Path:
    [case] = [case for case in all_cases(folder) if case.name == name]
    path = folder / case.file
    case.make(path)
    return path


def test_a_file_that_ends_the_process_ends_another(tmp_path: Path) -> None:
    path = made("parquet/abort", tmp_path)
    alone = subprocess.run(
        [sys.executable, "-c", READ, str(path)], check=False, capture_output=True
    )
    assert alone.returncode < 0, "Arrow no longer breaks over it: find another file"
    with path.open("rb") as stream, pytest.raises(FileRejected, match="its reader broke over it"):
        list(read_parquet(stream, LIMITS))
    good = made("parquet/deep-5", tmp_path)
    with good.open("rb") as stream:
        assert len(list(read_parquet(stream, LIMITS))) == 1


def test_a_name_that_leads_elsewhere_by_now_does_not_count(tmp_path: Path) -> None:
    good, bad = made("parquet/deep-5", tmp_path), made("parquet/abort", tmp_path)
    with good.open("rb") as stream:
        bad.replace(good)
        assert len(list(read_parquet(stream, LIMITS))) == 1


def test_one_process_tries_many_files_and_is_begun_anew(tmp_path: Path) -> None:
    good, bad = made("parquet/deep-5", tmp_path), made("parquet/abort", tmp_path)
    trial = ParquetTrial(try_parquet)
    for path in (good, good, bad, good):
        with path.open("rb") as stream:
            if path == bad:
                with pytest.raises(TrialFailed):
                    trial.refused(stream, 10_000, 100_000)
            else:
                assert trial.refused(stream, 10_000, 100_000) is None
    trial.end()
