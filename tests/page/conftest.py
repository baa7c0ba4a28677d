"""A real browser for the pages: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; the tests that need it are skipped, and say so, where it is absent."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: pages are not looked at (apt install chromium)")
    with sync_playwright() as playwright:
        # CI runs as root, where Chromium's own sandbox does not start
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
