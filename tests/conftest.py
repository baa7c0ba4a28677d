"""What all tests share."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from warehouse.dbt_process import one_dbt

if TYPE_CHECKING:
    from playwright.sync_api import Browser


_SEALED = (
    f"{Path(__file__).resolve().parents[1] / 'evaluation' / 'sealed'}{os.sep}",
    str(Path(__file__).resolve().parents[2] / "shared" / "articles" / "field.jsonl"),
)


def _refuse_sealed(event: str, arguments: tuple[object, ...]) -> None:
    """No test reads a sealed set: evaluation/sealed.py alone does, by hand."""
    if event == "open" and isinstance(arguments[0], str | os.PathLike):
        path = str(Path(arguments[0]).absolute())
        if path.startswith(_SEALED):
            raise PermissionError(f"{path} is sealed: no test opens it")


sys.addaudithook(_refuse_sealed)


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
