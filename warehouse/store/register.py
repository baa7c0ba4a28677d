"""The register: ids of incidents and the log of what was published, kept for ever.

    register/
      publications.jsonl            one line a publication: night, version, digests of its files
      000001/facts.parquet          which incident each reported fact belonged to
      000001/incidents.parquet      ids founded, merged or split off
      000001/versions.parquet       each changed incident's fields from then on
      000001/vintages.parquet       the vintage that begins with it, if one does

It is source data like the corrections: nothing of it can be worked out again. It only grows: each
publication adds a folder and a line, each line holds the digest of the one before, so that a
changed or lost entry shows. The build file keeps a copy in its schema `register` to compute with.

A published version is sealed with what it adds: the files and the line, as publication.json.
Where the register is lost, it is put together from these (warehouse/store/register_copies.py).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from warehouse.core.errors import RegisterDamaged
from warehouse.core.files import file_digest, fsync_path
from warehouse.core.settings import Settings
from warehouse.core.sql_text import sql_literal

PUBLICATIONS = "publications.jsonl"
#: the folder of one publication, and of the same files within a published version
SEGMENT = "register"
#: the line of a sealed segment
SEAL = "publication.json"
FILES = ("facts.parquet", "incidents.parquet", "versions.parquet")
#: a publication from before there were vintages has none
VINTAGES = "vintages.parquet"
RESTORE = (
    "sijill register restore puts it together from the published versions; else take its backup"
    " (docs/runbook.md, The register)"
)

_WRITE = {
    "facts.parquet": "select * from build.linking.pending_facts order by mention_id, incident_id",
    "incidents.parquet": "select * from build.linking.pending_incidents order by incident_id",
    "versions.parquet": (
        "select incident_id, change_type, reasons, successor_id, extractor_version, state"
        " from build.transform.int_incident_changes order by incident_id"
    ),
    VINTAGES: "select * from build.linking.pending_vintages",
}


@dataclass(frozen=True, slots=True)
class Publication:
    """One line of publications.jsonl. `night` is the latest batch that was published by it,
    `published_at` ISO 8601; `files` maps each file of the segment to its sha256; `previous` is the
    sha256 of the line before, empty for the first. `redacted`: the redactions for which the line
    was sealed again, since words were taken out of its files or of those before it."""

    number: int
    version: str
    night: str
    published_at: str
    files: dict[str, str]
    previous: str
    redacted: tuple[str, ...] = ()

    @classmethod
    def from_line(cls, line: str) -> Publication:
        """The entry of a line. Raises ValueError or TypeError where it is none."""
        values = json.loads(line)
        return cls(**{**values, "redacted": tuple(values.get("redacted", ()))})

    @property
    def line(self) -> str:
        """The line, without its end."""
        values = asdict(self)
        if not self.redacted:
            del values["redacted"]
        return json.dumps(values, ensure_ascii=False, sort_keys=True)

    @property
    def digest(self) -> str:
        """sha256 of the line."""
        return hashlib.sha256(self.line.encode()).hexdigest()


def publications(settings: Settings) -> list[Publication]:
    """All publications, oldest first. Raises RegisterDamaged where a line does not follow from
    the one before it."""
    path = settings.register_dir / PUBLICATIONS
    if not path.exists():
        return []
    found: list[Publication] = []
    lines = path.read_text("utf-8").splitlines()
    for at, line in enumerate(lines, 1):
        try:
            entry = Publication.from_line(line)
        except (ValueError, TypeError) as err:
            if at == len(lines):  # the writer was killed within the line; it is written again
                break
            raise RegisterDamaged(f"{path}, line {at} cannot be read: {err}", RESTORE) from err
        before = found[-1] if found else None
        if entry.number != at or entry.previous != (before.digest if before else ""):
            raise RegisterDamaged(
                f"{path}, line {at} does not follow from the line before it", RESTORE
            )
        found.append(entry)
    return found


def moments(settings: Settings) -> list[dict[str, object]]:
    """Number, night and moment of each publication, oldest first. Raises RegisterDamaged."""
    return [
        {
            "publication_number": entry.number,
            "night": dt.date.fromisoformat(entry.night),
            "published_at": dt.datetime.fromisoformat(entry.published_at),
        }
        for entry in publications(settings)
    ]


def verify(settings: Settings) -> int:
    """Check every file of the register against its digest; returns the number of publications.

    Raises RegisterDamaged, naming the first file that is missing or changed.
    """
    entries = publications(settings)
    for entry in entries:
        _check(settings, entry)
    return len(entries)


def write_segment(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write what the next publication adds to the register into `folder`.

    `connection` has the build file attached as `build`.
    """
    folder.mkdir(parents=True)
    for name, select in _WRITE.items():
        target = sql_literal(str(folder / name))
        connection.execute(f"copy ({select}) to {target} (format parquet, compression zstd)")


def seal(
    settings: Settings, folder: Path, *, number: int, version: str, night: str, published_at: str
) -> Publication:
    """Write next to a segment's files the line that they will have in the register.

    Raises RegisterDamaged where the register does not end just before `number`.
    """
    entries = publications(settings)
    _see_that_it_follows(entries, number, version)
    entry = Publication(
        number=number,
        version=version,
        night=night,
        published_at=published_at,
        files={name: file_digest(folder / name) for name in _WRITE},
        previous=entries[-1].digest if entries else "",
    )
    (folder / SEAL).write_text(entry.line + "\n", "utf-8")
    return entry


def read_seal(folder: Path) -> Publication:
    """The line of a sealed segment. Raises RegisterDamaged where there is none."""
    try:
        return Publication.from_line((folder / SEAL).read_text("utf-8"))
    except (OSError, ValueError, TypeError) as err:
        raise RegisterDamaged(f"{folder / SEAL} cannot be read: {err}", RESTORE) from err


def append(settings: Settings, segment: Path) -> Publication:
    """Add a sealed segment to the register, unless it is there already.

    Returns its entry. Whatever kills it, the register holds the complete entry or none of it.
    Raises RegisterDamaged where the segment does not follow from the register's last entry.
    """
    entries = publications(settings)
    entry = read_seal(segment)
    if entry in entries:
        return entry
    _see_that_it_follows(entries, entry.number, entry.version)
    if entry.previous != (entries[-1].digest if entries else ""):
        raise RegisterDamaged(
            f"version {entry.version} was published upon another register than"
            f" {settings.register_dir}",
            RESTORE,
        )
    folder = _folder(settings, entry.number)
    building = folder.with_name(f".{folder.name}")
    shutil.rmtree(building, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)  # left by an append that was killed before its line
    building.mkdir(parents=True)
    for name in entry.files:
        shutil.copyfile(segment / name, building / name)
        fsync_path(building / name)
    building.rename(folder)
    _check(settings, entry)
    path = settings.register_dir / PUBLICATIONS
    full_text = "".join(f"{kept.line}\n" for kept in entries)
    if path.exists() and path.read_text("utf-8") != full_text:  # a line that was cut off
        path.write_text(full_text, "utf-8")
    with path.open("a", encoding="utf-8") as handle:
        handle.write(entry.line + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    fsync_path(settings.register_dir)
    return entry


def _see_that_it_follows(entries: Sequence[Publication], number: int, version: str) -> None:
    if number > len(entries) + 1:
        raise RegisterDamaged(
            f"the register ends with publication {len(entries)}, but {version} is publication"
            f" {number}: ids would be given a second time",
            RESTORE,
        )
    if number <= len(entries):
        raise RegisterDamaged(
            f"publication {number} is in the register already, as {entries[number - 1].version}",
            "run the night again from its link step: it numbers the publication",
        )


def load(settings: Settings, connection: duckdb.DuckDBPyConnection) -> int:
    """Bring the schema `register` of the build file up to the files; returns the last number.

    Only publications that it does not hold yet are read, each checked against its digest. A copy
    that is not a beginning of the files' history (another register) is rebuilt.
    """
    entries = publications(settings)
    held = connection.execute(
        "select publication_number, entry_digest from register.publications order by 1"
    ).fetchall()
    if held != [(entry.number, entry.digest) for entry in entries[: len(held)]]:
        for table in ("publications", "facts", "incidents", "incident_versions", "vintages"):
            connection.execute(f"delete from register.{table}")  # noqa: S608 - names of ours
        held = []
    for entry in entries[len(held) :]:
        _check(settings, entry)
        _load_one(settings, connection, entry)
    return len(entries)


def published_ids(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> set[str]:
    """Those of these incident ids that were ever published, by the build file's copy."""
    rows = connection.execute(
        "select incident_id from register.incidents where incident_id in (select unnest($ids))",
        {"ids": sorted(ids)},
    ).fetchall()
    return {incident_id for (incident_id,) in rows}


def _load_one(
    settings: Settings, connection: duckdb.DuckDBPyConnection, entry: Publication
) -> None:
    folder = _folder(settings, entry.number)
    facts, incidents, versions = (str(folder / name) for name in FILES)
    connection.execute(
        "delete from register.facts where mention_id in (select mention_id from read_parquet($1))",
        [facts],
    )
    connection.execute(
        "insert into register.facts by name"
        " select * from read_parquet($1) where incident_id is not null",
        [facts],
    )
    connection.execute(
        "update register.incidents as known set successor_id = changed.successor_id"
        " from read_parquet($1) as changed where changed.incident_id = known.incident_id",
        [incidents],
    )
    connection.execute(
        "insert into register.incidents by name"
        " select incident_id, $2::integer as founded_publication, founding_rank, successor_id,"
        " origin_id from read_parquet($1)"
        " where incident_id not in (select incident_id from register.incidents)",
        [incidents, entry.number],
    )
    connection.execute(
        "insert into register.incident_versions by name"
        " select $2::integer as publication_number, $3::date as night, *"
        " from read_parquet($1)",
        [versions, entry.number, entry.night],
    )
    if VINTAGES in entry.files:
        connection.execute(
            "insert into register.vintages by name"
            " select *, $2::integer as publication_number, $3::date as night"
            " from read_parquet($1)",
            [str(folder / VINTAGES), entry.number, entry.night],
        )
    connection.execute(
        "insert into register.publications values (?, ?, ?)",
        [entry.number, dt.date.fromisoformat(entry.night), entry.digest],
    )


def _check(settings: Settings, entry: Publication) -> None:
    for name, digest in entry.files.items():
        path = _folder(settings, entry.number) / name
        if not path.is_file():
            raise RegisterDamaged(f"{path} is missing", RESTORE)
        if file_digest(path) != digest:
            raise RegisterDamaged(f"{path} is not what was published: its digest differs", RESTORE)


def _folder(settings: Settings, number: int) -> Path:
    return settings.register_dir / f"{number:06d}"
