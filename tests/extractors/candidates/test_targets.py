"""Golden cases: what was aimed at, by the words for it, for those who were hit, and for whose they
are."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read

AIMED_AT = [
    # men and posts of either force
    ("قتل انتحاري خمسة من عناصر الشرطة أمام نقطة تفتيش في الكاظمية أمس.", "police"),
    ("قتل انتحاري خمسة جنود أمام نقطة تفتيش في الكاظمية أمس.", "military"),
    ("قتل ضابط ومجند أمس بانفجار عبوة ناسفة بمدرعة تابعة لقوات الشرطة في العريش.", "police"),
    ("قتل رجلا أمن أمس بانفجار عبوة ناسفة في العريش.", "police"),
    ("فجر انتحاري نفسه أمس في مخفر للدرك في ولاية أغري فقتل جنديين.", "military"),
    ("أطلق مسلحون النار أمس تجاه حاجز الجلمة شمال جنين دون إصابات.", "military"),
    # whose they are
    ("استهدفت غارة تركية أمس مواقع يقول الجيش إنها تابعة لحزب العمال في قنديل.", "militants"),
    ("استهدفت طائرات التحالف أمس مركبات عسكرية تابعة للحوثيين في كرش.", "militants"),
    ("دمرت طائرات التحالف أمس مخزنا للأسلحة في يريم.", "militants"),
    # whom a fight was with, whom a bomb was meant for, where shells fell
    ("اندلع قتال أمس بين عشيرتين في علي الغربي بسبب أرض وقتل ستة.", "civilians"),
    ("فككت الشرطة أمس عبوات ناسفة زرعت لاستهداف الآليات العسكرية في الجورة.", "military"),
    ("قصف الحوثيون أمس بقذائف الهاون حي الروضة في تعز.", "civilians"),
    # what only stands in the sentence
    ("توفي رجل أمس تحت التعذيب داخل سجون قوات النظام في سقبا.", "civilians"),
    ("أعدم تنظيم داعش أمس 14 شخصا في الشرقاط بتهمة التعاون مع القوات الأمنية.", "civilians"),
    ("نجا النائب العام السابق أمس من تفجير استهدف موكبه في القاهرة.", "government"),
    ("أوقفت قوات الأمن أمس 27 شخصا بينهم ثلاث نساء في أنطاليا بعد اغتيال مدع عام.", "militants"),
    (
        (
            "قتل خمسة وأصيب 66 بانفجار سيارة مفخخة أمس في حارة حريك.\n"
            "ويأتي الانفجار بعد أيام من اغتيال الوزير السابق سمير حداد."
        ),
        "civilians",
    ),
]


@pytest.mark.parametrize(("text", "target"), AIMED_AT)
def test_what_was_aimed_at(read: Read, text: str, target: str) -> None:
    """The words for the target, the victims and whose they are together say what was aimed at."""
    assert read(text)[0].target_type == target
