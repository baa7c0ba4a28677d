"""Several attacks of one sentence: shares of a toll or of those arrested, town by town, others by
other means, others by other hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extractors.reading_kit import best

if TYPE_CHECKING:
    from tests.extractors.reading_kit import Read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "اعتقلت قوات الاحتلال أمس أربعة أشخاص في مدينة الخليل وواحدا في بيت كاحل واثنين في"
                " دورا وشابا في إذنا."
            ),
            [("الخليل", 4), ("بيت كاحل", 1), ("دورا", 2), ("إذنا", 1)],
        ),
        (
            "اعتقلت قوات الاحتلال أمس ستة مواطنين في نابلس وأربعة في طولكرم وثلاثة في جنين.",
            [("نابلس", 6), ("طولكرم", 4), ("جنين", 3)],
        ),
    ],
)
def test_arrests_town_by_town(read: Read, text: str, told: list[tuple[str, int]]) -> None:
    assert [(f.place.name, best(f, "arrested")) for f in read(text)] == told
    assert {f.target_type for f in read(text)} == {"civilians"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "انفجرت أربع سيارات مفخخة في بغداد أمس: ستة قتلى و11 جريحا في حي الشعلة، وثلاثة"
                " قتلى و14 جريحا في حي الجهاد، وقتيلان وتسعة جرحى في حي أور."
            ),
            [("الشعلة", 6, 11), ("الجهاد", 3, 14), ("أور", 2, 9)],
        ),
        (
            "استشهد سبعة فلسطينيين في غارتين أمس، أربعة في خان يونس وثلاثة في رفح.",
            [("خان يونس", 4, None), ("رفح", 3, None)],
        ),
        (
            "قتل ثلاثة أشخاص أمس في حي الشعلة وواحد في الكاظمية وجرح خمسة في تفجيرات.",
            [("الشعلة", 3, None), ("الكاظمية", 1, 5)],
        ),
        (
            "قتل مدنيان بقصف على حي الميدان بحلب أمس، وقتل ثلاثة في حي السريان.",
            [("الميدان", 2, None), ("السريان", 3, None)],
        ),
    ],
)
def test_a_toll_town_by_town(
    read: Read, text: str, told: list[tuple[str, int | None, int | None]]
) -> None:
    assert [(f.place.name, best(f, "killed"), best(f, "wounded")) for f in read(text)] == told


@pytest.mark.parametrize("joins", ["، فيما ", "، بينما ", "، في حين ", " و", ". و"])
@pytest.mark.parametrize(
    ("first", "second", "types"),
    [
        (
            "فتح مسلحون النار أمس على حاجز للجيش في مدينة الرمادي فقتلوا جنديين",
            "أصيب ثلاثة مدنيين بانفجار عبوة ناسفة",
            ["armed_attack", "ied_bombing"],
        ),
        (
            "انفجرت عبوة ناسفة أمس بدورية للشرطة في مدينة الرمادي ما أدى إلى مقتل شرطيين",
            "قتل مدني برصاص مسلحين",
            ["ied_bombing", "armed_attack"],
        ),
        (
            "قتل خمسة جنود أمس بهجوم على دورية في مدينة الرمادي",
            "خطف مسلحون طبيبا",
            ["armed_attack", "kidnapping"],
        ),
    ],
)
def test_other_means_and_other_gunmen(
    read: Read, first: str, joins: str, second: str, types: list[str]
) -> None:
    assert [f.event_type for f in read(f"{first}{joins}{second}.")] == types


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "96 شهيدا في تشرين الثاني.. أدنى حصيلة شهرية",
            "وقالت الوزارة إن القوات الأمنية قتلت 31 إرهابيا خلال المدة نفسها.",
        ),
        (
            "لا صحة لإحباط هجوم على المطار",
            (
                "كذبت وزارة الداخلية ما أشيع عن هجوم. وكانت صحيفة محلية زعمت أن الأمن قبض على أربعة"
                " من تنظيم داعش في الكويت."
            ),
        ),
        (
            "",
            (
                "أكدت القيادة أمس أن الأخبار التي انتشرت عن سيارة مفخخة انفجرت في حي المنصور ببغداد"
                " غير صحيحة."
            ),
        ),
        (
            "تفجير مئات القذائف من مخلفات الحرب تحت السيطرة",
            "شرع المركز أمس في إتلاف ألفي قذيفة وذخيرة لم تنفجر جمعت من أحياء أم درمان.",
        ),
        ("", "وشن رئيس الحزب أمس هجوما عنيفا على الحكومة في بيروت قائلا إنها ولدت ميتة."),
    ],
)
def test_counts_of_months_rumours_and_words_are_no_attacks(
    read: Read, title: str, text: str
) -> None:
    assert read(text, title=title) == ()
