"""Who and what is hit, by many more names than any labelled report has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extractors.reading_kit import best

if TYPE_CHECKING:
    from tests.extractors.reading_kit import Read


@pytest.mark.parametrize(
    ("somebody", "target_type"),
    [
        ("قائمقام القضاء", "government"),
        ("مرشحا للبرلمان", "government"),
        ("سيناتورا", "government"),
        ("أمين عام الحزب", "government"),
        ("إمام مسجد", "religious_site"),
        ("كاهنا", "religious_site"),
        ("رجل دين", "religious_site"),
        ("صيدليا", "medical"),
        ("مدير المستشفى", "medical"),
        ("أستاذا جامعيا", "educational"),
        ("مدير مدرسة", "educational"),
        ("رئيس تحرير صحيفة", "journalists"),
        ("مقدم برامج", "journalists"),
        ("ضابط مرور", "police"),
        ("دركيا", "military"),
        ("حارسا ليليا", "civilians"),
        ("زعيم الجماعة", "militants"),
    ],
)
def test_one_person_by_his_office(read: Read, somebody: str, target_type: str) -> None:
    (fact,) = read(f"اغتال مسلحون مجهولون {somebody} بإطلاق النار عليه في بغداد أمس الاثنين.")

    assert (fact.event_type, fact.target_type) == ("assassination", target_type)
    assert best(fact, "killed") == 1


@pytest.mark.parametrize(
    ("several", "target_type"),
    [
        ("موظفين حكوميين", "government"),
        ("راهبات", "religious_site"),
        ("حجاج", "religious_site"),
        ("ممرضين", "medical"),
        ("طلبة جامعيين", "educational"),
        ("أمناء شرطة", "police"),
        ("بحارة من خفر السواحل", "military"),
        ("مستشارين عسكريين", "military"),
        ("عناصر إرهابية", "militants"),
        ("جهاديين", "militants"),
        ("قراصنة", "militants"),
    ],
)
def test_several_by_what_they_are(read: Read, several: str, target_type: str) -> None:
    (fact,) = read(f"قتل خمسة {several} بانفجار عبوة ناسفة في بغداد أمس الاثنين.")

    assert (best(fact, "killed"), fact.target_type) == (5, target_type)


@pytest.mark.parametrize(
    ("something", "target_type"),
    [
        ("ملعبا", "civilians"),
        ("مطعما", "civilians"),
        ("برجا سكنيا", "civilians"),
        ("مجمعا تجاريا", "market"),
        ("ضريحا", "religious_site"),
        ("رتلا عسكريا", "military"),
        ("قافلة عسكرية", "military"),
        ("مدمرة أميركية", "military"),
        ("مقر الفرقة العاشرة", "military"),
        ("السفارة الروسية", "government"),
        ("مكتبا حكوميا", "government"),
        ("خط أنابيب", "infrastructure"),
        ("محطة تحويل كهربائية", "infrastructure"),
        ("مقر وكالة أنباء", "journalists"),
        ("مركزا صحيا", "medical"),
        ("سكنا طلابيا", "educational"),
        ("صهاريج نفط", "transport"),
        ("محلا لبيع الخمور", "market"),
        ("نفقا لحماس", "militants"),
    ],
)
def test_things_in_the_accusative(read: Read, something: str, target_type: str) -> None:
    (fact,) = read(f"قصفت طائرات حربية {something} في حلب أمس الاثنين.")

    assert fact.target_type == target_type
    assert fact.perpetrator.name is None  # not the Russians, whose embassy it is


@pytest.mark.parametrize(
    ("text", "weapon", "event_type", "killed"),
    [
        ("قتل ثلاثة طعنا في القدس أمس على يد متشدد.", "knife", "other_violence", 3),
        ("نفذ شاب عملية دهس في القدس أمس فقتل ثلاثة.", "vehicle", "other_violence", 3),
        ("قتل ثلاثة بقصف من مسيرة في الحسكة أمس.", "drone", "drone_strike", 3),
        (
            "قتل ثلاثة بقنابل عنقودية ألقتها طائرات على إدلب أمس.",
            "aircraft_bomb",
            "air_strike",
            3,
        ),
        ("أطلقت دبابة قذيفة على منزل في حلب أمس فقتلت ثلاثة.", "artillery", "shelling", 3),
    ],
)
def test_by_what_means(read: Read, text: str, weapon: str, event_type: str, killed: int) -> None:
    (fact,) = read(text)

    assert (fact.weapon, fact.event_type) == (weapon, event_type)
    assert best(fact, "killed") == killed


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("قرية وادي زنقور", "وادي زنقور"),
        ("قرية تل شنقار", "تل شنقار"),
        ("بلدة الدهيمات", "الدهيمات"),
        ("قرية خربشات", "خربشات"),
        ("حي 14 رمضان", "14 رمضان"),
    ],
)
def test_places_that_no_gazetteer_knows(read: Read, place: str, name: str) -> None:
    (fact,) = read(f"قتل خمسة مدنيين في قصف مدفعي استهدف {place} بحلب أمس الاثنين.")

    assert (fact.place.name, fact.place.admin1_name) == (name, "حلب")


def test_an_unknown_area_lies_between_the_towns_that_tell_where(read: Read) -> None:
    (fact,) = read("قتل 11 جنديا في هجوم انتحاري في منطقة شلهوب بين سامراء وتكريت أمس.")

    assert (fact.place.name, fact.place.country) == ("شلهوب", "IQ")


def test_a_reason_that_is_no_event_keeps_no_toll(read: Read) -> None:
    (fact,) = read(
        "اندلعت اشتباكات بين مجموعتين مسلحتين في بلدة طفس أمس على خلفية خلاف قديم، أسفرت عن مقتل "
        "ثلاثة مسلحين وإصابة سبعة."
    )

    assert (best(fact, "killed"), best(fact, "wounded")) == (3, 7)


def test_who_is_believed_to_be_behind_it_is_suspected(read: Read) -> None:
    (fact,) = read(
        "قتل سبعة أشخاص في تفجير سيارة مفخخة في بغداد أمس.\n"
        "ويعتقد مسؤولون أن تنظيم القاعدة وراء التفجير."
    )

    assert (fact.perpetrator.name, fact.perpetrator.status) == ("القاعدة", "suspected")


def test_its_agency_claims_for_it(read: Read) -> None:
    (fact,) = read(
        "قتل سبعة أشخاص في تفجير سيارة مفخخة في بغداد أمس.\n"
        "وأعلنت وكالة أعماق التابعة لداعش أن العملية نفذها مقاتل من التنظيم."
    )

    assert (fact.perpetrator.name, fact.perpetrator.status) == ("داعش", "claimed")
