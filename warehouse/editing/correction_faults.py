"""Faults of corrections, found before any is applied."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

import duckdb

from extractors.seedfiles import read_seed
from warehouse.core.errors import CorrectionsInvalid
from warehouse.core.settings import Settings
from warehouse.core.translations import Message, message
from warehouse.editing.corrected_fields import (
    ACTIONS,
    ACTOR_FIELDS,
    CODED_FIELDS,
    COLUMNS,
    COUNT_FIELDS,
    INCIDENT_FIELDS,
    OUTCOMES,
    PLACE_FIELDS,
    TWO_NAMES,
    UNKNOWN,
    Correction,
    active,
)
from warehouse.editing.loaded_words import loaded_words_in, read_loaded_words
from warehouse.store.register import published_ids

HINT = message("error.corrections.do")


def refuse(faults: Sequence[Message]) -> None:
    """Raise CorrectionsInvalid with all of these faults; nothing where there are none."""
    if faults:
        raise CorrectionsInvalid(message("error.corrections.said", faults=list(faults)), HINT)


def place_of(row: Correction) -> Message:
    """The file, line and id of a row."""
    return message(
        "fault.where", where=row.where, id=row.correction_id or message("fault.without_id")
    )


def faults_alone(settings: Settings, rows: Sequence[Correction]) -> list[Message]:
    """The faults that show without the build: of rows, of values, and between corrections."""
    in_force = active(rows)
    return [*_faulty_rows(rows), *_faulty_values(settings, in_force), *contradictions(in_force)]


def _faulty_rows(rows: Sequence[Correction]) -> Iterable[Message]:
    ids = Counter(row.correction_id for row in rows)
    for row in rows:
        where = place_of(row)
        if not row.correction_id:
            yield message("fault.no_id", row=where)
        elif ids[row.correction_id] > 1:
            yield message("fault.same_id", row=where)
        if row.action not in ACTIONS:
            yield message("fault.action", row=where, value=row.action, known=", ".join(ACTIONS))
            continue
        for name in ("made_by", "made_on", "reason", *_WANTED[row.action]):
            if not getattr(row, name):
                yield message("fault.wants", row=where, action=row.action, name=name)
        for name in COLUMNS:
            if _CONTROL.search(getattr(row, name)):
                yield message("fault.controls", row=where, name=name)
        if row.made_on and not _is_day(row.made_on):
            yield message("fault.made_on", row=where, value=row.made_on)
        if row.action in TWO_NAMES and row.second_by in ("", row.made_by):
            yield message("fault.second_name", row=where, action=row.action)
        if row.action == "undo" and ids[row.other] == 0:
            yield message("fault.nothing_to_undo", row=where, other=row.other)
        if row.action == "merge" and row.subject == row.other:
            yield message("fault.merge_itself", row=where)


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


def _faulty_values(settings: Settings, rows: Sequence[Correction]) -> Iterable[Message]:
    codes = {
        name: {code for file, column in sources for code in _column(settings, file, column)}
        for name, sources in CODED_FIELDS.items()
    }
    fields = {"set": INCIDENT_FIELDS, "set_place": PLACE_FIELDS, "set_actor": ACTOR_FIELDS}
    for row in rows:
        where = place_of(row)
        if row.action not in fields:
            continue
        if row.field not in fields[row.action]:
            yield message(
                "fault.field", row=where, value=row.field, known=", ".join(fields[row.action])
            )
        elif row.action == "set":
            yield from _faulty_value(where, row, codes)
    yield from _faulty_entries(settings, rows, codes)


def _faulty_entries(
    settings: Settings, rows: Sequence[Correction], codes: Mapping[str, set[str]]
) -> Iterable[Message]:
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
        where = place_of(row)
        if not row.is_of_entry or row.field not in (*PLACE_FIELDS, *ACTOR_FIELDS):
            continue
        if row.subject not in known[row.action]:
            yield message(_UNKNOWN_ENTRY[row.action], row=where, subject=row.subject)
        if row.field in allowed and row.value not in allowed[row.field][0]:
            yield message(
                "fault.not_of_seed",
                row=where,
                value=row.value,
                field=row.field,
                file=allowed[row.field][1],
            )
        if row.field in ("latitude", "longitude") and not _is_degrees(row.field, row.value):
            yield message("fault.degrees", row=where, value=row.value, field=row.field)
        if row.field in _LETTERS and not _LETTERS[row.field].search(row.value):
            yield message("fault.script", row=where, value=row.value, field=row.field)
        if row.action == "set_actor" and row.field in _LETTERS:
            for word in loaded_words_in(row.value, loaded):
                yield message(
                    "fault.loaded_word", row=where, word=word.word, instead=word.say_instead
                )
    yield from _circles(settings, rows)


#: the message for an id that is not known, and where the right one is found
_UNKNOWN_ENTRY = {"set_place": "fault.place", "set_actor": "fault.actor"}
_LETTERS = {"name_ar": re.compile("[\u0621-\u064a]"), "name_en": re.compile("[A-Za-z]")}


def _circles(settings: Settings, rows: Sequence[Correction]) -> Iterable[Message]:
    """Actors that would be part of themselves."""
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
            yield message(
                "fault.part_of_itself",
                row=place_of(row),
                actor=actor,
                circle=" → ".join([*seen, actor]),
            )


def _faulty_value(
    where: Message, row: Correction, codes: Mapping[str, set[str]]
) -> Iterable[Message]:
    if row.field == "occurred_on":
        if row.value != UNKNOWN and not _is_day(row.value):
            yield message("fault.day", row=where, value=row.value, unknown=UNKNOWN)
        elif row.value != UNKNOWN and row.value > row.made_on:
            yield message("fault.after", row=where, value=row.value, made_on=row.made_on)
    elif row.field == "outcome":
        if row.value not in OUTCOMES:
            yield message(
                "fault.outcome", row=where, value=row.value, known=", ".join(sorted(OUTCOMES))
            )
    elif row.field in COUNT_FIELDS:
        if row.value != UNKNOWN and not (row.value.isascii() and row.value.isdecimal()):
            yield message("fault.count", row=where, value=row.value, unknown=UNKNOWN)
        elif row.value != UNKNOWN and count_of(row.value) is None:
            yield message("fault.too_many", row=where, value=row.value[:40])
    elif row.value != UNKNOWN and row.value not in codes[row.field]:
        yield message("fault.code", row=where, value=row.value, file=CODED_FIELDS[row.field][0][0])


_MOST = 1_000_000


def count_of(text: str) -> int | None:
    """The count that the digits give; None where they are no count that an incident can have."""
    digits = text.lstrip("0") or "0"
    if not (text.isascii() and text.isdecimal()) or len(digits) > len(str(_MOST)):
        return None  # Python refuses to read very many digits
    return int(digits) if int(digits) <= _MOST else None


def unknown_incidents(
    connection: duckdb.DuckDBPyConnection, rows: Sequence[Correction]
) -> Iterable[Message]:
    """A fault for each incident that was never published."""
    named = {id_ for row in rows for id_ in incidents_of(row)}
    known = published_ids(connection, named)
    for row in rows:
        for id_ in incidents_of(row):
            if id_ not in known:
                yield message("fault.never_published", row=place_of(row), id=id_)


def incidents_of(row: Correction) -> tuple[str, ...]:
    """The incidents that a correction names."""
    if row.action in ("set", "split", "retract", "confirm"):
        return (row.subject,)
    return (row.subject, row.other) if row.action == "merge" else ()


def contradictions(rows: Sequence[Correction]) -> Iterable[Message]:
    """Faults between corrections in force: two that set one field, bounds that cross."""
    by_field: defaultdict[tuple[str, str, str], list[Correction]] = defaultdict(list)
    for row in rows:
        if row.action in ("set", "set_place", "set_actor"):
            by_field[row.action, row.subject, row.field].append(row)
    for (_, subject, name), same in by_field.items():
        if len(same) > 1:
            yield message(
                "fault.both_set",
                ids=reduce(_and, (row.correction_id for row in same)),
                field=name,
                subject=subject,
            )
    retracted = {row.subject: row for row in rows if row.action == "retract"}
    for row in rows:
        if row.action in ("confirm", "merge") and row.subject in retracted:
            yield message(
                "fault.retracted",
                row=place_of(row),
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
            yield message("fault.circle", ids=", ".join(sorted(seen)))
            break
    yield from _crossed_bounds(rows)


def _and(first: str, second: str) -> Message:
    return message("list.and", first=first, second=second)


def _crossed_bounds(rows: Sequence[Correction]) -> Iterable[Message]:
    counts: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        if row.action != "set" or row.field not in COUNT_FIELDS:
            continue
        count = count_of(row.value)
        if count is not None:
            measure, _, bound = row.field.rpartition("_")
            counts[row.subject, measure][bound] = count
    for (subject, measure), bounds in counts.items():
        given = [bounds[name] for name in ("low", "best", "high") if name in bounds]
        if given != sorted(given):
            yield message("fault.bounds", subject=subject, measure=measure)


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
