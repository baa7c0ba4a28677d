"""The codebook's examples: a sentence, and how the rules want it read.

`codebook/examples.csv` is shown in the codebook, and a test reads each sentence as the nights do:
what the codebook says of them is what they do. `read_right` is `no` where they do not yet read it
as the rule says; the codebook lists these among its weaknesses.

A reading is `none`, or the incidents joined by ` + `: the event type and what is stated of it,
`armed_attack killed=3 place=خان_شيخون` (a blank in a value is written `_`).
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import LexiconError
from extractors.event_types import EVENT_TYPES

FILE = "examples.csv"
#: all examples are read as published on this Wednesday
PUBLISHED = dt.date(2021, 3, 10)
#: what may be stated of an incident
FIELDS = (
    "background", "date", "place", "geo_precision", "killed", "wounded", "arrested", "abducted",
    "weapon", "target_type", "target_detail", "outcome", "perpetrator", "status", "stances",
)  # fmt: skip
_NAMES = frozenset({"place", "perpetrator"})
_COLUMNS = (
    "example_id", "paragraph", "text", "gloss_en", "reading", "read_right", "why_en", "why_ar",
)  # fmt: skip
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class ExpectedIncident:
    """One incident as the rules want it read: its type and what is stated of it."""

    event_type: str
    stated: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence with its readings; none where it reports no incident."""

    example_id: str
    paragraph: str
    text: str
    gloss_en: str
    readings: tuple[ExpectedIncident, ...]
    read_right: bool
    why: Mapping[str, str]


def read_examples(folder: Path) -> tuple[Example, ...]:
    """The examples of `folder` in their order. Raises LexiconError, naming the row at fault."""
    path = folder / FILE
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
        return tuple(_example(row) for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, ValueError) as err:
        raise LexiconError(
            f"{path} cannot be read: {err}", f"its columns are {', '.join(_COLUMNS)}"
        ) from err


def _example(row: Mapping[str, str]) -> Example:
    if row["read_right"] not in ("yes", "no"):
        raise ValueError(f"{row['example_id']}: read_right is yes or no")
    return Example(
        example_id=row["example_id"],
        paragraph=row["paragraph"],
        text=row["text"],
        gloss_en=row["gloss_en"],
        readings=_readings(row["example_id"], row["reading"]),
        read_right=row["read_right"] == "yes",
        why={"en": row["why_en"], "ar": row["why_ar"]},
    )


def _readings(example_id: str, written: str) -> tuple[ExpectedIncident, ...]:
    if written == NOTHING:
        return ()
    readings = []
    for incident in written.split(" + "):
        event_type, *stated = incident.split()
        values = dict(part.split("=", 1) for part in stated)
        unknown = [event_type] if event_type not in EVENT_TYPES else sorted({*values} - {*FIELDS})
        if unknown:
            raise ValueError(f"{example_id}: there is no {unknown[0]!r}")
        for field in _NAMES & values.keys():
            values[field] = values[field].replace("_", " ")
        readings.append(ExpectedIncident(event_type, values))
    return tuple(readings)
