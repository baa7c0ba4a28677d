"""Golden cases: relatives in a list, and what a general command announces."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

KIN = [
    ("قتل شقيقان ووالدهما في قصف مدفعي على قرية كفر نوران أمس.", 3, None),
    ("قتلت امرأة وطفلاها بانفجار لغم في بلدة الطبقة أمس.", 3, None),
    ("هاجم مستوطنون أمس بيتا في قرية حوارة فقتل رجل وأصيب شقيقاه وأخته بحروق.", 1, 3),
    ("قتل رجل وأصيبت زوجته وابنتاه بحروق في هجوم مستوطنين على قرية حوارة أمس.", 1, 3),
    ("قتلت طفلة وأصيب شقيقاها بقذيفة سقطت على مخيم اليرموك أمس.", 1, 2),
    ("قتل قائد الشرطة وحارساه بانفجار عبوة ناسفة في مدينة الكوت أمس.", 3, None),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), KIN)
def test_relatives_in_a_list_are_added(
    read: Read, text: str, killed: int, wounded: int | None
) -> None:
    (attack,) = read(text)
    assert (best(attack, "killed"), best(attack, "wounded")) == (killed, wounded)


def test_a_general_command_that_announces_its_dead_is_no_place(read: Read) -> None:
    (loss,) = read(
        "أعلنت القيادة العامة للجيش السوداني استشهاد ثلاثة من جنودها المشاركين في عاصفة الحزم "
        "باليمن."
    )
    assert (loss.place.country, best(loss, "killed"), loss.target_type) == ("YE", 3, "military")


def test_the_general_command_where_fighting_goes_on_is_a_place(read: Read) -> None:
    (clash,) = read("قتل ستة جنود في اشتباكات أمس في محيط القيادة العامة للجيش في الخرطوم.")
    assert clash.place.country == "SD"
