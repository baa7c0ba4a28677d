"""The build id changes with all that decides the rows, and with nothing else."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.warehouse.landing_kit import DAY, NOW, jsonl, land, make_settings, record
from warehouse.core.settings import Settings
from warehouse.core.step_results import BatchManifest
from warehouse.landing.batches import find_batch
from warehouse.store.build_id import compute_build_id


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    """A project with seeds and dbt code of its own."""
    root = tmp_path / "project"
    for name, text in {
        "seeds/outlets.csv": "outlet_id\n",
        "seeds/lexicon/weapons.csv": "word\nعبوة\n",
        "dbt_project/dbt_project.yml": "name: x\n",
        "dbt_project/models/a.sql": "select 1\n",
        "evaluation/run.py": "",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return make_settings(tmp_path, project_root=root)


def manifest_of(settings: Settings, files: dict[str, bytes], day: dt.date = DAY) -> BatchManifest:
    land(settings, files, day)
    return find_batch(settings, day, now=NOW)


def test_it_is_the_same_for_the_same(project: Settings, tmp_path: Path) -> None:
    manifest = manifest_of(project, {"a.jsonl": jsonl([record()])})
    build_id = compute_build_id(project, manifest, "x-1")
    assert re.fullmatch("[0-9a-f]{16}", build_id)
    # elsewhere, later, with logs, leftovers and other limits that decide no row
    copy = tmp_path / "copy"
    shutil.copytree(project.project_root, copy)
    for noise in ("dbt_project/target/manifest.yml", "dbt_project/logs/dbt.sql",
                  "dbt_project/.user.yml", "seeds/notes.txt", "seeds/.a.csv"):  # fmt: skip
        (copy / noise).parent.mkdir(parents=True, exist_ok=True)
        (copy / noise).write_text("noise", encoding="utf-8")
    os.utime(copy / "seeds" / "outlets.csv", (0, 0))
    other = make_settings(tmp_path / "other", project_root=copy, shard_articles=7, keep_versions=3)
    assert compute_build_id(other, manifest, "x-1") == build_id


def rewrite(name: str, text: str) -> Callable[[Settings], Settings]:
    def change(settings: Settings) -> Settings:
        (settings.project_root / name).write_text(text, encoding="utf-8")
        return settings

    return change


def rename(old: str, new: str) -> Callable[[Settings], Settings]:
    def change(settings: Settings) -> Settings:
        (settings.project_root / old).rename(settings.project_root / new)
        return settings

    return change


@pytest.mark.parametrize(
    "change",
    [
        rewrite("seeds/outlets.csv", "outlet_id\nelaph\n"),
        rewrite("seeds/lexicon/weapons.csv", "word\nلغم\n"),
        rewrite("seeds/lexicon/new.csv", ""),
        rename("seeds/lexicon/weapons.csv", "seeds/lexicon/words.csv"),
        rewrite("dbt_project/models/a.sql", "select 2\n"),
        rewrite("dbt_project/models/b.sql", ""),
        rename("dbt_project/models/a.sql", "dbt_project/a.sql"),
        rewrite("evaluation/scoreboard.json", "{}"),
        lambda settings: settings.model_copy(update={"timezone": "UTC"}),
        lambda settings: settings.model_copy(update={"max_text_chars": 5_000}),
    ],
)
def test_it_changes_with_seeds_code_and_settings(
    change: Callable[[Settings], Settings], project: Settings
) -> None:
    manifest = manifest_of(project, {"a.jsonl": jsonl([record()])})
    before = compute_build_id(project, manifest, "x-1")
    assert compute_build_id(change(project), manifest, "x-1") != before


def test_it_changes_with_the_batch_and_the_extractor(project: Settings) -> None:
    manifest = manifest_of(project, {"a.jsonl": jsonl([record()])})
    before = compute_build_id(project, manifest, "x-1")
    assert compute_build_id(project, manifest, "x-2") != before
    later = manifest_of(project, {"a.jsonl": jsonl([record()])}, dt.date(2026, 2, 4))
    assert compute_build_id(project, later, "x-1") != before
    more = manifest_of(project, {"b.jsonl": b""})
    assert compute_build_id(project, more, "x-1") != before
