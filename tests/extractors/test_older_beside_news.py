"""What happened before, told in the sentence of the news: golden cases of our own."""

from __future__ import annotations

from datetime import date

from tests.extractors.reading_kit import Read, best


def test_where_the_dead_are_taken_is_not_where_they_fell(read: Read) -> None:
    facts = read(
        "قتل خمسة جنود بهجوم على نقطة في العريش أمس.\n"
        "وبعد ساعتين انفجرت عبوة ناسفة بمدرعة وقتل ضابط، ونقل جثمانه إلى القاهرة."
    )

    assert [f.place.name for f in facts] == ["العريش", "العريش"]


def test_since_when_a_place_is_held_dates_nothing(read: Read) -> None:
    facts = read(
        "نفذ طيران التحالف غارتين على المدينة التي يسيطر عليها تنظيم القاعدة منذ عام، المكلا."
    )

    assert all(f.date.best is None for f in facts)


def test_whom_they_came_to_arrest_was_not_taken(read: Read) -> None:
    facts = read(
        "تعرضت قوة من الجيش الإسرائيلي لإطلاق نار لدى دخولها البلدة القديمة في نابلس أمس لاعتقال "
        "مطلوب. وأصيب ثلاثة فلسطينيين."
    )

    assert not any(best(f, "arrested") for f in facts)


def test_who_did_it_is_told_of_behind_the_claim(read: Read) -> None:
    (fact,) = read(
        "أعلن تنظيم الدولة الإسلامية الثلاثاء مسؤوليته عن الهجوم الذي أوقع 36 قتيلا قبل يومين في "
        "عدن.\nوجاء في البيان أن منفذ العملية دخل بين الجنود وفجر سترته."
    )

    assert (fact.event_type, best(fact, "killed")) == ("suicide_bombing", 36)


def test_since_an_attack_began_is_a_period(read: Read) -> None:
    strike, shells = read(
        "قتل سبعة مدنيين في غارات تركية على مدينة رأس العين أمس، ما يرفع الحصيلة منذ بدء الهجوم "
        "الجمعة إلى 17.\nوقتل ثلاثة أشخاص بقذائف هاون سقطت على مدينة نصيبين."
    )

    assert best(strike, "killed") == 7
    assert shells.date.best == date(2021, 3, 9)
