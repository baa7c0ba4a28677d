"""Golden cases: those who were stabbed and those who stabbed, as many dead in another place, planes
that are loaded and cars that are, what is seized, what was tried beside, whose patrol was hit."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

STABBED = [
    ("أصيب ثلاثة مستوطنين في عملية طعن قرب نابلس أمس.", None),
    ("أصيب ستة مستوطنين في هجوم دهس عند مدخل الخليل أمس.", None),
    ("أصيب مستوطن في محاولة طعن قرب الخليل أمس.", None),
    # these stabbed
    ("أصيب شاب في عملية طعن نفذها مستوطنون في الخليل أمس.", "مستوطنون"),
    ("أصيب طفل في عملية دهس من قبل مستوطن في نابلس أمس.", "مستوطنون"),
    ("طعن مستوطنون عاملا فلسطينيا في الخليل أمس.", "مستوطنون"),
    ("قتل مستوطنون فلاحا وأصيب ثان بالرصاص قرب نابلس أمس.", "مستوطنون"),
]


@pytest.mark.parametrize(("text", "doer"), STABBED)
def test_in_a_stabbing_the_wounded_are_no_doers(read: Read, text: str, doer: str | None) -> None:
    (fact,) = read(text)

    assert fact.perpetrator.name == doer


AS_MANY = [
    # one, told twice
    (
        "قتل خمسة في غارة على بلدة الخيام أمس. كما أدت الغارة إلى مقتل خمسة بينهم طفل.",
        [("الخيام", 5)],
    ),
    (
        "قتل ستة في انفجار بمدينة بعقوبة أمس. وأعلن الأطباء أن ستة قتلوا في انفجار بعقوبة.",
        [("بعقوبة", 6)],
    ),
]


@pytest.mark.parametrize(("text", "told"), AS_MANY)
def test_as_many_dead_in_another_place(read: Read, text: str, told: list[tuple[str, int]]) -> None:
    assert [(f.place.name, best(f, "killed")) for f in read(text)] == told


LOADED = [
    ("قتل مدنيان في قصف شنه الحوثيون بطائرة مفخخة على سوق في مأرب أمس.", "drone_strike", "drone"),
    ("هاجمت طائرات مفخخة قاعدة عين الأسد في الأنبار أمس.", "drone_strike", "drone"),
    ("استهدف هجوم بطائرتين مفخختين مطار أربيل أمس.", "drone_strike", "drone"),
    # no drones
    ("استهدف هجوم بسيارتين مفخختين مركزا للشرطة في مأرب أمس.", "vehicle_bombing", "car_bomb"),
    ("هاجمت طائرات حربية قاعدة في الأنبار أمس.", "air_strike", "aircraft_bomb"),
    ("قصفت طائرة حربية سيارة مفخخة في الأنبار أمس.", "air_strike", "aircraft_bomb"),
]


@pytest.mark.parametrize(("text", "kind", "weapon"), LOADED)
def test_a_plane_that_is_loaded_is_a_drone(read: Read, text: str, kind: str, weapon: str) -> None:
    (fact,) = read(text)

    assert (fact.event_type, fact.weapon) == (kind, weapon)


def test_who_sends_a_loaded_plane_did_it(read: Read) -> None:
    (fact,) = read("قتل مدنيان في قصف شنه الحوثيون بطائرة مفخخة على سوق في مأرب أمس.")

    assert fact.perpetrator.name == "الحوثيون"


SEIZED = [
    "ضبطت قوة أمنية 6 جليكانات مملوءة بمواد متفجرة في ديالى أمس.",
    "أعلنت الشرطة ضبط 6 جليكانات شديدة الانفجار في ديالى أمس.",
    "ضبطت قوة من الجيش 12 صاعقا و9 براميل من المتفجرات في الأنبار أمس.",
    "عثرت الشرطة على مواد شديدة الانفجار في منزل ببعقوبة أمس.",
]


@pytest.mark.parametrize("text", SEIZED)
def test_what_is_seized_is_nobody(read: Read, text: str) -> None:
    (fact,) = read(text)

    assert (fact.event_type, best(fact, "arrested")) == ("weapons_seizure", None)


NOT_SEIZED = [
    ("قتل شخصان بانفجار مواد شديدة الانفجار في البصرة أمس.", ["bombing_other"]),
    ("انفجرت عبوة شديدة الانفجار في البصرة أمس وقتل شرطي.", ["ied_bombing"]),
    ("ضبطت الجمارك 9 براميل من الوقود المهرب في البصرة أمس.", []),
]


@pytest.mark.parametrize(("text", "kinds"), NOT_SEIZED)
def test_what_goes_off_and_what_is_no_weapon(read: Read, text: str, kinds: list[str]) -> None:
    assert [f.event_type for f in read(text)] == kinds


TRIED = [
    ("طعن شاب شرطيا في القدس أمس وحاول دهس آخر.", "knife", "completed"),
    # nothing else was done
    ("حاول شاب طعن شرطي في القدس أمس.", "knife", "attempted"),
    ("حاول سائق دهس جنود قرب الخليل أمس.", "vehicle", "attempted"),
]


@pytest.mark.parametrize(("text", "weapon", "outcome"), TRIED)
def test_what_was_tried_beside(read: Read, text: str, weapon: str, outcome: str) -> None:
    (fact,) = read(text)

    assert (fact.weapon, fact.outcome) == (weapon, outcome)


WHOSE = [
    (
        (
            'قال مصدر إن تنظيم "ولاية سيناء"، الموالي لتنظيم "داعش" الإرهابي، هاجم قوة عسكرية '
            "تابعة للجيش المصري في رفح أمس، ما أدى إلى مقتل أربعة جنود."
        ),
        "ولاية سيناء",
    ),
    # its own patrol did it
    ("هاجمت قوة تابعة للجيش اليمني مقرا للقاعدة في شبوة أمس وقتلت أربعة.", "الجيش اليمني"),
]


@pytest.mark.parametrize(("text", "doer"), WHOSE)
def test_whose_force_was_attacked_and_whose_attacked(read: Read, text: str, doer: str) -> None:
    (fact,) = read(text)

    assert fact.perpetrator.name == doer
