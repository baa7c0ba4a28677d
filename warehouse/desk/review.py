"""The questions that most deserve an editor's attention, and the corrections made from the
answers."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extractors.seedfiles import read_seed
from warehouse.core.errors import CorrectionsInvalid
from warehouse.core.settings import Settings
from warehouse.core.sql_text import statements
from warehouse.core.translations import Language, error_words, translate
from warehouse.desk.reader_reports import ReaderReport, read_reports
from warehouse.editing.corrected_fields import COLUMNS, Correction, active
from warehouse.editing.corrections import check_alone, read_corrections
from warehouse.publication.published import open_published
from warehouse.store.database import open_reader

_SQL = statements(__file__)

#: where answers are written
REVIEWED = "reviewed.csv"
#: pairs of incidents that the linking nearly brought together: so near below the limit (in bits)
NEAR_MISS = 3.0
#: a reader wrote: listed before all that only looks odd
_REPORT_WEIGHT = 1e12
#: not published before an editor has seen it: listed before what is; the largest toll first
_HELD_WEIGHT = 1e6


@dataclass(frozen=True, slots=True)
class Item:
    """One question to an editor: why it is asked, about which incident, what is known of it.
    `other` is the second incident of a near-miss link. `weight` orders the list."""

    why: str
    incident_id: str
    other: str | None
    facts: dict[str, Any]
    weight: float

    def described(self, language: Language) -> str:
        """What the desk knows of the item, in words."""
        facts = dict(self.facts)
        if "over" in facts:
            facts["over"] = translate(language, f"over.{facts['over']}")
        if self.why == "held":
            labels = hold_labels(language)
            codes = facts["reasons"].split(",")
            facts["reasons"] = translate(language, "comma").join(labels[code] for code in codes)
        if self.why == "reader_report":
            facts["right"] = facts["right"] or translate(language, "report.empty")
            facts["reader"] = facts["reader"] or translate(language, "report.nobody")
        return translate(language, f"told.{self.why}", **facts)


@cache
def hold_labels(language: Language) -> dict[str, str]:
    """What each reason for which incidents are held is called, by its code."""
    label = f"label_{language}"
    rows = read_seed("hold_reasons.csv", ("code", label))
    return {row["code"]: row[label] for row in rows}


#: the fields whose correction answers a question, by why it is asked
_ANSWERED_BY_FIELD = {
    "disputed_toll": {"killed_best", "killed_low", "killed_high"},
    "no_place": {"place_id"},
}


def questions(settings: Settings, limit: int = 50, *, why: str | None = None) -> list[Item]:
    """The items that most deserve a look, by descending weight. An item is not asked again once an
    editor has confirmed, retracted or merged its incident or has set a field that answers it; an
    undone answer does not count. `why`: only this kind. Raises NothingPublished."""
    in_force = active(read_corrections(settings))
    answered = {
        id_
        for row in in_force
        if row.action in ("confirm", "retract", "merge")
        for id_ in (row.subject, row.other)
    }
    fields_set = {(row.subject, row.field) for row in in_force if row.action == "set"}
    with open_published(settings) as published:
        rows: list[tuple[Any, ...]] = published.execute(
            _SQL["questions"], {"held_weight": _HELD_WEIGHT}
        ).fetchall()
    with open_reader(settings) as build:
        from linking.scoring import parameters

        least = float(parameters()["join_from"]) - NEAR_MISS
        rows += build.execute(_SQL["near_misses"], {"least": least}).fetchall()
    asked = [
        *(
            Item(why, id_, other, json.loads(facts), weight)
            for why, id_, other, facts, weight in rows
        ),
        *(_of_report(report) for report in read_reports(settings)),
    ]
    items = [
        item
        for item in asked
        if why in {None, item.why}
        and item.incident_id not in answered
        and item.other not in answered
        and not _is_answered(item, fields_set)
    ]
    items.sort(key=lambda item: (-item.weight, item.why, item.incident_id, item.other or ""))
    return items[:limit]


def _is_answered(item: Item, fields_set: set[tuple[str, str]]) -> bool:
    """Whether a field that was set answers the question: any deciding field, or all fields of a
    report."""
    if item.why == "reader_report":
        fields = item.facts["fields"]
        return bool(fields) and all((item.incident_id, field) in fields_set for field in fields)
    return any(
        (item.incident_id, field) in fields_set for field in _ANSWERED_BY_FIELD.get(item.why, ())
    )


def _of_report(report: ReaderReport) -> Item:
    if report.problem:
        bad = {"file": report.file, "problem": report.problem}
        return Item("unreadable_report", "", None, bad, _REPORT_WEIGHT)
    before = dict(report.published)
    right = ", ".join(f"{name} {before.get(name, '')} → {value}" for name, value in report.right)
    facts: dict[str, Any] = {
        "right": right,
        "fields": [name for name, _ in report.right],
        "how": report.how,
        "reader": report.reader,
    }
    return Item("reader_report", report.incident_id, None, facts, _REPORT_WEIGHT)


def answer(
    settings: Settings,
    *,
    action: str,
    subject: str,
    made_by: str,
    made_on: dt.date,
    reason: str,
    field: str = "",
    value: str = "",
    other: str = "",
    second_by: str = "",
) -> tuple[str, Path]:
    """Add a correction to corrections/reviewed.csv; returns its id and the file.

    Nothing is written that the next night would refuse. Raises CorrectionsInvalid, also where the
    same correction is there already or the incident was never published; NothingPublished.
    """
    identity = "|".join((action, subject, field, value, other, made_by, made_on.isoformat()))
    correction_id = f"c-{made_on:%Y%m%d}-{hashlib.sha256(identity.encode()).hexdigest()[:6]}"
    written = read_corrections(settings)
    if any(row.correction_id == correction_id for row in written):
        raise CorrectionsInvalid(*error_words("same_correction", id=correction_id))
    answered = Correction(
        correction_id=correction_id, action=action, subject=subject, field=field, value=value,
        other=other, made_by=made_by, made_on=made_on.isoformat(), second_by=second_by,
        reason=" ".join(reason.split()), where=REVIEWED,
    )  # fmt: skip
    check_alone(settings, [*written, answered])
    _see_that_it_is_published(settings, [id_ for id_ in (subject, other) if id_])
    path = settings.corrections_dir / REVIEWED
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        if is_new:
            writer.writerow(COLUMNS)
        writer.writerow([getattr(answered, name) for name in COLUMNS])
    return correction_id, path


def _see_that_it_is_published(settings: Settings, ids: list[str]) -> None:
    with open_published(settings) as published:
        known = published.execute(
            "select incident_id from marts.dim_incident where incident_id in (select unnest($ids))",
            {"ids": ids},
        ).fetchall()
    unknown = set(ids) - {id_ for (id_,) in known}
    if unknown:
        raise CorrectionsInvalid(
            *error_words("never_published_any", ids=", ".join(sorted(unknown)))
        )
