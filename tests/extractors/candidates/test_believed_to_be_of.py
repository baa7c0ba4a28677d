"""Golden cases: of whom those who fell were, and who fell beside them."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_those_hit_are_believed_to_be_of_a_group(read: Read) -> None:
    facts = read(
        "قتل خمسة أشخاص يعتقد أنهم من أعضاء تنظيم القاعدة في غارة نفذتها طائرة من دون طيار على "
        "سيارتهم في شبوة أمس."
    )
    assert [(f.perpetrator.name, f.target_type) for f in facts] == [(None, "militants")]


def test_his_companion_fell_with_him(read: Read) -> None:
    facts = read(
        "استهدفت طائرة دراجة يستقلها القيادي في القاعدة في لودر أمس، ما أسفر عن مقتله ومرافقه."
    )
    assert [best(fact, "killed") for fact in facts] == [2]


def test_a_toll_told_in_brackets_is_no_further_one(read: Read) -> None:
    facts = read("أدى تفجير سيارة في الكرادة أمس إلى مقتل ثلاثة أشخاص (صحفي وشرطي ومدني).")
    assert [best(fact, "killed") for fact in facts] == [3]


def test_near_a_hospital_is_where_it_happened(read: Read) -> None:
    facts = read(
        "أصيب خمسة بانفجار قنبلة في ديار بكر أمس.\n"
        "ووقع الانفجار قرب مستشفى في حي الورود في المدينة."
    )
    assert [fact.place.name for fact in facts] == ["الورود"]
