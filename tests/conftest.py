"""What all tests share."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.shared_worlds import shared_folder
from warehouse.steps.dbt_process import one_dbt

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

# there is a worker for each processor: a second thread would only be in another worker's way
os.environ.setdefault("SIJILL_DUCKDB_THREADS", "1")

#: Modules that begin, since they take longest; neighbours wait for different worlds
#: (shared_worlds.py). The others follow in the order of their folders.
_FIRST = (
    "end_to_end/test_walk.py",
    "faults/test_killed_night.py",
    "end_to_end/test_nights.py",
    "redaction/test_redact.py",
    "dbt/test_editing.py",
    "end_to_end/test_first_night.py",
    "dbt/test_reference_corrections.py",
    "dbt/test_runs.py",
    "end_to_end/test_rebuild_preview.py",
    "extractors/names/test_passages.py",
    "evaluation/test_run.py",
    "evaluation/test_ablation.py",
    "quality/test_gate.py",
    "benchmarks/test_growth.py",
    "end_to_end/test_ingested.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules first: with --dist loadfile the last one is one worker's alone."""
    root = Path(__file__).parent
    first = {root / name: at for at, name in enumerate(_FIRST)}
    items.sort(key=lambda item: first.get(item.path, len(first)))


@pytest.fixture(scope="session", autouse=True)
def _one_parse_of_the_dbt_project(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every warehouse of the tests begins with what the first one's dbt parsed."""
    os.environ["SIJILL_DBT_PARSE_DIR"] = str(shared_folder(tmp_path_factory) / "dbt-parse")


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
