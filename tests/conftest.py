"""What all tests share."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def _one_parse_of_the_dbt_project(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every warehouse of the tests begins with what the first one's dbt parsed."""
    root = tmp_path_factory.getbasetemp()
    # the workers of one run lie beside each other
    shared = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    os.environ["SIJILL_DBT_PARSE_DIR"] = str(shared / "dbt-parse")
