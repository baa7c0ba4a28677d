"""The extractors read the codebook's examples as the codebook says: rightly, or not yet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from extractors.errors import LexiconError
from extractors.pipeline import Extractor
from extractors.records import Article, DateValue, IncidentFact, Toll
from warehouse.docs.codebook_examples import PUBLISHED, Example, ExpectedIncident, read_examples

CODEBOOK = Path(__file__).resolve().parents[2] / "codebook"
EXAMPLES = read_examples(CODEBOOK)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.example_id)
def test_examples_are_read_as_the_codebook_says(example: Example, extractor: Extractor) -> None:
    moment = dt.datetime.combine(PUBLISHED, dt.time(9), tzinfo=dt.UTC)
    url = "https://example.org/codebook"
    facts = extractor.extract(Article("a", url, "صحيفة", moment, PUBLISHED, example.text, ""))
    differing = differences(example.readings, facts)
    if example.read_right:
        assert differing == []
    else:
        assert differing, "this is read as the rule says now: set read_right to yes"


def differences(
    readings: tuple[ExpectedIncident, ...], facts: tuple[IncidentFact, ...]
) -> list[str]:
    """What the facts say otherwise than the readings."""
    if [r.event_type for r in readings] != [f.event_type for f in facts]:
        return [f"read: {[f.event_type for f in facts]}"]
    return [
        f"{reading.event_type} {field}: {value} wanted, {found} read"
        for reading, fact in zip(readings, facts, strict=True)
        for field, value in {"background": "no", **reading.stated}.items()
        if (found := told(fact, field, value)) != value
    ]


def told(fact: IncidentFact, field: str, wanted: str) -> str:
    """A field of a fact, written as the examples write it."""
    if field in ("killed", "wounded", "arrested", "abducted"):
        return toll(getattr(fact, field))
    if field == "date":
        return days(fact.date)
    if field == "stances":
        return "|".join(sorted({said.stance for said in fact.attributions}))
    return {
        "background": "no" if fact.is_main else "yes",
        "place": fact.place.name or "none",
        "geo_precision": str(fact.place.precision),
        "weapon": fact.weapon,
        "target_type": fact.target_type,
        "target_detail": fact.target_detail or "none",
        "outcome": fact.outcome,
        "perpetrator": fact.perpetrator.name or "none",
        "status": fact.perpetrator.status,
    }[field]


def toll(value: Toll | None) -> str:
    """12 · 12+ (open above) · 10..15 (a best figure within) · 20..99? (none)."""
    if value is None or (value.low is value.best is value.high is None):
        return "none"
    if value.best is None:
        return f"{value.low}..{value.high}?"
    if value.low == value.best == value.high:
        return str(value.best)
    if value.high is None and value.low == value.best:
        return f"{value.best}+"
    return f"{value.low}..{value.high}"


def days(value: DateValue) -> str:
    """2021-03-07 · 2021-03-08..2021-03-09 · 2021-01 · 2019 · unknown."""
    if value.precision == "unknown" or value.earliest is None or value.latest is None:
        return "unknown"
    if value.precision != "day":
        return value.earliest.isoformat()[: {"month": 7, "year": 4}[value.precision]]
    if value.earliest == value.latest:
        return value.earliest.isoformat()
    return f"{value.earliest}..{value.latest}"


def test_examples_and_counter_examples_are_many_and_differ() -> None:
    assert len(EXAMPLES) >= 80
    assert len({example.text for example in EXAMPLES}) == len(EXAMPLES)
    assert len({example.example_id for example in EXAMPLES}) == len(EXAMPLES)
    assert sum(not example.readings for example in EXAMPLES) >= 20
    assert all(example.why["en"] and example.why["ar"] for example in EXAMPLES)


@pytest.mark.parametrize(
    "reading", ["armed_atack killed=3", "armed_attack kiled=3", "armed_attack killed"]
)
def test_a_faulty_reading_names_its_row(reading: str, tmp_path: Path) -> None:
    (tmp_path / "examples.csv").write_text(
        "example_id,paragraph,text,gloss_en,reading,read_right,why_en,why_ar\n"
        f"x_1,deliberate,نص,text,{reading},yes,why,لماذا\n",
        encoding="utf-8",
    )
    with pytest.raises(LexiconError):
        read_examples(tmp_path)
