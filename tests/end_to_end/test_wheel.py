"""The wheel, installed without a checkout: a night in an empty folder publishes what the checkout's
night does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.night.run import NightSummary
from warehouse.store.versions import versions_folder

pytestmark = pytest.mark.full

NIGHT = "2026-11-21"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that the build leaves nothing in the checkout."""
    source = tmp_path_factory.mktemp("source")
    setuptools = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "setuptools"
    ]
    for pattern in setuptools["packages"]["find"]["include"]:
        name = pattern.removesuffix("*")
        shutil.copytree(
            PROJECT_ROOT / name,
            source / name,
            # no test opens a sealed set
            ignore=shutil.ignore_patterns("__pycache__", "target", "logs", "sealed"),
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(PROJECT_ROOT / name, source)
    built = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", built, source)
    (found,) = built.glob("*.whl")
    return found


def _pip(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *map(str, arguments)], check=True)


def test_no_labelled_article_is_in_the_wheel(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "evaluation/scoreboard.json" in names
    assert not [name for name in names if name.endswith((".labels.jsonl", ".articles.jsonl"))]


def test_a_night_in_an_empty_folder_publishes_what_the_checkouts_does(
    wheel: Path, three_nights: tuple[Settings, list[NightSummary]], tmp_path: Path
) -> None:
    environment, home = tmp_path / "environment", tmp_path / "home"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / "bin" / "python"
    # the libraries are those of the tests; their link to the checkout is not followed from here
    site = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    (site / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    _pip("--python", python, "install", "--no-deps", "--no-index", "--ignore-installed", wheel)
    shutil.copytree(PROJECT_ROOT / "samples" / "landing" / NIGHT, home / "landing" / NIGHT)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        [environment / "bin" / "sijill", "night", "--date", NIGHT],
        cwd=home,
        env=kept | {"HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (version,) = (path.name for path in (home / "published" / "versions").iterdir())
    # the name of a version holds the digest of its content
    assert version in {path.name for path in versions_folder(three_nights[0]).iterdir()}
    assert sorted(path.name for path in home.iterdir() if not path.name.startswith(".")) == [
        "landing", "published", "register", "var",
    ]  # fmt: skip
