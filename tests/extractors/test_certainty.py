"""How sure the words are of each count."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.pipeline import Extractor
from extractors.records import Article

DAY = dt.datetime(2021, 3, 3, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("قتل 5 أشخاص بانفجار سيارة مفخخة في بعقوبة أمس.", {5: "stated"}),
        (
            (
                "قتل 5 أشخاص وأصيب 9 آخرون بانفجار سيارة مفخخة في بعقوبة أمس، في حصيلة أولية مرشحة "
                "للارتفاع."
            ),
            {5: "preliminary", 9: "preliminary"},
        ),
        ("زعم الحوثيون مقتل 20 جنديا في هجوم على معسكر في مأرب أمس.", {20: "unconfirmed"}),
        ("وردت أنباء عن مقتل 4 مدنيين في غارة على صعدة أمس.", {4: "unconfirmed"}),
        (
            "نفى الجيش مقتل 7 من جنوده في هجوم بعبوة ناسفة وقع أمس في العريش.",
            {7: "denied"},
        ),
    ],
)
def test_certainty_of_a_claim(extractor: Extractor, text: str, wanted: dict[int, str]) -> None:
    facts = extractor.extract(Article("c", "u", "s", DAY, DAY.date(), text))
    found = {c.value: c.certainty for fact in facts for c in fact.claims if c.role == "total"}
    assert found.items() >= wanted.items() or (wanted == {7: "denied"} and found in ({}, wanted))
