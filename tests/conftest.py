"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from warehouse.dbt_process import one_dbt

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session", autouse=True)
def _one_parse_of_the_dbt_project(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every warehouse of the tests begins with what the first one's dbt parsed."""
    root = tmp_path_factory.getbasetemp()
    # the workers of one run lie beside each other
    shared = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    os.environ["SIJILL_DBT_PARSE_DIR"] = str(shared / "dbt-parse")


@pytest.fixture(scope="session", autouse=True)
def _one_dbt() -> Iterator[None]:
    with one_dbt():
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window; the tests that need it are skipped, and say so, where it
    is absent. One for all: a process can drive no second one beside it."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium: pages are not looked at (apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # CI runs as root, where Chromium's own sandbox does not start
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()
