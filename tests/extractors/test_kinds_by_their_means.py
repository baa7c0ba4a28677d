"""What kind of attack it was, by who struck and with what: golden cases of our own."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read

CASES = [
    ("دكت مقاتلات التحالف أمس معسكرا للقاعدة في المكلا.", "air_strike", "aircraft_bomb"),
    ("نفذ الطيران ضربات مركزة أمس على مقر لداعش في تلعفر.", "air_strike", "aircraft_bomb"),
    # drones were what was hit
    (
        "استهدفت طائرات سلاح الجو أمس مخزنا للطائرات المسيرة في نيالا وقتل عشرة مسلحين.",
        "air_strike",
        "aircraft_bomb",
    ),
    ("أمطر مجهولان شرطيا بالرصاص في الفيوم أمس وفرا هاربين.", "armed_attack", "firearm"),
    ("سقطت دانة على حافلة في أم درمان أمس وقتلت تسعة من ركابها.", "shelling", "artillery"),
    # what went off, and what it went off under
    (
        "انفجرت سيارة متوقفة منذ العصر قرب المركز في عدن أمس وقتلت ثلاثة.",
        "vehicle_bombing",
        "car_bomb",
    ),
    ("قتل خمسة أشخاص إثر انفجار لغم بسيارتهم غرب حيس أمس.", "ied_bombing", "mine"),
    (
        "صدم انتحاري يقود صهريج مياه مفخخا بوابة ناد في العريش أمس وقتل ستة.",
        "suicide_bombing",
        "car_bomb",
    ),
    ("أطلق مسلحان يستقلان دراجة نارية النار على جندي في كركوك أمس.", "armed_attack", "firearm"),
    ("أقدم مستوطنون أمس على إحراق مسجد في بلدة جبع.", "other_violence", "incendiary"),
    ("أمطرت المدفعية حي الشعار في حلب أمس بعشرات القذائف.", "shelling", "artillery"),
]


@pytest.mark.parametrize(("text", "kind", "weapon"), CASES)
def test_kinds_by_their_means(read: Read, text: str, kind: str, weapon: str) -> None:
    (fact,) = read(text)

    assert (fact.event_type, fact.weapon) == (kind, weapon)


def test_shots_at_a_judge_are_no_ordinary_crime(read: Read) -> None:
    (fact,) = read("أطلق شخصان يستقلان دراجة نارية النار على قاض أمام منزله في كركوك أمس فقتلاه.")

    assert (fact.event_type, fact.place.name) == ("armed_attack", "كركوك")
