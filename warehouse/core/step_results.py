"""What the steps of a night pass to each other: small, frozen, JSON-able.

Tasks run in processes of their own, perhaps on machines of their own: what one step hands to
the next goes through the scheduler as JSON. Paths are relative to the work or landing folder.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass


class Message:
    """`to_json` gives plain JSON types, `from_json` checks and rebuilds."""

    def to_json(self) -> dict[str, Any]:
        """The message as a dict of JSON types."""
        return dict(TypeAdapter(type(self)).dump_python(self, mode="json"))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The message again. Raises pydantic.ValidationError where the dict is not one."""
        return TypeAdapter(cls).validate_python(data)


@dataclass(frozen=True)
class BatchFile(Message):
    """One file of a batch. `name` is its path below the batch's folder, "/" between folders,
    undecodable bytes escaped; `digest` the sha256 of its bytes (of its target's name, where it
    is a link that may not be followed)."""

    name: str
    size_bytes: int
    digest: str


@dataclass(frozen=True)
class BatchManifest(Message):
    """A batch as it was found: its files by name, and one digest over names and digests."""

    batch_date: dt.date
    batch_digest: str
    files: tuple[BatchFile, ...]

    @property
    def size_bytes(self) -> int:
        """Bytes of all files as they lie on disk."""
        return sum(file.size_bytes for file in self.files)


@dataclass(frozen=True)
class ShardPlan(Message):
    """The articles that one extraction task reads: work/<batch_date>/<articles_file>.

    `name` is what a person sees of it in a task list.
    """

    batch_date: dt.date
    number: int
    name: str
    batch_digest: str
    articles_file: str
    articles_digest: str
    facts_file: str
    article_count: int

    @property
    def facts_digest_file(self) -> str:
        """The file with the sha256 of the facts: a bit that changed on the disk must not be read
        as another toll."""
        return f"{self.facts_file}.sha256"


@dataclass(frozen=True)
class FileCount(Message):
    """How many records one file of the batch held; 0 for a file that was not readable."""

    name: str
    size_bytes: int
    digest: str
    records_read: int


@dataclass(frozen=True)
class Notice(Message):
    """Something of a night that a person should check: the desk's words `notice.<key>`, and the
    values that they take."""

    key: str
    values: dict[str, int | str]


@dataclass(frozen=True)
class WorkManifest(Message):
    """What planning made of a batch, kept as work/<batch_date>/manifest.json.

    records_read == records_staged + records_quarantined + records_repeated;
    `files_quarantined` counts the files that were quarantined as a whole; `notices` name sources
    of which many records were refused.
    """

    batch_date: dt.date
    batch_digest: str
    files: tuple[FileCount, ...]
    shards: tuple[ShardPlan, ...]
    quarantine_digest: str
    records_read: int
    records_staged: int
    records_quarantined: int
    records_repeated: int
    files_quarantined: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class ShardResult(Message):
    """What one extraction task made: work/<batch_date>/<facts_file>."""

    batch_date: dt.date
    number: int
    facts_file: str
    facts_digest: str
    extractor_version: str
    articles_read: int
    articles_failed: int
    incidents_found: int


@dataclass(frozen=True)
class LoadResult(Message):
    """What one load put into staging."""

    batch_date: dt.date
    batch_digest: str
    build_id: str
    extractor_version: str
    files: int
    files_quarantined: int
    records_read: int
    records_staged: int
    records_quarantined: int
    records_repeated: int
    incident_facts: int
    casualty_claims: int
    attributions: int
    evidence_spans: int
    places_replaced: bool
    notices: tuple[Notice, ...]
