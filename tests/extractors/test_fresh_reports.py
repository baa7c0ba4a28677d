"""Golden reports: short news of our own writing, coded by hand before the rules were changed.

fresh_reports.jsonl has one a line: `text`, as of 10 March 2021, and `told`, for each incident in
the order of the text the fields that a careful coder would fill, with the values that he accepts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from extractors.export import fact_to_prediction
from tests.extractors.reading_kit import Read

Told = Sequence[Mapping[str, Sequence[object]]]

REPORTS: list[tuple[str, Told]] = [
    (row["text"], row["told"])
    for row in map(
        json.loads,
        (Path(__file__).parent / "fresh_reports.jsonl").read_text(encoding="utf-8").splitlines(),
    )
]


@pytest.mark.parametrize(("text", "told"), REPORTS)
def test_a_report_is_read_as_it_was_coded(read: Read, text: str, told: Told) -> None:
    found = [fact_to_prediction(fact) for fact in read(text)]
    assert len(found) == len(told)
    for incident, coded in zip(found, told, strict=True):
        wrong = {
            field: incident.get(field)
            for field, accepted in coded.items()
            if incident.get(field) not in accepted
        }
        assert not wrong
