"""A lake whose catalogue is a file: nothing has to be up for it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from warehouse.core.settings import Settings
from warehouse.store.database import fill_lake

HERE = importlib.util.find_spec("duckdb_extensions") is not None
#: marks what works on a lake
wants_a_lake = pytest.mark.skipif(not HERE, reason="DuckDB's extensions come with sijill[scale]")


def in_a_lake(settings: Settings, folder: Path) -> Settings:
    """Settings of the same warehouse with a lake in that folder instead of a build file. DuckDB's
    extensions are unpacked once for all tests, beside what dbt parsed."""
    assert settings.dbt_parse_dir is not None
    unpacked = settings.dbt_parse_dir.with_name("lake-extensions")
    unpacked.mkdir(exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    (settings.var_dir / "extensions").symlink_to(unpacked)
    return settings.model_copy(
        update={"lake_catalog": f"{folder}/catalog.duckdb", "lake_data": f"{folder}/lake/"}
    )


def moved_into_a_lake(settings: Settings, folder: Path) -> Settings:
    """The same warehouse, what its build file held now in a lake in that folder."""
    moved = in_a_lake(settings, folder)
    fill_lake(moved, settings.build_file)
    settings.build_file.unlink()
    return moved
