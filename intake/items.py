"""What reading gives: articles, what could not be read with its reason, what is no article at all.

Each record that a reader meets becomes exactly one of these, so that the counts of a run add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: How much of what could not be read is kept for the eyes of a person.
HEAD_CHARS = 4_096


class Why(StrEnum):
    """Why something was set aside. Codes that the landing contract has too mean the same there."""

    UNREADABLE_FILE = "unreadable_file"
    UNSAFE_PATH = "unsafe_path"
    DECOMPRESSION_BOMB = "decompression_bomb"
    RECORD_TOO_LONG = "record_too_long"
    WRONG_ENCODING = "wrong_encoding"
    RAGGED_ROW = "ragged_row"
    BAD_CSV = "bad_csv"
    MISSING_FIELD = "missing_field"
    BAD_DATE = "bad_date"
    #: a page without a main text: a front page, a gallery, a form
    NO_ARTICLE = "no_article"
    #: the parser broke, or did not come to an end, over this record
    READER_FAILED = "reader_failed"


class Unreadable(Exception):
    """Bytes that cannot be read. `why` and `detail` say what is wrong with them."""

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why, self.detail = why, detail

    def __reduce__(self) -> tuple[type[Unreadable], tuple[Why, str]]:
        return type(self), (self.why, self.detail)


class Damaged(Unreadable):
    """A checksum failed: what was unpacked before is not what was packed."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stood. `file` below what was asked for; `record` from 1, 0 for the file."""

    file: str
    record: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it was found; the contract is yet to judge it.

    `published_at` is ISO 8601, with an offset only where one was told, and "" where nothing was.
    `source` is "" where the outlet is to be told by the address. `captured_at` puts several
    contents of one address in order: ISO, or "" where nothing says it. `extra` is kept with the
    article.
    """

    origin: Origin
    url: str
    title: str
    text: str
    published_at: str
    source: str = ""
    article_id: str = ""
    language: str = ""
    captured_at: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetAside:
    """What could not be read as an article, why, and how it begins."""

    origin: Origin
    why: str
    detail: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What is no article and was not meant to be one: an image, a request, a style sheet."""

    origin: Origin
    kind: str


Item = Article | SetAside | PassedOver
