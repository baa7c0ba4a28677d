"""Golden cases: people of whom a text gives nothing but the name are counted."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

NAMED = [
    ("قتل ماجد يوسف برصاص مجهولين في حي الشعب بعدن أمس.", "killed", 1),
    ("مقتل طارق عبد الله الدليمي بانفجار عبوة لاصقة شرقي الموصل.", "killed", 1),
    ("قالت الشرطة إن وليد عبد الكريم قتل عندما انفجرت عبوة في سيارته وسط كركوك.", "killed", 1),
    ("اختطف مسلحون جورج براون من منزله في بغداد أمس.", "abducted", 1),
    ("أعدم تنظيم داعش خالد سالم في ساحة وسط الرقة أمس.", "killed", 1),
    ("أصيب سامي ناصر بجروح في هجوم مسلح بمدينة القطيف أمس.", "wounded", 1),
    ('قصفت المنطقة بعد اغتيال "سامر يوسف" و"كريم ناصر" في غارة على مطار بغداد أمس.', "killed", 2),
]


@pytest.mark.parametrize(("text", "measure", "number"), NAMED)
def test_who_is_only_named_is_counted(read: Read, text: str, measure: str, number: int) -> None:
    facts = read(text)
    assert [best(fact, measure) for fact in facts] == [number]


def test_who_is_named_behind_a_verb_may_have_done_it(
    read: Read,
) -> None:
    facts = read("قتل سالم حسن خمسة من الجنود في هجوم على معسكر قرب كركوك أمس.")
    assert [best(fact, "killed") for fact in facts] == [5]
