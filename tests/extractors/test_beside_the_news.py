"""What stands beside the event that is told, and is not to change it: golden cases, texts of our
own of a Wednesday."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.extractors.reading_kit import best

if TYPE_CHECKING:
    from tests.extractors.reading_kit import Read


def test_until_when_nobody_claimed_it_is_not_its_day(read: Read) -> None:
    (fact,) = read(
        "أعلن الجيش المصري، الثلاثاء، مقتل أربعة جنود في شمال سيناء، الأحد، برصاص مسلحين.\n"
        "ولم يذكر تفاصيل عن الهجوم الذي لم تتبنه أي جهة حتى، صباح الأربعاء."
    )
    assert fact.date.best == date(2021, 3, 7)


def test_a_day_counted_from_another_event_is_not_its_day(read: Read) -> None:
    found = read(
        "قالت الشرطة إن أربعة من أفرادها قتلوا اليوم بانفجار قنبلة زرعت في قرية بولاية هلمند، "
        "وجاء الحادث بعد يومين من مقتل ضابطين بهجوم انتحاري في قندهار."
    )
    assert found[0].date.best == date(2021, 3, 10)


def test_the_night_before_last(read: Read) -> None:
    (fact,) = read("تعرضت دورية أمن في بلدة العوامية البارحة الأولى لإطلاق نار فأصيب رجلا أمن.")
    assert fact.date.best == date(2021, 3, 8)


def test_the_district_of_a_hospital_near_by(read: Read) -> None:
    (fact,) = read("قتل جندي برصاص مجهولين أمس قرب مستشفى الأمل في مديرية المنصورة بعدن.")
    assert fact.place.name == "المنصورة"


def test_the_town_of_a_hospital_that_was_hit(read: Read) -> None:
    (fact,) = read("سقطت قذائف أمس على مستشفى في مدينة نجران فأصيب ثلاثة مدنيين.")
    assert (fact.place.name, fact.event_type) == ("نجران", "shelling")


def test_a_distance_from_the_capital_is_no_place(read: Read) -> None:
    (fact,) = read("قتل الجيش الجزائري أمس ثلاثة إرهابيين بولاية البويرة (90 كلم شرق العاصمة).")
    assert (fact.place.name, fact.place.admin1_name) == ("البويرة", "البويرة")


def test_one_more_blast_of_the_same_attack(read: Read) -> None:
    (fact,) = read(
        "فجر انتحاري سيارة مفخخة أمس عند مدخل فندق في مقديشو، تبعه تفجير آخر.\n"
        "وأسفر الهجوم عن مقتل تسعة أشخاص."
    )
    assert (fact.event_type, best(fact, "killed")) == ("suicide_bombing", 9)


def test_whoever_was_exposed_to_wounds_is_wounded(read: Read) -> None:
    (fact,) = read(
        "أثناء تبادل إطلاق النار في القطيف أمس قتل شرطي، وتعرض ثلاثة من رجال الأمن لإصابات مختلفة."
    )
    assert (best(fact, "killed"), best(fact, "wounded")) == (1, 3)


def test_an_older_abduction_that_the_new_one_follows(read: Read) -> None:
    found = read(
        "خطفت بوكو حرام 16 امرأة في ولاية أداماوا أمس.\n"
        "ويأتي هذا الحادث بعد عامين من خطف 200 تلميذة من مدرسة في شيبوك بولاية بورنو."
    )
    assert best(found[0], "abducted") == 16


def test_a_superlative_since_weeks_is_no_period(read: Read) -> None:
    (fact,) = read(
        "اندلع قتال عنيف بين ميليشيات في العاصمة الليبية طرابلس أمس في أسوأ أعمال عنف منذ أسابيع."
    )
    assert (fact.event_type, fact.date.best) == ("clash", date(2021, 3, 9))


def test_a_bomb_set_off_from_afar(read: Read) -> None:
    (fact,) = read("قتل ثلاثة في بيشاور أمس بانفجار قنبلة تم تفجيرها عن بعد.")
    assert (fact.event_type, fact.weapon) == ("ied_bombing", "ied")


def test_an_ambush_by_its_other_name(read: Read) -> None:
    (fact,) = read("قتل عشرة مسلحين أمس في مكمن نفذته القوات السعودية قرب منطقة رازح اليمنية.")
    assert (fact.event_type, best(fact, "killed")) == ("armed_attack", 10)


def test_occupiers_of_afghanistan_are_no_israelis(read: Read) -> None:
    (fact,) = read("قتلت قوات الاحتلال الدولية أمس خمسة مدنيين في غارة على قرية بولاية هلمند.")
    assert fact.perpetrator.name != "إسرائيل"


def test_the_prayer_tells_the_day(read: Read) -> None:
    (fact,) = read("فجر انتحاري نفسه في مسجد ببلدة القديح أثناء صلاة الجمعة فقتل 19 مصليا.")
    assert fact.date.best == date(2021, 3, 5)


def test_the_police_at_the_scene_of_a_terrorist_crime_caught_nobody(read: Read) -> None:
    (fact,) = read(
        "قتل تسعة مصلين في انفجار بمسجد في بلدة القديح أمس، وباشرت الجهات المختصة إجراءات ضبط "
        "الجريمة الإرهابية."
    )
    assert (fact.event_type, best(fact, "arrested")) == ("bombing_other", None)


def test_a_policewoman_is_somebody(read: Read) -> None:
    (fact,) = read("قتلت الشرطية مريم برصاص مجهولين في كركوك أمس.")
    assert best(fact, "killed") == 1


def test_a_reporter_is_no_target(read: Read) -> None:
    (fact,) = read("أفاد مراسل قناة محلية بأن ثمانية مدنيين قتلوا أمس في قصف على مدينة سنجة.")
    assert fact.target_type == "civilians"


def test_drones_found_on_a_lorry(read: Read) -> None:
    (fact,) = read(
        "ضبطت الشرطة العسكرية في محافظة مأرب، أول من أمس، شاحنة تجارية محملة بكميات من الطائرات "
        "بدون طيار."
    )
    assert (fact.event_type, fact.place.admin1_name) == ("weapons_seizure", "مأرب")


def test_shells_told_at_the_end_are_of_the_fight_before(read: Read) -> None:
    found = read(
        "قتل الجيش السوداني 21 عنصرا من قوات الدعم السريع أمس في هجوم على مواقعهم بأم درمان.\n"
        "من جهة أخرى، تجددت الاشتباكات مع الحركة الشعبية في ولاية جنوب كردفان وأسفرت عن مقتل سبعة "
        "مدنيين، فيما يقصف الجيش بالمدفعية أهدافا للحركة."
    )
    assert found[0].event_type == "armed_attack"


def test_who_shot_a_drone_down_did_not_send_it(read: Read) -> None:
    (fact,) = read(
        "أعلن تحالف دعم الشرعية في اليمن بقيادة السعودية أمس إصابة ستة مدنيين إثر تدمير مسيرة "
        "مفخخة أطلقت باتجاه مطار جازان."
    )
    assert fact.perpetrator.name != "التحالف العربي"
