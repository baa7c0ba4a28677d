"""Which of several places of one name is meant: golden cases of our own."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read

CASES = [
    # whose the aircraft are says who acts, not where
    ("استهدفت الطائرات التركية مخزنا للذخيرة في تاجوراء أمس وقتل حارسان.", "تاجوراء", "LY"),
    # a town that is told twice, and nothing else of its country
    ("عبوة ناسفة تستهدف الشرطة في منبج.\nانفجرت عبوة بسيارة للشرطة في منبج أمس.", "منبج", "SY"),
    # a quarter of Cairo, and a town of its name
    ("قتل شرطي بانفجار قنبلة في المطرية شرق القاهرة أمس.", "المطرية", "EG"),
]


@pytest.mark.parametrize(("text", "place", "country"), CASES)
def test_namesakes(read: Read, text: str, place: str, country: str) -> None:
    facts = read(text)

    assert {(f.place.name, f.place.country) for f in facts} == {(place, country)}


def test_a_quarter_of_cairo_lies_in_cairo(read: Read) -> None:
    (fact,) = read("قتل شرطي بانفجار قنبلة في المطرية شرق القاهرة أمس.")

    assert fact.place.admin1_name == "القاهرة"


def test_a_market_is_not_in_a_country_that_nothing_speaks_of(read: Read) -> None:
    (fact,) = read(
        "أعلن مجلس محافظة ديالى الحداد على ضحايا السيارة المفخخة التي انفجرت أمس في سوق المفرق.\n"
        "وطالب المجلس الحكومة في بغداد بإرسال قوات."
    )

    assert (fact.place.name, fact.place.country) == ("سوق المفرق", "IQ")


def test_what_was_stopped_on_its_way_was_meant_for_where_it_went(read: Read) -> None:
    (fact,) = read(
        "أسقطت القوات الأميركية مسيرتين مفخختين قبل وصولهما إلى قاعدة عين الأسد في غرب العراق أمس."
    )

    assert (fact.place.name, fact.place.admin1_name) == ("قاعدة عين الأسد", "الأنبار")


def test_a_name_of_two_words_across_the_border_is_no_other_word(read: Read) -> None:
    facts = read(
        "قضى خمسة أشخاص في غارة على بيت في بلدة الناقورة في جنوب لبنان أمس.\n"
        "وأعلن حزب الله أنه قصف كريات شمونة بعشرات الصواريخ."
    )

    assert [f.place.name for f in facts] == ["الناقورة", "كريات شمونة"]
