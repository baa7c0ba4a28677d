"""Labelled articles, read without a warehouse."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from evaluation.errors import LabelsError
from extractors.records import Article
from extractors.seedfiles import read_seed

#: The zone of outlets that the register does not have, as the night's default.
DEFAULT_ZONE = "Asia/Baghdad"
REQUIRED = ("url", "source", "published_at", "text")


class OutletClocks:
    """Zone and country of the outlets of seeds/outlets.csv."""

    def __init__(self, seeds_dir: Path) -> None:
        """Raises LexiconError where the register is missing or malformed."""
        columns = ("outlet_id", "aliases", "timezone", "country_code")
        self._outlets: dict[str, tuple[ZoneInfo, str | None]] = {}
        for row in read_seed("outlets.csv", columns, root=seeds_dir):
            known = ZoneInfo(row["timezone"]), row["country_code"] or None
            for name in (row["outlet_id"], *row["aliases"].split("|")):
                self._outlets[name.strip().casefold()] = known
        self._unknown = ZoneInfo(DEFAULT_ZONE), None

    def of(self, source: str) -> tuple[ZoneInfo, str | None]:
        """Zone and country code; the default zone and None for an outlet that is not there."""
        return self._outlets.get(source.strip().casefold(), self._unknown)


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a .jsonl or .jsonl.gz file. Raises LabelsError, naming file and line."""
    return list(_json_lines(path))


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        # not splitlines(): a text may hold other line separators, unescaped
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines = raw.decode("utf-8").split("\n")
    except (OSError, EOFError, UnicodeDecodeError) as err:
        raise LabelsError(f"{path} cannot be read: {err}", "name another file") from err
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as err:
            raise LabelsError(f"{path}, line {number}: {err}", "one JSON object a line") from err
        if not isinstance(row, dict):
            raise LabelsError(f"{path}, line {number}: no object", "one JSON object a line")
        yield row


def text_alone(text: str) -> Article:
    """An article that is nothing but this text: for what is asked of words alone."""
    return Article(
        id="", url="", source="", text=text, outlet_country=None,
        published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), published_on=dt.date(2026, 1, 1),
    )  # fmt: skip


def sample_articles(source: Path, seeds_dir: Path) -> dict[str, Article]:
    """The articles of samples/articles.jsonl by key, those without a required field left out."""
    clocks = OutletClocks(seeds_dir)
    return {
        str(entry["key"]): _article(entry["record"], clocks)
        for entry in _json_lines(source)
        if all(entry["record"].get(name) for name in REQUIRED)
    }


def plain_articles(
    source: Path, seeds_dir: Path, wanted: Collection[str] | None = None
) -> dict[str, Article]:
    """The articles of a file of records, by id: all, or those that are `wanted`. Raises LabelsError
    where one lacks a field."""
    clocks = OutletClocks(seeds_dir)
    records = _json_lines(source)
    if wanted is not None:
        records = (record for record in records if str(record.get("id")) in wanted)
    return dict(_by_id(source, records, clocks))


def _by_id(
    source: Path, records: Iterable[Mapping[str, Any]], clocks: OutletClocks
) -> Iterator[tuple[str, Article]]:
    for number, record in enumerate(records, 1):
        missing = [name for name in ("id", *REQUIRED) if record.get(name) in (None, "")]
        if missing:
            what = ", ".join(missing)
            raise LabelsError(f"{source}, record {number}: no {what}", "see the input contract")
        yield str(record["id"]), _article(record, clocks)


def _article(record: Mapping[str, Any], clocks: OutletClocks) -> Article:
    zone, country = clocks.of(str(record["source"]))
    try:
        moment = dt.datetime.fromisoformat(str(record["published_at"]))
    except ValueError as err:
        url = record["url"]
        raise LabelsError(f"{url}: published_at: {err}", "an ISO date or date-time") from err
    local = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    return Article(
        id=str(record.get("id") or record["url"]),
        url=str(record["url"]),
        source=str(record["source"]),
        published_at=local,
        published_on=local.date(),
        text=str(record["text"]),
        title=str(record.get("title") or ""),
        language=str(record.get("language") or "ar"),
        outlet_country=country,
    )
