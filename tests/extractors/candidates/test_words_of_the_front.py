"""Golden cases: words that news of fronts and raids uses, and what they do not say."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

SNIPED = [
    "أصيبت امرأة في حي الروضة بتعز أمس برصاص قناص تابع لمليشيا الحوثي.",
    "قتل فتى برصاص قناص من مليشيا الحوثي في حي الروضة بتعز أمس.",
]


@pytest.mark.parametrize("text", SNIPED)
def test_whose_sniper_it_was(read: Read, text: str) -> None:
    found = [(fact.perpetrator.name, fact.target_type) for fact in read(text)]
    assert found == [("الحوثيون", "civilians")]


def test_who_came_off_unhurt_is_not_wounded(read: Read) -> None:
    facts = read("ارتفع عدد قتلى الهجوم في العريش أمس إلى 9 جنود، إلى جانب 7 مصابين و3 ناجين.")
    assert [best(fact, "wounded") for fact in facts] == [7]


def test_grenades_beside_guns_are_an_attack_with_guns(read: Read) -> None:
    facts = read("هاجم مسلحون حاجزا في رفح أمس بالقنابل اليدوية والأسلحة النارية وقتلوا جنديين.")
    assert [(fact.event_type, fact.weapon) for fact in facts] == [("armed_attack", "firearm")]


def test_a_quarter_under_control_is_no_name(read: Read) -> None:
    facts = read("قتل 21 مدنيا في قصف على أحياء تحت سيطرة قوات النظام في غرب حلب أمس.")
    assert [fact.place.name for fact in facts] == ["حلب"]


def test_a_village_called_by_a_masculine_word_is_a_name(read: Read) -> None:
    facts = read("هاجم مسلحون قرية ديمي بمنطقة شيبوك في ولاية بورنو أمس وخطفوا 11 فتاة.")
    assert [fact.place.name for fact in facts] == ["ديمي"]


def test_one_who_fell_before_a_number_of_wounded(read: Read) -> None:
    facts = read("قال ناطق إن ضابط صف قتل وأصيب أربعة جنود بانفجار لغم في جبل الشعانبي أمس.")
    assert [(best(fact, "killed"), best(fact, "wounded")) for fact in facts] == [(1, 4)]
