"""Published versions, the register and editions without the redacted words.

A version keeps its name and all its counts. It is rebuilt in a hidden folder next to the old one.
Each change of `current` from the old folder to the new one is a single rename, so that readers see
the complete old version or the complete new one. The register's lines are sealed again, each with
the redaction in it, and the chain of digests holds again from the first changed line on.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import duckdb

from bi.page.health import FILE as HEALTH
from warehouse.core.files import make_durable
from warehouse.core.settings import Settings
from warehouse.core.sql_text import sql_literal
from warehouse.publication import change_feed
from warehouse.publication.database_file import DUCKDB_FILE
from warehouse.publication.parquet_export import Content, export_marts, link_unchanged
from warehouse.publication.publish import write_side_files
from warehouse.redaction.plan import Plan
from warehouse.redaction.published_rows import NEW_TABLE, withhold
from warehouse.redaction.stores import (
    clean_database,
    places_in,
)
from warehouse.redaction.version_folders import described_files, finish_swaps, swap
from warehouse.store import register
from warehouse.store.database_copies import changing, rewritten_database
from warehouse.store.redaction_log import TEXTS, row_of
from warehouse.store.versions import MANIFEST, list_versions, read_manifest

#: the manifest keeps what it says of the vintage
NO_VINTAGE = (0, "")


def redact_versions(settings: Settings, plan: Plan) -> int:
    """Rewrite each published version that holds the words; returns how many were."""
    finish_swaps(settings)
    done = 0
    for version in list_versions(settings):
        manifest = read_manifest(version.path)
        if plan.entry.redaction_id in manifest.get("redactions", []):
            continue
        # in blocks that nothing refers to, such a file may hold words of the versions before it
        if not manifest["duckdb"].get("brought_forward") and not holds(version.path, plan):
            continue
        building = version.path.with_name(f".redacted-{version.version}")
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        content = rewrite_marts(version.path, building, plan)
        shutil.copytree(version.path / register.SEGMENT, building / register.SEGMENT)
        if (version.path / change_feed.FOLDER).is_dir():
            if (version.path / HEALTH).is_file():
                shutil.copyfile(version.path / HEALTH, building / HEALTH)
            night = dt.date.fromisoformat(read_manifest(version.path)["night"])
            write_side_files(building, content, number=version.number, night=night)
        _write_manifest(version.path, building, content, plan)
        make_durable(building)
        swap(settings, version.path, building)
        done += 1
    return done


def holds(folder: Path, plan: Plan) -> bool:
    """Whether a version or an edition holds redacted words, or rows that rest on a redacted
    article."""
    file = folder / DUCKDB_FILE
    with duckdb.connect(str(file), read_only=True) as connection:
        if plan.entry.kind in TEXTS:
            known = connection.execute(
                "select count(*) from marts.dim_article where article_id in (select unnest(?))",
                [sorted(plan.article_ids)],
            ).fetchall()[0][0]
            if known:
                return True
    return any(
        places_in(path, plan.words) > 0
        for path in sorted(folder.rglob("*"))
        if path.is_file() and register.SEGMENT not in path.relative_to(folder).parts
    )


def rewrite_marts(source: Path, building: Path, plan: Plan) -> Content:
    """Write the DuckDB file and the Parquet files of `source` without the words into `building`;
    returns what was written. Files that the words are not in are shared with `source`."""
    with rewritten_database(source / DUCKDB_FILE, building / DUCKDB_FILE) as work:
        with changing(work) as connection:
            _mark_articles(connection)
            withhold(connection, plan, ["marts"])
            clean_database(connection, plan.words)
            _add_row(connection, plan)
        with duckdb.connect(":memory:") as connection:
            connection.execute("set threads = 1")
            connection.execute("set TimeZone = 'UTC'")
            connection.execute(f"attach {sql_literal(str(work))} as build (read_only)")
            covered = connection.execute(
                "select first_batch::varchar, last_batch::varchar, batches"
                " from build.marts.publish_info"
            ).fetchall()[0]
            batches = dict(zip(("first", "last", "count"), covered, strict=True))
            content = export_marts(connection, building, batches, NO_VINTAGE)
        link_unchanged(content, building, source)
        with changing(work) as connection:
            connection.execute(
                "update marts.publish_info set content_digest = ?, row_counts = map(?, ?)",
                [content.digest, list(content.row_counts), list(content.row_counts.values())],
            )
    return content


def _mark_articles(connection: duckdb.DuckDBPyConnection) -> None:
    """Mark redacted articles in a version from before redactions were published, which has no such
    mark."""
    connection.execute(
        "alter table marts.dim_article add column if not exists is_redacted boolean default false"
    )


def _add_row(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    connection.execute(NEW_TABLE)
    add_published_row(connection, plan)


def add_published_row(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Add the redaction to marts.fct_redaction, unless it is there."""
    row = row_of(plan.entry)
    connection.execute("delete from marts.fct_redaction where redaction_id = ?", [row[0]])
    connection.execute(
        "insert into marts.fct_redaction by name select ? as redaction_id,"
        " strftime(?::date, '%Y%m%d')::integer as redacted_date_key, ?::date as redacted_on,"
        " ? as kind, ? as subject_hash, ? as reason, ?::integer as article_count",
        [row[0], row[1], *row[1:]],
    )


def _write_manifest(source: Path, building: Path, content: Content, plan: Plan) -> None:
    manifest = read_manifest(source)
    manifest |= {
        "content_digest": content.digest,
        "row_counts": content.row_counts,
        "parquet": content.parquet,
        "duckdb": manifest["duckdb"]
        | {
            "whole_bytes": (building / DUCKDB_FILE).stat().st_size,
            "brought_forward": False,
        },
        "redactions": [*manifest.get("redactions", []), plan.entry.redaction_id],
    }
    if "files" in manifest:
        manifest["files"] = described_files(building, manifest["files"])
    (building / MANIFEST).write_text(
        json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8"
    )
