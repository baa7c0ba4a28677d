"""Take a text, an outlet or a name out of everything that is kept: the one exception to "nothing is
lost". docs/redaction.md tells what and why.

    build file, or lake → what is kept → landing → published versions → register → editions
    → backups → the rest → scan

Each step can be done twice; the journal (redactions/pending.json) says which are done. While it is
there no night, publish or release may write. The command ends only when a scan of every file found
none of the words; then a line is added to the log.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.contract.articles import ValidArticle
from warehouse.contract.outlets import load_outlets
from warehouse.core.errors import (
    DiskSpaceLow,
    RedactionRefused,
    RedactionUnfinished,
    ShardFailed,
    StagingFailed,
)
from warehouse.core.files import replacing
from warehouse.core.named_rows import named_rows
from warehouse.core.settings import Settings
from warehouse.landing.batches import ARTICLES_SCHEMA, find_batch, landed_batches
from warehouse.landing.shard_store import forget_all_shards
from warehouse.redaction.backups import backed_up, redact_backups
from warehouse.redaction.lake import (
    LAKE_TO_FILE,
    built_in_a_file,
    copy_lake,
    lake_bytes,
    places_in_lake,
    refill_lake,
    refuse_catalogue_of_another,
    refuse_kept_versions,
    refuse_left_build_file,
)
from warehouse.redaction.landing import NO_ADDRESS, LandingCleaner
from warehouse.redaction.plan import LATER, Plan, Request, make_plan, read_pending, subjects_of
from warehouse.redaction.published import (
    add_published_row,
    redact_register,
    redact_releases,
    redact_versions,
    registers_of,
    withhold,
)
from warehouse.redaction.quotes import MEASURE, clean_feeds, published_roots
from warehouse.redaction.stores import clean_database, clean_file, places_in, places_in_database
from warehouse.steps.shards import FACTS_SCHEMA
from warehouse.store.database import SCHEMA, open_reader
from warehouse.store.database_copies import changing, rewritten_database
from warehouse.store.lake import Lake
from warehouse.store.night_lock import night_lock
from warehouse.store.redacted_words import FILLER, Words
from warehouse.store.redaction_log import (
    EDGES_SCHEMA,
    MENTIONS_SCHEMA,
    NAME,
    PENDING,
    QUOTES,
    REPRINTS_SCHEMA,
    TEXTS,
    Redaction,
    append_log,
    kept_path,
    load_redactions,
    read_key,
    taken_out,
    tombstone_text,
)
from warehouse.store.unfinished_restore import refuse_half_restored
from warehouse.store.versions import publish_lock

Progress = Callable[[str, int, int], None]

_BATCH_DATE = pa.field("batch_date", pa.date32(), nullable=False)
_KEPT_ARTICLES = pa.schema(
    [
        _BATCH_DATE,
        *(f for f in ARTICLES_SCHEMA if f.name not in ("source_file", "source_record")),
    ]
)
_KEPT_FACTS = pa.schema([_BATCH_DATE, *FACTS_SCHEMA])
#: what a step may meet that somebody can put right
_STOPS = (OSError, duckdb.Error, pa.ArrowException, StagingFailed, ShardFailed)
#: batch date, id and content digest
_Key = tuple[dt.date, str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A file that the words stand in, or a table of a lake's catalogue: what kind of place it is,
    and in how many values, lines or stretches."""

    place: str
    path: str
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a redaction would touch: versions of articles, files with the words in them, and other
    articles that carry the same text and would stay."""

    articles: tuple[tuple[str, str, str], ...]
    found: tuple[Found, ...]
    reprints: tuple[str, ...]


def preview(settings: Settings, request: Request, *, now: dt.datetime) -> Preview:
    """What would be taken out, and from where; nothing is changed.

    Raises RedactionRefused, RedactionUnfinished, and what reading the build file raises.
    """
    if read_pending(settings) is not None:
        raise RedactionUnfinished(
            "a redaction was interrupted", "give it once more: it goes on where it stopped"
        )
    _check(request)
    plan = make_plan(settings, request, now=now)
    found = _find(settings, plan)
    if not found and not plan.articles:
        raise _nowhere(request)
    return Preview(plan.articles, tuple(found), _reprints(settings, plan))


def redact(
    settings: Settings, request: Request, progress: Progress, *, now: dt.datetime
) -> Redaction:
    """Take it out of every place, prove that it is gone, and log it; returns the line of the log.

    `now` (aware) is the time that the log has. A redaction of the same that was interrupted goes on
    where it stopped. Raises RedactionRefused where nothing was begun; RedactionUnfinished where
    another one was interrupted, or where the scan still found the words (the message names the
    file); NightUnderWay or PublishFailed while a run is at work; StagingFailed where the lake
    cannot be opened.
    """
    _check(request)
    refuse_half_restored(settings)
    with night_lock(settings, "a redaction"), publish_lock(settings):
        plan = read_pending(settings)
        if plan is None:
            refuse_left_build_file(settings)
            refuse_kept_versions(settings)
            refuse_catalogue_of_another(settings)
            plan = make_plan(settings, request, now=now)
            if not plan.articles and not _find(settings, plan):
                raise _nowhere(request)
            _check_disk(settings)
            plan.write(settings, done=())
        elif plan.entry.kind != request.kind or plan.entry.subjects != subjects_of(
            settings, read_key(settings), request
        ):
            raise RedactionUnfinished(
                f"another redaction ({plan.entry.redaction_id}) was interrupted",
                "give that one once more first: it goes on where it stopped",
            )
        return _run(settings, plan, progress)


def _run(settings: Settings, plan: Plan, progress: Progress) -> Redaction:
    steps = _steps(settings, plan)
    done = list(plan.done)
    for at, (name, step) in enumerate(steps):
        progress(name, at, len(steps))
        if name not in done:
            try:
                step(settings, plan)
            except _STOPS as err:
                raise RedactionUnfinished(
                    f"stopped at {name}: {err}",
                    "put the cause right and give the same command once more; readers see whole"
                    " versions meanwhile",
                ) from err
            done.append(name)
            plan.write(settings, done=done)
    append_log(settings, plan.entry)
    (settings.redactions_dir / PENDING).unlink()
    return plan.entry


_Step = tuple[str, Callable[[Settings, Plan], None]]


def _steps(settings: Settings, plan: Plan) -> tuple[_Step, ...]:
    """What is done, in order. Quotes are masked where they were published: what was delivered and
    read stays as it is. A lake is cleaned as a build file, and filled with what is left."""
    masks_only = plan.entry.kind == QUOTES
    built: tuple[_Step, ...] = (
        ("build file", _build_file_masked if masks_only else _build_file),
        *(() if masks_only else (("what is kept", _keep), ("landing", _landing))),
    )
    if settings.lake_catalog is not None:
        built = (
            ("copy of the lake", copy_lake),
            *((name, _in_a_file(step)) for name, step in built),
            ("lake", refill_lake),
        )
    return (
        *built,
        ("published versions", _versions),
        ("register", redact_register),
        ("editions", _editions),
        ("backups", _backups),
        ("feeds", _feeds) if masks_only else ("the rest", _rest),
        ("scan", _scan),
    )


def _in_a_file(step: Callable[[Settings, Plan], None]) -> Callable[[Settings, Plan], None]:
    return lambda settings, plan: step(built_in_a_file(settings), plan)


def _check(request: Request) -> None:
    if not request.told or not all(one.strip() for one in request.told):
        raise RedactionRefused("nothing is named", "give an id, an outlet or a name")
    if not request.by or not request.second or request.by == request.second:
        raise RedactionRefused(
            "a redaction cannot be undone: it wants two names", "give --by and --second"
        )
    if not request.reason.strip():
        raise RedactionRefused("a redaction wants a reason", "give --why")


def _check_disk(settings: Settings) -> None:
    """See that the copies fit that are made while files are written anew."""
    databases = [
        settings.build_file,
        *settings.published_dir.glob("versions/*/*.duckdb"),
        *settings.releases_dir.glob("*/*.duckdb"),
    ]
    sizes = [path.stat().st_size for path in databases if path.exists()]
    need = 3 * max((*sizes, LAKE_TO_FILE * lake_bytes(settings)))
    for folder in (settings.var_dir, settings.published_dir):
        free = shutil.disk_usage(folder).free
        if free < need + settings.min_free_mb * 1_000_000:
            raise DiskSpaceLow(
                f"{folder} has {free / 1e6:,.0f} MB free; the largest file is written anew beside"
                f" the old one, which wants {need / 1e6:,.0f} MB",
                "free some space; nothing was changed",
            )


def _nowhere(request: Request) -> RedactionRefused:
    if request.kind == QUOTES:
        return RedactionRefused(
            f"no quote from before {request.told[0]} has a name that is masked today",
            "there is nothing to do",
        )
    return RedactionRefused(
        "it stands nowhere in what is kept or published",
        "try the spelling of the article, and others with --also",
    )


# ── looking everywhere ───────────────────────────────────────────────────────────────────


def find(settings: Settings, words: Words) -> list[Found]:
    """Every file under the folders of the settings, and every place of the lake, that the words
    stand in."""
    return [
        Found(place, str(path), count)
        for place, path in _all_files(settings)
        if (count := places_in(path, words))
    ] + _in_lake(settings, words)


def _in_lake(settings: Settings, words: Words, but: Collection[str] = ()) -> list[Found]:
    return [Found("lake", path, count) for path, count in places_in_lake(settings, words, but)]


def _find(settings: Settings, plan: Plan) -> list[Found]:
    """Every file that a redaction has to do with and that the words stand in."""
    if plan.entry.kind != QUOTES:
        return find(settings, plan.words)
    built = _in_lake(settings, plan.words, MEASURE)
    if settings.lake_catalog is None:
        with open_reader(settings) as connection:
            count = sum(places_in_database(connection, plan.words, but=MEASURE).values())
        if count:
            built = [Found("build file, work, logs", str(settings.build_file), count)]
    roots = published_roots(settings, registers_of(settings))
    for inner in backed_up(settings):
        roots += [("backups", root) for _, root in published_roots(inner, registers_of(inner))]
    return built + [
        Found(place, str(path), count)
        for place, path in _files(roots)
        if (count := places_in(path, plan.words))
    ]


def _all_files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """All files of all places, each once: files that versions share are one. Those of a lake are
    DuckLake's to change."""
    lake = Lake.of(settings)
    for place, path in _files(_roots(settings)):
        if lake is None or not lake.holds(path):
            yield place, path


def _roots(settings: Settings) -> list[tuple[str, Path]]:
    return [
        ("landing", settings.landing_dir),
        ("build file, work, logs", settings.var_dir),
        ("published", settings.published_dir),
        *(("register", folder) for folder in registers_of(settings)),
        ("editions", settings.releases_dir),
        ("corrections", settings.corrections_dir),
        ("own data", settings.own_dir),
        ("redactions", settings.redactions_dir),
        ("backups", settings.backups_dir),
    ]


def _files(roots: Sequence[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    seen: set[tuple[int, int]] = set()
    for place, root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_symlink() or not path.is_file() or path.name == PENDING:
                continue
            stat = path.stat()
            if (stat.st_dev, stat.st_ino) not in seen:
                seen.add((stat.st_dev, stat.st_ino))
                yield place, path


def _scan(settings: Settings, plan: Plan) -> None:
    found = _find(settings, plan)
    if found:
        told = "\n".join(f"  {one.path} ({one.count})" for one in found)
        raise RedactionUnfinished(
            f"the words still stand in\n{told}",
            "move these files away or clean them, then give the command once more",
        )


def _reprints(settings: Settings, plan: Plan) -> tuple[str, ...]:
    if plan.entry.kind not in TEXTS:
        return ()
    with open_reader(settings) as connection:
        rows = connection.execute(
            "select distinct other.article_id from linking.text_groups as one"
            " inner join linking.text_groups as other using (text_group_id)"
            " where one.article_id in (select unnest($ids))"
            " and other.article_id not in (select unnest($ids)) order by 1",
            {"ids": sorted(plan.article_ids)},
        ).fetchall()
    return tuple(article_id for (article_id,) in rows)


# ── the build file ───────────────────────────────────────────────────────────────────────


def _build_file(settings: Settings, plan: Plan) -> None:
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


def _build_file_masked(settings: Settings, plan: Plan) -> None:
    """What the build file keeps of earlier versions; what was staged is the measure, and stays."""
    with (
        rewritten_database(settings.build_file, settings.build_file) as work,
        changing(work) as connection,
    ):
        connection.execute(SCHEMA)
        clean_database(connection, plan.words, but=MEASURE)
        add_published_row(connection, plan)
        load_redactions(settings, connection, plan.entry)


def _fill_texts(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Each letter of the articles becomes a filler: lengths and offsets are numbers, and stay."""
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
        "create or replace temporary table told as select mention_id from staging.incident_facts"
        " where (batch_date, article_id, content_digest) in (select * from touched)"
    )
    for table in ("incident_facts", "casualty_claims", "attributions"):
        connection.execute(
            f"update staging.{table} set quote = null"  # noqa: S608 - names of ours
            " where mention_id in (select * from told)"
        )


def _fill_names(connection: duckdb.DuckDBPyConnection, words: Words) -> None:
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
    """The words of claims, evidence and names are those that now stand in the text."""
    part = "case {t}.article_part when 'title' then article.title else article.text end"
    said = f"substring({part}, {{t}}.span_start + 1, {{t}}.span_end - {{t}}.span_start)"
    for table in ("casualty_claims", "attributions", "evidence"):
        connection.execute(
            f"update staging.{table} set words = {said.format(t=table)}"  # noqa: S608 - ours
            " from staging.incident_facts as fact, staging.articles as article"
            f" where fact.mention_id = {table}.mention_id and fact.batch_date = {table}.batch_date"
            " and article.batch_date = fact.batch_date and article.article_id = fact.article_id"
            " and article.content_digest = fact.content_digest"
            " and (article.batch_date, article.article_id, article.content_digest)"
            " in (select * from touched)"
        )
    connection.execute(
        f"update staging.private_names set words = {said.format(t='private_names')}"  # noqa: S608
        " from staging.articles as article"
        " where article.batch_date = private_names.batch_date"
        " and article.article_id = private_names.article_id"
        " and article.content_digest = private_names.content_digest"
        " and (article.batch_date, article.article_id, article.content_digest)"
        " in (select * from touched)"
    )


def _clean_linking(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """The words by which reports were compared; what was found by them is kept."""
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


# ── what is kept ─────────────────────────────────────────────────────────────────────────


def _keep(settings: Settings, plan: Plan) -> None:
    """Keep of each article its row and its facts as they are now, and the pairs of its reports."""
    with open_reader(settings) as connection:
        connection.execute("set TimeZone = 'UTC'")
        articles = _article_rows(settings, connection, plan)
        facts = _fact_rows(connection, plan)
        ids = sorted(plan.article_ids)
        edges = connection.execute(
            "select left_id, right_id, weight from linking.edges"
            " where left_id in (select mention_id from linking.mentions"
            " where article_id in (select unnest($ids)))"
            " or right_id in (select mention_id from linking.mentions"
            " where article_id in (select unnest($ids))) order by all",
            {"ids": ids},
        ).fetchall()
        reprints = connection.execute(
            "select * from linking.reprints where left_id in (select unnest($ids))"
            " or right_id in (select unnest($ids)) order by all",
            {"ids": ids},
        ).fetchall()
        mentions = connection.execute(
            "select mention_id, (select max(batch_date) from staging.batches)"
            " from linking.mentions where article_id in (select unnest($ids)) order by 1",
            {"ids": ids},
        ).fetchall()
    keep_rows(settings, "articles", _KEPT_ARTICLES, articles)
    keep_rows(settings, "facts", _KEPT_FACTS, facts)
    for name, schema, rows in (
        ("edges", EDGES_SCHEMA, edges),
        ("reprints", REPRINTS_SCHEMA, reprints),
        ("mentions", MENTIONS_SCHEMA, mentions),
    ):
        _keep_pairs(settings, name, schema, rows)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.begin()
        load_redactions(settings, connection, plan.entry)
        connection.commit()


def _article_rows(
    settings: Settings, connection: duckdb.DuckDBPyConnection, plan: Plan
) -> list[dict[str, Any]]:
    outlets = load_outlets(settings.seeds_dir)
    rows = _touched_rows(connection, "staging.articles", plan, "batch_date, article_id")
    found = []
    for row in rows:
        outlet = outlets.find(row["source"])
        more = {
            "outlet_country": outlet.country_code if outlet else None,
            "outlet_zone": (outlet.zone if outlet else settings.zone).key,
            "is_kept": True,
        }
        found.append({name: (row | more)[name] for name in _KEPT_ARTICLES.names})
    return found


def _touched_rows(
    connection: duckdb.DuckDBPyConnection, table: str, plan: Plan, order: str
) -> list[dict[str, Any]]:
    """All rows of a table of staging that are of articles that were touched."""
    asked = connection.execute(
        f"select * from {table} where (batch_date::varchar, article_id, content_digest) in"  # noqa: S608
        " (select (unnest($batches), unnest($ids), unnest($digests)))"
        f" order by {order}",
        {
            "batches": [row[0] for row in plan.articles],
            "ids": [row[1] for row in plan.articles],
            "digests": [row[2] for row in plan.articles],
        },
    )
    return list(named_rows(asked))


def _fact_rows(connection: duckdb.DuckDBPyConnection, plan: Plan) -> list[dict[str, Any]]:
    """The facts of the articles as a shard has them."""
    by = "batch_date, article_id, content_digest"
    facts = _touched_rows(connection, "staging.incident_facts", plan, f"{by}, fact_number")
    names = _touched_rows(connection, "staging.private_names", plan, f"{by}, span_start")
    ids = sorted({row["mention_id"] for row in facts})
    nested = {
        name: _by_mention(connection, table, order, ids)
        for name, table, order in (
            ("claims", "casualty_claims", "claim_number"),
            ("attributions", "attributions", "attribution_number"),
            ("evidence", "evidence", "field, span_number"),
        )
    }
    found = []
    for article in _touched_rows(connection, "staging.articles", plan, by):
        key = _key(article)
        mentions = [
            row | {name: rows.get((row["batch_date"], row["mention_id"]), [])
                   for name, rows in nested.items()}
            for row in facts
            if _key(row) == key
        ]  # fmt: skip
        found.append(
            {
                "batch_date": article["batch_date"],
                "article_id": article["article_id"],
                "content_digest": article["content_digest"],
                "failure": None,
                "masked_title": article["masked_title"],
                "public_url": article["public_url"] or "",
                "private_names": [row for row in names if _key(row) == key],
                "mentions": mentions,
                "read_by": article["extractor_version"],
            }
        )
    return found


def _by_mention(
    connection: duckdb.DuckDBPyConnection, table: str, order: str, ids: list[str]
) -> dict[tuple[dt.date, str], list[dict[str, Any]]]:
    asked = connection.execute(
        f"select * from staging.{table} where mention_id in (select unnest(?))"  # noqa: S608
        f" order by batch_date, mention_id, {order}",
        [ids],
    )
    found: dict[tuple[dt.date, str], list[dict[str, Any]]] = {}
    for row in named_rows(asked):
        found.setdefault((row["batch_date"], row["mention_id"]), []).append(row)
    return found


def keep_rows(
    settings: Settings, name: str, schema: pa.Schema, rows: Sequence[dict[str, Any]]
) -> None:
    """Add rows of articles to what is kept, in the place of those of the same article version."""
    path = kept_path(settings, name)
    before = pq.read_table(path, schema=schema).to_pylist() if path.exists() else []
    merged = {_key(row): row for row in (*before, *rows)}
    ordered = [merged[key] for key in sorted(merged)]
    with replacing(path) as temporary:
        pq.write_table(pa.Table.from_pylist(ordered, schema=schema), temporary, compression="zstd")


def _keep_pairs(
    settings: Settings, name: str, schema: pa.Schema, rows: Sequence[tuple[Any, ...]]
) -> None:
    path = kept_path(settings, name)
    before = pq.read_table(path, schema=schema).to_pylist() if path.exists() else []
    merged = [*(tuple(row.values()) for row in before), *rows]
    # a pair that was kept before is as it was found then
    unique = {row[:1] if name == "mentions" else row[:2]: row for row in reversed(merged)}
    table = pa.Table.from_pylist(
        [dict(zip(schema.names, unique[key], strict=True)) for key in sorted(unique)],
        schema=schema,
    )
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def _key(row: dict[str, Any]) -> _Key:
    return row["batch_date"], row["article_id"], row["content_digest"]


# ── landing ──────────────────────────────────────────────────────────────────────────────


def _landing(settings: Settings, plan: Plan) -> None:
    for batch_date, folder in landed_batches(settings):
        if batch_date.isoformat() not in plan.batches:
            continue
        cleaner = LandingCleaner(settings, plan.entry, plan.words, batch_date)
        # what is kept lies there before the record goes
        cleaner.records(folder)
        _keep_landed(settings, batch_date, cleaner.kept.values())
        _mark_quarantine(settings, batch_date, cleaner.marks)
        cleaner.clean(folder)
        _note_digest(settings, batch_date, plan.batches[batch_date.isoformat()])


def _keep_landed(settings: Settings, batch_date: dt.date, articles: Any) -> None:  # noqa: ANN401
    """Records that were never staged (they contradict each other) are kept too."""
    path = kept_path(settings, "articles")
    known = set()
    if path.exists():
        known = {_key(row) for row in pq.read_table(path, schema=_KEPT_ARTICLES).to_pylist()}
    rows = [
        {"batch_date": batch_date, **_article_values(article)}
        for article in articles
        if (batch_date, article.article_id, article.content_digest) not in known
    ]
    if rows:
        keep_rows(settings, "articles", _KEPT_ARTICLES, rows)
        keep_rows(settings, "facts", _KEPT_FACTS, [_unread(row) for row in rows])


def _unread(article: dict[str, Any]) -> dict[str, Any]:
    """The facts of an article that gave none: it contradicts another, or could not be read."""
    nothing: dict[str, Any] = dict.fromkeys(_KEPT_FACTS.names)
    held = {"failure": "taken out unread", "public_url": "", "private_names": [], "mentions": []}
    named = {name: article[name] for name in ("batch_date", "article_id", "content_digest")}
    return nothing | held | named


def _mark_quarantine(
    settings: Settings, batch_date: dt.date, marks: Sequence[tuple[str, int, dict[str, Any]]]
) -> None:
    """Quarantine has of such a record what a night would find now."""
    if not settings.build_file.exists():
        return  # a backup of what was landed alone
    with duckdb.connect(str(settings.build_file)) as connection:
        for file, number, mark in marks:
            connection.execute(
                "update staging.quarantine set raw_record = ?,"
                " detail = case when ? then ? else detail end"
                " where batch_date = ? and source_file = ? and source_record = ?",
                [
                    tombstone_text(mark), "refused" in mark, taken_out(mark),
                    batch_date, file, number,
                ],
            )  # fmt: skip


def _article_values(article: ValidArticle) -> dict[str, Any]:
    values = asdict(article)
    return {name: values[name] for name in _KEPT_ARTICLES.names if name != "batch_date"}


def _note_digest(settings: Settings, batch_date: dt.date, before: str) -> None:
    """The batch was read as it lies there now: nothing new came."""
    if not settings.build_file.exists():
        return
    manifest = find_batch(settings, batch_date, now=LATER)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(
            "update staging.batches set batch_digest = ? where batch_date = ?",
            [manifest.batch_digest, batch_date],
        )
        for file in manifest.files:
            connection.execute(
                "update staging.batch_files set file_digest = ?, file_bytes = ?"
                " where batch_date = ? and source_file = ?",
                [file.digest, file.size_bytes, batch_date, file.name],
            )
    for path in (settings.runs_dir / batch_date.isoformat()).glob("*/find_batch.json"):
        told = json.loads(path.read_text("utf-8"))
        if told["note"].get("batch_digest") == before:
            told["note"]["batch_digest"] = manifest.batch_digest
            with replacing(path) as temporary:
                temporary.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


# ── what was published, and the rest ─────────────────────────────────────────────────────


def _versions(settings: Settings, plan: Plan) -> None:
    redact_versions(settings, plan)


def _feeds(settings: Settings, plan: Plan) -> None:
    clean_feeds(settings, plan.words)


def _editions(settings: Settings, plan: Plan) -> None:
    redact_releases(settings, plan, today=plan.entry.redacted_on)


def _backups(settings: Settings, plan: Plan) -> None:
    redact_backups(settings, plan, _backup)


def _backup(inner: Settings, plan: Plan) -> None:
    """What is done to a warehouse, done to one that lies in a backup, as far as it goes."""
    masks_only = plan.entry.kind == QUOTES
    if inner.build_file.exists():
        (_build_file_masked if masks_only else _build_file)(inner, plan)
    if not masks_only and inner.landing_dir.is_dir():
        _landing(inner, plan)
    redact_versions(inner, plan)
    redact_register(inner, plan)
    redact_releases(inner, plan, today=plan.entry.redacted_on)
    if masks_only:
        clean_feeds(inner, plan.words)


def _rest(settings: Settings, plan: Plan) -> None:
    """Work under way and previews are made again; logs, pages and notes lose the words."""
    for folder in (settings.work_dir, settings.var_dir / "preview"):
        shutil.rmtree(folder, ignore_errors=True)
    forget_all_shards(settings)
    done = {
        settings.landing_dir,
        settings.published_dir / "versions",
        settings.releases_dir,
        settings.backups_dir,
    }
    for _, path in _all_files(settings):
        if path == settings.build_file or any(path.is_relative_to(folder) for folder in done):
            continue
        if os.access(path, os.R_OK):
            clean_file(path, plan.words)
    # files of the landing folder that belong to no batch
    dates = {folder for _, folder in landed_batches(settings)}
    for path in sorted(settings.landing_dir.rglob("*")):
        if path.is_file() and not any(path.is_relative_to(folder) for folder in dates):
            clean_file(path, plan.words)
