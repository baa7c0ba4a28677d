"""Articles of one ingest on disk until all of them were seen, and what becomes of each.

Which of several contents of one address lands is known only at the end. Memory keeps a key for each
article; its text stays on the disk.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from intake.items import Origin
from warehouse.contract.articles import ValidArticle, canonical_json

Fate = Literal["landed", "repeated", "superseded", "conflicting"]


@dataclass(frozen=True, slots=True)
class Key:
    """What decides whether an article lands; `start` and `length`: where its line is in the
    spool."""

    origin: Origin
    article_id: str
    outlet: str
    content_digest: str
    published_at: dt.datetime
    day: dt.date
    captured_at: dt.datetime
    start: int
    length: int


class Spool:
    """A line of JSON for each article, and their keys."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("w+b")
        self._end = 0
        self.keys: list[Key] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def add(
        self, origin: Origin, record: dict[str, object], article: ValidArticle, captured_at: str
    ) -> None:
        """Keep one record that the contract accepts."""
        line = canonical_json(record).encode() + b"\n"
        self._stream.write(line)
        self.keys.append(
            Key(
                origin=origin,
                article_id=article.article_id,
                outlet=article.outlet,
                content_digest=article.content_digest,
                published_at=article.published_at,
                day=article.published_on,
                captured_at=_moment(captured_at),
                start=self._end,
                length=len(line),
            )
        )
        self._end += len(line)

    def lines(self, keys: list[Key]) -> Iterator[bytes]:
        """The lines of these keys, in their order."""
        for key in keys:
            self._stream.seek(key.start)
            yield self._stream.read(key.length)


def fates(keys: list[Key]) -> list[tuple[Fate, Key, Key]]:
    """What becomes of each key: its fate, the key, and the one that stands for it.

    The same content again is repeated: the first counts. Of several contents that one address had
    at one time of publication, the one that was captured last lands; where nothing says when they
    were captured, the last in the order of files and records. Contents with other times are
    versions, and all land; but not where two outlets are named for one article: the contract takes
    none of these.
    """
    result: list[tuple[Fate, Key, Key]] = [("landed", key, key) for key in keys]
    rows_of: defaultdict[tuple[str, dt.datetime], list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        rows_of[key.article_id, key.published_at].append(row)
    for rows in rows_of.values():
        firsts: dict[str, int] = {}
        latest: dict[str, tuple[dt.datetime, int]] = {}
        for row in rows:
            key = keys[row]
            first = firsts.setdefault(key.content_digest, row)
            if first != row:
                result[row] = "repeated", key, keys[first]
            seen = latest.get(key.content_digest, (key.captured_at, row))
            latest[key.content_digest] = max(seen, (key.captured_at, row))
        winner = firsts[max(latest, key=latest.__getitem__)]
        for row in firsts.values():
            if row != winner:
                result[row] = "superseded", keys[row], keys[winner]
    first_of: dict[str, Key] = {}
    disputed: dict[str, Key] = {}
    for fate, key, _ in result:
        if fate == "landed" and key.outlet != first_of.setdefault(key.article_id, key).outlet:
            disputed.setdefault(key.article_id, key)
    return [
        ("conflicting", key, disputed[key.article_id])
        if fate == "landed" and key.article_id in disputed
        else (fate, key, other)
        for fate, key, other in result
    ]


def _moment(text: str) -> dt.datetime:
    """A time for sorting only; one without a zone counts as UTC."""
    if not text:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
