"""One field of one incident by the words that tell it, and by words that seem to and do not.

fields_by_words.csv: field, its value (empty where nothing tells it), text.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.extractors.reading_kit import best

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractors.records import IncidentFact
    from tests.extractors.reading_kit import Read

_OF: dict[str, Callable[[IncidentFact], object]] = {
    "perpetrator": lambda fact: fact.perpetrator.name,
    "weapon": lambda fact: fact.weapon,
    "target_type": lambda fact: fact.target_type,
    "event_type": lambda fact: fact.event_type,
    "outcome": lambda fact: fact.outcome,
    "source": lambda fact: fact.attribution_source,
    "place": lambda fact: fact.place.name,
    "country": lambda fact: fact.place.country,
    "date": lambda fact: fact.date.best,
    "admin1": lambda fact: fact.place.admin1_name,
    "killed": lambda fact: best(fact, "killed"),
    "wounded": lambda fact: best(fact, "wounded"),
    "abducted": lambda fact: best(fact, "abducted"),
    "arrested": lambda fact: best(fact, "arrested"),
    "killed_of_perpetrators": lambda fact: best(fact, "killed_of_perpetrators"),
}
_TOLD = list(
    csv.DictReader(
        (Path(__file__).parent / "fields_by_words.csv").read_text(encoding="utf-8").splitlines()
    )
)


@pytest.mark.parametrize("told", _TOLD, ids=[f"{t['field']}: {t['text'][:40]}" for t in _TOLD])
def test_a_field_by_its_words(read: Read, told: dict[str, str]) -> None:
    (fact,) = read(told["text"])

    value = _OF[told["field"]](fact)

    assert ("" if value is None else str(value)) == told["value"]
