"""Files next to the page: past months with all their details, and where each incident is found.

    page/months/2026-11-1.js   up to _ROWS incidents of a month, newest first
    page/ids/a3.js             month of each incident whose id begins so, or where it went
    page/files.json            what each month was written from

They are scripts, since a page that was opened from disk may load scripts but read no files. A month
of which nothing changed is not written again: its files are shared with the version before.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from bi.page.rows import Batch, add_details, months_of, only, read_incidents
from bi.page.scripting import batch_json, script_json

FOLDER = "page"
_STATE = "files.json"
#: incidents in one file: about 3 MB
_ROWS = 2_000
#: incidents in one file of ids: about 150 kB
_IDS = 4_000
_ID_PREFIX = len("inc_")
#: the marts that a month is written from, whose partitions are compared
_MARTS = (
    "mart_incidents", "mart_incidents_held", "fct_casualty_claim", "fct_attribution",
    "fct_incident_mention", "fct_incident_version",
)  # fmt: skip
_UNPARTITIONED = ("dim_actor",)

_WHERE_FOUND = """
select incident_id, incident_month from marts.mart_incidents
union all
select incident_id, incident_month from marts.mart_incidents_held
union all
select incident_id, coalesce('>' || successor_id, 'retracted') from marts.dim_incident
where status in ('merged', 'retracted')
order by all
"""


def write_months(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    parquet: Mapping[str, str],
    before: Path | None,
) -> list[dict[str, Any]]:
    """Write the files of all months below `folder`; returns the months with incidents and files.

    `parquet` has the sha256 of each Parquet file of the version by its path; `before` is the folder
    of a version whose files may be shared.
    """
    known = _state(before)
    months: list[dict[str, Any]] = []
    state: dict[str, Any] = {}
    (folder / FOLDER / "months").mkdir(parents=True)
    for month, incidents in months_of(connection).items():
        signature = _signature(month, parquet)
        files = known.get(month, {}).get("files", [])
        if known.get(month, {}).get("signature") != signature or not _share(before, folder, files):
            files = _write_month(connection, folder, month)
        months.append({"month": month, "incidents": incidents, "files": files})
        state[month] = {"signature": signature, "files": files}
    text = json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / FOLDER / _STATE).write_text(text + "\n", encoding="utf-8")
    return months


def write_ids(connection: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """Write where each incident is found; returns how many letters of an id name its file."""
    found = connection.execute(_WHERE_FOUND).fetchall()
    letters = 0
    while letters < 4 and len(found) > _IDS * 16**letters:
        letters += 1
    shards: dict[str, dict[str, str]] = {}
    for incident_id, where in found:
        shards.setdefault(id_shard(incident_id, letters), {})[incident_id] = where
    (folder / FOLDER / "ids").mkdir(parents=True)
    for shard, where_found in shards.items():
        text = f"sijill.ids({script_json(shard)},{script_json(where_found)});\n"
        (folder / FOLDER / "ids" / f"{shard}.js").write_text(text, encoding="utf-8")
    return letters


def id_shard(incident_id: str, letters: int) -> str:
    """The file that knows an incident: `all`, or the first letters of its id's own part."""
    return incident_id[_ID_PREFIX : _ID_PREFIX + letters] or "all"


def _write_month(connection: duckdb.DuckDBPyConnection, folder: Path, month: str) -> list[str]:
    batch = read_incidents(connection, [month])
    add_details(connection, batch, [month])
    files = []
    for number, start in enumerate(range(0, len(batch.rows), _ROWS), 1):
        rows = batch.rows[start : start + _ROWS]
        part = Batch(
            rows, batch.places, batch.actors, batch.areas, only(batch, [r[0] for r in rows])
        )
        name = f"{FOLDER}/months/{month}-{number}.js"
        text = f"sijill.batch({script_json(name)},{batch_json(part)});\n"
        (folder / name).write_text(text, encoding="utf-8")
        files.append(name)
    return files


def _state(before: Path | None) -> dict[str, Any]:
    if before is None:
        return {}
    try:
        state: dict[str, Any] = json.loads((before / FOLDER / _STATE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return state


def _share(before: Path | None, folder: Path, files: Sequence[str]) -> bool:
    """Whether all the files are now those of the version before."""
    if before is None or not all((before / name).is_file() for name in files):
        return False
    for name in files:
        try:
            os.link(before / name, folder / name)
        except OSError:  # a file system without hard links
            shutil.copyfile(before / name, folder / name)
    return True


def _signature(month: str, parquet: Mapping[str, str]) -> str:
    sources = [f"{mart}/incident_month={month}/part-0.parquet" for mart in _MARTS]
    sources += [f"{mart}/part-0.parquet" for mart in _UNPARTITIONED]
    inputs = [_code_digest(), month, *(parquet.get(source) for source in sources)]
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()


@lru_cache(maxsize=1)
def _code_digest() -> str:
    """A digest of the code that decides the content of a month's files."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in (
        here / "months.py",
        here / "rows.py",
        here / "scripting.py",
        *sorted((here / "sql").iterdir()),
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()
