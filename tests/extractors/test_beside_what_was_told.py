"""Sides, orders and hours that a text names beside an event, and which event each belongs to."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_the_other_side_of_a_fight_begins_no_other_story(read: Read) -> None:
    """«من جهة أخرى» behind «من جهة» names who fights; where, is told behind it."""
    facts = read(
        "اندلعت اشتباكات عنيفة أمس بين قوات الجيش من جهة، وعناصر من تنظيم داعش من جهة أخرى، في "
        "بلدة ذيبان شرق دير الزور، ما أدى إلى مقتل أربعة جنود."
    )

    assert [(f.event_type, f.place.name, best(f, "killed")) for f in facts] == [
        ("clash", "ذيبان", 4)
    ]


def test_who_is_captured_is_of_the_fight_told_next(read: Read) -> None:
    facts = read(
        "أفادت مصادر قبلية أمس بأن المقاومة أسرت 30 من مسلحي الحوثي في محافظة أبين. "
        "وقالت المصادر إن اشتباكات عنيفة دارت بين الحوثيين من جهة والمقاومة من جهة أخرى في مدينة "
        "لودر وقتل فيها ثمانية من المقاومة."
    )

    assert [(f.event_type, best(f, "killed")) for f in facts] == [("clash", 8)]


def test_what_others_do_all_the_time_says_nothing_of_the_toll(read: Read) -> None:
    facts = read(
        "هاجم مسلحو داعش نقطة عسكرية في بلدة السخنة أمس. وأضاف أن الهجوم أسفر عن مقتل عنصرين، فيما "
        "فر المسلحون نحو الجبل الذي عادة ما يستهدفه الطيران."
    )

    assert [(f.place.name, best(f, "killed")) for f in facts] == [("السخنة", 2)]


def test_a_bomb_that_a_drone_drops_is_told_twice(read: Read) -> None:
    facts = read(
        "أصيب 4 عمال بجروح أمس جراء إلقاء مسيرة إسرائيلية قنبلة في بلدة الخيام. "
        "وقالت وزارة الصحة إن قنبلة ألقاها العدو من مسيرة على بلدة الخيام أدت إلى إصابة 4 أشخاص."
    )

    assert [best(f, "wounded") for f in facts] == [4]


def test_the_second_within_days_is_the_one_that_is_told(read: Read) -> None:
    facts = read(
        "قتل ثلاثة جنود في انفجار عبوة ناسفة في العريش أمس. "
        "وهذا هو الهجوم الثاني في شمال سيناء خلال ثلاثة أيام."
    )

    assert [best(f, "killed") for f in facts] == [3]


def test_gunmen_of_whom_one_is_named_fell(read: Read) -> None:
    """«بينهم» parts those who were counted; no leader is whom they killed."""
    facts = read("تمكنت قوات الجيش من قتل ثلاثة مسلحين بينهم قيادي بارز في تلمسان أمس.")

    assert [best(f, "killed") for f in facts] == [3]


def test_an_earlier_toll_is_no_earlier_attack(read: Read) -> None:
    facts = read(
        "قتل 14 جنديا أمس في هجوم على نقطة مراقبة في جبل الشعانبي. "
        "وكانت وزارة الدفاع تحدثت في وقت سابق عن مقتل جنديين في هجوم مسلح في جبل الشعانبي."
    )

    assert [best(f, "killed") for f in facts] == [14]


def test_a_toll_behind_words_of_what_goes_on_daily(read: Read) -> None:
    facts = read(
        "ما تزال بلدات شمال حلب تتعرض لقصف شبه يومي. "
        "ونتيجة القصف على بلدة تل رفعت أمس الأول استشهد طفلان."
    )

    assert [(f.place.name, best(f, "killed")) for f in facts] == [("تل رفعت", 2)]
