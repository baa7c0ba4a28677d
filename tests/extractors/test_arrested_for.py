"""Golden cases: arrests, the crime that they are made for, and arms that came in with them."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_arms_that_were_to_be_smuggled_are_seized_whoever_is_arrested_with_them(read: Read) -> None:
    (seizure,) = read(
        "أحبط خفر السواحل اليمني أمس تهريب شحنة أسلحة قبالة سواحل المهرة وقبض على خمسة."
    )
    assert seizure.event_type == "weapons_seizure"
    assert best(seizure, "arrested") == 5


def test_foiled_smuggling_and_arrests_told_in_one_breath(read: Read) -> None:
    (seizure,) = read(
        "أفشلت القوات المسلحة أمس محاولة تهريب صواريخ وذخائر قرب بلدة عرسال وتم توقيف أربعة مهربين."
    )
    assert seizure.event_type == "weapons_seizure"
    assert best(seizure, "arrested") == 4


def test_an_attack_that_a_headline_calls_foiled_is_the_arrest_that_the_text_tells(
    read: Read,
) -> None:
    (arrest,) = read(
        "أعلن وزير الداخلية التونسي أمس أن قوات الأمن ألقت القبض على ثلاثة من أعضاء خلية إرهابية "
        "خططت لهجوم انتحاري على فندق في مدينة سوسة.",
        title="إحباط هجوم على فندق في تونس",
    )
    assert (arrest.event_type, best(arrest, "arrested")) == ("arrest", 3)
