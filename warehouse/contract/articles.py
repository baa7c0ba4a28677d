"""The input contract: what an article record must be, and why one is refused.

`FIELDS` is the contract in one place: the validator and the published JSON Schema
(docs/article.schema.json, written by `python -m warehouse.contract`) both read it. What a
schema cannot say (is it Arabic, does the day exist, does it lie in the future of the batch) is
checked here alone; docs/landing-contract.md describes all of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from warehouse.contract.addresses import URL_PATTERN, canonical_url, derived_id
from warehouse.contract.languages import (
    MIN_ARABIC_SHARE,
    LanguageMarkers,
    arabic_share,
    load_language_markers,
)
from warehouse.contract.outlets import Outlets, load_outlets, outlet_key
from warehouse.core.settings import Settings

#: Part of every build id: raise it when a change here makes other rows of the same input.
CONTRACT_VERSION = 3

MIN_YEAR = 1900
#: Clocks of outlets and zones differ; more than this after the batch's day is a wrong date.
MAX_DAYS_AHEAD = 2
#: Stray control characters occur in real feeds (a few \x1a in a page); a text full of them is
#: not text.
MAX_CONTROL_SHARE = 0.05
#: U+FFFD stands where a character was lost before the text reached us.
MAX_LOST_SHARE = 0.01


class Reason(StrEnum):
    """Why a record or a complete file was quarantined. docs/landing-contract.md explains each."""

    # the record cannot be read
    BAD_JSON = "bad_json"
    DUPLICATE_KEYS = "duplicate_keys"
    NOT_AN_OBJECT = "not_an_object"
    RAGGED_ROW = "ragged_row"
    RECORD_TOO_LONG = "record_too_long"
    WRONG_ENCODING = "wrong_encoding"
    # the record breaks the contract
    MISSING_FIELD = "missing_field"
    WRONG_TYPE = "wrong_type"
    FIELD_TOO_LONG = "field_too_long"
    CONTROL_CHARACTERS = "control_characters"
    BAD_URL = "bad_url"
    BAD_DATE = "bad_date"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    EMPTY_TEXT = "empty_text"
    TEXT_TOO_LONG = "text_too_long"
    NOT_ARABIC = "not_arabic"
    # the record is fine, but contradicts another one
    CONFLICTING_VERSIONS = "conflicting_versions"
    EXTRACTOR_FAILED = "extractor_failed"
    REDACTED = "redacted"
    # the file cannot be read: source_record is 0
    UNKNOWN_FILE_KIND = "unknown_file_kind"
    UNREADABLE_FILE = "unreadable_file"
    DECOMPRESSION_BOMB = "decompression_bomb"
    BAD_CSV = "bad_csv"
    MISSING_COLUMNS = "missing_columns"
    UNSAFE_PATH = "unsafe_path"


#: Reasons that a complete file can have (wrong_encoding and bad_json are also a record's).
FILE_REASONS = frozenset(
    {
        Reason.UNKNOWN_FILE_KIND,
        Reason.UNREADABLE_FILE,
        Reason.DECOMPRESSION_BOMB,
        Reason.BAD_CSV,
        Reason.MISSING_COLUMNS,
        Reason.UNSAFE_PATH,
        Reason.WRONG_ENCODING,
        Reason.BAD_JSON,
    }
)


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a record is not staged: a code for counting, and a sentence for a person."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a record. `max_chars` None: settings.max_text_chars."""

    name: str
    types: tuple[str, ...]
    required: bool
    max_chars: int | None
    description: str
    pattern: str | None = None


DATE_PATTERN = (
    r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?( ?([Zz]|[+-][0-9]{2}:?[0-9]{2}))?)?\s*$"
)
LANGUAGE_PATTERN = r"^\s*[aA][rR][aA]?([-_][A-Za-z0-9_-]*)?\s*$"

FIELDS = (
    FieldSpec(
        "url",
        ("string",),
        True,
        4_096,
        "Where the article stands. http or https.",
        URL_PATTERN,
    ),
    FieldSpec(
        "source",
        ("string",),
        True,
        200,
        "The outlet: an id, name or alias of seeds/outlets.csv, or any other name.",
        r"\S",
    ),
    FieldSpec(
        "published_at",
        ("string",),
        True,
        64,
        "ISO 8601 date or date-time, or the outlet's date_format in the register of outlets."
        " Without an offset it is in the outlet's zone, where the register has it, else in the"
        " configured one. Not before 1900, not more than two days after the batch's day.",
        DATE_PATTERN,
    ),
    FieldSpec(
        "text",
        ("string",),
        True,
        None,
        "The article's text, in Arabic. Kept letter by letter: offsets of evidence count in it.",
        r"\S",
    ),
    FieldSpec(
        "id",
        ("string", "integer", "null"),
        False,
        200,
        "Unique over all outlets and constant over the article's versions. Missing, null or"
        " empty: derived from the url.",
    ),
    FieldSpec("title", ("string", "null"), False, 2_000, "The headline."),
    FieldSpec(
        "language",
        ("string", "null"),
        False,
        35,
        "BCP 47; Arabic alone is read. Missing, null or empty: ar.",
        r"^\s*$|" + LANGUAGE_PATTERN,
    ),
)
_SPECS = {spec.name: spec for spec in FIELDS}
FIELD_NAMES = frozenset(_SPECS)
REQUIRED = tuple(spec.name for spec in FIELDS if spec.required)

_DATE = re.compile(DATE_PATTERN)
_LANGUAGE = re.compile(LANGUAGE_PATTERN)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
#: In prose the C1 controls are not counted: they come from misread bytes, which are reported later.
_C0_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_VISIBLE = re.compile("[^\\s\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_JSON_TYPES: dict[str, type] = {"string": str, "integer": int, "null": type(None)}


@dataclass(frozen=True, slots=True)
class ContractContext:
    """What a record is judged against: the batch's day, limits and reference data."""

    batch_date: dt.date
    default_zone: ZoneInfo
    max_text_chars: int
    outlets: Outlets
    markers: LanguageMarkers

    @classmethod
    def of(cls, settings: Settings, batch_date: dt.date) -> ContractContext:
        """The context of one batch. Raises LexiconError where reference data is broken."""
        return cls(
            batch_date=batch_date,
            default_zone=settings.zone,
            max_text_chars=settings.max_text_chars,
            outlets=load_outlets(settings.seeds_dir),
            markers=load_language_markers(settings.seeds_dir),
        )


@dataclass(frozen=True, slots=True)
class ValidArticle:
    """A record that keeps the contract. `outlet_zone` is the zone that `published_on` counts in;
    `extra` holds the record's other fields as a JSON object with sorted keys. `redaction_id`: what
    took its text out; `is_kept`: its facts were read before that, and are not read again."""

    article_id: str
    content_digest: str
    url: str
    source: str
    outlet_id: str | None
    outlet_country: str | None
    outlet_zone: str
    published_at: dt.datetime
    published_on: dt.date
    title: str
    text: str
    language: str
    extra: str
    redaction_id: str | None = None
    is_kept: bool = False

    @property
    def outlet(self) -> str:
        """What outlets are distinguished by: the register's id, else the folded name."""
        return self.outlet_id or outlet_key(self.source)


def validate(record: object, context: ContractContext) -> ValidArticle | Rejection:
    """Judge one record as a JSON parser gives it.

    Returns the article, or the first reason found against it. Never raises on any input of
    JSON types.
    """
    if not isinstance(record, dict):
        return Rejection(
            Reason.NOT_AN_OBJECT, f"a record must be an object, not {_type_name(record)}"
        )
    try:
        extra = canonical_json({k: v for k, v in record.items() if k not in _SPECS})
        extra.encode()
        for spec in FIELDS:
            value = record.get(spec.name)
            if isinstance(value, str):
                value.encode()
    except UnicodeEncodeError as err:
        return Rejection(
            Reason.WRONG_ENCODING,
            f"half a surrogate pair or an undecodable byte: {err.object[err.start]!a}",
        )
    except (ValueError, RecursionError) as err:
        return Rejection(Reason.BAD_JSON, f"holds what JSON cannot: {err}")
    values: dict[str, str] = {}
    for spec in FIELDS:
        found = _field(spec, record, context)
        if isinstance(found, Rejection):
            return found
        values[spec.name] = found
    return _article(values, extra, context)


def _field(
    spec: FieldSpec, record: Mapping[str, object], context: ContractContext
) -> str | Rejection:
    """The field as text, "" where an optional one is absent."""
    value = record.get(spec.name)
    if value is None and (spec.name not in record or spec.required):
        if spec.required:
            what = "null" if spec.name in record else "missing"
            return Rejection(Reason.MISSING_FIELD, f"{spec.name} is {what}")
        return ""
    if isinstance(value, bool) or not isinstance(value, tuple(_JSON_TYPES[t] for t in spec.types)):
        wanted = " or ".join(spec.types)
        return Rejection(
            Reason.WRONG_TYPE, f"{spec.name} must be {wanted}, not {_type_name(value)}"
        )
    if value is None:
        return ""
    if isinstance(value, int) and abs(value) >= 1 << 64:
        return Rejection(Reason.FIELD_TOO_LONG, f"{spec.name} is a number beyond 64 bits")
    text = str(value)
    limit = spec.max_chars or context.max_text_chars
    if len(text) > limit:
        reason = Reason.TEXT_TOO_LONG if spec.name == "text" else Reason.FIELD_TOO_LONG
        return Rejection(reason, f"{spec.name} has {len(text)} characters, {limit} are allowed")
    if spec.name in {"title", "text"}:
        return _prose(spec.name, text)
    text = text.strip()
    if spec.required and not text:
        return Rejection(Reason.MISSING_FIELD, f"{spec.name} is empty")
    if _CONTROL.search(text) or "\n" in text or "\r" in text:
        return Rejection(Reason.CONTROL_CHARACTERS, f"{spec.name} holds control characters")
    return text


def _prose(name: str, text: str) -> str | Rejection:
    if "\0" in text:
        return Rejection(Reason.CONTROL_CHARACTERS, f"{name} holds NUL characters")
    controls = len(_C0_CONTROL.findall(text)) if _C0_CONTROL.search(text) else 0
    if controls > len(text) * MAX_CONTROL_SHARE:
        return Rejection(
            Reason.CONTROL_CHARACTERS, f"{name} holds {controls} control characters of {len(text)}"
        )
    return text


def _article(
    values: dict[str, str], extra: str, context: ContractContext
) -> ValidArticle | Rejection:
    url, source, text = values["url"], values["source"], values["text"]
    canonical = canonical_url(url)
    if canonical is None:
        return Rejection(Reason.BAD_URL, f"no http(s) address: {url[:200]}")
    outlet = context.outlets.find(source)
    zone = outlet.zone if outlet else context.default_zone
    formats = outlet.date_formats if outlet else ()
    published = _published(values["published_at"], formats, zone, context.batch_date)
    if isinstance(published, Rejection):
        return published
    wrong = _not_readable(text, values["language"], context)
    if wrong:
        return wrong
    published_at, published_on = published
    return ValidArticle(
        article_id=values["id"] or derived_id(canonical, values["title"]),
        content_digest=content_digest(values["title"], text, published_at),
        url=url,
        source=source,
        outlet_id=outlet.outlet_id if outlet else None,
        outlet_country=outlet.country_code if outlet else None,
        outlet_zone=zone.key,
        published_at=published_at,
        published_on=published_on,
        title=values["title"],
        text=text,
        language=values["language"].lower().replace("_", "-") or "ar",
        extra=extra,
    )


def _published(
    value: str, formats: Iterable[str], zone: ZoneInfo, batch_date: dt.date
) -> tuple[dt.datetime, dt.date] | Rejection:
    """The instant in UTC and the local day at the outlet, whose own `formats` of dates come before
    ISO 8601."""
    moment = _in_own_format(value, formats)
    if moment is None and not _DATE.match(value):
        own = "".join(f"{one}, " for one in formats)
        return Rejection(
            Reason.BAD_DATE, f"published_at is no date or date-time ({own}ISO 8601): {value}"
        )
    if (moment.year if moment else int(value[:4])) < MIN_YEAR:
        return Rejection(Reason.DATE_OUT_OF_RANGE, f"published_at is before {MIN_YEAR}: {value}")
    try:
        if moment is None:
            tidy = _ISO_TIDY.sub(r"\1", value.upper().replace(",", "."))
            moment = dt.datetime.fromisoformat(tidy)
        local = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
        published_at, published_on = local.astimezone(dt.UTC), local.date()
    except (ValueError, OverflowError) as err:
        return Rejection(Reason.BAD_DATE, f"published_at does not exist: {value} ({err})")
    if (published_on - batch_date).days > MAX_DAYS_AHEAD:
        return Rejection(
            Reason.DATE_OUT_OF_RANGE,
            f"published_at is more than {MAX_DAYS_AHEAD} days after the batch's day: {value}",
        )
    return published_at, published_on


def _in_own_format(value: str, formats: Iterable[str]) -> dt.datetime | None:
    for one in formats:
        with suppress(ValueError):
            return dt.datetime.strptime(value, one)  # noqa: DTZ007 - the outlet's zone is added
    return None


#: fromisoformat takes at most six digits of a second in all Pythons, and no blank before an offset.
_ISO_TIDY = re.compile(r"(\.[0-9]{1,6})[0-9]*|(?<=[0-9]) (?=[Z+-])")


def _not_readable(text: str, language: str, context: ContractContext) -> Rejection | None:
    if not _VISIBLE.search(text):
        return Rejection(Reason.EMPTY_TEXT, "text has no visible character")
    if language and not _LANGUAGE.match(language):
        return Rejection(Reason.NOT_ARABIC, f"language is {language}")
    lost = text.count("�")
    if lost > len(text) * MAX_LOST_SHARE:
        return Rejection(
            Reason.WRONG_ENCODING, f"{lost} of {len(text)} characters were lost before (U+FFFD)"
        )
    share = arabic_share(text)
    if share < MIN_ARABIC_SHARE:
        misread = _misread_as(text)
        if misread:
            return Rejection(Reason.WRONG_ENCODING, f"looks like {misread}")
        return Rejection(Reason.NOT_ARABIC, f"{share:.0%} of the letters are Arabic")
    other = context.markers.other_language(text)
    return Rejection(Reason.NOT_ARABIC, f"looks like {other}") if other else None


def _misread_as(text: str) -> str | None:
    """Says which misreading of bytes would make Arabic of a text that is none, if one does."""
    sample = text[:4_000]
    for read_as in ("latin-1", "cp1252"):
        raw = sample.encode(read_as, "ignore")
        for really in ("utf-8", "cp1256", "iso8859-6"):
            repaired = raw.decode(really, "ignore")
            if arabic_share(repaired) > MIN_ARABIC_SHARE and len(repaired) * 3 > len(raw):
                return f"{really} read as {read_as}"
    return None


def content_digest(title: str, text: str, published_at: dt.datetime) -> str:
    """sha256 over title, text and instant of publication: another for each version."""
    return json_digest([title, text, published_at.astimezone(dt.UTC).isoformat()])


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no blanks; letters as they are. Raises ValueError on NaN."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def json_digest(value: object) -> str:
    """sha256 of canonical_json, in hex."""
    return _sha256(canonical_json(value))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _type_name(value: object) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")


def article_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one article record, with the default limits."""
    default_text_limit = Settings.model_fields["max_text_chars"].default
    properties: dict[str, Any] = {}
    for spec in FIELDS:
        entry: dict[str, Any] = {
            "description": spec.description,
            "type": spec.types[0] if len(spec.types) == 1 else list(spec.types),
            "maxLength": spec.max_chars or default_text_limit,
        }
        if spec.pattern:
            entry["pattern"] = spec.pattern
        properties[spec.name] = entry
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Article",
        "description": (
            "One article record of a landing file. docs/landing-contract.md says what is checked"
            " beyond this schema."
        ),
        "type": "object",
        "properties": properties,
        "required": list(REQUIRED),
        "additionalProperties": True,
    }


def schema_text() -> str:
    """The JSON Schema as docs/article.schema.json holds it."""
    return json.dumps(article_schema(), ensure_ascii=False, indent=2) + "\n"
