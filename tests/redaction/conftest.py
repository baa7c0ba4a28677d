"""One built world for all tests of redactions; each works on a copy of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.redaction import world
from warehouse.settings import Settings


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two nights and an edition. Tests only read it."""
    settings = world.make_settings(tmp_path_factory.mktemp("redaction"))
    world.build(settings)
    return settings


@pytest.fixture
def settings(built: Settings, tmp_path: Path) -> Settings:
    """A copy of it."""
    root = tmp_path / "world"
    shutil.copytree(built.published_dir.parent, root, symlinks=True)
    return world.make_settings(root)
