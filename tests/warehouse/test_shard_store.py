"""Shards that travel: what one machine plans another one reads, with nothing but the store between
them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.end_to_end.conftest import NIGHTS, land, make_world
from warehouse.core.errors import SettingsError, ShardFailed
from warehouse.core.files import replacing
from warehouse.core.settings import Settings
from warehouse.core.step_results import BatchManifest, ShardPlan
from warehouse.landing.shard_store import KEPT_FACTS, ShardStore, delete_all_shards
from warehouse.night.run import Night
from warehouse.steps.staging import load_staging

NIGHT = NIGHTS[0]


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"file://{tmp_path}/store"


@pytest.fixture
def warehouse(tmp_path: Path, store: str) -> Settings:
    settings = make_world(tmp_path / "warehouse").model_copy(update={"shards_url": store})
    land(settings, NIGHT)
    return settings


@pytest.fixture
def reader(tmp_path: Path, store: str) -> Settings:
    """A machine that has nothing of the warehouse."""
    return make_world(tmp_path / "reader").model_copy(update={"shards_url": store})


def night_of(settings: Settings, run_id: str = "run") -> Night:
    return Night.of(settings, batch_date=NIGHT, run_id=run_id)


def files_of(settings: Settings) -> list[str]:
    return sorted(
        str(path.relative_to(settings.work_dir))
        for path in settings.work_dir.rglob("*")
        if path.is_file()
    )


def test_another_machine_reads_what_is_staged(
    warehouse: Settings, reader: Settings, tmp_path: Path
) -> None:
    here = night_of(warehouse)
    manifest = here.find_batch()
    told = [night_of(reader).extract(shard) for shard in here.plan_shards(manifest)]
    assert len(told) > 1
    assert files_of(reader) == []
    loaded = here.load_staging(manifest)

    alone = make_world(tmp_path / "alone")
    land(alone, NIGHT)
    same = night_of(alone)
    shards = same.plan_shards(same.find_batch())
    assert [same.extract(shard)["facts_digest"] for shard in shards] == [
        shard["facts_digest"] for shard in told
    ]
    assert same.load_staging(manifest) == loaded


def test_what_the_other_machine_noted_is_told_here(warehouse: Settings, reader: Settings) -> None:
    here = night_of(warehouse)
    manifest = here.find_batch()
    for shard in here.plan_shards(manifest):
        night_of(reader).extract(shard)
    here.load_staging(manifest)
    noted = {path.stem for path in warehouse.runs_dir.glob(f"{NIGHT}/*/*.json")}
    assert {"find_batch", "plan_shards", "extract-0000", "extract-0001", "load_staging"} <= noted


def test_nothing_is_left_of_it(warehouse: Settings, reader: Settings, tmp_path: Path) -> None:
    here = night_of(warehouse)
    for shard in here.plan_shards(here.find_batch()):
        night_of(reader).extract(shard)
    assert list((tmp_path / "store").rglob("facts-*.parquet"))
    here.delete_shards()
    assert list((tmp_path / "store").rglob("*.parquet")) == []
    assert files_of(warehouse) == []


def test_a_new_plan_forgets_the_facts_of_an_earlier_one(
    warehouse: Settings, reader: Settings
) -> None:
    here = night_of(warehouse)
    manifest = here.find_batch()
    first, *_ = here.plan_shards(manifest)
    night_of(reader).extract(first)
    here.plan_shards(manifest)
    with pytest.raises(ShardFailed, match="holds no facts-0000"):
        load_staging(warehouse, BatchManifest.from_json(manifest))


def test_facts_that_changed_on_their_way_are_refused(
    warehouse: Settings, reader: Settings, tmp_path: Path
) -> None:
    here = night_of(warehouse)
    manifest = here.find_batch()
    for shard in here.plan_shards(manifest):
        night_of(reader).extract(shard)
    facts = min((tmp_path / "store").rglob("facts-*.parquet"))
    facts.write_bytes(facts.read_bytes()[:-1] + b"x")
    with pytest.raises(ShardFailed, match="not what was written"):
        load_staging(warehouse, BatchManifest.from_json(manifest))


def test_articles_that_are_not_those_of_the_plan_are_not_read(
    warehouse: Settings, reader: Settings, tmp_path: Path
) -> None:
    here = night_of(warehouse)
    first, *_ = here.plan_shards(here.find_batch())
    articles = min((tmp_path / "store").rglob("articles-*.parquet"))
    pq.write_table(pq.read_table(articles).slice(1), articles)
    with pytest.raises(ShardFailed, match="not what was planned"):
        night_of(reader).extract(first)
    assert files_of(reader) == []


def test_what_was_kept_of_redacted_articles_travels_with_the_shards(
    warehouse: Settings, tmp_path: Path, store: str
) -> None:
    kept = warehouse.redactions_dir / KEPT_FACTS
    with replacing(kept) as temporary:
        pq.write_table(pa.table({"article_id": ["a"]}), temporary)
    here = night_of(warehouse)
    here.plan_shards(here.find_batch())
    assert (tmp_path / "store" / NIGHT / KEPT_FACTS).read_bytes() == kept.read_bytes()


def test_what_a_killed_reader_left_goes_with_the_next_shard(
    warehouse: Settings, reader: Settings
) -> None:
    nobody = 2**22 + 1  # beyond what Linux numbers processes by
    left = reader.work_dir / f".shard-{nobody}-abc"
    left.mkdir(parents=True)
    (left / "articles-0000.parquet").touch()
    here = night_of(warehouse)
    first, *_ = here.plan_shards(here.find_batch())
    night_of(reader).extract(first)
    assert not left.exists()


def test_a_place_that_cannot_be_reached_is_named(reader: Settings, tmp_path: Path) -> None:
    plan = ShardPlan(
        batch_date=night_of(reader).batch_date, number=0, name="shard", batch_digest="d",
        articles_file="articles-0000.parquet", articles_digest="d",
        facts_file="facts-0000.parquet", article_count=1,
    )  # fmt: skip
    with pytest.raises(ShardFailed, match=r"store/2026-11-21 holds no articles-0000\.parquet"):
        night_of(reader).extract(plan.to_json())


def test_an_address_of_a_kind_that_nobody_knows_is_a_wrong_setting(reader: Settings) -> None:
    wrong = reader.model_copy(update={"shards_url": "nosuchkind://place"})
    with pytest.raises(SettingsError, match="nosuchkind://place cannot be opened"):
        ShardStore.of(wrong, night_of(reader).batch_date)


def test_all_shards_are_forgotten_and_nothing_else_is(warehouse: Settings, tmp_path: Path) -> None:
    here = night_of(warehouse)
    here.plan_shards(here.find_batch())
    other = tmp_path / "store" / "lake" / "table.parquet"
    other.parent.mkdir(parents=True)
    other.touch()
    assert list((tmp_path / "store" / NIGHT).rglob("*.parquet"))
    delete_all_shards(warehouse)
    assert [path for path in (tmp_path / "store").rglob("*") if path.is_file()] == [other]
    delete_all_shards(warehouse.model_copy(update={"shards_url": None}))
