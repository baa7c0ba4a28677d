"""Golden cases: what looks like news of an attack and is none, each beside the news that it looks
like."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

# --- figures of a period -----------------------------------------------------------------------


def test_an_attack_of_a_day_that_a_monitor_counts_is_one(read: Read) -> None:
    (fact,) = read("أحصى مرصد محلي مقتل 14 مدنيا في قصف على مدينة دوما أمس.")
    assert (fact.place.name, best(fact, "killed")) == ("دوما", 14)


def test_which_of_several_it_is_makes_an_attack_no_figure_of_a_period(read: Read) -> None:
    (fact,) = read("قتل سبعة أشخاص أمس بتفجير في مدينة كركوك، في ثالث هجوم من نوعه خلال شهر.")
    assert (fact.event_type, best(fact, "killed")) == ("bombing_other", 7)


# --- courts, funerals, memories ----------------------------------------------------------------


def test_people_whom_militants_execute_are_an_execution(read: Read) -> None:
    (fact,) = read("أعدم تنظيم داعش ثلاثة رعاة في بادية السخنة أمس.", title="إعدام ثلاثة رعاة")
    assert (fact.event_type, best(fact, "killed")) == ("execution", 3)


@pytest.mark.parametrize(
    "text",
    [
        "ومن أشهر محاولات الاغتيال ما تعرض له الزعيم في القاهرة عام 1960 حين أطلق عليه الرصاص.",
    ],
)
def test_a_story_of_old_times_is_no_news(read: Read, text: str) -> None:
    assert read(text) == ()


def test_an_assassination_of_yesterday_is_news(read: Read) -> None:
    (fact,) = read("اغتال مسلحون أمس رئيس المجلس المحلي في مدينة نوى.")
    assert (fact.event_type, fact.is_main) == ("assassination", True)


# --- drills, rumours, what may come ------------------------------------------------------------


def test_where_militants_were_trained_takes_nothing_from_their_arrest(read: Read) -> None:
    (fact,) = read(
        "ألقت قوات الأمن في الرياض القبض أمس على عشرة متهمين بالإرهاب تلقوا تدريبات في الخارج."
    )
    assert (fact.event_type, best(fact, "arrested")) == ("arrest", 10)


def test_an_explosion_that_was_heard_is_told(read: Read) -> None:
    (fact,) = read("وقع انفجار بعبوة ناسفة في مدينة الرمادي أمس وأصيب ثلاثة أشخاص.")
    assert best(fact, "wounded") == 3


def test_fighting_that_broke_out_did(read: Read) -> None:
    (fact,) = read("اندلع القتال بين إسرائيل والفصائل في غزة أمس وقتل خمسة أشخاص.")
    assert best(fact, "killed") == 5


# --- crime -------------------------------------------------------------------------------------


def test_an_arrest_of_militants_is_none(read: Read) -> None:
    (fact,) = read("أوقفت قوات الأمن أمس ثلاثة مسلحين من داعش في مدينة الرطبة.")
    assert (fact.event_type, best(fact, "arrested")) == ("arrest", 3)


# --- shots of joy ------------------------------------------------------------------------------


def test_shots_at_a_wedding_by_gunmen_are_one(read: Read) -> None:
    (fact,) = read("أطلق مسلحون من داعش النار على حفل زفاف في الحويجة أمس وقتلوا سبعة مدنيين.")
    assert (fact.event_type, best(fact, "killed")) == ("armed_attack", 7)


# --- gangs, and what happened long ago ---------------------------------------------------------


def test_how_the_police_fight_militants_is_none(read: Read) -> None:
    (fact,) = read(
        "لقي قيادي في تنظيم أنصار بيت المقدس مصرعه أمس في تبادل لإطلاق النار مع قوات الشرطة في "
        "محافظة الدقهلية."
    )
    assert fact.event_type == "clash"


def test_a_war_that_has_gone_on_for_long_has_news(read: Read) -> None:
    (fact,) = read("قتل خمسة جنود أمس في هجوم في مدينة كسمايو التي تشهد قتالا منذ عام 2007.")
    assert best(fact, "killed") == 5
