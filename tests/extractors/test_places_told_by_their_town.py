"""Golden cases: places that are told by the town or region that was named before."""

from __future__ import annotations

from tests.extractors.reading_kit import Read


def test_the_mosque_of_a_town_that_is_named_is_called_by_the_town(read: Read) -> None:
    (fact,) = read(
        "هاجم مسلحون أمس مسجد البلدة في بلدة أرحب شمال صنعاء وقتلوا ثلاثة. وفتحوا النار على "
        "المصلين في مسجد البلدة."
    )
    assert fact.place.name == "أرحب"


def test_a_sentence_sets_out_with_a_governorate_that_is_a_word(read: Read) -> None:
    _, second = read(
        "شهدت محافظات مصرية أمس انفجارات. ففي القاهرة، انفجرت عبوة في مدينة نصر دون إصابات. "
        "وفي الشرقية، أصيب خمسة من ركاب قطار متجه إلى الإسماعيلية عقب إلقاء مجهولين قنبلة محلية "
        "الصنع قرب قرية أبو الأخضر."
    )
    assert (second.place.name, second.place.admin1_name) == ("أبو الأخضر", "الشرقية")


def test_gezira_is_a_state_of_sudan(read: Read) -> None:
    (fact,) = read("اقتحم مسلحون قرية ود النور بولاية الجزيرة أمس وقتلوا سبعة من الأهالي.")
    assert (fact.place.country, fact.place.admin1_name) == ("SD", "الجزيرة")


def test_where_the_wounded_were_taken_places_no_camp(read: Read) -> None:
    facts = read(
        "قتل مدنيان أمس بقذيفة على حي بير باشا في مدينة تعز ونقل الجرحى إلى مستشفى الروضة. "
        "وقتل سبعة من المسلحين في هجوم على مواقع الجيش في محيط معسكر التشريفات."
    )
    assert {f.place.admin1_name for f in facts} == {"تعز"}


def test_letters_in_presentation_forms_name_the_same_town(read: Read) -> None:
    (fact,) = read("قتل جنديان أمس في تفجير في مدينة ﺑﻴﺤﺎن بمحافظة شبوة.")
    assert fact.place.name == "بيحان"
