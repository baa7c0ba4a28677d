"""Golden cases: arrests, the crime that they are made for, and arms that came in with them."""

from __future__ import annotations

import datetime as dt

from tests.extractors.reading_kit import Read, best


def test_the_crime_of_the_arrested_has_a_day_and_a_place_of_its_own(read: Read) -> None:
    arrest, crime = read(
        "أعلنت الشرطة الثلاثاء اعتقال متطرفين اثنين من المستوطنين في نابلس لصلتهما بمقتل طفل. "
        "وكان الطفل قتل في 21 فبراير عندما ألقى متطرفون زجاجة حارقة على منزل أسرته في قرية حوارة."
    )
    assert (arrest.event_type, arrest.place.name, best(arrest, "arrested")) == (
        "arrest",
        "نابلس",
        2,
    )
    assert arrest.date.best == dt.date(2021, 3, 9)
    assert (crime.place.name, crime.date.best) == ("حوارة", dt.date(2021, 2, 21))
    assert not crime.is_main


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
