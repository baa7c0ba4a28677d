"""The measure: small cases worked out by hand, and agreement with the reference where it exists."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluation.errors import LabelsError
from evaluation.figures import Incident, Report, is_main
from evaluation.scorer import SLOTS, agrees, align, same_name, score

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT.parent / "shared" / "evaluate"
OWN_LABELS = ROOT / "evaluation" / "train" / "samples.labels.jsonl"


def incident(**fields: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "event_type": "ied_bombing",
        "date": "2026-11-21",
        "country": "IQ",
        "place": "بعقوبة",
        "killed": 4,
    }
    return base | fields


def one(gold: dict[str, Any], predicted: dict[str, Any]) -> Report:
    return score([{"id": "a", "incidents": [gold]}], {"a": [predicted]}, bootstrap_rounds=0)


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("بعقوبة", "مدينة بعقوبه", True),
        ("إدلب", "ادلب", True),
        ("حي البياع", "البياع", True),
        ("المنطقة الصناعية بمدينة أعزاز", "الصناعية", True),
        ("تعز", "تعز القديمة", True),
        ("تعز", "جبهات تعز القديمة", False),
        ("الموصل", "كركوك", False),
        ("مدينة", "مدينة", False),
        (None, "تعز", False),
    ],
)
def test_names(gold: str | None, predicted: str, same: bool) -> None:
    assert same_name(gold, predicted) is same


@pytest.mark.parametrize(
    ("slot", "gold", "predicted", "same"),
    [
        ("date", {"date_tolerance_days": 1}, {"date": "2026-11-20"}, True),
        ("date", {"date_tolerance_days": 1}, {"date": "2026-11-19"}, False),
        ("date", {"date_precision": "month"}, {"date": "2026-11-02"}, True),
        ("date", {"date_precision": "year"}, {"date": "2025-11-21"}, False),
        ("date", {}, {"date": "yesterday"}, False),
        ("killed", {"killed_min": 3}, {"killed": 3}, True),
        ("killed", {"killed": 9, "killed_min": 4}, {"killed": 6}, True),
        ("killed", {"killed": 9, "killed_min": 4, "killed_max": 9}, {"killed": 6}, False),
        ("killed", {"killed_alt": [0]}, {"killed": 0}, True),
        ("event_type", {"event_type_alt": ["clash"]}, {"event_type": "clash"}, True),
        ("target_type", {"target_type": "market", "target_alt": ["civilians"]},
         {"target_type": "civilians"}, True),
        ("weapon", {"weapon": "ied"}, {"weapon": "mine"}, False),
    ],
)  # fmt: skip
def test_values(slot: str, gold: dict[str, Any], predicted: dict[str, Any], same: bool) -> None:
    assert agrees(slot, incident(**gold), incident(**predicted)) is same


def test_a_count_that_is_no_integer_is_refused() -> None:
    with pytest.raises(LabelsError, match="killed must be an integer"):
        agrees("killed", incident(), incident(killed="4"))


def test_alignment_needs_the_family_and_one_fact() -> None:
    assert align([incident()], [incident(event_type="arrest")]) == []
    other = {"event_type": "suicide_bombing", "place": "الموصل", "date": "2026-01-01", "killed": 1}
    assert align([incident()], [other]) == []
    # alone on both sides, the exact type is enough; with company it is not
    lonely = {"event_type": "ied_bombing", "place": "الموصل"}
    assert align([incident()], [lonely]) == [(0, 0)]
    assert align([incident()], [lonely, other]) == []


def test_the_better_agreeing_pair_goes_first() -> None:
    gold = [incident(), incident(place="الموصل", killed=2)]
    predicted = [incident(place="الموصل", killed=2), incident()]
    assert sorted(align(gold, predicted)) == [(0, 1), (1, 0)]


def test_figures_worked_out_by_hand() -> None:
    gold: list[dict[str, Any]] = [
        {"id": "a", "incidents": [incident(), incident(place="الموصل", killed=2)]},
        {"id": "b", "incidents": [incident(is_main=False)]},
        {"id": "c", "incidents": []},
        {"id": "d", "incidents": []},
        {"id": "e", "incidents": [], "ambiguous_mention": True},
    ]
    predictions = {
        "a": [incident(killed=5)],
        "b": [incident()],
        "c": [incident()],
        "e": [incident()],
        "elsewhere": [incident()],
    }
    report = score(gold, predictions)
    figures = report.figures
    assert figures.articles == 5
    # a's and b's prediction are right, c's is not; e counts for nothing
    assert (figures.predicted_incidents, figures.gold_main_incidents) == (3, 2)
    assert figures.incident.precision == 2 / 3
    assert figures.incident.recall == 1 / 2
    assert (figures.negative_articles, figures.false_alarms) == (2, 1 / 2)
    # slots given: 5 + 5 + 5 (the false alarm); right: 4 + 5; wanted: 5 + 5 (missed) + 5
    assert figures.slot.precision == 9 / 15
    assert figures.slot.recall == 9 / 15
    assert figures.fields["killed"].accuracy == 1 / 2
    assert figures.fields["weapon"].accuracy is None
    assert [error.kind for error in report.worst(3)] == ["false_alarm", "missed", "killed"]
    part = report.by_type["ied_bombing"]
    assert (part.main, part.found, part.same, part.predicted, part.right) == (2, 1, 1, 3, 2)
    low, high = report.intervals["incident_f1"].low, report.intervals["incident_f1"].high
    assert 0.0 <= low < figures.incident.f1 <= high <= 1.0


def test_strict_wants_a_place_or_a_count() -> None:
    report = one(incident(), incident(place="الموصل", killed=None))
    assert report.figures.incident.f1 == 1.0
    assert report.figures.strict_incident_f1 == 0.0


def test_open_slots_and_perpetrators_of_arrests_are_not_scored() -> None:
    gold = incident(weapon="unknown", weapon_alt=["ied"])
    assert one(gold, incident(weapon="ied")).figures.slot.f1 == 1.0
    assert one(gold, incident(weapon="mine")).figures.slot.precision == 5 / 6
    arrest = incident(event_type="arrest", perpetrator="الجيش")
    assert one(arrest, incident(event_type="arrest")).figures.slot.f1 == 1.0


def test_linking_compares_groups() -> None:
    gold = [
        {"id": name, "incidents": [incident(event_key="k" if name in "ab" else None)]}
        for name in "abc"
    ]
    same = {name: [incident(incident_id="1")] for name in "abc"}
    linking = score(gold, same).linking
    assert linking is not None
    assert (linking.gold_pairs, linking.predicted_pairs) == (1, 3)
    assert (linking.pair.precision, linking.pair.recall) == (1 / 3, 1.0)
    assert linking.b3.recall == 1.0
    assert linking.b3.precision == pytest.approx(5 / 9)
    assert score(gold, {"a": [incident()]}).linking is None


def test_the_report_repeats_itself_and_quotes_nothing() -> None:
    gold = [json.loads(line) for line in OWN_LABELS.read_text(encoding="utf-8").splitlines()]
    predictions = {row["id"]: row["incidents"][:1] for row in gold}
    first, second = score(gold, predictions), score(gold, predictions)
    assert first == second
    rendered = json.dumps(first.as_dict(), ensure_ascii=False)
    assert not any("\u0600" <= letter <= "\u06ff" for letter in rendered)


def perturbed(
    gold: list[dict[str, Any]], seed: int, *, with_ids: bool
) -> dict[str, list[Incident]]:
    """Predictions as an extractor could make them: some right, some wrong in every way."""
    draw = random.Random(seed)
    pool = [incident for row in gold for incident in row["incidents"]]
    predictions: dict[str, list[Incident]] = {}
    for row in gold:
        found: list[Incident] = []
        for original in row["incidents"]:
            if draw.random() < 0.2:
                continue
            copy = dict(original)
            for slot in SLOTS:
                chance = draw.random()
                if chance < 0.15:
                    copy[slot] = draw.choice(pool)[slot]
                elif chance < 0.2:
                    copy[slot] = None
            if with_ids and draw.random() < 0.9:
                copy["incident_id"] = copy.get("event_key") or f"i{draw.randrange(40)}"
            found.append(copy)
        while draw.random() < 0.2:
            found.append(dict(draw.choice(pool)))
        draw.shuffle(found)
        predictions[str(row["id"])] = found
    return predictions


def in_reference_form(report: Report) -> dict[str, Any]:
    figures = report.figures
    return {
        "articles": figures.articles,
        "gold_main_incidents": figures.gold_main_incidents,
        "predicted_incidents": figures.predicted_incidents,
        "incident_precision": figures.incident.precision,
        "incident_recall": figures.incident.recall,
        "incident_f1": figures.incident.f1,
        "strict_incident_f1": figures.strict_incident_f1,
        "slot_precision": figures.slot.precision,
        "slot_recall": figures.slot.recall,
        "slot_f1": figures.slot.f1,
        "false_alarms": figures.false_alarms,
        "negative_articles": figures.negative_articles,
        "fields": {
            slot: {key: value for key, value in of_slot.items() if key != "right"}
            for slot, of_slot in report.as_dict()["figures"]["fields"].items()
        },
    }


def linking_in_reference_form(report: Report) -> dict[str, Any] | None:
    linking = report.linking
    if linking is None:
        return None
    return {
        "incidents": linking.incidents,
        "gold_pairs": linking.gold_pairs,
        "predicted_pairs": linking.predicted_pairs,
        "pair_precision": linking.pair.precision,
        "pair_recall": linking.pair.recall,
        "pair_f1": linking.pair.f1,
        "b3_precision": linking.b3.precision,
        "b3_recall": linking.b3.recall,
        "b3_f1": linking.b3.f1,
    }


@pytest.fixture(scope="module")
def reference() -> Any:
    if not (REFERENCE / "score.py").is_file():
        pytest.skip("the reference scorer is not on this machine")
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_the_reference_reads(row: dict[str, Any]) -> dict[str, Any]:
    """Labels with `is_main`, which the reference reads, in place of a role."""
    return row | {"incidents": [i | {"is_main": is_main(i)} for i in row["incidents"]]}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    "labels", [OWN_LABELS, REFERENCE / "dev_gold.jsonl"], ids=["samples", "dev"]
)
def test_agrees_exactly_with_the_reference(reference: Any, labels: Path, seed: int) -> None:
    read: Callable[[str], list[dict[str, Any]]] = reference.read_jsonl
    gold = [as_the_reference_reads(row) for row in read(str(labels))]
    predictions = perturbed(gold, seed, with_ids=seed % 2 == 1)
    report = score(gold, predictions, bootstrap_rounds=0)
    figures, notes = reference.score(gold, predictions)
    assert in_reference_form(report) == figures
    assert linking_in_reference_form(report) == reference.linking(gold, predictions)
    assert len(report.errors) == len(notes)
    assert 0.2 < report.figures.slot.f1 < 1.0, "the predictions should be neither right nor empty"
