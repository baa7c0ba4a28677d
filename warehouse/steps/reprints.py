"""Which articles carry one text: brought up to date for the articles that changed."""

from __future__ import annotations

import hashlib

import duckdb
import numpy as np
import pyarrow as pa

from linking.clustering import components
from linking.mention import Edge
from linking.texts import are_reprints, bands, signature
from warehouse.core.sql_text import statements

_SQL = statements(__file__)

#: an agency's text is reprinted within days
_DAYS = 10
#: bounds the memory that comparing takes
_PAIRS_AT_ONCE = 50_000


def update_reprints(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Bring linking.texts, .reprints and .text_groups up to the articles of the temporary table
    `changed`; returns the ids of the articles whose group is another one now, sorted.

    A group is named after its earliest text, so that it does not depend on the order of nights.
    """
    connection.execute(
        "create or replace temporary table unsettled as"
        " select left_id as article_id from linking.reprints"
        " where right_id in (select article_id from changed)"
        " union select right_id from linking.reprints"
        " where left_id in (select article_id from changed)"
    )
    # most articles of a night are new: the bands, of all tables the longest, are left in peace
    if connection.execute(
        "select 1 from linking.texts where article_id in (select article_id from changed) limit 1"
    ).fetchall():
        for table in ("texts", "text_bands"):
            connection.execute(
                f"delete from linking.{table} where article_id in (select article_id from changed)"  # noqa: S608 - names of ours
            )
    connection.execute(
        "delete from linking.reprints where left_id in (select article_id from changed)"
        " or right_id in (select article_id from changed)"
    )
    _insert_texts(connection)
    _insert_pairs(connection)
    # of texts that were taken out, what was found while they were there
    connection.execute(_SQL["kept_pairs"])
    return _regroup(connection)


def _insert_texts(connection: duckdb.DuckDBPyConnection) -> None:
    texts: dict[str, list[object]] = {"article_id": [], "signature": []}
    pieces: dict[str, list[object]] = {"article_id": [], "on": [], "band": []}
    for article_id, published_on, text in connection.execute(_SQL["texts"]).fetchall():
        values = signature(text)
        if values is None:
            continue
        texts["article_id"].append(article_id)
        texts["signature"].append(list(values))
        for band in bands(values):
            pieces["article_id"].append(article_id)
            pieces["on"].append(published_on)
            digest = hashlib.blake2b(band.encode(), digest_size=8).digest()
            pieces["band"].append(int.from_bytes(digest, "big"))
    connection.register(
        "text_rows",
        pa.table(
            {
                "article_id": pa.array(texts["article_id"], pa.string()),
                "signature": pa.array(texts["signature"], pa.list_(pa.uint32())),
            }
        ),
    )
    connection.register(
        "band_rows",
        pa.table(
            {
                "article_id": pa.array(pieces["article_id"], pa.string()),
                "published_on": pa.array(pieces["on"], pa.date32()),
                "band": pa.array(pieces["band"], pa.uint64()),
            }
        ),
    )
    connection.execute("insert into linking.texts by name select * from text_rows")
    connection.execute("create or replace temporary table fresh_bands as select * from band_rows")
    connection.execute("insert into linking.text_bands by name select * from fresh_bands")


def _insert_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    first, last = connection.execute(
        "select min(published_on), max(published_on) from fresh_bands"
    ).fetchall()[0]
    if first is None:
        return
    candidates = connection.execute(
        _SQL["candidates"], {"days": _DAYS, "first": first, "last": last}
    ).fetchall()
    if not candidates:
        return
    stored = connection.execute(
        # the rows first: the signatures of all texts are much to read
        "select article_id, signature from linking.texts"
        " where rowid in (select rowid from linking.texts"
        " where article_id in (select unnest($wanted))) order by article_id",
        {"wanted": sorted({id_ for pair in candidates for id_ in pair})},
    ).fetchall()
    row_of = {article_id: row for row, (article_id, _) in enumerate(stored)}
    signatures = np.array([signature for _, signature in stored], dtype=np.uint32)
    for at in range(0, len(candidates), _PAIRS_AT_ONCE):
        pairs = candidates[at : at + _PAIRS_AT_ONCE]
        left, right = (signatures[[row_of[pair[side]] for pair in pairs]] for side in (0, 1))
        found = [pairs[n] for n in np.flatnonzero(are_reprints(left, right))]
        connection.execute(
            "insert into linking.reprints select unnest($left), unnest($right)",
            {"left": [one for one, _ in found], "right": [other for _, other in found]},
        )


def _regroup(connection: duckdb.DuckDBPyConnection) -> list[str]:
    connection.execute(_SQL["reached"])
    articles = connection.execute(_SQL["reached_texts"]).fetchall()
    published = {article_id: (at, article_id) for article_id, _, at in articles}
    pairs = connection.execute(_SQL["pairs_of_reached"]).fetchall()
    groups = {
        article_id: min(part, key=lambda id_: published[id_])
        for part in components(published, [Edge(left, right, 0.0) for left, right in pairs])
        for article_id in part
    }
    before = dict(
        connection.execute(
            "select article_id, text_group_id from linking.text_groups"
            " where article_id in (select article_id from reached)"
        ).fetchall()
    )
    connection.execute(
        "delete from linking.text_groups where article_id in (select article_id from reached)"
    )
    connection.register(
        "group_rows",
        pa.table(
            {
                "article_id": pa.array([row[0] for row in articles], pa.string()),
                "content_digest": pa.array([row[1] for row in articles], pa.string()),
                "text_group_id": pa.array([groups[row[0]] for row in articles], pa.string()),
            }
        ),
    )
    connection.execute("insert into linking.text_groups by name select * from group_rows")
    return sorted(id_ for id_, group in groups.items() if before.get(id_, id_) != group)
