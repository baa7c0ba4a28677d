"""Golden cases: what is an incident of its own, what is older or a period's, what is only crime."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

# --- arrests behind a bombing ------------------------------------------------------------------


def test_suspects_who_are_arrested_for_a_bombing_are_an_incident_of_their_own(read: Read) -> None:
    bombing, arrest = read(
        "انفجرت عبوة ناسفة في سيارة عميد متقاعد في حي المنصورة بعدن أمس، ما أدى إلى مقتله. "
        "واعتقلت قوات الحزام الأمني أربعة أشخاص يشتبه في ضلوعهم في التفجير."
    )
    assert (bombing.event_type, arrest.event_type) == ("ied_bombing", "arrest")
    assert best(bombing, "arrested") == best(arrest, "arrested") == 4
    assert arrest.place.name == "المنصورة"


def test_an_arrest_of_another_story_is_not_counted_to_the_bombing(read: Read) -> None:
    bombing, arrest = read(
        "أصيب أربعة أشخاص بانفجار عبوة ناسفة قرب فرن في مدينة نوى أمس.\n"
        "وفي سياق متصل، أعلنت الشرطة توقيف شخصين بحوزتهما أسلحة معدة للتهريب."
    )
    assert best(bombing, "arrested") is None
    assert best(arrest, "arrested") == 2


def test_an_arrest_that_did_not_happen_counts_nobody(read: Read) -> None:
    (bombing,) = read(
        "قتل تسعة أشخاص بانفجار عبوة ناسفة في سوق بمدينة بعقوبة أمس.\n"
        "وقال مصدر في الشرطة إن التحقيق مستمر ولم تعتقل القوات الأمنية ثلاثة كانت تلاحقهم."
    )
    assert best(bombing, "arrested") is None


def test_arrests_by_israeli_forces_are_no_ordinary_crime(read: Read) -> None:
    (arrest,) = read("اعتقلت القوات الإسرائيلية فجر أمس 14 فلسطينيا في مدينة نابلس.")
    assert (arrest.event_type, best(arrest, "arrested")) == ("arrest", 14)


# --- what a sentence recalls before it comes to its news ---------------------------------------


def test_a_recall_at_the_head_of_a_sentence_ends_at_the_pause(read: Read) -> None:
    older, news = read(
        "بعد يوم من مقتل خمسة في قصف على دوما، قتل ستة أشخاص أمس في غارات على عربين."
    )
    assert (older.place.name, best(older, "killed"), older.is_main) == ("دوما", 5, False)
    assert (news.place.name, best(news, "killed"), news.is_main) == ("عربين", 6, True)


def test_news_behind_a_recall_is_no_background(read: Read) -> None:
    (news,) = read("وبعد ساعات من الهجوم على المطار، قتل شرطيان برصاص مسلحين في حي السكري بحلب.")
    assert news.is_main
    assert best(news, "killed") == 2


def test_what_happened_weeks_ago_is_background(read: Read) -> None:
    news, older = read(
        "فجر انتحاري نفسه في سوق بمايدوغوري أمس وقتل ستة. "
        "وقبل أسبوعين قتل 30 شخصا في تفجير استهدف محطة حافلات في المدينة."
    )
    assert (best(news, "killed"), news.is_main) == (6, True)
    assert (best(older, "killed"), older.is_main) == (30, False)


# --- figures of days ---------------------------------------------------------------------------


def test_a_toll_of_ten_days_is_not_that_of_yesterday(read: Read) -> None:
    first, *_ = read(
        "قصف طيران النظام أحياء حلب أمس فقتل خمسة. "
        "وقتل أكثر من مئة شخص في غارات على المدينة في الأيام العشرة الماضية."
    )
    assert best(first, "killed") == 5


# --- ordinary crime ----------------------------------------------------------------------------

CRIMES = [
    "قتل خمسة أشخاص وأصيب تسعة بجروح في إطلاق نار في مركز تسوق بولاية تكساس الأميركية أمس.",
    "قتل مسلح زوجته وأربعة من أفراد عائلتها بالرصاص في ولاية أوهايو أمس.",
    (
        "أعلنت شرطة مدينة تشارلوت في ولاية كارولاينا الشمالية مقتل ثلاثة أشخاص برصاص مسلح فتح "
        "النار داخل مصنع أمس قبل أن ترديه الشرطة."
    ),
    "عثرت الشرطة المكسيكية على جثث تسعة أشخاص قتلوا بالرصاص في ولاية غيريرو.",
    "أطلق رجل النار على المارة في مدينة كولونيا الألمانية فقتل اثنين.",
    "قتل مسلحون ثلاثة عمال خلال محاولة سطو على محل مجوهرات في مدينة البصرة أمس.",
    "هاجم مسلحون شاحنة لنقل الأموال في جوهانسبورغ وقتلوا حارسين وفروا بالمبلغ.",
]


@pytest.mark.parametrize("text", CRIMES)
def test_ordinary_crime_is_no_incident(read: Read, text: str) -> None:
    assert read(text) == ()


NO_CRIMES = [
    ("قتل 49 شخصا في هجوم مسلح على ملهى في مدينة أورلاندو، وأعلن تنظيم داعش مسؤوليته.", 49),
    ("قتل أربعة من حرس الحدود في كمين في زاهدان أمس.", 4),
]


@pytest.mark.parametrize(("text", "killed"), NO_CRIMES)
def test_terror_abroad_and_soldiers_dead_are_incidents(read: Read, text: str, killed: int) -> None:
    (attack,) = read(text)
    assert best(attack, "killed") == killed


def test_the_states_of_america_are_known(read: Read) -> None:
    (attack,) = read("قتل ثلاثة طلاب بانفجار قنبلة في جامعة بولاية أوريغون أمس.")
    assert attack.place.country == "US"
