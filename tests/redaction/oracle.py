"""Whether words stand in a folder, found by other means than those that take them out."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from warehouse.core.settings import Settings
from warehouse.store.database import open_reader


def files_with(root: Path, *needles: str) -> list[str]:
    """Files below `root` that hold any of the needles, as they are spelt, in any value."""
    found = []
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            told = _told(path)
            if any(needle in told for needle in needles):
                found.append(str(path.relative_to(root)))
    return found


def _told(path: Path) -> str:
    raw = path.read_bytes()
    told = raw.decode("utf-8", "ignore")
    if path.suffix == ".gz":
        told += gzip.decompress(raw).decode("utf-8", "ignore")
    if path.suffix == ".parquet":
        told += str(pq.read_table(path, partitioning=None).to_pylist())
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as con:
            tables = con.execute(
                "select schema_name || '.' || table_name from duckdb_tables()"
                " where table_name <> 'places' and schema_name <> 'reference'"
            ).fetchall()
            for (table,) in tables:
                told += str(con.execute(f"select t::varchar from {table} as t").fetchall())
    return told


def states(*roots: Path) -> dict[str, str]:
    """A digest of each file below the folders, and where each link leads."""
    found = {}
    for path in sorted(path for root in roots for path in root.rglob("*")):
        if path.is_symlink():
            found[str(path)] = str(path.readlink())
        elif path.is_file():
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


_COUNTED = {
    "fct_incident": (
        "incident_id, killed_low, killed_best, killed_high, wounded_best, status, source_count,"
        " mention_count, article_count, outlet_count, independence_group_count"
    ),
    "fct_incident_mention": "mention_id, incident_id, event_type_key, link_method, is_primary",
    "fct_casualty_claim": "claim_id, mention_id, measure, value_low, value_best, value_high",
    "fct_article": "article_key, title_chars, text_chars, mention_count, incident_count",
    "fct_incident_version": "incident_id, version_number, change_type, reasons, killed_best",
    "mart_source_coverage": "outlet_key, published_date_key, article_count, incident_count",
    "dim_article": "article_key, article_id, is_current, outlet_key, published_on",
}


def numbers(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that is counted in a published file or an edition's."""
    with duckdb.connect(str(file), read_only=True) as con:
        return _counted(con)


def built_numbers(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """All that is counted in the build, file or lake."""
    with open_reader(settings) as con:
        return _counted(con)


def _counted(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: con.execute(f"select {columns} from marts.{table} order by all").fetchall()
        for table, columns in _COUNTED.items()
    }


def counts_everywhere(settings: Settings) -> dict[str, dict[str, list[tuple[Any, ...]]]]:
    """The counts of the build, of each published version and of each edition."""
    files = [
        *sorted(settings.published_dir.glob("versions/*/sijill.duckdb")),
        *sorted(settings.releases_dir.glob("*/sijill.duckdb")),
    ]
    root = settings.published_dir.parent
    found = {str(file.relative_to(root)): numbers(file) for file in files}
    return {"build": built_numbers(settings), **found}


def staged(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of staging but for which build they are of."""
    tables = (
        "articles", "incident_facts", "casualty_claims", "attributions", "evidence",
        "private_names", "quarantine", "batches",
    )  # fmt: skip
    with open_reader(settings) as con:
        return {
            table: con.execute(
                f"select * exclude (build_id) from staging.{table} order by all"
            ).fetchall()
            for table in tables
        }


def groups(settings: Settings) -> list[tuple[Any, ...]]:
    """Which mentions are of which incident, and which articles carry one text."""
    with open_reader(settings) as con:
        return [
            *con.execute(
                "select mention_id, incident_id from linking.incident_links order by all"
            ).fetchall(),
            *con.execute(
                "select article_id, text_group_id from linking.text_groups order by all"
            ).fetchall(),
        ]
