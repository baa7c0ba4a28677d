"""A landing folder of its own for every test, and one process that reads pages for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.crew import Crew
from intake.patience import Patience
from warehouse.core.settings import get_settings


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("landing", "var", "published"):
        monkeypatch.setenv(f"SIJILL_{name.upper()}_DIR", str(tmp_path / name))
    monkeypatch.setenv("SIJILL_RECOGNISER", "none")
    get_settings.cache_clear()
    yield tmp_path
    get_settings.cache_clear()


@pytest.fixture(scope="session")
def patience() -> Iterator[Patience]:
    with Patience() as one:
        yield one


@pytest.fixture(scope="session")
def crew() -> Iterator[Crew]:
    with Crew(2) as one:
        yield one
