"""What was brought down on its way, and bombers who were stopped: who did it, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.extractors.reading_kit import Read

#: text, outcome, who did it, target
BROUGHT_DOWN = [
    ("أسقط الجيش الإسرائيلي طائرة مسيرة فوق مدينة حيفا أمس.", "foiled", None, "unknown"),
    (
        "أعلن الجيش الإسرائيلي اعتراض صاروخ أطلق من اليمن على إيلات أمس.",
        "foiled", None, "unknown",
    ),
    (
        "اعترضت الدفاعات الجوية السعودية صاروخا حوثيا فوق مدينة نجران أمس.",
        "foiled", "houthis", "unknown",
    ),
    (
        "دمرت الدفاعات الروسية 12 طائرة مسيرة أوكرانية فوق بيلغورود أمس.",
        "foiled", "ukraine", "unknown",
    ),
    (
        "أطلق الحوثيون صاروخا اعترضته الدفاعات الجوية السعودية فوق مدينة نجران أمس.",
        "foiled", "houthis", "unknown",
    ),
    ("اعترضت السعودية صاروخا باليستيا أطلق باتجاه الرياض أمس.", "foiled", None, "unknown"),
    (
        "أصيب ثلاثة أشخاص أمس بسقوط حطام طائرة مسيرة اعترضتها الدفاعات الجوية فوق مدينة نويبع.",
        "attempted", None, "civilians",
    ),
    # near misses: a rocket that hit, one that got through, those who fired are named
    ("أصيب رجل بشظايا صاروخ سقط قرب حيفا أمس.", "completed", None, "civilians"),
    (
        "اعترضت الدفاعات الجوية صاروخين أمس فيما سقط ثالث على حي في مدينة نجران، وأصيب مدنيان.",
        "completed", None, "civilians",
    ),
    ("أطلق الحوثيون ثلاثة صواريخ على الرياض أمس.", "completed", "houthis", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "outcome", "doer", "target"), BROUGHT_DOWN)
def test_who_brings_it_down_did_not_fire_it(
    read: Read, text: str, outcome: str, doer: str | None, target: str
) -> None:
    (fact,) = read(text)
    assert (fact.outcome, fact.perpetrator.actor_id, fact.target_type) == (outcome, doer, target)


STOPPED = [
    ("قتلت الشرطة أمس انتحاريا قبل أن يفجر نفسه في مدينة كركوك.", "foiled"),
    (
        "فجر انتحاري نفسه أمس قرب مقر الحرس في بنقردان بعدما حاصرته الشرطة، وأصيب شرطيان.",
        "attempted",
    ),
    ("قتل شرطي أمس عندما فجر انتحاري نفسه أمام مقر في مدينة كركوك.", "completed"),
]


@pytest.mark.parametrize(("text", "outcome"), STOPPED)
def test_a_bomber_who_was_stopped(read: Read, text: str, outcome: str) -> None:
    (fact,) = read(text)
    assert (fact.event_type, fact.outcome) == ("suicide_bombing", outcome)
