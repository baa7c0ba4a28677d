"""Golden cases: an article that reports an attack, and a word that could make it none."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

REPORT = (
    "انفجرت سيارة مفخخة أمس في سوق بمدينة تدمر وأدى الانفجار إلى مقتل تسعة أشخاص وإصابة عشرين. "
)

BESIDE = [
    "وقال المحافظ إن الهجوم حلقة جديدة في مسلسل القتل الذي تعيشه البلاد.",
    "وكان بين القتلى ممثل عرف بدوره في مسلسل تاريخي.",
    "وقال المحافظ إنه واثق بقدرة الأجهزة على كشف ملابسات الجريمة.",
    "وقال أحد الناجين إن المشهد سيبقى في ذاكرة الأطفال.",
    "وألغت البلدية مباراة كانت مقررة بين المنتخب وضيوفه.",
]


@pytest.mark.parametrize("beside", BESIDE)
def test_a_word_beside_it_does_not_silence_a_reported_attack(read: Read, beside: str) -> None:
    (attack,) = read(REPORT + beside)
    assert (best(attack, "killed"), best(attack, "wounded")) == (9, 20)
    assert attack.is_main


def test_a_series_of_killings_is_no_film(read: Read) -> None:
    (attack,) = read(
        "اغتال مسلحون ضابطا في حي المعلا بعدن، في حلقة جديدة من مسلسل الاغتيالات في المدينة."
    )
    assert (attack.event_type, best(attack, "killed")) == ("assassination", 1)


def test_fireworks_that_were_cancelled_are_no_accident(read: Read) -> None:
    (attack,) = read(
        "ألغيت في مدينة أبها مسيرات احتفالية وألعاب نارية. "
        "وقتل خمسة من رجال الأمن في تفجير استهدف مسجدا في المدينة أمس."
    )
    assert best(attack, "killed") == 5


def test_who_condemns_an_attack_may_call_it_a_crime(read: Read) -> None:
    (attack,) = read(
        "أدان المحافظ التفجير الذي استهدف سوقا في مدينة تدمر أول أمس وأسفر عن مقتل تسعة. "
        "وقال إنه واثق بقدرة الأجهزة على كشف ملابسات الجريمة."
    )
    assert best(attack, "killed") == 9
