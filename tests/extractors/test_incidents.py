"""Golden cases: sentences of our own, one for each phenomenon that the rules know."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.event_types import EVENT_FAMILIES
from tests.extractors.reading_kit import Read, best

# --- types -------------------------------------------------------------------------------------

TYPES = [
    (
        "فجر انتحاري نفسه بحزام ناسف وسط حشد في مدينة الموصل أمس، ما أدى إلى مقتل ستة أشخاص.",
        "suicide_bombing",
        "explosive_belt",
    ),
    (
        "قتل أربعة أشخاص بانفجار سيارة مفخخة في مدينة كركوك صباح أمس، وفق مصدر أمني.",
        "vehicle_bombing",
        "car_bomb",
    ),
    ("أصيب ثلاثة جنود بانفجار عبوة ناسفة في الفلوجة أمس.", "ied_bombing", "ied"),
    ("قتل طفلان بانفجار لغم في مدينة تعز أمس.", "ied_bombing", "mine"),
    ("أصيب شرطيان بانفجار قنبلة يدوية في بعقوبة أمس.", "bombing_other", "grenade"),
    ("قتل خمسة مسلحين في غارة جوية على مدينة الرقة أمس.", "air_strike", "aircraft_bomb"),
    ("قتل قياديان في ضربة لطائرة بدون طيار في محافظة مأرب أمس.", "drone_strike", "drone"),
    ("سقطت قذائف هاون على حي سكني في حلب أمس فقتلت ثلاثة مدنيين.", "shelling", "mortar"),
    ("اغتال مسلحون مجهولون ضابطا في البصرة أمس برصاص كاتم للصوت.", "assassination", "firearm"),
    ("خطف مسلحون مهندسين اثنين في كركوك أمس.", "kidnapping", "unknown"),
    (
        "واصلت طائرات التحالف ضرب أهداف للحوثيين جنوب مأرب أمس، ولقي عشرون مسلحا مصرعهم.",
        "air_strike",
        "aircraft_bomb",
    ),
    ("أعدم تنظيم داعش خمسة مدنيين رميا بالرصاص في الموصل أمس.", "execution", "firearm"),
    ("اندلعت اشتباكات عنيفة في مدينة بنغازي أمس أسفرت عن مقتل تسعة.", "clash", "unknown"),
    ("فتح مسلحون النار على حاجز للشرطة في سامراء أمس وقتلوا شرطيين.", "armed_attack", "firearm"),
    ("اعتقلت الشرطة العراقية خمسة مطلوبين بتهم الإرهاب في كركوك أمس.", "arrest", "unknown"),
    ("ضبطت قوة أمنية مخبأ للأسلحة والمتفجرات في محافظة ديالى أمس.", "weapons_seizure", "unknown"),
    ("أبطلت القوات الأمنية مفعول عبوة ناسفة في الرمادي أمس.", "weapons_seizure", "ied"),
    (
        "قتل ثلاثة أشخاص في غارة نفذتها مسيرة إسرائيلية على دراجة في بلدة عيترون أمس.",
        "drone_strike",
        "drone",
    ),
    ("استهدف الحوثيون مطار أبها بطائرتين مسيرتين أمس.", "drone_strike", "drone"),
    (
        "أعلن التحالف اعتراض طائرة مسيرة أطلقها الحوثيون باتجاه مدينة أبها أمس.",
        "drone_strike",
        "drone",
    ),
    (
        "اغتالت إسرائيل القيادي في حماس صالح العاروري بضربة من طائرة مسيرة في بيروت أمس.",
        "drone_strike",
        "drone",
    ),
    ("أضرم مستوطنون النار في منزل ببلدة دوما قرب نابلس أمس.", "other_violence", "incendiary"),
    ("أصيب 25 متظاهرا برصاص قوات الأمن وسط بغداد أمس.", "armed_attack", "firearm"),
    ("أسر مقاتلو حزب العمال الكردستاني جنديين تركيين في محافظة دهوك أمس.", "arrest", "unknown"),
    (
        "أعلن الجيش اللبناني توقيف ثلاثة سوريين لانتمائهم إلى تنظيم داعش في بلدة عرسال أمس.",
        "arrest",
        "unknown",
    ),
]


@pytest.mark.parametrize(("text", "event_type", "weapon"), TYPES)
def test_type_and_weapon(read: Read, text: str, event_type: str, weapon: str) -> None:
    facts = read(text)
    assert [(f.event_type, f.weapon) for f in facts] == [(event_type, weapon)]


# --- counts ------------------------------------------------------------------------------------

COUNTS = [
    ("قتل ضابط و3 جنود وأصيب خمسة آخرون بانفجار عبوة ناسفة في الرمادي أمس.", 4, 5),
    ("لقي شخصان مصرعهما وأصيب 15 آخرون بانفجار سيارة مفخخة في كركوك أمس.", 2, 15),
    ("أسفر تفجير في كركوك أمس عن سقوط 7 قتلى و20 جريحا.", 7, 20),
    ("قتل 12 شخصا بينهم أربعة أطفال وامرأتان في تفجير في كركوك أمس.", 12, None),
    ("أوقع تفجير في كركوك أمس 38 قتيلا وجريحا.", None, None),
    ("قتل وأصيب عشرات الأشخاص بتفجير سيارة مفخخة في كركوك أمس.", None, None),
    ("انفجرت عبوة ناسفة في كركوك أمس دون وقوع إصابات.", 0, 0),
    ("حصد تفجير بسيارة مفخخة في كركوك أمس أرواح تسعة مدنيين.", 9, None),
    ("أودى تفجير بسيارة مفخخة في كركوك أمس بحياة تسعة مدنيين وأصاب ثلاثة.", 9, 3),
    ("وقع تفجير في كركوك أمس، وبلغ عدد القتلى ستة والمصابين سبعة.", 6, 7),
    ("قتل مدير الناحية وثلاثة من حراسه بانفجار عبوة ناسفة في الخالص أمس.", 4, None),
    ("قتل عشرة جنود إضافة إلى ثلاثة عمال بتفجير سيارة مفخخة في كركوك أمس.", 13, None),
    ("قتل شرطيان وأصيب ثالث بجروح بانفجار عبوة ناسفة في الحويجة أمس.", 2, 1),
    ("قتل عنصران من الشرطة وأصيب آخر بهجوم شنه مسلحون في الحويجة أمس.", 2, 1),
    ("قتل 15 شخصا هم 14 رجلا وفتاة بانفجار سيارة مفخخة في الموصل أمس.", 15, None),
    ("قتل ستة أشخاص بتفجير في كركوك أمس، وبين القتلى عنصران من الشرطة.", 6, None),
    ("ارتفع عدد قتلى التفجير الذي ضرب مسجدا في مدينة القطيف أمس إلى 22.", 22, None),
    ("انفجرت عبوة أسفل سيارة موظف في كركوك أمس ما أدى إلى مقتله وإصابة اثنين.", 1, 2),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), COUNTS)
def test_counts(read: Read, text: str, killed: int | None, wounded: int | None) -> None:
    (fact,) = read(text)
    assert (best(fact, "killed"), best(fact, "wounded")) == (killed, wounded)


def test_at_least_is_a_lower_bound(read: Read) -> None:
    (fact,) = read("قتل ما لا يقل عن 20 شخصا بتفجير سيارة مفخخة في كركوك أمس.")
    assert fact.killed is not None
    assert (fact.killed.low, fact.killed.best, fact.killed.high) == (20, 20, None)


def test_risen_toll_replaces_the_first(read: Read) -> None:
    facts = read(
        "ارتفعت حصيلة قتلى التفجير بسيارة مفخخة في كركوك أمس إلى 15 قتيلا، حسب وزارة الصحة. "
        "وكانت حصيلة أولى أشارت إلى سقوط تسعة قتلى."
    )
    assert [best(f, "killed") for f in facts] == [15]
    assert facts[0].killed is not None
    assert facts[0].killed.low == 9
    assert {c.role for c in facts[0].claims} == {"total", "superseded"}


def test_sub_count_and_combined_are_claims(read: Read) -> None:
    (fact,) = read("قتل 12 شخصا بينهم أربعة أطفال في تفجير في كركوك أمس.")
    assert [(c.role, c.value) for c in fact.claims] == [("total", 12), ("sub_count", 4)]
    (fact,) = read("أوقع تفجير في كركوك أمس 38 قتيلا وجريحا.")
    assert [(c.measure, c.role, c.value) for c in fact.claims] == [("casualties", "combined", 38)]


def test_dead_of_the_attackers_are_counted_apart(read: Read) -> None:
    (fact,) = read("هاجم مسلحون فندقا في مقديشو أمس وقتلوا عشرة أشخاص، كما قتل ثلاثة مهاجمين.")
    assert best(fact, "killed") == 10
    assert best(fact, "killed_of_perpetrators") == 3


ABDUCTED = [
    ("اختطاف وكيل وزارة العدل ومدير فيها على يد مسلحين في بغداد أمس.", 2),
    ("خطف مسلحون مجهولون الطبيب علي حسن من منزله في مدينة البصرة أمس.", 1),
    ("خطفت مجموعة مسلحة ثمانية عمال مصريين في مدينة سرت أمس.", 8),
]


@pytest.mark.parametrize(("text", "abducted"), ABDUCTED)
def test_abducted(read: Read, text: str, abducted: int) -> None:
    (fact,) = read(text)
    assert (fact.event_type, best(fact, "abducted")) == ("kidnapping", abducted)


# --- who, whom, who says so ----------------------------------------------------------------------

PERPETRATORS = [
    (
        "قتل تسعة بتفجير سيارة مفخخة في كركوك أمس. وأعلن تنظيم داعش مسؤوليته عن التفجير.",
        "داعش",
        "claimed",
    ),
    ("قتل تسعة بتفجير نفذه تنظيم الدولة في كركوك أمس.", "داعش", "attributed"),
    ("قتل ثلاثة أشخاص في غارة تركية على مدينة دهوك أمس.", "تركيا", "attributed"),
    ("قتل سبعة مدنيين في قصف للتحالف على مدينة صعدة في اليمن أمس.", "التحالف العربي", "attributed"),
    ("قتل سبعة مسلحين في قصف للتحالف على مدينة الرقة أمس.", "التحالف الدولي", "attributed"),
    ("قتل سبعة مدنيين في قصف لطيران النظام على مدينة إدلب أمس.", "النظام السوري", "attributed"),
    (
        "قتل ثلاثة جنود بعبوة ناسفة في دياربكر أمس، ويشتبه في أن حزب العمال الكردستاني نفذ الهجوم.",
        "حزب العمال الكردستاني",
        "suspected",
    ),
    (
        "قتل تسعة بتفجير سيارة مفخخة في كركوك أمس. وينشط تنظيم داعش في البلاد.",
        None,
        "unknown",
    ),
    ("قتل 42 من عناصر تنظيم داعش بانفجار سيارة مفخخة في الموصل أمس.", None, "unknown"),
    ("قتل تسعة بتفجير سيارة مفخخة في كركوك أمس، ولم تعلن أي جهة مسؤوليتها عنه.", None, "unknown"),
    (
        "قتل أربعة في غارة لطائرة بدون طيار يعتقد أنها أميركية في محافظة شبوة أمس.",
        "الولايات المتحدة",
        "suspected",
    ),
    (
        "قتل ستة جنود في هجوم على حاجز في المكلا أمس، وحمل مسؤول تنظيم القاعدة مسؤولية الهجوم.",
        "القاعدة",
        "attributed",
    ),
    (
        "قتل 11 نازحا بقصف في الفاشر أمس، واتهم الجيش السوداني قوات الدعم السريع بشن الهجوم.",
        "قوات الدعم السريع",
        "attributed",
    ),
    (
        "قتل ستة من مسلحي جماعة الحوثي إثر محاولة تسلل فاشلة في محافظة مأرب أمس.",
        "الحوثيون",
        "attributed",
    ),
    (
        "قتل طفلان بانفجار لغم من مخلفات الحوثيين في مديرية حيس أمس.",
        "الحوثيون",
        "attributed",
    ),
    (
        "قالت مصادر محلية إن عناصر من تنظيم داعش أعدموا أربعة رعاة رميا بالرصاص قرب تدمر أمس.",
        "داعش",
        "attributed",
    ),
    (
        "اقتحم مسلحون من تنظيم القاعدة سجن المكلا أمس وقتلوا حارسين.",
        "القاعدة",
        "attributed",
    ),
    (
        "قتل 27 شخصا في قصف مدفعي لقوات الدعم السريع على مدينة الفاشر أمس.",
        "قوات الدعم السريع",
        "attributed",
    ),
    (
        "وتبنت كتائب حزب الله استهداف قاعدة عين الأسد في محافظة الأنبار بطائرة مسيرة أمس.",
        "كتائب حزب الله",
        "claimed",
    ),
    ("قتل أربعة شرطيين في هجوم بتركيا استهدف مدينة سيلوبي أمس.", None, "unknown"),
    (
        "قتل جنديان بانفجار سيارة مفخخة في دياربكر أمس إثر الغارات التي شنها الجيش التركي.",
        None,
        "unknown",
    ),
    ("استهدفت مدرعة للجيش المصري بعبوة ناسفة في العريش أمس وقتل جنديان.", None, "unknown"),
]


@pytest.mark.parametrize(("text", "name", "status"), PERPETRATORS)
def test_perpetrator(read: Read, text: str, name: str | None, status: str) -> None:
    fact = read(text)[0]
    assert (fact.perpetrator.name, fact.perpetrator.status) == (name, status)


def test_strike_like_the_one_before_has_its_doer(read: Read) -> None:
    facts = read(
        "قتل 14 مدنيا في قصف للتحالف العربي على مدينة صنعاء في اليمن أمس. "
        "وقبل يومين طالت غارة مماثلة فندقا في مدينة صعدة فقتلت 46 مدنيا."
    )
    assert [f.perpetrator.name for f in facts] == ["التحالف العربي", "التحالف العربي"]


def test_who_is_hit_by_an_attack_is_not_its_doer(read: Read) -> None:
    """A claim by somebody else stands between the accuser and the accused."""
    (fact,) = read(
        "قتل جنديان بانفجار سيارة مفخخة في دياربكر أمس. "
        "ونسبت هيئة أركان الجيش التركي الهجوم إلى حزب العمال الكردستاني."
    )
    assert fact.perpetrator.name == "حزب العمال الكردستاني"


TARGETS = [
    ("انفجرت سيارة مفخخة في سوق شعبية في كركوك أمس وقتل ستة أشخاص.", "market"),
    ("قتل ستة مصلين بتفجير استهدف مسجدا في كركوك أمس.", "religious_site"),
    ("قتل ستة جنود بانفجار عبوة ناسفة في كركوك أمس.", "military"),
    ("قتل ثلاثة من عناصر الشرطة بانفجار عبوة ناسفة في كركوك أمس.", "police"),
    ("استهدفت عبوة ناسفة أبراج الكهرباء في كركوك أمس دون وقوع إصابات.", "infrastructure"),
    ("اغتال مسلحون صحفيا في البصرة أمس.", "journalists"),
    ("قتل ستة من مسلحي داعش في غارة جوية على الحويجة أمس.", "militants"),
    ("اعتقلت القوات الأمنية أربعة أشخاص بتهمة الإرهاب في كركوك أمس.", "militants"),
    ("اعتقلت قوات الاحتلال 12 فلسطينيا في مدينة الخليل أمس.", "civilians"),
    ("قتل مدني بانفجار سيارة مفخخة في سوق شعبي بمدينة عفرين أمس.", "market"),
    ("انفجرت عبوة ناسفة في حي الشرطة غربي بغداد أمس وقتل مدنيان.", "civilians"),
    ("شنت طائرات التحالف غارات على مواقع الحوثيين في مدينة صعدة أمس.", "militants"),
    ("سقط صاروخان على قاعدة بلد الجوية في محافظة صلاح الدين أمس.", "military"),
    ("خطف مسلحون حوثيون الصحفي محمد العبسي من منزله في صنعاء أمس.", "journalists"),
]


@pytest.mark.parametrize(("text", "target"), TARGETS)
def test_target(read: Read, text: str, target: str) -> None:
    assert read(text)[0].target_type == target


SOURCES = [
    ("أعلنت خلية الإعلام الأمني مقتل ستة أشخاص بتفجير في كركوك أمس.", "خلية الإعلام الأمني"),
    ("قتل ستة أشخاص بتفجير في كركوك أمس، وفق مصدر أمني.", "مصدر أمني"),
    (
        "قال المرصد السوري إن ستة قتلوا بقصف على إدلب أمس.",
        "المرصد السوري",
    ),
    ("أعلنت السلطات العراقية الاربعاء مقتل ستة أشخاص بتفجير في كركوك.", "السلطات العراقية"),
    ("قتل ستة أشخاص بتفجير في كركوك أمس وفق بيان لوزارة الداخلية.", "وزارة الداخلية"),
    ("أعلن وزير الصحة ليلا مقتل ستة أشخاص بتفجير في كركوك أمس.", "وزير الصحة"),
    ("قال مصدر طبي إن ستة قتلوا وعثر على جثثهم في قناة ري قرب كركوك أمس.", "مصدر طبي"),
    ("أفاد مصدر أمني باختطاف ثلاثة مهندسين في محافظة شبوة أمس.", "مصدر أمني"),
]


KILLED_BY_FORCE = [
    ("مقتل أربعة مسلحين في مداهمة للشرطة في العريش أمس.", 4, "militants"),
    ("قتل مسلحون القاضي سالم العبيدي أمام المحكمة في طرابلس أمس.", 1, "government"),
    ("اغتال مسلحان مجهولان ضابطا في مدينة المكلا أمس.", 1, "military"),
    ("هاجم أربعة مسلحين نقطة تفتيش للجيش في الفلوجة أمس وقتلوا جنديين.", 2, "military"),
]


@pytest.mark.parametrize(("text", "killed", "target"), KILLED_BY_FORCE)
def test_who_did_it_is_not_among_the_dead(read: Read, text: str, killed: int, target: str) -> None:
    (fact,) = read(text)
    assert EVENT_FAMILIES[fact.event_type] == "armed"
    assert (best(fact, "killed"), fact.target_type) == (killed, target)
    assert best(fact, "killed_of_perpetrators") is None


def test_killed_with_him_is_the_same_event(read: Read) -> None:
    (fact,) = read(
        "اغتيل وزير سابق في انفجار استهدف موكبه في بيروت أمس، وقتل معه 14 شخصا وأصيب ستون."
    )
    assert (best(fact, "killed"), best(fact, "wounded")) == (14, 60)


def test_victims_who_are_not_mentioned_are_not_none(read: Read) -> None:
    (fact,) = read("نفذت طائرات التحالف غارتين قرب الرطبة أمس، من دون الإشارة إلى ضحايا.")
    assert (fact.killed, fact.wounded) == (None, None)


def test_mosque_of_a_village_is_what_was_hit(read: Read) -> None:
    (fact,) = read("قتل ستة في هجوم على مسجد الروضة في بئر العبد أمس.")
    assert (fact.place.name, fact.target_type) == ("مسجد الروضة", "religious_site")


def test_car_full_of_explosives_is_a_seizure_with_its_driver(read: Read) -> None:
    (fact,) = read(
        "ضبطت الشرطة سيارة محملة بنحو مئتي كيلوغرام من المتفجرات شمال بعقوبة أمس واعتقلت سائقها."
    )
    assert fact.event_type == "weapons_seizure"


def test_vehicle_that_carries_the_bomb_is_not_hit(read: Read) -> None:
    (fact,) = read("قتل سبعون شخصا بتفجير شاحنات مفخخة في قريتين قرب سنجار أمس.")
    assert (fact.weapon, fact.target_type) == ("car_bomb", "civilians")


def test_who_is_hurt_beside_the_dead_may_be_kin(read: Read) -> None:
    (fact,) = read("قتل مزارع وأصيبت والدته برصاص قناص في حمص أمس.")
    assert (best(fact, "killed"), best(fact, "wounded")) == (1, 1)


@pytest.mark.parametrize(("text", "source"), SOURCES)
def test_source(read: Read, text: str, source: str) -> None:
    assert read(text)[0].attribution_source == source


# --- when and where ------------------------------------------------------------------------------


def test_date_and_place_come_from_the_sentence(read: Read) -> None:
    (fact,) = read("قتل ستة أشخاص بتفجير سيارة مفخخة في مدينة كركوك يوم الاثنين الماضي.")
    assert fact.date.best == dt.date(2021, 3, 8)
    assert fact.place.country == "IQ"
    assert fact.place.name is not None
    assert "كركوك" in fact.place.name
    assert fact.place.latitude is not None


SAID = [
    "قال مصدر أمني يوم الثلاثاء إن ستة أشخاص قتلوا بتفجير في كركوك الأحد.",
    "قتل ستة أشخاص بتفجير في كركوك الأحد، حسبما أعلنت وزارة الصحة يوم الثلاثاء.",
    "أعلنت دائرة الصحة، أمس الثلاثاء، ارتفاع حصيلة التفجير الذي ضرب كركوك الأحد إلى ستة قتلى.",
]


@pytest.mark.parametrize("text", SAID)
def test_day_of_saying_is_not_the_day(read: Read, text: str) -> None:
    assert [f.date.best for f in read(text)] == [dt.date(2021, 3, 7)]


def test_day_of_saying_serves_where_no_other_is_told(read: Read) -> None:
    (fact,) = read("قال مصدر أمني يوم الثلاثاء إن ستة أشخاص قتلوا بتفجير في كركوك.")
    assert fact.date.best == dt.date(2021, 3, 9)


def test_untold_day_is_any_up_to_publication(read: Read) -> None:
    (fact,) = read("قتل جنديان في انفجار عبوة ناسفة قرب الفلوجة. وقال مصدر إن التحقيق جار.")
    assert fact.date.precision == "unknown"
    assert (fact.date.earliest, fact.date.best) == (None, None)
    assert fact.date.latest == dt.date(2021, 3, 10)


# --- one or several ------------------------------------------------------------------------------


def test_title_lead_and_retelling_are_one(read: Read) -> None:
    facts = read(
        "قتل تسعة أشخاص وأصيب 20 آخرون بانفجار سيارة مفخخة في مدينة كركوك أمس الثلاثاء.\n"
        "وقال مصدر أمني إن السيارة انفجرت قرب سوق شعبية، وإن الانفجار أدى إلى مقتل تسعة أشخاص.\n"
        "وأضاف المصدر أن الهجوم ألحق أضرارا بالمحال.",
        "تسعة قتلى بتفجير في كركوك",
    )
    assert [(f.event_type, best(f, "killed"), best(f, "wounded")) for f in facts] == [
        ("vehicle_bombing", 9, 20)
    ]


def test_roundup_is_several(read: Read) -> None:
    facts = read(
        "قتل ستة أشخاص بانفجار سيارة مفخخة في مدينة كركوك أمس. "
        "وفي الموصل أصيب ثلاثة جنود بانفجار عبوة ناسفة. "
        "من جهة أخرى اعتقلت الشرطة أربعة إرهابيين في البصرة."
    )
    assert [f.event_type for f in facts] == ["vehicle_bombing", "ied_bombing", "arrest"]
    assert (best(facts[0], "killed"), best(facts[1], "wounded"), best(facts[2], "arrested")) == (
        6,
        3,
        4,
    )


ONE = [
    # a condemned event is one, in however many words it comes again
    (
        (
            "أدانت الكويت التفجير الذي استهدف مسجدا في الموصل أمس وأسفر عن مقتل عشرة أشخاص.\n"
            "كما أدانت تونس الهجوم الإرهابي الذي وقع في الموصل وراح ضحيته عشرة أشخاص.\n"
            "واستنكرت عمان التفجير الذي ضرب مسجدا في مدينة الموصل."
        ),
        10,
    ),
    # the other side's dead are of the same fight
    (
        "قتل 12 مسلحا في اشتباكات عنيفة دارت في مدينة تعز أمس، بينما قتل ثلاثة من الجنود.",
        None,
    ),
    # a claim that differs is one of the attack just told
    (
        (
            "قتل جنديان بانفجار سيارة مفخخة في ديار بكر أمس. "
            "وتبنى الحزب الهجوم مؤكدا أنه قتل ثمانية جنود."
        ),
        None,
    ),
    # the toll comes in the next sentence
    (
        (
            "اندلعت اشتباكات بين مسلحين وقوة أمنية في شارع فلسطين ببغداد أمس. "
            "وأطلقت القوة الرصاص على المسلحين ما أدى إلى مقتل أربعة."
        ),
        4,
    ),
    # the wounded were brought to a hospital elsewhere
    (
        (
            "أصيب ثلاثة جنود بانفجار عبوة ناسفة في الفلوجة أمس. "
            "ونقل الجنود إلى مستشفى في بغداد، وقال طبيب إن إصابة أحدهم خطرة."
        ),
        None,
    ),
    # another source's toll stands behind a retelling, which spells the place otherwise
    (
        (
            "قتلت غارة جوية سبعة جنود في بلدة غرديز أمس. "
            "وقال متحدث باسم الحكومة إن طائرتين قصفتا نقطة للجيش في بلدة غارديز. "
            "وأضاف أن 12 جنديا قتلوا."
        ),
        12,
    ),
    # the attackers go on fighting
    (
        (
            "استهدف هجوم انتحاري بسيارة مفخخة مركزا للشرطة في حي سلطان بيلي في إسطنبول أمس "
            "وأصيب عشرة أشخاص. ولاحقا وقعت مواجهات بين المهاجمين والشرطة وقتل شرطي."
        ),
        1,
    ),
    # a governorate is called like its seat
    (
        (
            "قتل شخص واعتقل 13 في عملية أمنية في مدينة سجنان التابعة لولاية بنزرت أمس. "
            "وقال متحدث إن القوات نفذت العملية في بنزرت بعد معلومات عن الخلية."
        ),
        None,
    ),
]


@pytest.mark.parametrize(("text", "killed"), ONE)
def test_retold_is_one(read: Read, text: str, killed: int | None) -> None:
    (fact,) = read(text)
    assert killed is None or best(fact, "killed") == killed


def test_arrest_behind_an_attack_does_not_rename_it(read: Read) -> None:
    (fact, *_) = read(
        "تعرضت دورية لهجوم مسلح قرب سامراء أمس وأصيب ثلاثة جنود، وقبضت القوة على مهاجم."
    )
    assert fact.event_type == "armed_attack"


def test_arms_found_with_the_arrested_do_not_rename_it(read: Read) -> None:
    (fact,) = read(
        "داهمت قوة أمنية منزلا في حي الزهور بمدينة كركوك أمس واعتقلت ثلاثة مسلحين، "
        "وعثرت بداخله على أحزمة ناسفة."
    )
    assert fact.event_type == "arrest"
    assert best(fact, "arrested") == 3


def test_a_charge_is_not_what_happened(read: Read) -> None:
    (fact,) = read("أحرق مسلحون ثلاثة شبان في مدينة بعقوبة أمس بدعوى زرعهم عبوة ناسفة.")
    assert (fact.event_type, fact.weapon) == ("other_violence", "incendiary")


def test_prisoners_of_a_fight_are_no_arrest(read: Read) -> None:
    facts = read("سقط 45 حوثيا بين قتيل وجريح وأسر 11 آخرون في مديرية مشرعة بتعز أمس.")
    assert [f.event_type for f in facts] == ["clash"]


def test_flash_needs_no_toll(read: Read) -> None:
    words = "غارات عنيفة على الضاحية الجنوبية لبيروت"
    assert [f.event_type for f in read(f"عاجل: {words}", words)] == ["air_strike"]


SEIZED = [
    "ضبطت قوة أمنية مخزنا يحتوي على قذائف هاون وعبوات في جرود رأس بعلبك أمس.",
    "استرجع الجيش مسدسين رشاشين وكمية من الذخيرة في مدينة البويرة أمس.",
    "أحبطت دورية تهريب كمية من الأسلحة والذخيرة في محافظة المهرة أمس.",
    "دمرت قوات البيشمركة ثلاث سيارات مفخخة قبل تفجيرها في سنجار أمس.",
]


@pytest.mark.parametrize("text", SEIZED)
def test_seized_or_defused(read: Read, text: str) -> None:
    assert [f.event_type for f in read(text)] == ["weapons_seizure"]


# --- no incident ---------------------------------------------------------------------------------

NOTHING = [
    "قتل أو جرح 5000 مدني في أول ستة أشهر من عام 2020 في قندوز، بحسب الأمم المتحدة.",
    "قتل أكثر من 2300 شخص منذ بداية العام بحسب إحصائية للأمم المتحدة.",
    "لقي خمسة أشخاص مصرعهم بحادث سير على طريق كركوك أمس.",
    "حذر خبراء من انفجار سكاني يهدد المدن الكبرى.",
    "توفي ثلاثة أشخاص بفيروس كورونا في كركوك أمس.",
    "غرق أربعة أطفال في نهر دجلة أمس.",
    "سرت شائعة عن وجود انتحاري بين الزوار في بغداد أمس.",
    "لقي شاب مصرعه طعنا على يد جاره إثر خلاف على بئر في بلدة كاس أمس.",
    "أنهى المطر معركة رجال الإطفاء مع اللهب في الشوف بعد وفاة شاب.",
    "عطلت حقيبة منسية ظنها سائق قنبلة السير في عمان أمس حتى أبطلت.",
    "هزت تفجيرات الصخور في النفق البيوت وسط السلط أمس.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_incident(read: Read, text: str) -> None:
    assert read(text) == ()
