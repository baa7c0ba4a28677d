"""One built warehouse for all the tests of the models."""

from __future__ import annotations

import pytest

from tests.dbt import scenario
from tests.dbt.pipeline import build, settings_in
from warehouse.settings import Settings


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three nights, loaded in order and built once."""
    settings = settings_in(tmp_path_factory.mktemp("built"))
    scenario.load(settings.build_file)
    build(settings, run_id="run-1")
    return settings
