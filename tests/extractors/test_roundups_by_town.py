"""Roundups that tell an incident a paragraph, or one and a second in a sentence: golden cases."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best


def test_a_place_and_a_colon_head_a_paragraph(read: Read) -> None:
    """الدورة is an everyday word, and a quarter where each paragraph is of a quarter."""
    facts = read(
        "• الحسينية: 7 شهداء و30 جريحا بانفجار عجلة مفخخة قرب ملعب.\n"
        "• الدورة: عبوة ناسفة تستهدف دورية للشرطة، استشهاد منتسبين اثنين وجرح ثلاثة.\n"
        "• السيدية: اغتيال موظف حكومي بأسلحة كاتمة."
    )

    assert [(f.event_type, f.place.name, best(f, "killed")) for f in facts] == [
        ("vehicle_bombing", "الحسينية", 7),
        ("ied_bombing", "الدورة", 2),
        ("assassination", "السيدية", 1),
    ]


def test_the_first_of_several_headed_paragraphs_has_no_dateline(read: Read) -> None:
    facts = read(
        "تعز: قتل خمسة مدنيين في قصف حوثي أمس.\nعدن: قُتل العقيد صالح ناجي برصاص مجهولين.\n"
        "المكلا: نفذ طيران التحالف ضربات على معسكر يسيطر عليه تنظيم القاعدة منذ عام."
    )

    assert [f.place.name for f in facts] == ["تعز", "عدن", "المكلا"]


def test_one_headed_paragraph_is_a_dateline(read: Read) -> None:
    (fact,) = read("بغداد: قتل ثلاثة مدنيين في قصف على بلدة الحويجة أمس.")

    assert fact.place.name == "الحويجة"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            (
                "وفي عدن وقع هجومان: الأول بالمنصورة حيث انفجرت عبوة وأصيب ستة، والثاني بحي المعلا "
                "حيث أصيب عامل بانفجار قنبلة."
            ),
            ["المنصورة", "المعلا"],
        ),
        (
            "انفجرت قنبلة في حي الكرادة ببغداد أمس وأصيب عامل، وقتل شرطي برصاص مسلحين في تكريت.",
            ["الكرادة", "تكريت"],
        ),
    ],
)
def test_the_second_of_a_sentence_keeps_its_place(read: Read, text: str, places: list[str]) -> None:
    facts = read(text)

    assert [f.place.name for f in facts] == places


def test_who_was_hurt_stays_with_what_is_told_before(read: Read) -> None:
    """A pattern does not reach over a verb that begins another statement: أصيب …، وقتل … برصاص."""
    first, second = read(
        "انفجرت قنبلة في حي الكرادة ببغداد أمس وأصيب عامل، وقتل شرطي برصاص مسلحين في تكريت."
    )

    assert (best(first, "wounded"), best(second, "wounded")) == (1, None)


def test_a_second_bomb_at_the_same_place(read: Read) -> None:
    first, second = read(
        "ارتفع عدد ضحايا السيارة المفخخة في حي الكيش ببنغازي إلى 14 قتيلا.\n"
        "وشهد الموقع ذاته أمس انفجار عبوة ناسفة ثانية جرح على إثرها شرطيان."
    )

    assert (first.event_type, best(first, "killed")) == ("vehicle_bombing", 14)
    assert (second.event_type, best(second, "wounded")) == ("ied_bombing", 2)


def test_two_attacks_that_the_head_sums_up(read: Read) -> None:
    facts = read(
        "أحصى ناشطون سبعة قتلى في هجومين منفصلين في عدن أمس.\n"
        "وأطلق مجهولون النار على إمام أمام مسجده في المنصورة فأردوه قتيلا.\n"
        "وقتل ستة جنود في هجوم على حاجز في كريتر."
    )

    assert [(f.place.name, best(f, "killed")) for f in facts] == [("المنصورة", 1), ("كريتر", 6)]


def test_what_a_summary_counts_loosely_is_told_next(read: Read) -> None:
    facts = read(
        "قتل وجرح العشرات أمس بسيارات مفخخة انفجرت في مناطق متفرقة في بغداد.\n"
        "وقتل عشرون شخصا في تفجير سيارة مفخخة في حي البياع.\n"
        "كما قتل ستة في انفجار سيارة مفخخة في منطقة الشعب."
    )

    assert [f.place.name for f in facts] == ["البياع", "الشعب"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "قال المرصد إن غارات أمس قتلت 12 مدنيا في مدينة سراقب وخمسة في بلدة بنش.",
            [("سراقب", 12), ("بنش", 5)],
        ),
        # the word for both stands last
        (
            "قتل خمسة مدنيين في حي الكرادة ببغداد وثلاثة في حي البياع في تفجيرين أمس.",
            [("الكرادة", 5), ("البياع", 3)],
        ),
    ],
)
def test_a_toll_is_shared_out_over_places(
    read: Read, text: str, told: list[tuple[str, int]]
) -> None:
    facts = read(text)

    assert [(f.place.name, best(f, "killed")) for f in facts] == told
    assert len({f.event_type for f in facts}) == 1


def test_who_is_killed_in_a_roundup_of_attacks_fell_to_one(read: Read) -> None:
    facts = read(
        "قتل تسعة أشخاص أمس في سلسلة هجمات في بغداد.\n"
        "وقتل ثمانية في انفجار سيارة مفخخة في ناحية الراشدية، فيما قتل صائغ في حي العامل."
    )

    assert [f.place.name for f in facts] == ["الراشدية", "العامل"]


def test_another_hour_of_the_day_is_another_attack(read: Read) -> None:
    first, second = read(
        "عاشت كابل يوما عصيبا أمس. ففي الصباح، دوى انفجار بحافلة في منطقة خير خانه وقتل السائق.\n"
        "وبعد الظهر دخل انتحاري معهدا خاصا في غربي المدينة وفجر سترته وقتل 27 شخصا."
    )

    assert (first.place.name, best(first, "killed")) == ("خير خانه", 1)
    assert (second.event_type, best(second, "killed")) == ("suicide_bombing", 27)
