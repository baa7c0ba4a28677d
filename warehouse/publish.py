"""Build file → versioned folder → `published/current`.

    published/
      current -> versions/000007-3f9a1c0b7d52        swapped with one atomic rename
      versions/000007-3f9a1c0b7d52/
        sijill.duckdb                                 marts only, storage of DuckDB 1.2
        parquet/<mart>/part-0.parquet
        parquet/<mart>/incident_month=2026-11/part-0.parquet
        publish_info.json                             the manifest
        index.html                                    the page to look at, and below page/ and
        health.json                                   health.json what belongs to it
        changes/                                      what it changed, for tables kept up elsewhere
        vintage/                                      what its vintage changed, from the second on
        register/                                     what this version adds to the register
      register/000003/                                the same of versions that were pruned
      changes/000003/                                 and what they changed
      history.jsonl                                   each move of `current`, oldest first

A version is built in a hidden folder beside the others, proved, written through to the disk,
renamed and only then pointed at. Whatever kills a publish leaves `current` as it was; what it left
behind is removed by the next one. A version is never changed once it has its name.

Two builds with the same content have the same Parquet bytes and so the same content digest; the
second one publishes nothing. docs/publishing.md tells what a reader may rely on.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import fcntl
import filecmp
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from bi.page.health import NightHealth, write_health
from bi.page.write import page_files, write_page
from quality.marts import PARTITION_COLUMN
from warehouse import change_feed, fingerprints, register, vintage_report
from warehouse.change_feed import write_changes
from warehouse.contract import json_digest
from warehouse.database import (
    PUBLISHED_ROWS,
    ROWS,
    attach_build,
    build_may_exist,
    open_writer,
    store_digest,
    stored_digest,
)
from warehouse.errors import DatabaseBusy, NothingPublished, PublishFailed, StagingFailed
from warehouse.files import file_digest, replace_link, settle, sync
from warehouse.published_file import (
    DUCKDB_FILE,
    Earlier,
    Mart,
    Writing,
    part_path,
    read_marts,
)
from warehouse.redactions import refuse_unfinished
from warehouse.settings import Settings
from warehouse.sql_text import sql_identifier, sql_literal
from warehouse.vintage_report import write_report

#: raised when a reader has to change something to go on reading; docs/publishing.md lists them
SCHEMA_VERSION = 3
MANIFEST = "publish_info.json"
HISTORY = "history.jsonl"
ROW_GROUP_ROWS = 122_880
#: lists the publication to come, whether it comes about or not
_NUMBERED = "dim_publication/"
_FORM = f"format parquet, compression zstd, row_group_size {ROW_GROUP_ROWS}"

_VERSION_NAME = re.compile(r"^(?P<number>\d{6,})-(?P<digest>[0-9a-f]{12})$")
_PARTITION_VALUE = re.compile(r"^(\d{4}-\d{2}|unknown)$")


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What a publish did. `changed` False: the content was current already, nothing was written.

    `files_written` and `files_linked` count Parquet files: written anew, or shared with the
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


@dataclass(frozen=True, slots=True)
class Version:
    """One published version on disk. `size_bytes` counts files shared with others in full."""

    version: str
    number: int
    content_digest: str
    published_at: str
    path: Path
    is_current: bool
    size_bytes: int
    row_counts: dict[str, int]


@dataclass(slots=True)
class Content:
    """What was exported: the digest and what it was made of; `parts` are the fingerprints of the
    files that hold a month."""

    digest: str
    marts: list[Mart]
    row_counts: dict[str, int]
    parquet: dict[str, dict[str, Any]]
    batches: dict[str, Any]
    vintage: tuple[int, str]
    parts: dict[str, fingerprints.Part]
    linked: int = 0
    written: int = 0
    kept: int = 0


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
    counted from. `health` is what the version's page tells of the night. Raises PublishFailed:
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


def rollback(
    settings: Settings, *, to: str | None = None, now: dt.datetime | None = None
) -> Version:
    """Points `current` at the version before it, or at the one named by `to`; returns that one.

    `to` is a version's name or its number. `now` is when the move is said to have happened
    (default: the clock; this is an operator's act, never part of a night). The next publish with
    changed content moves on from here. Raises NothingPublished, or PublishFailed where there is no
    such version.
    """
    when = now or dt.datetime.now(dt.UTC)
    try:
        with publish_lock(settings):
            refuse_unfinished(settings)
            versions = list_versions(settings)
            current = next((v for v in versions if v.is_current), None)
            if current is None:
                raise NothingPublished(
                    "there is nothing to roll back from", "publish a night first: sijill night"
                )
            target = _rollback_target(versions, current, to)
            _swap(settings, target.version, current.version, "rollback", when)
    except OSError as err:
        raise PublishFailed(
            f"nothing was rolled back: {err}", "readers keep the version that they had"
        ) from err
    return dataclasses.replace(target, is_current=True)


def list_versions(settings: Settings) -> list[Version]:
    """The published versions, oldest first; an empty list where nothing was published."""
    current = current_version(settings)
    versions = []
    for path in _version_dirs(settings):
        manifest = read_manifest(path)
        versions.append(
            Version(
                version=path.name,
                number=version_number(path.name),
                content_digest=manifest["content_digest"],
                published_at=manifest["published_at"],
                path=path,
                is_current=path.name == current,
                size_bytes=sum(f.stat().st_size for f in path.rglob("*") if f.is_file()),
                row_counts=manifest["row_counts"],
            )
        )
    return versions


def current_version(settings: Settings) -> str | None:
    """The name of the version that `current` points at, None where there is none."""
    try:
        target = _current_link(settings).readlink()
    except FileNotFoundError:
        return None
    name = target.name
    return name if (_versions_dir(settings) / name / MANIFEST).is_file() else None


def published_versions(settings: Settings) -> dict[str, int]:
    """The names of all versions that `current` ever pointed at, kept or pruned, with their numbers.

    A move that was killed between its line and the swap never came about: what `current` did point
    at is where it points now, and where it was moved away from.
    """
    names = {str(entry["from"]) for entry in _history(settings) if entry["from"]}
    current = current_version(settings)
    return {
        name: version_number(name) for name in sorted(names | ({current} if current else set()))
    }


def segments(settings: Settings) -> list[Path]:
    """The folders of what each version adds to the register, also of those that were pruned."""
    kept = (settings.published_dir / register.SEGMENT).glob("[0-9]*")
    of_versions = (path / register.SEGMENT for path in _version_dirs(settings))
    return sorted(path for path in (*kept, *of_versions) if path.is_dir())


def catch_up_register(settings: Settings) -> None:
    """Add the current version to the register, where its publish was killed before it could.

    Raises RegisterDamaged where the register lacks more than that.
    """
    current = current_version(settings)
    if current is None:
        return
    register.append(settings, _versions_dir(settings) / current / register.SEGMENT)


def newest_manifest(settings: Settings) -> dict[str, Any] | None:
    """The manifest of the version that was built last, current or not; None where there is none."""
    versions = _version_dirs(settings)
    return read_manifest(versions[-1]) if versions else None


def read_manifest(version_path: Path) -> dict[str, Any]:
    """The manifest of one version, as docs/publishing.md describes it."""
    manifest: dict[str, Any] = json.loads((version_path / MANIFEST).read_text("utf-8"))
    return manifest


# ── one publish ────────────────────────────────────────────────────────────────────────────────


def _publish_locked(
    settings: Settings, now: dt.datetime, health: NightHealth | None
) -> tuple[PublishResult, dict[str, fingerprints.Part]]:
    catch_up_register(settings)
    before = current_version(settings)
    before_path = _versions_dir(settings) / before if before else None
    building = _versions_dir(settings) / f".building-{os.getpid()}"
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
            write_beside(building, content, number=number, night=night, before=before_path)
            _write_manifest(
                building, content, database, version=version, number=number, night=night, now=now
            )
            _finish_files(building)
            building.rename(_versions_dir(settings) / version)
            sync(_versions_dir(settings))
        else:
            # a publish that was killed just before its swap, or a rollback that is over
            version = ready
        _swap(settings, version, before, "publish", now)
        catch_up_register(settings)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    result = PublishResult(
        version=version,
        content_digest=content.digest,
        changed=True,
        path=_versions_dir(settings) / version,
        row_counts=content.row_counts,
        files_written=content.written if ready is None else 0,
        files_linked=content.linked if ready is None else 0,
        files_kept=content.kept if ready is None else 0,
        removed=_prune(settings, now),
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


def export_marts(
    con: duckdb.DuckDBPyConnection,
    building: Path,
    batches: dict[str, Any],
    vintage: tuple[int, str],
    before: Path | None = None,
) -> Content:
    """Writes the Parquet files of each mart of the database `build` below `building`, and works out
    the content digest, which covers `batches` (first, last, count) too.

    Of the version `before`, if one is given, the files of months that did not change are taken as
    they are, as hard links.
    """
    marts = read_marts(con)
    if not marts:
        raise _no_marts()
    known = _Before.of(con, before)
    row_counts: dict[str, int] = {}
    parquet: dict[str, dict[str, Any]] = {}
    parts: dict[str, fingerprints.Part] = {}
    kept = 0
    for mart in marts:
        rows = _scalar(con, f"select count(*) from {mart.source}")  # noqa: S608 - quoted identifiers
        told = _parts_of(con, mart)
        exported = 0
        for relative, select in _parts(con, mart):
            file = building / "parquet" / relative
            file.parent.mkdir(parents=True, exist_ok=True)
            if relative in told:
                parts[relative] = told[relative]
            if known.take(relative, told.get(relative), file):
                parquet[relative] = known.files[relative]
                kept += 1
            else:
                con.execute(f"copy ({select}) to {sql_literal(str(file))} ({_FORM})")
                parquet[relative] = {
                    "sha256": file_digest(file),
                    "bytes": file.stat().st_size,
                    "rows": pq.read_metadata(file).num_rows,
                }
            exported += parquet[relative]["rows"]
        if exported != rows:
            raise PublishFailed(
                f"{mart.name}: {rows} rows, but {exported} in Parquet",
                f"look for rows whose {PARTITION_COLUMN} is null",
            )
        row_counts[mart.name] = rows
    digest = json_digest(
        {
            "schema_version": SCHEMA_VERSION,
            "marts": [mart.shape() for mart in marts],
            "batches": batches,
            "parquet": {
                path: info["sha256"]
                for path, info in parquet.items()
                if not path.startswith(_NUMBERED)
            },
        }
    )
    return Content(
        digest, marts, row_counts, parquet, batches, vintage, parts,
        linked=kept, written=len(parquet) - kept, kept=kept,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Before:
    """The files of the version before, and what those that hold a month were made of."""

    path: Path | None
    files: dict[str, dict[str, Any]]
    made_of: dict[str, str]
    database_told: dict[str, Any]

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection, path: Path | None) -> _Before:
        if path is None:
            return cls(None, {}, {}, {})
        # a build file that was made since has published nothing
        if not con.execute(
            "select 1 from duckdb_tables() where database_name = 'build'"
            " and schema_name = 'ops' and table_name = 'published_parts'"
        ).fetchall():
            return cls(None, {}, {}, {})
        rows = con.execute(
            "select file, fingerprint from build.ops.published_parts where version = ?", [path.name]
        ).fetchall()
        manifest = read_manifest(path)
        return cls(path, manifest["parquet"], dict(rows), manifest["duckdb"])

    @property
    def database(self) -> Earlier | None:
        """The DuckDB file, if it may be brought forward."""
        return (
            Earlier(self.path / DUCKDB_FILE, self.database_told, self.made_of)
            if self.path
            else None
        )

    def take(self, relative: str, part: fingerprints.Part | None, file: Path) -> bool:
        """Link `file` to the one of the version before, where it holds what this part holds;
        whether it could be. Its bytes are seen to be those that were published."""
        if (
            self.path is None
            or part is None
            or relative not in self.files
            or self.made_of.get(relative) != part.fingerprint
            or self.files[relative]["rows"] != part.rows
        ):
            return False
        old = self.path / "parquet" / relative
        try:
            if file_digest(old) != self.files[relative]["sha256"]:
                return False
            os.link(old, file)
        except OSError:  # it is gone, or the file system has no hard links
            return False
        return True


def _parts_of(con: duckdb.DuckDBPyConnection, mart: Mart) -> dict[str, fingerprints.Part]:
    """Of the files that hold a month of a mart the fingerprints, by path below parquet/."""
    if not mart.partitioned:
        return {}
    columns = [(column.name, column.data_type) for column in mart.columns]
    return {
        part_path(mart, month): part
        for month, part in fingerprints.months(con, mart.source, columns, _FORM).items()
    }


def _parts(con: duckdb.DuckDBPyConnection, mart: Mart) -> Iterator[tuple[str, str]]:
    """Path below parquet/ and select statement of each file of a mart."""
    if not mart.partitioned:
        yield f"{mart.name}/part-0.parquet", f"select * from {mart.source} order by {mart.order_by}"  # noqa: S608
        return
    # an empty fact keeps one empty file, so that readers find its columns
    months = [
        month
        for (month,) in con.execute(
            f"select distinct {PARTITION_COLUMN} from {mart.source} "  # noqa: S608
            f"where {PARTITION_COLUMN} is not null order by all"
        ).fetchall()
    ] or ["unknown"]
    for month in months:
        if not _PARTITION_VALUE.match(month):
            raise PublishFailed(
                f"{mart.name}: {PARTITION_COLUMN} {month!r} is neither YYYY-MM nor unknown",
                "the quality gate checks this: run it",
            )
        select = (
            f"select * exclude ({PARTITION_COLUMN}) from {mart.source} "  # noqa: S608
            f"where {PARTITION_COLUMN} = {sql_literal(month)} order by {mart.order_by}"
        )
        yield part_path(mart, month), select


def _batches(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Which batches are in staging: a quiet night counts as news, its date is covered now."""
    first, last, count = con.execute(
        "select min(batch_date)::varchar, max(batch_date)::varchar, count(*) "
        "from build.staging.batches"
    ).fetchall()[0]
    return {"first": first, "last": last, "count": count}


def _no_marts() -> PublishFailed:
    return PublishFailed("the build file holds no marts", "run `sijill night` from its start")


def _vintage(con: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """Number of the current vintage, and the version of the extractors that read it."""
    try:
        found: list[tuple[int, str]] = con.execute(
            "select vintage_number, extractor_version from build.marts.dim_vintage where is_current"
        ).fetchall()
    except duckdb.CatalogException as err:
        raise _no_marts() from err
    if not found:
        raise PublishFailed(
            "several versions of the extractors read the batches of the build file",
            "sijill rebuild reads everything by one",
        )
    return found[0]


def link_unchanged(content: Content, building: Path, before: Path) -> None:
    """Replaces files that the version before has too by hard links to them."""
    for relative in content.parquet:
        new, old = building / "parquet" / relative, before / "parquet" / relative
        # the bytes themselves are compared: a damaged old file is never carried on
        if not old.is_file() or old.samefile(new) or not filecmp.cmp(new, old, shallow=False):
            continue
        link = new.with_name(".link")
        try:
            os.link(old, link)
        except OSError:  # a file system without hard links: the new copy stays
            continue
        link.replace(new)
        content.linked += 1
        content.written -= 1


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
    """Writes the version's DuckDB file; returns what the manifest tells of it."""
    known = _Before.of(con, before)
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
    """Opens the finished file as a reader would and counts. Raises PublishFailed."""
    wal = file.with_name(f"{file.name}.wal")
    if wal.exists():
        raise PublishFailed(
            f"{wal.name} was left beside the new file", "run the step again; nothing was published"
        )
    con = duckdb.connect(str(file), read_only=True)
    try:
        for mart, rows in row_counts.items():
            found = _scalar(con, f"select count(*) from marts.{sql_identifier(mart)}")  # noqa: S608
            if found != rows:
                raise PublishFailed(
                    f"{mart}: {rows} rows in the build file, {found} in the new version",
                    "run the step again; nothing was published",
                )
    finally:
        con.close()


def write_beside(
    building: Path, content: Content, *, number: int, night: dt.date, before: Path | None = None
) -> None:
    """The files that say what the version's tables say: the page, and those for other tools.

    Files of the page that the version in `before` has too are shared with it.
    """
    digests = {path: str(told["sha256"]) for path, told in content.parquet.items()}
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
    beside = [
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
            for path in beside
        },
    }
    (building / MANIFEST).write_text(
        json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8"
    )


def _finish_files(building: Path) -> None:
    shutil.rmtree(building / ".spill", ignore_errors=True)
    settle(building)


def _published_already(
    settings: Settings, digest: str, before: str | None, number: int
) -> str | None:
    """A complete version later than the current one that has this content: of a publish that was
    killed just before its swap, or from before a rollback.

    One of this publication's number with other content was never anybody's: it is removed.
    """
    for path in reversed(_version_dirs(settings)):
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


def _swap(
    settings: Settings, version: str, before: str | None, reason: str, now: dt.datetime
) -> None:
    """Points `current` at a version. The history is written first: whoever is killed in between
    leaves a line too many, never a replaced version whose time is not known."""
    line = json.dumps({"at": now.isoformat(), "from": before, "to": version, "reason": reason})
    history = _history_file(settings)
    with history.open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    history.chmod(0o644)
    replace_link(_current_link(settings), Path("versions") / version)


# ── what is kept ───────────────────────────────────────────────────────────────────────────────


def _prune(settings: Settings, now: dt.datetime) -> tuple[str, ...]:
    """Removes the oldest versions beyond the limits; returns their names.

    Never the current version, the one before it, or one that was replaced within the readers'
    grace.
    """
    versions = list_versions(settings)
    position = next(i for i, v in enumerate(versions) if v.is_current)
    kept = {v.version for v in versions[max(position - 1, 0) : position + 1]}
    grace = dt.timedelta(minutes=settings.reader_grace_minutes)
    kept |= {name for name, at in _replaced_at(settings).items() if now - at < grace}
    removed: list[str] = []
    for version in versions:
        left = [v for v in versions if v.version not in removed]
        too_many = len(left) > settings.keep_versions
        too_big = _disk_bytes(left) > settings.keep_gb * 1e9
        if not (too_many or too_big):
            break
        if version.version in kept:
            continue
        _keep_what_lasts(settings, version)
        trash = version.path.with_name(f".trash-{version.version}")
        version.path.rename(trash)  # a half-removed version is never listed
        shutil.rmtree(trash)
        removed.append(version.version)
    return tuple(removed)


def _keep_what_lasts(settings: Settings, version: Version) -> None:
    """What a version adds to the register, and what it changed, outlive it."""
    for name in (register.SEGMENT, change_feed.FOLDER):
        folder = version.path / name
        kept = settings.published_dir / name / f"{version.number:06d}"
        if folder.is_dir():
            kept.parent.mkdir(exist_ok=True)
            kept.parent.chmod(0o755)
            folder.rename(kept)


def _replaced_at(settings: Settings) -> dict[str, dt.datetime]:
    """When each version was last moved away from."""
    return {
        entry["from"]: dt.datetime.fromisoformat(entry["at"])
        for entry in _history(settings)
        if entry["from"]
    }


def _history(settings: Settings) -> list[dict[str, Any]]:
    """Each move of `current`, oldest first."""
    try:
        lines = _history_file(settings).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    entries = []
    for line in lines:
        # the line of a publish that was killed while it wrote is no line
        with contextlib.suppress(ValueError):
            entries.append(json.loads(line))
    return entries


def _disk_bytes(versions: list[Version]) -> int:
    """Bytes of the versions together; a file that several share counts once."""
    seen: dict[int, int] = {}
    for version in versions:
        for file in version.path.rglob("*"):
            if file.is_file():
                stat = file.stat()
                seen[stat.st_ino] = stat.st_size
    return sum(seen.values())


def _rollback_target(versions: list[Version], current: Version, to: str | None) -> Version:
    names = ", ".join(v.version for v in versions)
    if to is None:
        earlier = [v for v in versions if v.number < current.number]
        if not earlier:
            raise PublishFailed(f"there is no version before {current.version}", f"kept: {names}")
        return earlier[-1]
    for version in versions:
        if to == version.version or (to.isdecimal() and int(to) == version.number):
            return version
    raise PublishFailed(f"there is no version {to!r}", f"kept: {names}")


def _remove_leftovers(settings: Settings) -> None:
    """Removes what a killed publish left. Only under the lock: nobody else is building."""
    for path in _versions_dir(settings).glob(".*"):
        shutil.rmtree(path)
    for path in settings.published_dir.glob(".current-*"):
        path.unlink()


@contextlib.contextmanager
def publish_lock(settings: Settings) -> Iterator[None]:
    """One publish at a time. The lock goes with its process, however that ends."""
    for folder in (settings.published_dir, _versions_dir(settings)):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    handle = os.open(settings.published_dir / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            raise PublishFailed(
                "another publish, rollback, backup or restoring is under way",
                "wait for it to end and try again",
            ) from err
        yield
    finally:
        os.close(handle)


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


# ── small things ───────────────────────────────────────────────────────────────────────────────


def _versions_dir(settings: Settings) -> Path:
    return settings.published_dir / "versions"


def _current_link(settings: Settings) -> Path:
    return settings.published_dir / "current"


def _history_file(settings: Settings) -> Path:
    return settings.published_dir / HISTORY


def _version_dirs(settings: Settings) -> list[Path]:
    """Folders of complete versions, oldest first."""
    folder = _versions_dir(settings)
    if not folder.is_dir():
        return []
    found = [p for p in folder.iterdir() if _VERSION_NAME.match(p.name)]
    return sorted(
        (p for p in found if (p / MANIFEST).is_file()), key=lambda p: version_number(p.name)
    )


def version_number(name: str) -> int:
    """The publication's number in the name of a version."""
    return int(name.partition("-")[0])


def _scalar(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    assert row is not None
    return int(row[0])
