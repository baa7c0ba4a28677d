"""Who did it, who suffered, who says so: golden sentences of our own."""

from __future__ import annotations

import pytest

from extractors.records import IncidentFact
from tests.extractors.reading_kit import Read


def only(facts: tuple[IncidentFact, ...]) -> IncidentFact:
    assert len(facts) == 1, [(f.event_type, f.place.name) for f in facts]
    return facts[0]


WHO = [
    # subject before and behind the verb, behind a fronted place
    (
        "هاجم مقاتلو حركة طالبان قاعدة للجيش في غزنة أمس وقتلوا تسعة جنود.",
        "طالبان",
        "attributed",
    ),
    (
        "وفي إقليم غزنة وسط أفغانستان هاجم مقاتلو حركة طالبان قاعدة للجيش أمس، فقتل تسعة جنود.",
        "طالبان",
        "attributed",
    ),
    # the object of a verb that has its subject already
    (
        "قتل خمسة أشخاص أمس في مدينة تعز بانفجار عبوة استهدفت الحوثيين قرب سوق المدينة.",
        None,
        "unknown",
    ),
    # a plural verb has its subject before it
    (
        "قال شهود إن مسلحين هاجموا قوات الأمن في مدينة العريش أمس وقتلوا شرطيين.",
        None,
        "unknown",
    ),
    # what belongs to whom
    (
        "أطلقت نقطة تفتيش تابعة للحوثيين النار على حافلة في مدينة تعز أمس فقتلت ثلاثة مدنيين.",
        "الحوثيون",
        "attributed",
    ),
    (
        "قتل ستة مسلحين في قصف نفذته مروحيات تابعة للجيش المصري جنوب الشيخ زويد أمس.",
        "الجيش المصري",
        "attributed",
    ),
    # managed to, went on, answered, tried
    (
        "تمكنت قوات سوريا الديمقراطية من قتل أربعة مسلحين في مدينة الشدادي أمس.",
        "قوات سوريا الديمقراطية",
        "attributed",
    ),
    (
        "واصلت قوات الدعم السريع قصفها المدفعي لمدينة الفاشر أمس، ما أدى إلى مقتل سبعة مدنيين.",
        "قوات الدعم السريع",
        "attributed",
    ),
    (
        "رد حزب الله بإطلاق صواريخ على بلدة كريات شمونة أمس، فأصيب شخصان.",
        "حزب الله",
        "attributed",
    ),
    # nationality, also away from its noun
    (
        "شنت طائرات إف-16 تركية غارات على منطقة قنديل في شمال العراق أمس وقتلت ثلاثة مقاتلين.",
        "تركيا",
        "attributed",
    ),
    # a capital for its government
    (
        "قتل ثلاثة مقاتلين في غارات شنتها أنقرة على جبال قنديل في شمال العراق أمس.",
        "تركيا",
        "attributed",
    ),
    # a country that is only the place
    ("قتل اثنا عشر شخصا أمس برصاص مسلحين في هجمات فرنسا على مقهى وسط باريس.", None, "unknown"),
    # where the shot came from
    (
        "قتلت امرأة وطفلاها جراء قصف بصاروخ من قوات النظام السوري على مدينة درعا أمس.",
        "النظام السوري",
        "attributed",
    ),
    # partisan names
    (
        "أطلقت المليشيا قذائف على سوق في مدينة الأبيض السودانية أمس فقتل أربعة مدنيين.",
        "قوات الدعم السريع",
        "attributed",
    ),
    (
        "نصب الثوار كمينا للمتمردين الحوثيين في مدينة إب اليمنية أمس وقتلوا ستة منهم.",
        "المقاومة الشعبية",
        "attributed",
    ),
    (
        "أغار الطيران المعادي على بلدة بليدا في جنوب لبنان أمس فسقط شهيدان.",
        "إسرائيل",
        "attributed",
    ),
    # claims
    (
        "قتل ستة أشخاص بتفجير سيارة مفخخة في مقديشو أمس، وأعلنت حركة الشباب مسؤوليتها عن الهجوم.",
        "حركة الشباب",
        "claimed",
    ),
    (
        "أعلن الجيش الإسرائيلي أن طائرة تابعة له قصفت سيارة في بلدة عيترون اللبنانية أمس.",
        "الجيش الإسرائيلي",
        "claimed",
    ),
    (
        "قالت القيادة المركزية الأميركية إنها نفذت غارة قرب مدينة الرقة أمس قتلت قياديا.",
        "الولايات المتحدة",
        "claimed",
    ),
    (
        (
            "قتل ثلاثة جنود بانفجار عبوة في مدينة الرمادي أمس. وأعلنت جماعة «شهداء الفجر» "
            "مسؤوليتها عن التفجير."
        ),
        "جماعة شهداء الفجر",
        "claimed",
    ),
    # charges and suspicions
    (
        (
            "قتل أربعة رجال شرطة بانفجار عبوة في قضاء سيلوبي التركي أمس. واتهم بيان للولاية عناصر "
            "حزب العمال الكردستاني بتنفيذ الهجوم."
        ),
        "حزب العمال الكردستاني",
        "attributed",
    ),
    (
        (
            "قتل 32 شخصا بتفجير انتحاري في مدينة سروج التركية أمس، وألقيت المسؤولية فيه على تنظيم "
            "داعش."
        ),
        "داعش",
        "attributed",
    ),
    # nobody knows
    (
        "قتل خمسة جنود باشتباكات في مدينة أجدابيا أمس، ولم يتضح إن كان المهاجمون من داعش.",
        None,
        "unknown",
    ),
    # who only helps
    (
        (
            "سيطرت القوات الحكومية اليمنية مدعومة بقوات التحالف العربي على موقع في صرواح أمس "
            "وقتلت عشرة من الحوثيين."
        ),
        "القوات الحكومية اليمنية",
        "attributed",
    ),
    # a beaten-off attack is theirs who made it
    (
        "صد الجيش العراقي هجوما لتنظيم داعش على مدينة بيجي أمس وقتل ستة مسلحين.",
        "داعش",
        "attributed",
    ),
    # families are no captors
    (
        (
            "وقع تفجير في مدينة كركوك أمس أدى إلى مقتل ثلاثة. وعبر بيان دولة قطر عن تعازيها لأسر "
            "الشهداء."
        ),
        None,
        "unknown",
    ),
]


@pytest.mark.parametrize(("text", "name", "status"), WHO)
def test_who_did_it(read: Read, text: str, name: str | None, status: str) -> None:
    fact = read(text)[0]
    assert (fact.perpetrator.name, fact.perpetrator.status) == (name, status)
    if name is not None:
        assert any(e.field == "perpetrator" for e in fact.evidence)


def test_denied(read: Read) -> None:
    fact = read(
        "قتل خمسة أشخاص بقصف على مستشفى في مدينة غزة أمس. واتهمت وزارة الصحة الجيش الإسرائيلي "
        "بقصف المستشفى. ونفى الجيش الإسرائيلي مسؤوليته عن القصف."
    )[0]
    stances = {(a.actor_name, a.stance) for a in fact.attributions}
    assert ("الجيش الإسرائيلي", "denied") in stances
    assert ("الجيش الإسرائيلي", "accused") in stances
    assert next(a for a in fact.attributions if a.stance == "denied").by is None


def test_a_denial_makes_nobody_the_doer(read: Read) -> None:
    fact = read(
        "قتل ثلاثة أشخاص بانفجار عبوة ناسفة في مدينة صيدا أمس، ونفت حركة فتح علاقتها بالتفجير."
    )[0]
    assert fact.perpetrator.name is None
    assert [(a.actor_name, a.stance) for a in fact.attributions] == [("حركة فتح", "denied")]


def test_stances_name_who_says_so(read: Read) -> None:
    fact = only(read("قال مصدر أمني إن تنظيم داعش خطف أربعة مزارعين في محافظة ديالى أمس."))
    assert [(a.actor_name, a.stance, a.by) for a in fact.attributions] == [
        ("داعش", "attributed", "مصدر أمني")
    ]


def test_the_branch_that_claims_is_named_not_the_whole(read: Read) -> None:
    fact = read(
        "قتل خمسة جنود بهجوم على حاجز في مدينة الشيخ زويد المصرية أمس. وأعلنت ولاية سيناء "
        "مسؤوليتها عن الهجوم.",
        title="داعش يتبنى هجوما على حاجز في سيناء",
    )[0]
    assert fact.perpetrator.actor_id == "is_sinai"


def test_the_one_attacker_of_a_campaign_is_named_once(read: Read) -> None:
    facts = read(
        "شنت طائرات التحالف العربي غارات على مدينة صعدة اليمنية أمس قتلت خمسة مسلحين. وفي مدينة "
        "حجة قتل سبعة أشخاص بغارة جوية على سوق أمس."
    )
    assert [f.perpetrator.actor_id for f in facts] == ["arab_coalition", "arab_coalition"]


def test_an_armys_plain_name_is_that_of_its_country(read: Read) -> None:
    sudan = read("قصف الجيش سوقا في مدينة نيالا السودانية أمس فقتل تسعة أشخاص.")[0]
    nigeria = read("قتل الجيش عشرة مسلحين في ولاية بورنو النيجيرية أمس.")[0]
    assert sudan.perpetrator.actor_id == "sudanese_army"
    assert nigeria.perpetrator.actor_id == "nigerian_army"


def test_the_base_is_no_organisation(read: Read) -> None:
    fact = read(
        "دارت معارك في محيط قاعدة العند باليمن أمس قتل فيها ستة من الحوثيين، وتقدمت المقاومة "
        "الشعبية نحو القاعدة."
    )[0]
    assert fact.perpetrator.actor_id != "al_qaeda"


CLASHES = [
    (
        "قتل سبعة من مقاتلي المعارضة السورية في اشتباكات مع قوات النظام في مدينة الزبداني أمس.",
        "syrian_government",
        "militants",
    ),
    (
        "قتل تسعة من الحوثيين في مواجهات مع المقاومة الشعبية في مدينة تعز أمس.",
        "popular_resistance_ye",
        "militants",
    ),
]


@pytest.mark.parametrize(("text", "actor", "target"), CLASHES)
def test_the_other_side_of_a_clash(read: Read, text: str, actor: str, target: str) -> None:
    fact = read(text)[0]
    assert (fact.perpetrator.actor_id, fact.target_type) == (actor, target)


TARGETS = [
    # where the wounded are taken is not what was hit
    ("أصيب ثلاثة أشخاص بانفجار عبوة في الموصل أمس ونقلوا إلى المستشفى.", "civilians", None),
    ("سقطت قذيفة على مستشفى في مدينة تعز أمس فقتل مريضان.", "medical", "hospital"),
    ("قصفت طائرة مدرسة تؤوي نازحين في مدينة غزة أمس وقتلت عشرة.", "civilians", "shelter"),
    ("استهدفت غارة قافلة مساعدات إنسانية قرب مدينة الفاشر أمس.", "civilians", "aid_convoy"),
    ("استهدفت مسيرة محطة مياه في مدينة الخرطوم أمس وأصابت عاملا.", "infrastructure", "water"),
    # words inside a group's name are none
    (
        "فجر حزب العمال الكردستاني عبوة بقافلة عسكرية في ولاية هكاري التركية أمس فقتل جنديان.",
        "military",
        None,
    ),
    # a force that acts is none, nor what stands near by
    ("قتل شخصان بانفجار عبوة في الموصل أمس، وطوقت قوة من الجيش المكان.", "civilians", None),
    ("قتل شخصان بانفجار عبوة في الموصل أمس على بعد أمتار من مركز للشرطة.", "civilians", None),
    # a force of the country attacks none of its own; whose members fell was hit
    ("قصف الجيش العراقي بلدة قرب قاعدة عسكرية في الموصل أمس.", "civilians", None),
    (
        "انفجر لغم بسيارة لوحدات حماية الشعب في مدينة القامشلي أمس وأصيب ثلاثة من عناصرها.",
        "militants",
        None,
    ),
    ("اعتقلت قوات الاحتلال تسعة شبان في مدينة نابلس أمس.", "civilians", None),
    ("قتل خمسة من جنود حفظ السلام بهجوم على قافلتهم في مدينة تمبكتو أمس.", "military", None),
    # who speaks is not who was hit
    (
        "قال المركز الإعلامي للمحافظة إن انفجار عبوة في بعقوبة أمس أدى إلى مقتل ثلاثة جنود.",
        "military",
        None,
    ),
]


@pytest.mark.parametrize(("text", "target", "detail"), TARGETS)
def test_target(read: Read, text: str, target: str, detail: str | None) -> None:
    fact = read(text)[0]
    assert (fact.target_type, fact.target_detail) == (target, detail)


def test_what_a_thing_comes_from_is_no_source(read: Read) -> None:
    fact = read(
        "قتل شخصان بسقوط قذائف على دمشق أمس. وقال المرصد السوري إن مصدر القذائف مواقع الفصائل."
    )[0]
    assert fact.attribution_source == "المرصد السوري"


FORCES = [
    ("قتلت القوات الإثيوبية تسعة أشخاص في مدينة أديس أبابا أمس.", "ethiopian_army"),
    ("قتلت قوات الأمن النيجيرية ستة محتجين في مدينة لاغوس النيجيرية أمس.", "nigeria_security"),
    ("خطف خفر السواحل الإريتري عشرة صيادين قبالة مدينة الحديدة اليمنية أمس.", "eritrean_army"),
    ("قصف الجيش التايلاندي قرية قرب مدينة بانكوك أمس وقتل مدنيين.", "thailand_army"),
    ("قتل ثلاثة من مسلحي داعش بغارة بريطانية قرب مدينة كركوك أمس.", "united_kingdom"),
]


@pytest.mark.parametrize(("text", "actor"), FORCES)
def test_a_force_is_known_by_its_nation(read: Read, text: str, actor: str) -> None:
    assert read(text)[0].perpetrator.actor_id == actor


def test_who_only_holds_the_place_did_nothing(read: Read) -> None:
    fact = read(
        "في مدينة منبج السورية الخاضعة لسيطرة قوات سوريا الديمقراطية، قتل ثلاثة أشخاص بانفجار "
        "عبوة أمس."
    )[0]
    assert fact.perpetrator.name is None


def test_a_name_joined_by_and_shares_the_part(read: Read) -> None:
    fact = read("قتل ستة من الحوثيين وقوات صالح في هجوم بمدينة تعز أمس.")[0]
    assert fact.perpetrator.name is None


def test_the_outlet_of_a_dateline_is_no_group(read: Read) -> None:
    fact = read(
        "القاهرة (الضفاف) - أعلنت جماعة ولاية سيناء مسؤوليتها عن تفجير قتل خمسة جنود في مدينة "
        "العريش أمس."
    )[0]
    assert fact.perpetrator.actor_id == "is_sinai"


def test_who_says_that_it_is_responsible(read: Read) -> None:
    fact = read(
        "قتل سبعة جنود بغارة على مدينة قندهار أمس. وأعلنت القوات الأميركية أنها مسؤولة عن الغارة."
    )[0]
    assert (fact.perpetrator.actor_id, fact.perpetrator.status) == ("usa", "claimed")


ELSEWHERE = [
    (
        "قتل محام في مدينة كراتشي أمس برصاص رجلين. وقالت جماعة عسكر جنجوي إنها نفذت العملية.",
        "lej",
    ),
    (
        "قتل ثلاثة جنود في مدينة عرسال أمس بانفجار عبوة. ورجح مصدر أن تكون جبهة النصرة زرعتها.",
        "al_nusra",
    ),
    ("قتل سبعة أشخاص بسيارة مفخخة في بنغازي أمس. واتهمت الحكومة أنصار الشريعة.",
     "ansar_sharia_libya"),
    (
        "قتل تسعة أشخاص في هجوم على كنيسة في بغداد أمس. وكانت دولة العراق الإسلامية تبنت العملية.",
        "islamic_state_iraq",
    ),
    (
        "قتل ثلاثة جنود بصاروخ على معسكر في عدن أمس. وقالت جماعة الحوثي إنها استهدفت المعسكر.",
        "houthis",
    ),
    ("قتل خمسة جنود في كمين نصبه مسلحون من تنظيم القاعدة في مدينة عتق اليمنية أمس.", "al_qaeda"),
    (
        "سقط صاروخ على قاعدة قرب مدينة الرمادي أمس. واتهمت واشنطن كتائب حزب الله.",
        "kataib_hezbollah",
    ),
    ("قتل مدنيان بنيران هندية في مدينة سريناغار أمس.", "india"),
    ("قتل فتى في مدينة الخليل أمس حين رد الجيش الإسرائيلي بالرصاص على شبان.", "israeli_army"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "actor"), ELSEWHERE)
def test_who_did_what_was_told_before(read: Read, text: str, actor: str | None) -> None:
    assert read(text)[0].perpetrator.actor_id == actor


WEAPONS = [
    ("قتل رضيع حرقا في قرية دوما أمس بعد أن أحرق مستوطنون منزل عائلته.", "incendiary"),
    ("قتل شرطي برصاصتين في مدينة البصرة أمس.", "firearm"),
    ("قتل ثلاثة أشخاص بانفجار طرد مفخخ في مدينة بيروت أمس.", "ied"),
    ("فجر انتحاري حزامه وسط سوق في مدينة الموصل أمس وقتل ستة.", "explosive_belt"),
]


@pytest.mark.parametrize(("text", "weapon"), WEAPONS)
def test_weapon(read: Read, text: str, weapon: str) -> None:
    assert read(text)[0].weapon == weapon


def test_more_people_fell_to_the_same_strikes(read: Read) -> None:
    facts = read(
        "قصفت طائرات النظام السوري مدينة منبج أمس وقتلت ستة مدنيين. وأوضح ناشطون أن أربعة آخرين "
        "قتلوا جراء قصف على مدينة الباب."
    )
    assert {f.perpetrator.actor_id for f in facts} == {"syrian_government"}


def test_the_title_of_a_single_incident_says_whom_it_hit(read: Read) -> None:
    fact = read(
        "قتل سبعة أشخاص حين انفجرت سيارة مفخخة في مدينة مقديشو أمس.",
        title="قتلى بسيارة مفخخة استهدفت سفارة في مقديشو",
    )[0]
    assert fact.target_type == "government"


def test_who_is_killed_in_the_attack_is_no_adjective_of_it(read: Read) -> None:
    (fact,) = read(
        "احتجز مسلحون مرتبطون بتنظيم القاعدة أربعين عاملا رهائن في حقل للغاز قرب سبها أمس، "
        "وقتل في الهجوم بريطاني وتونسي."
    )
    assert fact.perpetrator.actor_id == "al_qaeda"


def test_who_left_it_there_is_told_before(read: Read) -> None:
    (fact,) = read(
        "في بلدة انسحبت منها جماعة الحوثي قرب مأرب، انفجر أمس لغم زرعته في مدرسة فقتل طفلان."
    )
    assert fact.perpetrator.name == "الحوثيون"


@pytest.mark.parametrize(
    "text",
    [
        "قتل خمسة من مقاتلي الحوثي بانفجار عبوة ناسفة زرعتها جماعة مجهولة قرب مأرب أمس.",
        "قتل 34 شخصا بتفجير انتحاري في بيشاور التي تشهد موجة هجمات تشنها حركة طالبان أمس.",
    ],
)
def test_what_others_left_or_do_at_large_is_theirs(read: Read, text: str) -> None:
    (fact,) = read(text)
    assert fact.perpetrator.name is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("في قصف إسرائيلي على بيروت، استهدف حزب الله أمس.", "إسرائيل"),
    ],
)  # fmt: skip
def test_who_aims_behind_a_phrase_ahead(read: Read, text: str, name: str) -> None:
    (fact,) = read(text)
    assert fact.perpetrator.name == name
