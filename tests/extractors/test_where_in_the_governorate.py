"""Golden cases: a head that calls the governorate by its seat, villages that no gazetteer has, what
the head sums up, who is named next, several times told apart in one sentence."""

from __future__ import annotations

import pytest

from tests.extractors.reading_kit import Read, best

PLACES = [
    # the head names the seat, the text a village that nobody may find
    (
        (
            "قتل أربعة مدنيين في إدلب مساء أمس. وقال مراسلنا إن مروحيات ألقت براميل متفجرة على حي "
            "سكني في قرية عين الدلبات بريف إدلب الجنوبي."
        ),
        "عين الدلبات",
    ),
    (
        (
            "قتل أربعة مدنيين بقصف صاروخي غرب إدلب مساء أمس. وقال مركز محلي إن القصف استهدف بلدة "
            "بداما غربي المحافظة."
        ),
        "بداما",
    ),
    (
        (
            "قتل ثمانية مسلحين في كمين للجيش بمأرب أمس. وأضاف البيان أن الكمين وقع في منطقة محزام "
            "غربي المحافظة."
        ),
        "محزام",
    ),
    # a village whose name ends like an adjective or a plural
    ("قتل مدنيان بغارتين على بلدة بابولين في ريف إدلب أمس.", "بابولين"),
    # the seat itself, a town of another governorate
    ("قتل أربعة مدنيين في إدلب مساء أمس. وقال مراسلنا إن القصف طال سوقا شعبيا.", "إدلب"),
    (
        "قتل أربعة في هجوم مسلح بالموصل أمس. ونقل الجرحى إلى بلدة بحزاني.",
        "الموصل",
    ),
    ("قتل مدنيان بغارتين على بلدة نائية في ريف إدلب أمس.", "ريف إدلب"),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_the_place_is_the_finest_that_is_told(read: Read, text: str, place: str) -> None:
    (fact,) = read(text)

    assert fact.place.name == place


def test_quarters_on_the_edge_have_no_name(read: Read) -> None:
    (fact,) = read("فجر انتحاري نفسه أمس في حي متاخم للمدينة في قندهار فقتل اثنان.")

    assert fact.place.name == "قندهار"


def test_farms_of_a_village_that_is_named_behind_a_head_only(read: Read) -> None:
    # زبدين alone is none of the gazetteer's names, المليحة is
    (fact,) = read("قتل مدنيان أمس في قصف على مزارع زبدين والمليحة بريف دمشق.")

    assert fact.place.name == "المليحة"


COUNTS = [
    ("قتل ثلاثة جنود ومدنيان في هجوم بمدينة تكريت أمس.", 5, None),
    ("قتل ضابط ومدنيان في هجوم بمدينة تكريت أمس.", 3, None),
    ("مقتل ضابط في الجيش العراقي واثنين من مرافقيه بتفجير في الطارمية أمس.", 3, None),
    ("قالت الشرطة إن جنديا في الجيش العراقي قتل في هجوم بمدينة تكريت أمس.", 1, None),
    ("ذكرت وكالة أن شرطيا من بعقوبة قتل وأصيب ضابط حين هاجم مسلحون مركز شرطة أمس.", 1, 1),
    (
        "لقي الكاتب الصحفي العراقي المعروف بمعارضته للفساد سالم كريم حتفه بعبوة في البصرة أمس.",
        1,
        None,
    ),
    # adjectives, other people's doings, a figure that is told again
    ("هبطت طائرتان مدنيتان وقتل ثلاثة في هجوم بمدينة تكريت أمس.", 3, None),
    ("قتل مدنيان اثنان في هجوم بمدينة تكريت أمس.", 2, None),
    ("قالت الشرطة إن جنديا في تكريت أصيب وقتل ثلاثة آخرون في هجوم أمس.", 3, 1),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), COUNTS)
def test_who_is_counted(read: Read, text: str, killed: int, wounded: int | None) -> None:
    (fact,) = read(text)

    assert (best(fact, "killed"), best(fact, "wounded")) == (killed, wounded)


DOERS = [
    ("قتل مدني جراء قصف صاروخي من قوات النظام على بلدة كفرنبل أمس.", "النظام السوري"),
    ("أعلنت الحكومة مسؤولية حركة طالبان عن الهجوم الذي قتل فيه ثلاثة في قندهار أمس.", "طالبان"),
    ("قتل ثلاثة في هجوم على مقر في قندهار أمس. وينتمي المهاجمون إلى حركة طالبان.", "طالبان"),
    ("أعلنت الحكومة مسؤوليتها عن أمن البلاد بعد مقتل ثلاثة في هجوم بقندهار أمس.", None),
]


@pytest.mark.parametrize(("text", "doer"), DOERS)
def test_whose_doing_it_is_called(read: Read, text: str, doer: str | None) -> None:
    (fact,) = read(text)

    assert fact.perpetrator.name == doer


APART = [
    # who is named next is the one that fell
    (
        (
            "فتح مجهولون النار أمس على دورية في بلدة العوامية ما أدى إلى مقتل أحد عناصرها. وأكد "
            "المتحدث مقتل الجندي سالم حسن نتيجة تعرض دوريته لإطلاق نار في ساحل الرامس بالقطيف."
        ),
        [("العوامية", 1)],
    ),
]


@pytest.mark.parametrize(("text", "told"), APART)
def test_what_is_told_apart(read: Read, text: str, told: list[tuple[str, int]]) -> None:
    assert [(f.place.name, best(f, "killed")) for f in read(text)] == told


def test_a_month_long_past_is_another_event(read: Read) -> None:
    facts = read(
        "قتل ستة في هجوم على محكمة في زاهدان أمس. وفي أعنف الهجمات في خاش قتل عشرة شرطيين في "
        "أكتوبر الماضي."
    )

    assert [best(f, "killed") for f in facts] == [6, 10]


SHOTS = [
    ("قتل جندي عندما أطلق المسلحون قذيفة صاروخية على موقع عسكري في ديار بكر أمس.", "armed_attack"),
    ("أطلق مسلحون قذيفة آر بي جي على مخفر في ضواحي مدينة ماردين أمس وقتلوا شرطيا.", "armed_attack"),
    # these come from afar
    ("سقطت قذيفة صاروخية على منزل في دمشق أمس ما أدى إلى مقتل طفل.", "shelling"),
    ("أطلق الحوثيون قذائف صاروخية على حي سكني في تعز أمس ما أدى إلى مقتل طفل.", "shelling"),
]


@pytest.mark.parametrize(("text", "kind"), SHOTS)
def test_gunmen_with_a_launcher_are_no_artillery(read: Read, text: str, kind: str) -> None:
    (fact,) = read(text)

    assert fact.event_type == kind
    assert fact.weapon == "rocket"


def test_what_a_mountain_is_made_into_strikes_nobody(read: Read) -> None:
    (fact,) = read(
        "قتل سبعة حوثيين في غارة على مديرية مقبنة بتعز أمس، حيث حولت الجماعة الجبال إلى أوكار "
        "للصواريخ والطائرات بدون طيار."
    )

    assert fact.event_type == "air_strike"


def test_a_gas_pipe_that_was_blown_up_is_none(read: Read) -> None:
    (fact,) = read("فجر مسلحون مجهولون خط أنابيب الغاز قرب العريش بعبوة ناسفة أمس.")

    assert fact.event_type == "ied_bombing"


def test_the_friday_of_a_prayer_is_no_day_beside_a_date(read: Read) -> None:
    (fact,) = read("فجر انتحاري نفسه أثناء صلاة الجمعة في مسجد بالكويت فقتل 26 في 26 يناير.")

    assert str(fact.date.earliest) == "2021-01-26"
