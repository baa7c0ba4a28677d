"""Shards → staging tables of the build file: a batch is replaced completely, in one transaction."""

from __future__ import annotations

import csv
import logging
import math
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from extractors.errors import LexiconError
from warehouse.contract.articles import Reason
from warehouse.core.errors import DiskSpaceLow, ShardFailed, StagingFailed
from warehouse.core.files import file_digest, tree_digest
from warehouse.core.settings import Settings
from warehouse.core.sql_text import statements
from warehouse.core.step_results import BatchManifest, LoadResult, WorkManifest
from warehouse.landing.address_doubts import AddressDoubts
from warehouse.landing.batch_plan import ARTICLES_SCHEMA, QUARANTINE_SCHEMA
from warehouse.landing.batches import read_work_manifest
from warehouse.landing.shard_store import fetch_facts, work_folder
from warehouse.steps.measured_quality import read_measured, replace_measured
from warehouse.steps.pcodes import read_pcodes
from warehouse.steps.shards import FACTS_SCHEMA, ExtractorLike, another_reading, extractor_version
from warehouse.steps.transliteration import Transliteration
from warehouse.store.build_id import compute_build_id
from warehouse.store.database import open_writer, store_digest, stored_digest
from warehouse.store.redaction_log import load_redactions

_SQL = statements(__file__)

__all__ = ["LoadResult", "check_disk", "load_staging"]

log = logging.getLogger(__name__)

#: Unpacked and spooled, cut into shards, with facts, staged, modelled and published, a landed
#: byte takes about six times its room for a while; a packed one eight times that.
ROOM_PER_LANDED_BYTE = 6
ROOM_PER_PACKED_BYTE = 48
#: The build file grows while a batch is replaced in it, and its marts are copied to publish.
ROOM_PER_BUILD_BYTE = 2

_BATCH_TABLES = (
    "batches", "batch_files", "articles", "incident_facts", "casualty_claims", "attributions",
    "evidence", "private_names", "quarantine",
)  # fmt: skip


def check_disk(settings: Settings, manifest: BatchManifest) -> None:
    """See that the night will fit. Raises DiskSpaceLow with the figures where it will not."""
    packed = sum(
        f.size_bytes for f in manifest.files if f.name.lower().endswith((".gz", ".parquet"))
    )
    build = settings.build_file.stat().st_size if settings.build_file.exists() else 0
    need = max(
        settings.min_free_mb * 1_000_000,
        ROOM_PER_LANDED_BYTE * (manifest.size_bytes - packed)
        + ROOM_PER_PACKED_BYTE * packed
        + ROOM_PER_BUILD_BYTE * build,
    )
    for folder in (settings.var_dir, settings.published_dir):
        there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        free = shutil.disk_usage(there).free
        if free < need:
            raise DiskSpaceLow(
                f"{there} has {free / 1e6:,.0f} MB free, the night wants {need / 1e6:,.0f} MB "
                f"(batch {manifest.size_bytes / 1e6:,.0f} MB, build file {build / 1e6:,.0f} MB)",
                "free some space, keep fewer published versions (SIJILL_KEEP_VERSIONS), or lower "
                "SIJILL_MIN_FREE_MB",
            )


def load_staging(
    settings: Settings,
    manifest: BatchManifest,
    *,
    build_id: str | None = None,
    extractor: ExtractorLike | None = None,
    new_vintage: bool = False,
) -> LoadResult:
    """Replace a batch in all staging tables, from the shards in the work folder.

    Without a `build_id` it is computed. A night without any article carries the version of
    `extractor` (default: the real one), the extractor that it would have been read by. Also
    replaces staging.places when seeds/places/ changed, staging.pcodes and what was measured, and
    notes which articles the link step has to link again. All of it happens or nothing. Rows are
    written in a fixed order: the same batch gives the same contents, however often it is loaded.
    Another version of the extractors than the one that read the other batches is let in only
    where a `new_vintage` is made, which reads all of them. Raises VintageRefused, ShardFailed
    where a shard is missing or not of this plan, StagingFailed where the database refuses,
    DatabaseBusy where another process holds it.
    """
    plan = read_work_manifest(settings, manifest.batch_date)
    fetch_facts(settings, manifest.batch_date, plan.shards)
    version = _check_work(settings, manifest, plan)
    if version is None:
        version = extractor.version if extractor else extractor_version(settings)
    build = build_id or compute_build_id(settings, manifest, version)
    places = _Places(settings.seeds_dir)
    pcodes = read_pcodes(settings)
    measured = read_measured(settings)
    with open_writer(settings) as connection:
        load = _Load(connection, settings, plan, build, version)
        try:
            connection.begin()
            if not new_vintage:
                load.see_that_one_reads_all()
            result = load.run(places)
            load_redactions(settings, connection)
            _replace_pcodes(connection, pcodes)
            replace_measured(connection, measured)
            connection.commit()
        except duckdb.Error as err:
            connection.rollback()
            raise StagingFailed(
                f"the batch of {manifest.batch_date} could not be staged: {err}",
                "staging is as it was before; see that the disk is not full, then run "
                "load_staging again",
            ) from err
        except BaseException:
            connection.rollback()
            raise
    return result


def _check_work(settings: Settings, manifest: BatchManifest, plan: WorkManifest) -> str | None:
    """See that all shards belong to this plan; returns the version of the extractor that read
    them, None where there are no shards."""
    folder = work_folder(settings, manifest.batch_date)
    again = "run plan_shards again, then all its shards"
    if plan.batch_digest != manifest.batch_digest:
        raise ShardFailed(f"the plan in {folder} is of another state of the batch", again)
    if _digest_or_none(folder / "quarantine.parquet") != plan.quarantine_digest:
        raise ShardFailed(f"{folder / 'quarantine.parquet'} is not what was planned", again)
    versions = set()
    for shard in plan.shards:
        if _digest_or_none(folder / shard.articles_file) != shard.articles_digest:
            raise ShardFailed(f"{folder / shard.articles_file} is not what was planned", again)
        path = folder / shard.facts_file
        if _digest_or_none(path) != _written_digest(folder / shard.facts_digest_file):
            raise ShardFailed(
                f"{path} is missing or unreadable, or not what was written",
                f"extract the shard {shard.name} again",
            )
        try:
            facts = pq.ParquetFile(path)
        except (OSError, pa.ArrowException) as err:
            raise ShardFailed(
                f"{path} is missing or unreadable: {err}", f"extract the shard {shard.name} again"
            ) from err
        notes = facts.schema_arrow.metadata or {}
        if (
            notes.get(b"articles_digest") != shard.articles_digest.encode()
            or facts.metadata.num_rows != shard.article_count
        ):
            raise ShardFailed(f"{path} is of other articles", f"extract {shard.name} again")
        versions.add(notes[b"extractor_version"].decode())
    if len(versions) > 1:
        raise ShardFailed(
            f"the shards of {manifest.batch_date} were read by several versions of the extractor: "
            f"{', '.join(sorted(versions))}",
            "extract all shards of the night again",
        )
    return versions.pop() if versions else None


def _written_digest(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return "none was written"


def _digest_or_none(path: Path) -> str | None:
    try:
        return file_digest(path)
    except OSError:
        return None


# --- the transaction --------------------------------------------------------------------------


class _Load:
    """One batch on its way into an open transaction."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        settings: Settings,
        plan: WorkManifest,
        build_id: str,
        version: str,
    ) -> None:
        self._connection, self._plan = connection, plan
        self._folder = work_folder(settings, plan.batch_date)
        self._stamp = {
            "batch_date": plan.batch_date,
            "build_id": build_id,
            "extractor_version": version,
        }

    def see_that_one_reads_all(self) -> None:
        others = self._connection.execute(
            "select distinct extractor_version from staging.batches"
            " where batch_date <> $batch_date and extractor_version <> $extractor_version"
            " order by 1",
            {name: self._stamp[name] for name in ("batch_date", "extractor_version")},
        ).fetchall()
        if others:
            raise another_reading(str(self._stamp["extractor_version"]), *(v for (v,) in others))

    def run(self, places: _Places) -> LoadResult:
        addresses = AddressDoubts(self._connection, self._plan.batch_date)
        # what the batch held before may be gone now, or read otherwise
        self._execute(_SQL["note_changed"], "batch_date")
        for table in _BATCH_TABLES:
            # the table's name is one of ours; the date is a parameter
            statement = f"delete from staging.{table} where batch_date = $batch_date"  # noqa: S608
            self._execute(statement, "batch_date")
        self._register()
        stamps = ("batch_date", "build_id", "extractor_version")
        staged = self._execute(_SQL["articles"], *stamps)
        self._execute(_SQL["note_changed"], "batch_date")
        self._connection.execute(_SQL["mentions"])
        incident_facts = self._execute(_SQL["incident_facts"], *stamps)
        claims = self._execute(_SQL["claims"], "batch_date", "build_id")
        attributions = self._execute(_SQL["attributions"], "batch_date", "build_id")
        evidence = self._execute(_SQL["evidence"], "batch_date", "build_id")
        self._execute(_SQL["private_names"], "batch_date", "build_id")
        reason = {"reason": Reason.EXTRACTOR_FAILED.value}
        refused = self._execute(_SQL["quarantine"], "batch_date", "build_id", **reason)
        self._connection.execute("drop table batch_mentions")
        plan = self._plan
        failed = plan.records_staged - staged
        result = LoadResult(
            batch_date=plan.batch_date,
            batch_digest=plan.batch_digest,
            build_id=str(self._stamp["build_id"]),
            extractor_version=str(self._stamp["extractor_version"]),
            files=len(plan.files),
            files_quarantined=plan.files_quarantined,
            records_read=plan.records_read,
            records_staged=staged,
            records_quarantined=plan.records_quarantined + failed,
            records_repeated=plan.records_repeated,
            incident_facts=incident_facts,
            casualty_claims=claims,
            attributions=attributions,
            evidence_spans=evidence,
            places_replaced=places.replace(self._connection),
            notices=(*plan.notices, *addresses.mark()),
        )
        if refused != result.records_quarantined + result.files_quarantined:
            raise StagingFailed(
                f"{refused} rows of quarantine for {result.records_quarantined} records and "
                f"{result.files_quarantined} files",
                "the work folder is damaged: run plan_shards again, then all its shards",
            )
        self._write_batch(result)
        return result

    def _register(self) -> None:
        """The work files as relations. No path is ever part of SQL, nor expanded as a pattern."""
        shards = self._plan.shards
        for name, files, schema in (
            ("batch_articles", [shard.articles_file for shard in shards], ARTICLES_SCHEMA),
            ("batch_facts", [shard.facts_file for shard in shards], FACTS_SCHEMA),
            ("batch_quarantine", ["quarantine.parquet"], QUARANTINE_SCHEMA),
        ):
            paths = [str(self._folder / file) for file in files]
            data = ds.dataset(paths, schema=schema) if paths else schema.empty_table()
            self._connection.register(name, data)

    def _execute(self, statement: str, *stamps: str, **values: str) -> int:
        """Run a statement with these stamps of the batch; returns how many rows it changed."""
        parameters: Mapping[str, Any] = {name: self._stamp[name] for name in stamps} | values
        changed = self._connection.execute(statement, dict(parameters)).fetchone()
        return int(changed[0]) if changed else 0

    def _write_batch(self, result: LoadResult) -> None:
        self._connection.execute(
            "insert into staging.batches values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                result.batch_date,
                result.batch_digest,
                result.files,
                result.records_read,
                result.records_staged,
                result.records_quarantined,
                result.records_repeated,
                result.build_id,
                result.extractor_version,
            ],
        )
        rows = pa.table(
            {
                "source_file": pa.array([f.name for f in self._plan.files], pa.string()),
                "file_digest": pa.array([f.digest for f in self._plan.files], pa.string()),
                "file_bytes": pa.array([f.size_bytes for f in self._plan.files], pa.int64()),
                "records_read": pa.array([f.records_read for f in self._plan.files], pa.int32()),
            }
        )
        self._connection.register("batch_file_rows", rows)
        self._execute(
            "insert into staging.batch_files by name"
            " select $batch_date::date as batch_date, batch_file_rows.*, $build_id as build_id"
            " from batch_file_rows order by source_file",
            "batch_date",
            "build_id",
        )


def _replace_pcodes(
    connection: duckdb.DuckDBPyConnection, pcodes: Mapping[tuple[str, str], str]
) -> None:
    """The P-codes as the user has them now, none where there is no file."""
    rows = [(level, code, pcode) for (level, code), pcode in sorted(pcodes.items())]
    connection.execute("delete from staging.pcodes")
    if rows:
        connection.executemany("insert into staging.pcodes values (?, ?, ?)", rows)


# --- the gazetteer ----------------------------------------------------------------------------

_PLACE_TEXT = ("name_ar", "name_en", "name_en_source", "admin1_code", "other_names")
_PLACE_REALS = ("latitude", "longitude")
_PLACE_SCHEMA = pa.schema(
    [
        pa.field("place_id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("country_code", pa.string(), nullable=False),
        *(pa.field(name, pa.string()) for name in _PLACE_TEXT),
        *(pa.field(name, pa.float64()) for name in _PLACE_REALS),
    ]
)


class _Places:
    """seeds/places/*.csv → staging.places, all replaced when the files changed.

    Of these files, those with the columns place_id and country list places; the others (regions,
    governorates, ambiguous words) belong to others. What has no kind is a settlement; what has no
    Latin name gets one by rule, and says so.
    """

    def __init__(self, seeds_dir: Path) -> None:
        self._seeds_dir = seeds_dir
        self._files = sorted((seeds_dir / "places").glob("*.csv"))
        # the columns are part of the digest: a new one is filled although no seed changed
        self._digest = f"{tree_digest(seeds_dir, self._files)} {','.join(_PLACE_SCHEMA.names)}"

    def replace(self, connection: duckdb.DuckDBPyConnection) -> bool:
        """Bring staging.places up to date. Returns whether anything changed."""
        if stored_digest(connection, "places") == self._digest:
            return False
        connection.register("place_rows", self._rows())
        connection.execute("delete from staging.places")
        connection.execute(
            "insert into staging.places by name select * from place_rows order by place_id"
        )
        store_digest(connection, "places", self._digest)
        return True

    def _rows(self) -> pa.Table:
        places: dict[str, dict[str, Any]] = {}
        by_rule = Transliteration.read(self._seeds_dir)
        for path in self._files:
            try:
                with path.open(encoding="utf-8-sig", newline="") as stream:
                    reader = csv.DictReader(stream, strict=True)
                    if not {"place_id", "country"} <= set(reader.fieldnames or ()):
                        continue
                    for row in reader:
                        place = _place(row, by_rule)
                        if places.setdefault(place["place_id"], place) is not place:
                            raise ValueError(f"place_id {place['place_id']} occurs twice")
            except (OSError, UnicodeDecodeError, csv.Error, ValueError, KeyError) as err:
                raise LexiconError(
                    f"{path} cannot be read: {err}", "build the gazetteer again, or restore it"
                ) from err
        return pa.Table.from_pylist(list(places.values()), schema=_PLACE_SCHEMA)


def _place(row: Mapping[str, str], by_rule: Transliteration) -> dict[str, Any]:
    place: dict[str, Any] = {
        "place_id": row["place_id"].strip(),
        "kind": (row.get("kind") or "").strip() or "settlement",
        "country_code": row["country"].strip(),
    }
    if not place["place_id"] or not place["country_code"]:
        raise ValueError(f"a place without id or country: {row}")
    place |= {name: (row.get(name) or "").strip() or None for name in _PLACE_TEXT}
    place["name_en_source"] = "geonames" if place["name_en"] else None
    if place["name_ar"] and not place["name_en"]:
        place["name_en"] = by_rule.latin(place["name_ar"])
        place["name_en_source"] = "transliteration" if place["name_en"] else None
    place["other_names"] = _other_names(row.get("aliases") or "", place, by_rule)
    for name in _PLACE_REALS:
        cell = (row.get(name) or "").strip()
        place[name] = float(cell) if cell else None
        if cell and not math.isfinite(place[name]):
            raise ValueError(f"{name} of {place['place_id']} is {cell}")
    return place


def _other_names(aliases: str, place: Mapping[str, Any], by_rule: Transliteration) -> str | None:
    """Names by which the place is found too: those of the gazetteer, and its Arabic name in Latin
    letters by rule."""
    names = [name.strip() for name in aliases.split(";")]
    names.append((by_rule.latin(place["name_ar"]) if place["name_ar"] else None) or "")
    own = {place["name_ar"], place["name_en"], ""}
    return ";".join(dict.fromkeys(name for name in names if name not in own)) or None
