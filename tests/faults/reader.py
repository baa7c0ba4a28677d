"""A reader in a process of its own, who opens what is published again and again.

    python -m tests.faults.reader PUBLISHED STOP_FILE PAUSE_SECONDS

What it sees has to be a whole version each time: the manifest, each table with the rows that are
promised, each file with its bytes. Prints one JSON line: reads, versions in the order that they
were first seen, faults.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path

import duckdb

LOCKED = {"enable_external_access": "false", "lock_configuration": "true"}


def main(published: Path, stop: Path, pause_seconds: float) -> None:
    """Read until `stop` is there."""
    reads, versions, faults = 0, [], []
    while True:
        last = stop.exists()
        if (published / "current").is_symlink():
            try:
                # a reader resolves the link once and reads everything from there
                folder = (published / "current").resolve(strict=True)
                faults += _faults(folder, thoroughly=folder.name not in versions)
                if folder.name not in versions:
                    versions.append(folder.name)
            except Exception as err:
                faults.append(repr(err))
            reads += 1
        if last:
            break
        time.sleep(pause_seconds)
    print(json.dumps({"reads": reads, "versions": versions, "faults": faults[:20]}))


def _faults(folder: Path, *, thoroughly: bool) -> list[str]:
    manifest = json.loads((folder / "publish_info.json").read_text("utf-8"))
    found = []
    with duckdb.connect(str(folder / "sijill.duckdb"), read_only=True, config={**LOCKED}) as con:
        row = con.execute("select version, row_counts from marts.publish_info").fetchone()
        assert row is not None
        version, promised = row
        counts = {
            table: con.execute(f'select count(*) from marts."{table}"').fetchall()[0][0]
            for table in manifest["row_counts"]
        }
    # while a redaction puts it in the old one's place, it has another name
    if not version == manifest["version"] == folder.name.removeprefix(".ready-"):
        found.append(f"{folder.name} holds {version}, its manifest is of {manifest['version']}")
    if not counts == promised == manifest["row_counts"]:
        found.append(f"{folder.name}: promised {promised}, found {counts}")
    files = {f"parquet/{name}": told for name, told in manifest["parquet"].items()}
    for name, told in {**files, **manifest["files"]}.items():
        path = folder / name
        if path.stat().st_size != told["bytes"]:
            found.append(f"{folder.name}: {name} has another size")
        elif thoroughly and hashlib.sha256(path.read_bytes()).hexdigest() != told["sha256"]:
            found.append(f"{folder.name}: {name} has other bytes")
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
