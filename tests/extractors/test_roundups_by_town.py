"""Roundups that tell an incident a paragraph, or one and a second in a sentence: golden cases."""

from __future__ import annotations

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


def test_what_a_summary_counts_loosely_is_told_next(read: Read) -> None:
    facts = read(
        "قتل وجرح العشرات أمس بسيارات مفخخة انفجرت في مناطق متفرقة في بغداد.\n"
        "وقتل عشرون شخصا في تفجير سيارة مفخخة في حي البياع.\n"
        "كما قتل ستة في انفجار سيارة مفخخة في منطقة الشعب."
    )

    assert [f.place.name for f in facts] == ["البياع", "الشعب"]
