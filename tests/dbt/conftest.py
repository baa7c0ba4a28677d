"""One built warehouse for all the tests of the models."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dbt import scenario
from tests.dbt.pipeline import build, settings_in
from tests.shared_worlds import built_once, shared_folder
from warehouse.core.settings import Settings


def _build(folder: Path) -> None:
    settings = settings_in(folder)
    scenario.load(settings.build_file)
    build(settings, run_id="run-1")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three nights, loaded in order and built once. Tests only read it, or a copy."""
    return settings_in(built_once(shared_folder(tmp_path_factory), "dbt", _build))
