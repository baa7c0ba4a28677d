"""What is said in passing beside a toll: how old, with whom, where, of what others are charged."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best


def test_age_stands_between_somebody_and_his_verb(read: Read) -> None:
    (fact,) = read("وقال سكان إن طفلا في الخامسة من عمره قتل إثر قصف مدفعي على قرية قرب تعز أمس.")
    assert best(fact, "killed") == 1


def test_age_of_somebody_else_counts_nobody(read: Read) -> None:
    facts = read("قتل ثلاثة مدنيين بقصف على قرية قرب تعز أمس، وبكى طفل في الخامسة من عمره.")
    assert [best(f, "killed") for f in facts] == [3]


def test_both_of_them(read: Read) -> None:
    (fact,) = read(
        "تعرض القائد سالم حسن ومرافقه لهجوم مسلح في الزاوية أمس، ما أدى إلى إصابتهما بجروح."
    )
    assert best(fact, "wounded") == 2


def test_a_number_behind_and_so_many_goes_on_with_the_list(read: Read) -> None:
    (fact,) = read("قتل ضابط وعدد 6 مجندين في هجوم على حاجز في العريش أمس.")
    assert best(fact, "killed") == 7


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("قتل ثمانية في الفاشر أمس بعدما أطلقت مسيرات قصفت مركزا دينيا.", "drone_strike"),
        ("قالت لجنة محلية إن مسيرة قصفت أمس مركزا دينيا في الفاشر وقتلت ثمانية.", "drone_strike"),
        (("انفجرت سيارة ممتلئة بالمتفجرات في قندهار أمس وقتل ستة شرطيين، ولم يتضح ما إذا كان "
         "انتحاري بداخلها."), "vehicle_bombing"),
    ],
)  # fmt: skip
def test_kind_by_what_acts(read: Read, text: str, kind: str) -> None:
    (fact,) = read(text)
    assert fact.event_type == kind


def test_what_the_dead_were_wanted_for_is_not_what_was_hit(read: Read) -> None:
    (fact,) = read(
        "أعلنت وزارة الداخلية المصرية اليوم مقتل أربعة إرهابيين من المتورطين في تنفيذ هجوم استهدف "
        "الأربعاء حاجزا أمنيا في العريش، خلال مداهمة وكرهم وتبادل إطلاق النار معهم."
    )
    assert best(fact, "killed") == 4
    assert fact.target_type == "militants"


def test_who_fell_says_nothing(read: Read) -> None:
    (fact,) = read('أعلنت الوزارة الهجوم على حاجز في العريش أمس، وتابعت: "قتل ضابط وستة مجندين".')
    assert fact.attribution_source is None or "ضابط" not in fact.attribution_source


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("استهدف حزب الله قوة إسرائيلية في بلدة حولا أمس بصاروخ.", "military"),
        ("اقتحمت قوة إسرائيلية بلدة قباطية أمس وقتلت شابا برصاصها.", "civilians"),
        ("لقي شخص مصرعه جراء غارة استهدفت سيارة قرب مدخل مستشفى في صور أمس.", "civilians"),
        ("قتل ممرض جراء غارة استهدفت مدخل مستشفى في صور أمس.", "medical"),
        ("قتل سبعة بانفجار شاحنة ملغومة أمام مقر حاكم هلمند أمس.", "government"),
    ],
)
def test_what_was_aimed_at(read: Read, text: str, target: str) -> None:
    (fact,) = read(text)
    assert fact.target_type == target
