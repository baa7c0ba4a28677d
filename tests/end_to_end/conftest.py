"""Whole nights over the sample batches, each in a folder of its own."""

from __future__ import annotations

import hashlib
import itertools
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end import planted
from tests.shared_worlds import built_once, copy_folder, shared_folder
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.night.run import Night, NightSummary, last_summaries
from warehouse.store.database import open_reader

NIGHTS = ("2026-11-21", "2026-11-22", "2026-11-23")
#: what a run notes about itself: which rows it looked at, what the next publication would bring
NOTES = (
    "staging.changed_articles", "linking.changed_articles", "linking.changed_mentions",
    "linking.changed_incidents", "linking.corrected_incidents", "linking.pending_facts",
    "linking.pending_incidents", "linking.pending_vintages", "transform.int_incident_changes",
    "marts.dim_publication",
)  # fmt: skip
COMPARED_SCHEMAS = ("staging", "linking", "reference", "transform", "marts")

_runs = itertools.count(1)


def make_world(root: Path, *nights: str) -> Settings:
    """Settings of a place of its own, with these sample nights landed."""
    settings = Settings(
        landing_dir=root / "landing",
        var_dir=root / "var",
        published_dir=root / "published",
        min_free_mb=0,
        shard_articles=8,
    )
    for night in nights:
        land(settings, night)
    return settings


def land(settings: Settings, night: str) -> None:
    """Deliver a sample night."""
    shutil.copytree(PROJECT_ROOT / "samples" / "landing" / night, settings.landing_dir / night)


def copy_world(source: Settings, root: Path) -> Settings:
    """Settings of a place of its own, as far as `source` has come."""
    for name in ("landing", "var", "published", "register"):
        copy_folder(source.landing_dir.parent / name, root / name)
    return make_world(root)


def built_nights(shared: Path) -> Path:
    """A folder with the sample nights run in order (`world`), and the world as it was after each of
    them (`after/<night>`). It is only read."""

    def build(folder: Path) -> None:
        settings = make_world(folder / "world", *NIGHTS)
        for night in NIGHTS:
            run_night(settings, night)
            copy_folder(folder / "world", folder / "after" / night)

    return built_once(shared, "sample-nights", build)


def run_night(settings: Settings, night: str) -> NightSummary:
    """One night in this process. Each run has an id of its own, as on a real machine."""
    run_id = f"test-{next(_runs)}"
    return Night.of(settings, batch_date=night, run_id=run_id).run(lambda *_: None)


def contents(settings: Settings) -> dict[str, str]:
    """A digest of each table's rows in the build; the ops schema is left out."""
    with open_reader(settings) as con:
        tables = con.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where database_name = current_database() and schema_name in (select unnest(?))"
            " order by all",
            [list(COMPARED_SCHEMAS)],
        ).fetchall()
        digests = {}
        for schema, table in tables:
            rows = con.execute(f'select * from "{schema}"."{table}" order by all').fetchall()
            if f"{schema}.{table}" in NOTES:
                continue
            digests[f"{schema}.{table}"] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return digests


def without_ids(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """What the build file says of incidents and of everything else, whatever the incidents' ids.

    Ids and history depend on what was published before; nothing else may depend on the order of
    nights.
    """
    with duckdb.connect(str(settings.build_file), read_only=True) as con:
        con.execute("set timezone = 'UTC'")
        said = {
            table: con.execute(
                f"select columns(column_name -> column_name not similar to '{_IDS}')"
                f" from marts.{table} order by all"
            ).fetchall()
            for table in (
                "fct_incident",
                "fct_incident_mention",
                "fct_casualty_claim",
                "dim_article",
            )
        }
        said["groups"] = con.execute(
            "select list(mention_id order by mention_id) from linking.incident_links"
            " group by incident_id order by all"
        ).fetchall()
    return said


_IDS = "incident_id|.*_claim_ids?"


def parquet_bytes(settings: Settings) -> dict[str, str]:
    """sha256 of each published Parquet file, by its path in the version's folder."""
    root = (settings.published_dir / "current" / "parquet").resolve()
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*.parquet"))
    }


@pytest.fixture(scope="session")
def three_nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, list[NightSummary]]:
    """All sample nights, in order. Tests only read it."""
    settings = make_world(built_nights(shared_folder(tmp_path_factory)) / "world")
    return settings, last_summaries(settings)


@pytest.fixture(scope="session")
def named_night(
    three_nights: tuple[Settings, list[NightSummary]], tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """The sample nights and one more, of articles that name private persons. Tests only read it."""
    settings = copy_world(three_nights[0], tmp_path_factory.mktemp("named"))
    planted.plant(settings.landing_dir / planted.NIGHT)
    run_night(settings, planted.NIGHT)
    return settings
