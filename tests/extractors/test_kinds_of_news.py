"""Golden cases: what is an incident of its own, what is older or a period's, what is only crime."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

# --- arrests behind a bombing ------------------------------------------------------------------


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


def test_news_behind_a_recall_is_no_background(read: Read) -> None:
    (news,) = read("وبعد ساعات من الهجوم على المطار، قتل شرطيان برصاص مسلحين في حي السكري بحلب.")
    assert news.is_main
    assert best(news, "killed") == 2


# --- figures of days ---------------------------------------------------------------------------


# --- ordinary crime ----------------------------------------------------------------------------


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
