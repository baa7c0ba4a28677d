"""The many words for one kind of event: each sentence is read as one incident of its type.

ways_of_telling.csv: event type, the measure and its best figure (empty where none is told), text.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.extractors.reading_kit import best

if TYPE_CHECKING:
    from tests.extractors.reading_kit import Read

_WAYS = list(
    csv.DictReader(
        (Path(__file__).parent / "ways_of_telling.csv").read_text(encoding="utf-8").splitlines()
    )
)


@pytest.mark.parametrize("way", _WAYS, ids=[way["text"][:40] for way in _WAYS])
def test_an_event_by_its_words(read: Read, way: dict[str, str]) -> None:
    (fact,) = read(way["text"])

    assert fact.event_type == way["event_type"]
    if way["measure"]:
        assert best(fact, way["measure"]) == int(way["best"])


@pytest.mark.parametrize(
    "somebody",
    [
        "النازح",
        "اللاجئ",
        "المهاجر",
        "المسن",
        "المسافر",
        "الحاج",
        "المتظاهر",
        "القروي",
        "الشاعر",
        "الباحث",
        "السجين",
        "الفلاح",
        "القبطان",
        "المتطوع",
        "الحداد",
        "المعارض",
        "السائح",
        "الدكتور",
        "الطيار",
        "الشماس",
    ],
)
@pytest.mark.parametrize(
    ("harm", "measure"),
    [
        ("قتل {} سالم إدريس", "killed"),
        ("لقي {} سالم إدريس مصرعه", "killed"),
        ("خطف مسلحون {} سالم إدريس", "abducted"),
    ],
)
def test_who_is_named_behind_what_he_is(read: Read, somebody: str, harm: str, measure: str) -> None:
    (fact,) = read(f"{harm.format(somebody)} أمس في هجوم للمتمردين قرب مدينة نيالا.")

    assert best(fact, measure) == 1


@pytest.mark.parametrize(
    ("told", "killed", "wounded"),
    [
        ("وخسر الجيش خمسة جنود وأصيب ثلاثة", 5, 3),
        ("ومات خمسة وجرح ثلاثة", 5, 3),
        ("وأودى بخمسة جنود وأصاب ثلاثة", 5, 3),
        ("وراح خمسة جنود ضحية الانفجار وجرح ثلاثة", 5, 3),
        ("وقتل خمسة جنود خلال الساعات الأربع والعشرين الماضية", 5, None),
        ("وخرج منه ثلاثة جنود بجروح طفيفة", None, 3),
    ],
)
def test_tolls_by_many_words(
    read: Read, told: str, killed: int | None, wounded: int | None
) -> None:
    (fact,) = read(f"انفجرت عبوة ناسفة أمس بدورية للجيش في مدينة بعقوبة {told}.")

    assert (best(fact, "killed"), best(fact, "wounded")) == (killed, wounded)


@pytest.mark.parametrize("day", ["في الخامس من هذا الشهر", "في 5 الجاري", "يوم 5 من هذا الشهر"])
def test_days_of_this_month(read: Read, day: str) -> None:
    (fact,) = read(f"قتل خمسة جنود {day} بانفجار عبوة ناسفة في مدينة بعقوبة.")

    assert str(fact.date.best) == "2021-03-05"


def test_hostages_who_are_put_to_death(read: Read) -> None:
    (fact,) = read("أعدم مسلحون أمس خمسة رهائن في مدينة الرقة.")

    assert (fact.event_type, best(fact, "killed")) == ("execution", 5)


def test_gunmen_who_stop_a_bus_arrest_nobody(read: Read) -> None:
    (fact,) = read("أوقف مسلحون أمس حافلة ركاب قرب مدينة تعز وقتلوا خمسة أشخاص.")

    assert (fact.event_type, best(fact, "arrested")) == ("armed_attack", None)


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("وزعمت حركة الشباب مسؤوليتها عن التفجير", "claimed"),
        ("ونسبت حركة الشباب الهجوم إلى نفسها", "claimed"),
        ("وتحملت حركة الشباب مسؤولية التفجير", "claimed"),
        ("وأخذت حركة الشباب على عاتقها مسؤولية الهجوم", "claimed"),
        ("ويظن أن منفذيه من حركة الشباب", "suspected"),
        ("والمنفذون من حركة الشباب", "attributed"),
    ],
)
def test_who_did_it_by_many_words(read: Read, claim: str, status: str) -> None:
    (fact,) = read(f"قتل خمسة جنود أمس بانفجار عبوة ناسفة في مدينة كيسمايو، {claim}.")

    assert (fact.perpetrator.name, fact.perpetrator.status) == ("حركة الشباب", status)


@pytest.mark.parametrize(
    ("told", "name", "admin1"),
    [
        ("في الكرمة شمال البصرة", "الكرمة", "البصرة"),
        ("في الكرمة شرق الفلوجة", "الكرمة", "الأنبار"),
        ("في مدينة حلب القديمة", "حلب القديمة", "حلب"),
    ],
)
def test_where_by_a_direction(read: Read, told: str, name: str, admin1: str) -> None:
    (fact,) = read(f"قتل خمسة جنود أمس بانفجار عبوة ناسفة {told}.")

    assert (fact.place.name, fact.place.admin1_name) == (name, admin1)


@pytest.mark.parametrize(
    ("told", "target_type"),
    [
        ("أعلنت الشرطة أن ثلاثة من أفرادها قتلوا", "police"),
        ("أعلن الحشد الشعبي مقتل ثلاثة من مقاتليه", "military"),
        ("أعلنت حركة حماس مقتل ثلاثة من عناصرها", "militants"),
    ],
)
def test_whose_own_are_hit(read: Read, told: str, target_type: str) -> None:
    (fact,) = read(f"{told} أمس بانفجار عبوة ناسفة.")

    assert (fact.target_type, best(fact, "killed")) == (target_type, 3)
