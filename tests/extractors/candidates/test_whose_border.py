"""Golden cases: the country of what happened near a border, where no place is named, and the forces
of countries that have an army and a police of their own."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read

BORDERS = [
    ("قتل ستة جنود أتراك في هجوم على الحدود مع العراق أمس.", "TR"),
    ("قتل أربعة من حرس الحدود الأردني في هجوم على الحدود مع سوريا أمس.", "JO"),
    ("هاجم مسلحون موقعا للجيش المصري قرب الحدود مع ليبيا أمس وقتلوا 11 جنديا.", "EG"),
    ("قتل ثلاثة جنود في هجوم على الحدود مع العراق أمس.", "IQ"),
]
FORCES = [
    ("قتل الجيش الصومالي سبعة من مسلحي حركة الشباب قرب بيدوا أمس.", "الجيش الصومالي"),
    ("قتلت الشرطة الأفغانية سبعة من مسلحي طالبان في قندهار أمس.", "الشرطة الأفغانية"),
    ("قتلت القوات الأفغانية سبعة من مسلحي طالبان في قندهار أمس.", "القوات الأفغانية"),
]


@pytest.mark.parametrize(("text", "country"), BORDERS)
def test_a_neighbour_is_not_where_it_happened(read: Read, text: str, country: str) -> None:
    assert [fact.place.country for fact in read(text)] == [country]


@pytest.mark.parametrize(("text", "name"), FORCES)
def test_an_army_is_no_police(read: Read, text: str, name: str) -> None:
    assert [fact.perpetrator.name for fact in read(text)] == [name]
