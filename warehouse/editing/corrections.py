"""What editors have put right: read, checked as a whole, and turned into what the night applies.

corrections/*.csv, a row a correction; docs/corrections.md is the editors' page. They win over any
extraction. Either all of them can be applied or none is: a night with a faulty correction stops
before it changes anything.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from io import TextIOWrapper
from pathlib import Path

import duckdb
import pyarrow as pa

from extractors.seedfiles import read_seed
from intake.opening import open_regular
from warehouse.core.errors import CorrectionsInvalid
from warehouse.core.settings import Settings
from warehouse.core.translations import Said, error_words, said
from warehouse.editing.loaded_words import loaded_words_in, read_loaded_words
from warehouse.store.register import published_ids

COLUMNS = (
    "correction_id", "action", "subject", "field", "value", "other", "made_by", "made_on",
    "second_by", "reason",
)  # fmt: skip
ACTIONS = ("set", "merge", "split", "retract", "confirm", "set_place", "set_actor", "undo")
#: action → the kind of reference entry that it corrects
ENTRY_ACTIONS: Mapping[str, str] = {"set_place": "place", "set_actor": "actor"}
#: what is hard to see in the data afterwards wants a second pair of eyes
TWO_NAMES = ("merge", "retract")
#: the word for "the text does not say": an empty cell is a mistake
UNKNOWN = "unknown"

_MEASURES = ("killed", "wounded", "arrested", "abducted", "killed_of_perpetrators")
COUNT_FIELDS = tuple(f"{m}_{bound}" for m in _MEASURES for bound in ("low", "best", "high"))
#: field of an incident → file and column of the seeds that hold its codes
CODED_FIELDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "event_type": (("event_types.csv", "code"),),
    "weapon": (("weapons.csv", "code"),),
    "target_type": (("target_types.csv", "code"),),
    "perpetrator_status": (("perpetrator_status.csv", "code"),),
    "perpetrator_actor_id": (("actors.csv", "actor_id"),),
    "place_id": (("places/gazetteer.csv", "place_id"), ("places/supplement.csv", "place_id")),
}
_OUTCOMES = frozenset({"completed", "attempted", "foiled"})
INCIDENT_FIELDS = ("occurred_on", "outcome", *CODED_FIELDS, *COUNT_FIELDS)
PLACE_FIELDS = ("name_ar", "name_en", "admin1_code", "latitude", "longitude")
ACTOR_FIELDS = ("name_ar", "name_en", "actor_type", "country_code", "parent_actor_id")
_HINT = said("error.corrections.do")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of corrections/*.csv, as it stands there. `where` is its file and line."""

    correction_id: str
    action: str
    subject: str
    field: str
    value: str
    other: str
    made_by: str
    made_on: str
    second_by: str
    reason: str
    where: str

    @property
    def is_of_entry(self) -> bool:
        """Whether it corrects the reference entry of a place or an actor."""
        return self.action in ENTRY_ACTIONS

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that a split takes out."""
        return tuple(part.strip() for part in self.value.split(";") if part.strip())


@dataclass(frozen=True, slots=True)
class Grouping:
    """What merges and splits ask of the grouping, in mention ids. `together`: each set is one
    incident; `apart`: no two mentions of a set are in one; `split_from`: the incident that a
    mention was taken out of; `mentions`: all that any of them names."""

    together: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()
    split_from: Mapping[str, str] = field(default_factory=dict)
    mentions: frozenset[str] = frozenset()


def read_corrections(settings: Settings) -> tuple[Correction, ...]:
    """All rows, in the order of file names and lines. Raises CorrectionsInvalid where a file is
    no such table."""
    found: list[Correction] = []
    for path in sorted(settings.corrections_dir.glob("*.csv")):
        found += read_file(path)
    return tuple(found)


def active(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Those that are in force: neither undone nor an undo, by id."""
    rows = list(corrections)
    undone = {row.other for row in _undos_in_force(rows)}
    return tuple(
        sorted(
            (row for row in rows if row.action != "undo" and row.correction_id not in undone),
            key=lambda row: row.correction_id,
        )
    )


def _undos_in_force(rows: Sequence[Correction]) -> list[Correction]:
    """An undo can be undone too: the chain is followed from its end."""
    undos = {row.correction_id: row for row in rows if row.action == "undo"}
    undone_by: defaultdict[str, list[str]] = defaultdict(list)
    for undo in undos.values():
        undone_by[undo.other].append(undo.correction_id)
    # from those that nothing undoes to what they undo: each is decided once all that undo it are
    open_ = {id_: len(undone_by[id_]) for id_ in undos}
    decided = {id_: True for id_, many in open_.items() if not many}
    waiting = list(decided)
    while waiting:
        id_ = waiting.pop()
        target = undos[id_].other
        if target not in undos:
            continue
        open_[target] -= 1
        if not open_[target]:
            decided[target] = not any(decided[by] for by in undone_by[target])
            waiting.append(target)
    # those that undo each other in a circle decide nothing
    return [undo for id_, undo in undos.items() if decided.get(id_, False)]


def check(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    corrections: Sequence[Correction],
) -> None:
    """See that all corrections can be applied. Raises CorrectionsInvalid that lists every fault.

    `connection` holds the schema `register`: an incident is known once it was published.
    """
    _refuse(
        [
            *_faults_alone(settings, corrections),
            *_unknown_incidents(connection, active(corrections)),
        ]
    )


def check_alone(settings: Settings, corrections: Sequence[Correction]) -> None:
    """See that nothing is wrong with the corrections as they stand, whatever was published.

    Raises CorrectionsInvalid that lists every fault.
    """
    _refuse(_faults_alone(settings, corrections))


def store(
    settings: Settings, connection: duckdb.DuckDBPyConnection
) -> tuple[tuple[Correction, ...], list[str]]:
    """Check the corrections and put those in force into corrections.active.

    Returns them, and the ids of the incidents for which something differs from before.
    """
    rows = read_corrections(settings)
    check(settings, connection, rows)
    in_force = active(rows)
    columns = [*COLUMNS]
    table = pa.table(
        {
            name: pa.array([getattr(row, name) or None for row in in_force], pa.string())
            for name in columns
        }
    )
    connection.register("correction_rows", table)
    differing = connection.execute(
        "select distinct row.subject, row.other, row.action from ("
        " (select * from correction_rows except select * from corrections.active)"
        " union all (select * from corrections.active except select * from correction_rows)"
        ") as row"
    ).fetchall()
    connection.execute("delete from corrections.active")
    connection.execute("insert into corrections.active by name select * from correction_rows")
    touched: set[str] = set()
    for subject, other, action in differing:
        if action not in ENTRY_ACTIONS:
            touched |= {subject, other or subject}
    touched |= {
        incident_id
        for (incident_id,) in connection.execute(
            "select incident_id from corrections.touched_incidents"
        ).fetchall()
    }
    connection.execute("delete from corrections.touched_incidents")
    return in_force, sorted(_living(connection, touched).values())


def grouping(connection: duckdb.DuckDBPyConnection, in_force: Sequence[Correction]) -> Grouping:
    """What merges and splits ask of the grouping of the current mentions."""
    together: list[frozenset[str]] = []
    apart: list[frozenset[str]] = []
    split_from: dict[str, str] = {}
    splits = [row for row in in_force if row.action == "split"]
    living = _living(connection, {id_ for row in in_force for id_ in (row.subject, row.other)})
    for row in splits:
        subject = living.get(row.subject, row.subject)
        taken = {
            mention_id
            for (mention_id,) in connection.execute(
                """
                select fact.mention_id from register.facts as fact
                inner join register.incidents as incident using (incident_id)
                where
                    fact.article_id in (select unnest($articles))
                    and (incident.incident_id = $subject or incident.origin_id = $subject)
                """,
                {"articles": list(row.articles), "subject": subject},
            ).fetchall()
        }
        rest = _facts_of(connection, [subject]) - taken
        if taken:
            together.append(frozenset(taken))
            apart += [frozenset((one, other)) for one in taken for other in rest]
            split_from |= dict.fromkeys(taken, subject)
    for row in in_force:
        if row.action == "merge":
            ids = [living.get(id_, id_) for id_ in (row.subject, row.other)]
            together.append(frozenset(_facts_of(connection, ids) - set(split_from)))
    named = frozenset().union(*together, *apart)
    return Grouping(tuple(together), tuple(apart), split_from, named)


# ── reading ──────────────────────────────────────────────────────────────────────────────


def read_file(path: Path) -> list[Correction]:
    """The corrections of one file. Raises CorrectionsInvalid where it is none."""
    try:
        with TextIOWrapper(open_regular(path), encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise CorrectionsInvalid(
                    *error_words("columns", file=path.name, columns=",".join(COLUMNS))
                )
            rows = []
            for row in reader:
                where = said("fault.line", file=path.name, line=reader.line_num)
                if None in row or None in row.values():
                    raise CorrectionsInvalid(
                        said("error.cells.said", where=where, count=len(COLUMNS)), _HINT
                    )
                rows.append(
                    Correction(**{name: row[name].strip() for name in COLUMNS}, where=where)
                )
            return rows
    except (OSError, UnicodeDecodeError, csv.Error) as err:
        raise CorrectionsInvalid(
            said("error.unreadable.said", file=path.name, problem=err), _HINT
        ) from err


# ── checking ─────────────────────────────────────────────────────────────────────────────


def _refuse(faults: Sequence[Said]) -> None:
    if faults:
        raise CorrectionsInvalid(said("error.corrections.said", faults=list(faults)), _HINT)


def _place_of(row: Correction) -> Said:
    """Where a row stands, and which it is."""
    return said("fault.where", where=row.where, id=row.correction_id or said("fault.without_id"))


def _faults_alone(settings: Settings, rows: Sequence[Correction]) -> list[Said]:
    in_force = active(rows)
    return [*_faulty_rows(rows), *_faulty_values(settings, in_force), *_contradictions(in_force)]


def _faulty_rows(rows: Sequence[Correction]) -> Iterable[Said]:
    ids = Counter(row.correction_id for row in rows)
    for row in rows:
        where = _place_of(row)
        if not row.correction_id:
            yield said("fault.no_id", said=where)
        elif ids[row.correction_id] > 1:
            yield said("fault.same_id", said=where)
        if row.action not in ACTIONS:
            yield said("fault.action", said=where, value=row.action, known=", ".join(ACTIONS))
            continue
        for name in ("made_by", "made_on", "reason", *_WANTED[row.action]):
            if not getattr(row, name):
                yield said("fault.wants", said=where, action=row.action, name=name)
        for name in COLUMNS:
            if _CONTROL.search(getattr(row, name)):
                yield said("fault.controls", said=where, name=name)
        if row.made_on and not _is_day(row.made_on):
            yield said("fault.made_on", said=where, value=row.made_on)
        if row.action in TWO_NAMES and row.second_by in ("", row.made_by):
            yield said("fault.second_name", said=where, action=row.action)
        if row.action == "undo" and ids[row.other] == 0:
            yield said("fault.nothing_to_undo", said=where, other=row.other)
        if row.action == "merge" and row.subject == row.other:
            yield said("fault.merge_itself", said=where)


_WANTED: Mapping[str, tuple[str, ...]] = {
    "set": ("subject", "field", "value"),
    "merge": ("subject", "other"),
    "split": ("subject", "value"),
    "retract": ("subject",),
    "confirm": ("subject",),
    "set_place": ("subject", "field", "value"),
    "set_actor": ("subject", "field", "value"),
    "undo": ("other",),
}


def _faulty_values(settings: Settings, rows: Sequence[Correction]) -> Iterable[Said]:
    codes = {
        name: {code for file, column in sources for code in _column(settings, file, column)}
        for name, sources in CODED_FIELDS.items()
    }
    fields = {"set": INCIDENT_FIELDS, "set_place": PLACE_FIELDS, "set_actor": ACTOR_FIELDS}
    for row in rows:
        where = _place_of(row)
        if row.action not in fields:
            continue
        if row.field not in fields[row.action]:
            yield said(
                "fault.field", said=where, value=row.field, known=", ".join(fields[row.action])
            )
        elif row.action == "set":
            yield from _faulty_value(where, row, codes)
    yield from _faulty_entries(settings, rows, codes)


def _faulty_entries(
    settings: Settings, rows: Sequence[Correction], codes: Mapping[str, set[str]]
) -> Iterable[Said]:
    """Faults of corrections of reference entries."""
    known = {"set_place": codes["place_id"], "set_actor": codes["perpetrator_actor_id"]}
    allowed: Mapping[str, tuple[set[str], str]] = {
        "admin1_code": (set(_column(settings, "places/admin1.csv", "code")), "places/admin1.csv"),
        "actor_type": (
            {*_column(settings, "actor_types.csv", "code")} - {UNKNOWN},
            "actor_types.csv",
        ),
        "country_code": (
            {*_column(settings, "places/countries.csv", "code"), UNKNOWN},
            "places/countries.csv",
        ),
        "parent_actor_id": ({*codes["perpetrator_actor_id"], UNKNOWN}, "actors.csv"),
    }
    loaded = read_loaded_words(settings.seeds_dir)
    for row in rows:
        where = _place_of(row)
        if not row.is_of_entry or row.field not in (*PLACE_FIELDS, *ACTOR_FIELDS):
            continue
        if row.subject not in known[row.action]:
            yield said(_UNKNOWN_ENTRY[row.action], said=where, subject=row.subject)
        if row.field in allowed and row.value not in allowed[row.field][0]:
            yield said(
                "fault.not_of_seed",
                said=where,
                value=row.value,
                field=row.field,
                file=allowed[row.field][1],
            )
        if row.field in ("latitude", "longitude") and not _is_degrees(row.field, row.value):
            yield said("fault.degrees", said=where, value=row.value, field=row.field)
        if row.field in _LETTERS and not _LETTERS[row.field].search(row.value):
            yield said("fault.script", said=where, value=row.value, field=row.field)
        if row.action == "set_actor" and row.field in _LETTERS:
            for word in loaded_words_in(row.value, loaded):
                yield said(
                    "fault.loaded_word", said=where, word=word.word, instead=word.say_instead
                )
    yield from _circles(settings, rows)


#: what is said of an id that is not known, and where the right one is found
_UNKNOWN_ENTRY = {"set_place": "fault.place", "set_actor": "fault.actor"}
_LETTERS = {"name_ar": re.compile("[\u0621-\u064a]"), "name_en": re.compile("[A-Za-z]")}


def _circles(settings: Settings, rows: Sequence[Correction]) -> Iterable[Said]:
    """Actors that would be a part of themselves."""
    parents = dict(
        zip(
            _column(settings, "actors.csv", "actor_id"),
            _column(settings, "actors.csv", "parent_actor_id"),
            strict=True,
        )
    )
    moved = {
        row.subject: row for row in rows
        if row.action == "set_actor" and row.field == "parent_actor_id"
    }  # fmt: skip
    parents |= {actor: row.value for actor, row in moved.items()}
    for actor, row in sorted(moved.items()):
        seen, at = [actor], parents[actor]
        while at in parents and at not in seen:
            seen.append(at)
            at = parents[at]
        if at == actor:
            yield said(
                "fault.part_of_itself",
                said=_place_of(row),
                actor=actor,
                circle=" → ".join([*seen, actor]),
            )


def _faulty_value(where: Said, row: Correction, codes: Mapping[str, set[str]]) -> Iterable[Said]:
    if row.field == "occurred_on":
        if row.value != UNKNOWN and not _is_day(row.value):
            yield said("fault.day", said=where, value=row.value, unknown=UNKNOWN)
        elif row.value != UNKNOWN and row.value > row.made_on:
            yield said("fault.after", said=where, value=row.value, made_on=row.made_on)
    elif row.field == "outcome":
        if row.value not in _OUTCOMES:
            yield said(
                "fault.outcome", said=where, value=row.value, known=", ".join(sorted(_OUTCOMES))
            )
    elif row.field in COUNT_FIELDS:
        if row.value != UNKNOWN and not (row.value.isascii() and row.value.isdecimal()):
            yield said("fault.count", said=where, value=row.value, unknown=UNKNOWN)
        elif row.value != UNKNOWN and _count(row.value) is None:
            yield said("fault.too_many", said=where, value=row.value[:40])
    elif row.value != UNKNOWN and row.value not in codes[row.field]:
        yield said("fault.code", said=where, value=row.value, file=CODED_FIELDS[row.field][0][0])


_MOST = 1_000_000


def _count(text: str) -> int | None:
    """The count that the digits are, None where they are none that an incident can have."""
    digits = text.lstrip("0") or "0"
    if not (text.isascii() and text.isdecimal()) or len(digits) > len(str(_MOST)):
        return None  # Python refuses to read very many digits
    return int(digits) if int(digits) <= _MOST else None


def _unknown_incidents(
    connection: duckdb.DuckDBPyConnection, rows: Sequence[Correction]
) -> Iterable[Said]:
    named = {id_ for row in rows for id_ in _incidents_of(row)}
    known = published_ids(connection, named)
    for row in rows:
        for id_ in _incidents_of(row):
            if id_ not in known:
                yield said("fault.never_published", said=_place_of(row), id=id_)


def _incidents_of(row: Correction) -> tuple[str, ...]:
    if row.action in ("set", "split", "retract", "confirm"):
        return (row.subject,)
    return (row.subject, row.other) if row.action == "merge" else ()


def _contradictions(rows: Sequence[Correction]) -> Iterable[Said]:
    told: defaultdict[tuple[str, str, str], list[Correction]] = defaultdict(list)
    for row in rows:
        if row.action in ("set", "set_place", "set_actor"):
            told[row.action, row.subject, row.field].append(row)
    for (_, subject, name), same in told.items():
        if len(same) > 1:
            yield said(
                "fault.both_set",
                ids=reduce(_and, (row.correction_id for row in same)),
                field=name,
                subject=subject,
            )
    retracted = {row.subject: row for row in rows if row.action == "retract"}
    for row in rows:
        if row.action in ("confirm", "merge") and row.subject in retracted:
            yield said(
                "fault.retracted",
                said=_place_of(row),
                subject=row.subject,
                by=retracted[row.subject].correction_id,
            )
    into = {row.subject: row.other for row in rows if row.action == "merge"}
    for start, first in into.items():
        seen, at = {start}, first
        while at in into and at not in seen:
            seen.add(at)
            at = into[at]
        if at == start:
            yield said("fault.circle", ids=", ".join(sorted(seen)))
            break
    yield from _crossed_bounds(rows)


def _and(first: str, second: str) -> Said:
    return said("list.and", first=first, second=second)


def _crossed_bounds(rows: Sequence[Correction]) -> Iterable[Said]:
    counts: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        if row.action != "set" or row.field not in COUNT_FIELDS:
            continue
        count = _count(row.value)
        if count is not None:
            measure, _, bound = row.field.rpartition("_")
            counts[row.subject, measure][bound] = count
    for (subject, measure), bounds in counts.items():
        told = [bounds[name] for name in ("low", "best", "high") if name in bounds]
        if told != sorted(told):
            yield said("fault.bounds", subject=subject, measure=measure)


def _column(settings: Settings, file: str, column: str) -> list[str]:
    return [row[column] for row in read_seed(file, (column,), root=settings.seeds_dir)]


def _is_day(text: str) -> bool:
    """Whether it is a day of an age that the calendar of days covers: dim_date has every year from
    the first to the last that a row speaks of."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return False
    return day.isoformat() == text and day.year in _YEARS


_YEARS = range(1900, 2200)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,15})?")


def _is_degrees(field: str, text: str) -> bool:
    """Whether DuckDB will read it as degrees: Python takes ٣٦ and 3_6 for numbers too."""
    if not _DEGREES.fullmatch(text):
        return False
    return abs(float(text)) <= (90 if field == "latitude" else 180)


# ── what they touch ──────────────────────────────────────────────────────────────────────


def _living(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> dict[str, str]:
    """Each id with the one that it leads to today."""
    rows = connection.execute(
        """
        with recursive walk as (
            select incident_id as asked, incident_id, successor_id from register.incidents
            where incident_id in (select unnest($ids))
            union
            select walk.asked, next.incident_id, next.successor_id
            from walk inner join register.incidents as next on walk.successor_id = next.incident_id
        )
        select asked, incident_id from walk where successor_id is null
        """,
        {"ids": sorted(set(ids) - {""})},
    ).fetchall()
    return dict(rows)


def _facts_of(connection: duckdb.DuckDBPyConnection, incidents: Sequence[str]) -> set[str]:
    return {
        id_
        for (id_,) in connection.execute(
            "select mention_id from register.facts where incident_id in (select unnest($ids))",
            {"ids": list(incidents)},
        ).fetchall()
    }
