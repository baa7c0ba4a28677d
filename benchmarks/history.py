"""A long history in a build file and its register, laid down without reading years of news.

Twelve nights of made-up news are read, modelled and linked as any other. What they left in
staging and in the linking is then copied back in time, under ids of its own, a dozen nights at a
step: no two nights within the linking's reach are alike. The models and the publication are the
real ones, over all of it.

A history is kept where it was laid down, with a line that says how far it goes, so that nights can
be run over it again and again.
"""

# ruff: noqa: S608 - statements are put together from names of our own tables
from __future__ import annotations

import datetime as dt
import json
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from benchmarks.synthetic import Desk, Happening, land
from extractors.pipeline import Extractor
from linking.scoring import DAY_WINDOW
from warehouse.core.settings import Settings
from warehouse.night.run import Night, Selection
from warehouse.store.build_id import linking_digest, models_digest
from warehouse.store.database import ROWS, open_reader, open_writer, stored_digest

LAST_DAY = dt.date(2026, 10, 31)
_NIGHTS = 12
#: ACLED has some hundred incidents a day in this region at its worst
INCIDENTS_A_NIGHT = 300
_RUN = "history"
_SELECTIONS: tuple[Selection, ...] = ("before_link", "after_link")

_STAGING = (
    "batches", "batch_files", "articles", "incident_facts", "casualty_claims", "attributions",
    "evidence",
)  # fmt: skip
_LINKING = ("mentions", "components", "incident_links", "texts", "text_bands", "text_groups")
#: tables of pairs, and what the ids in them begin with
_PAIRS = {"edges": "m-", "reprints": ""}
_IDS = {
    "article_id": "",
    "mention_id": "m-",
    "component_id": "m-",
    "claim_id": "c-",
    "attribution_id": "a-",
    "incident_id": "inc_",
    "text_group_id": "",
}


@dataclass(frozen=True, slots=True)
class History:
    """What `lay_down` left: how many incidents, articles and nights, seconds of the models' run
    over all of it and of its publication; its last day, and the incidents of that day; the version
    of the extractors that read it."""

    incidents: int
    articles: int
    nights: int
    build_seconds: float
    publish_seconds: float
    last_day: dt.date
    last: tuple[Happening, ...]
    extractor: str

    def keep(self, settings: Settings) -> None:
        """Write it down next to the build file that it describes."""
        path = _kept(settings)
        path.write_text(json.dumps(asdict(self), default=str, ensure_ascii=False), "utf-8")

    @classmethod
    def kept(cls, settings: Settings) -> History | None:
        """The history in these folders; None where none was laid down to its end, or where other
        extractors read it: a night's articles are read by one version."""
        path = _kept(settings)
        if not path.is_file():
            return None
        values = json.loads(path.read_text("utf-8"))
        if values["extractor"] != Extractor(settings.seeds_dir).version:
            return None
        last = (
            Happening(**one | {"day": dt.date.fromisoformat(one["day"])}) for one in values["last"]
        )
        day = dt.date.fromisoformat(values["last_day"])
        return cls(**values | {"last_day": day, "last": tuple(last)})


def _kept(settings: Settings) -> Path:
    return settings.var_dir / "history.json"


def bring_up(settings: Settings, laid: History) -> bool:
    """Rebuild the history where other models made it, and publish it; False where another
    linking did: to lay it down again takes less time than to link all of it."""
    with open_reader(settings) as connection:
        rows, links = (stored_digest(connection, name) for name in (ROWS, "linking"))
    if links != linking_digest(settings):
        return False
    if rows != models_digest(settings):
        night = Night(settings, laid.last_day, _RUN)
        night.transform("before_link", full_refresh=True)
        night.link()
        night.transform("after_link", full_refresh=True)
        night.publish()
    return True


def lay_down(
    settings: Settings,
    desk: Desk,
    incidents: int,
    *,
    a_night: int = INCIDENTS_A_NIGHT,
    seed: int = 1,
) -> History:
    """Fill empty folders with a published history of about `incidents` incidents up to LAST_DAY,
    of which `a_night` happened on each day."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    happenings: list[Happening] = []
    for days in range(_NIGHTS - 1, -1, -1):
        day = LAST_DAY - dt.timedelta(days)
        happenings = desk.happenings(day, a_night, dice)
        land(settings.landing_dir / day.isoformat(), desk.reports(happenings, day, dice))
        Night(settings, day, _RUN).read(silent)
    night = Night(settings, LAST_DAY, _RUN)
    # the rest of the models is built over all of it
    night.transform("before_link", full_refresh=True)
    night.link(full_refresh=True)
    with open_writer(settings) as connection:
        (a_dozen,) = connection.execute(
            "select count(distinct incident_id) from linking.incident_links"
        ).fetchall()[0]
        connection.begin()
        _copy_back(connection, max(0, round(incidents / a_dozen) - 1))
        _found_all(connection)
        connection.commit()
    built = [float(night.transform(part, full_refresh=True)["seconds"]) for part in _SELECTIONS]
    started = time.perf_counter()
    night.publish()
    publish_seconds = time.perf_counter() - started
    with open_reader(settings) as connection:
        (incident_count, articles, nights) = connection.execute(
            "select (select count(*) from marts.fct_incident),"
            " (select count(*) from staging.articles), (select count(*) from staging.batches)"
        ).fetchall()[0]
    laid = History(
        incident_count,
        articles,
        nights,
        sum(built),
        publish_seconds,
        LAST_DAY,
        tuple(happenings),
        Extractor(settings.seeds_dir).version,
    )
    laid.keep(settings)
    return laid


def _copy_back(connection: duckdb.DuckDBPyConnection, turns: int) -> None:
    """Each row `turns` times more, a dozen nights further back at each. The oldest lie first, as
    where a history came night by night."""
    columns = {
        f"{schema}.{table}": _columns(connection, schema, table)
        for schema, tables in (("staging", _STAGING), ("linking", _LINKING))
        for table in tables
    } | {f"linking.{table}": _pair_columns(table, prefix) for table, prefix in _PAIRS.items()}
    for table, copied in columns.items():
        connection.execute(f"create or replace temporary table kept as select * from {table}")
        connection.execute(f"delete from {table}")
        for turn in range(turns, 0, -1):
            connection.execute(
                f"insert into {table} by name"
                f" select {copied} from kept, (select $turn::integer as turn) order by kept.rowid",
                {"turn": turn},
            )
        connection.execute(f"insert into {table} by name select * from kept order by rowid")


def _pair_columns(table: str, prefix: str) -> str:
    """The columns of a copied pair, whose ids are sorted again."""
    ids = [_copied_id(name, prefix) for name in ("left_id", "right_id")]
    left, right = f"least({ids[0]}, {ids[1]})", f"greatest({ids[0]}, {ids[1]})"
    numbers = (
        f", md5_number_lower({left}) as left_number, md5_number_lower({right}) as right_number"
    )
    of_pair = f"{left} as left_id, {right} as right_id"
    return f"kept.* replace ({of_pair}{numbers if table == 'edges' else ''})"


def _columns(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> str:
    columns = connection.execute(
        "select column_name, data_type from duckdb_columns()"
        " where schema_name = $schema and table_name = $table order by column_index",
        {"schema": schema, "table": table},
    ).fetchall()
    return ", ".join(f"{_copied(name, kind)} as {name}" for name, kind in columns)


def _copied(name: str, kind: str) -> str:
    if kind == "DATE":
        return f"kept.{name} - cast(turn * {_NIGHTS} as integer)"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"kept.{name} - to_days(cast(turn * {_NIGHTS} as integer))"
    if name == "mention_number":
        return f"md5_number_lower({_copied_id('mention_id', _IDS['mention_id'])})"
    if name in _IDS:
        return _copied_id(name, _IDS[name])
    if name == "band":  # no text of another dozen nights is alike
        return "hash(kept.band, turn)"
    if name == "bucket":
        return f"kept.bucket - cast(turn * {_NIGHTS // (DAY_WINDOW + 1)} as integer)"
    return f"kept.{name}"


def _copied_id(name: str, prefix: str) -> str:
    if not prefix:
        return f"kept.{name} || '-' || turn"
    digits = f"length(kept.{name}) - {len(prefix)}"
    return f"'{prefix}' || substr(sha256(kept.{name} || '-' || turn), 1, {digits})"


def _found_all(connection: duckdb.DuckDBPyConnection) -> None:
    """All incidents are new to the register with the first publication."""
    for table in ("pending_facts", "pending_incidents"):
        connection.execute(f"delete from linking.{table}")
    connection.execute(
        "insert into linking.pending_facts by name"
        " select mention_id, article_id, fact_number, event_family, day, place_id, place_name,"
        " incident_id from linking.mentions inner join linking.incident_links using (mention_id)"
    )
    connection.execute(
        "insert into linking.pending_incidents by name"
        " select incident_id, row_number() over (order by incident_id)::integer as founding_rank"
        " from (select distinct incident_id from linking.incident_links)"
    )


def silent(*_: object) -> None:
    """Report no progress."""
