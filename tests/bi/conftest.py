"""Sample nights, published, and a Superset over them in an environment of its own."""

from __future__ import annotations

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.bi.dashboard_kit import Dashboard
from tests.end_to_end.conftest import NIGHTS, make_world, run_night
from warehouse.core.settings import Settings
from warehouse.services import superset
from warehouse.services.scheduler import stop_group


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The first two sample nights; the third is landed and waits."""
    settings = make_world(tmp_path_factory.mktemp("superset"), *NIGHTS)
    for night in NIGHTS[:2]:
        run_night(settings, night)
    return settings


@pytest.fixture(scope="session")
def dashboard(
    world: Settings,
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Dashboard]:
    """Superset, with the dashboard imported, and somebody logged in."""
    password = superset.bring_up(world).partition("password ")[2].split()[0]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = tmp_path_factory.mktemp("superset_log") / "log"
    with log.open("w", encoding="utf-8") as output:
        process = superset.start(world, port, output=output)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address)
            yield Dashboard(browser, address, password)
        finally:
            stop_group(process)


def _wait_for(address: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/health") as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
    pytest.fail("Superset does not answer")
