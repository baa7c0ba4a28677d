"""Masks quotes, titles and addresses that were published before names were masked as they are
today.

An improved masker finds names that an older one missed. A rebuild masks what is published from then
on; versions before it, the register and editions keep the words that they were published with. Here
each of their quotes is searched in the articles, and the names that today's reading found there are
masked in it; an address becomes the one that is published today. The stored reading by today's
extractors is used: nothing is read again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from extractors.names import MASK, masked_value
from extractors.records import Part, Span
from extractors.text.fold import fold
from extractors.text.word_forms import TOKEN
from warehouse.core.errors import RedactionRefused
from warehouse.core.settings import Settings
from warehouse.core.spreadsheet import copy_to_csv
from warehouse.core.sql_text import sql_identifier, sql_literal
from warehouse.publication import change_feed
from warehouse.publication import release as editions
from warehouse.publication.database_file import DUCKDB_FILE
from warehouse.redaction.stores import STATE, TEXT_COLUMNS, clean_parquet, places_in
from warehouse.steps.shards import extractor_version
from warehouse.store import register
from warehouse.store.database import second_cursor
from warehouse.store.redacted_words import RedactedWords
from warehouse.store.versions import list_versions, segments

#: tables that today's reading wrote, and by which older quotes are judged
MEASURE = ("staging", "linking")
_ADDRESSES = frozenset({"url", "public_url", "primary_url"})
#: a quote is looked for by so many words of it in a row
_WORDS = 3
_MASKED = re.compile(rf"{re.escape(MASK)}\s*")
_Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Old:
    """What older versions show: quotes and titles, and the address of each article."""

    quotes: frozenset[str]
    addresses: dict[str, frozenset[str]]


def masked_again(
    settings: Settings, connection: duckdb.DuckDBPyConnection, before: str
) -> tuple[dict[str, str], list[_Row]]:
    """What stands for each old quote, title and address from now on, and the versions of articles
    that they are of. `before`: the version, or its number, that is the first to be right.

    Raises RedactionRefused where there is no such version, or where what is staged was read by
    other extractors than those of today.
    """
    _see_that_it_was_read_today(settings, connection)
    old = old_words(settings, version_number(settings, before))
    found, articles = _masked(connection, old.quotes - _of_today(connection))
    for row, was, now in _addresses(connection, old):
        found[was] = now
        articles.add(row)
    return found, sorted(articles)


def version_number(settings: Settings, given: str) -> int:
    """The number of a publication, given as such or as the name of a version that is kept. Raises
    RedactionRefused where there is no such version."""
    if given.isdecimal():
        return int(given)
    for version in list_versions(settings):
        if given == version.version:
            return version.number
    raise RedactionRefused(
        f"no version {given} is kept",
        "give the first one that was published after the rebuild, or its number",
    )


def _see_that_it_was_read_today(settings: Settings, connection: duckdb.DuckDBPyConnection) -> None:
    others = connection.execute(
        "select count(*) from staging.batches where extractor_version <> ?",
        [extractor_version(settings)],
    ).fetchall()[0][0]
    if others:
        raise RedactionRefused(
            f"{others} batches were read by another version of the extractors: their names are not"
            " those that today's would mask",
            "read everything by it first: sijill rebuild",
        )


# ── what older versions show ─────────────────────────────────────────────────────────────


def old_words(settings: Settings, number: int) -> Old:
    """The quotes, titles and addresses in versions and editions before that publication, and in
    the register's entries of these."""
    quotes: set[str] = set()
    addresses: dict[str, set[str]] = {}
    for file in _databases(settings, number):
        with duckdb.connect(str(file), read_only=True) as connection:
            connection.execute("set threads = 1")
            quotes |= set(_quotes_in(connection))
            for article_id, url in connection.execute(
                "select distinct article_id, url from marts.dim_article where url <> ''"
            ).fetchall():
                addresses.setdefault(article_id, set()).add(url)
    for path in _register_files(settings, number):
        states = pq.read_table(path, partitioning=None)
        if STATE in states.column_names:
            parsed = (json.loads(state) for state in states.column(STATE).to_pylist() if state)
            quotes |= {state["quote"] for state in parsed if state.get("quote")}
    return Old(frozenset(quotes), {article: frozenset(urls) for article, urls in addresses.items()})


def _databases(settings: Settings, number: int) -> Iterator[Path]:
    for version in list_versions(settings):
        if version.number < number:
            yield version.path / DUCKDB_FILE
    for made in editions.list_releases(settings):
        if int(made.version.partition("-")[0]) < number:
            yield settings.releases_dir / made.name / DUCKDB_FILE


def _register_files(settings: Settings, number: int) -> Iterator[Path]:
    folders = [*settings.register_dir.glob("[0-9]*"), *segments(settings)]
    for folder in folders:
        name = folder.parent.name if folder.name == register.SEGMENT else folder.name
        if int(name.partition("-")[0]) < number:
            yield from sorted(folder.glob("*.parquet"))


def _quotes_in(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    columns = connection.execute(
        "select c.table_name, c.column_name from duckdb_columns() as c"
        " inner join duckdb_tables() as t on c.table_oid = t.table_oid"
        " and c.database_oid = t.database_oid"
        " where c.schema_name = 'marts' and c.database_name = current_database()"
        " order by 1, 2"
    ).fetchall()
    for table, column in columns:
        if column in TEXT_COLUMNS - _ADDRESSES:
            name = sql_identifier(column)
            for (value,) in connection.execute(
                f"select distinct {name} from marts.{sql_identifier(table)}"  # noqa: S608
                f" where {name} is not null"
            ).fetchall():
                yield value


# ── what stands for them ─────────────────────────────────────────────────────────────────


def _of_today(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute(
        "select quote from staging.incident_facts union select quote from staging.casualty_claims"
        " union select quote from staging.attributions"
        " union select masked_title from staging.articles"
    ).fetchall()
    return {value for (value,) in rows if value}


def _masked(
    connection: duckdb.DuckDBPyConnection, quotes: Iterable[str]
) -> tuple[dict[str, str], set[_Row]]:
    """The quotes in which a name stands that today's reading masks, as it masks it."""
    by_words: dict[tuple[str, ...], list[str]] = {}
    pieces = {}
    for quote in sorted(quotes):
        pieces[quote] = _pieces(quote)
        longest = max(pieces[quote], key=len, default=())
        if longest:
            by_words.setdefault(longest[:_WORDS], []).append(quote)
    found: dict[str, str] = {}
    articles: set[_Row] = set()
    for row, texts, names in _named_articles(connection):
        for text in texts:
            for quote in _quotes_within(tuple(TOKEN.findall(fold(text))), by_words, pieces):
                now = masked_value(found.get(quote, quote), names)
                if now != quote:
                    found[quote] = now
                    articles.add(row)
    return found, articles


def _pieces(quote: str) -> list[tuple[str, ...]]:
    """The words of a quote between its masks."""
    return [tuple(TOKEN.findall(fold(piece))) for piece in _MASKED.split(quote)]


def _quotes_within(
    text: tuple[str, ...],
    by_words: dict[tuple[str, ...], list[str]],
    pieces: dict[str, list[tuple[str, ...]]],
) -> Iterator[str]:
    """The quotes all of whose pieces stand in a text."""
    asked = {
        quote
        for words in range(1, _WORDS + 1)
        for at in range(len(text) - words + 1)
        for quote in by_words.get(text[at : at + words], ())
    }
    for quote in sorted(asked):
        if all(_stands(piece, text) for piece in pieces[quote]):
            yield quote


def _stands(piece: tuple[str, ...], text: tuple[str, ...]) -> bool:
    return any(text[at : at + len(piece)] == piece for at in range(len(text) - len(piece) + 1))


def _named_articles(
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[tuple[_Row, tuple[str, str], list[Span]]]:
    """Each version of an article in which names are masked: its title and text, and the names."""
    names: dict[_Row, list[Span]] = {}
    part: Part
    for *key, part, start, end, words in connection.execute(
        "select batch_date::varchar, article_id, content_digest, article_part, span_start,"
        " span_end, words from staging.private_names order by all"
    ).fetchall():
        names.setdefault((key[0], key[1], key[2]), []).append(Span(part, start, end, words))
    cursor = second_cursor(connection).execute(
        "select batch_date::varchar, article_id, content_digest, title, text"
        " from staging.articles order by all"
    )
    while rows := cursor.fetchmany(500):
        for *key, title, text in rows:
            row = (key[0], key[1], key[2])
            if row in names:
                yield row, (title, text), names[row]


def _addresses(connection: duckdb.DuckDBPyConnection, old: Old) -> Iterator[tuple[_Row, str, str]]:
    """Addresses that are published with less of them today."""
    rows = connection.execute(
        "select batch_date::varchar, article_id, content_digest, public_url"
        " from staging.articles order by all"
    ).fetchall()
    known = {url for *_, url in rows}
    for *key, public in rows:
        for url in sorted(old.addresses.get(key[1], frozenset())):
            if url not in known and len(public or "") < len(url):
                yield (key[0], key[1], key[2]), url, public or ""


# ── files with nothing but masked words ──────────────────────────────────────────────────


def clean_feeds(settings: Settings, words: RedactedWords) -> None:
    """Mask the quotes in the feeds of pruned versions, in all their formats."""
    for folder in sorted((settings.published_dir / change_feed.FOLDER).glob("[0-9]*")):
        parquet = folder / "changes.parquet"
        if not parquet.is_file() or not places_in(parquet, words):
            continue
        clean_parquet(parquet, words)
        with duckdb.connect(":memory:") as connection:
            connection.execute("set threads = 1")
            connection.execute("set TimeZone = 'UTC'")
            select = f"select * from read_parquet({sql_literal(str(parquet))})"  # noqa: S608
            columns = connection.execute(f"describe {select}").fetchall()
            described: Sequence[tuple[str, str]] = [(row[0], row[1]) for row in columns]
            copy_to_csv(connection, folder / "changes.csv", select, described)
            lines = sql_literal(str(folder / "changes.jsonl"))
            connection.execute(f"copy ({select}) to {lines} (format json)")


def published_roots(settings: Settings, registers: Iterable[Path]) -> list[tuple[str, Path]]:
    """Where what was published is kept."""
    return [
        ("published", settings.published_dir),
        *(("register", folder) for folder in registers),
        ("editions", settings.releases_dir),
    ]
