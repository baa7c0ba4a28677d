"""Golden cases: one attack that an article tells in several sentences, and two that it tells."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

ONCE = [
    (
        (
            "هاجم مسلحون معسكرا للجيش في شمال سيناء أمس.\n"
            "وأضافت المصادر أن دوي انفجارات سمع في المعسكر القريب من رفح وأن جنديين أصيبا."
        ),
        (None, 2, None),
    ),
    (
        (
            "استهدف هجوم انتحاري حاجزا للشرطة في بعقوبة أمس وقتل شرطيان.\n"
            "وذكر مصدر أن الهجوم الانتحاري أعقبه تبادل كثيف لإطلاق النار."
        ),
        (2, None, None),
    ),
]


@pytest.mark.parametrize(("text", "toll"), ONCE)
def test_an_attack_told_on_is_one(
    read: Read, text: str, toll: tuple[int | None, int | None, int | None]
) -> None:
    (fact,) = read(text)

    measures = ("killed", "wounded", "killed_of_perpetrators")
    assert tuple(best(fact, m) for m in measures) == toll


TWICE = [
    # an older one behind the day's
    (
        (
            "أعلنت خلية الإعلام، مساء الأحد، سقوط صاروخين قرب مطار بغداد دون إصابات.\n"
            "وفجر الجمعة الماضي، أعلن الجيش استهداف المنطقة الخضراء بصواريخ."
        ),
        [0, None],
    ),
    # militants who fell elsewhere, or in another story
    (
        ("قتل سبعة جنود بهجوم على حاجز قرب رفح أمس.\nوقتل الجيش 20 مسلحا في غارات على جبل الحلال."),
        [7, 20],
    ),
    (
        (
            "قتل شرطي برصاص مسلحين في حي الدورة ببغداد أمس.\n"
            "وأضاف المصدر أن ثلاثة مدنيين قتلوا بانفجار عبوة ناسفة في حي الكرادة."
        ),
        [1, 3],
    ),
    (
        (
            "قتل شرطي برصاص مسلحين في كركوك أمس.\n"
            "من جهة أخرى، قتلت القوات الأمنية خمسة مسلحين في جبال حمرين."
        ),
        [1, 5],
    ),
]


@pytest.mark.parametrize(("text", "killed"), TWICE)
def test_what_is_told_of_elsewhere_is_another(read: Read, text: str, killed: list[int]) -> None:
    assert [best(fact, "killed") for fact in read(text)] == killed


def test_the_number_of_a_rifle_counts_nobody(read: Read) -> None:
    (fact,) = read("قتل أربعة مسلحين مجهزين ببنادق إيه كيه-47 قتلوا برصاص الشرطة في مقديشو أمس.")

    assert best(fact, "killed") == 4


def test_nobody_says_how_many_were_wounded(read: Read) -> None:
    (fact,) = read("انفجرت سيارة مفخخة في الحلة أمس دون تحديد لعدد القتلى والجرحى.")

    assert (fact.killed, fact.wounded) == (None, None)


def test_a_number_of_soldiers_some_of_whom_are_named_has_its_verb_behind_them(read: Read) -> None:
    (fact,) = read("قالت مصادر إن عشرة على الأقل من الجيش بينهم ضابط قتلوا في هجوم قرب رفح أمس.")

    assert best(fact, "killed") == 10


def test_a_sentence_goes_on_behind_a_semicolon(read: Read) -> None:
    (fact,) = read("قتل رجل أمن أمس؛ إثر تعرض دورية لإطلاق نار في بلدة الجش بمحافظة القطيف.")

    assert (fact.event_type, fact.place.name, best(fact, "killed")) == ("armed_attack", "الجش", 1)


def test_where_the_crime_happened_is_told_next(read: Read) -> None:
    (fact,) = read(
        "أعلن المتحدث مقتل شرطي وإصابة ثلاثة بعد تعرض دوريتهم لإطلاق نار.\n"
        "وأوضح أن الجريمة الإرهابية وقعت صباح أمس في حي المسورة بمحافظة القطيف."
    )

    assert (fact.place.name, str(fact.date.best)) == ("المسورة", "2021-03-09")


def test_the_launcher_of_the_rockets_is_no_find_of_its_own(read: Read) -> None:
    (fact,) = read(
        "سقط صاروخ على المنطقة الخضراء في بغداد أمس دون إصابات.\n"
        "وقال مصدر إنه تم العثور على منصة إطلاق الصاروخ في منطقة الأمانة ببغداد."
    )
    (find,) = read("عثرت القوات أمس على منصة إطلاق صواريخ معدة للإطلاق في منطقة النباعي.")

    assert fact.event_type == "shelling"
    assert find.event_type == "weapons_seizure"


def test_the_air_base_was_not_struck_from_the_air(read: Read) -> None:
    (fact,) = read(
        "تعرضت قاعدة بلد أمس لقصف بصواريخ أدى إلى إصابة أربعة من منتسبي القوة الجوية، "
        "ويعد هذا القصف الثاني الذي تتعرض له القاعدة بعد سقوط صاروخ قربها الأحد الماضي."
    )

    assert (fact.event_type, str(fact.date.best)) == ("shelling", "2021-03-09")


MEANS = [
    ("اغتال مسلحون ناشطا في عدن أمس، المدينة التي شهدت عشرات التفجيرات.", "assassination"),
    ("اغتيل قاض بتفجير سيارته في عدن أمس.", "bombing_other"),
    (
        (
            "قتل ستة بتفجير استهدف موكبا في عدن أمس.\n"
            "وقال المصدر الذي طلب عدم الكشف عن اسمه إن التفجير ناجم عن عبوة ناسفة."
        ),
        "ied_bombing",
    ),
]


@pytest.mark.parametrize(("text", "kind"), MEANS)
def test_the_means_are_those_of_the_event_itself(read: Read, text: str, kind: str) -> None:
    (fact,) = read(text)

    assert fact.event_type == kind


def test_the_same_many_dead_are_of_one_event_wherever_the_village_lies(read: Read) -> None:
    (fact,) = read(
        "أفاد مصدر بالعثور على 48 جثة تعود إلى رجال شرطة جنوبي الموصل أمس.\n"
        "وقال النقيب إن القوات عثرت على 48 جثة في قرية العذبة."
    )

    assert best(fact, "killed") == 48


def test_the_lead_told_again_more_closely(read: Read) -> None:
    (fact,) = read(
        "أصيب مدنيان اثنان أمس بانفجار لغم أرضي في مديرية المخا غربي تعز.\n"
        "وقال المرصد إن مدنيين اثنين أصيبا بانفجار لغم في منطقة الرمة بريف المخا."
    )

    assert (fact.place.admin1_name, best(fact, "wounded")) == ("تعز", 2)


def test_a_mine_under_a_car_is_no_car_bomb(read: Read) -> None:
    (mine,) = read("أصيب ثلاثة مدنيين في انفجار سيارة بلغم في مديرية حيس أمس.")
    (bulldozer,) = read("أصيب أربعيني وأعطبت جرافته بانفجار لغم في مديرية حيس أمس.")
    (car,) = read("قتل ثلاثة مدنيين في انفجار سيارة في حي المنصور ببغداد أمس.")

    assert (mine.event_type, mine.weapon) == ("ied_bombing", "mine")
    assert (bulldozer.weapon, best(bulldozer, "wounded")) == ("mine", 1)
    assert car.event_type == "vehicle_bombing"


def test_those_who_were_with_him_are_counted_far_behind(read: Read) -> None:
    (fact,) = read(
        "قتل مدير كهرباء ناحية يثرب التابعة للمحافظة مع اثنين من مرافقيه بانفجار عبوة أمس."
    )

    assert best(fact, "killed") == 3


def test_what_a_device_took_the_lives_of(read: Read) -> None:
    (fact,) = read("أودى جسم متفجر بحياة ثلاثة أطفال في مديرية تبن بمحافظة لحج أمس.")

    assert (fact.event_type, best(fact, "killed")) == ("bombing_other", 3)
