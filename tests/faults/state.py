"""What a warehouse holds, to be compared with one that was never disturbed, and what lies about."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import duckdb

from tests.end_to_end.conftest import contents
from warehouse.core.settings import Settings
from warehouse.publication.database_file import DUCKDB_FILE
from warehouse.store import register
from warehouse.store.versions import published_versions

#: when something was done: the same data done again at another time are the same data
_CLOCK = ("published_at", "publications")
#: what belongs to a run and its logs, and to nobody's data: not compared, but looked through for
#: files that nobody finished
_RUNS = ("var/runs/", "var/dbt/", "var/checks/", "landing/")
_UNFINISHED = re.compile(r"(^|/)(\.[^/]*|[^/]*\.(tmp|new|part|wal)(/.*)?|[^/]*\.lock)$")
#: lie there whether a run is under way or not; who holds them is known to the kernel
_LOCK_FILES = ("published/.lock", "var/night.lock")


#: torch makes a folder for what it compiles, and keeps it
_CACHES = re.compile(r"^tmp/torchinductor_[^/]*$")


def state(settings: Settings) -> dict[str, str]:
    """A digest of all that the warehouse holds by name: the published tables row by row, Parquet
    and change files by their bytes, all versions, the register, the build file's tables."""
    found = {f"build {table}": told for table, told in contents(settings).items()}
    found |= dict(_published(settings))
    found |= dict(_register(settings))
    found["versions"] = " ".join(published_versions(settings))
    found["current"] = str((settings.published_dir / "current").readlink())
    return found


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The names under which two states differ."""
    return sorted(name for name in one | other if one.get(name) != other.get(name))


def unfinished(settings: Settings) -> list[str]:
    """Files and folders that a run leaves only where it was cut off: shards, locks, files under
    temporary names, half-built versions."""
    root = settings.landing_dir.parent
    found = [str(path.relative_to(root)) for path in root.rglob("*")]
    return sorted(
        name
        for name in found
        if name not in _LOCK_FILES
        and not _CACHES.search(name)
        and (
            _UNFINISHED.search(name)
            or name.startswith(("var/work/", "var/preview", "tmp/"))
            or (name.startswith("var/build/") and name != "var/build/sijill.duckdb")
        )
    )


def listing(settings: Settings) -> set[str]:
    """The files of a warehouse whose names follow from its data."""
    root = settings.landing_dir.parent
    names = {str(path.relative_to(root)) for path in root.rglob("*")}
    return {name for name in names if not name.startswith((*_RUNS, "tmp"))}


def _published(settings: Settings) -> Iterator[tuple[str, str]]:
    for folder in sorted((settings.published_dir / "versions").iterdir()):
        with duckdb.connect(str(folder / DUCKDB_FILE), read_only=True) as con:
            con.execute("set timezone = 'UTC'")
            for (table,) in con.execute(
                "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
            ).fetchall():
                without = f" exclude ({', '.join(_CLOCK)})" if table == "publish_info" else ""
                rows = con.execute(f"select *{without} from marts.{table} order by all").fetchall()
                yield f"{folder.name} {table}", _digest(repr(rows).encode())
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and name.startswith(
                ("parquet/", "changes/", "vintage/", "register/")
            ):
                if path.name == register.SEAL:
                    yield f"{folder.name} {name}", _without_clock(path.read_text("utf-8"))
                else:
                    yield f"{folder.name} {name}", _digest(path.read_bytes())


def _register(settings: Settings) -> Iterator[tuple[str, str]]:
    register.verify(settings)
    for number, line in enumerate(
        (settings.register_dir / register.PUBLICATIONS).read_text("utf-8").splitlines(), 1
    ):
        yield f"register line {number}", _without_clock(line)
    for path in sorted(settings.register_dir.rglob("*.parquet")):
        name = path.relative_to(settings.register_dir)
        yield f"register {name}", _digest(path.read_bytes())


def _without_clock(line: str) -> str:
    """A line of the register without its time, and without the digest of the line before, which
    holds a time too; that lines follow from each other is verified."""
    told: dict[str, Any] = json.loads(line)
    return json.dumps({k: v for k, v in told.items() if k not in (*_CLOCK, "previous")})


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
