"""How much speaks for two mentions being of one incident: a Splink model on DuckDB.

The levels of the comparisons stand here, since they are meaning; how much each level weighs
stands in parameters.json, since that was measured (scripts/fit_linking.py, docs/linking.md).
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from linking.clustering import Thresholds
from linking.mention import Edge, Mention

PARAMETERS_FILE = Path(__file__).with_name("parameters.json")
#: two reports of one incident are at most so many days apart on when it was
DAY_WINDOW = 2
#: and a report without a day may come so many days after the incident
UNDATED_WINDOW = 10
#: so many killed or wounded are hardly ever the same by chance
MANY = 5

_DAYS = "abs(date_diff('day', l.filed_on, r.filed_on))"
#: a report cannot come before its incident; null values do not decide
_FORETOLD = "(day_l > published_on_r or day_r > published_on_l)"
_DAYS_L_R = "abs(date_diff('day', filed_on_l, filed_on_r))"
_BOTH_DATED = "(day_l is not null and day_r is not null)"
_KM = (
    "2 * 6371 * asin(sqrt(pow(sin(radians(latitude_r - latitude_l) / 2), 2)"
    " + cos(radians(latitude_l)) * cos(radians(latitude_r))"
    " * pow(sin(radians(longitude_r - longitude_l) / 2), 2)))"
)
_LOCATED = "(latitude_l is not null and latitude_r is not null)"
#: radius of a place that is no larger than a quarter or a village
_FINE_KM = 4


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: its name in parameters.json and when it holds (`l` and `r`
    columns by suffix); the first that holds counts. A neutral level weighs nothing."""

    name: str
    condition: str
    neutral: bool = False


def _size(side: str) -> str:
    return f"(3 * len(names_{side}) + len(words_{side}))"


#: how many members of one list are in the other, each list having a number once; over numbers
#: several times faster than list_intersect
_SHARED = """
create macro shared(one, other) as
len(list_filter(one, lambda number : list_contains(other, number)))
"""
#: cosine of the two passages' words, a rare word counting three times
_LIKENESS = (
    "((3 * shared(names_l, names_r) + shared(words_l, words_r))"
    f" / sqrt({_size('l')} * {_size('r')}))"
)


def _radius(side: str) -> str:
    return f"coalesce(geo_radius_km_{side}, 15)"


def _has_site(side: str) -> str:
    return f"(len(site_{side}) > 0)"


def _sited(side: str, other: str) -> str:
    """The words of one report's place all stand in the other report."""
    return f"({_has_site(side)} and shared(site_{side}, tokens_{other}) = len(site_{side}))"


def _is_fine(side: str) -> str:
    """The place is no larger than a quarter, or so small that the gazetteer does not have it."""
    return (
        f"({_has_site(side)} and ({_radius(side)} <= {_FINE_KM}"
        f" or geo_precision_{side} > 3 and place_id_{side} is null))"
    )


#: two quarters or villages that are further apart are not two names of one place
_APART_KM = 8
_SAME_SITE = "(site_l = site_r and len(site_l) > 0)"


def _toll(measure: str) -> tuple[Level, ...]:
    left, right = f"{measure}_l", f"{measure}_r"
    rises = (
        f"(({left} <= {right} and published_at_l <= published_at_r)"
        f" or ({right} <= {left} and published_at_r <= published_at_l))"
    )
    ratio = f"(greatest({left}, {right}) / greatest(least({left}, {right}), 1))"
    return (
        Level("untold", f"{left} is null or {right} is null", neutral=True),
        Level("same_many", f"{left} = {right} and {left} >= {MANY}"),
        Level("same", f"{left} = {right}"),
        Level("close", f"{ratio} <= 1.25 or abs({left} - {right}) <= 1"),
        Level("rises", f"{rises} and {ratio} <= 3"),
        Level("rises_steeply", rises),
        Level("falls", f"{ratio} <= 3"),
        Level("contradicts", "else"),
    )


def _both(first: str, second: str) -> str:
    """One report is of one set of types, and the other report of the other set."""
    return (
        f"(event_type_l in ({first}) and event_type_r in ({second})"
        f" or event_type_r in ({first}) and event_type_l in ({second}))"
    )


#: types that one desk gives where another is more precise
_LOOSE = " or ".join(
    (
        _both("'bombing_other'", "'suicide_bombing', 'vehicle_bombing', 'ied_bombing'"),
        _both("'suicide_bombing'", "'vehicle_bombing'"),
        _both("'armed_attack'", "'assassination', 'clash', 'other_violence', 'execution'"),
        _both("'air_strike'", "'drone_strike'"),
    )
)
#: and across families: an attack that was a bombing, a blast that was a rocket
_ACROSS = " or ".join(
    (
        _both(
            "'armed_attack'", "'bombing_other', 'suicide_bombing', 'vehicle_bombing', 'shelling'"
        ),
        _both("'bombing_other'", "'shelling', 'air_strike', 'drone_strike'"),
        _both("'clash'", "'shelling', 'air_strike', 'drone_strike', 'suicide_bombing', 'arrest'"),
    )
)

#: the same words and the same facts: a copy of the report
_COPIED = " and ".join(
    f"{column}_l is not distinct from {column}_r"
    for column in ("words", "names", "event_type", "place_name", "killed", "wounded")
)

#: The comparisons. Each mention pair falls into one level of each.
COMPARISONS: Mapping[str, tuple[Level, ...]] = {
    "day": (
        Level("before", f"not {_BOTH_DATED} and {_FORETOLD}"),
        Level("long_ago", f"not {_BOTH_DATED} and {_DAYS_L_R} > {DAY_WINDOW}"),
        Level("undated", f"not {_BOTH_DATED}", neutral=True),
        Level("same", "day_l = day_r"),
        Level("foretold", _FORETOLD),
        Level("next", "abs(date_diff('day', day_l, day_r)) = 1"),
        Level("apart", "else"),
    ),
    "place": (
        Level(
            "unplaced",
            f"not {_LOCATED} and not ({_has_site('l')} and {_has_site('r')})",
            neutral=True,
        ),
        Level("same_site", f"{_SAME_SITE} and ({_is_fine('l')} or {_is_fine('r')})"),
        Level("same_town", _SAME_SITE),
        Level(
            "site_told",
            f"{_is_fine('l')} and {_sited('l', 'r')} or {_is_fine('r')} and {_sited('r', 'l')}",
        ),
        Level("town_told", f"{_sited('l', 'r')} or {_sited('r', 'l')}"),
        Level("unresolved", f"not {_LOCATED}"),
        Level("within", f"{_KM} <= greatest({_radius('l')}, {_radius('r')})"),
        Level("near", f"{_KM} <= {_radius('l')} + {_radius('r')} + 2"),
        Level("elsewhere", f"{_is_fine('l')} and {_is_fine('r')} and {_KM} > {_APART_KM}"),
        Level("same_area", f"{_KM} <= 40"),
        Level("far", "else"),
    ),
    "event_type": (
        Level("same", "event_type_l = event_type_r"),
        Level("loose", _LOOSE),
        Level("across", _ACROSS),
        Level("same_family", "event_family_l = event_family_r"),
        Level("other", "else"),
    ),
    "weapon": (
        Level("untold", "weapon_l = 'unknown' or weapon_r = 'unknown'", neutral=True),
        Level("same", "weapon_l = weapon_r"),
        Level("other", "else"),
    ),
    "target": (
        Level("untold", "target_type_l = 'unknown' or target_type_r = 'unknown'", neutral=True),
        Level("same", "target_type_l = target_type_r"),
        Level("other", "else"),
    ),
    "actor": (
        Level("untold", "actor_id_l is null or actor_id_r is null", neutral=True),
        Level("same", "actor_id_l = actor_id_r"),
        Level("other", "else"),
    ),
    "killed": _toll("killed"),
    "wounded": _toll("wounded"),
    "words": (
        Level("none_told", f"{_size('l')} = 0 or {_size('r')} = 0", neutral=True),
        Level("copied", _COPIED),
        # from below: each level counts again, and most pairs share few words
        Level("few", f"{_LIKENESS} < 0.07"),
        *(
            Level(f"over_{share}", f"{_LIKENESS} < {next_share / 100}")
            for share, next_share in pairwise((7, 11, 16, 22, 30, 40, 60, 85))
        ),
        Level("over_85", "else"),
    ),
}  # fmt: skip

#: Pairs that are compared at all. `bucket` is three days wide, so that days two apart are in the
#: same or in neighbouring buckets: an equality, which a hash join can use.
_NEAR_IN_TIME = tuple(
    f"l.bucket = r.bucket{step} and {_DAYS} <= {DAY_WINDOW} and (l.is_new or r.is_new)"
    for step in ("", " + 1", " - 1")
)
_ALIKE = (
    "l.admin1_code = r.admin1_code and l.family_group = r.family_group",
    "l.place_id = r.place_id",
    # a governorate that one report leaves out or that was read wrongly: a name has to speak for it
    (
        "coalesce(l.country_code, '') = coalesce(r.country_code, '')"
        " and l.family_group = r.family_group"
        " and (l.admin1_code is null or r.admin1_code is null"
        " or shared(l.names, r.names) > 0"
        # the same place by its name, or the same large toll
        " or len(l.site) > 0 and l.site = r.site"
        " or l.event_family = r.event_family"
        f" and (l.killed = r.killed and l.killed >= {MANY}"
        f" or l.wounded = r.wounded and l.wounded >= {MANY}))"
    ),
)
#: a report that gives no day: the incident was in the days before, or in the month that it names
_UNDATED = tuple(
    f"{place} and l.family_group = r.family_group and (l.is_new or r.is_new)"
    f" and {known}.day is not null and {vague}.day is null"
    f" and {known}.day between {since} and {vague}.filed_on"
    for known, vague in (("l", "r"), ("r", "l"))
    for place, since in (
        ("l.place_id = r.place_id", f"{vague}.earliest"),
        ("l.admin1_code = r.admin1_code", f"{vague}.filed_on - {UNDATED_WINDOW}"),
        # and no place either: recognised by a large toll
        (
            (
                f"{vague}.admin1_code is null and l.country_code = r.country_code"
                f" and l.killed = r.killed and l.killed >= {MANY}"
            ),
            f"{vague}.filed_on - {UNDATED_WINDOW}",
        ),
    )
)
BLOCKING = (
    *(f"{alike} and {near}" for alike in _ALIKE for near in _NEAR_IN_TIME),
    *_UNDATED,
)

_WORD_LISTS = ("site", "words", "names")

#: the columns that are compared: those of linking/mention.py; `filed_on` is the day or the nearest
#: known one, `bucket` filed_on in steps of three days, `is_new` whether pairs with it are wanted
COMPARED = pa.schema(
    [
        pa.field("mention_id", pa.string()),
        pa.field("article_id", pa.string()),
        pa.field("is_main", pa.bool_()),
        pa.field("is_new", pa.bool_()),
        pa.field("event_type", pa.string()),
        pa.field("event_family", pa.string()),
        pa.field("family_group", pa.string()),
        pa.field("day", pa.date32()),
        pa.field("earliest", pa.date32()),
        pa.field("latest", pa.date32()),
        pa.field("filed_on", pa.date32()),
        pa.field("bucket", pa.int32()),
        pa.field("published_on", pa.date32()),
        pa.field("published_at", pa.timestamp("us", "UTC")),
        pa.field("place_id", pa.string()),
        pa.field("place_name", pa.string()),
        pa.field("admin1_code", pa.string()),
        pa.field("country_code", pa.string()),
        pa.field("latitude", pa.float64()),
        pa.field("longitude", pa.float64()),
        pa.field("geo_precision", pa.int32()),
        pa.field("geo_radius_km", pa.float64()),
        pa.field("weapon", pa.string()),
        pa.field("target_type", pa.string()),
        pa.field("actor_id", pa.string()),
        pa.field("killed", pa.int32()),
        pa.field("wounded", pa.int32()),
        pa.field("site", pa.list_(pa.string())),
        pa.field("words", pa.list_(pa.string())),
        pa.field("names", pa.list_(pa.string())),
    ]
)


@lru_cache(maxsize=1)
def parameters() -> Mapping[str, Any]:
    """parameters.json: the weight of each level, the prior, the thresholds."""
    loaded: dict[str, Any] = json.loads(PARAMETERS_FILE.read_text(encoding="utf-8"))
    return loaded


def thresholds() -> Thresholds:
    """The thresholds of parameters.json."""
    values = parameters()
    return Thresholds(
        join_from=float(values["join_from"]),
        join_many=float(values["join_many"]),
        recall_from=float(values["recall_from"]),
        missing=float(values["missing"]),
    )


def score(mentions: pa.Table, *, threads: int = 1) -> tuple[Edge, ...]:
    """Edges between mentions of which at least one is new, by ids; those that are worth keeping.

    `mentions` has the columns of COMPARED. Pairs of one article, whose incidents are
    distinct, or of two countries are no edges. An edge is kept from parameters()["keep_from"] on.
    The order of `mentions` plays no part, nor do the threads that it is worked out with.
    """
    least = float(parameters()["keep_from"])
    return tuple(
        Edge(left, right, round(weight, 6))
        for left, right, weight in _predict(mentions, least=least, threads=threads)
    )


def compare(mentions: pa.Table) -> list[dict[str, Any]]:
    """All candidate pairs: `left`, `right`, `weight`, and the name of the level that each
    comparison came to, for measuring what a level is worth and for showing why."""
    out = []
    for left, right, weight, *gammas in _predict(mentions, least=None, threads=1):
        row: dict[str, Any] = {"left": left, "right": right, "weight": weight}
        for (name, levels), gamma in zip(COMPARISONS.items(), gammas, strict=True):
            decisive = [level for level in levels if not level.neutral]
            # Splink counts from the last level, 0, upwards; -1 is the neutral one
            row[name] = decisive[len(decisive) - 1 - gamma].name if gamma >= 0 else "neutral"
        out.append(row)
    return out


def _predict(mentions: pa.Table, *, least: float | None, threads: int) -> list[tuple[Any, ...]]:
    """Pairs with their weight, and with their levels where all are wanted (`least` None)."""
    if mentions.num_rows < 2:
        return []
    # imported late: it brings pandas, which the rest of a night does not need
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(":memory:")
    try:
        # a pair's weight is worked out from its own row: no sum depends on an order
        connection.execute(f"set threads = {threads:d}")
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(_SHARED)
        connection.register("mentions", _numbered(mentions))
        # a table, since Splink reads it once for each blocking rule
        connection.execute(
            "create table comparable as"
            " select *, list_concat(site, names, words) as tokens from mentions order by mention_id"
        )
        linker = Linker(
            "comparable",
            _settings(with_levels=least is None),
            db_api=DuckDBAPI(connection=connection),
            set_up_basic_logging=False,
        )
        predicted = (
            linker.inference.predict()
            if least is None
            else linker.inference.predict(threshold_match_weight=least)
        )
        levels = "".join(f", gamma_{name}" for name in COMPARISONS) if least is None else ""
        return connection.execute(
            "select least(mention_id_l, mention_id_r), greatest(mention_id_l, mention_id_r),"  # noqa: S608 - names of ours
            f" match_weight{levels} from {predicted.physical_name}"
            " where article_id_l <> article_id_r"
            " and country_code_l is not distinct from country_code_r order by 1, 2"
        ).fetchall()
    finally:
        connection.close()


def _numbered(mentions: pa.Table) -> pa.Table:
    """The mentions with a number for each word, since numbers are compared faster than words."""
    columns = {name: mentions[name].combine_chunks() for name in _WORD_LISTS}
    words = pa.concat_arrays([column.flatten() for column in columns.values()])
    numbers = words.dictionary_encode().indices
    at = 0
    for name, column in columns.items():
        offsets = pc.subtract(column.offsets, column.offsets[0])
        count = offsets[-1].as_py()
        lists = pa.ListArray.from_arrays(offsets, numbers.slice(at, count))
        mentions = mentions.set_column(mentions.schema.get_field_index(name), name, lists)
        at += count
    return mentions


def filed_on(day: dt.date | None, latest: dt.date | None, published_on: dt.date) -> dt.date:
    """The day under which a mention is searched."""
    return day or latest or published_on


def bucket(filed: dt.date) -> int:
    """Days two apart are in one bucket or in neighbouring ones."""
    return filed.toordinal() // (DAY_WINDOW + 1)


def search_keys(
    event_family: str, day: dt.date | None, latest: dt.date | None, published_on: dt.date
) -> dict[str, str | dt.date | int]:
    """The columns of COMPARED by which mentions are searched; `family_group` holds the families
    that reports of one incident mix up."""
    filed = filed_on(day, latest, published_on)
    return {
        # one desk's bombing is another's attack
        "family_group": (
            "attack" if event_family in {"bombing", "armed", "remote"} else event_family
        ),
        "filed_on": filed,
        "bucket": bucket(filed),
    }


def table_of(mentions: Sequence[Mention], new: Collection[str] | None = None) -> pa.Table:
    """Mentions as `score` takes them; all are new where `new` does not say which."""
    rows = []
    for mention in mentions:
        values = asdict(mention)
        rows.append(
            {name: values[name] for name in COMPARED.names if name in values}
            | {"is_new": new is None or mention.mention_id in new}
            | search_keys(mention.event_family, mention.day, mention.latest, mention.published_on)
        )
    return pa.Table.from_pylist(rows, schema=COMPARED)


def _settings(*, with_levels: bool) -> dict[str, Any]:
    weights = parameters()
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "mention_id",
        "probability_two_random_records_match": weights["prior"],
        "blocking_rules_to_generate_predictions": list(BLOCKING),
        "comparisons": [
            {
                "output_column_name": name,
                "comparison_levels": [
                    _level(level, weights["weights"][name].get(level.name)) for level in levels
                ],
            }
            for name, levels in COMPARISONS.items()
        ],
        "additional_columns_to_retain": ["article_id", "country_code"],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": with_levels,
    }


def _level(level: Level, weight: float | None) -> dict[str, Any]:
    out: dict[str, Any] = {
        "sql_condition": "ELSE" if level.condition == "else" else level.condition,
        "label_for_charts": level.name,
    }
    if level.neutral or weight is None:
        return out | {"is_null_level": True}
    # Splink asks for the shares m and u of a level and uses log2(m / u); the weight is what was
    # fitted, so any two shares of this ratio will do
    odds = 2.0**weight
    return out | {"m_probability": odds / (1.0 + odds), "u_probability": 1.0 / (1.0 + odds)}
