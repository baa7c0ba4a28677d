"""Golden cases: several attacks in one breath, and what each of them is told by."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_what_they_were_about_is_no_supposition(read: Read) -> None:
    """The patrol was doing its duty when it was shot at."""
    (fact,) = read(
        "أثناء أداء إحدى دوريات الأمن لمهامها أمس ببلدة الجش بمحافظة القطيف تعرضت لإطلاق نار من "
        "سيارة، ما نتج عنه مقتل الجندي سالم حسن."
    )
    assert (fact.place.name, best(fact, "killed")) == ("الجش", 1)


def test_a_police_chiefs_house_is_the_polices(read: Read) -> None:
    """Whose house it is says what was aimed at."""
    (fact,) = read(
        "انفجرت سيارة مفخخة أمس أمام منزل مدير أمن مدينة عدن وأصيب أحد المارة في حي التواهي."
    )
    assert fact.target_type == "police"


def test_a_house_near_a_mosque_is_a_house(read: Read) -> None:
    """The mosque only says where."""
    (fact,) = read("أصيب خمسة أشخاص أمس جراء قصف الطيران لمنزل في محيط مسجد النور بحي الصبرة.")
    assert fact.target_type == "private_property"


def test_what_a_group_is_called_in_the_media_is_no_target(read: Read) -> None:
    """إعلاميا is no journalist."""
    (fact,) = read(
        "قصفت القوات العراقية أمس بالمدفعية مقرات للتنظيم المعروف إعلاميا بداعش في منطقة الفحيلات "
        "بالرمادي."
    )
    assert fact.target_type != "journalists"


def test_bombs_that_were_found_and_destroyed_are_a_seizure(read: Read) -> None:
    """Nothing went off."""
    (fact,) = read(
        "كشفت ودمرت مفارز للجيش الجزائري أمس سبع قنابل تقليدية الصنع بولاية تبسة في إطار مكافحة "
        "الإرهاب."
    )
    assert fact.event_type == "weapons_seizure"


def test_militants_of_a_group_are_its_dead(read: Read) -> None:
    """The force is the subject, they are the object."""
    (fact,) = read(
        "ولفتت المصادر إلى أن قوة عراقية مشتركة قتلت ثلاثة إرهابيين من داعش ودمرت سيارتين "
        "شرقي مدينة الرمادي أمس."
    )
    assert fact.perpetrator.name != "داعش"


def test_those_who_cut_throats_ahead_of_their_verb(read: Read) -> None:
    """مسلحين ذبحوا 17 is an execution."""
    (fact,) = read("أعلنت الداخلية أن مسلحين ذبحوا 17 مدنيا أمس في إقليم هلمند بأفغانستان.")
    assert (fact.event_type, best(fact, "killed")) == ("execution", 17)
