"""Published versions, the register and editions without the words that went.

A version keeps its name and all its counts. It is built anew in a hidden folder beside the old one;
readers are led from the one to the other by moves of `current` that are each one rename, so that
they see the old version or the new one, whole. The lines of the register are sealed anew, each with
the redaction in it, and the chain of digests holds again from the first changed line on.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from bi.page.health import FILE as HEALTH
from warehouse.core.errors import RegisterDamaged
from warehouse.core.files import file_digest, replace_link, replacing, settle, sync
from warehouse.core.settings import Settings
from warehouse.core.sql_text import sql_identifier, sql_literal
from warehouse.publication import change_feed, vintage_report
from warehouse.publication import release as editions
from warehouse.publication.database_file import DUCKDB_FILE
from warehouse.publication.parquet_export import Content, export_marts, link_unchanged
from warehouse.publication.publish import write_beside
from warehouse.redaction.plan import Plan
from warehouse.redaction.stores import (
    TEXT_COLUMNS,
    clean_database,
    clean_file,
    clean_parquet,
    places_in,
)
from warehouse.store import register
from warehouse.store.database_copies import changing, rewritten_database
from warehouse.store.redaction_log import OUTLET, TEXTS, row_of
from warehouse.store.register import Publication
from warehouse.store.versions import MANIFEST, current_version, list_versions, read_manifest

NOTE = "REDACTED.md"
#: the manifest keeps what it says of the vintage
NO_VINTAGE = (0, "")
_EVIDENCE = ("evidence_part", "evidence_start", "evidence_end")
#: how a row is told to rest on an article, nearest first
_LINKS = {
    "article_id": "gone_articles",
    "article_key": "gone_keys",
    "primary_article_key": "gone_keys",
    "mention_id": "gone_mentions",
    "primary_mention_id": "gone_mentions",
}
#: a row that shows the report an incident is told by, and knows it by the incident alone
_SHOWN_BY_INCIDENT, _INCIDENT = "primary_title", "incident_id"
_NEW_TABLE = """
create table if not exists marts.fct_redaction (
    redaction_id varchar not null, redacted_date_key integer not null, redacted_on date not null,
    kind varchar not null, subject_hash varchar not null, reason varchar not null,
    article_count integer not null
)
"""


# ── the rows of a database ───────────────────────────────────────────────────────────────


def withhold(connection: duckdb.DuckDBPyConnection, plan: Plan, schemas: Sequence[str]) -> int:
    """Empty the quotes, titles, addresses and offsets of rows that rest on the articles whose text
    went, mark the articles, and set an outlet that went to `none`; returns the rows changed."""
    if plan.entry.kind not in TEXTS:
        return 0
    columns = _columns_of(connection, schemas)
    _find_gone(connection, plan, columns)
    changed = 0
    for table, names in columns.items():
        link = _link_of(names)
        if link is None or table.endswith(".dim_outlet"):
            continue
        put = [
            *(f"{sql_identifier(n)} = null" for n in names if n in TEXT_COLUMNS or n in _EVIDENCE),
            *("is_redacted = true" for n in names if n == "is_redacted"),
            *("url_is_whole = false" for n in names if n == "url_is_whole"),
            *("quote_policy = 'none'" for n in names if n == "quote_policy"),
        ]
        if put:
            told = connection.execute(
                f"update {table} set {', '.join(put)}"  # noqa: S608 - names of the catalogue
                f" where {link[0]} in (select * from {link[1]})"
            ).fetchone()
            changed += int(told[0]) if told else 0
    if plan.entry.kind == OUTLET and "marts.dim_outlet" in columns:
        connection.execute(
            "update marts.dim_outlet set quote_policy = 'none' where outlet_key in ("
            "select outlet_key from marts.dim_article where article_id in"
            " (select * from gone_articles))"
        )
    return changed


def _link_of(names: Sequence[str]) -> tuple[str, str] | None:
    """The column by which a row rests on an article, and the list of those that are gone."""
    found = next(((name, gone) for name, gone in _LINKS.items() if name in names), None)
    if found is None and _SHOWN_BY_INCIDENT in names:
        return _INCIDENT, "gone_incidents"
    return found


def _columns_of(
    connection: duckdb.DuckDBPyConnection, schemas: Sequence[str]
) -> dict[str, list[str]]:
    rows = connection.execute(
        "select c.schema_name || '.' || c.table_name, c.column_name from duckdb_columns() as c"
        " inner join duckdb_tables() as t on c.table_oid = t.table_oid"
        " and c.database_oid = t.database_oid"
        " where c.schema_name in (select unnest(?)) and c.database_name = current_database()"
        " order by c.schema_name, c.table_name, c.column_index",
        [list(schemas)],
    ).fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def _find_gone(
    connection: duckdb.DuckDBPyConnection, plan: Plan, columns: dict[str, list[str]]
) -> None:
    connection.execute("create or replace temporary table gone_articles (article_id varchar)")
    connection.execute("insert into gone_articles select unnest(?)", [sorted(plan.article_ids)])
    for name, key, known, by in (
        ("gone_keys", "article_key", "article_id", "gone_articles"),
        ("gone_mentions", "mention_id", "article_key", "gone_keys"),
        ("gone_incidents", _INCIDENT, "primary_article_key", "gone_keys"),
    ):
        connection.execute(f"create or replace temporary table {name} ({key} varchar)")
        for table, names in columns.items():
            if key in names and known in names:
                connection.execute(
                    f"insert into {name} select distinct {key} from {table}"  # noqa: S608
                    f" where {known} in (select * from {by})"
                )


# ── versions ─────────────────────────────────────────────────────────────────────────────


def redact_versions(settings: Settings, plan: Plan) -> int:
    """Rewrite each published version that holds the words; returns how many were."""
    _finish_swaps(settings)
    done = 0
    for version in list_versions(settings):
        told = read_manifest(version.path)
        if plan.entry.redaction_id in told.get("redactions", []):
            continue
        # in blocks that nothing refers to, such a file may hold words of the versions before it
        if not told["duckdb"].get("brought_forward") and not holds(version.path, plan):
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
            write_beside(building, content, number=version.number, night=night)
        _write_manifest(version.path, building, content, plan)
        settle(building)
        _swap(settings, version.path, building)
        done += 1
    return done


def holds(folder: Path, plan: Plan) -> bool:
    """Whether a version or an edition has anything of what goes: by its words, or by rows that rest
    on an article that goes."""
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
    """A version from before redactions were known has no mark of its own."""
    connection.execute(
        "alter table marts.dim_article add column if not exists is_redacted boolean default false"
    )


def _add_row(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    connection.execute(_NEW_TABLE)
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
    told = read_manifest(source)
    told |= {
        "content_digest": content.digest,
        "row_counts": content.row_counts,
        "parquet": content.parquet,
        "duckdb": told["duckdb"]
        | {
            "whole_bytes": (building / DUCKDB_FILE).stat().st_size,
            "brought_forward": False,
        },
        "redactions": [*told.get("redactions", []), plan.entry.redaction_id],
    }
    if "files" in told:
        told["files"] = _told_files(building, told["files"])
    (building / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _told_files(folder: Path, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    return {
        name: {"sha256": file_digest(folder / name), "bytes": (folder / name).stat().st_size}
        for name in names
        if (folder / name).is_file()
    }


def _swap(settings: Settings, old: Path, new: Path) -> None:
    """Put `new` in the place of `old`. Where `current` leads there, it leads to the new folder
    before the old one goes, and back to the name when that is the new one's."""
    is_current = current_version(settings) == old.name
    ready = old.with_name(f".ready-{old.name}")
    new.rename(ready)
    if is_current:
        _point(settings, ready)
    trash = old.with_name(f".trash-{old.name}")
    old.rename(trash)
    shutil.rmtree(trash)
    if is_current:
        _copy_linked(ready, old)
        _point(settings, old)
        shutil.rmtree(ready)
    else:
        ready.rename(old)
    sync(old.parent)


def _finish_swaps(settings: Settings) -> None:
    """Whatever an interrupted swap left: a folder that is ready takes its place."""
    folder = settings.published_dir / "versions"
    if not folder.is_dir():
        return
    for trash in folder.glob(".trash-*"):
        shutil.rmtree(trash)
    for link in settings.published_dir.glob(".current-*"):
        link.unlink()
    for copy in folder.glob(".copy-*"):
        shutil.rmtree(copy)
    for ready in folder.glob(".ready-*"):
        old = folder / ready.name.removeprefix(".ready-")
        if current_version(settings) not in (ready.name, old.name):
            if old.exists():
                shutil.rmtree(old)
            ready.rename(old)
            continue
        _point(settings, ready)
        if old.exists():
            shutil.rmtree(old)
        _copy_linked(ready, old)
        _point(settings, old)
        shutil.rmtree(ready)


def _copy_linked(source: Path, target: Path) -> None:
    """The same files under another name, whole or not at all."""
    copy = target.with_name(f".copy-{target.name}")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source, copy, copy_function=_link)
    for folder in (copy, *(path for path in copy.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    copy.rename(target)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def _point(settings: Settings, version: Path) -> None:
    replace_link(settings.published_dir / "current", Path("versions") / version.name)


# ── the register and its copies ──────────────────────────────────────────────────────────


def registers_of(settings: Settings) -> list[Path]:
    """The register's folder and those that a restoring set aside."""
    folder = settings.register_dir
    aside = sorted(folder.parent.glob(f"{folder.name}-before-*"))
    return [path for path in (folder, *aside) if path.is_dir()]


def redact_register(settings: Settings, plan: Plan) -> None:
    """Take the words out of the register, of what was set aside of it and of what each version
    keeps of it, and seal all of it anew."""
    sealed: dict[tuple[int, str], Publication] = {}
    for folder in registers_of(settings):
        for path in sorted(folder.glob("[0-9]*/*.parquet")):
            _clean_segment_file(path, plan)
        lines = _seal_lines(folder, plan)
        if folder == settings.register_dir:
            sealed = {(entry.number, entry.version): entry for entry in lines}
    # of versions that were pruned; no manifest tells of them
    for segment in sorted((settings.published_dir / register.SEGMENT).glob("[0-9]*")):
        _seal_segment(segment, sealed, plan)
    _finish_swaps(settings)
    for version in list_versions(settings):
        _seal_version(settings, version.path, sealed, plan)


def _seal_version(
    settings: Settings, folder: Path, sealed: Mapping[tuple[int, str], Publication], plan: Plan
) -> None:
    """What a version keeps of the register, and what its manifest tells of that, change at once."""
    building = folder.with_name(f".redacted-{folder.name}")
    shutil.rmtree(building, ignore_errors=True)
    _copy_linked(folder, building)
    _seal_segment(building / register.SEGMENT, sealed, plan)
    told = read_manifest(building)
    files = _told_files(building, told.get("files", {}))
    if files != told.get("files", {}):
        with replacing(building / MANIFEST) as temporary:
            text = json.dumps(told | {"files": files}, ensure_ascii=False, indent=2)
            temporary.write_text(text + "\n", "utf-8")
    if _same_files(folder, building):
        shutil.rmtree(building)
        return
    settle(building)
    _swap(settings, folder, building)


def _same_files(one: Path, other: Path) -> bool:
    names = [MANIFEST, *(f"{register.SEGMENT}/{name}" for name in (*register.FILES, register.SEAL))]
    return all(
        (one / name).read_bytes() == (other / name).read_bytes()
        for name in names
        if (one / name).is_file()
    )


def _seal_segment(segment: Path, sealed: Mapping[tuple[int, str], Publication], plan: Plan) -> None:
    for name in register.FILES:
        _clean_segment_file(segment / name, plan)
    try:
        entry = register.read_seal(segment)
    except RegisterDamaged:
        return
    known = sealed.get((entry.number, entry.version)) or _sealed(entry, segment, None, plan)
    if known != entry:
        with replacing(segment / register.SEAL) as temporary:
            temporary.write_text(known.line + "\n", "utf-8")
            temporary.chmod(0o644)


def _clean_segment_file(path: Path, plan: Plan) -> None:
    if path.is_file() and places_in(path, plan.words):
        clean_parquet(path, plan.words)


def _seal_lines(folder: Path, plan: Plan) -> list[Publication]:
    path = folder / register.PUBLICATIONS
    if not path.exists():
        return []
    lines: list[Publication] = []
    for line in path.read_text("utf-8").splitlines():
        entry = Publication.from_line(line)
        before = lines[-1].digest if lines else ""
        lines.append(_sealed(entry, folder / f"{entry.number:06d}", before, plan))
    written = "".join(f"{entry.line}\n" for entry in lines)
    if written != path.read_text("utf-8"):
        with replacing(path) as temporary:
            temporary.write_text(written, "utf-8")
    return lines


def _sealed(entry: Publication, folder: Path, previous: str | None, plan: Plan) -> Publication:
    """The line of files as they are now; the same line where nothing differs."""
    files = {name: file_digest(folder / name) for name in entry.files}
    now = replace(entry, files=files, previous=entry.previous if previous is None else previous)
    if now == entry or plan.entry.redaction_id in entry.redacted:
        return now
    return replace(now, redacted=(*entry.redacted, plan.entry.redaction_id))


# ── editions ─────────────────────────────────────────────────────────────────────────────


def redact_releases(settings: Settings, plan: Plan, *, today: dt.date) -> int:
    """Rewrite each edition that holds the words, with new checksums and a note that has the old
    ones; returns how many were."""
    for name in ("trash", "ready"):
        for path in settings.releases_dir.glob(f".{name}-*"):
            old = path.with_name(path.name.removeprefix(f".{name}-"))
            if name == "trash" and old.exists():
                _remove(path)
            elif name == "ready" and not old.exists():
                path.rename(old)
    for path in settings.releases_dir.glob(".trash-*"):
        _remove(path)
    done = 0
    for made in editions.list_releases(settings):
        folder = settings.releases_dir / made.name
        if plan.entry.redaction_id in made.redactions or not holds(folder, plan):
            continue
        ready = folder.with_name(f".ready-{made.name}")
        building = folder.with_name(f".redacted-{made.name}")
        _remove(building)
        _remove(ready)
        _rewrite_release(folder, building, made, plan, today)
        building.rename(ready)
        trash = folder.with_name(f".trash-{made.name}")
        folder.rename(trash)
        ready.rename(folder)
        _remove(trash)
        sync(settings.releases_dir)
        done += 1
    return done


def _rewrite_release(
    source: Path, building: Path, made: editions.Release, plan: Plan, today: dt.date
) -> None:
    building.mkdir()
    written = {
        DUCKDB_FILE, "parquet", "csv", editions.SUMS, editions.ABOUT, "datapackage.json",
        vintage_report.FOLDER,
    }  # fmt: skip
    for path in sorted(source.iterdir()):
        if path.name in written:
            continue
        if path.is_dir():
            shutil.copytree(path, building / path.name, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(path, building / path.name)
    for path in sorted(building.rglob("*")):
        if path.is_file():
            clean_file(path, plan.words)
    content = rewrite_marts(source, building, plan)
    now = replace(
        made,
        content_digest=content.digest,
        redactions=(*made.redactions, plan.entry.redaction_id),
    )
    editions.write_tables(building, now)
    if (source / vintage_report.FOLDER).is_dir():
        with duckdb.connect(str(building / DUCKDB_FILE), read_only=True) as connection:
            connection.execute("set threads = 1")
            connection.execute("set TimeZone = 'UTC'")
            vintage_report.write_report(connection, building / vintage_report.FOLDER)
    old = _sums(source)
    new = {path: file_digest(building / path) for path in _below(building)}
    note = building / NOTE
    before = note.read_text("utf-8") if note.exists() else _NOTE_HEAD
    note.write_text(before + _note(made, now, old, new, plan, today), "utf-8")
    editions.seal(building)


def _note(  # noqa: PLR0917 - what the note tells
    made: editions.Release,
    now: editions.Release,
    old: dict[str, str],
    new: dict[str, str],
    plan: Plan,
    today: dt.date,
) -> str:
    rows = "".join(
        f"| `{path}` | `{old.get(path, '')}` | `{new.get(path, '')}` |\n"
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path) and path != NOTE
    )
    return (
        f"\n## {plan.entry.redaction_id}, {today.isoformat()}\n\n"
        f"Taken out: {plan.entry.kind}. {plan.entry.reason}\n\n"
        f"Content digest before `{made.content_digest}`, since then `{now.content_digest}`.\n\n"
        f"| file | sha256 before | sha256 since |\n|---|---|---|\n{rows}"
    )


_NOTE_HEAD = """# What was taken out of this edition

An edition never changes but for this: words that must not be public are taken out of it. All
counts are those of the edition as it was cited. A copy whose checksums are the earlier ones should
be replaced.
"""


def _sums(folder: Path) -> dict[str, str]:
    lines = (folder / editions.SUMS).read_text("utf-8").splitlines()
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}


def _below(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
