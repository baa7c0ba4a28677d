"""What was aimed at, and what only stands near by, travels or is talked of: golden cases."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read

CASES = [
    # a landmark tells where; an office near by is as good as aimed at
    ("قتل طفل وجرح ثلاثة من المارة بانفجار عبوة قرب مدرسة في القامشلي أمس.", "civilians"),
    ("أصيب ثلاثة مارة بانفجار عبوة أمام محكمة في المنصورة بمصر أمس.", "government"),
    ("قتل عشرة أشخاص بانفجار سيارة مفخخة في سوق شعبية في بعقوبة أمس.", "market"),
    # where they were on their way to
    ("قتل 12 مواطنا بغارة على سيارة كانت تقلهم إلى سوق الجراحي في الحديدة أمس.", "civilians"),
    # one of the dead
    ("أغار الطيران على منزل في بلدة عيتيت أمس وسقط أربعة شهداء بينهم مسعف.", "private_property"),
    ("أصابت قذيفة سيارة إسعاف في منطقة الهضبة في طرابلس أمس وأصيب السائق.", "medical"),
    ("قتلت غارة ثلاثة مدنيين في تعز أمس ونفى الناطق استهداف السوق.", "civilians"),
    ("قصفت طائرة أمس مبنى عسكريا لحزب الله في بلدة الناقورة.", "militants"),
    ("قتل مجند من قوات الأمن المركزي برصاص قناص في العريش أمس.", "police"),
    ("هاجم مسلحون أمس المخفر الحدودي في شمدينلي بتركيا وقتلوا خمسة.", "military"),
    ("فجر انتحاري نفسه أمس في مركز لتعليم الحاسوب في كابول وقتل 19 شخصا.", "educational"),
    # a commander who says nothing was aimed at
    ("نجا قائد شرطة ذي قار من محاولة اغتيال بعبوة استهدفت موكبه في الناصرية أمس.", "police"),
    # whom the bus took
    ("قتل 25 مجندا في هجوم نفذه مسلحون على حافلتين قرب مدينة رفح في شمال سيناء أمس.", "military"),
    ("قتل ستة أطفال في قصف أصاب روضة أطفال في مدينة حرستا أمس.", "educational"),
    # the means
    ("قتل سبعة جنود حين اخترق انتحاري يقود شاحنة ساترا ترابيا في سرت أمس.", "military"),
]


@pytest.mark.parametrize(("text", "target"), CASES)
def test_what_was_aimed_at(read: Read, text: str, target: str) -> None:
    (fact,) = read(text)

    assert fact.target_type == target
