"""The build file without the redacted words."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from warehouse.core.settings import Settings
from warehouse.redaction.landing import NO_ADDRESS
from warehouse.redaction.plan import Plan
from warehouse.redaction.published import add_published_row
from warehouse.redaction.published_rows import withhold
from warehouse.redaction.quotes import MEASURE
from warehouse.redaction.stores import clean_database
from warehouse.store.database import SCHEMA
from warehouse.store.database_copies import changing, rewritten_database
from warehouse.store.redacted_words import FILLER, RedactedWords
from warehouse.store.redaction_log import (
    NAME,
    load_redactions,
)


def clean_build(settings: Settings, plan: Plan) -> None:
    """Take the words out of the build file."""
    with (
        rewritten_database(settings.build_file, settings.build_file) as work,
        changing(work) as connection,
    ):
        connection.execute(SCHEMA)
        keys = pa.table(
            {
                name: pa.array([row[at] for row in plan.articles], pa.string())
                for at, name in enumerate(("batch_date", "article_id", "content_digest"))
            }
        )
        connection.register("touched_rows", keys)
        connection.execute(
            "create or replace temporary table touched as"
            " select batch_date::date as batch_date, article_id, content_digest from touched_rows"
        )
        if plan.entry.kind == NAME:
            _fill_names(connection, plan.words)
        else:
            _fill_texts(connection, plan)
            withhold(connection, plan, ["transform", "marts"])
        _refill_words(connection)
        _clean_linking(connection, plan)
        clean_database(connection, plan.words)
        add_published_row(connection, plan)

    wal = settings.build_file.with_name(f"{settings.build_file.name}.wal")
    wal.unlink(missing_ok=True)


def mask_build(settings: Settings, plan: Plan) -> None:
    """Mask the quotes of earlier versions that the build file keeps. Staged rows stay as they are:
    they have today's masking."""
    with (
        rewritten_database(settings.build_file, settings.build_file) as work,
        changing(work) as connection,
    ):
        connection.execute(SCHEMA)
        clean_database(connection, plan.words, but=MEASURE)
        add_published_row(connection, plan)
        load_redactions(settings, connection, plan.entry)


def _fill_texts(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Replace each letter of the articles by a filler; lengths and offsets do not change."""
    connection.execute(
        """
        update staging.articles set
            title = repeat($filler, length(title)), text = repeat($filler, length(text)),
            url = $address, masked_title = null, public_url = '', extra = '{}',
            redaction_id = $id
        where (batch_date, article_id, content_digest) in (select * from touched)
        """,
        {"filler": FILLER, "address": NO_ADDRESS, "id": plan.entry.redaction_id},
    )
    connection.execute(
        "create or replace temporary table facts as select mention_id from staging.incident_facts"
        " where (batch_date, article_id, content_digest) in (select * from touched)"
    )
    for table in ("incident_facts", "casualty_claims", "attributions"):
        connection.execute(
            f"update staging.{table} set quote = null"  # noqa: S608 - names of ours
            " where mention_id in (select * from facts)"
        )


def _fill_names(connection: duckdb.DuckDBPyConnection, words: RedactedWords) -> None:
    rows = connection.execute(
        "select batch_date, article_id, content_digest, title, text, url, extra::varchar"
        " from staging.articles"
        " where (batch_date, article_id, content_digest) in (select * from touched)"
    ).fetchall()
    for batch_date, article_id, digest, title, text, url, extra in rows:
        connection.execute(
            "update staging.articles set title = ?, text = ?, url = ?, extra = ?"
            " where batch_date = ? and article_id = ? and content_digest = ?",
            [
                words.filled(title), words.filled(text),
                url if words.value(url) == url else NO_ADDRESS, words.without(extra),
                batch_date, article_id, digest,
            ],
        )  # fmt: skip


def _refill_words(connection: duckdb.DuckDBPyConnection) -> None:
    """Set the words of claims, evidence and names to those that now stand in the text."""
    part = "case {t}.article_part when 'title' then article.title else article.text end"
    excerpt = f"substring({part}, {{t}}.span_start + 1, {{t}}.span_end - {{t}}.span_start)"
    for table in ("casualty_claims", "attributions", "evidence"):
        connection.execute(
            f"update staging.{table} set words = {excerpt.format(t=table)}"  # noqa: S608 - ours
            " from staging.incident_facts as fact, staging.articles as article"
            f" where fact.mention_id = {table}.mention_id and fact.batch_date = {table}.batch_date"
            " and article.batch_date = fact.batch_date and article.article_id = fact.article_id"
            " and article.content_digest = fact.content_digest"
            " and (article.batch_date, article.article_id, article.content_digest)"
            " in (select * from touched)"
        )
    connection.execute(
        f"update staging.private_names set words = {excerpt.format(t='private_names')}"  # noqa: S608
        " from staging.articles as article"
        " where article.batch_date = private_names.batch_date"
        " and article.article_id = private_names.article_id"
        " and article.content_digest = private_names.content_digest"
        " and (article.batch_date, article.article_id, article.content_digest)"
        " in (select * from touched)"
    )


def _clean_linking(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Remove the words by which reports were compared; the pairs found by them are kept."""
    which = "where article_id in (select article_id from touched)"
    if plan.entry.kind != NAME:
        connection.execute(
            f"update linking.mentions set words = []::varchar[], names = []::varchar[] {which}"  # noqa: S608
        )
        for table in ("texts", "text_bands"):
            connection.execute(f"delete from linking.{table} {which}")  # noqa: S608 - names of ours
        return
    rows = connection.execute(
        f"select mention_id, site, words, names from linking.mentions {which}"  # noqa: S608
    ).fetchall()
    for mention_id, *lists in rows:
        connection.execute(
            "update linking.mentions set site = ?, words = ?, names = ? where mention_id = ?",
            [*(plan.words.linking_words(stems) for stems in lists), mention_id],
        )
