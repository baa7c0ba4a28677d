"""Golden cases: what was aimed at where a place's or a day's words may mislead."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read

AIMED = [
    ("قصف الجيش فجر الثلاثاء للمستشفى الجنوبي في الفاشر أدى لمقتل ستة أشخاص.", "medical"),
    ("اقتحم مسلحون مبنى حكوميا في وسط مقديشو أمس وقتلوا تسعة أشخاص.", "government"),
    ("استهدف تفجير موكبا أمنيا قرب المطار في مقديشو أمس.", "military"),
    ("استهدفت طائرة مسيرة مطار نجران أمس وأصيب سبعة مدنيين.", "infrastructure"),
    ("انفجرت عبوة خلال تشييع ضابط في مقبرة بمدينة درنة أمس فقتل أربعة أشخاص.", "military"),
]


@pytest.mark.parametrize(("text", "target"), AIMED)
def test_what_was_aimed_at(read: Read, text: str, target: str) -> None:
    assert [fact.target_type for fact in read(text)] == [target]


def test_a_road_called_after_a_day_tells_no_day(read: Read) -> None:
    facts = read("قتل أربعة جنود بتفجير على طريق 26 سبتمبر في صنعاء أمس.")
    assert [str(fact.date.best) for fact in facts] == ["2021-03-09"]


def test_since_when_a_town_is_besieged_is_not_when_it_was_shelled(read: Read) -> None:
    facts = read("قتل سبعة مدنيين في قصف على بلدة دوما المحاصرة منذ ثلاثة أيام.")
    assert [fact.date.best for fact in facts] == [None]


def test_a_civil_quarter_is_no_name(read: Read) -> None:
    facts = read("قتل ثلاثة في قصف على حي مدني في مديرية رازح أمس.")
    assert [fact.place.name for fact in facts] == ["رازح"]
