"""Who did it and to whom it was done: golden cases of our own."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

DOERS = [
    # a bomb that was planted is what it was done to
    ("قتل عنصران من مجلس منبج العسكري أمس بعبوة زرعت على جانب طريق في منبج.", None),
    (
        (
            "قتل 26 شخصا في قصف على مسجد في الفاشر أمس.\n"
            "وقالت لجنة إن القذائف أطلقت من مواقع تسيطر عليها قوات الدعم السريع."
        ),
        "قوات الدعم السريع",
    ),
    # who killed the attacker attacked nobody
    (
        "لقي 39 شخصا حتفهم أمس عندما فتح مسلح النار في شاطئ فندق بسوسة، قبل أن تقتله قوات الأمن.",
        None,
    ),
    ("استشهد شاب خلال اقتحام قوات الاحتلال حارة الياسمينة في نابلس فجر اليوم.", "إسرائيل"),
]


@pytest.mark.parametrize(("text", "doer"), DOERS)
def test_who_did_it(read: Read, text: str, doer: str | None) -> None:
    (fact,) = read(text)

    assert fact.perpetrator.name == doer


def test_who_fell_to_a_planted_bomb_is_no_attacker(read: Read) -> None:
    (fact,) = read("قتل عنصران من مجلس منبج العسكري أمس بعبوة زرعت على جانب طريق في منبج.")

    assert (best(fact, "killed"), best(fact, "killed_of_perpetrators")) == (2, None)


def test_who_cannot_be_reached_since_was_taken_once(read: Read) -> None:
    (fact,) = read(
        "أكدت النقابة أن مراسل قناة محلية اختُطف مساء الأحد من أمام منزله في حي الأندلس في طرابلس، "
        "وانقطع الاتصال به منذ ذلك الحين."
    )

    assert (fact.event_type, fact.place.name) == ("kidnapping", "الأندلس")
