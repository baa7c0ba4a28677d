"""Golden cases: where an article was filed, of which force an officer is, what somebody is said to
have been killed for."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("أنقرة، تركيا (CNN)— ", "ماردين"),
        ("أنقرة، تركيا (رويترز) - ", "ماردين"),
        ("دبي، الإمارات العربية المتحدة (CNN) -- ", "ماردين"),
        ("دبي (CNN)-- ", "ماردين"),
    ],
)
def test_a_dateline_of_town_land_and_agency(read: Read, dateline: str, place: str) -> None:
    """Where it was filed is not where it happened."""
    (fact,) = read(f"{dateline}قتل ثلاثة أشخاص في انفجار عبوة ناسفة في مدينة ماردين أمس.")
    assert fact.place.name == place


def test_a_town_with_its_land_but_no_agency(read: Read) -> None:
    """A bracket that no dash follows ends no dateline."""
    (fact,) = read("بغداد، العراق (مساء أمس) قتل ثلاثة أشخاص في انفجار عبوة ناسفة.")
    assert fact.place.name == "بغداد"


@pytest.mark.parametrize(
    ("officer", "target"),
    [
        ("عقيدا في الشرطة", "police"),
        ("نقيبا بالشرطة", "police"),
        ("ضابط صف في الشرطة", "police"),
        ("مدير البحث الجنائي", "police"),
        ("مدير المباحث الجنائية", "police"),
        ("نقيبا في الشرطة العسكرية", "military"),
        ("رقيبا بالشرطة العسكرية", "military"),
        ("عقيدا في الجيش", "military"),
    ],
)
def test_of_which_force_an_officer_is(read: Read, officer: str, target: str) -> None:
    """His rank alone does not tell."""
    (fact,) = read(f"اغتال مسلحون {officer} أمس في مدينة تعز.")
    assert (fact.target_type, best(fact, "killed")) == (target, 1)


def test_whom_the_killed_is_said_to_have_been_after(read: Read) -> None:
    """The soldier was not killed."""
    (fact,) = read("قتل الجيش الإسرائيلي فلسطينيا أمس بحجة محاولته طعن جندي على حاجز قرب رام الله.")
    assert (fact.target_type, best(fact, "killed"), fact.weapon) == ("civilians", 1, "unknown")
