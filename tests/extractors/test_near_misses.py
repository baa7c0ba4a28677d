"""Golden cases: what looks like news of an attack and is none, each beside the news that it looks
like."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

# --- figures of a period -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "أحصى مرصد مقتل 140 مدنيا في ليبيا خلال شهر شباط. وأوضح أن أربعة منهم قتلوا في هجمات.",
        "وجاء في بيان المرصد أن شهر شباط شهد مقتل 60 مدنيا تحت التعذيب في السودان.",
        "قتل 75 مدنيا وأصيب 20 بسبب القصف في سوريا في شباط 2021، حسبما قالت الشبكة في تقريرها.",
    ],
)
def test_a_toll_of_a_month_in_a_country_is_no_incident(read: Read, text: str) -> None:
    assert read(text) == ()


def test_an_attack_of_a_day_that_a_monitor_counts_is_one(read: Read) -> None:
    (fact,) = read("أحصى مرصد محلي مقتل 14 مدنيا في قصف على مدينة دوما أمس.")
    assert (fact.place.name, best(fact, "killed")) == ("دوما", 14)


def test_which_of_several_it_is_makes_an_attack_no_figure_of_a_period(read: Read) -> None:
    (fact,) = read("قتل سبعة أشخاص أمس بتفجير في مدينة كركوك، في ثالث هجوم من نوعه خلال شهر.")
    assert (fact.event_type, best(fact, "killed")) == ("bombing_other", 7)


# --- courts, funerals, memories ----------------------------------------------------------------


def test_the_title_of_a_sentence_of_death_is_no_execution(read: Read) -> None:
    text = "حكمت محكمة الجنايات على ثلاثة مدانين بالإعدام شنقا لإدانتهم بتفجير مركبة."
    assert read(text, title="إعدام ثلاثة من داعش في بغداد الجديدة") == ()


def test_people_whom_militants_execute_are_an_execution(read: Read) -> None:
    (fact,) = read("أعدم تنظيم داعش ثلاثة رعاة في بادية السخنة أمس.", title="إعدام ثلاثة رعاة")
    assert (fact.event_type, best(fact, "killed")) == ("execution", 3)


def test_attacks_of_which_a_court_tells_are_older(read: Read) -> None:
    facts = read(
        "قضت محكمة مصرية أمس بإعدام تسعة أشخاص في قضية تفجير الكنائس. "
        "كما استهدف تفجير كنيسة في مدينة طنطا، مما أدى إلى مقتل 30 شخصا."
    )
    assert [(best(f, "killed"), f.is_main) for f in facts] == [(30, False)]


def test_who_is_buried_fell_before(read: Read) -> None:
    (fact,) = read(
        "شيع أهالي مدينة بعقوبة اليوم جثامين ضحايا التفجير الذي ضرب سوقا فيها السبت الماضي وأودى "
        "بحياة 11 شخصا."
    )
    assert (best(fact, "killed"), fact.is_main) == (11, False)


def test_a_funeral_takes_nothing_from_the_news_beside_it(read: Read) -> None:
    facts = read(
        "شيع المئات في القامشلي أمس ضحايا التفجير الانتحاري.\nوفي منبج قتل شرطيان أمس برصاص مسلحين."
    )
    assert [best(f, "killed") for f in facts if f.is_main] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "في مثل هذا الشهر قبل خمسين عاما اغتال مسلحون رئيس الوزراء في عمان وأصيب حارسه.",
        "مر أربعون عاما على حادث اغتيال الوزير في بيروت برصاص مسلحين.",
        "ومن أشهر محاولات الاغتيال ما تعرض له الزعيم في القاهرة عام 1960 حين أطلق عليه الرصاص.",
    ],
)
def test_a_story_of_old_times_is_no_news(read: Read, text: str) -> None:
    assert read(text) == ()


def test_an_assassination_of_yesterday_is_news(read: Read) -> None:
    (fact,) = read("اغتال مسلحون أمس رئيس المجلس المحلي في مدينة نوى.")
    assert (fact.event_type, fact.is_main) == ("assassination", True)


# --- drills, rumours, what may come ------------------------------------------------------------


def test_hostages_of_a_scenario_are_nobodys(read: Read) -> None:
    text = (
        "نظم الجيش أمس مناورة تدريبية في القدس تقوم على أساس سيناريو اقتحام قاعة.\n"
        "واقتحم رجال القاعة واحتجزوا 30 رهينة وطالبوا بإطلاق سراح الأسرى."
    )
    assert read(text) == ()


def test_where_militants_were_trained_takes_nothing_from_their_arrest(read: Read) -> None:
    (fact,) = read(
        "ألقت قوات الأمن في الرياض القبض أمس على عشرة متهمين بالإرهاب تلقوا تدريبات في الخارج."
    )
    assert (fact.event_type, best(fact, "arrested")) == ("arrest", 10)


def test_whether_there_was_an_explosion_is_asked_not_told(read: Read) -> None:
    text = "تساءل كثيرون عن حقيقة وقوع انفجار في مدينة الرياض، ونفى آخرون نفوا وجود انفجار."
    assert read(text, title="حقيقة وقوع انفجار في الرياض") == ()


def test_an_explosion_that_was_heard_is_told(read: Read) -> None:
    (fact,) = read("وقع انفجار بعبوة ناسفة في مدينة الرمادي أمس وأصيب ثلاثة أشخاص.")
    assert best(fact, "wounded") == 3


def test_what_happens_if_somebody_joins_a_war_did_not_happen(read: Read) -> None:
    assert read("هدد الوزير بضرب العاصمة إذا انضم الحزب للقتال بين إسرائيل والفصائل في غزة.") == ()


def test_fighting_that_broke_out_did(read: Read) -> None:
    (fact,) = read("اندلع القتال بين إسرائيل والفصائل في غزة أمس وقتل خمسة أشخاص.")
    assert best(fact, "killed") == 5


# --- crime -------------------------------------------------------------------------------------


def test_an_arrest_for_the_murder_of_a_young_man_is_crime(read: Read) -> None:
    text = "أوقفت الشرطة أمس ثلاثة أشخاص من حيفا للاشتباه في جريمة قتل شاب إثر شجار."
    assert read(text, title="توقيف ثلاثة مشتبهين بقتل الشاب سامر") == ()


def test_an_arrest_of_militants_is_none(read: Read) -> None:
    (fact,) = read("أوقفت قوات الأمن أمس ثلاثة مسلحين من داعش في مدينة الرطبة.")
    assert (fact.event_type, best(fact, "arrested")) == ("arrest", 3)


# --- shots of joy ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "قتل طفل وأصيبت والدته مساء أمس نتيجة إطلاق نار عشوائي حدث في أحد الأعراس بمدينة الميادين.",
        "توفيت فتاة أمس بطلق ناري طائش في حفل زفاف بقرية الجربا.",
        "أطلق أحد المدعوين إلى عرس في الزرقاء أعيرة نارية مجاملة للعريس فأصاب ثلاثة أشخاص.",
    ],
)
def test_shots_at_a_wedding_for_joy_are_no_attack(read: Read, text: str) -> None:
    assert read(text) == ()


def test_shots_at_a_wedding_by_gunmen_are_one(read: Read) -> None:
    (fact,) = read("أطلق مسلحون من داعش النار على حفل زفاف في الحويجة أمس وقتلوا سبعة مدنيين.")
    assert (fact.event_type, best(fact, "killed")) == ("armed_attack", 7)


# --- gangs, and what happened long ago ---------------------------------------------------------


def test_how_the_police_fight_a_gang_is_crime(read: Read) -> None:
    text = (
        "لقي زعيم عصابة لتجارة المخدرات مصرعه وستة من أعوانه أمس في تبادل لإطلاق النار مع قوات "
        "الشرطة في محافظة الدقهلية."
    )
    assert read(text) == ()


def test_how_the_police_fight_militants_is_none(read: Read) -> None:
    (fact,) = read(
        "لقي قيادي في تنظيم أنصار بيت المقدس مصرعه أمس في تبادل لإطلاق النار مع قوات الشرطة في "
        "محافظة الدقهلية."
    )
    assert fact.event_type == "clash"


def test_what_the_first_sentence_dates_long_ago_is_no_news(read: Read) -> None:
    text = "كانت عملية عنتيبي عام 1976 من أجرأ ما نفذته إسرائيل، إذ حررت 102 من الرهائن المخطوفين."
    assert read(text) == ()


def test_a_war_that_has_gone_on_for_long_has_news(read: Read) -> None:
    (fact,) = read("قتل خمسة جنود أمس في هجوم في مدينة كسمايو التي تشهد قتالا منذ عام 2007.")
    assert best(fact, "killed") == 5


def test_a_fake_checkpoint_is_no_drill(read: Read) -> None:
    (fact,) = read("خطف مسلحون موظفين اثنين عند حاجز وهمي قرب سنجار أمس.")
    assert fact.event_type == "kidnapping"
    assert not read("نفذت فرق الدفاع المدني أمس إخلاء لمبنى بعد تفجير وهمي في بغداد.")
