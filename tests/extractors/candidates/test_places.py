"""Places: nested expressions, unknown names, namesakes, and what is no place of an incident."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.candidates.places.gazetteer import RANKS, Gazetteer, Place, distance_km, gazetteer
from extractors.candidates.places.reading import places
from extractors.document import Document
from extractors.errors import LexiconError
from extractors.records import Article
from extractors.seedfiles import read_seed
from extractors.text.segment import segment

if TYPE_CHECKING:
    from extractors.document import PlaceMention

PUBLISHED = dt.date(2021, 3, 10)


def _document(text: str, outlet_country: str | None = None) -> Document:
    moment = dt.datetime.combine(PUBLISHED, dt.time(9), tzinfo=dt.UTC)
    article = Article(
        "a1", "https://example.org/1", "صحيفة", moment, PUBLISHED, text,
        outlet_country=outlet_country,
    )  # fmt: skip
    return Document(article, *segment(article))


def _read(text: str, outlet_country: str | None = None) -> tuple[PlaceMention, ...]:
    return places(_document(text, outlet_country))


def _only(text: str, outlet_country: str | None = None) -> PlaceMention:
    (mention,) = _read(text, outlet_country)
    return mention


@pytest.mark.parametrize(
    ("text", "name", "admin1", "country"),
    [
        ("انفجار في سوق مريدي بمدينة الصدر شرقي بغداد", "سوق مريدي", "بغداد", "IQ"),
        ("غارة قرب قرية تل الهوى في ريف حلب الشمالي", "تل الهوى", "حلب", "SY"),
        ("تفجير في حي البياع جنوب غربي بغداد", "البياع", "بغداد", "IQ"),
        ("هجوم على بلدة بلدروز بمحافظة ديالى", "بلدروز", "ديالى", "IQ"),
        ("عبوة ناسفة في قرية المزارعين بقضاء بعقوبة", "المزارعين", "ديالى", "IQ"),
        ("قصف على حي السنديان في مدينة حلب", "السنديان", "حلب", "SY"),
        ("اشتباكات في جبهة العرقوب شرقي مأرب", "جبهة العرقوب", "مأرب", "YE"),
        ("استهداف شارع الأمل وسط تعز", "شارع الأمل", "تعز", "YE"),
        ("هجوم على مطار العريش في شمال سيناء", "مطار العريش", "شمال سيناء", "EG"),
        ('تفجير فندق "السلام" في مقديشو', "فندق السلام", "بنادر", "SO"),
        ("انفجار في عدن بحي المعلا", "المعلا", "عدن", "YE"),
        ("تفجير في بنغازي", "بنغازي", "بنغازي", "LY"),
        ("هجوم في بلدة أبو حمد التابعة لمدينة الرقة", "أبو حمد", "الرقة", "SY"),
        ("إطلاق نار في مخيم جنين", "مخيم جنين", "جنين", "PS"),
        ("قتلوا بالفلوجة", "الفلوجة", "الأنبار", "IQ"),
        ("قتلوا وسط كابول", "كابول", "كابول", "AF"),
        ("قتيل جنوبالعريش", "العريش", "شمال سيناء", "EG"),
        ("هجوم في ريف دمشق", "ريف دمشق", "ريف دمشق", "SY"),
        ("هجوم في ريف حلب الشمالي", "ريف حلب الشمالي", "حلب", "SY"),
        ("تفجير قرب السفارة الأمريكية في أنقرة", "السفارة الأمريكية", "أنقرة", "TR"),
        ("نقل الجرحى إلى مستشفى النور في بنغازي", "بنغازي", "بنغازي", "LY"),
        ("غارة استهدفت مستشفى النور في بنغازي", "مستشفى النور", "بنغازي", "LY"),
        ("جثتان في منطقة الحسينية شمال شرقي بغداد", "الحسينية", "بغداد", "IQ"),
        ("تمرد في السجن المركزي في تعز", "السجن المركزي", "تعز", "YE"),
        ("انفجار في أسواق مدينة الصدر شرقي بغداد", "مدينة الصدر", "بغداد", "IQ"),
        ("أحرقوا مساجد الفلوجة", "الفلوجة", "الأنبار", "IQ"),
        ("دبابات في شوارع أحياء تعز", "تعز", "تعز", "YE"),
        ("انفجار في منطقة التحرير وسط صنعاء", "التحرير", "أمانة العاصمة صنعاء", "YE"),
        ("معارك سرت", "سرت", "سرت", "LY"),
        ("انفجار في منطقة سويب جنوبي العاصمة العراقية", "سويب", "بغداد", "IQ"),
    ],
)
def test_nested_places_are_one_mention(text: str, name: str, admin1: str, country: str) -> None:
    value = _only(text).value
    assert (value.name, value.admin1_name, value.country) == (name, admin1, country)
    assert value.latitude is not None
    assert value.precision is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # a building's name of one word, where the text says where it lies
        ("اقتحام سجن عايد قرب الطبقة غربي الرقة", "سجن عايد"),
        ("سقطت قذيفة على ملعب نادي الأهلي في مدينة تعز", "ملعب نادي الأهلي"),
        ("هجوم على قرية ود الأمين بولاية الجزيرة", "ود الأمين"),
    ],
)
def test_names_that_no_list_has(text: str, name: str) -> None:
    assert _read(text)[0].value.name == name


def test_a_town_far_from_the_region_has_its_country() -> None:
    found = _read("وصل الوفد إلى مدينة جورجتاون وبلدة مورغان تاون.")
    assert [mention.value.country for mention in found][:1] == ["GY"]


@pytest.mark.parametrize("text", ["قصف مركز إسعاف في المدينة", "هجوم على مصنع بلك في المدينة"])
def test_what_a_building_is_for_is_no_name(text: str) -> None:
    assert _read(text) == ()


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("تفجير في الموصل", 1),
        ("تفجير جنوب الموصل", 2),
        ("تفجير في قرية الزيتونات قرب الموصل", 2),
        ("هجوم في قضاء الحويجة", 3),
        ("هجوم في محافظة نينوى", 4),
        ("هجوم في صحراء الأنبار", 5),
        ("هجوم في العراق", 6),
    ],
)
def test_precision_says_how_sure_the_spot_is(text: str, precision: int) -> None:
    value = _only(text).value
    assert value.precision == precision
    assert value.radius_km is not None
    assert value.radius_km > 0


def test_coarser_places_have_wider_circles() -> None:
    texts = ["في الموصل", "قرب الموصل", "في محافظة نينوى", "في العراق"]
    radii = [_only(f"تفجير {text}").value.radius_km or 0.0 for text in texts]
    assert radii == sorted(radii)


def test_a_distance_moves_the_spot() -> None:
    value = _only("انفجار على بعد 20 كم شمال بعقوبة").value
    assert value.name == "بعقوبة"
    town = _only("انفجار في بعقوبة").value
    assert value.latitude == pytest.approx((town.latitude or 0) + 0.18, abs=0.02)
    assert value.longitude == pytest.approx(town.longitude, abs=0.01)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("قصف على بلدتي الفوعة وكفريا في إدلب", ["الفوعة", "كفريا"]),
        ("جثث في منطقتي المنصور والشعلة ببغداد", ["المنصور", "الشعلة"]),
        ("قصف على قريتي المروانية والقصيبة بريف حماة", ["المروانية", "القصيبة"]),
        ("هجمات في الرمادي والفلوجة", ["الرمادي", "الفلوجة"]),
    ],
)
def test_places_side_by_side_are_mentions_of_their_own(text: str, names: list[str]) -> None:
    found = _read(text)
    assert [m.value.name for m in found] == names
    assert len({m.value.country for m in found}) == 1


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("هجوم في الموصل", "inside"),
        ("هجوم بالموصل", "inside"),
        ("هجوم قرب الموصل", "near"),
        ("هجوم شمال الموصل", "near"),
        ("انسحبوا من الموصل", "origin"),
        ("انفجارات في مناطق عدة من لبنان", "inside"),
        ("قصف طال قرى من ريف حلب", "inside"),
        ("توجهوا إلى الموصل", "destination"),
        ("طائرات تقصف العراق وقالت أنقرة إنها ترد", "none"),
        ("بغداد تدعو إلى التهدئة", "none"),
    ],
)
def test_relation(text: str, relation: str) -> None:
    assert _read(text)[-1].relation == relation


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("غارة على سوق الربوع في مديرية عبس بمحافظة حجة", "YE-HJ"),  # not the one in Dhamar
        ("مداهمة في حي التأميم ببيجي", "IQ-SD"),  # not Ramadi's
        ("اغتيال ضابط في كريتر بالعاصمة المؤقتة عدن", "YE-AD"),  # not Sanaa
        ("اشتباكات في الأحياء الغربية من مدينة الأبيض", "SD-KN"),
    ],
)
def test_what_contains_a_place_decides_where_it_is(text: str, code: str) -> None:
    value = _only(text).value
    assert value.admin1_code == code


def test_a_line_between_two_towns_lies_in_neither() -> None:
    found = _read("انفجار عبوتين قرب خط (كركوك - القيارة)")
    assert [m.value.admin1_code for m in found] == ["IQ-KI", "IQ-NI"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("قصف على مدينة طرابلس الليبية", "LY"),
        ("اشتباكات في طرابلس شمال لبنان", "LB"),
        ("قال الجيش المصري إن جنديا مصريا قتل في رفح", "EG"),
        ("قصف إسرائيلي على رفح في قطاع غزة", "PS"),
        ("قتل فلسطينيان في بلدة دوما بالضفة الغربية", "PS"),
        ("قصف الجيش السوري مدينة دوما قرب دمشق", "SY"),
        ("انفجر خط الغاز غرب العريش، وفي بئر العبد قتل جندي", "EG"),  # not Beirut's quarter
    ],
)
def test_namesakes_are_told_apart_by_the_text(text: str, country: str) -> None:
    assert next(m for m in _read(text) if m.value.place_id).value.country == country


def test_the_outlet_tips_the_balance() -> None:
    text = "انفجار في طرابلس"
    assert _only(text, "LB").value.country == "LB"
    assert _only(text, "LY").value.country == "LY"


@pytest.mark.parametrize(
    "text",
    [
        "قال اللواء صلاح الدين إن الوضع هادئ",
        "زار مقتدى الصدر المدينة",
        "الوضع القائم لا يحتمل",
        "قال لـ«الرياض» إن الأمر خطير",
        "أفاد تنظيم الدولة الإسلامية في العراق والشام",
        "فيلق القدس ينفي",
        "منطقة سكنية مزدحمة",
        "قرية صغيرة نائية",
        "في المئة من السكان",
        "مدينة أخرى قريبة",
        "كلمة الرئيس",
        "السلام على الجميع",
        "شمال المدينة",
        "بحث الشرق الأوسط",
        "تحاط القضية بهالة من السرية",
        "جرى ذلك في إطار الخطة",
        "سافر الجنود لقضاء الإجازة",
        "أصيب في منطقة الدماغ",
        "كنت صبيا يومها",
        "عقوبة تصل إلى سنة واحدة",
        "سيطروا على بلدات ويقتلون أهلها",
        "قال المتحدث باسم مديرية الدفاع المدني",
        "زار العاصمة الاقتصادية",
        "وصلوا بعد صلاة المغرب",
        "سرت شائعة بين الناس",
        "دمروا رتلا عسكريا تركيا",
        "شهداء في ميادين الشرف",
        "هذا الطريق موصل إلى النصر",
        "ساروا في أسواق الجوالات",
        "أرض وبلاد بعيدة",
        "تبادلوا أحياء وجثثا",
        "كتبها من وحي الذكرى",
        "رفضت بشكل قاطع مبايعة الزعيم",
        "أصيب في منطقة الكاحل",
        "أقر بانه أخطأ",
        "عاد إلى مسقط رأسه",
        "ندد بسبي النساء",
        "أفادت وكالة جيهان للأنباء",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert _read(text) == ()


def test_a_far_town_gives_way_where_nothing_speaks_of_its_country() -> None:
    assert _read("انفجار في هاله") == ()
    assert _only("تفجير في مدينة هاله الألمانية").value.country == "DE"


@pytest.mark.parametrize(
    ("country", "name"), [("TR", "أنقرة"), ("IR", "طهران"), ("SA", "الرياض"), ("EG", "القاهرة")]
)
def test_a_capital_is_told_by_the_name_that_arabs_use(country: str, name: str) -> None:
    assert _only("انفجار في العاصمة", country).value.name == name


def test_a_neighbourhood_of_another_city_is_not_taken() -> None:
    # حي الرسالة is known in Baghdad only; here it is a street's worth of Falluja
    found = _read("قصف في الفلوجة استهدف مواقع عدة. وسقطت قذائف على حي الرسالة")
    last = found[-1].value
    assert last.name == "الرسالة"
    assert last.place_id is None
    assert last.admin1_name == "الأنبار"


def test_a_bare_unknown_name_leans_on_the_place_named_last() -> None:
    found = _read("هاجم مسلحون فندق النجوم. وقالت شرطة مقديشو إن الهجوم انتهى في فندق النجوم")
    assert found[-1].value.admin1_name == "بنادر"


@pytest.mark.parametrize(
    "text",
    [
        "بغداد: قتل جندي في هجوم",
        "بغداد (رويترز) - قتل جندي في هجوم",
        "الرياض - وكالات\nقتل جندي في هجوم",
    ],
)
def test_dateline(text: str) -> None:
    first = _read(text)[0]
    assert first.is_dateline
    assert not any(m.is_dateline for m in _read("قتل جندي في بغداد: التفاصيل"))


def test_the_words_behind_a_place() -> None:
    doc = _document("وقع انفجارٌ في سوق مريدي بمدينة الصدر، فقتل خمسة")
    (mention,) = places(doc)
    span = doc.sentences[mention.sentence].span(mention.start, mention.end)
    assert span.words == "سوق مريدي بمدينة الصدر"


def test_the_things_in_a_place_are_no_part_of_it() -> None:
    doc = _document("انفجار قرب أسواق مدينة الصدر، فقتل خمسة")
    (mention,) = places(doc)
    span = doc.sentences[mention.sentence].span(mention.start, mention.end)
    assert (span.words, mention.relation) == ("مدينة الصدر", "near")


def test_furniture_places_nothing() -> None:
    assert _read("قتل جندي.\nجنود في دورية بالموصل (أرشيف)") == ()


_PIECES = st.sampled_from(
    (
        *("حي", "منطقة", "قرية", "بمدينة", "الصدر", "بغداد", "وكفريا", "في", "شمال", "غربي", "قرب"),
        *(
            "الموصل",
            "محافظة",
            "العاصمة",
            "العراقية",
            "،",
            "(",
            ")",
            '"',
            "ريف",
            "حلب",
            "و",
            "سيناء",
        ),
        *("20", "كم", "بلدتي", "الفوعة", "السفارة", "الأمريكية", "من", "إلى", "قتل", "بعقوبة"),
    )
)


@settings(max_examples=150)
@given(st.lists(_PIECES, max_size=16))
def test_mentions_never_overlap_and_are_whole(words: list[str]) -> None:
    doc = _document(" ".join(words))
    found = places(doc)
    assert found == places(doc)
    for mention in found:
        sentence = doc.sentences[mention.sentence]
        assert sentence.start <= mention.start < mention.end <= sentence.end
        value = mention.value
        assert value.name
        assert value.precision is None or 1 <= value.precision <= 7
        assert (value.latitude is None) == (value.longitude is None)
        if value.admin1_code:
            assert value.admin1_code.split("-")[0] == value.country
    for left, right in itertools.pairwise(found):
        if left.sentence == right.sentence:
            assert left.end <= right.start


# --- the seeds ---------------------------------------------------------------------------------


def test_seeds_agree_with_each_other() -> None:
    book = gazetteer()
    codes = {r["code"]: r["country"] for r in read_seed("places/admin1.csv", ["code", "country"])}
    for place in book.by_id.values():
        assert place.kind in RANKS
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180
        if place.admin1_code:
            assert codes[place.admin1_code] == place.country
    ids = Counter(
        r["place_id"]
        for name in ("gazetteer", "supplement")
        for r in read_seed(f"places/{name}.csv", ["place_id"])
    )
    assert ids.most_common(1)[0][1] == 1


def test_supplement_lies_near_its_governorate() -> None:
    """Hand-written coordinates: nearly all have a town of the same governorate among the nearest
    ones that GeoNames knows. tests/evaluation/test_iso_codes.py looks at how far the seat is."""
    book = gazetteer()
    towns: dict[str, list[Place]] = defaultdict(list)
    for p in book.by_id.values():
        if p.place_id.startswith("gn:") and p.admin1_code:
            towns[p.country].append(p)
    own = [
        p
        for p in book.by_id.values()
        if p.place_id.startswith("sj:") and p.admin1_code and p.kind != "region"
    ]
    strange = []
    for p in own:
        around = sorted((distance_km(p, t), t.place_id) for t in towns[p.country])[:8]
        near = [book.by_id[i] for d, i in around if d <= max(45.0, p.radius_km)]
        if near and all(t.admin1_code != p.admin1_code for t in near):
            strange.append(p.place_id)
    assert len(strange) <= 0.015 * len(own), strange


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("تلعفر", "IQ"),
        ("الحويجة", "IQ"),
        ("منبج", "SY"),
        ("صرواح", "YE"),
        ("سبها", "LY"),
        ("نيالا", "SD"),
    ],
)
def test_towns_of_the_news_are_known(name: str, country: str) -> None:
    value = _only(f"هجوم في {name}").value
    assert value.country == country
    assert value.admin1_code


def test_a_broken_seed_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(LexiconError) as error:
        Gazetteer(tmp_path)
    assert error.value.hint


@pytest.mark.parametrize(
    ("text", "name", "admin1", "country"),
    [
        # from rare to rarer, foreign ones in their many spellings
        ("هجوم في بلدة دوغوبيازيت شرق تركيا", "دوغوبيازيت", "أغري", "TR"),
        ('إطلاق نار في قضاء "بيت الشباب" بولاية شرناق', "بيت الشباب", "شرناق", "TR"),
        ("مواجهات في محافظة كوموش خانة التركية", "كوموش خانة", "كوموش خانة", "TR"),
        ("انفجار في إقليم سيرناك جنوب تركيا", "سيرناك", "شرناق", "TR"),
        ("غارة في ولاية باكتيكا الأفغانية", "باكتيكا", "باكتيكا", "AF"),
        ("غارة في ولاية لوجار جنوب كابول", "لوجار", "لوغار", "AF"),
        ("اغتيال قاض في مدينة روالبندي", "روالبندي", "البنجاب", "PK"),
        ("هجوم على قرية في ولاية كيبي النيجيرية", "كيبي", "كيبي", "NG"),
        ("انفجار في بلدة كيراوا بأقصى شمال الكاميرون", "كيراوا", "أقصى الشمال", "CM"),
        ("مقتل جنود في كشمير الهندية", "كشمير الهندية", "جامو وكشمير", "IN"),
        # districts and front lines
        ("قصف جبهة الكود في محافظة أبين", "جبهة الكود", "أبين", "YE"),
        ("كمين في مديرية الشرية بمحافظة البيضاء", "الشرية", "البيضاء", "YE"),
        ("غارات على مديرية الحيمة الخارجية غرب صنعاء", "الحيمة الخارجية", "صنعاء", "YE"),
        ("قصف على بلدة الداير في منطقة جازان", "الداير", "جازان", "SA"),
        ("غارة على بلدة عيترون جنوب لبنان", "عيترون", "النبطية", "LB"),
        ("قصف حي الصحافة في الخرطوم", "الصحافة", "الخرطوم", "SD"),
        # buildings called after the body that they belong to
        ("انتحاري فجر نفسه في مسجد مقر القوة بأبها", "مسجد مقر القوة", "عسير", "SA"),
        ("هجوم على مبنى وزارة الداخلية في كابول", "مبنى وزارة الداخلية", "كابول", "AF"),
    ],
)  # fmt: skip
def test_places_of_the_wider_region(text: str, name: str, admin1: str, country: str) -> None:
    value = _only(text).value
    assert (value.name, value.admin1_name, value.country) == (name, admin1, country)


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("قصفت طائرات الفلوجة ثم سقطت قذيفة في المدينة", "الفلوجة", "inside"),
        ("انفجار في بعقوبة، وآخر إلى الشرق من المدينة", "بعقوبة", "near"),
        ("كمين في محافظة أبين قتل فيه المسؤول الأمني بالمحافظة", "أبين", "inside"),
        ("اندلع القتال في بلدة أجدابيا وقصفت مواقع جنوبي البلدة", "أجدابيا", "near"),
        ("وصلت جثث إلى الفلوجة بعد قصف المدينة الواقعة غربي بغداد", "الفلوجة", "destination"),
    ],
)
def test_the_town_is_the_one_named_last(text: str, name: str, relation: str) -> None:
    named = [m for m in _read(text) if m.value.name == name]
    assert len({m.value.place_id for m in named}) == 1
    assert relation in {m.relation for m in named}


@pytest.mark.parametrize("text", ["في المدينة القديمة", "في الحي السكني", "قرب المخيم الصيفي"])
def test_a_described_town_is_none_that_was_named(text: str) -> None:
    assert all(m.value.name != "الموصل" for m in _read(f"زار الموصل ثم وقع انفجار {text}")[1:])


def test_a_part_of_a_country_has_a_name_but_no_borders() -> None:
    mention = _only("قصفت المقاتلات قواعد في شمال العراق")
    assert (mention.kind, mention.value.name) == ("region", "شمال العراق")
    assert (mention.value.country, mention.value.precision) == ("IQ", 5)
    assert mention.value.admin1_name is None


@pytest.mark.parametrize(
    "text",
    [
        "اشتباكات قريبة من قرية دابق",
        "انفجار على بعد 10 كلم من بلدة دابق",
        "سقطت القذائف على مقربة من دابق",
    ],
)
def test_nearness_told_with_from(text: str) -> None:
    assert _only(text).relation == "near"


def test_a_distance_only_locates_the_place_before_it() -> None:
    first, second = _read("قصف في الفلوجة الواقعة على مسافة 60 كيلومترا تقريبا غربي سامراء")
    assert (first.relation, second.relation) == ("inside", "none")


def test_the_town_of_a_hospital_is_where_the_victims_were_taken() -> None:
    found = _read("قال طبيب بالمستشفى الأهلي في الخليل إن شابا قتل في بلدة بيت أمر")
    assert {m.value.name: m.relation for m in found} == {
        "الخليل": "destination",
        "بيت أمر": "inside",
    }


def test_an_official_of_a_province_happens_nowhere() -> None:
    mention = _read("قال محافظ الأنبار إن الهجوم فشل")[0]
    assert mention.relation == "none"


def test_a_small_namesake_in_a_country_that_nobody_speaks_of() -> None:
    text = "قصف الحوثيون أحياء تعز في اليمن. وسقطت قذائف على حي الروضة."
    assert all(m.value.country == "YE" for m in _read(text))


def test_protectors_are_not_hama() -> None:
    assert _read("استهدفوا حماة الوطن وهم يصلون") == ()


def test_both_governorates_of_a_list() -> None:
    found = _read("معارك عنيفة بمحافظة تعز والحديدة في اليمن")
    assert [(m.value.name, m.kind) for m in found] == [
        ("تعز", "governorate"),
        ("الحديدة", "governorate"),
    ]


def test_another_spelling_needs_a_head_and_the_country() -> None:
    assert _only("قتل جنديان في ولاية شرناك جنوب تركيا").value.admin1_code == "TR-73"
    assert all(m.value.country != "TR" for m in _read("زار الوزير معرض شرناك للكتاب في القاهرة"))
