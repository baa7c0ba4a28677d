"""Golden cases: of two places that are told the finer one is taken."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read

FINER = [
    (
        "قتل تسعة أشخاص في اشتباكات في محيط مطار معيتيقة الدولي بالعاصمة طرابلس أمس.",
        "اشتباكات في طرابلس الليبية",
        "مطار معيتيقة",
    ),
    (
        (
            "قتل سبعة من الشرطة بتفجير استهدف قافلتهم قرب مدينة كركوك أمس.\n"
            "وقال مصدر إن الانفجار وقع قرب قرية الطوبية التي تبعد 20 كيلومترا جنوب كركوك."
        ),
        "",
        "الطوبية",
    ),
]


@pytest.mark.parametrize(("text", "title", "place"), FINER)
def test_the_finer_place_is_taken(read: Read, text: str, title: str, place: str) -> None:
    assert [fact.place.name for fact in read(text, title)] == [place]


def test_a_weekday_of_yesterday_that_is_called_past_is_last_weeks(read: Read) -> None:
    facts = read(
        "قتل ستة جنود بهجوم انتحاري في الرمادي أمس.\n"
        "وكان هجوم على حاجز في الفلوجة الثلاثاء الماضي أسفر عن مقتل أربعة."
    )
    assert [str(fact.date.best) for fact in facts] == ["2021-03-09", "2021-03-02"]


def test_where_drones_are_kept_is_no_strike_by_them(read: Read) -> None:
    facts = read("استهدف قصف جوي للجيش الليبي أمس مهبطا لطائرات درون تركية في مصراتة.")
    assert [fact.event_type for fact in facts] == ["air_strike"]
