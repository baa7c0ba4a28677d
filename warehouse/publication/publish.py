"""Build file → versioned folder → `published/current`.

    published/
      current -> versions/000007-3f9a1c0b7d52        swapped with one atomic rename
      versions/000007-3f9a1c0b7d52/
        sijill.duckdb                                 marts only, storage of DuckDB 1.2
        parquet/<mart>/part-0.parquet
        parquet/<mart>/incident_month=2026-11/part-0.parquet
        publish_info.json                             the manifest
        index.html                                    the page to open, and below page/ and
        health.json                                   health.json what belongs to it
        changes/                                      what it changed, for tables kept up elsewhere
        vintage/                                      what its vintage changed, from the second on
        register/                                     what this version adds to the register
      register/000003/                                the same of versions that were pruned
      changes/000003/                                 and what they changed
      history.jsonl                                   each move of `current`, oldest first

A version is built in a hidden folder next to the others, proved, written through to the disk,
renamed and only then pointed at. Whatever kills a publish leaves `current` as it was; what it left
behind is removed by the next one. A version is never changed once it has its name.

Two builds with the same content have the same Parquet bytes and so the same content digest; the
second one publishes nothing. docs/publishing.md says what a reader may rely on.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from bi.page.health import NightHealth, write_health
from bi.page.write import page_files, write_page
from warehouse.core.errors import DatabaseBusy, PublishFailed, StagingFailed
from warehouse.core.files import file_digest, fsync_path, make_durable
from warehouse.core.settings import Settings
from warehouse.core.sql_text import sql_identifier, sql_literal
from warehouse.publication import change_feed, fingerprints, vintage_report
from warehouse.publication.change_feed import write_changes
from warehouse.publication.database_file import DUCKDB_FILE, Writing
from warehouse.publication.parquet_export import (
    _FORM,
    Content,
    PreviousVersion,
    _batches,
    _vintage,
    export_marts,
    link_unchanged,
    row_count,
)
from warehouse.publication.prune import prune
from warehouse.publication.vintage_report import write_report
from warehouse.store import register
from warehouse.store.database import (
    PUBLISHED_ROWS,
    ROWS,
    attach_build,
    build_may_exist,
    open_writer,
    store_digest,
    stored_digest,
)
from warehouse.store.redaction_log import refuse_unfinished
from warehouse.store.versions import (
    MANIFEST,
    SCHEMA_VERSION,
    catch_up_register,
    current_version,
    point_current,
    publish_lock,
    read_manifest,
    version_folders,
    version_number,
    versions_folder,
)


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What a publish did. `changed` False: the content was current already, nothing was written.

    `files_written` and `files_linked` count Parquet files: newly written, or shared with the
    version before; `files_kept` of these were not even written to be compared. `removed` names the
    old versions that were pruned.
    """

    version: str
    content_digest: str
    changed: bool
    path: Path
    row_counts: dict[str, int]
    files_written: int = 0
    files_linked: int = 0
    files_kept: int = 0
    removed: tuple[str, ...] = ()


def publish(
    settings: Settings,
    batch_date: dt.date,
    run_id: str,
    *,
    now: dt.datetime,
    health: NightHealth | None = None,
) -> PublishResult:
    """Publishes the marts of the build file as a new version, unless they are current already.

    `now` (aware) is written down as the time of the publish and is what the readers' grace is
    counted from. `health` is what the version's page shows of the night. Raises PublishFailed:
    `current` is then as it was before, unless the message says that only the record in
    ops.publishes is missing.
    """
    if not build_may_exist(settings):
        raise PublishFailed(
            f"there is no build file at {settings.build_file}", "run the night's earlier steps"
        )
    try:
        with publish_lock(settings):
            refuse_unfinished(settings)
            _remove_leftovers(settings)
            result, parts = _publish_locked(settings, now, health)
    except (OSError, duckdb.Error) as err:
        raise PublishFailed(
            f"nothing was published: {err}",
            "readers keep the version before; put the cause right and run the step again",
        ) from err
    _record(settings, batch_date, run_id, result, parts, now=now)
    return result


def _publish_locked(
    settings: Settings, now: dt.datetime, health: NightHealth | None
) -> tuple[PublishResult, dict[str, fingerprints.Part]]:
    catch_up_register(settings)
    before = current_version(settings)
    before_path = versions_folder(settings) / before if before else None
    building = versions_folder(settings) / f".building-{os.getpid()}"
    building.mkdir()
    try:
        with _connect(settings, building) as con:
            number, night = _next_publication(con)
            content = export_marts(con, building, _batches(con), _vintage(con), before_path)
            if before_path and read_manifest(before_path)["content_digest"] == content.digest:
                assert before is not None
                same = PublishResult(before, content.digest, False, before_path, content.row_counts)
                return same, content.parts
            ready = _published_already(settings, content.digest, before, number)
            if ready is None:
                version = f"{number:06d}-{content.digest[:12]}"
                if before_path:
                    link_unchanged(content, building, before_path)
                database = _write_duckdb(
                    settings, con, building, content,
                    version=version, number=number, night=night, now=now, before=before_path,
                )  # fmt: skip
                register.write_segment(con, building / register.SEGMENT)
                register.seal(
                    settings, building / register.SEGMENT, number=number, version=version,
                    night=night.isoformat(), published_at=now.isoformat(),
                )  # fmt: skip
        if ready is None:
            _prove(building / DUCKDB_FILE, content.row_counts)
            if health is not None:
                write_health(health, building)
            write_side_files(building, content, number=number, night=night, before=before_path)
            _write_manifest(
                building, content, database, version=version, number=number, night=night, now=now
            )
            _finish_files(building)
            building.rename(versions_folder(settings) / version)
            fsync_path(versions_folder(settings))
        else:
            # a publish that was killed just before its swap, or a rollback that is over
            version = ready
        point_current(settings, version, before, "publish", now)
        catch_up_register(settings)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    result = PublishResult(
        version=version,
        content_digest=content.digest,
        changed=True,
        path=versions_folder(settings) / version,
        row_counts=content.row_counts,
        files_written=content.written if ready is None else 0,
        files_linked=content.linked if ready is None else 0,
        files_kept=content.kept if ready is None else 0,
        removed=prune(settings, now),
    )
    return result, content.parts


@contextlib.contextmanager
def _connect(settings: Settings, building: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory DuckDB with the build file attached read-only as `build`."""
    con = duckdb.connect(":memory:", config={"temp_directory": str(building / ".spill")})
    try:
        con.execute(f"set memory_limit = {sql_literal(settings.duckdb_memory)}")
        # one thread: the order of rows, and with it each byte of Parquet, is then given
        con.execute("set threads = 1")
        con.execute("set timezone = 'UTC'")
        attach_build(settings, con, name="build")
        yield con
    finally:
        con.close()


def _write_duckdb(
    settings: Settings,
    con: duckdb.DuckDBPyConnection,
    building: Path,
    content: Content,
    *,
    version: str,
    number: int,
    night: dt.date,
    now: dt.datetime,
    before: Path | None,
) -> dict[str, Any]:
    """Writes the version's DuckDB file; returns what the manifest says of it."""
    known = PreviousVersion.of(con, before)
    info = [
        version,
        number,
        night,
        content.digest,
        SCHEMA_VERSION,
        content.batches["first"],
        content.batches["last"],
        content.batches["count"],
        *content.vintage,
        list(content.row_counts),
        list(content.row_counts.values()),
        settings.base_url,
        now,
        [
            *register.moments(settings),
            {"publication_number": number, "night": night, "published_at": now},
        ],
    ]
    writing = Writing(settings, content.marts, content.parts, _FORM, info)
    return writing.write(con, building / DUCKDB_FILE, known.database)


def _prove(file: Path, row_counts: dict[str, int]) -> None:
    """Opens the finished file as a reader would and counts the rows. Raises PublishFailed."""
    wal = file.with_name(f"{file.name}.wal")
    if wal.exists():
        raise PublishFailed(
            f"{wal.name} was left next to the new file", "run the step again; nothing was published"
        )
    con = duckdb.connect(str(file), read_only=True)
    try:
        for mart, rows in row_counts.items():
            found = row_count(con, f"select count(*) from marts.{sql_identifier(mart)}")  # noqa: S608
            if found != rows:
                raise PublishFailed(
                    f"{mart}: {rows} rows in the build file, {found} in the new version",
                    "run the step again; nothing was published",
                )
    finally:
        con.close()


def write_side_files(
    building: Path, content: Content, *, number: int, night: dt.date, before: Path | None = None
) -> None:
    """Write the page, and the files for other tools, from the version's tables.

    Files of the page that the version in `before` has too are shared with it.
    """
    digests = {path: str(entry["sha256"]) for path, entry in content.parquet.items()}
    with duckdb.connect(str(building / DUCKDB_FILE), read_only=True) as con:
        con.execute("set threads = 1")
        con.execute("set timezone = 'UTC'")
        write_changes(con, building / change_feed.FOLDER, number)
        write_report(con, building / vintage_report.FOLDER)
        write_page(con, building, number=number, night=night, parquet=digests, before=before)


def _write_manifest(
    building: Path,
    content: Content,
    database: Mapping[str, Any],
    *,
    version: str,
    number: int,
    night: dt.date,
    now: dt.datetime,
) -> None:
    side_files = [
        building / DUCKDB_FILE,
        *(
            path
            for folder in (change_feed.FOLDER, vintage_report.FOLDER, register.SEGMENT)
            for path in sorted((building / folder).glob("*"))
        ),
        *page_files(building),
    ]
    manifest = {
        "schema_version": SCHEMA_VERSION,
        "version": version,
        "publication_number": number,
        "night": night.isoformat(),
        "content_digest": content.digest,
        "published_at": now.isoformat(),
        "batches": content.batches,
        "vintage": {
            "vintage_number": content.vintage[0],
            "extractor_version": content.vintage[1],
        },
        "row_counts": content.row_counts,
        "duckdb": database,
        "parquet": content.parquet,
        "files": {
            path.relative_to(building).as_posix(): {
                "sha256": file_digest(path),
                "bytes": path.stat().st_size,
            }
            for path in side_files
        },
    }
    (building / MANIFEST).write_text(
        json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8"
    )


def _finish_files(building: Path) -> None:
    shutil.rmtree(building / ".spill", ignore_errors=True)
    make_durable(building)


def _published_already(
    settings: Settings, digest: str, before: str | None, number: int
) -> str | None:
    """A complete version later than the current one that has this content: left by a publish that
    was killed just before its swap, or by a rollback. One of this publication's number with other
    content was never seen by any reader: it is removed."""
    for path in reversed(version_folders(settings)):
        if before is not None and version_number(path.name) <= version_number(before):
            break
        if read_manifest(path)["content_digest"] == digest:
            return path.name
        if version_number(path.name) == number:
            shutil.rmtree(path)
    return None


def _next_publication(con: duckdb.DuckDBPyConnection) -> tuple[int, dt.date]:
    """The number that the link step gave to this publication, and its night."""
    found: list[tuple[int, dt.date]] = con.execute(
        "select publication_number, night from build.register.next_publication"
    ).fetchall()
    if not found:
        raise PublishFailed("the build file is not linked", "run the night's earlier steps")
    return found[0]


def _remove_leftovers(settings: Settings) -> None:
    """Removes what a killed publish left. Only called under the lock, when no other process is
    building."""
    for path in versions_folder(settings).glob(".*"):
        shutil.rmtree(path)
    for path in settings.published_dir.glob(".current-*"):
        path.unlink()


def _record(
    settings: Settings,
    batch_date: dt.date,
    run_id: str,
    result: PublishResult,
    parts: Mapping[str, fingerprints.Part],
    *,
    now: dt.datetime,
) -> None:
    try:
        with open_writer(settings) as con:
            con.begin()
            con.execute("delete from ops.published_parts")
            con.execute(
                "insert into ops.published_parts"
                " select ?, unnest(?::varchar[]), unnest(?::varchar[])",
                [result.version, list(parts), [part.fingerprint for part in parts.values()]],
            )
            con.execute(
                "insert into ops.publishes values (?, ?, ?, ?, ?, ?)",
                [run_id, batch_date, result.version, result.content_digest, now, result.changed],
            )
            made_with = stored_digest(con, ROWS)
            if made_with is not None:
                store_digest(con, PUBLISHED_ROWS, made_with)
            con.commit()
    except (duckdb.Error, DatabaseBusy, StagingFailed) as err:
        raise PublishFailed(
            f"version {result.version} is published, but not recorded in ops.publishes: {err}",
            "run the step again: it only adds the record",
        ) from err
