"""Golden cases: raids of a campaign, of which the text says only what they were aimed at."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_what_was_hit_in_a_campaign_was_hit_from_the_air_by_who_flies(read: Read) -> None:
    first, second = read(
        "شن طيران التحالف الدولي أمس غارات على مواقع تنظيم داعش في محافظة نينوى. "
        "وأوضح مصدر عسكري أن الضربات استهدفت مقرا للتنظيم في قضاء تلعفر ما أدى إلى مقتل سبعة من "
        "عناصره، كما طالت مخزن سلاح في ناحية العياضية ما أسفر عن مقتل أربعة."
    )
    for strike, place, killed in ((first, "تلعفر", 7), (second, "العياضية", 4)):
        assert (strike.event_type, strike.weapon) == ("air_strike", "aircraft_bomb")
        assert strike.perpetrator.name == "التحالف الدولي"
        assert (strike.place.name, best(strike, "killed")) == (place, killed)


def test_gunmen_who_aim_at_somebody_do_not_fly(read: Read) -> None:
    *_, attack = read(
        "شن طيران التحالف العربي أمس غارات على مواقع الحوثيين في مدينة حرض. "
        "واستهدف مسلحون دورية للجيش في حي المعلا بعدن ما أدى إلى مقتل ثلاثة جنود."
    )
    assert (attack.event_type, attack.place.name) == ("armed_attack", "المعلا")
    assert best(attack, "killed") == 3
